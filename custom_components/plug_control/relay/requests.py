"""What a back end asks of a charge point: done as far as its rules allow, otherwise answered politely and without effect."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
import logging
from typing import Any, Final

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import BackEndCommand
from custom_components.plug_control.model.relaying import RelayedSession
from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CommandError,
    CommandRejectedError,
    ErrorCode,
    PayloadError,
)
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.values import clean, holds_secret, integer, text

from .cards import Cards
from .ceiling import Ceilings
from .configuration import HEARTBEAT_INTERVAL, METER_INTERVAL
from .host import Host
from .link import BackEndLink
from .messages import MAX_ID_TAG
from .rate import Bucket
from .settings import BackEndSettings, CommandKind, Rules

_LOGGER = logging.getLogger(__name__)

NOT_ALLOWED: Final = "not_allowed"
TOO_MANY: Final = "too_many"
_BURST: Final = 20
"""Commands that a back end may give at once; from then on one each `_EVERY_S`."""
_EVERY_S: Final = 5.0
_MAX_KEYS: Final = 200
_MAX_VALUE: Final = 500

type Payload = dict[str, Any]
type _Handler = Callable[[Payload], Awaitable[Payload]]

REFUSALS: Final[Mapping[str, Payload]] = {
    "CancelReservation": {"status": "Rejected"},
    "CertificateSigned": {"status": "Rejected"},
    "ChangeAvailability": {"status": "Rejected"},
    "ChangeConfiguration": {"status": "NotSupported"},
    "ClearCache": {"status": "Rejected"},
    "ClearChargingProfile": {"status": "Unknown"},
    "DataTransfer": {"status": "UnknownVendorId"},  # R34
    "DeleteCertificate": {"status": "Failed"},
    "ExtendedTriggerMessage": {"status": "Rejected"},
    "GetCompositeSchedule": {"status": "Rejected"},
    "GetDiagnostics": {},
    "GetInstalledCertificateIds": {"status": "NotFound"},
    "GetLocalListVersion": {"listVersion": -1},
    "GetLog": {"status": "Rejected"},
    "InstallCertificate": {"status": "Rejected"},
    "RemoteStartTransaction": {"status": "Rejected"},
    "RemoteStopTransaction": {"status": "Rejected"},
    "ReserveNow": {"status": "Rejected"},
    "Reset": {"status": "Rejected"},
    "SendLocalList": {"status": "NotSupported"},
    "SetChargingProfile": {"status": "NotSupported"},
    "SignedUpdateFirmware": {"status": "Rejected"},
    "TriggerMessage": {"status": "Rejected"},
    "UnlockConnector": {"status": "NotSupported"},
}
"""What each action is answered that has no effect; UpdateFirmware has no such answer, and gets a CALLERROR."""

PASSED_ON: Final = frozenset(
    {
        "CancelReservation",
        "ClearCache",
        "DataTransfer",
        "GetCompositeSchedule",
        "GetDiagnostics",
        "GetLocalListVersion",
        "GetLog",
        "InstallCertificate",
        "ReserveNow",
        "SendLocalList",
        "SignedUpdateFirmware",
        "UpdateFirmware",
    }
)
"""The further actions that rules can allow by name: they go to the charger as they are."""
_OF_OURS: Final = frozenset({"BootNotification", "Heartbeat", "StatusNotification"})
"""What a TriggerMessage may ask for that we answer ourselves: it concerns the back end's connection alone."""


