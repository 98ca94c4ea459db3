"""Compare people's statistics in the recorder with what was counted, one span of time after the other."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from homeassistant.components.recorder.models import StatisticData
from homeassistant.components.recorder.statistics import (
    StatisticsRow,
    get_last_statistics,
    statistics_during_period,
)
from homeassistant.core import HomeAssistant

from .sums import Hours, Span, Sums, changed_sums, time_of

_HOUR_S = 3600


def spans(since: datetime, hours: Collection[datetime]) -> list[Span]:
    """Return the spans from `since` on, divided at `hours`."""
    later = sorted(hour for hour in set(hours) if hour > since)
    return [*zip([since, *later], [*later, None], strict=True)]


class RecordedSums:
    """Running sums of statistics from span to span; reads the recorder's database."""

    def __init__(self, hass: HomeAssistant, whole: Sequence[Span]) -> None:
        """Compare the spans `whole`, one after the other."""
        self._hass = hass
        self._spans = whole
        self._bases: dict[str, float] = {}
        """The sum before the next span, by statistic."""

    def compare[K](
        self,
        number: int,
        counted: Mapping[K, Hours],
        statistics: Mapping[K, str],
        statistic_ids: Collection[str],
    ) -> dict[str, Sums]:
        """Return the sums that differ in span `number`, by statistic; `statistics` are those that the keys count in."""
        hours: defaultdict[str, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
        for key, amounts in counted.items():
            sums = hours[statistics[key]]
            for hour, amount in amounts.items():
                sums[hour] += amount
        recorded = self._rows(self._spans[number], statistic_ids)
        found = {
            each: self._changed(number, each, hours[each], recorded.get(each, []))
            for each in {*hours, *recorded}
        }
        return {each: changed for each, changed in found.items() if changed}

    def _changed(
        self, number: int, statistic_id: str, hours: Hours, rows: list[StatisticsRow]
    ) -> Sums:
        if (base := self._bases.get(statistic_id)) is None:
            base = self._base(number, statistic_id, rows)
        self._bases[statistic_id] = base + sum(hours.values()) / 1000
        written = {int(row["start"]) // _HOUR_S: row["sum"] or 0.0 for row in rows}
        return changed_sums(base, hours, written)

    def _base(self, number: int, statistic_id: str, rows: list[StatisticsRow]) -> float:
        """Return the sum before the first row in this span or a later one; without rows, the last recorded sum."""
        for span in self._spans[number + 1 :]:
            if rows:
                break
            rows = self._rows(span, {statistic_id}).get(statistic_id, [])
        if rows:
            return (rows[0]["sum"] or 0.0) - (rows[0]["change"] or 0.0)
        last = get_last_statistics(self._hass, 1, statistic_id, False, {"sum"})
        return next((row["sum"] or 0.0 for row in last.get(statistic_id, [])), 0.0)

    def _rows(self, span: Span, statistic_ids: Collection[str]) -> dict[str, list[StatisticsRow]]:
        if not statistic_ids:
            return {}
        return statistics_during_period(
            self._hass, *span, {*statistic_ids}, "hour", None, {"change", "sum"}
        )


def rows_of(sums: Sums) -> Iterator[StatisticData]:
    """Yield sums as the recorder's rows."""
    return (
        StatisticData(start=time_of(hour), state=whole, sum=whole) for hour, whole in sums.items()
    )
