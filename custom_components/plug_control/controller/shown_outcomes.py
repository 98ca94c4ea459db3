"""Outcomes of smart charging for each connector, and their listeners."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from functools import partial

from homeassistant.core import callback

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.round_types import ConnectorVerdict, RoundDecision
from custom_components.plug_control.charging.types import Reason, ReasonCode
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import (
    Connector,
    ConnectorKey,
    SmartLimit,
    name_of,
)
from custom_components.plug_control.texts.reason import reason_attributes, told_code

from .changes import Changes
from .inputs import is_connected
from .installation import Installation
from .rows import Rows
from .told import circumstances_of, limit_in_force
from .wishes import Outcome

type Update = Callable[[], None]


class Outcomes:
    """The outcome of every connector; calls its listeners when it changes, and keeps its changes."""

    def __init__(self, rows: Rows, central_system: CentralSystem, changes: Changes) -> None:
        """Start without outcomes; `rows` are those of the rounds."""
        self._rows = rows
        self._central_system = central_system
        self._changes = changes
        self._listeners: defaultdict[ConnectorKey, list[Update]] = defaultdict(list)
        self._outcomes: dict[ConnectorKey, Outcome] = {}

    def of(self, key: ConnectorKey) -> Outcome | None:
        """Return a connector's outcome; None before the first decision."""
        return self._outcomes.get(key)

    @callback
    def async_add_listener(self, update: Update, key: ConnectorKey) -> None:
        """Call `update` when the user's settings or the outcome of a connector changed."""
        self._listeners[key].append(update)

    @callback
    def async_remove_listener(self, update: Update, key: ConnectorKey) -> None:
        """Stop calling `update`."""
        self._listeners[key].remove(update)

    def tell(self, key: ConnectorKey) -> None:
        """Call a connector's listeners."""
        for update in tuple(self._listeners.get(key, ())):
            update()

    def show(
        self,
        decision: RoundDecision,
        installation: Installation,
        price_unit: str | None,
        now: datetime,
    ) -> None:
        """Store a round's outcomes, and call the listeners of each connector whose outcome or settings changed."""
        known: set[ConnectorKey] = set()
        priced = bool(installation.site.prices)
        for key, charge_point, connector in self._rows.connectors():
            known.add(key)
            verdict = decision.verdicts.get(name_of(key))
            if verdict is None:
                outcome = Outcome(
                    reason=self._plain_reason(key, connector),
                    surplus_w=decision.surplus_w,
                    price_unit=price_unit,
                )
            else:
                outcome = self._outcome(
                    key, verdict, connector.limit.smart, installation, price_unit
                )
            self._keep(key, charge_point, outcome, now, priced=priced)
            if outcome != self._outcomes.get(key) or key in self._rows.changed:
                self._outcomes[key] = outcome
                self.tell(key)
        for key in self._outcomes.keys() - known:
            del self._outcomes[key]

    def _keep(
        self,
        key: ConnectorKey,
        charge_point: ChargePoint,
        outcome: Outcome,
        now: datetime,
        *,
        priced: bool,
    ) -> None:
        told = circumstances_of(self._central_system, charge_point, key[1], outcome, priced=priced)
        limit_a = limit_in_force(charge_point.connectors[key[1]], outcome)
        change = (told_code(outcome.reason, told), limit_a, outcome.phases)
        self._changes.see(key, change, partial(reason_attributes, outcome.reason, told), now)

    def _outcome(
        self,
        key: ConnectorKey,
        verdict: ConnectorVerdict,
        standing: SmartLimit | None,
        installation: Installation,
        price_unit: str | None,
    ) -> Outcome:
        told_a = verdict.limit_a
        if told_a is None and standing is not None:
            told_a = int(standing.limit_a)
        return Outcome(
            reason=verdict.reason,
            limit_a=told_a,
            phases=verdict.phases,
            surplus_w=verdict.surplus_w,
            plan=self._rows.plans.get(key),
            price_unit=price_unit,
            circuit_name=installation.circuit_name(verdict.reason.circuit),
            away_name=installation.charger_name(verdict.reason.away),
        )

    def _plain_reason(self, key: ConnectorKey, connector: Connector) -> Reason:
        """Return the reason of a connector that smart charging does not manage."""
        if connector.limit.wanted_a == 0:
            return Reason(code=ReasonCode.PAUSED)
        if not is_connected(connector):
            return Reason(code=ReasonCode.NO_CAR)
        return Reason(code=ReasonCode.BOOST if self._rows.wishes.of(key).boost else ReasonCode.FAST)
