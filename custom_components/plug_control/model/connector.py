"""A connector: its status, its meter, its limit and the transaction that runs on it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
import math

from .meter import Meter
from .quantity import Quantity, ReadingKey
from .transaction import Session, Transaction

type ConnectorKey = tuple[str, int]
"""A charge point's identity and a connectorId."""
MINIMUM_CURRENT_A = 6.0
"""Under it a car does not charge (IEC 61851; R29)."""
NO_ERROR = "NoError"
"""The error code that says that nothing is wrong."""


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
    """What smart charging lets a connector take at most, beside the limit that the user set; amperes per phase."""

    limit_a: float
    phases: int | None = None
    """On how many phases to charge (numberPhases); None: on all that the charger is wired to."""
    fallback_a: float | None = None
    """What the charger goes over to when it hears nothing of us for `silence_s`; None: the limit stands for ever."""
    silence_s: int = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLimit:
    """The most that a charger may hold: what it has confirmed, or was sent since and may have taken without an answer."""

    limit_a: float
    """Amperes per phase."""
    phases: int | None = None
    """On how many phases; None: on all."""
    fallback_a: float = 0.0
    """What it may go over to when it hears nothing of us."""


@dataclass(slots=True, kw_only=True)
class Limit:
    """The standing limit of a connector: what is wanted, and what the charger has confirmed; amperes per phase."""

    wanted_a: float | None = None
    """What the user wants at most."""
    smart: SmartLimit | None = None
    """What smart charging allows at most; None: it has nothing to say."""
    released: bool = False
    """Smart charging had a limit here and has none any more: where nobody else limits, the charger's maximum stands."""
    applied_a: float | None = None
    applied_at: datetime | None = None
    applied_phases: int | None = None
    """On how many phases the charger was told to charge with that; None: on all."""
    held: HeldLimit | None = None
    """What fuses must reckon with, over a restart of ours too; None: nobody knows."""
    stopped_id_tag: str | None = None
    """The tag of the charge that smart charging stopped, since the charger cannot pause; to be started again with it."""
    stopped_started_by: str | None = None
    """The Home Assistant user who began that charge; it stays that user's."""
    resume_a: float | None = None
    """What is wanted again when a pause (`wanted_a` 0) ends."""


@dataclass(slots=True, kw_only=True)
class Connector:
    """One connector of a charge point (connectorId 1 and up)."""

    connector_id: int
    status: ConnectorStatus | None = None
    status_since: datetime | None = None
    error_code: str | None = None
    """`NoError` or what is wrong; foreign spellings are kept."""
    vendor_error_code: str | None = None
    error_info: str | None = None
    meter: Meter = field(default_factory=Meter)
    limit: Limit = field(default_factory=Limit)
    transaction: Transaction | None = None
    last_session: Session | None = None

    def shown_before(self, key: ReadingKey, shown_wh: float) -> None:
        """Note what was shown of a register before its memory was lost; the session that runs takes nothing of that."""
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
        """Whether a cable is in, as far as the status tells; None where it does not."""
        return _PLUGGED_IN.get(self.status) if self.status is not None else None

    @property
    def is_charging(self) -> bool | None:
        """Whether current flows or is about to, by the status; None where it was not told yet."""
        return None if self.status is None else self.status is ConnectorStatus.CHARGING

    @property
    def has_problem(self) -> bool | None:
        """Whether the connector reports a fault; None where nothing was told yet."""
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
    """Whether it can be a limit: 0, or at least 6 A (R29)."""
    return math.isfinite(limit_a) and (limit_a == 0 or limit_a >= MINIMUM_CURRENT_A)


def name_of(key: ConnectorKey) -> str:
    """Return the text that names a connector: identity#connectorId."""
    return f"{key[0]}#{key[1]}"


def key_of(name: str) -> ConnectorKey:
    """Return the identity and connectorId in a name made by `name_of`; raises ValueError where there is none."""
    charge_point_id, _, connector_id = name.rpartition("#")
    return charge_point_id, int(connector_id)
