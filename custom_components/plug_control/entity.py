"""Base classes of the entities of all platforms."""

from abc import abstractmethod
import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from operator import attrgetter
from typing import Any, Concatenate, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.device_registry import ChildDeviceInfo, DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback, EntityPlatform
from homeassistant.util import slugify

from .central_system.wire import CommandError
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .device_layout import async_name_for_assist, connector_name
from .exceptions import home_assistant_error
from .listeners import Followed
from .model.charge_point import ChargePoint
from .model.connector import Connector, name_of

type Source = ChargePoint | Connector


def connector_unique_id(charge_point_id: str, connector_id: int, key: str) -> str:
    """Return the unique id of a connector's entity, by the key of its description."""
    return f"{name_of((charge_point_id, connector_id))}_{key}"


def connector_of(unique_id: str) -> tuple[str, int] | None:
    """Return the connector that an entity belongs to, by its unique id; None for a charge point's entity."""
    charge_point_id, _, rest = unique_id.rpartition("#")
    number = rest.partition("_")[0]
    return (charge_point_id, int(number)) if charge_point_id and number.isdecimal() else None


_SET_BY_HOME_ASSISTANT = (
    "_cached_friendly_name",
    "_on_remove",
    "_platform_state",
    "_removed_from_registry",
    "_state_info",
    "_unsub_device_updates",
    "_verified_state_writable",
    "device_entry",
    "entity_id",
    "hass",
    "parallel_updates",
    "platform",
    "platform_data",
    "registry_entry",
)
"""Attributes that Home Assistant sets on every entity, and has a default of for its class."""
_DEFAULTS = tuple(
    (name, getattr(Entity, name)) for name in _SET_BY_HOME_ASSISTANT if hasattr(Entity, name)
)


def described(name: str) -> Any:
    """Return a property that reads the field `name` of the entity's description; Home Assistant's own would copy it."""
    return property(attrgetter(f"entity_description.{name}"))


class SlimEntity(Entity):
    """An entity without a dictionary of fifty attributes, whose description says what never changes.

    A subclass implements `refresh`.
    """

    # Home Assistant sets some fifty attributes of an entity. With more than twenty, the dictionary of each entity has 1.6 kB.
    # So ours are slots, and so are those that every entity has; what all entities share are attributes of the class, and
    # what their description says are properties.
    __slots__ = (
        *_SET_BY_HOME_ASSISTANT,
        "_shown",
        "_unique_id",
        "entity_description",
        "internal_integration_suggested_object_id",
    )

    assumed_state = False
    attribution = None
    entity_picture = None
    entity_registry_visible_default = True
    force_update = False
    has_entity_name = True
    icon = None
    should_poll = False
    supported_features: int | None = None
    entity_category = described("entity_category")
    entity_registry_enabled_default = described("entity_registry_enabled_default")
    translation_key = described("translation_key")

    def __init__(self, description: EntityDescription, unique_id: str) -> None:
        """Be what `description` says."""
        for name, default in _DEFAULTS:
            setattr(self, name, default)
        self.entity_description = description
        self._unique_id = unique_id
        self._shown: object = None

    @property
    @override
    def unique_id(self) -> str:
        """The unique id."""
        return self._unique_id

    @callback
    @abstractmethod
    def refresh(self) -> object:
        """Take the state from the model into `_attr_…`; return the values it is made of: if they differ, it changed."""

    @callback
    def _async_update(self) -> None:
        """Write the state if it changed."""
        shown = (self.available, self.refresh())
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()


