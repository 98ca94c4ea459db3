"""The demo's back end: an employer's central system, a second plug_control without Home Assistant, which a switch turns off and on.

    python -m scripts.lib.without_home_assistant scripts.lib.demo_back_end PORT CONTROL_PORT FOLDER IDENTITY…

At http://127.0.0.1:CONTROL_PORT/, GET says whether it is on and which sessions it has; POST `on` or `off` switches it.
"""

import argparse
import asyncio
from pathlib import Path
import signal

from aiohttp import web

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import LedgerDatabase
from custom_components.plug_control.central_system.stations.settings import (
    CentralSystemSettings,
    ChargePointSettings,
    WhoMayCharge,
)

HOST = "127.0.0.1"


class DemoBackEnd:
    """A central system on `port` that keeps what it heard in `folder`."""

    def __init__(self, port: int, folder: Path, identities: list[str]) -> None:
        self._port = port
        self._folder = folder
        self._identities = identities
        self._central_system: CentralSystem | None = None

    @property
    def is_on(self) -> bool:
        """Whether it listens."""
        return self._central_system is not None

    async def switch(self, *, on: bool) -> None:
        """Begin or cease to listen; what it heard stays."""
        if on is self.is_on:
            return
        if (running := self._central_system) is not None:
            self._central_system = None
            await running.stop()
            return
        central_system = CentralSystem(
            settings=CentralSystemSettings(host=HOST, port=self._port),
            storage=LedgerDatabase(self._folder / "back_end.db"),
            publish=lambda _: None,
        )
        for identity in self._identities:
            central_system.add_charge_point(
                ChargePointSettings(
                    charge_point_id=identity,
                    who_may_charge=WhoMayCharge.ANYONE,
                    leave_configuration_alone=True,
                )
            )
        await central_system.start()
        self._central_system = central_system

    async def show(self, _: web.Request) -> web.Response:
        """Say whether it is on and which sessions it has; none is told while it is off."""
        running = self._central_system
        sessions = [] if running is None else await running.ledger.sessions()
        told = [
            {"charge_point_id": each.charge_point_id, "energy_wh": each.energy_wh}
            for each in sessions
            if each.stopped_at is not None
        ]
        return web.json_response({"on": self.is_on, "sessions": told})

    async def take(self, request: web.Request) -> web.Response:
        """Switch it."""
        await self.switch(on=(await request.text()).strip() == "on")
        return web.json_response({"on": self.is_on})


async def _serve(options: argparse.Namespace) -> None:
    options.folder.mkdir(parents=True, exist_ok=True)
    back_end = DemoBackEnd(options.port, options.folder, options.identities)
    await back_end.switch(on=True)
    application = web.Application()
    application.add_routes([web.get("/", back_end.show), web.post("/", back_end.take)])
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, HOST, options.control_port).start()
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    await ended.wait()
    await runner.cleanup()
    await back_end.switch(on=False)


def main() -> None:
    """Listen until a signal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("control_port", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("identities", nargs="+")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
