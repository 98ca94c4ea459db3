"""Surplus that the inverter throttles away at a feed-in limit is found in steps, carefully."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
import math

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import (
    ConnectorRow,
    RoundInputs,
    RoundState,
)
from custom_components.plug_control.charging.solar.probe import ProbeState, ProbeStep, probe
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    ConnectorReadings,
    Mode,
    TimedValue,
)
from tests.charging.solar_site import NOW, SWITCHING, after, case_of

ZERO = SiteSettings(feed_in_limit_w=0.0)
AMPERE = ProbeStep(surplus_w=230, starts=False)
START = ProbeStep(surplus_w=1380, starts=True)


class Probing:
    """A site at its limit, looked at every ten seconds."""

    def __init__(self, site: SiteSettings = ZERO) -> None:
        self.site = site
        self.state = ProbeState()
        self.now = NOW

    def look(
        self,
        grid_w: float,
        drawn_w: float = 0.0,
        *steps: ProbeStep,
        seconds: float = 10,
        **more: float,
    ) -> float:
        found = math.nan
        for _ in range(round(seconds / 10)):
            told = {name: TimedValue(value, self.now) for name, value in more.items()}
            readings = SiteReadings(grid_w=TimedValue(grid_w, self.now), **told)
            found, self.state = probe(
                drawn_w - grid_w, drawn_w, steps, readings, self.state, self.site, self.now
            )
            self.now += timedelta(seconds=10)
        return found


def test_without_a_limit_what_is_measured_counts() -> None:
    site = Probing(SiteSettings())
    assert site.look(-20, 0, START, seconds=600) == 20
    assert site.state == ProbeState()


def test_at_the_limit_a_waiting_car_is_let_start_after_a_minute() -> None:
    site = Probing()
    assert site.look(-20, 0, START, seconds=60) == 20
    assert site.look(-20, 0, START) == pytest.approx(20 + 1.1 * 1360)


@pytest.mark.parametrize("grid_w", [120, 300])
def test_below_the_limit_nothing_is_tried(grid_w: float) -> None:
    assert Probing().look(grid_w, 0, START, seconds=600) == -grid_w


def test_a_limit_above_zero() -> None:
    site = Probing(SiteSettings(feed_in_limit_w=7000))
    assert site.look(-6600, 0, AMPERE, START, seconds=600) == 6600
    assert site.look(-6900, 0, ProbeStep(surplus_w=11_000, starts=True), seconds=70) > 11_000


def test_the_next_step_follows_while_the_export_stays_at_the_limit() -> None:
    site = Probing()
    site.look(0, 1380, ProbeStep(surplus_w=1610, starts=False), seconds=70)
    assert site.look(0, 1610, ProbeStep(surplus_w=1840, starts=False), seconds=50) < 1700
    assert site.look(0, 1610, ProbeStep(surplus_w=1840, starts=False), seconds=20) > 1840


def test_import_takes_the_step_back_and_the_next_waits_longer_each_time() -> None:
    site = Probing()
    waits = []
    for _ in range(5):
        begun = site.now
        while site.look(0, 1380, ProbeStep(surplus_w=1610, starts=False)) <= 1380:
            assert site.now - begun < timedelta(hours=1)
        waits.append((site.now - begun).total_seconds())
        assert site.look(230, 1610, seconds=30) > 1610, "an inverter needs a moment"
        assert site.look(230, 1610, seconds=10) == 1380
    assert waits == [70, 300, 600, 1200, 1800]


def test_a_car_that_does_not_follow_ends_it() -> None:
    site = Probing()
    assert site.look(0, 0, START, seconds=80) > 1380
    assert site.look(0, 0, START, seconds=430) == 0
    assert site.look(0, 0, START, seconds=200) == 0


def test_at_most_two_starts_an_hour() -> None:
    site = Probing()
    starts = 0
    for _ in range(360):
        tried = site.look(0, 0, START) > 0
        starts += tried and site.state.stepped_at == site.now - timedelta(seconds=10)
    assert starts == 2


def test_what_the_meter_shows_again_is_measured() -> None:
    site = Probing(SiteSettings(feed_in_limit_w=3000))
    step = ProbeStep(surplus_w=4140, starts=True)
    assert site.look(-3000, 0, step, seconds=70) > 4140
    assert site.look(-1000, 4140, step) == 5140
    assert site.state.believed_w is None
    assert not site.state.failures


@pytest.mark.parametrize(
    ("battery_w", "tried"), [(0, True), (-900, False), (1500, False), (2900, True), (None, False)]
)
def test_a_home_battery_that_still_takes_or_gives_shows_what_there_is(
    battery_w: float | None, tried: bool
) -> None:
    site = Probing(replace(ZERO, battery_power_known=True, battery_maximum_w=3000))
    more = {} if battery_w is None else {"battery_w": battery_w}
    assert (site.look(0, 0, START, seconds=70, **more) > 0) is tried


@pytest.mark.parametrize(("solar_w", "tried"), [(0, False), (50, False), (400, True)])
def test_at_night_nothing_is_tried(solar_w: float, tried: bool) -> None:
    assert (Probing().look(0, 0, START, seconds=70, solar_w=solar_w) > 0) is tried


def test_a_silent_meter_ends_it() -> None:
    readings = SiteReadings(grid_w=TimedValue(0, after(-300)))
    assert probe(5, 0, [START], readings, ProbeState(believed_w=9), ZERO, NOW) == (5, ProbeState())


def test_the_residual_that_may_be_taken_is_no_failure() -> None:
    site = Probing(replace(ZERO, residual_w=-500))
    step = ProbeStep(surplus_w=1610, starts=False)
    assert site.look(0, 1380, step, seconds=70) > 1610
    assert site.look(400, 1610, step, seconds=60) == 1210, "measured again"
    assert not site.state.failures


# ---- a whole day behind an inverter that throttles


@dataclass
class Home:
    """A house whose inverter feeds in `limit_w` at most, with one car on the sun."""

    limit_w: float
    probes: bool = True
    charger: ChargerTraits = SWITCHING
    state: RoundState = field(default_factory=RoundState)
    now: datetime = NOW
    limit_a: int = 0
    phases: int = 3
    car_wh: float = 0.0
    import_wh: float = 0.0
    starts: list[datetime] = field(default_factory=list)

    def step(self, sun_w: float, load_w: float = 300.0) -> None:
        car_w = self.limit_a * self.phases * 230.0
        solar_w = min(sun_w, load_w + car_w + self.limit_w)
        grid_w = load_w + car_w - solar_w
        readings = ConnectorReadings(connected=True, power_w=TimedValue(car_w, self.now))
        case = case_of(charger=self.charger, mode=Mode.SOLAR)
        inputs = RoundInputs(
            now=self.now,
            readings=SiteReadings(
                grid_w=TimedValue(grid_w, self.now), solar_w=TimedValue(solar_w, self.now)
            ),
            connectors={"garage": ConnectorRow(case=replace(case, readings=readings))},
            site=SiteSettings(feed_in_limit_w=self.limit_w if self.probes else None),
        )
        decision = decide_round(inputs, self.state)
        self.state = decision.state
        verdict = decision.verdicts["garage"]
        if verdict.limit_a is not None:
            if verdict.limit_a and not self.limit_a:
                self.starts.append(self.now)
            self.limit_a = verdict.limit_a
        self.phases = verdict.phases or self.charger.phases
        self.car_wh += car_w / 360
        self.import_wh += max(grid_w, 0.0) / 360
        self.now += timedelta(seconds=10)


def clear_day(second: float) -> float:
    """The sun of twelve hours, 7 kW at most."""
    return 7000 * max(math.sin(math.pi * second / 43_200), 0.0)


@pytest.mark.parametrize("limit_w", [0.0, 2000.0])
def test_over_a_clear_day_most_of_the_sun_goes_into_the_car(limit_w: float) -> None:
    homes = [Home(limit_w), Home(limit_w, probes=False)]
    there_wh = 0.0
    for second in range(0, 43_200, 10):
        sun_w = clear_day(second)
        there_wh += max(sun_w - 300, 0) / 360
        for home in homes:
            home.step(sun_w)
    found, blind = homes
    assert found.car_wh > 0.85 * there_wh
    assert found.import_wh < 0.03 * there_wh
    assert len(found.starts) <= 4
    assert found.car_wh > blind.car_wh * (0.999 if limit_w else 100)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0, 8000), min_size=4, max_size=12), st.booleans())
def test_under_any_clouds_little_is_imported_and_starts_are_bounded(
    suns_w: list[float], one_phase: bool
) -> None:
    home = Home(0.0, charger=ChargerTraits(phases=1) if one_phase else SWITCHING)
    for sun_w in suns_w:
        for _ in range(60):
            home.step(sun_w)
    hours = len(suns_w) / 6
    assert home.import_wh <= 450 * (hours + 1)
    for start in home.starts:
        later = [at for at in home.starts if start <= at < start + timedelta(hours=1)]
        assert len(later) <= 3
