"""The servers of transfers: each runs only while an open operation needs it; and the URL that a charge point gets."""

import asyncio
from collections.abc import Callable
from ipaddress import ip_address
import logging
from typing import Final
from urllib.parse import urlsplit

from homeassistant.components import network
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.quirks import Quirks, quirks_of
from custom_components.plug_control.const import DOMAIN

from . import ways
from .ftp import PORTS as FTP_PORTS, TransferFtpServer
from .listener import TransferListener
from .operations import Operation, Operations, Server

_HTTP: Final = ("http://", "https://")

_LOGGER = logging.getLogger(__name__)


class TransferError(HomeAssistantError):
    """A transfer is not possible, for a reason that `exceptions` translates."""

    def __init__(self, key: str, **placeholders: str) -> None:
        super().__init__(
            translation_domain=DOMAIN, translation_key=key, translation_placeholders=placeholders
        )


class Servers:
    """The open operations of one config entry, and the servers that they need."""

    def __init__(
        self,
        hass: HomeAssistant,
        central_system: CentralSystem,
        *,
        host: Callable[[], str | None],
        address: Callable[[], str | None],
    ) -> None:
        """Listen on `host` (None: all addresses); `address` is what the user says that chargers can reach, if anything."""
        self._hass = hass
        self._central_system = central_system
        self._host = host
        self._address = address
        self.operations = Operations()
        self.on_closed: Callable[[Operation], None] = lambda operation: None
        self._listener = TransferListener(
            lambda token: self.operations.by_token(token, central_system.clock())
        )
        self._ftp = TransferFtpServer(
            lambda user: self.operations.by_user(user, central_system.clock())
        )
        self._lock = asyncio.Lock()
        self._expiries: dict[str, asyncio.TimerHandle] = {}

    # ---- operations

    async def async_open(self, operation: Operation) -> str:
        """Start the server that the charge point can use, open the operation, and return its URL. Raises TransferError."""
        charge_point_id = operation.charge_point_id
        about = self._central_system.charge_points[charge_point_id]
        quirks = quirks_of(about)
        candidates = ways.schemes(about.configuration, quirks)
        reasons: list[str] = []
        self.operations.open(operation)
        async with self._lock:
            for scheme in candidates:
                try:
                    location = await self._async_location(scheme, operation, quirks)
                except OSError as error:
                    reasons.append(f"{scheme}: {error.strerror or error}")
                else:
                    self._expire_in_time(operation)
                    return location
        await self.async_close(operation)
        needs_port = quirks.ftp_port is not None
        raise TransferError(
            "ftp_port_not_free" if needs_port else "no_transfer_way",
            port=str(quirks.ftp_port or ""),
            reason="; ".join(reasons) or "-",
        )

    async def async_resume(self, operation: Operation) -> bool:
        """Start the server of an operation from before a restart; return False where that is not possible."""
        try:
            async with self._lock:
                if operation.server is Server.LISTENER:
                    await self._listener.start(self._host())
                elif operation.server is Server.FTP:
                    about = self._central_system.charge_points[operation.charge_point_id]
                    await self._async_start_ftp(quirks_of(about))
        except OSError as error:
            _LOGGER.warning("A transfer cannot go on after the restart: %s", error)
            return False
        self._expire_in_time(operation)
        return True

    async def async_close(self, operation: Operation) -> None:
        """End an operation; stop the server that nothing needs any more."""
        self.operations.close(operation)
        if (timer := self._expiries.pop(operation.token, None)) is not None:
            timer.cancel()
        self.on_closed(operation)
        async with self._lock:
            if not self.operations.needs(Server.LISTENER):
                await self._listener.stop()
            if not self.operations.needs(Server.FTP):
                await self._ftp.stop()

    async def async_stop(self) -> None:
        """Stop the servers; the operations stay open for the next start."""
        for timer in self._expiries.values():
            timer.cancel()
        self._expiries.clear()
        async with self._lock:
            await self._listener.stop()
            await self._ftp.stop()

    def _expire_in_time(self, operation: Operation) -> None:
        left = (operation.expires_at - self._central_system.clock()).total_seconds()
        self._expiries[operation.token] = self._hass.loop.call_later(
            max(left, 0),
            lambda: self._hass.async_create_task(
                self.async_close(operation), "plug_control ends a transfer"
            ),
        )

    # ---- URLs

    async def _async_location(self, scheme: str, operation: Operation, quirks: Quirks) -> str:
        """Return the URL of an operation by a scheme, with its server running. Raises OSError."""
        host = await self._async_host_for(operation.charge_point_id)
        if scheme.casefold() == "ftp":
            operation.server = Server.FTP
            port = await self._async_start_ftp(quirks)
            return ways.ftp_url(host, port, operation)
        base = self._base(scheme, host)
        if base is None:
            if scheme.casefold() != "http":
                raise OSError("the address for transfers is not https")
            operation.server = Server.LISTENER
            port = await self._listener.start(self._host())
            base = f"http://{ways.bracketed(host)}:{port}"
        else:
            operation.server = Server.HOME_ASSISTANT
        return ways.with_scheme(ways.http_url(base, operation), scheme)

    def _base(self, scheme: str, host: str) -> str | None:
        """Return the base of Home Assistant's own URLs for a scheme; None where they do not serve it."""
        address = self._address() or ""
        if address.startswith(_HTTP):
            return address if address.startswith(f"{scheme.casefold()}://") else None
        api = self._hass.config.api
        if scheme.casefold() == "https" or api is None or api.use_ssl or _is_loopback(api.host):
            return None
        return f"http://{ways.bracketed(host)}:{api.port}"

    async def _async_start_ftp(self, quirks: Quirks) -> int:
        ports = FTP_PORTS if quirks.ftp_port is None else (quirks.ftp_port,)
        address = self._address() or ""
        masquerade = address if ways.is_ipv4(address) else None
        return await self._ftp.start(self._host(), ports, masquerade)

    async def _async_host_for(self, charge_point_id: str) -> str:
        """Return the host that a charge point can reach: the user's, else the one that it called, else this machine's."""
        address = self._address() or ""
        if address.startswith(_HTTP):
            return urlsplit(address).hostname or address
        if address:
            return address
        connection = self._central_system.connection_of(charge_point_id)
        if connection is not None and connection.knock.dialled_host is not None:
            return connection.knock.dialled_host
        return await network.async_get_source_ip(self._hass)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
