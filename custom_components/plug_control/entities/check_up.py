"""The sensor of a charge point's check-up: how it is going, and what it has found so far."""

from typing import Any, Final, override

from homeassistant.core import callback

from custom_components.plug_control.check_up.findings import Outcome
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.texts.check_up import shown_values

from .sensors import PlugControlSensor

NEVER: Final = "never"
RUNNING: Final = "running"
CHECK_UP_STATES: Final = [NEVER, RUNNING, *(each.value for each in Outcome)]


class CheckUpSensor(PlugControlSensor[ChargePoint]):
    """The check-up that runs at a charge point, or else the last one; what it found is an attribute that is not recorded."""

    _unrecorded_attributes = frozenset({"findings", "percent", "step"})

    @callback
    @override
    def refresh(self) -> object:
        """Take the state and the findings from the check-ups."""
        check_ups = self.coordinator.entry.runtime_data.check_ups
        attributes: dict[str, Any] = {}
        state = NEVER
        running = None
        if (key := check_ups.latest(self.coordinator.charge_point_id)) is not None:
            result, running = check_ups.result(key), check_ups.running(key)
        else:
            result = None
        if key is not None and result is not None:
            state = RUNNING if result.outcome is None else result.outcome.value
            attributes = {
                "connector_id": key[1],
                "form": result.form.value,
                "started_at": result.started_at.isoformat(),
                "ended_at": None if result.ended_at is None else result.ended_at.isoformat(),
                "trouble": result.trouble,
                "findings": [
                    {**each.as_dict(), "values": shown_values(each)} for each in result.findings
                ],
            }
        if running is not None and state == RUNNING:
            attributes |= {"step": running.step.name, "percent": running.percent}
        self._attr_native_value = state
        self._attr_extra_state_attributes = attributes
        return state, attributes
