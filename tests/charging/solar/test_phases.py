"""On how many phases, and how long they stay."""

import pytest

from custom_components.plug_control.charging.solar.phases import (
    charging_options,
    dwell_left_s,
    phase_options,
    seen_phases,
    standing_phases,
)
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    ConnectorSettings,
    TimedValue,
)
from tests.charging.solar_site import NOW, after


@pytest.mark.parametrize(
    ("charger", "options"),
    [
        (ChargerTraits(phases=1), (1,)),
        (ChargerTraits(phases=3), (3,)),
        (ChargerTraits(phases=2, can_switch_phases=True), (1, 2)),
        (ChargerTraits(phases=3, can_switch_phases=True), (1, 3)),
        (ChargerTraits(phases=1, can_switch_phases=True), (1,)),
    ],
)
def test_chargers_that_cannot_switch_have_no_choice(
    charger: ChargerTraits, options: tuple[int, ...]
) -> None:
    assert phase_options(charger) == options
    settings = ConnectorSettings(charger=charger)
    assert charging_options(settings, 3, may_pause=True) == (0, *options)
    assert charging_options(settings, 3, may_pause=False) == options


def test_unknown_or_impossible_phases_count_as_all() -> None:
    charger = ChargerTraits(phases=3, can_switch_phases=True)
    assert standing_phases(None, charger) == 3
    assert standing_phases(2, charger) == 3
    assert standing_phases(1, charger) == 1


def test_phases_dwell_after_a_change() -> None:
    settings = ConnectorSettings()
    assert dwell_left_s(None, settings, NOW) == 0
    assert dwell_left_s(NOW, settings, after(100)) == 200
    assert dwell_left_s(NOW, settings, after(301)) == 0


# ---- the car's own


def reading(value: float) -> TimedValue:
    return TimedValue(value, NOW)


@pytest.mark.parametrize(
    ("currents_a", "told", "phases"),
    [
        ((10, 0.2, 0.1), 3, 1),
        ((10, 10, 0.1), 3, 2),
        ((10, 10, 10), 3, 3),
        ((10, 10, 0), 2, 2),
        ((10, 0.2, 0), 2, 1),
        ((10, 0, 0), 1, None),  # it had no choice
        ((0, 0, 0), 3, None),  # it does not draw
    ],
)
def test_car_s_phases_are_seen_while_it_draws_with_all_offered(
    currents_a: tuple[float, ...], told: int, phases: int | None
) -> None:
    assert seen_phases([reading(value) for value in currents_a], told, NOW, 60) == phases


def test_car_s_phases_are_not_guessed() -> None:
    assert seen_phases([reading(10), None, None], 3, NOW, 60) is None
    assert seen_phases([reading(10)] * 3, 3, after(61), 60) is None


def test_one_phase_car_leaves_no_choice() -> None:
    charger = ChargerTraits(phases=3, can_switch_phases=True)
    settings = ConnectorSettings(charger=charger, car_phases=1)
    assert charging_options(settings, 3, may_pause=True) == (0, 3)
    assert charging_options(settings, 1, may_pause=False) == (1,)
    assert settings.power_w(10, 3) == settings.power_w(10, 1) == 2300
