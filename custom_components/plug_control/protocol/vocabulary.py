"""Find the standard's spelling of the words that charge points send."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
import re

from ocpp.v16 import enums
from ocpp.v16.enums import (
    ChargePointErrorCode,
    ChargePointStatus,
    DiagnosticsStatus,
    FirmwareStatus,
    Location,
    Measurand,
    Phase,
    ReadingContext,
    Reason,
    UnitOfMeasure,
    UploadLogStatus,
    ValueFormat,
)

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def folded(spellings: Iterable[str]) -> dict[str, str]:
    """Map each spelling, and its lower-case form, to the spelling as plain text."""
    table: dict[str, str] = {}
    for spelling in spellings:
        table[spelling.casefold()] = str(spelling)
        table[str(spelling)] = str(spelling)
    return table


STATUSES = {
    spelling: ChargePointStatus(status) for spelling, status in folded(ChargePointStatus).items()
}
ERROR_CODES = folded(ChargePointErrorCode)
REASONS = folded(Reason)
DIAGNOSTICS_STATUSES = folded(DiagnosticsStatus)
FIRMWARE_STATUSES = folded(FirmwareStatus)
UPLOAD_LOG_STATUSES = folded(UploadLogStatus)
MEASURANDS = folded(Measurand)
CONTEXTS = folded(ReadingContext)
LOCATIONS = folded(Location)
PHASES = folded(Phase)
FORMATS = folded(ValueFormat)

ANSWER_STATUSES = folded(
    member
    for name, kind in vars(enums).items()
    if name.endswith("Status") and issubclass(kind, StrEnum)
    for member in kind
)
"""The statuses of all answers; the standard spells a status the same in all of them."""

UNITS = folded([*UnitOfMeasure, "Hz"]) | {
    # The misspelling in the schema (JE2.1), and what chargers send.
    "Celcius": "Celsius",
    "celcius": "Celsius",
    "degc": "Celsius",
    "°c": "Celsius",
    "c": "Celsius",
    "degf": "Fahrenheit",
    "°f": "Fahrenheit",
    "kelvin": "K",
    "%": "Percent",
    "amp": "A",
    "amps": "A",
    "ampere": "A",
    "volt": "V",
    "volts": "V",
    "watt": "W",
    "watts": "W",
    "hertz": "Hz",
}
"""Units in the standard's spelling, and Hz, which the standard lacks (E3.84)."""


def spelled(table: Mapping[str, str], word: str) -> str | None:
    """Return the standard's spelling of a word, or None where the standard does not know it."""
    return table.get(word) or table.get(word.strip().casefold())


def camel_case(name: str) -> str:
    """Return `charging_profile_id` as `chargingProfileId`."""
    head, *tail = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in tail)


def snake_case(name: str) -> str:
    """Return `chargingProfileId` as `charging_profile_id`."""
    return _CAPITAL.sub("_", name).lower()
