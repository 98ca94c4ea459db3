"""Which meter values a back end gets: as often as it, or the user, wants, and never more than a frame should have."""

from collections.abc import Mapping
from datetime import datetime
import json
from typing import Any, Final

from custom_components.plug_control.protocol.values import integer, parse_timestamp

_NEEDED = frozenset({"Transaction.Begin", "Transaction.End", "Trigger"})
"""Contexts that are never left out."""
_EARLY = 0.1
"""The part of an interval by which meter values may come early: chargers' own rhythms are not exact."""


class MeterRhythm:
    """Which meter values a back end wants; by their own times, since a charger may send those of hours at once."""

    def __init__(self) -> None:
        self._last_at: dict[tuple[str, int | None, bool], datetime] = {}

    def is_wanted(
        self,
        charge_point_id: str,
        payload: Mapping[str, Any],
        interval_s: int | None,
        *,
        in_transaction: bool,
    ) -> bool:
        """Whether these meter values are to be sent, at most one in each interval; signed ones always, none with an interval of 0."""
        if interval_s is None or _is_needed(payload):
            return True
        if interval_s == 0:
            return False
        if (measured_at := _measured_at(payload)) is None:
            return True
        key = (charge_point_id, integer(payload.get("connectorId")), in_transaction)
        last_at = self._last_at.get(key)
        if last_at is not None:
            passed_s = abs((measured_at - last_at).total_seconds())
            if passed_s < interval_s * (1 - _EARLY):
                return False
        self._last_at[key] = measured_at
        return True


def _measured_at(payload: Mapping[str, Any]) -> datetime | None:
    elements = payload.get("meterValue")
    if not isinstance(elements, list) or not elements or not isinstance(elements[-1], Mapping):
        return None
    return parse_timestamp(elements[-1].get("timestamp"))


def _is_needed(payload: Mapping[str, Any]) -> bool:
    """Whether there are signed values, or those of the beginning or end of a transaction."""
    elements = payload.get("meterValue")
    return isinstance(elements, list) and any(map(_is_needed_element, elements))


def _is_needed_element(element: Any) -> bool:
    if not isinstance(element, Mapping):
        return False
    samples = element.get("sampledValue")
    return isinstance(samples, list) and any(
        isinstance(sample, Mapping)
        and (sample.get("format") == "SignedData" or sample.get("context") in _NEEDED)
        for sample in samples
    )


MAX_PLAIN: Final = 32 << 10
"""Characters of unsigned meter values in a message: a C2EU's stop may have 16 MB (C2EU Q18), and back ends close what is too long."""


def bounded(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a message with at most MAX_PLAIN of unsigned meter values: of more, the first, the last and some between, evenly."""
    for field in ("transactionData", "meterValue"):
        elements = payload.get(field)
        if isinstance(elements, list) and len(elements) > 2:
            payload = {**payload, field: _thinned(elements)}
    return payload


def _thinned(elements: list[Any]) -> list[Any]:
    plain = [index for index, each in enumerate(elements) if not _is_needed_element(each)]
    if len(plain) <= 2:
        return elements
    size = len(json.dumps(elements[plain[len(plain) // 2]], default=str))
    most = max(MAX_PLAIN // size, 2)
    if len(plain) <= most:
        return elements
    step = (len(plain) - 1) / (most - 1)
    left_out = {*plain} - {plain[round(number * step)] for number in range(most)}
    return [each for index, each in enumerate(elements) if index not in left_out]
