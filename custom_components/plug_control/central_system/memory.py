"""Convert the state of a charge point that outlives a restart to JSON values and back.

Nothing is lost for good when it is missing: the charger sends it again, or the user sets it again. Reading leaves out
what is damaged.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
import logging
from typing import Any

from custom_components.plug_control.model.charge_point import ConfigurationKey, PauseHabit
from custom_components.plug_control.model.connector import (
    Connector,
    HeldLimit,
    SmartLimit,
    is_limit,
)
from custom_components.plug_control.model.local_list import HeldList, ListReport
from custom_components.plug_control.model.maintenance import FirmwareUpdate, LogRequest
from custom_components.plug_control.model.meter import Meter
from custom_components.plug_control.model.reservation import Reservation
from custom_components.plug_control.model.stored import read_number, read_row, write_row
from custom_components.plug_control.model.timestamps import read_time, write_time
from custom_components.plug_control.model.transaction import Session

from .limits.targets import is_smart_limit
from .stations.auto_start import AutoStart, AutoStartState
from .stations.configuration import kept_key
from .stations.connectors import MAX_CONNECTOR_ID
from .stations.station import Station

_LOGGER = logging.getLogger(__name__)

_TEXTS = (
    "vendor",
    "model",
    "serial_number",
    "firmware_version",
    "meter_serial_number",
    "imsi",
    "iccid",
    "limit_way",
)
_FLAGS = ("sends_vendor_messages", "sends_security_events")
_LIMITS = ("wanted_a", "resume_a")


def remember(station: Station) -> dict[str, Any]:
    """Return the state of a charge point to keep over a restart, as JSON values."""
    about = station.charge_point
    return {
        **{name: getattr(about, name) for name in (*_TEXTS, *_FLAGS)},
        "offered_password": station.offered_password,
        "pause_habit": about.pause_habit,
        "limit_latency_s": about.limit_latency_s,
        "whole_amps": about.whole_amps,
        "accepted": about.accepted,
        "certificate_until": write_time(about.certificate_until),
        "certificate_since": write_time(about.certificate_since),
        "booted_at": write_time(about.booted_at),
        "last_seen": write_time(about.last_seen),
        "latency_s": about.latency_s,
        "local_list": station.held_list.as_dict(),
        "local_list_report": None if about.local_list is None else write_row(about.local_list),
        "reservations": [*map(write_row, station.reservations)],
        "last_reservation_id": station.last_reservation_id,
        "waits_for_reboot": sorted(station.waits_for_reboot),
        "meter": about.meter.as_dict(),
        "firmware_update": _row(about.firmware_update),
        "log_request": _row(about.log_request),
        "configuration": {
            key.key: [key.value, key.readonly] for key in about.configuration.values()
        },
        "connectors": {
            str(connector_id): _remember_connector(station, connector)
            for connector_id, connector in about.connectors.items()
        },
    }


def remember_energy(station: Station) -> dict[str, Any]:
    """Return the energy registers of a charge point to keep after its removal, so that it counts on when added again.

    Empty where it never sent a register.
    """
    about = station.charge_point
    energies = about.meter.energies()
    connectors = {
        str(connector_id): {"meter": connector.meter.energies()}
        for connector_id, connector in about.connectors.items()
        if connector.meter.energies()["readings"]
    }
    return (
        {"meter": energies, "connectors": connectors} if energies["readings"] or connectors else {}
    )


def recall(station: Station, memory: Mapping[str, Any]) -> None:
    """Restore what `remember` returned into a new charge point; leaves out what is missing or damaged."""
    about = station.charge_point
    for name in _TEXTS:
        setattr(about, name, _text(memory.get(name)))
    for name in _FLAGS:
        setattr(about, name, True if memory.get(name) is True else None)
    station.offered_password = _text(memory.get("offered_password"))
    about.pause_habit = _understood(PauseHabit, memory.get("pause_habit")) or PauseHabit.GOES_ON
    about.limit_latency_s = _number(memory.get("limit_latency_s"))
    about.whole_amps = memory.get("whole_amps") is True
    about.accepted = memory.get("accepted") is True
    about.booted_at = _understood(read_time, memory.get("booted_at"))
    about.certificate_until = _understood(read_time, memory.get("certificate_until"))
    about.certificate_since = _understood(read_time, memory.get("certificate_since"))
    about.last_seen = _understood(read_time, memory.get("last_seen"))
    about.latency_s = _number(memory.get("latency_s"))
    station.held_list = _understood(HeldList.from_dict, memory.get("local_list")) or HeldList()
    about.local_list = _understood(partial(read_row, ListReport), memory.get("local_list_report"))
    rows = memory.get("reservations")
    read = [
        _understood(partial(read_row, Reservation), row)
        for row in (rows if isinstance(rows, list) else ())
    ]
    station.reservations = [reservation for reservation in read if reservation is not None]
    last_id = memory.get("last_reservation_id")
    station.last_reservation_id = last_id if isinstance(last_id, int) else 0
    waits = memory.get("waits_for_reboot")
    station.waits_for_reboot = {
        key for key in (waits if isinstance(waits, list) else ()) if isinstance(key, str)
    }
    about.firmware_update = _understood(
        partial(read_row, FirmwareUpdate), memory.get("firmware_update")
    )
    about.log_request = _understood(partial(read_row, LogRequest), memory.get("log_request"))
    about.meter = _understood(Meter.from_dict, memory.get("meter")) or Meter()
    about.configuration = _understood(_recall_configuration, memory.get("configuration")) or {}
    connectors = memory.get("connectors")
    for key, row in connectors.items() if isinstance(connectors, dict) else ():
        if key.isdecimal() and 1 <= int(key) <= MAX_CONNECTOR_ID and isinstance(row, dict):
            _recall_connector(station, about.connector(int(key)), row)


def _remember_connector(station: Station, connector: Connector) -> dict[str, Any]:
    auto_start = station.auto_starts.get(connector.connector_id)
    session = connector.last_session
    limit = connector.limit
    return {
        **{name: getattr(limit, name) for name in _LIMITS},
        "smart": None if limit.smart is None else asdict(limit.smart),
        "released": limit.released,
        "ceilings": dict(limit.ceilings),
        "held": None if limit.held is None else asdict(limit.held),
        "stopped_id_tag": limit.stopped_id_tag,
        "stopped_started_by": limit.stopped_started_by,
        "meter": connector.meter.as_dict(),
        "last_session": None if session is None else session.as_dict(),
        "last_transaction_id": station.last_transaction_ids.get(connector.connector_id),
        "armed": auto_start is not None and auto_start.state is AutoStartState.ARMED,
    }


def _recall_connector(station: Station, connector: Connector, row: dict[str, Any]) -> None:
    for name in _LIMITS:
        setattr(connector.limit, name, _number(row.get(name)))
    connector.limit.smart = _understood(_recall_smart_limit, row.get("smart"))
    connector.limit.released = row.get("released") is True
    connector.limit.ceilings = _understood(_recall_ceilings, row.get("ceilings")) or {}
    connector.limit.held = _understood(partial(read_row, HeldLimit), row.get("held"))
    connector.limit.stopped_id_tag = _text(row.get("stopped_id_tag"))
    connector.limit.stopped_started_by = _text(row.get("stopped_started_by"))
    connector.meter = _understood(Meter.from_dict, row.get("meter")) or Meter()
    connector.last_session = _understood(Session.from_dict, row.get("last_session"))
    transaction_id = row.get("last_transaction_id")
    if isinstance(transaction_id, int):
        station.last_transaction_ids[connector.connector_id] = transaction_id
    if row.get("armed") is True:
        station.auto_starts[connector.connector_id] = AutoStart(state=AutoStartState.ARMED)


def _recall_smart_limit(row: dict[str, Any]) -> SmartLimit:
    fallback_a = row["fallback_a"]
    smart = SmartLimit(
        limit_a=read_number(row["limit_a"]),
        phases=row["phases"],
        fallback_a=None if fallback_a is None else read_number(fallback_a),
        silence_s=int(read_number(row["silence_s"])),
    )
    if not is_smart_limit(smart):
        raise ValueError(f"not a valid limit: {smart}")
    return smart


def _recall_ceilings(row: dict[str, Any]) -> dict[str, float]:
    ceilings = {back_end_id: read_number(limit_a) for back_end_id, limit_a in row.items()}
    if not all(map(is_limit, ceilings.values())):
        raise ValueError(f"not valid limits: {ceilings}")
    return ceilings


def _recall_configuration(rows: dict[str, Any]) -> dict[str, ConfigurationKey]:
    return {
        key: kept_key(key, _text(value), readonly=readonly is True)
        for key, (value, readonly) in rows.items()
    }


def _understood[T, R](read: Callable[[T], R], stored: T | None) -> R | None:
    """Return `read(stored)`, or None where nothing is stored or it is damaged."""
    if stored is None:
        return None
    try:
        return read(stored)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        _LOGGER.warning("A damaged value in the stored state was left out: %r", error)
        return None


def _row(record: FirmwareUpdate | LogRequest | None) -> dict[str, Any] | None:
    return None if record is None else write_row(record)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float | None:
    try:
        return read_number(value)
    except ValueError:
        return None
