"""Check the signed meter values of sessions, with the public keys of their meters."""

from collections.abc import Sequence
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.plug_control.central_system.stations.configuration import value_of
from custom_components.plug_control.const import CONF_METER_PUBLIC_KEY
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.model.signed_reading import SignedReading
from custom_components.plug_control.security.signed_values import Verdict, check_signed

from .document import SignedState
from .rows import Charge, ConnectorOfCharger

MOST_CHECKED: Final = 500
"""Of how many sessions a document checks signed values; those of more are only counted."""
_KEYS: Final = ("MeterPublicKey[{}]", "MeterPublicKey{}", "MeterPublicKey")
"""Configuration keys in which chargers publish the key of a connector's meter (application note on signed values)."""


def public_key_of(
    entry: ConfigEntry, connector: ConnectorOfCharger
) -> tuple[str | None, str | None]:
    """Return the public key of a connector's meter and where it is from: entered by the user, or the charger's own."""
    charge_point_id, connector_id = connector
    subentry = dict(charge_point_subentries(entry)).get(charge_point_id)
    if subentry is not None and (entered := subentry.data.get(CONF_METER_PUBLIC_KEY)):
        return entered, "entered"
    charge_point = entry.runtime_data.central_system.charge_points.get(charge_point_id)
    if charge_point is not None:
        for key in _KEYS:
            if value := value_of(charge_point.configuration, key.format(connector_id or 1)):
                return value, "charge_point"
    return None, None


async def async_signed_state(
    hass: HomeAssistant, entry: ConfigEntry, charges: Sequence[Charge]
) -> SignedState:
    """Return how many charges have signed values, and of how many they are right or wrong; raises OSError."""
    signed = [charge for charge in charges if charge.signed_values]
    if len(signed) > MOST_CHECKED:
        return SignedState(sessions=len(signed))
    verified = failed = 0
    ledger = entry.runtime_data.central_system.ledger
    for charge in signed:
        key, _ = public_key_of(entry, charge.connector)
        if key is None:
            continue
        readings = await ledger.signed(charge.session_id)
        match await hass.async_add_executor_job(_verdict, readings, key):
            case True:
                verified += 1
            case False:
                failed += 1
    return SignedState(sessions=len(signed), verified=verified, failed=failed)


def _verdict(readings: Sequence[SignedReading], key: str) -> bool | None:
    """Return whether all values are right; None where some cannot be checked, and none is wrong."""
    verdicts = {check_signed(reading.data, key).verdict for reading in readings}
    if verdicts & {Verdict.NOT_VERIFIED, Verdict.DAMAGED}:
        return False
    return True if verdicts == {Verdict.VERIFIED} else None
