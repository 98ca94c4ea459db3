"""Charge points are added, changed and removed without disconnecting any other."""

from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_NAME, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from websockets.exceptions import InvalidStatus

from custom_components.plug_control.central_system.stations.settings import (
    ChargePointSettings,
    WhoMayCharge,
)
from custom_components.plug_control.const import (
    CONF_CHARGE_POINT_ID,
    CONF_LEAVE_CONFIGURATION_ALONE,
    CONF_MAXIMUM_CURRENT,
    CONF_METER_PUBLIC_KEY,
    CONF_PHASES,
    CONF_REMOTE_ID_TAG,
    CONF_START_WHEN_PLUGGED_IN,
    CONF_UNKNOWN_CHARGE_POINTS,
    CONF_WHO_MAY_CHARGE,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
)
from simulator.generic.signing import PUBLIC_KEY
from simulator.scripted import ScriptedChargePoint
from tests.helpers import (
    CHARGE_POINT_ID,
    CHARGE_POINT_NAME,
    charge_point_data,
    coordinator_of,
    devices_of,
    scripted,
    set_up,
    status,
    until,
)
from tests.subentries import SETTINGS, add, change, reconfigure, suggestions


def named(entry: MockConfigEntry, title: str) -> ConfigSubentry:
    """The subentry that is called `title`."""
    return next(each for each in entry.subentries.values() if each.title == title)


