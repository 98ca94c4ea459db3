"""The repair dialogs of back ends: sessions set aside are sent again or let go, a deleted back end is forgotten."""

from typing import Any
from unittest.mock import AsyncMock, patch

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.back_ends import problems
from custom_components.plug_control.back_ends.back_ends import BackEnds
from custom_components.plug_control.central_system.ledger.outbox import RESTORED
from custom_components.plug_control.const import DOMAIN, SUBENTRY_BACK_END
from custom_components.plug_control.model.relaying import QueueLength, RelayedSession, RelayState
from custom_components.plug_control.relay.delivery import (
    CLOSES,
    NO_ANSWER,
    NO_START,
    NO_TRANSACTION_ID,
)
from custom_components.plug_control.relay.state import BackEndState
from custom_components.plug_control.repairs import async_create_fix_flow
from tests.helpers import CHARGE_POINT_ID, charge_point_data, id_tag_data, set_up, until
from tests.relay.scripted import Refuse, ScriptedBackEnd

from .conftest import back_end_data
from .test_wiring import charged, id_of, issues, look, plugged_in


async def fix(hass: HomeAssistant, issue: ir.IssueEntry) -> Any:
    """Return the dialog of an issue."""
    flow: Any = await async_create_fix_flow(hass, issue.issue_id, issue.data)
    flow.hass, flow.handler, flow.issue_id, flow.data = hass, DOMAIN, issue.issue_id, issue.data
    flow.flow_id = "repair"
    return flow


def refusing(*_: object) -> dict[str, Any]:
    raise Refuse("InternalError", "no tariff")


async def two_set_aside(
    hass: HomeAssistant, back_end: ScriptedBackEnd, entry: MockConfigEntry
) -> list[str]:
    """Charge twice at a back end that takes no start; return the sessions' ids."""
    back_end.replies["StartTransaction"] = refusing
    async with plugged_in(hass, entry) as charger:
        await charged(charger)
        await charged(charger, started="2026-03-14T06:10:12+00:00")
        outbox = entry.runtime_data.central_system.ledger.outbox
        await until(lambda: outbox.queue(id_of(entry)).set_aside == 2)
    look(entry)
    found = await entry.runtime_data.back_ends.async_set_aside(id_of(entry))
    return [str(each.session_id) for each in found]


@pytest.mark.parametrize("reason", [RESTORED, NO_START, NO_ANSWER, CLOSES, NO_TRANSACTION_ID])
@pytest.mark.parametrize("language", ["en", "de"])
async def test_why_we_set_a_session_aside_is_said_in_words(
    hass: HomeAssistant, back_end: ScriptedBackEnd, reason: str, language: str
) -> None:
    hass.config.language = language
    entry = await set_up(hass, charge_point_data(), back_end_data(back_end))
    (settings,) = entry.runtime_data.back_ends.all
    state = BackEndState(paused=False, connected=True, queue=QueueLength(set_aside=1))
    problems.async_show(hass, entry, settings, state, dt_util.utcnow())
    flow = await fix(hass, issues(hass)["back_end_set_aside"])
    session = RelayedSession(
        back_end_id=id_of(entry),
        session_id=7,
        charge_point_id=CHARGE_POINT_ID,
        transaction_id=7,
        state=RelayState.SET_ASIDE,
        note=reason,
    )
    with patch.object(BackEnds, "async_set_aside", return_value=[session]):
        (label,) = labels_of(await flow.async_step_init())
    assert label.startswith("7 · Garage · ")
    assert reason not in label
    assert len(label) > len("7 · Garage · ") + 10


def labels_of(form: Any) -> list[str]:
    (options,) = (
        field.config["options"]
        for name, field in form["data_schema"].schema.items()
        if str(name) == "sessions"
    )
    return [each["label"] for each in options]


