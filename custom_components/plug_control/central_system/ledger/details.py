"""The details of sessions: in memory first and then on disk, what a running session is worth only now and then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from custom_components.plug_control.model.money.worth import (
    NO_DETAILS,
    SessionDetails,
    changed_fields,
)

from .history import History
from .sqlite.rows import details_row
from .unstored import Unstored

PROGRESS = timedelta(minutes=1)
"""How often what running sessions are worth is stored at most, unless something else is."""


class DetailsRecords:
    """The details of running and ended sessions, by session id."""

    def __init__(
        self,
        unstored: Unstored,
        history: History,
        *,
        clock: Callable[[], datetime],
        runs: Callable[[int], bool],
        changed: Callable[[], object],
        on_details: Callable[[int, frozenset[str]], None],
    ) -> None:
        """`runs` says whether a session runs; `changed` has stored what is unstored, soon."""
        self._unstored = unstored
        self._history = history
        self._clock = clock
        self._runs = runs
        self._changed = changed
        self._on_details = on_details
        self._written_at = datetime(1970, 1, 1, tzinfo=UTC)
        """When details were stored last."""
        self._live: dict[int, SessionDetails] = {}
        """Those whose worth is not final: to read and check thousands of quarters each minute takes long."""

    def of(self, session_id: int) -> SessionDetails | None:
        """Return the details of a session, None without any."""
        if (unstored := self._unstored.details.get(session_id)) is not None:
            return unstored[0]
        return self._live.get(session_id) or self._history.details(session_id)

    def are_anonymous(self, session_id: int) -> bool:
        """Whether a session was made anonymous."""
        return (self.of(session_id) or NO_DETAILS).anonymised

    def keep(self, session_id: int, details: SessionDetails) -> None:
        """Store details of a session in place of those that it has: mere progress of one that runs once a minute.

        An anonymous session stays so: of details that come late only what it is worth is kept.

        Raises ValueError, and changes nothing, for a number that is not finite.
        """
        before = self.of(session_id)
        if details.anonymised or (before is not None and before.anonymised):
            details = details.anonymous()
        if details == before or self._history.is_gone(session_id):
            return
        row = details_row(session_id, details, self._unstored.revision + 1)
        self._unstored.revision += 1
        self._unstored.details[session_id] = details, row
        if (runs := self._runs(session_id)) or _is_in_progress(details):
            self._live[session_id] = details
        else:
            self._live.pop(session_id, None)
        changed = changed_fields(before or NO_DETAILS, details)
        is_progress = before is not None and changed <= {"worth"}
        now = self._clock()
        if not (runs and is_progress) or now - self._written_at >= PROGRESS:
            self._written_at = now
            self._changed()
        self._on_details(session_id, changed)

    def ended(self, session_id: int) -> None:
        """Keep the details of a session that ended no longer in memory, once their worth is final."""
        details = self._live.get(session_id)
        if details is not None and not _is_in_progress(details):
            del self._live[session_id]

    def anonymise(self, session_id: int) -> None:
        """Leave of the details of a session only what it is worth."""
        self.keep(session_id, (self.of(session_id) or NO_DETAILS).anonymous())

    def delete(self, session_id: int) -> None:
        """Forget the details of a deleted session; the disk loses them with its row."""
        self._unstored.details.pop(session_id, None)
        self._live.pop(session_id, None)


def _is_in_progress(details: SessionDetails) -> bool:
    return details.worth is not None and not details.worth.is_final
