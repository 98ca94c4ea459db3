"""Why a connector charges as it does: a code for every reason, with its text in every language, and the numbers that go with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.plans.plan import PlanWindow
from custom_components.plug_control.charging.types import GridPhase, Reason, ReasonCode
from custom_components.plug_control.texts.reason import (
    ATTRIBUTES,
    CODES,
    Circumstances,
    reason_attributes,
    told_code,
)
from tests.translated import LANGUAGES, texts

HERE = Circumstances()
START, END = (datetime(2026, 3, 15, hour, tzinfo=UTC) for hour in (0, 3))
WINDOW = PlanWindow(start=START, end=END, current_a=16, price=0.1)
NUMBERS = ("power_w", "current_a", "wait_s", "energy_wh", "price", "price_limit")
VALUES: dict[str, Any] = {
    "power_w": 1380.0,
    "current_a": 7.6,
    "wait_s": 60.0,
    "phases": 3,
    "phase": GridPhase.L2,
    "circuit": "main",
    "start": START,
    "end": END,
    "energy_wh": 3210.0,
    "price": 0.123,
    "price_limit": 0.2,
    "soc_percent": 45.4,
    "target_percent": 80.0,
}


# ---- what is told


@pytest.mark.parametrize(
    ("code", "circumstances", "told"),
    [
        (ReasonCode.MODE_OFF, {"takes_nothing": True}, "mode_off"),
        (ReasonCode.NO_CAR, {"takes_nothing": True}, "no_car"),
        (ReasonCode.WAITING_FOR_SURPLUS, {"takes_nothing": True}, "waiting_for_surplus"),
        (ReasonCode.PLAN, {"takes_nothing": True}, "car_takes_nothing"),
        (ReasonCode.KEPT_CHARGING, {"takes_nothing": True}, "car_takes_nothing"),
        (ReasonCode.LIMITED_BY_CIRCUIT, {"needs_unplugging": True}, "needs_unplugging"),
        (ReasonCode.FAST, {"needs_unplugging": True, "charging": False}, "needs_unplugging"),
        (ReasonCode.MODE_OFF, {"needs_unplugging": True}, "mode_off"),
        (ReasonCode.PAUSED, {"needs_unplugging": True}, "paused"),
        (ReasonCode.NO_CAR, {"online": False, "plugged_in": True}, "offline"),
        (ReasonCode.FAST, {"online": False, "out_of_order": "faulted"}, "offline"),
        (ReasonCode.PLAN, {"takes_nothing": True, "out_of_order": "faulted"}, "faulted"),
        (ReasonCode.NO_CAR, {"plugged_in": False}, "no_car"),
    ],
)
def test_what_makes_the_reason_beside_the_point_is_told_instead(
    code: ReasonCode, circumstances: dict[str, Any], told: str
) -> None:
    assert told_code(Reason(code=code), replace(HERE, **circumstances)) == told


# ---- that it is whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_text(language: str) -> None:
    assert {*texts(language)["entity"]["sensor"]["charging_reason"]["state"]} == {*CODES}


@st.composite
def reasons(draw: st.DrawFn) -> Reason:
    """Any reason, with any of its fields."""
    number = st.floats(allow_nan=True, allow_infinity=True, width=32)
    moment = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
    kinds: dict[str, st.SearchStrategy[Any]] = {
        **dict.fromkeys(("power_w", "current_a", "energy_wh", "price", "price_limit"), number),
        "wait_s": st.floats(min_value=0),
        **dict.fromkeys(("soc_percent", "target_percent"), st.floats(min_value=0, max_value=100)),
        **dict.fromkeys(("start", "end"), moment),
        "phases": st.integers(min_value=1, max_value=3),
        "phase": st.sampled_from(GridPhase),
        "circuit": st.text(max_size=10),
    }
    fields = {name: draw(st.none() | kind) for name, kind in kinds.items()}
    return Reason(code=draw(st.sampled_from(ReasonCode)), **fields)


ANYWHERE = st.builds(
    Circumstances,
    online=st.booleans(),
    plugged_in=st.none() | st.booleans(),
    takes_nothing=st.booleans(),
    allowed=st.booleans(),
    circuit_name=st.none() | st.text(max_size=400),
    price_unit=st.none() | st.text(max_size=400),
    cheapest=st.booleans(),
    window=st.sampled_from([None, WINDOW, replace(WINDOW, solar=True)]),
)


@settings(max_examples=300)
@given(reasons(), ANYWHERE)
def test_any_reason_is_an_option_of_the_sensor_with_attributes_that_are_known(
    reason: Reason, circumstances: Circumstances
) -> None:
    attributes = reason_attributes(reason, circumstances)
    assert attributes["code"] == told_code(reason, circumstances) in CODES
    assert {*attributes} <= ATTRIBUTES


# ---- for automations


def test_attributes_are_what_the_reason_tells_and_no_more_exact_than_people_read() -> None:
    reason = Reason(code=ReasonCode.LIMITED_BY_CIRCUIT, **VALUES)
    assert reason_attributes(reason, replace(HERE, circuit_name="Garage\n")) == {
        "code": "limited_by_circuit",
        "power_w": 1400,
        "current_a": 7,
        "wait_s": 60,
        "phases": 3,
        "phase": "L2",
        "circuit": "Garage",
        "start": "2026-03-15T00:00:00+00:00",
        "end": "2026-03-15T03:00:00+00:00",
        "energy_wh": 3200,
        "price": 0.123,
        "price_limit": 0.2,
        "soc_percent": 45,
        "target_percent": 80,
    }


def test_what_makes_the_reason_beside_the_point_has_no_numbers() -> None:
    reason = Reason(code=ReasonCode.LIMITED_BY_CIRCUIT, **VALUES)
    assert reason_attributes(reason, replace(HERE, online=False)) == {"code": "offline"}
    nobody = replace(HERE, plugged_in=True)
    assert reason_attributes(Reason(code=ReasonCode.NO_CAR), nobody) == {"code": "no_session"}


def test_attributes_are_only_those_that_are_set() -> None:
    assert reason_attributes(Reason(code=ReasonCode.FAST), HERE) == {"code": "fast"}
    main = Reason(code=ReasonCode.LIMITED_BY_CIRCUIT, circuit="main")
    assert reason_attributes(main, replace(HERE, circuit_name="")) == {
        "code": "limited_by_circuit",
        "circuit": "main",
    }


def test_a_price_is_told_with_its_unit() -> None:
    reason = Reason(code=ReasonCode.CHEAP, price=0.12345, price_limit=0.2)
    assert reason_attributes(reason, replace(HERE, price_unit="EUR/kWh\n")) == {
        "code": "cheap",
        "price": 0.1235,
        "price_limit": 0.2,
        "price_unit": "EUR/kWh",
    }
    dear = Reason(code=ReasonCode.FAST)
    assert reason_attributes(dear, replace(HERE, price_unit="EUR/kWh")) == {"code": "fast"}


@pytest.mark.parametrize(
    ("circumstances", "hours"),
    [
        ({}, None),
        ({"cheapest": True}, "cheapest"),
        ({"cheapest": True, "window": WINDOW}, "cheapest"),
        ({"cheapest": True, "window": replace(WINDOW, solar=True)}, "solar"),
    ],
)
def test_a_plan_tells_what_its_hours_were_chosen_for(
    circumstances: dict[str, Any], hours: str | None
) -> None:
    here = replace(HERE, **circumstances)
    for code in (ReasonCode.PLAN, ReasonCode.PLAN_WAITING):
        assert reason_attributes(Reason(code=code), here).get("hours") == hours
    assert "hours" not in reason_attributes(Reason(code=ReasonCode.FAST), here)


@pytest.mark.parametrize("field", NUMBERS)
def test_what_is_no_number_is_not_told(field: str) -> None:
    for value in (float("nan"), float("inf")):
        fields: dict[str, Any] = {field: value}
        reason = Reason(code=ReasonCode.SOLAR, **fields)
        assert reason_attributes(reason, HERE) == {"code": "solar"}


def test_noise_says_nothing_new() -> None:
    before = Reason(code=ReasonCode.WAITING_FOR_SURPLUS, power_w=1380.0, wait_s=58.0, end=END)
    after = replace(before, power_w=1381.0, wait_s=51.0, end=END + timedelta(seconds=2))
    assert reason_attributes(before, HERE) == reason_attributes(after, HERE)


def test_a_reason_never_contradicts_what_is() -> None:
    fast, nobody = Reason(code=ReasonCode.FAST), Reason(code=ReasonCode.NO_CAR)
    assert told_code(fast, Circumstances(charging=True)) == "fast"
    assert told_code(fast, Circumstances()) == "fast"
    assert told_code(fast, Circumstances(charging=False)) == "about_to_charge"
    assert told_code(fast, Circumstances(charging=True, limited_by_user=True)) == "limited_by_user"
    solar = Reason(code=ReasonCode.SOLAR)
    assert told_code(solar, Circumstances(charging=True, limited_by_user=True)) == "solar"
    assert told_code(nobody, Circumstances(start_sent=True, plugged_in=True)) == "waiting_for_car"
    assert told_code(nobody, Circumstances(plugged_in=True)) == "no_session"


@pytest.mark.parametrize(
    "code",
    [ReasonCode.LIMITED_BY_CIRCUIT, ReasonCode.LIMITED_BY_AWAY, ReasonCode.LIMITED_BY_GRID],
)
def test_a_car_that_is_left_nothing_is_not_about_to_charge(code: ReasonCode) -> None:
    held = Circumstances(charging=False, takes_nothing=True)
    assert told_code(Reason(code=code, current_a=0.0), held) == code
    assert told_code(Reason(code=code, current_a=6.0), Circumstances(charging=False)) == (
        "about_to_charge"
    )


def test_a_back_end_that_allows_less_than_the_decision_is_the_reason() -> None:
    solar, paused = Reason(code=ReasonCode.SOLAR), Reason(code=ReasonCode.PAUSED)
    held = Circumstances(charging=False, takes_nothing=True, ceiling_a=0.0)
    assert told_code(solar, held) == "limited_by_back_end"
    assert reason_attributes(solar, held) == {"code": "limited_by_back_end", "current_a": 0}
    limited = Circumstances(charging=True, limited_by_user=True, ceiling_a=8.5)
    assert told_code(solar, limited) == "limited_by_back_end"
    assert reason_attributes(solar, limited) == {"code": "limited_by_back_end", "current_a": 8}
    full = Circumstances(charging=True, takes_nothing=True, ceiling_a=8.5)
    assert told_code(solar, full) == "car_takes_nothing"
    assert told_code(paused, limited) == paused.code
    user = Circumstances(charging=True, limited_by_user=True)
    assert reason_attributes(Reason(code=ReasonCode.FAST), user) == {"code": "limited_by_user"}
