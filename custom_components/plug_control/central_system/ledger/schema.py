"""The ledger's tables and indexes, and the migrations from older versions.

A step that was released never changes: a change of the schema is a further step. Later steps may add tables of their own.
`sessions.revision` grows with every change, so that a follower of the ledger queries what is newer than it has seen.
"""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b
import json
import logging
import sqlite3
from typing import Any, NamedTuple
import zlib

from custom_components.plug_control.model.energy import true_register
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.signed_reading import SignedReading
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.model.worth import SessionDetails, SessionWorth

_LOGGER = logging.getLogger(__name__)

APPLICATION_ID = 0x706C7567
PAGE_BYTES = 4096

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_EVER_AFTER = datetime(9999, 12, 31, tzinfo=UTC)
"""When deleted sessions ended: whatever comes of them comes too late."""
_MICROSECOND = timedelta(microseconds=1)
_LARGEST = 2**63 - 1
_INTEGERS = range(-(2**63), 2**63)
_NO_WORTH = SessionWorth()
_MOST_SLOTS_BYTES = 2**20
"""Of slots as JSON: those of a month, by quarters, have a quarter of that."""

SESSION_COLUMNS = """
    session_id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    charge_point_id TEXT NOT NULL,
    connector_id INTEGER,
    transaction_id INTEGER,
    id_tag TEXT,
    time REAL NOT NULL,
    started REAL,
    stopped REAL,
    start_key INTEGER,
    stop_key INTEGER,
    energy_wh REAL NOT NULL,
    row TEXT NOT NULL
"""

_OPEN_COLUMNS = """
    session_id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    dormant INTEGER NOT NULL,
    row TEXT NOT NULL
"""

# Salvage tells the tables apart by their number of columns.
_SIGNED_COLUMNS = """
    value_id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL,
    received INTEGER NOT NULL,
    at REAL,
    context TEXT NOT NULL,
    data TEXT NOT NULL
"""

DETAILS_COLUMNS = """
    session_id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    car_id TEXT,
    person TEXT,
    is_final INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    currency TEXT,
    cost REAL,
    saved REAL,
    grid_wh REAL,
    solar_wh REAL,
    battery_wh REAL,
    co2_g REAL,
    charging_s REAL,
    row TEXT NOT NULL,
    slots BLOB
"""

_GONE_COLUMNS = """
    session_id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    charge_point_id TEXT NOT NULL,
    connector_id INTEGER,
    transaction_id INTEGER,
    meter_stop_wh REAL,
    start_key INTEGER,
    stop_key INTEGER,
    identity_key INTEGER NOT NULL
"""

DETAILS_INDEXES = {
    # All columns but the long ones: sums over many sessions read only this.
    "sums": "(session_id, revision, car_id, person, is_final, estimated, currency, cost, saved,"
    " grid_wh, solar_wh, battery_wh, co2_g, charging_s)",
    "car": "(car_id) WHERE car_id IS NOT NULL",
    "person": "(person) WHERE person IS NOT NULL",
    "revision": "(revision)",
}

SESSION_INDEXES = {
    "time": "(time, stopped, energy_wh)",
    "charge_point": "(charge_point_id, time, stopped, energy_wh)",
    "card": "(id_tag, time)",
    "shown": "(charge_point_id, connector_id, id_tag)",
    "transaction": "(charge_point_id, transaction_id)",
    "start": "(start_key) WHERE start_key IS NOT NULL",
    "stop": "(stop_key) WHERE stop_key IS NOT NULL",
    "orphan": "(charge_point_id, stopped) WHERE connector_id IS NULL",
    "began": "(charge_point_id, connector_id, started)",
    "filed": "(charge_point_id, connector_id, revision)",
    "revision": "(revision)",
}
"""One index for each kind of query."""
STARTED_BY = "CASE WHEN json_valid(row) THEN json_extract(row, '$.started_by') END"
"""SQL expression of the Home Assistant user who started a session."""
_FIRST_INDEXES = dict(SESSION_INDEXES)
SESSION_INDEXES["started_by"] = f"({STARTED_BY}) WHERE {STARTED_BY} IS NOT NULL"
# With all that totals of many sessions need, so that these read no rows.
SESSION_INDEXES["time"] = "(time, stopped, energy_wh, charge_point_id, connector_id, id_tag)"
SESSION_INDEXES["charge_point"] = (
    "(charge_point_id, time, stopped, energy_wh, connector_id, id_tag)"
)

