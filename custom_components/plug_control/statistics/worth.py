"""Each person's cost and sun by the hour, beside the energy: `plug_control:cost_<name>` and `plug_control:solar_<name>`.

What is counted is in thousandths (Wh, thousandths of the currency), as the hours of energy are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from homeassistant.components.recorder.models import StatisticMeanType, StatisticMetaData
from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.util.unit_conversion import EnergyConverter

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.cost import slot_cost
from custom_components.plug_control.model.hours import hour_of
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.worth import SessionDetails, SessionWorth
from custom_components.plug_control.texts.languages import words_in

from .sums import Hours

ENERGY = "energy"


class Kind(StrEnum):
    """What is counted beside the energy."""

    COST = "cost"
    SOLAR = "solar"


def id_of(kind: Kind, energy_id: str) -> str:
    """Return the id of the statistic of this kind beside that of a person's energy."""
    return energy_id.replace(f"{DOMAIN}:{ENERGY}_", f"{DOMAIN}:{kind}_", 1)


def kind_name(hass: HomeAssistant, kind: Kind, name: str) -> str:
    """Return the name of a person's statistic of this kind."""
    return f"{name}: {words_in(hass.config.language, 'statistics')[kind]}"


def kind_metadata(
    hass: HomeAssistant, kind: Kind, statistic_id: str, name: str
) -> StatisticMetaData:
    """Return the recorder's metadata of a person's statistic of this kind."""
    is_money = kind is Kind.COST
    return StatisticMetaData(
        has_sum=True,
        mean_type=StatisticMeanType.NONE,
        name=kind_name(hass, kind, name),
        source=DOMAIN,
        statistic_id=statistic_id,
        unit_class=None if is_money else EnergyConverter.UNIT_CLASS,
        unit_of_measurement=hass.config.currency if is_money else UnitOfEnergy.KILO_WATT_HOUR,
    )


def tally_worth[K](
    pairs: Iterable[tuple[Session, SessionDetails]],
    key_of: Callable[[Session, SessionDetails], K],
    span: tuple[datetime, datetime | None],
    currency: str,
) -> dict[Kind, dict[K, Hours]]:
    """Return the cost and the sun of each key by hour, from the first hour of the span on and before its end."""
    begin, end = span
    found: dict[Kind, defaultdict[K, defaultdict[datetime, float]]] = {
        kind: defaultdict(lambda: defaultdict(float)) for kind in Kind
    }
    for session, details in pairs:
        worth = details.worth
        if worth is None or not (worth.cost or worth.solar_wh):
            continue
        key = key_of(session, details)
        for kind, hours in worth_by_hour(worth, currency).items():
            for hour, amount in hours.items():
                if hour >= begin and (end is None or hour < end):
                    found[kind][key][hour] += amount
    return {
        kind: {key: dict(hours) for key, hours in people.items() if hours}
        for kind, people in found.items()
    }


def worth_by_hour(worth: SessionWorth, currency: str) -> Mapping[Kind, Hours]:
    """Return a session's cost and sun by hour; the cost adds up to the session's, in another currency it does not count."""
    solar: defaultdict[datetime, float] = defaultdict(float)
    for slot in worth.slots:
        if slot.solar_wh:
            solar[hour_of(slot.start)] += slot.solar_wh
    return {
        Kind.SOLAR: dict(solar),
        Kind.COST: _cost_by_hour(worth) if worth.currency == currency else {},
    }


def _cost_by_hour(worth: SessionWorth) -> Hours:
    """Return the cost by hour: by the quarters' own prices, and what these do not explain in proportion to the energy."""
    energy_wh = sum(slot.energy_wh for slot in worth.slots)
    if worth.cost is None or energy_wh <= 0:
        return {}
    told = {slot.start: slot_cost(slot, worth.battery_price) or 0.0 for slot in worth.slots}
    rest = (worth.cost - sum(told.values())) / energy_wh
    hours: defaultdict[datetime, float] = defaultdict(float)
    for slot in worth.slots:
        if slot.energy_wh > 0:
            hours[hour_of(slot.start)] += (told[slot.start] + rest * slot.energy_wh) * 1000
    return dict(hours)
