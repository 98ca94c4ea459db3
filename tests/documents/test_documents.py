"""Documents in Home Assistant: made on order and each month, kept, served to whom they concern, and forgotten."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
import errno
from http import HTTPStatus
from pathlib import Path
import re
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.http.auth import DATA_SIGN_SECRET
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.network import NoURLAvailableError
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
import voluptuous as vol

from custom_components.plug_control.const import (
    CONF_DOCUMENT_MONTHS,
    CONF_ERASE_LEDGER,
    CONF_LEDGER_OF,
    CONF_METER_PUBLIC_KEY,
    DOMAIN,
    SUBENTRY_CAR,
    SUBENTRY_CHARGE_POINT,
    SUBENTRY_DOCUMENT,
)
from custom_components.plug_control.diagnostics import async_get_config_entry_diagnostics
from custom_components.plug_control.documents import gather, signed
from custom_components.plug_control.documents.documents import EVENT_DOCUMENT_CREATED, Documents
from custom_components.plug_control.documents.monthly import order_of
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.model.signed_reading import SignedReading
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.storage.kept_ledgers import async_take_over
from custom_components.plug_control.storage.storage import documents_directory
from simulator.generic.signing import PUBLIC_KEY, signed_value
from tests.helpers import ID_TAG, charge_point_data, id_tag_data, set_up
from tests.people import READER, USER, add_user

from .charges import csv_rows, text_of

OTHER_TAG = "04FFEEDDCCBB80"
JANUARY = datetime(2026, 1, 10, 18, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 1, 8, 20, tzinfo=UTC)
WORTH = SessionWorth(
    grid_wh=5000.0, solar_wh=5000.0, cost=2.5, currency="EUR", price=0.25, is_final=True
)


class Home:
    """A house with a charger and the cards of Anna, who is a user, and Ben."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry, anna: MockUser) -> None:
        self.hass = hass
        self.entry = entry
        self.anna = anna
        self.events = async_capture_events(hass, EVENT_DOCUMENT_CREATED)

    @property
    def documents(self) -> Documents:
        documents: Documents = self.entry.runtime_data.documents
        return documents

    def file(
        self, number: int, began: datetime, id_tag: str | None = ID_TAG, **fields: Any
    ) -> None:
        """Add a session of 10 kWh with its worth to the ledger."""
        row: dict[str, Any] = {
            "session_id": number,
            "transaction_id": number,
            "charge_point_id": "CP-1",
            "connector_id": 1,
            "id_tag": id_tag,
            "started_at": began,
            "stopped_at": began + timedelta(hours=2),
            "meter_start_wh": number * 10_000.0,
            "meter_stop_wh": number * 10_000.0 + 10_000,
            "energy_wh": 10_000.0,
            "energy_estimated": False,
            "time_estimated": False,
            "stop_reason": StopReason.LOCAL,
        }
        ledger = self.entry.runtime_data.central_system.ledger
        ledger._records.file(Session(**{**row, **fields}))
        ledger.keep_details(number, SessionDetails(worth=WORTH))

    async def act(self, action: str, user: MockUser | None = None, **data: Any) -> Any:
        """Call an action."""
        return await self.hass.services.async_call(
            DOMAIN,
            action,
            data,
            blocking=True,
            return_response=True,
            context=Context(user_id=None if user is None else user.id),
        )

    async def export(self, user: MockUser | None = None, **data: Any) -> list[dict[str, Any]]:
        """Make documents of January, or what `data` says."""
        asked = data if "start" in data else {"month": "2026-01", **data}
        answer = await self.act("export_sessions", user, **asked)
        made: list[dict[str, Any]] = answer["documents"]
        return made

    def content(self, document: dict[str, Any]) -> bytes:
        """Return a document's file."""
        kept = self.documents.async_get(document["document_id"])
        assert kept is not None
        return Path(self.documents.path(kept)).read_bytes()

    def order(self, **data: Any) -> str:
        """Add a monthly document."""
        stored = {"layout": "sessions", "formats": ["csv"], "language": "en", **data}
        subentry = ConfigSubentry(
            data=MappingProxyType(stored),
            subentry_type=SUBENTRY_DOCUMENT,
            title="Monthly",
            unique_id=None,
        )
        self.hass.config_entries.async_add_subentry(self.entry, subentry)
        return subentry.subentry_id

    async def look(self, freezer: FrozenDateTimeFactory, now: datetime) -> None:
        """Let it be the twentieth minute of an hour."""
        freezer.move_to(now)
        async_fire_time_changed(self.hass, now)
        await self.hass.async_block_till_done(wait_background_tasks=True)


