"""Whether a command that the user wrote himself takes a profile away that holds a limit (R25, R27); pure functions."""

from collections.abc import Collection

from ocpp.v16 import call
from ocpp.v16.datatypes import ChargingProfile
from ocpp.v16.enums import ChargingProfilePurposeType as Purpose

from .profiles import profile_id


def takes_away(message: object, connector_id: int, levels: Collection[int]) -> bool:
    """Whether a message clears or replaces what holds a connector's limit, whose profiles have one of these stack levels."""
    own = {profile_id(purpose, connector_id) for purpose in Purpose}
    if isinstance(message, call.ClearChargingProfile):
        if message.id is not None:
            return message.id in own
        here = message.connector_id in {None, 0, connector_id}
        level = message.stack_level
        return here and (level is None or not levels or level in levels)
    profile = getattr(message, "cs_charging_profiles", None)
    if isinstance(message, call.SetChargingProfile) and isinstance(profile, ChargingProfile):
        here = message.connector_id in {0, connector_id}
        return here and (profile.charging_profile_id in own or profile.stack_level in levels)
    return False
