"""The flash memory of a charge point, which `--state` keeps in a file."""

from dataclasses import asdict, dataclass, field, fields
import json
from pathlib import Path
from typing import Any, Self

from .frames import Payload


class StateFileError(Exception):
    """The state file cannot be read; the message says why."""


@dataclass(slots=True, kw_only=True)
class Bill:
    """One transaction, kept until its messages are delivered; times as they are sent."""

    connector_id: int
    id_tag: str
    meter_start: int
    started: str
    register_start_wh: float
    saved: str
    number: int = 0
    remote: bool = False
    reservation_id: int | None = None
    transaction_id: int | None = None
    start_answered: bool = False
    lost: bool = False
    meter_stop: int | None = None
    stopped: str | None = None
    reason: str | None = None
    transaction_data: list[Payload] | None = None

    @property
    def ended(self) -> bool:
        """Whether the transaction has ended."""
        return self.stopped is not None


@dataclass(slots=True, kw_only=True)
class QueuedCall:
    """A transaction message without an answer yet, and the number of its bill."""

    action: str
    payload: Payload
    bill: int
    attempts: int = 0


@dataclass(slots=True, kw_only=True)
class Memory:
    """The state that outlives a power cut, as JSON values."""

    registers_wh: dict[str, float] = field(default_factory=dict)
    configuration: dict[str, str] = field(default_factory=dict)
    inoperative: list[int] = field(default_factory=list)
    cache: dict[str, Payload] = field(default_factory=dict)
    local_list: dict[str, Payload] = field(default_factory=dict)
    local_list_version: int = 0
    reservations: list[Payload] = field(default_factory=list)
    profiles: list[Payload] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)
    certificate: str = ""
    certificate_key: str = ""
    filled_stores: list[str] = field(default_factory=list)
    last_bill: int = 0
    bills: list[Bill] = field(default_factory=list)
    queue: list[QueuedCall] = field(default_factory=list)

    def save(self, path: Path) -> None:
        """Write it to `path`, completely or not at all. Raises OSError."""
        draft = path.with_name(path.name + ".new")
        draft.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the memory in `path`, an empty one without a file. Raises StateFileError."""
        try:
            data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            known = {item.name for item in fields(cls)}
            values = {name: value for name, value in data.items() if name in known}
            values["bills"] = [Bill(**bill) for bill in values.get("bills", [])]
            values["queue"] = [QueuedCall(**call) for call in values.get("queue", [])]
            return cls(**values)
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise StateFileError(f"{path} is no state file of the simulator: {error}") from error
