"""The ready dashboard: Home Assistant's own cards, in its sections view, for the entities that there are.

`build_dashboard` is pure: it makes a Lovelace configuration of names and entity ids. Each charge point has a view; several
have an overview before them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
import re
from typing import Any

from homeassistant.const import STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import slugify

from .const import DOMAIN
from .coordinator import ChargePointCoordinator

type Card = dict[str, Any]
type Words = Mapping[str, str]
type Entities = Mapping[str, str]
"""Entity ids by platform and key, such as `sensor.power`."""

DAYS_OF_ENERGY = 14
HOURS_OF_HISTORY = 24
HOURS_OF_EVENTS = 168

ENTITY_NAME = {"type": "entity"}
"""Has a card show the entity's own name, without those of its devices."""
FULL_WIDTH = {"columns": "full"}

WORDS: Mapping[str, Words] = {
    "en": {
        "title": "Charging",
        "overview": "Overview",
        "smart_charging": "Smart charging",
        "session": "Session",
        "events": "Events",
        "history": "History",
        "energy_by_day": "Energy by day",
    },
    "de": {
        "title": "Laden",
        "overview": "Übersicht",
        "smart_charging": "Intelligentes Laden",
        "session": "Ladevorgang",
        "events": "Ereignisse",
        "history": "Verlauf",
        "energy_by_day": "Energie pro Tag",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardConnector:
    """A connector as the dashboard shows it."""

    name: str
    entities: Entities


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardChargePoint:
    """A charge point as the dashboard shows it; `path` is its view's part of the address."""

    name: str
    path: str
    entities: Entities
    connectors: Sequence[DashboardConnector]


def build_dashboard(
    charge_points: Sequence[DashboardChargePoint], language: str = "en"
) -> dict[str, Any]:
    """Return the Lovelace configuration for `charge_points`; what does not exist gets no card."""
    words = WORDS.get(language.partition("-")[0], WORDS["en"])
    if len(charge_points) == 1:
        views = [_charge_point_view(charge_points[0], words, icon="mdi:ev-station")]
    else:
        views = [
            _overview(charge_points, words),
            *(_charge_point_view(each, words) for each in charge_points),
        ]
    return {"title": words["title"], "views": views}


@callback
def async_build_dashboard(
    hass: HomeAssistant, coordinators: Iterable[ChargePointCoordinator]
) -> dict[str, Any]:
    """Return the Lovelace configuration for charge points, in Home Assistant's language."""
    charge_points = [_charge_point(hass, coordinator) for coordinator in coordinators]
    charge_points.sort(key=lambda each: (_natural(each.name), each.path))
    return build_dashboard(charge_points, hass.config.language)


def _natural(name: str) -> list[str | int]:
    """Return what sorts names as people do: "Place 2" before "Place 10"."""
    parts = re.split(r"(\d+)", name.casefold())
    return [int(part) if index % 2 else part for index, part in enumerate(parts)]


# ---- what there is


def _charge_point(hass: HomeAssistant, coordinator: ChargePointCoordinator) -> DashboardChargePoint:
    charge_point_id = coordinator.charge_point_id
    device = dr.async_get(hass).async_get(coordinator.device_id)
    enabled = [
        entry
        for entry in er.async_entries_for_config_entry(
            er.async_get(hass), coordinator.entry.entry_id
        )
        if entry.config_subentry_id == coordinator.subentry.subentry_id and not entry.disabled
    ]
    return DashboardChargePoint(
        name=(device and (device.name_by_user or device.name)) or coordinator.name,
        path=slugify(charge_point_id, separator="-"),
        entities=_entities(enabled, f"{charge_point_id}_"),
        connectors=[
            DashboardConnector(
                name=_connector_name(hass, coordinator, connector_id),
                entities=_entities(enabled, f"{charge_point_id}#{connector_id}_"),
            )
            for connector_id in sorted(coordinator.charge_point.connectors)
        ],
    )


def _connector_name(
    hass: HomeAssistant, coordinator: ChargePointCoordinator, connector_id: int
) -> str:
    identifier = (DOMAIN, f"{coordinator.charge_point_id}#{connector_id}")
    device = dr.async_get(hass).async_get_child_device_by_identifier(
        identifier, coordinator.entry.entry_id
    )
    return (device and (device.name_by_user or device.name)) or str(connector_id)


def _entities(entries: Iterable[er.RegistryEntry], prefix: str) -> Entities:
    return {
        f"{entry.domain}.{entry.unique_id.removeprefix(prefix)}": entry.entity_id
        for entry in entries
        if entry.unique_id.startswith(prefix)
    }


# ---- views


def _overview(charge_points: Sequence[DashboardChargePoint], words: Words) -> dict[str, Any]:
    sections = [
        _section(
            _heading(charge_point.name, "mdi:ev-station", charge_point.entities)
            | {"tap_action": {"action": "navigate", "navigation_path": charge_point.path}},
            *(
                card
                for connector in charge_point.connectors
                for card in _connector_summary(connector, len(charge_point.connectors) > 1)
            ),
        )
        for charge_point in charge_points
    ]
    return _view(words["overview"], "overview", "mdi:view-dashboard", sections)


def _connector_summary(connector: DashboardConnector, one_of_several: bool) -> Iterator[Card]:
    if one_of_several:
        yield {"type": "heading", "heading": connector.name, "heading_style": "subtitle"}
    entities = connector.entities
    yield from _tiles(entities, "sensor.status", "switch.charging")
    yield from _tiles(entities, "sensor.charging_reason", grid_options=FULL_WIDTH)
    yield from _known_tiles(entities, "sensor.power", "sensor.session_energy")


def _charge_point_view(
    charge_point: DashboardChargePoint, words: Words, icon: str | None = None
) -> dict[str, Any]:
    """Everything about a charge point; the tab shows its name where there is no icon."""
    sections = [
        section
        for connector in charge_point.connectors
        for section in (
            _now(charge_point, connector),
            *_smart_charging(connector, words),
            _session(charge_point, connector, words),
            _history(connector, words),
        )
    ]
    return _view(charge_point.name, charge_point.path, icon, sections)


def _view(title: str, path: str, icon: str | None, sections: list[Card]) -> dict[str, Any]:
    view: dict[str, Any] = {"type": "sections", "title": title, "path": path}
    if icon is not None:
        view["icon"] = icon
    return view | {"max_columns": 4, "sections": sections}


# ---- sections


def _now(charge_point: DashboardChargePoint, connector: DashboardConnector) -> Card:
    """Status, start and stop, the limit, power and energy now."""
    several = len(charge_point.connectors) > 1
    name = f"{charge_point.name} · {connector.name}" if several else charge_point.name
    entities = connector.entities
    return _section(
        _heading(name, "mdi:ev-station", charge_point.entities),
        *_tiles(entities, "sensor.status", "binary_sensor.cable_connected"),
        *_tiles(
            entities,
            "switch.charging",
            features=[{"type": "toggle"}],
            features_position="inline",
            grid_options=FULL_WIDTH,
        ),
        *_tiles(
            entities,
            "number.maximum_current",
            features=[{"type": "numeric-input", "style": "slider"}],
            grid_options=FULL_WIDTH,
        ),
        *_tiles(
            entities,
            "sensor.power",
            features=[_trend()],
            grid_options=FULL_WIDTH,
        ),
        *_tiles(
            entities, "sensor.energy", "sensor.current", "sensor.voltage", "sensor.temperature"
        ),
    )


def _smart_charging(connector: DashboardConnector, words: Words) -> Iterator[Card]:
    """How it charges and why, the surplus, and the plan; a plan's details only while there is one."""
    entities = connector.entities
    cheap = _only_while_on(entities, "switch.charge_when_cheap")
    planned = _only_while_on(entities, "switch.plan")
    wide: Card = {"grid_options": FULL_WIDTH}
    inline: Card = {"features_position": "inline", **wide}
    choice: Card = {"features": [{"type": "select-options"}], **inline}
    toggle: Card = {"features": [{"type": "toggle"}], **inline}
    cards = [
        *_tiles(entities, "select.charging_mode", **choice),
        *_tiles(entities, "sensor.charging_reason", **wide),
        *_tiles(entities, "sensor.surplus", features=[_trend()], **wide),
        *_tiles(entities, "switch.boost", "switch.charge_when_cheap", **toggle),
        *_tiles(entities, "number.price_limit", **cheap, **wide),
        *_tiles(entities, "switch.plan", **toggle),
        *_tiles(entities, "number.target_energy", "time.ready_by", **planned),
        *_tiles(entities, "number.target_soc", "select.plan_repeat", **planned),
        *_tiles(entities, "sensor.planned_start", **planned, **wide),
    ]
    if cards:
        yield _section(_heading(words["smart_charging"], "mdi:solar-power"), *cards)


def _session(
    charge_point: DashboardChargePoint, connector: DashboardConnector, words: Words
) -> Card:
    """The session that runs or ran last, and what happened before."""
    return _section(
        _heading(words["session"], "mdi:car-electric"),
        *_known_tiles(
            connector.entities,
            "sensor.session_energy",
            "sensor.session_duration",
            "sensor.session_start",
            "sensor.id_tag",
            "sensor.state_of_charge",
            "sensor.stop_reason",
        ),
        *_logbook(
            [
                *_found(connector.entities, "event.session"),
                *_found(charge_point.entities, "event.card"),
            ],
            words["events"],
        ),
    )


def _history(connector: DashboardConnector, words: Words) -> Card:
    """Energy by day, and the last day's power, current and status."""
    register = [*_found(connector.entities, "sensor.energy", "sensor.session_energy")][:1]
    return _section(
        _heading(words["history"], "mdi:chart-bar"),
        *_daily_graph(register, words["energy_by_day"]),
        *_history_graph(
            [*_found(connector.entities, "sensor.power", "sensor.current", "sensor.status")]
        ),
    )


# ---- cards


def _section(*cards: Card) -> Card:
    return {"type": "grid", "cards": list(cards)}


def _heading(text: str, icon: str, entities: Entities | None = None) -> Card:
    heading: Card = {"type": "heading", "heading": text, "icon": icon}
    if connectivity := [*_found(entities or {}, "binary_sensor.connectivity")]:
        heading["badges"] = [{"type": "entity", "entity": each} for each in connectivity]
    return heading


def _tiles(entities: Entities, *keys: str, **options: Any) -> Iterator[Card]:
    for entity_id in _found(entities, *keys):
        yield {"type": "tile", "entity": entity_id, "name": dict(ENTITY_NAME), **deepcopy(options)}


def _known_tiles(entities: Entities, *keys: str) -> Iterator[Card]:
    """Yield tiles that hide while there is nothing to show."""
    for tile in _tiles(entities, *keys):
        condition = {
            "condition": "state",
            "entity": tile["entity"],
            "state_not": [STATE_UNKNOWN, STATE_UNAVAILABLE],
        }
        yield tile | {"visibility": [condition]}


def _only_while_on(entities: Entities, key: str) -> Card:
    """Return what hides a card while the switch is off."""
    conditions = [
        {"condition": "state", "entity": entity_id, "state": STATE_ON}
        for entity_id in _found(entities, key)
    ]
    return {"visibility": conditions} if conditions else {}


def _trend() -> Card:
    return {"type": "trend-graph", "hours_to_show": HOURS_OF_HISTORY}


def _found(entities: Entities, *keys: str) -> Iterator[str]:
    return (entities[key] for key in keys if key in entities)


def _logbook(entity_ids: list[str], title: str) -> Iterator[Card]:
    if entity_ids:
        yield {
            "type": "logbook",
            "title": title,
            "target": {"entity_id": entity_ids},
            "hours_to_show": HOURS_OF_EVENTS,
            "grid_options": dict(FULL_WIDTH),
        }


def _daily_graph(entity_ids: list[str], title: str) -> Iterator[Card]:
    if entity_ids:
        yield {
            "type": "statistics-graph",
            "title": title,
            "entities": entity_ids,
            "stat_types": ["change"],
            "chart_type": "bar",
            "period": "day",
            "days_to_show": DAYS_OF_ENERGY,
            "hide_legend": True,
            "grid_options": dict(FULL_WIDTH),
        }


def _history_graph(entity_ids: list[str]) -> Iterator[Card]:
    if entity_ids:
        yield {
            "type": "history-graph",
            "entities": [{"entity": each, "name": dict(ENTITY_NAME)} for each in entity_ids],
            "hours_to_show": HOURS_OF_HISTORY,
            "grid_options": dict(FULL_WIDTH),
        }
