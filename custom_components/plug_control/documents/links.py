"""Links to documents, and the page that they lead to: for administrators, for whose sessions it has, and for who has a signed link."""

from datetime import timedelta
from typing import Final
from urllib.parse import quote

from aiohttp.web import FileResponse, HTTPNotFound, Request, StreamResponse
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.helpers.network import NoURLAvailableError, get_url

from custom_components.plug_control.const import DOMAIN

from .order import ascii_name
from .store import KeptDocument

DOCUMENT_PATH: Final = f"/api/{DOMAIN}/document"
_HTTP: Final = "http"
_TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class DocumentView(HomeAssistantView):
    """Serves documents as files to save."""

    url = f"{DOCUMENT_PATH}/{{document_id}}"
    name = f"api:{DOMAIN}:document"

    async def get(self, request: Request, document_id: str) -> StreamResponse:
        """Send a document; 404 where there is none, and to a user whom it does not concern."""
        user = request[KEY_HASS_USER]
        for entry in request.app[KEY_HASS].config_entries.async_loaded_entries(DOMAIN):
            documents = entry.runtime_data.documents
            document: KeptDocument | None = documents.async_get(document_id)
            if document is None:
                continue
            # Of a signed link, the user is Home Assistant's own.
            if user.is_admin or user.system_generated or document.owner == user.id:
                return FileResponse(
                    documents.path(document),
                    headers={
                        **_HEADERS,
                        "Content-Type": _TYPES[document.format],
                        "Content-Disposition": disposition(document.name),
                    },
                )
        raise HTTPNotFound


def disposition(name: str) -> str:
    """Return the header that names a file to save: in ASCII, and in full (RFC 6266)."""
    plain = ascii_name(name).replace("\\", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@callback
def async_serve_documents(hass: HomeAssistant) -> None:
    """Serve documents, where Home Assistant has a web server."""
    if _HTTP in hass.config.components:
        hass.http.register_view(DocumentView)


@callback
def document_link(hass: HomeAssistant, document: KeptDocument, life: timedelta) -> str | None:
    """Return a path to a document that anyone can open for a time, until Home Assistant restarts; None without a web server."""
    if _HTTP not in hass.config.components:
        return None
    path = f"{DOCUMENT_PATH}/{document.document_id}"
    return async_sign_path(hass, path, life, use_content_user=True)


@callback
def document_url(hass: HomeAssistant, link: str) -> str | None:
    """Return the whole address of a link, for emails; None where Home Assistant knows no address of its own."""
    try:
        return f"{get_url(hass, prefer_external=True)}{link}"
    except NoURLAvailableError:
        return None
