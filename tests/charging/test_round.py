"""A whole round: surplus, circuits, phases and fail-safe together, and the same again from the same inputs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st

from custom_components.plug_control.charging.circuits.tree import (
    Circuit,
    CircuitTree,
    on_each_phase,
)
from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import (
    ConnectorRow,
    ConnectorVerdict,
    RoundDecision,
    RoundInputs,
    RoundState,
    Wiring,
)
from custom_components.plug_control.charging.solar.phase_change import RETRY_S, PhaseChange
from custom_components.plug_control.charging.solar.surplus import SiteReadings
from custom_components.plug_control.charging.types import (
    DEFAULT_ROTATION,
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    Mode,
    Reason,
    ReasonCode,
    TimedValue,
)

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
ONE = ChargerTraits(phases=1)
SWITCHING = ChargerTraits(phases=3, can_switch_phases=True)
WIRING = Wiring(circuit="main", rotation=DEFAULT_ROTATION, phases=1, maximum_a=16)
FREE = ConnectorReadings(connected=False)


def after(seconds: float) -> datetime:
    """Return a moment so long after the beginning."""
    return NOW + timedelta(seconds=seconds)


def case_of(
    mode: Mode = Mode.FAST, *, readings: ConnectorReadings | None = None, **more: Any
) -> DecisionInputs:
    """Return the case of a connected car of one phase."""
    return DecisionInputs(
        settings=ConnectorSettings(**{"mode": mode, "charger": ONE, **more}),
        readings=readings or ConnectorReadings(connected=True),
    )


def main_fuse(limit_a: float) -> CircuitTree:
    """Return one circuit."""
    return CircuitTree((Circuit(circuit="main", limits_a=on_each_phase(limit_a)),))


class Site:
    """Rounds one after the other, each charger taking what it is told."""

    def __init__(self, tree: CircuitTree | None = None, **rows: ConnectorRow) -> None:
        """Begin with these connectors."""
        self.rows = rows
        self.tree = tree or CircuitTree(())
        self.state = RoundState()
        self.log: list[tuple[RoundInputs, RoundState, RoundDecision]] = []

    def decide(
        self, seconds: float, grid_w: float | None = None, **more: Any
    ) -> dict[str, ConnectorVerdict]:
        """Decide once."""
        now = after(seconds)
        reading = None if grid_w is None else TimedValue(grid_w, now)
        inputs = RoundInputs(
            **{
                "now": now,
                "readings": SiteReadings(grid_w=reading),
                "connectors": dict(self.rows),
                "tree": self.tree,
                **more,
            }
        )
        decision = decide_round(inputs, self.state)
        self.log.append((inputs, self.state, decision))
        self.state = decision.state
        for name, verdict in decision.verdicts.items():
            if verdict.limit_a is not None:
                self.rows[name] = replace(
                    self.rows[name],
                    confirmed_a=verdict.limit_a,
                    confirmed_phases=verdict.phases,
                )
        return dict(decision.verdicts)


def limits(verdicts: dict[str, ConnectorVerdict]) -> dict[str, int | None]:
    return {name: verdict.limit_a for name, verdict in verdicts.items()}


# ---- what stands from before


def test_after_a_restart_a_solar_charge_goes_on_as_it_was() -> None:
    site = Site(car=ConnectorRow(case=case_of(Mode.SOLAR), told_a=10))
    verdict = site.decide(0, -100)["car"]
    assert (verdict.limit_a, verdict.reason.code) == (10, ReasonCode.SOLAR)


def test_before_the_meters_have_told_anything_nothing_is_changed() -> None:
    site = Site(car=ConnectorRow(case=case_of(Mode.SOLAR), told_a=10, starting=True))
    verdict = site.decide(0)["car"]
    assert (verdict.limit_a, verdict.reason.code) == (None, ReasonCode.STARTING)
    site.rows["car"] = replace(site.rows["car"], starting=False)
    assert site.decide(10, -100)["car"].limit_a == 10


def test_circuits_are_not_shared_before_it_is_known_what_they_bear_but_off_is_off() -> None:
    fast = ConnectorRow(case=case_of(), told_a=10, wiring=WIRING)
    off = ConnectorRow(case=case_of(Mode.OFF), told_a=10, wiring=WIRING)
    site = Site(main_fuse(10), fast=fast, off=off)
    verdicts = site.decide(0, circuits_starting=True)
    assert limits(verdicts) == {"fast": None, "off": 0}
    assert verdicts["fast"].reason.code is ReasonCode.STARTING
    assert limits(site.decide(30))["off"] == 0


def test_a_meter_that_is_silent_for_a_moment_stops_nobody() -> None:
    site = Site(car=ConnectorRow(case=case_of(Mode.SOLAR), told_a=10))
    site.decide(0, -100)
    assert site.decide(60)["car"].limit_a == 10
    silent = site.decide(130)["car"]
    assert (silent.limit_a, silent.reason.code) == (0, ReasonCode.SURPLUS_UNKNOWN)


def test_a_current_that_is_silent_for_a_moment_is_the_last_one() -> None:
    site = Site(main_fuse(20), car=ConnectorRow(case=case_of(), wiring=WIRING))
    now = TimedValue(15.0, NOW)
    site.decide(0, currents={"main": (now, now, now)})
    site.decide(10, currents={"main": (None, None, None)})
    assert site.state.currents["main"] == (now, now, now)


# ---- offline


def test_what_is_offline_is_not_told_anything_but_not_to_come_back_to_charge() -> None:
    site = Site(
        solar=ConnectorRow(case=case_of(Mode.SOLAR), told_a=10, online=False),
        off=ConnectorRow(case=case_of(Mode.OFF), told_a=10, online=False),
    )
    assert limits(site.decide(0, 5000)) == {"solar": None, "off": 0}


def test_what_is_offline_counts_with_what_it_was_allowed() -> None:
    gone = ConnectorRow(case=case_of(), wiring=WIRING, online=False, confirmed_a=10, told_a=10)
    here = ConnectorRow(case=case_of(), wiring=WIRING, confirmed_a=6, told_a=6)
    site = Site(main_fuse(20), gone=gone, here=here)
    site.decide(0)
    verdict = site.decide(60)["here"]
    assert (verdict.limit_a, verdict.reason.code) == (10, ReasonCode.LIMITED_BY_AWAY)
    assert (verdict.reason.circuit, verdict.reason.away) == ("main", "gone")


def test_what_is_offline_and_left_out_by_the_user_counts_with_nothing_until_it_is_back() -> None:
    gone = ConnectorRow(case=case_of(), wiring=WIRING, online=False, confirmed_a=10, left_out=True)
    here = ConnectorRow(case=case_of(), wiring=WIRING, confirmed_a=6, told_a=6)
    site = Site(main_fuse(20), gone=gone, here=here)
    site.decide(0)
    verdicts = site.decide(60)
    assert verdicts["here"].limit_a == 16
    assert verdicts["gone"].fallback_a is None
    site.rows["gone"] = replace(gone, online=True)
    assert site.decide(70)["here"].limit_a == 10


# ---- pauses


def test_the_users_pause_comes_before_everything() -> None:
    plan = Reason(code=ReasonCode.PLAN)
    case = replace(case_of(Mode.SOLAR), boost=True, price=0.0, plan=plan)
    verdict = Site(car=ConnectorRow(case=case, paused=True)).decide(0, -5000)["car"]
    assert (verdict.limit_a, verdict.reason.code) == (0, ReasonCode.PAUSED)


def test_a_free_connector_is_kept_ready_for_a_start_within_its_circuit() -> None:
    site = Site(main_fuse(20), free=ConnectorRow(case=case_of(readings=FREE), wiring=WIRING))
    verdict = site.decide(60)["free"]
    assert (verdict.limit_a, verdict.reason.code) == (6, ReasonCode.NO_CAR)


def test_that_there_is_no_room_for_a_free_connector_tells_nobody_anything() -> None:
    free = ConnectorRow(case=case_of(readings=FREE), wiring=WIRING, confirmed_a=0)
    car = ConnectorRow(case=case_of(), wiring=WIRING, confirmed_a=16)
    verdict = Site(main_fuse(18), free=free, car=car).decide(60)["free"]
    assert (verdict.limit_a, verdict.reason.code) == (0, ReasonCode.NO_CAR)


# ---- fail-safe


def test_fallbacks_fit_together_and_only_charge_what_is_wished_to_charge_anyway() -> None:
    site = Site(
        main_fuse(16),
        a=ConnectorRow(case=case_of(), wiring=WIRING),
        b=ConnectorRow(case=case_of(Mode.SOLAR_MINIMUM), wiring=WIRING),
        c=ConnectorRow(case=case_of(), wiring=WIRING),
        solar=ConnectorRow(case=case_of(Mode.SOLAR, priority=5), wiring=WIRING),
        off=ConnectorRow(case=case_of(Mode.OFF, priority=5), wiring=WIRING),
        paused=ConnectorRow(case=case_of(priority=5), wiring=WIRING, paused=True),
        loose=ConnectorRow(case=case_of()),
    )
    verdicts = site.decide(0)
    assert {name: verdict.fallback_a for name, verdict in verdicts.items()} == {
        "a": 6,
        "b": 6,
        "c": 0,
        "solar": 0,
        "off": 0,
        "paused": 0,
        "loose": None,
    }


def test_what_a_charger_holds_on_to_anyway_comes_first_among_the_fallbacks() -> None:
    site = Site(
        main_fuse(16),
        a=ConnectorRow(case=case_of(), wiring=WIRING),
        b=ConnectorRow(case=case_of(), wiring=WIRING, has_fail_safe=False, confirmed_a=8),
        c=ConnectorRow(case=case_of(), wiring=WIRING, has_fail_safe=False, confirmed_a=0),
        gone=ConnectorRow(case=case_of(Mode.OFF), wiring=WIRING, online=False, fallback_a=6),
    )
    verdicts = site.decide(0)
    assert verdicts["a"].fallback_a == 0
    never = Site(
        main_fuse(16),
        a=ConnectorRow(case=case_of(), wiring=WIRING),
        b=ConnectorRow(case=case_of(), wiring=WIRING, has_fail_safe=False),
    )
    assert never.decide(0)["a"].fallback_a == 0


# ---- phases


def test_phases_by_profile_are_told_with_the_limit() -> None:
    site = Site(car=ConnectorRow(case=case_of(charger=SWITCHING), told_a=10, told_phases=3))
    assert site.decide(0)["car"].phases == 3
    plain = Site(car=ConnectorRow(case=case_of(charger=ChargerTraits(phases=3))))
    assert plain.decide(0)["car"].phases is None


def solar_car(phases: int, **more: Any) -> ConnectorRow:
    """Return a car at a charger of three phases that can charge on one."""
    return ConnectorRow(
        case=case_of(Mode.SOLAR_MINIMUM, charger=SWITCHING),
        told_a=6,
        told_phases=phases,
        **more,
    )


def until_switched(site: Site, grid_w: float) -> tuple[float, ConnectorVerdict]:
    """Decide until another number of phases is chosen."""
    for seconds in range(0, 1200, 10):
        verdict = site.decide(seconds, grid_w)["car"]
        if verdict.reason.code is ReasonCode.SWITCHING_PHASES:
            return seconds, verdict
    raise AssertionError("the phases stay")


def test_a_contactor_moves_only_when_nothing_flows() -> None:
    site = Site(car=solar_car(3, contactor=True, contactor_phases=3))
    seconds, verdict = until_switched(site, 2000)
    assert (verdict.limit_a, verdict.switch_to, verdict.phases) == (0, None, None)
    idle = ConnectorReadings(connected=True, power_w=TimedValue(0.0, after(seconds + 5)))
    row = site.rows["car"]
    site.rows["car"] = replace(row, case=replace(row.case, readings=idle))
    moving = site.decide(seconds + 10, 2000)["car"]
    assert (moving.limit_a, moving.switch_to) == (0, 1)
    site.rows["car"] = replace(site.rows["car"], contactor_phases=1)
    assert site.decide(seconds + 20, 2000)["car"].switch_to is None
    done = site.decide(seconds + 40, 2000)["car"]
    assert (done.limit_a, site.state.contactors["car"]) == (6, PhaseChange(phases=1))


def test_a_contactor_that_does_not_move_is_none_for_a_while() -> None:
    failed = PhaseChange(phases=3, failed_at=NOW)
    site = Site(car=solar_car(3, contactor=True, contactor_phases=3))
    site.state = RoundState(contactors={"car": failed})
    for seconds in range(0, 900, 10):
        verdict = site.decide(seconds, 2000)["car"]
        assert verdict.reason.code is not ReasonCode.SWITCHING_PHASES
    assert failed.is_able(after(RETRY_S))


def test_while_phases_change_the_more_of_both_count() -> None:
    wiring = replace(WIRING, phases=3)
    site = Site(main_fuse(30), car=solar_car(3, wiring=wiring))
    seconds, verdict = until_switched(site, 2000)
    assert verdict.phases == 1
    assert len(site.state.circuits.members) == 1
    # Others on L2 and L3 have to wait until it is surely gone from there.
    other = ConnectorRow(
        case=case_of(charger=ChargerTraits(phases=1)),
        wiring=replace(WIRING, rotation=(DEFAULT_ROTATION[1], *DEFAULT_ROTATION[::2])),
        confirmed_a=0,
    )
    site.tree = main_fuse(10)
    site.rows["other"] = other
    assert site.decide(seconds + 10, 2000)["other"].limit_a == 0
    assert site.decide(seconds + 200, 2000)["other"].limit_a == 10


def test_a_contactor_counts_with_where_it_stands() -> None:
    wiring = replace(WIRING, phases=3)
    site = Site(main_fuse(30), car=solar_car(1, wiring=wiring, contactor=True, contactor_phases=3))
    site.decide(0, 2000)
    assert site.decide(10, 2000)["car"].limit_a == 0


def on_l2(limit_a: int) -> ConnectorRow:
    """Return a car at a charger of one phase, which is the second one of the house."""
    wiring = replace(WIRING, rotation=(DEFAULT_ROTATION[1], *DEFAULT_ROTATION[::2]))
    return ConnectorRow(case=case_of(), wiring=wiring, confirmed_a=limit_a, told_a=limit_a)


def test_phases_that_its_charger_has_not_confirmed_count_as_all_of_them() -> None:
    """It refuses the profile, or its answer is lost: it charges on as before."""
    wiring = replace(WIRING, phases=3)
    car = solar_car(1, wiring=wiring, confirmed_a=6)
    site = Site(main_fuse(10), car=car, other=on_l2(0))
    for seconds in range(0, 300, 10):
        site.rows["car"] = replace(site.rows["car"], confirmed_a=6, confirmed_phases=None)
        assert site.decide(seconds, 2000)["other"].limit_a == 0
    for seconds in range(300, 400, 10):
        verdict = site.decide(seconds, 2000)["other"]
    assert verdict.limit_a == 10


def test_a_contactor_that_does_not_tell_where_it_stands_may_stand_on_all() -> None:
    """Its switch was told to go over to all phases and is unavailable since."""
    wiring = replace(WIRING, phases=3)
    car = solar_car(1, wiring=wiring, confirmed_a=6, contactor=True, contactor_phases=None)
    site = Site(main_fuse(10), car=car, other=on_l2(0))
    site.state = RoundState(contactors={"car": PhaseChange(phases=1, failed_at=NOW)})
    for seconds in range(0, 300, 10):
        assert site.decide(seconds, 2000)["other"].limit_a == 0
    site.rows["car"] = replace(site.rows["car"], contactor_phases=1)
    for seconds in range(300, 400, 10):
        verdict = site.decide(seconds, 2000)["other"]
    assert verdict.limit_a == 10


def test_the_highest_current_tells_whether_anything_flows() -> None:
    drawn = (TimedValue(0.2, after(5)), TimedValue(7.0, after(5)), None)
    readings = ConnectorReadings(connected=True, currents_a=drawn)
    row = solar_car(3, contactor=True, contactor_phases=3)
    site = Site(car=replace(row, case=replace(row.case, readings=readings)))
    seconds, _ = until_switched(site, 2000)
    assert site.decide(seconds + 10, 2000)["car"].switch_to is None


# ---- the same again


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-9000, 9000), st.booleans()), min_size=1, max_size=40),
    st.sampled_from(list(Mode)),
    st.booleans(),
)
def test_the_same_inputs_decide_the_same(
    grid_w: list[tuple[float, bool]], mode: Mode, contactor: bool
) -> None:
    wiring = replace(WIRING, phases=3)
    site = Site(
        main_fuse(25),
        car=ConnectorRow(case=case_of(mode, charger=SWITCHING), wiring=wiring, contactor=contactor),
        other=ConnectorRow(case=case_of(Mode.SOLAR), wiring=WIRING),
    )
    for number, (power_w, connected) in enumerate(grid_w):
        row = site.rows["other"]
        readings = ConnectorReadings(connected=connected)
        site.rows["other"] = replace(row, case=replace(row.case, readings=readings))
        for verdict in site.decide(10 * number, power_w).values():
            assert verdict.limit_a is not None
            assert verdict.limit_a == 0 or 6 <= verdict.limit_a <= 16
    for inputs, before, decision in site.log:
        assert decide_round(inputs, before) == decision
