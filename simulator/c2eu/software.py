"""The C2EU's app: the parts whose state a power cut loses."""

from collections.abc import Callable
from typing import Final, override

from simulator.authorization import KnownTags
from simulator.charge_point import ChargePoint
from simulator.configuration import Configuration
from simulator.connector import Connector
from simulator.frames import Payload
from simulator.software import Model, Software

from .bills import Bills
from .cards import Cards
from .commands import Commands, Parts
from .facts import CONFIGURATION, FAULTS
from .meter_values import MeterValues
from .port import Phase, Port
from .reservation import Reservations
from .smart_charging import SmartCharging
from .talk import BootState, Talk
from .transfer import Transfer

CONNECTOR: Final = 1

C2EU: Final = Model(
    vendor="XC",
    model="C2EU",
    firmware="1.1.1807.1-2.2.10.23",
    serial="C2011907DEMOEU01",
    connectors=1,
    phases=1,
    maximum_current_a=32.0,
    register_wh=1_234_560.0,
)


class C2euSoftware(Software):
    """One run of the app: begins with message id "1", boot state Rejected, and no status sent."""

    def __init__(self, hardware: ChargePoint) -> None:
        """Create and connect the parts; nothing happens before `start`."""
        self._hardware = hardware
        connector = hardware.connectors[CONNECTOR]
        configuration = Configuration(CONFIGURATION, hardware.memory.configuration)
        self._connector = connector
        self._configuration = configuration
        self._talk = talk = Talk(hardware, configuration)
        self.link = talk.link
        tags = KnownTags(hardware.memory, configuration)
        self._bills = bills = Bills(hardware, talk, configuration, tags)
        self._meter_values = MeterValues(
            hardware, connector, talk=talk, configuration=configuration, bills=bills
        )
        smart_charging = SmartCharging(
            hardware.memory, phases=connector.phases, ceiling_a=connector.maximum_current_a
        )
        self._port = port = Port(
            hardware,
            connector,
            configuration=configuration,
            bills=bills,
            smart_charging=smart_charging,
            meter_values=self._meter_values,
            offset_minutes=lambda: talk.offset_minutes,
        )
        self._reservations = reservations = Reservations(hardware, talk)
        self._cards = Cards(
            hardware,
            talk=talk,
            port=port,
            configuration=configuration,
            tags=tags,
            reservations=reservations,
        )
        self._transfer = transfer = Transfer(hardware, talk, configuration)
        parts = Parts(
            hardware=hardware,
            configuration=configuration,
            talk=talk,
            bills=bills,
            tags=tags,
            port=port,
            smart_charging=smart_charging,
            reservations=reservations,
            transfer=transfer,
        )
        self._commands = Commands(parts, self._triggers())
        self._status_seen = self._status_pair()
        self._status_sent: tuple[str, str] | None = None
        self._connect_parts()

    def _connect_parts(self) -> None:
        self._talk.handler = self._commands.handle
        self._talk.on_accepted = self._report_status
        self._talk.on_opened = self._bills.restart_replay
        self._talk.on_closed = self._bills.stop_replay
        self._bills.on_refused = self._refused
        self._bills.on_stop_reported = self._commands.stop_reported
        self._port.on_changed = self._watch_status
        self._reservations.on_expiry = self._begin_scheduled
        self._transfer.charging = lambda: self._port.phase is Phase.CHARGING

    # ---- Software

    @override
    def start(self) -> None:
        self._record_status()
        self._bills.recover()
        self._reservations.start()
        self._talk.start()

    @override
    def halt(self) -> None:
        for part in (
            self._talk,
            self._bills,
            self._port,
            self._cards,
            self._reservations,
            self._transfer,
            self._commands,
        ):
            part.halt()

    @override
    def tick(self) -> None:
        self._port.tick()
        self._reservations.tick(waiting=self._port.phase is Phase.WAITING)
        self._transfer.tick()
        self._watch_status()

    @override
    def transfer_data(self, vendor: str, message: str, data: str) -> None:
        """Send nothing: it has no such messages (study, section 3)."""

    @override
    def security_event(self, kind: str) -> None:
        """Send nothing: it does not know the security extension (study, section 4)."""

    @override
    def tap(self, connector: Connector, id_tag: str) -> None:
        self._cards.tap(id_tag)
        self._watch_status()

    @override
    def status(self, connector: Connector) -> str:
        return self._port.status(reserved=bool(self._reservations))

    @override
    def transaction_id(self, connector: Connector) -> int | None:
        session = self._port.session
        return session.bill.transaction_id if session and session.bill else None

    @property
    @override
    def accepted(self) -> bool:
        return self._talk.online and self._talk.boot_state is BootState.ACCEPTED

    @property
    @override
    def pending(self) -> object:
        return self._talk.rpc.outstanding or self._talk.link.unwritten

    @override
    def check_fault(self, code: str) -> None:
        if code not in FAULTS:
            raise ValueError(f"this model has no fault {code} (known: {', '.join(FAULTS)})")

    # ---- status

    def _status_pair(self) -> tuple[str, str]:
        status = self.status(self._connector)
        fault = self._connector.fault
        error = FAULTS[fault][0] if status == "Faulted" and fault is not None else "NoError"
        return error, status

    def _watch_status(self) -> None:
        pair = self._status_pair()
        if pair != self._status_seen:
            self._status_seen = pair
            self._record_status()
            self._report_status()

    def _record_status(self) -> None:
        error, status = self._status_seen
        self._hardware.records.emit("status", connector=CONNECTOR, status=status, error=error)

    def _report_status(self) -> None:
        """Send the status unless it equals the last one, sent or dropped (C2EU Q7, Q32)."""
        pair = self._status_pair()
        if pair != self._status_sent:
            self._send_status(triggered=False)

    def _send_status(self, *, triggered: bool) -> None:
        error, status = self._status_sent = self._status_pair()
        payload: Payload = {
            "connectorId": CONNECTOR,
            "errorCode": error,
            "status": status,
            "timestamp": self._talk.timestamp(),
        }
        if error == "OtherError" and self._connector.fault is not None:
            payload["vendorErrorCode"] = FAULTS[self._connector.fault][1]
        self._talk.send("StatusNotification", payload, triggered=triggered)

    # ---- callbacks between the parts

    def _triggers(self) -> dict[str, Callable[[], object]]:
        talk = self._talk
        idle: Payload = {"status": "Idle"}
        return {
            "BootNotification": talk.boot,
            "Heartbeat": lambda: talk.beat(triggered=True),
            "MeterValues": lambda: self._meter_values.trigger(suspended=self._port.suspended),
            "StatusNotification": lambda: self._send_status(triggered=True),
            "DiagnosticsStatusNotification": lambda: talk.send(
                "DiagnosticsStatusNotification", idle, triggered=True
            ),
            "FirmwareStatusNotification": lambda: talk.send(
                "FirmwareStatusNotification", idle, triggered=True
            ),
        }

    def _refused(self) -> None:
        """Stop the running charge, or limit its energy, after a StartTransaction answer that refuses its card."""
        energy_wh = self._configuration.integer("MaxEnergyOnInvalidId")
        if self._configuration.flag("StopTransactionOnInvalidId") or energy_wh <= 0:
            self._port.stop(self._port.reason_of_starter())
        else:
            self._port.limit_energy(energy_wh)

    def _begin_scheduled(self, id_tag: str) -> None:
        """Begin the session of an expired reservation, which acts as a scheduled start (C2EU: ReserveNow)."""
        if self._port.idle:
            self._port.begin(id_tag, remote=False)
