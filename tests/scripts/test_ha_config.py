"""The demo's configuration folder, and what Home Assistant would install for it."""

import json
from pathlib import Path

from homeassistant.components.http.config import HTTP_STORAGE_SCHEMA
import pytest
import yaml

from scripts.lib.ha_config import DOMAINS, INTEGRATION, write_config
from scripts.lib.ha_requirements import first_start_domains, main, requirements


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
    configuration = yaml.safe_load((tmp_path / "configuration.yaml").read_text())
    assert {"recorder", "history", "energy", "logbook", "frontend"} <= configuration.keys()
    assert set(DOMAINS) | {"homeassistant"} == configuration.keys()


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
