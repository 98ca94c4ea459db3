"""Receipts are sent once, when the worth is known, and survive a kill; the picture is for who may see the session."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.models import User
from homeassistant.components.frontend.storage import async_user_store
from homeassistant.components.http.auth import DATA_SIGN_SECRET
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.plug_control.const import (
    CONF_SHARED_SESSIONS,
    CONF_USER,
    DOMAIN,
    SUBENTRY_ID_TAG,
)
from custom_components.plug_control.documents.receipts import EVENT_RECEIPT, LEAST_WH, WAIT_S
from custom_components.plug_control.entry.receipts import async_serve_receipts
from custom_components.plug_control.entry_settings import SharedSessions
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from simulator.scripted import ScriptedChargePoint
from tests.chargers import report_status, start, stop
from tests.filed_sessions import NOON
from tests.helpers import charge_point_data, coordinator_of, id_tag_data, scripted, set_up
from tests.house import MEASURED, house, wallbox
from tests.people import ADMINISTRATOR, READER, TENANT, USER, add_tenant, add_user
from tests.worth.test_sessions import with_tariffs

WORTH = SessionWorth(solar_wh=4_000.0, grid_wh=1_000.0, cost=0.3, currency="EUR", is_final=True)


@dataclass(kw_only=True)
class Home:
    """A config entry with a charger, and the receipts that were sent."""

    hass: HomeAssistant
    entry: MockConfigEntry
    charge_point: ScriptedChargePoint
    receipts: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def ledger(self) -> Any:
        """The entry's ledger."""
        return self.entry.runtime_data.central_system.ledger

    async def charge(self, energy_wh: int = 5_000, ago: timedelta = timedelta()) -> int:
        """Have a session of an hour pass, which ended some time ago; returns its id."""
        end = dt_util.utcnow() - ago
        begin = (end - timedelta(hours=1)).isoformat()
        transaction_id = await start(self.charge_point, meter_start=0, timestamp=begin)
        await stop(
            self.charge_point, transaction_id, meter_stop=energy_wh, timestamp=end.isoformat()
        )
        await self.settle()
        return transaction_id

    async def settle(self) -> None:
        """Wait until all is processed."""
        await self.charge_point.call("Heartbeat", {})
        await self.hass.async_block_till_done()

    async def wait(self, seconds: float = WAIT_S + 1) -> None:
        """Let time pass."""
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=seconds))
        await self.hass.async_block_till_done()

    async def know(self, session_id: int, **details: Any) -> None:
        """Have the session's worth become known."""
        self.ledger.keep_details(session_id, SessionDetails(**{"worth": WORTH, **details}))
        await self.hass.async_block_till_done()

    @contextmanager
    def unknown_worth(self) -> Iterator[None]:
        """Have no worth be known."""
        with patch.object(self.ledger, "details", return_value=None):
            yield


