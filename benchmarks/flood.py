"""How long a good charge point waits for its answers while others attack: `python -m benchmarks.flood [--seconds N] [--sockets N]`.

The central system, the attackers and the good charge point are three processes. Each attack runs over `--sockets` sockets, without a pause and
from the good one's own address; a socket that is closed is opened again. The last row is a confirmed charge point that goes mad.
"""

import argparse
import asyncio
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count
import sys

from .load import HOST, ChargePointLoad, Outcome, identity_of
from .throughput import print_line, started

_MEGABYTE = 1 << 20
_PAUSE_S = 0.01
_STRANGER = "STRANGER"


def _nested(size: int) -> bytes:
    """Return a frame of a type that nobody knows, full of empty arrays."""
    return b"[9" + b",[]" * ((size - 3) // 3) + b"]"


def _samples(size: int) -> bytes:
    """Return a StopTransaction with so many bytes of samples, as a C2EU sends it after a long charge."""
    sample = b'{"timestamp":"2026-03-14T09:26:53Z","sampledValue":[{"value":"7360","measurand":"Power.Active.Import","unit":"W"}]}'
    samples = b",".join([sample] * (size // (len(sample) + 1)))
    return (
        b'[2,"1","StopTransaction",{"transactionId":1,"meterStop":1,"transactionData":[%b]}]'
        % samples
    )


FRAMES = {
    "nested": _nested(_MEGABYTE - 64),
    "small": _nested(40),
    "knocks": b"",
    "confirmed, nested": _nested(_MEGABYTE - 64),
    "confirmed, samples": _samples(_MEGABYTE - 128),
    "confirmed, small": _nested(40),
}
"""What each attack sends; an attack that only knocks sends nothing."""
_AT_ONCE = 50
"""Small frames that are written together."""


def _masked(payload: bytes) -> bytes:
    """Return a websocket frame of a client; a mask of zeros changes nothing."""
    size = len(payload)
    if size < 126:
        head = bytes([0x81, 0x80 | size])
    elif size < 1 << 16:
        head = bytes([0x81, 0xFE]) + size.to_bytes(2)
    else:
        head = bytes([0x81, 0xFF]) + size.to_bytes(8)
    return head + bytes(4) + payload


async def _attack_once(port: int, path: str, message: bytes) -> None:
    """Dial in and send the message again and again, until the other side has enough."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(
            f"GET /{path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        while message and not reader.at_eof():
            writer.write(message)
            await writer.drain()
    finally:
        writer.transport.abort()


async def attack(kind: str, port: int, sockets: int) -> None:
    """Attack until the process is ended."""
    frame = FRAMES[kind]
    message = _masked(frame) * (_AT_ONCE if 0 < len(frame) < 1000 else 1) if frame else b""
    names = count()

    async def go_on(number: int) -> None:
        while True:
            known = kind.startswith("confirmed")
            path = identity_of(1 + number) if known else f"{_STRANGER}{next(names)}"
            with suppress(OSError, EOFError, asyncio.IncompleteReadError):
                await _attack_once(port, path, message)

    await asyncio.gather(*map(go_on, range(sockets)))


@asynccontextmanager
async def attacked(kind: str, port: int, sockets: int) -> AsyncIterator[Process]:
    """Have another process attack meanwhile."""
    arguments = ("--attack", kind, "--port", str(port), "--sockets", str(sockets))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.flood", *arguments
    )
    try:
        await asyncio.sleep(1)
        yield process
    finally:
        process.kill()
        await process.wait()


async def wait_for_answers(point: ChargePointLoad, seconds: float) -> Outcome:
    """Send one MeterValues after the other, with a short pause between, for so long."""
    outcome = Outcome()
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while loop.time() < until:
        await point.send_meter_values(1, outcome)
        await asyncio.sleep(_PAUSE_S)
    return outcome


async def measure(kind: str | None, sockets: int, seconds: float) -> tuple[Outcome, float]:
    """Return what the good charge point sees during an attack, or without one, and for how long the event loop was blocked at most.

    Without what the interpreter's garbage collection takes, which walks all that the process holds.
    """
    async with started("central", 1 + sockets) as server:
        port: int = server.facts["port"]
        good, *others = (ChargePointLoad(f"ws://{HOST}:{port}", n) for n in range(1 + sockets))
        for point in (good, *others):
            await point.connect()
            await point.boot()
        for point in others:
            await point.close()
        await wait_for_answers(good, 0.5)
        async with AsyncExitStack() as stack:
            if kind is not None:
                await stack.enter_async_context(attacked(kind, port, sockets))
            await server.mark()
            outcome = await wait_for_answers(good, seconds)
            mark = await server.mark()
        return outcome, mark["blocked_without_gc_s"]


async def main() -> None:
    """Measure all attacks and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each attack")
    parser.add_argument("--sockets", type=int, default=5)
    parser.add_argument("--kinds", nargs="*", choices=sorted(FRAMES), default=list(FRAMES))
    parser.add_argument("--attack", choices=sorted(FRAMES), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.attack is not None:
        await attack(arguments.attack, arguments.port, arguments.sockets)
        return
    quiet = await measure(None, arguments.sockets, arguments.seconds)
    print_line(f"{'attack':<22}      p50      p99   longest   loop blocked    p50, to quiet")
    for name in ("none", *arguments.kinds):
        outcome, blocked_s = (
            quiet if name == "none" else await measure(name, arguments.sockets, arguments.seconds)
        )
        ratio = outcome.percentile_ms(0.5) / quiet[0].percentile_ms(0.5)
        print_line(
            f"{name:<22}{outcome.percentile_ms(0.5):9.2f}{outcome.percentile_ms(0.99):9.2f}"
            f"{outcome.percentile_ms(1):10.2f} ms{blocked_s * 1000:12.0f} ms {ratio:12.1f}"
        )


if __name__ == "__main__":
    asyncio.run(main())
