"""The addresses of this machine: what is offered to listen on, and what is told to be typed into a charger."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import IPv4Address, IPv6Address
from unittest.mock import patch

from aiohttp.test_utils import make_mocked_request
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.http import current_request
import pytest

from custom_components.plug_control.flows.addresses import (
    Obstacle,
    async_listen_options,
    async_obstacle,
    async_urls,
    async_urls_text,
)

NETWORK = "custom_components.plug_control.flows.addresses.network"

LAN = IPv4Address("192.168.1.10")
SECOND = IPv4Address("10.0.0.2")
GLOBAL_V6 = IPv6Address("2001:db8::5%2")
LINK_LOCAL_V6 = IPv6Address("fe80::1%2")
LOOPBACK = IPv4Address("127.0.0.1")


@pytest.fixture(autouse=True)
def outside_of_containers() -> Iterator[None]:
    """Be in no container, wherever the tests run."""
    with patch("custom_components.plug_control.flows.addresses.is_docker_env", return_value=False):
        yield


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


# ---- who asks, and what stands between

BRIDGED = IPv4Address("172.17.0.2")


@contextmanager
def asked_by(headers: dict[str, str] | None) -> Iterator[None]:
    """Have a browser ask; None for nobody."""
    request = None if headers is None else make_mocked_request("GET", "/", headers)
    token = current_request.set(request)
    try:
        yield
    finally:
        current_request.reset(token)


@contextmanager
def in_container(*, supervised: bool = False) -> Iterator[None]:
    """Be in a container."""
    module = "custom_components.plug_control.flows.addresses"
    with ExitStack() as stack:
        stack.enter_context(patch(f"{module}.is_docker_env", return_value=True))
        stack.enter_context(patch(f"{module}.is_hassio", return_value=supervised))
        yield


async def obstacle(hass: HomeAssistant, *addresses: IPv4Address | IPv6Address) -> Obstacle | None:
    """What stands between chargers and a machine with these addresses."""
    with patch(f"{NETWORK}.async_get_enabled_source_ips", return_value=list(addresses)):
        return await async_obstacle(hass)


def frontend(url: str, **headers: str) -> dict[str, str]:
    """The headers of a request of the frontend that runs at `url`."""
    return {"Host": "proxy:80", "HA-Frontend-Base": url, **headers}


async def test_the_address_that_the_browser_uses_is_likelier_than_the_machines_own(
    hass: HomeAssistant,
) -> None:
    with asked_by(frontend(f"http://{SECOND}:8123")):
        assert await urls(hass, LAN, SECOND, source=str(LAN)) == [
            "ws://10.0.0.2:9016/",
            "ws://192.168.1.10:9016/",
        ]
    with asked_by({"Host": f"{SECOND}:8123"}):
        assert (await urls(hass, LAN, source=str(LAN)))[0] == "ws://10.0.0.2:9016/"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8123",
        "http://127.0.0.1:8123",
        "http://homeassistant.local:8123",
        "https://8.8.8.8",
        "http://[broken",
    ],
)
async def test_a_browsers_address_that_no_charger_can_use_is_left_out(
    hass: HomeAssistant, url: str
) -> None:
    with asked_by(frontend(url)):
        assert await urls(hass, LAN, source=str(LAN)) == ["ws://192.168.1.10:9016/"]


async def test_a_containers_own_address_is_not_told_where_a_better_one_is_known(
    hass: HomeAssistant,
) -> None:
    with in_container(), asked_by(frontend("http://192.168.1.10:8123")):
        assert await urls(hass, BRIDGED, source=str(BRIDGED)) == ["ws://192.168.1.10:9016/"]
    with in_container(), asked_by(frontend("http://localhost:8123")):
        assert await urls(hass, BRIDGED, source=str(BRIDGED)) == ["ws://172.17.0.2:9016/"]


async def test_a_container_with_a_network_of_its_own_is_warned_of(hass: HomeAssistant) -> None:
    with in_container():
        assert await obstacle(hass, BRIDGED) is Obstacle.CONTAINER
        with asked_by(frontend("http://192.168.1.10:8123")):
            assert await obstacle(hass, IPv4Address("10.1.2.3")) is Obstacle.CONTAINER


async def test_a_container_in_the_hosts_network_is_not_warned_of(hass: HomeAssistant) -> None:
    with in_container():
        assert await obstacle(hass, LAN) is None
        assert await obstacle(hass, LAN, BRIDGED, GLOBAL_V6) is None
        with asked_by(frontend(f"http://{LAN}:8123")):
            assert await obstacle(hass, LAN) is None
    with in_container(supervised=True):
        assert await obstacle(hass, BRIDGED) is None
    assert await obstacle(hass, BRIDGED) is None


@pytest.mark.parametrize(
    "headers",
    [
        frontend("https://ha.example.org"),
        frontend("http://192.168.1.10", **{"X-Forwarded-For": "192.168.1.77"}),
    ],
)
async def test_a_proxy_is_warned_of(hass: HomeAssistant, headers: dict[str, str]) -> None:
    with asked_by(headers):
        assert await obstacle(hass, LAN) is Obstacle.PROXY
    with asked_by(frontend("http://192.168.1.10:8123")):
        assert await obstacle(hass, LAN) is None
