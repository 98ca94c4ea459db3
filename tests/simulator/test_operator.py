"""The operator's commands, and the command line as a whole."""

import asyncio
from collections.abc import Iterator
import io
import json
import os
from pathlib import Path
import signal
import sys
from typing import Any

import pytest

from simulator.__main__ import main, parse_arguments, run
from simulator.c2eu import cards
from simulator.operator import CommandError, Operator

from .central_system import CentralSystem
from .harness import Bench, bench


async def do(b: Bench, *lines: str) -> None:
    """Carry out lines."""
    operator = Operator(b.cp)
    for line in lines:
        await operator.run(line)


async def test_operator_charges_a_car() -> None:
    async with bench() as b:
        await do(b, "plug soc=40% target=80 capacity=50 current=20 phases=1 delay=1", "", "# rest")
        car = b.cp.car()
        assert (car.soc, car.target_soc, car.capacity_wh) == (0.4, 0.8, 50_000)
        assert (car.maximum_current_a, car.phases, car.delay_s) == (20, 1, 1)
        await b.advance(3)
        await do(b, "tap 04A1")
        await b.advance(10)
        assert b.cp.status == "Charging"
        await do(b, "car pause", "status")
        assert car.paused
        state = b.cp.records.of("state")[0]
        assert state["connected"]
        assert state["connectors"][0]["status"] == "Charging"
        await do(b, "car resume 1", "car full")
        assert car.full
        await b.advance(3)
        await do(b, "unplug", "status")
        assert b.cp.records.of("state")[1]["connectors"][0]["soc"] is None


async def test_operator_breaks_and_mends() -> None:
    async with bench("generic") as b:
        await do(b, "fault HighTemperature 2")
        assert b.cp.status_of(2) == "Faulted"
        await do(b, "clear 2", "cut network")
        networks = b.cp.records.of("network")
        assert not networks[-1]["up"]
        await do(b, "restore network", "power off")
        assert b.cp.records.of("power")[-1] == {"event": "power", "on": False}
        await do(b, "power on", "cut network half-open", "restore network", "help")
        assert b.cp.powered
        assert "plug" in b.cp.records.of("help")[0]["text"]


async def test_operator_waits_for_seconds_and_for_a_status() -> None:
    async with bench() as b:
        waiting = asyncio.create_task(do(b, "wait 30", "wait until Preparing 1"))
        await asyncio.sleep(0)
        await b.advance(30)
        b.cp.plug()
        await b.advance(3)
        await asyncio.wait_for(waiting, 30)


@pytest.mark.parametrize(
    "line",
    [
        "dance",
        "plug 9",
        "plug 1 2",
        "plug soc=much",
        "plug color=1",
        "unplug",
        "car",
        "car fly",
        "tap",
        "fault",
        "fault Nonsense",
        "cut",
        "restore",
        "power",
        "wait",
        "wait long",
        'tap "open',
    ],
)
async def test_operator_says_what_is_wrong(line: str) -> None:
    async with bench() as b:
        if line == "car fly":
            b.cp.plug()
        with pytest.raises(CommandError):
            await do(b, line)


# ---- the command line


