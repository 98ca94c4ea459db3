"""Where a session's energy came from, quarter by quarter: all quarters together are the session, whatever happened."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.model.money.quarters import (
    QuarterPrices,
    Sources,
    quarter_of,
    quarters,
)
from custom_components.plug_control.model.money.session_slots import AT_ONCE, SessionSlots
from custom_components.plug_control.model.money.sources import MAX_QUARTERS, SessionSources
from custom_components.plug_control.model.money.worth import QUARTER, WorthSlot

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SUN = Sources(0.0, 1.0, 0.0)
HALF = Sources(0.5, 0.25, 0.25)
GRID = Sources(1.0, 0.0, 0.0)
LOOK_S = 10
BERLIN = ZoneInfo("Europe/Berlin")


def at(minutes: float) -> datetime:
    """A time, so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def run(
    session: SessionSources,
    minutes: float,
    power_w: float | None = 6000,
    sources: Sources | None = SUN,
    *,
    energy_w: float = 6000,
) -> None:
    """Let a session go on: a look every ten seconds, a register every minute."""
    start, energy_wh = session.seen_at, session.energy_wh
    for step in range(1, round(minutes * 60) // LOOK_S + 1):
        now = start + timedelta(seconds=step * LOOK_S)
        session.look(now, power_w, sources)
        if not step % 6:
            session.observe(now, energy_wh + energy_w * step * LOOK_S / 3600)


def told(slots: tuple[WorthSlot, ...]) -> list[tuple[float, float, float, float, bool]]:
    """The slots' numbers."""
    return [
        (each.energy_wh, each.grid_wh, each.solar_wh, each.battery_wh, each.estimated)
        for each in slots
    ]


# ---- seen all the time


def test_the_energy_of_a_quarter_is_divided_as_the_car_drew_in_it() -> None:
    session = SessionSources.begin(at(5))
    run(session, 10, sources=SUN)
    run(session, 15, sources=HALF)
    slots = session.slots()
    assert [each.start for each in slots] == [at(0), at(15)]
    assert told(slots) == [(1000, 0, 1000, 0, False), (1500, 750, 375, 375, False)]
    assert session.charging_s == 25 * 60


def test_the_register_counts_and_the_power_only_divides() -> None:
    session = SessionSources.begin(NOON)
    run(session, 5, power_w=3000, sources=SUN, energy_w=6000)
    run(session, 5, power_w=9000, sources=GRID, energy_w=6000)
    assert told(session.slots()) == [(1000, 750, 250, 0, False)]


def test_what_no_meter_tells_is_unknown() -> None:
    session = SessionSources.begin(NOON)
    run(session, 10, sources=SUN)
    run(session, 5, sources=None)
    assert told(session.slots()) == [(1500, 0, 1000, 0, False)]
    assert session.unknown_quarters() == [NOON]
    assert told(session.slots(all_grid=True)) == [(1500, 1500, 0, 0, False)]


def test_a_register_that_comes_after_the_quarter_counts_as_the_quarter_beside_it() -> None:
    session = SessionSources.begin(at(14.9))
    run(session, 0.5)
    session.look(at(15.4), 6000, SUN)
    session.observe(at(15.4), 50)
    slots = session.slots()
    assert [each.start for each in slots] == [at(0), at(15)]
    assert [each.solar_wh for each in slots] == [10, 40]


def test_without_a_power_the_time_of_charging_is_that_of_the_rising_register() -> None:
    session = SessionSources.begin(NOON)
    run(session, 3, power_w=None, sources=None)
    run(session, 3, power_w=None, sources=None, energy_w=0)
    assert session.charging_s == 180
    assert told(session.slots()) == [(300, 0, 0, 0, False)]


def test_a_full_car_does_not_charge() -> None:
    session = SessionSources.begin(NOON)
    run(session, 5, power_w=0)
    run(session, 5, power_w=50)
    assert session.charging_s == 0
    session.look(session.looked_at, 5000, SUN)
    assert session.charging_s == 0


def test_a_reading_of_the_past_changes_nothing() -> None:
    session = SessionSources.begin(NOON)
    run(session, 5)
    session.observe(at(4), 9999)
    session.observe(at(5), 9999)
    assert session.energy_wh == 500


# ---- not seen


def test_what_came_while_nobody_looked_has_an_unknown_source_and_is_spread_evenly() -> None:
    session = SessionSources.begin(NOON)
    run(session, 15)
    session.look(at(60), 6000, SUN)
    session.observe(at(60), 1500 + 4500)
    run(session, 15)
    assert told(session.slots()) == [
        (1500, 0, 1500, 0, False),
        (1500, 0, 0, 0, True),
        (1500, 0, 0, 0, True),
        (1500, 0, 0, 0, True),
        (1500, 0, 1500, 0, False),
    ]
    assert session.charging_s == 75 * 60
    assert session.unknown_quarters() == [at(15), at(30), at(45)]


def test_a_reading_long_after_the_last_look_is_not_seen_either() -> None:
    session = SessionSources.begin(NOON)
    session.observe(at(30), 3000)
    assert told(session.slots()) == [(1500, 0, 0, 0, True), (1500, 0, 0, 0, True)]


def test_a_car_that_was_not_seen_charges_with_the_power_that_it_was_seen_to_take() -> None:
    session = SessionSources.begin(NOON)
    run(session, 15)
    session.look(at(135), 0, SUN)
    session.observe(at(135), 1500 + 3000)
    assert session.charging_s == 15 * 60 + 30 * 60
    never = SessionSources.begin(NOON)
    never.observe(at(60), 3000)
    assert never.charging_s == 3600


def test_readings_that_prove_the_time_are_no_estimate_although_nobody_looked() -> None:
    session = SessionSources.begin(NOON)
    session.observe(at(15), 1000)
    session.observe(at(30), 3000)
    assert told(session.slots()) == [(1000, 0, 0, 0, False), (2000, 0, 0, 0, False)]


def test_what_others_recorded_tells_the_source_afterwards() -> None:
    session = SessionSources.begin(NOON)
    run(session, 15)
    run(session, 7, sources=None)
    run(session, 8, sources=SUN)
    session.look(at(60), 6000, SUN)
    session.observe(at(60), 6000)
    session.fill({at(15): GRID, at(30): HALF, at(90): GRID})
    assert told(session.slots()) == [
        (1500, 0, 1500, 0, False),
        (1500, 700, 800, 0, True),
        (1500, 750, 375, 375, True),
        (1500, 0, 0, 0, True),
    ]
    session.fill({at(45): Sources(0.4, 0.0, 0.0)})
    assert told(session.slots())[3] == (1500, 600, 0, 0, True)


def test_a_quarter_that_nobody_saw_is_filled_although_it_counts_as_looked_at() -> None:
    session = SessionSources.begin(NOON)
    run(session, 15, power_w=None, sources=None)
    session.fill({NOON: SUN})
    assert told(session.slots()) == [(1500, 0, 1500, 0, True)]


def test_what_the_charger_tells_afterwards_moves_only_what_was_spread_evenly() -> None:
    session = SessionSources.begin(NOON)
    run(session, 15)
    session.look(at(75), 6000, SUN)
    session.observe(at(75), 1500 + 4000)
    run(session, 15)
    session.spread([(NOON, 0), (at(15), 1500), (at(30), 1500), (at(75), 5500), (at(90), 7000)])
    assert [each.energy_wh for each in session.slots()] == [
        1500,
        *(pytest.approx(4000 / 3, abs=0.11) for _ in range(3)),
        1500,
    ]
    assert session.energy_wh == pytest.approx(7000)
    assert session.unknown_quarters() == [at(30), at(45), at(60)]
    again = SessionSources.begin(NOON)
    again.observe(at(45), 3000)
    run(again, 30)
    again.spread([(NOON, 0), (at(45), 0), (at(75), 6000)])
    assert [each.energy_wh for each in again.slots()][:3] == [1000, 1000, 1000]
    again.spread([(NOON, 0), (at(15), 300), (at(30), 300), (at(45), 3000)])
    assert [each.energy_wh for each in again.slots()][:2] == [300, 2700]
    again.spread([(NOON, 0), (at(15), 1000), (at(30), 2000), (at(45), 3000)])
    assert [each.energy_wh for each in again.slots()][:3] == [1000, 1000, 1000]


def test_two_times_away_are_two_stretches() -> None:
    session = SessionSources.begin(NOON)
    session.observe(at(30), 3000)
    run(session, 15)
    session.observe(at(75), 7500)
    session.spread(
        [(NOON, 0), (at(15), 0), (at(30), 3000), (at(45), 4500), (at(60), 4500), (at(75), 7500)]
    )
    assert [each.energy_wh for each in session.slots()] == [3000, 1500, 3000]


# ---- over a restart


def test_a_session_goes_on_after_a_restart() -> None:
    session = SessionSources.begin(NOON)
    session.prices[NOON] = QuarterPrices(price=0.3, feed_in_price=0.1, co2_g_per_kwh=300)
    run(session, 10)
    slots = session.slots()
    again = SessionSources.resume(
        NOON, slots, seen_at=session.seen_at, charging_s=session.charging_s
    )
    assert again.slots() == slots
    assert (again.charging_s, again.seen_at) == (600, at(10))
    run(again, 5, sources=GRID)
    assert told(again.slots()) == [(1500, 500, 1000, 0, False)]


# ---- its end


def test_the_last_reading_ends_with_the_session() -> None:
    session = SessionSources.begin(NOON)
    run(session, 10)
    session.end(at(10.5), 1050)
    assert told(session.slots()) == [(1050, 0, 1050, 0, False)]


@pytest.mark.parametrize(
    ("energy_wh", "estimated"),
    [(1000, False), (990, False), (1015, False), (500, True), (1400, True)],
)
def test_a_correction_changes_all_quarters_in_proportion(energy_wh: float, estimated: bool) -> None:
    session = SessionSources.begin(NOON)
    run(session, 5)
    run(session, 5, sources=GRID)
    session.end(at(10), energy_wh)
    half = energy_wh / 2
    assert told(session.slots()) == [(energy_wh, half, half, 0, estimated)]


def test_what_a_late_stop_adds_came_between_the_last_reading_and_the_stop() -> None:
    session = SessionSources.begin(NOON)
    run(session, 15)
    session.end(at(45), 4500)
    assert told(session.slots()) == [
        (1500, 0, 1500, 0, False),
        (1500, 0, 0, 0, True),
        (1500, 0, 0, 0, True),
    ]


def test_more_than_a_charger_can_give_in_that_time_was_missed_before() -> None:
    session = SessionSources.begin(NOON)
    run(session, 15)
    session.end(at(16), 4500)
    assert told(session.slots()) == [(4500, 0, 4500, 0, True)]
    quick = SessionSources.begin(NOON)
    run(quick, 15)
    quick.peak_power_w = 200_000
    quick.end(at(16), 4500)
    assert told(quick.slots()) == [(1500, 0, 1500, 0, False), (3000, 0, 3000, 0, False)]


def test_a_session_without_any_reading_is_filed_whole() -> None:
    session = SessionSources.begin(NOON)
    session.end(NOON, 700)
    assert told(session.slots()) == [(700, 0, 0, 0, True)]
    empty = SessionSources.begin(NOON)
    empty.end(at(5), 0)
    assert empty.slots() == ()


def test_a_register_that_never_moved_is_divided_as_the_car_drew() -> None:
    session = SessionSources.begin(NOON)
    run(session, 15, power_w=3000, sources=SUN, energy_w=0)
    run(session, 15, power_w=6000, sources=GRID, energy_w=0)
    session.end(at(30), 3000)
    assert told(session.slots()) == [(1000, 0, 1000, 0, True), (2000, 2000, 0, 0, True)]


def test_a_car_that_stays_for_months_is_bounded() -> None:
    session = SessionSources.begin(NOON)
    session.observe(NOON + timedelta(days=90), 90_000)
    session.end(NOON + timedelta(days=120), 100_000)
    assert len(session.slots()) == MAX_QUARTERS
    assert sum(each.energy_wh for each in session.slots()) == pytest.approx(100_000)


def test_quarters_without_energy_are_kept_for_their_price_only_for_two_days() -> None:
    session = SessionSources.begin(NOON)
    for quarter in range(300):
        session.prices[NOON + quarter * QUARTER] = QuarterPrices(price=0.2)
    assert [each.start for each in session.slots()] == [NOON + n * QUARTER for n in range(192)]


# ---- the clock on the wall


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (datetime(2026, 3, 29, tzinfo=BERLIN), 23),
        (datetime(2026, 10, 25, tzinfo=BERLIN), 25),
        (datetime(2026, 6, 1, tzinfo=BERLIN), 24),
        (datetime(2026, 12, 31, tzinfo=BERLIN), 24),
    ],
)
def test_each_day_has_all_its_quarters(day: datetime, hours: int) -> None:
    start, end = day.astimezone(UTC), (day + timedelta(days=1)).astimezone(UTC)
    assert [seconds for _, seconds in quarters(start, end)] == [900] * (hours * 4)
    session = SessionSources.begin(start)
    session.observe(end, 24_000)
    assert sum(each.energy_wh for each in session.slots()) == pytest.approx(24_000, abs=1e-6)
    assert len(session.slots()) == hours * 4


