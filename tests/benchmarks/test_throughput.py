"""The throughput benchmark leaves nothing of its servers behind."""

from pathlib import Path
import sys

import pytest

from benchmarks.throughput import started

SERVER = """#!/bin/sh
echo '{"port": 1}'
sleep 0.2 &
read -r line
exit 0
"""
"""A server whose output is still open when it has ended, as on a crowded machine."""


async def test_the_pipes_of_a_server_are_closed_with_its_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "server"
    program.write_text(SERVER)
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))
    async with started("floor", 1) as server:
        assert server.facts == {"port": 1}
    assert server.process.returncode == 0
    assert server.process.stdout is not None
    assert server.process.stdout.at_eof()