async def test_one_session_is_let_go_and_the_other_is_sent_again(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    first, second = await two_set_aside(hass, back_end, entry)
    flow = await fix(hass, issues(hass)["back_end_set_aside"])
    form = await flow.async_step_init()
    label, _ = labels_of(form)
    assert label == f"{first} · 2026-03-13 23:05 · Garage · InternalError no tariff"
    done = await flow.async_step_confirm({"sessions": [first], "session_becomes": "let_go"})
    assert done["reason"] == "done"
    look(entry)
    placeholders = issues(hass)["back_end_set_aside"].translation_placeholders or {}
    assert placeholders["sessions"] == "1"
    del back_end.replies["StartTransaction"]
    done = await flow.async_step_confirm({"sessions": [second], "session_becomes": "send_again"})
    assert done["type"] == "create_entry"
    await until(lambda: bool(back_end.stops))
    assert len(back_end.starts) == 1
    look(entry)
    assert "back_end_set_aside" not in issues(hass)
    assert (await flow.async_step_confirm())["type"] == "create_entry"


async def test_a_disk_that_fails_leaves_the_dialog_open(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    sessions = await two_set_aside(hass, back_end, entry)
    flow = await fix(hass, issues(hass)["back_end_set_aside"])
    with patch.object(BackEnds, "async_set_aside", side_effect=OSError):
        assert (await flow.async_step_init())["errors"] == {"base": "ledger_not_read"}
    with patch.object(BackEnds, "async_settle", AsyncMock(return_value=False)):
        form = await flow.async_step_confirm({"sessions": sessions, "session_becomes": "let_go"})
        assert form["errors"] == {"base": "not_stored_yet"}
        with pytest.raises(HomeAssistantError):
            await hass.services.async_call(
                DOMAIN, "let_go_session", {"session_id": int(sessions[0])}, blocking=True
            )
    with patch.object(BackEnds, "async_report_again", side_effect=OSError):
        with pytest.raises(HomeAssistantError):
            await hass.services.async_call(
                DOMAIN, "report_again", {"start": "2026-01-01T00:00:00Z"}, blocking=True
            )
        key = (entry.entry_id, SUBENTRY_BACK_END)
        context: Any = {"source": "reconfigure", "subentry_id": id_of(entry)}
        subentries = hass.config_entries.subentries
        menu = await subentries.async_init(key, context=context)
        await subentries.async_configure(menu["flow_id"], {"next_step_id": "report_again"})
        form = await subentries.async_configure(menu["flow_id"], {"since": "2026-01-01 00:00:00"})
        assert form["errors"] == {"base": "ledger_not_read"}
    issue = issues(hass)["back_end_set_aside"]
    flow = await fix(hass, issue)
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await flow.async_step_confirm())["reason"] == "not_loaded"


async def test_what_waits_for_a_deleted_back_end_is_forgotten_once_confirmed(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    await back_end.close()
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    back_end_id = id_of(entry)
    async with plugged_in(hass, entry) as charger:
        await charged(charger)
    hass.config_entries.async_remove_subentry(entry, back_end_id)
    await hass.async_block_till_done()
    assert await hass.config_entries.async_reload(entry.entry_id)
    outbox = entry.runtime_data.central_system.ledger.outbox
    issue = issues(hass)["back_end_removed"]
    assert (issue.translation_placeholders or {})["name"] == "Employer"
    flow = await fix(hass, issue)
    assert (await flow.async_step_init())["step_id"] == "confirm"
    with patch.object(BackEnds, "async_forget", side_effect=OSError):
        form = await flow.async_step_confirm({})
        assert form["errors"] == {"base": "not_stored_yet"}
    assert (await flow.async_step_confirm({}))["type"] == "create_entry"
    assert outbox.queue(back_end_id).sessions == 0
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await flow.async_step_confirm({}))["reason"] == "not_loaded"


async def test_a_back_end_without_a_queue_is_forgotten_at_once(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), back_end_data(back_end))
    with patch.object(BackEnds, "async_forget", side_effect=OSError) as forget:
        hass.config_entries.async_remove_subentry(entry, id_of(entry))
        await hass.async_block_till_done(wait_background_tasks=True)
    forget.assert_awaited_once()
    assert "back_end_removed" not in issues(hass)


async def test_an_action_names_its_back_end_where_there_are_several(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    await set_up(
        hass, charge_point_data(), back_end_data(back_end), back_end_data(back_end, "Fleet")
    )
    for named, key in (({}, "several_back_ends"), ({"back_end": "x"}, "unknown_back_end")):
        with pytest.raises(ServiceValidationError) as error:
            await hass.services.async_call(
                DOMAIN, "report_again", {"start": "2026-01-01T00:00:00Z", **named}, blocking=True
            )
        assert error.value.translation_key == key
