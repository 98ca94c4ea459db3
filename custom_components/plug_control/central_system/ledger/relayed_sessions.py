"""What back ends know of sessions, for ever; in memory what is not stored yet, all of which more may come, and some others."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import batched
import sqlite3

from custom_components.plug_control.model.relaying import RelayedSession, RelayState

from .history import History
from .queries.queries import LedgerQueries
from .sqlite.outbox_rows import GOING_ON, read_relayed_row
from .sqlite.rows import storable_id
from .sqlite.schema import RelayedRow
from .unstored_messages import UnstoredMessages

_KNOWN = 4096
"""For how many sessions that are over, or are not for a back end, it is kept in memory."""
_AT_ONCE = 500
"""How many session ids a query names: SQLite bounds them."""


class RelayedSessions:
    """Finds and keeps what back ends know of sessions."""

    def __init__(
        self,
        history: History,
        queries: LedgerQueries,
        unstored: UnstoredMessages,
        changed: Callable[[], int],
    ) -> None:
        """`changed` has all stored soon."""
        self._history = history
        self._queries = queries
        self._unstored = unstored
        self._changed = changed
        self._going_on: dict[tuple[str, int], RelayedSession] = {}
        """Of which more may come: it must be known while the file cannot be read, too."""
        self._known: dict[tuple[str, int], RelayedSession | None] = {}

    def load(self, going_on: Iterable[RelayedSession]) -> None:
        """Have what the file has of the sessions of which more may come, and what is not stored yet; look up others."""
        self._known.clear()
        self._going_on.clear()
        for each in (*going_on, *self._unstored.relayed()):
            self._note((each.back_end_id, each.session_id), each)

    def forget(self, back_end_id: str) -> None:
        """Know nothing of a back end that was deleted."""
        self._going_on = {
            key: each for key, each in self._going_on.items() if key[0] != back_end_id
        }
        self._known = {key: each for key, each in self._known.items() if key[0] != back_end_id}

    def of_session(self, session_id: int) -> list[RelayedSession]:
        """Return what each back end knows of a session."""
        found = self._history.look_up(
            "SELECT * FROM main.relayed WHERE session_id = ?", (session_id,)
        )
        known = {row[0]: read_relayed_row(RelayedRow(*row)) for row in found}
        unstored = self._unstored.known(session_id)
        return [*(known | ({} if unstored is None else unstored.relayed)).values()]

    def of(self, back_end_id: str, session_id: int) -> RelayedSession | None:
        """Return what the back end knows of a session; None where it never was for it."""
        key = back_end_id, session_id
        if (going_on := self._going_on.get(key)) is not None:
            return going_on
        if key in self._known:
            return self._known[key]
        unstored = self._unstored.known(session_id)
        if unstored is not None and (relayed := unstored.relayed.get(back_end_id)) is not None:
            return relayed
        unread = self._history.unread
        found = self._history.look_up(
            "SELECT * FROM main.relayed WHERE back_end_id = ? AND session_id = ?",
            (back_end_id, session_id),
        )
        if self._history.unread != unread:
            return None  # not known now: it is looked up again
        return self._note(key, read_relayed_row(RelayedRow(*found[0])) if found else None)

    def _note(self, key: tuple[str, int], relayed: RelayedSession | None) -> RelayedSession | None:
        """Keep in memory what a back end knows; of sessions that are over, the oldest makes room."""
        self._going_on.pop(key, None)
        self._known.pop(key, None)
        if relayed is not None and relayed.state in GOING_ON:
            self._going_on[key] = relayed
            return relayed
        if len(self._known) >= _KNOWN:
            del self._known[next(iter(self._known))]
        self._known[key] = relayed
        return relayed

    def keep(self, relayed: RelayedSession) -> None:
        """Have stored what a back end knows, where it differs."""
        key = relayed.back_end_id, relayed.session_id
        known = self.of(*key)
        if known is not relayed and known != relayed:
            self._note(key, relayed)
            self._unstored.of(relayed.session_id).relayed[relayed.back_end_id] = relayed
            self._changed()

    def by_their_id(
        self, back_end_id: str, charge_point_id: str, their_transaction_id: int
    ) -> RelayedSession | None:
        """Return the session of a transaction id that the back end gave, the latest where it gave it twice."""
        wanted = back_end_id, charge_point_id, their_transaction_id
        found = [
            each
            for each in (*self._going_on.values(), *self._unstored.relayed())
            if (each.back_end_id, each.charge_point_id, each.their_transaction_id) == wanted
        ]
        if storable_id(their_transaction_id) is not None:
            rows = self._history.look_up(
                "SELECT * FROM main.relayed WHERE back_end_id = ? AND charge_point_id = ?"
                " AND their_transaction_id = ? ORDER BY session_id DESC LIMIT 1",
                wanted,
            )
            found += [read_relayed_row(RelayedRow(*row)) for row in rows]
        latest = max(found, key=lambda each: each.session_id, default=None)
        return None if latest is None else self.of(back_end_id, latest.session_id)

    async def of_sessions(
        self, session_ids: Sequence[int] | None = None, *, state: RelayState | None = None
    ) -> list[RelayedSession]:
        """Return what back ends know of sessions, of all where `session_ids` is None. Raises OSError."""
        unstored = {(each.back_end_id, each.session_id): each for each in self._unstored.relayed()}
        wanted = None if session_ids is None else {*session_ids}

        def question(db: sqlite3.Connection) -> list[RelayedSession]:
            return [read_relayed_row(row) for row in _relayed_rows(db, wanted, state)]

        found = {
            (each.back_end_id, each.session_id): each for each in await self._queries.read(question)
        } | unstored
        return [
            each
            for each in found.values()
            if state in {None, each.state} and (wanted is None or each.session_id in wanted)
        ]


def _relayed_rows(
    db: sqlite3.Connection, session_ids: Collection[int] | None, state: RelayState | None
) -> list[RelayedRow]:
    """Return the stored rows; raises sqlite3.Error."""
    condition, values = ("1", ()) if state is None else ("state = ?", (int(state),))
    if session_ids is None:
        found = db.execute(f"SELECT * FROM main.relayed WHERE {condition}", values)
        return [RelayedRow(*row) for row in found]
    rows: list[RelayedRow] = []
    for ids in batched(session_ids, _AT_ONCE, strict=False):
        places = ",".join("?" * len(ids))
        found = db.execute(
            f"SELECT * FROM main.relayed WHERE session_id IN ({places}) AND +{condition}",
            (*ids, *values),
        )
        rows += [RelayedRow(*row) for row in found]
    return rows
