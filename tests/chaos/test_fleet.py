"""Sites that relay to one back end find it again after an outage, one message of a charge point at a time."""

import re

import pytest
import pytest_socket

from scripts.lib.houses.fleet import Plan, run

PLAN = Plan(sites=2, chargers=3, readings=3, pace_s=0.05, outage_s=1.0, longest_retry_s=1.0)


@pytest.mark.timeout(300)
async def test_what_waited_in_an_outage_is_delivered_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`scripts/fleet` is the same with more sites; `run` compares the sessions and counts what is under way."""
    pytest_socket.enable_socket()
    assert await run(PLAN) == []
    told = capsys.readouterr().out
    assert "by day: 30 messages of 6 charges" in told
    assert re.search(r"an outage of \d+ s: 30 messages waited", told)
    assert "12 sessions at the back end, 0 faults" in told
