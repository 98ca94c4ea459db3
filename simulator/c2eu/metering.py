"""The C2EU's meter values (C2EU Q20)."""

from enum import StrEnum
from math import floor

from simulator.configuration import Configuration
from simulator.connector import Readings
from simulator.frames import Json, Payload
from simulator.values import java_double

from .facts import REGISTER_STEP_WH, UNREADABLE_METER_WH

STRAY_CURRENT_A = 5.0e-4


class Context(StrEnum):
    """The reading contexts of the C2EU, which never uses Transaction.Begin or Transaction.End."""

    PERIODIC = "Sample.Periodic"
    CLOCK = "Sample.Clock"
    TRIGGER = "Trigger"


def register_wh(exact_wh: float) -> int:
    """Return the register in Wh as the driver gives it: kWh with two decimals, so steps of 10 Wh."""
    return floor(exact_wh / REGISTER_STEP_WH) * REGISTER_STEP_WH


def meter_wh(readings: Readings) -> int:
    """Return the register in Wh for StartTransaction and StopTransaction, −1000 where it is unreadable (C2EU Q19)."""
    if readings.register_wh is None:
        return UNREADABLE_METER_WH
    return register_wh(readings.register_wh)


def sampled_values(
    readings: Readings,
    configuration: Configuration,
    key: str,
    context: Context,
    *,
    suspended: bool,
    warming_up: bool,
    stray: bool,
) -> list[Json]:
    """Return the sampledValue entries of the measurands in configuration key `key`, in its order.

    Power is 0.0 while `suspended`; the register is 0 while `warming_up` after a boot (C2EU Q29); `stray` adds a trace of
    current where none flows, which Java prints as 5.0E-4.
    """
    values: list[Json] = []
    for measurand in configuration.names(key):
        match measurand:
            case "Temperature":
                celsius = java_double(round(readings.temperature_c, 1))
                values.append(_entry(celsius, context, measurand, "Body", "Celsius"))
            case "Current.Import":
                for phase, current_a in enumerate(readings.currents_a, start=1):
                    shown_a = STRAY_CURRENT_A if stray and not current_a else round(current_a, 1)
                    text = java_double(shown_a)
                    values.append(_entry(text, context, measurand, "Outlet", "A", f"L{phase}"))
            case "Voltage":
                for phase, voltage_v in enumerate(readings.voltages_v, start=1):
                    text = java_double(round(voltage_v, 1))
                    values.append(_entry(text, context, measurand, "Outlet", "V", f"L{phase}"))
            case "Power.Active.Import":
                power_kw = 0.0 if suspended else round(readings.power_w / 1000, 2)
                values.append(_entry(java_double(power_kw), context, measurand, "Outlet", "kW"))
            case "Energy.Active.Import.Register" if readings.register_wh is not None:
                register = 0 if warming_up else register_wh(readings.register_wh)
                values.append(_entry(str(register), context, measurand, "Outlet", "Wh"))
    return values[: configuration.integer(f"{key}MaxLength")]


def _entry(
    value: str, context: Context, measurand: str, location: str, unit: str, phase: str | None = None
) -> Payload:
    entry: Payload = {
        "value": value,
        "context": context.value,
        "format": "Raw",
        "measurand": measurand,
        "location": location,
        "unit": unit,
    }
    return entry if phase is None else {**entry, "phase": phase}
