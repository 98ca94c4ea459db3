"""Handle the central system's CALLs as the C2EU does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from simulator.authorization import KnownTags
from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.fields import (
    choice,
    integer,
    mapping,
    optional_integer,
    optional_mapping,
    optional_text,
    text,
    texts,
)
from simulator.frames import Json, Payload
from simulator.rpc import Request

from .bills import Bills
from .facts import FAILED_STOP_S
from .local_list import local_list_version, send_local_list
from .port import UNAVAILABLE, Phase, Port
from .reservation import Reservations
from .smart_charging import SmartCharging
from .talk import Handler, Talk
from .transfer import Transfer

CONNECTOR: Final = 1
ANSWER_LOST_CHANCE: Final = 0.5
REBOOT_DELAY_S: Final = 1.0
REJECTED: Final[Payload] = {"status": "Rejected"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts that the commands act on."""

    hardware: ChargePoint
    configuration: Configuration
    talk: Talk
    bills: Bills
    tags: KnownTags
    port: Port
    smart_charging: SmartCharging
    reservations: Reservations
    transfer: Transfer


class Commands:
    """The table of handlers; other actions get no answer (C2EU Q6: DataTransfer, GetCompositeSchedule …)."""

    def __init__(self, parts: Parts, triggers: dict[str, Callable[[], object]]) -> None:
        """Act on `parts`; `triggers` maps requestedMessage to the function that sends it."""
        self._parts = parts
        self._triggers = triggers
        self._timers = Timers(parts.hardware.clock)
        self._soft_reset_pending = False
        self._handlers: dict[str, Handler] = {
            "CancelReservation": self._cancel_reservation,
            "ChangeAvailability": self._change_availability,
            "ChangeConfiguration": self._change_configuration,
            "ClearCache": self._clear_cache,
            "ClearChargingProfile": self._clear_charging_profile,
            "GetConfiguration": self._get_configuration,
            "GetDiagnostics": self._get_diagnostics,
            "GetLocalListVersion": self._get_local_list_version,
            "RemoteStartTransaction": self._remote_start,
            "RemoteStopTransaction": self._remote_stop,
            "ReserveNow": self._reserve_now,
            "Reset": self._reset,
            "SendLocalList": self._send_local_list,
            "SetChargingProfile": self._set_charging_profile,
            "TriggerMessage": self._trigger_message,
            "UnlockConnector": self._unlock,
            "UpdateFirmware": self._update_firmware,
        }

    def handle(self, request: Request) -> Payload | None:
        """Return the answer, None for silence or a later answer. Raises BadPayloadError, which means silence too."""
        handler = self._handlers.get(request.action)
        return None if handler is None else handler(request)

    def halt(self) -> None:
        """Stop pending work."""
        self._timers.cancel_all()

    # ---- transactions

    def _remote_start(self, request: Request) -> Payload | None:
        """Start without Authorize; keeps the profile even of a rejected start (C2EU Q24)."""
        id_tag = text(request.payload, "idTag")
        profile = optional_mapping(request.payload, "chargingProfile")
        if profile is not None:
            self._parts.smart_charging.add_session_profile(profile)
        port = self._parts.port
        faulted = self._parts.hardware.connectors[CONNECTOR].fault is not None
        wrong = optional_integer(request.payload, "connectorId") != CONNECTOR
        if wrong or faulted or not port.idle or not port.operative:
            return REJECTED
        request.reply({"status": "Accepted"})
        port.begin(id_tag, remote=True)
        return None

    def _remote_stop(self, request: Request) -> Payload | None:
        """Stop for the latest transaction id only (C2EU Q17); answers when the relay has opened."""
        parts = self._parts
        transaction_id = integer(request.payload, "transactionId")
        if transaction_id != parts.bills.last_transaction_id:
            return REJECTED
        faulted = parts.hardware.connectors[CONNECTOR].fault is not None
        if parts.port.phase is not Phase.CHARGING or faulted:
            self._timers.set("failed stop", FAILED_STOP_S, lambda: request.reply(REJECTED))
            return None
        # StopTransaction and StatusNotification go out before this answer (C2EU Q21)
        parts.port.stop(
            parts.port.reason_of_starter(),
            stopped=lambda: request.reply({"status": "Accepted"}),
        )
        return None

    def _unlock(self, request: Request) -> Payload | None:
        """Unlock after stopping a running charge; gives no answer for an unknown connector."""
        if integer(request.payload, "connectorId") != CONNECTOR:
            return None
        lock_fault = self._parts.hardware.connectors[CONNECTOR].lock_fault
        answer: Payload = {"status": "UnlockFailed" if lock_fault else "Unlocked"}
        port = self._parts.port
        if port.phase is not Phase.CHARGING:
            return answer
        port.stop(port.reason_of_starter(), stopped=lambda: request.reply(answer))
        return None

    # ---- availability and reset

    def _change_availability(self, request: Request) -> Payload | None:
        """Change the availability at once, even during a charge (C2EU Q21); gives no answer for other connectors."""
        operative = choice(request.payload, "type", "Operative", "Inoperative") == "Operative"
        if integer(request.payload, "connectorId") not in (0, CONNECTOR):
            return None
        self._parts.hardware.memory.inoperative = [] if operative else [UNAVAILABLE]
        self._parts.hardware.save()
        request.reply({"status": "Accepted" if self._parts.port.idle else "Scheduled"})
        self._parts.port.on_changed()
        return None

    def _reset(self, request: Request) -> None:
        kind = choice(request.payload, "type", "Hard", "Soft")
        if kind == "Hard":
            self._answer_and_close(request)
            self._reboot()
        elif self._parts.port.phase is Phase.CHARGING:
            self._soft_reset_pending = True
            reason = self._parts.port.reason_of_starter()
            self._parts.port.stop(reason, stopped=lambda: self._answer_and_close(request))
        else:
            self._soft_reset_pending = True
            self._answer_and_close(request)
            self.stop_reported()

    def _answer_and_close(self, request: Request) -> None:
        """Close right after queueing the answer, which may therefore never arrive (C2EU Q27)."""
        request.reply({"status": "Accepted"})
        if self._parts.hardware.random.random() < ANSWER_LOST_CHANCE:
            self._parts.talk.link.drop()
        else:
            self._parts.talk.link.close()

    def stop_reported(self) -> None:
        """Reboot for a soft reset once every StopTransaction is answered (C2EU Q11)."""
        if self._soft_reset_pending and not self._parts.bills.stop_pending:
            self._soft_reset_pending = False
            self._reboot()

    def _reboot(self) -> None:
        """Reboot after a moment in which a reconnect is possible (C2EU Q27)."""
        self._timers.set("reboot", REBOOT_DELAY_S, self._parts.hardware.reboot)

    # ---- configuration

    def _get_configuration(self, request: Request) -> Payload | None:
        """Return both arrays always, known keys without a value in neither; gives no answer to `key: null`."""
        configuration = self._parts.configuration
        asked = texts(request.payload, "key") if "key" in request.payload else []
        keys: list[Json] = [
            {"key": key.name, "readonly": key.read_only, "value": key.value}
            for key in configuration.items()
            if not asked or key.name in asked
        ]
        unknown: list[Json] = [name for name in asked if name not in configuration]
        return {"configurationKey": keys, "unknownKey": unknown}

    def _change_configuration(self, request: Request) -> Payload:
        """Set a writable key to any text; answers only Accepted or Rejected."""
        name, value = text(request.payload, "key"), text(request.payload, "value")
        configuration = self._parts.configuration
        if name not in configuration or configuration.is_read_only(name):
            return REJECTED
        configuration.set(name, value)
        self._parts.hardware.save()
        if name == "HeartbeatInterval":
            self._parts.talk.restart_heartbeat()
        elif name == "WebSocketPingInterval":
            self._parts.talk.restart_ping()
        return {"status": "Accepted"}

    def _trigger_message(self, request: Request) -> Payload | None:
        """Send the message after the answer, for any connectorId and without deduplication (C2EU Q7)."""
        trigger = self._triggers.get(text(request.payload, "requestedMessage"))
        if trigger is None:
            return {"status": "NotImplemented"}
        request.reply({"status": "Accepted"})
        trigger()
        return None

    # ---- cards

    def _clear_cache(self, request: Request) -> Payload:
        self._parts.tags.clear_cache()
        return {"status": "Accepted"}

    def _send_local_list(self, request: Request) -> Payload:
        return send_local_list(self._parts.hardware.memory, request.payload)

    def _get_local_list_version(self, request: Request) -> Payload:
        memory, configuration = self._parts.hardware.memory, self._parts.configuration
        return {"listVersion": local_list_version(memory, configuration)}

    def _reserve_now(self, request: Request) -> Payload | None:
        port, outlet = self._parts.port, self._parts.hardware.connectors[CONNECTOR]
        obstacle = None
        if integer(request.payload, "connectorId") not in (0, CONNECTOR):
            obstacle = "Rejected"
        elif not port.operative:
            obstacle = "Unavailable"
        elif outlet.fault is not None:
            obstacle = "Faulted"
        elif not port.idle or port.plugged:
            obstacle = "Occupied"
        return self._parts.reservations.reserve(request, obstacle)

    def _cancel_reservation(self, request: Request) -> Payload:
        return self._parts.reservations.cancel(integer(request.payload, "reservationId"))

    # ---- smart charging

    def _set_charging_profile(self, request: Request) -> Payload | None:
        connector_id = integer(request.payload, "connectorId")
        raw = mapping(request.payload, "csChargingProfiles")
        return self._parts.smart_charging.set(request, connector_id, raw)

    def _clear_charging_profile(self, request: Request) -> Payload:
        return self._parts.smart_charging.clear(
            profile_id=optional_integer(request.payload, "id"),
            connector_id=optional_integer(request.payload, "connectorId"),
            purpose=optional_text(request.payload, "chargingProfilePurpose"),
            stack_level=optional_integer(request.payload, "stackLevel"),
        )

    # ---- files

    def _get_diagnostics(self, request: Request) -> None:
        self._parts.transfer.get_diagnostics(request)

    def _update_firmware(self, request: Request) -> Payload:
        return self._parts.transfer.update_firmware(request)