class Requests:
    """Answers the requests of one back end about one charge point."""

    def __init__(
        self,
        host: Host,
        link: BackEndLink,
        *,
        settings: Callable[[], BackEndSettings],
        cards: Cards,
        ceilings: Ceilings,
    ) -> None:
        self._host = host
        self._link = link
        self._settings = settings
        self._cards = cards
        self._ceilings = ceilings
        time = asyncio.get_running_loop().time
        self._commands = Bucket(_BURST, _EVERY_S, time)
        self._events = Bucket(_BURST, _EVERY_S, time)
        self._handlers: Mapping[str, tuple[CommandKind | None, _Handler]] = {
            "ChangeAvailability": (CommandKind.AVAILABILITY, self._change_availability),
            "ChangeConfiguration": (None, self._change_configuration),
            "ClearCache": (None, self._clear_cache),
            "ClearChargingProfile": (CommandKind.CEILING, self._clear_charging_profile),
            "ExtendedTriggerMessage": (None, self._trigger),
            "GetConfiguration": (CommandKind.READ_CONFIGURATION, self._get_configuration),
            "RemoteStartTransaction": (CommandKind.REMOTE_START, self._remote_start),
            "RemoteStopTransaction": (CommandKind.REMOTE_STOP, self._remote_stop),
            "Reset": (CommandKind.RESET, self._reset),
            "SetChargingProfile": (CommandKind.CEILING, self._set_charging_profile),
            "TriggerMessage": (None, self._trigger),
            "UnlockConnector": (CommandKind.UNLOCK, self._unlock),
        }
        """What may have an effect, with what rules must allow; None: it reaches the charger by another rule only."""

    @property
    def _rules(self) -> Rules:
        return self._settings().rules

    def handle(self, call: Call) -> Awaitable[Answer]:
        """Answer a CALL of the back end; raises PayloadError for an unknown action."""
        return self._answer(call)

    async def _answer(self, call: Call) -> Answer:
        if call.action == "GetConfiguration" and not self._may(CommandKind.READ_CONFIGURATION):
            return Answer(self._link.configuration.read(call.payload.get("key")))
        handler = self._handlers.get(call.action)
        if handler is None and call.action in self._rules.actions and call.action in PASSED_ON:
            return await self._pass_on(call)
        if handler is None:
            return self._refuse(call.action, NOT_ALLOWED)
        kind, handle = handler
        if handle == self._trigger and call.payload.get("requestedMessage") == "MeterValues":
            kind = CommandKind.TRIGGER
        if kind is not None and not self._may(kind):
            return self._refuse(call.action, NOT_ALLOWED, call.payload)
        return await self._do(call, lambda: handle(call.payload))

    def _may(self, kind: CommandKind) -> bool:
        return kind in self._rules.commands

    def _refuse(self, action: str, outcome: str, payload: Payload | None = None) -> Answer:
        """Answer politely, without effect. Raises PayloadError where the standard has no such answer."""
        refusal = REFUSALS.get(action)
        if refusal is None and action != "UpdateFirmware":
            raise PayloadError(ErrorCode.NOT_IMPLEMENTED, f"no {clean(action, 50)}", "action")
        self._told(action, outcome, payload)
        if refusal is None:
            raise PayloadError(ErrorCode.NOT_SUPPORTED, "not supported")
        return Answer(dict(refusal))

    def _told(self, action: str, outcome: str, payload: Payload | None = None) -> None:
        """Tell of a command; of a flood of them, of the first ones."""
        if not self._events.takes_one():
            return
        connector_id = integer((payload or {}).get("connectorId"))
        event = BackEndCommand(
            charge_point_id=self._link.charge_point_id,
            back_end_id=self._settings().back_end_id,
            action=action,
            outcome=clean(outcome, 50),
            connector_id=connector_id if self._has_connector(connector_id) else None,
        )
        self._host.publish(event)

    async def _do(self, call: Call, work: Callable[[], Awaitable[Payload]]) -> Answer:
        """Carry a command out, tell of it, and answer what became of it. Raises PayloadError."""
        if not self._commands.takes_one():
            return self._refuse(call.action, TOO_MANY, call.payload)
        try:
            async with asyncio.timeout(self._host.timing.command_s):
                answer = await work()
        except CommandRejectedError as error:
            answer = {**REFUSALS.get(call.action, {}), "status": clean(error.status, 50)}
        except (CommandError, TimeoutError) as error:
            _LOGGER.debug("A %s of a back end failed: %s", call.action, error)
            if isinstance(error, CallErrorReceived):
                self._told(call.action, error.code, call.payload)
                raise PayloadError(_code(error.code), "the charge point refuses") from error
            return self._refuse(call.action, "Failed", call.payload)
        self._told(call.action, str(answer.get("status", "Accepted")), call.payload)
        return Answer(answer)

    async def _pass_on(self, call: Call) -> Answer:
        async def send() -> Payload:
            return dict(
                await self._host.port.send(self._link.charge_point_id, call.action, call.payload)
            )

        return await self._do(call, send)

    def _charge_point(self) -> ChargePoint | None:
        return self._host.charge_points().get(self._link.charge_point_id)

    def _has_connector(self, connector_id: int | None) -> bool:
        """Whether the charge point has a connector; 0 is the charge point itself."""
        charge_point = self._charge_point()
        return charge_point is not None and (
            connector_id == 0 or connector_id in charge_point.connectors
        )

    def _connector_id(self, payload: Payload, *, zero: bool = False) -> int:
        """Return the connectorId. Raises CommandRejectedError for one that the charge point does not have."""
        connector_id = integer(payload.get("connectorId"))
        if not self._has_connector(connector_id) or (connector_id == 0 and not zero):
            raise CommandRejectedError("Rejected")
        assert connector_id is not None
        return connector_id

    async def _send(self, action: str, payload: Payload) -> Payload:
        """Send a command and return the status that the charge point answers."""
        answer = await self._host.port.send(self._link.charge_point_id, action, payload)
        return {"status": text(answer.get("status"), 50) or "Accepted"}

    # --- commands ---------------------------------------------------------------------------------

    async def _remote_start(self, payload: Payload) -> Payload:
        id_tag = text(payload.get("idTag"))
        if id_tag is None or len(id_tag) > MAX_ID_TAG:
            raise CommandRejectedError("Rejected")
        if self._is_of_others(id_tag):
            raise CommandRejectedError("Rejected")
        connector_id = self._connector_id(payload) if "connectorId" in payload else None
        with self._cards.assumed(id_tag) as is_started:  # its start may come before the answer
            status = await self._host.port.remote_start(
                self._link.charge_point_id, connector_id, id_tag, self._settings().back_end_id
            )
            if status == "Accepted":
                is_started()
                if connector_id is not None and "chargingProfile" in payload:
                    self._limit_start(connector_id, payload["chargingProfile"])
        return {"status": status}

    def _is_of_others(self, id_tag: str) -> bool:
        """Whether a card is the house's and not assigned to this back end: who has it would pay for a charge of others."""
        is_of_house = self._host.port.is_of_house(self._link.charge_point_id, id_tag)
        return is_of_house and not self._rules.is_own(id_tag)

    def _limit_start(self, connector_id: int, profile: Any) -> None:
        if self._may(CommandKind.CEILING):
            self._ceilings.set_at_start(self._link.charge_point_id, connector_id, profile)

    async def _remote_stop(self, payload: Payload) -> Payload:
        session = self._session(payload.get("transactionId"))
        status = await self._host.port.remote_stop(
            self._link.charge_point_id, session.transaction_id
        )
        return {"status": status}

    def _session(self, transaction_id: Any) -> RelayedSession:
        """Return the session of a transaction id of the back end. Raises CommandRejectedError for one that it did not give."""
        theirs = integer(transaction_id)
        session = (
            None
            if theirs is None
            else self._host.outbox.by_their_id(
                self._settings().back_end_id, self._link.charge_point_id, theirs
            )
        )
        if session is None:
            raise CommandRejectedError("Rejected")
        return session

    async def _unlock(self, payload: Payload) -> Payload:
        return await self._send("UnlockConnector", {"connectorId": self._connector_id(payload)})

    async def _change_availability(self, payload: Payload) -> Payload:
        kind = payload.get("type")
        if kind not in ("Operative", "Inoperative"):
            raise CommandRejectedError("Rejected")
        connector_id = self._connector_id(payload, zero=True)
        return await self._send("ChangeAvailability", {"connectorId": connector_id, "type": kind})

    async def _reset(self, payload: Payload) -> Payload:
        kind = payload.get("type")
        if kind not in ("Hard", "Soft"):
            raise CommandRejectedError("Rejected")
        return await self._send("Reset", {"type": kind})

    async def _trigger(self, payload: Payload) -> Payload:
        wanted = payload.get("requestedMessage")
        connector_id = integer(payload.get("connectorId"))
        if wanted == "BootNotification":
            self._link.boot_again()
        elif wanted == "StatusNotification":
            self._link.report_statuses(connector_id)
        elif wanted == "Heartbeat":
            self._link.beat()
        elif wanted == "MeterValues":
            asked: Payload = {"requestedMessage": wanted}
            if "connectorId" in payload:
                asked["connectorId"] = self._connector_id(payload, zero=True)
            return await self._send("TriggerMessage", asked)
        else:
            return {"status": "NotImplemented"}
        return {"status": "Accepted"}

    async def _set_charging_profile(self, payload: Payload) -> Payload:
        profile = payload.get("csChargingProfiles")
        if isinstance(profile, Mapping) and profile.get("transactionId") is not None:
            self._check_running(payload, self._session(profile["transactionId"]))
        return {"status": await self._ceilings.set(self._link.charge_point_id, payload)}

    def _check_running(self, payload: Payload, session: RelayedSession) -> None:
        """Raise CommandRejectedError for a session that does not run on the connector of the request."""
        charge_point = self._charge_point()
        connector_id = self._connector_id(payload)
        transaction = charge_point and charge_point.connectors[connector_id].transaction
        if not transaction or transaction.transaction_id != session.transaction_id:
            raise CommandRejectedError("Rejected")

    async def _clear_charging_profile(self, payload: Payload) -> Payload:
        return {"status": await self._ceilings.clear(self._link.charge_point_id, payload)}

    # --- configuration ----------------------------------------------------------------------------

    async def _change_configuration(self, payload: Payload) -> Payload:
        """Take what concerns the back end's own connection; send what is allowed to the charger."""
        key, value = text(payload.get("key"), 50), payload.get("value")
        if key is None:
            return {"status": "NotSupported"}
        told = text(value, _MAX_VALUE)
        allowed = key.casefold() in {each.casefold() for each in self._rules.configuration_keys}
        own = key.casefold() in (METER_INTERVAL.casefold(), HEARTBEAT_INTERVAL.casefold())
        if allowed and not own and not holds_secret(key) and told is not None:
            return await self._send("ChangeConfiguration", {"key": key, "value": told})
        status = self._link.configuration.change(key, value)
        if status == "Accepted":
            self._host.remember()
            self._link.wake()
        return {"status": status}

    async def _get_configuration(self, payload: Payload) -> Payload:
        """Read the charger's configuration, without secrets and addresses."""
        keys = payload.get("key")
        wanted = (
            [told for each in keys[:_MAX_KEYS] if (told := text(each, 50))]
            if isinstance(keys, list)
            else []
        )
        asked: Payload = {"key": wanted} if wanted else {}
        answer = await self._host.port.send(self._link.charge_point_id, "GetConfiguration", asked)
        entries = answer.get("configurationKey")
        shown = [
            _shown(each)
            for each in (entries if isinstance(entries, list) else [])
            if isinstance(each, Mapping)
        ]
        unknown = answer.get("unknownKey")
        read: Payload = {"configurationKey": [each for each in shown if each]}
        return read | {"unknownKey": unknown} if isinstance(unknown, list) and unknown else read

    async def _clear_cache(self, payload: Payload) -> Payload:
        """Forget what the back end said of cards: nothing else is a cache of it."""
        if not self._rules.asks_cards:
            return {"status": "Rejected"}
        self._cards.clear()
        return {"status": "Accepted"}


def _shown(entry: Mapping[str, Any]) -> Payload:
    """Return a configuration key for a back end: without its value where that is a secret, or where it leads to us."""
    key = text(entry.get("key"), 50)
    if key is None:
        return {}
    shown: Payload = {"key": key, "readonly": bool(entry.get("readonly", True))}
    value = text(entry.get("value"), _MAX_VALUE)
    if value is not None and not holds_secret(key) and "://" not in value:
        shown["value"] = value
    return shown


def _code(code: str) -> ErrorCode:
    try:
        return ErrorCode(code)
    except ValueError:
        return ErrorCode.GENERIC_ERROR
