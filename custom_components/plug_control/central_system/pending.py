"""Charge points that nobody configured: held, never trusted, until someone confirms them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownChargePoint:
    """A held charge point, as far as it told about itself; text is bounded and printable."""

    charge_point_id: str
    remote_address: str
    first_seen: datetime
    vendor: str | None = None
    model: str | None = None
    serial_number: str | None = None
    firmware_version: str | None = None
