"""Home Assistant takes the blueprints; they offer the right entities, and the documentation imports them."""

from pathlib import Path
from urllib.parse import quote

from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, selector
from homeassistant.setup import async_setup_component
import pytest

from .conftest import FOLDER, place_blueprints
from .house import CABLE, CHARGE, MAXIMUM, POWER, SESSION, STATUS, House

NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
AUTOMATIONS = (Path(__file__).parents[2] / "docs" / "automations.md").read_text()
REPOSITORY = "https://github.com/plug-control/plug_control"


def test_there_is_a_blueprint_for_each_wish() -> None:
    assert NAMES == [
        "charge_on_surplus",
        "pause_while_running",
        "plug_in_reminder",
        "session_receipt",
        "session_report",
        "start_when_cheap",
        "unplug_reminder",
    ]


async def blueprint_of(hass: HomeAssistant, name: str) -> Blueprint:
    """Have Home Assistant read a blueprint."""
    assert await async_setup_component(hass, AUTOMATION, {})
    path = f"plug_control/{name}.yaml"
    blueprint = await async_get_blueprints(hass).async_get_blueprint(path)
    assert isinstance(blueprint, Blueprint)
    return blueprint


@pytest.mark.parametrize("name", NAMES)
async def test_home_assistant_takes_the_blueprint(hass: HomeAssistant, name: str) -> None:
    place_blueprints(hass)
    blueprint = await blueprint_of(hass, name)
    assert blueprint.validate() is None
    assert blueprint.metadata["homeassistant"]["min_version"] == "2026.10.0"
    address = f"{REPOSITORY}/blob/main/blueprints/automation/plug_control/{name}.yaml"
    assert blueprint.metadata["source_url"] == address
    assert f"blueprint_import/?blueprint_url={quote(address, safe='')}" in AUTOMATIONS
    for each in blueprint.inputs.values():
        assert each["name"]
        selector.selector(each["selector"])


DEVICES = "chargers"
"""The input of devices, whatever their entities."""
OURS = {
    "charge": CHARGE,
    "maximum_current": MAXIMUM,
    "cable": CABLE,
    "session": SESSION,
    "status": STATUS,
}


async def test_the_selectors_offer_the_entities_that_they_mean(house: House) -> None:
    await house.charge()
    await house.draw(1380)
    registry = er.async_get(house.hass)
    for name in NAMES:
        inputs = (await blueprint_of(house.hass, name)).inputs
        meant = OURS | ({"power": POWER} if name == "charge_on_surplus" else {})
        assert inputs.keys() & {*meant, DEVICES}
        for key in inputs.keys() & meant.keys():
            entry = registry.async_get(meant[key])
            assert entry is not None
            (offered,) = inputs[key]["selector"]["entity"]["filter"]
            assert (offered["integration"], offered["domain"]) == (entry.platform, [entry.domain])
            assert entry.original_device_class in offered.get(
                "device_class", [entry.original_device_class]
            )
