"""A config entry with back ends: what charge points say arrives there, settings change without a restart, and it is shown."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.plug_control.back_ends import problems
from custom_components.plug_control.const import DOMAIN, SUBENTRY_BACK_END
from custom_components.plug_control.device_layout import back_end_identifier
from custom_components.plug_control.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.plug_control.model.relaying import RelayedSession, RelayState
from simulator.scripted import ScriptedChargePoint
from tests.chargers import STARTED, meter_values, report_status, sample, start, started_up, stop
from tests.helpers import (
    CHARGE_POINT_ID,
    ID_TAG,
    charge_point_data,
    id_tag_data,
    scripted,
    set_up,
    until,
)
from tests.relay.scripted import Refuse, ScriptedBackEnd

from .conftest import back_end_data

ENERGY = "Energy.Active.Import.Register"
ENTITIES = {
    "binary_sensor.employer_connected",
    "event.employer_event",
    "sensor.employer_last_delivered",
    "sensor.employer_sessions_set_aside",
    "sensor.employer_waiting_messages",
    "switch.employer_pause",
}


@asynccontextmanager
async def plugged_in(
    hass: HomeAssistant, entry: MockConfigEntry
) -> AsyncIterator[ScriptedChargePoint]:
    """Yield a charge point with a car."""
    async with scripted(entry) as charger:
        await charger.boot()
        await started_up(hass, entry, CHARGE_POINT_ID)
        await report_status(charger, "Preparing")
        yield charger


def state_of(hass: HomeAssistant, entity_id: str) -> str:
    state = hass.states.get(entity_id)
    assert state is not None, entity_id
    return state.state


def id_of(entry: MockConfigEntry) -> str:
    (subentry,) = entry.get_subentries_of_type(SUBENTRY_BACK_END)
    return subentry.subentry_id


def issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    return {
        str(each.translation_key): each
        for (domain, _), each in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    }


def look(entry: MockConfigEntry) -> None:
    entry.runtime_data.back_ends._async_look()


async def charged(charger: ScriptedChargePoint, started: str = STARTED) -> None:
    """Charge once."""
    transaction_id = await start(charger, timestamp=started)
    await stop(charger, transaction_id, meter_stop=3000)


async def test_a_session_arrives_and_the_device_shows_it(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    registry = er.async_get(hass)
    own = {
        each.entity_id
        for each in er.async_entries_for_config_entry(registry, entry.entry_id)
        if each.config_subentry_id == id_of(entry)
    }
    assert own == ENTITIES
    async with plugged_in(hass, entry) as charger:
        await back_end.until_heard("BootNotification")
        await until(lambda: state_of(hass, "binary_sensor.employer_connected") == "on")
        await charged(charger)
        await until(lambda: bool(back_end.stops))
        await until(lambda: state_of(hass, "sensor.employer_last_delivered") != "unknown")
        await until(lambda: state_of(hass, "sensor.employer_waiting_messages") == "0")
    answer: Any = await hass.services.async_call(
        DOMAIN, "get_sessions", {}, blocking=True, return_response=True
    )
    (told,) = answer["sessions"][0]["back_ends"]
    assert (told["back_end"], told["state"]) == ("Employer", "delivered")
    assert told["delivered_at"] is not None
    last = state_of(hass, "sensor.employer_last_delivered")
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert state_of(hass, "sensor.employer_last_delivered") == last


async def test_a_running_session_is_started_there_and_shown_in_steps(
    hass: HomeAssistant, back_end: ScriptedBackEnd, freezer: FrozenDateTimeFactory
) -> None:
    """The logbook gets no line for each meter value."""
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    last = "sensor.employer_last_delivered"

    async def read(seconds: float) -> str:
        """Deliver a meter value after some time; return what is shown then."""
        freezer.tick(seconds)
        count = len(back_end.payloads("MeterValues"))
        await meter_values(charger, (sample(str(1000 + count), ENERGY, "Wh"),))
        await until(lambda: len(back_end.payloads("MeterValues")) > count)
        await until(lambda: not queue().messages)
        look(entry)
        return state_of(hass, last)

    def queue() -> Any:
        return entry.runtime_data.back_ends.state(id_of(entry)).queue

    async with plugged_in(hass, entry) as charger:
        await back_end.until_heard("BootNotification")
        await start(charger)
        await until(lambda: bool(back_end.starts) and not queue().messages)
        answer: Any = await hass.services.async_call(
            DOMAIN, "get_sessions", {}, blocking=True, return_response=True
        )
        (told,) = answer["sessions"][0]["back_ends"]
        assert told["state"] == "started"
        look(entry)
        shown = state_of(hass, last)
        assert await read(60) == await read(60) == shown
        assert (later := await read(200)) > shown
        assert await read(60) == later
        freezer.tick(130)
        look(entry)
        assert state_of(hass, last) > later


async def test_who_is_erased_hears_which_back_ends_know_of_the_sessions(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    async with ScriptedBackEnd() as deaf:
        deaf.status = 503
        entry = await set_up(
            hass,
            charge_point_data(),
            id_tag_data(),
            back_end_data(back_end, "Emp*loyer"),
            back_end_data(deaf, "Broker"),
        )
        async with plugged_in(hass, entry) as charger:
            await charged(charger)
            await until(lambda: bool(back_end.stops))

        async def ask(action: str, **data: str) -> Any:
            return await hass.services.async_call(
                DOMAIN, action, {"person": ID_TAG, **data}, blocking=True, return_response=True
            )

        (session,) = (await ask("export_person"))["sessions"]
        assert session["back_ends"] == ["Emp*loyer"]
        told = await ask("anonymise_sessions")
        done = await ask("anonymise_sessions", confirm=told["confirm"])
        assert done["not_reached"]["back_ends"] == ["Emp*loyer"]


async def test_while_nothing_runs_nothing_is_shown_and_nothing_done(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    back_ends, back_end_id = entry.runtime_data.back_ends, id_of(entry)
    await back_ends.async_stop()
    await back_ends.async_stop()
    back_ends.async_entry_changed()
    look(entry)
    assert back_ends.state(back_end_id) is None
    assert await back_ends.async_report_again(back_end_id, dt_util.utcnow()) == 0
    session = RelayedSession(
        back_end_id=back_end_id, session_id=1, charge_point_id="CP-1", transaction_id=1
    )
    assert not await back_ends.async_settle(session, send_again=True)


async def test_an_entry_without_back_ends_relays_nothing(hass: HomeAssistant) -> None:
    """An entry of before loads as it is, and messages cost nothing."""
    entry = await set_up(hass, charge_point_data())
    assert entry.runtime_data.central_system.relay is None
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await hass.config_entries.async_setup(entry.entry_id)


async def test_pause_holds_reports_back_without_a_reload(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    switch = {"entity_id": "switch.employer_pause"}
    async with plugged_in(hass, entry) as charger:
        await back_end.until_heard("BootNotification")
        central_system = entry.runtime_data.central_system
        await hass.services.async_call("switch", "turn_on", switch, blocking=True)
        await hass.async_block_till_done()
        assert state_of(hass, "switch.employer_pause") == "on"
        await until(lambda: not back_end.sockets)
        await charged(charger)
        look(entry)
        assert int(state_of(hass, "sensor.employer_waiting_messages")) >= 2
        assert not back_end.starts
        await hass.services.async_call("switch", "turn_off", switch, blocking=True)
        await until(lambda: bool(back_end.stops))
        assert entry.runtime_data.central_system is central_system


async def test_what_was_waiting_arrives_after_a_restart(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    await back_end.close()
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    async with plugged_in(hass, entry) as charger:
        await charged(charger)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await back_end.open()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await until(lambda: bool(back_end.stops))


async def test_a_refusal_that_lasts_is_an_issue_until_it_is_gone(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    back_end.status = 401
    entry = await set_up(hass, charge_point_data(), back_end_data(back_end, "Em<b>ployer"))
    back_ends, back_end_id = entry.runtime_data.back_ends, id_of(entry)
    async with plugged_in(hass, entry):
        await until(lambda: back_ends.state(back_end_id).trouble is not None)
        settings, state = back_ends.of(back_end_id), back_ends.state(back_end_id)
        problems.async_show(hass, entry, settings, state, dt_util.utcnow())
        assert "back_end_unauthorized" not in issues(hass)
        later = dt_util.utcnow() + timedelta(minutes=2)
        problems.async_show(hass, entry, settings, state, later)
        issue = issues(hass)["back_end_unauthorized"]
        assert issue.translation_placeholders is not None
        assert "<b>" not in issue.translation_placeholders["back_end"]
        back_end.status = None
        await until(lambda: back_ends.state(back_end_id).connected)
        look(entry)
        assert "back_end_unauthorized" not in issues(hass)


async def test_a_session_that_is_not_taken_is_set_aside_and_sent_again(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    def refuse(*_: object) -> dict[str, Any]:
        raise Refuse("InternalError", "no [tariff](http://x)")

    back_end.replies["StartTransaction"] = refuse
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    async with plugged_in(hass, entry) as charger:
        await charged(charger)
        await until(lambda: state_of(hass, "sensor.employer_sessions_set_aside") == "1")
        assert issues(hass)["back_end_set_aside"].translation_placeholders == {
            "name": "Employer",
            "back_end": "Employer",
            "sessions": "1",
        }
        event = hass.states.get("event.employer_event")
        assert event is not None
        assert event.attributes["event_type"] == "session_set_aside"
        (session,) = await entry.runtime_data.back_ends.async_relayed()
        with pytest.raises(ServiceValidationError):
            await hass.services.async_call(
                DOMAIN, "resend_session", {"session_id": 4711}, blocking=True
            )
        del back_end.replies["StartTransaction"]
        data = {"session_id": session.session_id, "back_end": "employer"}
        await hass.services.async_call(DOMAIN, "resend_session", data, blocking=True)
        await until(lambda: bool(back_end.stops))
        look(entry)
        assert "back_end_set_aside" not in issues(hass)


async def test_sessions_of_before_are_reported_and_those_that_it_has_are_not(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    async with plugged_in(hass, entry) as charger:
        await charged(charger)
        flow: Any = await hass.config_entries.subentries.async_init(
            (entry.entry_id, SUBENTRY_BACK_END), context={"source": "user"}
        )
        assert flow["step_id"] == "connection"
        add = {"name": "Employer", "url": back_end.url}
        configure = hass.config_entries.subentries.async_configure
        flow = await configure(flow["flow_id"], add)
        while flow["type"] == "progress":
            await hass.async_block_till_done(wait_background_tasks=True)
            flow = await configure(flow["flow_id"])
        assert (flow["step_id"], flow["errors"]) == ("rules", {})
        await configure(
            flow["flow_id"],
            {
                "sessions": "all",
                "asks_cards": False,
                "missing_answer": "refuse",
                "stops_refused": False,
            },
        )
        await hass.async_block_till_done()
        assert state_of(hass, "sensor.employer_waiting_messages") == "0"

        async def report() -> Any:
            return await hass.services.async_call(
                DOMAIN,
                "report_again",
                {"start": "2020-01-01T00:00:00+00:00"},
                blocking=True,
                return_response=True,
            )

        assert await report() == {"sessions": 1}
        await until(lambda: bool(back_end.stops))
        assert await report() == {"sessions": 0}
        assert len(back_end.starts) == 1


async def test_only_administrators_report_again(
    hass: HomeAssistant, back_end: ScriptedBackEnd, hass_read_only_user: MockUser
) -> None:
    await set_up(hass, charge_point_data(), back_end_data(back_end))
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "report_again",
            {"start": "2020-01-01T00:00:00+00:00"},
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
        )


async def test_commands_and_refused_cards_are_events(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    back_end.replies["StartTransaction"] = lambda *_: {
        "transactionId": 7,
        "idTagInfo": {"status": "Blocked"},
    }
    rules: dict[str, Any] = {"commands": ["remote_stop"]}
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end, **rules))

    def told() -> dict[str, Any]:
        state = hass.states.get("event.employer_event")
        assert state is not None
        return dict(state.attributes)

    async with plugged_in(hass, entry) as charger:
        await back_end.until_heard("BootNotification")
        await back_end.ask("Reset", {"type": "Hard"})
        await until(lambda: told()["event_type"] == "not_allowed")
        assert (told()["action"], told()["charge_point"]) == ("Reset", "Garage")
        transaction_id = await start(charger)
        await until(lambda: told()["event_type"] == "card_refused")
        assert (told()["status"], told()["stopped"]) == ("Blocked", False)
        charger.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
        await back_end.ask("RemoteStopTransaction", {"transactionId": 7})
        await until(lambda: told()["event_type"] == "command")
        assert told()["outcome"] == "Accepted"
        await stop(charger, transaction_id, meter_stop=3000)


async def test_a_deleted_back_end_is_forgotten_only_after_asking(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    await back_end.close()
    entry = await set_up(hass, charge_point_data(), id_tag_data(), back_end_data(back_end))
    back_end_id = id_of(entry)
    outbox = entry.runtime_data.central_system.ledger.outbox
    async with plugged_in(hass, entry) as charger:
        await charged(charger)
        hass.config_entries.async_remove_subentry(entry, back_end_id)
        await hass.async_block_till_done()
        assert issues(hass)["back_end_removed"].translation_placeholders == {
            "name": "Employer",
            "back_end": "Employer",
            "sessions": "1",
        }
        assert outbox.queue(back_end_id).sessions == 1
        assert entry.runtime_data.central_system.relay is None
        await entry.runtime_data.back_ends.async_forget(back_end_id)
        assert outbox.queue(back_end_id).sessions == 0
        assert not await outbox.relayed_sessions(state=RelayState.QUEUED)


async def test_diagnostics_have_frames_and_no_secret(
    hass: HomeAssistant, back_end: ScriptedBackEnd
) -> None:
    entry = await set_up(
        hass,
        charge_point_data(),
        id_tag_data(),
        back_end_data(
            back_end,
            password="correct horse",
            username="plug",
            identities={"CP-1": "NL-SECRET-1"},
            authorities="/config/ca.pem",
            own_cards=[ID_TAG],
        ),
    )
    async with plugged_in(hass, entry) as charger:
        await charged(charger)
        await until(lambda: bool(back_end.stops))
        told = await async_get_config_entry_diagnostics(hass, entry)
        (back_end_id,) = [each.back_end_id for each in entry.runtime_data.back_ends.all]
        device = dr.async_get(hass).async_get_device_by_identifier(
            back_end_identifier(back_end_id), entry.entry_id
        )
        assert device is not None
        of_device = await async_get_device_diagnostics(hass, entry, device)
    for back_end_told in (*told["back_ends"], of_device):
        (charge_point,) = back_end_told["charge_points"]
        assert len({each["direction"] for each in charge_point["frames"]}) == 2
        assert back_end_told["state"]["delivered"] > 0
    assert len(told["back_ends"]) == 1
    text = str([told["back_ends"], of_device])
    for secret in ("correct horse", "NL-SECRET-1", ID_TAG, "127.0.0.1", "/config/ca.pem"):
        assert secret not in text
