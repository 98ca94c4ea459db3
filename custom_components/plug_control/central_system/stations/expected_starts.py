"""Remote starts on their way: sent, but without a StartTransaction so far."""

import asyncio
from collections.abc import Callable

from custom_components.plug_control.model.tag import normalise_id_tag

from .station import ExpectedStart, Station

EXPECT_START_S = 300.0
"""How long after a remote start its StartTransaction may come: a cable, then a car that draws (C2EU section 4)."""


def expect_start(
    station: Station,
    connector_id: int,
    id_tag: str,
    user_id: str | None = None,
    back_end_id_tag: str | None = None,
) -> Callable[[], None]:
    """Note a remote start before it is sent: its StartTransaction gets this user, and its idTag is accepted.

    A back end hears `back_end_id_tag` in place of the idTag. Connector 0 means any. Returns a function that takes the note back after a refusal.
    """
    now = asyncio.get_running_loop().time()
    for started_id, auto_start in station.auto_starts.items():
        if connector_id in {0, started_id}:
            auto_start.remote_start_sent(now=now)
    station.expected_starts = [
        expected
        for expected in station.expected_starts
        if expected.until > now and expected.connector_id != connector_id
    ]
    expected = ExpectedStart(
        connector_id=connector_id,
        id_tag=id_tag,
        until=now + EXPECT_START_S,
        user_id=user_id,
        back_end_id_tag=back_end_id_tag,
    )
    station.expected_starts.append(expected)

    def take_back() -> None:
        if expected in station.expected_starts:
            station.expected_starts.remove(expected)

    return take_back


def expects_start(station: Station, connector_id: int) -> bool:
    """Return whether the StartTransaction of a remote start to this connector may still come."""
    now = asyncio.get_running_loop().time()
    return any(
        each.until > now and each.connector_id in {0, connector_id}
        for each in station.expected_starts
    )


def expected_start(
    station: Station, id_tag: str, connector_id: int | None = None
) -> ExpectedStart | None:
    """Return the remote start that an Authorize or StartTransaction with this idTag belongs to, None without one."""
    now = asyncio.get_running_loop().time()
    wanted = normalise_id_tag(id_tag)
    for expected in station.expected_starts:
        here = connector_id is None or expected.connector_id in {0, connector_id}
        if here and expected.until > now and normalise_id_tag(expected.id_tag) == wanted:
            return expected
    return None
