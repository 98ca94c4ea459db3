"""What a connector draws: measured, or as it was told."""

from custom_components.plug_control.charging.solar.connector_state import ConnectorState
from custom_components.plug_control.charging.solar.draw import drawn_w, measured_draw
from custom_components.plug_control.charging.solar.surplus import SiteSettings
from custom_components.plug_control.charging.types import (
    ConnectorReadings,
    ConnectorSettings,
    TimedValue,
)
from tests.charging.solar_site import ABSENT, CONNECTED, NOW, ONE_PHASE, after

SETTINGS = ConnectorSettings(charger=ONE_PHASE)
SITE = SiteSettings()
ON = ConnectorState(limit_a=10, phases=1)


def test_measured_power_counts_while_it_is_fresh() -> None:
    readings = ConnectorReadings(connected=True, power_w=TimedValue(1500, NOW))
    assert drawn_w(readings, ON, SETTINGS, SITE, after(150)) == 1500
    assert drawn_w(readings, ON, SETTINGS, SITE, after(151)) == 2300


def test_currents_stand_for_a_power_that_is_not_told() -> None:
    currents = (TimedValue(6, after(5)), TimedValue(7, NOW), None)
    readings = ConnectorReadings(connected=True, currents_a=currents)
    assert measured_draw(readings, 230, SITE, after(6)) == TimedValue(13 * 230, NOW)


def test_nothing_measured_means_what_was_told_once_it_has_begun() -> None:
    starting = ConnectorState(limit_a=10, phases=1, settled_at=after(30))
    assert drawn_w(CONNECTED, starting, SETTINGS, SITE, after(29)) == 0
    assert drawn_w(CONNECTED, starting, SETTINGS, SITE, after(30)) == 2300
    assert drawn_w(ABSENT, ON, SETTINGS, SITE, NOW) == 0
