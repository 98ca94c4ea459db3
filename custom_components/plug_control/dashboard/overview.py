"""The first view: the energy flow now, and all charge points."""

from collections.abc import Iterator, Sequence
from typing import Final

from homeassistant.const import STATE_OFF, STATE_ON

from custom_components.plug_control.texts.dashboard import Words

from .cards import (
    COUNTS_CARD,
    FULL_WIDTH,
    MAX_SPAN,
    POWER_CARD,
    connector_card,
    found,
    found_cards,
    heading,
    history_graph,
    navigate,
    section,
    tile,
    view,
    while_state,
)
from .energy import this_month
from .types import (
    Card,
    DashboardChargePoint,
    DashboardConnector,
    DashboardContents,
    DashboardSite,
    Entities,
)

OVERVIEW_PATH: Final = "overview"
MOST_CARDS: Final = 6
"""How many connectors are shown with their controls; more are small tiles that open their charge point's view."""
MOST_IN_GRAPH: Final = 8
"""With how many connectors at most the graph of the last day shows their power."""
_COLUMNS_OF_SECTION: Final = 12
_CHARGING: Final = "charging"

_LOOKS: Final = {
    "solar": {"icon": "mdi:solar-power", "color": "amber"},
    "grid": {"icon": "mdi:transmission-tower", "color": "purple"},
    "grid_import": {"icon": "mdi:transmission-tower-export", "color": "purple"},
    "grid_export": {"icon": "mdi:transmission-tower-import", "color": "deep-purple"},
    "battery": {"icon": "mdi:home-battery", "color": "teal"},
    "house": {"icon": "mdi:home-lightning-bolt", "color": "blue"},
}


def overview(installation: DashboardContents, words: Words) -> Card:
    """Return the view of all charge points."""
    connectors = installation.named()
    few = len(connectors) <= MOST_CARDS
    sections = [
        found_cards(),
        *_attention(installation, words),
        _cards(connectors, words) if few else _small(installation, words),
        *this_month(installation),
        *energy_now(installation, words),
    ]
    return view(words["overview"], OVERVIEW_PATH, sections, icon="mdi:view-dashboard")


# ---- energy


def energy_now(installation: DashboardContents, words: Words) -> Iterator[Card]:
    """Yield the section of the energy flow, if any power is measured."""
    site, connectors = installation.site, installation.named()
    cards = [
        *_flow(site, words),
        *(() if site.has_power_flow or len(connectors) > MOST_CARDS else _shares(connectors)),
        *history_graph(_powers(site, connectors, words) if [*site.powers] else []),
    ]
    if cards:
        yield section(heading(words["energy_now"], "mdi:home-lightning-bolt"), *cards)


def _flow(site: DashboardSite, words: Words) -> Iterator[Card]:
    tiles = [*_site_tiles(site, words)]
    if len(tiles) % 2:
        tiles[-1] |= {"grid_options": dict(FULL_WIDTH)}
    yield from tiles
    if site.has_power_flow:
        yield {"type": "power-sankey", "grid_options": dict(FULL_WIDTH)}


def _site_tiles(site: DashboardSite, words: Words) -> Iterator[Card]:
    inverted = {"grid": site.grid_inverted, "battery": site.battery_inverted}
    for word, entity_id in site.powers:
        ways = _two_ways(word, inverted[word], words) if word in inverted else {}
        yield {
            "type": POWER_CARD,
            "entity": entity_id,
            "name": words[word],
            **ways,
            **_LOOKS[word],
        }
    if site.battery_soc is not None:
        yield tile(site.battery_soc, name=words["battery_charge"], color="teal")
    if site.price is not None:
        yield tile(site.price, name=words["price"], icon="mdi:cash")


def _two_ways(word: str, inverted: bool, words: Words) -> Card:
    """Return the names of a power's two directions, `above` and `below` zero."""
    above, below = ("out", "in") if inverted else ("in", "out")
    return {"above": words[f"{word}_{above}"], "below": words[f"{word}_{below}"]}


