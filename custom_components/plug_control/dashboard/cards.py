"""Cards of the dashboard: Home Assistant's own, and those of this integration."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from homeassistant.const import STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN

from .types import Card, DashboardConnector, Entities

HOURS_OF_HISTORY: Final = 24
HOURS_OF_EVENTS: Final = 168
ENTITY_NAME: Final[Mapping[str, str]] = {"type": "entity"}
"""Has a card show the entity's own name, without those of its devices."""
FULL_WIDTH: Final[Mapping[str, str]] = {"columns": "full"}
MAX_SPAN: Final = 4
"""Columns of the widest window."""
MOST_IN_LEGEND: Final = 12
"""Series whose names still fit under a graph; beyond that they are told apart by pointing at them."""

STATISTIC: Final = "statistic"
"""The key of the entity that has long-term statistics of energy; left out while the recorder has none."""

CONNECTOR_CARD: Final = "custom:plug-control-card"
SESSIONS_CARD: Final = "custom:plug-control-sessions-card"
CALL_CARD: Final = "custom:plug-control-call-card"
COUNTS_CARD: Final = "custom:plug-control-counts-card"
FOUND_CARD: Final = "custom:plug-control-found-card"
POWER_CARD: Final = "custom:plug-control-power-card"


def view(title: str, path: str, sections: Iterable[Card], *, icon: str | None = None) -> Card:
    """Return a view; its tab shows its name where there is no icon."""
    shown: Card = {"type": "sections", "title": title, "path": path}
    if icon is not None:
        shown["icon"] = icon
    return shown | {"max_columns": 4, "sections": [*sections]}


def section(*cards: Card, span: int = 1) -> Card:
    """Return a section, as wide as `span` columns where the window is."""
    grid: Card = {"type": "grid", "cards": [*cards]}
    return grid if span == 1 else grid | {"column_span": span}


def heading(text: str, icon: str, entities: Entities | None = None) -> Card:
    """Return a heading, with the connection of a charge point."""
    shown: Card = {"type": "heading", "heading": text, "icon": icon}
    if connectivity := [*found(entities or {}, "binary_sensor.connectivity")]:
        shown["badges"] = [{"type": "entity", "entity": each} for each in connectivity]
    return shown


def navigate(path: str) -> Card:
    """Return the action that opens another view of the dashboard."""
    return {"action": "navigate", "navigation_path": path}


def connector_card(connector: DashboardConnector, name: str, **options: Any) -> Iterator[Card]:
    """Yield this integration's card for a connector."""
    if connector.device_id is not None:
        yield {
            "type": CONNECTOR_CARD,
            "device_id": connector.device_id,
            "name": name,
            **options,
        }


def call_card(entities: Entities, name: str) -> Iterator[Card]:
    """Yield what a charge point has to call, and who was refused under its name, while it is not connected."""
    for connectivity in found(entities, "binary_sensor.connectivity"):
        offline = {"condition": "state", "entity": connectivity, "state_not": STATE_ON}
        yield {
            "type": CALL_CARD,
            "entity": connectivity,
            "name": name,
            "visibility": [offline],
            "grid_options": dict(FULL_WIDTH),
        }


def found_cards() -> Card:
    """Return the section of the cards that nobody knows; it hides while there are none."""
    return section({"type": FOUND_CARD, "grid_options": dict(FULL_WIDTH)}, span=MAX_SPAN)


def found(entities: Entities, *keys: str) -> Iterator[str]:
    """Yield the entities that there are."""
    return (entities[key] for key in keys if key in entities)


def recorded(entities: Entities) -> Iterator[str]:
    """Yield the entity whose statistics tell a connector's energy, once there are any."""
    return found(entities, STATISTIC)


def tile(entity_id: str, **options: Any) -> Card:
    """Return a tile with the entity's own name, unless the options have another."""
    return {
        "type": "tile",
        "entity": entity_id,
        "name": dict(ENTITY_NAME),
        **deepcopy(options),
    }


def tiles(entities: Entities, *keys: str, **options: Any) -> Iterator[Card]:
    """Yield a tile for each entity that there is."""
    return (tile(entity_id, **options) for entity_id in found(entities, *keys))


def known_tiles(entities: Entities, *keys: str) -> Iterator[Card]:
    """Yield tiles that hide while there is nothing to show."""
    for each in tiles(entities, *keys):
        unknown = [STATE_UNKNOWN, STATE_UNAVAILABLE]
        condition = {"condition": "state", "entity": each["entity"], "state_not": unknown}
        yield each | {"visibility": [condition]}


def only_while_on(entities: Entities, key: str) -> Card:
    """Return what hides a card while the switch is off."""
    conditions = [while_state(each, STATE_ON) for each in found(entities, key)]
    return {"visibility": conditions} if conditions else {}


def while_state(entity_id: str, state: str) -> Card:
    """Return the condition that an entity is in a state."""
    return {"condition": "state", "entity": entity_id, "state": state}


def logbook(entity_ids: Sequence[str], title: str) -> Iterator[Card]:
    """Yield what happened in the last week."""
    if entity_ids:
        yield {
            "type": "logbook",
            "title": title,
            "target": {"entity_id": [*entity_ids]},
            "hours_to_show": HOURS_OF_EVENTS,
            "grid_options": dict(FULL_WIDTH),
        }


def history_graph(named: Sequence[tuple[str | None, str]]) -> Iterator[Card]:
    """Yield a graph of the last day; an entity whose name is None has its own."""
    if named:
        yield {
            "type": "history-graph",
            "entities": [
                {"entity": entity_id, "name": name or dict(ENTITY_NAME)}
                for name, entity_id in named
            ],
            "hours_to_show": HOURS_OF_HISTORY,
            "grid_options": dict(FULL_WIDTH),
        }


def energy_graph(
    named: Sequence[tuple[str, str]], title: str, period: str, days: int
) -> Iterator[Card]:
    """Yield bars of energy by `period` from long-term statistics, which are given with their names."""
    if named:
        yield {
            "type": "statistics-graph",
            "title": title,
            "entities": [{"entity": entity_id, "name": name} for name, entity_id in named],
            "stat_types": ["change"],
            "chart_type": "bar-stack" if len(named) > 1 else "bar",
            "period": period,
            "days_to_show": days,
            "hide_legend": not 1 < len(named) <= MOST_IN_LEGEND,
            "grid_options": dict(FULL_WIDTH),
        }


def with_names(config: Any, names: Mapping[str, str]) -> Any:
    """Return a configuration in which entities that would show their own name have that of `names`, where it has one."""
    match config:
        case {"entity": str(entity), "name": name} if name == ENTITY_NAME and entity in names:
            return {key: with_names(value, names) for key, value in config.items()} | {
                "name": names[entity]
            }
        case dict():
            return {key: with_names(value, names) for key, value in config.items()}
        case list():
            return [with_names(value, names) for value in config]
    return config
