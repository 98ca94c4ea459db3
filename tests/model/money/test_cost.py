"""What a session cost: each quarter by its own prices, nothing guessed, what is estimated marked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
import math
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.plug_control.model.money.cost import (
    Terms,
    cost_by_hour,
    known_wh,
    slot_cost,
    solar_by_hour,
    solar_percent,
    worth_of,
)
from custom_components.plug_control.model.money.worth import QUARTER, SessionWorth, WorthSlot

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
EURO = Terms(currency="EUR", full_power_w=11_000)


def slot(number: int = 0, energy_wh: float = 1000, **fields: object) -> WorthSlot:
    """A quarter of 1 kWh from the grid at 30 ct, that feeding in would have paid with 8 ct."""
    told = {
        "grid_wh": energy_wh,
        "price": 0.3,
        "feed_in_price": 0.08,
        "co2_g_per_kwh": 400.0,
        **fields,
    }
    return WorthSlot(start=NOON + number * QUARTER, energy_wh=energy_wh, **told)  # type: ignore[arg-type]


def worth(*slots: WorthSlot, terms: Terms = EURO, charging_s: float = 1800) -> SessionWorth:
    """What a session that began at noon is worth."""
    return worth_of(slots, terms, started_at=NOON, charging_s=charging_s)


def test_each_source_has_its_price() -> None:
    found = worth(slot(0), slot(1, grid_wh=0, solar_wh=1000), slot(2, grid_wh=500, battery_wh=500))
    assert (found.grid_wh, found.solar_wh, found.battery_wh) == (1500, 1000, 500)
    assert found.cost == pytest.approx(0.3 + 0.08 + 0.15 + 0.04)
    assert found.price == pytest.approx(0.57 / 3)
    assert found.currency == "EUR"
    assert found.co2_g == 600
    assert (found.charging_s, found.mean_power_w) == (1800, 6000)
    assert not found.estimated
    assert solar_percent(found, 3000) == pytest.approx(100 / 3)


def test_a_battery_may_have_a_price_of_its_own() -> None:
    terms = replace(EURO, battery_price=0.2)
    assert worth(slot(grid_wh=0, battery_wh=1000), terms=terms).cost == pytest.approx(0.2)
    assert slot_cost(slot(grid_wh=0, battery_wh=1000, feed_in_price=None), 0.2) == 0.2


def test_negative_prices_are_money_that_one_gets() -> None:
    found = worth(slot(price=-0.1), slot(1, price=0.05))
    assert found.cost == pytest.approx(-0.05)
    assert found.price == pytest.approx(-0.025)
    assert found.saved == pytest.approx(-0.2 + 0.05)


def test_saved_is_what_charging_at_once_would_have_cost_more() -> None:
    """4 kWh at 11 kW take 21.8 minutes: 2.75 kWh at 50 ct, the rest at 40 ct."""
    found = worth(
        slot(0, 0, price=0.5), slot(1, 0, price=0.4), slot(2, price=0.1), slot(3, 3000, price=0.1)
    )
    assert found.cost == pytest.approx(0.4)
    assert found.saved == pytest.approx(2.75 * 0.5 + 1.25 * 0.4 - 0.4)


def test_without_a_price_of_that_time_or_a_power_nothing_is_said_to_be_saved() -> None:
    assert worth(slot(0, 0, price=None), slot(1)).saved is None
    assert worth(slot(1)).saved is None
    assert worth(slot(), terms=Terms(currency="EUR")).saved is None


# ---- what is not known


def test_energy_of_unknown_source_counts_as_from_the_grid_and_is_marked() -> None:
    found = worth(slot(grid_wh=0, solar_wh=600))
    assert (found.grid_wh, found.solar_wh, found.battery_wh) == (0, 600, 0)
    assert found.cost == pytest.approx(0.6 * 0.08 + 0.4 * 0.3)
    assert found.estimated
    assert solar_percent(found, 1000) == 100


def test_a_look_that_was_missed_is_no_estimate() -> None:
    assert not worth(slot(grid_wh=995)).estimated


def test_of_a_session_that_is_mostly_unknown_nothing_is_said() -> None:
    found = worth(slot(grid_wh=400))
    assert (found.cost, found.currency, found.price, found.saved) == (None, None, None, None)
    assert found.grid_wh == 400
    assert solar_percent(found, 1000) is None
    nothing = worth(slot(grid_wh=0))
    assert (nothing.grid_wh, nothing.solar_wh, nothing.battery_wh) == (None, None, None)
    assert solar_percent(nothing, 1000) is None
    assert solar_percent(None, 1000) is None


def test_a_price_that_is_missing_for_a_while_is_that_of_the_rest() -> None:
    found = worth(slot(price=0.2), slot(1, price=None), slot(2, price=0.4))
    assert found.cost == pytest.approx(0.9)
    assert found.estimated
    assert worth(slot(), slot(1, price=None), slot(2, price=None)).cost is None
    assert worth(slot(price=None), terms=EURO).cost is None


def test_a_price_that_nothing_was_bought_at_may_be_unknown() -> None:
    assert worth(slot(grid_wh=0, solar_wh=1000, price=None)).cost == pytest.approx(0.08)
    assert worth(slot(grid_wh=0, solar_wh=1000, feed_in_price=None)).cost is None


def test_without_a_currency_there_is_no_money() -> None:
    assert worth(slot(), terms=Terms(currency=None)).cost is None


def test_co2_is_unknown_without_an_entity_that_tells_it() -> None:
    assert worth(slot(co2_g_per_kwh=None)).co2_g is None
    assert worth(slot(grid_wh=0, solar_wh=1000, co2_g_per_kwh=None)).co2_g == 0


def test_a_session_without_energy_costs_nothing() -> None:
    found = worth(slot(0, 0), charging_s=0)
    assert (found.cost, found.price, found.saved, found.mean_power_w) == (0, None, None, None)
    assert solar_percent(found, 0) is None
    assert worth(slot(0, 0, price=None)).cost is None


def test_one_estimated_quarter_marks_the_session() -> None:
    assert worth(slot(), slot(1, estimated=True)).estimated


# ---- the calendar


@pytest.mark.parametrize(
    "start",
    [
        "2026-03-28T20:00",
        "2026-10-24T20:00",
        "2026-10-31T20:00",
        "2026-12-31T20:00",
        "2026-06-01T20:00",
    ],
)
def test_prices_over_midnight_month_and_clock_change_are_those_of_their_time(start: str) -> None:
    """Ten hours of 1 kWh: each quarter costs its own hour of the clock on the wall, in cents."""
    zone = ZoneInfo("Europe/Berlin")
    began = datetime.fromisoformat(start).replace(tzinfo=zone).astimezone(UTC)
    slots, expected = [], Fraction(0)
    for number in range(40):
        at = began + number * QUARTER
        cents = at.astimezone(zone).hour
        expected += Fraction(cents, 100) / 4
        slots.append(replace(slot(energy_wh=250, price=cents / 100), start=at))
    found = worth_of(slots, EURO, started_at=began, charging_s=36_000)
    assert found.cost == pytest.approx(float(expected))
    at_once = sum(
        Fraction(11 * 10, 60 * 60 * 10)
        * (began + timedelta(seconds=second)).astimezone(zone).hour
        / 100
        for second in range(int(10 / 11 * 3600))
    )
    assert found.saved == pytest.approx(float(at_once - expected), abs=2e-3)


# ---- in all cases

_WH = st.integers(0, 5000)
_PRICE = st.one_of(st.none(), st.integers(-500, 1000).map(lambda tenths: tenths / 1000))
SLOTS = st.lists(
    st.builds(
        lambda grid, solar, battery, unknown, price, feed_in, co2: WorthSlot(
            start=NOON,
            energy_wh=float(grid + solar + battery + unknown),
            grid_wh=float(grid),
            solar_wh=float(solar),
            battery_wh=float(battery),
            price=price,
            feed_in_price=feed_in,
            co2_g_per_kwh=co2,
        ),
        _WH,
        _WH,
        _WH,
        st.one_of(st.just(0), _WH),
        _PRICE,
        _PRICE,
        st.one_of(st.none(), st.integers(0, 900).map(float)),
    ),
    max_size=8,
)


@settings(max_examples=200, deadline=None)
@given(slots=SLOTS)
@example(slots=[slot(0, energy_wh=2000, price=0.3), slot(1, energy_wh=500), slot(2, energy_wh=700)])
@example(slots=[slot(0, energy_wh=2000), slot(1, energy_wh=2000, price=None), slot(2)])
def test_a_second_way_of_computing_agrees(slots: list[WorthSlot]) -> None:
    """In exact fractions, Wh by Wh, instead of quarter by quarter."""
    slots = [replace(each, start=NOON + number * QUARTER) for number, each in enumerate(slots)]
    found = worth(*slots)
    priced = [
        each
        for each in slots
        if (each.price is not None or each.energy_wh == each.solar_wh + each.battery_wh)
        and (each.feed_in_price is not None or not each.solar_wh + each.battery_wh)
    ]
    whole = sum(Fraction(each.energy_wh) for each in slots)
    known = sum(Fraction(known_wh(each)) for each in slots)
    told = sum(Fraction(each.energy_wh) for each in priced)
    money = sum(
        Fraction(each.energy_wh - each.solar_wh - each.battery_wh) * Fraction(each.price or 0)
        + Fraction(each.solar_wh + each.battery_wh) * Fraction(each.feed_in_price or 0)
        for each in priced
    )
    if not whole:
        assert found.cost in {None, 0}
    elif known * 2 < whole or told * 2 < whole or not told:
        assert found.cost is None
    else:
        assert found.cost == pytest.approx(float(money / 1000 * whole / told), abs=1e-9)
        assert found.estimated or (told == whole and known >= whole * Fraction(99, 100))
    at_once = at_full_power([each.price for each in slots], whole)
    if found.cost is None or at_once is None:
        assert found.saved is None
    else:
        assert found.saved == pytest.approx(float(at_once) - found.cost, abs=1e-6)


def at_full_power(prices: list[float | None], wh: Fraction | int) -> Fraction | None:
    """What energy costs from noon on at 11 kW, by the prices of the quarters; None where it needs one that is unknown."""
    a_quarter, cost = Fraction(11_000, 4), Fraction(0)
    for number in range(math.ceil(wh / a_quarter)):
        price = prices[number] if number < len(prices) else None
        if price is None:
            return None
        cost += Fraction(price) * min(a_quarter, wh - number * a_quarter) / 1000
    return cost if wh else None


# ---- by the hour


FIRST_HOUR = int(NOON.timestamp()) // 3600


def rows(*slots: WorthSlot) -> list[list[int | float | None]]:
    """Slots as they are stored."""
    return [each.as_list() for each in slots]


@pytest.mark.parametrize("price", [0.5, None])
def test_the_hours_of_a_cost_add_up_to_it_whatever_prices_are_missing(price: float | None) -> None:
    slots = rows(
        slot(0),
        slot(1, grid_wh=0, solar_wh=1000),
        slot(2, energy_wh=0),
        slot(4, price=price, grid_wh=900, battery_wh=100),
    )
    hours = cost_by_hour(slots, 0.9, None)
    assert sum(hours.values()) == pytest.approx(0.9)
    assert set(hours) == {FIRST_HOUR, FIRST_HOUR + 1}
    if price is not None:
        assert hours[FIRST_HOUR + 1] - hours[FIRST_HOUR] / 2 == pytest.approx(0.458 - 0.38 / 2)


def test_a_stored_battery_price_counts_by_the_hour_too() -> None:
    slots = rows(slot(0, grid_wh=0, battery_wh=1000), slot(4))
    assert cost_by_hour(slots, 0.5, 0.2) == {
        FIRST_HOUR: pytest.approx(0.2),
        FIRST_HOUR + 1: pytest.approx(0.3),
    }


def test_nothing_came_in_no_hour() -> None:
    assert cost_by_hour(rows(slot(energy_wh=0)), 0.0, None) == {}
    assert cost_by_hour([], 1.0, None) == {}
    assert solar_by_hour(rows(slot(), WorthSlot(start=NOON, energy_wh=5))) == {}


def test_the_sun_stands_in_its_hours() -> None:
    slots = rows(
        slot(0, grid_wh=0, solar_wh=400), slot(1, solar_wh=200), slot(5, grid_wh=0, solar_wh=100)
    )
    assert solar_by_hour(slots) == {FIRST_HOUR: 600, FIRST_HOUR + 1: 100}


def test_a_battery_without_a_price_has_no_cost() -> None:
    assert slot_cost(slot(grid_wh=0, battery_wh=1000, feed_in_price=None), None) is None
