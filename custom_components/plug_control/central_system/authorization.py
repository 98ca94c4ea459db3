"""Who may charge: one pure decision for Authorize, StartTransaction and StopTransaction (decision 5, R19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import AuthorizationStatus

from custom_components.plug_control.model.tag import IdTag
from custom_components.plug_control.model.transaction import Transaction

from .settings import ChargePointSettings


class Purpose(StrEnum):
    """What the answer is for."""

    AUTHORIZE = "authorize"
    START = "start"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """The decision about a presented tag; `known` is False for a card that nobody registered."""

    status: AuthorizationStatus
    known: bool
    expires_at: datetime | None = None
    group: str | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the tag may charge (or, while its session runs, end it)."""
        return self.status is AuthorizationStatus.accepted

    def id_tag_info(self) -> IdTagInfo:
        """Return the decision as the answers to Authorize, StartTransaction and StopTransaction carry it."""
        raise NotImplementedError


class IdTags:
    """The registered cards, found in the way that tags compare (R19)."""

    def __init__(self, tags: Iterable[IdTag] = ()) -> None:
        raise NotImplementedError

    def find(self, id_tag: str, *, card_serial: bool = False) -> IdTag | None:
        """Return the registered card; `card_serial`: the charger sends card + "_" + serial number (KEBA)."""
        raise NotImplementedError


def authorize(
    id_tag: str,
    *,
    purpose: Purpose,
    charge_point: ChargePointSettings,
    tags: IdTags,
    running: Iterable[Transaction],
    at: datetime,
    remote_id_tag: str,
    connector_id: int | None = None,
    card_serial: bool = False,
    authorize_stops: bool = False,
) -> Authorization:
    """Decide what a presented tag is answered.

    `running` are the open transactions of connected charge points; `at` is the time to judge by (a queued start's own
    time); `card_serial` and `authorize_stops` are quirks: KEBA's tags, and the C2EU that ends the running charge for
    whichever card is accepted (C2EU Q13).
    """
    raise NotImplementedError
