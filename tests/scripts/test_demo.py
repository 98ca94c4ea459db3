"""The demo: what it says where it cannot run, and how it talks to the simulator and goes through flows."""

from pathlib import Path
import signal
import socket
from typing import Any

import pytest

from scripts.lib import demo
from scripts.lib.demo_steps import filled_in, walk
from scripts.lib.home_assistant import HomeAssistant, HomeAssistantError, wait_until
from scripts.lib.processes import ScriptError
from scripts.lib.simulator_process import SimulatedHouse

HOUSE = """
import json, sys
print("not JSON", "", sep="\\n", flush=True)
print(json.dumps({"event": "serving", "lists": [], "arguments": sys.argv[1:]}), flush=True)
for number, line in enumerate(sys.stdin):
    name, _, event = line.strip().rpartition(" ")
    connectors = [{"limit_a": number}]
    event = {"status": "state"}.get(event, event)
    print(json.dumps({"event": event, "charge_point": name, "connectors": connectors}), flush=True)
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


@pytest.mark.parametrize(
    "arguments",
    [
        ["--speed", "0"],
        ["--speed", "121"],
        ["--speed", "x"],
        ["--start", "25:00"],
        ["--start", "noon"],
    ],
)
def test_a_day_that_cannot_be_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        demo.main(arguments)
    assert arguments[0] in capsys.readouterr().err


def test_the_day_begins_and_passes_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    demos = []

    async def show(shown: demo.Demo) -> None:
        demos.append(shown)

    monkeypatch.setattr(demo, "show", show)
    monkeypatch.setattr(demo, "is_free", lambda port: True)
    assert demo.main([]) == demo.main(["--speed", "20", "--start", "7:30"]) == 0
    assert [(each.start, each.day_speed) for each in demos] == [("11:00", 1.0), ("07:30", 20.0)]
    arguments = list(demos[1].house()._arguments)
    assert arguments[arguments.index("--speed") + 1] == "20.0"
    assert arguments[arguments.index("--start") + 1] == "07:30"


def test_the_house_has_both_wallboxes_and_only_the_checks_garage_is_hurried(
    tmp_path: Path,
) -> None:
    def described(made: demo.Demo) -> list[str]:
        arguments = list(made.house()._arguments)
        return [arguments[at + 1] for at, word in enumerate(arguments) if word == "--wallbox"]

    carport, garage = described(demo._check_demo(tmp_path))
    assert carport == "generic CARPORT-0001 connectors=1 speed=1"
    assert garage == "c2eu C2011907DEMOEU01 wired=L1 speed=60"
    kept = described(demo.Demo(**FIELDS, folder=tmp_path))
    assert all("speed=1 state=" in each for each in kept)


FIELDS: dict[str, Any] = {
    "port": 1,
    "ocpp_port": 2,
    "house_port": 3,
    "back_end_port": 4,
    "control_port": 5,
    "meter_interval_s": 10,
    "start": "11:00",
}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimulatedHouse:
    """A stand-in that tells its arguments and repeats what it is told."""
    (tmp_path / "simulator").mkdir()
    (tmp_path / "simulator" / "house.py").write_text(HOUSE)
    monkeypatch.setattr("scripts.lib.processes.ROOT", tmp_path)
    return SimulatedHouse(
        "ws://127.0.0.1:1/", ["c2eu A", "keba B"], port=7, options=["--x"], log=tmp_path / "log"
    )


async def test_the_house_is_told_its_wallboxes(house: SimulatedHouse) -> None:
    async with house:
        event = await house.wait_for("serving", timeout_s=60)
    wallboxes = ["--wallbox", "c2eu A", "--wallbox", "keba B"]
    assert event["arguments"] == ["ws://127.0.0.1:1/", "--port", "7", *wallboxes, "--x"]


async def test_what_the_house_tells_is_kept(house: SimulatedHouse) -> None:
    async with house:
        await house.say("session")
        assert (await house.wait_for("session", timeout_s=60))["charge_point"] == ""
    assert [event["event"] for event in house.events] == ["serving", "session"]


async def test_a_connector_is_asked_for_its_state_of_now(house: SimulatedHouse) -> None:
    async with house:
        states = [await house.connector(name) for name in ("A", "B", "A")]
    assert states == [{"limit_a": 0}, {"limit_a": 1}, {"limit_a": 2}]


async def test_an_event_that_does_not_come_is_an_error(house: SimulatedHouse) -> None:
    async with house:
        with pytest.raises(ScriptError, match="told no 'session'"):
            await house.wait_for("session", timeout_s=0.05)


async def test_a_house_that_ends_is_not_waited_for(house: SimulatedHouse) -> None:
    async with house:
        await house.wait_for("serving", timeout_s=60)
        house.process.send_signal(signal.SIGKILL)
        with pytest.raises(ScriptError, match="told no 'session'"):
            await house.wait_for("session", timeout_s=60)


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


class Flow(HomeAssistant):
    """A flow whose steps are known beforehand; `answers` keeps what it was sent."""

    def __init__(self, *steps: dict[str, Any]) -> None:
        self.steps = [{"flow_id": "1", "step_id": str(at), **step} for at, step in enumerate(steps)]
        self.answers: list[tuple[str, Any]] = []

    async def post(self, path: str, content: Any) -> Any:
        self.answers.append((path, content))
        return self.steps[len(self.answers)]


MENU = {"type": "menu", "menu_options": ["look", "save", "back"]}
END = {"type": "create_entry"}


async def test_a_flow_is_gone_through_to_its_end() -> None:
    form = {"type": "form", "data_schema": [_field("port", default=1), _field("host")]}
    flow = Flow(MENU, form, MENU, END)
    ended = await walk(flow, "/flow", flow.steps[0], ["look", "save"], host="h", unasked=1)
    assert ended["type"] == "create_entry"
    assert flow.answers == [
        ("/flow/1", {"next_step_id": "look"}),
        ("/flow/1", {"port": 1, "host": "h"}),
        ("/flow/1", {"next_step_id": "save"}),
    ]


async def test_a_flow_that_leads_nowhere_is_an_error() -> None:
    for choices in (["fly"], []):
        flow = Flow(MENU)
        with pytest.raises(HomeAssistantError, match="cannot be chosen in the menu 0"):
            await walk(flow, "/flow", flow.steps[0], choices)
    form = {"type": "form", "data_schema": [], "errors": {"base": "no"}}
    flow = Flow(form)
    with pytest.raises(HomeAssistantError, match=r"form 0 was refused: .*no"):
        await walk(flow, "/flow", flow.steps[0], ())


async def test_waiting_ends_with_what_was_found() -> None:
    looks = iter([None, None, "found"])

    async def look() -> str | None:
        return next(looks)

    assert await wait_until("it", look, timeout_s=60) == "found"


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
