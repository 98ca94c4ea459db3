"""Records of what happens in a simulation, as JSON lines and as text."""

from collections import deque
from collections.abc import Callable
import json
from typing import Any

KEPT = 10_000

type Record = dict[str, Any]
type Sink = Callable[[Record], None]


class Records:
    """The last KEPT records (`all`), and the sinks of new ones."""

    def __init__(self) -> None:
        """Start without records."""
        self.all: deque[Record] = deque(maxlen=KEPT)
        self._sinks: list[Sink] = []

    def add_sink(self, sink: Sink) -> None:
        """Call `sink` with each later record."""
        self._sinks.append(sink)

    def emit(self, event: str, **fields: object) -> None:
        """Record an `event`; fields must be JSON values."""
        record: Record = {"event": event, **fields}
        self.all.append(record)
        for sink in self._sinks:
            sink(record)

    def of(self, event: str) -> list[Record]:
        """Return the records of one event, oldest first."""
        return [record for record in self.all if record["event"] == event]


def as_json_line(record: Record) -> str:
    """Return a record as one line of JSON."""
    return json.dumps(record, separators=(",", ":"))


def as_text(record: Record) -> str:
    """Return a record as text."""
    if record["event"] == "help":
        return str(record["text"])
    fields = " ".join(f"{name}={value}" for name, value in record.items() if name != "event")
    return f"{record['event']:<12} {fields}".rstrip()
