"""Unknown charge points: kept connected but not trusted until a user confirms them (decision 4)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from .station import Link

MAX_UNKNOWN = 20
"""How many unknown charge points are kept; for one more, another is dropped, see `surplus`."""
MAX_NAMELESS = 100
"""How many connections may wait for the BootNotification that gives their identity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownChargePoint:
    """What an unknown charge point has told about itself; text is bounded and printable."""

    charge_point_id: str
    remote_address: str
    first_seen: datetime
    vendor: str | None = None
    model: str | None = None
    serial_number: str | None = None
    firmware_version: str | None = None


@dataclass(slots=True, kw_only=True)
class _PendingIdentity:
    """The place of an unknown identity: its link, or None since `left_at`; times are the event loop's."""

    link: Link | None
    since: float
    left_at: float = 0.0
    is_told_of: bool = False


@dataclass(slots=True)
class PendingChargePoints:
    """The unknown charge points and the connections without identity, bounded in number; publishes no events."""

    max_unknown: int = MAX_UNKNOWN
    max_nameless: int = MAX_NAMELESS
    _unknown: dict[str, UnknownChargePoint] = field(default_factory=dict)
    _places: dict[str, _PendingIdentity] = field(default_factory=dict)
    _nameless: list[Link] = field(default_factory=list)

    @property
    def unknown(self) -> Mapping[str, UnknownChargePoint]:
        """The unknown charge points by identity, those that left lately included."""
        return MappingProxyType(self._unknown)

    def link_of(self, identity: str) -> Link | None:
        """Return the link of an unknown charge point, None where it is not connected."""
        place = self._places.get(identity)
        return None if place is None else place.link

    def hold(self, link: Link, unknown: UnknownChargePoint, *, now: float) -> Link | None:
        """Give `link` the place of its identity; return the link that had it before."""
        identity = unknown.charge_point_id
        place = self._places.setdefault(identity, _PendingIdentity(link=None, since=now))
        before, place.link = place.link, link
        self._unknown[identity] = unknown
        return before

    def silent(self, *, now: float, after_s: float) -> list[UnknownChargePoint]:
        """Return the charge points that have been here for `after_s` and were never announced; each once."""
        silent = []
        for identity, place in self._places.items():
            if place.link and not place.is_told_of and now - place.since >= after_s:
                place.is_told_of = True
                silent.append(self._unknown[identity])
        return silent

    def tell(self, unknown: UnknownChargePoint) -> bool:
        """Store what an unknown charge point told about itself; return False where nothing changed."""
        if self._unknown.get(unknown.charge_point_id) == unknown:
            return False
        self._unknown[unknown.charge_point_id] = unknown
        self._places[unknown.charge_point_id].is_told_of = True
        return True

    def leave(self, link: Link, *, now: float) -> None:
        """Note that a connection closed; its charge point keeps its place until `forget`."""
        if link in self._nameless:
            self._nameless.remove(link)
        place = self._places.get(link.identity or "")
        if place is not None and place.link is link:
            place.link = None
            place.left_at = now

    def forget(self, identity: str) -> Link | None:
        """Remove the place of `identity`; return its link."""
        link = self.link_of(identity)
        self._places.pop(identity, None)
        self._unknown.pop(identity, None)
        return link

    def gone(self, *, now: float, grace_s: float) -> list[str]:
        """Return the identities that left at least `grace_s` ago."""
        return [
            identity
            for identity, place in self._places.items()
            if place.link is None and now - place.left_at >= grace_s
        ]

    def surplus(self, newcomer: Link) -> str | None:
        """Return the identity that must make room for another, None where there is room.

        One that left goes first, then the longest idle one of the address with most: no address can displace the others.
        """
        if len(self._places) < self.max_unknown:
            return None
        if left := [key for key, place in self._places.items() if place.link is None]:
            return min(left, key=lambda identity: self._places[identity].left_at)
        links = {place.link: identity for identity, place in self._places.items()}
        return links[_crowd([link for link in links if link is not None], newcomer)]

    # ---- connections without an identity

    def add_nameless(self, link: Link) -> Link | None:
        """Add a connection without identity; return the one that must be closed for it, None where there is room."""
        surplus = None
        if len(self._nameless) >= self.max_nameless:
            surplus = _crowd(self._nameless, link)
            self._nameless.remove(surplus)
        self._nameless.append(link)
        return surplus


def _crowd(links: list[Link], newcomer: Link) -> Link:
    """Return the longest idle link of the address that has most links, the newcomer counted."""
    addresses = Counter(link.connection.remote_address for link in (*links, newcomer))
    return min(links, key=lambda link: (-addresses[link.connection.remote_address], link.heard_at))
