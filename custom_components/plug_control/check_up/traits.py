"""Set the traits of a charger by what a check-up found."""

import math

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.quirks import LimitWay, quirks_of
from custom_components.plug_control.central_system.wire import OfflineError
from custom_components.plug_control.model.connector import ConnectorKey

from .findings import Finding, Result, Verdict
from .subject import LOOK_S

_WORKING = frozenset({Verdict.WORKS, Verdict.WORKS_SLOWLY})
_LIMITS = ("limit_16", "limit_10", "limit_8", "limit_6")
_WAYS = {
    "profile_tx_a": LimitWay.TX_PROFILE_A,
    "profile_tx_w": LimitWay.TX_PROFILE_W,
    "profile_tx_default_a": LimitWay.TX_DEFAULT_A,
    "profile_tx_default_w": LimitWay.TX_DEFAULT_W,
    "profile_max_a": LimitWay.CHARGE_POINT_MAX_A,
    "profile_max_w": LimitWay.CHARGE_POINT_MAX_W,
}
_RESERVE = 1.2
"""How much longer than seen a limit may take."""


def apply_traits(central_system: CentralSystem, key: ConnectorKey, result: Result) -> None:
    """Set latency, whole amperes and way of the charger; what was not tried stays as it is."""
    charge_point = central_system.charge_points[key[0]]
    quirks = quirks_of(charge_point)
    limits = [each for each in map(result.finding, _LIMITS) if each is not None]
    seconds = [_seconds(each) for each in limits if each.verdict in _WORKING]
    if seconds and quirks.period_s is None:
        longest_s = max(seconds)
        slow = longest_s > quirks.limit_latency_s + LOOK_S
        charge_point.limit_latency_s = float(math.ceil(longest_s * _RESERVE)) if slow else None
    broken = result.finding("broken_amperes")
    if broken is not None and (whole := _takes_whole_amps(broken)) is not None:
        charge_point.whole_amps = whole
    ignored = bool(limits) and all(each.sentence == "limit_ignored" for each in limits)
    if ignored and (way := _way_that_acts(result, central_system, key)) is not None:
        charge_point.limit_way = way
    central_system.remember()


def _takes_whole_amps(broken: Finding) -> bool | None:
    """Whether a charger takes whole amperes only; None where that was not seen: no answer, no connection, no effect."""
    if broken.sentence == "refused":
        return None if broken.values.get("said") == OfflineError.__name__ else True
    return {"broken_obeyed": False, "broken_rounded": True}.get(broken.sentence)


def _way_that_acts(
    result: Result, central_system: CentralSystem, key: ConnectorKey
) -> LimitWay | None:
    """Return the best way that was seen to act; None: none was."""
    acting = {
        way
        for name, way in _WAYS.items()
        if (found := result.finding(name)) is not None
        and found.verdict in _WORKING
        and found.sentence == "limit_obeyed"
    }
    return next(
        (each for each in central_system.limits.trials.ways(key[0]) if each in acting), None
    )


def _seconds(finding: Finding) -> float:
    seconds = finding.values.get("seconds")
    return float(seconds) if isinstance(seconds, (int, float)) else 0.0
