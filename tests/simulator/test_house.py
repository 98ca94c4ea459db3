"""The simulated house: its scripted day, its prices, its meter, and who reads and operates it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
import io
from itertools import pairwise
import json
import os
from pathlib import Path
import signal
import sys
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from simulator.car import Car
from simulator.clock import ManualClock
from simulator.house import __main__ as program, day
from simulator.house.battery import Battery
from simulator.house.house import House, Wallbox
from simulator.house.operator import HouseOperator, hour_of
from simulator.house.prices import price_at, prices_of
from simulator.house.server import serving
from simulator.operator import CommandError
from simulator.records import Records
from simulator.simulated import SimulatedChargePoint

from .central_system import CentralSystem

ZURICH = ZoneInfo("Europe/Zurich")
NOON = datetime(2026, 6, 14, 10, 0, tzinfo=UTC)


# ---- the day


def test_the_night_is_dark_and_a_clear_day_has_its_peak_after_noon() -> None:
    assert [day.clear_sky_w(hour) for hour in (0, 3, 5.5, 21.5, 23.9)] == [0] * 5
    assert day.clear_sky_w(13.5) == pytest.approx(day.PEAK_W)
    assert day.clear_sky_w(9) < day.clear_sky_w(11) < day.clear_sky_w(13)


def test_the_morning_is_sunny_noon_has_broken_clouds_and_the_afternoon_is_clear() -> None:
    def shares(begin: float, end: float) -> list[float]:
        hours = (begin + step * (end - begin) / 500 for step in range(500))
        return [day.solar_w(hour) / day.clear_sky_w(hour) for hour in hours]

    assert min(shares(8.5, 11)) == 1
    noon = shares(11.4, 14.3)
    assert min(noon) < 0.3
    assert max(noon) == 1
    assert sum(before == 1 > after for before, after in pairwise(noon)) >= 8
    assert min(shares(14.5, 21)) == 1


def test_a_cloud_passes_gradually() -> None:
    cloud = day.Cloud(12, 6, 0.5)
    assert cloud.transmits(11.9) == cloud.transmits(12) == cloud.transmits(12.2) == 1
    assert cloud.transmits(12.05) == 0.5
    assert cloud.transmits(12 + day.EDGE_MINUTES / 120) == pytest.approx(0.75)


def test_a_thermostat_switches_on_and_off() -> None:
    oven = day.Use("oven", day.L3, 2000, 18, 6, on_minutes=2)
    minutes = [oven.takes_w(18 + (minute + 0.5) / 60) for minute in range(-1, 7)]
    assert minutes == [0, 2000, 2000, 0, 0, 2000, 2000, 0]


def test_an_oven_is_on_in_the_evening() -> None:
    assert day.household_w(18.15)[day.L3] > day.household_w(18.05)[day.L3] + 2000


@settings(max_examples=100)
@given(st.floats(0, 24, exclude_max=True))
def test_every_hour_of_the_day_is_plausible(hour: float) -> None:
    assert 0 <= day.solar_w(hour) <= day.clear_sky_w(hour) <= day.PEAK_W
    assert all(0 < power_w < 25 * 230 for power_w in day.household_w(hour))


# ---- prices


@pytest.mark.parametrize(
    ("when", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 6, 14), 24), (date(2026, 10, 25), 25)],
)
def test_prices_cover_the_local_day_without_a_gap(when: date, hours: int) -> None:
    slots = prices_of(when, ZURICH)
    assert len(slots) == hours
    assert slots[0].start == datetime(when.year, when.month, when.day, tzinfo=ZURICH)
    assert all(before.end == after.start for before, after in pairwise(slots))
    assert slots[-1].end.date() == when + timedelta(days=1)
    assert all(0.05 < slot.price < 0.6 for slot in slots)


def test_a_date_has_the_same_prices_whenever_it_is_asked_for_and_another_has_others() -> None:
    today, tomorrow = date(2026, 6, 14), date(2026, 6, 15)
    assert prices_of(today, ZURICH) == prices_of(today, ZURICH)
    assert prices_of(today, ZURICH)[0].price != prices_of(tomorrow, ZURICH)[0].price
    assert price_at(NOON, ZURICH) == prices_of(today, ZURICH)[12].price


# ---- the house


def house(clock: ManualClock, *wallboxes: Wallbox, start_h: float = 11, speed: float = 1) -> House:
    """A house in Zurich."""
    return House(wallboxes, zone=ZURICH, clock=clock, start_h=start_h, speed=speed)


def meters(home: House) -> dict[str, Any]:
    """What the house's meter tells."""
    return home.meters()


