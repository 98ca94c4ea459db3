"""Flatten stored rows of sessions and their details for tables and documents, without an object for each.

A document reads 20,000 at once: of a session's row the text, since it has the numbers as they came; of its details the
columns, and their text only where it has more to say. To read both texts takes three times as long.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import batched
import json
import math
import sqlite3
from types import NoneType
from typing import Any, NamedTuple

import orjson

from custom_components.plug_control.central_system.ledger.sqlite.rows import read_details
from custom_components.plug_control.model.money.worth import (
    NO_DETAILS,
    SessionDetails,
    SessionWorth,
)
from custom_components.plug_control.model.session import Session

from .every_session import EverySession

_NO_WORTH = SessionWorth()
_NUMBERS = (
    *("grid_wh", "solar_wh", "battery_wh", "cost", "price", "saved"),
    *("co2_g", "charging_s", "mean_power_w"),
)
_CHARGES_AT_ONCE = 200
_COLUMNS_OF_DETAILS = (
    "session_id, person, currency, cost, grid_wh, solar_wh, battery_wh, estimated,"
    """ CASE WHEN instr(row, '"car_name":"') OR instr(row, '"note":"') THEN row END"""
)
_NO_COLUMNS = (None,) * 8
_TEXT = frozenset({str, NoneType})
_NUMBER = frozenset({float, NoneType})


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


def flat_details(details: SessionDetails) -> dict[str, Any]:
    """Return what rows of sessions say of their details; `person` is the corrected one."""
    worth = details.worth or _NO_WORTH
    return {
        "car_id": details.car_id,
        "car": details.car_name,
        "person": details.person,
        "note": details.note,
        "currency": worth.currency,
        **{name: getattr(worth, name) for name in _NUMBERS},
        "worth_estimated": worth.estimated,
    }


def flat_stored_details(text: str | None) -> Mapping[str, Any]:
    """Return the same of a stored row (None: there is none); one that cannot be read says nothing."""
    if text is None:
        return _NONE
    if (flat := _flat(text)) is None:
        return flat_details(read_details(text) or NO_DETAILS)
    return flat


def plain_row(text: str) -> dict[str, Any]:
    """Return the fields of a stored session's JSON, including those that it leaves out."""
    return {**_BLANK, **json.loads(text)}


def _flat(text: str) -> dict[str, Any] | None:
    """Return what a row of the usual form says, None for any other: that is read with care."""
    try:
        row = json.loads(text)
        worth = row.get("worth") or _EMPTY
        texts = [*map(row.get, ("car_id", "car_name", "person", "note")), worth.get("currency")]
        numbers = [*map(worth.get, _NUMBERS)]
        is_estimated = worth.get("estimated", False)
        is_usual = (
            _TEXT.issuperset(map(type, texts))
            and _NUMBER.issuperset(map(type, numbers))
            and type(is_estimated) is bool
            and math.isfinite(sum(filter(None, numbers)))
        )
    except AttributeError, ValueError:
        return None
    if not is_usual:
        return None
    return dict(zip(_NONE, (*texts, *numbers, is_estimated), strict=True))


def stored_charges(
    db: sqlite3.Connection,
    every: EverySession,
    session_ids: Iterable[int],
    signed: Mapping[int, int],
) -> Iterator[StoredCharge]:
    """Yield these sessions, in this order; `signed` counts the signed values of those that have some. Raises sqlite3.Error."""
    for some in batched(session_ids, _CHARGES_AT_ONCE, strict=False):
        places = ",".join("?" * len(some))
        texts = dict(every.texts(some))
        found = db.execute(
            f"SELECT {_COLUMNS_OF_DETAILS} FROM {every.details.view} WHERE session_id IN ({places})",
            some,
        )
        details = {session_id: columns for session_id, *columns in found}
        for session_id in some:
            yield _charge(
                _object(texts[session_id]),
                details.get(session_id, _NO_COLUMNS),
                signed.get(session_id, 0),
            )


def _charge(row: Mapping[str, Any], details: Iterable[Any], signed: int) -> StoredCharge:
    person, currency, cost, grid, solar, battery, estimated, more = details
    told = _EMPTY if more is None else _object(more)
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


_EMPTY: Mapping[str, Any] = {}
_NONE = flat_details(NO_DETAILS)
_BLANK = Session(
    transaction_id=None,
    charge_point_id="",
    connector_id=None,
    id_tag=None,
    started_at=None,
    stopped_at=None,
    meter_start_wh=None,
    meter_stop_wh=None,
    energy_wh=0.0,
    energy_estimated=False,
    time_estimated=False,
    stop_reason=None,
).as_dict()
"""All fields in order, with the values of those that a stored row leaves out."""
