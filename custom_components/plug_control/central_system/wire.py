"""Re-exports of what other packages need of the protocol: identities, connections, kept frames, errors."""

from custom_components.plug_control.protocol.authentication import (
    IdentityError,
    identity_of,
    is_identity,
)
from custom_components.plug_control.protocol.call_session import Direction
from custom_components.plug_control.protocol.connection import Connection, KeptFrame
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
    may_be_done,
)
from custom_components.plug_control.protocol.values import SECRET_NAME

__all__ = [
    "SECRET_NAME",
    "AnswerUnreadableError",
    "CallErrorReceived",
    "CallTimeoutError",
    "CommandError",
    "CommandRejectedError",
    "Connection",
    "Direction",
    "IdentityError",
    "KeptFrame",
    "ListenerError",
    "NotPossible",
    "NotPossibleError",
    "OfflineError",
    "PlugControlError",
    "QueueFullError",
    "StillFinishingError",
    "identity_of",
    "is_identity",
    "may_be_done",
]
