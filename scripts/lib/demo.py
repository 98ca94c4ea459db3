"""Run Home Assistant with this integration and a simulated house with two wallboxes: `python -m scripts.lib.demo`."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
import json
from pathlib import Path
import shutil
import signal
import sys
import tempfile
from time import monotonic

from scripts.lib import demo_check, demo_grid, demo_past, demo_steps, demo_surplus
from scripts.lib.demo_home import CARPORT, CARS, GARAGE, WALLBOXES
from scripts.lib.ha_config import ROOT, TIME_ZONE, write_config
from scripts.lib.home_assistant import HomeAssistant, Json, wait_until
from scripts.lib.house_sensors import POLL_S
from scripts.lib.processes import Child, ScriptError, free_ports, is_free
from scripts.lib.simulator_process import SimulatedHouse

USER, PASSWORD = "demo", "charge-it"
"""Public, since the demo listens on 127.0.0.1 only."""

FOLDER = ROOT / ".demo"
PORT = 8123
OCPP_PORT = 9016
BACK_END_PORT = 9017
BACK_END = "Employer"
BACK_END_SWITCH = "Employer's back end"
"""The name of the switch that turns it off and on."""
START = "11:00"
"""The sun is high; within minutes a kettle starts and the first cloud comes."""
MAXIMUM_SPEED = 120
HOUSE_TIMEOUT_S = 30.0
START_TIMEOUT_S = 120.0
ACCEPTED_TIMEOUT_S = 60.0
SESSION_TIMEOUT_S = 60.0
RESTART_EXIT_CODE = 100
"""Home Assistant's exit code when its user asks for a restart."""

INTERRUPTED_EXIT_CODE = 130

CHECK_START = "13:30"
"""The sun is at its highest: enough for both cars."""
CHECK_SPEED = 60
CHECK_CHARGE_S = 20.0
"""20 minutes of charging at 60 times the speed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """Folder, ports and settings of a demo and its house."""

    folder: Path
    port: int
    ocpp_port: int
    house_port: int
    back_end_port: int
    control_port: int
    """Where the back end is switched."""
    meter_interval_s: int
    poll_s: int = POLL_S
    start: str
    """The house's time of day at the start."""
    day_speed: float = 1.0
    garage_speed: float = 1.0
    keeps_meters: bool = True

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
        """The file of Home Assistant's log."""
        return self.folder / "home-assistant.log"

    def home_assistant(self) -> Child:
        """Return Home Assistant's process, not started yet."""
        arguments = ["--config", str(self.config), "--log-no-color"]
        return Child("homeassistant", arguments, log=self.log)

    def back_end(self) -> Child:
        """Return the employer's back end, not started yet."""
        identities = [wallbox.charge_point_id for wallbox in WALLBOXES]
        arguments = ["scripts.lib.demo_back_end", str(self.back_end_port), str(self.control_port)]
        return Child(
            "scripts.lib.without_home_assistant",
            [*arguments, str(self.folder / "back_end"), *identities],
            log=self.folder / "back-end.log",
        )

    def client(self) -> HomeAssistant:
        """Return a client for the demo's user."""
        return HomeAssistant(self.url, user=USER, password=PASSWORD)

    def house(self) -> SimulatedHouse:
        """Return the simulated house, not started yet."""
        speeds = {GARAGE.name: self.garage_speed}
        described = [
            wallbox.described(
                speed=speeds.get(wallbox.name, 1.0),
                state=self.folder / f"{wallbox.name}.json" if self.keeps_meters else None,
            )
            for wallbox in WALLBOXES
        ]
        options = ["--start", self.start, "--speed", str(self.day_speed), "--time-zone", TIME_ZONE]
        return SimulatedHouse(
            f"ws://127.0.0.1:{self.ocpp_port}/",
            described,
            port=self.house_port,
            options=options,
            log=self.folder / "simulator.log",
        )


@dataclass(frozen=True, slots=True)
class Running:
    """A running demo: Home Assistant's client, the house, Home Assistant's process, the entry's id."""

    client: HomeAssistant
    house: SimulatedHouse
    home_assistant: Child
    entry_id: str


_STARTED_S = monotonic()


def say(text: str) -> None:
    """Print a line with the seconds since the start."""
    print(f"[{monotonic() - _STARTED_S:3.0f}s] {text}", flush=True)


@asynccontextmanager
async def running(demo: Demo) -> AsyncIterator[Running]:
    """Run the house and a set-up Home Assistant within the block."""
    write_config(
        demo.config,
        demo.port,
        house_port=demo.house_port,
        poll_s=demo.poll_s,
        switches={BACK_END_SWITCH: demo.control_port},
    )
    for log in demo.folder.glob("*.log"):
        log.unlink()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(demo.house())
        await house.wait_for("serving", timeout_s=HOUSE_TIMEOUT_S)
        await stack.enter_async_context(demo.back_end())
        say("Home Assistant starts")
        home_assistant = await stack.enter_async_context(demo.home_assistant())
        client = await stack.enter_async_context(demo.client())
        await started(home_assistant, client)
        say(f"Home Assistant is up: {demo.url}")
        entry_id = await set_up(demo, client, house)
        yield Running(client, house, home_assistant, entry_id)


