"""Every exception of plug_control, under one root.

PlugControlError
├── ListenerError             the port cannot be bound
├── FrameError                a text is no OCPP-J frame
├── PayloadError              a message lacks something that it must have, or cannot be accepted
├── DialError                 another central system cannot be reached, or does not take us
└── CommandError              a command was not carried out
    ├── OfflineError          the charge point is not connected, or disconnected before it answered
    ├── CallTimeoutError      no answer in time
    ├── CallErrorReceived     the charge point answered with a CALLERROR
    ├── QueueFullError        too many commands are waiting for this charge point
    ├── AnswerUnreadableError the answer lacks a required field
    ├── CommandRejectedError  the charge point answered with a status other than success
    │   └── StillFinishingError   … to a start, while the cable of the last charge is still plugged in
    └── NotPossibleError      the command makes no sense now, nothing was sent
"""

from enum import StrEnum
from typing import Self, override


class ErrorCode(StrEnum):
    """The error codes of a CALLERROR as OCPP 1.6-J spells them (R8)."""

    NOT_IMPLEMENTED = "NotImplemented"
    NOT_SUPPORTED = "NotSupported"
    INTERNAL_ERROR = "InternalError"
    PROTOCOL_ERROR = "ProtocolError"
    SECURITY_ERROR = "SecurityError"
    FORMATION_VIOLATION = "FormationViolation"
    PROPERTY_CONSTRAINT_VIOLATION = "PropertyConstraintViolation"
    OCCURENCE_CONSTRAINT_VIOLATION = "OccurenceConstraintViolation"
    TYPE_CONSTRAINT_VIOLATION = "TypeConstraintViolation"
    GENERIC_ERROR = "GenericError"


class NotPossible(StrEnum):
    """Why a command was not sent."""

    UNKNOWN_CHARGE_POINT = "unknown_charge_point"
    UNKNOWN_CONNECTOR = "unknown_connector"
    NO_TRANSACTION = "no_transaction"
    ALREADY_CHARGING = "already_charging"
    ALREADY_ACCEPTED = "already_accepted"
    """TriggerMessage(BootNotification) to an accepted charge point (R13)."""
    PROFILE_NOT_ALLOWED = "profile_not_allowed"
    """The purpose of a charging profile is not allowed there (R23, R24)."""
    NOT_ACCEPTED = "not_accepted"
    NOT_PLUGGED_IN = "not_plugged_in"
    LIMIT_OUT_OF_RANGE = "limit_out_of_range"
    LIMIT_NOT_SUPPORTED = "limit_not_supported"
    RESERVATION_STARTS_CHARGE = "reservation_starts_charge"
    NO_RESERVATION = "no_reservation"
    IN_THE_PAST = "in_the_past"
    INVALID_ID_TAG = "invalid_id_tag"
    NEVER_ANSWERED = "never_answered"
    """This model never answers the action."""


class Trouble(StrEnum):
    """Why another central system cannot be reached, or does not take us as a charge point."""

    URL = "url"
    """The URL is none of a websocket."""
    DNS = "dns"
    """The host's name is unknown."""
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    """The host does not answer."""
    TLS = "tls"
    """The TLS handshake failed for another reason than the certificate."""
    CERTIFICATE = "certificate"
    """The other side's certificate does not count here."""
    OWN_CERTIFICATE = "own_certificate"
    """Our own certificate, its key or the file of authorities cannot be used."""
    UNAUTHORIZED = "unauthorized"
    """HTTP 401 or 403: the password, the client certificate or the identity is wrong."""
    NOT_FOUND = "not_found"
    """HTTP 404: the path is wrong or the identity unknown (R1)."""
    DUPLICATE = "duplicate"
    """HTTP 409: a charge point with this identity is connected there."""
    HTTP = "http"
    """Another HTTP status; the detail says which."""
    NO_WEBSOCKET = "no_websocket"
    """What answers there speaks no websocket."""
    SUBPROTOCOL = "subprotocol"
    """It does not speak OCPP 1.6."""
    CLOSED = "closed"
    """It closed the connection; the detail is its reason."""
    NO_ANSWER = "no_answer"
    """It took the connection, and answers no message."""
    BOOT_PENDING = "boot_pending"
    BOOT_REJECTED = "boot_rejected"
    BOOT_ERROR = "boot_error"
    """It answered the BootNotification with a CALLERROR, or unreadably."""


