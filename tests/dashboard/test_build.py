"""The ready dashboard: what it is made of, and that docs/dashboard.yaml is what an X-Charge C2EU gets."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
import re
from typing import Any

from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import get_instance
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)
import yaml

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.dashboard.build import MOST_TABS, build_dashboard
from custom_components.plug_control.dashboard.cards import MOST_IN_LEGEND
from custom_components.plug_control.dashboard.overview import MOST_CARDS
from custom_components.plug_control.dashboard.types import (
    DashboardChargePoint,
    DashboardConnector,
    DashboardContents,
    DashboardSite,
)
from custom_components.plug_control.texts.dashboard import words_of
from tests.chargers import C2EU, TWO_CONNECTORS, charge_with_c2eu, charge_with_two_connectors
from tests.helpers import charge_point_data, id_tag_data, set_up
from tests.translated import texts

DOCS = Path(__file__).parent.parent.parent / "docs" / "dashboard.yaml"
DOCS_HEADER = """\
# The dashboard of an X-Charge C2EU that is called "C2EU": Home Assistant's own cards, and some that Plug Control brings along.
# Nobody has to copy it: add a dashboard and choose Plug Control among the community dashboards, and it fits your chargers.
# The action plug_control.get_dashboard returns it for your own charge points, to change it as you like:
# Settings > Dashboards > Add dashboard, then Edit > Raw configuration editor.
"""
OWN_CARDS = {
    f"custom:plug-control-{name}card"
    for name in ("", "sessions-", "call-", "counts-", "found-", "month-", "power-", "ribbon-")
}
TILES = ("tile", "custom:plug-control-power-card")

KEYS = (
    "binary_sensor.problem",
    "event.session",
    "number.minimum_current",
    "number.price_limit",
    "number.priority",
    "sensor.energy",
    "sensor.power",
    "sensor.status",
    "sensor.voltage",
    "switch.charge_when_cheap",
)
SITE = DashboardSite(
    solar="sensor.sun",
    grid="sensor.grid",
    grid_import="sensor.grid_import",
    grid_export="sensor.grid_export",
    battery="sensor.battery",
    battery_soc="sensor.battery_charge",
    house="sensor.house",
    price="sensor.price",
)
BARE = DashboardChargePoint(
    name="Bare",
    path="bare",
    entities={},
    connectors=[DashboardConnector(name="Connector 1", entities={})],
)


def charge_point(number: int = 1, connectors: int = 1) -> DashboardChargePoint:
    """A charge point with connectors, each with an entity of each key."""
    name = f"place_{number}"
    return DashboardChargePoint(
        name=f"Place {number}",
        path=f"place-{number}",
        entities={"binary_sensor.connectivity": f"binary_sensor.{name}"},
        connectors=[
            DashboardConnector(
                name=f"Connector {connector}",
                device_id=f"device_{number}_{connector}",
                entities={key: f"{key}_{number}_{connector}" for key in KEYS}
                | {"statistic": f"sensor.energy_{number}_{connector}"},
            )
            for connector in range(1, connectors + 1)
        ],
    )


def many(number: int) -> list[DashboardChargePoint]:
    """So many charge points."""
    return [charge_point(each) for each in range(1, number + 1)]


def built(
    *charge_points: DashboardChargePoint, language: str = "en", **fields: Any
) -> dict[str, Any]:
    """The dashboard of charge points."""
    return build_dashboard(DashboardContents(charge_points=charge_points, **fields), language)


def view(config: dict[str, Any], path: str) -> dict[str, Any]:
    """A view of a dashboard, alone."""
    return {"views": [each for each in config["views"] if each["path"] == path]}


def cards(config: dict[str, Any], kind: str | None = None) -> list[dict[str, Any]]:
    """The cards of a dashboard, or those of one type."""
    return [
        card
        for view in config["views"]
        for section in view["sections"]
        for card in section["cards"]
        if kind in {None, card["type"]}
    ]


def tiles(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The tiles of a dashboard by their entity, those of powers among them."""
    return {card["entity"]: card for kind in TILES for card in cards(config, kind)}


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


# ---- views


def test_one_charge_point_has_its_view_for_an_overview() -> None:
    config = built(charge_point(), site=SITE)
    assert [each["path"] for each in config["views"]] == ["place-1", "ribbon", "sessions", "energy"]
    shown = view(config, "place-1")
    assert tiles(shown)["sensor.sun"]["name"] == "Sun"
    (card,) = cards(shown, "custom:plug-control-card")
    assert (card["device_id"], card["name"]) == ("device_1_1", "Place 1")


