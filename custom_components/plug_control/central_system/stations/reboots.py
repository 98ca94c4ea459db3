"""Keep the configuration keys whose change needs a reboot (R30), and report them until the charge point boots."""

from custom_components.plug_control.model.events import Problem, ProblemFound
from custom_components.plug_control.protocol.values import clean

from .context import Context
from .station import Station

_IN_VAIN = 3
"""After so many boots that did not apply a change, the user is not asked for another one."""
_MAX_KEYS = 50


def note_required(context: Context, station: Station, key: str) -> None:
    """Note that the change of a key needs a reboot, and publish the problem with all such keys."""
    told = Problem.REBOOT_REQUIRED in station.problems
    if station.boots_in_vain[key] >= _IN_VAIN or (told and key in station.waits_for_reboot):
        return
    if len(station.waits_for_reboot) < _MAX_KEYS:
        station.waits_for_reboot.add(key)
    context.remember()
    tell(context, station)


def tell(context: Context, station: Station) -> None:
    """Publish the problem with all keys that need a reboot, where there are any."""
    if not station.waits_for_reboot:
        return
    station.problems.add(Problem.REBOOT_REQUIRED)
    keys = ", ".join(clean(key, 50) for key in sorted(station.waits_for_reboot))
    context.publish(
        ProblemFound(charge_point_id=station.identity, problem=Problem.REBOOT_REQUIRED, detail=keys)
    )


def note_boot(context: Context, station: Station) -> None:
    """Clear the keys after a boot; one that still needs a reboot is noted again."""
    station.boots_in_vain.update(station.waits_for_reboot)
    station.waits_for_reboot.clear()
    context.problem_gone(station, Problem.REBOOT_REQUIRED)
