"""Who may do what: every action, websocket command and page, for an administrator, a user, a tenant and a reader."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from aiohttp import ClientSession
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.plug_control import permissions
from custom_components.plug_control.central_system.ledger.ledger import SessionFilter
from custom_components.plug_control.const import (
    CONF_SHARED_SESSIONS,
    CONF_USER,
    DOMAIN,
    SUBENTRY_ID_TAG,
)
from custom_components.plug_control.entry_settings import SharedSessions
from custom_components.plug_control.permissions import (
    ACTIONS,
    CONTROLS,
    VIEWS,
    WEBSOCKET_COMMANDS,
    Access,
)
from custom_components.plug_control.texts.names import short_id_tag
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint

from .action_calls import PROFILE, device_id
from .certificates import root_pem
from .chargers import TWO_CONNECTORS, charge_with_two_connectors, start, stop
from .helpers import ID_TAG, charge_point_data, id_tag_data, set_up, status
from .people import ADMINISTRATOR, AUTOMATION, READER, TENANT, USER, add_tenant, add_user

OTHER_TAG = "04FFEEDDCCBB80"
STRANGER = "1234567890AB"

COMPOSITE: dict[str, Any] = {
    "status": "Accepted",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10}],
    },
}
CALLS: Mapping[str, dict[str, Any]] = {
    "anonymise_sessions": {"person": "nobody"},
    "delete_sessions": {"person": "nobody"},
    "export_person": {},
    "change_availability": {"type": "Operative"},
    "change_configuration": {"key": "K", "value": "1"},
    "check_up": {"not_above_80_percent": True},
    "clear_cache": {},
    "clear_charging_profile": {},
    "data_transfer": {"vendor_id": "V"},
    "delete_certificate": {
        "hash_algorithm": "sha256",
        "issuer_name_hash": "ab",
        "issuer_key_hash": "cd",
        "serial_number": "1",
    },
    "get_installed_certificate_ids": {},
    "install_certificate": {"certificate": root_pem()},
    "delete_document": {"document_id": "x"},
    "export_grid_signal": {},
    "export_ledger": {},
    "export_sessions": {"formats": ["csv"]},
    "get_documents": {},
    "get_check_up": {},
    "get_configuration": {},
    "get_log": {},
    "get_local_list_version": {},
    "import_ledger": {},
    "let_go_session": {"session_id": 1},
    "report_again": {"start": "2026-01-01T00:00:00Z"},
    "resend_session": {"session_id": 1},
    "cancel_reservation": {"reservation_id": 7},
    "get_composite_schedule": {},
    "preview_plan": {},
    "get_reservations": {},
    "reserve": {"until": "2100-01-01T00:00:00Z"},
    "get_dashboard": {},
    "get_sessions": {},
    "correct_session": {"session_id": 1},
    "get_session": {"session_id": 1},
    "get_session_totals": {},
    "get_signed_values": {"session_id": 1},
    "get_transactions": {},
    "remote_start_transaction": {},
    "remote_stop_transaction": {},
    "reset": {"type": "Hard"},
    "send_local_list": {},
    "set_charging_profile": {"cs_charging_profiles": PROFILE},
    "set_limit": {"limit_a": 10},
    "stop_check_up": {},
    "trigger_message": {"requested_message": "Heartbeat"},
    "unlock_connector": {},
    "update_firmware": {"url": "http://192.0.2.1/fw.bin"},
}
"""A call of each action that its charger accepts, at connector 1."""
MAY: Mapping[Access, frozenset[str]] = {
    Access.ADMINISTRATOR: frozenset({ADMINISTRATOR, AUTOMATION}),
    Access.CONTROL: frozenset({ADMINISTRATOR, AUTOMATION, USER, TENANT}),
    Access.READ: frozenset({ADMINISTRATOR, AUTOMATION, USER, TENANT, READER}),
}
EVERYONE = (ADMINISTRATOR, AUTOMATION, USER, TENANT, READER)


@dataclass
class House:
    """A charger with two connectors, the first of which charges, and those who live there."""

    hass: HomeAssistant
    entry: MockConfigEntry
    charge_point: ScriptedChargePoint
    people: dict[str, MockUser | None]

    async def call(self, who: str, action: str, **data: Any) -> dict[str, Any]:
        """Call an action as somebody; `device` is a connector."""
        if (number := data.pop("device", None)) is not None:
            data["device_id"] = device_id(self.hass, number)
        user = self.people[who]
        answer = await self.hass.services.async_call(
            DOMAIN,
            action,
            data,
            blocking=True,
            return_response=True,
            context=Context(user_id=None if user is None else user.id),
        )
        assert isinstance(answer, dict)
        return answer

    async def sessions(self, who: str, **data: Any) -> list[tuple[str | None, str | None]]:
        """Return the card and the name of each session that somebody is shown."""
        rows: list[Any] = (await self.call(who, "get_sessions", **data))["sessions"]
        return [(row["id_tag"], row["card_name"]) for row in rows]

    def give_card(self, name: str, user: str) -> None:
        """Say whose a card is."""
        (card,) = (each for each in self.entry.subentries.values() if each.title == name)
        owner = self.people[user]
        assert owner is not None
        assert card.subentry_type == SUBENTRY_ID_TAG
        data = MappingProxyType({**card.data, CONF_USER: owner.id})
        self.hass.config_entries.async_update_subentry(self.entry, card, data=data)

    def share(self, shared: SharedSessions) -> None:
        """Set what is seen of other people's sessions."""
        self.hass.config_entries.async_update_entry(
            self.entry, options={**self.entry.options, CONF_SHARED_SESSIONS: shared.value}
        )