@pytest.fixture
async def home(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> AsyncGenerator[Home]:
    """A config entry with the charger "Garage" and the card "Anna", at noon."""
    freezer.move_to(NOON)
    entry = await set_up(hass, charge_point_data(), id_tag_data())
    charge_point = scripted(entry)
    await charge_point.connect()
    await charge_point.boot()
    await report_status(charge_point, "Preparing")
    home = Home(hass=hass, entry=entry, charge_point=charge_point)

    @callback
    def note(event: Event) -> None:
        home.receipts.append(event.data)

    hass.bus.async_listen(EVENT_RECEIPT, note)
    await home.settle()
    yield home
    await charge_point.close()


async def test_a_receipt_is_sent_once_when_the_worth_is_known(home: Home) -> None:
    with home.unknown_worth():
        session_id = await home.charge()
    assert home.receipts == []
    await home.know(session_id, car_name="ID.4")
    await home.know(session_id, car_name="ID.4", note="corrected")
    await home.wait()
    (told,) = home.receipts
    assert {key: told[key] for key in ("session_id", "energy_kwh", "duration_s")} == {
        "session_id": session_id,
        "energy_kwh": 5.0,
        "duration_s": 3600,
    }
    assert {key: told[key] for key in ("person", "car", "cost", "saved", "currency")} == {
        "person": "Anna",
        "car": "ID.4",
        "cost": 0.3,
        "saved": None,
        "currency": "EUR",
    }
    assert (told["device_id"], told["name"]) == (coordinator_of(home.entry).device_id, "Garage")
    assert told["text"].replace("\N{NO-BREAK SPACE}", " ") == "5.00 kWh in 1 h 00, €0.30"
    assert told["picture"].startswith(
        f"/api/{DOMAIN}/receipt/{home.entry.entry_id}/{session_id}.png"
    )


async def test_a_receipt_without_a_worth_comes_soon_with_what_is_known(home: Home) -> None:
    with home.unknown_worth():
        await home.charge()
        await home.wait()
    (told,) = home.receipts
    assert (told["energy_kwh"], told["cost"], told["solar_percent"]) == (5.0, None, None)
    assert told["estimated"] is False


async def test_a_person_that_was_corrected_is_on_the_receipt(home: Home) -> None:
    with home.unknown_worth():
        session_id = await home.charge()
    await home.know(session_id, person="Ben")
    assert [each["person"] for each in home.receipts] == ["Ben"]


async def test_hardly_any_energy_and_old_sessions_get_no_receipt(home: Home) -> None:
    await home.charge(LEAST_WH - 1)
    await home.charge(ago=timedelta(days=2))
    await home.wait()
    assert home.receipts == []


async def test_a_receipt_that_was_not_sent_before_a_stop_is_sent_after_it(home: Home) -> None:
    with home.unknown_worth():
        session_id = await home.charge()
        assert await home.hass.config_entries.async_reload(home.entry.entry_id)
        await home.hass.async_block_till_done()
    with home.unknown_worth():
        await home.wait()
    assert [each["session_id"] for each in home.receipts] == [session_id]
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.wait()
    assert len(home.receipts) == 1


async def test_a_session_that_was_deleted_meanwhile_gets_none(home: Home) -> None:
    receipts = home.entry.runtime_data.receipts
    with home.unknown_worth():
        await home.charge()
        with patch.object(receipts, "session", return_value=None):
            await home.wait()
        await home.wait()
    assert home.receipts == []


# ---- its language


async def test_a_receipt_speaks_the_language_of_who_charged(home: Home) -> None:
    anna = await add_user(home.hass, USER)
    ben = await add_user(home.hass, READER)
    for user, language in ((anna, "de"), (ben, "fr")):
        store = await async_user_store(home.hass, user.id)
        await store.async_set_item("language", {"language": language})
    await home.entry.runtime_data.names._async_note_users()
    (card,) = home.entry.get_subentries_of_type(SUBENTRY_ID_TAG)
    told = []
    cases: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({CONF_USER: anna.id}, {}),
        ({CONF_USER: "gone"}, {}),
        ({CONF_USER: anna.id}, {"person": "nobody known"}),
        ({CONF_USER: anna.id}, {"person": str(ben.name)}),
    ]
    for number, (data, details) in enumerate(cases):
        home.hass.config_entries.async_update_subentry(home.entry, card, data={**card.data, **data})
        await home.hass.async_block_till_done()
        with home.unknown_worth():
            session_id = await home.charge(ago=timedelta(hours=2 * (5 - number)))
        await home.know(session_id, **details)
        told.append(home.receipts[-1])
    assert [each["language"] for each in told] == ["en", "de", "en", "en", "fr"]
    assert "0,30" in told[1]["text"]
    assert all("language=de" in told[1][key] for key in ("picture", "picture_dark"))


# ---- the picture


async def link_of(home: Home) -> str:
    """Have a session pass, and a web server run; returns the link on its receipt."""
    assert await async_setup_component(home.hass, "http", {})
    async_serve_receipts(home.hass)
    with home.unknown_worth():
        session_id = await home.charge()
    await home.know(session_id)
    return str(home.receipts[-1]["picture"])


