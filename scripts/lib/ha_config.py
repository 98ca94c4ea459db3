"""The configuration folder of the demo's Home Assistant."""

from collections.abc import Mapping
import json
from pathlib import Path

from homeassistant.components import onboarding
from homeassistant.components.http import config as http_config
from homeassistant.util import slugify
import yaml

from scripts.lib.house_sensors import POLL_S, battery_commands, battery_switch, rest

ROOT = Path(__file__).resolve().parents[2]
INTEGRATION = ROOT / "custom_components" / "plug_control"


class Included(str):
    """A file beside configuration.yaml that Home Assistant's editors write."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes YAML with `!include`."""


_Dumper.add_representer(
    Included, lambda dumper, file: dumper.represent_scalar("!include", str(file))
)

GRID_SIGNAL = "input_boolean.grid_signal"
"""The demo's signal of the grid operator, switched by hand."""
CURRENCY = "CHF"
TIME_ZONE = "Europe/Zurich"
CONFIGURATION: dict[str, object] = {
    "homeassistant": {
        "name": "Demo home",
        "latitude": 47.37,
        "longitude": 8.54,
        "elevation": 408,
        "unit_system": "metric",
        "time_zone": TIME_ZONE,
        "currency": CURRENCY,
        "country": "CH",
    },
    "api": None,
    "automation": Included("automations.yaml"),
    "config": None,
    "energy": None,
    "frontend": None,
    "history": None,
    "input_boolean": {
        GRID_SIGNAL.partition(".")[2]: {
            "name": "Grid operator limits",
            "icon": "mdi:transmission-tower-off",
        }
    },
    "logbook": None,
    "logger": {"default": "warning", "logs": {"custom_components.plug_control": "info"}},
    "lovelace": None,
    "recorder": {"commit_interval": 1},
    "rest": [],
    "rest_command": {},
    "script": Included("scripts.yaml"),
    "template": [],
}

DOMAINS = tuple(domain for domain in CONFIGURATION if domain != "homeassistant")
"""The integrations in the configuration."""


def write_config(
    folder: Path,
    port: int,
    *,
    house_port: int | None = None,
    poll_s: int = POLL_S,
    switches: Mapping[str, int] | None = None,
) -> None:
    """Write the configuration of a Home Assistant on 127.0.0.1:`port`; keeps what Home Assistant stored.

    With a `house_port`, it reads the house's meter at 127.0.0.1:`house_port` every `poll_s`.
    `switches` are names of switches and the ports of 127.0.0.1 where each is.
    """
    (folder / ".storage").mkdir(parents=True, exist_ok=True)
    read = [] if house_port is None else rest(house_port, poll_s, CURRENCY)
    configuration = CONFIGURATION | {"rest": read}
    if house_port is not None:
        configuration["rest_command"] = battery_commands(house_port)
        configuration["template"] = [{"switch": [battery_switch()]}]
    if switches:
        configuration["switch"] = [_switch(name, each) for name, each in switches.items()]
    text = yaml.dump(configuration, Dumper=_Dumper)
    (folder / "configuration.yaml").write_text(text, encoding="utf-8")
    for file in configuration.values():
        if isinstance(file, Included):
            (folder / file).touch()
    _store(folder, _http_storage(port))
    if not (folder / ".storage" / onboarding.STORAGE_KEY).exists():
        _store(folder, _onboarding_storage())
    link = folder / "custom_components" / INTEGRATION.name
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(INTEGRATION, target_is_directory=True)


def _switch(name: str, port: int) -> dict[str, object]:
    """Return the configuration of a switch that is at 127.0.0.1:`port`."""
    return {
        "platform": "rest",
        "name": name,
        "unique_id": f"demo_{slugify(name)}",
        "resource": f"http://127.0.0.1:{port}/",
        "body_on": "on",
        "body_off": "off",
        "is_on_template": "{{ value_json.on }}",
        "scan_interval": 5,
    }


def _store(folder: Path, content: dict[str, object]) -> None:
    path = folder / ".storage" / str(content["key"])
    path.write_text(json.dumps(content), encoding="utf-8")


def _onboarding_storage() -> dict[str, object]:
    """Return an onboarding with the step core_config done, which would add integrations that need the internet."""
    return {
        "version": onboarding.STORAGE_VERSION,
        "minor_version": 1,
        "key": onboarding.STORAGE_KEY,
        "data": {"done": ["core_config"]},
    }


def _http_storage(port: int) -> dict[str, object]:
    """Return confirmed http settings: Home Assistant would try those of a YAML block for five minutes only."""
    settings = {"server_host": ["127.0.0.1"], "server_port": port}
    about = {"created_at": "2026-01-01T00:00:00+00:00", "error": None, "error_message": None}
    return {
        "version": http_config.STORAGE_VERSION,
        "minor_version": http_config.STORAGE_MINOR_VERSION,
        "key": http_config.STORAGE_KEY,
        "data": {
            "stable": http_config.HTTP_STORAGE_SCHEMA(settings) | about,
            "pending": None,
            "yaml_migration_done": True,
        },
    }
