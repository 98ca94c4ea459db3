"""What is told to a back end and not kept for later: statuses, of each connector the last one, and meter values outside of transactions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from custom_components.plug_control.model.charge_point import ChargePoint

from .messages import Payload, standard, status_notifications

_MOST: Final = 64
"""Connectors of which something waits to be told."""


class Reports:
    """What waits to be told of one charge point."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, int], Payload] = {}

    def tell(self, action: str, payload: Mapping[str, Any]) -> None:
        """Have a StatusNotification or MeterValues told, in place of an earlier one of its connector."""
        told = standard(action, payload)
        told.pop("transactionId", None)
        connector_id = told.get("connectorId")
        if not isinstance(connector_id, int) or not (told.get("status") or told.get("meterValue")):
            return
        key = (action, connector_id)
        self._waiting.pop(key, None)
        if len(self._waiting) < _MOST:
            self._waiting[key] = told

    def tell_statuses(
        self, charge_point: ChargePoint, now: datetime, connector_id: int | None = None
    ) -> None:
        """Have the statuses of a charge point and its connectors told, or of one; those that wait already are newer."""
        for told in status_notifications(charge_point, now):
            if connector_id in (None, told["connectorId"]):
                self._waiting.setdefault(("StatusNotification", told["connectorId"]), told)

    def next(self) -> tuple[str, Payload] | None:
        """Return what is to be told next, statuses first; None if nothing waits."""
        key = next((each for each in self._waiting if each[0] == "StatusNotification"), None)
        key = key or next(iter(self._waiting), None)
        return None if key is None else (key[0], self._waiting.pop(key))

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting
