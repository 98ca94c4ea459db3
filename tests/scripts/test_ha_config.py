"""The demo's configuration folder, and what Home Assistant would install for it."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from homeassistant.components.http.config import HTTP_STORAGE_SCHEMA
from homeassistant.components.rest.schema import CONFIG_SCHEMA as REST_SCHEMA
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import slugify
from homeassistant.util.yaml import load_yaml_dict
import pytest
import yaml

from scripts.lib.ha_config import DOMAINS, INTEGRATION, write_config
from scripts.lib.ha_requirements import first_start_domains, main, requirements
from scripts.lib.house_sensors import BATTERY_HOLD, METERS, entity_id, rest
from simulator.house.battery import Battery
from simulator.house.house import House


def test_home_assistant_listens_on_this_machine_only(tmp_path: Path) -> None:
    write_config(tmp_path, 4711)
    http = json.loads((tmp_path / ".storage" / "http").read_text())["data"]
    settings = {key: value for key, value in http["stable"].items() if key not in _ABOUT}
    assert HTTP_STORAGE_SCHEMA(settings) == settings
    assert (settings["server_host"], settings["server_port"]) == (["127.0.0.1"], 4711)
    assert http["pending"] is None


_ABOUT = ("created_at", "error", "error_message")


def test_the_configuration_names_the_recorder_and_the_energy_dashboard(tmp_path: Path) -> None:
    write_config(tmp_path, 4711)
    configuration = load_yaml_dict(str(tmp_path / "configuration.yaml"))
    assert {"recorder", "history", "energy", "logbook", "frontend"} <= configuration.keys()
    assert set(DOMAINS) | {"homeassistant"} == configuration.keys()
    assert configuration["rest"] == [], "without a house there is nothing to read"


def test_what_home_assistants_editors_write_is_loaded_and_kept(tmp_path: Path) -> None:
    """Else an automation that a blueprint makes is saved, and never runs."""
    write_config(tmp_path, 4711)
    assert not load_yaml_dict(str(tmp_path / "configuration.yaml"))["automation"]
    automation = {"id": "1", "use_blueprint": {"path": "plug_control/session_receipt.yaml"}}
    (tmp_path / "automations.yaml").write_text(yaml.safe_dump([automation]))
    (tmp_path / "scripts.yaml").write_text(yaml.safe_dump({"stop": {"sequence": []}}))
    write_config(tmp_path, 4711)
    configuration = load_yaml_dict(str(tmp_path / "configuration.yaml"))
    assert configuration["automation"] == [automation]
    assert configuration["script"] == {"stop": {"sequence": []}}


async def test_home_assistant_takes_the_houses_sensors(hass: HomeAssistant, tmp_path: Path) -> None:
    write_config(tmp_path, 4711, house_port=4713, poll_s=2)
    rest = load_yaml_dict(str(tmp_path / "configuration.yaml"))["rest"]
    meters, prices = REST_SCHEMA({"rest": rest})["rest"]
    assert meters["scan_interval"] == timedelta(seconds=2)
    assert meters["resource"] == "http://127.0.0.1:4713/meters"
    assert prices["resource"] == "http://127.0.0.1:4713/prices"


async def test_a_switch_holds_the_houses_battery(hass: HomeAssistant, tmp_path: Path) -> None:
    write_config(tmp_path, 4711, house_port=4713)
    configuration = load_yaml_dict(str(tmp_path / "configuration.yaml"))
    urls = {name: each["url"] for name, each in configuration["rest_command"].items()}
    assert urls == {
        "battery_hold": "http://127.0.0.1:4713/battery/hold",
        "battery_release": "http://127.0.0.1:4713/battery/release",
    }
    assert await async_setup_component(hass, "template", configuration)
    await hass.async_block_till_done()
    for mode, state in (("held", "on"), ("automatic", "off"), ("unavailable", "unavailable")):
        hass.states.async_set(entity_id("battery_mode"), mode)
        await hass.async_block_till_done()
        switch = hass.states.get(BATTERY_HOLD)
        assert switch is not None
        assert switch.state == state


def test_the_houses_sensors_are_those_that_the_house_tells(tmp_path: Path) -> None:
    house = House(zone=ZoneInfo("Europe/Zurich"), battery=Battery())
    assert {sensor.key for sensor in METERS} == house.meters().keys()
    (price,) = cast(list[dict[str, Any]], rest(1, 5, "CHF")[1]["sensor"])
    assert {"price", *price["json_attributes"]} == house.prices().keys()
    assert price["unit_of_measurement"] == "CHF/kWh"


def test_entity_ids_are_those_that_home_assistant_makes_of_the_names() -> None:
    assert entity_id("grid_current_l1") == f"sensor.{slugify('Grid current L1')}"
    assert entity_id("price") == f"sensor.{slugify('Electricity price')}"


def test_the_integration_is_the_one_of_this_repository(tmp_path: Path) -> None:
    write_config(tmp_path, 4711)
    link = tmp_path / "custom_components" / "plug_control"
    assert link.resolve() == INTEGRATION
    assert (INTEGRATION / "manifest.json").exists()


def test_what_home_assistant_stored_is_kept(tmp_path: Path) -> None:
    write_config(tmp_path, 4711)
    onboarding = tmp_path / ".storage" / "onboarding"
    onboarding.write_text("finished")
    write_config(tmp_path, 4712)
    assert onboarding.read_text() == "finished"
    http = json.loads((tmp_path / ".storage" / "http").read_text())["data"]
    assert http["stable"]["server_port"] == 4712


def test_requirements_follow_dependencies() -> None:
    assert any(each.startswith("home-assistant-frontend==") for each in requirements({"frontend"}))
    assert any(each.startswith("SQLAlchemy==") for each in requirements({"history"}))


def test_requirements_contain_those_of_the_integration() -> None:
    wanted = json.loads((INTEGRATION / "manifest.json").read_text())["requirements"]
    assert set(wanted) <= requirements(())


def test_first_start_has_the_defaults_and_the_configuration() -> None:
    assert {"homeassistant", "automation", *DOMAINS} <= first_start_domains()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [([], "ocpp=="), (["--constraints"], "package_constraints.txt"), (["--versions"], "ocpp 2")],
)
def test_the_command_prints_what_setup_needs(
    arguments: list[str], text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(arguments)
    assert text in capsys.readouterr().out
