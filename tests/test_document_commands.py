"""The commands that README and docs show: each is run by some test, and has the options that it is shown with."""

import asyncio
from importlib import import_module
import os
from pathlib import Path
import re
import shutil
import sys

from homeassistant.core import HomeAssistant
import pytest

from .documentation import DOCS, ROOT, blocks
from .helpers import HOST, set_up

COMMANDS = sorted(
    {
        line.partition("#")[0].strip()
        for block in blocks("bash")
        for line in block.text.splitlines()
        if line.partition("#")[0].strip()
    }
)


def options_of(command: str) -> set[str]:
    """Return the options that a command line gives."""
    return set(re.findall(r"--[\w-]+", command))


SMALL = {
    "python -m benchmarks.circuits": "--rounds 2",
    "python -m benchmarks.flood": "--seconds 0.2 --sockets 1 --kinds small",
    "python -m benchmarks.plan": "--days 1 --seed 23",
    "python -m benchmarks.throughput": "--messages 20 --charge-points 1 --kinds floor central home_assistant_floor --no-return",
}
"""What makes the long ones short."""
BY_CI = {"scripts/demo", "scripts/lint", "scripts/setup", "scripts/test"}
"""What .ci/run runs, or what it runs runs."""
BY_THEIR_TESTS = {"scripts/docs": "tests/scripts/test_site.py"}
RUN_HERE = {"openssl rand -hex 20", "python -m simulator ws://127.0.0.1:9016/ --profile c2eu"}


def test_every_command_is_run_somewhere() -> None:
    assert set(COMMANDS) == {*SMALL, *BY_CI, *BY_THEIR_TESTS, *RUN_HERE}
    ci = (ROOT / ".ci" / "run").read_text()
    setup = (ROOT / "scripts" / "test").read_text()
    for script in BY_CI:
        assert os.access(ROOT / script, os.X_OK)
        assert script in ci or script in setup
    assert all((ROOT / tests).is_file() for tests in BY_THEIR_TESTS.values())


def test_every_option_that_docs_name_is_one_of_the_commands() -> None:
    text = "\n".join(path.read_text() for path in [ROOT / "README.md", *DOCS.rglob("*.md")])
    told = set(re.findall(r"`((?:PLUG_CONTROL_\w+=\S+ )?scripts/\w+[^`]*)`", text))
    assert told
    for command in told:
        (script,) = re.findall(r"scripts/\w+", command)
        usage = (ROOT / script).read_text()
        assert [each for each in options_of(command) if each not in usage] == []
    told = set(re.findall(r"`(python -m [^`]+)`", text))
    assert told
    for command in told:
        module = Path(*command.split()[2].split("."))
        sources = [ROOT / module.with_suffix(".py"), *(ROOT / module).glob("*.py")]
        usage = "".join(each.read_text() for each in sources if each.exists())
        assert usage, command
        assert [each for each in options_of(command) if each not in usage] == []


async def run(*command: str, said: bytes = b"", timeout_s: float = 100) -> tuple[int, str]:
    """Run a program in the repository, as the docs show it; return its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(said), timeout_s)
    finally:
        if process.returncode is None:
            process.kill()
    return process.returncode or 0, output.decode()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl")
async def test_the_password_is_as_long_as_ocpp_allows() -> None:
    status, password = await run("openssl", "rand", "-hex", "20")
    assert status == 0
    assert re.fullmatch(r"[0-9a-f]{40}\n", password)


async def test_the_wallbox_to_play_with_calls_and_helps(hass: HomeAssistant) -> None:
    entry = await set_up(hass)
    port = entry.runtime_data.central_system.port
    url = f"ws://{HOST}:{port}/"
    status, output = await run(
        sys.executable, *f"-m simulator {url} --profile c2eu".split(), said=b"help\nquit\n"
    )
    assert status == 0
    assert "help" in output


@pytest.mark.long
@pytest.mark.parametrize("command", SMALL)
def test_every_benchmark_runs(
    command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _, _, module, *arguments = f"{command} {SMALL[command]}".split()
    monkeypatch.setattr(sys, "argv", [module, *arguments])
    try:
        status = import_module(module).main()
        status = asyncio.run(status) if asyncio.iscoroutine(status) else status
    except SystemExit as ended:
        status = ended.code
    assert status in {None, 0, 1}  # 1: slower than it should be, on whatever machine this is
    assert capfd.readouterr().out
