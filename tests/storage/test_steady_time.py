"""The time by which data is erased: the clock's, without its leaps ahead."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.storage.steady_time import SteadyTime

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BEFORE = NOON - timedelta(days=1)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
AHEAD = NOON.replace(year=2099)


async def asked(hass: HomeAssistant, freezer: FrozenDateTimeFactory, now: datetime) -> datetime:
    """Return the time after a restart at a time of the clock."""
    freezer.move_to(now)
    steady_time = SteadyTime(hass, "entry")
    await steady_time.async_load()
    return await steady_time.async_now()


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ([NOON], NOON),
        ([NOON + 7 * DAY], NOON + 7 * DAY),
        ([AHEAD], NOON),
        ([AHEAD, NOON + DAY], NOON + DAY),
        ([AHEAD, AHEAD + timedelta(hours=19)], NOON),
        ([AHEAD, AHEAD + timedelta(hours=20)], AHEAD + timedelta(hours=20)),
        ([AHEAD, AHEAD - DAY], NOON),
        ([AHEAD, AHEAD + 63 * DAY], NOON),
        ([AHEAD, NOON + DAY, AHEAD + 2 * DAY], NOON + DAY),
        ([AHEAD, NEVER, AHEAD + DAY], AHEAD + DAY),
        ([NEVER], NEVER),
        ([NEVER, NOON + DAY], NOON + DAY),
        ([NOON + 90 * DAY, NOON + 104 * DAY], NOON + 104 * DAY),
    ],
)
async def test_a_clock_that_leaps_ahead_is_believed_when_it_went_on_for_a_day(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    freezer: FrozenDateTimeFactory,
    clock: list[datetime],
    expected: datetime,
) -> None:
    """A clock that is behind (a computer without a battery for it) is neither doubted nor does it count."""
    for now in (BEFORE, NOON):
        await asked(hass, freezer, now)
    assert [await asked(hass, freezer, now) for now in clock][-1] == expected


async def test_nothing_is_old_before_the_clock_was_seen_on_two_days(
    hass: HomeAssistant, hass_storage: dict[str, Any], freezer: FrozenDateTimeFactory
) -> None:
    assert await asked(hass, freezer, AHEAD) == NEVER
    assert await asked(hass, freezer, NOON) == NEVER
    assert await asked(hass, freezer, NOON + DAY) == NOON + DAY


@pytest.mark.parametrize("stored", [{}, {"clock": {"believed": 7, "doubted": "x"}}])
async def test_what_is_stored_and_no_time_is_as_if_it_were_not_there(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    freezer: FrozenDateTimeFactory,
    stored: dict[str, Any],
) -> None:
    hass_storage[f"{DOMAIN}.entry.steady_time"] = {"version": 1, "data": stored}
    assert await asked(hass, freezer, NOON) == NEVER


async def test_the_latest_time_is_never_before_what_was_believed(
    hass: HomeAssistant, hass_storage: dict[str, Any], freezer: FrozenDateTimeFactory
) -> None:
    for now in (BEFORE, NOON):
        await asked(hass, freezer, now)
    steady_time = SteadyTime(hass, "entry")
    await steady_time.async_load()
    for now, latest in ((NEVER, NOON), (NOON + DAY, NOON + DAY), (AHEAD, AHEAD)):
        freezer.move_to(now)
        assert steady_time.latest == latest
