"""Flatten stored rows of sessions and their details for tables and documents, without an object for each."""

from collections.abc import Mapping
import json
import math
from types import NoneType
from typing import Any

from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.worth import NO_DETAILS, SessionDetails, SessionWorth

from .rows import read_details

_NO_WORTH = SessionWorth()
_NUMBERS = (
    *("grid_wh", "solar_wh", "battery_wh", "cost", "price", "saved"),
    *("co2_g", "charging_s", "mean_power_w"),
)
_TEXT = frozenset({str, NoneType})
_NUMBER = frozenset({float, NoneType})


def flat_details(details: SessionDetails) -> dict[str, Any]:
    """Return what rows of sessions say of their details; `person` is the corrected one."""
    worth = details.worth or _NO_WORTH
    return {
        "car_id": details.car_id,
        "car": details.car_name,
        "person": details.person,
        "note": details.note,
        "currency": worth.currency,
        **{name: getattr(worth, name) for name in _NUMBERS},
        "worth_estimated": worth.estimated,
    }


def flat_stored_details(text: str | None) -> Mapping[str, Any]:
    """Return the same of a stored row (None: there is none); one that cannot be read says nothing."""
    if text is None:
        return _NONE
    if (flat := _flat(text)) is None:
        return flat_details(read_details(text) or NO_DETAILS)
    return flat


def plain_row(text: str) -> dict[str, Any]:
    """Return the fields of a stored session's JSON, including those that it leaves out."""
    return {**_BLANK, **json.loads(text)}


def _flat(text: str) -> dict[str, Any] | None:
    """Return what a row of the usual form says, None for any other: that is read with care."""
    try:
        row = json.loads(text)
        worth = row.get("worth") or _EMPTY
        texts = [*map(row.get, ("car_id", "car_name", "person", "note")), worth.get("currency")]
        numbers = [*map(worth.get, _NUMBERS)]
        is_estimated = worth.get("estimated", False)
        is_usual = (
            _TEXT.issuperset(map(type, texts))
            and _NUMBER.issuperset(map(type, numbers))
            and type(is_estimated) is bool
            and math.isfinite(sum(filter(None, numbers)))
        )
    except AttributeError, ValueError:
        return None
    if not is_usual:
        return None
    return dict(zip(_NONE, (*texts, *numbers, is_estimated), strict=True))


_EMPTY: Mapping[str, Any] = {}
_NONE = flat_details(NO_DETAILS)
_BLANK = Session(
    transaction_id=None,
    charge_point_id="",
    connector_id=None,
    id_tag=None,
    started_at=None,
    stopped_at=None,
    meter_start_wh=None,
    meter_stop_wh=None,
    energy_wh=0.0,
    energy_estimated=False,
    time_estimated=False,
    stop_reason=None,
).as_dict()
"""All fields in order, with the values of those that a stored row leaves out."""