def entities_of(hass: HomeAssistant, connector_id: int) -> dict[str, er.RegistryEntry]:
    """Return the entities of a connector by platform and key."""
    prefix = f"{TWO_CONNECTORS}#{connector_id}_"
    return {
        f"{entity.domain}.{entity.unique_id.removeprefix(prefix)}": entity
        for entity in er.async_get(hass).entities.values()
        if entity.unique_id.startswith(prefix)
    }


def _upload(hass: HomeAssistant, entry: MockConfigEntry, request: Payload) -> Payload:
    """Upload a log at once, as a charger does."""

    async def put() -> None:
        async with (
            ClientSession() as session,
            session.put(f"{request['location']}box.log", data=b"log"),
        ):
            pass

    entry.async_create_background_task(hass, put(), "upload")
    return {"fileName": "box.log"}


@pytest.fixture
async def house(hass: HomeAssistant) -> AsyncGenerator[House]:
    """The house; the tenant reads everything of the first connector, and starts, stops and limits there."""
    entry = await set_up(
        hass,
        charge_point_data(TWO_CONNECTORS, "Twin"),
        id_tag_data(),
        id_tag_data(OTHER_TAG, "Ben"),
    )
    charge_point = await charge_with_two_connectors(hass, entry)
    for action in ("ChangeAvailability", "ClearCache", "DataTransfer", "Reset", "SendLocalList"):
        charge_point.auto_reply(action, {"status": "Accepted"})
    for action in ("RemoteStartTransaction", "RemoteStopTransaction"):
        charge_point.auto_reply(action, {"status": "Accepted"})
    charge_point.auto_reply("UnlockConnector", {"status": "Unlocked"})
    charge_point.auto_reply("UpdateFirmware", {})
    charge_point.auto_reply("GetDiagnostics", partial(_upload, hass, entry))
    charge_point.auto_reply("GetLocalListVersion", {"listVersion": 0})
    for action in ("DeleteCertificate", "GetInstalledCertificateIds", "InstallCertificate"):
        charge_point.auto_reply(action, {"status": "Accepted"})
    for action in ("ReserveNow", "CancelReservation"):
        charge_point.auto_reply(action, {"status": "Accepted"})
    charge_point.auto_reply("GetCompositeSchedule", COMPOSITE)
    first = entities_of(hass, 1)
    policy: dict[str, Any] = {each.entity_id: {"read": True} for each in first.values()}
    for key in ("switch.charging", "number.maximum_current"):
        policy[first[key].entity_id] = True
    people = {who: await add_user(hass, who) for who in (ADMINISTRATOR, USER, READER)}
    yield House(
        hass, entry, charge_point, {**people, TENANT: add_tenant(hass, policy), AUTOMATION: None}
    )
    await charge_point.close()


