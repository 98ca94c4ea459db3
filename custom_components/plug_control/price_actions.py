"""Prices of integrations that tell them in the answer to an action only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util

from .charging.prices import PriceSlot
from .price_reader import row_prices, unit_scale


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The price entity that is asked for, and the local day."""

    entry_id: str
    unique_id: str
    device: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceAction:
    """An action that tells a day's prices."""

    domain: str
    service: str
    fields: Callable[[_Asked], dict[str, Any]]
    lists: Callable[[Mapping[str, Any]], Any]
    """Where in the answer the lists of rows are, by name."""
    name: Callable[[_Asked, Mapping[str, Any]], str | None]
    """Which of the lists is the entity's."""
    scale: float = 1.0
    """What one of its prices is in the currency's main unit per kWh."""


def _area(asked: _Asked, lists: Mapping[str, Any]) -> str | None:
    """Return the area that is a part of the entity's unique id ("SE3-current_price")."""
    return next((area for area in lists if f"-{area}-" in f"-{asked.unique_id}-"), None)


def _home(asked: _Asked, lists: Mapping[str, Any]) -> str | None:
    """Return the home that the entity's device is called after, or the only one."""
    return asked.device if asked.device in lists or len(lists) != 1 else next(iter(lists))


def _midnight(day: date) -> str:
    return dt_util.start_of_local_day(day).isoformat()


_ACTIONS: Mapping[str, PriceAction] = {
    "nordpool": PriceAction(
        domain="nordpool",
        service="get_prices_for_date",
        fields=lambda asked: {"config_entry": asked.entry_id, "date": asked.day.isoformat()},
        lists=lambda answer: answer,
        name=_area,
        scale=unit_scale("/MWh"),
    ),
    "tibber": PriceAction(
        domain="tibber",
        service="get_prices",
        fields=lambda asked: {
            "start": _midnight(asked.day),
            "end": _midnight(asked.day + timedelta(days=1)),
        },
        lists=lambda answer: answer.get("prices"),
        name=_home,
    ),
}
"""By the integration of the price entity."""


@callback
def price_action(hass: HomeAssistant, entity_id: str) -> PriceAction | None:
    """Return the action that tells the prices of an entity's integration; None where there is none."""
    entity = er.async_get(hass).async_get(entity_id)
    action = _ACTIONS.get(entity.platform) if entity else None
    return action if action and hass.services.has_service(action.domain, action.service) else None


async def async_ask_prices(
    hass: HomeAssistant, action: PriceAction, entity_id: str, day: date, zone: tzinfo, unit: str
) -> list[PriceSlot]:
    """Return a local day's prices in `unit`, as the action tells them; raises what the action raises."""
    asked = _asked(hass, entity_id, day)
    if asked is None:
        return []
    answer = await hass.services.async_call(
        action.domain,
        action.service,
        action.fields(asked),
        blocking=True,
        return_response=True,
    )
    lists = action.lists(answer or {})
    if not isinstance(lists, Mapping):
        return []
    rows = lists.get(action.name(asked, lists))
    return row_prices(rows, zone, action.scale / unit_scale(unit)) if isinstance(rows, list) else []


def _asked(hass: HomeAssistant, entity_id: str, day: date) -> _Asked | None:
    entity = er.async_get(hass).async_get(entity_id)
    if entity is None or entity.config_entry_id is None:
        return None
    device = dr.async_get(hass).async_get(entity.device_id) if entity.device_id else None
    return _Asked(
        entry_id=entity.config_entry_id,
        unique_id=entity.unique_id,
        device=(device.name if device else None) or "",
        day=day,
    )
