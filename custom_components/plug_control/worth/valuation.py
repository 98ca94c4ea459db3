"""Compute what a session is worth: where its energy came from as far as it is stored, its prices, and the sum of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import batched
from typing import Final, Protocol

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.plans.plan import PlanGoal
from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.model.hours import points_of
from custom_components.plug_control.model.money.cost import Terms, worth_of
from custom_components.plug_control.model.money.quarters import (
    NO_PRICES,
    QuarterPrices,
    quarter_of,
    quarters,
)
from custom_components.plug_control.model.money.session_slots import AT_ONCE, PRICED_QUARTERS
from custom_components.plug_control.model.money.sources import SessionSources
from custom_components.plug_control.model.money.worth import (
    NO_DETAILS,
    QUARTER,
    SessionWorth,
    WorthSlot,
)
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.site.quarter_prices import PriceBook

from .history import RecordedHouse

_ENDS: Final = 2
"""The points of a session's energy of which nothing is known but its start and its end."""
_POWER_IS_OFF: Final = 1.1
"""By how much the powers that a charger tells are too small at most."""
_CLOCK_OFF: Final = timedelta(seconds=60)
"""A charger's clock that is off by less is right."""


class Facts(Protocol):
    """What smart charging knows of connectors."""

    @property
    def price_book(self) -> PriceBook:
        """The prices of quarters."""

    def full_power_w(self, key: ConnectorKey) -> float | None:
        """Return the power that the car at a connector was seen to take, or else the most that the connector gives."""

    def plan_goal(self, key: ConnectorKey) -> PlanGoal | None:
        """Return the goal of a connector's plan; None: it has none."""


