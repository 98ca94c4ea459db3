"""What the grid operator's signal limits, with what the law leaves, and what counts while its source is silent."""

from datetime import UTC, datetime, timedelta
import math

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.charging.grid_signal.signal import (
    GridLimit,
    SignalScope,
    SignalSettings,
    SignalState,
    SilentAnswer,
    SourceReading,
    guaranteed_w,
    judge,
)

NOW = datetime(2026, 1, 15, 18, tzinfo=UTC)
ELEVEN_KW = 11_040.0


def said(limit_w: float) -> SourceReading:
    """Return a reading of the source."""
    return SourceReading(limit_w=limit_w, at=NOW)


@pytest.mark.parametrize(
    ("chargers", "power_w"),
    [
        (0, 4200.0),
        (1, 4200.0),
        (2, 7560.0),
        (3, 10_500.0),
        (4, 13_020.0),
        (5, 15_120.0),
        (6, 16_800.0),
        (7, 18_060.0),
        (8, 18_900.0),
        (9, 19_320.0),
        (20, 40_110.0),
    ],
)
def test_several_chargers_keep_what_the_law_leaves_with_its_simultaneity(
    chargers: int, power_w: float
) -> None:
    """BNetzA BK6-22-300, Anlage 1, 4.5.2."""
    assert guaranteed_w(chargers, 4200.0) == pytest.approx(power_w)


@given(chargers=st.integers(1, 200), minimum_w=st.floats(0, 22_000))
def test_a_further_charger_never_leaves_the_others_less_in_all_but_at_the_tables_end(
    chargers: int, minimum_w: float
) -> None:
    assert guaranteed_w(chargers, minimum_w) >= minimum_w
    assert guaranteed_w(chargers + 1, minimum_w) >= guaranteed_w(chargers, minimum_w)


def test_a_binary_signal_leaves_what_the_law_leaves() -> None:
    limit, state = judge(said(0.0), SignalState(), SignalSettings(), [ELEVEN_KW] * 2, NOW)
    assert limit == GridLimit(limit_w=7560.0)
    assert state == SignalState(last=said(0.0))


def test_each_charger_keeps_its_own_minimum() -> None:
    settings = SignalSettings(scope=SignalScope.EACH, minimum_w=5000.0)
    limit, _ = judge(said(0.0), SignalState(), settings, [ELEVEN_KW] * 3, NOW)
    assert limit == GridLimit(limit_w=5000.0, scope=SignalScope.EACH)


def test_a_power_above_what_the_chargers_can_draw_is_no_limit() -> None:
    for scope, power_w in ((SignalScope.CHARGERS, 22_080.0), (SignalScope.EACH, 11_040.0)):
        settings = SignalSettings(scope=scope)
        assert judge(said(power_w), SignalState(), settings, [ELEVEN_KW] * 2, NOW)[0] is None
        less, _ = judge(said(power_w - 1), SignalState(), settings, [ELEVEN_KW] * 2, NOW)
        assert less is not None
        assert less.limit_w == power_w - 1


def test_the_whole_connection_is_limited_by_any_power_and_chargers_keep_theirs_in_it() -> None:
    settings = SignalSettings(scope=SignalScope.CONNECTION)
    limit, _ = judge(said(50_000.0), SignalState(), settings, [ELEVEN_KW], NOW)
    assert limit == GridLimit(limit_w=50_000.0, scope=SignalScope.CONNECTION, kept_w=4200.0)
    assert judge(said(math.inf), SignalState(), settings, [ELEVEN_KW], NOW)[0] is None


@pytest.mark.parametrize(
    ("answer", "before", "limited"),
    [
        (SilentAnswer.KEEP, 0.0, True),
        (SilentAnswer.KEEP, math.inf, False),
        (SilentAnswer.KEEP, None, False),
        (SilentAnswer.LIMITED, 0.0, True),
        (SilentAnswer.LIMITED, math.inf, True),
        (SilentAnswer.LIMITED, None, True),
        (SilentAnswer.FREE, 0.0, False),
        (SilentAnswer.FREE, math.inf, False),
        (SilentAnswer.FREE, None, False),
    ],
)
def test_a_silent_source_counts_as_its_last_word_at_first_and_then_as_the_user_chose(
    answer: SilentAnswer, before: float | None, limited: bool
) -> None:
    settings = SignalSettings(silent=answer, silent_after_s=600)
    state = SignalState()
    if before is not None:
        _, state = judge(said(before), state, settings, [ELEVEN_KW], NOW)
    for seconds in (10, 300, 609):
        now = NOW + timedelta(seconds=seconds)
        limit, state = judge(None, state, settings, [ELEVEN_KW], now)
        assert (limit is not None) == (before == 0.0)
        assert limit is None or limit.silent
    limit, state = judge(None, state, settings, [ELEVEN_KW], NOW + timedelta(seconds=610))
    assert (limit is not None) == limited
    limit, state = judge(said(math.inf), state, settings, [ELEVEN_KW], NOW)
    assert limit is None
    assert state.silent_since is None


@given(
    limit_w=st.floats(0, 100_000) | st.just(math.inf),
    scope=st.sampled_from(SignalScope),
    maxima_w=st.lists(st.sampled_from([3680.0, 11_040.0, 22_080.0]), max_size=12),
    minimum_w=st.floats(1400, 11_000),
)
def test_no_limit_is_ever_below_what_the_law_leaves(
    limit_w: float, scope: SignalScope, maxima_w: list[float], minimum_w: float
) -> None:
    settings = SignalSettings(scope=scope, minimum_w=minimum_w)
    limit, _ = judge(said(limit_w), SignalState(), settings, maxima_w, NOW)
    if limit is not None:
        least_w = minimum_w
        if scope is not SignalScope.EACH:
            least_w = guaranteed_w(len(maxima_w), minimum_w)
        assert limit.limit_w == max(limit_w, least_w)
        assert limit.kept_w <= limit.limit_w


def test_silence_that_began_in_the_future_begins_now() -> None:
    """The clock was set back: the last word must not count for as long as that."""
    settings = SignalSettings(silent=SilentAnswer.LIMITED, silent_after_s=600)
    ahead = SignalState(last=said(math.inf), silent_since=NOW + timedelta(days=1))
    limit, state = judge(None, ahead, settings, [ELEVEN_KW], NOW)
    assert limit is None
    limit, _ = judge(None, state, settings, [ELEVEN_KW], NOW + timedelta(seconds=600))
    assert limit is not None
