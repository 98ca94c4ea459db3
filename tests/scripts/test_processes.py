"""Child processes end with the script that started them, and nothing else does."""

import asyncio
import os
from pathlib import Path
import signal
import socket

import pytest

from scripts.lib.processes import Child, free_ports, is_free

STUBBORN = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(600)
"""
ECHO = """
import sys
for line in sys.stdin:
    print(f"heard {line.strip()}", flush=True)
"""
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


def _module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> str:
    """Write a module that child processes find in their working directory."""
    (tmp_path / "child_module.py").write_text(source)
    monkeypatch.setattr("scripts.lib.processes.ROOT", tmp_path)
    return "child_module"


def _exists(pid: int) -> bool:
    """Tell whether a process lives (one that ended and waits for its parent does not)."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


async def test_a_child_hears_and_talks_and_ends_with_the_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _module(tmp_path, monkeypatch, ECHO)
    async with Child(module, [], log=tmp_path / "log", talks=True) as child:
        await child.say("plug")
        assert await child.line() == "heard plug"
        pid = child.process.pid
    assert not _exists(pid)


async def test_what_a_child_started_ends_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _module(tmp_path, monkeypatch, PARENT)
    async with Child(module, [], log=tmp_path / "log", talks=True) as child:
        grandchild = int(await child.line())
        assert _exists(grandchild)
    async with asyncio.timeout(30):
        while _exists(grandchild):
            await asyncio.sleep(0.01)


async def test_what_a_child_leaves_behind_ends_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _module(tmp_path, monkeypatch, PARENT)
    async with Child(module, [], log=tmp_path / "log", talks=True) as child:
        grandchild = int(await child.line())
        child.process.kill()
        await child.process.wait()
        assert _exists(grandchild)
    async with asyncio.timeout(30):
        while _exists(grandchild):
            await asyncio.sleep(0.01)


LEAVING = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("ready", flush=True)
sys.stdin.read()
"""


async def test_the_pipes_of_a_child_are_closed_when_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A process whose child still holds its output has ended for `wait`, but its transport is open.
    module = _module(tmp_path, monkeypatch, LEAVING)
    async with Child(module, [], log=tmp_path / "log", talks=True) as child:
        assert await child.line() == "ready"
        assert child.process.stdin is not None
        child.process.stdin.close()
        await child.process.wait()
        assert child.process.stdout is not None
        assert not child.process.stdout.at_eof()
    assert child.process.stdout.at_eof()


async def test_a_child_that_does_not_want_to_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.lib.processes.STOP_TIMEOUT_S", 0.1)
    module = _module(tmp_path, monkeypatch, STUBBORN)
    async with Child(module, [], log=tmp_path / "log", talks=True) as child:
        assert await child.line() == "ready"
    assert child.process.returncode == -signal.SIGKILL


async def test_a_child_does_not_get_the_terminals_signals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _module(tmp_path, monkeypatch, ECHO)
    async with Child(module, [], log=tmp_path / "log", talks=True) as child:
        assert os.getpgid(child.process.pid) != os.getpgid(0)


async def test_a_child_that_ended_by_itself_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _module(tmp_path, monkeypatch, "print('done')")
    async with Child(module, [], log=tmp_path / "log") as child:
        await child.process.wait()
    assert child.process.returncode == 0
    assert (tmp_path / "log").read_text() == "done\n"


async def test_a_child_that_is_silent_cannot_be_talked_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _module(tmp_path, monkeypatch, "import time; time.sleep(600)")
    child = Child(module, [], log=tmp_path / "log")
    with pytest.raises(RuntimeError, match="not started"):
        await child.stop()
    async with child:
        with pytest.raises(RuntimeError, match="does not listen"):
            await child.say("plug")
        with pytest.raises(RuntimeError, match="does not talk"):
            await child.line()


def test_a_port_in_use_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
    assert is_free(port)


def test_free_ports_differ() -> None:
    ports = free_ports(3)
    assert len(set(ports)) == 3
    assert all(map(is_free, ports))
