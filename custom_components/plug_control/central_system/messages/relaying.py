"""Tell the relay what charge points send, once the ledger has recorded it and before it is stored."""

from dataclasses import replace

from custom_components.plug_control.central_system.ledger.ledger import (
    StartOutcome,
    StopKind,
    StopOutcome,
)
from custom_components.plug_control.central_system.ledger.session_messages import (
    start_of,
    stop_of,
    transaction_id_of,
)
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.relaying import Relay
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.messages import as_told

_START, _STOP, _VALUES = "StartTransaction", "StopTransaction", "MeterValues"


def relay_values(
    context: Context,
    relay: Relay,
    station: Station,
    connector: Connector | None,
    transaction_id: int | None,
    call: Call,
) -> None:
    """Tell meter values, with the session that they belong to; `connector` is None for the charge point's own."""
    owner: Transaction | Session | None = None
    if connector is not None:
        owner = context.ledger.owner(station.identity, connector.connector_id, transaction_id)
    payload = as_told(call)
    if owner is None:
        relay.heard(station.identity, _VALUES, payload)
        return
    transaction_id = transaction_id_of(owner)
    relay.heard(
        owner.charge_point_id,
        _VALUES,
        payload,
        session_id=owner.session_id,
        transaction_id=transaction_id,
    )


def relay_made_start(relay: Relay, session: Session) -> None:
    """Tell the start of a session that nobody has heard of: the charger's own never came, or counted as a repeat."""
    _tell(relay, _START, start_of(session), session)


def relay_adopted(relay: Relay, transaction: Transaction) -> None:
    """Tell the start of a transaction that its meter values have just opened, with the register that they had then."""
    session, register_wh = transaction.session(), transaction.last_register_wh
    if session.meter_start_wh is None and register_wh is not None:
        session = replace(session, meter_start_wh=max(0.0, register_wh - session.energy_wh))
    relay_made_start(relay, session)


def relay_start(relay: Relay, started: StartOutcome, payload: dict[str, object]) -> None:
    """Tell a start that is no repeat; of a replay after the charge is over also its end."""
    session = started.over if started.transaction is None else started.transaction.session()
    if started.repeated or session is None or session.session_id != started.transaction_id:
        return  # its stop came before it, and was told with a start that we made
    _tell(relay, _START, payload, session)
    if started.over is not None:
        relay.ended_without_stop(
            session.charge_point_id,
            session.session_id,
            transaction_id_of(session),
            stop_of(session),
        )


def relay_stop(relay: Relay, stopped: StopOutcome, payload: dict[str, object]) -> None:
    """Tell a stop that is no repeat."""
    if stopped.kind is StopKind.REPEATED:
        return
    if stopped.is_new:
        relay_made_start(relay, stopped.session)
    _tell(relay, _STOP, payload, stopped.session)


def _tell(relay: Relay, action: str, payload: dict[str, object], session: Session) -> None:
    relay.heard(
        session.charge_point_id,
        action,
        payload,
        session_id=session.session_id,
        transaction_id=transaction_id_of(session),
    )