def test_several_charge_points_have_an_overview_and_a_view_each() -> None:
    config = built(charge_point(), BARE)
    overview, one, other, *_ = config["views"]
    assert [each["path"] for each in (overview, one, other)] == ["overview", "place-1", "bare"]
    assert not any("icon" in each or "subview" in each for each in (one, other))


def test_many_charge_points_are_reached_through_the_overview() -> None:
    config = built(*many(MOST_TABS + 1))
    tabs = [each["path"] for each in config["views"] if not each.get("subview")]
    assert tabs == ["overview", "ribbon", "sessions", "energy"]
    led_to = {
        card["tap_action"]["navigation_path"] for card in cards(view(config, "overview"), "tile")
    }
    assert led_to == {each["path"] for each in config["views"] if each.get("subview")}


def test_without_a_charge_point_the_dashboard_is_empty_but_sound() -> None:
    config = built()
    assert [each["path"] for each in config["views"]] == ["overview", "sessions", "energy"]
    assert [card["type"] for card in cards(view(config, "overview"))] == [
        "custom:plug-control-found-card",
        "heading",
    ]
    (card,) = cards(view(config, "energy"))
    assert card["content"] == words_of("en")["no_energy"]


def test_what_does_not_exist_gets_no_card() -> None:
    assert {card["type"] for card in cards(view(built(BARE), "bare"))} == {
        "custom:plug-control-found-card",
        "heading",
    }


def test_a_charge_point_that_is_not_connected_says_what_it_has_to_call() -> None:
    """Also one that never called, and of which no connector is known."""
    for shown in (charge_point(), replace(charge_point(), connectors=[])):
        (card,) = cards(view(built(shown), "place-1"), "custom:plug-control-call-card")
        assert (card["entity"], card["name"]) == ("binary_sensor.place_1", "Place 1")
        assert card["visibility"] == [
            {"condition": "state", "entity": "binary_sensor.place_1", "state_not": "on"}
        ]


def test_on_a_phone_diagnostics_stand_below_the_history() -> None:
    (shown,) = view(built(charge_point()), "place-1")["views"]
    headings = [section["cards"][0].get("heading") for section in shown["sections"]]
    assert headings.index("Diagnostics") > headings.index("History")


@pytest.mark.parametrize("number", [1, 2, MOST_CARDS, MOST_CARDS + 1, 50])
def test_no_section_is_empty_and_every_card_is_known(number: int) -> None:
    config = built(*many(number), site=SITE, people={"plug_control:energy_anna": "Anna"})
    assert {card["type"] for card in cards(config)} - OWN_CARDS <= {
        "distribution",
        "heading",
        "history-graph",
        "logbook",
        "markdown",
        "statistics-graph",
        "tile",
    }
    for shown in config["views"]:
        for section in shown["sections"]:
            assert [card for card in section["cards"] if card["type"] != "heading"], shown["path"]


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "History"),
        ("de", "Verlauf"),
        ("de-CH", "Verlauf"),
        ("fr", "Historique"),
        ("ja", "History"),
    ],
)
def test_headings_are_in_home_assistants_language(language: str, word: str) -> None:
    config = built(charge_point(), language=language)
    assert word in [card["heading"] for card in cards(config, "heading")]


# ---- overview


@pytest.mark.parametrize(("number", "path"), [(1, "place-1"), (2, "overview"), (50, "overview")])
def test_this_month_stands_on_the_first_view_and_leads_to_the_sessions(
    number: int, path: str
) -> None:
    config = built(*many(number))
    (card,) = cards(config, "custom:plug-control-month-card")
    assert cards(view(config, path), "custom:plug-control-month-card") == [card]
    assert view(config, card["navigation_path"])["views"]


def test_few_connectors_have_their_controls_on_the_overview() -> None:
    (section,) = view(built(*many(MOST_CARDS)), "overview")["views"][0]["sections"][2:3]
    shown = [card for card in section["cards"] if card["type"] == "custom:plug-control-card"]
    assert [card["name"] for card in shown] == [f"Place {each + 1}" for each in range(MOST_CARDS)]
    assert section["column_span"] == 3
    assert not any(card["show_plan"] or card["show_graph"] for card in shown)


