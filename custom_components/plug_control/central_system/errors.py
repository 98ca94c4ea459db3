"""The exceptions that commands and the listener raise, for those who build on the central system."""

from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    ListenerError,
    NotPossible,
    NotPossibleError,
    OfflineError,
    PlugControlError,
    QueueFullError,
    StillFinishingError,
)

__all__ = [
    "AnswerUnreadableError",
    "CallErrorReceived",
    "CallTimeoutError",
    "CommandError",
    "CommandRejectedError",
    "ListenerError",
    "NotPossible",
    "NotPossibleError",
    "OfflineError",
    "PlugControlError",
    "QueueFullError",
    "StillFinishingError",
]
