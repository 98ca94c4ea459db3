"""Steps that only ask and listen: configuration, clock, triggers, meter values, register."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from statistics import median_low

from ocpp.v16.enums import Measurand, MessageTrigger

from custom_components.plug_control.central_system.stations.clock_watch import TOLERANCE_S
from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.model.quantity import Phase, Quantity

from .findings import Finding, Value, Verdict
from .limit_steps import not_tried, refused
from .subject import STEP_S, Subject

_REGISTER_TOLERANCE = 0.05
_REGISTER_STEP_WH = 20.0
"""Twice the coarsest step of a register that is known (C2EU)."""
_LEAST_WH = 100.0
"""Less energy than this proves nothing."""
_MEASURANDS: Mapping[Quantity, Measurand] = {
    Quantity.ENERGY_IMPORT_WH: Measurand.energy_active_import_register,
    Quantity.ENERGY_EXPORT_WH: Measurand.energy_active_export_register,
    Quantity.POWER_IMPORT_W: Measurand.power_active_import,
    Quantity.POWER_EXPORT_W: Measurand.power_active_export,
    Quantity.POWER_OFFERED_W: Measurand.power_offered,
    Quantity.CURRENT_IMPORT_A: Measurand.current_import,
    Quantity.CURRENT_EXPORT_A: Measurand.current_export,
    Quantity.CURRENT_OFFERED_A: Measurand.current_offered,
    Quantity.VOLTAGE_V: Measurand.voltage,
    Quantity.FREQUENCY_HZ: Measurand.frequency,
    Quantity.POWER_FACTOR: Measurand.power_factor,
    Quantity.TEMPERATURE_C: Measurand.temperature,
    Quantity.STATE_OF_CHARGE_PERCENT: Measurand.soc,
}
_TRIGGERED = (
    MessageTrigger.status_notification,
    MessageTrigger.meter_values,
    MessageTrigger.heartbeat,
    MessageTrigger.diagnostics_status_notification,
    MessageTrigger.firmware_status_notification,
)
"""What an accepted charge point may be asked for; not its BootNotification (R13)."""


async def ask_configuration(subject: Subject) -> tuple[Finding, ...]:
    """Read the configuration, and count its keys."""
    try:
        keys = await subject.central_system.commands.read_configuration(subject.key[0])
    except CommandError as error:
        return (refused("configuration", error),)
    values: dict[str, Value] = {
        "keys": len(keys),
        "readonly": sum(each.readonly for each in keys.values()),
    }
    verdict = Verdict.WORKS if keys else Verdict.DOES_NOT_WORK
    return (Finding(key="configuration", verdict=verdict, sentence="configuration", values=values),)


async def look_at_clock(subject: Subject) -> tuple[Finding, ...]:
    """Compare its clock with ours."""
    offset_s = subject.charge_point.clock_offset_s
    if offset_s is None:
        return (not_tried("clock", "no_time_heard"),)
    right = abs(offset_s) <= TOLERANCE_S
    return (
        Finding(
            key="clock",
            verdict=Verdict.WORKS if right else Verdict.DOES_NOT_WORK,
            sentence="clock_right" if right else "clock_wrong",
            values={"offset_s": round(offset_s)},
        ),
    )


async def ask_for_messages(subject: Subject) -> tuple[Finding, ...]:
    """Ask for each message that may be triggered, and note which the charger says that it sends."""
    can: list[str] = []
    cannot: list[str] = []
    for message in _TRIGGERED:
        try:
            able = await subject.central_system.commands.trigger(
                subject.key[0], message, subject.key[1]
            )
        except CommandError:
            able = False
        (can if able else cannot).append(message.value)
    needed = MessageTrigger.meter_values.value in can
    values: dict[str, Value] = {"can": tuple(can), "cannot": tuple(cannot)}
    return (
        Finding(
            key="triggers",
            verdict=Verdict.WORKS if needed else Verdict.DOES_NOT_WORK,
            sentence="triggers" if can else "no_triggers",
            values=values,
        ),
    )


async def listen_to_meter(subject: Subject) -> tuple[Finding, ...]:
    """Listen for some intervals to what it measures by itself, without asking for it."""
    quiet = subject.central_system.meter_requests.quiet
    quiet.add(subject.key)
    try:
        times = await _arrivals(subject, listening_s(subject))
    finally:
        quiet.discard(subject.key)
    gaps = [(later - one).total_seconds() for one, later in pairwise(times)]
    measured = tuple(
        sorted(
            str(_MEASURANDS[quantity].value)
            for (quantity, phase), each in subject.connector.meter.readings.items()
            if phase is None
            and quantity in _MEASURANDS
            and times
            and each.at >= times[0]
            and not each.estimated
        )
    )
    phases = sum(
        (Quantity.CURRENT_IMPORT_A, phase) in subject.connector.meter.readings for phase in Phase
    )
    enough = {Measurand.power_active_import, Measurand.current_import} & set(measured)
    if not gaps:
        interval = Finding(
            key="meter_interval",
            verdict=Verdict.DOES_NOT_WORK,
            sentence="no_meter_values",
            values={"seconds": round(listening_s(subject))},
        )
    else:
        interval = Finding(
            key="meter_interval",
            verdict=Verdict.WORKS,
            sentence="meter_interval",
            values={"seconds": round(median_low(gaps))},
        )
    return (
        interval,
        Finding(
            key="measurands",
            verdict=Verdict.WORKS if enough else Verdict.DOES_NOT_WORK,
            sentence="measurands" if enough else "measurands_missing",
            values={"measured": measured, "phases": phases},
        ),
    )


def listening_s(subject: Subject) -> float:
    """Return how long to listen: two and a half of the intervals that we asked for."""
    return 2.5 * min(max(subject.central_system.settings.meter_interval_s, 10), 120)


async def _arrivals(subject: Subject, seconds: float) -> list[datetime]:
    """Return the charger's times of the readings that come within `seconds`."""
    known = subject.read_at
    times: list[datetime] = []
    began = subject.now
    while (subject.now - began).total_seconds() < seconds:
        await subject.wait(STEP_S)
        newest = subject.read_at
        if newest is not None and newest != known:
            known = newest
            times.append(newest)
            subject.count()
    return times


async def compare_register(subject: Subject) -> tuple[Finding, ...]:
    """Compare the energy by the register with that by the power, of all that flowed during the check-up."""
    energy = subject.energy
    if energy.last is None:
        return (not_tried("register", "no_register"),)
    if energy.by_power_wh < _LEAST_WH:
        return (not_tried("register", "too_little_energy"),)
    off_wh = energy.by_register_wh - energy.by_power_wh
    agree = abs(off_wh) <= _REGISTER_TOLERANCE * energy.by_power_wh + _REGISTER_STEP_WH
    return (
        Finding(
            key="register",
            verdict=Verdict.WORKS if agree else Verdict.DOES_NOT_WORK,
            sentence="register_agrees" if agree else "register_differs",
            values={
                "percent": round(100 * off_wh / energy.by_power_wh, 1),
                "energy_wh": round(energy.by_register_wh),
            },
        ),
    )
