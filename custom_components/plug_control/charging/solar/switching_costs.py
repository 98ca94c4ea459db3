"""Weigh pausing, one phase and all phases against each other, so that clouds do not flap a contactor.

Each option has a running cost: surplus that it leaves unused, and import weighted by `import_weight`. Changing between options
has a cost, too. Choosing an option without knowing the weather is the problem of metrical task systems. This module uses its
work function (Borodin, Linial, Saks, 1992): for each option, the least that any schedule ending there would have cost so far.
Leaving an option is worth it exactly when staying has cost as much more as the change does. So a large surplus starts a car quickly and a
shallow one slowly, a deep gap stops it soon and a shallow one late, and quick clouds that cost less than a start are sat out.
"""

from dataclasses import dataclass, replace
from datetime import datetime
import math

from custom_components.plug_control.charging.types import ConnectorSettings

PAUSED = 0
"""The option of not charging; the others are numbers of phases."""
_LONGEST_STEP_S = 60.0
"""A reading counts for at most this time."""
_EQUAL_WH = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingCosts:
    """The work function: for each option the least cost of ending there, in weighted Wh above the cheapest one."""

    options: tuple[int, ...]
    work_wh: tuple[float, ...]
    at: datetime

    def __post_init__(self) -> None:
        """Raise ValueError unless each option has its work."""
        if len(self.options) != len(self.work_wh):
            msg = "each option has its work"
            raise ValueError(msg)


def amperes(surplus_w: float, phases: int, settings: ConnectorSettings, present_a: int = 0) -> int:
    """Return the whole amperes that fit the surplus, within minimum and maximum.

    `present_a` stays while it fits nearly as well, so that noise causes no command.
    """
    wanted_a = surplus_w / settings.unit_w(phases)
    solar = settings.solar
    above_a = wanted_a - present_a
    if not -solar.dead_band_a <= above_a - (solar.round_up - 1) <= 1 + solar.dead_band_a:
        present_a = math.floor(wanted_a + 1 - solar.round_up)
    return min(settings.maximum_a, max(settings.minimum_a, present_a))


def cost_w(option: int, surplus_w: float, top_w: float, settings: ConnectorSettings) -> float:
    """Return the cost of an option at this surplus, in weighted W: unused surplus up to `top_w`, and weighted import."""
    usable_w = min(max(surplus_w, 0.0), top_w)
    if option == PAUSED:
        return usable_w
    power_w = settings.power_w(amperes(surplus_w, option, settings), option)
    imported_w = power_w - max(surplus_w, 0.0)
    return max(usable_w - power_w, 0.0) + settings.solar.import_weight * max(imported_w, 0.0)


def costs_w(
    options: tuple[int, ...], surplus_w: float, settings: ConnectorSettings
) -> tuple[float, ...]:
    """Return the cost of each option at this surplus, in weighted W."""
    top_w = settings.power_w(settings.maximum_a, max(options))
    return tuple(cost_w(option, surplus_w, top_w, settings) for option in options)


def distance_wh(one: int, other: int, settings: ConnectorSettings) -> float:
    """Return the cost of a change between two options, in weighted Wh."""
    if one == other:
        return 0.0
    solar = settings.solar
    return solar.start_stake_wh if PAUSED in {one, other} else solar.switch_stake_wh


def advance(
    stakes: SwitchingCosts | None,
    options: tuple[int, ...],
    costs: tuple[float, ...],
    settings: ConnectorSettings,
    now: datetime,
) -> SwitchingCosts:
    """Return the work function after the time since the last look at these costs; new options start at 0."""
    if stakes is None or stakes.options != options:
        return SwitchingCosts(options=options, work_wh=(0.0,) * len(options), at=now)
    elapsed_s = min(max((now - stakes.at).total_seconds(), 0.0), _LONGEST_STEP_S)
    spent = [
        work + cost * elapsed_s / 3600 for work, cost in zip(stakes.work_wh, costs, strict=True)
    ]
    through = [
        min(
            work + distance_wh(other, option, settings)
            for other, work in zip(options, spent, strict=True)
        )
        for option in options
    ]
    least = min(through)
    return replace(stakes, work_wh=tuple(work - least for work in through), at=now)


def lead_wh(
    stakes: SwitchingCosts, current: int, option: int, settings: ConnectorSettings
) -> float:
    """Return how much more staying must cost, in weighted Wh, before a change to `option` is worth it; 0: it is."""
    work = dict(zip(stakes.options, stakes.work_wh, strict=True))
    lead = work[option] + distance_wh(current, option, settings) - work[current]
    return lead if lead > _EQUAL_WH else 0.0


def best(
    stakes: SwitchingCosts, current: int, allowed: frozenset[int], settings: ConnectorSettings
) -> int:
    """Return the cheapest allowed option that is worth the change, else the current one."""
    worth = [
        option
        for option in stakes.options
        if option in allowed
        and option != current
        and not lead_wh(stakes, current, option, settings)
    ]
    work = dict(zip(stakes.options, stakes.work_wh, strict=True))
    return min(worth, key=work.__getitem__, default=current)