class PlugControlError(Exception):
    """Root of all exceptions of plug_control."""


class ListenerError(PlugControlError):
    """The port cannot be bound."""

    def __init__(self, host: str | None, port: int, reason: str) -> None:
        super().__init__(f"cannot listen on {host or 'all addresses'}, port {port}: {reason}")
        self.host = host
        self.port = port
        self.reason = reason


class FrameError(PlugControlError):
    """A text is no OCPP-J frame; `message_id` is None where it is unreadable, `is_answer` tells an answer from a CALL."""

    def __init__(
        self,
        description: str,
        *,
        code: ErrorCode = ErrorCode.FORMATION_VIOLATION,
        message_id: str | None = None,
        is_answer: bool = False,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.message_id = message_id
        self.is_answer = is_answer


class PayloadError(PlugControlError):
    """A message cannot be read or accepted; the answer is a CALLERROR with this code."""

    def __init__(self, code: ErrorCode, description: str, field: str | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.field = field


class DialError(PlugControlError):
    """Another central system cannot be reached, or does not take us; `detail` is printable, foreign text."""

    def __init__(
        self, trouble: Trouble, detail: str = "", *, retry_after_s: float | None = None
    ) -> None:
        super().__init__(f"{trouble.value}: {detail}" if detail else trouble.value)
        self.trouble = trouble
        self.detail = detail
        self.retry_after_s = retry_after_s
        """When it said that we may come again."""


class CommandError(PlugControlError):
    """A command was not carried out; the caller that knows charge point and action sets them with `about`."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.charge_point_id: str | None = None
        self.action: str | None = None

    def about(self, charge_point_id: str, action: str) -> Self:
        """Set the charge point and the action that it is about; return the error."""
        self.charge_point_id = charge_point_id
        self.action = action
        return self

    @property
    def said(self) -> str:
        """What went wrong, without the charge point's name."""
        return super().__str__()

    @override
    def __str__(self) -> str:
        """Name the charge point and the action where they are known."""
        where = " ".join(part for part in (self.charge_point_id, self.action) if part)
        return f"{where}: {self.said}" if where else self.said


class OfflineError(CommandError):
    """The charge point is not connected, or disconnected before it answered; `sent`: whether the command went out."""

    def __init__(self, reason: str = "not connected", *, sent: bool = False) -> None:
        super().__init__(reason)
        self.sent = sent


class CallTimeoutError(CommandError):
    """No answer came within `timeout_s`."""

    def __init__(self, timeout_s: float) -> None:
        super().__init__(f"no answer within {timeout_s:g} s")
        self.timeout_s = timeout_s


class CallErrorReceived(CommandError):
    """The charge point answered with a CALLERROR; `code` and `description` are bounded and printable."""

    def __init__(self, code: str, description: str) -> None:
        super().__init__(f"{code}: {description}" if description else code)
        self.code = code
        self.description = description


class QueueFullError(CommandError):
    """Too many commands are waiting for this charge point."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} commands are waiting already")
        self.waiting = waiting


class AnswerUnreadableError(CommandError):
    """The answer lacks a required field, or it cannot be read."""


class CommandRejectedError(CommandError):
    """The charge point answered with a `status` other than success ("Rejected", "NotSupported", "Occupied", …)."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class StillFinishingError(CommandRejectedError):
    """A start was rejected while the connector is Finishing: the cable of the last charge is still plugged in."""


class NotPossibleError(CommandError):
    """The command makes no sense now, for `reason`; nothing was sent."""

    def __init__(self, reason: NotPossible, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail


NOT_DONE = (CommandRejectedError, CallErrorReceived, NotPossibleError, QueueFullError)
"""Errors after which the charge point has certainly not carried out the command; after others it may have."""


def may_be_done(error: CommandError) -> bool:
    """Return whether the charge point may have carried out the command that raised `error`."""
    return error.sent if isinstance(error, OfflineError) else not isinstance(error, NOT_DONE)
