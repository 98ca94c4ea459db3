"""The check-ups of a config entry: kept in Home Assistant's storage, and restored after a start."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
import json
from typing import Final
from urllib.parse import quote

from aiohttp import web
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.loader import async_get_integration

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.check_up.check_ups import CheckUps
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.storage.storage import MemoryStore

ROUND: Final = timedelta(seconds=10)
_HTTP: Final = "http"
_LINK_LASTS: Final = timedelta(hours=24)


class CheckUpView(HomeAssistantView):
    """The anonymous file of a connector's last check-up, to pass on; only who may read the connector gets it."""

    name = f"api:{DOMAIN}:check_up"
    url = f"/api/{DOMAIN}/check_up/{{charge_point_id}}/{{connector_id}}"

    async def get(
        self, request: web.Request, charge_point_id: str, connector_id: str
    ) -> web.Response:
        """Return the file; 404 where there is none, or the user may not read the connector."""
        hass = request.app[KEY_HASS]
        caller = Caller(hass=hass, user=request[KEY_HASS_USER])
        key = charge_point_id, int(connector_id) if connector_id.isdecimal() else 0
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            result = entry.runtime_data.check_ups.result(key)
            if result is None or not caller.may_read(entry, *key):
                continue
            version = (await async_get_integration(hass, DOMAIN)).version
            return web.json_response(
                result.anonymous(str(version)),
                headers={"Content-Disposition": 'attachment; filename="check-up.json"'},
                dumps=partial(json.dumps, indent=2, ensure_ascii=False),
            )
        raise web.HTTPNotFound


@callback
def async_serve_files(hass: HomeAssistant) -> None:
    """Serve the files of check-ups, if there is a web server."""
    if _HTTP in hass.config.components:
        hass.http.register_view(CheckUpView())


@callback
def async_file_link(hass: HomeAssistant, key: ConnectorKey) -> str:
    """Return the path of a connector's file, signed for a day; as it is where there is no web server."""
    path = f"/api/{DOMAIN}/check_up/{quote(key[0], safe='')}/{key[1]}"
    if _HTTP not in hass.config.components:
        return path
    return async_sign_path(hass, path, _LINK_LASTS, use_content_user=True)


async def async_create_check_ups(
    hass: HomeAssistant,
    entry: ConfigEntry,
    central_system: CentralSystem,
    hold: Callable[[ConnectorKey, bool], None],
) -> CheckUps:
    """Return the check-ups, with their stored results and with what is still to be restored."""
    store = MemoryStore(hass, entry.entry_id, "check_up")
    check_ups = CheckUps(central_system, save=store.async_save, hold=hold)
    store.read = check_ups.memory
    check_ups.recall(await store.async_load())
    return check_ups


@callback
def async_watch(hass: HomeAssistant, check_ups: CheckUps) -> CALLBACK_TYPE:
    """Restore what interrupted check-ups left behind, as soon as their chargers are there; return what ends this."""

    @callback
    def look(_: datetime) -> None:
        check_ups.look_round()

    return async_track_time_interval(hass, look, ROUND, cancel_on_shutdown=True)
