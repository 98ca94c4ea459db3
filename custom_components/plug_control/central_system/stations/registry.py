"""Find configured and unknown charge points by identity, and links by connection."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import override

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.protocol.listener import Connection

from .pending import PendingChargePoints, UnknownChargePoint
from .station import Link, Station


@dataclass(slots=True, kw_only=True)
class Registry:
    """Charge points by identity and links by connection."""

    stations: dict[str, Station] = field(default_factory=dict)
    pending_charge_points: PendingChargePoints = field(default_factory=PendingChargePoints)
    links: dict[Connection, Link] = field(default_factory=dict)

    @property
    def charge_points(self) -> Mapping[str, ChargePoint]:
        """The models of the configured charge points by identity."""
        return ChargePoints(self.stations)

    def about(self, identity: str) -> ChargePoint | UnknownChargePoint | None:
        """Return what a configured or unknown charge point told about itself; None for another identity."""
        if (station := self.stations.get(identity)) is not None:
            return station.charge_point
        return self.pending_charge_points.unknown.get(identity)

    def connection_of(self, identity: str) -> Connection | None:
        """Return the open connection of a configured charge point; None where it is offline or not configured any more."""
        station = self.stations.get(identity)
        return None if station is None else station.connection

    def occupant(self, identity: str) -> Link | None:
        """Return the link that has `identity` now, of a configured or an unknown charge point."""
        if (station := self.stations.get(identity)) is not None:
            return station.link
        return self.pending_charge_points.link_of(identity)


class ChargePoints(Mapping[str, ChargePoint]):
    """A read-only view of the models of the configured charge points."""

    def __init__(self, stations: Mapping[str, Station]) -> None:
        self._stations = stations

    @override
    def __getitem__(self, charge_point_id: str) -> ChargePoint:
        return self._stations[charge_point_id].charge_point

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._stations)

    @override
    def __len__(self) -> int:
        return len(self._stations)
