"""What a simulated charge point tells its operator: one JSON object a line, and the same for people."""

from collections import deque
from collections.abc import Callable
import json
from typing import Any

KEPT = 10_000

type Record = dict[str, Any]
type Sink = Callable[[Record], None]


class Records:
    """The last records (`all`), and the sinks that hear of the next ones."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.all: deque[Record] = deque(maxlen=KEPT)
        self._sinks: list[Sink] = []

    def add_sink(self, sink: Sink) -> None:
        """Call `sink` with each later record."""
        self._sinks.append(sink)

    def emit(self, event: str, **fields: object) -> None:
        """Record that `event` happened; fields must be JSON values."""
        record: Record = {"event": event, **fields}
        self.all.append(record)
        for sink in self._sinks:
            sink(record)

    def of(self, event: str) -> list[Record]:
        """The records of one event, oldest first."""
        return [record for record in self.all if record["event"] == event]


def as_json_line(record: Record) -> str:
    """The record for machines."""
    return json.dumps(record, separators=(",", ":"))


def as_text(record: Record) -> str:
    """The record for people."""
    if record["event"] == "help":
        return str(record["text"])
    fields = " ".join(f"{name}={value}" for name, value in record.items() if name != "event")
    return f"{record['event']:<12} {fields}".rstrip()
