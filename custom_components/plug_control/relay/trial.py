"""Try a back end while someone looks: connect, boot, and say in what it fails."""

import asyncio
from dataclasses import dataclass

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.errors import (
    DialError,
    ErrorCode,
    PayloadError,
    Trouble,
)
from custom_components.plug_control.protocol.frames import Call

from .back_end import make_context
from .booting import Booting
from .connection import BackEndConnection, FrameLog
from .messages import Payload, boot_notification
from .settings import BackEndSettings
from .timing import RelayTiming


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a trial found: no trouble, or which and what the back end says; printable, foreign text."""

    trouble: Trouble | None = None
    detail: str = ""
    heartbeat_s: float | None = None
    """How often it wants a heartbeat, once it has accepted the charge point."""
    speaks_ocpp: bool = True
    """Whether it has agreed to the subprotocol ocpp1.6."""


async def try_back_end(
    settings: BackEndSettings,
    charge_point_id: str,
    charge_point: ChargePoint | None,
    timing: RelayTiming | None = None,
) -> Trial:
    """Connect as a charge point and boot; never raises. A connection of this charge point that is there already may end by that."""
    timing = timing or RelayTiming(open_s=10.0, answer_s=10.0)
    identity = settings.identity_of(charge_point_id) or charge_point_id
    try:
        tls = await make_context(settings) if settings.is_encrypted else None
        connection = await BackEndConnection.open(
            settings, identity, tls, handle=_refuse, log=FrameLog(), timing=timing
        )
    except DialError as error:
        return Trial(trouble=error.trouble, detail=error.detail)
    try:
        return await _boot(connection, charge_point, timing)
    finally:
        await connection.close()


async def _boot(
    connection: BackEndConnection, charge_point: ChargePoint | None, timing: RelayTiming
) -> Trial:
    async def call(action: str, payload: Payload) -> Payload:
        return await connection.call(action, payload, timing.answer_s)

    booting = Booting(timing, lambda: boot_notification(None, charge_point))
    receiving = asyncio.create_task(connection.serve())
    trouble: Trouble | None = None
    detail = ""
    try:
        if await booting.boot(call) is not None:
            trouble = booting.trouble
    except DialError as error:
        trouble, detail = error.trouble, error.detail
        if receiving.done() and isinstance(closed := receiving.exception(), DialError):
            detail = closed.detail
        if trouble in (Trouble.CLOSED, Trouble.NO_ANSWER) and not connection.speaks_ocpp:
            trouble = Trouble.SUBPROTOCOL
    finally:
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
    return Trial(
        trouble=trouble,
        detail=detail,
        heartbeat_s=booting.heartbeat_s if trouble is None else None,
        speaks_ocpp=connection.speaks_ocpp,
    )


def _refuse(call: Call) -> Answer:
    """Answer what a back end asks of a charge point that is here for a moment only."""
    raise PayloadError(ErrorCode.GENERIC_ERROR, "not now")
