"""Find the cheapest times to charge an amount of energy: exactly, or with fewer starts for little more."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
import math

_ROUNDS = 18
"""Of the search for a price: it is then known to a part in 260,000."""
_LITTLE_WH = 1e-6


@dataclass(frozen=True, slots=True)
class PowerLevel:
    """A charging power, and its cost per hour."""

    power_w: float
    cost: float


@dataclass(frozen=True, slots=True)
class TimeOffer:
    """A stretch of time with power levels in rising order; the further watts of a level cost no less than those below."""

    hours: float
    levels: tuple[PowerLevel, ...]

    def energy_wh(self, level: int) -> float:
        """Return the energy in Wh of the whole time at a level; level 0 is off."""
        return self.hours * self.levels[level - 1].power_w if level else 0.0

    def cost(self, level: int) -> float:
        """Return the cost of the whole time at a level; level 0 is off."""
        return self.hours * self.levels[level - 1].cost if level else 0.0

    def step_wh(self, level: int) -> float:
        """Return the energy in Wh that a level takes beyond the one below it."""
        return self.energy_wh(level) - self.energy_wh(level - 1)

    def step_price(self, level: int) -> float:
        """Return the cost per Wh of the energy that a level takes beyond the one below it."""
        return (self.cost(level) - self.cost(level - 1)) / self.step_wh(level)


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """A level for a part (`share`) of an offer's time, the level below it for the rest."""

    level: int
    share: float = 1.0


_OFF = OfferChoice(0)


def total_wh(offers: Sequence[TimeOffer], choices: Sequence[OfferChoice]) -> float:
    """Return the energy in Wh of the choices."""
    return sum(
        offer.energy_wh(choice.level) - _unused(choice) * offer.step_wh(choice.level)
        for offer, choice in zip(offers, choices, strict=True)
        if choice.level
    )


def total_cost(offers: Sequence[TimeOffer], choices: Sequence[OfferChoice]) -> float:
    """Return the cost of the choices."""
    return sum(
        offer.cost(choice.level)
        - _unused(choice) * (offer.cost(choice.level) - offer.cost(choice.level - 1))
        for offer, choice in zip(offers, choices, strict=True)
        if choice.level
    )


def _unused(choice: OfferChoice) -> float:
    """Return the part of the time for which the level below is chosen."""
    return 1 - choice.share


def cheapest(offers: Sequence[TimeOffer], need_wh: float) -> list[OfferChoice]:
    """Return the cheapest choice that takes the energy, or all there is; of equal ones the earliest.

    Exact: the cost is linear in what is taken of each step, and each step is dearer than the one below it, so taking the
    cheapest steps first, and a part of the last one, cannot be improved by any exchange.
    """
    steps = sorted(
        (offer.step_price(level), place, level)
        for place, offer in enumerate(offers)
        for level in range(1, len(offer.levels) + 1)
    )
    choices = [_OFF] * len(offers)
    for _, place, level in steps:
        step_wh = offers[place].step_wh(level)
        if need_wh <= _LITTLE_WH:
            break
        choices[place] = OfferChoice(level, min(need_wh / step_wh, 1.0))
        need_wh -= step_wh
    return choices


def steadiest(
    offers: Sequence[TimeOffer], need_wh: float, start_cost: float, running: bool
) -> list[OfferChoice]:
    """Return a choice that takes the energy and counts each start as a cost; `running`: charging goes on without a start.

    Search the price per Wh at which the worthwhile times just suffice, then cut the excess off the ends.
    """
    total = sum(offer.energy_wh(len(offer.levels)) for offer in offers)
    if total <= need_wh or need_wh <= _LITTLE_WH:
        return cheapest(offers, need_wh)
    priced = [
        [(offer.cost(level), offer.energy_wh(level)) for level in range(1, len(offer.levels) + 1)]
        for offer in offers
    ]
    prices = [
        offer.step_price(level) for offer in offers for level in range(1, len(offer.levels) + 1)
    ]
    low, high = min(prices), max(prices) + 2 * start_cost / total + 1e-9
    levels, _ = _worth(priced, high, start_cost, running)
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        tried, taken_wh = _worth(priced, middle, start_cost, running)
        if taken_wh < need_wh:
            low = middle
        else:
            high, levels = middle, tried
    return _trimmed(offers, levels, need_wh)


