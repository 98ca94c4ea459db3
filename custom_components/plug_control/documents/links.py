"""Links to documents, and the page that they lead to: for administrators, for whose sessions it has, and for who has a signed link."""

from datetime import timedelta
from typing import Final
from urllib.parse import quote

from aiohttp.web import FileResponse, HTTPNotFound, Request, StreamResponse
from homeassistant.auth.models import User
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.helpers.network import NoURLAvailableError, get_url

from custom_components.plug_control.const import DOMAIN

from .order import ascii_name
from .signed_links import SignedLinks, is_signed, void_text
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
    requires_auth = False  # a signed link is enough; all others need a login, see `is_signed`

    async def get(self, request: Request, document_id: str) -> StreamResponse:
        """Send a document; 404 where there is none, and to a user whom it does not concern."""
        entries = request.app[KEY_HASS].config_entries.async_loaded_entries(DOMAIN)
        signed = is_signed(request, [entry.runtime_data.signed_links for entry in entries])
        for entry in entries:
            documents = entry.runtime_data.documents
            document: KeptDocument | None = documents.async_get(document_id)
            if document is not None and (signed or _concerns(request[KEY_HASS_USER], document)):
                return FileResponse(
                    documents.path(document),
                    headers={
                        **_HEADERS,
                        "Content-Type": _TYPES[document.format],
                        "Content-Disposition": disposition(document.name),
                    },
                )
        raise HTTPNotFound(text=void_text(request) if signed else None)


def _concerns(user: User, document: KeptDocument) -> bool:
    """Return whether a user may see a document."""
    return user.is_admin or document.owner == user.id


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
def document_link(
    hass: HomeAssistant, links: SignedLinks, document: KeptDocument, life: timedelta
) -> str | None:
    """Return a path to a document that anyone can open for a time, while it is kept; None without a web server."""
    if _HTTP not in hass.config.components:
        return None
    return links.signed(f"{DOCUMENT_PATH}/{document.document_id}", life)


@callback
def document_url(hass: HomeAssistant, link: str) -> str | None:
    """Return the whole address of a link, for emails; None where Home Assistant knows no address of its own."""
    try:
        return f"{get_url(hass, prefer_external=True)}{link}"
    except NoURLAvailableError:
        return None
