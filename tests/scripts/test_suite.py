"""What every test of the suite runs with (tests/conftest.py)."""

import asyncio

import pytest


async def test_event_loops_record_no_stacks_unless_asked_to(request: pytest.FixtureRequest) -> None:
    # They take half of the suite's time.
    asked = bool(request.config.getoption("asyncio_debug"))
    assert asyncio.get_running_loop().get_debug() is asked


async def test_another_thread_may_not_schedule_on_the_event_loop() -> None:
    loop = asyncio.get_running_loop()

    def schedule() -> None:
        with pytest.raises(RuntimeError, match="Non-thread-safe"):
            loop.call_soon(print)
        with pytest.raises(RuntimeError, match="Non-thread-safe"):
            loop.call_later(1, print)

    await asyncio.to_thread(schedule)
