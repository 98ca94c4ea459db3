"""What the platforms share: entities made from tables of descriptions."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, override

from homeassistant.helpers.entity import EntityDescription

from custom_components.plug_control.coordinator import ChargePointCoordinator, Followed
from custom_components.plug_control.entity import PlugControlEntity
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector

type Source = ChargePoint | Connector


@dataclass(frozen=True, kw_only=True)
class PlugControlDescription[SourceT: Source](EntityDescription):
    """Describes an entity of a charge point or of a connector, whichever `SourceT` is."""

    has_fn: Callable[[SourceT], bool] = lambda _: True
    """Whether this charger can report it; what it never sent gets no entity."""
    keeps: bool = False
    """Whether the state stays known while the charge point is offline."""
    follows: Collection[Followed] = ()
    """What of the readings it shows."""


class DescribedEntity[SourceT: Source](PlugControlEntity):
    """An entity that shows something of `source`, as its description says."""

    __slots__ = ("follows", "source")
    entity_description: PlugControlDescription[SourceT]

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: PlugControlDescription[SourceT],
        source: SourceT,
        connector_id: int | None = None,
    ) -> None:
        """Show `source`: the coordinator's charge point, or its connector `connector_id`."""
        super().__init__(coordinator, description, connector_id)
        self.source = source
        self.follows = description.follows

    @property
    @override
    def available(self) -> bool:
        """Whether the state is known: always, or while the charge point is connected."""
        return self.entity_description.keeps or self.coordinator.available


def described_entities(
    coordinator: ChargePointCoordinator,
    entity_class: type[DescribedEntity[Any]],
    *,
    charge_point: Iterable[PlugControlDescription[ChargePoint]] = (),
    connector: Iterable[PlugControlDescription[Connector]] = (),
) -> Iterator[PlugControlEntity]:
    """Yield an entity for everything described that the charge point and its connectors can report."""
    source = coordinator.charge_point
    for described in charge_point:
        if described.has_fn(source):
            yield entity_class(coordinator, described, source)
    for connector_id, each in coordinator.connectors.items():
        for description in connector:
            if description.has_fn(each):
                yield entity_class(coordinator, description, each, connector_id)
