"""What of the wire shows above the central system: identities, open connections and their last frames."""

from custom_components.plug_control.protocol.authentication import (
    IdentityError,
    identity_of,
    is_identity,
)
from custom_components.plug_control.protocol.connection import Connection, KeptFrame
from custom_components.plug_control.protocol.session import Direction

__all__ = ["Connection", "Direction", "IdentityError", "KeptFrame", "identity_of", "is_identity"]
