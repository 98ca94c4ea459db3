"""This machine's addresses: where the central system may listen, and what is to be typed into a charger."""

import asyncio
from contextlib import suppress
import errno
from ipaddress import ip_address
import socket
from typing import Final
from urllib.parse import urlsplit

from homeassistant.components import network
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.selector import SelectOptionDict

_MAX_URLS: Final = 3

_PROBE_ERRORS: Final = {
    None: "address_not_here",  # asyncio's own error where no address of the host is this machine's
    errno.EADDRINUSE: "port_in_use",
    errno.EACCES: "port_not_allowed",
    errno.EPERM: "port_not_allowed",
    errno.EADDRNOTAVAIL: "address_not_here",
}


async def async_listen_options(hass: HomeAssistant) -> list[SelectOptionDict]:
    """Return the addresses of this machine that can be listened on."""
    return [
        SelectOptionDict(value=address, label=f"{address} ({adapter['name']})")
        for adapter in await network.async_get_adapters(hass)
        for address in (
            *(ipv4["address"] for ipv4 in adapter["ipv4"]),
            *(ipv6["address"] for ipv6 in adapter["ipv6"] if not _is_link_local(ipv6["address"])),
        )
    ]


async def async_probe(host: str | None, port: int) -> str | None:
    """Listen for a moment; return why that is not possible as the key of a form error, or None."""
    try:
        server = await asyncio.get_running_loop().create_server(asyncio.Protocol, host, port)
    except socket.gaierror:
        return "address_not_here"
    except OSError as error:
        return _PROBE_ERRORS.get(error.errno, "cannot_listen")
    server.close()
    await server.wait_closed()
    return None


async def async_urls(hass: HomeAssistant, host: str | None, port: int) -> list[str]:
    """Return the URLs under which chargers reach a central system on `host` and `port`, the likeliest first."""
    hosts = [host] if host and host not in _WILDCARDS else await _hosts(hass)
    return [f"ws://{f'[{name}]' if ':' in name else name}:{port}/" for name in hosts][:_MAX_URLS]


async def async_urls_text(hass: HomeAssistant, host: str | None, port: int) -> str:
    """Return these URLs as Markdown."""
    return "\n".join(f"- `{url}`" for url in await async_urls(hass, host, port))


_WILDCARDS: Final = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound


async def _hosts(hass: HomeAssistant) -> list[str]:
    """Return what this machine is called from outside: the address of the configured URL, then those of the network.

    Names under `.local` are left out, since few chargers resolve them.
    """
    hosts: dict[str, None] = {}
    configured = urlsplit(hass.config.internal_url or "").hostname
    if configured and not configured.endswith(".local"):
        hosts[configured] = None
    with suppress(HomeAssistantError):
        hosts[await network.async_get_source_ip(hass)] = None
    addresses = [
        address
        for address in await network.async_get_enabled_source_ips(hass)
        if not (address.is_link_local or address.is_loopback)
    ]
    version = min((address.version for address in addresses), default=4)  # few chargers know IPv6
    for address in addresses:
        if address.version == version:
            hosts[str(address).partition("%")[0]] = None
    return [name for name in hosts if not _is_loopback(name)] or list(hosts) or ["127.0.0.1"]


def _is_loopback(name: str) -> bool:
    with suppress(ValueError):
        return ip_address(name).is_loopback
    return name == "localhost"


def _is_link_local(address: str) -> bool:
    return ip_address(address).is_link_local
