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
    for what in ("energy", "cost and sun"):
        assert f"{what} of all of them: " in told
