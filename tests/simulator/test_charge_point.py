"""The library face of simulated charge points."""

import asyncio

import pytest

from simulator.car import Car
from simulator.clock import ManualClock, RunningClock
from simulator.simulated import SimulatedChargePoint

from .central_system import CentralSystem
from .harness import CARD, bench


async def test_unknown_profiles_are_refused() -> None:
    with pytest.raises(ValueError, match="c2eu, generic, keba"):
        SimulatedChargePoint("ws://127.0.0.1:1/", profile="other")


async def test_it_runs_in_real_time_without_any_clock() -> None:
    async with CentralSystem() as cs, SimulatedChargePoint(cs.url) as cp:
        await cp.wait_for(lambda cp: cp.accepted)
        assert cp.status == "Available"
        assert cp.sent("BootNotification") == cs.payloads("BootNotification")
        await cs.call("ClearCache", {"a": 1})
        assert cp.received("ClearCache") == [{"a": 1}]


async def test_a_sped_up_clock_keeps_its_lead_over_the_central_system() -> None:
    async with (
        CentralSystem() as cs,
        SimulatedChargePoint(cs.url, clock=RunningClock(5000)) as cp,
    ):
        await cs.wait_call("Heartbeat", 3)
        await cp.wait_for(lambda cp: cp.clock.monotonic() > 600)
        lead = cp.device_time() - cp.clock.now()
        assert abs(lead.total_seconds()) < 5


async def test_reconnect_s_overrides_the_wait_of_the_profile() -> None:
    for profile in ("c2eu", "generic", "keba"):
        async with (
            CentralSystem() as cs,
            SimulatedChargePoint(cs.url, profile=profile, reconnect_s=0.01) as cp,
        ):
            await cp.wait_for(lambda cp: cp.accepted)
            cp.cut_network()
            await cp.wait_for(lambda cp: not cp.connected)
            cp.restore_network()
            await cp.wait_for(lambda cp: cp.connected)
            assert len(cs.connections) == 2


async def test_wait_for_gives_up() -> None:
    async with SimulatedChargePoint("ws://127.0.0.1:1/", clock=ManualClock()) as cp:
        with pytest.raises(TimeoutError):
            await cp.wait_for(lambda cp: cp.connected, timeout=0.01)


async def test_several_can_wait_and_one_may_leave() -> None:
    async with bench() as b:
        first = asyncio.create_task(b.cp.wait_for(lambda cp: cp.status == "Preparing"))
        second = asyncio.create_task(b.cp.wait_for(lambda cp: cp.status == "Preparing"))
        await asyncio.sleep(0)
        second.cancel()
        b.cp.plug()
        await b.advance(3)
        await asyncio.wait_for(first, 30)


async def test_acts_without_power_wait_for_it() -> None:
    async with bench() as b:
        b.cp.power_off()
        b.cp.power_off()
        b.cp.tap(CARD)
        b.cp.plug(car=Car())
        b.cp.fault("GroundFailure")
        b.cp.cut_network()
        assert b.cp.status == "PoweredOff"
        assert not b.cp.accepted
        assert b.cp.limit_a == 0
        b.cp.restore_network()
        b.cp.power_on()
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        assert (await b.cs.wait_status("Faulted"))["errorCode"] == "GroundFailure"
        assert [record["on"] for record in b.cp.records.of("power")] == [True, False, True]


async def test_an_empty_outlet_has_no_car() -> None:
    async with bench() as b:
        with pytest.raises(ValueError, match="no car"):
            b.cp.car()


async def test_a_cut_and_a_hang_without_a_connection_do_nothing() -> None:
    async with SimulatedChargePoint("ws://127.0.0.1:1/", network_clock=ManualClock()) as cp:
        cp.cut_network()
        cp.cut_network(half_open=True)
        assert not cp.connected


async def test_frames_are_logged_with_simulated_time() -> None:
    async with bench() as b:
        await b.charge()
        assert {frame.direction for frame in b.cp.frames} == {"sent", "received"}
        assert b.cp.frames[-1].at > 3
        assert b.cp.meter_wh > 1_234_560


async def test_the_same_seed_gives_the_same_readings() -> None:
    seen = []
    for _ in range(2):
        async with bench(seed=7) as b:
            await b.charge()
            await b.advance(60)
            seen.append(b.cs.payloads("MeterValues"))
    assert seen[0] == seen[1]