async def set_up(demo: Demo, client: HomeAssistant, house: SimulatedHouse) -> str:
    """Set up integration, cards, charge points and site as a new user does; keeps what exists.

    Returns the entry's id.
    """
    entry_id = await demo_steps.set_up_integration(
        client, port=demo.ocpp_port, meter_interval_s=demo.meter_interval_s
    )
    say(f"the integration listens on port {demo.ocpp_port}")
    for wallbox in WALLBOXES:
        await demo_steps.register_card(client, entry_id, wallbox.card)
        await wallbox.power_on(house)
    new = [
        wallbox
        for wallbox in WALLBOXES
        if await demo_steps.confirm_charge_point(
            client, entry_id, wallbox.charge_point_id, name=wallbox.name
        )
    ]
    for wallbox in WALLBOXES:
        identity = wallbox.charge_point_id
        await house.wait_for(
            "boot", status="Accepted", charge_point=identity, timeout_s=ACCEPTED_TIMEOUT_S
        )
    say("the charge points connected and were confirmed")
    await demo_steps.add_back_end(
        client, entry_id, BACK_END, f"ws://127.0.0.1:{demo.back_end_port}"
    )
    say("a back end hears of all sessions")
    if new:
        await demo_steps.describe_site(client, entry_id)
        await demo_steps.describe_grid_signal(client, entry_id)
        for wallbox in new:
            await demo_steps.describe_charge_point(
                client, entry_id, wallbox.charge_point_id, **wallbox.settings
            )
        for car in CARS:
            await car.add(client, entry_id)
        say("the site is configured: its meter, its prices, its wallboxes and its cars")
    return entry_id


async def registers(house: SimulatedHouse) -> dict[str, float]:
    """Return the wallboxes' registers in Wh."""
    return {
        wallbox.charge_point_id: float(
            (await house.connector(wallbox.charge_point_id))["register_wh"]
        )
        for wallbox in WALLBOXES
    }


async def started(home_assistant: Child, client: HomeAssistant) -> None:
    """Wait until Home Assistant runs, and log the demo's user in. Raises ScriptError where it ends instead."""

    async def is_up() -> bool:
        if home_assistant.process.returncode is not None:
            raise ScriptError(f"Home Assistant ended at its start: see {home_assistant.log}")
        return await client.is_up()

    await wait_until("the start of Home Assistant", is_up, timeout_s=START_TIMEOUT_S)
    await client.log_in()
    await wait_until("the start of Home Assistant", client.is_running, timeout_s=START_TIMEOUT_S)


async def show(demo: Demo) -> None:
    """Charge two cars until cancelled. Raises ScriptError where Home Assistant or the simulator ends by itself."""
    names = {wallbox.charge_point_id: wallbox.name for wallbox in WALLBOXES}
    async with running(demo) as run:
        client, house = run.client, run.house
        registers_wh = await registers(house)
        for wallbox in WALLBOXES:
            await wallbox.start(house)
        if await demo_steps.install_dashboards(client, names):
            await demo_past.remember(client, demo.config, run.entry_id, registers_wh)
            await demo_steps.describe_main_fuse(client, run.entry_id)
            for wallbox in WALLBOXES:  # with a main fuse the form asks for the phases, too
                await demo_steps.describe_charge_point(
                    client, run.entry_id, wallbox.charge_point_id, **wallbox.settings
                )
                await demo_steps.choose_mode(client, wallbox.charge_point_id, wallbox.mode)
        await demo_steps.set_up_energy(client, names)
        say(f"two cars charge on the sun; it was {demo.start} in the house when the demo began")
        print(f"\n  {demo.url}\n  user {USER}, password {PASSWORD}\n\nCtrl-C ends it.", flush=True)
        await asyncio.gather(_restart_when_asked(run.home_assistant), _watch(house))


async def _restart_when_asked(home_assistant: Child) -> None:
    while await home_assistant.process.wait() == RESTART_EXIT_CODE:
        say("Home Assistant restarts")
        await home_assistant.start()
    raise ScriptError(f"Home Assistant ended: see {home_assistant.log}")


async def _watch(house: SimulatedHouse) -> None:
    await house.process.wait()
    raise ScriptError(f"the simulator ended: see {house.log}")


