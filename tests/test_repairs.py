"""Repairs: what someone should mend is shown until it is gone, and mended with a click where that is possible."""

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
import socket
from typing import Any
from unittest.mock import patch

from aiohttp.test_utils import TestClient
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from websockets.exceptions import InvalidStatus

from custom_components.plug_control import issues as repairs
from custom_components.plug_control.central_system.ledger.ledger import Damage, LedgerDatabase
from custom_components.plug_control.central_system.wire import NotPossibleError
from custom_components.plug_control.const import CONF_ACCEPT_WITHOUT_SUBPROTOCOL, DOMAIN
from custom_components.plug_control.controller.inputs import is_ended_for_good
from custom_components.plug_control.model.charge_point import PauseHabit
from custom_components.plug_control.model.events import Problem, ProblemFound, ProblemGone
from custom_components.plug_control.model.security_event import Concern
from custom_components.plug_control.texts.markdown import escape_markdown
from simulator.frames import Payload
from simulator.scripted import Disconnected, ScriptedChargePoint

from .chargers import C2EU_SAMPLES, meter_values, start
from .helpers import (
    CHARGE_POINT_ID,
    CHARGE_POINT_NAME,
    HOST,
    charge_point_data,
    coordinator_of,
    scripted,
    set_up,
    state_of,
    status,
    until,
)
from .translated import texts

PASSWORD = "correct horse"


def issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """The issues that are shown, by what they are about."""
    return {
        str(issue.translation_key): issue
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and issue.active
    }


