"""CALLs over one connection: message ids, deadlines, and the callbacks that wait for answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .clock import Clock, Timer
from .frames import (
    Call,
    Error,
    Json,
    Payload,
    Result,
    build_call,
    build_error,
    build_result,
    parse_frame,
)

type Done = Callable[[Payload | None], object]
type Send = Callable[[str], bool]


class Request:
    """A CALL of the central system, which can be answered now, later, twice or never."""

    def __init__(self, call: Call, send: Send) -> None:
        """Keep the CALL; answers go through `send`."""
        self.action = call.action
        self.payload = call.payload
        self._message_id = call.message_id
        self._send = send

    def reply(self, payload: Mapping[str, Json]) -> None:
        """Answer with a CALLRESULT."""
        self._send(build_result(self._message_id, payload))

    def refuse(self, code: str, description: str = "") -> None:
        """Answer with a CALLERROR."""
        self._send(build_error(self._message_id, code, description))


@dataclass(slots=True)
class _Outstanding:
    done: Done
    deadline: Timer


class Rpc:
    """Matches CALLs with their answers; any number may be outstanding.

    Calls `done` of a CALL once, with the answer's payload, or None at the deadline, a CALLERROR or a lost connection.
    """

    def __init__(
        self,
        *,
        send: Send,
        clock: Clock,
        timeout_s: float,
        next_id: Callable[[], str],
        on_call: Callable[[Request], object],
        on_unreadable: Callable[[str], object] | None = None,
        errors_end_calls: bool = True,
    ) -> None:
        """Prepare; deadlines run on `clock`, and without `errors_end_calls` CALLERRORs are ignored."""
        self._send = send
        self._clock = clock
        self._timeout_s = timeout_s
        self._next_id = next_id
        self._on_call = on_call
        self._on_unreadable = on_unreadable
        self._errors_end_calls = errors_end_calls
        self._outstanding: dict[str, _Outstanding] = {}
        self._incarnation = 0

    @property
    def outstanding(self) -> tuple[str, ...]:
        """The ids of the CALLs without an answer."""
        return tuple(self._outstanding)

    def call(self, action: str, payload: Mapping[str, Json], done: Done) -> None:
        """Send a CALL; calls `done(None)` at once where that is impossible."""
        message_id = self._next_id()
        if not self._send(build_call(message_id, action, payload)):
            done(None)
            return

        def expire() -> None:
            self._settle(message_id, None)

        deadline = self._clock.call_later(self._timeout_s, expire)
        self._outstanding[message_id] = _Outstanding(done, deadline)

    def receive(self, text: str) -> None:
        """Process a received frame."""
        match parse_frame(text):
            case Call() as call:
                self._on_call(Request(call, self._send_in(self._incarnation)))
            case Result(message_id=message_id, payload=payload):
                self._settle(message_id, payload)
            case Error(message_id=message_id):
                if self._errors_end_calls:
                    self._settle(message_id, None)
            case None:
                if self._on_unreadable is not None:
                    self._on_unreadable(text)

    def disconnected(self) -> None:
        """Call `done(None)` of every outstanding CALL; later answers to requests of this connection are dropped."""
        self._incarnation += 1
        for message_id in self.outstanding:
            self._settle(message_id, None)

    def abandon(self) -> None:
        """Forget every outstanding CALL without calling `done`, as at a power cut."""
        self._incarnation += 1
        for waiting in self._outstanding.values():
            waiting.deadline.cancel()
        self._outstanding.clear()

    def _settle(self, message_id: str, payload: Payload | None) -> None:
        waiting = self._outstanding.pop(message_id, None)
        if waiting is not None:
            waiting.deadline.cancel()
            waiting.done(payload)

    def _send_in(self, incarnation: int) -> Send:
        def send(text: str) -> bool:
            return incarnation == self._incarnation and self._send(text)

        return send
