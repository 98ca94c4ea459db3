"""Sampled values in one normal form: units, phases, locations, contexts."""

import math

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.model.quantity import Phase, Quantity
from custom_components.plug_control.model.samples import (
    BEGIN_REGISTER,
    IMPORT_INTERVAL,
    NEUTRAL,
    pick,
)

from .samples import CURRENT, POWER, REGISTER, VOLTAGE, Sample, element


def values(*samples: Sample) -> dict[tuple[str, str | None], float]:
    sent = element(None, *samples)
    layout, picked = pick(sent.labels, sent.values)
    channels = [place.channel for place in layout.places]
    return dict(zip(channels, picked, strict=True))


@pytest.mark.parametrize(
    ("measurand", "unit", "sent", "quantity", "value"),
    [
        (REGISTER, "Wh", 5.0, Quantity.ENERGY_IMPORT_WH, 5.0),
        (REGISTER, "wh", 5.0, Quantity.ENERGY_IMPORT_WH, 5.0),
        (REGISTER, "kWh", 733.255884, Quantity.ENERGY_IMPORT_WH, 733255.884),
        (REGISTER, "KWH", 1.5, Quantity.ENERGY_IMPORT_WH, 1500.0),
        (REGISTER, "kW", 1.5, Quantity.ENERGY_IMPORT_WH, 1500.0),
        (REGISTER, None, 7.0, Quantity.ENERGY_IMPORT_WH, 7.0),
        (REGISTER, "", 7.0, Quantity.ENERGY_IMPORT_WH, 7.0),
        ("Energy.Active.Export.Register", "kWh", 2.0, Quantity.ENERGY_EXPORT_WH, 2000.0),
        (POWER, "W", 11001.4, Quantity.POWER_IMPORT_W, 11001.4),
        (POWER, "kW", 3.65, Quantity.POWER_IMPORT_W, 3650.0),
        (POWER, "kWh", 3.65, Quantity.POWER_IMPORT_W, 3650.0),
        (POWER, "VA", 100.0, Quantity.POWER_IMPORT_W, 100.0),
        (POWER, "kVA", 1.0, Quantity.POWER_IMPORT_W, 1000.0),
        (POWER, None, 3.65, Quantity.POWER_IMPORT_W, 3.65),
        (POWER, "Power", 20.0, Quantity.POWER_IMPORT_W, 20.0),
        ("power.active.import", "W", 1.0, Quantity.POWER_IMPORT_W, 1.0),
        ("Power.Active.Export", "W", 9.0, Quantity.POWER_EXPORT_W, 9.0),
        ("Power.Offered", "W", 13300.0, Quantity.POWER_OFFERED_W, 13300.0),
        (CURRENT, "A", 15.8, Quantity.CURRENT_IMPORT_A, 15.8),
        (CURRENT, "mA", 15800.0, Quantity.CURRENT_IMPORT_A, 15.8),
        ("Current.Export", "A", 1.0, Quantity.CURRENT_EXPORT_A, 1.0),
        ("Current.Offered", "A", 10.0, Quantity.CURRENT_OFFERED_A, 10.0),
        (VOLTAGE, "V", 231.2, Quantity.VOLTAGE_V, 231.2),
        (VOLTAGE, "mV", 231200.0, Quantity.VOLTAGE_V, 231.2),
        (VOLTAGE, "kV", 0.4, Quantity.VOLTAGE_V, 400.0),
        (VOLTAGE, "V", 2312.0, Quantity.VOLTAGE_V, 231.2),
        ("Frequency", None, 49.95, Quantity.FREQUENCY_HZ, 49.95),
        ("Frequency", "Hz", 49.97, Quantity.FREQUENCY_HZ, 49.97),
        ("Power.Factor", None, -0.147, Quantity.POWER_FACTOR, -0.147),
        ("Power.Factor", "Percent", 98.0, Quantity.POWER_FACTOR, 0.98),
        ("Temperature", "Celsius", 35.5, Quantity.TEMPERATURE_C, 35.5),
        ("Temperature", "Celcius", 35.5, Quantity.TEMPERATURE_C, 35.5),
        ("Temperature", "degC", 32.5, Quantity.TEMPERATURE_C, 32.5),
        ("Temperature", "°C", 32.5, Quantity.TEMPERATURE_C, 32.5),
        ("Temperature", "Fahrenheit", 95.0, Quantity.TEMPERATURE_C, 35.0),
        ("Temperature", "K", 308.15, Quantity.TEMPERATURE_C, 35.0),
        ("Temperature", None, -20.0, Quantity.TEMPERATURE_C, -20.0),
        ("SoC", "Percent", 80.0, Quantity.STATE_OF_CHARGE_PERCENT, 80.0),
        ("SoC", "%", 80.0, Quantity.STATE_OF_CHARGE_PERCENT, 80.0),
    ],
)
def test_r21_a_value_is_read_in_its_quantitys_unit(
    measurand: str, unit: str | None, sent: float, quantity: Quantity, value: float
) -> None:
    read = values(Sample(value=sent, measurand=measurand, unit=unit))
    assert read == {(quantity, None): pytest.approx(value, abs=1e-9)}


