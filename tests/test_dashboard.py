"""The ready dashboard: what it is made of, and that docs/dashboard.yaml is what an X-Charge C2EU gets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
import yaml

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.dashboard import (
    DashboardChargePoint,
    DashboardConnector,
    build_dashboard,
)

from .chargers import C2EU, TWO_CONNECTORS, charge_with_c2eu, charge_with_two_connectors
from .helpers import charge_point_data, id_tag_data, set_up

DOCS = Path(__file__).parent.parent / "docs" / "dashboard.yaml"
DOCS_HEADER = """\
# A dashboard of Home Assistant's own cards for an X-Charge C2EU that is called "C2EU".
# Copy it into a new dashboard: Settings > Dashboards > Add dashboard, then Edit > Raw configuration editor.
# The action plug_control.get_dashboard returns one with your own charge points and entities.
"""

CONNECTOR = DashboardConnector(
    name="Connector 1",
    entities={
        "sensor.status": "sensor.status",
        "sensor.power": "sensor.power",
        "sensor.energy": "sensor.energy",
        "switch.charging": "switch.charge",
        "number.maximum_current": "number.maximum_current",
        "event.session": "event.session",
    },
)
SMART = DashboardConnector(
    name="Connector 1",
    entities={
        key: key
        for key in (
            "select.charging_mode",
            "sensor.charging_reason",
            "sensor.surplus",
            "switch.boost",
            "switch.charge_when_cheap",
            "number.price_limit",
            "switch.plan",
            "number.target_energy",
            "number.target_soc",
            "time.ready_by",
            "select.plan_repeat",
            "sensor.planned_start",
        )
    },
)
CHARGE_POINT = DashboardChargePoint(
    name="Garage",
    path="cp-1",
    entities={"binary_sensor.connectivity": "binary_sensor.connection"},
    connectors=[CONNECTOR],
)
BARE = DashboardChargePoint(
    name="Bare",
    path="bare",
    entities={},
    connectors=[DashboardConnector(name="Connector 1", entities={})],
)


def cards(config: dict[str, Any], kind: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield the cards of a dashboard, or those of one type."""
    for view in config["views"]:
        for section in view["sections"]:
            yield from (card for card in section["cards"] if kind in {None, card["type"]})


def entity_ids(card: object) -> Iterator[str]:
    """Yield the entity ids that a card names."""
    match card:
        case dict():
            for key, value in card.items():
                if key in {"entity", "entity_id", "entities"}:
                    yield from ([value] if isinstance(value, str) else _texts(value))
                else:
                    yield from entity_ids(value)
        case list():
            for each in card:
                yield from entity_ids(each)


def _texts(values: list[Any]) -> Iterator[str]:
    for value in values:
        yield value if isinstance(value, str) else value["entity"]


def test_one_charge_point_has_one_view() -> None:
    config = build_dashboard([CHARGE_POINT])
    assert [view["title"] for view in config["views"]] == ["Garage"]
    assert [len(view["sections"]) for view in config["views"]] == [3]


def test_several_charge_points_have_an_overview_and_a_view_each() -> None:
    config = build_dashboard([CHARGE_POINT, BARE])
    overview, *views = config["views"]
    assert [view["path"] for view in config["views"]] == ["overview", "cp-1", "bare"]
    assert not any("icon" in view for view in views)  # tabs that show names can be told apart
    links = [section["cards"][0]["tap_action"] for section in overview["sections"]]
    assert links == [{"action": "navigate", "navigation_path": path} for path in ("cp-1", "bare")]


def test_without_a_charge_point_there_is_an_empty_overview() -> None:
    config = build_dashboard([])
    assert [view["sections"] for view in config["views"]] == [[]]


def test_what_does_not_exist_gets_no_card() -> None:
    assert {card["type"] for card in cards(build_dashboard([BARE]))} == {"heading"}


def test_every_card_is_one_of_home_assistants_own() -> None:
    assert {card["type"] for card in cards(build_dashboard([CHARGE_POINT, BARE]))} == {
        "heading",
        "history-graph",
        "logbook",
        "statistics-graph",
        "tile",
    }


def test_the_limit_is_a_slider_and_charging_a_switch() -> None:
    tiles = {card["entity"]: card for card in cards(build_dashboard([CHARGE_POINT]), "tile")}
    assert tiles["number.maximum_current"]["features"] == [
        {"type": "numeric-input", "style": "slider"}
    ]
    assert tiles["switch.charge"]["features"] == [{"type": "toggle"}]


def smart_tiles(language: str = "en") -> dict[str, dict[str, Any]]:
    """The tiles of a connector with all that smart charging can have, by entity."""
    charge_point = DashboardChargePoint(name="Car", path="car", entities={}, connectors=[SMART])
    config = build_dashboard([charge_point], language)
    return {card["entity"]: card for card in cards(config, "tile")}


