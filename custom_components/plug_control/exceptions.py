"""Translate errors of commands into Home Assistant's, with the charge point's name and its answer."""

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from .central_system.wire import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    NotPossibleError,
    OfflineError,
    QueueFullError,
    StillFinishingError,
)
from .const import DOMAIN

_KEYS: dict[type[CommandError], str] = {
    OfflineError: "offline",
    CallTimeoutError: "call_timeout",
    CallErrorReceived: "call_error",
    QueueFullError: "queue_full",
    AnswerUnreadableError: "answer_unreadable",
    CommandRejectedError: "command_rejected",
    StillFinishingError: "still_finishing",
}


_REFUSALS = {
    ("ReserveNow", "Occupied"): "reserve_occupied",
    ("ReserveNow", "Faulted"): "reserve_faulted",
    ("ReserveNow", "Unavailable"): "reserve_unavailable",
    ("ReserveNow", "Rejected"): "reserve_rejected",
    ("CancelReservation", "Rejected"): "reservation_unknown",
}
"""What a charger means by a status that it refuses an action with."""


def home_assistant_error(error: CommandError, charge_point: str) -> HomeAssistantError:
    """Return `error` as a translated error; `charge_point` is the charge point's name.

    A NotPossibleError, raised before anything was sent, becomes a ServiceValidationError.
    """
    placeholders = {
        "charge_point": charge_point,
        "action": error.action or "OCPP",
        "status": error.said,
    }
    if isinstance(error, CallTimeoutError):
        placeholders["timeout"] = f"{error.timeout_s:g}"
    if isinstance(error, NotPossibleError):
        return ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=error.reason.value,
            translation_placeholders=placeholders,
        )
    key = _KEYS.get(type(error), "command_failed")
    if type(error) is CommandRejectedError:
        key = _REFUSALS.get((error.action or "", error.status), key)
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )
