"""Settings of the central system and of each charge point."""

from dataclasses import dataclass
from enum import StrEnum


class UnknownChargePoints(StrEnum):
    """What to do with a charge point that is not configured."""

    ASK = "ask"
    REFUSE = "refuse"


class WhoMayCharge(StrEnum):
    """Whose card starts a charge."""

    CARDS = "cards"
    ANYONE = "anyone"


class OfflineCharging(StrEnum):
    """Who may charge while the charge point cannot reach the central system."""

    AS_ONLINE = "as_online"
    """Registered cards; anyone where anyone may charge."""
    REGISTERED = "registered"
    ANYONE = "anyone"
    NOBODY = "nobody"


class CardMemory(StrEnum):
    """Whether a charge point remembers cards that were accepted (AuthorizationCacheEnabled)."""

    UNCHANGED = "unchanged"
    """As it is set in the charge point."""
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralSystemSettings:
    """Settings of the central system; a `host` of None listens on all addresses."""

    host: str | None = None
    port: int = 9016
    second_port: int | None = None
    heartbeat_interval_s: int = 300
    meter_interval_s: int = 60
    unknown_charge_points: UnknownChargePoints = UnknownChargePoints.ASK
    require_subprotocol: bool = True
    remote_id_tag: str = "HOMEASSISTANT"
    """The idTag of remote starts, at most 20 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePointSettings:
    """Settings of one charge point."""

    charge_point_id: str
    password: str | None = None
    security_profile: int = 0
    """The security profile that the user wants it to have."""
    reached_profile: int = 0
    """The highest one, up to `security_profile`, with which it has connected: below it, it is refused (R5)."""
    phases: int = 3
    maximum_current_a: int = 32
    who_may_charge: WhoMayCharge = WhoMayCharge.CARDS
    start_when_plugged_in: bool = False
    remote_id_tag: str | None = None
    """The only idTag with which it takes a remote start, at most 20 characters; None: any."""
    offline_charging: OfflineCharging = OfflineCharging.AS_ONLINE
    local_list: bool = True
    """Keep the registered cards in the charge point's own list."""
    decides_alone: bool = False
    """It lets cards that it knows charge without asking, also while connected (LocalPreAuthorize)."""
    card_memory: CardMemory = CardMemory.UNCHANGED
    leave_configuration_alone: bool = False
