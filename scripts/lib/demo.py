"""Home Assistant, this integration and a simulated wallbox, together: `python -m scripts.lib.demo [--fresh | --check]`."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path
import shutil
import signal
import sys
import tempfile
from time import monotonic

from scripts.lib import demo_check, demo_steps
from scripts.lib.ha_config import ROOT, write_config
from scripts.lib.home_assistant import HomeAssistant, Json, wait_until
from scripts.lib.processes import Child, ScriptError, free_ports, is_free
from scripts.lib.simulator_process import Simulator

USER, PASSWORD = "demo", "charge-it"
"""Shown to everyone: the demo listens on 127.0.0.1 only."""
CHARGE_POINT_ID = "C2011907DEMOEU01"
CHARGE_POINT_NAME = "Garage"
CARD = demo_steps.Card(id_tag="04A1B2C3D4E580", name="Anna's card")

FOLDER = ROOT / ".demo"
PORT = 8123
OCPP_PORT = 9016
START_TIMEOUT_S = 120.0
ACCEPTED_TIMEOUT_S = 60.0
SESSION_TIMEOUT_S = 60.0
RESTART_EXIT_CODE = 100
"""What Home Assistant ends with when its user asks for a restart."""

INTERRUPTED_EXIT_CODE = 130

CHECK_SPEED = 60
CHECK_CHARGE_S = 20.0
"""At 60 times the speed that is 20 minutes of charging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Where a demo lives and what it listens on."""

    folder: Path
    port: int
    ocpp_port: int
    meter_interval_s: int
    simulator_options: Sequence[str]

    @property
    def url(self) -> str:
        """Home Assistant's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def config(self) -> Path:
        """Home Assistant's configuration folder."""
        return self.folder / "config"

    @property
    def log(self) -> Path:
        """Where Home Assistant's log is kept."""
        return self.folder / "home-assistant.log"

    def home_assistant(self) -> Child:
        """Return Home Assistant, not yet started."""
        arguments = ["--config", str(self.config), "--log-no-color"]
        return Child("homeassistant", arguments, log=self.log)

    def client(self) -> HomeAssistant:
        """Return a client for the demo's user."""
        return HomeAssistant(self.url, user=USER, password=PASSWORD)

    def simulator(self) -> Simulator:
        """Return the simulated charge point, not yet started."""
        return Simulator(
            f"ws://127.0.0.1:{self.ocpp_port}/",
            CHARGE_POINT_ID,
            options=self.simulator_options,
            log=self.folder / "simulator.log",
        )


_STARTED_S = monotonic()


def say(text: str) -> None:
    """Print a line with the seconds since the start."""
    print(f"[{monotonic() - _STARTED_S:3.0f}s] {text}", flush=True)


@asynccontextmanager
async def running(demo: Demo) -> AsyncIterator[tuple[HomeAssistant, Simulator, Child]]:
    """Run Home Assistant and the simulator, the charge point confirmed; everything ends with the block."""
    write_config(demo.config, demo.port)
    for log in demo.folder.glob("*.log"):
        log.unlink()
    say("Home Assistant starts")
    async with demo.home_assistant() as home_assistant, demo.client() as client:
        await started(home_assistant, client)
        say(f"Home Assistant is up: {demo.url}")
        entry_id = await demo_steps.set_up_integration(
            client, port=demo.ocpp_port, meter_interval_s=demo.meter_interval_s
        )
        await demo_steps.register_card(client, entry_id, CARD)
        say(f"the integration listens on port {demo.ocpp_port}")
        async with demo.simulator() as simulator:
            await simulator.wait_for("connected", timeout_s=ACCEPTED_TIMEOUT_S)
            await demo_steps.confirm_charge_point(
                client, entry_id, CHARGE_POINT_ID, name=CHARGE_POINT_NAME
            )
            await simulator.wait_for("boot", status="Accepted", timeout_s=ACCEPTED_TIMEOUT_S)
            say(f"the charge point {CHARGE_POINT_ID} dialled in and was confirmed")
            yield client, simulator, home_assistant


async def started(home_assistant: Child, client: HomeAssistant) -> None:
    """Wait until Home Assistant runs and the demo's user is logged in; raises ScriptError where it ends instead."""

    async def is_up() -> bool:
        if home_assistant.process.returncode is not None:
            raise ScriptError(f"Home Assistant ended at its start: see {home_assistant.log}")
        return await client.is_up()

    await wait_until("the start of Home Assistant", is_up, timeout_s=START_TIMEOUT_S)
    await client.log_in()
    await wait_until("the start of Home Assistant", client.is_running, timeout_s=START_TIMEOUT_S)


