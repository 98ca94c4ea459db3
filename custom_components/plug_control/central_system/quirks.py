"""What named models do differently, as data; each line with its source (decision 13)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """How a charger departs from a well-behaved one."""

    limit_latency_s: float = 0.0
    """How long an accepted limit may take to be obeyed."""
    stop_reason_power_loss_is_full: bool = False
    """PowerLoss in StopTransaction means that the car is full."""


def quirks_for(
    vendor: str | None, model: str | None, firmware_version: str | None = None
) -> Quirks:
    """The quirks of a charger by what it tells in BootNotification."""
    raise NotImplementedError
