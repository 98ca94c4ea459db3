"""The demo's back end: it is switched off and on, keeps its sessions, and the check reads them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
import signal

import aiohttp
import pytest
import yaml

from scripts.lib.demo_check import reported_energy_wh, switch_back_end
from scripts.lib.ha_config import write_config
from scripts.lib.processes import Child, ScriptError, free_ports
from simulator.scripted import ScriptedChargePoint
from tests.chargers import start, stop

IDENTITY = "CP-1"


@pytest.fixture
async def ports(tmp_path: Path) -> AsyncIterator[tuple[int, int]]:
    """Run a back end; return its port and that of its switch."""
    port, control_port = free_ports(2)
    arguments = ["scripts.lib.demo_back_end", str(port), str(control_port), str(tmp_path), IDENTITY]
    child = Child("scripts.lib.without_home_assistant", arguments, log=tmp_path / "log")
    async with child:
        async with asyncio.timeout(60):
            while not await is_up(control_port):
                assert child.process.returncode is None, child.log.read_text()
                await asyncio.sleep(0.05)
        yield port, control_port
    assert child.process.returncode in {0, -signal.SIGTERM}


async def is_up(control_port: int) -> bool:
    try:
        await switch_back_end(control_port, on=True)
    except aiohttp.ClientError:
        return False
    return True


async def charge(port: int) -> None:
    async with ScriptedChargePoint(f"ws://127.0.0.1:{port}/{IDENTITY}") as charger:
        await charger.boot()
        await stop(charger, await start(charger, meter_start=1000), meter_stop=3500)


async def test_it_keeps_its_sessions_over_an_outage(ports: tuple[int, int]) -> None:
    port, control_port = ports
    await charge(port)
    await switch_back_end(control_port, on=False)
    await switch_back_end(control_port, on=False)
    with pytest.raises(ConnectionRefusedError):
        await charge(port)
    await switch_back_end(control_port, on=True)
    assert await reported_energy_wh(control_port, IDENTITY) == 2500


async def test_two_sessions_of_one_are_a_finding(ports: tuple[int, int]) -> None:
    port, control_port = ports
    await charge(port)
    async with ScriptedChargePoint(f"ws://127.0.0.1:{port}/{IDENTITY}") as charger:
        await charger.boot()
        again = await start(charger, timestamp="2026-03-14T06:10:12+00:00")
        await stop(charger, again, meter_stop=3500)
    with pytest.raises(ScriptError, match="2 sessions"):
        await reported_energy_wh(control_port, IDENTITY)


def test_home_assistant_has_its_switch_at_each_start_on_another_port(tmp_path: Path) -> None:
    def switch(port: int) -> dict[str, str]:
        write_config(tmp_path, 4711, switches={"Back end": port})
        text = (tmp_path / "configuration.yaml").read_text().replace("!include ", "")
        (found,) = yaml.safe_load(text)["switch"]
        return dict(found)

    first, second = switch(4712), switch(4713)
    assert (first["name"], first["resource"]) == ("Back end", "http://127.0.0.1:4712/")
    assert second["resource"] == "http://127.0.0.1:4713/"
    assert first["unique_id"] == second["unique_id"]
