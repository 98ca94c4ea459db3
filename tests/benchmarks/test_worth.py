"""The benchmark of what running sessions are worth runs."""

from datetime import timedelta
import sys

import pytest

from benchmarks import worth


async def test_the_benchmark_follows_a_few_sessions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["worth", "--sessions", "2", "--minutes", "1"])
    monkeypatch.setattr(worth, "_LASTED", {"an hour": timedelta(hours=1)})
    await worth.main()
    told = capsys.readouterr().out
    assert told.startswith("2 running sessions, 1 minutes\n")
    assert "  an hour: first " in told
