"""Cards of the dashboard: Home Assistant's own and this integration's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from homeassistant.const import STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN

from .types import Card, DashboardConnector, Entities

HOURS_OF_HISTORY: Final = 24
HOURS_OF_EVENTS: Final = 168
ENTITY_NAME: Final[Mapping[str, str]] = {"type": "entity"}
"""The name option that makes a card show the entity's own name, without its device's."""
FULL_WIDTH: Final[Mapping[str, str]] = {"columns": "full"}
MAX_SPAN: Final = 4
"""The most columns of sections that a view has."""
MOST_IN_LEGEND: Final = 12
"""The most series whose names fit under a graph; with more, the graph has no legend."""

STATISTIC: Final = "statistic"
"""The key of a connector's energy statistic among its entities; missing while the recorder has none."""

CONNECTOR_CARD: Final = "custom:plug-control-card"
SESSIONS_CARD: Final = "custom:plug-control-sessions-card"
CALL_CARD: Final = "custom:plug-control-call-card"
COUNTS_CARD: Final = "custom:plug-control-counts-card"
FOUND_CARD: Final = "custom:plug-control-found-card"
MONTH_CARD: Final = "custom:plug-control-month-card"
POWER_CARD: Final = "custom:plug-control-power-card"
RIBBON_CARD: Final = "custom:plug-control-ribbon-card"


def view(title: str, path: str, sections: Iterable[Card], *, icon: str | None = None) -> Card:
    """Return a view; its tab shows the icon, or else the title."""
    shown: Card = {"type": "sections", "title": title, "path": path}
    if icon is not None:
        shown["icon"] = icon
    return shown | {"max_columns": 4, "sections": [*sections]}


def section(*cards: Card, span: int = 1) -> Card:
    """Return a section of cards that is up to `span` columns wide."""
    grid: Card = {"type": "grid", "cards": [*cards]}
    return grid if span == 1 else grid | {"column_span": span}


def heading(text: str, icon: str, entities: Entities | None = None) -> Card:
    """Return a heading, with the charge point's connectivity as badge if `entities` has it."""
    shown: Card = {"type": "heading", "heading": text, "icon": icon}
    if connectivity := [*found(entities or {}, "binary_sensor.connectivity")]:
        shown["badges"] = [{"type": "entity", "entity": each} for each in connectivity]
    return shown


def navigate(path: str) -> Card:
    """Return the action that opens another view of the dashboard."""
    return {"action": "navigate", "navigation_path": path}


def connector_card(connector: DashboardConnector, name: str, **options: Any) -> Iterator[Card]:
    """Yield this integration's card for a connector, if the connector has a device."""
    if connector.device_id is not None:
        yield {
            "type": CONNECTOR_CARD,
            "device_id": connector.device_id,
            "name": name,
            **options,
        }


def call_card(entities: Entities, name: str) -> Iterator[Card]:
    """Yield the card with the address to call and the last refused call; it shows while the charge point is offline."""
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
    """Return the section of unknown cards (RFID); it hides while there are none."""
    return section({"type": FOUND_CARD, "grid_options": dict(FULL_WIDTH)}, span=MAX_SPAN)


def found(entities: Entities, *keys: str) -> Iterator[str]:
    """Yield the ids of the entities with these keys, without missing ones."""
    return (entities[key] for key in keys if key in entities)


def recorded(entities: Entities) -> Iterator[str]:
    """Yield the statistic of a connector's energy, if the recorder has it."""
    return found(entities, STATISTIC)


def tile(entity_id: str, **options: Any) -> Card:
    """Return a tile with the entity's own name, unless `options` have another."""
    return {
        "type": "tile",
        "entity": entity_id,
        "name": dict(ENTITY_NAME),
        **deepcopy(options),
    }


def tiles(entities: Entities, *keys: str, **options: Any) -> Iterator[Card]:
    """Yield a tile for each of the entities, without missing ones."""
    return (tile(entity_id, **options) for entity_id in found(entities, *keys))


def known_tiles(entities: Entities, *keys: str) -> Iterator[Card]:
    """Yield tiles that hide while their entity is unknown or unavailable."""
    for each in tiles(entities, *keys):
        unknown = [STATE_UNKNOWN, STATE_UNAVAILABLE]
        condition = {"condition": "state", "entity": each["entity"], "state_not": unknown}
        yield each | {"visibility": [condition]}


def only_while_on(entities: Entities, key: str) -> Card:
    """Return the option that shows a card only while the switch is on; empty if there is no switch."""
    conditions = [while_state(each, STATE_ON) for each in found(entities, key)]
    return {"visibility": conditions} if conditions else {}


def while_state(entity_id: str, state: str) -> Card:
    """Return the condition that an entity is in a state."""
    return {"condition": "state", "entity": entity_id, "state": state}


def logbook(entity_ids: Sequence[str], title: str) -> Iterator[Card]:
    """Yield the logbook of the last week, if there are entities."""
    if entity_ids:
        yield {
            "type": "logbook",
            "title": title,
            "target": {"entity_id": [*entity_ids]},
            "hours_to_show": HOURS_OF_EVENTS,
            "grid_options": dict(FULL_WIDTH),
        }


def history_graph(named: Sequence[tuple[str | None, str]]) -> Iterator[Card]:
    """Yield a graph of the last day, if there are entities; one whose name is None has its own name."""
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
    """Yield bars of energy by `period` from long-term statistics, given as name and id, if there are any."""
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
    """Return a configuration in which `names`, by entity id, replace the entities' own names."""
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
