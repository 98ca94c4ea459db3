"""Get prices from integrations that return them only from an action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util

from custom_components.plug_control.charging.plans.prices import PriceSlot

from .price_reader import row_prices, unit_scale


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The price entity to ask for, and the local day."""

    entry_id: str
    unique_id: str
    device: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceAction:
    """An action of the entity's integration that returns a day's prices."""

    service: str
    fields: Callable[[_Asked], dict[str, Any]]
    lists: Callable[[Mapping[str, Any]], Any] = lambda answer: answer
    """Returns the lists of rows in the answer, by name."""
    name: Callable[[_Asked, Mapping[str, Any]], str | None]
    """Returns which of the lists is the entity's."""
    scale: float = 1.0
    """One unit of its prices, in the currency's main unit per kWh."""


def _area(asked: _Asked, lists: Mapping[str, Any]) -> str | None:
    """Return the area in the entity's unique id ("SE3-current_price"); None: no list has it."""
    return next((area for area in lists if f"-{area}-" in f"-{asked.unique_id}-"), None)


def _home(asked: _Asked, lists: Mapping[str, Any]) -> str | None:
    """Return the home with the name of the entity's device, or the only one."""
    return asked.device if asked.device in lists or len(lists) != 1 else next(iter(lists))


def _only(_: _Asked, lists: Mapping[str, Any]) -> str | None:
    """Return the name of the only list; None: there is none."""
    return next(iter(lists), None)


def _midnight(day: date) -> str:
    return dt_util.start_of_local_day(day).isoformat()


def _dutch(asked: _Asked) -> dict[str, Any]:
    """Return the fields that the actions of Dutch markets have in common."""
    day = asked.day.isoformat()
    return {"config_entry": asked.entry_id, "incl_vat": True, "start": day, "end": day}


_ACTIONS: Mapping[str, PriceAction] = {
    "easyenergy": PriceAction(service="get_energy_usage_prices", fields=_dutch, name=_only),
    "energyzero": PriceAction(
        service="get_energy_prices",
        fields=lambda asked: {
            **_dutch(asked),
            "price_type": "all_in" if "_all_in_" in asked.unique_id else "market",
        },
        name=_only,
    ),
    "nordpool": PriceAction(
        service="get_prices_for_date",
        fields=lambda asked: {"config_entry": asked.entry_id, "date": asked.day.isoformat()},
        name=_area,
        scale=unit_scale("/MWh"),
    ),
    "omie": PriceAction(
        service="get_prices_for_date",
        fields=lambda asked: {"date": asked.day.isoformat()},
        name=lambda asked, _: asked.unique_id.partition("_")[0],
    ),
    "tibber": PriceAction(
        service="get_prices",
        fields=lambda asked: {
            "start": _midnight(asked.day),
            "end": _midnight(asked.day + timedelta(days=1)),
        },
        lists=lambda answer: answer.get("prices"),
        name=_home,
    ),
}
"""Actions by the integration of the price entity."""


@callback
def can_be_asked(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether the entity's integration is loaded and has an action that returns prices."""
    entity = er.async_get(hass).async_get(entity_id)
    if entity is None or entity.config_entry_id is None or entity.platform not in _ACTIONS:
        return False
    entry = hass.config_entries.async_get_entry(entity.config_entry_id)
    is_up = entry is not None and entry.state is ConfigEntryState.LOADED
    return is_up and hass.services.has_service(entity.platform, _ACTIONS[entity.platform].service)


async def async_ask_prices(
    hass: HomeAssistant, entity_id: str, day: date, zone: tzinfo, unit: str
) -> list[PriceSlot]:
    """Return a local day's prices, in `unit`, for an entity that can be asked; raises what the action raises."""
    entity = er.async_get(hass).entities[entity_id]
    action, asked = _ACTIONS[entity.platform], _asked(hass, entity, day)
    answer = await hass.services.async_call(
        entity.platform,
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


def _asked(hass: HomeAssistant, entity: er.RegistryEntry, day: date) -> _Asked:
    device = dr.async_get(hass).async_get(entity.device_id) if entity.device_id else None
    return _Asked(
        entry_id=entity.config_entry_id or "",
        unique_id=entity.unique_id,
        device=(device.name if device else None) or "",
        day=day,
    )