def _shares(connectors: Sequence[tuple[str, DashboardConnector]]) -> Iterator[Card]:
    """Yield the card of the connectors' shares of the power, if several report power."""
    powers = [*_connector_powers(connectors)]
    if len(powers) > 1:
        yield {
            "type": "distribution",
            "entities": [{"entity": entity_id, "name": name} for name, entity_id in powers],
            "grid_options": dict(FULL_WIDTH),
        }


def _powers(
    site: DashboardSite, connectors: Sequence[tuple[str, DashboardConnector]], words: Words
) -> list[tuple[str | None, str]]:
    few = connectors if len(connectors) <= MOST_IN_GRAPH else ()
    return [
        *((words[word], entity_id) for word, entity_id in site.powers),
        *_connector_powers(few),
    ]


def _connector_powers(
    connectors: Sequence[tuple[str, DashboardConnector]],
) -> Iterator[tuple[str, str]]:
    for name, connector in connectors:
        for entity_id in found(connector.entities, "sensor.power"):
            yield name, entity_id


# ---- charge points


def _cards(connectors: Sequence[tuple[str, DashboardConnector]], words: Words) -> Card:
    """Return the section of all connectors with their controls, one column for every two."""
    cards = [
        card
        for name, connector in connectors
        for card in connector_card(connector, name, show_plan=False, show_graph=False)
    ]
    span = max(1, (len(cards) + 1) // 2)
    sized = [card | {"grid_options": {"columns": _COLUMNS_OF_SECTION}} for card in cards]
    return section(heading(words["charge_points"], "mdi:ev-station"), *sized, span=span)


def _small(installation: DashboardContents, words: Words) -> Card:
    """Return the section of all connectors as tiles, below a card of counts and total power."""
    places = [
        (charge_point, name, connector.entities)
        for charge_point in installation.charge_points
        for name, connector in charge_point.named()
    ]
    counts = {
        "type": COUNTS_CARD,
        "statuses": [each for *_, one in places for each in found(one, "sensor.status")],
        "powers": [each for *_, one in places for each in found(one, "sensor.power")],
        "grid_options": dict(FULL_WIDTH),
    }
    return section(
        heading(words["charge_points"], "mdi:ev-station"),
        counts,
        *(each for place in places for each in _place(*place)),
        span=MAX_SPAN,
    )


def _place(charge_point: DashboardChargePoint, name: str, entities: Entities) -> Iterator[Card]:
    """Yield a connector's tiles: its power while it charges, otherwise its status; both hide while it is offline."""
    shown = {"name": name, "tap_action": navigate(charge_point.path)}
    connected = [
        while_state(each, STATE_ON)
        for each in found(charge_point.entities, "binary_sensor.connectivity")
    ]
    for status in found(entities, "sensor.status"):
        charging = while_state(status, _CHARGING)
        idle = {"condition": "not", "conditions": [charging]}
        power = next(found(entities, "sensor.power"), status)
        yield tile(
            power, icon="mdi:flash", color="amber", visibility=[*connected, charging], **shown
        )
        yield tile(
            status, icon="mdi:ev-station", color="grey", visibility=[*connected, idle], **shown
        )


def _attention(installation: DashboardContents, words: Words) -> Iterator[Card]:
    """Yield the section of offline charge points and connectors with problems; it hides while there are none."""
    cards: list[Card] = []
    for charge_point in installation.charge_points:
        offline = ("binary_sensor.connectivity", STATE_OFF)
        cards += _troubles(charge_point, charge_point.name, charge_point.entities, *offline)
        for name, connector in charge_point.named():
            problem = ("binary_sensor.problem", STATE_ON)
            cards += _troubles(charge_point, name, connector.entities, *problem)
    if cards:
        conditions = [condition for card in cards for condition in card["visibility"]]
        yield section(
            heading(words["attention"], "mdi:alert-circle-outline"), *cards, span=MAX_SPAN
        ) | {"visibility": [{"condition": "or", "conditions": conditions}]}


def _troubles(
    charge_point: DashboardChargePoint, name: str, entities: Entities, key: str, state: str
) -> Iterator[Card]:
    for entity_id in found(entities, key):
        yield tile(
            entity_id,
            name=name,
            color="red",
            tap_action=navigate(charge_point.path),
            visibility=[while_state(entity_id, state)],
        )
