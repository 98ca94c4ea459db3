"""Keep what was decided for each connector in the last week, over a restart, for those who ask why later."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import logging
from typing import Any, Final

from custom_components.plug_control.model.connector import ConnectorKey, name_of
from custom_components.plug_control.storage.storage import Memory
from custom_components.plug_control.texts.reason import ShownValue

_LOGGER = logging.getLogger(__name__)

KEPT: Final = timedelta(days=7)
MOST_ROWS: Final = 1500
"""The most changes of a connector: following the sun for eight hours makes about 240."""
GRAIN_S: Final = 120
"""Changes of the limit alone, with the same reason, within so many seconds are one."""
SAVE_S: Final = 300.0
"""The delay of a save: following the sun, there is a change every few minutes."""
NOT_RUNNING: Final = "not_running"
"""The code from the end of smart charging until its next start."""

type Row = tuple[int, str, int | None, int | None, Mapping[str, ShownValue]]
"""A change as it is stored: seconds since the epoch, code, limit in A, phases, numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What counts from a moment on: the reason's code and numbers as its sensor shows them, and the limit."""

    at: datetime
    code: str
    limit_a: int | None = None
    """In A per phase; None: none."""
    phases: int | None = None
    """None: all that the charger is wired to."""
    numbers: Mapping[str, ShownValue] = field(default_factory=dict)


class Changes:
    """The changes of a week by connector, the one before it included; bounded by MOST_ROWS for each."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        """Call `changed` when there is something to save."""
        self._changed = changed
        self._rows: dict[ConnectorKey, deque[Row]] = {}

    def see(
        self,
        key: ConnectorKey,
        change: tuple[str, int | None, int | None],
        numbers: Callable[[], Mapping[str, ShownValue]],
        now: datetime,
    ) -> None:
        """Add what counts now (code, limit in A, phases), if it is another than before; `numbers` returns those of the reason."""
        rows = self._rows.setdefault(key, deque(maxlen=MOST_ROWS))
        at = int(now.timestamp())
        while rows and rows[-1][0] > at:  # the clock was set back
            rows.pop()
        if rows and rows[-1][1:4] == change:
            return
        code, limit_a, phases = change
        row = (at, code, limit_a, phases, numbers())
        if rows and rows[-1][1] == code and at - rows[-1][0] < GRAIN_S:
            rows[-1] = (rows[-1][0], *row[1:])
        else:
            rows.append(row)
        oldest = at - KEPT.total_seconds()
        while len(rows) > 1 and rows[1][0] <= oldest:
            rows.popleft()
        self._changed()

    def end(self, now: datetime) -> None:
        """Note that nothing is decided from now on."""
        for key in self._rows:
            self.see(key, (NOT_RUNNING, None, None), dict, now)

    def of(self, key: ConnectorKey, start: datetime, end: datetime) -> list[Change]:
        """Return a connector's changes from `start` to `end`, the one that counts at the start first."""
        found: list[Change] = []
        if start >= end:
            return found
        for at_s, code, limit_a, phases, numbers in self._rows.get(key, ()):
            at = datetime.fromtimestamp(at_s, UTC)
            if at <= start:
                found.clear()
            if at < end:
                found.append(
                    Change(at=at, code=code, limit_a=limit_a, phases=phases, numbers=numbers)
                )
        return found

    def forget_all_but(self, charge_point_ids: set[str]) -> None:
        """Forget the connectors of all other charge points."""
        for key in [key for key in self._rows if key[0] not in charge_point_ids]:
            del self._rows[key]
            self._changed()

    def export(self, alias: Callable[[str], str]) -> list[dict[str, Any]]:
        """Return all changes as JSON-able values, in order, without numbers and names; connectors by their alias."""
        return [
            {"at": at, "connector": alias(name), "code": code, "limit_a": limit_a, "phases": phases}
            for at, name, code, limit_a, phases in sorted(self._exported(), key=lambda row: row[0])
        ]

    def _exported(self) -> Iterator[tuple[str, str, str, int | None, int | None]]:
        for key, rows in self._rows.items():
            for at, code, limit_a, phases, _ in rows:
                moment = datetime.fromtimestamp(at, UTC).isoformat()
                yield moment, name_of(key), code, limit_a, phases

    # ---- storing

    def write(self) -> Memory:
        """Return the changes as JSON-able values, by charge point and connector."""
        stored: Memory = {}
        for (charge_point_id, connector_id), rows in self._rows.items():
            stored.setdefault(charge_point_id, {})[str(connector_id)] = [*rows]
        return stored

    def read(self, stored: Memory) -> None:
        """Take what `write` returned; log and leave out what cannot be read."""
        for charge_point_id, connectors in _pairs(stored):
            for connector_id, rows in _pairs(connectors):
                told = rows if isinstance(rows, list) else []
                if not connector_id.isdecimal():
                    continue
                found = deque(_rows(told), maxlen=MOST_ROWS)
                if len(found) < min(len(told), MOST_ROWS):
                    _LOGGER.warning(
                        "%d stored decisions of connector %s are left out, they cannot be read",
                        len(told) - len(found),
                        connector_id,
                    )
                self._rows[charge_point_id, int(connector_id)] = found


def _pairs(stored: object) -> Iterable[tuple[str, Any]]:
    return stored.items() if isinstance(stored, dict) else ()


def _rows(stored: Iterable[object]) -> Iterator[Row]:
    """Yield the rows that are as `write` made them, in the order of time."""
    last = 0
    for row in stored:
        match row:
            case [int(at), str(code), int() | None as limit_a, int() | None as phases, dict(told)]:
                if last <= at < _MOST_S:
                    last = at
                    yield at, code, limit_a, phases, told


_MOST_S: Final = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp())
