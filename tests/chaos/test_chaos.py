"""After everything that can go wrong, the ledger is what the charge points delivered (R15, R17, R18, decision 7)."""

import asyncio
from pathlib import Path

import pytest
import pytest_socket

from scripts.lib.chaos.network import Network, Weather
from scripts.lib.chaos.relaying import errors_in, package_sessions, relayed_chaos
from scripts.lib.chaos.rounds import Figures
from scripts.lib.chaos.run import chaos

ROUNDS = 1
SEED = 25
"""Its round has a half-open connection, a kill, a disk that refuses, a cut and a full disk."""
RELAYED_SEED = 94
"""Its round has answers that get lost, a cut, an outage, and kills of all three and of the house."""


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


@pytest.mark.timeout(300)
async def test_back_ends_have_each_session_whichever_side_is_killed(tmp_path: Path) -> None:
    """`scripts/chaos --relayed` is the same for longer: one back end recognises repeats (R18), one does not."""
    pytest_socket.enable_socket()
    figures = await relayed_chaos(
        tmp_path, seed=RELAYED_SEED, until=lambda rounds: rounds >= ROUNDS, say=lambda text: None
    )
    assert figures.found == []
    assert figures.rounds == ROUNDS
    assert figures.starts > 1
    assert figures.sessions > 10
    assert {"answers lost", "both sides killed", "outage"} <= set(figures.faults)


def test_an_error_that_was_logged_is_found(tmp_path: Path) -> None:
    log = tmp_path / "house.log"
    error = "2026-12-01 01:00:00,000 ERROR What waits was not known as it is in the file"
    log.write_text(f"2026-12-01 01:00:00,000 WARNING slow\n{error}\n")
    assert errors_in(log) == [error]


def test_a_stop_of_a_transaction_that_a_back_end_does_not_know_is_no_session() -> None:
    """What the comparison counts at a back end that takes a repeated start for another transaction."""

    def told(action: str, transaction_id: int, meter_wh: int) -> dict[str, object]:
        return {
            "charge_point_id": "PLAIN",
            "action": action,
            "transaction_id": transaction_id,
            "meter_wh": meter_wh,
        }

    first, repeat = told("StartTransaction", 1, 100), told("StartTransaction", 2, 100)
    assert package_sessions([first, repeat, told("StopTransaction", 2, 300)]) == (
        {("PLAIN", 100, 300)},
        2,
    )
    assert package_sessions([first, told("StopTransaction", 3, 300)]) == (set(), 1)


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


async def test_a_network_without_answers_still_carries_what_is_sent() -> None:
    """A back end that has taken a message whose answer is lost: it comes again (R18)."""
    heard: list[bytes] = []

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(100):
            heard.append(data)
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    network = Network(server.sockets[0].getsockname()[1])
    async with server, network.running():
        reader, writer = await asyncio.open_connection("127.0.0.1", network.port)
        network.set(Weather.NO_ANSWERS)
        writer.write(b"1")
        async with asyncio.timeout(10):
            while not heard:
                await asyncio.sleep(0.01)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.2)
        network.set(Weather.FINE)
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        writer.transport.abort()
