"""Steps that lose the connection, and stop and start the charge: last, since some chargers must be unplugged then."""

from custom_components.plug_control.central_system.wire import CommandError, StillFinishingError
from custom_components.plug_control.model.connector import ConnectorStatus

from .findings import Finding, Verdict
from .limit_steps import not_tried, refused
from .subject import LOOK_S, Subject

_SOON_S = 60.0
BACK_S = 300.0
"""How long a charger may take to connect again."""
STOP_S = 60.0
START_S = 120.0
"""How long the charger may take to carry out a stop and a start; a car may take a minute to draw."""
_CODE = 1001


async def lose_connection(subject: Subject) -> tuple[Finding, ...]:
    """Close the connection, and see how long it takes until the charger is back and ready."""
    central_system, charge_point_id = subject.central_system, subject.key[0]
    connection = central_system.connection_of(charge_point_id)
    if connection is None:
        return (not_tried("reconnect", "offline"),)
    began, booted_at = subject.now, subject.charge_point.booted_at
    await connection.close(_CODE, "check-up")
    await subject.until(lambda: central_system.connection_of(charge_point_id) is not connection, 10)
    back = await subject.until(
        lambda: central_system.connection_of(charge_point_id) is not None, BACK_S
    )
    seconds = (subject.now - began).total_seconds()
    ready = await subject.until(lambda: central_system.is_ready(charge_point_id), BACK_S)
    if (boot := subject.charge_point.booted_at) is not None and boot != booted_at:
        seconds = (boot - began).total_seconds()  # one that does not boot is waited for by us alone
    if back is None or ready is None:
        return (
            Finding(
                key="reconnect",
                verdict=Verdict.DOES_NOT_WORK,
                sentence="stays_away",
                values={"seconds": round(BACK_S)},
            ),
        )
    goes_on = subject.connector.transaction is not None
    return (
        Finding(
            key="reconnect",
            verdict=Verdict.WORKS_SLOWLY if seconds > _SOON_S else Verdict.WORKS,
            sentence="comes_again" if goes_on else "comes_again_without_charge",
            values={"seconds": round(seconds)},
        ),
    )


async def stop_by_remote(subject: Subject) -> tuple[Finding, ...]:
    """Stop the charge from here, and see how quickly it ends."""
    if subject.connector.transaction is None:
        return (not_tried("remote_stop", "no_charge"),)
    began = subject.now
    try:
        await subject.central_system.user_commands.stop_charging(*subject.key)
    except CommandError as error:
        return (refused("remote_stop", error),)
    ended = await subject.until(lambda: subject.connector.transaction is None, STOP_S)
    seconds = (subject.now - began).total_seconds()
    return (
        Finding(
            key="remote_stop",
            verdict=Verdict.DOES_NOT_WORK if ended is None else Verdict.WORKS,
            sentence="stop_ignored" if ended is None else "stops",
            values={"seconds": round(seconds)},
        ),
    )


async def start_by_remote(subject: Subject, id_tag: str | None) -> tuple[Finding, ...]:
    """Start the charge from here again, and see how quickly it begins."""
    if subject.connector.transaction is not None:
        return (not_tried("remote_start", "charge_runs"),)
    await subject.wait(LOOK_S)  # some say only a moment after the stop that they must be unplugged
    began = subject.now
    try:
        await subject.central_system.user_commands.start_charging(*subject.key, id_tag=id_tag)
    except StillFinishingError:
        return (
            Finding(key="remote_start", verdict=Verdict.DOES_NOT_WORK, sentence="unplug_first"),
        )
    except CommandError as error:
        finishing = subject.connector.status is ConnectorStatus.FINISHING
        if finishing:
            return (
                Finding(key="remote_start", verdict=Verdict.DOES_NOT_WORK, sentence="unplug_first"),
            )
        return (refused("remote_start", error),)
    begun = await subject.until(lambda: subject.connector.transaction is not None, START_S)
    seconds = (subject.now - began).total_seconds()
    return (
        Finding(
            key="remote_start",
            verdict=Verdict.DOES_NOT_WORK if begun is None else Verdict.WORKS,
            sentence="start_ignored" if begun is None else "starts",
            values={"seconds": round(seconds)},
        ),
    )