def records(text: str) -> list[dict[str, Any]]:
    """The JSON lines of standard output."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.TextIOBase]:
    """A pipe in place of standard input; yields its writing end."""
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as reader, os.fdopen(writing, "w") as writer:
        monkeypatch.setattr(sys, "stdin", reader)
        yield writer
        writer.close()


async def test_a_script_is_carried_out_and_records_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its ten seconds are a sixth of one at this speed, which a crowded machine needs for the answer
    monkeypatch.setattr(cards, "CARD_ANSWER_S", 3600.0)
    script = tmp_path / "script"
    script.write_text(
        "wait until Available\nplug soc=50\nwait until Preparing\ntap A1\nwait until Charging\n"
        "wait 60\nunplug\nwait until Available\nwait 2\nquit\n"
    )
    async with CentralSystem() as cs:
        options = parse_arguments(
            [cs.url, "--speed", "60", "--seed", "1", "--script", str(script), "--id", "MYBOX"]
        )
        assert await run(options) == 0
        output = capsys.readouterr()
        told = records(output.out)
        assert cs.payloads("BootNotification")[0]["chargePointSerialNumber"] == "MYBOX"
        session = next(record for record in told if record["event"] == "session")
        assert session["energy_wh"] > 50
        assert session["reason"] == "EVDisconnected"
        events = {record["event"] for record in told}
        assert events >= {"power", "connected", "boot", "status", "plugged", "session"}
        assert "session " in output.err


async def test_a_script_that_fails_ends_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "script"
    script.write_text("status\ndance\nstatus\n")
    async with CentralSystem() as cs:
        options = parse_arguments([cs.url, "--script", str(script), "--quiet"])
        assert await run(options) == 1
    output = capsys.readouterr()
    assert [record["event"] for record in records(output.out)].count("state") == 1
    assert "dance" in output.err


async def test_standard_input_is_followed_until_quit(
    standard_input: io.TextIOBase, capsys: pytest.CaptureFixture[str]
) -> None:
    standard_input.write("dance\nstatus\nquit\n")
    standard_input.flush()
    async with CentralSystem() as cs:
        options = parse_arguments([cs.url, "--profile", "generic", "--quiet"])
        assert await asyncio.wait_for(run(options), 30) == 0
    events = [record["event"] for record in records(capsys.readouterr().out)]
    assert "error" in events
    assert "state" in events


async def test_the_end_of_standard_input_ends_nothing_and_a_signal_ends_all(
    standard_input: io.TextIOBase, capsys: pytest.CaptureFixture[str]
) -> None:
    standard_input.close()
    async with CentralSystem() as cs:
        options = parse_arguments(
            [cs.url, "--profile", "keba", "--connectors", "3", "--phases", "1"]
        )
        running = asyncio.create_task(run(options))
        await cs.wait_call("StatusNotification", 3)
        assert not running.done()
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(running, 30) == 0
    assert '"connector":3' in capsys.readouterr().out


async def test_unusable_files_end_with_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "state"
    state.write_text("nonsense")
    url = "ws://127.0.0.1:1/"
    assert await run(parse_arguments([url, "--state", str(state)])) == 2
    assert "no state file" in capsys.readouterr().err
    assert await run(parse_arguments([url, "--script", str(tmp_path / "missing")])) == 2
    assert "missing" in capsys.readouterr().err


async def test_a_reader_that_has_gone_harms_nothing(
    monkeypatch: pytest.MonkeyPatch, standard_input: io.TextIOBase
) -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    async with CentralSystem() as cs:
        running = asyncio.create_task(run(parse_arguments([cs.url, "--quiet"])))
        await cs.wait_call("Heartbeat")
        standard_input.write("quit\n")
        standard_input.flush()
        assert await asyncio.wait_for(running, 30) == 0


@pytest.mark.parametrize(
    "arguments", [[], ["ws://x/", "--speed", "0"], ["ws://x/", "--profile", "x"]]
)
def test_wrong_arguments_end_with_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse_arguments(arguments)


def test_main_is_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["simulator", "ws://127.0.0.1:1/", "--script", "/missing"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2


async def test_operator_lets_the_charger_talk() -> None:
    async with bench("generic") as b:
        await do(b, "say Acme hello 42", "say Acme bye", "alarm", "alarm InvalidMessages")
        await b.advance(1)
        assert b.cs.payloads("DataTransfer") == [
            {"vendorId": "Acme", "messageId": "hello", "data": "42"},
            {"vendorId": "Acme", "messageId": "bye", "data": ""},
        ]
        events = b.cs.payloads("SecurityEventNotification")
        assert [each["type"] for each in events] == ["TamperDetectionActivated", "InvalidMessages"]
        with pytest.raises(CommandError):
            await do(b, "say Acme")
        b.cp.power_off()
        await do(b, "say Acme hello", "alarm")  # nobody hears it


async def test_c2eu_has_no_messages_of_its_vendor_and_no_security_events() -> None:
    async with bench() as b:
        await do(b, "say Acme hello", "alarm")
        await b.advance(1)
        assert not b.cs.payloads("DataTransfer")
        assert not b.cs.payloads("SecurityEventNotification")
