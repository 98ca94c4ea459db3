"""Meter values: the standard's defaults, and every oddity that costs itself only."""

from typing import Any

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.plug_control.protocol import meter_values
from custom_components.plug_control.protocol.incoming import Labels, SampledValue
from custom_components.plug_control.protocol.meter_values import (
    MAX_METER_VALUES,
    MAX_SAMPLED_VALUES,
    MAX_SIGNED,
    read_meter_values,
)
from custom_components.plug_control.protocol.vocabulary import PHASES, UNITS


@pytest.fixture(autouse=True)
def forgotten_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter_values, "_known_labels", {})


def read_one(**fields: Any) -> SampledValue | None:
    """Read a sampled value, twice: as something new, and as something known."""
    element = {"timestamp": "2026-03-14T09:26:53Z", "sampledValue": [fields]}
    first, second = read_meter_values([element, element])
    assert first == second
    return first.sampled_values[0] if first.sampled_values else None


def test_r21_absent_fields_have_the_standards_defaults() -> None:
    assert read_one(value="15") == SampledValue(
        value=15.0,
        labels=Labels(
            measurand="Energy.Active.Import.Register",
            unit="Wh",
            phase=None,
            location="Outlet",
            context="Sample.Periodic",
        ),
    )


@pytest.mark.parametrize(
    ("measurand", "unit"),
    [
        ("Energy.Reactive.Import.Register", "Wh"),
        ("Power.Active.Import", None),
        ("Voltage", None),
        ("Frequency", None),
        ("Power.Factor", None),
    ],
)
def test_r21_only_energy_has_a_default_unit(measurand: str, unit: str | None) -> None:
    sample = read_one(value="1", measurand=measurand)
    assert sample is not None
    assert sample.labels.unit == unit


@pytest.mark.parametrize(
    ("unit", "measurand"),
    [
        ("A", "Current.Import"),
        ("amps", "Current.Import"),
        ("W", "Power.Active.Import"),
        ("kW", "Power.Active.Import"),
        ("V", "Voltage"),
        ("Hz", "Frequency"),
        ("Celcius", "Temperature"),
        ("kWh", "Energy.Active.Import.Register"),
        ("Percent", "Energy.Active.Import.Register"),
        (None, "Energy.Active.Import.Register"),
    ],
)
def test_r21_a_value_without_measurand_is_what_its_unit_says(
    unit: str | None, measurand: str
) -> None:
    sample = read_one(value="15", unit=unit)
    assert sample is not None
    assert sample.labels.measurand == measurand


@pytest.mark.parametrize("unit", ["Celsius", "Celcius", "celsius", "degC", "°C"])
def test_r21_celsius_is_celsius_however_it_is_spelled(unit: str) -> None:
    sample = read_one(value="35.5", measurand="Temperature", unit=unit, location="Body")
    assert sample is not None
    assert (sample.labels.unit, sample.labels.location) == ("Celsius", "Body")


@pytest.mark.parametrize("form", ["SignedData", "signeddata", "Opaque", 7])
def test_r21_signed_data_is_opaque(form: Any) -> None:
    assert read_one(value="0123456789", format=form) is None
    assert read_one(value="0123456789", format="Raw") is not None


@pytest.mark.parametrize(
    ("fields", "read"),
    [
        ({"unit": "Hz", "measurand": "Frequency"}, ("Frequency", "Hz", None)),
        ({"unit": "wh"}, ("Energy.Active.Import.Register", "Wh", None)),
        ({"unit": "KWH"}, ("Energy.Active.Import.Register", "kWh", None)),
        ({"unit": ""}, ("Energy.Active.Import.Register", "Wh", None)),
        ({"unit": "kW", "measurand": "power.active.import"}, ("Power.Active.Import", "kW", None)),
        (
            {"unit": " A ", "measurand": "Current.Import", "phase": "l1"},
            ("Current.Import", "A", "L1"),
        ),
        ({"unit": "V", "measurand": "Voltage", "phase": "L1-N"}, ("Voltage", "V", "L1-N")),
        ({"unit": "%", "measurand": "SoC"}, ("SoC", "Percent", None)),
        ({"measurand": "Current.Import", "phase": "N"}, ("Current.Import", None, "N")),
        ({"measurand": "Vendor.Thing\n"}, ("Vendor.Thing", None, None)),
        ({"measurand": 7}, ("7", None, None)),
        ({"measurand": {}}, ("unknown", None, None)),
    ],
)
def test_words_are_read_in_any_spelling(fields: dict[str, Any], read: tuple[Any, ...]) -> None:
    sample = read_one(value="1", **fields)
    assert sample is not None
    assert (sample.labels.measurand, sample.labels.unit, sample.labels.phase) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [("1,5", 1.5), (604.213, 604.213), (0, 0.0), ("5.0E-4", 0.0005), (" 7 ", 7.0)],
)
def test_values_are_read_in_any_shape(value: Any, read: float) -> None:
    sample = read_one(value=value)
    assert sample is not None
    assert sample.value == read


@pytest.mark.parametrize("value", ["", "abc", None, [], {}, True, "NaN", float("inf"), "1e999"])
def test_what_is_no_number_costs_its_sample_only(value: Any) -> None:
    good = {"value": "230.1", "measurand": "Voltage"}
    (element,) = read_meter_values([{"sampledValue": [{"value": value}, good, None, "x", 7]}])
    assert [sample.value for sample in element.sampled_values] == [230.1]


