"""Passwords that are made for charge points: strong, shown once, kept, and asked for from the next connection on."""

import re
from typing import Any

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_NAME, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from websockets.exceptions import InvalidStatus

from custom_components.plug_control.const import (
    CONF_CHARGE_POINT_ID,
    CONF_MAKE_PASSWORD,
    SUBENTRY_CHARGE_POINT,
)
from custom_components.plug_control.flows.form import made_password
from custom_components.plug_control.security.passwords import check_password, is_hash
from simulator.scripted import ScriptedChargePoint
from tests.entry.test_discovery import NEWCOMER, dial_in
from tests.helpers import CHARGE_POINT_ID, CHARGE_POINT_NAME, coordinator_of, scripted, until
from tests.offers import offers
from tests.subentries import SETTINGS, add, change

from .test_waiting import Dialog

MAKE = {CONF_MAKE_PASSWORD: True}
CHANGE = {CONF_NAME: CHARGE_POINT_NAME, **SETTINGS, **MAKE}


def shown(result: Any) -> str:
    """The password that a step shows."""
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "made_password")
    password = result["description_placeholders"]["password"]
    assert re.fullmatch("[0-9a-f]{40}", password)
    return str(password)


async def answer(
    hass: HomeAssistant, result: SubentryFlowResult, **answers: Any
) -> SubentryFlowResult:
    ended = await hass.config_entries.subentries.async_configure(result["flow_id"], answers)
    await hass.async_block_till_done()
    return ended


async def let_in_by(entry: MockConfigEntry, identity: str, password: str) -> None:
    """The charger gets in with the password, as digits and as the bytes that they stand for, and with no other one."""
    for wrong in (None, "x" * 40, made_password()):
        with pytest.raises(InvalidStatus) as refused:
            await scripted(entry, identity, password=wrong).connect()
        assert refused.value.response.status_code == 401
    async with scripted(entry, identity, password=password) as charge_point:
        assert (await charge_point.boot())["status"] == "Accepted"


def test_made_passwords_have_20_random_bytes() -> None:
    made = {made_password() for _ in range(100)}
    assert len(made) == 100
    assert {len(bytes.fromhex(each)) for each in made} == {20}