@pytest.fixture
async def home(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Home:
    """The house, with a web server, on a day in January."""
    freezer.move_to(JANUARY)
    await async_setup_component(hass, "http", {})
    hass.config.currency = "EUR"
    anna = await add_user(hass, USER)
    entry = await set_up(
        hass,
        charge_point_data("CP-1", "Garage"),
        id_tag_data(ID_TAG, "Anna", user=anna.id),
        id_tag_data(OTHER_TAG, "Ben"),
    )
    await hass.async_block_till_done(wait_background_tasks=True)  # its first look is over
    return Home(hass, entry, anna)


# ---- on order


async def test_a_month_becomes_documents_with_links(home: Home) -> None:
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=1), OTHER_TAG)
    home.file(3, JANUARY + timedelta(days=40))
    pdf, xlsx, sheet = await home.export(formats=["pdf", "xlsx", "csv"])
    assert [each["name"] for each in (pdf, xlsx, sheet)] == [
        f"Charging sessions 2026-01.{ending}" for ending in ("pdf", "xlsx", "csv")
    ]
    assert all(each["link"].startswith("/api/plug_control/document/") for each in (pdf, xlsx))
    rows = csv_rows(home.content(sheet))
    assert [(row["person"], row["cost"]) for row in rows] == [
        ("Anna", "2.50"),
        ("Ben", "2.50"),
        ("", "5.00"),
    ]
    assert "20.000 kWh" in text_of(home.content(pdf)).replace("\N{NO-BREAK SPACE}", " ")
    (event,) = home.events
    assert event.data["is_automatic"] is False
    assert [each["document_id"] for each in event.data["documents"]] == [
        each["document_id"] for each in (pdf, xlsx, sheet)
    ]


@pytest.mark.parametrize(
    ("asked", "people"),
    [
        ({"person": "ben"}, ["Ben"]),
        ({"person": "nobody"}, []),
        ({"id_tag": "Anna"}, ["Anna"]),
        ({"charge_point_id": "CP-1", "connector_id": 2}, []),
        ({"car": "unknown"}, []),
        ({"start": "2026-02-01T00:00:00Z", "end": "2026-03-01T00:00:00Z"}, ["Anna"]),
        ({"start": "2026-01-01T00:00:00Z", "end": "2026-01-11T00:00:00Z"}, ["Anna"]),
    ],
)
async def test_documents_have_what_is_asked_for(
    home: Home, asked: dict[str, Any], people: list[str]
) -> None:
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=1), OTHER_TAG)
    home.file(3, JANUARY + timedelta(days=40))
    (made,) = await home.export(**{"formats": "csv", **asked})
    assert [row["person"] for row in csv_rows(home.content(made))[:-1]] == people


async def test_whoever_it_was_corrected_to_charged(home: Home) -> None:
    home.file(1, JANUARY)
    home.entry.runtime_data.central_system.ledger.keep_details(
        1, SessionDetails(person="Carla", car_name="ID.3", note="=1+1", worth=WORTH)
    )
    (made,) = await home.export(formats="csv")
    row, _ = csv_rows(home.content(made))
    assert (row["person"], row["car"], row["note"]) == ("Carla", "ID.3", "'=1+1")


async def test_sessions_that_run_are_counted_but_not_listed(home: Home) -> None:
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(hours=5), stopped_at=None, stop_reason=None)
    (made,) = await home.export()
    assert made["sessions"] == 1
    assert "1 session of this period has not ended yet" in text_of(home.content(made))


async def test_a_fixed_price_decides_the_cost(home: Home) -> None:
    home.file(1, JANUARY)
    (made,) = await home.export(layout="company_car", formats="csv", price_per_kwh=0.3436)
    assert csv_rows(home.content(made))[-1]["cost"] == "3.44"


