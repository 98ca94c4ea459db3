"""Why a connector charges as it does: a sentence for every reason, in every language, with nothing left unfilled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import string
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.plan import Window
from custom_components.plug_control.charging.types import Phase, Reason, ReasonCode
from custom_components.plug_control.reason_text import (
    SENTENCES,
    Circumstances,
    placeholders,
    reason_attributes,
    sentence,
    topic,
)

from .texts import LANGUAGES, texts

TEXTS = {language: texts(language)["common"] for language in LANGUAGES}
NOW = datetime(2026, 3, 14, 23, 10, tzinfo=ZoneInfo("Europe/Zurich"))
HERE = Circumstances(now=NOW)
START, END = (datetime(2026, 3, 15, hour, tzinfo=UTC) for hour in (0, 3))
WINDOW = Window(start=START, end=END, current_a=16, price=0.1)
NUMBERS = ("power_w", "current_a", "wait_s", "energy_wh", "price", "price_limit")
VALUES: dict[str, Any] = {
    "power_w": 1380.0,
    "current_a": 7.6,
    "wait_s": 60.0,
    "phases": 3,
    "phase": Phase.L2,
    "circuit": "main",
    "start": START,
    "end": END,
    "energy_wh": 3210.0,
    "price": 0.123,
    "price_limit": 0.2,
    "soc_percent": 45.4,
    "target_percent": 80.0,
}


def say(code: ReasonCode, language: str = "en", **values: Any) -> str:
    """The sentence for a reason; what is no field of it is a circumstance."""
    fields = {name: value for name, value in values.items() if name in VALUES}
    others = {name: value for name, value in values.items() if name not in VALUES}
    return sentence(Reason(code=code, **fields), replace(HERE, **others), TEXTS[language])


# ---- what is said


@pytest.mark.parametrize(
    ("code", "values", "english", "german"),
    [
        (ReasonCode.STARTING, {}, "Just started: waiting for the first readings", "Gerade gestartet: wartet auf die ersten Messwerte"),
        (ReasonCode.MODE_OFF, {}, "Charging is switched off", "Laden ist ausgeschaltet"),
        (ReasonCode.PAUSED, {}, "Paused: the maximum current is 0 A", "Pausiert: Der maximale Strom ist 0 A"),
        (ReasonCode.NO_CAR, {}, "Waiting for a car", "Wartet auf ein Auto"),
        (ReasonCode.NO_CAR, {"plugged_in": True}, "Plugged in, but no session is running", "Eingesteckt, aber es läuft kein Ladevorgang"),
        (ReasonCode.FAST, {}, "Charging at full power", "Lädt mit voller Leistung"),
        (ReasonCode.FAST, {"takes_nothing": True}, "Power is there, but the car takes none", "Strom ist da, aber das Auto nimmt keinen"),
        (ReasonCode.FAST, {"online": False}, "The charge point is not connected", "Die Ladestation ist nicht verbunden"),
        (ReasonCode.NO_CAR, {"out_of_order": "faulted"}, "The charge point reports a fault", "Die Ladestation meldet eine Störung"),
        (ReasonCode.SOLAR, {"out_of_order": "out_of_service"}, "The charge point is out of service", "Die Ladestation ist außer Betrieb"),
        (ReasonCode.BOOST, {}, "Boost: full power for this session", "Boost: volle Leistung für diesen Ladevorgang"),
        (ReasonCode.CHEAP, {"price": 0.123, "price_limit": 0.2, "price_unit": "EUR/kWh"}, "Electricity is cheap: 0.123 EUR/kWh, limit 0.2 EUR/kWh", "Strom ist günstig: 0,123 EUR/kWh, Grenze 0,2 EUR/kWh"),
        (ReasonCode.CHEAP, {"price": 0.123}, "Electricity is cheap now", "Strom ist gerade günstig"),
        (ReasonCode.SOLAR, {"power_w": 4000.0}, "Charging on surplus", "Lädt mit Überschuss"),
        (ReasonCode.MINIMUM, {"power_w": 400.0}, "Little surplus: charging at the minimum", "Wenig Überschuss: lädt mit dem Minimum"),
        (ReasonCode.WAITING_FOR_SURPLUS, {"power_w": 1380.0, "wait_s": 60.0}, "Waiting for 1.4 kW of surplus for 60 s", "Wartet, bis 60 s lang 1,4 kW Überschuss da sind"),
        (ReasonCode.WAITING_FOR_SURPLUS, {"power_w": 1380.0, "wait_s": 0.0}, "Waiting for 1.4 kW of surplus", "Wartet auf 1,4 kW Überschuss"),
        (ReasonCode.WAITING_FOR_SURPLUS, {"wait_s": 60.0}, "Waiting for surplus", "Wartet auf Überschuss"),
        (ReasonCode.MINIMUM_OFF_TIME, {"wait_s": 150.0}, "Enough surplus: charging starts in 3 min", "Genug Überschuss: lädt in 3 min"),
        (ReasonCode.MINIMUM_OFF_TIME, {}, "Enough surplus: charging starts soon", "Genug Überschuss: lädt gleich"),
        (ReasonCode.HOLDING_MINIMUM, {"power_w": 100.0, "wait_s": 41.0}, "Too little surplus: pausing in 50 s", "Zu wenig Überschuss: pausiert in 50 s"),
        (ReasonCode.HOLDING_MINIMUM, {"wait_s": 0.0}, "Little surplus: holding the minimum", "Wenig Überschuss: hält das Minimum"),
        (ReasonCode.SWITCHING_PHASES, {"phases": 1, "wait_s": 70.0}, "Switching to one phase: charging again in 70 s", "Wechselt auf eine Phase: lädt wieder in 70 s"),
        (ReasonCode.SWITCHING_PHASES, {"phases": 3}, "Switching to 3 phases", "Wechselt auf 3 Phasen"),
        (ReasonCode.SWITCHING_PHASES, {}, "Switching phases", "Wechselt die Phasen"),
        (ReasonCode.HOME_BATTERY_FIRST, {"soc_percent": 45.4, "target_percent": 80.0}, "The home battery comes first: 45 % of 80 %", "Der Hausspeicher kommt zuerst: 45 % von 80 %"),
        (ReasonCode.HOME_BATTERY_FIRST, {"target_percent": 80.0}, "The home battery comes first", "Der Hausspeicher kommt zuerst"),
        (ReasonCode.SURPLUS_UNKNOWN, {}, "The meter is silent: waiting", "Der Zähler schweigt: wartet"),
        (ReasonCode.SURPLUS_UNKNOWN, {"allowed": True}, "The meter is silent: charging at the minimum", "Der Zähler schweigt: lädt mit dem Minimum"),
        (ReasonCode.PLAN, {"start": START, "end": END, "cheapest": True}, "Cheapest hours 01:00–04:00", "Günstigste Stunden 01:00–04:00"),
        (ReasonCode.PLAN, {"start": START, "end": END}, "Charging by plan 01:00–04:00", "Lädt nach Plan 01:00–04:00"),
        (ReasonCode.PLAN, {"start": START, "end": END, "cheapest": True, "window": replace(WINDOW, solar=True)}, "Planned sunny hours 01:00–04:00", "Geplante Sonnenstunden 01:00–04:00"),
        (ReasonCode.PLAN, {"start": START}, "Charging by plan", "Lädt nach Plan"),
        (ReasonCode.PLAN_WAITING, {"start": START, "end": END, "cheapest": True, "window": WINDOW}, "Waiting for the cheapest hours 01:00–04:00", "Wartet auf die günstigsten Stunden 01:00–04:00"),
        (ReasonCode.PLAN_WAITING, {"start": START, "end": END}, "Waiting for the planned hours 01:00–04:00", "Wartet auf die geplanten Stunden 01:00–04:00"),
        (ReasonCode.PLAN_WAITING, {"start": START, "end": END, "window": replace(WINDOW, solar=True)}, "Waiting for the sunny hours 01:00–04:00", "Wartet auf die Sonnenstunden 01:00–04:00"),
        (ReasonCode.PLAN_WAITING, {"end": END}, "Waiting for the planned hours", "Wartet auf die geplanten Stunden"),
        (ReasonCode.PLAN_UNREACHABLE, {"energy_wh": 3210.0, "end": END}, "Full power, yet 3.2 kWh will be missing at 04:00", "Volle Leistung, trotzdem fehlen um 04:00 noch 3,2 kWh"),
        (ReasonCode.PLAN_UNREACHABLE, {"energy_wh": 3210.0}, "Full power, yet the plan's target is out of reach", "Volle Leistung, trotzdem ist das Ziel des Plans nicht zu erreichen"),
        (ReasonCode.LIMITED_BY_CIRCUIT, {"circuit_name": "", "phase": Phase.L2}, "Limited by the main fuse on L2", "Begrenzt durch die Hauptsicherung auf L2"),
        (ReasonCode.LIMITED_BY_CIRCUIT, {"circuit_name": "Garage", "phase": Phase.L2}, "Limited by “Garage” on L2", "Begrenzt durch „Garage“ auf L2"),
        (ReasonCode.LIMITED_BY_CIRCUIT, {"circuit_name": ""}, "Limited by the main fuse", "Begrenzt durch die Hauptsicherung"),
        (ReasonCode.LIMITED_BY_CIRCUIT, {"phase": Phase.L2}, "Limited by a fuse", "Begrenzt durch eine Sicherung"),
        (ReasonCode.WAITING_FOR_TURN, {"circuit_name": "", "wait_s": 1000.0}, "Waiting for its turn, 17 min at most: the main fuse is fully used", "Wartet höchstens 17 min, bis es an der Reihe ist: die Hauptsicherung ist ausgelastet"),
        (ReasonCode.WAITING_FOR_TURN, {"circuit_name": "Garage"}, "Waiting for its turn: “Garage” is fully used", "Wartet, bis es an der Reihe ist: „Garage“ ist ausgelastet"),
        (ReasonCode.WAITING_FOR_TURN, {}, "Waiting for its turn", "Wartet, bis es an der Reihe ist"),
    ],
)  # fmt: skip
def test_reasons_in_words(
    code: ReasonCode, values: dict[str, Any], english: str, german: str
) -> None:
    assert say(code, "en", **values) == english
    assert say(code, "de", **values) == german


@pytest.mark.parametrize(
    ("code", "circumstances", "told"),
    [
        (ReasonCode.MODE_OFF, {"takes_nothing": True}, "mode_off"),
        (ReasonCode.NO_CAR, {"takes_nothing": True}, "no_car"),
        (ReasonCode.WAITING_FOR_SURPLUS, {"takes_nothing": True}, "waiting_for_surplus"),
        (ReasonCode.PLAN, {"takes_nothing": True}, "car_takes_nothing"),
        (ReasonCode.NO_CAR, {"online": False, "plugged_in": True}, "offline"),
        (ReasonCode.FAST, {"online": False, "out_of_order": "faulted"}, "offline"),
        (ReasonCode.PLAN, {"takes_nothing": True, "out_of_order": "faulted"}, "faulted"),
        (ReasonCode.NO_CAR, {"plugged_in": False}, "no_car"),
    ],
)
def test_what_makes_the_reason_beside_the_point_is_told_instead(
    code: ReasonCode, circumstances: dict[str, Any], told: str
) -> None:
    assert topic(Reason(code=code), replace(HERE, **circumstances)) == told


# ---- that it is whole


def test_every_reason_and_every_text_has_its_place() -> None:
    keys = {key for sentences in SENTENCES.values() for key in sentences}
    assert set(ReasonCode) <= set(SENTENCES)
    for common in TEXTS.values():
        assert {key for key in common if key.startswith("reason_")} == keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_sentence_of_a_topic_needs_no_values_and_each_less_than_the_one_before(
    language: str,
) -> None:
    for sentences in SENTENCES.values():
        needed = [placeholders(TEXTS[language][key]) for key in sentences]
        assert needed[-1] == frozenset()
        assert all(needed[index] - later for index, later in enumerate(needed[1:]))


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
        "phase": st.sampled_from(Phase),
        "circuit": st.text(max_size=10),
    }
    fields = {name: draw(st.none() | kind) for name, kind in kinds.items()}
    return Reason(code=draw(st.sampled_from(ReasonCode)), **fields)


ANYWHERE = st.builds(
    Circumstances,
    now=st.just(NOW),
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
@given(reasons(), ANYWHERE, st.sampled_from(LANGUAGES))
def test_any_reason_is_a_sentence_that_home_assistant_takes(
    reason: Reason, circumstances: Circumstances, language: str
) -> None:
    said = sentence(reason, circumstances, TEXTS[language])
    assert 0 < len(said) <= 255
    assert "None" not in said.replace(circumstances.circuit_name or "None", "")
    reason_attributes(reason, circumstances)


@pytest.mark.parametrize("code", ReasonCode)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_left_whichever_values_are_known(code: ReasonCode, language: str) -> None:
    for count in range(len(VALUES) + 1):
        values = dict([*VALUES.items()][:count])
        for name in (None, "", "Garage"):
            said = say(code, language, circuit_name=name, **values)
            assert not {"{", "}"} & set(said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["{wait}", "{0}", "{circuit.__class__}", "%s", "}{", "{", "{}", "{now!r:>9999}"]
)
def test_a_circuits_name_is_no_template(name: str, language: str) -> None:
    said = say(ReasonCode.LIMITED_BY_CIRCUIT, language, circuit_name=name, phase=Phase.L1)
    assert said == say(
        ReasonCode.LIMITED_BY_CIRCUIT, language, circuit_name="Garage", phase=Phase.L1
    ).replace("Garage", name)


def test_a_circuits_name_cannot_make_a_sentence_too_long() -> None:
    said = say(ReasonCode.WAITING_FOR_TURN, circuit_name="x\n" * 500, wait_s=60.0)
    assert len(said) < 130
    assert said.endswith("…” is fully used")


def test_templates_show_plain_values_only() -> None:
    for common in TEXTS.values():
        for text in common.values():
            for _, name, specification, conversion in string.Formatter().parse(text):
                assert not specification
                assert conversion is None
                assert name is None or name.isidentifier()


# ---- for automations


def test_attributes_are_what_the_reason_tells_and_no_more_exact_than_the_sentence() -> None:
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


def test_attributes_agree_with_a_sentence_that_tells_something_else() -> None:
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
