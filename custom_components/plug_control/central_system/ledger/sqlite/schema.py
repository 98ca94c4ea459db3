"""The ledger's tables and indexes, and the migrations from older versions.

A step that was released never changes: a change of the schema is a further step. Later steps may add tables of their own.
`sessions.revision` grows with every change, so that a follower of the ledger queries what is newer than it has seen.
"""

import sqlite3
from typing import NamedTuple

APPLICATION_ID = 0x706C7567
PAGE_BYTES = 4096
HELD = "held"
"""The counter that is there while a backup is made: a file that has it is a restored copy, or the backup was cut off."""

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

_OUTBOX_COLUMNS = """
    message_id INTEGER PRIMARY KEY,
    back_end_id TEXT NOT NULL,
    charge_point_id TEXT NOT NULL,
    session_id INTEGER NOT NULL,
    action TEXT NOT NULL,
    payload TEXT NOT NULL,
    recorded REAL NOT NULL,
    not_before REAL,
    attempts INTEGER NOT NULL,
    state INTEGER NOT NULL,
    error TEXT
"""

_RELAYED_COLUMNS = """
    back_end_id TEXT NOT NULL,
    session_id INTEGER NOT NULL,
    charge_point_id TEXT NOT NULL,
    transaction_id INTEGER NOT NULL,
    their_transaction_id INTEGER,
    state INTEGER NOT NULL,
    delivered REAL,
    note TEXT,
    PRIMARY KEY (back_end_id, session_id)
"""

# With all that the queues' lengths need, so that the start reads no payloads.
_QUEUE_COLUMNS = "(session_id, back_end_id, charge_point_id, state, recorded, not_before)"
_THEIR_COLUMNS = (
    "(back_end_id, charge_point_id, their_transaction_id) WHERE their_transaction_id IS NOT NULL"
)

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
ANONYMISED = "CASE WHEN json_valid(row) THEN json_extract(row, '$.anonymised') END"
"""SQL expression that says whether a session was made anonymous, of its details."""
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
    (f"CREATE INDEX details_anonymised ON details (session_id) WHERE {ANONYMISED} IS NOT NULL",),
    (
        # Messages that back ends have not answered yet, and what back ends know of sessions, for ever.
        f"CREATE TABLE outbox ({_OUTBOX_COLUMNS}) STRICT",
        "CREATE INDEX outbox_waiting ON outbox (back_end_id, charge_point_id, state)",
        f"CREATE INDEX outbox_session ON outbox {_QUEUE_COLUMNS}",
        f"CREATE TABLE relayed ({_RELAYED_COLUMNS}) STRICT",
        "CREATE INDEX relayed_session ON relayed (session_id, back_end_id)",
        "CREATE INDEX relayed_state ON relayed (state, back_end_id)",
        f"CREATE INDEX relayed_theirs ON relayed {_THEIR_COLUMNS}",
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


class OutboxRow(NamedTuple):
    """A row of `outbox`: a message that a back end has not answered yet."""

    message_id: int
    back_end_id: str
    charge_point_id: str
    session_id: int
    action: str
    payload: str
    recorded: float
    not_before: float | None
    attempts: int
    state: int
    """1: the session was set aside, the message is held back."""
    error: str | None


class RelayedRow(NamedTuple):
    """A row of `relayed`: what a back end knows of a session; `state` is a `RelayState`."""

    back_end_id: str
    session_id: int
    charge_point_id: str
    transaction_id: int
    their_transaction_id: int | None
    state: int
    delivered: float | None
    note: str | None


INSERT_OUTBOX = f"INSERT OR REPLACE INTO outbox VALUES ({','.join('?' * len(OutboxRow._fields))})"
INSERT_RELAYED = (
    f"INSERT OR REPLACE INTO relayed VALUES ({','.join('?' * len(RelayedRow._fields))})"
)
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
