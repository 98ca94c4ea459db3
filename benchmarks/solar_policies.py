"""The policies to compare: this integration's, evcc's as documented, and a typical first automation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.site import SiteState, decide_site
from custom_components.plug_control.charging.solar.connector_state import ConnectorState, command
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    Mode,
    SolarSettings,
    TimedValue,
)

from .solar_simulation import MAXIMUM_A, MINIMUM_A, VOLTAGE_V, Command, Readings, Wiring

_CAR = "car"
_MIDNIGHT = datetime(2016, 6, 1, tzinfo=UTC)


class PlugControl:
    """This integration's policy, with its default settings unless others are given."""

    def __init__(
        self, wiring: Wiring, mode: Mode = Mode.SOLAR, solar: SolarSettings | None = None
    ) -> None:
        """Begin a day."""
        charger = ChargerTraits(
            phases=wiring.phases[-1],
            can_switch_phases=len(wiring.phases) > 1,
            period_s=wiring.period_s,
        )
        self._settings = ConnectorSettings(
            mode=mode, maximum_a=MAXIMUM_A, charger=charger, solar=solar or SolarSettings()
        )
        self._state = SiteState(connectors={_CAR: ConnectorState(phases=wiring.phases[0])})

    def decide(self, time_s: int, readings: Readings) -> Command:
        """Return the integration's command."""
        now = _MIDNIGHT + timedelta(seconds=time_s)
        at = _MIDNIGHT + timedelta(seconds=readings.at_s)
        car = ConnectorReadings(connected=True, power_w=TimedValue(readings.drawn_w, at))
        site = SiteReadings(grid_w=TimedValue(readings.grid_w, at))
        cases = {_CAR: DecisionInputs(settings=self._settings, readings=car)}
        wanted = decide_site(site, cases, self._state, SiteSettings(), now)
        decision, state = wanted.decisions[_CAR], wanted.state.connectors[_CAR]
        state = command(state, decision, self._settings, now)
        self._state = replace(wanted.state, connectors={_CAR: state})
        return Command(decision.limit_a, decision.phases)


class Evcc:
    """evcc's documented policy: enable after 60 s, disable after 180 s, thresholds 0 W; the same delays for phases.

    Written anew from its documentation: target amperes from the car's power minus the grid's; the minimum is held during
    the disable delay; up to three phases when one is not enough and three reach their minimum, down when they do not.
    """

    ENABLE_S = 60
    DISABLE_S = 180

    def __init__(self, wiring: Wiring) -> None:
        """Begin a day."""
        self._wiring = wiring
        self._phases = wiring.phases[0]
        self._limit_a = 0
        self._timer: int | None = None
        self._phase_timer: int | None = None

    def decide(self, time_s: int, readings: Readings) -> Command:
        """Return the command, every 10 s."""
        grid_w = readings.grid_w
        available_w = readings.drawn_w - grid_w
        self._switch_phases(time_s, available_w, grid_w, charging=readings.drawn_w > 0)
        target_a = available_w / VOLTAGE_V / self._phases
        if self._limit_a:
            self._limit_a = self._running_a(time_s, target_a, grid_w)
        else:
            self._limit_a = self._starting_a(time_s, target_a)
        return Command(self._limit_a, self._phases)

    def _switch_phases(
        self, time_s: int, available_w: float, grid_w: float, *, charging: bool
    ) -> None:
        if len(self._wiring.phases) == 1:
            return
        short = available_w < 3 * MINIMUM_A * VOLTAGE_V
        down = self._phases > 1 and short and (grid_w > 0 or not self._limit_a)
        up = self._phases == 1 and not short and available_w > MAXIMUM_A * VOLTAGE_V
        if not (up or down):
            self._phase_timer = None
            return
        if self._phase_timer is None:
            self._phase_timer = time_s
        delay_s = self.ENABLE_S if up else self.DISABLE_S
        if not charging or time_s - self._phase_timer >= delay_s:
            self._phases = 3 if up else 1
            self._phase_timer = None

    def _running_a(self, time_s: int, target_a: float, grid_w: float) -> int:
        if target_a >= MINIMUM_A:
            self._timer = None
            return min(int(target_a), MAXIMUM_A)
        if self._phase_timer is not None:
            # The grid's power after the pending change to one phase.
            grid_w -= MINIMUM_A * VOLTAGE_V * (self._phases - 1)
        return 0 if self._is_over(time_s, self.DISABLE_S, holds=grid_w >= 0) else MINIMUM_A

    def _starting_a(self, time_s: int, target_a: float) -> int:
        return MINIMUM_A if self._is_over(time_s, self.ENABLE_S, holds=target_a >= MINIMUM_A) else 0

    def _is_over(self, time_s: int, delay_s: int, *, holds: bool) -> bool:
        """Return whether a condition has held for `delay_s`; its end resets the timer."""
        if not holds:
            self._timer = None
            return False
        if self._timer is None:
            self._timer = time_s
        over = time_s - self._timer >= delay_s
        if over:
            self._timer = None
        return over


class FirstAutomation:
    """A typical first automation: every 60 s, the surplus in whole amperes where that is 6 or more, otherwise off."""

    def __init__(self, wiring: Wiring) -> None:
        """Begin a day."""
        self._wiring = wiring

    def decide(self, time_s: int, readings: Readings) -> Command | None:
        """Return the command once a minute, otherwise None; prefers three phases where they reach their minimum."""
        if time_s % 60:
            return None
        available_w = readings.drawn_w - readings.grid_w
        for phases in reversed(self._wiring.phases):
            limit_a = min(int(available_w / VOLTAGE_V / phases), MAXIMUM_A)
            if limit_a >= MINIMUM_A:
                return Command(limit_a, phases)
        return Command(0, self._wiring.phases[0])
