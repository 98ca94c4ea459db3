"""A Home Assistant that can be killed and started again."""

from collections.abc import Mapping
from pathlib import Path
import signal
from typing import Any

from scripts.lib.chaos import disk as disks
from scripts.lib.demo import started
from scripts.lib.demo_steps import (
    DOMAIN,
    Card,
    confirm_charge_point,
    describe_site,
    register_card,
    set_up_integration,
)
from scripts.lib.ha_config import write_config
from scripts.lib.home_assistant import HomeAssistant, wait_until
from scripts.lib.processes import Child, free_ports, is_free

USER, PASSWORD = "chaos", "a-long-password"
METER_INTERVAL_S = 60
PRICE = 0.25
"""What a kWh costs."""
STORED_S = 30.0
FREE_S = 10.0


class Home:
    """Home Assistant with its configuration on its own disk, and its log outside of it."""

    def __init__(self, disk: disks.Disk, log: Path) -> None:
        self.port, self.ocpp_port = free_ports(2)
        self.disk = disk
        self.log = log
        self.starts = 0
        self._config = disk.folder / "config"
        write_config(self._config, self.port)
        arguments = ["--config", str(self._config), "--log-no-color"]
        self.process = Child("homeassistant", arguments, log=log)
        self.client = HomeAssistant(f"http://127.0.0.1:{self.port}", user=USER, password=PASSWORD)

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process.process.returncode is None

    async def start(self) -> None:
        """Start it and wait until it runs. Raises ScriptError."""
        await self.process.start()
        self.starts += 1
        await started(self.process, self.client)

    async def revive(self) -> None:
        """Start it again if it was killed. Raises ScriptError."""
        if not self.is_alive:
            await wait_until("the end of the one that was killed", self._are_free, timeout_s=FREE_S)
            await self.start()

    async def _are_free(self) -> bool:
        return is_free(self.port) and is_free(self.ocpp_port)

    async def kill(self) -> None:
        """Kill the process with SIGKILL."""
        if self.is_alive:
            self.process.process.send_signal(signal.SIGKILL)
            await self.process.process.wait()

    def refuse_writes(self) -> None:
        """Make every write of the process to a file fail."""
        disks.refuse(self.process.process.pid)

    def accept_writes(self) -> None:
        """Undo `refuse_writes`."""
        if self.is_alive:
            disks.accept(self.process.process.pid)

    async def set_up(self, cards: Mapping[str, str]) -> None:
        """Set up the integration, the charge points by identity, and the card of each, as a user does.

        Returns when Home Assistant has written them to the disk, which it does with a delay.
        """
        entry_id = await set_up_integration(
            self.client, port=self.ocpp_port, meter_interval_s=METER_INTERVAL_S
        )
        await describe_site(
            self.client,
            entry_id,
            {"grid_meter": "none", "fixed_prices": [{"begins": "2000-01-01", "price": PRICE}]},
        )
        for identity, id_tag in cards.items():
            name = identity.title()
            await register_card(self.client, entry_id, Card(id_tag=id_tag, name=name))
            await confirm_charge_point(self.client, entry_id, identity, name=name)
        entries = self._config / ".storage" / "core.config_entries"

        async def are_stored() -> bool:
            stored = entries.read_text(encoding="utf-8") if entries.exists() else ""
            return all(each in stored for each in (*cards, *cards.values()))

        await wait_until("storing the charge points", are_stored, timeout_s=STORED_S)

    async def sessions(self) -> list[dict[str, Any]]:
        """Return all sessions of the ledger, read page by page."""
        rows: list[dict[str, Any]] = []
        while True:
            answer = await self.client.service(DOMAIN, "get_sessions", offset=len(rows))
            rows += answer["sessions"]
            if len(rows) >= answer["total_count"] or not answer["sessions"]:
                return rows

    def log_of_ours(self) -> list[str]:
        """Return the lines of the log about errors of this integration."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [
            line
            for line in lines
            if DOMAIN in line and (" ERROR " in line or line.startswith("  File"))
        ]
