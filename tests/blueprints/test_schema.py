"""Home Assistant takes the blueprints; they offer the right entities, and the README imports them."""

from pathlib import Path
from urllib.parse import quote

from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.helpers import entity_registry as er, selector
from homeassistant.setup import async_setup_component
import pytest

from .conftest import FOLDER
from .house import CABLE, CHARGE, MAXIMUM, POWER, SESSION, STATUS, House

NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
README = (Path(__file__).parents[2] / "README.md").read_text()
REPOSITORY = "https://github.com/plug-control/plug_control"


def test_there_is_a_blueprint_for_each_wish() -> None:
    assert NAMES == [
        "charge_on_surplus",
        "pause_while_running",
        "plug_in_reminder",
        "session_report",
        "start_when_cheap",
        "unplug_reminder",
    ]


@pytest.mark.parametrize("name", NAMES)
async def test_home_assistant_takes_the_blueprint(house: House, name: str) -> None:
    assert await async_setup_component(house.hass, AUTOMATION, {})
    blueprint = await async_get_blueprints(house.hass).async_get_blueprint(
        f"plug_control/{name}.yaml"
    )
    assert isinstance(blueprint, Blueprint)
    assert blueprint.validate() is None
    assert blueprint.metadata["homeassistant"]["min_version"] == "2026.10.0"
    address = f"{REPOSITORY}/blob/main/blueprints/automation/plug_control/{name}.yaml"
    assert blueprint.metadata["source_url"] == address
    assert f"blueprint_import/?blueprint_url={quote(address, safe='')}" in README
    for each in blueprint.inputs.values():
        assert each["name"]
        selector.selector(each["selector"])


OURS = {
    "charge": CHARGE,
    "maximum_current": MAXIMUM,
    "cable": CABLE,
    "session": SESSION,
    "status": STATUS,
}


@pytest.mark.parametrize("name", NAMES)
async def test_the_selectors_offer_the_entities_that_they_mean(house: House, name: str) -> None:
    await house.charge()
    await house.draw(1380)
    assert await async_setup_component(house.hass, AUTOMATION, {})
    blueprint = await async_get_blueprints(house.hass).async_get_blueprint(
        f"plug_control/{name}.yaml"
    )
    registry = er.async_get(house.hass)
    meant = OURS | ({"power": POWER} if name == "charge_on_surplus" else {})
    checked = 0
    for key, each in blueprint.inputs.items():
        if key not in meant:
            continue
        entry = registry.async_get(meant[key])
        assert entry is not None
        (offered,) = each["selector"]["entity"]["filter"]
        assert (offered["integration"], offered["domain"]) == (entry.platform, [entry.domain])
        classes = offered.get("device_class")
        assert classes is None or entry.original_device_class in classes
        checked += 1
    assert checked >= 1