class PlugControlEntity(SlimEntity):
    """An entity of a charge point (`connector_id` None) or of one of its connectors.

    Commands of subclasses are decorated with `@translates_errors`.
    """

    __slots__ = ("connector_id", "coordinator")

    follows: Collection[Followed] = ()
    """The readings that the entity shows; it is not updated when only other readings changed."""

    def __init__(
        self,
        coordinator: ChargePointCoordinator,
        description: EntityDescription,
        connector_id: int | None = None,
    ) -> None:
        """Belong to `coordinator`'s charge point, or to its connector `connector_id`."""
        charge_point_id = coordinator.charge_point_id
        if connector_id is None:
            unique_id = f"{charge_point_id}_{description.key}"
        else:
            unique_id = connector_unique_id(charge_point_id, connector_id, description.key)
        super().__init__(description, unique_id)
        self.coordinator = coordinator
        self.connector_id = connector_id

    @property
    @override
    def device_info(self) -> DeviceInfo | ChildDeviceInfo:
        """The device of the charge point or of the connector; not stored, since Home Assistant reads it only once."""
        if self.connector_id is None:
            return self.coordinator.charge_point_device_info
        return self.coordinator.connector_device_info(self.connector_id)

    @callback
    @override
    def add_to_platform_start(
        self,
        hass: HomeAssistant,
        platform: EntityPlatform,
        parallel_updates: asyncio.Semaphore | None,
    ) -> None:
        """Set the entity id of a child device's entity: Home Assistant's own would name the charge point twice."""
        super().add_to_platform_start(hass, platform, parallel_updates)
        coordinator, connector_id = self.coordinator, self.connector_id
        if connector_id not in (None, coordinator.main_connector):
            name = connector_name(coordinator.device_name, connector_id)
            self.entity_id = f"{platform.domain}.{slugify(f'{name} {self.suggested_object_id}')}"

    @property
    @override
    def available(self) -> bool:
        """Whether the charge point is connected."""
        return self.coordinator.available

    @override
    async def async_added_to_hass(self) -> None:
        """Take the first state and listen for changes."""
        await super().async_added_to_hass()
        if self.registry_entry is not None:
            async_name_for_assist(self.hass, self.registry_entry)
        self._shown = (self.available, self.refresh())
        self.coordinator.async_add_listener(self._async_update, self.connector_id, self.follows)
        self.async_on_remove(self._async_stop_listening)

    @callback
    def _async_stop_listening(self) -> None:
        """Remove the listeners that `async_added_to_hass` added."""
        self.coordinator.async_remove_listener(self._async_update, self.connector_id, self.follows)


def translates_errors[E: PlugControlEntity, **P, R](
    command: Callable[Concatenate[E, P], Coroutine[Any, Any, R]],
) -> Callable[Concatenate[E, P], Coroutine[Any, Any, R]]:
    """Decorate an entity's command so that it raises a translated HomeAssistantError instead of a CommandError."""

    @wraps(command)
    async def translated(entity: E, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return await command(entity, *args, **kwargs)
        except CommandError as error:
            raise home_assistant_error(error, entity.coordinator.name) from error

    return translated


type Build = Callable[[ChargePointCoordinator], Iterable[PlugControlEntity]]


@callback
def async_setup_dynamic(
    entry: PlugControlConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback, build: Build
) -> None:
    """Add the entities that `build` returns for each charge point: now, when one is added, and when one has new data.

    `build` returns all entities that the charge point should have; those with a unique id that was added are dropped.
    """
    added: set[tuple[str, str | None]] = set()

    @callback
    def add(coordinator: ChargePointCoordinator) -> None:
        subentry_id = coordinator.subentry.subentry_id
        new = []
        for entity in build(coordinator):
            if (key := (subentry_id, entity.unique_id)) not in added:
                added.add(key)
                new.append(entity)
        if new:
            async_add_entities(new, config_subentry_id=subentry_id)

    entry.async_on_unload(entry.runtime_data.async_add_builder(add))


@dataclass(frozen=True, kw_only=True)
class PlugControlDescription[SourceT: Source](EntityDescription):
    """Describes an entity of a charge point or of a connector, whichever `SourceT` is."""

    has_fn: Callable[[SourceT], bool] = lambda _: True
    """Whether the source has the value; what a charger never reported gets no entity."""
    keeps: bool = False
    """Whether the state stays known while the charge point is offline."""
    follows: Collection[Followed] = ()
    """The readings that the entity shows."""


class DescribedEntity[SourceT: Source](PlugControlEntity):
    """An entity that shows a value of `source`, as its description defines."""

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
    """Yield the described entities of the charge point and its connectors whose `has_fn` is true."""
    source = coordinator.charge_point
    for described in charge_point:
        if described.has_fn(source):
            yield entity_class(coordinator, described, source)
    for connector_id, each in coordinator.connectors.items():
        for description in connector:
            if description.has_fn(each):
                yield entity_class(coordinator, description, each, connector_id)
