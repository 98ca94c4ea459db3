"""Users of Home Assistant, whose groups decide what they may do."""

from typing import Any

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_READ_ONLY, GROUP_ID_USER
from homeassistant.auth.models import Group
from homeassistant.auth.permissions.const import CAT_ENTITIES
from homeassistant.auth.permissions.types import PolicyType
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockUser

ADMINISTRATOR = "administrator"
USER = "user"
TENANT = "tenant"
"""A user who may read and control only the named entities."""
READER = "reader"
"""A user of Home Assistant's read-only group."""
AUTOMATION = "automation"
"""No user: Home Assistant itself."""

_GROUPS = {ADMINISTRATOR: GROUP_ID_ADMIN, USER: GROUP_ID_USER, READER: GROUP_ID_READ_ONLY}


async def add_user(hass: HomeAssistant, kind: str) -> MockUser:
    """Add a user of one of Home Assistant's own groups."""
    group = await hass.auth.async_get_group(_GROUPS[kind])
    assert group is not None
    return MockUser(name=kind, groups=[group]).add_to_hass(hass)


def add_tenant(hass: HomeAssistant, entities: dict[str, Any]) -> MockUser:
    """Add a user whose policy names entities."""
    policy: PolicyType = {CAT_ENTITIES: {"entity_ids": entities}}
    return MockUser(name=TENANT, groups=[Group(name=TENANT, policy=policy)]).add_to_hass(hass)
