"""Numbers in dialogs are written as their reader has them, not as the server does."""

from typing import Any

from homeassistant.components.frontend.storage import async_user_store
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plug_control.texts.number_format import NumberFormat, async_number_format
from scripts.lib.demo_steps import filled_in

GRID = "sensor.grid"
OPTIONS_FLOW = "/api/config/config_entries/options/flow"
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "most", "least", "shown"),
    [
        (-1234567.0, 0, 0, "-1.234.567"),
        (-0.2, 0, 0, "0"),
        (-0.2, 1, 0, "-0,2"),
        (0.2, 3, 2, "0,20"),
        (0.2345, 3, 2, "0,234"),
        (12.0, 1, 0, "12"),
    ],
)
def test_a_number_is_as_exact_as_asked_for(value: float, most: int, least: int, shown: str) -> None:
    assert NumberFormat(",", ".").written(value, most, least) == shown


async def test_without_a_request_numbers_are_those_of_the_servers_language(
    hass: HomeAssistant,
) -> None:
    assert (await async_number_format(hass)).written(1234.5, 1) == "1,234.5"
    hass.config.language = "de"
    assert (await async_number_format(hass)).written(1234.5, 1) == "1.234,5"


@pytest.mark.parametrize(
    ("spoken", "profile", "grid", "price"),
    [
        ("en-GB,en;q=0.9", None, "-2,290 W", "0.224"),
        ("de-DE,de;q=0.9,en;q=0.8", None, "-2.290 W", "0,224"),
        ("de-CH", None, "-2’290 W", "0.224"),
        ("sv;q=0.9", None, f"-2{SPACE}290 W", "0,224"),
        ("tlh", None, "-2,290 W", "0.224"),
        ("en-GB", {"language": "de", "number_format": "language"}, "-2.290 W", "0,224"),
        ("de-DE", {"language": "de", "number_format": "comma_decimal"}, "-2,290 W", "0.224"),
        ("de-DE", {"language": "de", "number_format": "none"}, "-2290 W", "0.224"),
        ("de-DE", {"language": "en", "number_format": "system"}, "-2,290 W", "0.224"),
    ],
)
async def test_the_wizard_writes_numbers_as_its_readers_profile_or_browser_says(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    hass_admin_user: MockUser,
    spoken: str,
    profile: dict[str, str] | None,
    grid: str,
    price: str,
) -> None:
    assert await async_setup_component(hass, "config", {})
    hass.states.async_set(GRID, "-2289", {"unit_of_measurement": "W", "device_class": "power"})
    hass.states.async_set("sensor.price", "0.2239", {"unit_of_measurement": "CHF/kWh"})
    if profile is not None:
        store = await async_user_store(hass, hass_admin_user.id)
        await store.async_set_item("language", profile)
    client = await hass_client()
    headers = {"Accept-Language": spoken}

    async def post(path: str, **content: Any) -> dict[str, Any]:
        answer = await client.post(OPTIONS_FLOW + path, json=content, headers=headers)
        shown: dict[str, Any] = await answer.json()
        return shown

    flow = await post("", handler=entry.entry_id)
    path = f"/{flow['flow_id']}"
    flow = await post(path, next_step_id="site")
    answers = {"grid_meter": "power", "grid_power": GRID, "prices": ["sensor.price"]}
    while flow["type"] == "form":
        asked = {field["name"] for field in flow["data_schema"]} & {*answers}
        flow = await post(path, **filled_in(flow, **{name: answers[name] for name in asked}))
    assert flow["step_id"] == "review"
    shown = flow["description_placeholders"]
    assert shown["grid"] == grid
    assert shown["price"].replace("\\", "") == f"{price} CHF/kWh"
