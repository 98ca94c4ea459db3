"""All connectors of a site together: one surplus, shared; each car as it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings as bounded, strategies as st
import pytest

from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.site import SiteDecision, SiteState, decide_site
from custom_components.plug_control.charging.solar.connector_state import command
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    Mode,
    ReasonCode,
    TimedValue,
)

from .solar_site import ABSENT, CONNECTED, NOW, ONE_PHASE, SWITCHING, TICK

SETTINGS = SiteSettings()
ONE = DecisionInputs(settings=ConnectorSettings(charger=ONE_PHASE), readings=CONNECTED)


class Site:
    """A house with cars that draw what they may, on as many phases as they can."""

    def __init__(
        self, car_phases: Mapping[str, int] | None = None, **cases: DecisionInputs
    ) -> None:
        self.cases = cases
        self.state = SiteState()
        self.now: datetime = NOW
        self.car_phases = car_phases or {}
        self.drawn: dict[str, float] = dict.fromkeys(cases, 0.0)
        self.full: set[str] = set()

    def tick(self, surplus_w: float | None) -> SiteDecision:
        grid = None
        if surplus_w is not None:
            grid = TimedValue(sum(self.drawn.values()) - surplus_w, self.now)
        cases = {name: self.measured(name) for name in self.cases}
        decision = decide_site(SiteReadings(grid_w=grid), cases, self.state, SETTINGS, self.now)
        states = {
            name: command(
                decision.state.connectors[name], wish, self.cases[name].settings, self.now
            )
            for name, wish in decision.decisions.items()
        }
        self.state = replace(decision.state, connectors=states)
        for name, wish in decision.decisions.items():
            self.drawn[name] = self.draw_w(name, wish.limit_a, wish.phases)
        self.now += TICK
        return decision

    def draw_w(self, name: str, limit_a: int, phases: int) -> float:
        if name in self.full or not self.cases[name].readings.connected:
            return 0.0
        return 230.0 * limit_a * min(phases, self.car_phases.get(name, 3))

    def measured(self, name: str) -> DecisionInputs:
        case = self.cases[name]
        phases = min(self.car_phases.get(name, 3), case.settings.charger.phases)
        told = self.state.connectors[name].phases if name in self.state.connectors else None
        phases = min(phases, told or 3)
        each = self.drawn[name] / 230 / phases
        first, second, third = (
            TimedValue(each if place < phases else 0.0, self.now) for place in range(3)
        )
        readings = replace(
            case.readings,
            power_w=TimedValue(self.drawn[name], self.now),
            currents_a=(first, second, third),
        )
        return replace(case, readings=readings)

    def run(self, surplus_w: float | None, seconds: int) -> dict[str, tuple[int, int]]:
        """Return each connector's limit and phases after so long."""
        for _ in range(seconds // 10):
            decision = self.tick(surplus_w)
        return {name: (one.limit_a, one.phases) for name, one in decision.decisions.items()}


def priority(value: int) -> DecisionInputs:
    return replace(ONE, settings=replace(ONE.settings, priority=value))


def test_one_car_takes_the_surplus() -> None:
    assert Site(car=ONE).run(2760, 900) == {"car": (12, 1)}


def test_equals_share() -> None:
    assert Site(one=ONE, other=ONE).run(5060, 2400) == {"one": (11, 1), "other": (11, 1)}


def test_surplus_for_one_goes_to_the_one_with_priority() -> None:
    site = Site(low=ONE, high=priority(1))
    assert site.run(2000, 1200) == {"low": (0, 1), "high": (8, 1)}


def test_of_two_that_wait_for_one_surplus_one_begins() -> None:
    site = Site(one=ONE, other=ONE)
    started = [sum(bool(w.limit_a) for w in site.tick(2000).decisions.values()) for _ in range(180)]
    assert max(started) == 1


def test_full_car_keeps_nobody_waiting() -> None:
    site = Site(full=priority(1), other=ONE)
    site.full.add("full")
    assert site.run(2300, 2400)["other"] == (10, 1)


def test_car_at_full_power_is_a_load_like_the_oven() -> None:
    fast = replace(ONE, settings=replace(ONE.settings, mode=Mode.FAST))
    boosted = replace(ONE, boost=True)
    site = Site(solar=ONE, fast=fast, boosted=boosted)
    result = site.run(2 * 3680 + 2300, 1200)
    assert result == {"solar": (10, 1), "fast": (16, 1), "boosted": (16, 1)}


def test_silent_meter() -> None:
    site = Site(car=ONE)
    site.run(3000, 900)
    decision = site.tick(None)
    assert decision.surplus is None
    assert decision.decisions["car"].reason.code is ReasonCode.SURPLUS_UNKNOWN


def test_surplus_that_is_seen_is_told() -> None:
    surplus = Site(car=ONE).tick(1234).surplus
    assert surplus is not None
    assert surplus.power_w == pytest.approx(1234)


# ---- what is learned of the car


def test_one_phase_car_is_given_its_amperes_on_three_phases_too() -> None:
    three = replace(ONE, settings=ConnectorSettings(charger=ChargerTraits(phases=3)))
    site = Site({"car": 1}, car=three)
    assert site.run(5000, 1200)["car"] == (16, 3)
    assert site.run(2300, 120)["car"] == (10, 3)


def test_one_phase_car_moves_no_contactor_once_it_is_known() -> None:
    switching = replace(ONE, settings=ConnectorSettings(charger=SWITCHING))
    site = Site({"car": 1}, car=switching)
    seen = [site.run(surplus_w, 1200)["car"] for surplus_w in (9000, 2000, 9000, 2000, 9000)]
    assert len({phases for _, phases in seen}) == 1
    assert seen[-1][0] == 16


def test_car_that_leaves_takes_what_was_learned_along() -> None:
    three = replace(ONE, settings=ConnectorSettings(charger=ChargerTraits(phases=3)))
    site = Site({"car": 1}, car=three)
    site.run(5000, 1200)
    assert site.state.connectors["car"].car_phases == 1
    site.cases["car"] = replace(three, readings=ABSENT)
    site.tick(5000)
    assert site.state.connectors["car"].car_phases is None


def test_car_that_comes_does_not_wait_for_the_pause_of_the_one_before() -> None:
    site = Site(car=ONE)
    site.run(5000, 600)
    site.cases["car"] = replace(ONE, readings=ABSENT)
    site.drawn["car"] = 0.0
    site.run(5000, 30)
    site.cases["car"] = ONE
    site.run(5000, 100)
    assert site.state.connectors["car"].limit_a == 16


def test_three_phase_car_stays_one() -> None:
    switching = replace(ONE, settings=ConnectorSettings(charger=SWITCHING))
    site = Site(car=switching)
    assert site.run(9000, 1200)["car"] == (13, 3)
    assert site.state.connectors["car"].car_phases == 3


# ---- stale readings


stale_s = st.floats(121, 1e6)


@bounded(max_examples=40, deadline=None)
@given(stale_s, st.floats(-20000, 20000), st.sampled_from(Mode))
def test_no_decision_depends_on_a_reading_older_than_its_limit(
    age_s: float, grid_w: float, mode: Mode
) -> None:
    site = Site(car=replace(ONE, settings=replace(ONE.settings, mode=mode)))
    site.run(3000, 600)
    at = datetime.fromtimestamp(site.now.timestamp() - age_s, tz=NOW.tzinfo)
    silent = ConnectorReadings(connected=True)
    case = {"car": replace(site.cases["car"], readings=silent)}
    old = SiteReadings(grid_w=TimedValue(grid_w, at))
    none = SiteReadings(grid_w=None)
    told = [
        decide_site(readings, case, site.state, SETTINGS, site.now).decisions
        for readings in (old, none)
    ]
    assert told[0] == told[1]
