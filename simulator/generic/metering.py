"""Sampled values of a charger that follows the standard."""

from simulator.connector import Readings
from simulator.frames import Json, Payload


def sampled_values(
    readings: Readings, measurands: list[str], context: str, *, register_decimals: int
) -> list[Json]:
    """Return the sampledValue entries of `measurands`, in their order, without unreadable and unknown ones."""
    values: list[Json] = []
    for measurand in measurands:
        for text, unit, location, phase in _readings_of(readings, measurand, register_decimals):
            entry: Payload = {
                "value": text,
                "context": context,
                "format": "Raw",
                "measurand": measurand,
                "location": location,
                "unit": unit,
            }
            values.append(entry if phase is None else {**entry, "phase": phase})
    return values


def _readings_of(
    readings: Readings, measurand: str, register_decimals: int
) -> list[tuple[str, str, str, str | None]]:
    """Return value, unit, location and phase of each reading of `measurand`."""
    match measurand:
        case "Energy.Active.Import.Register" if readings.register_wh is not None:
            return [(f"{readings.register_wh:.{register_decimals}f}", "Wh", "Outlet", None)]
        case "Power.Active.Import":
            return [(f"{readings.power_w:.1f}", "W", "Outlet", None)]
        case "Current.Import":
            return [
                (f"{current_a:.1f}", "A", "Outlet", f"L{phase}")
                for phase, current_a in enumerate(readings.currents_a, start=1)
            ]
        case "Current.Offered":
            return [(f"{readings.offered_a:.1f}", "A", "Outlet", None)]
        case "Voltage":
            return [
                (f"{voltage_v:.1f}", "V", "Outlet", f"L{phase}-N")
                for phase, voltage_v in enumerate(readings.voltages_v, start=1)
            ]
        case "Temperature":
            return [(f"{readings.temperature_c:.1f}", "Celsius", "Body", None)]
        case "SoC" if readings.soc is not None:
            return [(f"{readings.soc * 100:.0f}", "Percent", "EV", None)]
        case _:
            return []
