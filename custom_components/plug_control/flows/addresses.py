"""Find this machine's addresses to listen on, and the URLs to type into a charger."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from enum import StrEnum, auto
import errno
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
import socket
from typing import Final
from urllib.parse import urlsplit

from aiohttp.web import Request
from homeassistant.components import network
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.config_entry_oauth2_flow import HEADER_FRONTEND_BASE
from homeassistant.helpers.hassio import is_hassio
from homeassistant.helpers.http import current_request
from homeassistant.helpers.selector import SelectOptionDict
from homeassistant.util.package import is_docker_env

_MAX_URLS: Final = 3

_PROBE_ERRORS: Final = {
    None: "address_not_here",  # asyncio's own error if no address of the host is this machine's
    errno.EADDRINUSE: "port_in_use",
    errno.EACCES: "port_not_allowed",
    errno.EPERM: "port_not_allowed",
    errno.EADDRNOTAVAIL: "address_not_here",
}


async def async_listen_options(hass: HomeAssistant) -> list[SelectOptionDict]:
    """Return this machine's addresses as options for the address to listen on."""
    return [
        SelectOptionDict(value=address, label=f"{address} ({adapter['name']})")
        for adapter in await network.async_get_adapters(hass)
        for address in (
            *(ipv4["address"] for ipv4 in adapter["ipv4"]),
            *(ipv6["address"] for ipv6 in adapter["ipv6"] if not _is_link_local(ipv6["address"])),
        )
    ]


async def async_probe(host: str | None, port: int) -> str | None:
    """Try to listen; return the key of a form error if that is not possible, or None."""
    try:
        server = await asyncio.get_running_loop().create_server(
            asyncio.Protocol, host, port, start_serving=False
        )
    except socket.gaierror:
        return "address_not_here"
    except OSError as error:
        return _PROBE_ERRORS.get(error.errno, "cannot_listen")
    server.close()
    await server.wait_closed()
    return None


async def async_urls(hass: HomeAssistant, host: str | None, port: int) -> list[str]:
    """Return up to three URLs of a central system on `host` (None: all addresses) and `port`, the most likely first."""
    hosts = [host] if host and host not in _WILDCARDS else await _hosts(hass)
    return [f"ws://{f'[{name}]' if ':' in name else name}:{port}/" for name in hosts][:_MAX_URLS]


async def async_server_names(hass: HomeAssistant, host: str | None) -> list[str]:
    """Return the host names and addresses by which chargers may dial a central system on `host` (None: all addresses)."""
    if host and host not in _WILDCARDS:
        return [host]
    configured = urlsplit(hass.config.internal_url or "").hostname
    own = [str(address).partition("%")[0] for address in await _addresses(hass)]
    return [*dict.fromkeys([*await _hosts(hass), *own, *([configured] if configured else [])])]


class Obstacle(StrEnum):
    """What may keep chargers from reaching an open port."""

    CONTAINER = auto()
    """Home Assistant runs in a container with a network of its own."""
    PROXY = auto()
    """The browser reaches Home Assistant through a proxy, which may not forward this port."""


async def async_obstacle(hass: HomeAssistant) -> Obstacle | None:
    """Return the likely obstacle between chargers and the port; None if none is visible from here."""
    if _is_in_container(hass) and _is_bridged(await _addresses(hass)):
        return Obstacle.CONTAINER
    return Obstacle.PROXY if _is_proxied() else None


async def async_urls_text(hass: HomeAssistant, host: str | None, port: int) -> str:
    """Return the URLs of `async_urls` as a Markdown list."""
    return "\n".join(f"- `{url}`" for url in await async_urls(hass, host, port))


_WILDCARDS: Final = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound


async def _hosts(hass: HomeAssistant) -> list[str]:
    """Return this machine's names and addresses: from the configured URL, the browser's request, and the network.

    Names under `.local` are omitted, since few chargers resolve them.
    """
    hosts: dict[str, None] = {}
    configured = urlsplit(hass.config.internal_url or "").hostname
    if configured and not configured.endswith(".local"):
        hosts[configured] = None
    if (seen := _seen_address()) is not None:
        hosts[str(seen)] = None
    addresses = await _addresses(hass)
    if hosts and _is_in_container(hass) and _is_bridged(addresses):
        return list(hosts)  # The container's own addresses mean nothing outside.
    with suppress(HomeAssistantError):
        hosts[await network.async_get_source_ip(hass)] = None
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


# ---- the present request and this machine's networks


_BRIDGES: Final = (ip_network("172.16.0.0/12"), ip_network("10.88.0.0/16"))
"""The networks that Docker and Podman give to containers by default."""
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For")


async def _addresses(hass: HomeAssistant) -> list[IPv4Address | IPv6Address]:
    """Return this machine's own addresses, without loopback and link-local ones."""
    return [
        address
        for address in await network.async_get_enabled_source_ips(hass)
        if not (address.is_link_local or address.is_loopback)
    ]


def _seen_address() -> IPv4Address | IPv6Address | None:
    """Return the private address that the browser of the present request uses for Home Assistant; None if it is none."""
    request = current_request.get()
    if request is None:
        return None
    with suppress(ValueError):
        host = urlsplit(_frontend_base(request)).hostname
        address = ip_address((host or "").partition("%")[0])
        if address.is_private and not address.is_loopback:
            return address
    return None


def _frontend_base(request: Request) -> str:
    """Return the frontend's base URL from its own header, or else from the host, which a proxy may have changed."""
    return request.headers.get(HEADER_FRONTEND_BASE) or f"http://{request.host}"


def _is_in_container(hass: HomeAssistant) -> bool:
    """Return whether Home Assistant runs in a container other than Home Assistant OS's, which uses the host's network."""
    return is_docker_env() and not is_hassio(hass)


def _is_bridged(addresses: Collection[IPv4Address | IPv6Address]) -> bool:
    """Return whether a container has a network of its own, not its host's."""
    if (seen := _seen_address()) is not None:
        return seen not in addresses
    return all(
        any(address in bridge for bridge in _BRIDGES if bridge.version == address.version)
        for address in addresses
        if address.version == 4
    )


def _is_proxied() -> bool:
    """Return whether the browser of the present request reaches Home Assistant through a proxy, or by HTTPS."""
    request = current_request.get()
    return request is not None and (
        any(header in request.headers for header in _FORWARDED)
        or urlsplit(_frontend_base(request)).scheme == "https"
    )
