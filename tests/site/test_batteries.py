"""Home batteries: what is read of them, what is refused, and several as one."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.plug_control.charging.types import TimedValue
from custom_components.plug_control.site.batteries import (
    BatteryControl,
    control_error,
    mean_percent,
    total_w,
)
from custom_components.plug_control.site.options import SiteOptions, read_site

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
EARLIER = NOW - timedelta(seconds=30)
HOLD = {"battery_hold": "select.mode", "battery_hold_value": "a", "battery_normal_value": "b"}


def site(*further: dict[str, object], **stored: object) -> SiteOptions:
    return read_site(
        {
            "grid_meter": "power",
            "battery_power": "sensor.a",
            "further_batteries": further,
            **stored,
        }
    )


def test_several_batteries_each_once() -> None:
    found = site({"battery_power": "sensor.b"}, {"battery_power": "sensor.a"}, {})
    assert [one.power for one in found.batteries] == ["sensor.a", "sensor.b"]
    assert found.measures_batteries
    assert not site(battery_power=None).measures_batteries
    assert not site(grid_meter="none").measures_batteries


def test_an_entity_that_holds_two_batteries_is_set_once() -> None:
    found = site({"battery_power": "sensor.b", **HOLD}, **HOLD)
    assert found.battery_controls == (
        BatteryControl(entity_id="select.mode", hold="a", normal="b"),
    )
    assert site(grid_meter="none", **HOLD).battery_controls == ()


@pytest.mark.parametrize("missing", HOLD)
def test_a_control_without_its_values_holds_nothing(missing: str) -> None:
    stored: dict[str, object] = {**HOLD, missing: ""}
    assert site(**stored).battery_controls == ()


def test_a_state_of_charge_is_known_only_of_all() -> None:
    assert site(battery_soc="sensor.s").knows_state_of_charge
    assert not site({"battery_power": "sensor.b"}, battery_soc="sensor.s").knows_state_of_charge
    assert not SiteOptions().knows_state_of_charge


@pytest.mark.parametrize(
    ("entity_id", "hold", "normal", "error"),
    [
        ("switch.a", "off", "on", None),
        ("input_boolean.a", "off", "auto", "hold_unknown_value"),
        ("switch.a", "on", "on", "hold_same"),
        ("select.a", "Standby", "Auto", None),
        ("select.a", "Standby", "Standby", "hold_same"),
        ("select.a", "", "Auto", "hold_incomplete"),
        ("number.a", 0.0, 5000.0, None),
        ("number.a", "0", "0.0", "hold_same"),
        ("number.a", "nothing", "5", "hold_no_number"),
        ("number.a", 0.0, None, "hold_incomplete"),
    ],
)
def test_values_that_fit_the_entity(
    entity_id: str, hold: object, normal: object, error: str | None
) -> None:
    assert control_error(entity_id, hold, normal) == error


def test_the_powers_are_added_up_where_all_are_known() -> None:
    one, other = TimedValue(1000, NOW), TimedValue(-300, EARLIER)
    assert total_w([one, other]) == TimedValue(700, EARLIER)
    assert total_w([one, None]) is None
    assert total_w([]) is None


def test_the_states_of_charge_are_weighed_by_capacity() -> None:
    full, empty = TimedValue(100, NOW), TimedValue(20, EARLIER)
    assert mean_percent([(full, 5.0), (empty, 15.0)]) == TimedValue(40, EARLIER)
    assert mean_percent([(full, 5.0), (empty, None)]) == TimedValue(60, EARLIER)
    assert mean_percent([(full, None)]) == full
    assert mean_percent([(full, 5.0), (None, 5.0)]) is None
    assert mean_percent([]) is None
