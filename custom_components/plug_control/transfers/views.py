"""The pages of Home Assistant's web server: transfers of charge points by their token, and kept logs for administrators."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from aiohttp.web import FileResponse, HTTPNotFound, Request, StreamResponse
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView

from custom_components.plug_control.const import DOMAIN

from . import http
from .operations import Operation
from .transfers import Transfers

LOG_PATH: Final = "/api/plug_control/log"
LINK_LIFE: Final = timedelta(days=1)
"""How long a signed link to a log works."""


class TransferView(HomeAssistantView):
    """Serves transfers; a charge point needs no user, but the token of an open operation."""

    url = f"{http.PATH}/{{token}}/{{name:.*}}"
    extra_urls = (f"{http.PATH}/{{token}}",)  # type: ignore[assignment] # a list there
    name = "api:plug_control:transfer"
    requires_auth = False

    async def get(self, request: Request, token: str, name: str = "") -> StreamResponse:
        """Send a firmware."""
        return await http.send(_operation(request.app[KEY_HASS], token))

    head = get

    async def put(self, request: Request, token: str, name: str = "") -> StreamResponse:
        """Take a log."""
        return await http.take(request, _operation(request.app[KEY_HASS], token), name)

    post = put


class LogView(HomeAssistantView):
    """Serves kept logs to administrators, and by signed links that automations got."""

    url = f"{LOG_PATH}/{{log_id}}"
    name = "api:plug_control:log"

    async def get(self, request: Request, log_id: str) -> StreamResponse:
        """Send a log as a file to save. Raises Unauthorized, HTTPNotFound."""
        user = request[KEY_HASS_USER]
        if not (user.is_admin or user.system_generated):  # Of Home Assistant's own links.
            raise Unauthorized
        for transfers in _all(request.app[KEY_HASS]):
            if (found := transfers.logs.file(log_id)) is not None:
                log, path = found
                disposition = f'attachment; filename="{log.name}"'
                return FileResponse(
                    path, headers={**http.HEADERS, "Content-Disposition": disposition}
                )
        raise HTTPNotFound


@callback
def log_link(hass: HomeAssistant, log_id: str, *, for_anyone: bool = False) -> str | None:
    """Return a link to a log that works for LINK_LIFE, for the present user; None where there is no web server.

    `for_anyone` is for automations, whose actions no user is logged in for.
    """
    if "http" not in hass.config.components:
        return None
    return async_sign_path(hass, f"{LOG_PATH}/{log_id}", LINK_LIFE, use_content_user=for_anyone)


@callback
def async_setup_views(hass: HomeAssistant) -> None:
    """Register the pages, where Home Assistant has a web server."""
    if "http" in hass.config.components:
        hass.http.register_view(TransferView)
        hass.http.register_view(LogView)


def _operation(hass: HomeAssistant, token: str) -> Operation | None:
    return next(filter(None, (each.operation(token) for each in _all(hass))), None)


def _all(hass: HomeAssistant) -> Iterator[Transfers]:
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        yield entry.runtime_data.transfers
