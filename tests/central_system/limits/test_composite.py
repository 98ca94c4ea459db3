"""What a charger says that it will allow, over a real socket."""

from datetime import timedelta
from typing import Any

from ocpp.v16.enums import ChargingRateUnitType as Unit
import pytest

from custom_components.plug_control.central_system.limits.composite import read_schedule
from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
)
from simulator.frames import Payload
from tests.central_system.conftest import NOW, Lab
from tests.central_system.simulated_home import ID, at_home

START = NOW.isoformat()


def read(schedule: Any, *, start: Any = START, phases: int = 3) -> list[Any]:
    found = read_schedule(
        start,
        schedule,
        connector_id=1,
        asked=Unit.amps,
        now=NOW,
        duration_s=3600,
        phases=phases,
        voltage_v=230.0,
    )
    if found is None:
        return []
    return [
        (
            (each.start - NOW).total_seconds(),
            (each.end - NOW).total_seconds(),
            each.current_a,
            each.power_w,
            each.phases,
        )
        for each in found.periods
    ]


def periods(*rows: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [{"start_period": start, "limit": limit} for start, limit in rows]


def test_r26_amperes_are_per_phase_and_watts_are_the_total() -> None:
    amps = {"charging_rate_unit": "A", "charging_schedule_period": periods((0, 16), (600, 6))}
    assert read(amps) == [(0, 600, 16, 11040, 3), (600, 3600, 6, 4140, 3)]
    watts = {"charging_rate_unit": "W", "charging_schedule_period": periods((0, 6900))}
    assert read(watts) == [(0, 3600, 10, 6900, 3)]
    assert read(watts, phases=1) == [(0, 3600, 30, 6900, 1)]


def test_phases_of_a_period() -> None:
    rows = [{"start_period": 0, "limit": 10, "number_phases": 1}]
    assert read({"charging_schedule_period": rows}) == [(0, 3600, 10, 2300, 1)]


def test_periods_end_with_the_schedule_and_are_sorted() -> None:
    schedule = {"duration": 900, "charging_schedule_period": periods((600, 6), (0, "16,5"))}
    assert read(schedule) == [(0, 600, 16.5, 11385, 3), (600, 900, 6, 4140, 3)]


def test_r26_a_first_period_that_does_not_say_when_begins_at_0() -> None:
    rows = [{"limit": 16}, {"start_period": 600, "limit": 6}, {"limit": 8}]
    expected = [(0, 600, 16, 11040, 3), (600, 3600, 6, 4140, 3)]
    assert read({"charging_schedule_period": rows}) == expected


def test_a_gap_before_the_first_period_stays_a_gap() -> None:
    schedule = {"charging_schedule_period": periods((600, 16))}
    assert read(schedule) == [(600, 3600, 16, 11040, 3)]


def test_a_limit_that_no_number_can_hold_costs_its_period() -> None:
    schedule = {"charging_schedule_period": periods((0, 16), (600, 1e308))}
    assert read(schedule) == [(0, 3600, 16, 11040, 3)]


def test_a_schedule_of_a_wrong_clock_begins_now() -> None:
    schedule = {"charging_schedule_period": periods((0, 16))}
    for start in ("1970-01-01T00:00:00Z", None, "nonsense"):
        assert read(schedule, start=start) == [(0, 3600, 16, 11040, 3)]
    soon = (NOW + timedelta(seconds=5)).isoformat()
    assert read(schedule, start=soon)[0][0] == 5


@pytest.mark.parametrize(
    "schedule",
    [
        None,
        "A",
        {},
        {"charging_schedule_period": "x"},
        {"charging_schedule_period": [None, 7, {"start_period": -1, "limit": 6}]},
        {"charging_schedule_period": periods((0, -6), (None, 6), (0, None), (9999, 6))},
    ],
)
def test_what_cannot_be_read_is_no_schedule(schedule: Any) -> None:
    assert read(schedule) == []


ANSWER: Payload = {
    "status": "Accepted",
    "connectorId": 1,
    "scheduleStart": NOW.isoformat(),
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16.0}],
    },
}


async def test_asked_in_a_and_an_old_answer_serves_those_who_only_look(lab: Lab) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("GetCompositeSchedule", ANSWER)
    composite = lab.central_system.composite_schedules
    first = await composite.ask("CP-1", 1, 600)
    assert await composite.ask("CP-1", 1, 600, may_be_old=True) is first
    assert charge_point.received("GetCompositeSchedule") == [
        {"connectorId": 1, "duration": 600, "chargingRateUnit": "A"}
    ]
    await composite.ask("CP-1", 1, 600)
    await composite.ask("CP-1", 1, 600, Unit.watts, may_be_old=True)
    assert len(charge_point.received("GetCompositeSchedule")) == 3


async def test_a_charger_that_knows_only_power_is_asked_in_w(lab: Lab) -> None:
    charge_point = await lab.dial()
    key: Payload = {"key": "ChargingScheduleAllowedChargingRateUnit", "value": "Power"}
    charge_point.auto_reply("GetConfiguration", {"configurationKey": [key]})
    charge_point.auto_reply("GetCompositeSchedule", ANSWER)
    await charge_point.boot()
    await lab.until_started_up()
    await lab.central_system.composite_schedules.ask("CP-1", 1, 600)
    assert charge_point.received("GetCompositeSchedule")[0]["chargingRateUnit"] == "W"


async def test_a_refusal_and_an_empty_answer_are_told(lab: Lab) -> None:
    charge_point = await lab.started_up()
    composite = lab.central_system.composite_schedules
    charge_point.auto_reply("GetCompositeSchedule", {"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await composite.ask("CP-1", 1, 600)
    charge_point.auto_reply("GetCompositeSchedule", {"status": "Accepted"})
    with pytest.raises(AnswerUnreadableError) as error:
        await composite.ask("CP-1", 1, 600)
    assert error.value.action == "GetCompositeSchedule"


async def test_answers_are_kept_within_bounds(lab: Lab) -> None:
    charge_point = await lab.started_up()
    charge_point.auto_reply("GetCompositeSchedule", ANSWER)
    composite = lab.central_system.composite_schedules
    for duration_s in range(1, 110):
        await composite.ask("CP-1", 1, duration_s)
    assert len(composite._answers) == 100


async def test_generic_tells_what_it_was_told() -> None:
    async with at_home("generic") as home:
        await home.limit(10)
        schedule = await home.do(home.central_system.composite_schedules.ask(ID, 1, 600))
        assert {each.current_a for each in schedule.periods} == {10}


async def test_c2eu_is_never_asked_since_it_never_answers() -> None:
    async with at_home("c2eu", phases=1) as home:
        with pytest.raises(NotPossibleError) as error:
            await home.central_system.composite_schedules.ask(ID, 1, 600)
        assert error.value.reason is NotPossible.NEVER_ANSWERED
        assert home.charger.received("GetCompositeSchedule") == []
