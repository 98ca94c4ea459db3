"""Read from the recorder what the house's sensors said while nobody followed a session."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.components.recorder.history import state_changes_during_period
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfPower
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.charging.solar.sources import parts_of
from custom_components.plug_control.model.hours import (
    HOUR,
    MAX_HOURS,
    Point,
    energy_by_hour,
    hour_of,
)
from custom_components.plug_control.model.money.quarters import QuarterPrices, Sources, quarters
from custom_components.plug_control.model.money.tariff import NO_ADJUSTMENT, Adjustment
from custom_components.plug_control.model.money.worth import QUARTER, SessionDetails, WorthSlot
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.site.options import GridMeter, SiteOptions
from custom_components.plug_control.site.price_reader import unit_scale
from custom_components.plug_control.site.quarter_prices import co2_scale, is_home_currency
from custom_components.plug_control.site.slots import number

_PIECE = timedelta(minutes=5)
"""The period of the recorder's short-term statistics."""
_PERIODS: Mapping[Literal["hour", "5minute"], int] = {"hour": 12, "5minute": 1}
"""The periods of statistics, with their pieces; five minutes are exact, and kept for some days only."""
_AROUND = timedelta(hours=2)
"""How far around a session states are read."""

NO_OTHERS: Mapping[datetime, float] = {}

type Means = Mapping[datetime, float]
"""A sensor's mean power in W by the beginning of five minutes; in older times that of their hour."""
type Values = Sequence[tuple[datetime, float]]
"""A sensor's values, each from a time on, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedHouse:
    """What the recorder has of the house in a span of time."""

    grid_w: Means = field(default_factory=dict)
    solar_w: Means = field(default_factory=dict)
    battery_w: Means | None = None
    """Charging is positive; None: the house measures no battery."""
    prices: Values = ()
    feed_in: Values = ()
    co2: Values = ()

    def sources(
        self, slots: Iterable[WorthSlot], beside_wh: Mapping[datetime, float] = NO_OTHERS
    ) -> dict[datetime, Sources]:
        """Return the sources of those slots of which a part is unknown, as far as the recorder knows them.

        `beside_wh` is what other cars took in each quarter: they share the sources.
        """
        found: dict[datetime, Sources] = {}
        for slot in slots:
            known_wh = slot.grid_wh + slot.solar_wh + slot.battery_wh
            if (
                slot.energy_wh > known_wh
                and (parts := self._parts(slot, beside_wh.get(slot.start, 0.0))) is not None
            ):
                found[slot.start] = parts
        return found

    def prices_of(self, quarter: datetime) -> QuarterPrices:
        """Return the prices of a quarter."""
        middle = quarter + QUARTER / 2
        return QuarterPrices(
            price=value_at(self.prices, middle),
            feed_in_price=value_at(self.feed_in, middle),
            co2_g_per_kwh=value_at(self.co2, middle),
        )

    def _parts(self, slot: WorthSlot, beside_wh: float) -> Sources | None:
        """Return the sources of a quarter in which the cars drew evenly; None: nothing is known of it."""
        cars_w = (slot.energy_wh + beside_wh) * (HOUR / QUARTER)
        pieces = [
            parts_of(cars_w, grid_w, battery_w)
            for at in (slot.start + number * _PIECE for number in range(QUARTER // _PIECE))
            if (grid_w := self.grid_w.get(at)) is not None
            and (battery_w := self._battery_w(at)) is not None
        ]
        if not pieces:
            return None
        whole = QUARTER // _PIECE
        return Sources(*(sum(parts) / whole for parts in zip(*pieces, strict=True)))

    def _battery_w(self, at: datetime) -> float | None:
        return 0.0 if self.battery_w is None else self.battery_w.get(at)


async def async_energy_beside(
    ledger: Ledger, session_id: int, start: datetime, end: datetime
) -> Mapping[datetime, float]:
    """Return the energy in Wh that other sessions took in each quarter between two times; raises OSError."""
    now = dt_util.utcnow()

    def count(pairs: Iterator[tuple[Session, SessionDetails]]) -> Mapping[datetime, float]:
        taken: defaultdict[datetime, float] = defaultdict(float)
        for session, details in pairs:
            if session.session_id != session_id:
                for quarter, energy_wh in _by_quarter(session, details, now):
                    if start <= quarter < end:
                        taken[quarter] += energy_wh
        return taken

    return await ledger.fold_details(count, start=start - MAX_HOURS * HOUR, end=end)


def _by_quarter(session: Session, details: SessionDetails, now: datetime) -> Iterator[Point]:
    """Yield a session's energy by quarter; where that is not computed yet, a quarter of each hour's."""
    if details.worth is not None and details.worth.slots:
        yield from ((slot.start, slot.energy_wh) for slot in details.worth.slots)
        return
    stopped_at = session.stopped_at or now
    for hour, energy_wh in energy_by_hour(session, now).items():
        begin, end = max(hour, session.started_at or hour), min(hour + HOUR, stopped_at)
        seconds = (end - begin).total_seconds()
        for quarter, part_s in quarters(begin, end):
            yield quarter, energy_wh * part_s / seconds


def value_at(values: Values, at: datetime) -> float | None:
    """Return a sensor's value at a time; None where nobody may have looked.

    A value counts for an hour, and for longer only where the next one is the same: prices change by the hour, and while Home
    Assistant is off their changes are missing.
    """
    after = bisect_right(values, at, key=lambda each: each[0])
    if not after:
        return None
    told_at, value = values[after - 1]
    is_same_later = after < len(values) and values[after][1] == value
    return value if at - told_at < HOUR or is_same_later else None


async def async_read_house(
    hass: HomeAssistant, options: SiteOptions, start: datetime, end: datetime
) -> RecordedHouse:
    """Return what the recorder has from `start` to `end`; raises SQLAlchemyError. Without a recorder that is nothing."""
    if RECORDER not in hass.config.components:
        return RecordedHouse()
    read = partial(_read_house, hass, options, start, end)
    return await get_instance(hass).async_add_executor_job(read)


def _read_house(
    hass: HomeAssistant, options: SiteOptions, start: datetime, end: datetime
) -> RecordedHouse:
    tariffs = options.tariffs
    means = _read_means(hass, options, start, end)
    battery_w = _battery_w(options, means)
    return RecordedHouse(
        grid_w=_grid_w(options, means, battery_w),
        solar_w=means.get(options.solar_power or "", {}),
        battery_w=battery_w if options.measures_surplus else None,
        prices=_merged(
            _money(hass, entity_id, start, end, tariffs.adjustment) for entity_id in options.prices
        ),
        feed_in=_money(hass, tariffs.feed_in_entity, start, end),
        co2=_co2(hass, tariffs.co2_entity, start, end),
    )


# ---- power


def _read_means(
    hass: HomeAssistant, options: SiteOptions, start: datetime, end: datetime
) -> dict[str, Means]:
    """Return the mean powers of the house's sensors that have statistics."""
    sensors = (
        options.grid_power,
        options.grid_import,
        options.grid_export,
        options.solar_power,
        options.house_power,
        *(one.power for one in options.batteries),
    )
    return read_means(hass, {entity_id for entity_id in sensors if entity_id}, start, end)


