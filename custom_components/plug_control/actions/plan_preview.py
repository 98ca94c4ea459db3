"""The action and the websocket command that preview the plan of a wish that is not made yet."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_NOT_FOUND
from homeassistant.components.websocket_api.decorators import async_response
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.controller.preview import LONGEST, Displaced, PlanWish, Preview
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.permissions import (
    Caller,
    async_register_websocket_command,
    connector_entity,
)
from custom_components.plug_control.site.price_reader import unit_scale
from custom_components.plug_control.site.quarter_prices import is_home_currency

from .fields import CONNECTOR, TARGET, Fields, moment
from .targets import ServiceTarget, async_get_target, async_get_target_or_entity

PREVIEW: Final = f"{DOMAIN}/preview_plan"
_ENERGY: Final = vol.All(vol.Coerce(float), vol.Range(min=0, max=1000))
_PERCENT: Final = vol.All(vol.Coerce(float), vol.Range(min=0, max=100))
_WISH: Fields = {
    vol.Optional("ready_at"): moment,
    vol.Exclusive("energy_kwh", "target"): _ENERGY,
    vol.Exclusive("soc_percent", "target"): _PERCENT,
    vol.Optional("shape"): vol.Coerce(PlanShape),
}
_MESSAGE: VolDictType = {
    vol.Exclusive("device_id", "place"): str,
    vol.Exclusive("entity_id", "place"): str,
}
_MESSAGE.update(_WISH.items())
PREVIEW_FIELDS: Fields = {**TARGET, **CONNECTOR, **_WISH}


@callback
def async_setup_preview(hass: HomeAssistant) -> None:
    """Register the websocket command."""
    async_register_websocket_command(
        hass,
        PREVIEW,
        _MESSAGE,
        _async_preview,
    )


@async_response
async def _async_preview(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Send a preview. Raises Unauthorized for a connector that the user may not read."""
    caller = Caller(hass=hass, user=connection.user, context=connection.context(msg))
    try:
        answer = await _async_answer(caller, async_get_target_or_entity(hass, msg), msg)
    except ServiceValidationError as error:
        connection.send_error(msg["id"], ERR_NOT_FOUND, str(error))
        return
    connection.send_result(msg["id"], answer)


async def async_preview_plan(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return a preview; raises Unauthorized for a connector that the caller may not read, and ServiceValidationError."""
    target = async_get_target(caller.hass, service_call.data)
    return await _async_answer(caller, target, service_call.data)


async def _async_answer(
    caller: Caller, target: ServiceTarget, data: Mapping[str, Any]
) -> JsonObjectType:
    connector_id = target.require_connector_id()
    entry = target.coordinator.entry
    if not caller.may_read(entry, target.charge_point_id, connector_id):
        raise caller.refusal()
    if connector_id not in target.coordinator.charge_point.connectors:
        raise _error("preview_no_connector", target)
    wish = _wish(data)
    now = dt_util.utcnow()
    if wish.ready_at is not None and not now < wish.ready_at <= now + LONGEST:
        raise _error("preview_ready_at", target, days=str(LONGEST.days))
    controller = entry.runtime_data.controller
    task = controller.preview_task((target.charge_point_id, connector_id), wish)
    if task is None:
        raise _error("preview_no_soc", target)
    # A thread, since it plans others anew, too: the event loop goes on meanwhile.
    preview = await caller.hass.async_add_executor_job(task.make)
    priced = controller.has_prices
    unit = controller.price_unit if priced else None
    currency = caller.hass.config.currency
    scale = unit_scale(unit)
    percent = task.soc_percent
    return {
        **_windows(preview, scale if priced else None),
        "soc_percent": None if percent is None else round(percent),
        "currency": currency if priced and is_home_currency(unit, currency) else None,
        "displaces": [_displaced(caller, entry, each) for each in preview.displaces],
    }


def _wish(data: Mapping[str, Any]) -> PlanWish:
    energy_kwh: float | None = data.get("energy_kwh")
    return PlanWish(
        ready_at=data.get("ready_at"),
        energy_wh=None if energy_kwh is None else energy_kwh * 1000,
        soc_percent=data.get("soc_percent"),
        shape=data.get("shape"),
    )


def _windows(preview: Preview, scale: float | None) -> JsonObjectType:
    """Return the plan as JSON-able values; `scale` makes prices those of a kWh in the currency's main unit, None: unknown."""
    plan, reachable, full = preview.plan, preview.reachable_at, preview.full_at
    return {
        "ready_at": plan.goal.ready_at.isoformat(),
        "energy_kwh": round(plan.goal.energy_wh / 1000, 2),
        "windows": [
            {
                "start": window.start.isoformat(),
                "end": window.end.isoformat(),
                "current_a": window.current_a,
                "power_kw": round(preview.window_w(window) / 1000, 2),
                "price": None if scale is None else round(window.price * scale, 4),
                "solar": window.solar,
                "assumed": window.assumed,
            }
            for window in plan.windows
        ],
        "cost": None if scale is None else round(plan.cost * scale, 2),
        "sun_percent": round(preview.sun_share * 100),
        "full_at": None if full is None else full.isoformat(),
        "shortfall_kwh": round(plan.shortfall_wh / 1000, 2),
        "reachable_at": None if reachable is None else reachable.isoformat(),
    }


def _displaced(caller: Caller, entry: PlugControlConfigEntry, each: Displaced) -> JsonObjectType:
    """Return what another plan loses; whose it is only for those who may read that connector."""
    charge_point_id, connector_id = each.key
    connector, name = None, None
    if caller.may_read(entry, charge_point_id, connector_id):
        connector = connector_entity(caller.hass, *each.key, (Platform.SENSOR, "status"))
        names = entry.runtime_data.names  # a charge point's only connector has none of its own
        name = names.connector(*each.key) or names.charge_point(charge_point_id)
    return {
        "connector": connector,
        "name": name,
        "later_min": round(each.later.total_seconds() / 60),
        "shortfall_kwh": round(each.shortfall_wh / 1000, 2),
    }


def _error(key: str, target: ServiceTarget, **more: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders={"charge_point": target.coordinator.name, **more},
    )
