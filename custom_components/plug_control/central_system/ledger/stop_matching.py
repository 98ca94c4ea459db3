"""Find the session of a StopTransaction with a useless transaction id: 0, −1, none, or one never given (R16, R20).

The stop ends the only session that it can mean, and never cuts another one short: meter values of a session that are later
than the stop, or above its register, prove that the stop belongs to another one.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from custom_components.plug_control.model.energy import true_register
from custom_components.plug_control.model.register import plausible_wh
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.messages import StopTransaction

_SAME_WH = 1.0
"""meterStop is in whole watt-hours, a reading may not be."""
_SAME_TIME = timedelta(seconds=60)
"""A closing reading may be stamped a little later than the stop."""
_NEXT_START_WH = 20.0
_MOST_WH = 1_000_000.0
"""Energy that no vehicle takes in one session: a higher register is that of another connector."""


def meant_by(
    message: StopTransaction,
    running: Iterable[Transaction],
    left: Iterable[Session],
) -> Transaction | Session | None:
    """Return what a stop ends: a `running` transaction, or a session in `left` that was closed without its stop.

    None unless exactly one of them fits.
    """
    open_here = {each.connector_id: each for each in running}
    meant: list[Transaction | Session] = [
        each for each in open_here.values() if _may_end_running(message, each)
    ]
    meant += [each for each in left if _may_end_left(message, each, open_here)]
    return meant[0] if len(meant) == 1 else None


def _may_end_running(message: StopTransaction, transaction: Transaction) -> bool:
    seen_at = None
    if not transaction.time_estimated:
        seen_at = max(transaction.started_at, transaction.seen_at - _SAME_TIME)
    register_wh = transaction.last_register_wh
    return _may_end(
        message,
        id_tag=transaction.id_tag,
        start_wh=transaction.meter_start_wh,
        register_wh=transaction.meter_start_wh if register_wh is None else register_wh,
        seen_at=seen_at,
        peak_power_w=transaction.peak_power_w,
    )


def _may_end_left(
    message: StopTransaction, session: Session, running: dict[int, Transaction]
) -> bool:
    """Whether a stop can end a session that was closed without its stop, before the connector's next one began."""
    if not session.provisional or session.connector_id is None:
        return False
    following = running.get(session.connector_id)
    if following is not None:
        stop_wh, next_wh = true_register(message.meter_stop_wh), following.meter_start_wh
        if message.timestamp is None or message.timestamp > following.started_at:
            return False
        if stop_wh is not None and next_wh is not None and stop_wh > next_wh + _NEXT_START_WH:
            return False
    start_wh, register_wh = session.meter_start_wh, session.meter_stop_wh
    return _may_end(
        message,
        id_tag=session.id_tag or "",
        start_wh=start_wh,
        register_wh=start_wh if register_wh is None else register_wh,
        seen_at=session.started_at if session.has_true_start else None,
        peak_power_w=session.peak_power_w or 0.0,
    )


def _may_end(
    message: StopTransaction,
    *,
    id_tag: str,
    start_wh: float | None,
    register_wh: float | None,
    seen_at: datetime | None,
    peak_power_w: float,
) -> bool:
    """Whether a stop can end a session.

    With an unknown transaction id, tag, time and register must all agree; without an id nothing may contradict.
    """
    stop_wh, stop_at = true_register(message.meter_stop_wh), message.timestamp
    tags_differ = normalise_id_tag(message.id_tag or "") != normalise_id_tag(id_tag)
    if message.transaction_id is not None and (
        tags_differ or stop_at is None or seen_at is None or stop_wh is None or start_wh is None
    ):
        return False
    if message.id_tag and tags_differ:
        return False
    if seen_at is not None and stop_at is not None and stop_at < seen_at:
        return False
    if stop_wh is None or register_wh is None:
        return True
    if not -_SAME_WH <= stop_wh - register_wh <= _MOST_WH:
        return False
    if message.transaction_id is None or stop_at is None or seen_at is None:
        return True
    seconds = max((stop_at - seen_at).total_seconds(), 0.0)
    return stop_wh - register_wh <= plausible_wh(seconds, peak_power_w)