def read_means(
    hass: HomeAssistant, wanted: set[str], start: datetime, end: datetime
) -> dict[str, Means]:
    """Return the mean powers of those sensors that have statistics; reads the database."""
    means: dict[str, dict[datetime, float]] = {}
    if not wanted:
        return {}
    for period, pieces in _PERIODS.items():
        rows = statistics_during_period(
            hass, hour_of(start), end, wanted, period, {"power": UnitOfPower.WATT}, {"mean"}
        )
        for entity_id, each in rows.items():
            found = means.setdefault(entity_id, {})
            for row in each:
                if (mean := row.get("mean")) is not None:
                    at = dt_util.utc_from_timestamp(row["start"])
                    found |= {at + piece * _PIECE: mean for piece in range(pieces)}
    return {**means}


def _battery_w(options: SiteOptions, means: Mapping[str, Means]) -> Means | None:
    """Return the mean power of all home batteries, charging positive, where all are known; None: there is none."""
    each = [
        _turned(means.get(one.power, {}), inverted=one.power_inverted) for one in options.batteries
    ]
    if not each:
        return None
    known = set(each[0]).intersection(*each[1:])
    return {at: sum(one[at] for one in each) for at in each[0] if at in known}


def _grid_w(options: SiteOptions, means: Mapping[str, Means], battery_w: Means | None) -> Means:
    """Return the grid's mean power, import positive, by the kind of meter."""
    match options.grid_meter:
        case GridMeter.POWER:
            grid_w = means.get(options.grid_power or "", {})
            return _turned(grid_w, inverted=options.grid_power_inverted)
        case GridMeter.IMPORT_EXPORT:
            return _less(means, options.grid_import, options.grid_export)
        case GridMeter.SOLAR_HOUSE:
            balance_w = _less(means, options.house_power, options.solar_power)
            if not options.batteries:
                return balance_w
            charged_w = battery_w or {}
            return {at: value + charged_w[at] for at, value in balance_w.items() if at in charged_w}
    return {}


def _less(means: Mapping[str, Means], one: str | None, other: str | None) -> Means:
    first, second = means.get(one or "", {}), means.get(other or "", {})
    return {at: value - second[at] for at, value in first.items() if at in second}


def _turned(means: Means, *, inverted: bool) -> Means:
    return {at: -value for at, value in means.items()} if inverted else means


# ---- money and CO2


def _money(
    hass: HomeAssistant,
    entity_id: str | None,
    start: datetime,
    end: datetime,
    adjustment: Adjustment = NO_ADJUSTMENT,
) -> Values:
    """Return the prices that an entity told as its states, in the currency's main unit."""
    unit = _unit(hass, entity_id)
    if not is_home_currency(unit, hass.config.currency):
        return ()
    scale = unit_scale(unit)
    return [
        (at, adjustment.of(value * scale)) for at, value in _states(hass, entity_id, start, end)
    ]


def _co2(hass: HomeAssistant, entity_id: str | None, start: datetime, end: datetime) -> Values:
    scale = co2_scale(_unit(hass, entity_id))
    return [(at, value * scale) for at, value in _states(hass, entity_id, start, end)]


def _unit(hass: HomeAssistant, entity_id: str | None) -> str | None:
    if entity_id is None:
        return None
    if (state := hass.states.get(entity_id)) is not None:
        told = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
        return told if isinstance(told, str) else None
    entity = er.async_get(hass).async_get(entity_id)
    return None if entity is None else entity.unit_of_measurement


def _states(hass: HomeAssistant, entity_id: str | None, start: datetime, end: datetime) -> Values:
    """Return an entity's states that are numbers; reads the database."""
    if entity_id is None:
        return ()
    states = state_changes_during_period(
        hass,
        start - _AROUND,
        end + _AROUND,
        entity_id,
        no_attributes=True,
        include_start_time_state=True,
    ).get(entity_id, ())
    values = ((state.last_updated, number(state.state)) for state in states)
    return [(at, value) for at, value in values if value is not None]


def _merged(entities: Iterable[Values]) -> Values:
    """Return the values of the first entity that has any."""
    return next((values for values in entities if values), ())
