"""Config flow: where to listen, tried before anything is saved; reconfigure and options."""

from collections.abc import Generator
import errno
import socket
from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState, ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import (
    CONF_ACCEPT_WITHOUT_SUBPROTOCOL,
    CONF_HEARTBEAT_INTERVAL,
    CONF_MAIN_FUSE,
    CONF_METER_INTERVAL,
    CONF_SHARED_SESSIONS,
    CONF_SITE,
    CONF_TRANSFER_ADDRESS,
    CONF_UNKNOWN_CHARGE_POINTS,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
)

from .helpers import HOST, state_of

ADDRESSES = "custom_components.plug_control.flows.addresses"


@pytest.fixture
def set_up_mock() -> Generator[AsyncMock]:
    """Keep entries from being set up: what is tested is the flow."""
    with patch("custom_components.plug_control.async_setup_entry", return_value=True) as mock:
        yield mock


@pytest.fixture
def taken_port() -> Generator[int]:
    """A port that somebody listens on."""
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


async def start(hass: HomeAssistant) -> ConfigFlowResult:
    """Start the flow as a user does."""
    return await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})


async def test_the_form_suggests_port_9016_and_shows_the_url_to_type(hass: HomeAssistant) -> None:
    result = await start(hass)

    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    schema = result["data_schema"]
    assert schema is not None
    suggested = {str(key): (key.description or {}).get("suggested_value") for key in schema.schema}
    assert suggested == {"port": 9016, "host": None}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert ":9016/`" in placeholders["urls"]


async def test_an_entry_is_created_and_tells_the_url(
    hass: HomeAssistant, set_up_mock: AsyncMock, free_port: int
) -> None:
    result = await start(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == f"Plug Control ({free_port})"
    assert result["data"] == {CONF_PORT: free_port, CONF_HOST: HOST}
    assert result["description_placeholders"] == {"urls": f"- `ws://{HOST}:{free_port}/`"}
    assert len(set_up_mock.mock_calls) == 1
    kind, flow_id = result["next_flow"]
    assert kind == "config_subentries_flow"
    following = hass.config_entries.subentries.async_get(flow_id)
    assert following["step_id"] == "user"
    assert following["handler"] == (result["result"].entry_id, SUBENTRY_CHARGE_POINT)


async def test_an_entry_that_cannot_be_set_up_leads_nowhere_and_tells_the_url(
    hass: HomeAssistant, free_port: int
) -> None:
    result = await start(hass)
    with patch("custom_components.plug_control.async_setup_entry", return_value=False):
        result = await hass.config_entries.flow.async_configure(
            result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
        )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert "next_flow" not in result


async def test_the_usual_port_needs_no_number_in_the_title(
    hass: HomeAssistant, set_up_mock: AsyncMock
) -> None:
    result = await start(hass)
    with patch("custom_components.plug_control.config_flow.async_probe", return_value=None):
        result = await hass.config_entries.flow.async_configure(
            result["flow_id"], {CONF_PORT: 9016}
        )

    assert result["title"] == "Plug Control"
    assert result["data"] == {CONF_PORT: 9016}


async def test_a_port_in_use_is_told_and_another_one_goes_on(
    hass: HomeAssistant, set_up_mock: AsyncMock, taken_port: int, free_port: int
) -> None:
    result = await start(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: taken_port, CONF_HOST: HOST}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == {"base": "port_in_use"}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (OSError(errno.EACCES, "denied"), "port_not_allowed"),
        (OSError(errno.EADDRNOTAVAIL, "not here"), "address_not_here"),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "address_not_here"),
        (OSError(errno.EMFILE, "too many"), "cannot_listen"),
    ],
)
async def test_what_keeps_from_listening_is_told(
    hass: HomeAssistant, set_up_mock: AsyncMock, free_port: int, error: OSError, key: str
) -> None:
    result = await start(hass)
    with patch.object(hass.loop, "create_server", side_effect=error):
        result = await hass.config_entries.flow.async_configure(
            result["flow_id"], {CONF_PORT: free_port}
        )
    assert result["errors"] == {"base": key}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_address_of_another_machine_is_told(hass: HomeAssistant, free_port: int) -> None:
    result = await start(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: "192.0.2.1"}
    )
    assert result["errors"] == {"base": "address_not_here"}


async def test_the_same_port_is_not_set_up_twice(hass: HomeAssistant, free_port: int) -> None:
    MockConfigEntry(domain=DOMAIN, data={CONF_PORT: free_port}).add_to_hass(hass)
    result = await start(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"


async def test_another_port_may_be_set_up_as_well(
    hass: HomeAssistant, set_up_mock: AsyncMock, free_port: int
) -> None:
    MockConfigEntry(domain=DOMAIN, data={CONF_PORT: 9016}).add_to_hass(hass)
    result = await start(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


# ---- reconfigure


async def test_reconfigure_moves_a_loaded_entry_by_its_own_reload(
    hass: HomeAssistant, entry: MockConfigEntry, free_port: int
) -> None:
    result = await entry.start_reconfigure_flow(hass)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "reconfigure"

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
    )
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == {CONF_PORT: free_port, CONF_HOST: HOST}
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.runtime_data.central_system.port == free_port


async def test_reconfigure_changes_the_address_on_the_port_that_is_its_own(
    hass: HomeAssistant, entry: MockConfigEntry, free_port: int
) -> None:
    hass.config_entries.async_update_entry(entry, data={CONF_PORT: free_port})
    await hass.async_block_till_done()
    assert entry.runtime_data.central_system.port == free_port

    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: "192.0.2.1"}
    )
    assert result["errors"] == {"base": "address_not_here"}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
    )
    await hass.async_block_till_done()
    assert result["reason"] == "reconfigure_successful"
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.runtime_data.central_system.settings.host == HOST


