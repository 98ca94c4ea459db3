"""Decide which cards may charge: a pure function for Authorize, StartTransaction, StopTransaction (decision 5, R19)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import AuthorizationStatus

from custom_components.plug_control.central_system.stations.settings import (
    ChargePointSettings,
    WhoMayCharge,
)
from custom_components.plug_control.model.relaying import CardDecision
from custom_components.plug_control.model.tag import IdTag, IdTags, TagStatus, normalise_id_tag
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.messages import format_timestamp


class Purpose(StrEnum):
    """The message that presents the idTag."""

    AUTHORIZE = "authorize"
    START = "start"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """The decision about a presented idTag; `known` is False for a card that is not registered."""

    status: AuthorizationStatus
    known: bool
    expires_at: datetime | None = None
    group: str | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether the idTag may charge or, while its session runs, end it."""
        return self.status is AuthorizationStatus.accepted

    def id_tag_info(self) -> IdTagInfo:
        """Return the decision as the idTagInfo of Authorize, StartTransaction and StopTransaction answers."""
        expires_at = self.expires_at
        return IdTagInfo(
            status=self.status,
            parent_id_tag=self.group,
            expiry_date=None if expires_at is None else format_timestamp(expires_at),
        )


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
    told: CardDecision | None = None,
) -> Authorization:
    """Return the decision about a presented idTag.

    `running` are the open transactions of connected charge points; `at` is the time to judge by (a queued start's own
    time); `card_serial` and `authorize_stops` are quirks: KEBA appends to idTags, and a C2EU ends the running charge for
    any accepted card (C2EU Q13); `told` is what a back end says of a card that is not registered.
    """
    card = _Card.of(id_tag, tags, card_serial=card_serial)
    own = _own_tag(card, charge_point, remote_id_tag)
    decision = _decide_alone(card, charge_point.who_may_charge, own, at)
    if told is not None and _is_foreign(card, charge_point, own):
        decision = _of_back_end(told, tags)
    if purpose is Purpose.AUTHORIZE and authorize_stops:
        starters = [
            _Card.of(transaction.id_tag, tags, card_serial=card_serial)
            for transaction in running
            if transaction.charge_point_id == charge_point.charge_point_id
        ]
        return _decide_stop(card, starters, decision, own) if starters else decision
    cards_only = charge_point.who_may_charge is WhoMayCharge.CARDS
    if purpose is Purpose.START and cards_only and decision.is_accepted and card.id_tag != own:
        here = (charge_point.charge_point_id, connector_id)
        for transaction in running:
            # Another charge point may append its serial number where this one does not
            other = _Card.of(transaction.id_tag, tags, card_serial=True)
            there = (transaction.charge_point_id, transaction.connector_id)
            if there != here and other.is_same(card):
                return replace(decision, status=AuthorizationStatus.concurrent_tx)
    return decision


def is_unknown(
    id_tag: str,
    *,
    charge_point: ChargePointSettings,
    tags: IdTags,
    remote_id_tag: str,
    card_serial: bool,
) -> bool:
    """Whether only registered cards may charge and this is none, so that back ends may know it."""
    card = _Card.of(id_tag, tags, card_serial=card_serial)
    return _is_foreign(card, charge_point, _own_tag(card, charge_point, remote_id_tag))


def _own_tag(card: _Card, charge_point: ChargePointSettings, remote_id_tag: str) -> str:
    """Return the idTag of our remote starts: the presented one where this charge point takes no other."""
    only = charge_point.remote_id_tag
    if only and card.tag is None and card.id_tag == normalise_id_tag(only):
        return card.id_tag
    return normalise_id_tag(remote_id_tag)


def _is_foreign(card: _Card, charge_point: ChargePointSettings, own: str) -> bool:
    cards_only = charge_point.who_may_charge is WhoMayCharge.CARDS
    return cards_only and card.tag is None and card.id_tag != own


def _of_back_end(told: CardDecision, tags: IdTags) -> Authorization:
    """Return a back end's word; Invalid for a status that the standard does not have, without a group of the house.

    A charger lets a card stop any transaction of its group by itself (R19): not those of the house.
    """
    try:
        status = AuthorizationStatus(told.status)
    except ValueError:
        status = AuthorizationStatus.invalid
    group = told.parent_id_tag
    if group is not None and tags.has_group(group):
        group = None
    return Authorization(status=status, known=False, expires_at=told.expires_at, group=group)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A normalised idTag and the registered card that it belongs to."""

    id_tag: str
    tag: IdTag | None

    @classmethod
    def of(cls, id_tag: str, tags: IdTags, *, card_serial: bool) -> _Card:
        return cls(id_tag=normalise_id_tag(id_tag), tag=tags.find(id_tag, card_serial=card_serial))

    @property
    def group(self) -> str | None:
        return None if self.tag is None else self.tag.group

    def is_same(self, other: _Card) -> bool:
        return self.id_tag == other.id_tag or (self.tag is not None and self.tag == other.tag)


def _decide_alone(card: _Card, who: WhoMayCharge, own: str, at: datetime) -> Authorization:
    """Decide by the card alone; where anyone may charge, only blocked cards are refused."""
    if card.id_tag == own:
        return Authorization(status=AuthorizationStatus.accepted, known=True, group=card.group)
    anyone = who is WhoMayCharge.ANYONE
    if card.tag is None:
        status = AuthorizationStatus.accepted if anyone else AuthorizationStatus.invalid
        return Authorization(status=status, known=False)
    validity = card.tag.status_at(at)
    if validity is TagStatus.EXPIRED and anyone:
        return Authorization(status=AuthorizationStatus.accepted, known=True, group=card.group)
    return Authorization(
        status=AuthorizationStatus(validity),
        known=True,
        expires_at=card.tag.expires_at,
        group=card.group,
    )


def _decide_stop(
    card: _Card, starters: list[_Card], decision: Authorization, own: str
) -> Authorization:
    """Decide whether a card may end the running session of a charger that ends it on Accepted.

    The card that began it may, even if blocked or expired since, and so may a valid card of its group (R19). Any valid
    card may end a session that no card began (Home Assistant did, or it is unknown): otherwise no card could.
    """
    for starter in starters:
        nobodys = starter.id_tag in {own, ""}
        grouped = card.group is not None and card.group == starter.group
        if card.is_same(starter) or (decision.is_accepted and (nobodys or grouped)):
            return replace(decision, status=AuthorizationStatus.accepted)
    return replace(decision, status=AuthorizationStatus.invalid)
