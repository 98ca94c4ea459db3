"""Totals of sessions by period and by person, car, connector or card: SQL adds up, so that many sessions cost little."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise
import sqlite3
from typing import Any

from custom_components.plug_control.central_system.ledger.sqlite.rows import read_details, storable
from custom_components.plug_control.central_system.ledger.sqlite.schema import STARTED_BY

from .every_session import EverySession, unhurried
from .people import People
from .queries import LedgerQueries
from .session_filter import SessionFilter

type Boundaries = Callable[[datetime, datetime], Sequence[datetime]]
"""Returns the beginnings of the periods between two times, the first one included, and the end of the last one."""


class TotalsBy(StrEnum):
    """By what totals are told apart."""

    PERSON = "person"
    CAR = "car"
    CONNECTOR = "connector"
    CARD = "card"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The total of the sessions of a key that began in a period; None is *unknown*."""

    period: datetime | None
    """When it begins; None: there is only one."""
    key: tuple[Any, ...]
    """A person's key, a car's id, a charge point and its connector, or a card as `normalise_id_tag` returns it."""
    sessions: int
    energy_wh: float
    duration_s: float
    """Of those that ended."""
    grid_wh: float | None
    solar_wh: float | None
    battery_wh: float | None
    cost: float | None
    saved: float | None
    co2_g: float | None
    charging_s: float | None
    without_cost: int
    """How many sessions have no cost."""
    without_co2: int
    """How many sessions with energy have no known CO2."""
    estimated: bool
    currency: str | None
    """None where no cost is known, or where costs have several currencies and are not added up."""
    costs: Mapping[str, float] = field(default_factory=dict)
    """The known cost in each currency."""

    @property
    def has_currencies(self) -> bool:
        """Whether costs have several currencies."""
        return len(self.costs) > 1


type _Period = tuple[datetime | None, float, float]
"""When a period begins, and its times in seconds since 1970."""

_EVER = (-1e15, 1e15)
_KEYS = {
    TotalsBy.CAR: "d.car_id",
    TotalsBy.CONNECTOR: "s.charge_point_id, s.connector_id",
    TotalsBy.CARD: "s.id_tag",
    TotalsBy.NONE: "NULL",
}
_TABLES = {
    "asked_periods": "number INTEGER PRIMARY KEY, begin REAL, until REAL",
    "asked_named": "name TEXT PRIMARY KEY, person TEXT",
    "asked_starters": "session_id INTEGER PRIMARY KEY, person TEXT",
    "asked_people": "place TEXT, card TEXT, person TEXT, PRIMARY KEY (place, card)",
}
_COLUMNS = "session_id, charge_point_id, connector_id, id_tag, time, stopped, energy_wh"
_FIGURES = (
    "count(*), total(s.energy_wh), total(s.stopped - s.time), sum(d.grid_wh), sum(d.solar_wh), sum(d.battery_wh),"
    " sum(d.cost), sum(d.saved), sum(iif(s.energy_wh > 0, d.co2_g, NULL)), sum(d.charging_s), count(*) - count(d.cost),"
    " total(s.energy_wh > 0 AND d.co2_g IS NULL), max(d.estimated)"
)
_CURRENCY = "iif(d.cost IS NULL, NULL, d.currency)"


async def totals(
    queries: LedgerQueries,
    wanted: SessionFilter,
    *,
    by: TotalsBy,
    people: People,
    boundaries: Boundaries | None,
) -> list[Total]:
    """Return the totals of sessions that fit, by period (None: one for all) and key, in order; raises OSError."""
    where, values = wanted.where()
    index = "time" if wanted.charge_point_id is None else "charge_point"

    def question(db: sqlite3.Connection, every: EverySession) -> list[Total]:
        _create(db)
        try:
            periods = _periods(every, where, values, boundaries)
            _fill(db, every, by, people, periods)
            found: dict[tuple[Any, ...], Total] = {}
            who, key = _who(people) if by is TotalsBy.PERSON else ("", _KEYS[by])
            for source in every.with_details(_COLUMNS, where, index=index):
                for total in _of_source(db, f"{source}{who}", key, values, periods):
                    place = total.period, total.key
                    found[place] = added(found[place], total) if place in found else total
        finally:
            _drop(db)
        return sorted(found.values(), key=_order)

    return await queries.ask(question)


async def car_names(queries: LedgerQueries, car_ids: Collection[str]) -> dict[str, str]:
    """Return the name that each car had in its latest session; raises OSError."""

    def question(db: sqlite3.Connection, every: EverySession) -> dict[str, str]:
        names: dict[str, str] = {}
        for car_id in car_ids:
            (last,) = db.execute(
                f"SELECT max(session_id) FROM {every.details.view} WHERE car_id = ?",
                (storable(car_id),),
            ).fetchone()
            stored = None if last is None else every.details.row(last)
            details = None if stored is None else read_details(stored[0])
            if details is not None and details.car_name is not None:
                names[car_id] = details.car_name
        return names

    return await queries.ask(question)


async def corrected_people(queries: LedgerQueries) -> dict[int, str]:
    """Return the persons to whom sessions were corrected, by session id; raises OSError."""

    def question(db: sqlite3.Connection, every: EverySession) -> dict[int, str]:
        found = db.execute(
            f"SELECT session_id, person FROM {every.details.view} WHERE person IS NOT NULL"
        )
        return dict(unhurried(found))

    return await queries.ask(question)


