"""What a connector's status tells."""

import pytest

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorStatus


@pytest.mark.parametrize(
    ("status", "plugged_in"),
    [
        (None, None),
        (ConnectorStatus.AVAILABLE, False),
        (ConnectorStatus.RESERVED, False),
        (ConnectorStatus.PREPARING, True),
        (ConnectorStatus.CHARGING, True),
        (ConnectorStatus.SUSPENDED_EV, True),
        (ConnectorStatus.SUSPENDED_EVSE, True),
        (ConnectorStatus.FINISHING, True),
        (ConnectorStatus.UNAVAILABLE, None),
        (ConnectorStatus.FAULTED, None),
    ],
)
def test_the_status_tells_whether_a_cable_is_in(
    status: ConnectorStatus | None, plugged_in: bool | None
) -> None:
    assert Connector(connector_id=1, status=status).is_plugged_in is plugged_in


def test_nothing_is_known_of_charging_before_the_status_was_told() -> None:
    assert Connector(connector_id=1).is_charging is None


def test_only_charging_is_charging() -> None:
    charging = [
        status for status in ConnectorStatus if Connector(connector_id=1, status=status).is_charging
    ]
    assert charging == [ConnectorStatus.CHARGING]


@pytest.mark.parametrize(
    ("status", "error_code", "problem"),
    [
        (None, None, None),
        (ConnectorStatus.AVAILABLE, "NoError", False),
        (ConnectorStatus.FAULTED, "NoError", True),
        (ConnectorStatus.CHARGING, "HighTemperature", True),
        (ConnectorStatus.CHARGING, "Error", True),
    ],
)
def test_a_fault_or_an_error_is_a_problem(
    status: ConnectorStatus | None, error_code: str | None, problem: bool | None
) -> None:
    connector = Connector(connector_id=1, status=status, error_code=error_code)
    assert connector.has_problem is problem


def test_connectors_appear_when_they_are_first_heard_of() -> None:
    charge_point = ChargePoint(charge_point_id="CP-1")
    connector = charge_point.connector(2)
    assert charge_point.connector(2) is connector
    assert list(charge_point.connectors) == [2]
