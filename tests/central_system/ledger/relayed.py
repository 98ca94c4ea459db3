"""Messages to back ends, for tests of the outbox."""

from collections.abc import AsyncIterator
from typing import Any

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.model.relaying import OutboxMessage

from .conftest import CARD, NOW, STOPPED_AT, LedgerLab, began, stop

MONTA, ROAD = "monta", "road"


def put(
    ledger: Ledger,
    session_id: int,
    action: str,
    payload: dict[str, Any] | None = None,
    *back_ends: str,
    charge_point_id: str = "CP-1",
    **fields: Any,
) -> None:
    """Queue a message, for one back end by default."""
    ledger.outbox.put(
        back_ends or (MONTA,),
        charge_point_id,
        session_id=session_id,
        transaction_id=session_id,
        action=action,
        payload=payload or {},
        **fields,
    )


def metered(ledger: Ledger, session_id: int, value: object = "1", **fields: Any) -> None:
    """Queue plain meter values."""
    element = {"timestamp": NOW.isoformat(), "sampledValue": [{"value": value, **fields}]}
    put(ledger, session_id, "MeterValues", {"connectorId": 1, "meterValue": [element]})


def relay_start(
    ledger: Ledger, charge_point_id: str = "CP-1", *back_ends: str, **fields: Any
) -> int:
    """Record a start and queue it, and return the session's id."""
    session_id = began(ledger, charge_point_id, **fields).session_id
    payload = {"connectorId": 1, "idTag": fields.get("id_tag", CARD), "meterStart": 1000}
    put(
        ledger, session_id, "StartTransaction", payload, *back_ends, charge_point_id=charge_point_id
    )
    return session_id


def relay_stop(
    ledger: Ledger, session_id: int, charge_point_id: str = "CP-1", *back_ends: str
) -> None:
    """Record the stop of a session, and queue it."""
    ledger.stop(charge_point_id, stop(session_id))
    payload = {"transactionId": 4711, "meterStop": 8000, "timestamp": STOPPED_AT.isoformat()}
    put(ledger, session_id, "StopTransaction", payload, *back_ends, charge_point_id=charge_point_id)


async def now_and_after_a_restart(lab: LedgerLab) -> AsyncIterator[Ledger]:
    """Yield the ledger, then stored and loaded again."""
    yield lab.ledger
    assert await lab.ledger.saved()
    yield await lab.restart()


async def waiting(
    ledger: Ledger, back_end_id: str = MONTA, charge_point_id: str = "CP-1"
) -> list[OutboxMessage]:
    return await ledger.outbox.waiting(back_end_id, charge_point_id, 1000)


async def waits(ledger: Ledger, *place: str) -> list[tuple[int, str]]:
    """Return session and action of what waits, in order."""
    return [(each.session_id, each.action) for each in await waiting(ledger, *place)]


async def answer(ledger: Ledger, count: int | None = None, **fields: Any) -> None:
    """Answer the first messages that wait, all by default."""
    for message in (await waiting(ledger))[:count]:
        their = fields if message.action == "StartTransaction" else {}
        await ledger.outbox.answered(message, **their)
