"""The dialogs of back ends: the connection is tried while one looks, and a card or a command has one master."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.back_ends.options import settings_of
from custom_components.plug_control.const import SUBENTRY_BACK_END
from custom_components.plug_control.flows import back_end as flow_module
from custom_components.plug_control.flows.form import UNCHANGED
from custom_components.plug_control.relay.settings import Rules
from custom_components.plug_control.relay.trial import try_back_end
from tests.certificates import client_file, root_pem, strict_context
from tests.helpers import charge_point_data, set_up, until
from tests.relay.scripted import Refuse, ScriptedBackEnd
from tests.subentries import suggestions

from .conftest import back_end_data
from .test_wiring import id_of, plugged_in

REPORT_ONLY: Mapping[str, Any] = {
    "sessions": "all",
    "asks_cards": False,
    "missing_answer": "refuse",
    "stops_refused": False,
}


async def begin(hass: HomeAssistant, entry: MockConfigEntry, choice: str | None = None) -> Any:
    """Open the form of a new back end, or a form of the only one's menu."""
    subentries = hass.config_entries.subentries
    key = (entry.entry_id, SUBENTRY_BACK_END)
    if choice is None:
        return await subentries.async_init(key, context={"source": "user"})
    subentry = entry.get_subentries_of_type(SUBENTRY_BACK_END)[-1]
    context: Any = {"source": "reconfigure", "subentry_id": subentry.subentry_id}
    menu = await subentries.async_init(key, context=context)
    assert menu["type"] is FlowResultType.MENU
    return await subentries.async_configure(menu["flow_id"], {"next_step_id": choice})


async def answer(hass: HomeAssistant, form: Any, user_input: Mapping[str, Any]) -> Any:
    """Fill in a form, and wait while it tries."""
    configure = hass.config_entries.subentries.async_configure
    result: Any = await configure(form["flow_id"], dict(user_input))
    while result["type"] is FlowResultType.SHOW_PROGRESS:
        await hass.async_block_till_done(wait_background_tasks=True)
        result = await configure(form["flow_id"])
    return result


def stored(entry: MockConfigEntry) -> dict[str, Any]:
    return dict(entry.get_subentries_of_type(SUBENTRY_BACK_END)[-1].data)


async def test_a_back_end_is_tried_and_added_as_report_only(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data())
    form = await begin(hass, entry)
    form = await answer(hass, form, {"name": " Employer ", "url": back_end.url, "password": "pw"})
    assert (form["step_id"], form["errors"]) == ("rules", {})
    assert back_end.payloads("BootNotification")
    assert suggestions(form) == REPORT_ONLY
    done = await answer(hass, form, REPORT_ONLY)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_BACK_END)
    assert subentry.title == "Employer"
    assert settings_of(subentry).rules == Rules()
    assert settings_of(subentry).all_charge_points


@pytest.mark.parametrize(
    ("url", "errors"),
    [
        ("http://host", {"url": "url"}),
        ("ws://user:secret@host", {"url": "url"}),
        ("ws://host:port", {"url": "url"}),
        ("ws://", {"url": "url"}),
        ("ws://host/a b", {"url": "url"}),
        ("ws://host/?a=1", {"url": "url"}),
    ],
)
async def test_a_url_of_another_kind_is_refused(
    hass: HomeAssistant, url: str, errors: dict[str, str]
) -> None:
    entry = await set_up(hass)
    form = await begin(hass, entry)
    assert (await answer(hass, form, {"name": "E", "url": url}))["errors"] == errors


async def test_wrong_fields_are_named(hass: HomeAssistant, back_end: ScriptedBackEnd) -> None:
    entry = await set_up(hass)
    form = await begin(hass, entry)
    wrong = {"name": " ", "url": back_end.url, "password": "a\tb", "private_key": "/config/key.pem"}
    assert (await answer(hass, form, wrong))["errors"] == {
        "name": "name_missing",
        "password": "invalid_password",
        "certificate": "certificate_missing",
    }


