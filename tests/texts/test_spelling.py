"""OCPP's names in Home Assistant's spelling."""

import pytest

from custom_components.plug_control.texts.spelling import snake_case, snake_keys


@pytest.mark.parametrize(
    ("ocpp", "home_assistant"),
    [
        ("Available", "available"),
        ("SuspendedEVSE", "suspended_evse"),
        ("SuspendedEV", "suspended_ev"),
        ("EVCommunicationError", "ev_communication_error"),
        ("chargingSchedulePeriod", "charging_schedule_period"),
        ("ConcurrentTx", "concurrent_tx"),
        ("stack_level", "stack_level"),
    ],
)
def test_snake_case(ocpp: str, home_assistant: str) -> None:
    assert snake_case(ocpp) == home_assistant


def test_keys_are_spelled_so_at_every_depth_and_values_stay() -> None:
    assert snake_keys({"configurationKey": [{"readOnly": True, "value": "CamelCase"}]}) == {
        "configuration_key": [{"read_only": True, "value": "CamelCase"}]
    }
