"""Switches: charging, settings of smart charging, and availability."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .central_system.central_system import CentralSystem
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entities.back_ends import BackEndEntity, async_setup_back_ends
from .entities.wishes import WishDescription, WishEntity, charging_entities
from .entity import (
    DescribedEntity,
    PlugControlDescription,
    PlugControlEntity,
    Source,
    async_setup_dynamic,
    described_entities,
    translates_errors,
)
from .model.charge_point import ChargePoint
from .model.connector import Connector, ConnectorStatus
from .model.events import ConnectorChanged, Event, ReadingsChanged
from .relay.settings import BackEndSettings
from .relay.state import BackEndState

PARALLEL_UPDATES = 0  # A session sends one CALL at a time; a charger that hangs delays no other.


@dataclass(frozen=True, kw_only=True)
class PlugControlSwitchDescription[SourceT: Source](
    SwitchEntityDescription, PlugControlDescription[SourceT]
):
    """Describes a switch; `set_fn` gets the charge point's identity, the source, and the user who switches."""

    is_on_fn: Callable[[SourceT], bool | None]
    set_fn: Callable[[CentralSystem, str, SourceT, bool, str | None], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class WishSwitchDescription(SwitchEntityDescription, WishDescription):
    """Describes a switch of smart charging."""


def _is_in_service(charge_point: ChargePoint) -> bool | None:
    """Return whether a charge point is in service, by its own status or else by its connectors' (C2EU reports no own)."""
    if charge_point.status is not None:
        return charge_point.status != ConnectorStatus.UNAVAILABLE
    states = [_is_operative(connector) for connector in charge_point.connectors.values()]
    return True if True in states else False if False in states else None


def _is_operative(connector: Connector) -> bool | None:
    return None if connector.status is None else connector.status != ConnectorStatus.UNAVAILABLE


def _charge(
    central_system: CentralSystem,
    charge_point_id: str,
    connector: Connector,
    on: bool,
    user_id: str | None,
) -> Awaitable[None]:
    if not on:
        return central_system.user_commands.stop_charging(charge_point_id, connector.connector_id)
    return central_system.user_commands.start_charging(
        charge_point_id, connector.connector_id, user_id=user_id
    )


CHARGE_POINT_SWITCHES = (
    PlugControlSwitchDescription[ChargePoint](
        key="availability",
        translation_key="availability",
        entity_category=EntityCategory.CONFIG,
        is_on_fn=_is_in_service,
        set_fn=lambda central_system, charge_point_id, _, on, user_id: (
            central_system.commands.set_availability(charge_point_id, None, on)
        ),
    ),
)

CONNECTOR_SWITCHES = (
    PlugControlSwitchDescription[Connector](
        key="charging",
        translation_key="charging",
        is_on_fn=lambda connector: connector.transaction is not None,
        set_fn=_charge,
    ),
    PlugControlSwitchDescription[Connector](
        key="availability",
        translation_key="connector_availability",
        entity_category=EntityCategory.CONFIG,
        entity_registry_enabled_default=False,  # With one connector, the charge point's switch is enough.
        is_on_fn=_is_operative,
        set_fn=lambda central_system, charge_point_id, connector, on, user_id: (
            central_system.commands.set_availability(charge_point_id, connector.connector_id, on)
        ),
    ),
)

WISH_SWITCHES = (
    WishSwitchDescription(key="boost", translation_key="boost", wish="boost"),
    WishSwitchDescription(key="plan", translation_key="plan", wish="plan"),
    WishSwitchDescription(
        key="charge_when_cheap",
        translation_key="charge_when_cheap",
        wish="charge_when_cheap",
        offered_fn=lambda controller, _: controller.has_prices,
    ),
)


BACK_END_PAUSE = SwitchEntityDescription(
    key="pause", translation_key="back_end_pause", entity_category=EntityCategory.CONFIG
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switches of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)
    async_setup_back_ends(entry, async_add_entities, _build_back_end)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    yield from described_entities(coordinator, PlugControlSwitch, connector=CONNECTOR_SWITCHES)
    yield from described_entities(
        coordinator, ChargePointSwitch, charge_point=CHARGE_POINT_SWITCHES
    )
    yield from charging_entities(coordinator, WishSwitch, WISH_SWITCHES)


def _build_back_end(
    entry: PlugControlConfigEntry, back_end: BackEndSettings
) -> Iterator[BackEndEntity]:
    yield BackEndPause(entry, back_end, BACK_END_PAUSE)


class PlugControlSwitch[SourceT: Source](DescribedEntity[SourceT], SwitchEntity):
    """A switch of a charge point or a connector."""

    entity_description: PlugControlSwitchDescription[SourceT]

    @callback
    @override
    def refresh(self) -> object:
        """Take the state from the model."""
        self._attr_is_on = is_on = self.entity_description.is_on_fn(self.source)
        return is_on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Send the command that switches it on; raises HomeAssistantError."""
        await self._set(on=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Send the command that switches it off; raises HomeAssistantError."""
        await self._set(on=False)

    @translates_errors
    async def _set(self, *, on: bool) -> None:
        coordinator = self.coordinator
        await self.entity_description.set_fn(
            coordinator.central_system,
            coordinator.charge_point_id,
            self.source,
            on,
            None if self._context is None else self._context.user_id,
        )


class ChargePointSwitch(PlugControlSwitch[ChargePoint]):
    """A switch of a charge point; its state may follow from its connectors' statuses."""

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for changes of the connectors, too."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.async_add_event_listener(self._async_handle_event))

    @callback
    def _async_handle_event(self, event: Event) -> None:
        if isinstance(event, ConnectorChanged) and not isinstance(event, ReadingsChanged):
            self._async_update()


class WishSwitch(WishEntity, SwitchEntity):
    """A wish that is on or off."""

    entity_description: WishSwitchDescription

    @callback
    @override
    def refresh(self) -> object:
        """Take the wish."""
        self._attr_is_on = wished = self.wished
        return wished

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Set the wish."""
        await self.async_wish(True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Clear the wish."""
        await self.async_wish(False)


class BackEndPause(BackEndEntity, SwitchEntity):
    """Whether a back end is paused: nothing is sent to it, and what it is to hear of waits."""

    @override
    def _take(self, state: BackEndState) -> object:
        self._attr_is_on = is_on = state.paused
        return is_on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Pause the back end."""
        self._back_ends.async_pause(self._back_end_id, paused=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Let the back end go on."""
        self._back_ends.async_pause(self._back_end_id, paused=False)
