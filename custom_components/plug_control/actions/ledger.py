"""Actions that export the ledger to JSON files and import such files."""

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.json import JsonObjectType

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.storage.storage import (
    export_directory,
    exported_files,
    files_to_export,
)

from .targets import async_get_optional_target, async_loaded_entries


async def async_export_ledger(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Export all sessions as JSON files; return the directory and the number of sessions. Raises HomeAssistantError."""
    hass = caller.hass
    count = 0
    for entry in _entries(caller, service_call):
        try:
            count += await _ledger(entry).write_files(files_to_export(hass, entry.entry_id))
        except OSError as error:
            raise _failed("export_failed", error) from error
    return {"directory": str(export_directory(hass)), "sessions": count}


async def async_import_ledger(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Import the sessions in the export directory that the ledgers lack; return their number. Raises HomeAssistantError.

    A file of a deleted entry goes to the only entry; if there are several, loaded or not, it is not imported.
    """
    hass = caller.hass
    entries = _entries(caller, service_call)
    existing = hass.config_entries.async_entries(DOMAIN, include_ignore=False)
    directory = export_directory(hass)
    count = 0
    for files in await hass.async_add_executor_job(exported_files, directory):
        owners = [each for each in existing if files.belongs_to(each.entry_id)] or existing
        if len(owners) > 1 or owners[0] not in entries:
            continue
        try:
            count += await _ledger(owners[0]).read_files(files)
        except (OSError, ValueError) as error:
            raise _failed("import_failed", error) from error
    return {"directory": str(directory), "sessions": count}


def _entries(caller: Caller, service_call: ServiceCall) -> list[PlugControlConfigEntry]:
    """Return the config entry of the named charge point, or else all loaded ones; raises ServiceValidationError."""
    target = async_get_optional_target(caller.hass, service_call.data)
    return async_loaded_entries(caller.hass) if target is None else [target.coordinator.entry]


def _ledger(entry: PlugControlConfigEntry) -> Ledger:
    return entry.runtime_data.central_system.ledger


def _failed(key: str, error: Exception) -> HomeAssistantError:
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"error": str(error)[:200]},
    )
