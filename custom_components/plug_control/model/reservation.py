"""A reservation of a connector for a card."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReservationState(StrEnum):
    """What became of a reservation."""

    ACTIVE = "active"
    USED = "used"
    """A charge began with it."""
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A reservation that was sent to a charge point; `connector_id` 0 is any of its connectors."""

    reservation_id: int
    charge_point_id: str
    connector_id: int
    id_tag: str
    group: str | None = None
    """The card's group, whose other cards may use the reservation, too."""
    reserved_at: datetime
    until: datetime
    user_id: str | None = None
    """The user who reserved it."""
    state: ReservationState = ReservationState.ACTIVE
    ended_at: datetime | None = None
    transaction_id: int | None = None
    """The transaction that used it."""
    confirmed: bool = True
    """False where no answer came: the charger may have it, and it is withdrawn as soon as possible."""

    @property
    def is_active(self) -> bool:
        """Whether it holds its connector."""
        return self.state is ReservationState.ACTIVE and self.confirmed
