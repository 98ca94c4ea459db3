"""The views of 24 hours, of sessions and of energy by day and month."""

from collections.abc import Iterator, Sequence
from typing import Final

from custom_components.plug_control.texts.dashboard import Words

from .cards import (
    FULL_WIDTH,
    MONTH_CARD,
    RIBBON_CARD,
    SESSIONS_CARD,
    energy_graph,
    heading,
    recorded,
    section,
    view,
)
from .types import Card, DashboardContents

RIBBON_PATH: Final = "ribbon"
SESSIONS_PATH: Final = "sessions"
ENERGY_PATH: Final = "energy"
DAYS: Final = 30
DAYS_OF_MONTHS: Final = 365
_SPAN: Final = 2
_WHOLE_SPAN: Final = 4

type Named = Sequence[tuple[str, str]]
"""Pairs of a name to show and a statistic's id."""


def sessions_view(words: Words) -> Card:
    """Return the view of the sessions, which begins with this month's."""
    card: Card = {"type": SESSIONS_CARD, "grid_options": dict(FULL_WIDTH)}
    whole = section(card, span=_WHOLE_SPAN)
    return view(words["sessions"], SESSIONS_PATH, [whole], icon="mdi:format-list-bulleted")


def ribbon_view(installation: DashboardContents, words: Words) -> Iterator[Card]:
    """Yield the view with 24 hours of all connectors, if there are any."""
    if any(connector.device_id is not None for _, connector in installation.named()):
        card: Card = {"type": RIBBON_CARD, "grid_options": dict(FULL_WIDTH)}
        whole = section(card, span=_WHOLE_SPAN)
        yield view(words["ribbon"], RIBBON_PATH, [whole], icon="mdi:chart-timeline-variant")


def this_month(installation: DashboardContents) -> Iterator[Card]:
    """Yield the section of what was charged this month, if there are connectors; it leads to the sessions."""
    if any(connector.device_id is not None for _, connector in installation.named()):
        yield section(
            {
                "type": MONTH_CARD,
                "navigation_path": SESSIONS_PATH,
                "grid_options": dict(FULL_WIDTH),
            }
        )


def energy_view(installation: DashboardContents, words: Words) -> Card:
    """Return the view of the energy by connector and by person."""
    connectors = [
        (name, entity_id)
        for name, connector in installation.named()
        for entity_id in recorded(connector.entities)
    ]
    people = [(name, statistic_id) for statistic_id, name in installation.people.items()]
    sections = [
        *_section(words["by_charge_point"], "mdi:ev-station", connectors, words),
        *_section(words["by_person"], "mdi:account-multiple", people, words),
    ]
    if not sections:
        sections = [section({"type": "markdown", "content": words["no_energy"]})]
    return view(words["energy"], ENERGY_PATH, sections, icon="mdi:chart-bar")


def _section(title: str, icon: str, named: Named, words: Words) -> Iterator[Card]:
    if named:
        yield section(
            heading(title, icon),
            *energy_graph(named, words["energy_by_day"], "day", DAYS),
            *energy_graph(named, words["energy_by_month"], "month", DAYS_OF_MONTHS),
            span=_SPAN,
        )
