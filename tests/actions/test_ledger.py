"""The actions that write the ledger out, and take it in again."""

import json
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN
from simulator.scripted import ScriptedChargePoint
from tests.chargers import start, stop
from tests.helpers import charge_point_data, set_up


async def act(hass: HomeAssistant, action: str, **data: Any) -> dict[str, Any]:
    response: Any = await hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True
    )
    assert isinstance(response, dict)
    return response


async def test_sessions_outlive_the_entry_as_files(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await stop(charge_point, await start(charge_point, meter_start=1000), meter_stop=2000)
    directory = Path(hass.config.path("plug_control_ledger"))
    assert await act(hass, "export_ledger") == {"directory": str(directory), "sessions": 1}
    assert await act(hass, "import_ledger") == {"directory": str(directory), "sessions": 0}
    await charge_point.close()
    await hass.config_entries.async_remove(entry.entry_id)
    other = await set_up(hass, charge_point_data())
    assert (await act(hass, "import_ledger"))["sessions"] == 1
    (session,) = await other.runtime_data.central_system.ledger.sessions()
    assert session.energy_wh == 1000
    await set_up(hass, charge_point_data("CP-2", "Carport"))
    assert (await act(hass, "import_ledger"))["sessions"] == 0  # nobody knows whose they are


async def test_sessions_of_an_entry_that_exists_go_to_no_other_entry(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    """Neither when the call names a charge point of another entry, nor while their own entry is not loaded."""
    await stop(charge_point, await start(charge_point, meter_start=1000), meter_stop=2000)
    await act(hass, "export_ledger")
    other = await set_up(hass, charge_point_data("CP-2", "Carport"))
    assert (await act(hass, "import_ledger", charge_point_id="CP-2"))["sessions"] == 0
    await charge_point.close()
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await act(hass, "import_ledger"))["sessions"] == 0
    assert not await other.runtime_data.central_system.ledger.sessions()
    await hass.config_entries.async_remove(entry.entry_id)
    assert (await act(hass, "import_ledger"))["sessions"] == 1


async def test_files_that_cannot_be_read_or_written_are_told(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    directory = Path(hass.config.path("plug_control_ledger"))
    directory.mkdir()
    path = directory / f"{DOMAIN}.{entry.entry_id}.open"
    path.write_text(json.dumps({"version": 7}))
    with pytest.raises(HomeAssistantError, match="could not be read: not written by this version"):
        await act(hass, "import_ledger")
    path.unlink()
    directory.rmdir()
    directory.write_text("in the way")
    with pytest.raises(HomeAssistantError, match="could not be written"):
        await act(hass, "export_ledger")