@pytest.mark.parametrize(
    "oddity", [{"unit": "furlong"}, {"unit": 7}, {"phase": "L7"}, {"phase": []}]
)
def test_an_unknown_unit_or_phase_costs_its_sample_only(oddity: dict[str, Any]) -> None:
    good = {"value": "14", "measurand": "Temperature", "unit": "Celsius"}
    (element,) = read_meter_values([{"sampledValue": [good, {"value": "9"} | oddity]}])
    assert [sample.labels.measurand for sample in element.sampled_values] == ["Temperature"]


def test_an_unknown_place_is_the_outlet_and_an_unknown_reason_is_other() -> None:
    sample = read_one(value="1", location="Roof", context=["x"])
    assert sample is not None
    assert (sample.labels.location, sample.labels.context) == ("Outlet", "Other")


def test_field_names_are_read_in_any_case() -> None:
    (element,) = read_meter_values(
        [
            {
                "Timestamp": "2026-03-14T09:26:53Z",
                "SampledValue": [{"Value": "1", "Unit": "kWh", "CONTEXT": "Trigger", "extra": 1}],
            }
        ]
    )
    assert element.timestamp is not None
    assert element.sampled_values[0].value == 1.0
    assert element.sampled_values[0].labels[:2] == ("Energy.Active.Import.Register", "kWh")
    assert element.sampled_values[0].labels.context == "Trigger"


def test_a_lone_object_is_a_list_of_one() -> None:
    (element,) = read_meter_values({"sampledValue": {"value": "1"}})
    assert element.timestamp is None
    assert len(element.sampled_values) == 1


@pytest.mark.parametrize("elements", [None, [], "x", 7, [None, "x", 7]])
def test_no_meter_values_at_all_are_survived(elements: Any) -> None:
    assert read_meter_values(elements) == ()


@pytest.mark.parametrize("element", [{}, {"sampledValue": []}, {"sampledValue": None}])
def test_an_element_without_samples_is_survived(element: dict[str, Any]) -> None:
    (read,) = read_meter_values([element])
    assert read.sampled_values == ()


def test_attack_arrays_without_end_are_cut_and_the_newest_elements_kept() -> None:
    elements = [{"sampledValue": [{"value": index}]} for index in range(MAX_METER_VALUES + 10)]
    read = read_meter_values(elements)
    assert len(read) == MAX_METER_VALUES
    assert read[-1].sampled_values[0].value == MAX_METER_VALUES + 9
    (element,) = read_meter_values([{"sampledValue": [{"value": 1}] * (MAX_SAMPLED_VALUES + 10)}])
    assert len(element.sampled_values) == MAX_SAMPLED_VALUES


def test_attack_words_without_end_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter_values, "MAX_KNOWN_LABELS", 3)
    read_one(value="1", measurand="x" * 1_000_000)
    read_one(value="1", measurand=["x"])
    assert meter_values._known_labels == {}
    for index in range(10):
        read_one(value="1", measurand=f"Vendor.{index}")
    assert len(meter_values._known_labels) == 3


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=4,
)
WORD = st.sampled_from(["", "L1", "A", "Voltage", "Outlet", "Raw", "Trigger", "kW"]) | ANYTHING
SAMPLE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("value", "context", "format", "measurand", "phase", "location", "unit"), WORD
    ),
)


@settings(max_examples=100)
@given(
    st.lists(st.fixed_dictionaries({"sampledValue": st.lists(SAMPLE | ANYTHING)}) | ANYTHING)
    | ANYTHING
)
@example([{"sampledValue": [{"value": "1.5", "phase": "L1", "unit": "kW", "measurand": "A"}]}])
@example([{"sampledValue": [{"value": 7, "phase": "?", "unit": "x", "measurand": "m" * 60}]}])
def test_whatever_comes_samples_are_numbers_with_known_words(elements: Any) -> None:
    for element in read_meter_values(elements):
        for sample in element.sampled_values:
            assert isinstance(sample.value, float)
            assert 0 < len(sample.labels.measurand) <= 50
            assert sample.labels.unit in {None, *UNITS.values()}
            assert sample.labels.phase in {None, *PHASES.values()}


@pytest.mark.parametrize(
    ("item", "kept"),
    [
        ({"value": "0A1B", "format": "SignedData", "context": "Transaction.Begin"}, True),
        ({"value": "123456", "format": "signeddata"}, True),  # all digits, and no number
        ({"value": 'OCMF|{"a":1}|{"SD":"00"}'}, True),  # some do not name the format
        ({"value": "x" * (MAX_SIGNED + 1), "format": "SignedData"}, False),
        ({"value": "", "format": "SignedData"}, False),
        ({"value": {"a": 1}, "format": "SignedData"}, False),
        ({"value": "1", "format": "other"}, False),
    ],
)
def test_r21_signed_data_is_kept_as_it_came_and_never_becomes_a_number(
    item: dict[str, Any], kept: bool
) -> None:
    (element,) = read_meter_values([{"sampledValue": [item, {"value": "7"}]}])
    assert [each.value for each in element.sampled_values] == [7]
    assert [each.data for each in element.signed] == ([item["value"]] if kept else [])
    for each in element.signed:
        assert each.context == item.get("context", "Sample.Periodic")
