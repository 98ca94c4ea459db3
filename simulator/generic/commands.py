"""The Core profile's commands at a charger that follows the standard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from simulator.authorization import KnownTags
from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.fields import choice, integer, optional_integer, optional_mapping, text, texts
from simulator.frames import Json, Payload
from simulator.rpc import Request

from .cards import Cards
from .exchange import Exchange, Handler
from .facts import MINIMUM_KEY_LENGTH, RESET_DELAY_S, Habits
from .outlet import WHOLE, Authorization, Outlet
from .security import PROFILE_KEY, Security
from .smart_charging import SmartCharging

NUMBERS = frozenset(
    {
        "ClockAlignedDataInterval",
        "ConnectionTimeOut",
        "HeartbeatInterval",
        "MeterValueSampleInterval",
        "ResetRetries",
        "TransactionMessageAttempts",
        "TransactionMessageRetryInterval",
        "WebSocketPingInterval",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts that the commands act on; `report_status` sends the status of a connector (0: the charge point)."""

    hardware: ChargePoint
    configuration: Configuration
    habits: Habits
    exchange: Exchange
    tags: KnownTags
    cards: Cards
    outlets: Mapping[int, Outlet]
    smart_charging: SmartCharging
    security: Security
    report_status: Callable[[int], object]


def accepted(yes: bool = True) -> Payload:
    """Return the status Accepted or Rejected."""
    return {"status": "Accepted" if yes else "Rejected"}