class Valuation:
    """Values sessions by the prices of the house and by what smart charging knows."""

    def __init__(self, hass: HomeAssistant, central_system: CentralSystem, facts: Facts) -> None:
        """Value the sessions of `central_system`; `facts` is smart charging."""
        self._hass = hass
        self._central_system = central_system
        self._facts = facts

    @property
    def price_book(self) -> PriceBook:
        """The prices of quarters."""
        return self._facts.price_book

    @property
    def _all_grid(self) -> bool:
        """Whether the house has no other source than the grid, as far as it is measured."""
        return not self.price_book.options.measures_surplus

    def slots(self, sources: SessionSources) -> tuple[WorthSlot, ...]:
        """Return a session's quarters in order."""
        return sources.slots(all_grid=self._all_grid)

    def prepare_slots(self, sources: SessionSources) -> Iterator[None]:
        """Compute most of a session's quarters in steps, so that what uses them has little left to do."""
        return sources.prepare_slots(all_grid=self._all_grid)

    def pause(self, sources: SessionSources) -> Iterator[None]:
        """End a step where a session has many quarters."""
        if len(sources.prices) > AT_ONCE:
            yield

    def unknown_quarters(self, sources: SessionSources) -> list[datetime]:
        """Return the quarters of whose energy a part has an unknown source."""
        return sources.unknown_quarters(all_grid=self._all_grid)

    def settle(self, session: Session, sources: SessionSources) -> Iterator[None]:
        """Complete, in steps, where an ended session's energy came from, as far as it was seen, and its prices.

        Its sum is the session's energy.
        """
        behind = self.behind(session.charge_point_id)
        stopped_at = (session.stopped_at or dt_util.utcnow()) - behind
        sources.peak_power_w = max(sources.peak_power_w, session.peak_power_w or 0.0)
        points = [(at - behind, wh) for at, wh in points_of(session, stopped_at + behind)]
        if len(points) > _ENDS:
            sources.spread(points)
        for at, energy_wh in points:
            if sources.seen_at < at < stopped_at and energy_wh > sources.energy_wh:
                sources.observe(at, energy_wh)
        sources.end(stopped_at, session.energy_wh, is_known=not session.time_estimated)
        yield from self.price(sources, stopped_at)

    def needs_history(self, sources: SessionSources) -> bool:
        """Return whether the recorder may know more: the source of some energy, or a price of that time."""
        options = self._facts.price_book.options
        if self.unknown_quarters(sources):
            return True
        slots = [slot for slot in self.slots(sources) if slot.energy_wh > 0]
        return (bool(options.prices) and any(slot.price is None for slot in slots)) or (
            bool(options.tariffs.feed_in_entity)
            and any(slot.feed_in_price is None for slot in slots)
        )

    def sources_of(self, session: Session) -> SessionSources:
        """Return where a session's energy came from, as its stored details say."""
        details = self._central_system.ledger.details(session.session_id)
        behind = self.behind(session.charge_point_id)
        started_at = (session.started_at or session.stopped_at or dt_util.utcnow()) - behind
        worth = None if details is None else details.worth
        currency = self._hass.config.currency
        if worth is None or worth.seen_at is None:
            return SessionSources.begin(started_at, currency)
        return SessionSources.resume(
            started_at,
            worth.slots,
            seen_at=worth.seen_at,
            charging_s=worth.charging_s or 0.0,
            peak_power_w=session.peak_power_w or 0.0,
            currency=worth.currency or currency,
            battery_price=worth.battery_price,
        )

    def payable(self, prices: QuarterPrices, sources: SessionSources) -> QuarterPrices:
        """Return present prices as far as they are in a session's currency: money of two currencies is not added up."""
        if sources.currency == self._hass.config.currency:
            return prices
        return replace(prices, price=None, feed_in_price=None)

    def take_battery_price(self, sources: SessionSources) -> None:
        """Take what a kWh from the home battery counts now, for a session that has no final worth yet."""
        if sources.currency == self._hass.config.currency:
            sources.battery_price = self.price_book.options.tariffs.battery_price

    def price(
        self,
        sources: SessionSources,
        until: datetime,
        recorded: RecordedHouse | None = None,
        *,
        fixed: bool = False,
    ) -> Iterator[None]:
        """Add the prices of a session's quarters that are not known yet, in steps, and compute most of the quarters then."""
        book = self._facts.price_book
        first = quarter_of(sources.started_at)
        wanted = sources.starts()
        until = min(until, first + PRICED_QUARTERS * QUARTER)
        wanted |= {quarter for quarter, _ in quarters(first, until)}
        for number, some in enumerate(batched(sorted(wanted), AT_ONCE, strict=False)):
            if number:
                yield
            has_changed = False
            for quarter in some:
                known = sources.prices.get(quarter, NO_PRICES)
                if recorded is not None:
                    known = known.or_else(self.payable(recorded.prices_of(quarter), sources))
                if None in (known.price, known.feed_in_price):
                    known = known.or_else(self.payable(book.quarter(quarter, fixed=fixed), sources))
                if known != sources.prices.get(quarter):
                    sources.prices[quarter] = known
                    has_changed = True
            if has_changed:
                sources.forget_slots()
        yield from self.prepare_slots(sources)

    def worth(
        self, key: ConnectorKey | None, sources: SessionSources, full_power_w: float | None = None
    ) -> SessionWorth:
        """Return what a session is worth up to now; `full_power_w` is the power of charging at once, if it is known."""
        full_power_w = self._full_power_w(key, sources, full_power_w)
        worth = worth_of(
            self.slots(sources),
            Terms(
                currency=sources.currency,
                battery_price=sources.battery_price,
                full_power_w=full_power_w,
            ),
            started_at=sources.started_at,
            charging_s=round(sources.charging_s, 1),
        )
        if (worth.mean_power_w or 0.0) > sources.peak_power_w * _POWER_IS_OFF:
            # The power was seen for a small part of the charge only, so nobody knows how long it charged.
            worth = replace(worth, charging_s=None, mean_power_w=None)
        goal = None if key is None else self._facts.plan_goal(key)
        return replace(
            worth,
            full_power_w=full_power_w,
            seen_at=sources.seen_at,
            plan_energy_wh=None if goal is None else goal.energy_wh,
            plan_ready_by=None if goal is None else goal.ready_at,
        )

    def _full_power_w(
        self, key: ConnectorKey | None, sources: SessionSources, told_w: float | None
    ) -> float | None:
        """Return the power of charging at once; where the register counted a little more than the powers say, what it says."""
        if told_w is None and key is not None:
            told_w = self._facts.full_power_w(key)
        seen_w = max(told_w or 0.0, sources.peak_power_w)
        seconds = (sources.seen_at - sources.started_at).total_seconds()
        mean_w = sources.energy_wh * 3600 / seconds if seconds > 0 else 0.0
        return max(seen_w, mean_w if mean_w <= seen_w * _POWER_IS_OFF else 0.0) or None

    def worth_of_ended(
        self, session: Session, sources: SessionSources, *, is_final: bool
    ) -> SessionWorth:
        """Return what an ended session is worth; its plan is the one it had while it ran."""
        connector_id = session.connector_id
        key = None if connector_id is None else (session.charge_point_id, connector_id)
        details = self._central_system.ledger.details(session.session_id) or NO_DETAILS
        before = details.worth or SessionWorth()
        if not before.is_final:
            self.take_battery_price(sources)
        worth = self.worth(key, sources, before.full_power_w if before.is_final else None)
        if before.plan_ready_by is not None or before.is_final:
            worth = replace(
                worth, plan_energy_wh=before.plan_energy_wh, plan_ready_by=before.plan_ready_by
            )
        # A car was still seen to draw for a while after the charger had fallen silent
        if (lasted_s := session.duration_s) and (worth.charging_s or 0.0) > lasted_s:
            mean_w = sources.energy_wh * 3600 / lasted_s
            worth = replace(worth, charging_s=round(lasted_s, 1), mean_power_w=mean_w)
        reason = session.stop_reason
        return replace(worth, is_final=is_final, why_ended=None if reason is None else reason.value)

    def behind(self, charge_point_id: str) -> timedelta:
        """Return what to subtract from a charger's times; 0 unless its clock is off by a minute."""
        charge_point = self._central_system.charge_points.get(charge_point_id)
        offset_s = None if charge_point is None else charge_point.clock_offset_s
        behind = timedelta(seconds=offset_s or 0.0)
        return behind if abs(behind) > _CLOCK_OFF else timedelta()
