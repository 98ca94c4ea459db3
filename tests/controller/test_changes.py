"""What was decided in a week: changes alone, bounded, over a restart, whatever is in the file."""

from datetime import UTC, datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.controller.changes import (
    GRAIN_S,
    KEPT,
    MOST_ROWS,
    NOT_RUNNING,
    Change,
    Changes,
)
from tests.house import House, house, wallbox

KEY = ("CP-1", 1)
NOON = datetime(2026, 6, 14, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    """A time, so many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


class Log:
    """Changes with those that were told, and how often there was something to save."""

    def __init__(self) -> None:
        self.saves = 0
        self.changes = Changes(self._save)

    def _save(self) -> None:
        self.saves += 1

    def see(
        self, at_s: float, code: str = "fast", limit_a: int | None = 16, **numbers: Any
    ) -> None:
        """See what counts."""
        self.changes.see(KEY, (code, limit_a, None), lambda: numbers, after(at_s))

    def told(self, start_s: float = -1e9, end_s: float = 1e9) -> list[Change]:
        """Return the changes between two times."""
        return self.changes.of(KEY, after(start_s), after(end_s))


def test_only_changes_are_kept_with_their_numbers() -> None:
    log = Log()
    log.see(0, "solar", 10, power_w=2300)
    log.see(200, "solar", 10, power_w=2400)
    log.see(300, "solar", 11, power_w=2600)
    assert log.told() == [
        Change(at=NOON, code="solar", limit_a=10, numbers={"power_w": 2300}),
        Change(at=after(300), code="solar", limit_a=11, numbers={"power_w": 2600}),
    ]
    assert log.saves == 2


def test_a_limit_that_follows_the_sun_is_one_change_in_two_minutes() -> None:
    log = Log()
    for second in range(0, 8 * 3600, 10):
        log.see(second, "solar", 6 + second // 10 % 10)
    assert len(log.told()) == 8 * 3600 / GRAIN_S
    log.see(8 * 3600, "waiting_for_surplus", 0)
    log.see(8 * 3600 + 1, "minimum_off_time", 0)
    assert [change.code for change in log.told()[-2:]] == [
        "waiting_for_surplus",
        "minimum_off_time",
    ]


def test_a_week_is_kept_and_what_counted_when_it_began() -> None:
    log = Log()
    log.see(0, "fast")
    log.see(3600, "boost")
    week_s = KEPT.total_seconds()
    log.see(week_s + 3599, "solar")
    assert [change.code for change in log.told()] == ["fast", "boost", "solar"]
    log.see(week_s + 3600, "fast")
    assert [change.code for change in log.told()] == ["boost", "solar", "fast"]


def test_a_connector_that_flaps_for_a_week_is_bounded() -> None:
    log = Log()
    for second in range(2 * MOST_ROWS):
        log.see(second, ("fast", "boost")[second % 2])
    assert len(log.told()) == MOST_ROWS
    assert log.told()[-1].at == after(2 * MOST_ROWS - 1)


def test_a_span_begins_with_what_counted_then_and_ends_before_its_end() -> None:
    log = Log()
    for hour in range(5):
        log.see(3600 * hour, f"code_{hour}")
    assert [change.code for change in log.told(3700, 3 * 3600)] == ["code_1", "code_2"]
    assert [change.code for change in log.told(3600, 3601)] == ["code_1"]
    assert log.told(-100, 0) == []
    assert log.changes.of(("CP-2", 1), NOON, after(10)) == []


def test_a_clock_that_was_set_back_leaves_no_future() -> None:
    log = Log()
    log.see(0, "fast")
    log.see(90_000, "boost")
    log.see(600, "solar")
    assert [(change.code, change.at) for change in log.told()] == [
        ("fast", NOON),
        ("solar", after(600)),
    ]


def test_what_is_written_is_read() -> None:
    log, other = Log(), Log()
    log.see(0, "solar", 10, power_w=2300)
    log.see(300, "no_car", None)
    other.changes.read(log.changes.write())
    assert other.told() == log.told()
    log.changes.forget_all_but({"CP-2"})
    assert log.told() == []


GOOD: Any = [1_781_438_400, "fast", 16, None, {}]


@pytest.mark.parametrize(
    ("stored", "left"),
    [
        ({"CP-1": {"1": [GOOD, "x", 5, None, GOOD[:4], [*GOOD, 1]]}}, 1),
        ({"CP-1": {"1": [["x", "fast", 16, None, {}], [-1, "fast", 16, None, {}], GOOD]}}, 1),
        ({"CP-1": {"1": [[10**15, "fast", 16, None, {}], GOOD]}}, 1),
        ({"CP-1": {"1": [GOOD, [GOOD[0] - 1, "boost", 16, None, {}]]}}, 1),
        ({"CP-1": {"1": [[GOOD[0], "fast", "16", None, {}]], "2": [GOOD]}}, 0),
        ({"CP-1": {"1": "text", "x": [GOOD]}, "CP-2": 5}, 0),
        ({"CP-1": []}, 0),
        ([], 0),
        ("text", 0),
    ],
)
def test_what_cannot_be_read_costs_only_itself(stored: Any, left: int) -> None:
    log = Log()
    log.changes.read(stored)
    assert len(log.told()) == left
    log.see(1e6, "boost")
    assert log.told()[-1].code == "boost"


# ---- in a whole Home Assistant


async def some_charging(home: House) -> None:
    """Charge fast, then switch off."""
    charger = await home.add_charger()
    await charger.plug_in()
    await home.run(60)
    await home.wish(mode=Mode.OFF)
    await home.run(30)


def codes(home: House) -> list[str]:
    """Return the codes of the last day."""
    changes = home.controller.changes.of(
        KEY, home.now - timedelta(days=1), home.now + timedelta(seconds=1)
    )
    return [change.code for change in changes]


async def test_the_log_has_what_the_reason_sensor_said_for_chargers_left_alone_too(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox()) as home:
        await some_charging(home)
        assert "fast" in codes(home)
        assert codes(home)[-1] == "mode_off"


async def test_the_log_outlasts_a_restart_and_says_when_nothing_was_decided(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    async with house(hass, wallbox()) as home:
        await some_charging(home)
        before = codes(home)
        home.chargers.pop()
        await hass.config_entries.async_reload(home.entry.entry_id)
        await home.settle()
        after_restart = codes(home)
        assert after_restart[: len(before) + 1] == [*before, NOT_RUNNING]
        assert len(after_restart) > len(before) + 1
        assert hass_storage[f"plug_control.{home.entry.entry_id}.changes"]["data"]["CP-1"]["1"]


async def test_following_the_sun_writes_no_file_for_every_round(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    site = {"grid_meter": "power", "grid_power": "sensor.grid_power"}
    async with house(hass, wallbox(), site=site) as home:
        charger = await home.add_charger()
        await home.wish(mode=Mode.SOLAR)
        await charger.plug_in()
        home.sun_w = 4000
        await home.run(200)
        assert f"plug_control.{home.entry.entry_id}.changes" not in hass_storage
        await home.run(200)
        assert f"plug_control.{home.entry.entry_id}.changes" in hass_storage


async def test_a_charger_that_is_removed_is_forgotten(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), wallbox("CP-2")) as home:
        await some_charging(home)
        coordinator = home.entry.runtime_data.coordinators["CP-1"]
        await home.chargers.pop().charge_point.close()
        hass.config_entries.async_remove_subentry(home.entry, coordinator.subentry.subentry_id)
        await home.settle()
        assert codes(home) == []
