"""What sessions are asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
import json
from typing import Any

from custom_components.plug_control.central_system.ledger.sqlite.rows import storable
from custom_components.plug_control.central_system.ledger.sqlite.schema import STARTED_BY
from custom_components.plug_control.model.tag import normalise_id_tag

from .every_session import OVERLAY
from .people import People

type PresentedCard = tuple[str, int | None, str | None]
"""A charge point, its connector, and the card that was used there, as `normalise_id_tag` returns it."""
_WITH_DETAILS = f"SELECT session_id FROM temp.{OVERLAY}_details_view WHERE"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """What sessions must match, None for all; they began at or after `start` and before `end`."""

    charge_point_id: str | None = None
    connector_id: int | None = None
    id_tag: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    shown: Collection[PresentedCard] | None = None
    """One of these cards at its charge point and connector."""
    started_by: str | None = None
    """Beside `shown`: sessions that this Home Assistant user started, if they match `started_shown`."""
    started_shown: Collection[PresentedCard] = ()
    """The charge points, connectors and cards of those."""
    session_id: int | None = None
    session_ids: Collection[int] | None = None
    after_revision: int | None = None
    """Only what changed after this revision, in its details, too."""
    car_id: str | None = None
    person: tuple[People, str] | None = None
    """Who is who, and the key of the person."""

    def where(self) -> tuple[str, list[Any]]:
        """Return the SQL condition and its values."""
        asked: tuple[tuple[str, object], ...] = (
            ("charge_point_id = ?", self.charge_point_id and storable(self.charge_point_id)),
            ("connector_id = ?", self.connector_id),
            ("id_tag = ?", self.id_tag and storable(normalise_id_tag(self.id_tag))),
            ("time >= ?", self.start and self.start.timestamp()),
            ("time < ?", self.end and self.end.timestamp()),
            ("session_id = ?", self.session_id),
            ("session_id IN (SELECT value FROM json_each(?))", _as_json(self.session_ids)),
            (f"session_id IN ({_WITH_DETAILS} car_id = ?)", self.car_id),
        )
        conditions = [condition for condition, value in asked if value is not None]
        values = [value for _, value in asked if value is not None]
        if self.after_revision is not None:
            conditions.append(f"(revision > ? OR session_id IN ({_WITH_DETAILS} revision > ?))")
            values += [self.after_revision] * 2
        if self.person is not None:
            people, key = self.person
            condition, bound = people.condition(
                key, f"temp.{OVERLAY}_view", f"temp.{OVERLAY}_details_view"
            )
            conditions.append(condition)
            values += bound
        if self.shown is not None:
            condition, bound = _among(self.shown)
            values += bound
            if self.started_by is not None and self.started_shown:
                among, bound = _among(self.started_shown)
                condition = (
                    f"({condition} OR (session_id IN (SELECT session_id FROM temp.{OVERLAY}_view"
                    f" WHERE {STARTED_BY} = ?) AND {among}))"
                )
                values += [self.started_by, *bound]
            conditions.append(condition)
        return " AND ".join(conditions) or "1", values


def _as_json(numbers: Collection[int] | None) -> str | None:
    return None if numbers is None else json.dumps([*numbers])


def _among(shown: Collection[PresentedCard]) -> tuple[str, list[Any]]:
    """Return the SQL condition that a session is of one of these cards, and its values."""
    if not shown:
        return "0", []
    places = ",".join(["(?,?,?)"] * len(shown))
    values: list[Any] = []
    for place, connector_id, id_tag in shown:
        values += [place, -1 if connector_id is None else connector_id, id_tag or ""]
    condition = (
        f"(charge_point_id, ifnull(connector_id, -1), ifnull(id_tag, '')) IN (VALUES {places})"
    )
    return condition, values


def shown_of(row: Mapping[str, Any]) -> PresentedCard:
    """Return the charge point, connector and card of a session's row."""
    id_tag = row["id_tag"]
    return (
        storable(row["charge_point_id"]),
        row["connector_id"],
        storable(normalise_id_tag(id_tag)) if id_tag else None,
    )