def added(one: Total, other: Total) -> Total:
    """Return the total of two totals of the same key and period; different currencies are not added up."""
    costs = {
        currency: one.costs.get(currency, 0.0) + other.costs.get(currency, 0.0)
        for currency in one.costs.keys() | other.costs.keys()
    }
    has_currencies = len(costs) > 1
    return Total(
        period=one.period,
        key=one.key,
        sessions=one.sessions + other.sessions,
        energy_wh=one.energy_wh + other.energy_wh,
        duration_s=one.duration_s + other.duration_s,
        grid_wh=_sum(one.grid_wh, other.grid_wh),
        solar_wh=_sum(one.solar_wh, other.solar_wh),
        battery_wh=_sum(one.battery_wh, other.battery_wh),
        cost=None if has_currencies else _sum(one.cost, other.cost),
        saved=None if has_currencies else _sum(one.saved, other.saved),
        co2_g=_sum(one.co2_g, other.co2_g),
        charging_s=_sum(one.charging_s, other.charging_s),
        without_cost=one.without_cost + other.without_cost,
        without_co2=one.without_co2 + other.without_co2,
        estimated=one.estimated or other.estimated,
        currency=None if has_currencies else one.currency or other.currency,
        costs=costs,
    )


def _sum(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def _of_source(
    db: sqlite3.Connection,
    source: str,
    key: str,
    values: Sequence[Any],
    periods: Sequence[_Period],
) -> Iterator[Total]:
    """Yield the totals of stored or of unstored sessions, those of each currency by themselves."""
    rows = db.execute(
        f"SELECT period.number, {_FIGURES}, {_CURRENCY}, {key} FROM temp.asked_periods AS period CROSS JOIN {source}"
        f" WHERE s.time >= period.begin AND s.time < period.until GROUP BY period.number, {key}, {_CURRENCY}",
        values,
    )
    for number, *figures in unhurried(rows):
        (
            sessions,
            energy_wh,
            duration_s,
            grid_wh,
            solar_wh,
            battery_wh,
            cost,
            saved,
            co2_g,
            charging_s,
            without_cost,
            without_co2,
            estimated,
            currency,
            *keys,
        ) = figures
        yield Total(
            period=periods[number][0],
            key=tuple(keys),
            sessions=sessions,
            energy_wh=energy_wh,
            duration_s=duration_s,
            grid_wh=grid_wh,
            solar_wh=solar_wh,
            battery_wh=battery_wh,
            cost=cost,
            saved=saved,
            co2_g=co2_g,
            charging_s=charging_s,
            without_cost=without_cost,
            without_co2=int(without_co2),
            estimated=bool(estimated),
            currency=currency,
            costs={} if currency is None or cost is None else {currency: cost},
        )


def _who(people: People) -> tuple[str, str]:
    """Return the joins that tell whose a session is, without needless ones, and the expression of the person."""
    joins = (
        (people.names, "named", "named.name = d.person"),
        (people.users, "starters", "starters.session_id = s.session_id"),
        (
            people.cards,
            "people",
            "people.place = s.charge_point_id AND people.card = ifnull(s.id_tag, '')",
        ),
    )
    told = [(name, on) for known, name, on in joins if known]
    joined = "".join(f" LEFT JOIN temp.asked_{name} AS {name} ON {on}" for name, on in told)
    found = ", ".join([f"{name}.person" for name, _ in told] + ["NULL", "NULL"])
    return joined, f"coalesce({found})"


def _periods(
    every: EverySession, where: str, values: Sequence[Any], boundaries: Boundaries | None
) -> list[_Period]:
    if boundaries is None:
        return [(None, *_EVER)]
    spans = [
        span for span in every.each("min(time), max(time)", where, values) if span[0] is not None
    ]
    if not spans:
        return []
    first = min(begin for begin, _ in spans)
    last = max(end for _, end in spans)
    times = boundaries(datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC))
    return [(begin, begin.timestamp(), until.timestamp()) for begin, until in pairwise(times)]


def _create(db: sqlite3.Connection) -> None:
    _drop(db)
    for table, columns in _TABLES.items():
        db.execute(f"CREATE TEMP TABLE {table} ({columns})")


def _fill(
    db: sqlite3.Connection,
    every: EverySession,
    by: TotalsBy,
    people: People,
    periods: Sequence[_Period],
) -> None:
    db.executemany(
        "INSERT INTO temp.asked_periods VALUES (?, ?, ?)",
        [(number, begin, until) for number, (_, begin, until) in enumerate(periods)],
    )
    if by is not TotalsBy.PERSON:
        return
    db.executemany(
        "INSERT OR IGNORE INTO temp.asked_named VALUES (?, ?)",
        [(storable(name), key) for name, key in people.names.items()],
    )
    db.executemany(
        "INSERT OR IGNORE INTO temp.asked_people VALUES (?, ?, ?)",
        [
            (storable(place), "" if card is None else storable(card), key)
            for (place, card), key in people.cards.items()
        ],
    )
    for user_id, key in people.users.items():
        db.execute(
            f"INSERT INTO temp.asked_starters SELECT session_id, ? FROM temp.{every.view} WHERE {STARTED_BY} = ?",
            (key, user_id),
        )


def _drop(db: sqlite3.Connection) -> None:
    for table in _TABLES:
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _order(total: Total) -> tuple[Any, ...]:
    began = -1.0 if total.period is None else total.period.timestamp()
    return began, *(str(part) for part in total.key)
