"""Publish what the ledger reports: its sessions that end, change or go, and its own problems."""

from collections.abc import Callable
from datetime import datetime

from custom_components.plug_control.model.events import (
    Event,
    Problem,
    ProblemFound,
    ProblemGone,
    SessionDetailsChanged,
    SessionFiled,
    SessionsDeleted,
)
from custom_components.plug_control.model.relaying import Relay
from custom_components.plug_control.model.transaction import Session

from .ledger.ledger import Damage, Ledger, LedgerDatabase
from .ledger.session_messages import stop_of, transaction_id_of


def create_ledger(
    storage: LedgerDatabase,
    clock: Callable[[], datetime],
    publish: Callable[[Event], None],
    on_damage: Callable[[Damage], None],
    relay: Callable[[], Relay | None],
) -> Ledger:
    """Return the ledger in `storage`, which publishes its reports; what is no charge point's has an empty identity.

    The relay is told of sessions that end without their stop.
    """

    def filed(session: Session, has_worth: bool) -> None:
        place = session.charge_point_id
        if session.provisional and (told := relay()) is not None:
            told.ended_without_stop(
                place, session.session_id, transaction_id_of(session), stop_of(session)
            )
        publish(SessionFiled(charge_point_id=place, session=session, has_worth=has_worth))

    def details_changed(session_id: int, changed: frozenset[str]) -> None:
        session = ledger.session(session_id)
        place = "" if session is None else session.charge_point_id
        publish(
            SessionDetailsChanged(charge_point_id=place, session_id=session_id, changed=changed)
        )

    def deleted(session_ids: frozenset[int], since: datetime) -> None:
        publish(SessionsDeleted(charge_point_id="", session_ids=session_ids, since=since))

    def problem_changed(problem: Problem, detail: str | None) -> None:
        if detail is None:
            publish(ProblemGone(charge_point_id="", problem=problem))
        else:
            publish(ProblemFound(charge_point_id="", problem=problem, detail=detail))

    ledger = Ledger(
        storage,
        clock=clock,
        on_problem=problem_changed,
        on_session=filed,
        on_details=details_changed,
        on_deleted=deleted,
        on_damage=on_damage,
    )
    return ledger
