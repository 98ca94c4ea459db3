"""Read meter values: the most frequent code, with ten sampled values per message and several messages a second."""

from collections.abc import Generator, Mapping
from typing import Any

from .incoming import Labels, MeterValue, SignedValue
from .values import number, parse_timestamp, text
from .vocabulary import CONTEXTS, FORMATS, LOCATIONS, MEASURANDS, PHASES, UNITS, spelled

MAX_METER_VALUES = 5000
"""How many meterValue elements of a message are read, the last ones: three days of one a minute."""
MAX_SAMPLED_VALUES = 200
"""How many sampled values of an element are read."""
MAX_SAMPLES = 50_000
"""How many sampled values of a long message are read."""
MAX_SIGNED = 16_384
"""The longest signed value that is kept, in characters: a cut one would be worthless."""
MAX_KNOWN_LABELS = 1000
"""How many combinations of attributes are cached."""

type _Words = tuple[Any, Any, Any, Any, Any, Any]
"""Measurand, unit, phase, location, context and format as received."""

_known_labels: dict[_Words, Labels | None] = {}

# What absent fields mean (R21).
_REGISTER = "Energy.Active.Import.Register"
_ENERGY_UNIT = "Wh"
_UNIT_MEASURANDS = {
    "W": "Power.Active.Import",
    "kW": "Power.Active.Import",
    "A": "Current.Import",
    "V": "Voltage",
    "Hz": "Frequency",
    **dict.fromkeys(("Celsius", "Fahrenheit", "K"), "Temperature"),
}
"""Unit → measurand of a value without one."""
_LOCATION = "Outlet"
_CONTEXT = "Sample.Periodic"

_RAW = "Raw"
_SIGNED = "SignedData"
_OCMF = "OCMF|"
"""How a value in the Open Charge Metering Format begins, also where its format is not named."""
_OTHER_CONTEXT = "Other"

_MAX_WORD = 50
_KEYS = {
    key.casefold(): key
    for key in ("value", "context", "format", "measurand", "phase", "location", "unit")
} | {"timestamp": "timestamp", "sampledvalue": "sampledValue"}


SAMPLE_FIELDS = frozenset({"metervalue", "transactiondata"})
"""Names of the fields with meterValue elements, in lower case."""
_PART_SAMPLES = 1000
"""How many sampled values of a long message are read in one part."""


def read_meter_values(elements: Any) -> tuple[MeterValue, ...]:
    """Return a list of meterValue elements without unreadable ones (R21); returns the tuple of `read_in_parts` as it is."""
    if isinstance(elements, tuple):
        return elements
    read = [_meter_value(element) for element in _items(elements)[-MAX_METER_VALUES:]]
    return tuple([element for element in read if element is not None])


def read_in_parts(elements: list[Any]) -> Generator[None, None, tuple[MeterValue, ...]]:
    """Return a long list of meterValue elements, yielding after each part; reads the last MAX_SAMPLES sampled values."""
    read: list[MeterValue] = []
    samples, part = 0, 0
    for element in reversed(elements[-MAX_METER_VALUES:]):
        if (one := _meter_value(element)) is not None:
            read.append(one)
            samples += len(one.values)
        if samples >= MAX_SAMPLES:
            break
        if samples + len(read) - part >= _PART_SAMPLES:
            part = samples + len(read)
            yield
    return tuple(reversed(read))


def _items(value: Any) -> list[Any]:
    """Return a list as it is, an object as a list of one, anything else as an empty list."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def _meter_value(element: Any) -> MeterValue | None:
    if not isinstance(element, dict):
        return None
    if "sampledValue" not in element:
        element = _in_standard_case(element)
    items = _items(element.get("sampledValue"))[:MAX_SAMPLED_VALUES]
    signed: list[SignedValue] = []
    labels, values = _sampled_values(items, signed)
    return MeterValue(parse_timestamp(element.get("timestamp")), labels, values, tuple(signed))


def _in_standard_case(fields: dict[str, Any]) -> dict[str, Any]:
    return {_KEYS.get(key.casefold(), key): value for key, value in fields.items()}


def _sampled_values(
    items: list[Any], signed: list[SignedValue]
) -> tuple[tuple[Labels, ...], tuple[float, ...]]:
    """Return labels and values; leaves out values that are no numbers, and those whose attributes are unclear.

    Adds signed values to `signed`.
    """
    read: list[Labels] = []
    values: list[float] = []
    for item in items:
        if not isinstance(item, dict):
            continue
        get = (item if "value" in item else _in_standard_case(item)).get
        value = number(get("value"))
        words = (
            get("measurand"),
            get("unit"),
            get("phase"),
            get("location"),
            get("context"),
            get("format"),
        )
        try:
            labels = _known_labels[words]
        except KeyError, TypeError:  # New, or not hashable and so not text.
            labels = _new_labels(words)
        if value is not None and labels is not None:
            read.append(labels)
            values.append(value)
        elif (one := _signed_value(get("value"), words)) is not None:
            signed.append(one)
    return tuple(read), tuple(values)


def _signed_value(value: Any, words: _Words) -> SignedValue | None:
    """Return a signed value as it came (lone surrogates, which are no text, escaped); None for another, and where it is too long."""
    *_, context, form = words
    if not isinstance(value, str) or not 0 < len(value) <= MAX_SIGNED:
        return None
    if _word(FORMATS, form, _RAW) != _SIGNED and not value.startswith(_OCMF):
        return None
    value = value.encode(errors="backslashreplace").decode()
    return SignedValue(value, _word(CONTEXTS, context, _CONTEXT) or _OTHER_CONTEXT)


def _new_labels(words: _Words) -> Labels | None:
    """Return the labels for attributes, and cache them: a charge point repeats a few combinations."""
    labels = _read_labels(*words)
    if len(_known_labels) < MAX_KNOWN_LABELS and all(map(_is_memorable, words)):
        _known_labels[words] = labels
    return labels


def _is_memorable(word: Any) -> bool:
    return word is None or (isinstance(word, str) and len(word) <= _MAX_WORD)


def _read_labels(
    measurand: Any, unit: Any, phase: Any, location: Any, context: Any, form: Any
) -> Labels | None:
    """Return the attributes in the standard's spelling; None where unit, phase or format are unknown."""
    kind = _measurand(measurand, unit)
    read_unit = _word(UNITS, unit, _ENERGY_UNIT if kind.startswith("Energy.") else "")
    read_phase = _word(PHASES, phase, "")
    if read_unit is None or read_phase is None or _word(FORMATS, form, _RAW) != _RAW:
        return None
    return Labels(
        measurand=kind,
        unit=read_unit or None,
        phase=read_phase or None,
        location=_word(LOCATIONS, location, _LOCATION) or _LOCATION,
        context=_word(CONTEXTS, context, _CONTEXT) or _OTHER_CONTEXT,
    )


def _word(table: Mapping[str, str], word: Any, default: str) -> str | None:
    """Return the standard's spelling of a word; the default for none, None for an unknown one."""
    if word is None or word == "":
        return default
    return spelled(table, word) if isinstance(word, str) else None


def _measurand(word: Any, unit: Any) -> str:
    """Return the measurand; an unknown one as it was sent, bounded.

    Without one it is the energy register (R21), unless the unit proves that it is something else.
    """
    known = _word(UNITS, unit, "") or ""
    default = _UNIT_MEASURANDS.get(known, _REGISTER)
    return _word(MEASURANDS, word, default) or text(word, _MAX_WORD) or "unknown"