@pytest.fixture
async def client(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> TestClient[Any, Any]:
    """The frontend; views are registered before the server starts, which takes none later."""
    for component in ("repairs", DOMAIN):
        assert await async_setup_component(hass, component, {})
    return await hass_client()


async def start_fix(client: TestClient[Any, Any], issue: ir.IssueEntry) -> dict[str, Any]:
    """Open the dialog of a fixable issue."""
    response = await client.post(
        "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue.issue_id}
    )
    assert response.status == HTTPStatus.OK
    result: dict[str, Any] = await response.json()
    assert result["type"] == "form"
    assert result["step_id"] == "confirm"
    return result


async def submit(
    client: TestClient[Any, Any], flow: dict[str, Any], user_input: dict[str, Any]
) -> dict[str, Any]:
    """Submit the dialog."""
    response = await client.post(f"/api/repairs/issues/fix/{flow['flow_id']}", json=user_input)
    result: dict[str, Any] = await response.json()
    return result


@pytest.mark.parametrize("problem", list(Problem))
async def test_every_problem_is_shown_and_withdrawn(
    hass: HomeAssistant, entry: MockConfigEntry, problem: Problem
) -> None:
    publish = entry.runtime_data.central_system.publish
    publish(ProblemFound(charge_point_id=CHARGE_POINT_ID, problem=problem, detail="[a](b)"))
    issue = issues(hass)[problem]
    assert issue.translation_placeholders == {
        "name": CHARGE_POINT_NAME,
        "charge_point": CHARGE_POINT_NAME,
        "detail": r"\[a\]\(b\)",
    }

    publish(ProblemGone(charge_point_id="other", problem=problem))
    assert problem in issues(hass)
    publish(ProblemGone(charge_point_id=CHARGE_POINT_ID, problem=problem))
    assert issues(hass) == {}


async def test_a_charge_point_that_nobody_configured_is_called_by_its_identity(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    entry.runtime_data.central_system.publish(
        ProblemFound(charge_point_id="X*1", problem=Problem.DUPLICATE_IDENTITY)
    )
    placeholders = issues(hass)[Problem.DUPLICATE_IDENTITY].translation_placeholders
    assert placeholders == {"name": "X*1", "charge_point": r"X\*1", "detail": ""}


async def test_what_is_wrong_with_a_charge_point_goes_with_it(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    publish = entry.runtime_data.central_system.publish
    for identity in (CHARGE_POINT_ID, "other"):
        publish(ProblemFound(charge_point_id=identity, problem=Problem.CLOCK_OFF))
    subentry_id = coordinator_of(entry).subentry.subentry_id
    hass.config_entries.async_remove_subentry(entry, subentry_id)
    await hass.async_block_till_done()
    assert [issue.data for issue in issues(hass).values()] == [
        {"entry_id": entry.entry_id, "charge_point_id": "other"}
    ]


async def test_what_is_wrong_is_forgotten_on_unload_but_what_was_lost_must_be_read(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        "another entry's",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=Problem.CLOCK_OFF,
    )
    entry.runtime_data.central_system.publish(
        ProblemFound(charge_point_id=CHARGE_POINT_ID, problem=Problem.LEDGER_NOT_WRITABLE)
    )
    repairs.async_ledger_damaged(hass, entry, Damage(path=Path("damaged")))
    await hass.config_entries.async_unload(entry.entry_id)
    assert set(issues(hass)) == {"ledger_damaged", "clock_off"}

    await hass.config_entries.async_remove(entry.entry_id)
    assert set(issues(hass)) == {"clock_off"}


# ---- each with its cause


async def test_a_wrong_password_is_told_and_the_right_one_can_be_entered(
    hass: HomeAssistant, client: TestClient[Any, Any]
) -> None:
    entry = await set_up(hass, charge_point_data(password="old", phases=1))
    with pytest.raises(InvalidStatus):
        await scripted(entry, password=PASSWORD).connect()
    issue = issues(hass)[Problem.WRONG_PASSWORD]

    flow = await start_fix(client, issue)
    assert flow["description_placeholders"]["charge_point"] == CHARGE_POINT_NAME
    result = await submit(client, flow, {"password": "\x07"})
    assert result["errors"] == {"password": "invalid_password"}
    result = await submit(client, flow, {"password": "old"})
    assert result["errors"] == {"password": "password_unchanged"}
    result = await submit(client, flow, {"password": PASSWORD})

    assert result["type"] == "create_entry"
    assert issues(hass) == {}
    await hass.async_block_till_done()
    settings = coordinator_of(entry).settings
    assert (settings.password, settings.phases) == (PASSWORD, 1)
    with pytest.raises(InvalidStatus):
        await scripted(entry, password="wrong again").connect()
    assert Problem.WRONG_PASSWORD in issues(hass)
    async with scripted(entry, password=PASSWORD) as charge_point:
        assert (await charge_point.boot())["status"] == "Accepted"
    assert issues(hass) == {}


async def test_r5_a_lower_security_profile_is_told_and_let_in_by_a_click(
    hass: HomeAssistant, client: TestClient[Any, Any]
) -> None:
    entry = await set_up(hass, charge_point_data(security_profile=3, reached_profile=3))
    with pytest.raises(InvalidStatus):
        await scripted(entry).connect()
    flow = await start_fix(client, issues(hass)[Problem.PROFILE_TOO_LOW])
    assert (await submit(client, flow, {}))["type"] == "create_entry"
    async with scripted(entry) as charge_point:
        assert (await charge_point.boot())["status"] == "Accepted"
    assert issues(hass) == {}
    entry.runtime_data.central_system.publish(
        ProblemFound(charge_point_id=CHARGE_POINT_ID, problem=Problem.CERTIFICATE_REFUSED)
    )
    flow = await start_fix(client, issues(hass)[Problem.CERTIFICATE_REFUSED])
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await submit(client, flow, {}))["reason"] == "not_loaded"


async def test_a_certificate_that_ends_is_told_and_a_click_tries_to_get_a_new_one(
    hass: HomeAssistant, client: TestClient[Any, Any], entry: MockConfigEntry
) -> None:
    entry.runtime_data.central_system.publish(
        ProblemFound(charge_point_id=CHARGE_POINT_ID, problem=Problem.CERTIFICATE_ENDS)
    )
    flow = await start_fix(client, issues(hass)[Problem.CERTIFICATE_ENDS])
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        charge_point.auto_reply("ExtendedTriggerMessage", {"status": "Rejected"})
        result = await submit(client, flow, {})
    assert result["errors"] == {"base": "command_failed"}
    assert "Rejected" in result["description_placeholders"]["error"]


async def test_a_wrong_password_may_be_answered_by_asking_for_none(
    hass: HomeAssistant, client: TestClient[Any, Any]
) -> None:
    entry = await set_up(hass, charge_point_data(password="old"))
    with pytest.raises(InvalidStatus):
        await scripted(entry).connect()
    await submit(client, await start_fix(client, issues(hass)[Problem.WRONG_PASSWORD]), {})
    await hass.async_block_till_done()
    async with scripted(entry) as charge_point:
        assert (await charge_point.boot())["status"] == "Accepted"


async def test_a_password_for_a_charge_point_that_was_removed_meanwhile_goes_nowhere(
    hass: HomeAssistant, client: TestClient[Any, Any], entry: MockConfigEntry
) -> None:
    entry.runtime_data.central_system.publish(
        ProblemFound(charge_point_id="removed", problem=Problem.WRONG_PASSWORD)
    )
    flow = await start_fix(client, issues(hass)[Problem.WRONG_PASSWORD])
    ir.async_delete_issue(hass, DOMAIN, issues(hass)[Problem.WRONG_PASSWORD].issue_id)
    result = await submit(client, flow, {"password": "\x07"})
    assert result["description_placeholders"] is None
    result = await submit(client, flow, {"password": PASSWORD})
    assert result["type"] == "create_entry"


async def test_r1_a_charger_without_subprotocol_is_told_and_let_in_by_a_click(
    hass: HomeAssistant, client: TestClient[Any, Any], entry: MockConfigEntry
) -> None:
    async with scripted(entry, subprotocols=()) as charge_point:
        with pytest.raises(Disconnected):
            await charge_point.boot()
    await until(lambda: issues(hass))

    flow = await start_fix(client, issues(hass)[Problem.SUBPROTOCOL_MISSING])
    result = await submit(client, flow, {})

    assert result["type"] == "create_entry"
    await hass.async_block_till_done()
    assert entry.options == {CONF_ACCEPT_WITHOUT_SUBPROTOCOL: True}
    assert issues(hass) == {}
    async with scripted(entry, subprotocols=()) as charge_point:
        assert (await charge_point.boot())["status"] == "Accepted"


async def test_a_second_charger_with_the_same_identity_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    with pytest.raises(InvalidStatus):
        await scripted(entry).connect()
    issue = issues(hass)[Problem.DUPLICATE_IDENTITY]
    assert issue.severity is ir.IssueSeverity.ERROR
    assert not issue.is_fixable
    assert charge_point.connected


async def test_a_damaged_ledger_is_told_until_it_was_read(
    hass: HomeAssistant, client: TestClient[Any, Any], entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(entry.entry_id)
    path = Path(hass.config.path(".storage")) / f"{DOMAIN}.{entry.entry_id}.open"
    path.parent.mkdir(exist_ok=True)
    path.write_text("{")
    await hass.config_entries.async_setup(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED
    issue = issues(hass)["ledger_damaged"]
    assert issue.is_persistent
    assert issue.translation_placeholders is not None
    assert "corrupt" in issue.translation_placeholders["path"]

    result = await submit(client, await start_fix(client, issue), {})
    assert result["type"] == "create_entry"
    assert issues(hass) == {}


async def test_a_second_charger_is_told_of_no_longer_when_it_stays_away(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    context = entry.runtime_data.central_system._context
    with pytest.raises(InvalidStatus):
        await scripted(entry).connect()
    assert set(issues(hass)) == {Problem.DUPLICATE_IDENTITY}
    context.timing = replace(context.timing, duplicate_gone_s=0.0)
    entry.runtime_data.central_system._housekeeping.look_round()
    assert issues(hass) == {}
    assert charge_point.connected


async def test_r14_a_clock_that_is_off_is_told_and_a_click_restarts_the_charger(
    hass: HomeAssistant,
    client: TestClient[Any, Any],
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
) -> None:
    ahead = dt_util.utcnow() + timedelta(hours=1)
    await meter_values(charge_point, C2EU_SAMPLES, timestamp=ahead.isoformat())
    await until(lambda: issues(hass))
    issue = issues(hass)[Problem.CLOCK_OFF]
    flow = await start_fix(client, issue)
    charge_point.auto_reply("Reset", {"status": "Rejected"})
    result = await submit(client, flow, {})
    assert result["errors"] == {"base": "command_failed"}
    assert CHARGE_POINT_NAME in result["description_placeholders"]["error"]

    charge_point.auto_reply("Reset", {"status": "Accepted"})
    result = await submit(client, flow, {})
    assert (result["type"], result["reason"]) == ("abort", "done")
    assert charge_point.received("Reset")[-1] == {"type": "Soft"}
    assert Problem.CLOCK_OFF in issues(hass)  # until the clock shows that it is right
    await charge_point.boot()
    await meter_values(charge_point, C2EU_SAMPLES, timestamp=dt_util.utcnow().isoformat())
    await until(lambda: not issues(hass))


async def test_what_needs_the_charger_says_so_while_nothing_is_loaded(
    hass: HomeAssistant, client: TestClient[Any, Any], entry: MockConfigEntry
) -> None:
    entry.runtime_data.central_system.publish(
        ProblemFound(charge_point_id=CHARGE_POINT_ID, problem=Problem.CLOCK_OFF)
    )
    flow = await start_fix(client, issues(hass)[Problem.CLOCK_OFF])
    await hass.config_entries.async_unload(entry.entry_id)
    result = await submit(client, flow, {})
    assert (result["type"], result["reason"]) == ("abort", "not_loaded")


async def test_a_limit_that_is_refused_is_told_and_a_click_tries_again(
    hass: HomeAssistant,
    client: TestClient[Any, Any],
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
) -> None:
    await status(charge_point)
    for action in ("SetChargingProfile", "ChangeConfiguration"):
        charge_point.auto_reply(action, {"status": "NotSupported"})
    limits = entry.runtime_data.central_system.limits
    with pytest.raises(NotPossibleError):
        await limits.set_limit(CHARGE_POINT_ID, 1, 10)
    assert set(issues(hass)) == {Problem.LIMIT_NOT_SUPPORTED}

    flow = await start_fix(client, issues(hass)[Problem.LIMIT_NOT_SUPPORTED])
    result = await submit(client, flow, {})
    assert result["errors"] == {"base": "command_failed"}
    assert Problem.LIMIT_NOT_SUPPORTED in issues(hass)

    charge_point.auto_reply("SetChargingProfile", {"status": "Accepted"})
    result = await submit(client, flow, {})
    assert (result["type"], result["reason"]) == ("abort", "done")
    assert issues(hass) == {}
    assert charge_point.received("SetChargingProfile")


async def test_a_charger_that_does_not_go_on_after_a_pause_is_told_and_a_click_forgets_it(
    hass: HomeAssistant,
    client: TestClient[Any, Any],
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
) -> None:
    await status(charge_point, "Preparing")
    central_system = entry.runtime_data.central_system
    model = central_system.charge_points[CHARGE_POINT_ID]
    model.pause_habit = PauseHabit.FINAL
    central_system.limits.tell_again(CHARGE_POINT_ID)
    connector = model.connector(1)
    connector.limit.stopped_id_tag = "CARD"
    assert is_ended_for_good(model, connector)
    assert set(issues(hass)) == {Problem.PAUSE_IS_FINAL}

    flow = await start_fix(client, issues(hass)[Problem.PAUSE_IS_FINAL])
    result = await submit(client, flow, {})
    assert (result["type"], result["reason"]) == ("abort", "done")
    assert issues(hass) == {}
    assert not is_ended_for_good(model, connector)


async def test_r16_a_ledger_that_cannot_be_written_is_told_until_it_can(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
) -> None:
    await status(charge_point, "Preparing")
    with patch.object(LedgerDatabase, "store", side_effect=OSError("disk full")):
        await start(charge_point)
        await until(lambda: issues(hass))
        issue = issues(hass)[Problem.LEDGER_NOT_WRITABLE]
        assert issue.severity is ir.IssueSeverity.CRITICAL
        assert issue.translation_placeholders is not None
        assert issue.translation_placeholders["detail"] == "disk full"
    await until(lambda: not issues(hass))


async def test_a_port_that_is_taken_can_be_changed_for_another_one(
    hass: HomeAssistant, client: TestClient[Any, Any]
) -> None:
    with socket.create_server((HOST, 0)) as other, socket.create_server((HOST, 0)) as third:
        port, taken = other.getsockname()[1], third.getsockname()[1]
        entry = MockConfigEntry(
            domain=DOMAIN, title=f"Plug Control ({port})", data={CONF_HOST: HOST, CONF_PORT: port}
        )
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)
        flow = await start_fix(client, issues(hass)["port_taken"])
        result = await submit(client, flow, {CONF_PORT: taken})
        assert result["errors"] == {"base": "port_in_use"}
        with socket.create_server((HOST, 0)) as probe:
            free = probe.getsockname()[1]
        result = await submit(client, flow, {CONF_PORT: free})
        assert result["type"] == "create_entry"
        await hass.async_block_till_done()
    assert entry.data == {CONF_HOST: HOST, CONF_PORT: free}
    assert entry.title == f"Plug Control ({free})"
    assert state_of(entry) is ConfigEntryState.LOADED
    assert issues(hass) == {}


async def test_a_port_that_is_free_again_is_taken_by_a_click(
    hass: HomeAssistant, client: TestClient[Any, Any]
) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        entry = MockConfigEntry(
            domain=DOMAIN, title="Chargers", data={CONF_HOST: HOST, CONF_PORT: port}
        )
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)
    flow = await start_fix(client, issues(hass)["port_taken"])
    await submit(client, flow, {CONF_PORT: port})
    await hass.async_block_till_done()
    assert state_of(entry) is ConfigEntryState.LOADED
    assert (entry.title, entry.data[CONF_PORT]) == ("Chargers", port)
    assert issues(hass) == {}


async def test_a_taken_port_is_told_until_it_is_free(hass: HomeAssistant) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        entry = MockConfigEntry(domain=DOMAIN, data={CONF_HOST: HOST, CONF_PORT: port})
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)
        assert state_of(entry) is ConfigEntryState.SETUP_RETRY
        placeholders = issues(hass)["port_taken"].translation_placeholders
        assert placeholders is not None
        assert placeholders["port"] == str(port)

    await hass.config_entries.async_reload(entry.entry_id)
    assert state_of(entry) is ConfigEntryState.LOADED
    assert issues(hass) == {}


async def test_what_a_security_event_means_is_a_repair_until_somebody_has_read_it(
    hass: HomeAssistant, charge_point: ScriptedChargePoint, client: TestClient[Any, Any]
) -> None:
    for told, info in (
        ("ResetOrReboot", "everyday"),
        ("TamperDetectionActivated", "lid"),
        ("TamperDetectionActivated", "[lid](http://evil)"),
        ("InvalidFirmwareSignature", None),
    ):
        # A clock that was never set: in local time, the first of January 1 does not exist everywhere
        event: Payload = {"type": told, "timestamp": "0001-01-01T00:00:00Z"}
        answer = await charge_point.call(
            "SecurityEventNotification", event | ({"techInfo": info} if info else {})
        )
        assert answer == {}
    assert set(issues(hass)) == {"security_tamper", "security_firmware"}
    issue = issues(hass)["security_tamper"]
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["detail"] == escape_markdown("[lid](http://evil)")
    flow = await start_fix(client, issue)
    assert (await submit(client, flow, {}))["type"] == "create_entry"
    assert set(issues(hass)) == {"security_firmware"}


def test_every_concern_has_its_text() -> None:
    assert {f"security_{concern}" for concern in Concern} <= set(texts("en")["issues"])
