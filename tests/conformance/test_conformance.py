"""Every case of the certification plan that is offered, in one Home Assistant, and the page that lists them."""

from collections.abc import AsyncGenerator
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN
from scripts.lib import conformance_page
from simulator.frames import Json
from tests.certificates import made_files
from tests.helpers import charge_point_data, coordinator_of, id_tag_data, scripted, set_up, until

from . import cases  # noqa: F401 - registers the cases
from .kit import Kit
from .plan import CASES, PLAN, Coverage, every_case


@pytest.fixture
async def kit(hass: HomeAssistant) -> AsyncGenerator[Kit]:
    """Yield a charge point that has booted; it is left alone, so that all that is sent comes from the cases."""
    directory = Path(hass.config.path(STORAGE_DIR, f"{DOMAIN}.certificates"))
    await hass.async_add_executor_job(made_files, directory)
    data = charge_point_data(leave_configuration_alone=True)
    entry: MockConfigEntry = await set_up(hass, data, id_tag_data())
    charger = scripted(entry)
    told = {"NumberOfConnectors": "1", "SupportedFeatureProfiles": "Core,FirmwareManagement"}
    keys: list[Json] = [
        {"key": key, "readonly": True, "value": value} for key, value in told.items()
    ]
    charger.auto_reply("GetConfiguration", {"configurationKey": keys, "unknownKey": []})
    async with charger:
        kit = Kit(hass, entry, charger)
        await kit.boot()
        await until(lambda: coordinator_of(entry).available)
        await hass.async_block_till_done()
        yield kit


async def test_every_case(kit: Kit, subtests: pytest.Subtests) -> None:
    """The cases share one Home Assistant and one charger, which each of them leaves as it found it."""
    for each in every_case():
        if each.run is not None:
            with subtests.test(msg=f"TC_{each.number}_CSMS {each.title}"):
                await each.run(kit)


def test_every_case_says_what_it_asserts() -> None:
    assert set(CASES) <= set(PLAN)
    assert len(PLAN) == 75
    assert all(each.what.endswith(".") for each in every_case())
    assert all(
        (each.run is None) == (each.coverage is Coverage.NOT_OFFERED) for each in every_case()
    )


def test_the_page_is_current() -> None:
    """`python -m scripts.lib.conformance_page` writes it."""
    assert conformance_page.PAGE.read_text() == conformance_page.page()
