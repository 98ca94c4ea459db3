"""What the connectors report of the cars that are there and of the sessions that run."""

from collections.abc import Iterable
from datetime import datetime

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.plans.progress import CarStay
from custom_components.plug_control.charging.solar.draw import measured_draw
from custom_components.plug_control.charging.solar.sources import SessionCharge
from custom_components.plug_control.charging.solar.surplus import SiteSettings
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorKey

from .inputs import readings_of


def stay_of(connector: Connector, session_id: int | None) -> CarStay:
    """Return a connector's report of its car, whose last known transaction was `session_id`."""
    transaction, last = connector.transaction, connector.last_session
    energy_wh = 0.0
    if transaction is not None:
        energy_wh = transaction.energy_wh
    elif last is not None and last.transaction_id == session_id:
        energy_wh = last.energy_wh
    return CarStay(
        session_id=transaction.transaction_id if transaction is not None else None,
        energy_wh=energy_wh,
        resumes=connector.limit.stopped_id_tag is not None,
        plugged_in=connector.is_plugged_in,
    )


def charges_of(
    connectors: Iterable[tuple[ConnectorKey, ChargePoint, Connector]],
    central_system: CentralSystem,
    site: SiteSettings,
    now: datetime,
) -> dict[ConnectorKey, SessionCharge]:
    """Return the running sessions of all connectors, managed or not."""
    charges: dict[ConnectorKey, SessionCharge] = {}
    for key, charge_point, connector in connectors:
        if (transaction := connector.transaction) is not None:
            phases = central_system.settings_of(key[0]).phases
            readings = readings_of(charge_point, connector, phases, now)
            power = measured_draw(readings, NOMINAL_VOLTAGE_V, site, now)
            charges[key] = SessionCharge(
                session_id=transaction.transaction_id,
                energy_wh=transaction.energy_wh,
                power_w=None if power is None else power.value,
            )
    return charges
