"""Remember how far people's statistics are written: the ledger's revision, whose card is whose, and the last sums.

While the mark still holds, a start of Home Assistant counts only what changed since.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.components.recorder.statistics import get_last_statistics
from homeassistant.core import HomeAssistant

type Ends = dict[str, list[float]]
"""The start of the last hour (seconds since the epoch) and its sum in kWh, by statistic."""

_SAME_KWH = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The ledger's revision up to which all is written, a digest of whose card is whose, and the ends."""

    revision: int
    cards: str
    ends: Ends

    def as_dict(self) -> dict[str, Any]:
        """Return the mark as JSON-able values."""
        return {"revision": self.revision, "cards": self.cards, "ends": self.ends}

    @classmethod
    def read(cls, stored: Any) -> Mark | None:
        """Return the mark that `as_dict` returned; None: `stored` is no mark."""
        match stored:
            case {"revision": int(revision), "cards": str(cards), "ends": dict(ends)}:
                return cls(revision=revision, cards=cards, ends=ends)
        return None

    def holds(self, revision: int, cards: str, ends: Mapping[str, list[float]]) -> bool:
        """Return whether the cards and the recorder are still the same, and the ledger is the same or went on."""
        return (
            self.revision <= revision
            and self.cards == cards
            and self.ends.keys() == ends.keys()
            and all(_are_same(end, ends[statistic_id]) for statistic_id, end in self.ends.items())
        )


def read_ends(hass: HomeAssistant, statistic_ids: Collection[str]) -> Ends:
    """Return the ends of the statistics that have rows; reads the database."""
    ends: Ends = {}
    for statistic_id in statistic_ids:
        last = get_last_statistics(hass, 1, statistic_id, False, {"sum"})
        for row in last.get(statistic_id, []):
            ends[statistic_id] = [row["start"], row["sum"] or 0.0]
    return ends


def _are_same(one: list[float], other: list[float]) -> bool:
    return one[:1] == other[:1] and abs(one[1] - other[1]) <= _SAME_KWH