def test_fifty_connectors_are_small_tiles() -> None:
    overview = view(built(*many(50), site=SITE), "overview")
    assert not cards(overview, "custom:plug-control-card")
    shown = tiles(overview)
    assert shown["sensor.status_50_1"]["name"] == "Place 50"
    charging = {"condition": "state", "entity": "sensor.status_50_1", "state": "charging"}
    connected = {"condition": "state", "entity": "binary_sensor.place_50", "state": "on"}
    assert shown["sensor.power_50_1"]["visibility"] == [connected, charging]
    assert shown["sensor.status_50_1"]["visibility"] == [
        connected,  # one that is offline is listed once: above, as what needs attention
        {"condition": "not", "conditions": [charging]},
    ]
    (graph,) = cards(overview, "history-graph")
    assert "sensor.power_1_1" not in entity_ids(graph)  # fifty lines tell nothing


def test_many_connectors_are_counted_by_what_they_do_and_their_power_summed() -> None:
    (counts,) = cards(view(built(*many(9)), "overview"), "custom:plug-control-counts-card")
    numbers = range(1, 10)
    assert counts["statuses"] == [f"sensor.status_{number}_1" for number in numbers]
    assert counts["powers"] == [f"sensor.power_{number}_1" for number in numbers]


def test_what_needs_attention_is_shown_only_then() -> None:
    _, section, *_ = view(built(*many(2)), "overview")["views"][0]["sections"]
    (visibility,) = section["visibility"]
    assert visibility["condition"] == "or"
    troubles = {each["entity"]: each["state"] for each in visibility["conditions"]}
    assert troubles == {
        f"binary_sensor.{key}": state
        for number in (1, 2)
        for key, state in ((f"place_{number}", "off"), (f"problem_{number}_1", "on"))
    }
    for card in section["cards"][1:]:
        assert card["visibility"] == [
            {"condition": "state", "entity": card["entity"], "state": troubles[card["entity"]]}
        ]


def test_energy_now_shows_what_is_configured() -> None:
    overview = view(built(*many(2), site=SITE), "overview")
    assert {each for each in tiles(overview) if each.startswith("sensor.")} == {
        "sensor.battery",
        "sensor.battery_charge",
        "sensor.grid",
        "sensor.grid_export",
        "sensor.grid_import",
        "sensor.house",
        "sensor.price",
        "sensor.sun",
    }
    (graph,) = cards(overview, "history-graph")
    assert {"sensor.sun", "sensor.power_2_1"} <= set(entity_ids(graph))
    (shares,) = cards(overview, "distribution")
    assert [*entity_ids(shares)] == ["sensor.power_1_1", "sensor.power_2_1"]


def test_energy_now_is_not_there_where_nothing_is_measured() -> None:
    assert "Energy now" not in [card.get("heading") for card in cards(built(charge_point()))]
    overview = view(built(*many(2)), "overview")
    assert not cards(overview, "history-graph")
    assert not any(each in tiles(overview) for each in entity_ids(vars_of(SITE)))


@pytest.mark.parametrize("inverted", [False, True])
def test_a_power_that_flows_both_ways_is_shown_with_a_word_for_each(inverted: bool) -> None:
    site = DashboardSite(
        grid="sensor.grid",
        battery="sensor.battery",
        grid_inverted=inverted,
        battery_inverted=inverted,
    )
    shown = tiles(view(built(*many(2), site=site), "overview"))
    names = [
        {"Drawn from the grid", "Battery charges"},
        {"Fed into the grid", "Battery discharges"},
    ]
    powers = [shown["sensor.grid"], shown["sensor.battery"]]
    assert {each["above"] for each in powers} == names[inverted]
    assert {each["below"] for each in powers} == names[not inverted]
    assert [each["name"] for each in powers] == ["Grid", "Battery"]


@pytest.mark.parametrize(("site", "alone"), [(SITE, 0), (replace(SITE, price=None), 1)])
def test_a_tile_that_would_stand_alone_in_its_row_fills_it(site: DashboardSite, alone: int) -> None:
    overview = view(built(*many(2), site=site), "overview")
    wide = [entity for entity, card in tiles(overview).items() if card.get("grid_options")]
    assert len(wide) == alone


