"""One connector of a charger that follows the standard: its authorization, transaction and status."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from simulator.car import MINIMUM_CURRENT_A
from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.connector import Connector
from simulator.frames import Payload
from simulator.memory import Bill
from simulator.profiles import Allowed
from simulator.values import parse_timestamp, utc_timestamp

from .facts import SUSPENDED_AFTER_S, Habits
from .transactions import TRIGGER, Transactions

WHOLE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """An idTag that may begin a transaction here; `profile` comes with a remote start."""

    id_tag: str
    parent_id_tag: str | None = None
    remote: bool = False
    profile: Payload | None = None


class Outlet:
    """A connector whose transactions begin with both authorization and plug; `tick` applies the allowed limit."""

    def __init__(
        self,
        hardware: ChargePoint,
        connector: Connector,
        configuration: Configuration,
        habits: Habits,
        transactions: Transactions,
    ) -> None:
        """Prepare; set the callbacks before the first tick."""
        self.connector = connector
        self.bill: Bill | None = None
        self.authorization: Authorization | None = None
        self.on_started: Callable[[Outlet], object] = lambda outlet: None
        self.on_stopped: Callable[[Bill], object] = lambda bill: None
        self._hardware = hardware
        self._memory = hardware.memory
        self._configuration = configuration
        self._habits = habits
        self._transactions = transactions
        self._timers = Timers(hardware.clock)
        self._finishing = False
        self._limit_a: float | None = None
        self._idle_since: float | None = None
        self._sampled_at = 0.0

    def halt(self) -> None:
        """Stop every timer."""
        self._timers.cancel_all()

    # ---- state

    @property
    def number(self) -> int:
        """The connectorId."""
        return self.connector.number

    @property
    def operative(self) -> bool:
        """Whether both the connector and the charge point are operative."""
        return not {WHOLE, self.number} & set(self._memory.inoperative)

    @property
    def free(self) -> bool:
        """Whether a new transaction can begin."""
        return (
            self.operative
            and self.connector.fault is None
            and self.bill is None
            and self.authorization is None
            and not self._finishing
        )

    @property
    def reservation(self) -> Payload | None:
        """The reservation of this connector, None without one."""
        return next(
            (each for each in self._memory.reservations if each["connectorId"] == self.number), None
        )

    @property
    def status(self) -> str:
        """The OCPP status (section 4.9)."""
        if self.connector.fault is not None:
            return "Faulted"
        if self.bill is not None:
            return self._charging_status()
        if not self.operative:
            return "Unavailable"
        if self._finishing:
            return "Finishing"
        if self.connector.plugged or self.authorization is not None:
            return "Preparing"
        return "Reserved" if self.reservation is not None else "Available"

    def _charging_status(self) -> str:
        if self.connector.current_a > 0:
            return "Charging"
        if self._limit_a is not None and self._limit_a < MINIMUM_CURRENT_A:
            return "SuspendedEVSE"
        if self._idle_since is None:
            return "Preparing"
        idle_s = self._hardware.clock.monotonic() - self._idle_since
        return "SuspendedEV" if idle_s >= SUSPENDED_AFTER_S else "Preparing"

    # ---- begin and end

    def authorize(self, authorization: Authorization) -> None:
        """Allow an idTag to charge here, if a car is plugged in within `ConnectionTimeOut` seconds."""
        self.authorization = authorization
        self._timers.set(
            "connection", self._configuration.integer("ConnectionTimeOut"), self.deauthorize
        )
        self._start_if_ready()

    def deauthorize(self) -> None:
        """Withdraw the authorization."""
        self._timers.cancel("connection")
        self.authorization = None

    def stop(self, reason: str) -> None:
        """End the authorization and the transaction, if there are any."""
        self.connector.withdraw()
        self.authorization = None
        if self.bill is not None:
            bill, self.bill = self.bill, None
            self._finishing = self.connector.plugged
            self._transactions.close(bill, reason)
            self.on_stopped(bill)

    def resume(self, bill: Bill) -> None:
        """Continue a transaction after a power cut."""
        self.bill = bill
        self._sampled_at = self._hardware.clock.monotonic()

    def _start_if_ready(self) -> None:
        authorization = self.authorization
        if authorization is None or not self.connector.plugged:
            return
        self._timers.cancel("connection")
        reservation = self.reservation
        reservation_id = None
        if reservation is not None:
            self._memory.reservations.remove(reservation)
            reservation_id = int(str(reservation["reservationId"]))
        self._limit_a = self._idle_since = None
        self._sampled_at = self._hardware.clock.monotonic()
        self.bill = self._transactions.open(
            self.connector,
            authorization.id_tag,
            remote=authorization.remote,
            reservation_id=reservation_id,
        )
        self.on_started(self)

    # ---- each step

    def tick(self, allowed: Allowed) -> None:
        """Check the plug and the car, offer the allowed current, and sample."""
        self._drop_expired_reservation()
        if self.bill is None:
            self._start_if_ready()
            self._finishing = self._finishing and self.connector.plugged
        elif not self.connector.plugged:
            self.stop("EVDisconnected")
        if self.bill is not None:
            self._limit_a = allowed.limit_a
            offered_a = 0.0 if self.connector.fault is not None else allowed.limit_a
            self.connector.use_phases(allowed.phases)
            self.connector.offer(offered_a)
            self._watch_current()
            self._sample_periodically()

    def _drop_expired_reservation(self) -> None:
        reservation = self.reservation
        expiry = parse_timestamp(reservation["expiryDate"]) if reservation else None
        if reservation and expiry is not None and expiry <= self._hardware.device_time():
            self._memory.reservations.remove(reservation)

    def _watch_current(self) -> None:
        if self.connector.current_a > 0:
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = self._hardware.clock.monotonic()

    def _sample_periodically(self) -> None:
        interval_s = self._configuration.integer("MeterValueSampleInterval")
        if not self._habits.values_belong_to_transactions or interval_s <= 0:
            return
        now = self._hardware.clock.monotonic()
        if now >= self._sampled_at + interval_s:
            self._sampled_at = max(self._sampled_at + interval_s, now - interval_s)
            when = self._hardware.device_time()
            self._sample("Sample.Periodic", "MeterValuesSampledData", when)

    def sample_on_the_clock(self, when: datetime) -> None:
        """Send the values of a clock-aligned time, with or without a transaction."""
        self._sample("Sample.Clock", "MeterValuesAlignedData", when)

    def trigger_meter_values(self) -> None:
        """Send MeterValues for TriggerMessage."""
        self._sample(TRIGGER, "MeterValuesSampledData", self._hardware.device_time())

    def _sample(self, context: str, key: str, when: datetime) -> None:
        bill = self.bill if self._habits.values_belong_to_transactions else None
        timestamp = utc_timestamp(when, milliseconds=self._habits.milliseconds)
        self._transactions.sample(self.connector, bill, context, key, timestamp)
