"""The demo's home: its page, its wallboxes, and what its check expects of a car that follows the sun."""

from pathlib import Path
import re
from typing import Any

import pytest

from scripts.lib.demo_dashboard import WALLBOX_KEYS, ShownWallbox, house_view
from scripts.lib.demo_home import CARPORT, WALLBOXES
from scripts.lib.demo_surplus import WEATHERS, Seen
from scripts.lib.ha_config import GRID_SIGNAL
from scripts.lib.house_sensors import METERS, entity_id
from simulator.house.__main__ import make_wallbox

SHOWN = [
    ShownWallbox(name=name, entities={key: f"sensor.{name}_{key}" for key in WALLBOX_KEYS})
    for name in ("carport", "garage")
]


def entities(part: Any) -> set[str]:
    """All entity ids of a part of a dashboard."""
    return set(re.findall(r"'(\w+\.\w+)'", str(part)))


def test_the_page_shows_the_house_and_each_wallbox() -> None:
    view = house_view(SHOWN)
    shown = {entity_id(key) for key in ("solar_power", "house_power", "grid_power", "price")}
    for wallbox in SHOWN:
        shown |= set(wallbox.entities.values())
    assert shown <= entities(view)


def test_the_page_shows_nothing_that_is_not_there() -> None:
    known = {entity_id(sensor.key) for sensor in METERS} | {entity_id("price"), GRID_SIGNAL}
    known |= {each for wallbox in SHOWN for each in wallbox.entities.values()}
    assert entities(house_view(SHOWN)) <= known


def test_the_graph_compares_powers() -> None:
    cards = [card for section in house_view(SHOWN)["sections"] for card in section["cards"]]
    (graph,) = (card for card in cards if card["type"] == "history-graph")
    assert len(graph["entities"]) == 5
    assert all(each["entity"].endswith("power") for each in graph["entities"])


async def test_the_simulator_knows_the_wallboxes(tmp_path: Path) -> None:
    for wallbox in WALLBOXES:
        described = wallbox.described(speed=2, state=tmp_path / "a file")
        made = make_wallbox(described, "ws://127.0.0.1:1/", None)
        assert made.charge_point.model.serial == wallbox.charge_point_id
        assert made.charge_point.model.connectors == 1
        phases = int(wallbox.settings["phases"])
        assert len(made.wired_to) == made.charge_point.model.phases == phases


def test_the_carport_can_change_its_phases() -> None:
    assert CARPORT.settings["phase_switching"] == "profile"


@pytest.mark.parametrize(
    ("sun_percent", "seen", "is_right"),
    [
        (100, ("solar", 9, -300), True),
        (100, ("solar", 9, -4000), False),
        (100, ("solar", 6, -300), False),
        (100, ("fast", 9, -300), False),
        (0, ("holding_minimum", 6, 4500), True),
        (0, ("switching_phases", 6, 1660), True),
        (0, ("holding_minimum", 9, 4500), False),
        (0, ("holding_minimum", 6, 300), False),
        (0, ("solar", 6, 4500), False),
    ],
)
def test_what_following_the_sun_means(
    sun_percent: int, seen: tuple[str, float, float], is_right: bool
) -> None:
    (weather,) = (each for each in WEATHERS if each.sun_percent == sun_percent)
    reason, limit_a, grid_w = seen
    assert weather.is_right(Seen(reason=reason, limit_a=limit_a, grid_w=grid_w)) is is_right
