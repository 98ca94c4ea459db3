"""Compare a charger's timestamps with the present time (R14)."""

from datetime import datetime

from custom_components.plug_control.central_system.stations.clock_watch import TOLERANCE_S
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.events import Problem


def compare_clock(context: Context, station: Station, when: datetime | None, now: datetime) -> None:
    """Compare a timestamp that the charger wrote just now with `now`; store the offset and raise or end the problem."""
    if when is None:
        return
    watch = station.clock_watch
    watch.observe((when - now).total_seconds())
    offset_s = watch.offset_s
    if offset_s is None:
        return
    station.charge_point.clock_offset_s = round(offset_s, 1)
    if abs(offset_s) <= TOLERANCE_S:
        context.problem_gone(station, Problem.CLOCK_OFF)
    elif Problem.CLOCK_OFF not in station.problems:
        context.problem_found(station, Problem.CLOCK_OFF, f"{offset_s:+.0f} s")
