"""The benchmark of statistics runs."""

import sys

import pytest

from benchmarks import statistics


async def test_the_benchmark_counts_a_small_year(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["statistics", "--sessions", "20"])
    await statistics.main()
    told = capsys.readouterr().out
    assert told.startswith("20 sessions\n")
    assert "  energy, cost and sun of all of them: " in told
    assert "  energy, cost and sun of the last two hours: " in told
