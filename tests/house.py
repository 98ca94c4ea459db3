"""A house for tests of smart charging: sensors, obedient chargers, and a clock that tests move."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from freezegun import api, freeze_time
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import (
    CONF_CHARGE_POINT_ID,
    CONF_CONNECTORS,
    CONF_FUSE,
    CONF_SITE,
    SUBENTRY_CIRCUIT,
)
from custom_components.plug_control.controller.controller import Controller
from custom_components.plug_control.controller.wishes import Outcome
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from simulator.scripted import ScriptedChargePoint

from .chargers import meter_values, report_status, sample, started_up
from .helpers import ID_TAG, charge_point_data, id_tag_data, scripted, set_up

NOON = "2026-06-01T10:00:00+00:00"
TICK_S = 10
GRID = "sensor.grid_power"
KEY: ConnectorKey = ("CP-1", 1)

type Leap = Callable[[float], None]
"""Advances the event loop's time by seconds."""

MEASURED: Mapping[str, Any] = {"grid_meter": "power", "grid_power": GRID}


def circuit_data(title: str, fuse_a: int, **data: Any) -> ConfigSubentryData:
    """Return a `circuit` subentry."""
    return ConfigSubentryData(
        data={CONF_FUSE: fuse_a, **data},
        subentry_type=SUBENTRY_CIRCUIT,
        title=title,
        unique_id=None,
    )


def wallbox(charge_point_id: str = "CP-1", **data: Any) -> ConfigSubentryData:
    """Return the subentry of a charge point with one phase and 16 A; `connector` are its first connector's data."""
    connector = data.pop("connector", {})
    return charge_point_data(
        charge_point_id,
        f"Wallbox {charge_point_id}",
        **{"phases": 1, "maximum_current": 16, CONF_CONNECTORS: {"1": connector}, **data},
    )


def card_of(charge_point_id: str) -> str:
    """Return the idTag for a charge point: each has its own, since one card charges one car at a time."""
    return ID_TAG if charge_point_id == KEY[0] else f"CARD-{charge_point_id}"


@dataclass
class Charger:
    """A scripted charger with a car: it accepts profiles, and its car draws up to the limit."""

    charge_point: ScriptedChargePoint
    charge_point_id: str
    phases: int = 1
    voltage_v: float = 230.0
    takes_a: float = 32.0
    """The maximum current of its car."""
    transaction_id: int | None = None
    energy_wh: float = 1000.0
    rejects: bool = False
    profiles: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Answer charging profiles."""
        self.charge_point.auto_reply("SetChargingProfile", self._take)

    def _take(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        if self.rejects:
            return {"status": "Rejected"}
        self.profiles.append(dict(payload))
        return {"status": "Accepted"}

    @property
    def register_wh(self) -> int:
        """What its register shows, the same in every message."""
        return round(self.energy_wh)

    @property
    def key(self) -> ConnectorKey:
        """The key of its connector."""
        return self.charge_point_id, 1

    @property
    def periods(self) -> list[dict[str, Any]]:
        """The periods of the last accepted profile."""
        profile = self.profiles[-1]["csChargingProfiles"]
        periods: list[dict[str, Any]] = profile["chargingSchedule"]["chargingSchedulePeriod"]
        return periods

    @property
    def limit_a(self) -> float | None:
        """The limit of the last profile; None before the first one."""
        return float(self.periods[0]["limit"]) if self.profiles else None

    @property
    def told_phases(self) -> int:
        """The number of phases that it charges on."""
        told = self.periods[0].get("numberPhases") if self.profiles else None
        return min(self.phases, told or self.phases)

    @property
    def current_a(self) -> float:
        """The car's current on each phase."""
        if self.transaction_id is None:
            return 0.0
        limit_a = self.takes_a if self.limit_a is None else self.limit_a
        return min(limit_a, self.takes_a) if limit_a >= 6 else 0.0

    @property
    def power_w(self) -> float:
        """The car's power."""
        return self.current_a * self.voltage_v * self.told_phases

    async def plug_in(self) -> None:
        """Plug a car in and start a transaction."""
        await report_status(self.charge_point, "Preparing")
        answer = await self.charge_point.call(
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": card_of(self.charge_point_id),
                "meterStart": self.register_wh,
                "timestamp": dt_util.utcnow().isoformat(),
            },
        )
        transaction_id = answer["transactionId"]
        assert isinstance(transaction_id, int)
        self.transaction_id = transaction_id
        await report_status(self.charge_point, "Charging")

    async def leave(self) -> None:
        """Stop the transaction and unplug the car."""
        await self.charge_point.call(
            "StopTransaction",
            {
                "transactionId": self.transaction_id,
                "meterStop": self.register_wh,
                "timestamp": dt_util.utcnow().isoformat(),
                "reason": "EVDisconnected",
            },
        )
        self.transaction_id = None
        await report_status(self.charge_point, "Available")

    async def report(self, **more: str) -> None:
        """Send the meter values; `more` are further values by measurand."""
        drawn = [
            sample(
                f"{self.current_a if number <= self.told_phases else 0}",
                "Current.Import",
                "A",
                f"L{number}",
            )
            for number in range(1, self.phases + 1)
        ]
        await meter_values(
            self.charge_point,
            (
                *drawn,
                sample(f"{self.power_w}", "Power.Active.Import", "W"),
                sample(str(self.register_wh), "Energy.Active.Import.Register", "Wh"),
                *(sample(value, measurand) for measurand, value in more.items()),
            ),
            timestamp=dt_util.utcnow().isoformat(),
        )


