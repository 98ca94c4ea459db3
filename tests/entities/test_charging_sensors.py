"""The sensors of smart charging: the reason, the surplus, the sun of a session, and the plan."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from unittest.mock import patch

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.plug_control.charging.plans.plan import Plan, PlanGoal, PlanWindow
from custom_components.plug_control.charging.types import GridPhase, Mode, Reason, ReasonCode
from custom_components.plug_control.controller.wishes import Outcome
from tests.chargers import C2EU, NOW, FakeClock, report_status, stop
from tests.entity_states import charging_c2eu, state, value, written_states
from tests.helpers import coordinator_of, until
from tests.smart import KEY, METER, PRICES, change_site, controller_of, decide, outcome

pytestmark = pytest.mark.usefixtures("all_enabled")

REASON = "sensor.c2eu_charging_reason"
SURPLUS = "sensor.c2eu_surplus"
SOLAR_SHARE = "sensor.c2eu_session_solar_share"
PLANNED_START = "sensor.c2eu_planned_start"

BEGAN = datetime.fromisoformat(NOW)
HOUR = timedelta(hours=1)
FIRST = PlanWindow(start=BEGAN + HOUR, end=BEGAN + 3 * HOUR, current_a=16, price=0.12345)
SECOND = PlanWindow(start=BEGAN + 5 * HOUR, end=BEGAN + 6 * HOUR, current_a=10, price=0.2)
PLAN = Plan(
    goal=PlanGoal(energy_wh=12_340.0, ready_at=BEGAN + 8 * HOUR),
    windows=(FIRST, SECOND),
    energy_wh=12_400.0,
    cost=1.6789,
)


@pytest.fixture(autouse=True)
async def clock(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The time stands still, in Zurich."""
    await hass.config.async_set_time_zone("Europe/Zurich")
    clock = FakeClock()
    monkeypatch.setattr(dt_util, "utcnow", clock)
    return clock


def planned(plan: Plan, now: datetime) -> Outcome:
    """What was decided by a plan."""
    reason = plan.reason(now)
    assert reason is not None
    return Outcome(reason=reason, limit_a=16, plan=plan)


async def test_charging_sensors(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass, site={**METER, **PRICES}) as (entry, _):
        with patch.object(entry.runtime_data.worth, "solar_percent", return_value=62.4):
            decide(entry, replace(planned(PLAN, BEGAN), surplus_w=1234.5))
        for entity_id in (REASON, SURPLUS, SOLAR_SHARE, PLANNED_START):
            assert er.async_get(hass).async_get(entity_id) == snapshot(name=f"{entity_id}-entry")
            assert state(hass, entity_id) == snapshot(name=f"{entity_id}-state")


# ---- the reason


async def test_before_the_first_decision_nothing_is_known(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass, site=METER) as (entry, _):
        decide(entry, None)
        assert value(hass, REASON) == STATE_UNKNOWN
        assert "code" not in state(hass, REASON).attributes
        assert value(hass, SURPLUS) == STATE_UNKNOWN
        assert value(hass, SOLAR_SHARE) == STATE_UNKNOWN
        assert value(hass, PLANNED_START) == STATE_UNKNOWN


async def test_the_reason_is_a_code_with_its_data(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        reason = Reason(code=ReasonCode.LIMITED_BY_CIRCUIT, circuit="01ABC", phase=GridPhase.L2)
        decide(entry, Outcome(reason=reason, limit_a=10, circuit_name="Garage {now}"))
        assert value(hass, REASON) == "limited_by_circuit"
        attributes = state(hass, REASON).attributes
        assert attributes["code"] == "limited_by_circuit"
        assert attributes["circuit"] == "Garage {now}"
        assert attributes["phase"] == "L2"
        assert "wait_s" not in attributes


async def test_a_charge_point_that_is_gone_is_the_reason(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        await charge_point.close()
        await until(lambda: not coordinator_of(entry, C2EU).available)
        decide(entry, outcome(ReasonCode.FAST))
        assert value(hass, REASON) == "offline"
        assert state(hass, REASON).attributes["code"] == "offline"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("Faulted", "faulted"),
        ("Unavailable", "out_of_service"),
    ],
)
async def test_a_connector_that_is_out_of_order_is_the_reason(
    hass: HomeAssistant, status: str, told: str
) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        await report_status(charge_point, status)
        decide(entry, outcome(ReasonCode.FAST, limit_a=16))
        assert value(hass, REASON) == told


