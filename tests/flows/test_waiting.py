"""A charge point is waited for: what calls shows by itself, what is wrong is said, and the one that came is confirmed."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
import time
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import CoreState, Event, HomeAssistant, callback
from homeassistant.data_entry_flow import EVENT_DATA_ENTRY_FLOW_PROGRESSED, FlowResultType
from homeassistant.helpers import area_registry as ar
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from websockets.exceptions import InvalidStatus

from custom_components.plug_control.central_system.stations.refused_callers import RefusalCause
from custom_components.plug_control.const import (
    CONF_UNKNOWN_CHARGE_POINTS,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
)
from custom_components.plug_control.flows import addresses, callers, waiting
from custom_components.plug_control.flows.addresses import Obstacle
from custom_components.plug_control.flows.newcomer import new_charge_point
from custom_components.plug_control.texts.markdown import page_links
from simulator.scripted import Disconnected, ScriptedChargePoint
from tests.helpers import (
    CHARGE_POINT_ID,
    HOST,
    charge_point_data,
    coordinator_of,
    devices_of,
    scripted,
    set_up,
    until,
)
from tests.offers import ignore, offers
from tests.translated import LANGUAGES, texts

NEWCOMER = "NEW-1"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often, so that tests need not wait; be in no container, wherever they run."""
    monkeypatch.setattr(waiting, "TICK_S", 0.01)
    monkeypatch.setattr(addresses, "is_docker_env", lambda: False)


class Dialog:
    """The dialog, as the user sees it."""

    _KEYS = ("step_id", "progress_action", "reason")

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self.hass = hass
        self.entry = entry
        self.step: Mapping[str, Any] = {}
        self._changed = asyncio.Event()
        hass.bus.async_listen(EVENT_DATA_ENTRY_FLOW_PROGRESSED, self._progressed)

    @callback
    def _progressed(self, event: Event) -> None:
        """Note, as the frontend does, that the flow is to be fetched again."""
        if event.data["flow_id"] == self.step["flow_id"]:
            self._changed.set()

    async def open(self) -> None:
        """Click "Add charge point"."""
        self.step = await self.hass.config_entries.subentries.async_init(
            (self.entry.entry_id, SUBENTRY_CHARGE_POINT), context={"source": SOURCE_USER}
        )

    async def answer(self, user_input: dict[str, Any] | None) -> Mapping[str, Any]:
        """Answer the step that is shown; None only looks at it again."""
        self.step = await self.hass.config_entries.subentries.async_configure(
            self.step["flow_id"], user_input
        )
        return self.step

    async def choose(self, option: str) -> Mapping[str, Any]:
        """Choose from the menu that is shown."""
        return await self.answer({"next_step_id": option})

    async def until(self, key: str) -> Mapping[str, Any]:
        """Wait until the dialog shows this by itself: a step, or what is told while waiting."""
        async with asyncio.timeout(30):
            while key not in {self.step.get(each) for each in self._KEYS}:
                await self._changed.wait()
                self._changed.clear()
                await self.answer(None)
        return self.step

    @property
    def told(self) -> Mapping[str, str]:
        """What is filled in."""
        told: Mapping[str, str] = self.step["description_placeholders"]
        return told


@pytest.fixture
async def dialog(hass: HomeAssistant, entry: MockConfigEntry) -> Dialog:
    """A dialog that waits."""
    dialog = Dialog(hass, entry)
    await dialog.open()
    await dialog.choose("wait")
    assert dialog.step["type"] is FlowResultType.SHOW_PROGRESS
    assert dialog.step["progress_action"] == "nothing"
    return dialog


async def dial_in_vain(charge_point: ScriptedChargePoint) -> None:
    """Have a charge point call that is not let in."""
    with pytest.raises(InvalidStatus):
        await charge_point.connect()


# ---- the way from the address to the charge point


