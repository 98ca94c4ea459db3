"""The ledger as JSON files: as versions before the database kept it, and as users export it.

One file has the open transactions (`….open`), one file for each month the sessions (`….sessions.2026-11`). An export can
be imported again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
import json
import logging
import os
from pathlib import Path
import re
import sqlite3
from typing import Any

from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.signed_reading import SignedReading
from custom_components.plug_control.model.stored import read_row, write_row
from custom_components.plug_control.model.transaction import Transaction

from .queries.every_session import unhurried
from .sqlite.outbox_rows import DeliveredTo, delivered_to
from .sqlite.rows import check_ids, open_row, read_details, session_row, storable_id, write_json
from .sqlite.salvage import Damage
from .sqlite.schema import INSERT_OPEN, INSERT_SESSION, SessionRow, transaction
from .sqlite.signed_values import signed_of

_LOGGER = logging.getLogger(__name__)

VERSION = 1
_OPEN = "open"
_SIGNED = "signed_values"
_DETAILS = "details"
_DELIVERED = "delivered_to"
type _DetailsOf = Callable[[int], tuple[str, bytes | None] | None]
"""Returns a session's details as they are stored."""
_IMPORTED = ".imported."
_MONTH = re.compile(r"sessions\.\d{4}-\d{2}")


@dataclass(slots=True, kw_only=True)
class JsonLedger:
    """The contents of the files."""

    sessions: dict[int, Session] = field(default_factory=dict)
    open: dict[int, Transaction] = field(default_factory=dict)
    unreadable: list[Any] = field(default_factory=list)
    """Rows that cannot be read."""
    reserved_id: int = 0
    signed: dict[int, list[SignedReading]] = field(default_factory=dict)
    """The signed meter values of sessions, by session id."""
    details: dict[int, SessionDetails] = field(default_factory=dict)
    """The details of sessions, by session id."""
    delivered: dict[int, list[DeliveredTo]] = field(default_factory=dict)
    """The back ends that took sessions, by session id."""

    def take(self, data: dict[str, Any] | list[Any]) -> None:
        """Add the data of a file: a dict of open transactions and more, or a list of sessions."""
        if isinstance(data, dict):
            self.take_open(data)
        else:
            self.take_sessions(data)

    def take_sessions(self, rows: Iterable[Any]) -> None:
        """Add sessions; a later row replaces an earlier one with the same session id."""
        self._take(Session, rows, self.sessions)

    def take_open(self, data: dict[str, Any]) -> None:
        """Add the open transactions, the sessions that ended last, unreadable rows and the counter of ids."""
        self.take_sessions(_rows(data, "ended"))
        self._take(Transaction, _rows(data, "open"), self.open)
        self.unreadable += _rows(data, "unreadable")
        reserved = data.get("reserved_id")
        if type(reserved) is int:
            self.reserved_id = storable_id(reserved) or 0

    def _take[T: (Session, Transaction)](
        self, kind: type[T], rows: Iterable[Any], found: dict[int, T]
    ) -> None:
        """Add rows to those that were found, or to the unreadable ones."""
        for row in rows:
            try:
                record = kind.from_dict(row)
                check_ids(record)
            except ValueError:
                self.unreadable.append(row)
            else:
                found[record.session_id] = record
                self._take_signed(record.session_id, row)
                self._take_details(record.session_id, row)
                self._take_delivered(record.session_id, row)

    def _take_signed(self, session_id: int, row: dict[str, Any]) -> None:
        for each in _rows(row, _SIGNED):
            try:
                reading = SignedReading.from_dict(each)
            except ValueError:
                self.unreadable.append(each)
            else:
                self.signed.setdefault(session_id, []).append(reading)

    def _take_delivered(self, session_id: int, row: dict[str, Any]) -> None:
        for each in _rows(row, _DELIVERED):
            try:
                delivered = read_row(DeliveredTo, each)
            except ValueError:
                self.unreadable.append(each)
            else:
                self.delivered.setdefault(session_id, []).append(delivered)

    def _take_details(self, session_id: int, row: dict[str, Any]) -> None:
        self.details.pop(session_id, None)
        if (details := row.get(_DETAILS)) is not None:
            try:
                self.details[session_id] = SessionDetails.from_dict(details)
            except ValueError:
                self.unreadable.append(details)