async def test_wrong_orders_are_refused(home: Home) -> None:
    with pytest.raises(ServiceValidationError, match="not after the start"):
        await home.export(start="2026-02-01T00:00:00Z", end="2026-01-01T00:00:00Z")
    wrong: dict[str, Any]
    for wrong in ({"month": "2026-13"}, {"month": "x"}, {"layout": "x"}, {"formats": []}):
        with pytest.raises(Exception, match=r"month|layout|value|length"):
            await home.export(**wrong)
    outside: list[dict[str, Any]] = [
        {"month": "0001-01"},
        {"month": "9999-12"},
        {"start": "0001-01-01 00:00:00"},
        {"start": "2026-01-01 00:00:00", "end": "9999-12-31 23:59:59"},
    ]
    for wrong in outside:
        with pytest.raises(vol.Invalid):
            await home.export(**wrong)
    home.file(1, JANUARY)
    assert await home.export(
        start="1970-01-02 00:00:00", end="8999-12-31 23:59:59", formats=["csv", "pdf", "xlsx"]
    )
    with (
        patch.object(gather, "MOST_SESSIONS", 0),
        pytest.raises(ServiceValidationError, match="50,000"),
    ):
        await home.export()


async def test_a_full_disk_is_told_and_leaves_nothing(home: Home) -> None:
    home.file(1, JANUARY)
    full = OSError(errno.ENOSPC, "No space left on device")
    directory = documents_directory(home.hass, home.entry.entry_id)
    with (
        patch("custom_components.plug_control.documents.store._write", side_effect=full),
        pytest.raises(HomeAssistantError, match="No space left"),
    ):
        await home.export(formats=["csv", "pdf"])
    assert home.documents.kept == []
    assert not [*directory.iterdir()]


@pytest.mark.parametrize(
    ("key", "signer", "said"),
    [
        (PUBLIC_KEY, "simulator", "1 were checked with the meter's key and are right."),
        (PUBLIC_KEY, "forger", "1 do not match the meter's key."),
        (None, "simulator", "1 are kept, but not checked."),
    ],
    ids=["right", "wrong", "no key"],
)
async def test_signed_values_are_checked_with_the_key_of_the_meter(
    home: Home, key: str | None, signer: str, said: str
) -> None:
    (subentry,) = home.entry.get_subentries_of_type(SUBENTRY_CHARGE_POINT)
    data = MappingProxyType({**subentry.data, **({CONF_METER_PUBLIC_KEY: key} if key else {})})
    home.hass.config_entries.async_update_subentry(home.entry, subentry, data=data)
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=1))
    begin = "2026-01-10T18:00:00Z"
    value = signed_value(1000, "Transaction.Begin", begin, meter="M", id_tag=ID_TAG, number=1)
    text = str(value["value"]).replace("simulator", signer)
    reading = SignedReading(data=text, context="Transaction.Begin", at=JANUARY, received=JANUARY)
    home.entry.runtime_data.central_system.ledger._records.keep_signed(1, [reading])
    (made,) = await home.export()
    told = text_of(home.content(made))
    assert "1 session has signed meter values." in told
    assert said in told
    with patch.object(signed, "MOST_CHECKED", 0):
        (made,) = await home.export()
    assert "1 are kept, but not checked." in text_of(home.content(made))


async def test_without_an_address_of_its_own_home_assistant_gives_the_path_of_a_link(
    home: Home,
) -> None:
    with patch(
        "custom_components.plug_control.documents.links.get_url", side_effect=NoURLAvailableError
    ):
        (made,) = await home.export(formats="csv")
    assert made["url"] is None
    assert made["link"]
    with patch(
        "custom_components.plug_control.documents.links.get_url", return_value="https://a.b"
    ):
        (kept,) = (await home.act("get_documents"))["documents"]
    assert kept["url"] == f"https://a.b{kept['link']}"


