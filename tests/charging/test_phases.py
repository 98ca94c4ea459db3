"""On how many phases, and how long they stay."""

import pytest

from custom_components.plug_control.charging.phases import (
    charging_options,
    dwell_left_s,
    phase_options,
    standing_phases,
)
from custom_components.plug_control.charging.types import ChargerTraits, ConnectorSettings

from .solar_site import NOW, after


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
    assert charging_options(charger, may_pause=True) == (0, *options)
    assert charging_options(charger, may_pause=False) == options


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