def test_smart_charging_is_shown_whole_and_only_what_there_is() -> None:
    tiles = smart_tiles()
    assert set(tiles) == set(SMART.entities.values())
    assert tiles["select.charging_mode"]["features"] == [{"type": "select-options"}]
    assert tiles["switch.boost"]["features"] == [{"type": "toggle"}]
    assert tiles["sensor.surplus"]["features"][0]["type"] == "trend-graph"
    assert "Smart charging" not in [card.get("heading") for card in cards(build_dashboard([BARE]))]


@pytest.mark.parametrize(
    ("switch", "details"),
    [
        (
            "switch.plan",
            {
                "number.target_energy",
                "number.target_soc",
                "time.ready_by",
                "select.plan_repeat",
                "sensor.planned_start",
            },
        ),
        ("switch.charge_when_cheap", {"number.price_limit"}),
    ],
)
def test_details_hide_while_their_switch_is_off(switch: str, details: set[str]) -> None:
    condition = {"condition": "state", "entity": switch, "state": "on"}
    hidden = {each for each, card in smart_tiles().items() if card.get("visibility") == [condition]}
    assert hidden == details


def test_details_without_their_switch_are_shown() -> None:
    connector = DashboardConnector(name="1", entities={"time.ready_by": "time.ready_by"})
    charge_point = DashboardChargePoint(name="Car", path="car", entities={}, connectors=[connector])
    (tile,) = cards(build_dashboard([charge_point]), "tile")
    assert "visibility" not in tile


def test_the_overview_tells_why() -> None:
    twice = [
        DashboardChargePoint(name=name, path=name, entities={}, connectors=[SMART])
        for name in ("One", "Two")
    ]
    overview, *_ = build_dashboard(twice)["views"]
    shown = [card.get("entity") for card in overview["sections"][0]["cards"]]
    assert "sensor.charging_reason" in shown


def test_energy_by_day_comes_from_the_register() -> None:
    (graph,) = cards(build_dashboard([CHARGE_POINT]), "statistics-graph")
    assert (graph["entities"], graph["period"], graph["stat_types"]) == (
        ["sensor.energy"],
        "day",
        ["change"],
    )


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Session"), ("de", "Ladevorgang"), ("de-CH", "Ladevorgang"), ("fr", "Session")],
)
def test_headings_are_in_home_assistants_language(language: str, word: str) -> None:
    headings = [
        card["heading"] for card in cards(build_dashboard([CHARGE_POINT], language), "heading")
    ]
    assert word in headings


def test_connectors_are_told_apart_where_there_are_several() -> None:
    second = DashboardConnector(name="Connector 2", entities={})
    twin = DashboardChargePoint(
        name="Twin", path="twin", entities={}, connectors=[CONNECTOR, second]
    )
    headings = [card["heading"] for card in cards(build_dashboard([twin]), "heading")]
    assert headings[0] == "Twin · Connector 1"
    assert "Twin · Connector 2" in headings


async def _get_dashboard(hass: HomeAssistant, **data: Any) -> dict[str, Any]:
    response = await hass.services.async_call(
        DOMAIN, "get_dashboard", data, blocking=True, return_response=True
    )
    assert isinstance(response, dict)
    return response


async def test_docs_show_the_dashboard_of_a_c2eu(
    hass: HomeAssistant, request: pytest.FixtureRequest
) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charge_point = await charge_with_c2eu(hass, entry)
    config = await _get_dashboard(hass)
    text = DOCS_HEADER + yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=120)
    if request.config.option.update_snapshots:
        DOCS.write_text(text)
    assert DOCS.read_text() == text
    await charge_point.close()


async def test_every_entity_on_the_dashboard_exists(hass: HomeAssistant) -> None:
    entry = await set_up(
        hass,
        charge_point_data(C2EU, "C2EU"),
        charge_point_data(TWO_CONNECTORS, "Twin"),
        id_tag_data(),
    )
    chargers = [
        await charge_with_c2eu(hass, entry),
        await charge_with_two_connectors(hass, entry),
    ]
    config = await _get_dashboard(hass)
    assert [view["title"] for view in config["views"]] == ["Overview", "C2EU", "Twin"]
    named = set(entity_ids(config))
    assert len(named) > 30
    assert named <= set(hass.states.async_entity_ids())
    for each in chargers:
        await each.close()


async def test_numbered_charge_points_stand_in_their_order(hass: HomeAssistant) -> None:
    places = [charge_point_data(f"CP-{number}", f"Place {number}") for number in (10, 2, 1)]
    await set_up(hass, *places)
    config = await _get_dashboard(hass)
    titles = [view["title"] for view in config["views"]]
    assert titles == ["Overview", "Place 1", "Place 2", "Place 10"]


async def test_a_dashboard_can_be_of_one_charge_point(hass: HomeAssistant) -> None:
    await set_up(hass, charge_point_data("CP-1", "Garage"), charge_point_data("CP-2", "Street"))
    config = await _get_dashboard(hass, charge_point_id="CP-2")
    assert [view["title"] for view in config["views"]] == ["Street"]
