"""The cards are served to Home Assistant's frontend, under an address that changes with them."""

from http import HTTPStatus
from pathlib import Path
import re

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.dashboard import bundle

BUNDLE = Path(bundle.__file__).parent.parent / "static" / "plug-control.js"


@pytest.fixture(autouse=True)
async def frontend(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frontend of a Home Assistant that somebody has set up."""
    monkeypatch.setattr("homeassistant.components.onboarding.async_is_onboarded", lambda _: True)
    assert await async_setup_component(hass, "frontend", {})


async def addresses(client: ClientSessionGenerator) -> list[str]:
    """Return the addresses under which the page of the frontend loads our cards."""
    page = await (await (await client()).get("/")).text()
    return re.findall(rf'"(/{DOMAIN}/[^"]+)"', page)


async def test_the_frontend_loads_the_cards_with_every_page_before_there_is_an_entry(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    [url] = await addresses(hass_client_no_auth)
    answer = await (await hass_client_no_auth()).get(url)
    assert answer.status == HTTPStatus.OK
    assert await answer.read() == BUNDLE.read_bytes()
    assert "max-age" in answer.headers["Cache-Control"]


async def test_another_bundle_has_another_address_so_that_no_cache_shows_the_old_one(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await bundle.async_serve_cards(hass)
    other = tmp_path / BUNDLE.name
    other.write_text("// another")
    monkeypatch.setattr(bundle, "_BUNDLE", other)
    await bundle.async_serve_cards(hass)
    assert len(set(await addresses(hass_client_no_auth))) == 2


async def test_without_a_frontend_nothing_is_served(hass: HomeAssistant) -> None:
    hass.config.components.remove("frontend")
    assert await async_setup_component(hass, DOMAIN, {})
    assert not hass.data["frontend_extra_module_url"].urls
