"""Share the surplus among connectors: by priority, then evenly."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby


class SurplusUse(Enum):
    """How a connector uses surplus."""

    CHARGING = auto()
    """It draws, and keeps its minimum before another gets more."""
    WAITING = auto()
    """It would start, and those that wait behind it leave it its minimum."""
    IDLE = auto()
    """It may charge, but its car does not draw; nothing is reserved for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusClaim:
    """A connector that would take surplus."""

    connector: str
    priority: int
    """Higher values come first."""
    minimum_w: float
    maximum_w: float
    standing: SurplusUse


def share_surplus(surplus_w: float, claims: Sequence[SurplusClaim]) -> dict[str, float]:
    """Return each connector's share of the surplus in W; one that does not charge gets the share that it would have."""
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
    """Share among the charging connectors of one priority, the smallest first; return the W that are left."""
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
    """Return the fair share in W, raised to the minimum where enough is left, at most what the connector takes."""
    return min(claim.maximum_w, max(fair_w, min(left_w, claim.minimum_w)))