async def check(demo: Demo) -> None:
    """Charge one car quickly and one on surplus.

    Raises ScriptError where the recorded session differs from the delivered one, or a car does not follow the surplus.
    """
    async with running(demo) as run:
        client, house = run.client, run.house
        (delivered_wh, row), (obeyed, followed) = await asyncio.gather(
            _one_session(client, house, demo.control_port), _battery_grid_and_sun(client, house)
        )
        reported_wh = await demo_check.reported_energy_wh(demo.control_port, GARAGE.charge_point_id)
        await demo_steps.describe_main_fuse(client, run.entry_id)
        sensors = {
            key: await demo_steps.connector_entity(client, GARAGE.charge_point_id, key)
            for key in ("energy", "session_energy")
        }
    say(f"the simulator delivered {delivered_wh:.0f} Wh; the ledger says {json.dumps(row)}")
    recorded = {
        key: demo_check.recorded_energy_wh(demo.config / "home-assistant_v2.db", sensor)
        for key, sensor in sensors.items()
    }
    found = {
        "the ledger's session": row["energy_wh"],
        "the back end's session": reported_wh,
        "the recorded session": recorded["session_energy"][-1],
        "the recorded register": recorded["energy"][-1] - row["meter_start_wh"],
    }
    findings = [
        demo_check.Finding(where=where, energy_wh=energy_wh, delivered_wh=delivered_wh)
        for where, energy_wh in found.items()
    ]
    problems = list(demo_check.log_problems(demo.log.read_text(encoding="utf-8")))
    for each in (*findings, *followed, obeyed, *problems):
        say(str(each))
    if delivered_wh <= 0 or problems or not all(each.is_right for each in findings):
        raise ScriptError("something is wrong: see above")
    say("all checks passed")


async def _battery_grid_and_sun(
    client: HomeAssistant, house: SimulatedHouse
) -> tuple[demo_grid.Obeyed, list[demo_surplus.Seen]]:
    """Wait until a car that charges fast holds the home battery; then let another follow the sun, and limit it by the grid operator's signal.

    Raises ScriptError where it does otherwise.
    """
    await demo_check.battery_is_held(client)
    say("the home battery is held")
    followed = await demo_surplus.follow_the_sun(client, house, CARPORT)
    return await demo_grid.obey_the_grid(client, house, CARPORT), followed


async def _one_session(
    client: HomeAssistant, house: SimulatedHouse, control_port: int
) -> tuple[float, Json]:
    """Charge a car for a while; return the delivered energy in Wh and the ledger's row.

    The back end is off from before the start until after the end.
    """
    await demo_check.switch_back_end(control_port, on=False)
    await GARAGE.start(house)
    say(f"charging for {CHECK_CHARGE_S:.0f} s at {CHECK_SPEED} times the speed")
    await asyncio.sleep(CHECK_CHARGE_S)
    for line in (f"tap {GARAGE.card.id_tag}", "wait 60", "unplug"):
        await house.say(f"{GARAGE.charge_point_id} {line}")
    session = await house.wait_for(
        "session", charge_point=GARAGE.charge_point_id, timeout_s=SESSION_TIMEOUT_S
    )
    row = await demo_check.finished_session(client, GARAGE.charge_point_id)
    await demo_check.switch_back_end(control_port, on=True)
    return float(session["energy_wh"]), row


def _demo(folder: Path, start: str, speed: float) -> Demo:
    for port in (PORT, OCPP_PORT, BACK_END_PORT):
        if not is_free(port):
            raise ScriptError(
                f"port {port} is in use: end what listens there (another scripts/demo?) and try again"
            )
    house_port, control_port = free_ports(2)
    return Demo(
        folder=folder,
        port=PORT,
        ocpp_port=OCPP_PORT,
        house_port=house_port,
        back_end_port=BACK_END_PORT,
        control_port=control_port,
        meter_interval_s=10,
        start=start,
        day_speed=speed,
    )


def _check_demo(folder: Path) -> Demo:
    port, ocpp_port, house_port, back_end_port, control_port = free_ports(5)
    return Demo(
        folder=folder,
        port=port,
        ocpp_port=ocpp_port,
        house_port=house_port,
        back_end_port=back_end_port,
        control_port=control_port,
        meter_interval_s=10,
        poll_s=1,
        start=CHECK_START,
        garage_speed=CHECK_SPEED,
        keeps_meters=False,
    )


async def _until_signal(work: asyncio.Task[None]) -> None:
    """Await `work`; the first signal cancels it, and further signals do not disturb its orderly end."""
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
            raise ScriptError(f"{error} (all files are kept in {folder})") from error
        shutil.rmtree(folder)
        return
    demo = _demo(FOLDER, options.start, options.speed)
    if options.fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    await _until_signal(asyncio.create_task(show(demo)))


def _speed(text: str) -> float:
    with suppress(ValueError):
        if 0 < (speed := float(text)) <= MAXIMUM_SPEED:
            return speed
    raise argparse.ArgumentTypeError(f"must be more than 0 and at most {MAXIMUM_SPEED}")


def _time_of_day(text: str) -> str:
    try:
        return f"{datetime.strptime(text, '%H:%M').time():%H:%M}"  # noqa: DTZ007 - only the time is taken
    except ValueError:
        raise argparse.ArgumentTypeError("must be like 11:00") from None


def main(arguments: Sequence[str]) -> int:
    """Run the demo; return the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--fresh", action="store_true", help="forget what earlier demos stored")
    choice.add_argument("--check", action="store_true", help="headless, sped up, verified")
    parser.add_argument("--speed", type=_speed, default=1.0, help="how fast the sun's day passes")
    parser.add_argument(
        "--start", type=_time_of_day, default=START, help="the house's time at the start: 11:00"
    )
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
