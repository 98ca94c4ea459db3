"""Whose a session is: the ledger knows only cards, users, and the names to which people corrected sessions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from custom_components.plug_control.central_system.ledger.sqlite.rows import storable
from custom_components.plug_control.central_system.ledger.sqlite.schema import STARTED_BY

type PlaceAndCard = tuple[str, str | None]
"""A charge point, and the card that was shown there, as `normalise_id_tag` returns it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who is who, in keys of the caller's: the ledger itself knows only cards, users, and corrected names."""

    cards: Mapping[PlaceAndCard, str] = field(default_factory=dict)
    users: Mapping[str, str] = field(default_factory=dict)
    """Users who count as somebody, whatever card they start with."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names to which sessions were corrected."""

    def condition(self, key: str, sessions: str, details: str) -> tuple[str, list[Any]]:
        """Return the SQL condition that a session is this person's, and its values.

        `sessions` and `details` are the views of all of them.
        """
        names = _keys(self.names, key)
        users = _keys(self.users, key)
        cards = _keys(self.cards, key)
        corrected = f"SELECT session_id FROM {details} WHERE person"
        started = f"SELECT session_id FROM {sessions} WHERE {STARTED_BY}"
        shown = ",".join(["(?,?)"] * len(cards)) or "(NULL,NULL)"
        condition = (
            f"(session_id IN ({corrected} IN ({_marks(names)}))"
            f" OR session_id NOT IN ({corrected} IS NOT NULL)"
            f" AND (session_id IN ({started} IN ({_marks(users)}))"
            f" OR session_id NOT IN ({started} IN ({_marks(self.users)}))"
            f" AND (charge_point_id, ifnull(id_tag, '')) IN (VALUES {shown})))"
        )
        values: list[Any] = [*map(storable, names), *users, *self.users]
        for place, card in cards:
            values += [storable(place), "" if card is None else storable(card)]
        return condition, values


NOBODY = People()


def _keys[K](keys: Mapping[K, str], key: str) -> list[K]:
    return [each for each, of in keys.items() if of == key]


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