class JsonFiles:
    """The files of one ledger: those in a directory whose names begin with a prefix."""

    def __init__(self, directory: Path, prefix: str) -> None:
        self.directory = directory
        self._prefix = prefix
        self._written: set[str] = set()

    def belongs_to(self, entry_id: str) -> bool:
        """Whether the files are those of a config entry."""
        return self._prefix.endswith(f".{entry_id}.")

    def paths(self) -> list[Path]:
        """Return the existing files: the months in order, then that of open transactions, which is newer. Raises OSError."""
        found = (
            path
            for path in self.directory.glob(f"{self._prefix}*")
            if (name := path.name.removeprefix(self._prefix)) == _OPEN or _MONTH.fullmatch(name)
        )
        return sorted(found, key=lambda path: (not _is_month(path), path))

    def take_in(self, db: sqlite3.Connection, revision: int) -> list[Damage]:
        """Store the files' contents with revisions above `revision`, rename them, and return those that could not be read.

        Raises OSError, sqlite3.Error.
        """
        if not self.paths():
            return []
        found, damages = self._read()
        _store(db, found, revision)
        self._set_aside()
        return damages

    def kept(self) -> list[SessionRow]:
        """Return the sessions of files that were taken in before, as far as they can be read."""
        found = JsonLedger()
        for path in sorted(self.directory.glob(f"{self._prefix}*{_IMPORTED}*"), key=_taken_in):
            try:
                found.take(_data(path))
            except (OSError, ValueError) as error:
                _LOGGER.warning("%s cannot be read: %s", path, error)
        return [session_row(session, revision=0) for session in found.sessions.values()]

    def read(self) -> JsonLedger:
        """Return the contents of the files; raises OSError, and ValueError where a file cannot be read."""
        found = JsonLedger()
        for path in self.paths():
            found.take(_data(path))
        return found

    def _read(self) -> tuple[JsonLedger, list[Damage]]:
        """Return the contents of the files, and rename and return those that cannot be read. Raises OSError."""
        found, damages = JsonLedger(), []
        for path in self.paths():
            try:
                found.take(_data(path))
            except ValueError as error:
                aside = path.rename(f"{path}.corrupt.{_now()}")
                _LOGGER.error("%s cannot be read and is now %s: %s", path, aside, error)
                damages.append(Damage(path=aside))
        return found, damages

    def _set_aside(self) -> None:
        """Rename the files, whose contents are stored now; raises OSError."""
        for path in self.paths():
            path.rename(f"{path}{_IMPORTED}{_now()}")

    def write(self, db: sqlite3.Connection, view: str, details: _DetailsOf) -> int:
        """Write the sessions of `view` and the open transactions, remove older files, and return the number of sessions.

        `details` returns a session's details as they are stored.
        Raises OSError, sqlite3.Error.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        before = self.paths()
        count = 0
        for month, rows in _by_month(db, view, details):
            count += self._write(f"sessions.{month}", rows)
        meta = dict(db.execute("SELECT name, value FROM meta"))
        self._write(
            _OPEN,
            {
                "reserved_id": meta.get("reserved_id", 0),
                "open": [
                    row | _told_details(details(row["session_id"]))
                    for row in _json(db, "SELECT row FROM open WHERE NOT dormant")
                ],
                "ended": [],
                "unreadable": _json(db, "SELECT row FROM unreadable"),
            },
        )
        for path in before:
            if path.name not in self._written:
                path.unlink()
        return count

    def _write(self, name: str, data: dict[str, Any] | Iterator[dict[str, Any]]) -> int:
        """Write a file and return how many rows of an iterator it got; they are never all in memory. Raises OSError."""
        path = self.directory / f"{self._prefix}{name}"
        head = {"version": VERSION, "minor_version": 1, "key": path.name}
        temporary = path.with_name(f"{path.name}.new")
        count = 0
        with open(temporary, "w", encoding="utf-8", opener=_private) as file:
            file.write(json.dumps(head).removesuffix("}") + ', "data": ')
            if isinstance(data, dict):
                json.dump(data, file)
            else:
                file.write("[")
                for count, row in enumerate(data, start=1):
                    file.write((", " if count > 1 else "") + json.dumps(row))
                file.write("]")
            file.write("}")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        self._written.add(path.name)
        return count


def _store(db: sqlite3.Connection, found: JsonLedger, revision: int) -> None:
    """Store the contents of files, all or none; raises sqlite3.Error.

    A final session in the database stays where the files have it as provisional or running.
    """
    with transaction(db):
        for session_id, session in found.sessions.items():
            if session.provisional and _is_final(db, session_id):
                continue
            revision += 1
            db.execute(INSERT_SESSION, session_row(session, revision))
            db.execute("DELETE FROM open WHERE session_id = ?", (session_id,))
        for session_id, running in found.open.items():
            if _is_final(db, session_id):
                continue
            revision += 1
            db.execute("DELETE FROM sessions WHERE session_id = ?", (session_id,))
            db.execute(INSERT_OPEN, open_row(running, revision, dormant=False))
        for row in found.unreadable:
            db.execute("INSERT INTO unreadable VALUES (?)", (write_json(row),))
        db.execute("DELETE FROM meta WHERE name = 'sessions'")  # the next start counts them
        db.execute(
            "INSERT OR REPLACE INTO meta VALUES ('reserved_id',"
            " max(?, ifnull((SELECT value FROM meta WHERE name = 'reserved_id'), 0)))",
            (found.reserved_id,),
        )


def _is_final(db: sqlite3.Connection, session_id: int) -> bool:
    found = db.execute(
        "SELECT NOT ifnull(json_extract(row, '$.provisional'), 0) FROM sessions WHERE session_id = ?",
        (session_id,),
    ).fetchone()
    return found is not None and bool(found[0])


def _by_month(
    db: sqlite3.Connection, view: str, details: _DetailsOf
) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """Yield each month with its rows; read the rows before you take the next month."""
    months: defaultdict[str, list[float]] = defaultdict(list)
    for (time,) in unhurried(db.execute(f"SELECT time FROM {view} WHERE stopped IS NOT NULL")):
        months[f"{datetime.fromtimestamp(time, UTC):%Y-%m}"].append(time)
    for month, times in sorted(months.items()):
        found = db.execute(
            f"SELECT row FROM {view} WHERE stopped IS NOT NULL AND time BETWEEN ? AND ?"
            " ORDER BY time, session_id",
            (min(times), max(times)),
        )
        yield (
            month,
            (_exported(db, text, details) for (text,) in unhurried(found)),
        )


def _exported(db: sqlite3.Connection, text: str, details: _DetailsOf) -> dict[str, Any]:
    """Return a stored session as it is exported: with its signed meter values, its details and who took it, if any."""
    row = Session.from_dict(json.loads(text)).as_dict()
    signed = signed_of(db, row["session_id"])
    row |= {_SIGNED: [each.as_dict() for each in signed]} if signed else {}
    delivered = delivered_to(db, row["session_id"])
    row |= {_DELIVERED: [*map(write_row, delivered)]} if delivered else {}
    return row | _told_details(details(row["session_id"]))


def _told_details(stored: tuple[str, bytes | None] | None) -> dict[str, Any]:
    details = None if stored is None else read_details(*stored)
    return {} if details is None else {_DETAILS: details.as_dict()}


def _json(db: sqlite3.Connection, question: str) -> list[Any]:
    return [json.loads(text) for (text,) in db.execute(question)]


def _is_month(path: Path) -> bool:
    return _MONTH.search(path.name) is not None


def _taken_in(path: Path) -> tuple[str, bool, str]:
    """Return the key that sorts files that were taken in, the newest last."""
    return path.name.rpartition(_IMPORTED)[2], not _is_month(path), path.name


def _data(path: Path) -> Any:
    """Return the data of a file; raises OSError, and ValueError where it is no file of this version."""
    envelope = json.loads(path.read_bytes())
    kind = list if _is_month(path) else dict
    if not isinstance(envelope, dict) or envelope.get("version") != VERSION:
        raise ValueError("not written by this version")
    if not isinstance(data := envelope.get("data"), kind):
        raise ValueError("its data has the wrong form")  # noqa: TRY004 - the file is wrong, not an argument
    return data


def _rows(stored: dict[str, Any], name: str) -> list[Any]:
    rows = stored.get(name)
    return rows if isinstance(rows, list) else []


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
