"""The addresses of this machine: what is offered to listen on, and what is told to be typed into a charger."""

from ipaddress import IPv4Address, IPv6Address
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.plug_control.addresses import (
    async_listen_options,
    async_urls,
    async_urls_text,
)

NETWORK = "custom_components.plug_control.addresses.network"

LAN = IPv4Address("192.168.1.10")
SECOND = IPv4Address("10.0.0.2")
GLOBAL_V6 = IPv6Address("2001:db8::5%2")
LINK_LOCAL_V6 = IPv6Address("fe80::1%2")
LOOPBACK = IPv4Address("127.0.0.1")


async def urls(
    hass: HomeAssistant,
    *addresses: IPv4Address | IPv6Address,
    source: str | None = None,
    host: str | None = None,
) -> list[str]:
    """The URLs of a machine with these addresses."""
    with (
        patch(
            f"{NETWORK}.async_get_source_ip",
            **({"return_value": source} if source else {"side_effect": HomeAssistantError}),
        ),
        patch(f"{NETWORK}.async_get_enabled_source_ips", return_value=list(addresses)),
    ):
        return await async_urls(hass, host, 9016)


async def test_the_source_address_comes_first_then_the_others(hass: HomeAssistant) -> None:
    assert await urls(hass, SECOND, LAN, LINK_LOCAL_V6, LOOPBACK, GLOBAL_V6, source=str(LAN)) == [
        "ws://192.168.1.10:9016/",
        "ws://10.0.0.2:9016/",
    ]


async def test_an_ipv6_address_is_bracketed_and_has_no_scope(hass: HomeAssistant) -> None:
    assert await urls(hass, LOOPBACK, GLOBAL_V6) == ["ws://[2001:db8::5]:9016/"]


async def test_the_configured_url_is_the_likeliest(hass: HomeAssistant) -> None:
    hass.config.internal_url = "http://ha.example.org:8123"
    assert await urls(hass, LAN, source=str(LAN)) == [
        "ws://ha.example.org:9016/",
        "ws://192.168.1.10:9016/",
    ]


@pytest.mark.parametrize("url", ["http://homeassistant.local:8123", "http://localhost:8123"])
async def test_names_that_a_charger_cannot_resolve_are_left_out(
    hass: HomeAssistant, url: str
) -> None:
    hass.config.internal_url = url
    assert await urls(hass, LAN) == ["ws://192.168.1.10:9016/"]


async def test_a_machine_without_network_has_at_least_itself(hass: HomeAssistant) -> None:
    assert await urls(hass, LOOPBACK) == ["ws://127.0.0.1:9016/"]
    assert await urls(hass) == ["ws://127.0.0.1:9016/"]


async def test_who_listens_on_one_address_has_one_url(hass: HomeAssistant) -> None:
    assert await urls(hass, LAN, host="10.0.0.2") == ["ws://10.0.0.2:9016/"]
    assert await async_urls_text(hass, "::1", 9017) == "- `ws://[::1]:9017/`"


async def test_listening_everywhere_has_all_urls(hass: HomeAssistant) -> None:
    assert await urls(hass, LAN, host="0.0.0.0") == ["ws://192.168.1.10:9016/"]


async def test_the_addresses_to_listen_on_are_named_by_their_adapter(hass: HomeAssistant) -> None:
    adapter = {
        "name": "eth0",
        "ipv4": [{"address": "192.168.1.10"}],
        "ipv6": [{"address": "2001:db8::5"}, {"address": "fe80::1"}],
    }
    with patch(f"{NETWORK}.async_get_adapters", return_value=[adapter]):
        assert await async_listen_options(hass) == [
            {"value": "192.168.1.10", "label": "192.168.1.10 (eth0)"},
            {"value": "2001:db8::5", "label": "2001:db8::5 (eth0)"},
        ]