async def test_a_link_shows_the_picture_to_who_has_it(
    home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    link = await link_of(home)
    client = await hass_client_no_auth()
    for each in (link, home.receipts[-1]["picture_dark"]):
        answer = await client.get(each)
        assert answer.status == HTTPStatus.OK
        assert answer.headers["Content-Type"] == "image/png"
        assert (await answer.read()).startswith(b"\x89PNG")
    assert (await client.get(link.partition("?")[0])).status == HTTPStatus.UNAUTHORIZED
    assert (await client.get(link.replace("light", "dark"))).status == HTTPStatus.UNAUTHORIZED


async def test_a_link_shows_the_picture_after_a_restart_too(
    home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    link = await link_of(home)
    client = await hass_client_no_auth()
    home.hass.data.pop(DATA_SIGN_SECRET, None)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert (await client.get(link)).status == HTTPStatus.OK


async def status_for(
    home: Home, client: ClientSessionGenerator, user: User, path: str
) -> HTTPStatus:
    """Return what a user gets who asks without a signed link."""
    token = await home.hass.auth.async_create_refresh_token(user, "https://example.invalid")
    logged_in = await client(home.hass.auth.async_create_access_token(token))
    return HTTPStatus((await logged_in.get(path)).status)


@pytest.mark.parametrize(
    ("is_owner", "shared", "kind", "status"),
    [
        (True, SharedSessions.NONE, USER, HTTPStatus.OK),
        (False, SharedSessions.NONE, USER, HTTPStatus.NOT_FOUND),
        (False, SharedSessions.NONE, READER, HTTPStatus.NOT_FOUND),
        (False, SharedSessions.SHORT, USER, HTTPStatus.OK),
        (False, SharedSessions.SHORT, TENANT, HTTPStatus.NOT_FOUND),
        (False, SharedSessions.NONE, ADMINISTRATOR, HTTPStatus.OK),
    ],
)
async def test_others_see_the_picture_of_a_session_that_they_may_see(
    home: Home,
    hass_client: ClientSessionGenerator,
    is_owner: bool,
    shared: SharedSessions,
    kind: str,
    status: HTTPStatus,
) -> None:
    path = (await link_of(home)).partition("?")[0]
    user = add_tenant(home.hass, {}) if kind == TENANT else await add_user(home.hass, kind)
    (card,) = home.entry.get_subentries_of_type("id_tag")
    data = {**card.data, CONF_USER: user.id} if is_owner else dict(card.data)
    home.hass.config_entries.async_update_subentry(home.entry, card, data=data)
    home.hass.config_entries.async_update_entry(
        home.entry, options={**home.entry.options, CONF_SHARED_SESSIONS: shared}
    )
    await home.hass.async_block_till_done()
    assert await status_for(home, hass_client, user, path) is status


@pytest.mark.parametrize(
    "path", ["/1.png?theme=pink", "/12345.png", f"/{'9' * 30}.png", "/one.png", "/-1.png"]
)
async def test_there_is_no_other_picture(
    home: Home, hass_client: ClientSessionGenerator, path: str
) -> None:
    await link_of(home)
    client = await hass_client()
    base = f"/api/{DOMAIN}/receipt/{home.entry.entry_id}"
    assert (await client.get(base + path)).status == HTTPStatus.NOT_FOUND
    other = f"/api/{DOMAIN}/receipt/other/1.png"
    assert (await client.get(other)).status == HTTPStatus.NOT_FOUND


async def test_a_whole_session_has_its_sun_and_its_cost_on_the_receipt(hass: HomeAssistant) -> None:
    """Half of 2,300 W is the sun's: a kWh costs 20 ct."""
    told: list[Mapping[str, Any]] = []

    @callback
    def note(event: Event) -> None:
        told.append(event.data)

    hass.bus.async_listen(EVENT_RECEIPT, note)
    async with house(hass, wallbox(), site=MEASURED) as whole:
        await with_tariffs(whole)
        charger = await whole.add_charger(takes_a=10.0)
        whole.sun_w = 300 + 1150
        await charger.plug_in()
        await whole.run(1200)
        assert told == []
        await charger.leave()
        await whole.settle()
        (receipt,) = told
        assert receipt["solar_percent"] == pytest.approx(50, abs=3)
        assert receipt["cost"] == pytest.approx(0.2 * receipt["energy_kwh"], abs=0.01)
        assert f"{receipt['solar_percent']}% sun" in receipt["text"]