async def test_a_user_without_a_card_is_named_and_a_charger_that_is_gone_too(home: Home) -> None:
    reader = await add_user(home.hass, READER)
    await home.entry.runtime_data.names._async_note_users()
    home.file(1, JANUARY, "SHARED", started_by=reader.id, charge_point_id="GONE")
    home.file(2, JANUARY + timedelta(days=1), None)
    home.file(3, JANUARY + timedelta(days=2), "123456789012")
    (made,) = await home.export(formats="csv")
    rows = csv_rows(home.content(made))[:-1]
    assert [(row["person"], row["charger"]) for row in rows] == [
        (reader.name, "GONE"),
        ("Without a card", "Garage"),
        ("…9012", "Garage"),
    ]
    (pdf,) = await home.export()
    assert "GONE" in text_of(home.content(pdf))


# ---- whose


async def test_a_user_gets_own_sessions_and_no_document_of_others(home: Home) -> None:
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=1), OTHER_TAG)
    home.file(3, JANUARY + timedelta(days=2), "SHARED", started_by=home.anna.id)
    home.hass.config_entries.async_update_entry(
        home.entry, options={"shared_sessions": "whole"}
    )  # what the options share is to be looked at
    (all_of_them,) = await home.export(formats="csv")
    (own,) = await home.export(home.anna, formats="csv")
    assert [row["session_id"] for row in csv_rows(home.content(own))] == ["1", "3", ""]
    assert own["subject"] == home.anna.name
    seen = (await home.act("get_documents", home.anna))["documents"]
    assert [each["document_id"] for each in seen] == [own["document_id"]]
    everything = (await home.act("get_documents"))["documents"]
    assert {each["document_id"] for each in everything} == {
        own["document_id"],
        all_of_them["document_id"],
    }
    reader = await add_user(home.hass, READER)
    assert (await home.act("get_documents", reader))["documents"] == []
    (empty,) = await home.export(reader, formats="csv")
    assert empty["sessions"] == 0


async def test_the_page_serves_whom_it_concerns(
    home: Home,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    home.file(1, JANUARY)
    home.entry.runtime_data.names._names["cards"].clear()
    (made,) = await home.export(layout="landlord", person='Zoë Ł "x"', language="de")
    path = f"/api/plug_control/document/{made['document_id']}"
    admin, other = await hass_client(), await hass_client(hass_read_only_access_token)
    anyone = await hass_client_no_auth()
    answer = await admin.get(path)
    assert answer.status == HTTPStatus.OK
    assert (await answer.read()).startswith(b"%PDF")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="Ladekosten 2026-01 Zoe _ x.pdf"; '
        "filename*=UTF-8''Ladekosten%202026-01%20Zo%C3%AB%20%C5%81%20x.pdf"
    )
    assert (await other.get(path)).status == HTTPStatus.NOT_FOUND
    assert (await admin.get("/api/plug_control/document/x")).status == HTTPStatus.NOT_FOUND
    assert (await anyone.get(path)).status == HTTPStatus.UNAUTHORIZED
    assert (await anyone.get(made["link"])).status == HTTPStatus.OK
    forged = made["link"].replace(made["document_id"], "other")
    assert (await anyone.get(forged)).status == HTTPStatus.UNAUTHORIZED


async def test_a_link_works_for_the_chosen_time(
    home: Home, hass_client_no_auth: ClientSessionGenerator, freezer: FrozenDateTimeFactory
) -> None:
    anyone = await hass_client_no_auth()
    (made,) = await home.export(formats="csv", link_days=2)
    freezer.tick(timedelta(days=1, hours=23))
    assert (await anyone.get(made["link"])).status == HTTPStatus.OK
    freezer.tick(timedelta(hours=2))
    home.hass.config.language = "de"
    answer = await anyone.get(made["link"])
    assert (answer.status, answer.content_type) == (HTTPStatus.GONE, "text/plain")
    assert (await answer.text()).startswith("Dieser Link gilt nicht mehr: Seine Zeit")


async def test_the_login_of_whom_a_document_concerns_is_enough_when_its_link_has_ended(
    home: Home, hass_client: ClientSessionGenerator, freezer: FrozenDateTimeFactory
) -> None:
    (made,) = await home.export(home.anna, formats="csv", link_days=2)
    freezer.tick(timedelta(days=3))
    token = await home.hass.auth.async_create_refresh_token(home.anna, "https://example.com")
    anna = await hass_client(home.hass.auth.async_create_access_token(token))
    assert (await anna.get(made["link"])).status == HTTPStatus.OK


