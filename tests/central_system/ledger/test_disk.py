"""Kills at any moment, and disks that are full: what was answered is there (R15)."""

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import Iterator
from contextlib import contextmanager, suppress
import os
from pathlib import Path
from random import Random
import subprocess
import sys
import threading
import time

import pytest

from custom_components.plug_control.central_system.ledger.ledger import Ledger, LedgerDatabase
from custom_components.plug_control.central_system.ledger.sqlite import database
from custom_components.plug_control.model.events import Problem

from .conftest import NOW, after, began, detailed, start, stop

MIB = 2**20
SESSIONS = 500


async def writer(path: Path, first: int, count: int, *options: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "scripts.lib.without_home_assistant",
        "tests.central_system.ledger.writing_process",
        str(path),
        str(first),
        str(count),
        *options,
        stdout=PIPE,
    )


@pytest.mark.long
async def test_r15_what_was_answered_is_there_after_a_kill_at_any_moment(tmp_path: Path) -> None:
    path, random = tmp_path / "ledger.db", Random(7)
    started: set[int] = set()
    stopped: set[int] = set()
    for round_ in range(3):
        process = await writer(path, 1000 * round_, 1000)
        assert process.stdout is not None
        for _ in range(random.randint(1, 60)):
            kind, number = (await process.stdout.readline()).split()
            (started if kind == b"started" else stopped).add(int(number))
        process.kill()
        for line in (await process.stdout.read()).splitlines():
            kind, _, number = line.partition(b" ")
            if number:
                (started if kind == b"started" else stopped).add(int(number))
        await process.wait()
        ledger = Ledger(LedgerDatabase(path), clock=lambda: after(10_000_000))
        await ledger.load()
        sessions = await ledger.sessions()
        assert all(ledger.details(number) for number in stopped)
        await ledger.close()
        ended = {each.transaction_id for each in sessions if each.stopped_at is not None}
        assert stopped <= ended
        assert started <= {each.transaction_id for each in sessions}
        assert len({each.transaction_id for each in sessions}) == len(sessions)
        assert all(each.energy_wh == 7000 for each in sessions if each.transaction_id in stopped)


@pytest.mark.long
async def test_a_kill_at_any_moment_leaves_no_session_without_its_messages_nor_messages_without_it(
    tmp_path: Path,
) -> None:
    """One commit has both: each stored start has its StartTransaction, each stored stop its StopTransaction."""
    path, random = tmp_path / "ledger.db", Random(11)
    for round_ in range(4):
        process = await writer(path, 1000 * round_, 1000, "--relayed")
        assert process.stdout is not None
        for _ in range(random.randint(1, 40)):
            await process.stdout.readline()
        process.kill()
        await process.stdout.read()
        await process.wait()
        ledger = Ledger(LedgerDatabase(path), clock=lambda: after(10_000_000))
        await ledger.load()
        sessions = await ledger.sessions()
        for back_end_id in ("monta", "road"):
            waiting = [
                message
                for charge_point_id in ledger.outbox.charge_points(back_end_id)
                for message in await ledger.outbox.waiting(back_end_id, charge_point_id, 10_000)
            ]
            queue = ledger.outbox.queue(back_end_id)
            assert (queue.messages, queue.sessions) == (len(waiting), len(sessions))
            started = {each.session_id for each in waiting if each.action == "StartTransaction"}
            stopped = {each.session_id for each in waiting if each.action == "StopTransaction"}
            assert started == {each.session_id for each in sessions}
            # The next round's first start ends what the kill left open
            assert stopped == {
                each.session_id for each in sessions if each.stopped_at and not each.provisional
            }
            assert len(waiting) == len(started) + len(stopped)
        await ledger.close()


@pytest.mark.long
@pytest.mark.parametrize("options", [(), ("--relayed",)])
async def test_r15_500_sessions_are_stored_though_no_file_may_grow(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    """As on a disk that is full; also with what two back ends are to hear of them."""
    path = tmp_path / "ledger.db"
    process = await writer(path, 0, SESSIONS, "--no-growth", *options)
    told, _ = await process.communicate()
    assert told.count(b"stopped") == SESSIONS


@contextmanager
def small_disk(path: Path, size: int) -> Iterator[Path]:
    """A disk of so many bytes; needs root."""
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], check=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)


class Competitor:
    """Writes against everybody else until there is no room, and into whatever becomes free."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "home-assistant_v2.db"
        self._go_on = True
        self.is_full = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def _write(self) -> None:
        with self._path.open("wb", buffering=0) as file:
            while self._go_on:
                try:
                    file.write(bytes(4096))
                except OSError:
                    self.is_full.set()
                    time.sleep(0.0005)  # and not the interpreter's lock

    def stop(self) -> None:
        """Stop, and make room."""
        self._go_on = False
        self._thread.join()
        with suppress(FileNotFoundError):
            self._path.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="a disk of its own needs root")
async def test_r15_a_full_disk_loses_nothing_while_another_writes_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "RESERVE_BYTES", 4 * MIB)
    monkeypatch.setattr("custom_components.plug_control.central_system.ledger.writer.LOOK_S", 0.01)
    problems: list[tuple[Problem, str | None]] = []
    now = NOW

    databases: list[LedgerDatabase] = []

    async def opened() -> Ledger:
        databases.append(LedgerDatabase(disk / "ledger.db", full_bytes=2 * MIB))
        ledger = Ledger(
            databases[-1],
            clock=lambda: now,
            on_problem=lambda problem, detail: problems.append((problem, detail)),
        )
        await ledger.load()
        return ledger

    async def told(*expected: tuple[Problem, str | None]) -> None:
        async with asyncio.timeout(30):
            while problems != [*expected]:
                await asyncio.sleep(0.01)

    with small_disk(tmp_path / "disk", 16 * MIB) as disk:
        ledger = await opened()
        for connector_id in (
            1,
            2,
        ):  # the second commit waits until the first one has seen what space there is
            began(ledger, "CP-0", connector_id=connector_id)
            assert await ledger.saved()
        while databases[-1].is_short:
            await asyncio.sleep(0.01)
        competitor = Competitor(disk)
        try:
            await asyncio.to_thread(competitor.is_full.wait)
            await told((Problem.DISK_FULL, ""))
            for number in range(SESSIONS):
                if number == SESSIONS // 2:  # also over a restart of Home Assistant
                    await ledger.close()
                    ledger = await opened()
                now = after(600 * number + 300)
                started = ledger.start("CP-1", start(at=after(600 * number)))
                assert await ledger.saved(started.transaction_id)
                ledger.stop("CP-1", stop(started.transaction_id, at=now))
                ledger.keep_details(started.transaction_id, detailed(car_id=f"car {number}"))
                assert await ledger.saved()
            assert {problem for problem, _ in problems} == {Problem.DISK_FULL}
        finally:
            competitor.stop()
        del problems[:-1]
        await told((Problem.DISK_FULL, ""), (Problem.DISK_FULL, None))
        await ledger.close()
        ledger = await opened()
        sessions = await ledger.sessions()
        assert len(sessions) == SESSIONS + 2
        assert sum(ledger.details(each.session_id) is not None for each in sessions) == SESSIONS
        await ledger.close()