def vars_of(site: DashboardSite) -> dict[str, Any]:
    """The entities of a site, as a card names them."""
    return {"entities": [entity_id for _, entity_id in site.powers]}


def test_home_assistant_draws_the_flow_where_it_knows_the_powers() -> None:
    overview = view(built(*many(2), site=replace(SITE, has_power_flow=True)), "overview")
    assert cards(overview, "power-sankey")
    assert not cards(overview, "distribution")


# ---- a charge point


def test_settings_that_the_card_has_no_room_for_stand_below_it() -> None:
    shown = tiles(view(built(charge_point()), "place-1"))
    cheap = shown["switch.charge_when_cheap_1_1"]
    assert cheap["features"] == [{"type": "toggle"}]
    assert shown["number.price_limit_1_1"]["visibility"] == [
        {"condition": "state", "entity": cheap["entity"], "state": "on"}
    ]
    assert "number.minimum_current_1_1" in shown


def test_a_price_limit_without_its_switch_is_shown() -> None:
    connector = DashboardConnector(name="1", entities={"number.price_limit": "number.limit"})
    config = built(replace(BARE, connectors=[connector]))
    assert "visibility" not in tiles(config)["number.limit"]


def test_a_connector_that_carries_its_charge_points_name_is_called_by_its_own() -> None:
    connectors = [
        DashboardConnector(name=name, entities={}, device_id=name)
        for name in ("Place", "Place 2", "Left")
    ]
    named = replace(BARE, name="Place", connectors=connectors).named()
    assert [name for name, _ in named] == ["Place", "Place 2", "Place · Left"]


def test_connectors_are_told_apart_where_there_are_several() -> None:
    config = view(built(charge_point(connectors=2)), "place-1")
    names = [card["name"] for card in cards(config, "custom:plug-control-card")]
    assert names == ["Place 1 · Connector 1", "Place 1 · Connector 2"]
    subtitles = [
        card["heading"]
        for card in cards(config, "heading")
        if card.get("heading_style") == "subtitle"
    ]
    assert subtitles == names


def test_connectors_without_diagnostics_have_no_heading_for_them() -> None:
    twice = [DashboardConnector(name=name, entities={}) for name in ("A", "B")]
    config = view(built(replace(BARE, connectors=twice)), "bare")
    assert "Diagnostics" not in [card["heading"] for card in cards(config, "heading")]


# ---- energy


def test_energy_by_day_and_month_comes_from_registers_and_of_people() -> None:
    people = {"plug_control:energy_anna": "Anna", "plug_control:energy_ben": "Ben"}
    graphs = cards(view(built(*many(2), people=people), "energy"), "statistics-graph")
    assert [(each["period"], [*entity_ids(each)]) for each in graphs] == [
        ("day", ["sensor.energy_1_1", "sensor.energy_2_1"]),
        ("month", ["sensor.energy_1_1", "sensor.energy_2_1"]),
        ("day", [*people]),
        ("month", [*people]),
    ]
    assert all(each["stat_types"] == ["change"] for each in graphs)
    assert [each["name"] for each in graphs[2]["entities"]] == ["Anna", "Ben"]


def test_a_single_series_needs_no_legend_and_many_have_no_room_for_one() -> None:
    for number, hides in ((1, True), (2, False), (MOST_IN_LEGEND, False), (50, True)):
        graph, *_ = cards(view(built(*many(number)), "energy"), "statistics-graph")
        assert graph["hide_legend"] is hides
        assert graph["chart_type"] == ("bar" if number == 1 else "bar-stack")


# ---- with Home Assistant


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
    charger = await charge_with_c2eu(hass, entry)
    config = await _get_dashboard(hass)
    dumped = yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=120)
    # Devices have other ids in each Home Assistant; a card without one shows the first connector
    text = DOCS_HEADER + re.sub(r" +device_id: \w+\n", "", dumped)
    if request.config.option.update_snapshots:
        DOCS.write_text(text)
    assert DOCS.read_text() == text
    await charger.close()


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
    titles = [each["title"] for each in config["views"]]
    assert titles == ["Overview", "C2EU", "Twin", "24 hours", "Sessions", "Energy"]
    named = set(entity_ids(config))
    assert len(named) > 20
    assert named <= set(hass.states.async_entity_ids())
    for each in chargers:
        await each.close()