def wallbox(
    clock: ManualClock, *, phases: int = 3, wired_to: tuple[int, ...] = (0, 1, 2)
) -> Wallbox:
    """A wallbox without a central system."""
    charge_point = SimulatedChargePoint(
        "ws://127.0.0.1:1/", profile="generic", connectors=1, phases=phases, clock=clock, seed=1
    )
    return Wallbox(charge_point=charge_point, wired_to=wired_to)


async def test_the_day_passes_at_its_speed_and_begins_again() -> None:
    clock = ManualClock(NOON)
    slow, fast = house(clock), house(clock, speed=60)
    await clock.advance(60)
    assert slow.hour == pytest.approx(11 + 1 / 60)
    assert fast.hour == pytest.approx(12)
    assert meters(fast)["clock"] == "12:00"
    await clock.advance(13 * 60)
    assert fast.hour == pytest.approx(1)
    fast.set_hour(18.5)
    await clock.advance(30)
    assert meters(fast)["clock"] == "19:00"


async def test_the_meter_nets_sun_household_and_a_cars_draw() -> None:
    clock = ManualClock(NOON)
    box = wallbox(clock)
    home = house(clock, box)
    empty = meters(home)
    assert empty["grid_power"] == pytest.approx(empty["house_power"] - empty["solar_power"], abs=1)
    box.charge_point.plug(car=Car(delay_s=0))
    box.charge_point.connectors[1].offer(10)
    charging = meters(home)
    assert charging["solar_power"] == empty["solar_power"]
    assert charging["house_power"] - empty["house_power"] == pytest.approx(6900, rel=0.02)
    assert charging["grid_power"] - empty["grid_power"] == pytest.approx(6900, rel=0.02)
    for phase in (1, 2, 3):
        more_a = charging[f"grid_current_l{phase}"] - empty[f"grid_current_l{phase}"]
        assert more_a == pytest.approx(10, rel=0.02)


async def test_a_one_phase_wallbox_loads_the_phase_that_it_is_wired_to() -> None:
    clock = ManualClock(NOON)
    box = wallbox(clock, phases=1, wired_to=(1,))
    home = house(clock, box)
    before = meters(home)
    box.charge_point.plug(car=Car(delay_s=0))
    box.charge_point.connectors[1].offer(16)
    after = meters(home)
    grown = [after[f"grid_current_l{n}"] - before[f"grid_current_l{n}"] for n in (1, 2, 3)]
    assert grown == pytest.approx([0, 16, 0], rel=0.02)


async def test_energies_are_counted_as_they_flow() -> None:
    clock = ManualClock(NOON)
    async with house(clock) as home:
        home.whims.sun = 1.0
        solar_w, grid_w = home.powers().solar_w, sum(home.powers().grid_w)
        await clock.advance(30)
        told = meters(home)
        assert told["solar_energy"] == pytest.approx(solar_w * 30 / 3.6e6, abs=0.001)
        assert told["grid_export"] == pytest.approx(-grid_w * 30 / 3.6e6, abs=0.001)
        assert told["grid_import"] == 0
        home.whims.sun = 0.0
        await clock.advance(600)
        assert meters(home)["grid_import"] > 0.05
    assert clock.timers == 0


