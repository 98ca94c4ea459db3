"""The local authorization list: the cards that a charger knows by itself, and whether its list is ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from .stored import read_row, write_row
from .tag import TagStatus, normalise_id_tag


class ListState(StrEnum):
    """Whether a charger's list is ours."""

    UP_TO_DATE = "up_to_date"
    OUTDATED = "outdated"
    """It lacks changes, since it is not connected or did not take them."""
    NOT_USED = "not_used"
    """The list is switched off, here or in the charger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReport:
    """What is known of a charger's list."""

    state: ListState
    cards: int = 0
    """How many cards the charger has."""
    left_out: int = 0
    """How many registered cards it cannot have: too long, or too many."""
    refused: str | None = None
    """Why it did not take the list; short, printable text."""
    changed_at: datetime | None = None
    """When it took the last change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """A card in a list; `status` is ACCEPTED or BLOCKED, since chargers judge `expires_at` by themselves."""

    id_tag: str
    status: TagStatus = TagStatus.ACCEPTED
    expires_at: datetime | None = None
    group: str | None = None


type ListEntries = Mapping[str, ListEntry]
"""Cards by their idTags in normal form."""


@dataclass(slots=True, kw_only=True)
class HeldList:
    """What a charger holds, as far as it has told; kept over a restart."""

    version: int = 0
    """The listVersion that it took last; 0 where it took none."""
    entries: ListEntries | None = None
    """None where the content is not known: it took none, or its answer was lost."""
    cache_is_stale: bool = False
    """Its cache may still accept cards that were removed or blocked since."""

    def as_dict(self) -> dict[str, Any]:
        """Return JSON-able values."""
        entries = None if self.entries is None else [*map(write_row, self.entries.values())]
        return {
            "version": self.version,
            "entries": entries,
            "cache_is_stale": self.cache_is_stale,
        }

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> HeldList:
        """Return what `as_dict` returned; raises ValueError, KeyError or TypeError for anything else."""
        version, rows = row["version"], row["entries"]
        if type(version) is not int:
            raise ValueError(f"version: {type(version).__name__} instead of int")
        entries = None if rows is None else [read_row(ListEntry, entry) for entry in rows]
        return cls(
            version=version,
            entries=None if entries is None else by_id_tag(entries),
            cache_is_stale=row["cache_is_stale"] is True,
        )


def by_id_tag(entries: list[ListEntry]) -> dict[str, ListEntry]:
    """Return entries by their idTags in normal form."""
    return {normalise_id_tag(entry.id_tag): entry for entry in entries}
