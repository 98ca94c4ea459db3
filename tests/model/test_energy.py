"""How much a session charged, whatever its registers say (decision 7)."""

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.model.energy import (
    Energy,
    SessionData,
    read_transaction_data,
    session_energy,
)

from .samples import NOW, Element, Sample, after, element, power, register

# ---- transactionData


def test_no_data_tells_nothing() -> None:
    assert read_transaction_data([]) == SessionData()
    assert read_transaction_data([element(NOW, power(7000))]) == SessionData(peak_power_w=7000)


def test_one_register_tells_no_energy() -> None:
    data = read_transaction_data([element(NOW, register(100))])
    assert (data.begin_wh, data.end_wh, data.energy_wh) == (100, 100, None)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_r17_data_is_read_by_its_times_not_by_its_order(order: tuple[int, ...]) -> None:
    elements = [element(after(60 * n), register(1000 + 100 * n), power(10 * n)) for n in range(3)]
    assert read_transaction_data([elements[n] for n in order]) == SessionData(
        begin_wh=1000,
        end_wh=1200,
        energy_wh=200,
        first_at=NOW,
        last_at=after(120),
        peak_power_w=20,
        points=((NOW, 1000), (after(60), 1100), (after(120), 1200)),
    )


def test_microocpp_begin_and_end_of_the_data() -> None:
    data = read_transaction_data(
        [
            element(NOW, register(1644, context="Transaction.Begin")),
            element(after(363), register(2421, context="Transaction.End")),
        ]
    )
    assert (data.begin_wh, data.end_wh, data.energy_wh) == (1644, 2421, 777)


def test_data_without_times_is_read_in_its_order() -> None:
    data = read_transaction_data([element(None, register(wh)) for wh in (100.0, 150.0, 300.0)])
    assert data.energy_wh == 200
    assert data.points == ()


def test_data_with_registers_by_phase_is_summed() -> None:
    def by_phase(at_s: float, wh: float) -> Element:
        return element(after(at_s), *(register(wh, phase=f"L{n}") for n in (1, 2, 3)))

    assert read_transaction_data([by_phase(0, 100), by_phase(60, 150)]).energy_wh == 150


def test_a_register_that_was_reset_in_between_is_counted_in_steps() -> None:
    elements = [
        element(after(60 * n), register(wh)) for n, wh in enumerate((5000.0, 5200.0, 0.0, 300.0))
    ]
    assert read_transaction_data(elements).energy_wh == 500


# ---- energy


def test_the_energy_is_the_difference_of_the_registers() -> None:
    assert session_energy(
        meter_start_wh=1_234_560, meter_stop_wh=1_241_870, seconds=7200
    ) == Energy(energy_wh=7310, estimated=False, meter_stop_wh=1_241_870)


def test_a_session_without_energy_has_none() -> None:
    energy = session_energy(meter_start_wh=500, meter_stop_wh=500, seconds=60)
    assert energy == Energy(energy_wh=0, estimated=False, meter_stop_wh=500)


def test_the_step_of_a_meter_is_no_contradiction() -> None:
    energy = session_energy(
        meter_start_wh=1000,
        meter_stop_wh=2000,
        measured_wh=1015,
        last_register_wh=2015,
        seconds=10,
    )
    assert energy == Energy(energy_wh=1000, estimated=False, meter_stop_wh=2000)


@pytest.mark.parametrize(
    "meter_stop_wh",
    [None, -1000.0, 0.0, 500.0, 1500.0, 998_000.0],
    ids=["missing", "C2EU Q19", "zero", "below start", "below the last reading", "998 kWh"],
)
def test_c2eu_q19_a_meter_stop_that_cannot_be_true_gives_what_was_measured(
    meter_stop_wh: float | None,
) -> None:
    assert session_energy(
        meter_start_wh=1000,
        meter_stop_wh=meter_stop_wh,
        measured_wh=800,
        last_register_wh=1800,
        seconds=60,
    ) == Energy(energy_wh=800, estimated=True, meter_stop_wh=1800)


def test_more_than_its_power_allows_in_its_time_is_not_believed() -> None:
    believed = session_energy(meter_start_wh=0, meter_stop_wh=90_000, seconds=3600)
    assert not believed.estimated
    absurd = session_energy(meter_start_wh=0, meter_stop_wh=998_000, seconds=3600)
    assert absurd == Energy(energy_wh=0, estimated=True, meter_stop_wh=None)
    strong = session_energy(
        meter_start_wh=0, meter_stop_wh=300_000, seconds=3600, peak_power_w=350_000
    )
    assert not strong.estimated


def test_without_a_time_an_hours_worth_is_believed() -> None:
    assert not session_energy(meter_start_wh=0, meter_stop_wh=60_000).estimated
    assert session_energy(meter_start_wh=0, meter_stop_wh=200_000).estimated


def test_a_register_that_was_reset_counts_its_two_parts() -> None:
    energy = session_energy(
        meter_start_wh=50_000, meter_stop_wh=700, measured_wh=2600, last_register_wh=600, seconds=60
    )
    assert energy == Energy(energy_wh=2700, estimated=True, meter_stop_wh=700)


def test_a_session_whose_start_is_not_known_counts_from_its_first_reading() -> None:
    energy = session_energy(
        meter_start_wh=None,
        meter_stop_wh=2100,
        measured_wh=900,
        last_register_wh=2000,
        seconds=60,
    )
    assert energy == Energy(energy_wh=1000, estimated=True, meter_stop_wh=2100)


def test_without_registers_the_power_counts() -> None:
    energy = session_energy(meter_start_wh=None, meter_stop_wh=None, integrated_wh=4321)
    assert energy == Energy(energy_wh=4321, estimated=True, meter_stop_wh=None)


@pytest.mark.parametrize("measured_wh", [None, 0.0])
def test_a_register_that_stands_still_while_power_flows_is_no_register(
    measured_wh: float | None,
) -> None:
    energy = session_energy(
        meter_start_wh=0, meter_stop_wh=0, measured_wh=measured_wh, integrated_wh=4321, seconds=7200
    )
    assert energy == Energy(energy_wh=4321, estimated=True, meter_stop_wh=None)


_REGISTERS = st.none() | st.floats(min_value=-1000, max_value=2e6)
_AMOUNTS = st.floats(min_value=0, max_value=1e6)


@settings(max_examples=200, deadline=None)
@given(
    meter_start_wh=_REGISTERS,
    meter_stop_wh=_REGISTERS,
    measured_wh=st.none() | _AMOUNTS,
    last_register_wh=st.none() | _AMOUNTS,
    integrated_wh=_AMOUNTS,
    seconds=st.none() | st.floats(min_value=-1e5, max_value=1e6),
    peak_power_w=st.floats(min_value=0, max_value=1e5),
)
def test_energy_is_never_negative_and_exact_only_where_it_is_the_difference(
    **facts: float | None,
) -> None:
    energy = session_energy(**facts)  # type: ignore[arg-type]
    assert energy.energy_wh >= 0
    if not energy.estimated:
        start_wh, stop_wh = facts["meter_start_wh"], facts["meter_stop_wh"]
        assert start_wh is not None
        assert stop_wh is not None
        assert energy.energy_wh == stop_wh - start_wh


def test_the_samples_of_another_quantity_are_no_register() -> None:
    noise = Sample(value=5, measurand="Nonsense")
    assert read_transaction_data([element(NOW, noise)]) == SessionData()
