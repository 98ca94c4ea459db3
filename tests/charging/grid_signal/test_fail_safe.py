"""Chargers that lose Home Assistant while the grid operator limits keep the limit together."""

from dataclasses import replace
from typing import Any

from hypothesis import given, strategies as st

from custom_components.plug_control.charging.grid_signal.signal import GridLimit, SignalScope
from custom_components.plug_control.charging.round_types import ConnectorRow
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V, ChargerTraits, Mode
from tests.charging.test_round import FREE, WIRING, Site, case_of, main_fuse

THREE = ChargerTraits(phases=3)
WIRED = replace(WIRING, phases=3)


def row(mode: Mode = Mode.FAST, *, wired: bool = True, **more: Any) -> ConnectorRow:
    """Return a charger on three phases, with a car that charges."""
    priority = more.pop("priority", 0)
    case = case_of(mode, charger=THREE, priority=priority)
    return ConnectorRow(case=case, wiring=WIRED if wired else None, **more)


def fallbacks(
    limit: GridLimit | None, rows: dict[str, ConnectorRow], rounds: int = 3
) -> dict[str, int | None]:
    """Return the fail-safe limits after some rounds."""
    site = Site(main_fuse(63), **rows)
    for number in range(rounds):
        verdicts = site.decide(10 * number, grid_limit=limit)
    return {name: verdict.fallback_a for name, verdict in verdicts.items()}


def test_without_a_signal_only_the_fuses_bound_them() -> None:
    assert fallbacks(None, {"a": row(), "b": row()}) == {"a": 6, "b": 6}


def test_together_they_keep_the_limit_by_priority() -> None:
    """The law leaves two chargers 7.56 kW; two minimums on three phases are 8.28 kW."""
    limit = GridLimit(limit_w=7560)
    assert fallbacks(limit, {"a": row(), "b": row()}) == {"a": 6, "b": 0}
    assert fallbacks(limit, {"a": row(), "b": row(priority=1)}) == {"a": 0, "b": 6}
    assert fallbacks(GridLimit(limit_w=8300), {"a": row(), "b": row()}) == {"a": 6, "b": 6}


def test_each_keeps_a_limit_of_its_own() -> None:
    scope = SignalScope.EACH
    both = {"a": row(), "b": row()}
    assert fallbacks(GridLimit(limit_w=4200, scope=scope), both) == {"a": 6, "b": 6}
    assert fallbacks(GridLimit(limit_w=4000, scope=scope), both) == {"a": 0, "b": 0}


def test_behind_the_connection_the_house_counts_as_assumed_and_the_law_leaves_its_part() -> None:
    limit = GridLimit(limit_w=9000, scope=SignalScope.CONNECTION, assumed_w=2000)
    both = {"a": row(), "b": row()}
    assert fallbacks(limit, both) == {"a": 6, "b": 0}
    assert fallbacks(replace(limit, assumed_w=500), both) == {"a": 6, "b": 6}
    assert fallbacks(replace(limit, kept_w=8300), both) == {"a": 6, "b": 6}


def test_what_others_hold_anyway_is_left_to_them() -> None:
    """One without a circuit or without a fail-safe limit keeps its limit, one that is offline falls back to an earlier one."""
    limit = GridLimit(limit_w=8300)
    assert fallbacks(limit, {"a": row(), "loose": row(wired=False)}) == {"a": 6, "loose": None}
    less = replace(limit, limit_w=7560)
    first = {"a": row(), "loose": row(wired=False, priority=1)}
    assert fallbacks(less, first)["a"] == 0
    never = row(wired=False, online=False)
    assert fallbacks(limit, {"a": row(), "loose": never})["a"] == 0
    away = row(wired=False, online=False, confirmed_a=6)
    assert fallbacks(limit, {"a": row(), "loose": away})["a"] == 6
    late = row(has_fail_safe=False, confirmed_a=16)
    assert fallbacks(limit, {"a": row(), "late": late}, rounds=1)["a"] == 0
    gone = row(online=False, fallback_a=6, confirmed_a=0)
    assert fallbacks(limit, {"a": row(), "gone": gone})["a"] == 6
    assert fallbacks(less, {"a": row(), "gone": gone})["a"] == 0


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Mode)),
            st.booleans(),
            st.booleans(),
            st.integers(-2, 2),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    ),
    st.floats(0, 40_000),
)
def test_whatever_there_is_fits(
    facts: list[tuple[Mode, bool, bool, int, bool]], limit_w: float
) -> None:
    """What each falls back to, or holds, is together no more than the limit."""
    rows = {}
    for number, (mode, wired, can, priority, connected) in enumerate(facts):
        one = row(mode, wired=wired, has_fail_safe=can, priority=priority)
        readings = one.case.readings if connected else FREE
        rows[f"c{number}"] = replace(one, case=replace(one.case, readings=readings))
    site = Site(main_fuse(200), **rows)
    for seconds in range(0, 300, 10):
        verdicts = site.decide(seconds, grid_limit=GridLimit(limit_w=limit_w))
    total_a = 0
    for name, verdict in verdicts.items():
        falls_back = rows[name].wiring is not None and rows[name].has_fail_safe
        held_a = verdict.fallback_a if falls_back else verdict.limit_a
        assert held_a is not None
        total_a += 3 * held_a
    assert total_a * NOMINAL_VOLTAGE_V <= limit_w
