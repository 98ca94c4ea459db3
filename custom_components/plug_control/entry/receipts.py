"""Serve the pictures of receipts, drawn when they are asked for."""

from functools import partial
import re
from typing import Final

from aiohttp import web
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.util import dt as dt_util

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.documents.receipt_picture import THEMES, draw_receipt
from custom_components.plug_control.documents.receipts import Receipts
from custom_components.plug_control.documents.signed_links import is_signed
from custom_components.plug_control.entry_settings import SharedSessions
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.texts.number_format import async_reader_language

_HTTP: Final = "http"
_ID: Final = re.compile(r"[0-9]{1,18}")


class ReceiptView(HomeAssistantView):
    """The picture of a session's receipt, drawn when it is asked for; only who may see the session gets it."""

    name = f"api:{DOMAIN}:receipt"
    url = f"/api/{DOMAIN}/receipt/{{entry_id}}/{{session_id}}.png"
    requires_auth = False  # a signed link is enough; all others need a login, see `is_signed`

    async def get(self, request: web.Request, entry_id: str, session_id: str) -> web.Response:
        """Return the picture; 404 where there is no such session, or the user may not see it."""
        hass = request.app[KEY_HASS]
        entry = hass.config_entries.async_get_entry(entry_id)
        theme = THEMES.get(request.query.get("theme", "light"))
        loaded = hass.config_entries.async_loaded_entries(DOMAIN)
        signed = is_signed(request, [each.runtime_data.signed_links for each in loaded])
        if entry not in loaded or theme is None or not _ID.fullmatch(session_id):
            raise web.HTTPNotFound
        receipts: Receipts = entry.runtime_data.receipts
        session = receipts.session(int(session_id))
        if session is None:
            raise web.HTTPNotFound
        if not signed and not _may_see(
            Caller(hass=hass, user=request[KEY_HASS_USER]), entry, session
        ):
            raise web.HTTPNotFound
        zone = await dt_util.async_get_time_zone(hass.config.time_zone) or dt_util.UTC
        language = request.query.get("language") or await async_reader_language(hass)
        draw = partial(draw_receipt, receipts.receipt(session), language, zone, theme)
        picture = await hass.async_add_executor_job(draw)
        headers = {"Cache-Control": "private, max-age=60"}
        return web.Response(body=picture, content_type="image/png", headers=headers)


@callback
def async_serve_receipts(hass: HomeAssistant) -> None:
    """Serve the pictures of receipts, if there is a web server."""
    if _HTTP in hass.config.components:
        hass.http.register_view(ReceiptView())


def _may_see(caller: Caller, entry: PlugControlConfigEntry, session: Session) -> bool:
    """Return whether a caller may see a session."""
    user = caller.user
    if caller.is_administrator or user is None:
        return True
    if not caller.may_read(entry, session.charge_point_id, session.connector_id or 0):
        return False
    is_own = session.started_by == user.id or caller.owns(entry, session.id_tag)
    return is_own or caller.shared(entry) is not SharedSessions.NONE
