"""The run through the whole of Home Assistant: its charger behaves as the pure one, and its account is right."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
import multiprocessing
from typing import Self

import pytest

from benchmarks import solar_home_assistant
from benchmarks.solar_days import Minute, daylight, measured_days
from benchmarks.solar_home_assistant import BOUND, Comparison, compare, main
from benchmarks.solar_policies import PlugControl
from benchmarks.solar_simulation import AUTOMATIC, ONE, Outcome, simulate, together

HOUR = Outcome(bound_wh=1000.0, solar_wh=900.0, drawn_wh=1000.0, starts=1, switches=2)


def test_nothing_happens_in_what_is_left_out() -> None:
    days = measured_days()[:1]
    light = [daylight(day) for day in days]
    assert all(len(short) < 900 for short in light)
    without, whole = (simulate(some, PlugControl, AUTOMATIC) for some in (light, days))
    assert (without.starts, without.switches) == (whole.starts, whole.switches)
    assert without.captured == pytest.approx(whole.captured)
    assert without.from_grid == pytest.approx(whole.from_grid)


def test_days_add_up() -> None:
    both = together([HOUR, HOUR])
    assert both == Outcome(bound_wh=2000, solar_wh=1800, drawn_wh=2000, starts=2, switches=4)
    assert both.captured == HOUR.captured == pytest.approx(0.9)
    assert both.from_grid == HOUR.from_grid == pytest.approx(0.1)


def test_difference_is_shown_with_its_sign() -> None:
    more = replace(HOUR, solar_wh=910.0, starts=0)
    table = Comparison(ONE, more, HOUR).table()
    assert table.splitlines()[-1].split() == ["difference", "+1.0%", "-1.0%", "-1", "+0", "+0.0"]


@pytest.mark.parametrize(("factor", "status"), [(1.0, 0), (1.0 + 2 * BOUND, 1), (1 - 2 * BOUND, 1)])
def test_too_large_a_difference_is_an_error(
    factor: float,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Here:
        """Runs what a process would run."""

        def __init__(self, *_: object) -> None:
            pass

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def map(self, run: Callable[..., Outcome], *lists: list[object]) -> list[Outcome]:
            return [run(*one) for one in zip(*lists, strict=True)]

    whole = replace(HOUR, solar_wh=HOUR.solar_wh * factor)
    monkeypatch.setattr(solar_home_assistant, "ProcessPoolExecutor", Here)
    monkeypatch.setattr(solar_home_assistant, "live", lambda day, wiring, age_s: whole)
    monkeypatch.setattr(solar_home_assistant, "simulate", lambda days, policy, wiring: HOUR)
    monkeypatch.setattr("sys.argv", ["solar", "--days", "1", "--wiring", "one"])
    assert main() == status
    told = "one phase" if status else "none"
    assert capsys.readouterr().out.splitlines()[-1] == f"More than 2% apart: {told}"


def test_a_sunny_hour_is_the_same_through_home_assistant() -> None:
    sunny = [Minute(solar_w=2500.0, house_w=300.0)] * 15
    bright = [Minute(solar_w=7500.0, house_w=300.0)] * 20
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, context) as executor:
        (comparison,) = compare(executor, [[*sunny, *bright, *sunny]], [AUTOMATIC], 5.0)
    whole, pure = comparison.whole, comparison.pure
    assert whole.bound_wh == pytest.approx(pure.bound_wh)
    assert whole.captured == pytest.approx(pure.captured, abs=0.02)
    assert whole.from_grid == pytest.approx(pure.from_grid, abs=0.02)
    assert (whole.starts, whole.switches) == (pure.starts, pure.switches) == (1, 2)


@pytest.mark.parametrize("age", ["0", "10", "-1"])
def test_a_reading_is_never_older_than_the_next_one(
    age: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["solar", f"--age={age}"])
    with pytest.raises(SystemExit):
        main()
    assert "must be between 0 and 10" in capsys.readouterr().err