async def test_a_link_works_after_a_restart_and_until_its_document_is_deleted(
    home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Home Assistant forgets at its restart what it signed: the link in an email would end with it."""
    anyone = await hass_client_no_auth()
    (made,) = await home.export(formats="csv")
    home.hass.data.pop(DATA_SIGN_SECRET, None)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert (await anyone.get(made["link"])).status == HTTPStatus.OK
    (again,) = (await home.act("get_documents"))["documents"]
    assert (await anyone.get(again["link"])).status == HTTPStatus.OK
    await home.act("delete_document", document_id=made["document_id"])
    answer = await anyone.get(made["link"])
    assert answer.status == HTTPStatus.NOT_FOUND
    assert "get_documents" in await answer.text(), "it says how to get a new one"


async def test_a_link_that_was_changed_opens_nothing(
    home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    anyone = await hass_client_no_auth()
    (made,) = await home.export(formats="csv")
    (_,) = await home.export(formats="csv")
    others = [each.document_id for each in home.documents.kept]
    link = made["link"]
    until = re.search(r"until=(\d+)", link)
    assert until is not None
    changed = [
        link.replace(until[0], f"until={int(until[1]) + 1}"),
        link.replace(until[0], "until=x"),
        link.replace(f"{until[0]}&", ""),
        f"{link}&until=9999999999",
        f"{link}&more=1",
        f"{link[:-1]}{'A' if link[-1] != 'A' else 'B'}",
        f"{link.partition('signature=')[0]}signature=%F0%9F%9A%97",
        *(link.replace(made["document_id"], each) for each in others if each not in link),
    ]
    for each in changed:
        answer = await anyone.get(each)
        assert answer.status == HTTPStatus.UNAUTHORIZED, each
        assert "not valid any more" in await answer.text()
    home.entry.runtime_data.signed_links._secret = "that of another house"
    assert (await anyone.get(link)).status == HTTPStatus.UNAUTHORIZED


async def test_no_link_outlasts_a_year_and_no_clock_that_is_behind_prolongs_one(
    home: Home, hass_client_no_auth: ClientSessionGenerator, freezer: FrozenDateTimeFactory
) -> None:
    anyone = await hass_client_no_auth()
    for _ in range(2):  # the time is believed on the second day
        freezer.tick(timedelta(days=1))
        await home.documents.async_tidy()
    now = dt_util.utcnow()
    freezer.move_to(now.replace(year=2099))
    (made,) = await home.export(formats="csv", month="2026-01")
    freezer.move_to(now)
    assert (await anyone.get(made["link"])).status == HTTPStatus.GONE
    (made,) = await home.export(formats="csv", month="2026-01", link_days=2)
    freezer.tick(timedelta(days=3))
    await home.documents.async_tidy()  # asks for the time, which is believed
    freezer.move_to(now)
    assert (await anyone.get(made["link"])).status == HTTPStatus.GONE


async def test_a_user_sees_the_own_document_by_login(
    home: Home, hass_client: ClientSessionGenerator
) -> None:
    (made,) = await home.export(home.anna, formats="csv")
    token = await home.hass.auth.async_create_refresh_token(home.anna, "https://example.com")
    client = await hass_client(home.hass.auth.async_create_access_token(token))
    path = f"/api/plug_control/document/{made['document_id']}"
    assert (await client.get(path)).status == HTTPStatus.OK


# ---- kept, deleted, forgotten


async def test_administrators_delete_documents(home: Home) -> None:
    (made,) = await home.export(formats="csv")
    assert await home.act("delete_document", document_id=made["document_id"]) == {
        "name": "Charging sessions 2026-01.csv"
    }
    assert home.documents.kept == []
    with pytest.raises(ServiceValidationError, match="no such document"):
        await home.act("delete_document", document_id=made["document_id"])


async def test_documents_of_forgotten_sessions_are_deleted(home: Home) -> None:
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=1), OTHER_TAG)
    await home.export(formats="csv", person="Anna")
    await home.export(formats="csv", person="Ben")
    await home.export(formats=["csv", "pdf"])
    assert (
        await home.documents.async_forget({1})
        == [
            "Charging sessions 2026-01 Anna.csv",
            "Charging sessions 2026-01.csv",
            "Charging sessions 2026-01.pdf",
        ]
        or len(home.documents.kept) == 1
    )
    assert [document.subject for document in home.documents.kept] == ["Ben"]
    assert await home.documents.async_forget({99}) == []


async def test_documents_outlive_a_restart_and_the_retention_ends_them(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    (made,) = await home.export(formats="csv")
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert [document.name for document in home.documents.kept] == [made["name"]]
    home.hass.config_entries.async_update_entry(home.entry, options={CONF_DOCUMENT_MONTHS: 2})
    freezer.tick(timedelta(days=61))
    await home.documents.async_tidy()
    assert len(home.documents.kept) == 1
    freezer.tick(timedelta(days=2))
    await home.documents.async_tidy()
    assert home.documents.kept == []


async def test_a_document_that_was_made_while_the_clock_was_behind_is_kept_as_long_as_others(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """A computer without a battery for its clock begins in 1970, until it hears the time."""
    for _ in range(2):  # the time is believed on the second day
        freezer.tick(timedelta(days=1))
        await home.documents.async_tidy()
    now = dt_util.utcnow()
    freezer.move_to(datetime(1970, 1, 1, tzinfo=UTC))
    await home.export(formats="csv", month="2026-01")
    freezer.move_to(now + timedelta(hours=1))
    await home.documents.async_tidy()
    (kept,) = home.documents.kept
    assert kept.made_at == now


async def test_a_clock_that_is_ahead_for_a_time_deletes_no_document(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    await home.export(formats="csv")
    for now in (JANUARY.replace(year=2099), JANUARY + timedelta(days=1)):
        freezer.move_to(now)
        await home.hass.config_entries.async_reload(home.entry.entry_id)
        await home.documents.async_tidy()
        assert len(home.documents.kept) == 1


async def test_documents_that_cannot_be_read_do_not_stop_the_start(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    with patch(
        "custom_components.plug_control.documents.store.DocumentStore.load",
        side_effect=PermissionError("no"),
    ):
        await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert "The documents cannot be read: no" in caplog.text
    assert home.documents.kept == []


async def test_diagnostics_have_no_names_of_documents(home: Home) -> None:
    home.file(1, JANUARY)
    home.order(whose="Anna Secret")
    (made,) = await home.export(formats="csv", person="Anna")
    told = await async_get_config_entry_diagnostics(home.hass, home.entry)
    assert [each["sessions"] for each in told["documents"]["kept"]] == [1]
    assert told["documents"]["monthly"] == [{"layout": "sessions", "formats": ["csv"]}]
    for secret in ("Anna", made["document_id"]):
        assert secret not in str(told["documents"])


@pytest.mark.parametrize("erases", [False, True])
async def test_documents_stay_with_the_ledger_of_a_deleted_entry_or_go_with_it(
    home: Home, erases: bool
) -> None:
    home.file(1, JANUARY)
    await home.export(formats="csv")
    await home.entry.runtime_data.central_system.ledger.saved()
    home.hass.config_entries.async_update_entry(home.entry, options={CONF_ERASE_LEDGER: erases})
    directory = documents_directory(home.hass, home.entry.entry_id)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert directory.exists() is not erases
    if erases:
        return
    data = {**home.entry.data, CONF_LEDGER_OF: home.entry.entry_id}
    heir = MockConfigEntry(domain=DOMAIN, data=data, version=home.entry.version)
    heir.add_to_hass(home.hass)
    await async_take_over(home.hass, heir)
    assert not directory.exists()
    assert len([*documents_directory(home.hass, heir.entry_id).glob("*.csv")]) == 1


# ---- each month


async def test_a_monthly_document_is_made_once_when_the_month_is_over(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.file(1, JANUARY)
    order = home.order(formats=["csv", "pdf"])
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    assert home.documents.kept == []
    await home.look(freezer, FEBRUARY)  # midnight in San Francisco, the tests' time zone
    assert home.documents.kept == []
    await home.look(freezer, FEBRUARY + timedelta(hours=1))
    assert {document.name for document in home.documents.kept} == {
        "Charging sessions 2026-01.csv",
        "Charging sessions 2026-01.pdf",
    }
    assert {document.order for document in home.documents.kept} == {order}
    (event,) = home.events
    assert event.data["is_automatic"] is True
    assert len(event.data["documents"]) == 2
    await home.look(freezer, FEBRUARY + timedelta(hours=2))
    assert len(home.events) == 1


async def test_a_look_that_meets_another_one_is_not_lost(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.file(1, JANUARY)
    home.order()
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    freezer.move_to(FEBRUARY)  # not over for an hour yet
    monthly = home.entry.runtime_data.monthly_documents
    may_end = asyncio.Event()
    with patch.object(Documents, "async_tidy", lambda self: may_end.wait()):
        first = asyncio.create_task(monthly.async_look())
        await asyncio.sleep(0)
        freezer.move_to(FEBRUARY + timedelta(hours=1))
        second = asyncio.create_task(monthly.async_look())
        await asyncio.sleep(0)
        may_end.set()
        await asyncio.gather(first, second)
    assert [document.name for document in home.documents.kept] == ["Charging sessions 2026-01.csv"]


async def test_what_was_missed_while_home_assistant_was_off_is_made_at_the_next_start(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.order()
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=40))
    await home.entry.runtime_data.central_system.ledger.saved()
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    freezer.move_to(datetime(2026, 4, 20, tzinfo=UTC))
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    made = sorted(home.documents.kept, key=lambda document: document.start)
    assert [(document.name, document.sessions) for document in made] == [
        ("Charging sessions 2026-01.csv", 1),
        ("Charging sessions 2026-02.csv", 1),
        ("Charging sessions 2026-03.csv", 0),
    ]
    assert len(home.events) == 3


async def test_a_month_of_one_card_car_or_connector(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    car = ConfigSubentry(
        data=MappingProxyType({}), subentry_type=SUBENTRY_CAR, title="ID.3", unique_id=None
    )
    home.hass.config_entries.async_add_subentry(home.entry, car)
    for chosen in (
        {"id_tag": ID_TAG},
        {"id_tag": "STRANGER"},
        {"car": car.subentry_id},
        {"car": "sold", "whose": "Ben"},
        {"connector": "CP-1#2"},
        {"connector": "CP-1#1", "whose": "Ben"},
    ):
        home.order(**chosen)
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=1), OTHER_TAG)
    home.file(3, JANUARY + timedelta(days=2), OTHER_TAG, connector_id=2)
    ledger = home.entry.runtime_data.central_system.ledger
    ledger.keep_details(2, SessionDetails(worth=WORTH, car_id=car.subentry_id, car_name="ID.3"))
    await home.look(freezer, FEBRUARY + timedelta(hours=1))
    found = {}
    for kept in home.documents.kept:
        rows = csv_rows(Path(home.documents.path(kept)).read_bytes())[:-1]
        found[kept.subject] = [row["session_id"] for row in rows]
    assert found == {
        "Anna": ["1"],
        "…GER": [],
        "ID.3": ["2"],
        "Ben, sold": [],
        "Garage": ["3"],
        "Ben, Garage": ["2"],
    }


async def test_each_person_gets_an_own_document(home: Home, freezer: FrozenDateTimeFactory) -> None:
    home.order(whose="each_person")
    home.order(whose="Anna", price_per_kwh=0.5, layout="company_car")
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=1), OTHER_TAG)
    await home.look(freezer, FEBRUARY + timedelta(hours=1))
    assert {(document.name, document.owner) for document in home.documents.kept} == {
        ("Charging sessions 2026-01 Anna.csv", home.anna.id),
        ("Charging sessions 2026-01 Ben.csv", None),
        ("Company car 2026-01 Anna.csv", home.anna.id),
    }
    assert sorted(event.data["user_id"] or "" for event in home.events) == [
        "",
        home.anna.id,
        home.anna.id,
    ]


async def test_a_document_of_a_name_that_several_have_is_for_administrators(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    """Another user called Anna who starts charges by a button, without a card."""
    other = MockUser(id="other", name="Anna", groups=[]).add_to_hass(home.hass)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    home.order(whose="each_person")
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    home.file(1, JANUARY, None, started_by=other.id)
    await home.look(freezer, FEBRUARY + timedelta(hours=1))
    (document,) = home.documents.kept
    assert (document.subject, document.owner) == ("Anna", None)


async def test_a_clock_that_was_ahead_for_a_time_ends_no_monthly_document(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.order()
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    home.file(1, JANUARY)
    await home.look(freezer, JANUARY.replace(year=2099, minute=20))
    for now in (JANUARY + timedelta(minutes=80), FEBRUARY + timedelta(hours=1)):
        freezer.move_to(now)
        await home.entry.runtime_data.monthly_documents.async_look()
    assert "Charging sessions 2026-01.csv" in {document.name for document in home.documents.kept}


async def test_a_monthly_document_waits_for_a_session_that_runs_on_but_not_for_ever(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.order()
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    ledger = home.entry.runtime_data.central_system.ledger
    ledger._records.begin(
        Transaction(
            transaction_id=9,
            session_id=9,
            charge_point_id="CP-1",
            connector_id=1,
            id_tag=ID_TAG,
            started_at=JANUARY,
            meter_start_wh=0.0,
            start_timestamp=None,
        )
    )
    await home.look(freezer, FEBRUARY + timedelta(hours=1))
    assert home.documents.kept == []
    await home.look(freezer, FEBRUARY + timedelta(hours=36))
    assert len(home.documents.kept) == 1


async def test_a_monthly_document_waits_for_what_a_session_cost(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.order()
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    home.file(1, JANUARY)
    ledger = home.entry.runtime_data.central_system.ledger
    ledger.keep_details(1, SessionDetails(worth=SessionWorth(cost=1.0, currency="EUR")))
    await home.look(freezer, FEBRUARY + timedelta(hours=1))
    assert home.documents.kept == []
    ledger.keep_details(1, SessionDetails(worth=WORTH))
    await home.look(freezer, FEBRUARY + timedelta(hours=2))
    assert len(home.documents.kept) == 1


async def test_a_monthly_document_that_cannot_be_made_is_a_repair_and_is_tried_again(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.order()
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch("custom_components.plug_control.documents.store._write", side_effect=full):
        await home.look(freezer, FEBRUARY + timedelta(hours=1))
    issue_id = f"{home.entry.entry_id}_document_not_made"
    issue = ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert "No space left" in (issue.translation_placeholders or {})["error"]
    assert home.events == []
    await home.look(freezer, FEBRUARY + timedelta(hours=2))
    assert ir.async_get(home.hass).async_get_issue(DOMAIN, issue_id) is None
    assert len(home.events) == 1


async def test_a_document_that_a_killed_process_did_not_announce_is_announced_once(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.order()
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    with patch.object(Documents, "async_announce", side_effect=OSError("killed")):
        await home.look(freezer, FEBRUARY + timedelta(hours=1))
    assert home.events == []
    (document,) = home.documents.kept
    assert not document.announced
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done(wait_background_tasks=True)
    assert len(home.events) == 1
    assert home.documents.kept[0].announced
    await home.look(freezer, FEBRUARY + timedelta(hours=2))
    assert len(home.events) == 1


async def test_a_full_disk_does_not_fire_the_event_of_a_document_every_hour(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    home.order()
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch.object(home.documents._store, "announced", side_effect=full):
        for hour in range(1, 4):
            await home.look(freezer, FEBRUARY + timedelta(hours=hour))
    assert len(home.events) == 1


async def test_what_a_killed_process_left_of_a_month_is_made_again(
    home: Home, freezer: FrozenDateTimeFactory
) -> None:
    order = home.order(whose="each_person")
    await home.look(freezer, JANUARY + timedelta(minutes=20))
    home.file(1, JANUARY)
    home.file(2, JANUARY + timedelta(days=1), OTHER_TAG)
    left = order_of(home.hass, home.entry, home.entry.subentries[order], date(2026, 1, 1))
    await home.documents.async_make(replace(left, person="Anna"))
    assert len(home.documents.kept) == 1
    await home.look(freezer, FEBRUARY + timedelta(hours=2))
    assert sorted(document.subject or "" for document in home.documents.kept) == ["Anna", "Ben"]
    assert all(document.announced for document in home.documents.kept)