def _worth(
    priced: Sequence[Sequence[tuple[float, float]]], price: float, start_cost: float, running: bool
) -> tuple[list[int], float]:
    """Return the levels of least loss where a Wh is worth `price`, and their energy: the cheapest sequence of on and off.

    `priced` has the cost and the energy of each level of each offer. It runs a few hundred times a plan, so it is plain.
    """
    best: list[int] = []
    on, off = 0.0 if running else math.inf, 0.0
    came: list[tuple[bool, bool]] = []
    for offer in priced:
        level, (cost, energy_wh) = 1, offer[0]
        loss = cost - price * energy_wh
        for place in range(1, len(offer)):
            cost, energy_wh = offer[place]
            if (further := cost - price * energy_wh) < loss:
                level, loss = place + 1, further
        best.append(level)
        start = off + start_cost
        came.append((on <= start, on < off))
        on, off = loss + (on if on <= start else start), on if on < off else off  # noqa: FURB136 - min() is slow
    is_on = on < off
    levels = [0] * len(priced)
    taken_wh = 0.0
    for place in range(len(priced) - 1, -1, -1):
        if is_on:
            level = levels[place] = best[place]
            taken_wh += priced[place][level - 1][1]
        stays_on, goes_off = came[place]
        is_on = stays_on if is_on else goes_off
    return levels, taken_wh


def _trimmed(
    offers: Sequence[TimeOffer], levels: Sequence[int], need_wh: float
) -> list[OfferChoice]:
    """Return the choices without excess energy: cut the dearest first, the latest of equals, never leaving a hole in a run."""
    choices = [OfferChoice(level) for level in levels]
    excess_wh = total_wh(offers, choices) - need_wh
    while excess_wh > _LITTLE_WH:
        on = [False, *(choice.level > 0 for choice in choices), False]
        removable = [
            place
            for place, choice in enumerate(choices)
            if choice.level > 1 or (choice.level and not (on[place] and on[place + 2]))
        ]
        place = max(removable, key=lambda at: (offers[at].step_price(choices[at].level), at))
        level = choices[place].level
        step_wh = offers[place].step_wh(level)
        share = max(1 - excess_wh / step_wh, 0.0)
        choices[place] = OfferChoice(level, share) if share else OfferChoice(level - 1)
        excess_wh -= step_wh
    return choices


def starts(choices: Sequence[OfferChoice], running: bool) -> int:
    """Return how often charging starts; a partial choice between two that are on counts as a break."""
    on = [running, *(choice.level > 0 for choice in choices), False]
    begun = sum(not before and after for before, after in pairwise(on))
    breaks = sum(
        choice.level == 1 and choice.share < 1 and on[place] and on[place + 2]
        for place, choice in enumerate(choices)
    )
    return begun + breaks


def best_choice(
    offers: Sequence[TimeOffer], need_wh: float, start_cost: float, more_share: float, running: bool
) -> list[OfferChoice]:
    """Return the choice with fewer starts where it costs at most `more_share` more, else the cheapest."""
    exact = cheapest(offers, need_wh)
    if starts(exact, running) <= (0 if running else 1):
        return exact
    steady = steadiest(offers, need_wh, start_cost, running)
    turnover = sum(
        abs(total_cost([offer], [choice])) for offer, choice in zip(offers, exact, strict=True)
    )
    more = total_cost(offers, steady) - total_cost(offers, exact)
    fewer = starts(steady, running) < starts(exact, running)
    return steady if fewer and more <= more_share * turnover else exact
