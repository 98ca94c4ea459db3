"""The attacks of test_attacks over TLS: victim and attackers dial wss://, and the victim is served all the same."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
import ssl
import time
from typing import Any, override

import pytest

from custom_components.plug_control.security.store import CertificateStore
from simulator.scripted import ScriptedChargePoint
from tests.certificates import client_context, made_files, server_contexts

from .conftest import CARD, Clock, Lab, MakeLab
from .test_attacks import *  # noqa: F403 - the same attacks, with the fixtures of this file
from .test_attacks import Victim

LONGEST_S = 10.0
"""How long the victim may wait for an answer: below a charger's 15 s, far above what a crowded machine takes."""
HANDSHAKES = 60
"""Those of a flood; the victim gets more answers than that meanwhile."""


@dataclass
class TlsLab(Lab):
    """A central system whose charge points all dial wss://."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._contexts = server_contexts()

    @override
    def url(self, path: str) -> str:
        return super().url(path).replace("ws:", "wss:", 1)

    @override
    def scripted(self, path: str = "CP-1", **options: Any) -> ScriptedChargePoint:
        return super().scripted(path, tls=charger_context(), **options)


@cache
def charger_context() -> ssl.SSLContext:
    """Return the TLS settings of all chargers of these tests."""
    return client_context()


@pytest.fixture
async def make_lab(tmp_path: Path) -> AsyncIterator[MakeLab]:
    """Yield a function that starts central systems that speak TLS; stop them at the end of the test."""
    store = CertificateStore(made_files(tmp_path / "certificates"), Clock())
    async with AsyncExitStack() as stack:

        async def make(**options: Any) -> Lab:
            return await stack.enter_async_context(TlsLab(certificates=store, **options))

        yield make


@pytest.fixture
async def lab(make_lab: MakeLab) -> Lab:
    """Return a central system with one charge point, CP-1, and one card."""
    lab = await make_lab()
    lab.add()
    lab.cards(CARD)
    return lab


def client_hello() -> bytes:
    """Return the first message of a TLS handshake."""
    hello = ssl.MemoryBIO()
    client = client_context().wrap_bio(ssl.MemoryBIO(), hello, server_hostname="127.0.0.1")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return hello.read()


async def longest_answer_s(victim: Victim) -> float:
    """Return the longest wait for an answer of several."""
    longest = 0.0
    for _ in range(20):
        began = time.perf_counter()
        await victim.is_served()
        longest = max(longest, time.perf_counter() - began)
    return longest


@pytest.mark.parametrize("data", [b"hello", b"first", b""], ids=["half", "cut", "silent"])
async def test_a_flood_of_half_done_tls_handshakes_costs_others_nothing(
    lab: Lab, victim: Victim, data: bytes
) -> None:
    """Strangers open TLS connections, begin the handshake, and say no more."""
    hello = {b"hello": client_hello(), b"first": client_hello()[:20], b"": b""}[data]
    port = lab.central_system.port
    writers = []
    for _ in range(150):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(hello)
        writers.append(writer)
    assert await longest_answer_s(victim) < LONGEST_S
    async with lab.scripted("CP-1") as newcomer:  # a charger gets in meanwhile
        assert newcomer.connected
    for writer in writers:
        writer.close()


async def test_a_flood_of_whole_tls_handshakes_leaves_the_others_their_turn(
    lab: Lab, victim: Victim
) -> None:
    """Strangers make the server sign with its slow key as often as they can."""
    context = client_context(suites="ECDHE-RSA-AES128-GCM-SHA256")
    context.maximum_version = ssl.TLSVersion.TLSv1_2

    async def shake(number: int) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            _, writer = await asyncio.open_connection(
                "127.0.0.1", lab.central_system.port, ssl=context, server_hostname="127.0.0.1"
            )
            writer.transport.abort()

    flood = asyncio.gather(*(shake(number) for number in range(HANDSHAKES)))
    answers = 0
    while not flood.done():
        await victim.is_served()
        answers += 1
    assert answers >= HANDSHAKES
