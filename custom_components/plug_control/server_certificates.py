"""The TLS settings of a config entry's port: made when a charger first asks for TLS, and again when something changed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
from pathlib import Path
from ssl import SSLContext
from typing import Any, Final

from aiohttp import web
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.http import HomeAssistantView
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from . import issues
from .const import CONF_CERTIFICATE, CONF_PRIVATE_KEY, CONF_SERVER_NAMES, DOMAIN
from .security.errors import Flaw, SecurityError
from .security.own_files import OwnFiles
from .security.store import CertificateStore, Root

LOOK_EVERY: Final = timedelta(minutes=10)
"""How often to look whether files, names or the age of a certificate ask for a new one."""
_STORE: Final[HassKey[CertificateStore]] = HassKey(f"{DOMAIN}_certificates")

_LOGGER = logging.getLogger(__name__)


@callback
def async_certificate_store(hass: HomeAssistant) -> CertificateStore:
    """Return the certificates of this installation: all config entries share them, and outlive none of them.

    They are in Home Assistant's storage directory, which its backups contain.
    """
    if _STORE not in hass.data:
        directory = Path(hass.config.path(STORAGE_DIR, f"{DOMAIN}.certificates"))
        hass.data[_STORE] = CertificateStore(directory, dt_util.utcnow)
    return hass.data[_STORE]


async def async_roots(hass: HomeAssistant) -> list[Root]:
    """Return our certificate authorities, made if there are none yet. Raises OSError, SecurityError."""
    return await hass.async_add_executor_job(async_certificate_store(hass).roots)


def own_files(entry: ConfigEntry) -> OwnFiles | None:
    """Return the files of the user's own certificate; None where our own authority serves."""
    return own_files_of(entry.options)


def own_files_of(options: Mapping[str, Any]) -> OwnFiles | None:
    """Return the files that the options of a config entry name."""
    certificate, private_key = options.get(CONF_CERTIFICATE), options.get(CONF_PRIVATE_KEY)
    if not certificate or not private_key:
        return None
    return OwnFiles(certificate=Path(certificate), private_key=Path(private_key))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Basis:
    """What the TLS settings were made of."""

    names: frozenset[str]
    files: OwnFiles | None
    changed_at: tuple[int, ...]
    day: str
    """The day, since certificates are renewed before they end."""


class ServerCertificates:
    """The TLS settings of one config entry's port."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, names: Callable[[], Awaitable[list[str]]]
    ) -> None:
        """Make certificates for `names`, by which chargers dial this machine, beside those that the user has entered."""
        self._hass = hass
        self._find_names = names
        self._entry = entry
        self._store = async_certificate_store(hass)
        self._lock = asyncio.Lock()
        self._contexts: tuple[SSLContext, SSLContext] | None = None
        self._basis: _Basis | None = None
        self._tried: _Basis | None = None
        self._making: asyncio.Task[None] | None = None
        self._complaint: tuple[Flaw, str] | None = None
        """What the log has said already."""

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Look regularly whether the settings have to be made again; return a function that ends this."""
        return async_track_time_interval(self._hass, self._async_look, LOOK_EVERY)

    async def async_context(self, asks_clients: bool) -> SSLContext | None:
        """Return the present settings, made if there are none; None where that is not possible (an issue says why)."""
        if self._contexts is None:
            if self._making is None or self._making.done():
                self._making = self._hass.async_create_background_task(
                    self.async_refresh(), f"{DOMAIN} makes certificates"
                )
            # A charger that waits for too long leaves; the others, and the next one, get what is being made.
            await asyncio.shield(self._making)
        return None if self._contexts is None else self._contexts[asks_clients]

    async def async_options_changed(self) -> None:
        """Make the settings again, if they are in use, and try the user's own files at once if there are any."""
        is_used = self._basis is not None or self._tried is not None
        if is_used or own_files(self._entry) is not None:
            await self.async_refresh()

    async def _async_look(self, _: datetime) -> None:
        """Look whether something changed; try once more what failed, since disk or clock may be right again."""
        if self._tried != self._basis:
            self._tried = None
            await self.async_refresh()
        else:
            await self.async_options_changed()

    async def async_refresh(self) -> None:
        """Make the settings again if what they are made of has changed; keep the former ones where that fails."""
        async with self._lock:
            files = own_files(self._entry)
            names = await self._async_names()
            basis = _Basis(
                names=frozenset(names),
                files=files,
                changed_at=() if files is None else await self._async_run(files.changed_at),
                day=dt_util.utcnow().date().isoformat(),
            )
            if basis in (self._basis, self._tried):
                return
            self._tried = basis
            try:
                self._contexts = await self._async_run(
                    lambda: self._store.server_contexts(names, own_files=files)
                )
            except SecurityError as error:
                self._failed(error.flaw, error.detail, files)
            except OSError as error:
                self._failed(Flaw.FILE_UNREADABLE, error.strerror or str(error), files)
            else:
                self._basis, self._complaint = basis, None
                issues.async_certificate_works(self._hass, self._entry)

    def _failed(self, flaw: Flaw, detail: str, files: OwnFiles | None) -> None:
        if self._basis is not None and self._basis.files != files:
            # The user wants another certificate than the former one.
            self._contexts = self._basis = None
        if self._complaint != (flaw, detail):
            _LOGGER.warning("There is no certificate for TLS: %s (%s)", flaw, detail)
        self._complaint = (flaw, detail)
        path = self._store.directory if files is None else files.certificate
        issues.async_certificate_fails(
            self._hass, self._entry, flaw=flaw.value, detail=detail, path=str(path)
        )

    async def _async_names(self) -> list[str]:
        stored = self._entry.options.get(CONF_SERVER_NAMES, [])
        return [*dict.fromkeys([*stored, *await self._find_names()])]

    async def _async_run[R](self, work: Callable[[], R]) -> R:
        return await self._hass.async_add_executor_job(work)


@callback
def async_serve_authorities(hass: HomeAssistant) -> None:
    """Serve the certificates of our authorities, if there is a web server."""
    if "http" in hass.config.components:
        hass.http.register_view(AuthorityView(hass))


class AuthorityView(HomeAssistantView):
    """Serves the certificates of our authorities to chargers and people: they are public, their keys are not."""

    url = f"/api/{DOMAIN}/authority/{{kind}}.pem"
    name = f"api:{DOMAIN}:authority"
    requires_auth = False

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass

    async def get(self, request: web.Request, kind: str) -> web.Response:
        """Return the certificate of an authority; 404 while there is none, since no stranger may have one made."""
        store = async_certificate_store(self._hass)
        pems = await self._hass.async_add_executor_job(store.present_roots)
        if kind not in pems:
            return web.Response(status=404)
        return web.Response(text=pems[kind], content_type="application/x-pem-file")
