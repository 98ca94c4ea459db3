"""A Home Assistant process, and its interfaces for what browser tests do without the browser."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.lib import demo
from scripts.lib.demo_steps import DOMAIN
from scripts.lib.ha_config import write_config
from scripts.lib.home_assistant import HomeAssistant, Json
from scripts.lib.processes import Child, free_ports

USER, PASSWORD = "anna", "a-long-password"
DASHBOARD = "dashboard-test"
BLANK = "dashboard-blank"
"""A dashboard without a card."""
STRATEGY = "dashboard-strategy"
"""The dashboard that the integration makes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A running Home Assistant, its client, and a free port for the central system."""

    url: str
    client: HomeAssistant
    process: Child
    ocpp_port: int

    @property
    def ocpp_url(self) -> str:
        """The URL that charge points call."""
        return f"ws://127.0.0.1:{self.ocpp_port}/"

    async def restart(self) -> None:
        """Stop Home Assistant and start it again."""
        await self.process.stop()
        await self.process.start()
        await demo.started(self.process, self.client)

    async def connector_device(self, charge_point_id: str, connector_id: int = 1) -> str:
        """Return the id of a connector's device: its own, or else the charge point's."""
        devices = {
            identifier: str(each["id"])
            for each in await self.client.command("config/device_registry/list")
            for domain, identifier in each["identifiers"]
            if domain == DOMAIN
        }
        own = devices.get(f"{charge_point_id}#{connector_id}")
        return own or devices[charge_point_id]

    @asynccontextmanager
    async def second_user(self, name: str) -> AsyncGenerator[HomeAssistant]:
        """Make another administrator, and log in."""
        client = self.client
        made = await client.command("config/auth/create", name=name, group_ids=["system-admin"])
        login = {"username": name.lower(), "password": PASSWORD}
        await client.command(
            "config/auth_provider/homeassistant/create", user_id=made["user"]["id"], **login
        )
        async with HomeAssistant(self.url, user=name.lower(), password=PASSWORD) as second:
            await second.log_in()
            yield second

    async def make_dashboards(self) -> None:
        """Make the dashboards that the tests open."""
        for path in (DASHBOARD, BLANK, STRATEGY):
            await self._make_dashboard(path)
        await self.lay_out(path=BLANK)
        strategy = {"strategy": {"type": "custom:plug-control"}}
        await self.client.command("lovelace/config/save", url_path=STRATEGY, config=strategy)

    async def _make_dashboard(self, path: str) -> None:
        await self.client.command(
            "lovelace/dashboards/create",
            mode="storage",
            url_path=path,
            title="Test",
            icon="mdi:ev-station",
            show_in_sidebar=False,
            require_admin=False,
        )

    async def lay_out(self, *cards: dict[str, object], path: str = DASHBOARD) -> None:
        """Set the dashboard's cards, each in a section of its own."""
        sections = [{"type": "grid", "cards": [card]} for card in cards]
        sections = sections or [{"type": "grid", "cards": []}]
        config = {"views": [{"type": "sections", "sections": sections}]}
        await self.client.command("lovelace/config/save", url_path=path, config=config)

    async def dashboard(self, path: str = DASHBOARD) -> Json:
        """Return the dashboard's configuration."""
        return await self.client.command("lovelace/config", url_path=path)

    async def sessions(self) -> list[Json]:
        """Return the sessions of the ledger, oldest first."""
        sessions: list[Json] = (await self.client.service(DOMAIN, "get_sessions"))["sessions"]
        return sessions


@asynccontextmanager
async def running_home(folder: Path) -> AsyncGenerator[Home]:
    """Run a Home Assistant with a user and nothing else set up; kill it at the end."""
    port, ocpp_port = free_ports(2)
    config = folder / "config"
    write_config(config, port)
    url = f"http://127.0.0.1:{port}"
    arguments = ["--config", str(config), "--log-no-color"]
    async with (
        Child("homeassistant", arguments, log=folder / "home-assistant.log") as process,
        HomeAssistant(url, user=USER, password=PASSWORD) as client,
    ):
        await demo.started(process, client)
        yield Home(url=url, client=client, process=process, ocpp_port=ocpp_port)
        process.process.kill()  # nobody reads what it would store when it is stopped
