"""The list of what attackers try (public advisories, 2023-2026): what another charger's answers take meanwhile.

Each attack logs that latency (`pytest -o log_cli=true --log-cli-level=INFO`); the other charger must go on being answered.
`python -m benchmarks.flood` measures floods from another process.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
import json
import logging

import pytest
from websockets.exceptions import WebSocketException

from custom_components.plug_control.central_system.reception import gate
from simulator.frames import Payload
from simulator.scripted import CallErrorReceived, Disconnected, ScriptedChargePoint

from .conftest import NOW, Lab, start_transaction
from .test_attacks import HTML, ODD_FRAMES, Victim, victim

__all__ = ["victim"]

_LOGGER = logging.getLogger(__name__)
MEGABYTE = 1 << 20
TIMES = 20
_GONE = (Disconnected, EOFError, OSError, TimeoutError, WebSocketException)

type Attack = Callable[[Lab, Victim], Awaitable[None]]


@asynccontextmanager
async def neighbour(victim: Victim) -> AsyncIterator[list[float]]:
    """Have the victim send MeterValues all the while; yield the times in s that its answers took."""
    loop = asyncio.get_running_loop()
    took: list[float] = []
    over = asyncio.Event()

    async def go_on() -> None:
        while not over.is_set() or not took:
            began = loop.time()
            await victim.is_served()
            took.append(loop.time() - began)
            await asyncio.sleep(0)

    task = asyncio.create_task(go_on())
    try:
        yield took
    finally:
        over.set()
        await task


async def raw(charge_point: ScriptedChargePoint, *frames: str | bytes) -> None:
    """Send frames until the connection is gone."""
    with suppress(*_GONE):
        for frame in frames:
            await charge_point.send_raw(frame)
            await asyncio.sleep(0)


async def unauthorised(lab: Lab, victim: Victim) -> None:
    """A stranger speaks before anybody confirmed it."""
    stranger = await lab.dial("stranger")
    said: dict[str, Payload] = {
        "StartTransaction": start_transaction(),
        "Authorize": {"idTag": "x"},
        "MeterValues": {"connectorId": 1, "meterValue": []},
    }
    for action, payload in said.items():
        for _ in range(TIMES):
            with suppress(CallErrorReceived, *_GONE):
                await stranger.call(action, payload)


async def taken_over(lab: Lab, victim: Victim) -> None:
    """Somebody else connects under the victim's identity: the one that answers pings stays."""
    for _ in range(3):
        with suppress(*_GONE):
            await lab.scripted("VICTIM").connect()


async def knocks(lab: Lab, victim: Victim) -> None:
    """Handshakes without end."""
    for number in range(TIMES):
        with suppress(*_GONE):
            async with lab.scripted(f"flood-{number}"):
                pass


async def foreign_stops(lab: Lab, victim: Victim) -> None:
    """Another charge point stops the victim's transaction (R20)."""
    attacker = await lab.boot("CP-1")
    for _ in range(TIMES):
        stop: Payload = {
            "transactionId": victim.transaction_id,
            "meterStop": 998_000,
            "timestamp": NOW.isoformat(),
        }
        await attacker.call("StopTransaction", stop)


async def bad_times(lab: Lab, victim: Victim) -> None:
    """Timestamps that corrupt stores and pages."""
    attacker = await lab.boot("CP-1")
    for at in ("0000-00-00T00:00:00Z", "9999-12-31T23:59:59+99:99", "1e999", HTML, "", "2222"):
        with suppress(CallErrorReceived):
            await attacker.call("StartTransaction", start_transaction(timestamp=at))


async def huge_vendor(lab: Lab, victim: Victim) -> None:
    """A vendor string of many megabytes."""
    for number in range(3):
        with suppress(*_GONE):
            stranger = await lab.dial(f"stranger-{number}")
            await stranger.boot(vendor="x" * (16 * MEGABYTE))


async def odd_frames(lab: Lab, victim: Victim) -> None:
    """Duplicate keys, nulls, overlong fields, deep nesting, NaN, 1e999, huge arrays, from a confirmed charge point."""
    attacker = await lab.boot("CP-1")
    await raw(attacker, *ODD_FRAMES.values())


async def odd_frames_of_a_stranger(lab: Lab, victim: Victim) -> None:
    """The same from strangers."""
    for number, frame in enumerate(ODD_FRAMES.values()):
        with suppress(*_GONE):
            await raw(await lab.dial(f"stranger-{number}"), frame)


