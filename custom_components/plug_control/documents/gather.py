"""Gather what a document says from the ledger and from the entry's settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter
from custom_components.plug_control.entry_settings import id_tags
from custom_components.plug_control.model.cost import known_sum
from custom_components.plug_control.statistics.people import (
    PlaceholderNames,
    ShownTag,
    cards_of_users,
    people_of,
)
from custom_components.plug_control.texts.document_words import Words
from custom_components.plug_control.texts.names import short_id_tag, user_name

from .document import Charger
from .rows import Charge

MOST_SESSIONS: Final = 50_000
"""How many sessions a document may have."""


class TooManySessions(Exception):
    """There are more sessions than a document may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The charges that match, and how many of those that match still run."""

    charges: tuple[Charge, ...]
    running: int


async def async_gather(
    hass: HomeAssistant,
    entry: ConfigEntry,
    wanted: SessionFilter,
    words: Words,
    person: str | None = None,
) -> Gathered:
    """Return the charges that match, of one person if that is named; a thread makes them.

    Raises OSError, and TooManySessions.
    """
    ledger = entry.runtime_data.central_system.ledger
    if (await ledger.page(wanted, limit=0)).count > MOST_SESSIONS:
        raise TooManySessions
    zone = dt_util.get_default_time_zone()
    person_of = _people(entry, words)
    folded = None if person is None else person.strip().casefold()

    def shape(row: dict[str, Any]) -> dict[str, Any]:
        who = person_of(row)
        if folded is not None and who.casefold() != folded:
            return {}
        if row["stopped_at"] is None:
            return {"runs": True}
        return {"charge": _charge(entry, row, who, lambda at: at.astimezone(zone))}

    rows = (await ledger.page(wanted, limit=None, shape=shape)).rows
    return Gathered(
        charges=tuple(row["charge"] for row in rows if "charge" in row),
        running=sum("runs" in row for row in rows),
    )


def chargers_of(entry: ConfigEntry, charges: tuple[Charge, ...]) -> tuple[Charger, ...]:
    """Return the charge points of charges, in the order of their names."""
    data = entry.runtime_data
    chargers = []
    for charge_point_id in {charge.connector[0] for charge in charges}:
        name = data.names.charge_point(charge_point_id) or charge_point_id
        point = data.central_system.charge_points.get(charge_point_id)
        if point is None:
            chargers.append(Charger(name=name))
            continue
        model = " ".join(part for part in (point.vendor, point.model) if part)
        chargers.append(
            Charger(
                name=name,
                model=model or None,
                serial_number=point.serial_number,
                firmware=point.firmware_version,
                meter_serial_number=point.meter_serial_number,
            )
        )
    return tuple(sorted(chargers, key=lambda charger: charger.name.casefold()))


def _people(entry: ConfigEntry, words: Words) -> Callable[[Mapping[str, Any]], str]:
    """Return the function that names who charged: whom somebody corrected it to, the user who started it, or the card's."""
    data = entry.runtime_data
    cards = [*data.names.cards(), *id_tags(entry)]
    placeholders = PlaceholderNames(no_card=words["no_person"], others=words["no_person"])
    user_cards = cards_of_users(id_tags(entry))
    known: dict[ShownTag, str] = {}

    def person_of(row: Mapping[str, Any]) -> str:
        if row["person"]:
            return str(row["person"])
        started_by = row["started_by"]
        is_user = started_by and started_by not in user_cards
        if is_user and (name := user_name(entry, started_by)) is not None:
            return name
        shown = row["charge_point_id"], user_cards.get(started_by or "") or row["id_tag"]
        if shown not in known:
            known[shown] = people_of([shown], data.central_system, cards, placeholders)[shown].name
        return known[shown]

    return person_of


def _charge(
    entry: ConfigEntry,
    row: Mapping[str, Any],
    person: str,
    local: Callable[[datetime], datetime],
) -> Charge:
    names = entry.runtime_data.names
    charge_point_id, connector_id = row["charge_point_id"], row["connector_id"]
    began = row["started_at"]
    started_at = None if began is None else datetime.fromisoformat(began)
    stopped_at = datetime.fromisoformat(row["stopped_at"])
    at = started_at or stopped_at
    return Charge(
        session_id=row["session_id"],
        connector=(charge_point_id, connector_id),
        charger=names.connector(charge_point_id, connector_id, at)
        or names.charge_point(charge_point_id, at)
        or charge_point_id,
        person=person,
        card=short_id_tag(row["id_tag"]),
        car=row["car"],
        note=row["note"],
        started_at=None if started_at is None else local(started_at),
        stopped_at=local(stopped_at),
        energy_wh=row["energy_wh"],
        meter_start_wh=row["meter_start_wh"],
        meter_stop_wh=row["meter_stop_wh"],
        solar_wh=row["solar_wh"],
        source_wh=known_sum(row["grid_wh"], row["solar_wh"], row["battery_wh"]),
        cost=row["cost"],
        currency=row["currency"],
        energy_estimated=row["energy_estimated"],
        time_estimated=row["time_estimated"],
        cost_estimated=row["worth_estimated"],
        signed_values=row["signed_values"],
    )
