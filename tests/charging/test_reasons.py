"""Why it does what it does, in the form of data."""

from dataclasses import replace

import pytest

from custom_components.plug_control.charging.solar.connector_state import ConnectorState
from custom_components.plug_control.charging.types import Mode, Reason, ReasonCode

from .solar_site import SWITCHING, Connector, case_of

BATTERY = Reason(code=ReasonCode.HOME_BATTERY_FIRST, soc_percent=20, target_percent=50)


def test_waits_for_so_much_surplus_for_so_long() -> None:
    reason = Connector(case_of()).tick(500).reason
    assert reason == Reason(code=ReasonCode.WAITING_FOR_SURPLUS, power_w=1380, wait_s=60)


def test_tells_how_long_it_still_waits() -> None:
    connector = Connector(case_of())
    waits = [connector.tick(9000).reason.wait_s for _ in range(6)]
    assert waits == [60, 50, 40, 30, 20, 10]
    assert connector.tick(9000).reason.code is ReasonCode.SOLAR


@pytest.mark.parametrize("surplus_w", [1400.0, 2000.0, 6000.0])
def test_what_it_foretells_comes_true(surplus_w: float) -> None:
    connector = Connector(case_of())
    connector.tick(surplus_w)
    told_s = connector.tick(surplus_w).reason.wait_s
    assert told_s is not None
    told_at = connector.decisions[-1][0]
    while not connector.tick(surplus_w).limit_a:
        pass
    waited_s = (connector.decisions[-1][0] - told_at).total_seconds()
    assert told_s <= waited_s < told_s + 10


def test_home_battery_comes_first() -> None:
    connector = Connector(case_of())
    assert connector.tick(500, battery_first=BATTERY).reason is BATTERY
    assert connector.tick(5000).reason.code is ReasonCode.WAITING_FOR_SURPLUS


def test_minimum_off_time_is_told() -> None:
    connector = Connector(case_of())
    connector.run(3000, 900)
    connector.tick(None)
    connector.run(9000, 100)
    reason = connector.tick(9000).reason
    assert reason == Reason(code=ReasonCode.MINIMUM_OFF_TIME, wait_s=190)


def test_surplus_that_is_not_settled_foretells_nothing_new() -> None:
    connector = Connector(case_of())
    connector.run(0, 600)
    connector.tick(2000)
    before = connector.decisions[-1][1].reason.wait_s
    assert connector.tick(-500, surplus_settled=False).reason.wait_s == before


def test_solar_tells_the_surplus() -> None:
    connector = Connector(case_of())
    assert connector.run(3000, 600).reason == Reason(code=ReasonCode.SOLAR, power_w=3000)


def test_holding_tells_for_how_long() -> None:
    connector = Connector(case_of())
    connector.run(3000, 900)
    connector.tick(0)
    reason = connector.tick(0).reason
    assert (reason.code, reason.power_w) == (ReasonCode.HOLDING_MINIMUM, 0)
    assert reason.wait_s == 110
    for _ in range(11):
        last = connector.tick(0)
    assert last.limit_a == 0


def test_minimum_in_solar_minimum() -> None:
    connector = Connector(case_of(mode=Mode.SOLAR_MINIMUM))
    reasons = [connector.tick(surplus_w).reason.code for surplus_w in (400, 400, 2300, None)]
    assert reasons == [
        ReasonCode.MINIMUM,
        ReasonCode.MINIMUM,
        ReasonCode.SOLAR,
        ReasonCode.SURPLUS_UNKNOWN,
    ]


def test_change_of_phases_is_told_until_its_pause_is_over() -> None:
    connector = Connector(case_of(charger=SWITCHING), ConnectorState(phases=1))
    connector.run(2000, 900)
    while (reason := connector.tick(8000).reason).code is not ReasonCode.SWITCHING_PHASES:
        pass
    assert (reason.phases, reason.wait_s) == (3, 70)
    waits = [connector.tick(8000).reason.wait_s for _ in range(6)]
    assert waits == [60, 50, 40, 30, 20, 10]
    assert connector.tick(8000).reason.code is ReasonCode.SOLAR


def test_other_options_than_before_foretell_nothing() -> None:
    """A look in another mode has begun its stakes anew."""
    connector = Connector(case_of(mode=Mode.SOLAR_MINIMUM))
    connector.run(3000, 600)
    settings = replace(connector.case.settings, mode=Mode.SOLAR)
    assert connector.tick(0, settings=settings).reason.code is ReasonCode.HOLDING_MINIMUM
