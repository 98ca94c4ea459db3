"""Find this machine's addresses: those to listen on, and the URLs to type into a charger."""

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


class Obstacle(StrEnum):
    """What may keep chargers from reaching the port, although it is open."""

    CONTAINER = auto()
    """Home Assistant sits in a container with a network of its own."""
    PROXY = auto()
    """Home Assistant is reached through something that does not pass this port on."""


async def async_obstacle(hass: HomeAssistant) -> Obstacle | None:
    """Return what may stand between chargers and the port, as far as that can be seen from here."""
    if _is_in_container(hass) and _is_bridged(await _addresses(hass)):
        return Obstacle.CONTAINER
    return Obstacle.PROXY if _is_proxied() else None


async def async_urls_text(hass: HomeAssistant, host: str | None, port: int) -> str:
    """Return these URLs as Markdown."""
    return "\n".join(f"- `{url}`" for url in await async_urls(hass, host, port))


_WILDCARDS: Final = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound


async def _hosts(hass: HomeAssistant) -> list[str]:
    """Return what this machine is called from outside: by the configured URL, by the browser that asks, in the network.

    Names under `.local` are left out, since few chargers resolve them.
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


# ---- who asks, and from where


_BRIDGES: Final = (ip_network("172.16.0.0/12"), ip_network("10.88.0.0/16"))
"""Where Docker and Podman place containers that have a network of their own."""
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For")


async def _addresses(hass: HomeAssistant) -> list[IPv4Address | IPv6Address]:
    """Return this machine's own addresses, as others could see them."""
    return [
        address
        for address in await network.async_get_enabled_source_ips(hass)
        if not (address.is_link_local or address.is_loopback)
    ]


def _seen_address() -> IPv4Address | IPv6Address | None:
    """Return the address in the home under which the browser that asks sees Home Assistant, where it is one."""
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
    """Return where the frontend runs, which it says itself; a proxy may have changed the host."""
    return request.headers.get(HEADER_FRONTEND_BASE) or f"http://{request.host}"


def _is_in_container(hass: HomeAssistant) -> bool:
    """Whether Home Assistant runs in a container that somebody else made; its own system gives it the host's network."""
    return is_docker_env() and not is_hassio(hass)


def _is_bridged(addresses: Collection[IPv4Address | IPv6Address]) -> bool:
    """Whether a container's network is not that of its host."""
    if (seen := _seen_address()) is not None:
        return seen not in addresses
    return all(
        any(address in bridge for bridge in _BRIDGES if bridge.version == address.version)
        for address in addresses
        if address.version == 4
    )


def _is_proxied() -> bool:
    """Whether the browser that asks reaches Home Assistant through something in between."""
    request = current_request.get()
    return request is not None and (
        any(header in request.headers for header in _FORWARDED)
        or urlsplit(_frontend_base(request)).scheme == "https"
    )
