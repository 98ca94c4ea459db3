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


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralSystemSettings:
    """Settings of the central system; a `host` of None listens on all addresses."""

    host: str | None = None
    port: int = 9016
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
    phases: int = 3
    maximum_current_a: int = 32
    who_may_charge: WhoMayCharge = WhoMayCharge.CARDS
    start_when_plugged_in: bool = False
    remote_id_tag: str | None = None
    """The only idTag with which it takes a remote start, at most 20 characters; None: any."""
    leave_configuration_alone: bool = False
