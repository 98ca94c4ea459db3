"""What is asked and configured after each accepted BootNotification (decision 11); no step's failure stops the others."""

from dataclasses import dataclass, field

from ..model.charge_point import ChargePoint
from .commands import Commands
from .limits import Limits
from .settings import CentralSystemSettings, ChargePointSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class StartupReport:
    """What came of it: keys that were written, those that need a reboot to count, and the steps that failed."""

    changed: tuple[str, ...] = ()
    reboot_required: tuple[str, ...] = ()
    failures: dict[str, str] = field(default_factory=dict)
    """Step → what went wrong, bounded and printable."""

    @property
    def complete(self) -> bool:
        """Whether every step was carried out."""
        return not self.failures


async def run_startup(
    commands: Commands,
    limits: Limits,
    charge_point: ChargePoint,
    settings: ChargePointSettings,
    central_settings: CentralSystemSettings,
) -> StartupReport:
    """Read the configuration, change what differs, ask for status and meter values, apply limits; never raises CommandError.

    Call it after BootNotification was answered Accepted; cancel it when the connection closes.
    """
    raise NotImplementedError


async def run_refresh(
    commands: Commands, limits: Limits, charge_point: ChargePoint
) -> StartupReport:
    """After a reconnect without boot: ask for status and meter values, apply limits; never raises CommandError."""
    raise NotImplementedError
