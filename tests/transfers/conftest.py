"""Operations in a directory of the test, and the servers that know them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.plug_control.transfers import listener as listener_module
from custom_components.plug_control.transfers.http import PATH
from custom_components.plug_control.transfers.listener import TransferListener
from custom_components.plug_control.transfers.operations import (
    Direction,
    Operation,
    Operations,
    Server,
)

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
FIRMWARE: bytes = bytes(range(256)) * 4000


@dataclass
class Desk:
    """Open operations, and a client."""

    directory: Path
    session: ClientSession
    operations: Operations = field(default_factory=Operations)
    now: datetime = NOW
    base: str = ""
    uploads: list[tuple[str | None, bool]] = field(default_factory=list)

    def find(self, token: str) -> Operation | None:
        return self.operations.by_token(token, self.now)

    def find_user(self, user: str) -> Operation | None:
        return self.operations.by_user(user, self.now)

    def open(self, direction: Direction, name: str = "", **fields: Any) -> Operation:
        operation = Operation(
            charge_point_id="CP-1",
            direction=direction,
            path=self.directory / (name or "upload"),
            name=name,
            expires_at=NOW + timedelta(hours=1),
            server=Server.LISTENER,
            **fields,
        )
        operation.on_uploaded = lambda certain: self.uploads.append(
            (operation.uploaded_name, certain)
        )
        self.operations.open(operation)
        return operation

    def download(self, name: str = "fw.bin", content: bytes = FIRMWARE) -> Operation:
        (self.directory / name).write_bytes(content)
        return self.open(Direction.DOWNLOAD, name)

    def upload(self) -> Operation:
        return self.open(Direction.UPLOAD)

    def url(self, operation: Operation, name: str = "") -> str:
        return f"{self.base}{PATH}/{operation.token}/{name}"


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """Return operations that the small listener serves on 127.0.0.1."""
    monkeypatch.setattr(listener_module, "_LINGER_S", 0.0)
    async with ClientSession() as session:
        desk = Desk(tmp_path, session)
        listener = TransferListener(desk.find)
        port = await listener.start("127.0.0.1")
        assert await listener.start("127.0.0.1") == port
        desk.base = f"http://127.0.0.1:{port}"
        yield desk
        await listener.stop()
        await listener.stop()
