"""The home batteries: their settings, and their readings as those of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from custom_components.plug_control.charging.types import TimedValue
from custom_components.plug_control.const import (
    CONF_BATTERY_CAPACITY,
    CONF_BATTERY_HOLD,
    CONF_BATTERY_HOLD_VALUE,
    CONF_BATTERY_NORMAL_VALUE,
    CONF_BATTERY_POWER,
    CONF_BATTERY_POWER_INVERTED,
    CONF_BATTERY_SOC,
)

SWITCHES: Final = frozenset({"switch", "input_boolean"})
SELECTS: Final = frozenset({"select", "input_select"})
NUMBERS: Final = frozenset({"number", "input_number"})
ON_OFF: Final = ("on", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryControl:
    """The entity of a battery's integration that holds it: a switch, a select or a number, and its values."""

    entity_id: str
    hold: str
    normal: str
    """What releases it where the value before is unknown."""

    @property
    def domain(self) -> str:
        """The entity's domain."""
        return self.entity_id.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatteryOptions:
    """The user's settings of one home battery; sensors are entity ids."""

    power: str
    power_inverted: bool = False
    """Whether discharging is positive."""
    soc: str | None = None
    capacity_kwh: float | None = None
    control: BatteryControl | None = None


def read_battery(stored: Mapping[str, Any]) -> BatteryOptions | None:
    """Return a battery's settings from stored options; None: no sensor of its power is chosen."""
    power = stored.get(CONF_BATTERY_POWER)
    if not power:
        return None
    capacity_kwh = stored.get(CONF_BATTERY_CAPACITY)
    return BatteryOptions(
        power=power,
        power_inverted=stored.get(CONF_BATTERY_POWER_INVERTED, False),
        soc=stored.get(CONF_BATTERY_SOC) or None,
        capacity_kwh=None if capacity_kwh is None else float(capacity_kwh),
        control=_control(stored),
    )


def _control(stored: Mapping[str, Any]) -> BatteryControl | None:
    """Return the control; None: none is chosen, or its values are missing."""
    entity_id = stored.get(CONF_BATTERY_HOLD)
    hold, normal = stored.get(CONF_BATTERY_HOLD_VALUE), stored.get(CONF_BATTERY_NORMAL_VALUE)
    if not entity_id or hold in (None, "") or normal in (None, ""):
        return None
    return BatteryControl(entity_id=entity_id, hold=str(hold), normal=str(normal))


def control_error(entity_id: str, hold: Any, normal: Any) -> str | None:
    """Return the key of the error of a control's values; None: they are right."""
    if hold in (None, "") or normal in (None, ""):
        return "hold_incomplete"
    domain = entity_id.partition(".")[0]
    if domain in NUMBERS:
        try:
            return "hold_same" if float(hold) == float(normal) else None
        except ValueError, TypeError:
            return "hold_no_number"
    if hold == normal:
        return "hold_same"
    is_known = domain not in SWITCHES or {hold, normal} <= {*ON_OFF}
    return None if is_known else "hold_unknown_value"


# ---- the readings of several


def total_w(powers: Sequence[TimedValue | None]) -> TimedValue | None:
    """Return the sum of the batteries' powers, as old as the oldest of them; None: there is none, or one is missing."""
    known = [power for power in powers if power is not None]
    if not known or len(known) < len(powers):
        return None
    return TimedValue(sum(power.value for power in known), min(power.at for power in known))


def mean_percent(percents: Sequence[tuple[TimedValue | None, float | None]]) -> TimedValue | None:
    """Return the mean state of charge by capacity (evenly where one is unknown), as old as the oldest; None: one is missing.

    A battery that is silent may be empty, so nothing is known of all.
    """
    known = [(percent, size) for percent, size in percents if percent is not None]
    if not known or len(known) < len(percents):
        return None
    weights = [size or 0.0 for _, size in known]
    if not all(weights):
        weights = [1.0] * len(known)
    total = sum(one.value * weight for (one, _), weight in zip(known, weights, strict=True))
    return TimedValue(total / sum(weights), min(one.at for one, _ in known))
