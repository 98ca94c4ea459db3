"""What a round of smart charging saw of the house and its cars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from custom_components.plug_control.charging.solar.sources import SessionCharge
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.model.connector import ConnectorKey


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseSeen:
    """The house's readings, and the running sessions by connector."""

    now: datetime
    readings: SiteReadings
    settings: SiteSettings
    charges: Mapping[ConnectorKey, SessionCharge]
