"""Handle Authorize, StartTransaction and StopTransaction (decisions 5 to 8)."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from ocpp.v16 import call_result
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import AuthorizationStatus

from custom_components.plug_control.central_system.ledger.ledger import StartOutcome, StopKind
from custom_components.plug_control.central_system.limits.limits import Limits
from custom_components.plug_control.central_system.reservations.reservations import Reservations
from custom_components.plug_control.central_system.sessions.ending import SessionEnds
from custom_components.plug_control.central_system.sessions.running import show_transaction
from custom_components.plug_control.central_system.stations.connectors import find_connector
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.expected_starts import expected_start
from custom_components.plug_control.central_system.stations.station import ExpectedStart, Station
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import (
    CardPresented,
    ChargedAlthoughRefused,
    ConnectorChanged,
)
from custom_components.plug_control.model.relaying import CardDecision, Relay
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.model.timestamps import guard_time
from custom_components.plug_control.model.transaction import Session, Transaction
from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.errors import ErrorCode, PayloadError
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.messages import (
    Authorize,
    StartTransaction,
    StopTransaction,
    as_told,
    to_payload,
)

from .authorization import Authorization, Purpose, authorize, is_unknown
from .back_end_cards import ask_back_end
from .relaying import relay_start, relay_stop

RECENT = timedelta(minutes=2)
"""An older start is a replay: it triggers nothing that concerns the present (R17)."""
SAME_TAP_S = 120.0
"""A start so soon after its card was presented does not count as another presentation."""


class Transactions:
    """Answers Authorize, StartTransaction and StopTransaction: decides about cards, records, publishes events."""

    def __init__(
        self, context: Context, limits: Limits, ends: SessionEnds, reservations: Reservations
    ) -> None:
        self._context = context
        self._limits = limits
        self._ends = ends
        self._reservations = reservations

    # ---- cards

    async def authorize(self, station: Station, message: Authorize, _: Call) -> Answer:
        """Answer Authorize, and publish the card unless it belongs to a remote start; a back end is asked of its cards."""
        now = self._context.clock()
        decision = self._decide(station, message.id_tag, Purpose.AUTHORIZE, at=now)
        if expected_start(station, message.id_tag) is not None:
            decision = _let_through(decision)
        else:
            if (relay := self._relay_for(station, message.id_tag)) is not None:
                told = await ask_back_end(relay, station, message.id_tag)
                decision = self._decide(
                    station, message.id_tag, Purpose.AUTHORIZE, at=now, told=told
                )
            self._presented(station, None, message.id_tag, decision)
        return Answer(to_payload(call_result.Authorize(id_tag_info=decision.id_tag_info())))

    def _relay_for(self, station: Station, id_tag: str) -> Relay | None:
        """Return the relay where back ends may know a card: it is unknown here, and only registered cards may charge."""
        relay = self._context.relay
        if relay is None or not id_tag:
            return None
        unknown = is_unknown(
            id_tag,
            charge_point=station.settings,
            tags=self._context.id_tags,
            remote_id_tag=self._context.settings.remote_id_tag,
            card_serial=station.quirks.id_tag_separator is not None,
        )
        return relay if unknown else None

    def _decide(
        self,
        station: Station,
        id_tag: str,
        purpose: Purpose,
        *,
        at: datetime,
        connector_id: int | None = None,
        running: Iterable[Transaction] | None = None,
        told: CardDecision | None = None,
    ) -> Authorization:
        """Decide about a card; `told` is what a back end says now, else what it said last counts."""
        if told is None and (relay := self._relay_for(station, id_tag)) is not None:
            told = relay.knows(station.identity, id_tag)
        return authorize(
            id_tag,
            purpose=purpose,
            charge_point=station.settings,
            tags=self._context.id_tags,
            running=self._running() if running is None else running,
            at=at,
            remote_id_tag=self._context.settings.remote_id_tag,
            connector_id=connector_id,
            card_serial=station.quirks.id_tag_separator is not None,
            authorize_stops=station.quirks.authorize_stops,
            told=told,
        )

    def _running(self) -> list[Transaction]:
        """Return the open transactions of connected charge points; those of others may have ended."""
        stations = self._context.registry.stations
        return [
            transaction
            for transaction in self._context.ledger.open_transactions()
            if (station := stations.get(transaction.charge_point_id)) is not None
            and station.charge_point.connected
        ]

    def _presented(
        self, station: Station, connector_id: int | None, id_tag: str, decision: Authorization
    ) -> None:
        station.last_card = (normalise_id_tag(id_tag), asyncio.get_running_loop().time())
        self._context.publish(
            CardPresented(
                charge_point_id=station.identity,
                connector_id=connector_id,
                id_tag=id_tag,
                status=decision.status.value,
                known=decision.known,
            )
        )

    # ---- starts

    async def start_transaction(
        self, station: Station, message: StartTransaction, call: Call
    ) -> Answer:
        """Record a start, answer once it is on disk, and publish the transaction after the answer (R15, R18)."""
        expected = expected_start(station, message.id_tag, message.connector_id)
        own = normalise_id_tag(self._context.settings.remote_id_tag)
        remote = expected is not None or normalise_id_tag(message.id_tag) == own
        self._check_plausible(station)
        alone = self._decide_alone(station, message)
        if expected is not None:
            alone = _let_through(alone)
        started = self._context.ledger.start(
            station.identity,
            message,
            remote=remote,
            started_by=None if expected is None else expected.user_id,
            refused=None if alone.is_accepted else alone.status.value,
        )
        if self._context.relay is not None:
            relay_start(self._context.relay, started, _for_back_end(expected, as_told(call)))
        decision = self._decide_start(station, message, started)
        if expected is not None:
            station.expected_starts.remove(expected)
            decision = _let_through(decision)
        station.last_transaction_ids[message.connector_id] = started.transaction_id
        self._context.remember()
        if not started.repeated:
            station.new_sessions.take(self._context.clock())
            self._record(station, message, started, decision)
            self._reservations.started(
                station,
                message.connector_id,
                message.id_tag,
                reservation_id=message.reservation_id,
                transaction_id=started.transaction_id,
                started_at=guard_time(message.timestamp, self._context.clock())[0],
            )
            told = decision.is_accepted and self._just_tapped(station, message)
            if self._is_recent(started.transaction):
                if not (remote or told):
                    self._presented(station, message.connector_id, message.id_tag, decision)
            elif not alone.is_accepted:
                self._charged_although_refused(station, message, alone)
        await self._context.ledger.saved()
        answer = call_result.StartTransaction(
            transaction_id=started.transaction_id, id_tag_info=decision.id_tag_info()
        )
        if started.transaction is None:
            return Answer(to_payload(answer))
        # Commands about the transaction name its id, which the charger knows only after the answer.
        return Answer(
            to_payload(answer),
            after=partial(self._begin, station, started.transaction),
            lost=partial(station.unanswered.discard, started.transaction_id),
        )

    def _decide_alone(self, station: Station, message: StartTransaction) -> Authorization:
        """Decide about a start by its card alone, at the start's own time."""
        return self._decide(
            station,
            message.id_tag,
            Purpose.START,
            at=guard_time(message.timestamp, self._context.clock())[0],
            connector_id=message.connector_id,
            running=(),
        )

    def _charged_although_refused(
        self, station: Station, message: StartTransaction, decision: Authorization
    ) -> None:
        """Publish a start that the charger reports late, and that it should not have allowed."""
        self._context.publish(
            ChargedAlthoughRefused(
                charge_point_id=station.identity,
                connector_id=message.connector_id,
                id_tag=message.id_tag,
                status=decision.status.value,
                known=decision.known,
                started_at=guard_time(message.timestamp, self._context.clock())[0],
            )
        )

    def _check_plausible(self, station: Station) -> None:
        """Raise PayloadError where a charge point reports more new sessions than plausible; it may retry later."""
        if not station.new_sessions.has_any(self._context.clock()):
            self._context.implausible(station, "charging sessions")
            raise PayloadError(ErrorCode.INTERNAL_ERROR, "too many new transactions")

    def _decide_start(
        self, station: Station, message: StartTransaction, started: StartOutcome
    ) -> Authorization:
        """Check the idTag again (R19), by the start's own time and what was running when it was first recorded."""
        transaction = started.transaction
        before = [
            other
            for other in self._running()
            if transaction is not None and other.session_id < transaction.session_id
        ]
        return self._decide(
            station,
            message.id_tag,
            Purpose.START,
            at=guard_time(message.timestamp, self._context.clock())[0],
            connector_id=message.connector_id,
            running=before,
        )

    def _record(
        self,
        station: Station,
        message: StartTransaction,
        started: StartOutcome,
        decision: Authorization,
    ) -> None:
        """Apply what a start changes before its answer."""
        connector = find_connector(self._context, station, message.connector_id)
        if connector is None:
            return
        if started.superseded is not None:
            self._ends.take_off(station, connector, started.superseded)
        transaction = started.transaction
        if transaction is None:  # a replay of what is over
            self._tell_changed(station, connector)
        elif decision.is_accepted:
            connector.meter.transaction_started(
                transaction.meter_start_wh, at=transaction.started_at
            )
            station.auto_start(connector.connector_id).transaction_started()
            station.unanswered.add(transaction.transaction_id)
        else:
            # Refused, so it ends here; meter values that prove it runs anyway open it again.
            self._context.ledger.close_transactions(station.identity, connector.connector_id)

    def _begin(self, station: Station, transaction: Transaction) -> None:
        """Publish a transaction after the answer to its start, and apply its limit."""
        station.unanswered.discard(transaction.transaction_id)
        connector = station.charge_point.connectors.get(transaction.connector_id)
        running = self._context.ledger.open_transaction(
            station.identity, transaction_id=transaction.transaction_id
        )
        if connector is None or running is not transaction or connector.transaction is running:
            return
        show_transaction(self._context, station, connector, transaction)
        self._tell_changed(station, connector)
        if self._is_recent(transaction):
            self._limits.transaction_started(station.identity, connector.connector_id)

    def _is_recent(self, transaction: Transaction | None) -> bool:
        """Whether the start is no replay: not older than RECENT (R17)."""
        return transaction is not None and self._context.clock() - transaction.started_at <= RECENT

    @staticmethod
    def _just_tapped(station: Station, message: StartTransaction) -> bool:
        if station.last_card is None:
            return False
        card, at = station.last_card
        now = asyncio.get_running_loop().time()
        return card == normalise_id_tag(message.id_tag) and now - at < SAME_TAP_S

    # ---- stops

    async def stop_transaction(
        self, station: Station, message: StopTransaction, call: Call
    ) -> Answer:
        """Record a stop, publish it, and answer once it is on disk (R15). Raises PayloadError where it cannot be stored."""
        if not self._context.ledger.awaits_stop(station.identity, message.transaction_id):
            self._check_plausible(station)
        reasons = station.quirks.stop_reasons
        stopped = self._context.ledger.stop(station.identity, message, reasons=reasons)
        session = stopped.session
        if self._context.relay is not None:
            relay_stop(self._context.relay, stopped, as_told(call))
        if stopped.kind is StopKind.UNKNOWN:
            station.new_sessions.take(self._context.clock())
        if stopped.kind in {StopKind.ENDED, StopKind.UNKNOWN}:
            self._ends.session_ended(station, session)
        elif stopped.before is not None:
            self._ends.corrected(station, session, stopped.before)
        if not await self._context.ledger.saved(session.session_id):
            # The disk takes nothing: the charger keeps the stop and retries (R15); memory has it meanwhile.
            raise PayloadError(ErrorCode.INTERNAL_ERROR, "the transaction cannot be stored now")
        info = self._stop_info(station, message, session)
        return Answer(to_payload(call_result.StopTransaction(id_tag_info=info)))

    def _stop_info(self, station: Station, message: StopTransaction, session: Session) -> IdTagInfo:
        """Return the answer's idTagInfo, which a C2EU needs even where it sent no idTag (C2EU Q11)."""
        id_tag = message.id_tag or session.id_tag
        if id_tag is None:
            return IdTagInfo(status=AuthorizationStatus.accepted)
        at, _ = guard_time(message.timestamp, self._context.clock())
        return self._decide(station, id_tag, Purpose.STOP, at=at).id_tag_info()

    def _tell_changed(self, station: Station, connector: Connector) -> None:
        self._context.publish(
            ConnectorChanged(charge_point_id=station.identity, connector_id=connector.connector_id)
        )


def _for_back_end(expected: ExpectedStart | None, payload: dict[str, Any]) -> dict[str, Any]:
    """Return a start as its back end expects it: with the card that it named, where the charger takes only one of its own."""
    if expected is None or expected.back_end_id_tag is None:
        return payload
    return payload | {"idTag": expected.back_end_id_tag}


def _let_through(decision: Authorization) -> Authorization:
    """Return the decision for the idTag of our remote start: Accepted where it is Invalid or ConcurrentTx."""
    if decision.status not in {AuthorizationStatus.invalid, AuthorizationStatus.concurrent_tx}:
        return decision
    return Authorization(status=AuthorizationStatus.accepted, known=decision.known)
