"""Compare people's statistics in the recorder with the counted energy, one span of time after the other."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    StatisticsRow,
    get_last_statistics,
    statistics_during_period,
)
from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import EnergyConverter

from custom_components.plug_control.const import DOMAIN

from .sums import Hours, Sums, changed_sums

type Span = tuple[datetime, datetime | None]
"""From an hour to before another one; None: to now."""


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
        """The sum in kWh before the next span, by statistic."""

    def compare[K](
        self,
        number: int,
        counted: Mapping[K, Hours],
        statistics: Mapping[K, str],
        statistic_ids: Collection[str],
    ) -> dict[str, Sums]:
        """Return the sums that differ in span `number`, by statistic; `statistics` are those that the keys count in."""
        hours: defaultdict[str, defaultdict[datetime, float]] = defaultdict(
            lambda: defaultdict(float)
        )
        for key, energy in counted.items():
            for hour, energy_wh in energy.items():
                hours[statistics[key]][hour] += energy_wh
        recorded = self._rows(self._spans[number], statistic_ids)
        found = {
            each: self._changed(number, each, hours[each], recorded.get(each, []))
            for each in {*hours, *recorded}
        }
        return {each: changed for each, changed in found.items() if changed}

    def _changed(
        self, number: int, statistic_id: str, hours: Hours, rows: list[StatisticsRow]
    ) -> Sums:
        if (base_kwh := self._bases.get(statistic_id)) is None:
            base_kwh = self._base_kwh(number, statistic_id, rows)
        self._bases[statistic_id] = base_kwh + sum(hours.values()) / 1000
        written = {dt_util.utc_from_timestamp(row["start"]): row["sum"] or 0.0 for row in rows}
        return changed_sums(base_kwh, hours, written)

    def _base_kwh(self, number: int, statistic_id: str, rows: list[StatisticsRow]) -> float:
        """Return the sum in kWh before the first row in this span or a later one; without rows, the last recorded sum."""
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
    return (StatisticData(start=hour, state=sum_kwh, sum=sum_kwh) for hour, sum_kwh in sums.items())


def metadata_of(statistic_id: str, name: str) -> StatisticMetaData:
    """Return the recorder's metadata of a statistic."""
    return StatisticMetaData(
        has_sum=True,
        mean_type=StatisticMeanType.NONE,
        name=name,
        source=DOMAIN,
        statistic_id=statistic_id,
        unit_class=EnergyConverter.UNIT_CLASS,
        unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
    )