async def test_a_trial_says_what_is_wrong_and_one_may_go_on_anyway(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data())
    form = await begin(hass, entry)
    fields = {"name": "Employer", "url": back_end.url, "password": "secret word"}
    back_end.status = 401
    form = await answer(hass, form, fields)
    assert form["errors"] == {"base": "trouble_unauthorized"}
    assert form["description_placeholders"]["charge_point"] == "Garage"
    assert suggestions(form)["password"] == UNCHANGED
    back_end.status = 404
    fields["password"] = UNCHANGED
    form = await answer(hass, form, fields)
    assert form["errors"] == {"base": "trouble_not_found"}
    back_end.status = 409
    form = await answer(hass, form, fields)
    assert form["errors"] == {"base": "trouble_duplicate"}
    back_end.status = None
    encrypted = {**fields, "url": back_end.url.replace("ws:", "wss:")}
    form = await answer(hass, form, encrypted)
    assert form["errors"] == {"base": "trouble_tls"}
    for status in ("Pending", "Rejected"):
        back_end.replies["BootNotification"] = lambda *_, status=status: {
            "status": status,
            "currentTime": "2026-03-14T10:00:00Z",
            "interval": 60,
        }
        form = await answer(hass, form, fields)
        assert form["errors"] == {"base": f"trouble_boot_{status.lower()}"}

    def refuse(*_: object) -> dict[str, Any]:
        raise Refuse

    back_end.replies["BootNotification"] = refuse
    form = await answer(hass, form, fields)
    assert form["errors"] == {"base": "trouble_silent"}
    await back_end.close()
    form = await answer(hass, form, fields)
    assert form["errors"] == {"base": "trouble_unreachable"}
    form = await answer(hass, form, {**fields, "save_anyway": True})
    assert form["step_id"] == "rules"
    await answer(hass, form, REPORT_ONLY)
    assert stored(entry)["password"] == "secret word"


async def test_a_back_end_with_its_own_authority_and_a_client_certificate_is_tried_as_it_will_be_used(
    hass: HomeAssistant, tmp_path: Path
) -> None:
    entry = await set_up(hass, charge_point_data())
    form = await begin(hass, entry)
    roots, own = tmp_path / "roots.pem", client_file(tmp_path)
    roots.write_text(root_pem())
    async with ScriptedBackEnd(tls=strict_context(tmp_path / "server")) as back_end:
        fields = {"name": "Employer", "url": back_end.url}
        form = await answer(hass, form, fields)
        assert form["errors"] == {"base": "trouble_certificate"}
        fields["authorities"] = str(roots)
        form = await answer(hass, form, fields)
        assert form["errors"] == {"base": "trouble_tls"}
        fields |= {"certificate": str(own), "private_key": str(own)}
        form = await answer(hass, form, fields)
        assert form["step_id"] == "rules"
        await answer(hass, form, REPORT_ONLY)
        await hass.async_block_till_done()
        assert len(back_end.payloads("BootNotification")) == 1
        async with plugged_in(hass, entry):
            await until(lambda: len(back_end.payloads("BootNotification")) == 2)


async def test_each_charge_point_may_have_another_identity_there(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(
        hass, charge_point_data(), charge_point_data("CP-2"), charge_point_data("CP-3", "Street")
    )
    form = await begin(hass, entry)
    fields = {
        "name": "Employer",
        "url": back_end.url,
        "charge_points": ["CP-1", "CP-2"],
        "other_identities": True,
    }
    form = await answer(hass, form, fields)
    one, two = "Garage (CP-1)", "Garage (CP-2)"
    assert suggestions(form) == {one: "CP-1", two: "CP-2"}
    form = await answer(hass, form, {one: "NL-1", two: "NL-1"})
    assert form["errors"] == {"base": "identity_twice"}
    form = await answer(hass, form, {one: "NL\n1"})
    assert form["errors"] == {"base": "identity_invalid"}
    form = await answer(hass, form, {one: " NL-1 ", two: ""})
    assert form["step_id"] == "rules"
    assert {each.path.rpartition("/")[2] for each in back_end.requests} == {"NL-1", "CP-2"}
    await answer(hass, form, REPORT_ONLY)
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_BACK_END)
    settings = settings_of(subentry)
    assert [settings.identity_of(each) for each in ("CP-1", "CP-2", "CP-3")] == [
        "NL-1",
        "CP-2",
        None,
    ]
    form = await begin(hass, entry, "connection")
    form = await answer(hass, form, {**fields, "other_identities": False})
    assert form["reason"] == "reconfigure_successful"
    assert "identities" not in stored(entry)