async def test_a_car_that_takes_nothing_is_the_reason(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        await report_status(charge_point, "SuspendedEV")
        decide(entry, outcome(ReasonCode.BOOST, limit_a=16))
        assert value(hass, REASON) == "car_takes_nothing"
        await report_status(charge_point, "Charging")
        decide(entry, outcome(ReasonCode.BOOST, limit_a=16))
        assert value(hass, REASON) == "boost"


async def test_a_car_that_is_plugged_in_but_was_not_started_is_told(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, charge_point):
        transaction = coordinator_of(entry, C2EU).charge_point.connectors[1].transaction
        assert transaction is not None
        await stop(charge_point, transaction.transaction_id, meter_stop=1236000)
        await report_status(charge_point, "Finishing")
        decide(entry, outcome(ReasonCode.NO_CAR))
        assert value(hass, REASON) == "no_session"
        await report_status(charge_point, "Available")
        decide(entry, outcome(ReasonCode.NO_CAR))
        assert value(hass, REASON) == "no_car"


@pytest.mark.parametrize(
    ("limit_a", "code"),
    [(0, "surplus_unknown"), (6, "surplus_unknown_charging")],
)
async def test_a_silent_meter_tells_what_that_means(
    hass: HomeAssistant, limit_a: int, code: str
) -> None:
    async with charging_c2eu(hass) as (entry, _):
        decide(entry, outcome(ReasonCode.SURPLUS_UNKNOWN, limit_a=limit_a))
        assert value(hass, REASON) == code


@pytest.mark.parametrize(
    ("plan", "hours"),
    [
        (PLAN, "cheapest"),
        (replace(PLAN, on_trial=True), None),
        (replace(PLAN, windows=(replace(FIRST, assumed=True),)), None),
        (replace(PLAN, windows=(replace(FIRST, solar=True),)), "solar"),
    ],
    ids=["prices", "trial", "assumed", "sun"],
)
async def test_hours_are_called_cheapest_only_where_known_prices_chose_them(
    hass: HomeAssistant, plan: Plan, hours: str | None
) -> None:
    async with charging_c2eu(hass, site=PRICES) as (entry, _):
        decide(entry, planned(plan, BEGAN))
        assert value(hass, REASON) == "plan_waiting"
        attributes = state(hass, REASON).attributes
        assert attributes.get("hours") == hours
        assert attributes["start"] == FIRST.start.isoformat()
        assert attributes["end"] == FIRST.end.isoformat()


async def test_a_plan_made_anew_keeps_the_time_at_which_charging_began(
    hass: HomeAssistant, clock: FakeClock
) -> None:
    async with charging_c2eu(hass, site=PRICES) as (entry, _):
        clock.move(HOUR)
        decide(entry, planned(PLAN, clock.now))
        with written_states(hass) as written:
            for _ in range(12):
                clock.move(timedelta(minutes=5))
                rest = replace(PLAN, windows=(replace(FIRST, start=clock.now), SECOND))
                decide(entry, planned(rest, clock.now))
        assert value(hass, REASON) == "plan"
        assert state(hass, REASON).attributes["start"] == FIRST.start.isoformat()
        assert value(hass, PLANNED_START) == FIRST.start.isoformat()
        assert REASON not in written
        clock.now = SECOND.start
        decide(entry, planned(PLAN, clock.now))
        assert state(hass, REASON).attributes["start"] == SECOND.start.isoformat()
        assert value(hass, PLANNED_START) == SECOND.start.isoformat()


async def test_noise_writes_no_state(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass, site=METER) as (entry, _):
        reason = Reason(code=ReasonCode.WAITING_FOR_SURPLUS, power_w=1380.0, wait_s=60.0)
        decide(entry, Outcome(reason=reason, limit_a=0, surplus_w=801.0))
        with written_states(hass) as written:
            quieter = replace(reason, power_w=1381.5, wait_s=50.5)
            decide(entry, Outcome(reason=quieter, limit_a=0, surplus_w=796.0))
        assert written == []
        assert value(hass, REASON) == "waiting_for_surplus"


# ---- the surplus


@pytest.mark.parametrize(
    ("surplus_w", "shown"),
    [(0.0, "0"), (1234.5, "1230"), (-3.0, "0"), (-1236.0, "-1240"), (None, STATE_UNKNOWN)],
)
async def test_the_surplus_is_told_in_steps(
    hass: HomeAssistant, surplus_w: float | None, shown: str
) -> None:
    async with charging_c2eu(hass, site=METER) as (entry, _):
        decide(entry, outcome(ReasonCode.SOLAR, surplus_w=surplus_w))
        assert value(hass, SURPLUS) == shown


async def test_without_a_meter_there_is_no_surplus_and_no_share_of_sun_any_more(
    hass: HomeAssistant,
) -> None:
    async with charging_c2eu(hass, site=METER) as (entry, _):
        await change_site(hass, entry, {})
        assert value(hass, SURPLUS) == STATE_UNAVAILABLE
        assert value(hass, SOLAR_SHARE) == STATE_UNAVAILABLE


# ---- the plan


async def test_the_windows_of_a_plan_are_not_recorded(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        decide(entry, planned(PLAN, BEGAN))
        found = state(hass, PLANNED_START)
        assert "windows" in found.attributes
        assert found.state_info is not None
        assert "windows" in found.state_info["unrecorded_attributes"]


async def test_the_plan_is_told_whole(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass, site=PRICES) as (entry, _):
        decide(entry, planned(replace(PLAN, shortfall_wh=980.0), BEGAN))
        assert value(hass, PLANNED_START) == FIRST.start.isoformat()
        attributes = state(hass, PLANNED_START).attributes
        assert attributes["end"] == SECOND.end.isoformat()
        assert attributes["ready_by"] == PLAN.goal.ready_at.isoformat()
        assert (attributes["energy_kwh"], attributes["missing_kwh"]) == (12.3, 1.0)
        assert attributes["cost"] == 1.68
        assert attributes["windows"][0] == {
            "start": FIRST.start.isoformat(),
            "end": FIRST.end.isoformat(),
            "current_a": 16,
            "solar": False,
            "price": 0.1235,
        }


async def test_a_plan_tells_the_prices_that_it_goes_by_as_steps_which_are_not_recorded(
    hass: HomeAssistant,
) -> None:
    full = BEGAN.replace(minute=0)
    raw = [
        {"start": (full + hour * HOUR).isoformat(), "end": (full + (hour + 1) * HOUR).isoformat()}
        for hour in range(3)
    ]
    today = [slot | {"value": price} for slot, price in zip(raw, (0.2, 0.2, 0.31), strict=True)]
    hass.states.async_set(
        "sensor.prices", "0.2", {"unit_of_measurement": "EUR/kWh", "raw_today": today}
    )
    async with charging_c2eu(hass, site=PRICES) as (entry, _):
        await controller_of(entry).async_wish(KEY, mode=Mode.FAST)  # it looks at the prices now
        decide(entry, planned(PLAN, BEGAN))
        found = state(hass, PLANNED_START)
        assert [
            (datetime.fromisoformat(step["start"]), step["price"])
            for step in found.attributes["prices"]
        ] == [(full, 0.2), (full + 2 * HOUR, 0.31)]
        assert found.attributes["price_unit"] == "EUR/kWh"
        assert found.state_info is not None
        assert "prices" in found.state_info["unrecorded_attributes"]


async def test_a_plan_without_prices_tells_none(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        decide(entry, planned(PLAN, BEGAN))
        attributes = state(hass, PLANNED_START).attributes
        assert "cost" not in attributes
        assert "prices" not in attributes
        assert "price" not in attributes["windows"][0]


async def test_between_two_windows_the_next_start_is_told(
    hass: HomeAssistant, clock: FakeClock
) -> None:
    async with charging_c2eu(hass) as (entry, _):
        clock.move(4 * HOUR)
        decide(entry, planned(PLAN, clock.now))
        assert value(hass, PLANNED_START) == SECOND.start.isoformat()


async def test_a_plan_that_is_fulfilled_has_no_start(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        decide(entry, outcome(ReasonCode.MODE_OFF, plan=replace(PLAN, windows=())))
        assert value(hass, PLANNED_START) == STATE_UNKNOWN
        attributes = state(hass, PLANNED_START).attributes
        assert attributes["windows"] == []
        assert "end" not in attributes


# ---- with a controller that decides


async def test_following_the_sun_is_told_from_the_meter_to_the_reason(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set(
        "sensor.grid", "-3000", {"unit_of_measurement": "W"}, timestamp=BEGAN.timestamp()
    )
    async with charging_c2eu(hass, site=METER) as (entry, _):
        assert value(hass, REASON) == "fast"
        await controller_of(entry).async_wish(KEY, mode=Mode.SOLAR)
        assert value(hass, SURPLUS) == "6640"
        assert value(hass, REASON) == "solar"
        await controller_of(entry).async_wish(KEY, mode=Mode.OFF)
        assert value(hass, REASON) == "mode_off"


async def test_a_plan_is_told_from_the_wish_to_the_reason(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        await controller_of(entry).async_wish(KEY, mode=Mode.OFF, plan=True, ready_by=time(9))
        assert value(hass, REASON) == "plan"
        assert value(hass, PLANNED_START) == NOW
        await controller_of(entry).async_wish(KEY, plan=False)
        assert value(hass, PLANNED_START) == STATE_UNKNOWN
