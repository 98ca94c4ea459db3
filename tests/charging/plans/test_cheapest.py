"""The cheapest times to take so much energy, held against every other choice in small cases."""

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.charging.plans.cheapest import (
    OfferChoice,
    PowerLevel,
    TimeOffer,
    best_choice,
    cheapest,
    starts,
    steadiest,
    total_cost,
    total_wh,
)

POWER_W = 1000.0
EXAMPLES = settings(max_examples=150, deadline=None)


def plain(*prices: float) -> list[TimeOffer]:
    """Return hours of one power at these prices for a kWh."""
    return [TimeOffer(1.0, (PowerLevel(POWER_W, price),)) for price in prices]


@st.composite
def offers(draw: st.DrawFn, most: int = 5) -> list[TimeOffer]:
    """Draw offers of one or two levels, the second one dearer by the Wh than the first."""
    found = []
    for _ in range(draw(st.integers(1, most))):
        hours = draw(st.sampled_from((0.1, 0.25, 1.0)))
        price = draw(st.integers(-20, 40)) / 100
        levels = [PowerLevel(POWER_W, price)]
        if draw(st.booleans()):
            levels.append(PowerLevel(2 * POWER_W, 2 * price + draw(st.integers(0, 20)) / 100))
        found.append(TimeOffer(hours, tuple(levels)))
    return found


def by_brute_force(offered: Sequence[TimeOffer], need_wh: float) -> float:
    """Return the least cost of all ways to take the energy with at most one level in part: one of them is optimal."""
    best = float("inf")
    for levels in product(*(range(len(offer.levels) + 1) for offer in offered)):
        whole = [OfferChoice(level) for level in levels]
        taken_wh, cost = total_wh(offered, whole), total_cost(offered, whole)
        if abs(taken_wh - need_wh) < 1e-6:
            best = min(best, cost)
        for offer, level in zip(offered, levels, strict=True):
            for lower in range(level):
                wide_wh = offer.energy_wh(level) - offer.energy_wh(lower)
                share = (taken_wh - need_wh) / wide_wh
                if 0 <= share <= 1:
                    best = min(best, cost - share * (offer.cost(level) - offer.cost(lower)))
    return best


@EXAMPLES
@given(offered=offers(), share=st.floats(0.01, 1.0))
def test_no_other_choice_of_the_same_energy_costs_less(
    offered: list[TimeOffer], share: float
) -> None:
    need_wh = share * sum(offer.energy_wh(len(offer.levels)) for offer in offered)
    choices = cheapest(offered, need_wh)
    assert total_wh(offered, choices) == pytest.approx(need_wh)
    assert total_cost(offered, choices) == pytest.approx(by_brute_force(offered, need_wh), abs=1e-9)


@EXAMPLES
@given(
    offered=offers(12),
    share=st.floats(0.0, 1.2),
    start_cost=st.sampled_from((0.0, 0.01, 0.1, 1.0)),
    running=st.booleans(),
)
def test_fewer_starts_take_the_same_energy_and_cost_no_less_than_the_cheapest(
    offered: list[TimeOffer], share: float, start_cost: float, running: bool
) -> None:
    most_wh = sum(offer.energy_wh(len(offer.levels)) for offer in offered)
    need_wh = share * most_wh
    exact = cheapest(offered, need_wh)
    steady = steadiest(offered, need_wh, start_cost, running)
    assert total_wh(offered, steady) == pytest.approx(min(need_wh, most_wh), abs=1e-3)
    assert total_cost(offered, steady) >= total_cost(offered, exact) - 1e-6


@EXAMPLES
@given(offered=offers(12), share=st.floats(0.0, 1.0), running=st.booleans())
def test_what_is_chosen_costs_at_most_a_little_more_and_starts_no_more_often(
    offered: list[TimeOffer], share: float, running: bool
) -> None:
    need_wh = share * sum(offer.energy_wh(len(offer.levels)) for offer in offered)
    exact = cheapest(offered, need_wh)
    best = best_choice(offered, need_wh, 0.01, 0.01, running)
    turnover = sum(abs(offer.cost(len(offer.levels))) for offer in offered)
    assert total_cost(offered, best) <= total_cost(offered, exact) + 0.01 * turnover + 1e-9
    assert starts(best, running) <= starts(exact, running)


def test_of_equal_prices_the_earliest_is_taken() -> None:
    assert cheapest(plain(1, 1, 1), 1500) == [OfferChoice(1), OfferChoice(1, 0.5), OfferChoice(0)]


def test_two_runs_become_one_where_that_costs_little() -> None:
    offered = plain(0.20, 0.10, 0.11, 0.10, 0.20)
    assert cheapest(offered, 2000) == [
        OfferChoice(0),
        OfferChoice(1),
        OfferChoice(0),
        OfferChoice(1),
        OfferChoice(0),
    ]
    assert best_choice(offered, 2000, 0.05, 0.06, False) == [
        OfferChoice(0),
        OfferChoice(1),
        OfferChoice(1),
        OfferChoice(0),
        OfferChoice(0),
    ]


def test_two_runs_stay_where_joining_them_costs_too_much() -> None:
    offered = plain(0.20, 0.10, 0.15, 0.10, 0.20)
    assert best_choice(offered, 2000, 1.0, 0.01, False) == cheapest(offered, 2000)


def test_what_runs_goes_on_where_a_start_would_not_be_worth_it() -> None:
    offered = plain(0.11, 0.20, 0.10)
    assert best_choice(offered, 1000, 0.05, 0.2, True)[0] == OfferChoice(1)
    assert best_choice(offered, 1000, 0.05, 0.2, False)[2] == OfferChoice(1)


def test_starts_count_each_way_into_charging() -> None:
    assert starts([OfferChoice(1), OfferChoice(0), OfferChoice(1)], running=False) == 2
    assert starts([OfferChoice(1), OfferChoice(0), OfferChoice(1)], running=True) == 1
    assert starts([OfferChoice(1), OfferChoice(1, 0.5), OfferChoice(1)], running=True) == 1
    assert starts([OfferChoice(1), OfferChoice(2, 0.5), OfferChoice(1)], running=True) == 0


def test_nothing_is_taken_where_nothing_is_needed() -> None:
    assert steadiest(plain(1, 2), 0, 0.1, False) == [OfferChoice(0), OfferChoice(0)]
