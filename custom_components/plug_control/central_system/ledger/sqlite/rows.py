"""Rows of the ledger's tables, made of sessions and transactions and read back; and the keys by which messages are known."""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import chain
import json
import logging
from math import isfinite
from typing import Any
import zlib

import orjson

from custom_components.plug_control.model.energy import true_register
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.signed_reading import SignedReading
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.model.transaction import Transaction

from .schema import DetailsRow, GoneRow, OpenRow, SessionRow, SignedRow

_LOGGER = logging.getLogger(__name__)

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_EVER_AFTER = datetime(9999, 12, 31, tzinfo=UTC)
"""When deleted sessions ended: whatever comes of them comes too late."""
_MICROSECOND = timedelta(microseconds=1)
_LARGEST = 2**63 - 1
_INTEGERS = range(-(2**63), 2**63)
_NO_WORTH = SessionWorth()
_LEVEL = 4
"""Of compression: the usual 6 saves 4 % more, and takes three times as long."""
_MOST_SLOTS_BYTES = 2**20
"""Of slots as JSON: those of a month, by quarters, have a quarter of that."""


def session_row(
    session: Session,
    revision: int,
    stopped_by: int | None = None,
    *,
    anonymous: bool = False,
) -> SessionRow:
    """Return the row to store for a session; `stopped_by` is the `stop_key` of the message that ended it.

    `anonymous` says that its card was removed, so that its start is known without it.

    Raises ValueError where SQLite cannot store its ids.
    """
    check_ids(session)
    if stopped_by is None and session.stop_timestamp is not None:
        stopped_by = stop_key(
            session.charge_point_id,
            session.transaction_id,
            session.stop_timestamp,
            session.meter_stop_wh,
        )
    return SessionRow(
        session_id=session.session_id,
        revision=revision,
        charge_point_id=storable(session.charge_point_id),
        connector_id=session.connector_id,
        transaction_id=storable_id(session.transaction_id),
        id_tag=storable(normalise_id_tag(session.id_tag)) if session.id_tag else None,
        time=filed_under(session).timestamp(),
        started=_seconds(session.started_at) if session.has_true_start else None,
        stopped=_seconds(session.stopped_at),
        start_key=anonymous_key(session) if anonymous else start_key(session),
        stop_key=stopped_by,
        energy_wh=session.energy_wh,
        row=write_json(_told(session.as_dict())),
    )


def open_row(running: Transaction, revision: int, *, dormant: bool) -> OpenRow:
    """Return the row to store for a transaction that has not ended; raises ValueError where SQLite cannot store its ids."""
    check_ids(running)
    return OpenRow(running.session_id, revision, int(dormant), write_json(running.as_dict()))


def signed_row(session_id: int, reading: SignedReading) -> SignedRow:
    """Return the row to store for a signed meter value of a session."""
    data = storable(reading.data)
    return SignedRow(
        value_id=_digest(session_id, data) & _LARGEST,
        session_id=session_id,
        received=(reading.received - _NEVER) // _MICROSECOND,
        at=_seconds(reading.at),
        context=storable(reading.context),
        data=data,
    )


def details_row(session_id: int, details: SessionDetails, revision: int) -> DetailsRow:
    """Return the row to store for a session's details; raises ValueError for a number that is not finite."""
    worth = details.worth or _NO_WORTH
    row = details.as_dict()
    slots = row.get("worth", {}).pop("slots", None)
    return DetailsRow(
        session_id=session_id,
        revision=revision,
        car_id=details.car_id and storable(details.car_id),
        person=details.person and storable(details.person),
        is_final=int(worth.is_final),
        estimated=int(worth.estimated),
        currency=worth.currency and storable(worth.currency),
        cost=worth.cost,
        saved=worth.saved,
        grid_wh=worth.grid_wh,
        solar_wh=worth.solar_wh,
        battery_wh=worth.battery_wh,
        co2_g=worth.co2_g,
        charging_s=worth.charging_s,
        row=json.dumps(row, separators=(",", ":"), allow_nan=False),
        slots=slots and _compressed(slots),
    )


def _compressed(slots: list[list[float | None]]) -> bytes:
    """Return slots as compressed JSON; raises ValueError for a number that is not finite. Those of a month take 3 ms."""
    if not isfinite(sum(filter(None, chain.from_iterable(slots)))):
        raise ValueError("a number that is not finite")
    return zlib.compress(orjson.dumps(slots), _LEVEL)


def read_signed_row(row: SignedRow) -> SignedReading:
    """Return the signed meter value of a stored row; raises ValueError, TypeError and OverflowError where it is not one."""
    if [type(each) for each in (row.session_id, row.context, row.data)] != [int, str, str]:
        raise TypeError("no session, or no text")
    return SignedReading(
        data=row.data,
        context=row.context,
        at=None if row.at is None else datetime.fromtimestamp(row.at, UTC),
        received=_NEVER + row.received * _MICROSECOND,
    )


def start_key(record: Transaction | Session) -> int | None:
    """Return the key that equal StartTransactions share (R18, C2EU Q9); None where the charger sent no time."""
    if record.start_timestamp is None:
        return None
    return _digest(
        record.charge_point_id,
        record.connector_id,
        normalise_id_tag(record.id_tag or ""),
        record.meter_start_wh,
        record.start_timestamp,
    )


def anonymous_key(record: Transaction | Session) -> int | None:
    """Return the key that StartTransactions share which differ in their card alone; None where the charger sent no time."""
    if record.start_timestamp is None:
        return None
    return _digest(
        "anonymous",
        record.charge_point_id,
        record.connector_id,
        record.meter_start_wh,
        record.start_timestamp,
    )


