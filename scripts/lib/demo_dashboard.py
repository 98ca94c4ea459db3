"""The demo's first page: sun, house and cars of one home, made of Home Assistant's own cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.lib.ha_config import GRID_SIGNAL
from scripts.lib.house_sensors import entity_id

type Card = dict[str, Any]

HOURS_OF_HISTORY = 0.5
PATH = "house"
FLOWS = (
    ("solar_power", "Sun"),
    ("house_power", "House and cars"),
    ("grid_power", "Grid"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWallbox:
    """A wallbox on the page; `entities` maps keys to the entity ids of its connector."""

    name: str
    entities: Mapping[str, str]


WALLBOX_TILES = {
    "power": "Power",
    "session_solar_share": "Solar share",
    "session_energy": "Session",
    "boost": "Boost",
}
WALLBOX_KEYS = ("charging_mode", "charging_reason", *WALLBOX_TILES)
"""The keys of a connector's entities on the page."""
FULL_WIDTH = {"columns": "full"}
COLUMNS = 3


def house_view(wallboxes: Sequence[ShownWallbox]) -> Card:
    """Return the view of the house and its wallboxes."""
    return {
        "type": "sections",
        "title": "House",
        "path": PATH,
        "icon": "mdi:home-lightning-bolt",
        "max_columns": COLUMNS,
        "sections": [
            _house(),
            *(_wallbox(wallbox) for wallbox in wallboxes),
            _flow(),
            _history(wallboxes),
        ],
    }


def _house() -> Card:
    tiles = (
        ("solar_power", "Sun", "amber"),
        ("house_power", "House and cars", "blue"),
        ("grid_power", "Grid", "purple"),
        ("battery_power", "Battery", "green"),
        ("battery_charge", "Battery charge", "green"),
        ("battery_mode", "Battery mode", "green"),
        ("price", "Electricity price", "teal"),
        ("solar_energy", "From the sun", "amber"),
        ("grid_import", "From the grid", "purple"),
        ("grid_export", "To the grid", "purple"),
        *(
            (f"grid_current_{phase}", f"Grid {phase.upper()}", "grey")
            for phase in ("l1", "l2", "l3")
        ),
    )
    return _section(
        {
            "type": "heading",
            "heading": "House",
            "icon": "mdi:home-lightning-bolt",
            "badges": [_clock()],
        },
        *(
            {"type": "tile", "entity": entity_id(key), "name": name, "color": color}
            for key, name, color in tiles
        ),
        {
            "type": "tile",
            "entity": GRID_SIGNAL,
            "name": "Grid operator limits",
            "features": [{"type": "toggle"}],
            "grid_options": FULL_WIDTH,
        },
    )


def _clock() -> Card:
    """Return the badge with the time of the house's scripted day."""
    return {"type": "entity", "entity": entity_id("clock"), "show_icon": True, "show_state": True}


def _wallbox(wallbox: ShownWallbox) -> Card:
    entities = wallbox.entities
    return _section(
        {"type": "heading", "heading": wallbox.name, "icon": "mdi:ev-station"},
        {
            "type": "tile",
            "entity": entities["charging_mode"],
            "name": "Mode",
            "features": [{"type": "select-options"}],
            "grid_options": FULL_WIDTH,
        },
        {
            "type": "tile",
            "entity": entities["charging_reason"],
            "name": "Why",
            "grid_options": FULL_WIDTH,
        },
        *(
            {"type": "tile", "entity": entities[key], "name": name}
            for key, name in WALLBOX_TILES.items()
        ),
    )


def _history(wallboxes: Sequence[ShownWallbox]) -> Card:
    powers: list[Card] = [{"entity": entity_id(key), "name": name} for key, name in FLOWS]
    powers += [{"entity": wallbox.entities["power"], "name": wallbox.name} for wallbox in wallboxes]
    graph = {
        "type": "history-graph",
        "hours_to_show": HOURS_OF_HISTORY,
        "entities": powers,
        "grid_options": FULL_WIDTH,
    }
    section = _section(
        {"type": "heading", "heading": "The last half hour", "icon": "mdi:chart-line"}, graph
    )
    return section | {"column_span": 2}


def _flow() -> Card:
    """Return the section with the energy dashboard's present power flow."""
    flow = {"type": "power-sankey", "layout": "vertical", "grid_options": FULL_WIDTH}
    return _section({"type": "heading", "heading": "Now", "icon": "mdi:chart-sankey"}, flow)


def _section(*cards: Card) -> Card:
    return {"type": "grid", "cards": list(cards)}