async def test_a_change_is_applied_without_a_restart(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), back_end_data(back_end, password="old"))
    central_system = entry.runtime_data.central_system
    form = await begin(hass, entry, "connection")
    assert suggestions(form)["password"] == UNCHANGED
    done = await answer(hass, form, {"name": "Fleet", "url": back_end.url})
    assert done["reason"] == "reconfigure_successful"
    assert "password" not in stored(entry)
    form = await begin(hass, entry, "rules")
    await answer(hass, form, {**REPORT_ONLY, "commands": ["remote_stop"], "meter_interval": 60})
    await hass.async_block_till_done()
    (settings,) = entry.runtime_data.back_ends.all
    assert (settings.name, settings.meter_interval_s) == ("Fleet", 60)
    assert settings.rules.commands == {"remote_stop"}
    assert entry.runtime_data.central_system is central_system


async def test_a_back_end_that_is_connected_is_tried_without_that_connection(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    """Some back ends refuse a second connection with the same identity, another Plug Control for one."""
    entry = await set_up(hass, charge_point_data(), back_end_data(back_end))
    back_ends, back_end_id = entry.runtime_data.back_ends, id_of(entry)
    async with plugged_in(hass, entry):
        await until(lambda: back_ends.state(back_end_id).connected)
        open_before: list[bool] = []

        async def watched(*args: Any) -> Any:
            open_before.append(bool(back_end.sockets))
            return await try_back_end(*args)

        form = await begin(hass, entry, "connection")
        with patch.object(flow_module, "try_back_end", watched):
            done = await answer(hass, form, {"name": "Employer", "url": back_end.url})
        assert done["reason"] == "reconfigure_successful"
        assert open_before == [False]
        await until(lambda: back_ends.state(back_end_id).connected)
        assert not back_ends.state(back_end_id).paused


@pytest.mark.parametrize(
    ("theirs", "mine", "error"),
    [
        ({"asks_cards": True}, {"asks_cards": True}, "other_asks_cards"),
        ({"own_cards": ["04a1b2"]}, {"own_cards": ["04A1B2"]}, "other_has_card"),
        ({"commands": ["reset"]}, {"commands": ["reset", "ceiling"]}, "other_has_command"),
        ({"configuration_keys": ["A"]}, {"configuration_keys": ["A"]}, "other_has_command"),
        ({"commands": ["ceiling"]}, {"commands": ["ceiling"]}, None),
        ({"asks_cards": True, "charge_points": ["CP-2"]}, {"asks_cards": True}, None),
    ],
)
async def test_a_card_and_a_command_have_one_master(
    hass: HomeAssistant,
    back_end: ScriptedBackEnd,
    theirs: dict[str, Any],
    mine: dict[str, Any],
    error: str | None,
) -> None:
    """Where both hear of a charge point."""
    others = {"charge_points": ["CP-1"]} | theirs
    entry = await set_up(
        hass,
        charge_point_data(),
        charge_point_data("CP-2", "Street"),
        back_end_data(back_end, "Other", **others),
        back_end_data(back_end, charge_points=["CP-1"]),
    )
    form = await begin(hass, entry, "rules")
    form = await answer(hass, form, {**REPORT_ONLY, **mine})
    if error is None:
        assert form["reason"] == "reconfigure_successful"
        return
    assert form["errors"] == {"base": error}
    assert form["description_placeholders"] == {"other": "Other"}


async def test_more_charge_points_are_no_way_to_two_masters(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(
        hass,
        charge_point_data(),
        charge_point_data("CP-2", "Street"),
        back_end_data(back_end, "Other", charge_points=["CP-1"], asks_cards=True),
        back_end_data(back_end, charge_points=["CP-2"], asks_cards=True),
    )
    form = await begin(hass, entry, "connection")
    form = await answer(hass, form, {"name": "Employer", "url": back_end.url})
    assert form["errors"] == {"base": "other_asks_cards"}
    assert form["description_placeholders"]["other"] == "Other"


async def test_the_dialog_to_report_again_needs_a_running_entry(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), back_end_data(back_end))
    form = await begin(hass, entry, "report_again")
    done = await answer(hass, form, {"since": "2026-01-01 00:00:00"})
    assert (done["reason"], done["description_placeholders"]) == ("queued", {"sessions": "0"})
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await begin(hass, entry, "report_again"))["reason"] == "not_loaded"