def identity_key(session: Session) -> int:
    """Return the key of what tells a session from every other one whatever its id, for imports."""
    time = filed_under(session).timestamp()
    return _digest("identity", session.charge_point_id, session.transaction_id, time)


def gone_row(session: Session, revision: int, stopped_by: int | None) -> GoneRow:
    """Return what is left of a session that is deleted; `stopped_by` is the `stop_key` of the message that ended it."""
    return GoneRow(
        session_id=session.session_id,
        revision=revision,
        charge_point_id=storable(session.charge_point_id),
        connector_id=session.connector_id,
        transaction_id=storable_id(session.transaction_id),
        meter_stop_wh=session.meter_stop_wh,
        start_key=anonymous_key(session),
        stop_key=stopped_by,
        identity_key=identity_key(session),
    )


def checked_gone(row: GoneRow) -> GoneRow:
    """Return a row of a damaged file; raises TypeError where it is not one."""
    texts, whole = (row.charge_point_id,), (row.session_id, row.revision, row.identity_key)
    optional = (row.connector_id, row.transaction_id, row.start_key, row.stop_key)
    if (
        any(type(each) is not str for each in texts)
        or any(type(each) is not int for each in whole)
        or any(type(each) not in {int, type(None)} for each in optional)
        or type(row.meter_stop_wh) not in {int, float, type(None)}
    ):
        raise TypeError("no row of a deleted session")
    return row


def read_gone(row: GoneRow) -> Session:
    """Return what is left of a deleted session, for answers to repeated messages."""
    return Session(
        session_id=row.session_id,
        transaction_id=row.transaction_id,
        charge_point_id=row.charge_point_id,
        connector_id=row.connector_id,
        id_tag=None,
        started_at=None,
        stopped_at=_EVER_AFTER,
        meter_start_wh=None,
        meter_stop_wh=row.meter_stop_wh,
        energy_wh=0.0,
        energy_estimated=True,
        time_estimated=True,
        stop_reason=None,
    )


def stop_key(
    charge_point_id: str,
    transaction_id: int | None,
    timestamp: str | None,
    meter_stop_wh: float | None,
) -> int:
    """Return the key that equal StopTransactions share (C2EU Q15)."""
    return _digest(charge_point_id, transaction_id, timestamp, true_register(meter_stop_wh))


def filed_under(session: Session) -> datetime:
    """Return the time by which sessions are sorted and filtered: the start, or its end where the start is not known."""
    return session.started_at or session.stopped_at or _NEVER


def storable(text: str) -> str:
    """Return a text that SQLite can store: lone surrogates are escaped."""
    return text.encode(errors="backslashreplace").decode()


def storable_id(number: int | None) -> int | None:
    """Return a number that SQLite can store: None for one beyond 64 bits."""
    return number if number is None or number in _INTEGERS else None


def check_ids(record: Transaction | Session) -> None:
    """Raise ValueError where a session or connector id is beyond the 64 bits that SQLite can store."""
    if record.session_id not in _INTEGERS:
        raise ValueError("session_id: beyond 64 bits")
    if record.connector_id is not None and record.connector_id not in _INTEGERS:
        raise ValueError("connector_id: beyond 64 bits")


def write_json(row: dict[str, Any]) -> str:
    """Return a row as compact JSON."""
    return json.dumps(row, separators=(",", ":"))


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if _UNTOLD.get(name, row) != value}


_UNTOLD: dict[str, Any] = {
    "peak_power_w": None,
    "provisional": False,
    "start_timestamp": None,
    "stop_timestamp": None,
    "hourly_wh": [],
    "started_by": None,
    "refused": None,
    "heard_at": None,
}
"""Values that are not stored, since readers take them where a row leaves them out."""


def _seconds(time: datetime | None) -> float | None:
    return None if time is None else time.timestamp()


def _digest(*parts: object) -> int:
    digest = blake2b(json.dumps(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def details_of_row(text: str, slots: bytes | None = None) -> SessionDetails:
    """Return the details of a stored row; raises ValueError and TypeError where it is not one."""
    row = json.loads(text)
    if slots is None:
        return SessionDetails.from_dict(row)
    try:
        row["worth"] = row["worth"] | {"slots": json.loads(slots_of(slots))}
    except KeyError as error:
        raise ValueError("slots of no worth") from error
    return SessionDetails.from_dict(row)


def slots_of(stored: bytes) -> bytes:
    """Return the JSON of stored slots; raises ValueError where it cannot be read."""
    try:
        return zlib.decompressobj().decompress(stored, _MOST_SLOTS_BYTES)
    except zlib.error as error:
        raise ValueError("slots that cannot be read") from error


def read_details(text: str, slots: bytes | None = None) -> SessionDetails | None:
    """Return the details of a stored row, None where it cannot be read."""
    try:
        return details_of_row(text, slots)
    except (TypeError, ValueError) as error:
        _LOGGER.warning("Details of a session are not understood and kept as they are: %s", error)
        return None


def read_session(text: str) -> Session | None:
    """Return the session of a stored row, None where it cannot be read."""
    try:
        return Session.from_dict(json.loads(text))
    except ValueError as error:
        _LOGGER.warning("A row of the ledger is not understood and kept as it is: %s", error)
        return None


def read_open_row(row: OpenRow) -> Transaction | None:
    """Return the transaction of a stored row, None where it cannot be read."""
    try:
        running = Transaction.from_dict(json.loads(row.row))
        check_ids(running)
    except ValueError as error:
        _LOGGER.warning("A row of the ledger is not understood and kept as it is: %s", error)
        return None
    return running
