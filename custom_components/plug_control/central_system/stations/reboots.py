"""Remember configuration keys that need a reboot (R30), and report them until the charge point boots."""

from custom_components.plug_control.model.events import Problem, ProblemFound
from custom_components.plug_control.protocol.values import clean

from .context import Context
from .station import Station

_IN_VAIN = 3
"""After so many boots that did not bring a change nobody is asked for another one."""
_MAX_KEYS = 50


def note_required(context: Context, station: Station, key: str) -> None:
    """Note that the change of a key waits for a reboot, and tell all that waits."""
    told = Problem.REBOOT_REQUIRED in station.problems
    if station.boots_in_vain[key] >= _IN_VAIN or (told and key in station.waits_for_reboot):
        return
    if len(station.waits_for_reboot) < _MAX_KEYS:
        station.waits_for_reboot.add(key)
    context.remember()
    tell(context, station)


def tell(context: Context, station: Station) -> None:
    """Tell what waits for a reboot, if anything does."""
    if not station.waits_for_reboot:
        return
    station.problems.add(Problem.REBOOT_REQUIRED)
    keys = ", ".join(clean(key, 50) for key in sorted(station.waits_for_reboot))
    context.publish(
        ProblemFound(charge_point_id=station.identity, problem=Problem.REBOOT_REQUIRED, detail=keys)
    )


def note_boot(context: Context, station: Station) -> None:
    """Note a boot: what waited for it counts from now on, or will be asked for again."""
    station.boots_in_vain.update(station.waits_for_reboot)
    station.waits_for_reboot.clear()
    context.problem_gone(station, Problem.REBOOT_REQUIRED)
