"""Totals as pure functions, where the meter's own tests do not reach."""

import pytest

from custom_components.plug_control.model.totals import integrated_wh, representative_voltage_v


def test_no_voltage_at_all_is_none() -> None:
    assert representative_voltage_v({}, [0.0, 0.0]) is None


@pytest.mark.parametrize(
    ("seconds", "energy_wh"), [(3600, 1500), (1800, 750), (0, 0), (-60, 0), (3601, 0)]
)
def test_energy_between_two_powers(seconds: float, energy_wh: float) -> None:
    assert integrated_wh(1000, 2000, seconds) == energy_wh
