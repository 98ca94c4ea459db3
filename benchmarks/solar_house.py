"""A house in Home Assistant: a day at the grid sensor, the integration with its controller, a charger at a websocket."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState, ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.ulid import ulid_now

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import DOMAIN, SUBENTRY_CHARGE_POINT

from .load import HOST
from .server_home_assistant import bare_home_assistant, free_port
from .solar_charger import IDENTITY, SolarCharger
from .solar_days import STEP_S, Day, steps
from .solar_simulation import MAXIMUM_A, Outcome, Wiring
from .virtual_time import VirtualLoop

BEGIN = datetime(2016, 6, 10, 4, tzinfo=UTC)
_GRID_SENSOR = "sensor.grid_power"
_SITE = {"grid_meter": "power", "grid_power": _GRID_SENSOR}
_CONNECTOR = 1
_START_S = 120.0
"""How long a start may take: a C2EU's transaction begins only once the car draws."""
_MEMORY = Path("/dev/shm")  # noqa: S108 - a directory that is made there is its own
"""A directory in memory: a run writes as many files as a real day."""


class House:
    """Sun, household and meter, and the energy account of the car."""

    def __init__(self, hass: HomeAssistant, charger: SolarCharger, wiring: Wiring) -> None:
        """Prepare, and account for the charger's energy before each change of its power."""
        self.outcome = Outcome()
        self._hass = hass
        self._loop = charger.clock
        self._charger = charger
        self._wiring = wiring
        self._surplus_w = 0.0
        self._accounted_until_s = charger.clock.monotonic()
        charger.before_change = self.account

    def account(self) -> None:
        """Add the energies since the last call to the outcome."""
        now_s = self._loop.monotonic()
        hours = (now_s - self._accounted_until_s) / 3600
        self._accounted_until_s = now_s
        drawn_w = self._charger.behaviour.drawn_w
        self.outcome.add(drawn_w, self._surplus_w, self._wiring, hours)

    async def live(self, day: Day) -> Outcome:
        """Let the day pass and return its outcome."""
        for minute in steps(day):
            self.account()
            self._surplus_w = max(minute.solar_w - minute.house_w, 0.0)
            self.measure(minute.house_w - minute.solar_w)
            await asyncio.sleep(STEP_S)
        self.account()
        self.outcome.starts = self._charger.behaviour.starts
        self.outcome.switches = self._charger.behaviour.switches
        return self.outcome

    def measure(self, others_w: float) -> None:
        """Set the grid sensor to the power of all other loads (negative: feed-in) plus the car's."""
        grid_w = others_w + self._charger.behaviour.drawn_w
        attributes = {"unit_of_measurement": "W", "device_class": "power"}
        self._hass.states.async_set(_GRID_SENSOR, f"{grid_w:.1f}", attributes)


def _subentry(wiring: Wiring) -> ConfigSubentryDataWithId:
    """Return the subentry of the charge point."""
    switching = "profile" if len(wiring.phases) > 1 else "none"
    return ConfigSubentryDataWithId(
        data={
            "charge_point_id": IDENTITY,
            "connectors": {str(_CONNECTOR): {"phase_switching": switching}},
            "maximum_current": MAXIMUM_A,
            "phases": wiring.phases[-1],
            "who_may_charge": "anyone",
        },
        subentry_id=ulid_now(),
        subentry_type=SUBENTRY_CHARGE_POINT,
        title="Solar",
        unique_id=IDENTITY,
    )


def _entry(wiring: Wiring) -> ConfigEntry[Any]:
    options: Mapping[str, Any] = {"site": _SITE}
    return ConfigEntry(
        data={"host": HOST, "port": free_port()},
        discovery_keys=MappingProxyType({}),
        domain=DOMAIN,
        minor_version=1,
        options=options,
        source="user",
        subentries_data=[_subentry(wiring)],
        title="Benchmark",
        unique_id=None,
        version=2,
    )


@asynccontextmanager
async def _home_assistant(directory: Path) -> AsyncIterator[HomeAssistant]:
    hass = await bare_home_assistant(directory)
    try:
        await async_setup_component(hass, "sensor", {})
        await hass.async_start()
        yield hass
    finally:
        await hass.async_stop(force=True)


async def _add(hass: HomeAssistant, wiring: Wiring) -> ConfigEntry[Any]:
    entry = _entry(wiring)
    await hass.config_entries.async_add(entry)
    await hass.async_block_till_done()
    if entry.state is not ConfigEntryState.LOADED:
        msg = f"{DOMAIN} did not load: {entry.state}, {entry.reason}"
        raise RuntimeError(msg)
    return entry


async def _begin(entry: ConfigEntry[Any], charger: SolarCharger) -> None:
    """Set the mode to solar, plug the car in, and wait for its transaction."""
    await charger.wait_for(lambda charger: charger.accepted)
    await entry.runtime_data.controller.async_wish((IDENTITY, _CONNECTOR), mode=Mode.SOLAR)
    charger.begin()
    await charger.wait_for(lambda charger: charger.transaction_id, timeout=_START_S)


async def _live(
    loop: VirtualLoop, directory: Path, day: Day, wiring: Wiring, age_s: float
) -> Outcome:
    with loop.as_wall_clock():
        async with _home_assistant(directory) as hass:
            entry = await _add(hass, wiring)
            charger = SolarCharger(f"ws://{HOST}:{entry.data['port']}/", loop, wiring)
            house = House(hass, charger, wiring)
            house.measure(0.0)
            async with charger:
                await _begin(entry, charger)
                await asyncio.sleep(STEP_S - age_s)
                return await house.live(day)


def live(day: Day, wiring: Wiring, age_s: float) -> Outcome:
    """Let a day pass in its own Home Assistant and return its outcome.

    Meter and controller work every 10 s; a reading is `age_s` old at the controller's tick.
    """
    loop = VirtualLoop(BEGIN)
    with (
        TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as directory,
        asyncio.Runner(loop_factory=lambda: loop) as runner,
    ):
        return runner.run(_live(loop, Path(directory), day, wiring, age_s))
