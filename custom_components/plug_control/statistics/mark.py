"""Remember how far people's statistics are written: the ledger's revision, who was who, and the last sums.

As long as all of that is so still, a start of Home Assistant counts only what changed since.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.components.recorder.statistics import get_last_statistics
from homeassistant.core import HomeAssistant

type Ends = dict[str, list[float]]
"""The beginning of its last hour and the sum then, by statistic."""

_SAME_KWH = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The ledger's revision up to which all is written, a digest of who was who, and the ends."""

    revision: int
    cards: str
    ends: Ends

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON-able values."""
        return {"revision": self.revision, "cards": self.cards, "ends": self.ends}

    @classmethod
    def read(cls, stored: Any) -> Mark | None:
        """Return what was stored; None where that is no mark."""
        match stored:
            case {"revision": int(revision), "cards": str(cards), "ends": dict(ends)}:
                return cls(revision=revision, cards=cards, ends=ends)
        return None

    def holds(self, revision: int, cards: str, ends: Mapping[str, list[float]]) -> bool:
        """Whether the ledger, the cards and the recorder are still those of then, or went on from there."""
        return (
            self.revision <= revision
            and self.cards == cards
            and self.ends.keys() == ends.keys()
            and all(_are_same(end, ends[statistic_id]) for statistic_id, end in self.ends.items())
        )


def read_ends(hass: HomeAssistant, statistic_ids: Collection[str]) -> Ends:
    """Return how statistics end, of those that have rows; reads the database."""
    ends: Ends = {}
    for statistic_id in statistic_ids:
        last = get_last_statistics(hass, 1, statistic_id, False, {"sum"})
        for row in last.get(statistic_id, []):
            ends[statistic_id] = [row["start"], row["sum"] or 0.0]
    return ends


def _are_same(one: list[float], other: list[float]) -> bool:
    return one[:1] == other[:1] and abs(one[1] - other[1]) <= _SAME_KWH