async def test_a_charge_point_that_is_added_by_its_identity_gets_a_password(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    form = {CONF_CHARGE_POINT_ID: "CP-2", **SETTINGS, **MAKE}
    result = await add(hass, entry, SUBENTRY_CHARGE_POINT, form)
    password = shown(result)
    assert list(result["data_schema"].schema) == []  # type: ignore[union-attr]
    looked_at_again: Any = await hass.config_entries.subentries.async_configure(result["flow_id"])
    assert shown(looked_at_again) == password
    result = await answer(hass, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert password not in str(result["description_placeholders"])
    data = coordinator_of(entry, "CP-2").subentry.data
    assert (data[CONF_PASSWORD], CONF_MAKE_PASSWORD in data) == (password, False)
    await let_in_by(entry, "CP-2", password)
    assert password not in caplog.text
    assert password not in str(await get_diagnostics_for_config_entry(hass, hass_client, entry))


async def test_a_charge_point_that_calls_is_confirmed_with_a_password(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        await newcomer.boot()
        dialog = Dialog(hass, entry)
        await dialog.open()
        await dialog.choose("wait")
        password = shown(await dialog.answer({CONF_NAME: "Carport", **MAKE}))
        assert (await dialog.answer({}))["type"] is FlowResultType.CREATE_ENTRY
        await hass.async_block_till_done()
        assert newcomer.connected
    await let_in_by(entry, NEWCOMER, password)


async def test_an_offered_charge_point_is_confirmed_with_a_password(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        offer = await dial_in(hass, newcomer)
        flows = hass.config_entries.flow
        result = await flows.async_configure(offer["flow_id"], {CONF_NAME: "Carport", **MAKE})
        password = shown(result)
        assert offers(hass)
        result = await flows.async_configure(offer["flow_id"], {})
        assert result["reason"] == "charge_point_added"
        await hass.async_block_till_done()
    await let_in_by(entry, NEWCOMER, password)


async def test_a_new_password_is_typed_into_a_charge_point_that_is_there(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, CHANGE)
    password = shown(result)
    assert coordinator_of(entry).settings.password is None
    result = await answer(hass, result, send_password=False)
    assert result["reason"] == "reconfigure_successful"
    assert coordinator_of(entry).settings.password == password
    assert charge_point.connected
    assert not sent(charge_point)
    await charge_point.close()
    await let_in_by(entry, CHARGE_POINT_ID, password)


def sent(charge_point: ScriptedChargePoint) -> list[Any]:
    changes = charge_point.received("ChangeConfiguration")
    return [each["value"] for each in changes if each["key"] == "AuthorizationKey"]


@pytest.mark.parametrize("before", [{}, {CONF_PASSWORD: "old"}])
async def test_r4_a_new_password_is_sent_to_the_charge_point(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
    caplog: pytest.LogCaptureFixture,
    before: dict[str, str],
) -> None:
    """As 40 hexadecimal digits, the most that AuthorizationKey may have (OCPP 1.6 security, A01)."""
    plain = {key: value for key, value in CHANGE.items() if key != CONF_MAKE_PASSWORD}
    await change(hass, entry, SUBENTRY_CHARGE_POINT, plain | before)
    charge_point.auto_reply("ChangeConfiguration", {"status": "Accepted"})
    _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, CHANGE)
    password = shown(result)
    await answer(hass, result, send_password=True)
    assert sent(charge_point) == [password]
    await until(lambda: coordinator_of(entry).settings.password == password)
    await charge_point.close()
    await let_in_by(entry, CHARGE_POINT_ID, password)
    assert password not in caplog.text


async def test_r4_a_password_that_the_charge_point_refuses_changes_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    charge_point.auto_reply("ChangeConfiguration", {"status": "NotSupported"})
    _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, CHANGE)
    password = shown(result)
    result = await answer(hass, result, send_password=True)
    assert result["errors"] == {"base": "command_failed"}
    assert shown(result) == password
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["error"]
    assert coordinator_of(entry).settings.password is None
    await answer(hass, result, send_password=False)
    assert coordinator_of(entry).settings.password == password


async def test_r4_a_password_that_the_charge_point_may_have_taken_is_let_in_beside_the_old_one(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    plain = {key: value for key, value in CHANGE.items() if key != CONF_MAKE_PASSWORD}
    await change(hass, entry, SUBENTRY_CHARGE_POINT, plain | {CONF_PASSWORD: "old"})
    charge_point.auto_reply("ChangeConfiguration", None)
    _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, CHANGE)
    password = shown(result)
    sending = hass.async_create_task(answer(hass, result, send_password=True))
    await until(lambda: sent(charge_point))
    await charge_point.close()
    result = await sending
    assert result["errors"] == {"base": "password_uncertain"}
    assert shown(result) == password
    assert CHARGE_POINT_NAME in (result["description_placeholders"] or {})["error"]
    async with scripted(entry, password="old") as again:
        assert (await again.boot())["status"] == "Accepted"
    await let_in_by(entry, CHARGE_POINT_ID, password)
    await until(lambda: is_hash(coordinator_of(entry).subentry.data[CONF_PASSWORD]))
    assert check_password(coordinator_of(entry).subentry.data[CONF_PASSWORD], password.encode())


async def test_a_password_is_not_sent_once_the_entry_is_unloaded(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, CHANGE)
    await hass.config_entries.async_unload(entry.entry_id)
    result = await answer(hass, result, send_password=True)
    assert result["errors"] == {"base": "command_failed"}
    assert not sent(charge_point)


async def test_a_charge_point_that_is_away_or_not_run_is_sent_nothing(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, CHANGE)
    assert list(result["data_schema"].schema) == []  # type: ignore[union-attr]
    await hass.config_entries.async_unload(entry.entry_id)
    _, result = await change(hass, entry, SUBENTRY_CHARGE_POINT, CHANGE)
    assert list(result["data_schema"].schema) == []  # type: ignore[union-attr]
    password = shown(result)
    await answer(hass, result)
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    assert subentry.data[CONF_PASSWORD] == password
