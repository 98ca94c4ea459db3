"""The house in which the blueprints are tested."""

from collections.abc import AsyncGenerator, Iterator
from datetime import UTC, datetime
from pathlib import Path
import shutil

from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory, TickingDateTimeFactory
from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from tests.chargers import C2EU, boot_c2eu
from tests.helpers import charge_point_data, id_tag_data, set_up

from .house import Clock, House

FOLDER = Path(__file__).parents[2] / "blueprints" / "automation" / "plug_control"
NOON = datetime(2026, 6, 10, 12, 0, 3, tzinfo=UTC)


def place_blueprints(hass: HomeAssistant) -> None:
    """Copy the blueprints into Home Assistant's configuration."""
    folder = Path(hass.config.path("blueprints", "automation", "plug_control"))
    shutil.copytree(FOLDER, folder)


@pytest.fixture
def frozen() -> Iterator[Clock]:
    """Yield a clock that runs from a summer noon on and that tests move; timers follow it, too."""
    with freeze_time(NOON, tick=True) as clock:
        assert isinstance(clock, FrozenDateTimeFactory | TickingDateTimeFactory)
        yield clock


@pytest.fixture
async def house(
    hass: HomeAssistant,
    frozen: Clock,
) -> AsyncGenerator[House]:
    """Yield a house with the charge point "Wallbox", a car plugged in, and the blueprints installed."""
    await hass.config.async_set_time_zone("UTC")
    place_blueprints(hass)
    assert await async_setup_component(hass, "persistent_notification", {})
    hass.loop.set_debug(False)  # It would record the stack of each of thousands of timers.
    entry = await set_up(
        hass, charge_point_data(C2EU, "Wallbox", maximum_current=16), id_tag_data()
    )
    house = House(hass=hass, frozen=frozen, entry=entry, charge_point=await boot_c2eu(hass, entry))
    house.answer()
    await house.settle()
    yield house
    await hass.services.async_call(AUTOMATION, "turn_off", {"entity_id": "all"}, blocking=True)
    await house.charge_point.close()
    await hass.async_block_till_done()
