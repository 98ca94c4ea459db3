"""Chargers that do not go on after a pause: a charge is held at the minimum, and only what must be ends it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.plug_control.charging.decide import decide
from custom_components.plug_control.charging.round_types import ConnectorRow
from custom_components.plug_control.charging.solar.connector_state import ConnectorState
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    Mode,
    Reason,
    ReasonCode,
    TimedValue,
)

from .solar_site import NOW, Connector, case_of as solar_case
from .test_round import FREE, SWITCHING, WIRING, Site, after, case_of, limits, main_fuse

HOUR = timedelta(hours=1)
WAITING = Reason(code=ReasonCode.PLAN_WAITING, start=NOW + HOUR, end=NOW + 2 * HOUR)


def kept(**more: Any) -> Any:
    return {"keeps_charging": True, **more}


def decided(case: Any) -> tuple[int, ReasonCode]:
    decision, _ = decide(case, ConnectorState(limit_a=10, phases=1), NOW)
    return decision.limit_a, decision.reason.code


def test_without_surplus_it_goes_on_at_the_minimum_and_says_why() -> None:
    connector = Connector(case=replace(solar_case(), **kept()))
    decision = connector.run(0, 1800)
    assert {each.limit_a for _, each in connector.decisions if each.limit_a < 6} == set()
    assert (decision.limit_a, decision.reason.code) == (6, ReasonCode.KEPT_CHARGING)


def test_it_follows_the_sun_above_the_minimum() -> None:
    connector = Connector(case=replace(solar_case(), **kept()))
    decision = connector.run(2400, 600)
    assert (decision.limit_a, decision.reason.code) == (10, ReasonCode.SOLAR)


def test_another_charger_pauses_as_before() -> None:
    connector = Connector(case=solar_case())
    assert connector.run(0, 1800).limit_a == 0


@pytest.mark.parametrize(
    ("mode", "more", "settings", "expected"),
    [
        (Mode.OFF, {"plan": WAITING}, {}, (6, ReasonCode.KEPT_CHARGING)),
        (Mode.OFF, {"price": 0.4}, {"price_limit": 0.1}, (6, ReasonCode.KEPT_CHARGING)),
        (Mode.OFF, {}, {}, (0, ReasonCode.MODE_OFF)),
        (Mode.SOLAR, {"plan": WAITING}, {}, (6, ReasonCode.SURPLUS_UNKNOWN)),
        (Mode.SOLAR, {"boost": True}, {}, (16, ReasonCode.BOOST)),
        (Mode.FAST, {}, {}, (16, ReasonCode.FAST)),
    ],
)
def test_what_waits_holds_the_minimum_and_off_is_off(
    mode: Mode, more: dict[str, Any], settings: dict[str, Any], expected: tuple[int, ReasonCode]
) -> None:
    assert decided(replace(case_of(mode, **settings), **kept(**more))) == expected


def test_a_pause_of_the_user_is_a_pause() -> None:
    site = Site(car=ConnectorRow(case=replace(case_of(), **kept()), paused=True))
    verdict = site.decide(0)["car"]
    assert verdict.reason.code is ReasonCode.PAUSED


def test_a_full_circuit_ends_it_all_the_same() -> None:
    site = Site(main_fuse(5), car=ConnectorRow(case=replace(case_of(), **kept()), wiring=WIRING))
    verdict = site.decide(0)["car"]
    assert (verdict.limit_a, verdict.reason.code) == (0, ReasonCode.LIMITED_BY_CIRCUIT)


def test_its_contactor_is_left_alone_since_moving_it_takes_a_pause() -> None:
    case = replace(case_of(charger=SWITCHING), **kept())
    site = Site(car=ConnectorRow(case=case, contactor=True, contactor_phases=1))
    for seconds in range(0, 120, 10):
        verdict = site.decide(seconds)["car"]
        assert (verdict.limit_a, verdict.switch_to) == (16, None)


def drawing(seconds: float, current_a: float) -> Any:
    reading = TimedValue(current_a, after(seconds))
    return replace(case_of().readings, currents_a=(reading, None, None))


@pytest.mark.parametrize(("drawn_a", "goes_on"), [(6.0, True), (0.0, False)])
def test_its_turn_does_not_end_while_it_draws(drawn_a: float, goes_on: bool) -> None:
    """After half an hour another one's turn would come; a car that is full makes room."""
    one = ConnectorRow(case=replace(case_of(), **kept()), wiring=WIRING, confirmed_a=0)
    other = ConnectorRow(case=case_of(), wiring=WIRING, confirmed_a=0)
    site = Site(main_fuse(8), one=one)
    site.decide(0)
    site.rows["other"] = other
    verdicts = {}
    for seconds in range(10, 2400, 10):
        case = replace(site.rows["one"].case, readings=drawing(seconds, drawn_a))
        site.rows["one"] = replace(site.rows["one"], case=case)
        verdicts = site.decide(seconds)
    assert (limits(verdicts)["one"] or 0) >= 6 if goes_on else limits(verdicts)["one"] == 0


def test_without_us_it_goes_on_at_the_minimum_where_the_fuse_lets_it() -> None:
    case = case_of(Mode.SOLAR)
    site = Site(main_fuse(16), car=ConnectorRow(case=case, wiring=WIRING))
    assert site.decide(0, 0)["car"].fallback_a == 0
    site = Site(main_fuse(16), car=ConnectorRow(case=replace(case, **kept()), wiring=WIRING))
    assert site.decide(0, 0)["car"].fallback_a == 6


@pytest.mark.parametrize(("final", "limit_a"), [(True, 6), (False, 0)])
def test_what_begins_without_a_word_of_ours_is_not_paused(final: bool, limit_a: int) -> None:
    """Before a car is there; in Off, and while a plan waits, nothing may begin anyway."""
    traits = ChargerTraits(phases=1, pause_is_final=final)
    absent: dict[str, Any] = {"charger": traits, "readings": FREE}
    assert decided(case_of(Mode.SOLAR, **absent)) == (limit_a, ReasonCode.NO_CAR)
    assert decided(case_of(Mode.OFF, **absent)) == (0, ReasonCode.NO_CAR)
