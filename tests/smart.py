"""Helpers of the tests of smart charging's entities: a site's options, and decisions to show."""

from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.charging.types import Reason, ReasonCode
from custom_components.plug_control.const import (
    CONF_GRID_METER,
    CONF_GRID_POWER,
    CONF_PRICES,
    CONF_SITE,
)
from custom_components.plug_control.controller.controller import Controller
from custom_components.plug_control.controller.wishes import Outcome

from .chargers import C2EU
from .helpers import coordinator_of

KEY = (C2EU, 1)
METER: Mapping[str, Any] = {CONF_GRID_METER: "power", CONF_GRID_POWER: "sensor.grid"}
PRICES: Mapping[str, Any] = {CONF_PRICES: ["sensor.prices"]}


def controller_of(entry: MockConfigEntry) -> Controller:
    """Return the controller of a config entry."""
    controller: Controller = entry.runtime_data.controller
    return controller


async def change_site(hass: HomeAssistant, entry: MockConfigEntry, site: Mapping[str, Any]) -> None:
    """Change the options of the site, and wait until the entry has applied them."""
    options = {**entry.options, CONF_SITE: dict(site)}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done()


def decide(entry: MockConfigEntry, outcome: Outcome | None) -> None:
    """Make `outcome` the last decision for the C2EU, and update its entities."""
    with patch.object(controller_of(entry), "outcome_of", return_value=outcome):
        coordinator_of(entry, C2EU).async_update_listeners(1)


def outcome(code: ReasonCode = ReasonCode.FAST, **fields: Any) -> Outcome:
    """Return a decision with a reason without numbers."""
    return Outcome(reason=Reason(code=code), **fields)