async def test_a_charge_point_is_added_beforehand_and_may_dial_in(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    result = await add(
        hass,
        entry,
        SUBENTRY_CHARGE_POINT,
        {
            CONF_CHARGE_POINT_ID: " CP 2 ",
            CONF_NAME: "Carport",
            **SETTINGS,
            CONF_WHO_MAY_CHARGE: "anyone",
            CONF_START_WHEN_PLUGGED_IN: True,
        },
    )

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.runtime_data.central_system.settings_of("CP 2") == ChargePointSettings(
        charge_point_id="CP 2",
        phases=1,
        maximum_current_a=16,
        who_may_charge=WhoMayCharge.ANYONE,
        start_when_plugged_in=True,
    )
    async with scripted(entry, "CP 2") as other:
        assert (await other.boot())["status"] == "Accepted"
        await until(lambda: coordinator_of(entry, "CP 2").available)
        assert devices_of(hass, entry)["CP 2"].name == "Carport"
    assert charge_point.connected


async def test_a_charge_point_without_a_name_is_called_by_its_identity(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await add(hass, entry, SUBENTRY_CHARGE_POINT, {CONF_CHARGE_POINT_ID: "CP-2", **SETTINGS})
    assert named(entry, "CP-2").data[CONF_CHARGE_POINT_ID] == "CP-2"


@pytest.mark.parametrize(
    ("user_input", "errors"),
    [
        ({CONF_CHARGE_POINT_ID: CHARGE_POINT_ID}, {CONF_CHARGE_POINT_ID: "already_configured"}),
        ({CONF_CHARGE_POINT_ID: "far-away"}, {CONF_CHARGE_POINT_ID: "configured_elsewhere"}),
        ({CONF_CHARGE_POINT_ID: ""}, {CONF_CHARGE_POINT_ID: "invalid_charge_point_id"}),
        ({CONF_CHARGE_POINT_ID: "a/b"}, {CONF_CHARGE_POINT_ID: "invalid_charge_point_id"}),
        ({CONF_CHARGE_POINT_ID: "a#1"}, {CONF_CHARGE_POINT_ID: "invalid_charge_point_id"}),
        ({CONF_CHARGE_POINT_ID: "a\nb"}, {CONF_CHARGE_POINT_ID: "invalid_charge_point_id"}),
        ({CONF_CHARGE_POINT_ID: "x" * 65}, {CONF_CHARGE_POINT_ID: "invalid_charge_point_id"}),
        ({CONF_PASSWORD: "\x07bell"}, {CONF_PASSWORD: "invalid_password"}),
        ({CONF_PASSWORD: "x" * 129}, {CONF_PASSWORD: "invalid_password"}),
        ({CONF_START_WHEN_PLUGGED_IN: True}, {CONF_START_WHEN_PLUGGED_IN: "only_for_anyone"}),
    ],
)
async def test_what_cannot_be_is_told_and_can_be_put_right(
    hass: HomeAssistant, entry: MockConfigEntry, user_input: dict[str, Any], errors: dict[str, str]
) -> None:
    MockConfigEntry(
        domain=DOMAIN, data={"port": 9017}, subentries_data=[charge_point_data("far-away")]
    ).add_to_hass(hass)
    good = {CONF_CHARGE_POINT_ID: "CP-2", **SETTINGS}

    result = await add(hass, entry, SUBENTRY_CHARGE_POINT, good | user_input)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors

    result = await hass.config_entries.subentries.async_configure(result["flow_id"], good)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("password", ["correct horse", "00010203040506070809" * 2])
async def test_r3_a_charge_point_with_a_password_is_refused_without_it(
    hass: HomeAssistant, entry: MockConfigEntry, password: str, caplog: pytest.LogCaptureFixture
) -> None:
    await add(
        hass,
        entry,
        SUBENTRY_CHARGE_POINT,
        {CONF_CHARGE_POINT_ID: "CP-2", CONF_PASSWORD: password, **SETTINGS},
    )

    with pytest.raises(InvalidStatus) as refused:
        await scripted(entry, "CP-2", password="wrong").connect()
    assert refused.value.response.status_code == 401
    async with scripted(entry, "CP-2", password=password) as charge_point:
        assert (await charge_point.boot())["status"] == "Accepted"
    assert password not in caplog.text


async def test_r4_a_password_that_the_charger_took_is_kept(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(password="old", phases=1))
    async with scripted(entry, password="old") as charge_point:
        await charge_point.boot()
        charge_point.auto_reply("ChangeConfiguration", {"status": "Accepted"})
        await hass.services.async_call(
            DOMAIN,
            "change_configuration",
            {"charge_point_id": CHARGE_POINT_ID, "key": "AuthorizationKey", "value": "new"},
            blocking=True,
            return_response=True,
        )
        await hass.async_block_till_done()
        assert charge_point.connected
    subentry = coordinator_of(entry).subentry
    assert (subentry.data[CONF_PASSWORD], subentry.data[CONF_PHASES]) == ("new", 1)
    with pytest.raises(InvalidStatus):
        await scripted(entry, password="old").connect()


async def test_changed_settings_are_applied_without_disconnecting(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    suggested, result = await change(
        hass,
        entry,
        SUBENTRY_CHARGE_POINT,
        {CONF_NAME: "Carport", CONF_PASSWORD: "secret", **SETTINGS},
    )

    assert suggested == {
        CONF_NAME: CHARGE_POINT_NAME,
        CONF_WHO_MAY_CHARGE: "cards",
        CONF_START_WHEN_PLUGGED_IN: False,
        CONF_MAXIMUM_CURRENT: 32,
        CONF_PHASES: "3",
        CONF_LEAVE_CONFIGURATION_ALONE: False,
    }
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    settings = coordinator_of(entry).settings
    assert (settings.phases, settings.maximum_current_a, settings.password) == (1, 16, "secret")
    assert devices_of(hass, entry)[CHARGE_POINT_ID].name == "Carport"
    assert charge_point.connected


async def test_a_stored_password_is_never_shown_and_stays_unless_it_is_changed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    form = {CONF_NAME: CHARGE_POINT_NAME, **SETTINGS}
    await change(hass, entry, SUBENTRY_CHARGE_POINT, {**form, CONF_PASSWORD: "secret"})

    result = await reconfigure(hass, entry, SUBENTRY_CHARGE_POINT)
    assert "secret" not in str(result)
    masked = suggestions(result)[CONF_PASSWORD]
    await hass.config_entries.subentries.async_configure(
        result["flow_id"], {**form, CONF_PASSWORD: masked, CONF_PHASES: "3"}
    )
    assert coordinator_of(entry).settings.password == "secret"
    assert coordinator_of(entry).settings.phases == 3

    await change(hass, entry, SUBENTRY_CHARGE_POINT, form)
    assert coordinator_of(entry).settings.password is None


async def test_the_tag_of_remote_starts_is_set_when_added_changed_and_taken_away(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    form = {CONF_CHARGE_POINT_ID: "CP-2", **SETTINGS, CONF_REMOTE_ID_TAG: "04LIST"}
    await add(hass, entry, SUBENTRY_CHARGE_POINT, form)
    assert coordinator_of(entry, "CP-2").settings.remote_id_tag == "04LIST"
    hass.config_entries.async_remove_subentry(entry, named(entry, "CP-2").subentry_id)
    await hass.async_block_till_done()

    form = {CONF_NAME: CHARGE_POINT_NAME, **SETTINGS}
    commands = entry.runtime_data.central_system.commands
    own = commands.remote_id_tag(coordinator_of(entry).charge_point)
    before: str | None = None
    for tag in ("04LIST", "04OTHER", None):
        chosen = {} if tag is None else {CONF_REMOTE_ID_TAG: tag}
        suggested, _ = await change(hass, entry, SUBENTRY_CHARGE_POINT, form | chosen)
        assert suggested.get(CONF_REMOTE_ID_TAG) == before
        before = tag
        coordinator = coordinator_of(entry)
        assert coordinator.settings.remote_id_tag == tag
        assert commands.remote_id_tag(coordinator.charge_point) == (tag or own)


@pytest.mark.parametrize("tag", ["0" * 21, "04\x07", " 04"])
async def test_a_tag_of_remote_starts_that_no_card_can_have_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, tag: str
) -> None:
    wrong = {CONF_REMOTE_ID_TAG: "invalid_remote_id_tag"}
    form = {CONF_CHARGE_POINT_ID: "CP-2", **SETTINGS, CONF_REMOTE_ID_TAG: tag}
    assert (await add(hass, entry, SUBENTRY_CHARGE_POINT, form))["errors"] == wrong
    form = {CONF_NAME: CHARGE_POINT_NAME, **SETTINGS, CONF_REMOTE_ID_TAG: tag}
    _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, form)
    assert result["errors"] == wrong
    assert coordinator_of(entry).settings.remote_id_tag is None


async def test_the_public_key_of_the_meter_is_set_and_one_that_is_none_is_told(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    form = {CONF_NAME: CHARGE_POINT_NAME, **SETTINGS}
    for key, errors in (
        ("4711", {CONF_METER_PUBLIC_KEY: "invalid_public_key"}),
        (PUBLIC_KEY, None),
    ):
        keyed = form | {CONF_METER_PUBLIC_KEY: key}
        _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, keyed)
        assert result.get("errors") == errors
    assert named(entry, CHARGE_POINT_NAME).data[CONF_METER_PUBLIC_KEY] == PUBLIC_KEY
    suggested, _ = await change(hass, entry, SUBENTRY_CHARGE_POINT, form)
    assert suggested[CONF_METER_PUBLIC_KEY] == PUBLIC_KEY
    assert CONF_METER_PUBLIC_KEY not in named(entry, CHARGE_POINT_NAME).data


async def test_wrong_changes_are_told(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    _, result = await change(
        hass,
        entry,
        SUBENTRY_CHARGE_POINT,
        {CONF_NAME: " ", **SETTINGS, CONF_START_WHEN_PLUGGED_IN: True},
    )
    assert result["errors"] == {CONF_START_WHEN_PLUGGED_IN: "only_for_anyone"}

    await hass.config_entries.subentries.async_configure(
        result["flow_id"], {CONF_NAME: " ", **SETTINGS}
    )
    assert CHARGE_POINT_ID in {each.title for each in entry.subentries.values()}


async def test_a_removed_charge_point_is_closed_with_its_devices_and_unknown_from_then_on(
    hass: HomeAssistant, charge_point: ScriptedChargePoint, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_UNKNOWN_CHARGE_POINTS: "refuse"})
    await add(hass, entry, SUBENTRY_CHARGE_POINT, {CONF_CHARGE_POINT_ID: "CP-2", **SETTINGS})
    async with scripted(entry, "CP-2") as other:
        await other.boot()
        for each in (charge_point, other):
            await status(each, connector_id=1)
            await status(each, connector_id=2)
        await until(lambda: coordinator_of(entry, "CP-2").main_connector is not None)
        await hass.async_block_till_done()
        subentry_id = coordinator_of(entry, "CP-2").subentry.subentry_id
        assert {"CP-1", "CP-1#2", "CP-2", "CP-2#2"} <= set(devices_of(hass, entry))

        hass.config_entries.async_remove_subentry(entry, subentry_id)
        await hass.async_block_till_done()
        await other.wait_closed()

    assert {each.partition("#")[0] for each in devices_of(hass, entry)} == {"CP-1"}
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert entities
    assert all(entity.config_subentry_id != subentry_id for entity in entities)
    assert charge_point.connected
    with pytest.raises(InvalidStatus) as refused:
        await scripted(entry, "CP-2").connect()
    assert refused.value.response.status_code == 404


async def test_a_charge_point_that_was_removed_can_be_added_again(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    await status(charge_point)
    await hass.async_block_till_done()
    before = len(hass.states.async_all())
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)
    await hass.async_block_till_done()
    assert hass.states.async_all() == []

    await add(
        hass, entry, SUBENTRY_CHARGE_POINT, {CONF_CHARGE_POINT_ID: CHARGE_POINT_ID, **SETTINGS}
    )
    async with scripted(entry) as again:
        await again.boot()
        await status(again)
        await until(lambda: len(hass.states.async_all()) == before)
