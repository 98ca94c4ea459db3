"""Totals as pure functions, where the meter's own tests do not reach."""

import pytest

from custom_components.plug_control.model.totals import integrated_wh, representative_voltage_v


def test_no_voltage_at_all_is_none() -> None:
    assert representative_voltage_v([], [0.0, 0.0]) is None


@pytest.mark.parametrize(
    ("seconds", "energy_wh"), [(1200, 500), (3600, 1000), (0, 0), (-60, 0), (3601, 0)]
)
def test_the_longer_the_gap_the_less_is_known_of_its_energy(
    seconds: float, energy_wh: float
) -> None:
    assert integrated_wh(1000, 2000, seconds) == energy_wh
    assert integrated_wh(2000, 1000, seconds) == energy_wh
