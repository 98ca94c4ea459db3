"""The action that exports the events of the grid operator's signal as proof, in a CSV file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
import csv
from datetime import datetime, timedelta
import io
from pathlib import Path
from typing import Final

from homeassistant.core import ServiceCall
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
from homeassistant.util.file import WriteError, write_utf8_file_atomic
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.controller.grid_events import GridEvent
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.documents.csv_file import inert
from custom_components.plug_control.model.connector import key_of
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.storage.storage import export_directory

from .fields import TARGET, Fields, moment
from .targets import async_get_optional_target, async_loaded_entries

GRID_SIGNAL_FIELDS: Fields = {
    **TARGET,
    vol.Optional("start"): moment,
    vol.Optional("end"): moment,
}
_COLUMNS: Final = (
    "begin",
    "end",
    "kept_after_s",
    "scope",
    "source_silent",
    "minute",
    "limit_w",
    "total_w",
)
_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells spreadsheets that it is UTF-8."""
_MINUTE: Final = timedelta(minutes=1)


async def async_export_grid_signal(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Write a CSV file with a line for each minute of each event; return the files and the number of events. Raises HomeAssistantError."""
    hass, data = caller.hass, service_call.data
    files: list[str] = []
    count = 0
    for entry in _entries(caller, service_call):
        signal = entry.runtime_data.controller.signal
        events = [
            event.copy()
            for event in signal.events.all
            if _is_within(event, data.get("start"), data.get("end"))
        ]
        path = export_directory(hass) / f"{DOMAIN}.{entry.entry_id}.grid_limits.csv"
        names = {name: _named(entry, name) for event in events for name in event.means_w}
        try:
            # A thread makes the text, too: two years have 300,000 values.
            await hass.async_add_executor_job(_write, path, events, names)
        except (OSError, WriteError) as error:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="export_failed",
                translation_placeholders={"error": str(error)[:200]},
            ) from error
        files.append(str(path))
        count += len(events)
    return {"files": [*files], "events": count}


def csv_of(events: Sequence[GridEvent], named: Callable[[str], str]) -> str:
    """Return the file: RFC 4180, decimal points, times in ISO 8601 with their zone, a column for each charger."""
    chargers = sorted({name for event in events for name in event.means_w})
    out = io.StringIO()
    out.write(_BOM)
    writer = csv.writer(out)
    writer.writerow([*_COLUMNS, *(inert(f"{named(name)} (W)") for name in chargers)])
    for event in events:
        writer.writerows(_lines(event, chargers))
    return out.getvalue()


def _lines(event: GridEvent, chargers: Iterable[str]) -> Iterator[list[str]]:
    """Yield a line for each minute; a charger without a reading, and a sum that lacks one, are empty."""
    head = [
        _written(event.begin),
        "" if event.end is None else _written(event.end),
        "" if event.kept_after_s is None else str(event.kept_after_s),
        event.scope.value,
        "yes" if event.silent else "no",
    ]
    if not event.limits_w:
        yield [*head, "", "", "", *("" for _ in chargers)]
    for place, limit_w in enumerate(event.limits_w):
        drawn = [_at(event.means_w, name, place) for name in chargers]
        of_event = [_at(event.means_w, name, place) for name in event.means_w]
        total = [each for each in of_event if each is not None]
        whole = bool(total) and len(total) == len(of_event)
        yield [
            *head,
            _written(event.first_minute + place * _MINUTE),
            str(limit_w),
            str(sum(total)) if whole else "",
            *("" if each is None else str(each) for each in drawn),
        ]


def _at(means_w: Mapping[str, list[int | None]], name: str, place: int) -> int | None:
    means = means_w.get(name, [])
    return means[place] if place < len(means) else None


def _written(moment: datetime) -> str:
    return dt_util.as_local(moment).isoformat(timespec="seconds")


def _is_within(event: GridEvent, start: datetime | None, end: datetime | None) -> bool:
    """Return whether any of the event is between the two times."""
    return (start is None or (event.end or event.seen_at) >= start) and (
        end is None or event.begin < end
    )


def _named(entry: PlugControlConfigEntry, name: str) -> str:
    """Return a connector as people call it; its identity where its charge point was removed."""
    charge_point_id, connector_id = key_of(name)
    coordinator = entry.runtime_data.coordinators.get(charge_point_id)
    if coordinator is None:
        return name
    several = len(coordinator.charge_point.connectors) > 1
    return f"{coordinator.name} {connector_id}" if several else coordinator.name


def _write(path: Path, events: Sequence[GridEvent], names: Mapping[str, str]) -> None:
    """Write the file as a whole: one that is read meanwhile, or written by another export, is never a part of both."""
    content = csv_of(events, names.__getitem__).encode()
    path.parent.mkdir(exist_ok=True)
    write_utf8_file_atomic(str(path), content, mode="wb")


def _entries(caller: Caller, service_call: ServiceCall) -> list[PlugControlConfigEntry]:
    """Return the config entry of the named charge point, or else all loaded ones; raises ServiceValidationError."""
    target = async_get_optional_target(caller.hass, service_call.data)
    return async_loaded_entries(caller.hass) if target is None else [target.coordinator.entry]
