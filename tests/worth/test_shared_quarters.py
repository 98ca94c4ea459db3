"""What several cars took in the same quarters, of which their chargers told one after the other."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.plug_control.const import CONF_SITE
from custom_components.plug_control.model.money.worth import SessionWorth
from custom_components.plug_control.worth.history import RecordedHouse
from custom_components.plug_control.worth.shared_quarters import DELAY_S
from tests.filed_sessions import NOON, Home
from tests.helpers import charge_point_data, id_tag_data, set_up
from tests.house import MEASURED

GRID_W = 3000.0
"""What the grid gave all the time; the rest of what cars took was the sun's."""
RECORDED = RecordedHouse(
    grid_w={NOON + timedelta(minutes=5 * number): GRID_W for number in range(24)}
)


@pytest.fixture
def recorded() -> Iterator[dict[str, RecordedHouse]]:
    """What the recorder has, as `house`; a test may change it."""
    found = {"house": RECORDED}

    async def read(*_: object) -> RecordedHouse:
        return found["house"]

    with patch("custom_components.plug_control.worth.ended.async_read_house", read):
        yield found


@pytest.fixture
async def home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, recorded: dict[str, RecordedHouse]
) -> AsyncIterator[Home]:
    """A house with a grid meter and three chargers, three hours after noon."""
    freezer.move_to(NOON + timedelta(hours=3))
    chargers = [charge_point_data(name) for name in ("CP-1", "CP-2", "CP-3")]
    entry = await set_up(hass, *chargers, id_tag_data())
    options = {**entry.options, CONF_SITE: MEASURED}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done(wait_background_tasks=True)
    yield Home(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)


async def file(home: Home, number: int, energy_wh: float) -> None:
    """Let a charger tell of a session from noon to one o'clock."""
    place = {"charge_point_id": f"CP-{number}", "id_tag": f"CARD {number}"}
    home.file(number, (0, 1), energy_wh, **place)
    await home.hass.async_block_till_done(wait_background_tasks=True)


async def divide(home: Home) -> None:
    """Let the time pass after which quarters are divided anew."""
    async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(seconds=DELAY_S + 1))
    await home.hass.async_block_till_done(wait_background_tasks=True)


def worth(home: Home, number: int) -> SessionWorth:
    """What is stored of a session."""
    found = home.ledger.details(number).worth
    assert isinstance(found, SessionWorth)
    assert found.is_final
    return found


async def test_a_session_that_comes_in_late_takes_its_part_of_the_sources(home: Home) -> None:
    """Both cars together have taken from the grid what it gave, whoever told first."""
    await file(home, 1, 4000)
    assert worth(home, 1).grid_wh == pytest.approx(3000, abs=1)
    await file(home, 2, 2000)
    assert worth(home, 2).grid_wh == pytest.approx(1000, abs=1)
    await divide(home)
    assert worth(home, 1).grid_wh == pytest.approx(2000, abs=1)
    assert worth(home, 1).solar_wh == pytest.approx(2000, abs=1)
    assert worth(home, 2).grid_wh == pytest.approx(1000, abs=1)
    await file(home, 3, 2000)
    await divide(home)
    taken = [worth(home, number).grid_wh for number in (1, 2, 3)]
    assert taken == [pytest.approx(part, abs=1) for part in (1500, 750, 750)]
    assert all(worth(home, number).estimated for number in (1, 2, 3))


async def test_what_the_recorder_has_no_more_stays_as_it_was(
    home: Home, recorded: dict[str, RecordedHouse]
) -> None:
    await file(home, 1, 4000)
    recorded["house"] = RecordedHouse(
        grid_w={at: power_w for at, power_w in RECORDED.grid_w.items() if at >= half_past(NOON)}
    )
    await file(home, 2, 2000)
    await divide(home)
    slots = {slot.start: slot for slot in worth(home, 1).slots if slot.energy_wh}
    assert [slot.grid_wh for slot in slots.values()] == [
        pytest.approx(part, abs=0.3) for part in (750, 750, 500, 500)
    ]


def half_past(hour: datetime) -> datetime:
    return hour + timedelta(minutes=30)


async def test_a_session_alone_is_not_divided(home: Home) -> None:
    await file(home, 1, 4000)
    before = home.ledger._records.revision
    await divide(home)
    assert home.ledger._records.revision == before


async def test_a_session_that_is_gone_meanwhile_is_left_out(home: Home) -> None:
    await file(home, 1, 4000)
    await file(home, 2, 2000)
    shared = home.entry.runtime_data.worth._ended._shared
    await home.ledger.delete([1])
    await shared._async_fill(1, {NOON})
    assert home.ledger.details(1) is None


async def test_a_disk_that_fails_is_tried_again(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    await file(home, 1, 4000)
    await file(home, 2, 2000)
    with patch.object(home.ledger, "fold_details", side_effect=OSError("gone")):
        await divide(home)
    assert "cannot be divided anew now" in caplog.text
    await divide(home)
    assert worth(home, 1).grid_wh == pytest.approx(2000, abs=1)
