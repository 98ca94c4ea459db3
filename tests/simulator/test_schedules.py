"""Schedules with several periods: what a charger falls back to in silence, on how many phases, and by which clock."""

from datetime import datetime, timedelta

import pytest

from simulator.car import Car
from simulator.frames import Json, Payload
from simulator.profiles import Allowed, allowed, parse_profile
from simulator.values import utc_timestamp

from .harness import START, Bench, bench, charging_profile, single_phase_car
from .test_profiles import at

HOUR_AGO = utc_timestamp(START - timedelta(hours=1))


def on_phases(phases: int, raw: Payload) -> Payload:
    """The profile with numberPhases in each of its periods."""
    schedule = raw["chargingSchedule"]
    assert isinstance(schedule, dict)
    periods = schedule["chargingSchedulePeriod"]
    assert isinstance(periods, list)
    told: list[Json] = [
        {**each, "numberPhases": phases} for each in periods if isinstance(each, dict)
    ]
    return {**raw, "chargingSchedule": {**schedule, "chargingSchedulePeriod": told}}


def drawing(b: Bench) -> list[bool]:
    """Whether each phase of connector 1 is drawn from."""
    return [current_a > 0 for current_a in b.cp.connectors[1].read().currents_a]


# ---- silence


async def test_absolute_schedule_falls_back_when_nothing_new_comes() -> None:
    async with bench("generic") as b:
        await b.start()
        steps = ((0, 16.0), (3600 + 900, 6.0))
        schedule: Payload = {"startSchedule": HOUR_AGO}
        await b.install(charging_profile(*steps, kind="Absolute", schedule=schedule))
        await b.advance(870)
        assert b.cp.limit_a == 16
        b.cp.cut_network()
        await b.advance(40)
        assert b.cp.limit_a == 6


async def test_relative_schedule_counts_from_the_start_of_the_transaction() -> None:
    async with bench("generic") as b:
        await b.start()
        await b.advance(600)
        await b.install(charging_profile((0, 16), (600 + 300, 8), purpose="TxProfile"))
        await b.advance(280)
        assert b.cp.limit_a == 16
        await b.advance(40)
        assert b.cp.limit_a == 8


async def test_c2eu_falls_back_at_a_period_boundary_and_still_looks_at_later_limits() -> None:
    def schedule(limit_a: float, since: datetime) -> Payload:
        steps = [(n * 300, limit_a if n < 15 else 6.0) for n in range(288)]
        start: Payload = {"startSchedule": utc_timestamp(since - timedelta(hours=1))}
        return charging_profile(*steps, kind="Absolute", level=100, schedule=start)

    async with bench() as b:
        await b.install(schedule(16, START))
        await b.charge()
        await b.advance(1)
        assert b.cp.limit_a == 16
        await b.advance(900)
        assert b.cp.limit_a == 6
        await b.install(schedule(13, b.clock.now().replace(minute=15, second=0)))
        await b.advance(300)
        assert b.cp.limit_a == 13


# ---- phases


async def test_number_phases_switches_phases_and_the_car_begins_anew() -> None:
    async with bench("generic") as b:
        await b.start()
        await b.advance(10)
        assert drawing(b) == [True, True, True]
        await b.install(on_phases(1, charging_profile((0, 16))))
        await b.advance(2)
        assert drawing(b) == [False, False, False]
        await b.advance(10)
        assert drawing(b) == [True, False, False]
        assert b.cp.connectors[1].power_w == pytest.approx(16 * 231, rel=0.02)
        await b.install(on_phases(3, charging_profile((0, 16))))
        await b.advance(10)
        assert drawing(b) == [True, True, True]


async def test_charger_that_cannot_switch_ignores_number_phases() -> None:
    async with bench("generic") as b:
        b.cp.memory.configuration["ConnectorSwitch3to1PhaseSupported"] = "false"
        await b.start()
        await b.install(on_phases(1, charging_profile((0, 16))))
        await b.advance(10)
        assert drawing(b) == [True, True, True]


async def test_c2eu_ignores_number_phases() -> None:
    async with bench(phases=3) as b:
        await b.install(on_phases(1, charging_profile((0, 16))))
        b.cp.plug(car=Car(phases=3))
        await b.advance(3)
        b.cp.tap("04A1B2C3D4E580")
        await b.advance(20)
        assert drawing(b) == [True, True, True]


def test_the_fewest_phases_count_of_a_transactions_profile_and_the_maximum() -> None:
    own = parse_profile(on_phases(3, charging_profile((0, 16))))
    maximum = parse_profile(
        on_phases(1, charging_profile((0, 20), purpose="ChargePointMaxProfile"))
    )
    assert allowed([own, maximum], at()) == Allowed(limit_a=16, phases=1)
    assert allowed([], at()) is None


# ---- speed


@pytest.mark.parametrize("profile", ["generic", "c2eu"])
async def test_schedules_go_by_the_central_systems_clock_at_any_speed(
    profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A central system that renews its schedules in time is in time at any speed."""
    speed = 2
    async with bench(profile) as b:

        def reference() -> datetime:
            return START + timedelta(seconds=b.clock.monotonic() / speed)

        monkeypatch.setattr(b.clock, "speed", float(speed))
        monkeypatch.setattr(b.clock, "reference", reference)
        b.cs.replies["Heartbeat"] = lambda _: {"currentTime": utc_timestamp(reference())}
        steps = [(n * 300, 16.0 if n < 15 else 6.0) for n in range(20)]
        schedule: Payload = {"startSchedule": HOUR_AGO}
        await b.install(charging_profile(*steps, kind="Absolute", schedule=schedule))
        await b.start(car=single_phase_car(soc=0.1))
        await b.advance(880 * speed - b.clock.monotonic())
        assert b.cp.limit_a == 16
        await b.advance(30 * speed)
        assert b.cp.limit_a == 6
