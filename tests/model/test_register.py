"""A register that only counts up, whatever the charger's own one does."""

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.model.register import Register, plausible_wh

from .samples import after


def read(register: Register, *readings: float, start_s: float = 0.0, step_s: float = 60.0) -> float:
    """Let the register take readings a minute apart, and return its lifetime."""
    for number, raw_wh in enumerate(readings):
        register.take(raw_wh, at=after(start_s + number * step_s))
    return register.lifetime_wh or 0.0


def test_a_register_that_counts_is_shown_as_it_is() -> None:
    assert read(Register(), 1_234_560.0, 1_234_570.0, 1_234_570.0) == 1_234_570.0


def test_a_register_has_no_value_before_its_first_reading() -> None:
    assert Register().lifetime_wh is None


def test_c2eu_q29_zero_after_a_boot_is_ignored_however_often_it_comes() -> None:
    register = Register()
    assert read(register, 1_234_560.0) == 1_234_560.0
    assert read(register, *[0.0] * 10, start_s=60) == 1_234_560.0
    assert read(register, 1_234_570.0, start_s=700) == 1_234_570.0


def test_c2eu_q29_zero_is_no_first_reading() -> None:
    register = Register()
    assert not register.take(0.0, at=after(0))
    assert not register.take(0.0, at=after(0))
    assert not register.take(0.0, at=after(10))
    assert not register.take(0.0, at=after(20))
    assert register.lifetime_wh is None
    assert register.take(1_234_560.0, at=after(30))
    assert register.lifetime_wh == 1_234_560.0


def test_a_new_charger_shows_zero_once_that_persists() -> None:
    register = Register()
    assert [register.take(0.0, at=after(60 * n)) for n in range(3)] == [False, False, True]
    assert register.lifetime_wh == 0.0
    assert read(register, 100.0, start_s=200) == 100.0


@pytest.mark.parametrize("low", [0.0, 100.0, 1_100_000.0])
def test_one_lower_reading_is_a_glitch(low: float) -> None:
    assert read(Register(), 1_234_560.0, low, 1_234_600.0) == 1_234_600.0


def test_an_imprecise_register_waits_and_gains_nothing() -> None:
    register = Register()
    readings = [1000.4, *[1000.3] * 20, 1000.5]
    assert read(register, *readings) == 1000.5
    assert register.offset_wh == 0.0


def test_a_register_that_was_replaced_goes_on_from_the_last_value() -> None:
    register = Register()
    read(register, 50_000.0)
    assert read(register, 10.0, 110.0, start_s=60) == 50_000.0
    assert read(register, 210.0, start_s=180) == 50_200.0
    assert read(register, 310.0, start_s=240) == 50_300.0


def test_a_register_that_restarts_at_zero_loses_nothing() -> None:
    register = Register()
    read(register, 50_000.0)
    assert read(register, 0.0, 100.0, 200.0, start_s=60) == 50_200.0


def test_lower_readings_within_a_minute_are_not_enough() -> None:
    register = Register()
    read(register, 50_000.0)
    assert read(register, 10.0, 11.0, 12.0, 13.0, start_s=1, step_s=1) == 50_000.0
    assert register.raw_wh == 50_000.0


def test_the_same_lower_reading_heard_twice_counts_once() -> None:
    register = Register()
    read(register, 50_000.0)
    assert read(register, 10.0, 10.0, 10.0, start_s=90, step_s=0) == 50_000.0


def test_a_jump_that_no_charger_can_make_is_held_and_forgotten() -> None:
    assert read(Register(), 1_000.0, 998_000.0, 1_100.0) == 1_100.0


def test_a_jump_that_persists_counts_nothing_and_the_count_goes_on_from_there() -> None:
    register = Register()
    readings = (1_000.0, 998_000.0, 998_100.0, 998_200.0)
    assert read(register, *readings) == 1_200.0
    assert read(register, 998_300.0, start_s=300) == 1_300.0


def test_a_jump_after_a_long_absence_is_energy() -> None:
    register = Register()
    read(register, 1_000.0)
    register.take(301_000.0, at=after(7 * 86_400))
    assert register.lifetime_wh == 301_000.0


