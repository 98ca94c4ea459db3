"""Measure the answers to a good charge point during attacks: `python -m benchmarks.flood [--seconds N] [--sockets N]`.

Central system, attackers and good charge point are three processes. Each attack runs over `--sockets` sockets without
a pause, from the good one's own address, and reopens closed sockets. In the "confirmed" rows confirmed charge points
attack.
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
    """Return a frame of an unknown type, full of empty arrays."""
    return b"[9" + b",[]" * ((size - 3) // 3) + b"]"


def _samples(size: int) -> bytes:
    """Return a StopTransaction with `size` bytes of samples, like a C2EU's after a long charge."""
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
"""Attack → the frame that it sends; "knocks" only opens sockets."""
_AT_ONCE = 50
"""How many small frames are written together."""


def _masked(payload: bytes) -> bytes:
    """Return a client's websocket frame, with a mask of zeros, which leaves the payload as it is."""
    size = len(payload)
    if size < 126:
        head = bytes([0x81, 0x80 | size])
    elif size < 1 << 16:
        head = bytes([0x81, 0xFE]) + size.to_bytes(2)
    else:
        head = bytes([0x81, 0xFF]) + size.to_bytes(8)
    return head + bytes(4) + payload


async def _attack_once(port: int, path: str, message: bytes) -> None:
    """Connect and send the message repeatedly until the server closes the socket."""
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
    """Attack over `sockets` sockets until the process ends."""
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
    """Run another process that attacks during the block."""
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
    """Send MeterValues for `seconds`, each a short pause after the answer to the last; return the outcome."""
    outcome = Outcome()
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while loop.time() < until:
        await point.send_meter_values(1, outcome)
        await asyncio.sleep(_PAUSE_S)
    return outcome


async def measure(kind: str | None, sockets: int, seconds: float) -> tuple[Outcome, float]:
    """Return the good charge point's outcome during an attack (None: without one), and the loop's longest block in s.

    The block excludes the interpreter's garbage collection, which walks all objects of the process.
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
