"""Collect a round's row for each connector; update progress and learned power on the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.plug_control.cars.cars import Cars
from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.plans.learned_power import new_session
from custom_components.plug_control.charging.plans.plan import Plan, PlanGoal
from custom_components.plug_control.charging.plans.progress import (
    Progress,
    follow,
    from_now_on,
    has_ended,
    see_state_of_charge,
)
from custom_components.plug_control.charging.plans.settings import PlanSettings
from custom_components.plug_control.charging.round_types import ConnectorRow
from custom_components.plug_control.charging.solar.connector_state import ConnectorState
from custom_components.plug_control.charging.solar.sources import SessionCharge
from custom_components.plug_control.charging.types import MINIMUM_CURRENT_A, NOMINAL_VOLTAGE_V, Mode
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorKey, name_of
from custom_components.plug_control.model.quantity import Quantity
from custom_components.plug_control.site.readings import SiteValues, reading

from .charges import charges_of, stay_of
from .connector_wishes import ConnectorWishes
from .decision_log import DecisionLog
from .expected_loads import CircuitLoads, HouseLoad
from .inputs import (
    ConnectorSituation,
    contactor_phases,
    follows_the_sun,
    is_connected,
    row_of,
    wiring_of,
)
from .installation import Installation
from .memory import ChargingMemory
from .plan_tasks import (
    PlanRequest,
    PlanTask,
    is_at_full_power,
    learn_power,
    left_by_house,
    missing_wh,
    next_due,
    planned_most_a,
    slots_of,
    soc_after,
    unused_target_percent,
)
from .plans import Plans
from .preview import PlanWish, PreviewTask
from .wishes import Repeat, Wishes

type Connectors = Iterator[tuple[ConnectorKey, ChargePoint, Connector]]

_HELD = Wishes(mode=Mode.FAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundContext:
    """Facts of a round that hold for all connectors."""

    now: datetime
    values: SiteValues
    states: Mapping[str, ConnectorState]
    """States of the decisions before, by connector."""
    meters_starting: bool = False
    """Whether a meter has not reported since the start."""
    prices_starting: bool = False
    grid_limited: bool = False
    """Whether the grid operator limits now: then every connector is managed."""


class Rows:
    """Makes the rows of a round, and keeps the state for them."""

    def __init__(
        self, hass: HomeAssistant, central_system: CentralSystem, cars: Cars, log: DecisionLog
    ) -> None:
        """Collect rows of the connectors of `central_system` with their cars, and log plans in `log`."""
        self._hass = hass
        self._central_system = central_system
        self._cars = cars
        self._log = log
        self._plans = Plans()
        self._house = HouseLoad()
        self._circuit_loads = CircuitLoads()
        self._sessions: dict[ConnectorKey, int | None] = {}
        self.wishes = ConnectorWishes(hass, central_system, cars)
        self.plans: dict[ConnectorKey, Plan] = {}
        """The current plans."""
        self.changed: set[ConnectorKey] = set()
        """Connectors whose boost or plan ended in this round."""
        self.held: set[ConnectorKey] = set()
        """Connectors under check-up: they may draw all that fuses and user allow, whatever their mode is."""
        self.charges: dict[ConnectorKey, SessionCharge] = {}
        """The running sessions as the last round saw them."""
        self.plans_are_due = False
        """Whether further plans are due: see `make_next_plan`."""

    @property
    def memory(self) -> ChargingMemory:
        """What is kept over a restart."""
        return self.wishes.memory

    def connectors(self) -> Connectors:
        """Yield all known connectors."""
        for charge_point_id, charge_point in self._central_system.charge_points.items():
            for connector_id, connector in charge_point.connectors.items():
                yield (charge_point_id, connector_id), charge_point, connector

    def _wishes_in_force(self, key: ConnectorKey) -> Wishes:
        """Return what counts in a round: the user's settings, or those of a connector that is held."""
        return _HELD if key in self.held else self.wishes.of(key)

    def is_managed(self, installation: Installation, key: ConnectorKey) -> bool:
        """Return whether smart charging manages a connector; one that only charges as fast as it may is left alone.

        One with a contactor is always managed: else the contactor would stay where it is, and move under load.
        """
        wishes = self._wishes_in_force(key)
        return (
            wishes.mode is not Mode.FAST
            or wishes.plan
            or wishes.charge_when_cheap
            or installation.circuit_of(key) is not None
            or installation.options_of(key).has_contactor
            or self.wishes.is_slower(key)
        )

    def tells_state_of_charge(self, key: ConnectorKey) -> bool:
        """Return whether the charger has ever reported a car's state of charge."""
        charge_point = self._central_system.charge_points.get(key[0])
        connector = charge_point.connectors.get(key[1]) if charge_point is not None else None
        return (
            connector is not None
            and connector.meter.value(Quantity.STATE_OF_CHARGE_PERCENT) is not None
        )

    def unused_target_percent(self, key: ConnectorKey) -> float | None:
        """Return the wanted state of charge in % that the plan of a car that is plugged in takes no account of; None: it does."""
        wishes, progress = self.wishes.of(key), self.memory.progress.get(key)
        connector = self._central_system.charge_points[key[0]].connector(key[1])
        if not wishes.plan or progress is None or not is_connected(connector):
            return None
        return unused_target_percent(wishes, progress, self.wishes.battery_wh(key))

    def powers_w(self) -> dict[str, float | None]:
        """Return what each connector drew in the last round, by name; None: unknown."""
        return {
            name_of(key): self.charges[key].power_w if key in self.charges else 0.0
            for key, _, _ in self.connectors()
        }

    def forget_plans(self) -> None:
        """Drop all plans, so that they are made anew."""
        for key in tuple(self.plans):
            self._drop_plan(key)

    def look(self, installation: Installation, moment: RoundContext) -> dict[str, ConnectorRow]:
        """Return the rows of all managed connectors, by name, with the plans that there are."""
        self.changed.clear()
        rows: dict[str, ConnectorRow] = {}
        wanted: list[PlanRequest] = []
        self.charges = charges_of(
            self.connectors(), self._central_system, installation.site_settings, moment.now
        )
        if installation.site.measures_surplus:
            cars_w = sum(charge.power_w or 0.0 for charge in self.charges.values())
            self._house.see(reading(self._hass, installation.site.house_power, "W"), cars_w)
        for key, charge_point, connector in self.connectors():
            self._follow(key, connector, moment.now)
            if not (moment.grid_limited or self.is_managed(installation, key)):
                self._drop_plan(key)
                self._sessions.pop(key, None)
                continue
            name = name_of(key)
            wishes = self._wishes_in_force(key)
            row = self._row(key, charge_point, connector, installation, moment, wishes)
            self._learn(key, connector, row, moment)
            rows[name] = row
            if (request := self._plan_request(key, row, installation, moment)) is not None:
                wanted.append(request)
        zone = dt_util.get_default_time_zone()
        tree = installation.tree
        self._circuit_loads.see(tree, moment.values.currents, rows.values(), zone)
        self._plans.look(wanted, tree, self._circuit_loads.expected, zone)
        self.make_next_plan()
        for request in wanted:
            name = name_of(request.key)
            rows[name] = self._with_plan(request.key, rows[name], moment.now)
        return rows

    def unregulated_w(self, rows: Mapping[str, ConnectorRow]) -> float:
        """Return the power of the running sessions at connectors without a row, which charge as fast as they may.

        One that is not measured counts with the least that a car takes while its charger says that it charges.
        """
        power_w = 0.0
        for key, _, connector in self.connectors():
            charge = self.charges.get(key)
            if charge is None or name_of(key) in rows:
                continue
            if charge.power_w is not None:
                power_w += charge.power_w
            elif connector.is_charging:
                power_w += MINIMUM_CURRENT_A * NOMINAL_VOLTAGE_V
        return power_w

    def make_next_plan(self) -> bool:
        """Make the plan that is due first; return whether others are. One a turn, so that many do not block the event loop."""
        self.plans_are_due = self._plans.make_next()
        return self.plans_are_due

    # ---- one connector

    def _row(
        self,
        key: ConnectorKey,
        charge_point: ChargePoint,
        connector: Connector,
        installation: Installation,
        moment: RoundContext,
        wishes: Wishes,
    ) -> ConnectorRow:
        options = installation.options_of(key)
        settings = self._central_system.settings_of(key[0])
        priced = wishes.plan or wishes.charge_when_cheap
        about = ConnectorSituation(
            key=key,
            wishes=wishes,
            options=options,
            settings=settings,
            habits=self._central_system.limits.habits(key[0]),
            online=self._central_system.is_ready(key[0]),
            car=self._cars.at(key),
            first=self.wishes.charged_first(key, connector, wishes.mode),
            wiring=wiring_of(installation, key, charge_point, settings),
            contactor_phases=contactor_phases(self._hass, options, charge_point, settings),
            price=moment.values.price,
            starting=(moment.meters_starting and follows_the_sun(wishes))
            or (moment.prices_starting and priced),
            solar=installation.solar_settings(moment.values.feed_in_price),
        )
        row = row_of(charge_point, connector, about, moment.now)
        if row.online:
            self.memory.left_out.pop(key, None)
        return replace(row, left_out=key in self.memory.left_out)

    def _follow(self, key: ConnectorKey, connector: Connector, now: datetime) -> None:
        """Follow the car's stay where a boost ends with it or a plan counts its energy."""
        if self.wishes.follow(key):
            self.changed.add(key)
        wishes, progress = self.wishes.of(key), self.memory.progress
        if not (wishes.boost or wishes.plan):
            progress.pop(key, None)
            return
        before = progress.get(key, Progress())
        after = follow(before, stay_of(connector, before.session_id))
        if wishes.boost and has_ended(before, after):
            self.wishes.end(key, boost=False)
            self.changed.add(key)
        after = see_state_of_charge(after, self.wishes.percent(key, connector))
        if after.due is not None and after.due <= now:
            if key in self.memory.plan_changes:
                del self.memory.plan_changes[key]  # the car's own plans count again
                self.changed.add(key)
            elif wishes.repeat is Repeat.ONCE:
                self.wishes.end(key, plan=False)
                self.changed.add(key)
            after = from_now_on(after, None)
        if after.due is None:
            after = replace(after, due=next_due(self.wishes.of(key), dt_util.as_local(now)))
        progress[key] = after

    def _learn(
        self, key: ConnectorKey, connector: Connector, row: ConnectorRow, moment: RoundContext
    ) -> None:
        """Learn the car's power from its draw; in a new session the learned power is less certain."""
        session_id = connector.transaction.transaction_id if connector.transaction else None
        before = self._sessions.get(key, session_id)
        self._sessions[key] = before if session_id is None else session_id
        learned = self.wishes.learned_of(key)
        if learned is not None and session_id not in {None, before}:
            learned = new_session(learned)
        state = moment.states.get(name_of(key))
        if state is not None:
            learned = learn_power(learned, row, state, moment.now)
        if learned is not None:
            self.wishes.learn(key, learned)

    def _plan_request(
        self, key: ConnectorKey, row: ConnectorRow, installation: Installation, moment: RoundContext
    ) -> PlanRequest | None:
        """Return a connector's request for a plan; None: none is wanted."""
        wishes, progress = self._wishes_in_force(key), self.memory.progress.get(key)
        if not wishes.plan or progress is None or progress.due is None:
            self._drop_plan(key)
            return None
        return self._request(key, row, installation, moment, wishes, progress, progress.due)

    def preview(
        self, key: ConnectorKey, wish: PlanWish, installation: Installation, moment: RoundContext
    ) -> PreviewTask | None:
        """Return what the preview of a wish is made of; None: the wish is for a state of charge, and that is not known."""
        charge_point = self._central_system.charge_points[key[0]]
        connector = charge_point.connector(key[1])
        wishes = replace(self.wishes.of(key), plan=True)
        if wish.energy_wh is not None:
            wishes = replace(wishes, target_energy_wh=wish.energy_wh, target_soc_percent=0.0)
        elif wish.soc_percent is not None:
            wishes = replace(wishes, target_soc_percent=wish.soc_percent)
        if wish.shape is not None:
            wishes = replace(wishes, plan_shape=wish.shape)
        progress = self.memory.progress.get(key, Progress())
        progress = follow(progress, stay_of(connector, progress.session_id))
        progress = see_state_of_charge(progress, self.wishes.percent(key, connector))
        battery_wh = self.wishes.battery_wh(key)
        if wish.soc_percent is not None and (battery_wh is None or progress.soc_percent is None):
            return None
        due = progress.due or next_due(wishes, dt_util.as_local(moment.now))
        row = self._row(key, charge_point, connector, installation, moment, wishes)
        ready_at = wish.ready_at or due or moment.now
        request = self._request(key, row, installation, moment, wishes, progress, ready_at)
        return PreviewTask(
            request=request,
            plans=self._plans.copied(),
            soc_percent=soc_after(progress, request.task.goal.energy_wh, battery_wh),
        )

    def _request(
        self,
        key: ConnectorKey,
        row: ConnectorRow,
        installation: Installation,
        moment: RoundContext,
        wishes: Wishes,
        progress: Progress,
        ready_at: datetime,
    ) -> PlanRequest:
        """Return the request for a plan of these wishes."""
        site, values, tree = installation.site, moment.values, installation.tree
        settings, wiring = row.case.settings, row.wiring
        sunny = site.measures_surplus and wishes.mode is not Mode.FAST
        task = PlanTask(
            goal=PlanGoal(
                energy_wh=missing_wh(wishes, progress, self.wishes.battery_wh(key)),
                ready_at=ready_at,
            ),
            prices=values.prices,
            solar=left_by_house(values.forecast, self._house.power_w) if sunny else (),
            learned=self.wishes.learned_of(key),
            settings=PlanSettings(
                minimum_a=settings.minimum_a,
                maximum_a=planned_most_a(row, tree, installation.measured_circuits),
                feed_in_price=values.feed_in_price,
                shape=wishes.plan_shape,
            ),
            phases=settings.charger.phases if wiring is None else wiring.phases,
            charging=False,
            now=moment.now,
        )
        target = (wishes.target_energy_wh, wishes.target_soc_percent, progress.soc_percent)
        return PlanRequest(
            key=key,
            task=task,
            occasion=(row.case.readings.connected, progress.session_id, values.forecast, target),
            priority=settings.priority,
            slots=slots_of(row, tree),
            is_at_full_power=partial(is_at_full_power, row, moment.states.get(name_of(key))),
        )

    def _with_plan(self, key: ConnectorKey, row: ConnectorRow, now: datetime) -> ConnectorRow:
        """Return the row with the current plan; before the first one its limit stays."""
        made = self._plans.get(key)
        if made is None:
            return replace(row, starting=True)
        task, plan = made
        if plan is not self.plans.get(key):
            self._log.add_plan(name_of(key), task, plan)
        self.plans[key] = plan
        window = plan.window_at(now)
        case = replace(
            row.case, plan=plan.reason(now), plan_solar=window is not None and window.solar
        )
        return replace(row, case=case)

    def _drop_plan(self, key: ConnectorKey) -> None:
        self._plans.forget(key)
        self.plans.pop(key, None)
