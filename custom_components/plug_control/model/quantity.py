"""What a meter measures, and where."""

from enum import StrEnum


class Quantity(StrEnum):
    """What is measured, with its unit in the name."""

    ENERGY_IMPORT_WH = "energy_import_wh"
    ENERGY_EXPORT_WH = "energy_export_wh"
    POWER_IMPORT_W = "power_import_w"
    POWER_EXPORT_W = "power_export_w"
    POWER_OFFERED_W = "power_offered_w"
    CURRENT_IMPORT_A = "current_import_a"
    CURRENT_EXPORT_A = "current_export_a"
    CURRENT_OFFERED_A = "current_offered_a"
    VOLTAGE_V = "voltage_v"
    FREQUENCY_HZ = "frequency_hz"
    POWER_FACTOR = "power_factor"
    TEMPERATURE_C = "temperature_c"
    STATE_OF_CHARGE_PERCENT = "state_of_charge_percent"


class Phase(StrEnum):
    """A phase of the supply."""

    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


type ReadingKey = tuple[Quantity, Phase | None]
"""A quantity on a phase; None is the total (power, energy), the highest (current) or the mean (voltage)."""

POWERS = frozenset({Quantity.POWER_IMPORT_W, Quantity.POWER_EXPORT_W, Quantity.POWER_OFFERED_W})
CURRENTS = frozenset(
    {Quantity.CURRENT_IMPORT_A, Quantity.CURRENT_EXPORT_A, Quantity.CURRENT_OFFERED_A}
)
PER_PHASE = POWERS | CURRENTS | {Quantity.VOLTAGE_V}
"""Quantities with a total, highest or mean that follows from the phases."""
ENERGIES = frozenset({Quantity.ENERGY_IMPORT_WH, Quantity.ENERGY_EXPORT_WH})
