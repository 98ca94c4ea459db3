"""A house whose smart charging is tested: sensors, chargers that obey, and a clock that is moved."""

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
from custom_components.plug_control.controller.controller import Controller, Outcome
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from simulator.scripted import ScriptedChargePoint

from .chargers import meter_values, report_status, sample, started_up
from .helpers import ID_TAG, charge_point_data, id_tag_data, scripted, set_up

NOON = "2026-06-01T10:00:00+00:00"
TICK_S = 10
GRID = "sensor.grid_power"
KEY: ConnectorKey = ("CP-1", 1)

type Leap = Callable[[float], None]
"""Lets the event loop's time leap ahead."""

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
    """Return a charge point of one phase and 16 A; `connector` says how its first one is wired."""
    connector = data.pop("connector", {})
    return charge_point_data(
        charge_point_id,
        f"Wallbox {charge_point_id}",
        **{"phases": 1, "maximum_current": 16, CONF_CONNECTORS: {"1": connector}, **data},
    )


def card_of(charge_point_id: str) -> str:
    """Return the card that is used there: one card charges one car at a time."""
    return ID_TAG if charge_point_id == KEY[0] else f"CARD-{charge_point_id}"


@dataclass
class Charger:
    """A scripted charger with a car: it takes profiles, and its car draws what it may."""

    charge_point: ScriptedChargePoint
    charge_point_id: str
    phases: int = 1
    voltage_v: float = 230.0
    takes_a: float = 32.0
    """The most that its car takes."""
    transaction_id: int | None = None
    energy_wh: float = 1000.0
    rejects: bool = False
    profiles: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have it answer."""
        self.charge_point.auto_reply("SetChargingProfile", self._take)

    def _take(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        if self.rejects:
            return {"status": "Rejected"}
        self.profiles.append(dict(payload))
        return {"status": "Accepted"}

    @property
    def key(self) -> ConnectorKey:
        """Its connector."""
        return self.charge_point_id, 1

    @property
    def periods(self) -> list[dict[str, Any]]:
        """The schedule that it has taken last."""
        profile = self.profiles[-1]["csChargingProfiles"]
        periods: list[dict[str, Any]] = profile["chargingSchedule"]["chargingSchedulePeriod"]
        return periods

    @property
    def limit_a(self) -> float | None:
        """What it may take now; None where it was told nothing."""
        return float(self.periods[0]["limit"]) if self.profiles else None

    @property
    def told_phases(self) -> int:
        """On how many phases it charges."""
        told = self.periods[0].get("numberPhases") if self.profiles else None
        return min(self.phases, told or self.phases)

    @property
    def current_a(self) -> float:
        """What its car draws on each phase."""
        if self.transaction_id is None:
            return 0.0
        limit_a = self.takes_a if self.limit_a is None else self.limit_a
        return min(limit_a, self.takes_a) if limit_a >= 6 else 0.0

    @property
    def power_w(self) -> float:
        """What its car draws."""
        return self.current_a * self.voltage_v * self.told_phases

    async def plug_in(self) -> None:
        """Have a car come and begin to charge."""
        await report_status(self.charge_point, "Preparing")
        answer = await self.charge_point.call(
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": card_of(self.charge_point_id),
                "meterStart": int(self.energy_wh),
                "timestamp": dt_util.utcnow().isoformat(),
            },
        )
        transaction_id = answer["transactionId"]
        assert isinstance(transaction_id, int)
        self.transaction_id = transaction_id
        await report_status(self.charge_point, "Charging")

    async def leave(self) -> None:
        """Have the car leave."""
        await self.charge_point.call(
            "StopTransaction",
            {
                "transactionId": self.transaction_id,
                "meterStop": int(self.energy_wh),
                "timestamp": dt_util.utcnow().isoformat(),
                "reason": "EVDisconnected",
            },
        )
        self.transaction_id = None
        await report_status(self.charge_point, "Available")

    async def report(self, **more: str) -> None:
        """Have it send what it measures."""
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
                sample(f"{self.energy_wh:.0f}", "Energy.Active.Import.Register", "Wh"),
                *(sample(value, measurand) for measurand, value in more.items()),
            ),
            timestamp=dt_util.utcnow().isoformat(),
        )


class House:
    """The house, its sensors and chargers; time passes by `run`."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        clock: FrozenDateTimeFactory,
        leap: Leap,
    ) -> None:
        """Begin without chargers."""
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
        """Its smart charging."""
        controller: Controller = self.entry.runtime_data.controller
        return controller

    @property
    def central_system(self) -> CentralSystem:
        """Its central system."""
        central_system: CentralSystem = self.entry.runtime_data.central_system
        return central_system

    @property
    def now(self) -> datetime:
        """The time."""
        return dt_util.utcnow()

    def connector(self, key: ConnectorKey = KEY) -> Connector:
        """Return a connector as it is known."""
        return self.central_system.charge_points[key[0]].connector(key[1])

    def outcome(self, key: ConnectorKey = KEY) -> Outcome:
        """Return what was decided."""
        outcome = self.controller.outcome_of(key)
        assert outcome is not None
        return outcome

    def code(self, key: ConnectorKey = KEY) -> str:
        """Return why."""
        return self.outcome(key).reason.code.value

    async def add_charger(
        self, charge_point_id: str = "CP-1", status: str = "Available", **more: Any
    ) -> Charger:
        """Have a charger dial in; one that says it is charging goes on with what it did before."""
        charger = Charger(scripted(self.entry, charge_point_id), charge_point_id, **more)
        await charger.charge_point.connect()
        await charger.charge_point.boot()
        await started_up(self.hass, self.entry, charge_point_id)
        await report_status(charger.charge_point, status)
        await self.settle()
        self.chargers.append(charger)
        return charger

    async def wish(self, key: ConnectorKey = KEY, **changes: Any) -> None:
        """Wish something, as its entities do."""
        await self.controller.async_wish(key, **changes)
        await self.settle()

    async def settle(self) -> None:
        """Wait until all that is under way is done."""
        await self.hass.async_block_till_done(wait_background_tasks=False)
        for charger in self.chargers:
            await charger.charge_point.call("Heartbeat", {})
        await self.hass.async_block_till_done(wait_background_tasks=False)

    async def step(self, seconds: float = TICK_S) -> None:
        """Let a while pass, measure, and decide."""
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
        """Let so long pass."""
        for _ in range(round(seconds / TICK_S)):
            await self.step()

    def measure(self, entity_id: str, value: float | str, unit: str) -> None:
        """Have a sensor report."""
        self.hass.states.async_set(
            entity_id, str(value), {"unit_of_measurement": unit}, force_update=True
        )


@contextmanager
def _leaping_loop() -> Generator[Leap]:
    """Have the event loop go on in real time, and leap ahead where the clock is moved."""
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
    """A house that is set up, where time passes only as it is told to; its chargers leave in the end."""
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