@pytest.mark.parametrize(
    "sample",
    [
        Sample(value=1.0, measurand="Energy.Reactive.Import.Register"),
        Sample(value=1.0, measurand="RPM"),
        Sample(value=1.0, measurand="Nonsense"),
        Sample(value=16.0, measurand=POWER, unit="A"),
        Sample(value=1.0, measurand=CURRENT, unit="A", phase="L4"),
        Sample(value=230.0, measurand=VOLTAGE, unit="V", phase="N"),
        Sample(value=1.0, measurand=CURRENT, unit="A", phase="L1-L2"),
        Sample(value=1.0, measurand="Energy.Active.Import.Interval", phase="L1"),
        Sample(value=math.nan),
        Sample(value=math.inf, measurand=POWER),
        Sample(value=-1.0),
        Sample(value=1e12),
        Sample(value=-5000.0, measurand=POWER),
        Sample(value=1e9, measurand=POWER, unit="W"),
        Sample(value=50_000.0, measurand=VOLTAGE, unit="V"),
        Sample(value=1.5, measurand="Power.Factor"),
        Sample(value=250.0, measurand="SoC"),
        Sample(value=900.0, measurand="Temperature", unit="Celsius"),
        Sample(value=0.0, measurand="Frequency"),
    ],
    ids=lambda sample: f"{sample.measurand}={sample.value}{sample.unit or ''}@{sample.phase}",
)
def test_what_means_nothing_or_cannot_be_true_costs_only_itself(sample: Sample) -> None:
    good = Sample(value=25.0, measurand="Temperature", unit="Celsius")
    assert values(sample) == {}
    assert values(sample, good) == {(Quantity.TEMPERATURE_C, None): 25.0}


@pytest.mark.parametrize(("measurand", "sent"), [(POWER, -3.0), (CURRENT, -0.2), (VOLTAGE, -0.1)])
def test_noise_below_zero_is_zero(measurand: str, sent: float) -> None:
    (value,) = values(Sample(value=sent, measurand=measurand)).values()
    assert value == 0.0


@pytest.mark.parametrize(
    ("phase", "place"),
    [
        ("L1", Phase.L1),
        ("l2", Phase.L2),
        ("L3-N", Phase.L3),
        ("N", NEUTRAL),
        ("", None),
        (None, None),
    ],
)
def test_a_current_is_read_by_phase(phase: str | None, place: str | None) -> None:
    read = values(Sample(value=15.6, measurand=CURRENT, unit="A", phase=phase))
    assert read == {(Quantity.CURRENT_IMPORT_A, place): 15.6}


def test_a_voltage_between_phases_is_kept_apart_from_those_to_neutral() -> None:
    read = values(
        Sample(value=396.1, measurand=VOLTAGE, phase="L1-L2"),
        Sample(value=230.0, measurand=VOLTAGE, phase="L1-N"),
    )
    assert read == {(Quantity.VOLTAGE_V, "L1-L2"): 396.1, (Quantity.VOLTAGE_V, Phase.L1): 230.0}


def test_what_has_no_phases_is_read_without_one() -> None:
    assert values(Sample(value=50.0, measurand="Frequency", phase="L1")) == {
        (Quantity.FREQUENCY_HZ, None): 50.0
    }


def test_an_interval_is_kept_apart_from_the_register() -> None:
    read = values(Sample(value=120.0, measurand="Energy.Active.Import.Interval", unit="Wh"))
    assert read == {IMPORT_INTERVAL: 120.0}


def test_growatt_the_register_of_the_beginning_is_kept_apart_from_the_present_one() -> None:
    begin = Sample(value=157400.0, context="Transaction.Begin")
    present = Sample(value=163600.0)
    for samples in [(begin, present), (present, begin)]:
        assert values(*samples) == {
            BEGIN_REGISTER: 157400.0,
            (Quantity.ENERGY_IMPORT_WH, None): 163600.0,
        }


def test_the_end_is_preferred_to_what_came_before_and_the_beginning_to_nothing() -> None:
    end = Sample(value=3.0, measurand=POWER, context="Transaction.End")
    periodic = Sample(value=2.0, measurand=POWER)
    begin = Sample(value=1.0, measurand=POWER, context="Transaction.Begin")
    assert set(values(end, periodic, begin).values()) == {3.0}
    assert set(values(begin, periodic).values()) == {2.0}
    assert set(values(begin).values()) == {1.0}


def test_of_equal_contexts_the_later_sample_counts() -> None:
    samples = [
        Sample(value=float(number), measurand=POWER, context=context)
        for number, context in enumerate(("Sample.Clock", "Sample.Periodic", "Trigger", "Other"))
    ]
    assert set(values(*samples).values()) == {3.0}
    assert set(values(*reversed(samples)).values()) == {0.0}


def test_the_outlet_is_preferred_to_other_places() -> None:
    outlet = Sample(value=100.0)
    inlet = Sample(value=900.0, location="Inlet")
    for samples in [(outlet, inlet), (inlet, outlet)]:
        assert set(values(*samples).values()) == {100.0}
    assert set(values(inlet).values()) == {900.0}


def test_the_bodys_temperature_is_preferred_to_the_cables() -> None:
    body = Sample(value=35.0, measurand="Temperature", location="Body")
    cable = Sample(value=50.0, measurand="Temperature", location="Cable")
    nowhere = Sample(value=60.0, measurand="Temperature", location="Moon")
    assert set(values(body, cable, nowhere).values()) == {35.0}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            Sample,
            value=st.floats(),
            measurand=st.sampled_from([REGISTER, POWER, CURRENT, VOLTAGE, "SoC", "x"])
            | st.text(max_size=5),
            unit=st.none() | st.sampled_from(["W", "kW", "Wh", "kWh", "A", "V"]) | st.text(),
            phase=st.none() | st.sampled_from(["L1", "L1-N", "L1-L2", "N"]) | st.text(),
            location=st.text(max_size=8),
            context=st.text(max_size=8),
        )
    )
)
def test_whatever_comes_only_finite_values_within_bounds_get_through(samples: list[Sample]) -> None:
    for value in values(*samples).values():
        assert math.isfinite(value)
        assert -100 <= value <= 1e11
