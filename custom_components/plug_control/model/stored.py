"""Convert flat dataclasses to rows of JSON and back, checking each value against its annotation."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, fields
from datetime import datetime, time
from enum import StrEnum
from functools import cache
import math
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from .timestamps import read_time

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def write_row(record: DataclassInstance) -> dict[str, Any]:
    """Return the fields of a dataclass as JSON-able values, times in ISO 8601."""
    return {name: _plain(getattr(record, name)) for name in _readers(type(record))}


def read_row[T: DataclassInstance](kind: type[T], row: Any) -> T:
    """Return the dataclass of a row; fields with a default may be missing. Raises ValueError for a row of another form."""
    if not isinstance(row, Mapping):
        raise ValueError(f"{kind.__name__} of {type(row).__name__}")  # noqa: TRY004 - one error for all wrong rows
    readers = _readers(kind)
    if missing := _required(kind) - row.keys():
        raise ValueError(f"{kind.__name__} without {', '.join(sorted(missing))}")
    return kind(**{name: readers[name](row[name]) for name in readers if name in row})


def read_number(value: Any) -> float:
    """Return a finite number; raises ValueError for all else, also for an integer that no float can hold."""
    if type(value) in {int, float}:
        with suppress(OverflowError):
            number = float(value)
            if math.isfinite(number):
                return number
    raise ValueError(f"{type(value).__name__} instead of a finite number")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return [*map(_plain, value)]
    return value.value if isinstance(value, StrEnum) else value


@cache
def _readers(kind: type[DataclassInstance]) -> dict[str, Callable[[Any], Any]]:
    """Return the function that reads each field."""
    return {name: _reader(name, hint) for name, hint in get_type_hints(kind).items()}


@cache
def _required(kind: type[DataclassInstance]) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind) if field.default is MISSING)


def _reader(name: str, hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) is tuple:
        return _tuple_reader(name, get_args(hint)[0])
    choices = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    (plain,) = (choice for choice in choices if choice is not NoneType)
    optional = NoneType in choices

    def read(value: Any) -> Any:
        if value is None and optional:
            return None
        try:
            return _read_value(plain, value)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error

    return read


def _tuple_reader(name: str, kind: Any) -> Callable[[Any], Any]:
    """Return the function that reads a tuple of any length from a list of JSON."""
    item = _reader(name, kind)

    def read(value: Any) -> Any:
        if isinstance(value, list):
            is_read = {*map(type, value)} <= {kind} and (
                kind is not float or math.isfinite(sum(value))
            )
            return tuple(value if is_read else map(item, value))
        raise ValueError(f"{name}: {type(value).__name__} instead of list")

    return read


def _read_value(kind: type, value: Any) -> Any:
    """Return a value of `kind`; raises ValueError."""
    if issubclass(kind, datetime) and isinstance(value, str):
        return read_time(value)
    if issubclass(kind, time) and isinstance(value, str):
        return time.fromisoformat(value)
    if issubclass(kind, StrEnum):
        return kind(value)
    if kind is float:
        return read_number(value)
    if type(value) is kind:
        return value
    raise ValueError(f"{type(value).__name__} instead of {kind.__name__}")