class CoreCommands:
    """The table of Core and RemoteTrigger handlers."""

    def __init__(self, parts: Parts) -> None:
        """Act on `parts`."""
        self._parts = parts
        self._timers = Timers(parts.hardware.clock)
        self.handlers: dict[str, Handler] = {
            "ChangeAvailability": self._change_availability,
            "ChangeConfiguration": self._change_configuration,
            "ClearCache": self._clear_cache,
            "DataTransfer": self._data_transfer,
            "ExtendedTriggerMessage": self._trigger_message,
            "GetConfiguration": self._get_configuration,
            "RemoteStartTransaction": self._remote_start,
            "RemoteStopTransaction": self._remote_stop,
            "Reset": self._reset,
            "TriggerMessage": self._trigger_message,
            "UnlockConnector": self._unlock,
        }

    def halt(self) -> None:
        """Stop pending work."""
        self._timers.cancel_all()

    # ---- transactions

    def _remote_start(self, request: Request) -> Payload | None:
        """Start on connectorId, or on the first free connector with a car, or the first free one (section 5.11)."""
        id_tag = text(request.payload, "idTag")
        profile = optional_mapping(request.payload, "chargingProfile")
        outlet = self._outlet_to_start(optional_integer(request.payload, "connectorId"), id_tag)
        if outlet is None:
            return accepted(False)
        if profile is not None and not self._parts.smart_charging.can_start_with(profile):
            return accepted(False)
        request.reply(accepted())

        def begin(parent_id_tag: str | None) -> None:
            if outlet.free:
                outlet.authorize(
                    Authorization(
                        id_tag=id_tag, parent_id_tag=parent_id_tag, remote=True, profile=profile
                    )
                )

        if self._parts.configuration.flag("AuthorizeRemoteTxRequests"):
            self._parts.cards.decide(id_tag, begin)
        else:
            begin(None)
        return None

    def _outlet_to_start(self, connector_id: int | None, id_tag: str) -> Outlet | None:
        def fits(outlet: Outlet) -> bool:
            reservation = outlet.reservation
            mine = reservation is None or str(reservation["idTag"]).lower() == id_tag.lower()
            return outlet.free and mine and connector_id in (None, outlet.number)

        candidates = [outlet for outlet in self._parts.outlets.values() if fits(outlet)]
        candidates.sort(key=lambda outlet: not outlet.connector.plugged)
        return candidates[0] if candidates else None

    def _remote_stop(self, request: Request) -> Payload | None:
        transaction_id = integer(request.payload, "transactionId")
        for outlet in self._parts.outlets.values():
            if outlet.bill is not None and outlet.bill.transaction_id == transaction_id:
                request.reply(accepted())
                outlet.stop("Remote")
                return None
        return accepted(False)

    def _unlock(self, request: Request) -> Payload:
        outlet = self._parts.outlets.get(integer(request.payload, "connectorId"))
        if outlet is None:
            return {"status": "NotSupported"}
        outlet.stop("UnlockCommand")
        return {"status": "UnlockFailed" if outlet.connector.lock_fault else "Unlocked"}

    # ---- availability and reset

    def _change_availability(self, request: Request) -> Payload | None:
        """Change the availability; answers Scheduled while a transaction runs, after which it shows (R32)."""
        connector_id = integer(request.payload, "connectorId")
        operative = choice(request.payload, "type", "Operative", "Inoperative") == "Operative"
        if connector_id not in (WHOLE, *self._parts.outlets):
            return accepted(False)
        memory = self._parts.hardware.memory
        others = [number for number in memory.inoperative if number != connector_id]
        memory.inoperative = others if operative else [*others, connector_id]
        self._parts.hardware.save()
        busy = [
            outlet
            for outlet in self._parts.outlets.values()
            if outlet.bill is not None and connector_id in (WHOLE, outlet.number)
        ]
        return {"status": "Scheduled" if busy and not operative else "Accepted"}

    def _reset(self, request: Request) -> None:
        """Stop the transactions in order, then reboot, for both kinds (section 5.14)."""
        kind = choice(request.payload, "type", "Hard", "Soft")
        request.reply(accepted())
        for outlet in self._parts.outlets.values():
            outlet.stop(f"{kind}Reset")
        self._timers.set("reset", RESET_DELAY_S, self._parts.hardware.reboot)

    # ---- configuration

    def _get_configuration(self, request: Request) -> Payload | None:
        """Return all keys, or the requested ones, of which at most `GetConfigurationMaxKeys` are allowed (R30)."""
        configuration = self._parts.configuration
        asked = texts(request.payload, "key") if "key" in request.payload else []
        if len(asked) > configuration.integer("GetConfigurationMaxKeys"):
            request.refuse("OccurenceConstraintViolation", "too many keys")
            return None
        found: list[Json] = []
        for key in configuration.items():
            secret = key.name == "AuthorizationKey"
            if not asked or key.name in asked:
                entry: Payload = {"key": key.name, "readonly": key.read_only}
                found.append(entry if secret else {**entry, "value": key.value})
        unknown: list[Json] = [name for name in asked if name not in configuration]
        answer: Payload = {"configurationKey": found}
        return {**answer, "unknownKey": unknown} if unknown else answer

    def _change_configuration(self, request: Request) -> Payload | None:
        name, value = text(request.payload, "key"), text(request.payload, "value")
        configuration = self._parts.configuration
        if name not in configuration:
            return {"status": "NotSupported"}
        if configuration.is_read_only(name) or not _valid(configuration, name, value):
            return accepted(False)
        if name == PROFILE_KEY and not self._parts.security.may_raise(value):
            return accepted(False)
        configuration.set(name, value)
        self._parts.hardware.save()
        if name in self._parts.habits.needs_reboot:
            return {"status": "RebootRequired"}
        request.reply(accepted())
        self._apply(name)
        return None

    def _apply(self, name: str) -> None:
        """Apply a changed key at once; a new AuthorizationKey (R4) and a new profile need a new connection."""
        exchange = self._parts.exchange
        if name == self._parts.habits.heartbeat_key:
            exchange.restart_heartbeat()
        elif name == "WebSocketPingInterval":
            exchange.restart_ping()
        elif name in {"AuthorizationKey", PROFILE_KEY}:
            exchange.link.close()

    def _clear_cache(self, request: Request) -> Payload:
        enabled = self._parts.configuration.flag("AuthorizationCacheEnabled")
        if enabled:
            self._parts.tags.clear_cache()
        return accepted(enabled)

    def _data_transfer(self, request: Request) -> Payload:
        text(request.payload, "vendorId")
        return {"status": "UnknownVendorId"}

    # ---- triggers

    def _trigger_message(self, request: Request) -> Payload | None:
        """Send the message after the answer, for each connector where there is no connectorId (section 5.17)."""
        wanted = text(request.payload, "requestedMessage")
        connector_id = optional_integer(request.payload, "connectorId")
        if connector_id is not None and connector_id not in (WHOLE, *self._parts.outlets):
            return accepted(False)
        sends = self._triggered(wanted, connector_id)
        if sends is None:
            return {"status": "NotImplemented"}
        request.reply(accepted())
        for send in sends:
            send()
        return None

    def _triggered(
        self, wanted: str, connector_id: int | None
    ) -> list[Callable[[], object]] | None:
        parts = self._parts
        exchange = parts.exchange
        chosen = [n for n in parts.outlets if connector_id in (None, n)]
        match wanted:
            case "BootNotification":
                return [exchange.boot]
            case "Heartbeat":
                return [partial(exchange.beat, triggered=True)]
            case "MeterValues":
                return [parts.outlets[n].trigger_meter_values for n in chosen]
            case "StatusNotification":
                numbers = [WHOLE] if connector_id == WHOLE else chosen
                return [partial(parts.report_status, n) for n in numbers]
            case "DiagnosticsStatusNotification" | "FirmwareStatusNotification":
                return [partial(exchange.call, wanted, {"status": "Idle"}, triggered=True)]
            case "SignChargePointCertificate":
                return [parts.security.request_certificate]
            case _:
                return None


def _valid(configuration: Configuration, name: str, value: str) -> bool:
    """Whether `value` is valid for the key `name`."""
    if name in NUMBERS:
        return value.isascii() and value.isdigit()
    if name == "AuthorizationKey":
        return len(value) >= MINIMUM_KEY_LENGTH
    if (configuration.get(name) or "").lower() in {"true", "false"}:
        return value.lower() in {"true", "false"}
    return True
