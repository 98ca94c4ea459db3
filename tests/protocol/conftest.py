"""A listener on an ephemeral port, its gate, and a way to dial in."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from custom_components.plug_control.protocol.listener import Listener, ListenerConfig

from .gate import Dialler, RecordingGate

type StartListener = Callable[..., Awaitable[Dialler]]


@pytest.fixture
def gate() -> RecordingGate:
    return RecordingGate()


@pytest.fixture
async def start(gate: RecordingGate) -> AsyncIterator[StartListener]:
    """Start a listener with the given bounds and return how to dial in; it is the dialler's `listener`."""
    started: list[tuple[Listener, Dialler]] = []

    async def start_listener(**bounds: Any) -> Dialler:
        defaults: dict[str, Any] = {"host": "127.0.0.1", "port": 0, "close_timeout_s": 0.3}
        config = ListenerConfig(**defaults | bounds)
        listener = Listener(config, gate)
        await listener.start()
        started.append((listener, Dialler(listener)))
        return started[-1][1]

    yield start_listener
    for listener, dialler in started:
        await dialler.close()
        await listener.stop()


@pytest.fixture
async def dial(start: StartListener) -> Dialler:
    """Dial in at a listener with default bounds."""
    return await start()
