"""The demo: what it says where it cannot run, and how it talks to the simulator and fills in forms."""

from pathlib import Path
import signal
import socket
from typing import Any

import pytest

from scripts.lib import demo
from scripts.lib.demo_steps import filled_in
from scripts.lib.home_assistant import HomeAssistant, HomeAssistantError, wait_until
from scripts.lib.processes import ScriptError
from scripts.lib.simulator_process import Simulator

SIMULATOR = """
import json, sys
print("not JSON", flush=True)
print(json.dumps({"event": "connected", "lists": [], "arguments": sys.argv[1:]}), flush=True)
for line in sys.stdin:
    print(json.dumps({"event": line.strip()}), flush=True)
"""


@pytest.mark.parametrize("name", ["PORT", "OCPP_PORT"])
def test_a_busy_port_is_one_line(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "PORT", 1)
    monkeypatch.setattr(demo, "OCPP_PORT", 1)
    monkeypatch.setattr(demo, "is_free", lambda port: port == 1)
    monkeypatch.setattr(demo, name, 2)
    assert demo.main([]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "scripts/demo: port 2 is in use: end what listens there (another scripts/demo?) and try again"
    ]


def test_fresh_and_check_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        demo.main(["--fresh", "--check"])
    assert "not allowed with" in capsys.readouterr().err


@pytest.fixture
def simulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """A stand-in that tells its arguments and repeats what it is told."""
    (tmp_path / "simulator.py").write_text(SIMULATOR)
    monkeypatch.setattr("scripts.lib.processes.ROOT", tmp_path)
    return Simulator("ws://127.0.0.1:1/", "CP1", options=["--speed", "60"], log=tmp_path / "log")


async def test_the_simulator_is_a_c2eu_of_that_name(simulator: Simulator) -> None:
    async with simulator:
        event = await simulator.wait_for("connected", timeout_s=10)
    profile = ["--profile", "c2eu", "--id", "CP1"]
    assert event["arguments"] == ["ws://127.0.0.1:1/", *profile, "--speed", "60"]


async def test_what_the_simulator_tells_is_kept(simulator: Simulator) -> None:
    async with simulator:
        await simulator.say("session")
        assert await simulator.wait_for("session", timeout_s=10) == {"event": "session"}
    assert [event["event"] for event in simulator.events] == ["connected", "session"]


async def test_an_event_that_does_not_come_is_an_error(simulator: Simulator) -> None:
    async with simulator:
        with pytest.raises(ScriptError, match="told no 'session'"):
            await simulator.wait_for("session", timeout_s=0.05)


async def test_a_simulator_that_ends_is_not_waited_for(simulator: Simulator) -> None:
    async with simulator:
        await simulator.wait_for("connected", timeout_s=10)
        simulator.process.send_signal(signal.SIGKILL)
        with pytest.raises(ScriptError, match="told no 'session'"):
            await simulator.wait_for("session", timeout_s=60)


def _field(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "selector": {}, **more}


def test_a_form_is_filled_in_as_it_comes() -> None:
    form = {
        "data_schema": [
            _field("port", default=9016),
            _field("host", description={"suggested_value": "0.0.0.0"}),
            _field("phases", default="3", description={"suggested_value": "1"}),
            _field("password"),
        ]
    }
    assert filled_in(form, port=4711) == {"port": 4711, "host": "0.0.0.0", "phases": "1"}
    assert filled_in({"data_schema": None}) == {}


async def test_waiting_ends_with_what_was_found() -> None:
    looks = iter([None, None, "found"])

    async def look() -> str | None:
        return next(looks)

    assert await wait_until("it", look, timeout_s=10) == "found"


async def test_waiting_in_vain_says_for_what() -> None:
    async def look() -> None:
        return None

    with pytest.raises(ScriptError, match="the start did not happen within 0 s"):
        await wait_until("the start", look, timeout_s=0)


async def test_a_home_assistant_that_is_not_there_is_not_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    async with HomeAssistant(f"http://127.0.0.1:{port}", user="u", password="p") as client:
        assert not await client.is_up()


async def test_a_form_that_is_refused_is_an_error() -> None:
    async with HomeAssistant("http://127.0.0.1:1", user="u", password="p") as client:
        form = {"type": "form", "step_id": "user", "errors": {"base": "port_in_use"}}
        with pytest.raises(HomeAssistantError, match=r"form user was refused: .*port_in_use"):
            await client.finish_flow("/flow", form)
