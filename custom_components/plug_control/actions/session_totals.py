"""The action that adds up sessions by period, and by person, car, connector or card."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Final

from homeassistant.core import ServiceCall
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.central_system.ledger.ledger import People, Total, TotalsBy
from custom_components.plug_control.central_system.ledger.queries.every_session import unhurried
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.entry_settings import SharedSessions
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.texts.names import short_id_tag

from .fields import Fields, choice
from .queries import FILTERS, Scope, async_seen, scopes

MOST_PERIODS: Final = 10_000
MOST_ROWS: Final = 10_000


class Period(StrEnum):
    """By which periods totals are told apart, in Home Assistant's time zone."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"


TOTALS_FIELDS: Fields = {
    **FILTERS,
    vol.Optional("period", default=Period.MONTH.value): choice(Period),
    vol.Optional("by", default=TotalsBy.NONE.value): choice(TotalsBy),
}


async def async_get_session_totals(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return the totals of the sessions that the caller may see, by period and key; raises ServiceValidationError."""
    data = service_call.data
    by, period = data["by"], data["period"]
    found = [*scopes(caller, service_call)]
    rows = [row for scope in found for row in await _async_totals(scope, data, by, period)]
    rows.sort(key=lambda row: (row["period"] or "", str(row["name"]).casefold()))
    return {
        "totals": [*rows],
        "period": period.value,
        "by": by.value,
        "only_own": any(caller.shared(scope.entry) is SharedSessions.NONE for scope in found),
    }


async def _async_totals(
    scope: Scope, data: Mapping[str, Any], by: TotalsBy, period: Period
) -> list[dict[str, Any]]:
    """Return the totals of one config entry's sessions."""
    ledger = scope.entry.runtime_data.central_system.ledger
    seen = await async_seen(scope, data)
    people = await scope.async_people() if by is TotalsBy.PERSON else People()
    found = await ledger.totals(
        seen.wanted,
        by=by,
        people=people,
        boundaries=None if period is Period.ALL else partial(boundaries, period),
    )
    if len(found) > MOST_ROWS:
        raise _too_many(MOST_ROWS)
    keys = {total.key for total in found}
    names = await _async_names(scope, by, keys)
    shortened = {shown[2] for shown in seen.shorten}

    def rows() -> list[dict[str, Any]]:
        return [
            {
                "period": None if total.period is None else total.period.isoformat(),
                **_key(by, total.key, names, shortened),
                **_figures(total),
            }
            for total in unhurried(found)
        ]

    return await scope.caller.hass.async_add_executor_job(rows)


async def _async_names(
    scope: Scope, by: TotalsBy, keys: Collection[tuple[Any, ...]]
) -> Mapping[tuple[Any, ...], str | None]:
    """Return the names of the keys, as they are now; raises OSError."""
    data = scope.entry.runtime_data
    match by:
        case TotalsBy.PERSON:
            return {key: key[0] for key in keys}
        case TotalsBy.CONNECTOR:
            return {
                key: data.names.connector(*key) or data.names.charge_point(key[0]) for key in keys
            }
        case TotalsBy.CARD:
            return {key: key[0] and data.names.card(key[0]) for key in keys}
        case TotalsBy.CAR:
            known = {each.subentry_id: each.title for each in scope.entry.subentries.values()}
            gone = [key[0] for key in keys if key[0] is not None and key[0] not in known]
            known |= await data.central_system.ledger.car_names(gone)
            return {key: known.get(key[0]) for key in keys}
    return dict.fromkeys(keys)


def _key(
    by: TotalsBy,
    key: tuple[Any, ...],
    names: Mapping[tuple[Any, ...], str | None],
    shortened: Collection[str | None],
) -> dict[str, Any]:
    """Return the key of a total as text, and its name; the caller may not see the numbers of `shortened` cards."""
    name, told = names[key], key[0]
    if by is TotalsBy.CONNECTOR:
        told = f"{key[0]}#{'' if key[1] is None else key[1]}"
    elif by is TotalsBy.CARD:
        told = short_id_tag(told) if told in shortened else told
        name = name or short_id_tag(key[0])
    return {"key": told, "name": name}


def _figures(total: Total) -> dict[str, Any]:
    return {
        "sessions": total.sessions,
        "energy_wh": total.energy_wh,
        "duration_s": total.duration_s,
        "grid_wh": total.grid_wh,
        "solar_wh": total.solar_wh,
        "battery_wh": total.battery_wh,
        "cost": total.cost,
        "saved": total.saved,
        "currency": total.currency,
        "cost_by_currency": dict(sorted(total.costs.items())),
        "co2_g": total.co2_g,
        "charging_s": total.charging_s,
        "without_cost": total.without_cost,
        "without_co2": total.without_co2,
        "estimated": total.estimated,
    }


def _too_many(most: int) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="too_many_periods",
        translation_placeholders={"most": str(most)},
    )


def boundaries(period: Period, first: datetime, last: datetime) -> Sequence[datetime]:
    """Return when the periods from one time to another begin, in Home Assistant's time zone, and the end of the last one.

    Raises ServiceValidationError where there are too many.
    """
    begins = [_begin(period, dt_util.as_local(first))]
    while begins[-1] <= last:
        if len(begins) > MOST_PERIODS:
            raise _too_many(MOST_PERIODS)
        begins.append(_following(period, begins[-1]))
    return begins


def _begin(period: Period, at: datetime) -> datetime:
    """Return the beginning of the period of a local time."""
    at = at.replace(minute=0, second=0, microsecond=0)
    if period is Period.HOUR:
        return at
    at = at.replace(hour=0, fold=0)
    if period is Period.MONTH:
        return at.replace(day=1)
    return at.replace(month=1, day=1) if period is Period.YEAR else at


def _following(period: Period, begin: datetime) -> datetime:
    """Return when the next period begins: days have 23 to 25 hours."""
    if period is Period.HOUR:
        return dt_util.as_local(dt_util.as_utc(begin) + timedelta(hours=1))
    days = {Period.DAY: 1, Period.MONTH: 32 - begin.day}.get(period, 366)
    # Noon, since a day may begin at one o'clock
    noon = begin.replace(hour=12) + timedelta(days=days)
    return _begin(period, noon)
