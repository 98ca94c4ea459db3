"""What a connector wants: modes, what overrides them, delays, phases, slow chargers."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.solar.connector_state import ConnectorState, command
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    Decision,
    Mode,
    Reason,
    ReasonCode,
)

from .solar_site import ABSENT, NOW, SWITCHING, Connector, after, case_of

SUNNY, GREY, DARK = 3000.0, 1250.0, -300.0


def charging(surplus_w: float = SUNNY, **settings: Any) -> Connector:
    """Return a connector that has charged on the sun for a quarter of an hour."""
    connector = Connector(case_of(**settings))
    assert connector.run(surplus_w, 900).limit_a
    connector.decisions.clear()
    return connector


# ---- modes


def test_off() -> None:
    decision = Connector(case_of(mode=Mode.OFF)).tick(9000)
    assert (decision.limit_a, decision.reason.code) == (0, ReasonCode.MODE_OFF)


def test_fast_takes_all_at_once_on_all_phases() -> None:
    connector = Connector(case_of(mode=Mode.FAST, charger=SWITCHING, maximum_a=20))
    connector.state = ConnectorState(phases=1)
    decision = connector.tick(None)
    assert (decision.limit_a, decision.phases) == (20, 3)
    assert decision.reason.code is ReasonCode.FAST


def test_solar_follows_the_surplus() -> None:
    connector = charging()
    assert connector.tick(SUNNY).limit_a == 13
    connector.tick(2300)
    assert connector.run(2300, 20).limit_a == 10
    assert connector.run(9000, 20).limit_a == 16


def test_solar_minimum_never_pauses_and_takes_more_with_sun() -> None:
    connector = Connector(case_of(mode=Mode.SOLAR_MINIMUM))
    assert connector.tick(DARK).limit_a == 6
    assert connector.run(DARK, 3600).limit_a == 6
    assert connector.run(2300, 30).limit_a == 10
    assert connector.run(None, 600).limit_a == 6


def test_solar_minimum_begins_before_the_surplus_is_known() -> None:
    connector = Connector(case_of(mode=Mode.SOLAR_MINIMUM))
    assert connector.tick(5000, surplus_settled=False).limit_a == 6


@pytest.mark.parametrize(
    ("mode", "limit_a"),
    [(Mode.OFF, 0), (Mode.FAST, 16), (Mode.SOLAR, 0), (Mode.SOLAR_MINIMUM, 6)],
)
def test_car_that_comes_need_not_wait_where_its_mode_does_not(mode: Mode, limit_a: int) -> None:
    connector = Connector(replace(case_of(mode=mode), readings=ABSENT))
    decision = connector.tick(5000)
    assert (decision.limit_a, decision.reason.code) == (limit_a, ReasonCode.NO_CAR)
    assert connector.tick(5000, boost=True).limit_a == 16


# ---- what overrides them


@pytest.mark.parametrize("mode", list(Mode))
def test_boost_is_full_power_in_any_mode(mode: Mode) -> None:
    decision = Connector(case_of(mode=mode)).tick(None, boost=True)
    assert (decision.limit_a, decision.reason.code) == (16, ReasonCode.BOOST)


@pytest.mark.parametrize("mode", list(Mode))
def test_price_at_or_under_its_limit_is_full_power_in_any_mode(mode: Mode) -> None:
    connector = Connector(case_of(mode=mode, price_limit=0.1))
    decision = connector.tick(None, price=0.1)
    assert decision.limit_a == 16
    assert decision.reason == Reason(code=ReasonCode.CHEAP, price=0.1, price_limit=0.1)
    assert connector.tick(None, price=0.11).reason.code is not ReasonCode.CHEAP
    assert connector.tick(None, price=None).reason.code is not ReasonCode.CHEAP


@pytest.mark.parametrize("code", [ReasonCode.PLAN, ReasonCode.PLAN_UNREACHABLE])
def test_plan_s_hours_are_full_power(code: ReasonCode) -> None:
    plan = Reason(code=code, end=after(3600))
    decision = Connector(case_of(mode=Mode.OFF)).tick(None, plan=plan)
    assert (decision.limit_a, decision.reason) == (16, plan)


def test_plan_charges_with_the_current_that_it_names() -> None:
    plan = Reason(code=ReasonCode.PLAN, current_a=9)
    connector = Connector(case_of(minimum_a=8))
    assert connector.tick(None, plan=plan).limit_a == 9
    assert connector.tick(None, plan=replace(plan, current_a=6.0)).limit_a == 8
    assert connector.tick(None, plan=replace(plan, current_a=32.0)).limit_a == 16


@pytest.mark.parametrize("mode", [Mode.OFF, Mode.SOLAR, Mode.SOLAR_MINIMUM])
def test_plan_s_sunny_hours_follow_the_surplus_from_the_minimum_on(mode: Mode) -> None:
    plan = Reason(code=ReasonCode.PLAN, current_a=9)
    connector = Connector(case_of(mode=mode))
    assert connector.tick(400, plan=plan, plan_solar=True).limit_a == 6
    sunny = connector.run(2990, 60)
    assert sunny.limit_a == 13
    assert sunny.reason is plan or mode is Mode.SOLAR_MINIMUM
    waits = replace(plan, code=ReasonCode.PLAN_WAITING)
    assert connector.tick(2990, plan=waits).limit_a == (0 if mode is Mode.OFF else 13)


def test_plan_s_sunny_hours_do_not_slow_fast_charging() -> None:
    plan = Reason(code=ReasonCode.PLAN, current_a=9)
    assert Connector(case_of(mode=Mode.FAST)).tick(400, plan=plan, plan_solar=True).limit_a == 16


def test_plan_that_waits_leaves_the_mode_alone() -> None:
    waits = Reason(code=ReasonCode.PLAN_WAITING, start=after(3600), end=after(7200))
    off = Connector(case_of(mode=Mode.OFF)).tick(None, plan=waits)
    assert (off.limit_a, off.reason) == (0, waits)
    assert Connector(case_of(mode=Mode.FAST)).tick(None, plan=waits).limit_a == 16


def test_end_of_a_boost_goes_back_to_the_sun_at_once() -> None:
    connector = Connector(case_of(mode=Mode.SOLAR_MINIMUM))
    connector.case = replace(connector.case, boost=True)
    connector.run(DARK, 300)
    connector.tick(DARK, boost=False)
    assert connector.tick(DARK).limit_a == 6


# ---- delays


def test_start_waits_for_its_delay() -> None:
    connector = Connector(case_of())
    assert connector.run(9000, 60).limit_a == 0
    assert connector.tick(9000).limit_a == 16


def test_condition_that_goes_away_resets_the_timer() -> None:
    connector = Connector(case_of())
    connector.run(9000, 50)
    connector.tick(1300)
    assert connector.run(9000, 60).limit_a == 0
    assert connector.tick(9000).limit_a


def test_small_surplus_starts_later_than_a_large_one() -> None:
    small, large = Connector(case_of()), Connector(case_of())
    small.run(DARK, 600)
    large.run(DARK, 600)
    assert small.run(1400, 120).limit_a == 0
    assert large.run(9000, 120).limit_a == 16
    assert small.run(1400, 240).limit_a == 6


def test_minimum_is_held_while_the_disable_delay_runs() -> None:
    connector = charging()
    connector.run(DARK, 20)
    assert connector.run(DARK, 100).limit_a == 6
    assert connector.run(DARK, 10).limit_a == 0


def test_shallow_shortage_is_held_longer_than_a_deep_one() -> None:
    connector = charging()
    connector.run(800, 20)
    assert connector.run(800, 280).limit_a == 6
    assert connector.run(800, 600).limit_a == 0


def test_surplus_just_under_the_minimum_is_taken_with_a_little_import() -> None:
    connector = charging()
    assert connector.run(GREY, 7200).limit_a == 6


def test_minimum_off_time() -> None:
    connector = charging()
    connector.run(DARK, 140)
    paused_at = connector.state.toggled_at
    assert paused_at is not None
    while not connector.tick(SUNNY).limit_a:
        pass
    assert (connector.decisions[-1][0] - paused_at).total_seconds() == 300


def test_minimum_on_time() -> None:
    connector = Connector(case_of())
    while not connector.tick(SUNNY).limit_a:
        pass
    started_at = connector.decisions[-1][0]
    while connector.tick(DARK).limit_a:
        pass
    assert (connector.decisions[-1][0] - started_at).total_seconds() == 300


def test_broken_clouds_do_not_flap() -> None:
    """Clouds of two minutes, gaps of three: a contactor that follows them would switch 24 times in an hour."""
    connector = charging()
    clouds = ([500.0] * 12 + [4000.0] * 18) * 12
    assert all(decision.limit_a for decision in connector.follow(clouds))


# ---- a meter that is silent


def test_silent_meter_pauses_solar_at_once_and_forgets() -> None:
    connector = charging()
    decision = connector.tick(None)
    assert (decision.limit_a, decision.reason.code) == (0, ReasonCode.SURPLUS_UNKNOWN)
    assert connector.state.sight is None
    assert connector.run(SUNNY, 280).limit_a == 0, "it stays paused for its minimum time"
    assert connector.run(SUNNY, 30).limit_a


# ---- commands


def test_effect_of_a_command_is_waited_for_before_the_next() -> None:
    connector = charging()
    connector.tick(2300)
    assert connector.tick(2300).limit_a == 10
    assert connector.tick(3680, surplus_settled=False).limit_a == 10
    assert connector.tick(3680, surplus_settled=True).limit_a == 16


def test_slow_charger_is_not_told_more_often_than_it_bears() -> None:
    charger = ChargerTraits(phases=1, interval_s=60)
    connector = charging(charger=charger)
    list(connector.follow([1500.0, 3500.0] * 90))
    commands = [decision.limit_a for _, decision in connector.decisions]
    changes = sum(one != other for one, other in pairwise(commands))
    assert 20 <= changes <= 31


def test_c2eu_gets_one_command_a_period_just_before_it_counts() -> None:
    charger = ChargerTraits(phases=1, period_s=300)
    connector = charging(charger=charger)
    list(connector.follow([2000.0, 3500.0, 1500.0] * 120))
    told = [
        at
        for (_, before), (at, decision) in pairwise(connector.decisions)
        if before.limit_a != decision.limit_a
    ]
    assert told
    assert all(260 <= at.timestamp() % 300 <= 290 for at in told)
    assert len({at.timestamp() // 300 for at in told}) == len(told)


def test_new_limits_of_the_user_count_while_an_effect_is_waited_for() -> None:
    connector = charging()
    settings = replace(connector.case.settings, maximum_a=8)
    decision = connector.tick(SUNNY, settings=settings, surplus_settled=False)
    assert decision.limit_a == 8


def test_unsettled_surplus_is_not_looked_at() -> None:
    connector = Connector(case_of())
    connector.case = replace(connector.case, surplus_settled=False)
    assert connector.run(9000, 600).limit_a == 0
    assert connector.state == ConnectorState(phases=1)


def test_circuit_that_grants_less_is_what_was_commanded() -> None:
    case = case_of(mode=Mode.FAST)
    granted = Decision(limit_a=9, phases=1, reason=Reason(code=ReasonCode.LIMITED_BY_CIRCUIT))
    state = command(ConnectorState(), granted, case.settings, NOW)
    assert (state.limit_a, state.toggled_at) == (9, NOW)
    assert command(state, granted, case.settings, after(10)) is state


# ---- phases


def test_more_than_one_phase_can_take_goes_to_three() -> None:
    connector = Connector(case_of(charger=SWITCHING), ConnectorState(phases=1))
    assert connector.run(2000, 600).phases == 1
    decision = connector.run(8000, 300)
    assert (decision.limit_a, decision.phases) == (11, 3)
    assert connector.run(8000, 3600).phases == 3
    assert len(connector.switches()) == 1


def test_less_than_three_phases_need_goes_to_one() -> None:
    connector = Connector(case_of(charger=SWITCHING), ConnectorState(phases=1))
    connector.run(8000, 1200)
    decision = connector.run(2500, 300)
    assert (decision.phases, decision.limit_a) == (1, 11)
    assert connector.toggles() == 1, "it charges on"


def test_fast_switches_only_after_the_dwell_time() -> None:
    connector = Connector(case_of(charger=SWITCHING), ConnectorState(phases=1))
    connector.run(8000, 600)
    connector.run(2000, 200)
    switched_at = connector.state.switched_at
    assert switched_at is not None
    settings = replace(connector.case.settings, mode=Mode.FAST)
    while connector.tick(2000, settings=settings).phases == 1:
        assert connector.state.limit_a == 16
    assert (connector.decisions[-1][0] - switched_at).total_seconds() == 300


def test_solar_minimum_switches_phases_too() -> None:
    connector = Connector(
        case_of(charger=SWITCHING, mode=Mode.SOLAR_MINIMUM), ConnectorState(phases=3)
    )
    assert connector.run(1500, 300).phases == 1
    assert connector.run(9000, 600).phases == 3


@pytest.mark.parametrize("phases", [1, 2, 3])
def test_charger_that_cannot_switch_never_does(phases: int) -> None:
    connector = Connector(case_of(charger=ChargerTraits(phases=phases)))
    weather = ([9000.0] * 90 + [1500.0] * 90) * 4
    assert {decision.phases for decision in connector.follow(weather)} == {phases}


def test_case_has_no_surplus_unless_it_is_told() -> None:
    assert DecisionInputs(settings=case_of().settings, readings=ABSENT).surplus_w is None
