"""After everything that can go wrong, the ledger is what the charge points delivered (R15, R17, R18, decision 7)."""

import asyncio
from pathlib import Path

import pytest
import pytest_socket

from scripts.lib.chaos.network import Network, Weather
from scripts.lib.chaos.run import Figures, chaos

ROUNDS = 1
SEED = 25
"""Its round has a half-open connection, a kill, a disk that refuses, a cut and a full disk."""


@pytest.mark.timeout(300)
async def test_nothing_is_lost_or_doubled_whatever_goes_wrong(tmp_path: Path) -> None:
    """`scripts/chaos` is the same for longer, with fresh seeds."""
    pytest_socket.enable_socket()
    figures = await chaos(
        tmp_path, seed=SEED, until=lambda rounds: rounds >= ROUNDS, say=lambda text: None
    )
    assert figures.found == []
    assert figures.rounds == ROUNDS
    assert figures.starts > 1
    assert figures.sessions > 10


def test_figures_tell_what_is_wrong() -> None:
    figures = Figures(rounds=1, sessions=7, lost=1, found=["PLAIN lost: 1 to 2 Wh, 1 times"])
    assert "7 sessions delivered, 1 lost, 0 doubled" in str(figures)
    assert "PLAIN lost" in str(figures)


async def test_silent_network_carries_nothing_and_cuts_those_who_were_in_it() -> None:
    """Half-open sockets are what a charge point sees of a router that forgot it."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(100):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    network = Network(server.sockets[0].getsockname()[1])
    async with server, network.running():
        reader, writer = await asyncio.open_connection("127.0.0.1", network.port)
        writer.write(b"1")
        assert await reader.read(1) == b"1"
        network.set(Weather.SILENT)
        writer.write(b"2")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.2)
        network.set(Weather.FINE)
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        writer.transport.abort()
