"""End a session: take it off its connector, inform the limits, and publish it."""

import asyncio
from collections.abc import Mapping
import logging

from ocpp.v16 import call
from ocpp.v16.enums import RemoteStartStopStatus

from custom_components.plug_control.central_system.limits.limits import Limits
from custom_components.plug_control.central_system.stations.connectors import find_connector
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Link, Station
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.events import (
    ConnectorChanged,
    SessionCorrected,
    SessionEnded,
    SessionStarted,
)
from custom_components.plug_control.model.session import StopReason
from custom_components.plug_control.model.transaction import Session
from custom_components.plug_control.protocol.errors import CommandError
from custom_components.plug_control.protocol.messages import action_of, to_payload

_LOGGER = logging.getLogger(__name__)

_INTERRUPTED = frozenset({StopReason.POWER_LOSS, StopReason.REBOOT, StopReason.RESET})
"""Reasons for which a charge ended although nobody wanted that."""


class SessionEnds:
    """Ends sessions on their connectors once the ledger has ended them, and publishes that."""

    def __init__(self, context: Context, limits: Limits) -> None:
        """Inform `limits` of each end."""
        self._context = context
        self._limits = limits

    def end_without_stop(self, station: Station, connector: Connector) -> None:
        """End the open transaction of a connector without its stop, as an estimate that a late stop corrects."""
        ledger, connector_id = self._context.ledger, connector.connector_id
        for session in ledger.close_transactions(station.identity, connector_id):
            self.session_ended(station, session)

    def session_ended(self, station: Station, session: Session) -> None:
        """Take a session that the ledger has ended off its connector, and publish both changes."""
        connector_id = session.connector_id
        connector = (
            None if connector_id is None else find_connector(self._context, station, connector_id)
        )
        if connector is not None:
            self.take_off(station, connector, session)
            self._tell_changed(station, connector)

    def take_off(self, station: Station, connector: Connector, session: Session) -> None:
        """Take an ended session off its connector, inform meter, auto start and limits, and publish its end."""
        running = connector.transaction
        is_shown = running is not None and running.transaction_id == session.transaction_id
        if not is_shown:  # the answer to its start was lost, or is not sent yet
            station.unanswered.discard(session.transaction_id or 0)
            self._context.publish(
                SessionStarted(
                    charge_point_id=station.identity,
                    connector_id=connector.connector_id,
                    session=session,
                )
            )
        if is_shown or running is None:
            connector.transaction = None
            stopped_at = session.stopped_at or self._context.clock()
            connector.meter.transaction_ended(session.meter_stop_wh, at=stopped_at)
            left = station.left_open.pop(connector.connector_id, None)
            is_cut_off = left is not None and session.provisional
            interrupted = is_cut_off or session.stop_reason in _INTERRUPTED
            station.auto_start(connector.connector_id).transaction_ended(interrupted=interrupted)
            self._limits.transaction_ended(station.identity, connector.connector_id, session)
        connector.last_session = session
        self._context.remember()
        self._context.publish(
            SessionEnded(
                charge_point_id=station.identity,
                connector_id=connector.connector_id,
                session=session,
            )
        )

    def corrected(self, station: Station, session: Session, before: Session) -> None:
        """Show and publish the charger's own figures of a session that had ended as an estimate."""
        connector = station.charge_point.connectors.get(session.connector_id or 0)
        if connector is None:
            return
        shown = connector.last_session
        if shown is not None and shown.session_id == session.session_id:
            connector.last_session = session
            self._context.remember()
            self._tell_changed(station, connector)
        self._context.publish(
            SessionCorrected(
                charge_point_id=station.identity,
                connector_id=connector.connector_id,
                session=session,
                before=before,
            )
        )

    def _tell_changed(self, station: Station, connector: Connector) -> None:
        self._context.publish(
            ConnectorChanged(charge_point_id=station.identity, connector_id=connector.connector_id)
        )


def running_transactions(station: Station) -> dict[int, int]:
    """Return the ids of the running transactions by connector id."""
    return {
        each.connector_id: each.transaction.transaction_id
        for each in station.charge_point.connectors.values()
        if each.transaction
    }


def currents_a(station: Station) -> dict[int, float]:
    """Return the current that each running transaction may draw, in A by connector id, without those paused at 0 A."""
    at_most_a = float(station.settings.maximum_current_a)
    limits_a = {
        each.connector_id: each.limit.applied_a
        for each in station.charge_point.connectors.values()
        if each.transaction
    }
    return {
        connector_id: at_most_a if limit_a is None else limit_a
        for connector_id, limit_a in limits_a.items()
        if limit_a != 0
    }


async def stop_for_good(context: Context, link: Link, transactions: Mapping[int, int]) -> list[int]:
    """Stop the transactions (ids by connector) of a removed charge point; return the connectors that accept."""
    obeying = []
    try:
        async with asyncio.timeout(context.timing.farewell_s):
            for connector_id, transaction_id in transactions.items():
                message = call.RemoteStopTransaction(transaction_id=transaction_id)
                answer = await link.connection.call(action_of(message), to_payload(message))
                if answer.get("status") == RemoteStartStopStatus.accepted:
                    obeying.append(connector_id)
    except (CommandError, TimeoutError) as error:
        _LOGGER.info("%s was removed and may still be charging: %r", link.identity, error)
    return obeying