_STEPS = (
    (
        f"CREATE TABLE sessions ({SESSION_COLUMNS}) STRICT",
        *(
            f"CREATE INDEX sessions_{name} ON sessions {columns}"
            for name, columns in _FIRST_INDEXES.items()
        ),
        # Open transactions, and dormant starts, which equal that of an ended session.
        f"CREATE TABLE open ({_OPEN_COLUMNS}) STRICT",
        # Rows of older files that cannot be read.
        "CREATE TABLE unreadable (row TEXT NOT NULL) STRICT",
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT",
        # Empty, except while space is being reserved.
        "CREATE TABLE reserve (filler BLOB) STRICT",
    ),
    (f"CREATE INDEX sessions_started_by ON sessions {SESSION_INDEXES['started_by']}",),
    (
        f"CREATE TABLE signed ({_SIGNED_COLUMNS}) STRICT",
        "CREATE INDEX signed_session ON signed (session_id, received)",
    ),
    (
        f"CREATE TABLE details ({DETAILS_COLUMNS}) STRICT",
        *(
            f"CREATE INDEX details_{name} ON details {columns}"
            for name, columns in DETAILS_INDEXES.items()
        ),
        # What is left of deleted sessions: enough to know repeated messages, nothing of who, when and how much.
        f"CREATE TABLE gone ({_GONE_COLUMNS}) STRICT",
        "CREATE INDEX gone_start ON gone (start_key) WHERE start_key IS NOT NULL",
        "CREATE INDEX gone_stop ON gone (stop_key) WHERE stop_key IS NOT NULL",
        "CREATE INDEX gone_transaction ON gone (charge_point_id, transaction_id)",
        *(
            statement
            for name in ("time", "charge_point")
            for statement in (
                f"DROP INDEX IF EXISTS sessions_{name}",
                f"CREATE INDEX sessions_{name} ON sessions {SESSION_INDEXES[name]}",
            )
        ),
    ),
)

VERSION = len(_STEPS)


class LedgerTooNewError(OSError):
    """A newer version of the integration wrote the file."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"the record of the sessions was written by a newer version (schema {version}); update the integration"
        )


class SessionRow(NamedTuple):
    """A row of `sessions`, in the order of its columns."""

    session_id: int
    revision: int
    charge_point_id: str
    connector_id: int | None
    transaction_id: int | None
    id_tag: str | None
    """As `normalise_id_tag` returns it."""
    time: float
    """The time to sort and filter by, in seconds since 1970: the start, or the end where the start is not known."""
    started: float | None
    """The charger's own time of the start."""
    stopped: float | None
    start_key: int | None
    stop_key: int | None
    energy_wh: float
    row: str


class OpenRow(NamedTuple):
    """A row of `open`."""

    session_id: int
    revision: int
    dormant: int
    row: str


class SignedRow(NamedTuple):
    """A row of `signed`: a signed meter value of a session."""

    value_id: int
    """The same for the same text of the same session, which is stored once."""
    session_id: int
    received: int
    """In microseconds since 1970, which is the order of a session's values."""
    at: float | None
    context: str
    data: str


class DetailsRow(NamedTuple):
    """A row of `details`: what is known of a session beside what was measured."""

    session_id: int
    revision: int
    car_id: str | None
    person: str | None
    is_final: int
    estimated: int
    currency: str | None
    cost: float | None
    saved: float | None
    grid_wh: float | None
    solar_wh: float | None
    battery_wh: float | None
    co2_g: float | None
    charging_s: float | None
    row: str
    """All but the slots."""
    slots: bytes | None
    """The slots as compressed JSON: those of a night take 0.5 kB instead of 2."""


class GoneRow(NamedTuple):
    """A row of `gone`: what is left of a deleted session, to know its repeated messages."""

    session_id: int
    revision: int
    charge_point_id: str
    connector_id: int | None
    transaction_id: int | None
    meter_stop_wh: float | None
    start_key: int | None
    """As `anonymous_key` returns it."""
    stop_key: int | None
    identity_key: int


INSERT_GONE = f"INSERT OR REPLACE INTO gone VALUES ({','.join('?' * len(GoneRow._fields))})"
INSERT_DETAILS = (
    f"INSERT OR REPLACE INTO details VALUES ({','.join('?' * len(DetailsRow._fields))})"
)
INSERT_SIGNED = f"INSERT OR IGNORE INTO signed VALUES ({','.join('?' * len(SignedRow._fields))})"
INSERT_SESSION = (
    f"INSERT OR REPLACE INTO sessions VALUES ({','.join('?' * len(SessionRow._fields))})"
)
INSERT_OPEN = f"INSERT OR REPLACE INTO open VALUES ({','.join('?' * len(OpenRow._fields))})"


def migrate(db: sqlite3.Connection) -> None:
    """Create the tables, or migrate those of an older version; raises LedgerTooNewError and sqlite3.Error."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise LedgerTooNewError(version)
    if version == VERSION:
        return
    with transaction(db):
        for statements in _STEPS[version:]:
            for statement in statements:
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {VERSION}")


class transaction:  # noqa: N801 - used as a function
    """A transaction as a context manager: committed at the end of the block, rolled back if it raises."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        """Begin the transaction; raises sqlite3.Error."""
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        """Commit, or roll back after an exception; raises sqlite3.Error."""
        if kind is None:
            try:
                self._db.execute("COMMIT")
            except sqlite3.Error:
                self._roll_back()
                raise
        else:
            self._roll_back()

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")


# ---- rows


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
        slots=slots and zlib.compress(json.dumps(slots, allow_nan=False).encode()),
    )


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
        told = json.loads(zlib.decompressobj().decompress(slots, _MOST_SLOTS_BYTES))
        row["worth"] = row["worth"] | {"slots": told}
    except (KeyError, zlib.error) as error:
        raise ValueError("slots that cannot be read") from error
    return SessionDetails.from_dict(row)


def read_details(text: str, slots: bytes | None = None) -> SessionDetails | None:
    """Return the details of a stored row, None where it cannot be read."""
    try:
        return details_of_row(text, slots)
    except (TypeError, ValueError) as error:
        _LOGGER.warning("Details of a session are not understood and kept as they are: %s", error)
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
