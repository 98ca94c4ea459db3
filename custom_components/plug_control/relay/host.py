"""What the parts of the relay share: where messages wait, what is known of charge points, the clock, whom to tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import Event
from custom_components.plug_control.model.relaying import CommandPort, Outbox

from .timing import RelayTiming


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What the relay stands on."""

    outbox: Outbox
    charge_points: Callable[[], Mapping[str, ChargePoint]]
    port: CommandPort
    publish: Callable[[Event], None]
    remember: Callable[[], None]
    """Asks for `Relay.memory` to be stored soon."""
    clock: Callable[[], datetime]
    timing: RelayTiming
    random: Random