class House:
    """The house, its sensors and chargers; `run` and `step` advance the time."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        clock: FrozenDateTimeFactory,
        leap: Leap,
    ) -> None:
        """Start without chargers."""
        self.hass = hass
        self.entry = entry
        self.clock = clock
        self.leap = leap
        self.chargers: list[Charger] = []
        self.sun_w = 0.0
        self.load_w = 300.0
        self.meter_works = True

    @property
    def controller(self) -> Controller:
        """The controller of smart charging."""
        controller: Controller = self.entry.runtime_data.controller
        return controller

    @property
    def central_system(self) -> CentralSystem:
        """The central system."""
        central_system: CentralSystem = self.entry.runtime_data.central_system
        return central_system

    @property
    def now(self) -> datetime:
        """The present time, in UTC."""
        return dt_util.utcnow()

    def connector(self, key: ConnectorKey = KEY) -> Connector:
        """Return the model of a connector."""
        return self.central_system.charge_points[key[0]].connector(key[1])

    def outcome(self, key: ConnectorKey = KEY) -> Outcome:
        """Return the last decision for a connector; fail if there is none."""
        outcome = self.controller.outcome_of(key)
        assert outcome is not None
        return outcome

    def code(self, key: ConnectorKey = KEY) -> str:
        """Return the code of the last decision's reason."""
        return self.outcome(key).reason.code.value

    async def add_charger(
        self, charge_point_id: str = "CP-1", status: str = "Available", **more: Any
    ) -> Charger:
        """Connect and boot a charger, and report its status; Charging continues a charge of before."""
        charger = Charger(scripted(self.entry, charge_point_id), charge_point_id, **more)
        await charger.charge_point.connect()
        await charger.charge_point.boot()
        await started_up(self.hass, self.entry, charge_point_id)
        await report_status(charger.charge_point, status)
        await self.settle()
        self.chargers.append(charger)
        return charger

    async def wish(self, key: ConnectorKey = KEY, **changes: Any) -> None:
        """Set wishes, as the connector's entities do."""
        await self.controller.async_wish(key, **changes)
        await self.settle()

    async def settle(self) -> None:
        """Wait until Home Assistant and the chargers have processed everything."""
        await self.hass.async_block_till_done(wait_background_tasks=False)
        for charger in self.chargers:
            await charger.charge_point.call("Heartbeat", {})
        await self.hass.async_block_till_done(wait_background_tasks=False)

    async def step(self, seconds: float = TICK_S) -> None:
        """Advance the time, measure, and let smart charging decide."""
        self.clock.tick(timedelta(seconds=seconds))
        for charger in self.chargers:
            charger.energy_wh += charger.power_w * seconds / 3600
            if charger.transaction_id is not None:
                await charger.report()
        if self.meter_works:
            drawn_w = sum(charger.power_w for charger in self.chargers)
            self.measure(GRID, self.load_w + drawn_w - self.sun_w, "W")
        self.leap(seconds)
        await asyncio.sleep(0)
        await self.settle()

    async def run(self, seconds: float) -> None:
        """Advance the time in steps of TICK_S."""
        for _ in range(round(seconds / TICK_S)):
            await self.step()

    def measure(self, entity_id: str, value: float | str, unit: str) -> None:
        """Set the state of a sensor."""
        self.hass.states.async_set(
            entity_id, str(value), {"unit_of_measurement": unit}, force_update=True
        )


@contextmanager
def _leaping_loop() -> Generator[Leap]:
    """Let the event loop's time run in real time plus the leaps that a test makes."""
    loop: Any = asyncio.get_running_loop()
    ahead_s = [0.0]

    def leap(seconds: float) -> None:
        ahead_s[0] += seconds

    loop.time = lambda: api.real_monotonic() + ahead_s[0]
    try:
        yield leap
    finally:
        del loop.time


@asynccontextmanager
async def house(
    hass: HomeAssistant, *subentries: ConfigSubentryData, site: Mapping[str, Any] | None = None
) -> AsyncGenerator[House]:
    """Set up a house whose clock only tests move; disconnect its chargers and unload it at the end."""
    with freeze_time(NOON) as clock, _leaping_loop() as leap:
        assert isinstance(clock, FrozenDateTimeFactory)
        hass.states.async_set(GRID, "300", {"unit_of_measurement": "W"})
        options = {CONF_SITE: dict(site)} if site else None
        known = (each["data"].get(CONF_CHARGE_POINT_ID, KEY[0]) for each in subentries)
        cards = [id_tag_data(card_of(each), f"Card of {each}") for each in known if each != KEY[0]]
        entry = await set_up(hass, *subentries, id_tag_data(), *cards, options=options)
        found = House(hass, entry, clock, leap)
        try:
            yield found
        finally:
            for charger in found.chargers:
                await charger.charge_point.close()
            await hass.config_entries.async_unload(entry.entry_id)