# ---- nothing is forgotten


async def test_every_action_asks_for_a_permission(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    registered = hass.services.async_services_for_domain(DOMAIN)
    assert set(registered) == set(ACTIONS)
    for name, service in registered.items():
        target = service.job.target
        assert isinstance(target, partial), name
        assert target.func is permissions._async_checked, name
        assert target.args[0] is ACTIONS[name], name
    assert set(CALLS) == set(ACTIONS)  # each is tried below


async def test_every_websocket_command_and_every_page_asks_for_a_permission(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeassistant.components.onboarding.async_is_onboarded", lambda _: True)
    for component in ("frontend", "websocket_api", DOMAIN):
        assert await async_setup_component(hass, component, {})
    commands = {
        name
        for name, (handler, _) in hass.data["websocket_api"].items()
        if name.startswith(DOMAIN) or handler.__module__.startswith(permissions.__package__ or "")
    }
    assert commands == set(WEBSOCKET_COMMANDS)
    pages = [
        resource.canonical for resource in hass.http.app.router.resources() if _is_ours(resource)
    ]
    known = [view.split("{", 1)[0] for view in VIEWS]
    assert len({*pages}) == len(VIEWS)
    assert all(any(page.startswith(start) for start in known) for page in pages)


def _is_ours(resource: Any) -> bool:
    """Whether an address is the integration's, by its path or by what answers there."""
    if DOMAIN in resource.canonical:
        return True
    return any(
        getattr(route.handler, "__module__", "").startswith(permissions.__package__ or "")
        for route in resource
    )


def test_what_is_not_declared_cannot_be_registered(hass: HomeAssistant) -> None:
    async def anything(*_: object) -> None:
        """Do nothing."""

    with pytest.raises(KeyError):
        permissions.async_register_action(hass, "explode", anything, None, None)  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        permissions.async_register_websocket_command(hass, "explode", {}, lambda *_: None)


async def test_a_websocket_command_for_administrators_is_refused_to_others(
    house: House,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = f"{DOMAIN}/secret"
    monkeypatch.setitem(
        WEBSOCKET_COMMANDS,
        command,
        Access.ADMINISTRATOR,
    )
    permissions.async_register_websocket_command(
        house.hass,
        command,
        {},
        lambda hass, connection, msg: connection.send_result(msg["id"], "secret"),
    )
    for token, is_told in ((None, True), (hass_read_only_access_token, False)):
        client = await (hass_ws_client(house.hass, token) if token else hass_ws_client(house.hass))
        await client.send_json_auto_id({"type": command})
        answer = await client.receive_json()
        assert answer["success"] is is_told
        assert is_told or answer["error"]["code"] == "unauthorized"


async def test_only_administrators_download_diagnostics(
    house: House, hass_client: ClientSessionGenerator, hass_read_only_access_token: str
) -> None:
    assert await async_setup_component(house.hass, "diagnostics", {})
    url = f"/api/diagnostics/config_entry/{house.entry.entry_id}"
    assert (await (await hass_client()).get(url)).status == HTTPStatus.OK
    client = await hass_client(hass_read_only_access_token)
    assert (await client.get(url)).status == HTTPStatus.UNAUTHORIZED


# ---- actions


@pytest.mark.parametrize("who", EVERYONE)
async def test_an_action_does_what_its_caller_may_and_sends_nothing_else(
    house: House, who: str
) -> None:
    for action, permission in ACTIONS.items():
        # These have tests of their own
        own = {"export_person", "report_again"}
        if {"session_id", "document_id"} & CALLS[action].keys() or action in own:
            continue
        before = len(house.charge_point.frames)
        if who in MAY[permission.access]:
            await house.call(who, action, device=1, **CALLS[action])
        else:
            with pytest.raises(Unauthorized):
                await house.call(who, action, device=1, **CALLS[action])
            assert len(house.charge_point.frames) == before, action


async def test_a_user_who_is_gone_may_do_nothing(house: House) -> None:
    for action in ACTIONS:
        with pytest.raises(UnknownUser):
            await house.hass.services.async_call(
                DOMAIN,
                action,
                {"charge_point_id": TWO_CONNECTORS, **CALLS[action]},
                blocking=True,
                return_response=True,
                context=Context(user_id="gone"),
            )


async def test_who_may_control_a_connector_may_not_control_its_neighbour(house: House) -> None:
    await start(house.charge_point, 2, id_tag=OTHER_TAG)
    connectors = house.entry.runtime_data.coordinators[TWO_CONNECTORS].charge_point.connectors
    own, neighbours = (connectors[number].transaction.transaction_id for number in (1, 2))
    before = len(house.charge_point.frames)
    for action, data in (
        ("remote_start_transaction", {"device": 2}),
        ("remote_start_transaction", {"device": 0}),
        ("remote_stop_transaction", {"device": 2}),
        ("remote_stop_transaction", {"device": 0}),
        ("remote_stop_transaction", {"device": 1, "transaction_id": neighbours}),
        ("remote_stop_transaction", {"device": 1, "transaction_id": 4711}),
        ("set_limit", {"device": 2, "limit_a": 10}),
        ("set_limit", {"device": 0, "connector_id": 2, "limit_a": 10}),
    ):
        with pytest.raises(Unauthorized):
            await house.call(TENANT, action, **data)
    assert len(house.charge_point.frames) == before
    await house.call(TENANT, "remote_stop_transaction", device=1, transaction_id=own)


async def test_a_disabled_entity_still_says_who_may(house: House) -> None:
    switch = entities_of(house.hass, 1)["switch.charging"]
    er.async_get(house.hass).async_update_entity(
        switch.entity_id, disabled_by=er.RegistryEntryDisabler.USER
    )
    await house.call(TENANT, "remote_stop_transaction", device=1)
    with pytest.raises(Unauthorized):
        await house.call(READER, "remote_stop_transaction", device=1)


async def test_a_user_starts_with_the_own_cards_and_administrators_with_any(house: House) -> None:
    house.give_card("Anna", USER)
    await house.call(USER, "remote_start_transaction", device=2, id_tag=ID_TAG.lower())
    for id_tag in (OTHER_TAG, STRANGER):
        with pytest.raises(Unauthorized):
            await house.call(USER, "remote_start_transaction", device=2, id_tag=id_tag)
        await house.call(ADMINISTRATOR, "remote_start_transaction", device=2, id_tag=id_tag)
    profile = PROFILE | {"charging_profile_purpose": "TxProfile"}
    with pytest.raises(Unauthorized):
        await house.call(USER, "remote_start_transaction", device=2, charging_profile=profile)
    await house.call(ADMINISTRATOR, "remote_start_transaction", device=2, charging_profile=profile)


async def test_before_anything_is_known_of_connectors_the_control_of_all_is_asked_for(
    hass: HomeAssistant, house: House
) -> None:
    other = await set_up(hass, charge_point_data("CP-9", "Barn"))
    data = {"charge_point_id": "CP-9"}
    with pytest.raises(Unauthorized):
        await house.call(TENANT, "remote_start_transaction", **data)
    with pytest.raises(Exception, match="Barn is not connected"):
        await house.call(USER, "remote_start_transaction", **data)
    await hass.config_entries.async_unload(other.entry_id)


# ---- sessions


async def fill(house: House) -> None:
    """Let Ben, somebody with an unknown card and nobody in particular charge at the second connector."""
    for number, id_tag in enumerate((OTHER_TAG, STRANGER, "")):
        times = [f"2026-03-{15 + number}T{hour}:00:00+00:00" for hour in ("08", "09")]
        transaction = await start(house.charge_point, 2, id_tag=id_tag, timestamp=times[0])
        await stop(house.charge_point, transaction, meter_stop=3000, timestamp=times[1])


async def test_everyone_sees_the_own_sessions_and_administrators_see_all(house: House) -> None:
    await fill(house)
    house.give_card("Ben", USER)
    house.give_card("Anna", TENANT)
    everything = [(ID_TAG, "Anna"), (OTHER_TAG, "Ben"), (STRANGER, None), (None, None)]
    for who in (ADMINISTRATOR, AUTOMATION):
        assert await house.sessions(who) == everything
    assert await house.sessions(USER) == [(OTHER_TAG, "Ben")]
    assert await house.sessions(TENANT) == [(ID_TAG, "Anna")]
    assert await house.sessions(READER) == []
    assert await house.sessions(USER, id_tag=ID_TAG) == []
    for who, only_own in ((ADMINISTRATOR, False), (USER, True), (READER, True)):
        assert (await house.call(who, "get_sessions"))["only_own"] is only_own
    for who, number in ((ADMINISTRATOR, 1), (TENANT, 1), (USER, 0), (READER, 0)):
        assert len((await house.call(who, "get_transactions"))["transactions"]) == number


async def remote_session(house: House, who: str, id_tag: str, number: int) -> None:
    """Let somebody start a charge at the second connector, under a tag that is everybody's."""
    house.charge_point.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    await status(house.charge_point, "Preparing", connector_id=2)
    user = house.people[who]
    assert user is not None
    commands = house.entry.runtime_data.central_system.user_commands
    await commands.start_charging(TWO_CONNECTORS, 2, id_tag=id_tag, user_id=user.id)
    times = [f"2026-04-{15 + number}T{hour}:00:00+00:00" for hour in ("08", "09")]
    transaction = await start(house.charge_point, 2, id_tag=id_tag, timestamp=times[0])
    await stop(house.charge_point, transaction, meter_stop=4000 + number, timestamp=times[1])
    await status(house.charge_point, "Available", connector_id=2)


async def test_what_somebody_started_is_their_own_whatever_the_tag(house: House) -> None:
    for number, who in enumerate((USER, ADMINISTRATOR)):
        await remote_session(house, who, "SHARED", number)
    starter = house.people[USER]
    assert starter is not None
    answer = await house.call(USER, "get_sessions")
    assert answer["only_own"] is True
    (row,) = answer["sessions"]
    assert (row["id_tag"], row["started_by"]) == ("SHARED", starter.id)
    assert (answer["total_count"], answer["totals"]["energy_wh"]) == (1, row["energy_wh"])
    assert await house.sessions(TENANT) == []
    assert len(await house.sessions(ADMINISTRATOR)) == 3
    house.share(SharedSessions.SHORT)
    assert sorted(str(tag) for tag, _ in await house.sessions(USER)) == sorted(
        ["SHARED", str(short_id_tag("SHARED")), str(short_id_tag(ID_TAG))]
    )


async def test_what_somebody_started_where_nothing_may_be_read_any_more_is_not_shown(
    house: House,
) -> None:
    await remote_session(house, USER, "SHARED", 0)
    ledger = house.entry.runtime_data.central_system.ledger
    (session,) = (each for each in await ledger.sessions() if each.started_by)
    wanted = SessionFilter(
        shown=frozenset(), started_by=session.started_by, started_shown=frozenset()
    )
    assert (await ledger.page(wanted, limit=5)).count == 0


async def test_a_card_number_that_is_shown_short_is_not_found_out_by_guessing(house: House) -> None:
    await fill(house)
    house.give_card("Ben", USER)
    house.share(SharedSessions.SHORT)
    for action in ("get_sessions", "get_session_totals"):
        for number, found in ((ID_TAG, 0), (OTHER_TAG, 1), ("Anna", 1)):
            answer = await house.call(USER, action, id_tag=number)
            rows: Any = answer["sessions" if action == "get_sessions" else "totals"]
            assert len(rows) == found, (action, number)


async def test_sessions_are_shared_by_an_option(house: House) -> None:
    await fill(house)
    house.give_card("Ben", USER)
    house.share(SharedSessions.SHORT)
    short = [("…E580", "Anna"), ("…BB80", "Ben"), ("…90AB", None), (None, None)]
    assert await house.sessions(READER) == short
    assert await house.sessions(USER) == [short[0], (OTHER_TAG, "Ben"), *short[2:]]
    assert await house.sessions(TENANT) == short[:1]  # nothing of the second connector is theirs
    house.share(SharedSessions.WHOLE)
    assert await house.sessions(READER, id_tag=ID_TAG) == [(ID_TAG, "Anna")]
    assert await house.sessions(READER) == await house.sessions(ADMINISTRATOR)
    assert await house.sessions(TENANT) == [(ID_TAG, "Anna")]


async def test_signed_values_are_for_those_who_see_the_whole_session(house: House) -> None:
    """They may contain the number of the card."""
    house.give_card("Anna", TENANT)
    (row,) = (await house.call(ADMINISTRATOR, "get_sessions"))["sessions"]

    async def seen_by() -> set[str]:
        seen = set()
        for who in EVERYONE:
            with suppress(ServiceValidationError):
                await house.call(who, "get_signed_values", session_id=row["session_id"])
                seen.add(who)
        return seen

    assert await seen_by() == {ADMINISTRATOR, AUTOMATION, TENANT}
    house.share(SharedSessions.SHORT)
    assert await seen_by() == {ADMINISTRATOR, AUTOMATION, TENANT}
    house.share(SharedSessions.WHOLE)
    assert await seen_by() == {ADMINISTRATOR, AUTOMATION, TENANT, USER, READER}


async def test_one_session_is_shown_to_those_who_see_it_and_corrected_by_those_whose_it_is(
    house: House,
) -> None:
    house.give_card("Anna", TENANT)
    (row,) = (await house.call(ADMINISTRATOR, "get_sessions"))["sessions"]
    session_id = row["session_id"]

    async def who_may(action: str, **data: Any) -> tuple[set[str], set[str]]:
        """Return who may, and who is refused although the session is shown to them."""
        may, refused = set(), set()
        for who in EVERYONE:
            try:
                await house.call(who, action, session_id=session_id, **data)
                may.add(who)
            except Unauthorized:
                refused.add(who)
            except ServiceValidationError:
                pass
        return may, refused

    own = {ADMINISTRATOR, AUTOMATION, TENANT}
    assert await who_may("get_session") == (own, set())
    assert await who_may("correct_session", note="private") == (own, set())
    house.share(SharedSessions.SHORT)
    assert await who_may("get_session") == (own | {USER, READER}, set())
    assert await who_may("correct_session", note="mine") == (own, {USER, READER})
    shown: Any = (await house.call(READER, "get_session", session_id=session_id))["session"]
    assert (shown["id_tag"], shown["note"], shown["person"]) == ("…E580", None, "Anna")
    assert shown["may_correct"] is False
    shown = (await house.call(TENANT, "get_session", session_id=session_id))["session"]
    assert (shown["id_tag"], shown["note"], shown["person"]) == (ID_TAG, "mine", "Anna")
    assert shown["may_correct"] is True


async def test_a_car_that_a_user_may_not_see_is_as_unknown_as_one_that_does_not_exist(
    house: House,
) -> None:
    """Nobody finds out by guessing names which cars there are (Field: "does my neighbour have a Porsche?")."""
    car = ConfigSubentry(
        data=MappingProxyType({}),
        subentry_id="01CAR",
        subentry_type="car",
        title="Porsche",
        unique_id="car",
    )
    house.hass.config_entries.async_add_subentry(house.entry, car)
    await house.hass.async_block_till_done()
    house.give_card("Anna", TENANT)
    (row,) = (await house.call(ADMINISTRATOR, "get_sessions"))["sessions"]

    async def refused(who: str, car: str) -> str:
        with pytest.raises(ServiceValidationError) as error:
            await house.call(who, "correct_session", session_id=row["session_id"], car=car)
        return f"{error.value.translation_key} {error.value.translation_placeholders}"

    no_car = await refused(TENANT, "Unicorn")
    for named in ("Porsche", "porsche", "01CAR"):
        assert await refused(TENANT, named) == no_car.replace("Unicorn", named)
    # Who may read the car's own entity, or saw it in a session of their own, may name it
    await house.call(ADMINISTRATOR, "correct_session", session_id=row["session_id"], car="porsche")
    await house.call(TENANT, "correct_session", session_id=row["session_id"], car="")
    assert await refused(TENANT, "Porsche") == no_car.replace("Unicorn", "Porsche")
    entities = er.async_entries_for_config_entry(er.async_get(house.hass), house.entry.entry_id)
    own = next(each for each in entities if each.config_subentry_id == "01CAR")
    house.people["driver"] = driver = add_tenant(
        house.hass,
        {each.entity_id: {"read": True} for each in (own, *entities_of(house.hass, 1).values())},
    )
    assert driver is not None
    house.give_card("Anna", "driver")
    await house.call("driver", "correct_session", session_id=row["session_id"], car="porsche")
    detail = (await house.call("driver", "get_session", session_id=row["session_id"]))["session"]
    assert detail["car"] == "Porsche"


async def test_totals_are_of_the_sessions_that_the_caller_sees(house: House) -> None:
    await fill(house)
    house.give_card("Ben", USER)

    async def cards(who: str) -> list[tuple[str | None, str | None, int]]:
        data = {"by": "card", "period": "all"}
        rows: list[Any] = (await house.call(who, "get_session_totals", **data))["totals"]
        return [(row["key"], row["name"], row["sessions"]) for row in rows]

    assert len(await cards(ADMINISTRATOR)) == 4
    assert await cards(USER) == [(OTHER_TAG.lower(), "Ben", 1)]
    assert await cards(READER) == []
    house.share(SharedSessions.SHORT)
    assert {key for key, _, _ in await cards(READER)} == {"…e580", "…bb80", "…90ab", None}
    assert (OTHER_TAG.lower(), "Ben", 1) in await cards(USER)
    # Of the second connector nothing may be read
    assert [key for key, _, _ in await cards(TENANT)] == ["…e580"]


async def test_sessions_of_a_charger_that_is_gone_are_for_those_who_may_read_everything(
    house: House,
) -> None:
    house.give_card("Anna", TENANT)
    house.share(SharedSessions.SHORT)
    coordinator = house.entry.runtime_data.coordinators[TWO_CONNECTORS]
    house.hass.config_entries.async_remove_subentry(house.entry, coordinator.subentry.subentry_id)
    await house.hass.async_block_till_done()
    assert len(await house.sessions(READER)) == 1
    assert await house.sessions(TENANT) == []


# ---- the dashboard


def mentioned(dashboard: Any) -> set[str]:
    """Return the texts of a dashboard that name entities and devices."""
    if isinstance(dashboard, dict):
        return set().union(*map(mentioned, dashboard.values()))
    if isinstance(dashboard, list):
        return set().union(*map(mentioned, dashboard))
    return {dashboard} if isinstance(dashboard, str) else set()


async def test_the_dashboard_offers_nobody_what_they_may_not_do(house: House) -> None:
    hass = house.hass
    one, two = entities_of(hass, 1), entities_of(hass, 2)
    own = {each.entity_id for each in one.values()}
    neighbours = {each.entity_id for each in two.values()}
    used = {
        each.entity_id
        for each in (*one.values(), *two.values())
        if each.domain in {platform.value for platform in CONTROLS}
    }
    shown = {who: mentioned(await house.call(who, "get_dashboard")) for who in EVERYONE}
    for who in (ADMINISTRATOR, AUTOMATION, USER):
        assert shown[who] & used
        assert {device_id(hass, 1), device_id(hass, 2)} <= shown[who]
    assert not shown[READER] & used
    assert {device_id(hass, 1), device_id(hass, 2)} <= shown[READER]
    assert shown[TENANT] & own
    assert not shown[TENANT] & neighbours
    assert device_id(hass, 2) not in shown[TENANT]


async def test_who_may_read_nothing_gets_an_empty_dashboard(house: House) -> None:
    house.people[TENANT] = add_tenant(house.hass, {"light.hall": True})
    shown = mentioned(await house.call(TENANT, "get_dashboard"))
    assert "Twin" not in shown
    assert not any("twin" in text for text in shown)


@pytest.mark.parametrize("who", [ADMINISTRATOR, USER, TENANT, READER])
async def test_a_card_learns_what_its_user_may_control(
    house: House, hass_ws_client: WebSocketGenerator, who: str
) -> None:
    hass = house.hass
    user = house.people[who]
    assert user is not None
    token = await hass.auth.async_create_refresh_token(user, "https://example.com")
    client = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
    asked = [each.entity_id for each in (*entities_of(hass, 1).values(),)]
    await client.send_json_auto_id(
        {"type": f"{DOMAIN}/controllable", "entity_ids": [*asked, "light.hall"]}
    )
    answer = (await client.receive_json())["result"]
    if who in {ADMINISTRATOR, USER}:
        assert answer == [*asked, "light.hall"]
    elif who == READER:
        assert answer == []
    else:
        one = entities_of(hass, 1)
        keys = ("switch.charging", "number.maximum_current")
        assert set(answer) == {one[key].entity_id for key in keys}


@pytest.mark.parametrize("who", [ADMINISTRATOR, USER, TENANT, READER])
async def test_a_ribbon_shows_connectors_that_its_user_may_read_and_the_sun_to_those_who_may_read_that(
    house: House, hass_ws_client: WebSocketGenerator, who: str
) -> None:
    hass = house.hass
    user = house.people[who]
    assert user is not None
    hass.config_entries.async_update_entry(
        house.entry,
        options={"site": {"grid_meter": "power", "grid_power": "sensor.grid"}},
    )
    await hass.async_block_till_done()
    token = await hass.auth.async_create_refresh_token(user, "https://example.com")
    client = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
    status = entities_of(hass, 1)["sensor.status"].entity_id
    for asked, connector_id in (
        ({"device_id": device_id(hass, 1)}, 1),
        ({"entity_id": status}, 1),
        ({"device_id": device_id(hass, 2)}, 2),
    ):
        await client.send_json_auto_id({"type": f"{DOMAIN}/ribbon", **asked})
        answer = await client.receive_json()
        if who == TENANT and connector_id == 2:
            assert answer["error"]["code"] == "unauthorized"
        else:
            assert answer["result"]["changes"]
            assert answer["result"]["sun_kind"] == (None if who == TENANT else "surplus")


@pytest.mark.parametrize("who", [ADMINISTRATOR, USER, TENANT, READER])
async def test_a_preview_is_for_those_who_may_read_the_connector(
    house: House, hass_ws_client: WebSocketGenerator, who: str
) -> None:
    hass, user = house.hass, house.people[who]
    assert user is not None
    token = await hass.auth.async_create_refresh_token(user, "https://example.com")
    client = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
    status = entities_of(hass, 1)["sensor.status"].entity_id
    for asked, connector_id in (
        ({"device_id": device_id(hass, 1)}, 1),
        ({"entity_id": status, "energy_kwh": 5}, 1),
        ({"device_id": device_id(hass, 2)}, 2),
    ):
        await client.send_json_auto_id({"type": f"{DOMAIN}/preview_plan", **asked})
        answer = await client.receive_json()
        if who == TENANT and connector_id == 2:
            assert answer["error"]["code"] == "unauthorized"
            with pytest.raises(Unauthorized):
                await house.call(who, "preview_plan", device=2)
        else:
            assert answer["result"]["windows"]


async def test_a_preview_of_nothing_is_refused(
    house: House, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(house.hass)
    await client.send_json_auto_id({"type": f"{DOMAIN}/preview_plan", "device_id": "gone"})
    assert (await client.receive_json())["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"device_id": "gone"}, "not_found"),
        ({"entity_id": "light.hall"}, "not_found"),
        ({}, "not_found"),
        ({"device_id": "a", "entity_id": "b"}, "invalid_format"),
        ({"device_id": 2, "start": "2026-06-14T12:00:00Z", "end": "2026-06-14T12:00:00Z"}, None),
        ({"device_id": 2, "start": "2026-06-14T12:00:00Z", "end": "2026-06-16T12:00:01Z"}, None),
        ({"device_id": 2, "start": "9999-06-14T12:00:00Z"}, None),
        ({"device_id": 2, "start": "yesterday"}, None),
    ],
)
async def test_a_ribbon_of_nothing_or_of_too_long_is_refused(
    house: House, hass_ws_client: WebSocketGenerator, message: dict[str, Any], code: str | None
) -> None:
    client = await hass_ws_client(house.hass)
    if message.get("device_id") == 2:
        message = {**message, "device_id": device_id(house.hass, 2)}
    await client.send_json_auto_id({"type": f"{DOMAIN}/ribbon", **message})
    answer = await client.receive_json()
    assert not answer["success"]
    assert answer["error"]["code"] == (code or "invalid_format")