async def test_the_address_to_type_in_comes_first_ready_to_copy(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    dialog = Dialog(hass, entry)
    await dialog.open()
    assert dialog.step["type"] is FlowResultType.MENU
    assert dialog.step["menu_options"] == ["wait", "identity"]
    assert dialog.step["step_id"] == "user"
    assert dialog.told == {"urls": f"```\nws://{HOST}:0/\n```", "port": "0"}


@pytest.mark.parametrize("obstacle", Obstacle)
async def test_other_addresses_and_what_stands_between_are_told_in_the_users_language(
    hass: HomeAssistant, entry: MockConfigEntry, obstacle: Obstacle
) -> None:
    with (
        patch.object(waiting, "async_urls", return_value=["ws://a/", "ws://b/"]),
        patch.object(waiting, "async_obstacle", return_value=obstacle),
    ):
        dialog = Dialog(hass, entry)
        await dialog.open()
    assert dialog.step["step_id"] == f"user_{obstacle}"
    assert dialog.told == {"urls": "```\nws://a/\nws://b/\n```", "port": "0"}
    for language in LANGUAGES:
        steps = texts(language)["config_subentries"]["charge_point"]["step"]
        shown = steps[f"user_{obstacle}"]
        assert shown["description"].startswith(steps["user"]["description"])
        assert {*shown["menu_options"]} == {"wait", "identity"}


async def test_a_charger_that_calls_shows_by_itself_and_is_confirmed_with_name_and_area(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    area = ar.async_get(hass).async_create("Courtyard")
    async with scripted(entry, NEWCOMER) as newcomer:
        await dialog.until("connected")
        assert dialog.told["charge_point_id"] == r"NEW\-1"
        assert dialog.told["remote_address"] == r"127\.0\.0\.1"
        await newcomer.boot(vendor="XC", model="C2EU", chargePointSerialNumber="SN-4711")
        await dialog.until("confirm")
        assert dialog.told == {
            "vendor": "XC",
            "model": "C2EU",
            "serial_number": r"SN\-4711",
            "charge_point_id": r"NEW\-1",
            "remote_address": r"127\.0\.0\.1",
        }
        result = await dialog.answer({"name": "Carport", "area": area.id})
        await hass.async_block_till_done()

        assert result["type"] is FlowResultType.CREATE_ENTRY
        assert result["title"] == "Carport"
        device = devices_of(hass, entry)[NEWCOMER]
        assert result["description"] == "found"
        assert dialog.told == {"name": "Carport"} | page_links(
            f"/config/devices/device/{device.id}"
        )
        assert device.area_id == area.id
        assert device.name == "Carport"
        subentry = coordinator_of(entry, NEWCOMER).subentry
        assert device.config_subentry_id == subentry.subentry_id
        assert (await newcomer.boot())["status"] == "Accepted"
        assert offers(hass) == []


async def test_a_charger_that_called_before_is_found_at_once(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        await newcomer.boot()
        dialog = Dialog(hass, entry)
        await dialog.open()
        await dialog.choose("wait")
        assert dialog.step["step_id"] == "confirm"
        await dialog.answer(None)
        assert dialog.step["step_id"] == "confirm"
        result = await dialog.answer({"name": " "})
        assert result["title"] == NEWCOMER
        await hass.async_block_till_done()
        assert devices_of(hass, entry)[NEWCOMER].area_id is None


async def test_a_charger_that_does_not_tell_what_it_is_is_offered_by_its_identity(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    dialog: Dialog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callers, "INTRODUCTION", timedelta())
    async with scripted(entry, NEWCOMER):
        await dialog.until("confirm")
        schema = dialog.step["data_schema"]
        assert schema({}) == {"name": NEWCOMER}
        assert dialog.told["vendor"] == "–"


async def test_of_several_that_call_one_is_chosen(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, NEWCOMER) as first, scripted(entry, "NEW-2") as second:
        await first.boot(vendor="XC", model="C2EU")
        await second.boot(vendor="", model="")
        await until(lambda: len(entry.runtime_data.central_system.unknown) == 2)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(callers, "INTRODUCTION", timedelta())
            dialog = Dialog(hass, entry)
            await dialog.open()
            await dialog.choose("wait")
        assert dialog.step["step_id"] == "choose"
        await dialog.answer(None)
        (selector,) = dialog.step["data_schema"].schema.values()
        assert selector.config["options"] == [
            {"value": NEWCOMER, "label": f"XC C2EU ({NEWCOMER})"},
            {"value": "NEW-2", "label": "NEW-2"},
        ]
        await dialog.answer({"charge_point_id": "NEW-2"})
        assert dialog.step["step_id"] == "confirm"
        assert dialog.told["charge_point_id"] == r"NEW\-2"


async def test_a_charger_that_was_confirmed_elsewhere_meanwhile_is_not_added_twice(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        await newcomer.boot()
        await dialog.until("confirm")
        hass.config_entries.async_add_subentry(entry, new_charge_point(NEWCOMER, "Carport"))
        result = await dialog.answer({"name": "Garage"})
        assert result["type"] is FlowResultType.ABORT
        assert result["reason"] == "charge_point_exists"


async def test_a_charger_can_be_added_by_its_identity_and_the_address_is_told(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    dialog = Dialog(hass, entry)
    await dialog.open()
    await dialog.choose("identity")
    suggested = {
        str(key): key.description["suggested_value"]
        for key in dialog.step["data_schema"].schema
        if key.description
    }
    result = await dialog.answer(suggested | {"charge_point_id": "CP 2"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert dialog.told == {"urls": f"- `ws://{HOST}:0/CP%202`"}


# ---- what is wrong


async def test_patience_ends_with_more_to_check(
    hass: HomeAssistant, dialog: Dialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "PATIENCE", timedelta())
    await dialog.until("still_nothing")
    assert dialog.told == {"url": f"ws://{HOST}:0/"}


async def test_r1_a_missing_subprotocol_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    async with scripted(entry, NEWCOMER, subprotocols=()) as newcomer:
        with pytest.raises(Disconnected):
            await newcomer.boot()
    await dialog.until("refused_subprotocol_missing")
    assert dialog.told["charge_point_id"] == r"NEW\-1"
    async with scripted(entry, NEWCOMER) as newcomer:
        await newcomer.boot()
        await dialog.until("confirm")


async def test_r3_a_wrong_password_of_one_that_is_set_up_is_told(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(password="secret"))
    await dial_in_vain(scripted(entry, password="wrong"))
    dialog = Dialog(hass, entry)
    await dialog.open()
    await dialog.choose("wait")
    assert dialog.step["progress_action"] == "refused_wrong_password"
    assert dialog.told["charge_point_id"] == r"CP\-1"


async def test_what_happened_long_before_is_not_told(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = await set_up(hass, charge_point_data(password="secret"))
    await dial_in_vain(scripted(entry, password="wrong"))
    monkeypatch.setattr(callers, "MEMORY", timedelta())
    dialog = Dialog(hass, entry)
    await dialog.open()
    await dialog.choose("wait")
    assert dialog.step["progress_action"] == "nothing"


async def test_a_second_charger_of_an_identity_is_told(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
    dialog: Dialog,
) -> None:
    await dial_in_vain(scripted(entry))
    await dialog.until("refused_duplicate_identity")


async def test_r2_an_invalid_identity_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await dial_in_vain(scripted(entry, "a\nb"))
    await dialog.until("refused_identity_invalid")
    assert dialog.told["charge_point_id"] == "–"


async def test_an_identity_that_is_nowhere_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    async with scripted(entry, "") as newcomer:
        assert (await newcomer.boot())["status"] == "Rejected"
    await dialog.until("refused_identity_missing")


async def test_one_that_fails_too_often_is_told_to_wait(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    queue = entry.runtime_data.central_system._gate._queue
    queue._next_at["127.0.0.1", None] = time.monotonic() + 60
    await dial_in_vain(scripted(entry, NEWCOMER))
    await dialog.until("refused_too_many_failures")


async def test_a_browser_shows_that_the_port_is_reached_but_a_charger_counts_for_more(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    port = entry.runtime_data.central_system.port
    for greeting, key in (
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "refused_browser"),
        (b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", "refused_tls_failed"),
    ):
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(greeting)
        await reader.read()
        writer.close()
        await dialog.until(key)
    assert dialog.told["remote_address"] == r"127\.0\.0\.1"


async def test_where_unknown_chargers_are_refused_a_click_lets_them_ask(
    hass: HomeAssistant,
) -> None:
    entry = await set_up(hass, options={CONF_UNKNOWN_CHARGE_POINTS: "refuse"})
    await dial_in_vain(scripted(entry, NEWCOMER))
    dialog = Dialog(hass, entry)
    await dialog.open()
    await dialog.choose("wait")
    assert dialog.step["step_id"] == "let_them_ask"
    await dialog.answer({})
    await hass.async_block_till_done()
    assert entry.options == {CONF_UNKNOWN_CHARGE_POINTS: "ask"}
    await dialog.until("refused_unknown_charge_point")
    async with scripted(entry, NEWCOMER) as newcomer:
        await newcomer.boot()
        await dialog.until("confirm")


async def test_a_charger_that_someone_chose_to_ignore_is_told_and_not_offered(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    async with scripted(entry, NEWCOMER) as newcomer:
        await newcomer.boot()
        await dialog.until("confirm")
        await until(lambda: offers(hass))
        await ignore(hass, offers(hass)[0])
        again = Dialog(hass, entry)
        await again.open()
        await again.choose("wait")
        assert again.step["progress_action"] == "ignored"


async def test_a_charger_that_is_set_up_already_is_told_by_its_name(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await dialog.until("already_yours")
        assert dialog.told["name"] == "Garage"


async def test_a_charger_that_booted_before_is_not_told(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint, dialog: Dialog
) -> None:
    assert charge_point.connected
    assert dialog.step["progress_action"] == "nothing"


async def test_a_charger_of_another_port_is_told(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    other = await set_up(hass)
    async with scripted(other, CHARGE_POINT_ID) as lost:
        await lost.boot()
        dialog = Dialog(hass, other)
        await dialog.open()
        await dialog.choose("wait")
        assert dialog.step["progress_action"] == "elsewhere"
        assert dialog.told["port"] == "0"


async def test_an_entry_that_does_not_listen_is_told_and_waiting_goes_on_after_it(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await hass.config_entries.async_unload(entry.entry_id)
    await dialog.until("not_listening")
    await hass.config_entries.async_setup(entry.entry_id)
    await dialog.until("nothing")


# ---- the end of waiting


async def test_waiting_ends_and_may_begin_again(
    hass: HomeAssistant, dialog: Dialog, freezer: FrozenDateTimeFactory
) -> None:
    freezer.tick(timedelta(hours=1, seconds=1))
    await dialog.until("not_yet")
    assert dialog.step["menu_options"] == ["wait", "identity"]
    await dialog.choose("wait")
    assert dialog.step["progress_action"] == "nothing"


async def test_waiting_ends_with_home_assistant(hass: HomeAssistant, dialog: Dialog) -> None:
    hass.set_state(CoreState.stopping)
    await dialog.until("not_yet")
    hass.set_state(CoreState.running)


async def test_waiting_ends_with_the_entry(
    hass: HomeAssistant, entry: MockConfigEntry, dialog: Dialog
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    await dialog.until("gone")


async def test_a_dialog_that_is_closed_waits_no_more(hass: HomeAssistant, dialog: Dialog) -> None:
    def waits() -> bool:
        name = f"{DOMAIN} wait for a charge point"
        return name in {task.get_name() for task in asyncio.all_tasks()}

    assert waits()
    hass.config_entries.subentries.async_abort(dialog.step["flow_id"])
    await until(lambda: not waits())


@pytest.mark.parametrize("language", ["en", "de"])
def test_all_that_can_be_told_has_a_text(language: str) -> None:
    told = texts(language)["config_subentries"]["charge_point"]["progress"]
    keys = {"nothing", "still_nothing", "not_listening", "connected"}
    keys |= {"already_yours", "elsewhere", "ignored"}
    others = {"check_up_runs", "raising"}
    assert set(told) - others == keys | {f"refused_{cause}" for cause in RefusalCause}
