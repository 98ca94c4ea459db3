"""Sessions as a house has them, with what they are worth: for the demo's month and the benchmarks' years.

The same arguments give the same sessions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import math
from random import Random

from custom_components.plug_control.model.hours import HOUR, hour_of
from custom_components.plug_control.model.money.worth import (
    QUARTER,
    SessionDetails,
    SessionWorth,
    WorthSlot,
)
from custom_components.plug_control.model.session import Session, StopReason
from scripts.lib.ha_config import CURRENCY

FEED_IN_PRICE = 0.08
_DAY = timedelta(days=1)
_POWERS_W = (3_680.0, 7_360.0, 11_040.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """A car as sessions name it."""

    car_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Where and with what people charge; the n-th card drives the n-th car, as far as there are as many."""

    connectors: Sequence[tuple[str, int]]
    cards: Sequence[str]
    cars: Sequence[Car] = ()


def large_house(chargers: int = 50, people: int = 40, cars: int = 40) -> House:
    """Return a house of many flats."""
    return House(
        connectors=[(f"CP-{number:02d}", 1) for number in range(chargers)],
        cards=[f"04A1B2C3D4{number:04d}" for number in range(people)],
        cars=[Car(car_id=f"car-{number:02d}", name=f"Car {number}") for number in range(cars)],
    )


def simulated_sessions(
    house: House,
    *,
    begin: datetime,
    days: int,
    count: int,
    step: timedelta = QUARTER,
    seed: int = 11,
    first_id: int = 1,
) -> Iterator[tuple[Session, SessionDetails]]:
    """Yield `count` sessions that begin within `days` from `begin` on, in order, each with slots of `step`.

    No two overlap on a connector.
    """
    random = Random(seed)
    registers = dict.fromkeys(house.connectors, 100_000.0)
    free = dict.fromkeys(house.connectors, begin)
    hours = sorted(random.random() * days for _ in range(count))
    for number, day in enumerate(hours):
        at = (begin + day * _DAY).replace(second=0, microsecond=0)
        connector = min(
            random.sample(house.connectors, min(4, len(house.connectors))), key=free.__getitem__
        )
        at = max(at, free[connector])
        who = random.randrange(len(house.cards))
        power_w = random.choice(_POWERS_W)
        energy_wh = round(random.triangular(1_500, 45_000, 11_000), 0)
        stopped_at = at + timedelta(seconds=round(energy_wh / power_w * 3600))
        free[connector] = stopped_at + timedelta(minutes=5)
        start_wh = registers[connector]
        registers[connector] += energy_wh
        session = Session(
            session_id=first_id + number,
            transaction_id=first_id + number,
            charge_point_id=connector[0],
            connector_id=connector[1],
            id_tag=house.cards[who],
            started_at=at,
            stopped_at=stopped_at,
            meter_start_wh=start_wh,
            meter_stop_wh=start_wh + energy_wh,
            energy_wh=energy_wh,
            energy_estimated=False,
            time_estimated=False,
            stop_reason=StopReason.EV_DISCONNECTED,
            peak_power_w=power_w,
            start_timestamp=at.isoformat(),
            stop_timestamp=stopped_at.isoformat(),
            hourly_wh=_hourly(at, stopped_at, power_w),
        )
        car = house.cars[who] if who < len(house.cars) else None
        yield (
            session,
            SessionDetails(
                car_id=None if car is None else car.car_id,
                car_name=None if car is None else car.name,
                worth=worth_of(session, power_w, step=step, shade=random.random()),
            ),
        )


def _hourly(at: datetime, stopped_at: datetime, power_w: float) -> tuple[float, ...]:
    marks: list[float] = []
    while (full := hour_of(at) + (len(marks) + 1) * HOUR) < stopped_at:
        marks.append(round((full - at) / HOUR * power_w, 1))
    return tuple(marks)


def worth_of(
    session: Session, power_w: float, *, step: timedelta = QUARTER, shade: float = 1.0
) -> SessionWorth:
    """Return what a session with a constant power is worth, with slots of `step`; `shade` is the sun's part that is there."""
    assert session.started_at is not None
    assert session.stopped_at is not None
    slots: list[WorthSlot] = []
    start = session.started_at.astimezone(UTC)
    quarter = hour_of(start) + (start - hour_of(start)) // step * step
    while quarter < session.stopped_at:
        span = min(quarter + step, session.stopped_at) - max(quarter, start)
        energy_wh = span / HOUR * power_w
        solar_wh = min(energy_wh, span / HOUR * sun_w(quarter) * shade)
        slots.append(
            WorthSlot(
                start=quarter,
                energy_wh=round(energy_wh, 1),
                grid_wh=round(energy_wh - solar_wh, 1),
                solar_wh=round(solar_wh, 1),
                price=price(quarter),
                feed_in_price=FEED_IN_PRICE,
                co2_g_per_kwh=round(380 - 120 * sun_w(quarter) / 9_000, 0),
            )
        )
        quarter += step
    grid_wh = sum(slot.grid_wh for slot in slots)
    solar_wh = session.energy_wh - grid_wh
    paid = sum(slot.grid_wh * (slot.price or 0.0) for slot in slots) / 1000
    cost = paid + max(0.0, solar_wh) * FEED_IN_PRICE / 1000
    seconds = (session.stopped_at - session.started_at).total_seconds()
    return SessionWorth(
        grid_wh=round(grid_wh, 1),
        solar_wh=round(max(0.0, solar_wh), 1),
        battery_wh=0.0,
        cost=round(cost, 6),
        currency=CURRENCY,
        price=round(cost / session.energy_wh * 1000, 6),
        saved=round(session.energy_wh * 0.31 / 1000 - cost, 6),
        co2_g=round(sum(slot.grid_wh * (slot.co2_g_per_kwh or 0) for slot in slots) / 1000, 1),
        charging_s=seconds,
        mean_power_w=power_w,
        is_final=True,
        why_ended=StopReason.EV_DISCONNECTED.value,
        slots=tuple(slots),
    )


def sun_w(at: datetime) -> float:
    """Return the surplus of a roof with 10 kWp under a clear sky."""
    noon = math.sin(math.pi * (at.hour + at.minute / 60 - 5) / 14)
    season = 0.6 - 0.4 * math.cos(2 * math.pi * (at.timetuple().tm_yday + 10) / 365)
    return max(0.0, 9_000 * noon * season) if 5 < at.hour < 19 else 0.0


def price(at: datetime) -> float:
    """Return a price per kWh that is high in the evening and low at noon and at night."""
    return round(0.28 + 0.07 * math.sin(2 * math.pi * (at.hour - 14) / 12), 4)
