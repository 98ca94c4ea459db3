"""Links that work without a login for a time, also after a restart: signed with a secret of the config entry.

Home Assistant's own signed paths end when it restarts: its secret for them is a new one then.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta
import hmac
import secrets
from typing import Final
from urllib.parse import urlencode

from aiohttp.web import HTTPGone, HTTPUnauthorized, Request
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_AUTHENTICATED, KEY_HASS

from custom_components.plug_control.storage.storage import Memory, MemoryStore
from custom_components.plug_control.texts.document_words import document_words

LONGEST: Final = timedelta(days=366)
"""No link works for longer, whatever a clock that was wrong signed."""
_UNTIL: Final = "until"
_SIGNATURE: Final = "signature"
_KEPT: Final = "links"
_KEY: Final = "key"
_SECRET_BYTES: Final = 32


class SignedLinks:
    """Signs the links of one config entry, and knows them again."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start without a secret; `async_load` reads it, or makes one."""
        self._entry = entry
        self._secret = ""
        self._store = MemoryStore(hass, entry.entry_id, "links")
        self._store.read = self._memory

    async def async_load(self) -> None:
        """Read the secret; a new one is stored at once."""
        stored = (await self._store.async_load()).get(_KEPT, {}).get(_KEY)
        self._secret = stored if isinstance(stored, str) else ""
        if not self._secret:
            self._secret = secrets.token_urlsafe(_SECRET_BYTES)
            await self._store.async_save()

    @callback
    def signed(self, path: str, life: timedelta, **query: str) -> str:
        """Return the link to a path that works for a time, at most LONGEST."""
        until = str(int(self._now() + min(life, LONGEST).total_seconds()))
        asked = {**query, _UNTIL: until}
        return f"{path}?{urlencode({**asked, _SIGNATURE: self._signature(path, asked)})}"

    @callback
    def admits(self, request: Request) -> bool:
        """Return whether a request comes by a link that was signed here; raises HTTPGone for one whose time is over."""
        asked = dict(request.query)
        given = asked.pop(_SIGNATURE, "")
        if not given or len(request.query) != len(asked) + 1:
            return False
        expected = self._signature(request.path, asked)
        if not hmac.compare_digest(given.encode(errors="replace"), expected.encode()):
            return False
        if not 0 <= int(asked[_UNTIL]) - self._now() <= LONGEST.total_seconds():
            raise HTTPGone(text=void_text(request))
        return True

    def _now(self) -> float:
        now: float = self._entry.runtime_data.steady_time.latest.timestamp()
        return now

    def _signature(self, path: str, asked: dict[str, str]) -> str:
        message = f"{path}?{urlencode(sorted(asked.items()))}".encode(errors="replace")
        digest = hmac.digest(self._secret.encode(), message, "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def _memory(self) -> Memory:
        return {_KEPT: {_KEY: self._secret}}


@callback
def is_signed(request: Request, every: list[SignedLinks]) -> bool:
    """Return whether a request comes by a signed link; a login is enough where it does not.

    Raises HTTPUnauthorized without both, and HTTPGone where the link's time is over.
    """
    try:
        if any(links.admits(request) for links in every):
            return True
    except HTTPGone:
        if not request[KEY_AUTHENTICATED]:
            raise
    if not request[KEY_AUTHENTICATED]:
        raise HTTPUnauthorized(text=void_text(request))
    return False


@callback
def void_text(request: Request) -> str:
    """Return the text for the reader of a link that leads nowhere any more, who need not be a user: why, and how to get a new one."""
    return document_words(request.app[KEY_HASS].config.language)["link_is_void"]