def test_a_quarter_begins_in_utc() -> None:
    india = datetime(2026, 3, 14, 17, 50, 30, tzinfo=ZoneInfo("Asia/Kolkata"))
    assert quarter_of(india) == at(15)
    assert [*quarters(at(1), at(1))] == []


# ---- in all cases


@dataclass
class Happening:
    """What happens in the life of a session."""

    what: str
    minutes: float
    power_w: float
    sources: Sources | None


PARTS = st.one_of(
    st.none(),
    st.builds(
        lambda one, other: Sources(*(part / (one + other + 1) for part in (one, other, 1.0))),
        st.floats(0, 9),
        st.floats(0, 9),
    ),
)
HAPPENINGS = st.lists(
    st.builds(
        Happening,
        what=st.sampled_from(["look", "read", "away", "restart", "fill"]),
        minutes=st.floats(0.05, 400),
        power_w=st.floats(0, 22_000),
        sources=PARTS,
    ),
    min_size=4,
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(happenings=HAPPENINGS, end_wh=st.floats(0, 200_000), rest=st.floats(0, 100))
def test_sources_and_unknown_are_always_the_sessions_energy(
    happenings: list[Happening], end_wh: float, rest: float
) -> None:
    session, now, register_wh = SessionSources.begin(NOON), NOON, 0.0
    for each in happenings:
        if each.what == "restart":
            session = SessionSources.resume(
                NOON, session.slots(), seen_at=session.seen_at, charging_s=session.charging_s
            )
        elif each.what == "fill" and each.sources is not None:
            session.fill(dict.fromkeys(session.unknown_quarters(), each.sources))
        elif each.what == "away":
            now += timedelta(minutes=each.minutes)
        else:
            now += timedelta(seconds=min(each.minutes, 50))
            session.look(now, each.power_w, each.sources)
            if each.what == "read":
                register_wh += each.power_w / 60
                session.observe(now, register_wh)
        check(session, session.energy_wh)
    session.end(now + timedelta(minutes=rest), end_wh)
    check(session, end_wh)


def check(session: SessionSources, energy_wh: float) -> None:
    """All quarters add up, no source is more than its quarter, and what was computed once is what is computed anew."""
    for all_grid in (False, True):
        session.slots(all_grid=all_grid)
        slots = session.slots(all_grid=all_grid)
        session.forget_slots()
        assert session.slots(all_grid=all_grid) == slots
        assert sum(each.energy_wh for each in slots) == pytest.approx(energy_wh, abs=0.06)
        for each in slots:
            assert min(each.grid_wh, each.solar_wh, each.battery_wh, each.energy_wh) >= 0
            assert each.grid_wh + each.solar_wh + each.battery_wh <= each.energy_wh + 1e-6
    assert sum(each.grid_wh for each in slots) == pytest.approx(energy_wh, abs=0.06)


@settings(max_examples=40, deadline=None)
@given(
    pieces=st.lists(
        st.tuples(st.integers(1, 40), st.floats(200, 22_000), PARTS), min_size=1, max_size=6
    ),
    start=st.integers(0, 89),
)
def test_a_second_way_of_computing_agrees(
    pieces: list[tuple[int, float, Sources | None]], start: int
) -> None:
    """By single watt-seconds, without quarters in between: each look's energy by its own source."""
    began = NOON + timedelta(seconds=start * 10)
    session = SessionSources.begin(began)
    second: dict[datetime, list[float]] = {}
    now, register_wh = began, 0.0
    for looks, power_w, sources in pieces:
        for _ in range(looks):
            now += timedelta(seconds=LOOK_S)
            session.look(now, power_w, sources)
            part_wh = power_w * LOOK_S / 3600
            register_wh += part_wh
            sums = second.setdefault(quarter_of(now - timedelta(seconds=1)), [0.0] * 3)
            for number, part in enumerate(sources or (0.0, 0.0, 0.0)):
                sums[number] += part_wh * part
            session.observe(now, register_wh)
    slots = {each.start: each for each in session.slots()}
    for quarter, sums in second.items():
        slot = slots[quarter]
        found = (slot.grid_wh, slot.solar_wh, slot.battery_wh)
        assert found == pytest.approx(tuple(sums), abs=0.2)


def test_what_was_filled_in_is_filled_in_anew() -> None:
    session = SessionSources.begin(NOON)
    session.observe(at(30), 2000)
    session.fill({NOON: SUN, at(15): SUN})
    session.forget_sources([NOON, at(90)])
    assert session.unknown_quarters() == [NOON]
    session.fill({NOON: GRID})
    first, second = (slot for slot in session.slots() if slot.energy_wh)
    assert (first.grid_wh, first.solar_wh) == (1000, 0)
    assert (second.grid_wh, second.solar_wh) == (0, 1000)


# ---- weeks


@pytest.mark.parametrize("all_grid", [False, True])
def test_slots_that_were_prepared_in_steps_are_the_same(all_grid: bool) -> None:
    """The session goes on between the steps, and a price of the past changes."""
    prepared, other = SessionSources.begin(NOON), SessionSources.begin(NOON)
    for session in (prepared, other):
        session.observe(at(15 * 5 * AT_ONCE), 90_000)
    steps = 0
    for step in prepared.prepare_slots(all_grid=all_grid):
        steps += 1
        for session in (prepared, other):
            run(session, 20)
            if steps == 2:
                session.prices[NOON] = QuarterPrices(price=0.3)
                session.forget_slots()
        assert step is None
    assert steps > 4
    assert prepared.slots(all_grid=all_grid) == other.slots(all_grid=all_grid)
    assert prepared.slots(all_grid=not all_grid) == other.slots(all_grid=not all_grid)


def test_a_short_session_has_nothing_to_prepare() -> None:
    session = SessionSources.begin(NOON)
    session.observe(at(60), 6000)
    assert not [*session.prepare_slots()]


def test_energy_that_comes_late_changes_the_slots_that_were_computed() -> None:
    slots = SessionSlots(NOON)
    for quarter in range(8):
        slots.touched(NOON + quarter * QUARTER).energy_wh += 100
    assert [each.energy_wh for each in slots.upto(NOON + 8 * QUARTER, all_grid=True)] == [100] * 8
    slots.touched(NOON).energy_wh += 50
    found = slots.upto(NOON + 8 * QUARTER, all_grid=True)
    assert [each.energy_wh for each in found] == [150, *[100] * 7]