async def test_reconfigure_takes_no_other_entrys_port(
    hass: HomeAssistant, entry: MockConfigEntry, taken_port: int
) -> None:
    MockConfigEntry(domain=DOMAIN, data={CONF_PORT: 9017}).add_to_hass(hass)
    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: taken_port, CONF_HOST: HOST}
    )
    assert result["errors"] == {"base": "port_in_use"}

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: 9017, CONF_HOST: HOST}
    )
    assert result["reason"] == "already_configured"


async def test_reconfigure_brings_an_entry_up_that_could_not_listen(
    hass: HomeAssistant, taken_port: int, free_port: int
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=f"Plug Control ({taken_port})",
        data={CONF_PORT: taken_port, CONF_HOST: HOST},
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert state_of(entry) is ConfigEntryState.SETUP_RETRY

    result = await entry.start_reconfigure_flow(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {CONF_PORT: free_port, CONF_HOST: HOST}
    )
    await hass.async_block_till_done()

    assert result["reason"] == "reconfigure_successful"
    assert state_of(entry) is ConfigEntryState.LOADED
    assert entry.title == f"Plug Control ({free_port})"


# ---- options


async def test_options_show_what_holds_and_are_applied_without_reload(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    central_system = entry.runtime_data.central_system
    hass.config_entries.async_update_entry(entry, options={CONF_SITE: {CONF_MAIN_FUSE: 35}})
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["type"] is FlowResultType.MENU
    assert result["menu_options"] == [
        *("site", "central_system", "documents", "encryption", "privacy", "removal")
    ]
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {"next_step_id": "central_system"}
    )
    assert result["type"] is FlowResultType.FORM
    schema = result["data_schema"]
    assert schema is not None
    assert {str(key): key.description["suggested_value"] for key in schema.schema} == {
        CONF_UNKNOWN_CHARGE_POINTS: "ask",
        CONF_METER_INTERVAL: 60,
        CONF_HEARTBEAT_INTERVAL: 300,
        CONF_ACCEPT_WITHOUT_SUBPROTOCOL: False,
        CONF_SHARED_SESSIONS: "none",
        CONF_TRANSFER_ADDRESS: "",
    }

    result = await hass.config_entries.options.async_configure(
        result["flow_id"],
        {
            CONF_UNKNOWN_CHARGE_POINTS: "refuse",
            CONF_METER_INTERVAL: 30,
            CONF_HEARTBEAT_INTERVAL: 600,
            CONF_ACCEPT_WITHOUT_SUBPROTOCOL: True,
            CONF_SHARED_SESSIONS: "short",
        },
    )
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.options[CONF_SHARED_SESSIONS] == "short"
    assert entry.runtime_data.central_system is central_system
    settings = central_system.settings
    assert settings.unknown_charge_points == "refuse"
    assert (settings.meter_interval_s, settings.heartbeat_interval_s) == (30, 600)
    assert settings.require_subprotocol is False
    assert entry.options[CONF_SITE] == {CONF_MAIN_FUSE: 35}


async def test_an_address_for_files_is_checked_and_can_be_removed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    options = hass.config_entries.options

    async def submit(**address: str) -> Any:
        result = await options.async_init(entry.entry_id)
        result = await options.async_configure(
            result["flow_id"], {"next_step_id": "central_system"}
        )
        others = {
            CONF_UNKNOWN_CHARGE_POINTS: "ask",
            CONF_METER_INTERVAL: 60,
            CONF_HEARTBEAT_INTERVAL: 300,
            CONF_ACCEPT_WITHOUT_SUBPROTOCOL: False,
            CONF_SHARED_SESSIONS: "none",
        }
        return await options.async_configure(result["flow_id"], {**others, **address})

    for wrong in ("no host", "ftp://x/", "http://", "a/b"):
        result = await submit(**{CONF_TRANSFER_ADDRESS: wrong})
        assert result["errors"] == {CONF_TRANSFER_ADDRESS: "invalid_address"}
        options.async_abort(result["flow_id"])
    for right in ("192.0.2.1", "fd00::1", "ha.local", "https://ha.example:8443"):
        assert (await submit(**{CONF_TRANSFER_ADDRESS: right}))["type"] == "create_entry"
        assert entry.options[CONF_TRANSFER_ADDRESS] == right
    await submit()
    assert CONF_TRANSFER_ADDRESS not in entry.options
