"""A round: read the site, decide for every connector, send each its limit, and show what was decided."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from custom_components.plug_control.cars.cars import Cars
from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.battery_hold import HoldState
from custom_components.plug_control.charging.circuits.circuit import CircuitState
from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import RoundInputs, RoundState
from custom_components.plug_control.model.connector import ConnectorKey, SmartLimit
from custom_components.plug_control.site.seen import HouseSeen

from .away_chargers import AwayChargers
from .battery_holder import BatteryHolder
from .changes import Changes
from .decision_log import DecisionLog
from .grid_signal import GridSignal
from .inputs import maxima_w
from .installation import Installation
from .rows import RoundContext, Rows
from .sending import LimitSender
from .shown_outcomes import Outcomes
from .site_reader import SiteReader
from .stale_meters import StaleMeters
from .watch import circuits_start, log_failed_contactors, needed_meters, regulated

_METERS_EVERY_S: Final = 15.0
"""Maximum age of a car's readings while its charge is regulated."""


class Rounds:
    """The rounds of one config entry, and the state between them."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        central_system: CentralSystem,
        cars: Cars,
        changes: Changes,
    ) -> None:
        """Decide for the connectors of `central_system` with the cars that are plugged in; keep what changes in `changes`."""
        self._central_system = central_system
        self.log = DecisionLog()
        self.rows = Rows(hass, central_system, cars, self.log)
        self.outcomes = Outcomes(self.rows, central_system, changes)
        self.battery = BatteryHolder(hass, entry)
        self.signal = GridSignal(hass, entry)
        self.sender = LimitSender(hass, entry, central_system)
        self._stale = StaleMeters(hass, entry)
        self._away = AwayChargers(hass, entry)
        self.state = RoundState()
        self._started_at: datetime | None = None
        self.installation = Installation.of(entry)
        self.reader = SiteReader(hass, entry, self.installation)
        self.on_seen: Callable[[HouseSeen], None] = lambda seen: None
        """Called in each round with what it saw."""

    # ---- start and stop

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Read prices and forecast from now on; return the function that stops it."""
        self._started_at = dt_util.utcnow()
        if self.battery.holds:  # until the chargers have told again whether their cars draw
            self.state = replace(self.state, hold=HoldState(drew_at=self._started_at))
        end_reading = self.reader.async_start()

        @callback
        def end() -> None:
            end_reading()
            self._started_at = None
            self.sender.stop()

        return end

    @property
    def are_running(self) -> bool:
        """Whether they were started."""
        return self._started_at is not None

    @callback
    def follow(self, installation: Installation) -> None:
        """Decide for `installation` from now on, with new plans and without the readings of before: they may be other sensors'."""
        self.installation = installation
        self.reader.follow(installation)
        before = self.state
        self.state = RoundState(
            site=before.site,
            hold=before.hold,
            circuits=CircuitState(members=before.circuits.members),
            contactors=before.contactors,
        )
        self.rows.forget_plans()
        self.reader.refresh_soon()

    # ---- a round

    def decide(self, now: datetime) -> Mapping[ConnectorKey, SmartLimit | None]:
        """Decide for all connectors, send the limits in the background, and return them."""
        site, values = self.installation.site, self.reader.read(now)
        stale = self.reader.stale(now)
        starting = self._is_starting(now)
        maxima = maxima_w(self._central_system, self.rows.connectors())
        grid_limit = self.signal.look(site, maxima, now)
        context = self.context(now, meters_starting=starting and bool(stale))
        moment = replace(context, grid_limited=grid_limit is not None)
        rows = self.rows.look(self.installation, moment)
        self.on_seen(
            HouseSeen(
                now=now,
                readings=values.readings,
                settings=self.installation.site_settings,
                charges=self.rows.charges,
            )
        )
        inputs = RoundInputs(
            now=now,
            readings=values.readings,
            currents=values.currents,
            connectors=rows,
            tree=self.installation.tree,
            circuits_starting=starting and circuits_start(rows, stale, self.installation),
            consumers=site.consumers if site.measures_surplus else (),
            unregulated_w=self.rows.unregulated_w(rows),
            site=self.installation.site_settings,
            circuits=self.installation.circuit_settings,
            grid_limit=grid_limit,
        )
        decision = decide_round(inputs, self.state)
        self.log.add(inputs, self.state, decision)
        self.state = decision.state
        limits = self.sender.send(self.rows.connectors(), rows, decision, self.installation, now)
        self.battery.see(site.battery_controls, now, wanted=decision.hold_battery)
        self.signal.see(self.rows.powers_w(), now)
        log_failed_contactors(decision.state.contactors, now)
        self.outcomes.show(decision, self.installation, values.price_unit, now)
        self._away.see(decision.verdicts, starting=starting)
        needed = needed_meters(rows, stale, self.installation)
        self._stale.see(needed, site.stale_after_s, now, starting=starting)
        self._central_system.watch_meters(regulated(rows, self.installation), _METERS_EVERY_S)
        return limits

    def context(self, now: datetime, *, meters_starting: bool) -> RoundContext:
        """Return what holds for all connectors, by what was read last."""
        awaited = self.reader.are_prices_awaited(starting=self._is_starting(now))
        return RoundContext(
            now=now,
            values=self.reader.values,
            states=self.state.site.connectors,
            meters_starting=meters_starting,
            prices_starting=bool(self.installation.site.prices) and awaited,
        )

    def _is_starting(self, now: datetime) -> bool:
        """Return whether readings may still be missing because of the start."""
        window = timedelta(seconds=self.installation.site.stale_after_s)
        return self._started_at is not None and now - self._started_at < window