@pytest.mark.parametrize(
    ("asked", "sessions"),
    [({"language": "de-CH"}, "Ladevorgänge"), ({"language": "xx"}, "Sessions"), ({}, "Sessions")],
)
async def test_it_speaks_the_language_that_is_asked_for_or_else_home_assistants(
    hass: HomeAssistant, asked: dict[str, str], sessions: str
) -> None:
    await set_up(hass, charge_point_data(C2EU, "C2EU"))
    config = await _get_dashboard(hass, **asked)
    assert sessions in [each["title"] for each in config["views"]]


async def test_what_an_entity_is_called_is_in_the_language_that_is_asked_for_unless_the_user_named_it(
    hass: HomeAssistant,
) -> None:
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"))
    charger = await charge_with_c2eu(hass, entry)
    registry = er.async_get(hass)

    async def names(language: str) -> dict[str, Any]:
        config = await _get_dashboard(hass, language=language)
        return {card["entity"]: card["name"] for card in cards(config, "tile")}

    problem = registry.async_get_entity_id("binary_sensor", DOMAIN, f"{C2EU}#1_problem")
    error = registry.async_get_entity_id("sensor", DOMAIN, f"{C2EU}#1_error")
    assert problem
    assert error
    registry.async_update_entity(error, name="My own")
    assert (await names("en"))[problem] == {"type": "entity"}
    german = await names("de-CH")
    assert german[problem] == texts("de")["entity"]["binary_sensor"]["problem"]["name"]
    assert german[error] == {"type": "entity"}
    await charger.close()


async def test_energy_is_shown_once_there_is_some_in_the_statistics(
    recorder_mock: Recorder, hass: HomeAssistant
) -> None:
    assert await async_setup_component(hass, "sensor", {})
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"))
    charger = await charge_with_c2eu(hass, entry)
    assert not cards(await _get_dashboard(hass), "statistics-graph")
    energy = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"{C2EU}#1_energy")
    assert energy
    await async_wait_recording_done(hass)
    do_adhoc_statistics(hass, start=dt_util.utcnow().replace(minute=55, second=0, microsecond=0))
    await async_wait_recording_done(hass)
    graphs = cards(await _get_dashboard(hass), "statistics-graph")
    assert {entity_id for graph in graphs for entity_id in entity_ids(graph)} == {energy}
    get_instance(hass).async_clear_statistics([energy])
    await async_wait_recording_done(hass)
    assert not cards(await _get_dashboard(hass), "statistics-graph")
    await charger.close()


async def test_numbered_charge_points_stand_in_their_order(hass: HomeAssistant) -> None:
    places = [charge_point_data(f"CP-{number}", f"Place {number}") for number in (10, 2, 1)]
    await set_up(hass, *places)
    titles = [each["title"] for each in (await _get_dashboard(hass))["views"]]
    assert titles[:4] == ["Overview", "Place 1", "Place 2", "Place 10"]


async def test_every_view_has_a_path_of_its_own(hass: HomeAssistant) -> None:
    identities = ("overview", "Energy", "CP_1", "CP-1", "cp 1")
    await set_up(hass, *(charge_point_data(each, f"Place {each}") for each in identities))
    paths = [each["path"] for each in (await _get_dashboard(hass))["views"]]
    assert sorted(paths) == [
        "cp-1",
        "cp-1-2",
        "cp-1-3",
        "energy",
        "energy-2",
        "overview",
        "overview-2",
        "sessions",
    ]


async def test_a_dashboard_can_be_of_one_charge_point(hass: HomeAssistant) -> None:
    await set_up(hass, charge_point_data("CP-1", "Garage"), charge_point_data("CP-2", "Street"))
    config = await _get_dashboard(hass, charge_point_id="CP-2")
    assert [each["title"] for each in config["views"]] == ["Street", "Sessions", "Energy"]


async def test_the_house_is_shown_as_the_site_is_configured(hass: HomeAssistant) -> None:
    site = {
        "grid_meter": "power",
        "grid_power": "sensor.grid",
        "battery_power": "sensor.battery",
        "prices": ["event.market", "sensor.price"],
    }
    options = {"site": site}
    await set_up(hass, charge_point_data(), options=options)
    config = await _get_dashboard(hass)
    shown = {each for each in tiles(config) if not each.split(".")[1].startswith("garage")}
    assert shown == {"sensor.grid", "sensor.battery", "sensor.price"}
