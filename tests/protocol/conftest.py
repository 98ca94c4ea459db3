"""A listener on an ephemeral port, its gate, and a client to connect to it."""

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
    """Yield a function that starts a listener with the given configuration and returns a dialler to it."""
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
    """Return a dialler to a listener with the default configuration."""
    return await start()
