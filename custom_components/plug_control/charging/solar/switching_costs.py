"""Weigh pausing, one phase and all phases against each other, so that clouds do not flap a contactor.

Each option has a running cost: surplus that it leaves unused, and import weighted by `import_weight`. Changing between options
has a cost, too. Choosing an option without knowing the weather is the problem of metrical task systems. This module uses its
work function (Borodin, Linial, Saks, 1992): for each option, the least that any schedule ending there would have cost so far.
Leaving an option is worth it when what staying has cost more, and is expected to cost more, is as much as the change costs.
Expected is that the surplus lasts for a little as it is, and then is as it was of late: a sky that was broken stays broken. So a large
surplus starts a car quickly and a shallow one slowly, a deep gap stops it soon and a shallow one late, and clouds that come and go
are sat out.
"""

from dataclasses import dataclass
from datetime import datetime
import math

from custom_components.plug_control.charging.types import ConnectorSettings

PAUSED = 0
"""The option of not charging; the others are numbers of phases."""
_LONGEST_STEP_S = 60.0
"""A reading counts for at most this time."""
_EQUAL_WH = 1e-6
_HALVINGS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingCosts:
    """The work function: for each option the least cost of ending there, in weighted Wh above the cheapest one; and its costs, in weighted W."""

    options: tuple[int, ...]
    standing: int | None
    """Number of phases that it charges or last charged on; None: the car has not charged yet."""
    work_wh: tuple[float, ...]
    now_w: tuple[float, ...]
    late_w: tuple[float, ...]
    """Mean cost of late."""
    at: datetime

    def __post_init__(self) -> None:
        """Raise ValueError unless each option has its work and its costs."""
        if not len(self.options) == len(self.work_wh) == len(self.now_w) == len(self.late_w):
            msg = "each option has its work and its costs"
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


def distance_wh(one: int, other: int, standing: int | None, settings: ConnectorSettings) -> float:
    """Return the cost of a change between two options, in weighted Wh; a pause is one on `standing` phases (None: on any)."""
    if one == other:
        return 0.0
    start_wh = settings.solar.start_stake_wh if PAUSED in {one, other} else 0.0
    switches = (one or standing or other) != (other or standing or one)
    return start_wh + (settings.solar.switch_stake_wh if switches else 0.0)


def advance(
    stakes: SwitchingCosts | None,
    options: tuple[int, ...],
    costs: tuple[float, ...],
    settings: ConnectorSettings,
    now: datetime,
    *,
    standing: int | None,
) -> SwitchingCosts:
    """Return the work function after the time since the last look at these costs; new options start at 0."""
    if stakes is None or stakes.options != options:
        return SwitchingCosts(
            options=options,
            standing=standing,
            work_wh=(0.0,) * len(options),
            now_w=costs,
            late_w=(0.0,) * len(options),  # nothing is known of late
            at=now,
        )
    elapsed_s = min(max((now - stakes.at).total_seconds(), 0.0), _LONGEST_STEP_S)
    keep = math.exp(-elapsed_s / settings.solar.late_s)
    spent = [
        work + cost * elapsed_s / 3600 for work, cost in zip(stakes.work_wh, costs, strict=True)
    ]
    through = [
        min(
            work + distance_wh(other, option, standing, settings)
            for other, work in zip(options, spent, strict=True)
        )
        for option in options
    ]
    least = min(through)
    return SwitchingCosts(
        options=options,
        standing=standing,
        work_wh=tuple(work - least for work in through),
        now_w=costs,
        late_w=tuple(
            cost + keep * (late - cost) for cost, late in zip(costs, stakes.late_w, strict=True)
        ),
        at=now,
    )


def lead_wh(
    stakes: SwitchingCosts, current: int, option: int, settings: ConnectorSettings
) -> float:
    """Return how much more staying must cost, in weighted Wh, before a change to `option` is worth it; 0: it is."""
    cost = dict(zip(stakes.options, _whole_wh(stakes, settings), strict=True))
    change_wh = distance_wh(current, option, stakes.standing, settings)
    lead = cost[option] + change_wh - cost[current]
    return lead if lead > _EQUAL_WH else 0.0


def _whole_wh(stakes: SwitchingCosts, settings: ConnectorSettings) -> tuple[float, ...]:
    """Return for each option its work and what it is expected to cost, in weighted Wh."""
    solar = settings.solar
    return tuple(
        work + (now * solar.lasts_s + late * solar.late_s) / 3600
        for work, now, late in zip(stakes.work_wh, stakes.now_w, stakes.late_w, strict=True)
    )


def worth_it_in_s(
    stakes: SwitchingCosts, current: int, option: int, settings: ConnectorSettings
) -> float | None:
    """Return in how many seconds the change is worth it if the surplus stays as it is; None: never."""
    lead = lead_wh(stakes, current, option, settings)
    here, there = stakes.options.index(current), stakes.options.index(option)
    pace_w = stakes.now_w[here] - stakes.now_w[there]
    if not lead:
        return 0.0
    if pace_w <= 0:
        return None
    late_s = settings.solar.late_s
    # What was of late comes to be as now is: that adds to the pace, or takes from it.
    rising_wh = (pace_w - (stakes.late_w[here] - stakes.late_w[there])) * late_s / 3600
    soonest_s, latest_s = 0.0, (lead + max(-rising_wh, 0.0)) * 3600 / pace_w
    for _ in range(_HALVINGS):
        middle_s = (soonest_s + latest_s) / 2
        gained_wh = pace_w * middle_s / 3600 - rising_wh * math.expm1(-middle_s / late_s)
        if gained_wh < lead:
            soonest_s = middle_s
        else:
            latest_s = middle_s
    return latest_s


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
    cost = dict(zip(stakes.options, _whole_wh(stakes, settings), strict=True))
    return min(worth, key=cost.__getitem__, default=current)
