"""The connector under check-up: what it may draw, what it draws, and how to wait for it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
import math

from ocpp.v16.enums import ChargingProfilePurposeType as Purpose, MessageTrigger

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.quirks import Quirks, quirks_of
from custom_components.plug_control.central_system.stations.settings import ChargePointSettings
from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import (
    MINIMUM_CURRENT_A,
    Connector,
    ConnectorKey,
)
from custom_components.plug_control.model.quantity import Phase, Quantity
from custom_components.plug_control.model.totals import integrated_wh

LOOK_S = 5.0
"""How often the car's draw is looked at."""
STEP_S = 1.0
_FIRST_S = 2.0
NOMINAL_VOLTAGE_V = 230.0
FLOWING_A = 0.5
"""Less than this counts as no current."""
MARGIN_A = 0.7
"""How much more than a limit a car may draw: meters and chargers round."""
ABOVE_A = 2.0
"""So much above what the car drew before, a profile that is tried is taken back at once."""

_LEAST = 0.9
"""What part of the least current a car draws at least, while it charges."""
_STEADY = 0.05
"""By how much of it the power may change between two looks and still count as the same."""

_DRAWN = (Quantity.CURRENT_IMPORT_A, Quantity.POWER_IMPORT_W)


class CheckUpError(Exception):
    """The check-up cannot go on; `trouble` is the key of the text that says why."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class LimitFellError(Exception):
    """A fuse or the user allows less than the profile that is tried: it must be taken back at once."""


@dataclass(slots=True, kw_only=True)
class Energy:
    """The energy that flowed while the power stood still, by power and by register, in Wh."""

    by_power_wh: float = 0.0
    by_register_wh: float = 0.0
    last: tuple[int, datetime, float, float] | None = None
    """Transaction, time, power in W and register in Wh of the last look."""

    def take(self, transaction_id: int, at: datetime, power_w: float, register_wh: float) -> None:
        """Count what flowed since the last look, if the power was the same then, and the transaction."""
        last, self.last = self.last, (transaction_id, at, power_w, register_wh)
        if last is None or last[0] != transaction_id or at <= last[1]:
            return
        if abs(power_w - last[2]) > _STEADY * max(power_w, last[2]):
            return
        self.by_register_wh += register_wh - last[3]
        self.by_power_wh += integrated_wh(last[2], power_w, (at - last[1]).total_seconds())


@dataclass(slots=True, kw_only=True)
class Subject:
    """One connector, looked at by its check-up."""

    central_system: CentralSystem
    key: ConnectorKey
    wait: Callable[[float], Awaitable[None]]
    """Waits for so many seconds."""
    note_purpose: Callable[[str], Awaitable[None]]
    """Stores that a profile of this purpose is about to be tried, so that it is cleared even after a crash."""
    note: Callable[..., Awaitable[None]]
    """Stores fields of `Before`, so that they are minded even after a crash."""
    id_tag: str | None = None
    """The tag with which the charge is started again; None: the usual one of remote starts."""
    baseline_a: float = math.inf
    """What the car draws while only the usual limits hold, in A per phase."""
    patience_s: float | None = None
    """How long this charger was seen to need for a limit; None: not seen yet."""
    can_trigger: bool | None = None
    """Whether it sends meter values when asked; None: not tried yet."""
    stands: Purpose | None = None
    """The purpose of a profile that was sent beside the usual way and not taken back yet."""
    stands_a: float = 0.0
    """Its limit, in A per phase."""
    energy: Energy = field(default_factory=Energy)
    works_by: dict[str, bool] = field(default_factory=dict)
    """Purpose and unit of a profile → whether it was seen to act."""

    # ---- what it is

    @property
    def charge_point(self) -> ChargePoint:
        """The charge point; raises CheckUpError where it was removed."""
        charge_point = self.central_system.charge_points.get(self.key[0])
        if charge_point is None:
            raise CheckUpError("removed")
        return charge_point

    @property
    def connector(self) -> Connector:
        """The connector."""
        return self.charge_point.connector(self.key[1])

    @property
    def quirks(self) -> Quirks:
        """What is known of its model."""
        return quirks_of(self.charge_point)

    @property
    def settings(self) -> ChargePointSettings:
        """The settings of its charge point."""
        return self.central_system.settings_of(self.key[0])

    @property
    def is_alone(self) -> bool:
        """Whether no other connector of the charge point charges."""
        return not any(
            each.transaction is not None
            for connector_id, each in self.charge_point.connectors.items()
            if connector_id != self.key[1]
        )

    @property
    def allowed_a(self) -> float:
        """What fuses, user and charge point allow now, in whole A per phase."""
        return float(math.floor(self.central_system.limits.trials.allowed_a(self.key)))

    @property
    def now(self) -> datetime:
        """The present time."""
        return self.central_system.clock()

    @property
    def limit_patience_s(self) -> float:
        """How long to wait for a limit to act, from what is known and was seen of this charger."""
        quirks = self.quirks
        if quirks.period_s is not None:
            return quirks.period_s + quirks.limit_latency_s + 4 * LOOK_S
        return 60.0 if self.patience_s is None else max(60.0, 1.5 * self.patience_s)

    # ---- what it draws

    @property
    def drawn_a(self) -> float | None:
        """The current of the phase that carries most, in A; from the power where no current is reported; None: neither."""
        connector = self.connector
        if connector.transaction is None:
            return 0.0
        current = connector.meter.readings.get((Quantity.CURRENT_IMPORT_A, None))
        power = connector.meter.readings.get((Quantity.POWER_IMPORT_W, None))
        if current is not None and (power is None or power.at <= current.at):
            return current.value
        if power is None:
            return None
        return self._amperes(power.value)

    def _amperes(self, power_w: float) -> float:
        """Return the current per phase of a power: over all phases, unless that would be less than any car takes."""
        per_phase = power_w / NOMINAL_VOLTAGE_V / self.settings.phases
        if FLOWING_A < per_phase < _LEAST * MINIMUM_CURRENT_A:
            return power_w / NOMINAL_VOLTAGE_V
        return per_phase

    @property
    def phases_drawn(self) -> int | None:
        """On how many phases the car draws; None where the charger does not report single phases."""
        meter = self.connector.meter
        currents = [meter.value(Quantity.CURRENT_IMPORT_A, phase) for phase in Phase]
        known = [each for each in currents if each is not None]
        return sum(each > FLOWING_A for each in known) if known else None

    @property
    def read_at(self) -> datetime | None:
        """The time of the newest current or power, by the charger's clock."""
        readings = self.connector.meter.readings
        times = [readings[quantity, None].at for quantity in _DRAWN if (quantity, None) in readings]
        return max(times, default=None)

    # ---- looking and waiting

    async def look(self) -> bool:
        """Ask for new readings and wait for them up to LOOK_S; return whether there are some.

        Raises CheckUpError where the check-up cannot go on, LimitFellError where a profile must be taken back.
        """
        self._check()
        before = self.read_at
        await self.wait(_FIRST_S)  # so that the values are not of the moment before
        if self.can_trigger is not False:
            try:
                self.can_trigger = await self.central_system.commands.trigger(
                    self.key[0], MessageTrigger.meter_values, self.key[1]
                )
            except CommandError:
                self.can_trigger = False if self.can_trigger is None else self.can_trigger
        fresh = False
        for _ in range(round((LOOK_S - _FIRST_S) / STEP_S)):
            fresh = fresh or self.read_at != before
            await self.wait(STEP_S)
        fresh = fresh or self.read_at != before
        if fresh:
            self.count()
        self._check()
        return fresh

    async def until(self, condition: Callable[[], object], seconds: float) -> float | None:
        """Wait until `condition` holds; return after how many seconds it did, None where it did not in time."""
        began = self.now
        while not condition():
            passed = (self.now - began).total_seconds()
            if passed >= seconds:
                return None
            await self.wait(STEP_S)
        return (self.now - began).total_seconds()

    def count(self) -> None:
        """Count the energy up to the newest reading, for the comparison of register and power."""
        transaction = self.connector.transaction
        power = self.connector.meter.readings.get((Quantity.POWER_IMPORT_W, None))
        if transaction is None or power is None or transaction.last_register_wh is None:
            return
        if transaction.last_register_at == power.at:
            self.energy.take(
                transaction.transaction_id, power.at, power.value, transaction.last_register_wh
            )

    def _check(self) -> None:
        """Raise CheckUpError where the charger is gone or faulty, the car is unplugged, or no current is left for it.

        Raises LimitFellError where less is allowed now than a profile beside the usual way, which may overrule that.
        """
        if not self.charge_point.connected:
            raise CheckUpError("offline")
        if self.connector.has_problem:
            raise CheckUpError("fault")
        if self.connector.is_plugged_in is False:
            raise CheckUpError("unplugged")
        if self.allowed_a < MINIMUM_CURRENT_A:
            raise CheckUpError("no_current_left")
        if self.stands is not None and self.allowed_a < self.stands_a:
            raise LimitFellError
