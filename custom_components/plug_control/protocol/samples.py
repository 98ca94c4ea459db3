"""Meter values off the wire. The busiest code of all: ten sampled values a message, a message a second and more."""

from typing import Any

from .incoming import MeterValue, SampledValue
from .values import number, parse_timestamp, text
from .vocabulary import CONTEXTS, FORMATS, LOCATIONS, MEASURANDS, PHASES, UNITS, spelled

MAX_METER_VALUES = 5000
"""Elements of a message that are read, the last ones: three days of one a minute."""
MAX_SAMPLED_VALUES = 200
"""Sampled values of an element that are read."""

# What absent fields mean (R21).
_REGISTER = "Energy.Active.Import.Register"
_ENERGY_UNIT = "Wh"
_LOCATION = "Outlet"
_CONTEXT = "Sample.Periodic"

_MAX_MEASURAND = 50
_KEYS = {
    key.casefold(): key
    for key in ("value", "context", "format", "measurand", "phase", "location", "unit")
} | {"timestamp": "timestamp", "sampledvalue": "sampledValue"}


def read_meter_values(elements: Any) -> tuple[MeterValue, ...]:
    """Read a list of meterValue elements; what cannot be read is left out (R21)."""
    read = [_meter_value(element) for element in _items(elements)[-MAX_METER_VALUES:]]
    return tuple(element for element in read if element is not None)


def _items(value: Any) -> list[Any]:
    """Return a list as it is and a lone object as a list of one."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def _meter_value(element: Any) -> MeterValue | None:
    if not isinstance(element, dict):
        return None
    if "sampledValue" not in element:
        element = _in_standard_case(element)
    samples = map(_sampled_value, _items(element.get("sampledValue"))[:MAX_SAMPLED_VALUES])
    return MeterValue(
        timestamp=parse_timestamp(element.get("timestamp")),
        sampled_values=tuple([sample for sample in samples if sample is not None]),
    )


def _in_standard_case(fields: dict[str, Any]) -> dict[str, Any]:
    return {_KEYS.get(key.casefold(), key): value for key, value in fields.items()}


def _sampled_value(fields: Any) -> SampledValue | None:
    """Read one sampled value; None where it is no number, or where its unit or phase cannot be told."""
    if not isinstance(fields, dict):
        return None
    if "value" not in fields:
        fields = _in_standard_case(fields)
    get = fields.get
    value = number(get("value"))
    if value is None or _word(FORMATS, get("format"), "Raw") != "Raw":
        return None
    measurand = _measurand(get("measurand"))
    unit = _word(UNITS, get("unit"), _ENERGY_UNIT if measurand.startswith("Energy.") else "")
    phase = _word(PHASES, get("phase"), "")
    if unit is None or phase is None:
        return None  # Taken for its default it would be a wrong value, not a lost one.
    return SampledValue(
        value=value,
        measurand=measurand,
        unit=unit or None,
        phase=phase or None,
        location=_word(LOCATIONS, get("location"), _LOCATION) or _LOCATION,
        context=_word(CONTEXTS, get("context"), _CONTEXT) or "Other",
    )


def _word(table: dict[str, str], word: Any, default: str) -> str | None:
    """Return the standard's spelling of a word, the default for none, and None for an unknown one."""
    if word is None or word == "":
        return default
    if not isinstance(word, str):
        return None
    return table.get(word) or spelled(table, word)


def _measurand(word: Any) -> str:
    """Return the measurand; an unknown one as it was sent, bounded."""
    known = _word(MEASURANDS, word, _REGISTER)
    return known or text(word, _MAX_MEASURAND) or "unknown"
