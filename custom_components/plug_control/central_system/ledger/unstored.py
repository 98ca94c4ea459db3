"""What is recorded and not stored yet, by session id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.signed_reading import SignedReading

from .history import History
from .queries.every_session import UnstoredRows
from .sqlite.schema import DetailsRow, OpenRow, SessionRow
from .sqlite.units import Erased, StoredDetails, StoredMessages, StoredSession, StoredSigned, Unit


@dataclass(slots=True, kw_only=True)
class Change:
    """The latest change of a session id; `session` is the row where it ended."""

    number: int
    revision: int
    session: SessionRow | None = None
    is_new: bool = False
    """Whether the session was never stored."""


class Unstored:
    """Changes of sessions and transactions, signed meter values, details and removals that are not stored yet."""

    def __init__(self) -> None:
        self.revision = 0
        """A number that grows with each change."""
        self.changes: dict[int, Change] = {}
        """An ended session, an open transaction, or neither any more."""
        self.signed: dict[int, list[SignedReading]] = {}
        self.details: dict[int, tuple[SessionDetails, DetailsRow]] = {}
        self.erased: dict[int, Erased] = {}
        """What is to be removed from disk."""

    def count_new(self) -> int:
        """Return how many sessions were never stored."""
        return sum(change.is_new for change in self.changes.values())

    def units(self, not_ended: Mapping[int, OpenRow]) -> list[Unit]:
        """Return what is to be stored; `not_ended` are the rows of open and dormant transactions, by session id."""
        return [
            *(
                StoredSession(
                    session_id=session_id,
                    change=change.number,
                    session=change.session,
                    open=not_ended.get(session_id),
                )
                for session_id, change in self.changes.items()
            ),
            *(
                StoredSigned(session_id=session_id, readings=tuple(readings))
                for session_id, readings in self.signed.items()
            ),
            *(StoredDetails(row=row) for row in self.details_rows()),
            *self.erased.values(),
        ]

    def details_rows(self) -> list[DetailsRow]:
        """Return the rows of the details."""
        return [row for _, row in self.details.values()]

    def rows(self, running: Iterable[tuple[int, SessionRow]]) -> UnstoredRows:
        """Return what counts in queries instead of what is stored, `running` transactions included."""
        sessions = {session_id: change.session for session_id, change in self.changes.items()}
        signed = {session_id: len(readings) for session_id, readings in self.signed.items()}
        return UnstoredRows([*(sessions | dict(running)).items()], self.details_rows(), signed)

    def stored(self, units: Sequence[Unit], history: History) -> None:
        """Forget what is on disk now, except what has changed meanwhile; `history` looks for it in the file again."""
        for unit in units:
            if isinstance(unit, StoredSigned):
                self._stored_signed(unit)
                continue
            if isinstance(unit, StoredDetails):
                if self.details.get(unit.session_id, (None, None))[1] is unit.row:
                    del self.details[unit.session_id]
                continue
            if isinstance(unit, Erased):
                if self.erased.get(unit.session_id) is unit:
                    del self.erased[unit.session_id]
                    history.forget_gone(unit.session_id)
                continue
            if isinstance(unit, StoredMessages):
                continue
            change = self.changes.get(unit.session_id)
            if change is not None and change.number == unit.change:
                del self.changes[unit.session_id]
                history.forget(unit.session_id)

    def _stored_signed(self, unit: StoredSigned) -> None:
        unstored = self.signed.get(unit.session_id, ())
        if left := [each for each in unstored if each not in unit.readings]:
            self.signed[unit.session_id] = left
        else:
            self.signed.pop(unit.session_id, None)
