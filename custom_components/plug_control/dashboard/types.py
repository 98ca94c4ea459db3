"""The site, charge points, connectors and people that the dashboard shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

type Card = dict[str, Any]
"""A card, section or view in Lovelace's configuration."""
type Entities = Mapping[str, str]
"""Entity ids by platform and key, such as `sensor.power`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardSite:
    """The entity ids of the house's sensors; None is not shown."""

    solar: str | None = None
    grid: str | None = None
    grid_import: str | None = None
    grid_export: str | None = None
    battery: str | None = None
    battery_soc: str | None = None
    house: str | None = None
    price: str | None = None
    grid_inverted: bool = False
    """Whether the grid's power is positive during export."""
    battery_inverted: bool = False
    """Whether the battery's power is positive while it discharges."""
    has_power_flow: bool = False
    """Whether the energy preferences have power sensors, which Home Assistant's power flow card needs."""

    @property
    def powers(self) -> Iterator[tuple[str, str]]:
        """The word and the entity of each measured power."""
        for word in ("solar", "grid", "grid_import", "grid_export", "battery", "house"):
            entity_id = getattr(self, word)
            if entity_id is not None:
                yield word, entity_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardConnector:
    """A connector as the dashboard shows it."""

    name: str
    entities: Entities
    device_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardChargePoint:
    """A charge point as the dashboard shows it; `path` is the path of its view."""

    name: str
    path: str
    entities: Entities
    connectors: Sequence[DashboardConnector]

    def named(self) -> Iterator[tuple[str, DashboardConnector]]:
        """Yield each connector with its name to show: the charge point's if it is the only one."""
        for connector in self.connectors:
            if len(self.connectors) == 1:
                yield self.name, connector
            elif connector.name.startswith(self.name):
                yield connector.name, connector
            else:
                yield f"{self.name} · {connector.name}", connector


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardContents:
    """Everything that a dashboard shows; charge points in the order of display."""

    charge_points: Sequence[DashboardChargePoint]
    site: DashboardSite = field(default_factory=DashboardSite)
    people: Mapping[str, str] = field(default_factory=dict)
    """The names of people by the ids of their energy statistics."""

    def named(self) -> list[tuple[str, DashboardConnector]]:
        """Return all connectors with their names to show."""
        return [each for charge_point in self.charge_points for each in charge_point.named()]
