"""Cards are registered, changed and removed, and the charger is answered accordingly at once."""

from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import (
    CONF_BLOCKED,
    CONF_EXPIRES_AT,
    CONF_GROUP,
    CONF_ID_TAG,
    CONF_USER,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_ID_TAG,
)
from simulator.scripted import ScriptedChargePoint
from tests.helpers import (
    CHARGE_POINT_ID,
    ID_TAG,
    ID_TAG_NAME,
    charge_point_data,
    coordinator_of,
    devices_of,
    set_up,
)
from tests.people import ADMINISTRATOR, USER, add_user
from tests.subentries import add, change


def named(entry: MockConfigEntry, title: str) -> ConfigSubentry:
    """The subentry that is called `title`."""
    return next(each for each in entry.subentries.values() if each.title == title)


async def authorize(charge_point: ScriptedChargePoint, id_tag: str) -> str:
    """The answer to a card."""
    answer = await charge_point.call("Authorize", {"idTag": id_tag})
    info = answer["idTagInfo"]
    assert isinstance(info, dict)
    return str(info["status"])


async def test_a_card_is_registered_and_accepted_whatever_its_case(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    assert await authorize(charge_point, "04ffee") == "Invalid"
    result = await add(
        hass,
        entry,
        SUBENTRY_ID_TAG,
        {CONF_ID_TAG: " 04FFEE ", CONF_NAME: " Ben ", CONF_BLOCKED: False},
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert named(entry, "Ben").data == {CONF_ID_TAG: "04FFEE", CONF_BLOCKED: False}
    assert await authorize(charge_point, "04ffee") == "Accepted"


async def test_a_card_belongs_to_a_user_of_home_assistant_who_starts_with_it(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    user = await add_user(hass, USER)
    commands = entry.runtime_data.central_system.commands
    model = coordinator_of(entry).charge_point
    form = {CONF_ID_TAG: "04FFEE", CONF_NAME: "Ben", CONF_BLOCKED: False}
    own = commands.remote_id_tag(model)
    await add(hass, entry, SUBENTRY_ID_TAG, {**form, CONF_USER: user.id})
    assert named(entry, "Ben").data[CONF_USER] == user.id
    assert commands.remote_id_tag(model, user.id) == "04FFEE"
    assert commands.remote_id_tag(model) == own


async def test_the_user_of_a_card_is_changed_and_taken_away(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    users = [await add_user(hass, kind) for kind in (USER, ADMINISTRATOR)]
    form = {CONF_ID_TAG: ID_TAG, CONF_NAME: ID_TAG_NAME, CONF_BLOCKED: False}
    before: str | None = None
    for user in (*users, None):
        chosen = {} if user is None else {CONF_USER: user.id}
        suggested, result = await change(hass, entry, SUBENTRY_ID_TAG, form | chosen)
        assert suggested.get(CONF_USER) == before
        assert result["reason"] == "reconfigure_successful"
        before = chosen.get(CONF_USER)
        assert named(entry, ID_TAG_NAME).data.get(CONF_USER) == before


async def test_a_card_of_a_user_who_is_gone_can_still_be_changed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """The form comes back with what it was filled in with."""
    user = await add_user(hass, USER)
    form = {CONF_ID_TAG: ID_TAG, CONF_NAME: ID_TAG_NAME, CONF_BLOCKED: False}
    await change(hass, entry, SUBENTRY_ID_TAG, {**form, CONF_USER: user.id})
    await hass.auth.async_remove_user(user)
    same = {**form, CONF_USER: user.id}
    suggested, result = await change(hass, entry, SUBENTRY_ID_TAG, {**same, CONF_BLOCKED: True})
    assert suggested[CONF_USER] == user.id
    assert result["reason"] == "reconfigure_successful"
    assert named(entry, ID_TAG_NAME).data[CONF_BLOCKED]


@pytest.mark.parametrize(
    ("id_tag", "error"),
    [
        (ID_TAG.lower(), "already_configured"),
        ("  ", "invalid_id_tag"),
        ("04\x00", "invalid_id_tag"),
        ("0" * 65, "invalid_id_tag"),
    ],
)
async def test_r19_a_tag_is_one_card_and_readable(
    hass: HomeAssistant, entry: MockConfigEntry, id_tag: str, error: str
) -> None:
    form = {CONF_NAME: "Ben", CONF_BLOCKED: False}
    result = await add(hass, entry, SUBENTRY_ID_TAG, {CONF_ID_TAG: id_tag, **form})
    assert result["errors"] == {CONF_ID_TAG: error}

    result = await hass.config_entries.subentries.async_configure(
        result["flow_id"], {CONF_ID_TAG: "0" * 21, **form}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_card_may_have_the_text_of_an_identity(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    result = await add(
        hass,
        entry,
        SUBENTRY_ID_TAG,
        {CONF_ID_TAG: CHARGE_POINT_ID, CONF_NAME: "Ben", CONF_BLOCKED: False},
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_card_is_changed_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await hass.config.async_set_time_zone("Europe/Berlin")
    form = {CONF_ID_TAG: ID_TAG, CONF_NAME: ID_TAG_NAME, CONF_BLOCKED: False}

    suggested, result = await change(
        hass,
        entry,
        SUBENTRY_ID_TAG,
        {**form, CONF_EXPIRES_AT: "2020-07-01 12:00:00", CONF_GROUP: "family"},
    )
    assert suggested == {CONF_ID_TAG: ID_TAG, CONF_NAME: ID_TAG_NAME}
    assert result["reason"] == "reconfigure_successful"
    (tag,) = entry.runtime_data.id_tags
    assert tag.expires_at == dt_util.parse_datetime("2020-07-01T10:00:00+00:00")
    assert tag.group == "family"
    assert await authorize(charge_point, ID_TAG) == "Expired"

    suggested, _ = await change(
        hass, entry, SUBENTRY_ID_TAG, {**form, CONF_NAME: "", CONF_BLOCKED: True}
    )
    assert suggested[CONF_EXPIRES_AT] == "2020-07-01 12:00:00"
    (tag,) = entry.runtime_data.id_tags
    assert (tag.name, tag.expires_at, tag.group) == (ID_TAG, None, None)
    assert await authorize(charge_point, ID_TAG) == "Blocked"


async def test_a_mistyped_number_is_put_right_but_not_to_another_cards(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    form = {CONF_NAME: "Ben", CONF_BLOCKED: False}
    await add(hass, entry, SUBENTRY_ID_TAG, {CONF_ID_TAG: "04FFEE", **form})
    result: Any = await entry.start_subentry_reconfigure_flow(hass, named(entry, "Ben").subentry_id)
    result = await hass.config_entries.subentries.async_configure(
        result["flow_id"], {CONF_ID_TAG: ID_TAG, **form}
    )
    assert result["errors"] == {CONF_ID_TAG: "already_configured"}

    await hass.config_entries.subentries.async_configure(
        result["flow_id"], {CONF_ID_TAG: "04FFED", **form}
    )
    await hass.async_block_till_done()
    assert await authorize(charge_point, "04FFEE") == "Invalid"
    assert await authorize(charge_point, "04FFED") == "Accepted"


async def test_a_removed_card_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    assert await authorize(charge_point, ID_TAG) == "Accepted"
    hass.config_entries.async_remove_subentry(entry, named(entry, ID_TAG_NAME).subentry_id)
    await hass.async_block_till_done()
    assert await authorize(charge_point, ID_TAG) == "Invalid"
    assert charge_point.connected


async def test_a_subentry_may_be_renamed_where_home_assistant_offers_it(
    hass: HomeAssistant,
) -> None:
    entry = await set_up(hass, charge_point_data())
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    hass.config_entries.async_update_subentry(entry, subentry, title="Carport")
    await hass.async_block_till_done()
    assert devices_of(hass, entry)[CHARGE_POINT_ID].name == "Carport"
    assert coordinator_of(entry).name == "Carport"
