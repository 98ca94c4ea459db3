"""Say why a connector charges as it does, with the circumstances beside the decision."""

from collections.abc import Mapping
import math

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.plans.plan import PlanWindow
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorKey, ConnectorStatus
from custom_components.plug_control.texts.reason import Circumstances, OutOfOrder

from .inputs import is_ended_for_good
from .wishes import Outcome

_OUT_OF_ORDER: Mapping[ConnectorStatus | None, OutOfOrder] = {
    ConnectorStatus.FAULTED: "faulted",
    ConnectorStatus.UNAVAILABLE: "out_of_service",
}


def circumstances_of(
    central_system: CentralSystem,
    charge_point: ChargePoint,
    connector_id: int,
    outcome: Outcome,
    *,
    priced: bool,
) -> Circumstances:
    """Return the circumstances of a connector's last decision; `priced`: prices are chosen."""
    key: ConnectorKey = (charge_point.charge_point_id, connector_id)
    connector, plan = charge_point.connectors[connector_id], outcome.plan
    window = window_of(outcome)
    known = priced and plan is not None and not plan.on_trial
    most_a = central_system.settings_of(key[0]).maximum_current_a
    return Circumstances(
        online=charge_point.connected,
        out_of_order=_OUT_OF_ORDER.get(connector.status),
        plugged_in=connector.is_plugged_in,
        start_sent=central_system.expects_start(*key),
        needs_unplugging=is_ended_for_good(charge_point, connector),
        charging=connector.is_charging,
        limited_by_user=0 < (connector.limit.wanted_a or 0) < most_a,
        ceiling_a=_ceiling_a(connector, outcome),
        takes_nothing=connector.status is ConnectorStatus.SUSPENDED_EV,
        allowed=outcome.limit_a != 0,
        circuit_name=outcome.circuit_name,
        away_name=outcome.away_name,
        price_unit=outcome.price_unit,
        cheapest=known and window is not None and not window.assumed,
        window=window,
    )


def window_of(outcome: Outcome) -> PlanWindow | None:
    """Return the plan's window that begins when the reason says; None if there is none."""
    start = outcome.reason.start
    windows = outcome.plan.windows if outcome.plan is not None else ()
    return next((window for window in windows if window.start == start), None)


def limit_in_force(connector: Connector, outcome: Outcome) -> int | None:
    """Return the least of what smart charging, the user and a back end allow, in A; None: nobody sets a limit."""
    limits = (outcome.limit_a, connector.limit.wanted_a, connector.limit.ceiling_a)
    return min((math.floor(each) for each in limits if each is not None), default=None)


def _ceiling_a(connector: Connector, outcome: Outcome) -> float | None:
    """Return what a back end allows where that is less than all others do; None otherwise."""
    ceiling_a, wanted_a = connector.limit.ceiling_a, connector.limit.wanted_a
    others_a = [each for each in (outcome.limit_a, wanted_a) if each is not None]
    return None if ceiling_a is None or ceiling_a >= min(others_a, default=math.inf) else ceiling_a
