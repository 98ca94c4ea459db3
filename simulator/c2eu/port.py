"""The C2EU's only port: sessions from the plug to the end of the charge."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import StrEnum

from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.connector import Connector
from simulator.link import nothing
from simulator.memory import Bill

from .bills import Bills
from .facts import EV_START_S, PAUSE_NOTICED_S, PLUG_POLL_S, RELAY_S
from .meter_values import MeterValues
from .smart_charging import SmartCharging

UNAVAILABLE = 1

type Stopped = Callable[[], object]


class Phase(StrEnum):
    """The phases of a session at the port."""

    IDLE = "idle"
    AUTHORIZING = "authorizing"
    WAITING = "waiting"
    CHARGING = "charging"
    FINISHING = "finishing"


class Reason(StrEnum):
    """The stop reasons of the C2EU."""

    LOCAL = "Local"
    REMOTE = "Remote"
    EV_DISCONNECTED = "EVDisconnected"
    POWER_LOSS = "PowerLoss"


@dataclass(slots=True, kw_only=True)
class Session:
    """A requested charge; `deadline` and `idle_since` are in s of the clock, `bill` is None until the car draws."""

    id_tag: str
    remote: bool
    deadline: float
    offered: bool = False
    bill: Bill | None = None
    idle_since: float | None = None
    energy_limit_wh: int = 0


class Port:
    """The state machine of sessions; `tick` drives it at every step of the physics."""

    def __init__(
        self,
        hardware: ChargePoint,
        connector: Connector,
        *,
        configuration: Configuration,
        bills: Bills,
        smart_charging: SmartCharging,
        meter_values: MeterValues,
        offset_minutes: Callable[[], int],
    ) -> None:
        """Prepare; set `on_changed` before the first tick."""
        self.phase = Phase.IDLE
        self.session: Session | None = None
        self.on_changed: Callable[[], object] = nothing
        self._hardware = hardware
        self._connector = connector
        self._configuration = configuration
        self._bills = bills
        self._smart_charging = smart_charging
        self._meter_values = meter_values
        self._offset_minutes = offset_minutes
        self._timers = Timers(hardware.clock)
        self._plug_seen = connector.plugged
        self._plug_polled_at = hardware.clock.monotonic()
        self._stopping: list[Stopped] = []

    def halt(self) -> None:
        """Stop every timer."""
        self._timers.cancel_all()

    # ---- state

    @property
    def plugged(self) -> bool:
        """Whether the last poll saw a plug."""
        return self._plug_seen

    @property
    def operative(self) -> bool:
        """Whether the port is enabled; this outlives a reboot."""
        return UNAVAILABLE not in self._hardware.memory.inoperative

    @property
    def idle(self) -> bool:
        """Whether a session can begin."""
        return self.phase is Phase.IDLE

    @property
    def paused(self) -> bool:
        """Whether the car of a running charge has drawn nothing for a second."""
        session = self.session
        if session is None or session.idle_since is None:
            return False
        return self._hardware.clock.monotonic() - session.idle_since >= PAUSE_NOTICED_S

    def status(self, *, reserved: bool) -> str:
        """Return the OCPP status: the first that applies of the C2EU's sources; never SuspendedEVSE."""
        if not self.operative:
            return "Unavailable"  # C2EU Q21: at once, also while a charge goes on
        if self._connector.fault is not None:
            return "Faulted"
        match self.phase:
            case Phase.WAITING:
                return "Reserved" if reserved else "Preparing"  # C2EU Q30: also without a plug
            case Phase.CHARGING:
                return "SuspendedEV" if self.paused else "Charging"
            case Phase.FINISHING:
                return "Finishing"
            case _:
                return "Preparing" if self._plug_seen else "Available"

    # ---- begin and end

    def begin(self, id_tag: str, *, remote: bool) -> None:
        """Begin a session that waits `ConnectionTimeOut` for a plug, then 62 s for the car to draw."""
        wait_s = self._configuration.integer("ConnectionTimeOut")
        deadline = self._hardware.clock.monotonic() + wait_s
        self.session = Session(id_tag=id_tag, remote=remote, deadline=deadline)
        self.phase = Phase.WAITING
        self._offer_if_plugged(self.session)
        self.on_changed()

    def stop(
        self,
        reason: Reason | None,
        *,
        then: Phase = Phase.FINISHING,
        after_s: float = RELAY_S,
        stopped: Stopped = nothing,
    ) -> None:
        """End the running charge when the relay has opened, `after_s` from now, then call `stopped`.

        Further calls meanwhile only add their `stopped`.
        """
        self._stopping.append(stopped)
        if len(self._stopping) == 1:
            self._timers.set("relay", after_s, lambda: self._end(reason, then))

    def reason_of_starter(self) -> Reason:
        """Return Remote or Local, as the session began: the reason of every stop that neither card nor car causes."""
        remote = self.session is not None and self.session.remote
        return Reason.REMOTE if remote else Reason.LOCAL

    def limit_energy(self, energy_wh: int) -> None:
        """End the running charge once it has drawn `energy_wh`."""
        assert self.session is not None
        self.session.energy_limit_wh = energy_wh

    # ---- each step

    def tick(self) -> None:
        """Check the plug and the car."""
        now = self._hardware.clock.monotonic()
        self._poll_plug(now)
        session = self.session
        if self.phase is Phase.WAITING and session is not None:
            self._wait(session, now)
        elif self.phase is Phase.CHARGING and session is not None:
            self._charge(session, now)
        elif self.phase is Phase.FINISHING and not self._plug_seen:
            self._become_idle()

    def _poll_plug(self, now: float) -> None:
        if now - self._plug_polled_at >= PLUG_POLL_S:
            self._plug_polled_at = now
            self._plug_seen = self._connector.plugged

    def _wait(self, session: Session, now: float) -> None:
        if session.offered and not self._plug_seen:
            self._become_idle()
        elif self._connector.current_a > 0:
            self._start_charging(session)
        elif not session.offered and self._plug_seen:
            self._offer_if_plugged(session)
        elif now >= session.deadline:
            self._become_idle()  # C2EU Q30: no StartTransaction, and silent while plugged

    def _offer_if_plugged(self, session: Session) -> None:
        if self._plug_seen:
            session.offered = True
            session.deadline = self._hardware.clock.monotonic() + EV_START_S
            self._connector.offer(self._connector.maximum_current_a)

    def _start_charging(self, session: Session) -> None:
        """Begin the charge when the car draws: limit, samples, StartTransaction."""
        self.phase = Phase.CHARGING
        self._evaluate_limit(self._schedule_time())
        self._meter_values.begin()
        session.bill = self._bills.open(
            self._connector.number, session.id_tag, remote=session.remote
        )

    def _charge(self, session: Session, now: float) -> None:
        flows = self._connector.current_a > 0
        if flows:
            session.idle_since = None
        elif session.idle_since is None:
            session.idle_since = now
        self._meter_values.tick(session.bill, suspended=self.suspended)
        car = self._connector.car
        if not self._plug_seen:
            self._end(Reason.EV_DISCONNECTED, Phase.IDLE)
        elif car is not None and car.full and not self._stopping:
            self._end(Reason.POWER_LOSS, Phase.FINISHING)  # C2EU Q19, sequence g
        elif self._energy_limit_reached(session) and not self._stopping:
            self._end(None, Phase.FINISHING)

    @property
    def suspended(self) -> bool:
        """Whether the power is reported as 0.0, because of the car's pause or a fault."""
        return self.paused or self._connector.fault is not None

    def _energy_limit_reached(self, session: Session) -> bool:
        if session.bill is None or session.energy_limit_wh <= 0:
            return False
        taken_wh = self._connector.register_wh - session.bill.register_start_wh
        return taken_wh >= session.energy_limit_wh

    def _end(self, reason: Reason | None, then: Phase) -> None:
        """Open the relay and close the bill."""
        waiting, self._stopping = self._stopping, []
        self._timers.cancel_all()
        self._connector.withdraw()
        assert self.session is not None
        assert self.session.bill is not None
        self._bills.close(self.session.bill, reason, self._meter_values.end())
        if then is Phase.FINISHING and self._plug_seen:
            self._smart_charging.end_session()
            self.session = None
            self.phase = Phase.FINISHING
        else:
            self._become_idle()
        self.on_changed()
        for stopped in waiting:
            stopped()

    def _become_idle(self) -> None:
        self._connector.withdraw()
        self._smart_charging.end_session()
        self.session = None
        self.phase = Phase.IDLE

    # ---- limits

    def _evaluate_limit(self, started: datetime) -> None:
        """Evaluate the profiles: when charging starts, and at each boundary of the active one, at no other time.

        Under 6 A the car stops drawing (assumed: the real driver's behaviour at 0 … 5 A is unknown).
        """
        found = self._smart_charging.evaluate(self._schedule_time(), started)
        self._connector.offer(found.limit_a)
        if found.next_boundary_s is not None:
            delay_s = found.next_boundary_s * self._hardware.clock.speed
            self._timers.set("boundary", delay_s, lambda: self._evaluate_limit(started))

    def _schedule_time(self) -> datetime:
        zone = timezone(timedelta(minutes=self._offset_minutes()))
        return self._hardware.schedule_time().astimezone(zone)