def test_a_strong_charger_may_count_fast() -> None:
    register = Register()
    read(register, 1_000.0)
    assert not register.take(40_000.0, at=after(300))
    register = Register()
    read(register, 1_000.0)
    assert register.take(40_000.0, at=after(300), power_w=400_000.0)


def test_a_register_that_no_one_believes_insists_in_the_end() -> None:
    register = Register()
    leaps = [1_000.0 + n * 100_000.0 for n in range(7)]
    assert read(register, *leaps) == 1_000.0
    assert register.raw_wh == leaps[-1]
    assert read(register, leaps[-1] + 50.0, start_s=7 * 60) == 1_050.0


def test_evbox_a_register_that_restarts_with_each_transaction_goes_on_at_once() -> None:
    register = Register()
    read(register, 0.0, 2_000.0, 4_210.0)
    register.transaction_started(0.0, at=after(3_600))
    assert not register.take(0.0, at=after(3_600))
    assert register.take(150.0, at=after(3_660))
    assert register.lifetime_wh == 4_360.0
    assert read(register, 300.0, start_s=3_720) == 4_510.0


def test_a_transaction_that_begins_higher_proves_nothing() -> None:
    register = Register()
    read(register, 1_000.0)
    register.transaction_started(1_500.0, at=after(60))
    assert not register.take(800.0, at=after(120))
    assert register.lifetime_wh == 1_000.0


def test_a_reading_that_cannot_follow_from_the_beginning_is_doubted() -> None:
    register = Register()
    read(register, 50_000.0)
    register.transaction_started(0.0, at=after(60))
    assert not register.take(40_000.0, at=after(120))


def test_a_register_that_goes_on_forgets_the_beginning() -> None:
    register = Register()
    read(register, 50_000.0)
    register.transaction_started(0.0, at=after(60))
    assert register.take(50_100.0, at=after(120))
    assert not register.take(100.0, at=after(180))


def test_energy_without_a_register_counts_and_a_register_that_comes_goes_on_from_it() -> None:
    register = Register()
    register.add(750.0)
    assert register.lifetime_wh == 750.0
    assert read(register, 90_000.0) == 750.0
    assert read(register, 90_100.0, start_s=60) == 850.0


def test_a_register_is_remembered() -> None:
    register = Register()
    read(register, 50_000.0, 10.0, 110.0, 210.0)
    again = Register.from_dict(register.as_dict())
    assert (again.raw_wh, again.offset_wh, again.at) == (210.0, 49_990.0, after(180))
    assert Register.from_dict(Register().as_dict()) == Register()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("raw_wh", float("nan")),
        ("raw_wh", "5"),
        ("raw_wh", 10**400),
        ("offset_wh", 10**400),
        ("offset_wh", float("inf")),
        ("offset_wh", None),
        ("at", "2026-03-14T10:00:00"),
        ("at", 5),
    ],
)
def test_a_damaged_memory_is_refused(name: str, value: object) -> None:
    register = Register()
    read(register, 50_000.0)
    with pytest.raises((TypeError, ValueError)):
        Register.from_dict({**register.as_dict(), name: value})


def test_what_is_plausible_grows_with_time_and_power() -> None:
    assert plausible_wh(-60) == plausible_wh(0) == 5_000.0
    assert plausible_wh(3600) == 105_000.0
    assert plausible_wh(3600, 400_000.0) == 805_000.0


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(min_value=0, max_value=1e7)
            | st.sampled_from([0.0, 1.0, 5e4, 5e4 + 10, 5e4 + 20]),
            st.integers(min_value=0, max_value=3600),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_the_lifetime_never_goes_back_and_never_leaps(
    readings: list[tuple[float, int, bool]],
) -> None:
    register = Register()
    seconds = 0
    before: float | None = None
    for raw_wh, pause_s, begins in readings:
        seconds += pause_s
        if begins:
            register.transaction_started(raw_wh, at=after(seconds))
        register.take(raw_wh, at=after(seconds))
        lifetime_wh = register.lifetime_wh
        if before is not None:
            assert lifetime_wh is not None
            assert before - 1e-3 <= lifetime_wh <= before + plausible_wh(seconds) * 40
        before = lifetime_wh
