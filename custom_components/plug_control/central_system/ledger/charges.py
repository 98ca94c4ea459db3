"""Sessions as documents need them: in one tuple what was measured and what is known beside, read without an object for each part.

The text of a session's row is read, since it has the numbers as they came; of its details, the columns are, and their text
only where it has more to say: reading both texts takes three times as long.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import batched
import json
import math
import sqlite3
from typing import Any, NamedTuple

import orjson

from .every_session import EverySession

_ROWS_AT_ONCE = 200
_DETAILS = (
    "session_id, person, currency, cost, grid_wh, solar_wh, battery_wh, estimated,"
    """ CASE WHEN instr(row, '"car_name":"') OR instr(row, '"note":"') THEN row END"""
)
_NO_DETAILS = (None,) * 8


class StoredCharge(NamedTuple):
    """A session, running (`stopped_at` None) or ended, with what is known beside; energies and registers in Wh."""

    session_id: int
    charge_point_id: str
    connector_id: int | None
    id_tag: str | None
    started_by: str | None
    started_at: datetime | None
    stopped_at: datetime | None
    energy_wh: float
    meter_start_wh: float | None
    meter_stop_wh: float | None
    energy_estimated: bool
    time_estimated: bool
    person: str | None
    """To whom it was corrected."""
    car: str | None
    note: str | None
    currency: str | None
    cost: float | None
    solar_wh: float | None
    source_wh: float
    """The energy whose source is known."""
    worth_estimated: bool
    signed_values: int


def stored_charges(
    db: sqlite3.Connection,
    every: EverySession,
    session_ids: Iterable[int],
    signed: Mapping[int, int],
) -> Iterator[StoredCharge]:
    """Yield these sessions, in this order; `signed` counts the signed values of those that have some. Raises sqlite3.Error."""
    for some in batched(session_ids, _ROWS_AT_ONCE, strict=False):
        places = ",".join("?" * len(some))
        texts = dict(every.texts(some))
        found = db.execute(
            f"SELECT {_DETAILS} FROM {every.details.view} WHERE session_id IN ({places})", some
        )
        details = {session_id: columns for session_id, *columns in found}
        for session_id in some:
            yield _charge(
                _object(texts[session_id]),
                details.get(session_id, _NO_DETAILS),
                signed.get(session_id, 0),
            )


def _charge(row: Mapping[str, Any], details: Iterable[Any], signed: int) -> StoredCharge:
    person, currency, cost, grid, solar, battery, estimated, more = details
    told = _NOTHING if more is None else _object(more)
    source = (grid or 0.0) + (solar or 0.0) + (battery or 0.0)
    if not math.isfinite(source + (cost or 0.0)):
        currency, cost, solar, source, estimated = None, None, None, 0.0, False
    get = row.get
    began, ended = get("started_at"), get("stopped_at")
    # By place, in the order of the fields: names would take twice as long.
    return StoredCharge(
        *(row["session_id"], row["charge_point_id"], get("connector_id"), get("id_tag")),
        get("started_by"),
        None if began is None else datetime.fromisoformat(began),
        None if ended is None else datetime.fromisoformat(ended),
        *(row["energy_wh"], get("meter_start_wh"), get("meter_stop_wh")),
        *(get("energy_estimated", False), get("time_estimated", False)),
        *(person, told.get("car_name"), told.get("note"), currency, cost, solar),
        *(source, bool(estimated)),
        signed,
    )


def _object(text: str) -> Mapping[str, Any]:
    """Return a stored object of JSON; raises ValueError where it is none."""
    try:
        found: Mapping[str, Any] = orjson.loads(text)
    except orjson.JSONDecodeError:  # what only Python's own reader takes, such as half a character
        found = json.loads(text)
    return found


_NOTHING: Mapping[str, Any] = {}
