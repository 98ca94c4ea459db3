"""By what time of day a plan is due."""

from datetime import time

from homeassistant.components.time.const import DOMAIN as TIME, SERVICE_SET_VALUE
from homeassistant.const import ATTR_ENTITY_ID, ATTR_TIME
from homeassistant.core import HomeAssistant
from syrupy.assertion import SnapshotAssertion

from .entity_states import assert_platform, charging_c2eu, value
from .smart import KEY, controller_of

READY_BY = "time.c2eu_ready_by"


async def test_times_of_a_c2eu(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert_platform(hass, entry, TIME, snapshot)


async def test_a_time_is_wished_and_shown(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (entry, _):
        assert value(hass, READY_BY) == "07:00:00"
        await hass.services.async_call(
            TIME, SERVICE_SET_VALUE, {ATTR_ENTITY_ID: READY_BY, ATTR_TIME: "06:15"}, blocking=True
        )
        assert controller_of(entry).wishes_of(KEY).ready_by == time(6, 15)
        assert value(hass, READY_BY) == "06:15:00"