async def show(demo: Demo) -> None:
    """Charge a car until somebody ends it; raises ScriptError where Home Assistant or the simulator ends by itself."""
    async with running(demo) as (client, simulator, home_assistant):
        await simulator.say("plug")
        await simulator.say(f"tap {CARD.id_tag}")
        say(f"a car was plugged in and {CARD.name} presented")
        await demo_steps.set_up_energy(client, CHARGE_POINT_ID, name=CHARGE_POINT_NAME)
        await demo_steps.install_dashboard(client)
        say("the car charges; dashboards are ready")
        print(f"\n  {demo.url}\n  user {USER}, password {PASSWORD}\n\nCtrl-C ends it.", flush=True)
        await asyncio.gather(_restart_when_asked(home_assistant), _watch(simulator))


async def _restart_when_asked(home_assistant: Child) -> None:
    while await home_assistant.process.wait() == RESTART_EXIT_CODE:
        say("Home Assistant restarts")
        await home_assistant.start()
    raise ScriptError(f"Home Assistant ended: see {home_assistant.log}")


async def _watch(simulator: Simulator) -> None:
    await simulator.process.wait()
    raise ScriptError(f"the simulator ended: see {simulator.log}")


async def check(demo: Demo) -> None:
    """Charge a car once, quickly; raises ScriptError where it was not recorded as it was delivered."""
    async with running(demo) as (client, simulator, _):
        delivered_wh, row = await _one_session(client, simulator)
        sensors = {
            key: await demo_steps.connector_entity(client, CHARGE_POINT_ID, key)
            for key in ("energy", "session_energy")
        }
    say(f"the simulator delivered {delivered_wh:.0f} Wh; the ledger says {json.dumps(row)}")
    recorded = {
        key: demo_check.recorded_energy_wh(demo.config / "home-assistant_v2.db", sensor)
        for key, sensor in sensors.items()
    }
    found = {
        "the ledger's session": row["energy_wh"],
        "the recorded session": recorded["session_energy"][-1],
        "the recorded register": recorded["energy"][-1] - row["meter_start_wh"],
    }
    findings = [
        demo_check.Finding(where=where, energy_wh=energy_wh, delivered_wh=delivered_wh)
        for where, energy_wh in found.items()
    ]
    problems = list(demo_check.log_problems(demo.log.read_text(encoding="utf-8")))
    for each in (*findings, *problems):
        say(str(each))
    if delivered_wh <= 0 or problems or not all(each.is_right for each in findings):
        raise ScriptError("something is wrong: see above")
    say("everything is as it should be")


async def _one_session(client: HomeAssistant, simulator: Simulator) -> tuple[float, Json]:
    """Charge a car for a while, and return the energy that it got and the ledger's row."""
    await simulator.say("plug")
    await simulator.say(f"tap {CARD.id_tag}")
    say(f"charging for {CHECK_CHARGE_S:.0f} s at {CHECK_SPEED} times the speed")
    await asyncio.sleep(CHECK_CHARGE_S)
    for line in (f"tap {CARD.id_tag}", "wait 60", "unplug"):
        await simulator.say(line)
    session = await simulator.wait_for("session", timeout_s=SESSION_TIMEOUT_S)
    return float(session["energy_wh"]), await demo_check.finished_session(client, CHARGE_POINT_ID)


def _demo(folder: Path) -> Demo:
    for port in (PORT, OCPP_PORT):
        if not is_free(port):
            raise ScriptError(
                f"port {port} is in use: end what listens there (another scripts/demo?) and try again"
            )
    return Demo(
        folder=folder,
        port=PORT,
        ocpp_port=OCPP_PORT,
        meter_interval_s=10,
        simulator_options=["--state", str(folder / "simulator.json")],
    )


def _check_demo(folder: Path) -> Demo:
    port, ocpp_port = free_ports(2)
    return Demo(
        folder=folder,
        port=port,
        ocpp_port=ocpp_port,
        meter_interval_s=60,
        simulator_options=["--speed", str(CHECK_SPEED)],
    )


async def _until_signal(work: asyncio.Task[None]) -> None:
    """Await the work; the first signal cancels it, and what it started ends in order: no further one disturbs that."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def end() -> None:
        work.cancel()
        for number in signals:
            loop.add_signal_handler(number, lambda: None)

    for number in signals:
        loop.add_signal_handler(number, end)
    await work


async def _main(options: argparse.Namespace) -> None:
    if options.check:
        folder = Path(tempfile.mkdtemp(prefix="plug_control_demo_"))
        try:
            await _until_signal(asyncio.create_task(check(_check_demo(folder))))
        except ScriptError as error:
            raise ScriptError(f"{error} (everything is kept in {folder})") from error
        shutil.rmtree(folder)
        return
    demo = _demo(FOLDER)
    if options.fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    await _until_signal(asyncio.create_task(show(demo)))


def main(arguments: Sequence[str]) -> int:
    """Run the demo; return the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--fresh", action="store_true", help="forget what earlier demos stored")
    choice.add_argument("--check", action="store_true", help="one sped-up session, verified")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(_main(options))
    except asyncio.CancelledError:
        say("ended")
        return INTERRUPTED_EXIT_CODE if options.check else 0
    except ScriptError as error:
        print(f"scripts/demo: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