async def empty_arrays(lab: Lab, victim: Victim) -> None:
    """Frames of a megabyte full of empty arrays from a caller that nobody confirmed."""
    frame = "[9" + ",[]" * (MEGABYTE // 3 - 8) + "]"
    for number in range(3):
        with suppress(*_GONE):
            await raw(await lab.dial(f"stranger-{number}"), *[frame] * 5)


async def slow(lab: Lab, victim: Victim) -> None:
    """Handshakes and frames that never end."""
    port = lab.central_system.port
    writers = [(await asyncio.open_connection("127.0.0.1", port))[1] for _ in range(TIMES)]
    for writer in writers:
        writer.write(b"GET /slow HTTP/1.1\r\nHost:")
    attacker = await lab.boot("CP-1")
    attacker._open().transport.write(b"\x81\xfe\xff\xff")
    for _ in range(TIMES):
        await asyncio.sleep(0.005)
    for writer in writers:
        writer.close()


async def pings(lab: Lab, victim: Victim) -> None:
    """A flood of pings."""
    attacker = await lab.boot("CP-1")
    with suppress(*_GONE):
        for _ in range(20 * TIMES):
            await attacker.ping()


async def binary(lab: Lab, victim: Victim) -> None:
    """Binary frames, and text that is no UTF-8."""
    attacker = await lab.boot("CP-1")
    await raw(attacker, *[b"\x00\xff" * 50_000] * TIMES)


async def bomb(lab: Lab, victim: Victim) -> None:
    """A client that would compress: nothing is agreed on."""
    attacker = await lab.dial("CP-1", compression=True)
    await raw(attacker, json.dumps([2, "1", "DataTransfer", {"data": "x" * MEGABYTE}]))


async def markup(lab: Lab, victim: Victim) -> None:
    """HTML and formulas in every text that a page may show."""
    attacker = await lab.boot("CP-1", boot={"vendor": HTML, "model": "=cmd|' /C calc'!A0"})
    fields: Payload = {"connectorId": 1, "status": "Faulted", "errorCode": HTML, "info": HTML}
    for _ in range(TIMES):
        await attacker.call("StatusNotification", fields)
        await attacker.call("DataTransfer", {"vendorId": HTML, "data": HTML})
        await attacker.call("SecurityEventNotification", {"type": HTML, "techInfo": HTML})


async def odd_identities(lab: Lab, victim: Victim) -> None:
    """`../`, `%00` and line breaks in identities."""
    for path in ("../VICTIM", "%00", "a%0d%0aX: y", "%2e%2e%2fVICTIM", "x" * 5000) * 4:
        with suppress(*_GONE):
            await lab.scripted(path).connect()


async def guesses(lab: Lab, victim: Victim) -> None:
    """Wrong passwords from the victim's own address."""
    lab.add("GUARDED", password="secret")
    for number in range(TIMES // 2):
        with suppress(*_GONE):
            await lab.scripted("GUARDED", password=f"guess-{number}").connect()


async def vendor_messages(lab: Lab, victim: Victim) -> None:
    """A flood of vendor messages, security events and signed values."""
    attacker = await lab.boot("CP-1")
    signed: Payload = {"value": "OCMF|" + "x" * 16_000, "format": "SignedData"}
    element: Payload = {"timestamp": NOW.isoformat(), "sampledValue": [signed] * 50}
    await attacker.call("StartTransaction", start_transaction())
    for number in range(TIMES):
        await attacker.call("DataTransfer", {"vendorId": "V", "data": "x" * 100_000})
        await attacker.call("SecurityEventNotification", {"type": f"T{number}"})
        await attacker.call("MeterValues", {"connectorId": 1, "meterValue": [element]})


ATTACKS: tuple[Attack, ...] = (
    unauthorised,
    taken_over,
    knocks,
    foreign_stops,
    bad_times,
    huge_vendor,
    odd_frames,
    odd_frames_of_a_stranger,
    empty_arrays,
    slow,
    pings,
    binary,
    bomb,
    markup,
    odd_identities,
    guesses,
    vendor_messages,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
async def test_another_charger_is_answered_meanwhile(
    lab: Lab,
    victim: Victim,
    attack: Attack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gate, "GUESSES_A_SECOND", 1000)  # more comes in than could
    async with neighbour(victim) as took:
        await attack(lab, victim)
    took.sort()
    median_ms, longest_ms = took[len(took) // 2] * 1000, took[-1] * 1000
    _LOGGER.info(
        "%s: %d answers, median %.1f ms, longest %.1f ms",
        attack.__name__,
        len(took),
        median_ms,
        longest_ms,
    )
    assert {"VICTIM", "CP-1"} <= set(lab.central_system.charge_points)
    assert len(lab.central_system.unknown) <= 20
