"""Remote starts that were sent: what is expected of them, and what they mean for starting by itself."""

import pytest

from custom_components.plug_control.central_system.stations import expected_starts
from custom_components.plug_control.central_system.stations.auto_start import (
    PLUG_WAIT_S,
    AutoStartState,
)
from custom_components.plug_control.central_system.stations.expected_starts import (
    expect_start,
    expected_start,
    expects_start,
)
from custom_components.plug_control.central_system.stations.settings import ChargePointSettings
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.charge_point import ChargePoint


@pytest.fixture
def station() -> Station:
    """A charge point with two connectors that would start by themselves."""
    station = Station(
        settings=ChargePointSettings(charge_point_id="CP-1"),
        charge_point=ChargePoint(charge_point_id="CP-1"),
    )
    for connector_id in (1, 2):
        station.auto_start(connector_id).state = AutoStartState.ARMED
    return station


async def test_a_start_is_expected_at_its_connector_until_it_is_taken_back(
    station: Station,
) -> None:
    take_back = expect_start(station, 1, "card", "ben")
    assert [expects_start(station, each) for each in (1, 2)] == [True, False]
    expected = expected_start(station, "CARD", 1)
    assert expected is not None
    assert expected.user_id == "ben"
    assert expected_start(station, "card", 2) is None
    assert expected_start(station, "other", 1) is None
    take_back()
    take_back()
    assert not expects_start(station, 1)


async def test_a_start_at_any_connector_is_expected_at_each(station: Station) -> None:
    expect_start(station, 0, "CARD")
    assert [expects_start(station, each) for each in (1, 2)] == [True, True]
    assert expected_start(station, "CARD", 2) is not None


async def test_the_newest_start_of_a_connector_counts(station: Station) -> None:
    expect_start(station, 1, "OLD")
    expect_start(station, 1, "NEW")
    assert [each.id_tag for each in station.expected_starts] == ["NEW"]


async def test_a_start_that_brought_no_transaction_is_forgotten(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expected_starts, "EXPECT_START_S", -1.0)
    expect_start(station, 1, "CARD")
    assert not expects_start(station, 1)
    assert expected_start(station, "CARD") is None


@pytest.mark.parametrize(("connector_id", "waiting"), [(0, [1, 2]), (1, [1]), (2, [2])])
async def test_a_start_keeps_its_connector_from_starting_by_itself_until_its_cable_is_there(
    station: Station, connector_id: int, waiting: list[int]
) -> None:
    expect_start(station, connector_id, "CARD")
    held = [each for each, auto_start in station.auto_starts.items() if auto_start.not_before > 0]
    assert held == waiting
    assert all(station.auto_start(each).not_before >= PLUG_WAIT_S for each in held)


async def test_a_start_of_its_own_does_not_hold_it(station: Station) -> None:
    station.auto_start(1).is_sending = True
    expect_start(station, 1, "CARD")
    assert station.auto_start(1).not_before == 0
