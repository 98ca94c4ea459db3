"""A connector: its status, its meter, its limit and the transaction that runs on it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
import math

from .meter import Meter
from .quantity import Quantity, ReadingKey
from .reservation import Reservation
from .transaction import Session, Transaction

type ConnectorKey = tuple[str, int]
"""A charge point's identity and a connectorId."""
MINIMUM_CURRENT_A = 6.0
"""The least current at which a car charges (IEC 61851; R29)."""
NO_ERROR = "NoError"
"""The errorCode without an error."""


class ConnectorStatus(StrEnum):
    """Statuses of OCPP 1.6 (section 7.7)."""

    AVAILABLE = "Available"
    PREPARING = "Preparing"
    CHARGING = "Charging"
    SUSPENDED_EVSE = "SuspendedEVSE"
    SUSPENDED_EV = "SuspendedEV"
    FINISHING = "Finishing"
    RESERVED = "Reserved"
    UNAVAILABLE = "Unavailable"
    FAULTED = "Faulted"


DRAWING = frozenset(
    {ConnectorStatus.CHARGING, ConnectorStatus.SUSPENDED_EV, ConnectorStatus.SUSPENDED_EVSE}
)
"""Statuses that only a connector with a transaction has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmartLimit:
    """The limit that smart charging sets beside the user's; amperes per phase."""

    limit_a: float
    phases: int | None = None
    """Number of phases to charge on (numberPhases); None: all that the charger is wired to."""
    fallback_a: float | None = None
    """The limit after `silence_s` without a message from us; None: the limit stands for ever."""
    silence_s: int = 900
    stops_at_once: bool = False
    """Whether 0 A also stops a running charge, since the charger would take the limit only later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLimit:
    """A limit that a check-up tries: it only lowers what the user, smart charging and the charge point allow."""

    limit_a: float
    """Amperes per phase."""
    phases: int | None = None
    """Number of phases to charge on; None: all that are allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLimit:
    """The highest limit that a charger may hold: the confirmed one, or one sent since that got no answer."""

    limit_a: float
    """Amperes per phase."""
    phases: int | None = None
    """Number of phases; None: all."""
    fallback_a: float = 0.0
    """The highest limit after a silence of ours, in A per phase."""


@dataclass(slots=True, kw_only=True)
class Limit:
    """The standing limit of a connector: what is wanted, and what the charger has confirmed; amperes per phase."""

    wanted_a: float | None = None
    """The user's limit; 0 is a pause."""
    smart: SmartLimit | None = None
    """The limit of smart charging; None: it sets none."""
    ceilings: dict[str, float] = field(default_factory=dict)
    """What back ends allow at most, by back end: 0, or at least 6 A."""
    trial: TrialLimit | None = None
    """The limit that a check-up tries now; it ends with a restart of ours."""
    released: bool = False
    """Smart charging has withdrawn its limit: without the user's limit, the charger's maximum applies."""
    applied_a: float | None = None
    applied_at: datetime | None = None
    applied_phases: int | None = None
    """Number of phases that the charger was sent with `applied_a`; None: all."""
    held: HeldLimit | None = None
    """The limit that fuses must allow for, also after a restart of ours; None: unknown."""
    stopped_id_tag: str | None = None
    """The tag with which to restart a charge that a pause ended; None where none is to be restarted."""
    stopped_started_by: str | None = None
    """The Home Assistant user who started that charge, and whose charge it stays."""
    resume_a: float | None = None
    """The user's limit to restore when a pause (`wanted_a` 0) ends."""

    @property
    def ceiling_a(self) -> float | None:
        """The least that a back end allows; None where none limits."""
        return min(self.ceilings.values(), default=None)


@dataclass(slots=True, kw_only=True)
class Connector:
    """A connector of a charge point (connectorId 1 and up)."""

    connector_id: int
    status: ConnectorStatus | None = None
    status_since: datetime | None = None
    error_code: str | None = None
    """`NoError` or the error; spellings outside the standard are kept."""
    vendor_error_code: str | None = None
    error_info: str | None = None
    meter: Meter = field(default_factory=Meter)
    limit: Limit = field(default_factory=Limit)
    transaction: Transaction | None = None
    reservation: Reservation | None = None
    """The active reservation."""
    last_session: Session | None = None

    def shown_before(self, key: ReadingKey, shown_wh: float) -> None:
        """Continue a register from the Wh that were shown before its state was lost; a running session gets none of them."""
        added_wh = self.meter.shown_before(key, shown_wh)
        transaction = self.transaction
        if (
            key == (Quantity.ENERGY_IMPORT_WH, None)
            and transaction is not None
            and transaction.lifetime_start_wh is not None
        ):
            transaction.lifetime_start_wh += added_wh

    @property
    def is_plugged_in(self) -> bool | None:
        """Whether a car is plugged in, by the status; None where the status does not say."""
        return _PLUGGED_IN.get(self.status) if self.status is not None else None

    @property
    def is_charging(self) -> bool | None:
        """Whether the status is Charging; None before the first status."""
        return None if self.status is None else self.status is ConnectorStatus.CHARGING

    @property
    def has_problem(self) -> bool | None:
        """Whether the connector reports a fault; None before its first status or error."""
        if self.status is None and self.error_code is None:
            return None
        return self.status is ConnectorStatus.FAULTED or self.error_code not in (None, NO_ERROR)


_PLUGGED_IN = {
    ConnectorStatus.AVAILABLE: False,
    ConnectorStatus.RESERVED: False,
    ConnectorStatus.PREPARING: True,
    ConnectorStatus.CHARGING: True,
    ConnectorStatus.SUSPENDED_EV: True,
    ConnectorStatus.SUSPENDED_EVSE: True,
    ConnectorStatus.FINISHING: True,
}


def is_limit(limit_a: float) -> bool:
    """Whether a value in A can be a limit: 0, or at least 6 A (R29)."""
    return math.isfinite(limit_a) and (limit_a == 0 or limit_a >= MINIMUM_CURRENT_A)


def name_of(key: ConnectorKey) -> str:
    """Return the text that names a connector: identity#connectorId."""
    return f"{key[0]}#{key[1]}"


def key_of(name: str) -> ConnectorKey:
    """Return the connector that `name_of` named; raises ValueError for another text."""
    charge_point_id, _, connector_id = name.rpartition("#")
    return charge_point_id, int(connector_id)
