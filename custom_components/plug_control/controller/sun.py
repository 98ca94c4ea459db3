"""What of each session comes from the sun: what the connectors tell of their sessions, and what is shown of it."""

from collections.abc import Iterable
from datetime import datetime

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.charging.solar.draw import measured_draw
from custom_components.plug_control.charging.solar.sun_share import Charge, SunShare
from custom_components.plug_control.charging.solar.surplus import SiteSettings
from custom_components.plug_control.charging.types import NOMINAL_VOLTAGE_V
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector

from .inputs import readings_of
from .wishes import ConnectorKey


def charges_of(
    connectors: Iterable[tuple[ConnectorKey, ChargePoint, Connector]],
    central_system: CentralSystem,
    site: SiteSettings,
    now: datetime,
) -> dict[ConnectorKey, Charge]:
    """Return the sessions that run, whatever is or is not decided for them."""
    charges: dict[ConnectorKey, Charge] = {}
    for key, charge_point, connector in connectors:
        if (transaction := connector.transaction) is not None:
            phases = central_system.settings_of(key[0]).phases
            readings = readings_of(charge_point, connector, phases, now)
            power = measured_draw(readings, NOMINAL_VOLTAGE_V, site, now)
            charges[key] = Charge(
                session_id=transaction.transaction_id,
                energy_wh=transaction.energy_wh,
                power_w=None if power is None else power.value,
            )
    return charges


def shown_percent(share: SunShare | None, connector: Connector) -> int | None:
    """Return the share of the session that runs, or else of the last one; None where it is not known."""
    session = connector.transaction or connector.last_session
    if share is None or session is None or session.transaction_id != share.session_id:
        return None
    return None if share.percent is None else round(share.percent)
