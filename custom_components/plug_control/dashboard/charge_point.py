"""The view of one charge point: a card per connector, its other entities, history and diagnostics."""

from collections.abc import Iterable, Iterator
from typing import Final

from custom_components.plug_control.texts.check_up import check_up_words, template
from custom_components.plug_control.texts.dashboard import Words

from .cards import (
    FULL_WIDTH,
    call_card,
    connector_card,
    energy_graph,
    found,
    heading,
    history_graph,
    known_tiles,
    logbook,
    only_while_on,
    recorded,
    section,
    tiles,
    view,
)
from .types import Card, DashboardChargePoint, DashboardConnector, Entities

DAYS_OF_ENERGY: Final = 14
CHARGE_POINT_DIAGNOSTICS: Final = (
    "binary_sensor.connectivity",
    "sensor.last_seen",
    "sensor.model",
    "sensor.latency",
    "sensor.reconnects",
    "sensor.firmware",
    "sensor.serial_number",
)
_LONG: Final = frozenset(
    {
        "sensor.firmware",
        "sensor.serial_number",
        "sensor.current_limit",
        "sensor.current_offered",
        "sensor.power_offered",
    }
)
"""Tiles of full width: on a phone, half a row would cut their names or values."""
CONNECTOR_DIAGNOSTICS: Final = (
    "binary_sensor.problem",
    "sensor.error",
    "sensor.energy",
    "sensor.current",
    "sensor.voltage",
    "sensor.temperature",
    "sensor.frequency",
    "sensor.power_factor",
    "sensor.current_limit",
    "sensor.current_offered",
    "sensor.power_offered",
)


def charge_point_view(
    charge_point: DashboardChargePoint,
    words: Words,
    *,
    icon: str | None = None,
    is_subview: bool = False,
    more: Iterable[Card] = (),
) -> Card:
    """Return the view of a charge point; `more` are sections after those of its cards."""
    named = [*charge_point.named()]
    cards = [[*_card(charge_point, *each, words)] for each in named]
    if not cards:
        cards = [[heading(words["charge_point"], "mdi:ev-station", charge_point.entities)]]
    cards[0][1:1] = call_card(charge_point.entities, charge_point.name)
    diagnostics = [*_diagnostics(charge_point, words)]
    sections = [
        *(section(*each) for each in cards),
        *more,
        *(_history(charge_point, *each, words) for each in named),
        *_check_up(charge_point, words),
        *([section(*diagnostics)] if diagnostics else []),
    ]
    shown = view(charge_point.name, charge_point.path, sections, icon=icon)
    return shown | {"subview": True} if is_subview else shown


def _card(
    charge_point: DashboardChargePoint, name: str, connector: DashboardConnector, words: Words
) -> Iterator[Card]:
    """Yield the heading, the connector's card, and tiles for the settings that the card lacks."""
    toggle: Card = {
        "features": [{"type": "toggle"}],
        "features_position": "inline",
        "grid_options": dict(FULL_WIDTH),
    }
    entities = connector.entities
    cheap = only_while_on(entities, "switch.charge_when_cheap")
    yield heading(words["charge_point"], "mdi:ev-station", charge_point.entities)
    yield from connector_card(connector, name)
    yield from tiles(entities, "switch.charge_when_cheap", **toggle)
    yield from tiles(entities, "number.price_limit", **cheap, grid_options=dict(FULL_WIDTH))
    yield from tiles(entities, "number.minimum_current", "number.priority")


def _history(
    charge_point: DashboardChargePoint, name: str, connector: DashboardConnector, words: Words
) -> Card:
    """Return the section of a connector's history: last day, energy by day, logbook."""
    entities = connector.entities
    title = words["history"] if len(charge_point.connectors) == 1 else name
    register = [("", each) for each in recorded(entities)]
    lines = [(None, each) for each in found(entities, "sensor.status", "sensor.power")]
    events = [
        *found(entities, "event.session"),
        *found(charge_point.entities, "event.card"),
    ]
    return section(
        heading(title, "mdi:chart-line"),
        *history_graph(lines),
        *energy_graph(register[:1], words["energy_by_day"], "day", DAYS_OF_ENERGY),
        *logbook(events, words["events"]),
    )


def _check_up(charge_point: DashboardChargePoint, words: Words) -> Iterator[Card]:
    """Yield the section of the check-up, shown once there was one; its findings come live from the sensor."""
    for entity_id in found(charge_point.entities, "sensor.check_up"):
        yield section(
            heading(words["check_up"], "mdi:clipboard-pulse-outline"),
            {
                "type": "markdown",
                "content": template(entity_id, check_up_words(words["language"])),
                "grid_options": dict(FULL_WIDTH),
            },
        ) | {"visibility": [{"condition": "state", "entity": entity_id, "state_not": "never"}]}


def _diagnostics(charge_point: DashboardChargePoint, words: Words) -> Iterator[Card]:
    """Yield a heading and tiles of the diagnostic entities of the charge point and its connectors."""
    cards = [*_told(charge_point.entities, CHARGE_POINT_DIAGNOSTICS)]
    for name, connector in charge_point.named():
        shown = [*_told(connector.entities, CONNECTOR_DIAGNOSTICS)]
        if shown and len(charge_point.connectors) > 1:
            cards.append({"type": "heading", "heading": name, "heading_style": "subtitle"})
        cards += shown
    if cards:
        yield heading(words["diagnostics"], "mdi:stethoscope")
        yield from cards


def _told(entities: Entities, keys: Iterable[str]) -> Iterator[Card]:
    """Yield a tile for each of the entities, without missing ones; it hides while its entity is unknown."""
    for key in keys:
        for each in known_tiles(entities, key):
            yield each | {"grid_options": dict(FULL_WIDTH)} if key in _LONG else each