async def test_prices_go_by_the_real_date() -> None:
    told: Any = house(ManualClock(NOON), start_h=20).prices()
    today, tomorrow = told["raw_today"], told["raw_tomorrow"]
    assert len(today) == len(tomorrow) == 24
    assert told["price"] == today[12]["value"]
    assert today[0]["start"] == "2026-06-14T00:00:00+02:00"
    assert today[-1]["end"] == tomorrow[0]["start"]


# ---- read over HTTP


async def get(port: int, path: str) -> tuple[str, str, str]:
    """The status line, the headers and the body of what stands at `path`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    answer = (await asyncio.wait_for(reader.read(), 30)).decode()
    writer.close()
    await writer.wait_closed()
    head, _, body = answer.partition("\r\n\r\n")
    status, _, headers = head.partition("\r\n")
    return status, headers, body


async def test_meter_and_prices_are_read_over_http(caplog: pytest.LogCaptureFixture) -> None:
    home = house(ManualClock(NOON))
    async with serving(home, 0) as port:
        status, headers, body = await get(port, "/meters")
        assert status.endswith("200 OK")
        assert "Content-Type: application/json" in headers
        assert json.loads(body) == home.meters()
        assert json.loads((await get(port, "/prices"))[2]) == home.prices()
        battery = home.battery = Battery()
        for page, held in (("/battery/hold", True), ("/battery/release", False)):
            assert (await get(port, page))[0].endswith("200 OK")
            assert battery.held is held
        status, _, body = await get(port, "/else")
    assert status.endswith("404 Not Found")
    assert "/meters" in body
    assert [each for each in caplog.records if each.name.startswith("simulator")] == []


# ---- operated


@asynccontextmanager
async def operated() -> AsyncIterator[tuple[HouseOperator, House, Records]]:
    """A house with one wallbox, its operator, and what it tells."""
    clock, records = ManualClock(NOON), Records()
    async with house(clock, wallbox(clock)) as home:
        yield HouseOperator(home, records), home, records


async def test_the_operator_makes_weather_loads_and_time() -> None:
    async with operated() as (operator, home, records):
        scripted = home.powers()
        for line in ("", "# rest", "sun 50%", "load 3000"):
            await operator.run(line)
        changed = home.powers()
        assert changed.solar_w == pytest.approx(day.clear_sky_w(11) / 2)
        assert sum(changed.house_w) == pytest.approx(sum(scripted.house_w) + 3000)
        for line in ("sun script", "load 0"):
            await operator.run(line)
        assert home.powers() == scripted
        await operator.run("clock 18:30")
        await operator.run("status")
        await operator.run("help")
        assert records.of("house")[0]["clock"] == "18:30"
        assert "sun PERCENT" in records.of("help")[0]["text"]
        assert not operator.quit
        await operator.run("quit")
        assert operator.quit


async def test_a_wallbox_is_operated_by_its_identity() -> None:
    async with operated() as (operator, home, _):
        await operator.run("GENERIC-0001 plug soc=40")
        charge_point = home.wallboxes[0].charge_point
        assert charge_point.car().soc == 0.4
        with pytest.raises(CommandError, match="connector 1 has a car"):
            await operator.run("GENERIC-0001 plug")


@pytest.mark.parametrize(
    "line",
    [
        "dance",
        "sun",
        "sun much",
        "sun -1",
        "load inf",
        "load 1 2",
        "clock 25:00",
        "clock",
        "status '",
    ],
)
async def test_the_operator_says_what_is_wrong(line: str) -> None:
    async with operated() as (operator, _, _):
        with pytest.raises(CommandError):
            await operator.run(line)


def test_times_of_day() -> None:
    assert (hour_of("18:30"), hour_of("7"), hour_of("00:00")) == (18.5, 7, 0)
    with pytest.raises(ValueError, match="24:00"):
        hour_of("24:00")


# ---- the command line


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.TextIOBase]:
    """A pipe in place of standard input; yields its writing end."""
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as reader, os.fdopen(writing, "w") as writer:
        monkeypatch.setattr(sys, "stdin", reader)
        yield writer
        writer.close()


def told(text: str) -> list[dict[str, Any]]:
    """The JSON lines of standard output."""
    return [json.loads(line) for line in text.splitlines()]


async def test_a_house_runs_its_wallboxes_and_tells_who_said_what(
    standard_input: io.TextIOBase, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    state = tmp_path / "state"
    async with CentralSystem() as cs:
        options = program.parse_arguments(
            [
                *(cs.url, "--start", "9:30", "--speed", "10", "--seed", "1"),
                *("--wallbox", f"c2eu GARAGE wired=L2 speed=60 state={state}"),
                *("--wallbox", "generic CARPORT connectors=1"),
            ]
        )
        running = asyncio.create_task(program.run(options))
        print("GARAGE power on\nstatus", file=standard_input, flush=True)
        await cs.wait_call("BootNotification")
        out = err = ""
        while '"house"' not in out or "GARAGE" not in err:
            await asyncio.sleep(0.005)
            output = capsys.readouterr()
            out, err = out + output.out, err + output.err
        assert not running.done()
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(running, 30) == 0
    records = told(out + capsys.readouterr().out)
    assert records[0]["event"] == "serving"
    assert next(each for each in records if each["event"] == "house")["clock"] >= "09:30"
    powered = [each["charge_point"] for each in records if each["event"] == "power" and each["on"]]
    assert powered == ["GARAGE"]
    assert state.exists()


@pytest.mark.parametrize(
    "description",
    [
        "tesla X",
        "generic",
        "generic X color=red",
        "generic X speed=0",
        "generic X wired=L1L1",
        "generic X wired=L4",
        "generic X wired=",
        "generic X connectors",
        'generic "X',
        "generic X state=/",
    ],
)
async def test_a_wallbox_that_cannot_be_ends_with_a_message(
    description: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = program.parse_arguments(["ws://127.0.0.1:1/", "--wallbox", description])
    assert await program.run(options) == 2
    assert capsys.readouterr().err.startswith("simulator: ")


async def test_a_port_that_is_taken_ends_with_a_message(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with serving(house(ManualClock(NOON)), 0) as port:
        options = program.parse_arguments(["ws://127.0.0.1:1/", "--port", str(port), "--quiet"])
        assert await program.run(options) == 2
    assert "in use" in capsys.readouterr().err


def test_main_is_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["house", "ws://127.0.0.1:1/", "--wallbox", "x"])
    with pytest.raises(SystemExit) as caught:
        program.main()
    assert caught.value.code == 2


# ---- the home battery


def test_a_home_battery_evens_out_the_grid_until_it_is_full_or_empty() -> None:
    battery = Battery(capacity_wh=1000, power_w=2000, stored_wh=500)
    assert [battery.takes_w(grid_w) for grid_w in (-3000, -300, 0, 300, 3000)] == [
        *(2000, 300, 0, -300, -2000)
    ]
    battery.count(2000, 900)
    assert (battery.percent, battery.takes_w(-300), battery.takes_w(300)) == (100, 0, -300)
    battery.count(-2000, 3600)
    assert (battery.percent, battery.takes_w(-300), battery.takes_w(300)) == (0, 300, 0)
    battery.held = True
    assert battery.takes_w(-300) == 0


async def test_a_house_with_a_battery_counts_what_it_stores() -> None:
    clock = ManualClock(NOON)
    battery = Battery(stored_wh=2500)
    async with House(zone=ZURICH, clock=clock, start_h=1, battery=battery) as home:
        before = meters(home)
        assert before["grid_power"] == 0
        assert before["battery_power"] == -before["house_power"]
        await clock.advance(600)
        assert battery.stored_wh < 2500
        assert meters(home)["grid_import"] == 0
        held = home.hold_battery(True)
        assert (held["battery_power"], held["battery_mode"]) == (0, "held")
        assert held["grid_power"] == held["house_power"]
        assert home.hold_battery(False)["battery_mode"] == "automatic"
    assert "battery_mode" not in House(zone=ZURICH, clock=clock).hold_battery(True)
