"""The port to where the ledger is kept."""

import json
from typing import Any, Protocol, override


class LedgerStorage(Protocol):
    """Where the ledger is kept: one small file for what is open, and one file of session rows a month.

    What is handed to it never changes afterwards.
    """

    async def load_open(self) -> dict[str, Any] | None:
        """Return what `save_open` stored, None where there is none; raises OSError, or ValueError where it is unreadable.

        An unreadable file was set aside (renamed) by then, so that the next save destroys nothing.
        """

    async def save_open(self, data: dict[str, Any]) -> None:
        """Store; returns when it is on disk; raises OSError."""

    async def months(self) -> list[str]:
        """Return the months that have rows, such as "2026-11"; raises OSError."""

    async def load_month(self, month: str) -> list[dict[str, Any]]:
        """Return the rows of a month, none where there are none; raises OSError and ValueError as `load_open` does."""

    async def save_month(self, month: str, rows: list[dict[str, Any]]) -> None:
        """Store the rows of a month; returns when they are on disk; raises OSError."""


class MemoryStorage(LedgerStorage):
    """A storage in memory, for tests and for use without Home Assistant."""

    def __init__(self) -> None:
        self.open: str | None = None
        self.rows: dict[str, str] = {}

    @override
    async def load_open(self) -> dict[str, Any] | None:
        """Return what `save_open` stored."""
        data: dict[str, Any] | None = None if self.open is None else json.loads(self.open)
        return data

    @override
    async def save_open(self, data: dict[str, Any]) -> None:
        """Store what is open."""
        self.open = json.dumps(data)

    @override
    async def months(self) -> list[str]:
        """Return the months that have rows."""
        return sorted(self.rows)

    @override
    async def load_month(self, month: str) -> list[dict[str, Any]]:
        """Return the rows of a month."""
        rows: list[dict[str, Any]] = json.loads(self.rows.get(month, "[]"))
        return rows

    @override
    async def save_month(self, month: str, rows: list[dict[str, Any]]) -> None:
        """Store the rows of a month."""
        self.rows[month] = json.dumps(rows)
