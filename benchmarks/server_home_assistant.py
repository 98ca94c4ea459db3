"""The server under test: Home Assistant with its recorder and a custom integration, this one or the floor."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import pathlib
import socket
import sys
import tempfile
import time
from types import MappingProxyType
from typing import Any

from homeassistant import bootstrap, loader
from homeassistant.auth import auth_manager_from_config
from homeassistant.config_entries import (
    ConfigEntries,
    ConfigEntry,
    ConfigEntryState,
    ConfigSubentryDataWithId,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import async_initialize_recorder, get_instance
from homeassistant.setup import async_setup_component
from homeassistant.util.ulid import ulid_now

from .load import HOST, identity_of
from .servers import Running

_ROOT = pathlib.Path(__file__).resolve().parent.parent
_SOURCES = {
    "plug_control": _ROOT / "custom_components" / "plug_control",
    "floor_integration": _ROOT / "benchmarks" / "floor_integration",
}


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _subentries(charge_points: int) -> list[ConfigSubentryDataWithId]:
    """Return a subentry for each charge point."""
    return [
        ConfigSubentryDataWithId(
            data={
                "charge_point_id": identity_of(number),
                "phases": 3,
                "maximum_current": 16,
                "main_connector": 1,  # so that the set-up does not wait for other connectors
            },
            subentry_id=ulid_now(),
            subentry_type="charge_point",
            title=identity_of(number),
            unique_id=identity_of(number),
        )
        for number in range(charge_points)
    ]


def _entry(domain: str, port: int, charge_points: int) -> ConfigEntry[Any]:
    """Return the config entry."""
    return ConfigEntry(
        data={"host": HOST, "port": port, "charge_points": charge_points},
        discovery_keys=MappingProxyType({}),
        domain=domain,
        minor_version=1,
        options={},
        source="user",
        subentries_data=_subentries(charge_points) if domain == "plug_control" else [],
        title="Benchmark",
        unique_id=None,
        version=2 if domain == "plug_control" else 1,
    )


async def bare_home_assistant(config: pathlib.Path) -> HomeAssistant:
    """Return a Home Assistant that is not started, with its base functionality."""
    hass = HomeAssistant(str(config))
    hass.config.skip_pip = True
    loader.async_setup(hass)
    hass.config_entries = ConfigEntries(hass, {})
    await bootstrap.async_load_base_functionality(hass)
    hass.auth = await auth_manager_from_config(hass, [], [])
    return hass


async def _home_assistant(config: pathlib.Path, domain: str) -> HomeAssistant:
    """Return a started Home Assistant that records into a SQLite file."""
    components = config / "custom_components"
    components.mkdir()
    (components / "__init__.py").touch()
    (components / domain).symlink_to(_SOURCES[domain])
    sys.path.insert(0, str(config))
    hass = await bare_home_assistant(config)
    async_initialize_recorder(hass)
    database = {"db_url": f"sqlite:///{config / 'bench.db'}", "commit_interval": 1}
    await async_setup_component(hass, "recorder", {"recorder": database})
    await async_setup_component(hass, "sensor", {})
    await hass.async_start()
    return hass


@asynccontextmanager
async def _run(domain: str, charge_points: int) -> AsyncIterator[Running]:
    with tempfile.TemporaryDirectory() as directory:
        hass = await _home_assistant(pathlib.Path(directory), domain)
        try:
            entry = _entry(domain, free_port(), charge_points)
            started = time.perf_counter()
            await hass.config_entries.async_add(entry)
            await hass.async_block_till_done()
            setup_s = time.perf_counter() - started
            if entry.state is not ConfigEntryState.LOADED:
                msg = f"{domain} did not load: {entry.state}, {entry.reason}"
                raise SystemExit(msg)
            settle = get_instance(hass).async_block_till_done
            yield Running(entry.data["port"], settle, setup_s)
        finally:
            await hass.async_stop(force=True)


def run_floor(charge_points: int) -> Any:
    """Run Home Assistant with the floor's integration, which writes every sample to a sensor."""
    return _run("floor_integration", charge_points)


def run(charge_points: int) -> Any:
    """Run Home Assistant with this integration."""
    return _run("plug_control", charge_points)
