"""Share the surplus: by priority, then evenly."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby


class SurplusUse(Enum):
    """What a connector does with surplus."""

    CHARGING = auto()
    """It draws, and is left its minimum before anyone is given more."""
    WAITING = auto()
    """It would begin; those that wait behind it reckon with that."""
    IDLE = auto()
    """It may, but its car does not draw: nobody waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusClaim:
    """A connector that would take surplus."""

    connector: str
    priority: int
    """More is earlier."""
    minimum_w: float
    maximum_w: float
    standing: SurplusUse


def share_surplus(surplus_w: float, claims: Sequence[SurplusClaim]) -> dict[str, float]:
    """Return what of the surplus each connector may reckon with; one that does not charge: what would be its if it began."""
    offers: dict[str, float] = {}
    left_w = surplus_w
    promised_w = 0.0
    behind_w = _minimums_w([one for one in claims if one.standing is SurplusUse.CHARGING])
    ordered = sorted(claims, key=lambda one: (-one.priority, one.maximum_w))
    for _, level in groupby(ordered, key=lambda one: one.priority):
        members = list(level)
        charging = [one for one in members if one.standing is SurplusUse.CHARGING]
        reserved_w = _minimums_w(charging)
        behind_w -= reserved_w
        others = [one for one in members if one.standing is not SurplusUse.CHARGING]
        for one in others:
            room_w = left_w - promised_w - reserved_w
            even_w = (left_w - behind_w) / (len(charging) + 1)
            offers[one.connector] = _offer_w(one, room_w, min(even_w, room_w - behind_w))
            if one.standing is SurplusUse.WAITING and offers[one.connector] >= one.minimum_w:
                promised_w += one.minimum_w
        left_w = _share_level(charging, left_w, behind_w, offers)
    return offers


def _share_level(
    charging: Sequence[SurplusClaim], left_w: float, behind_w: float, offers: dict[str, float]
) -> float:
    """Share among those of one priority that charge, the smallest first; return what is left."""
    to_come_w = _minimums_w(charging)
    for place, one in enumerate(charging):
        to_come_w -= one.minimum_w
        even_w = (left_w - behind_w) / (len(charging) - place)
        offer_w = _offer_w(one, left_w, min(even_w, left_w - behind_w - to_come_w))
        offers[one.connector] = offer_w
        left_w -= max(offer_w, 0.0)
    return left_w


def _minimums_w(claims: Sequence[SurplusClaim]) -> float:
    return sum(one.minimum_w for one in claims)


def _offer_w(claim: SurplusClaim, left_w: float, fair_w: float) -> float:
    """Return the fair part, but of what is left up to the minimum, and never more than the connector takes."""
    return min(claim.maximum_w, max(fair_w, min(left_w, claim.minimum_w)))
