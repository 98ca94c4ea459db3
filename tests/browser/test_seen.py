"""What people see: nothing that keeps anyone from reading it, in their language, with their clock, on their phone."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, expect
import pytest
import pytest_asyncio
import pytest_socket

from scripts.lib import demo_steps
from scripts.lib.browser import window
from scripts.lib.home_assistant import HomeAssistant, wait_until

from .home import STRATEGY
from .house import CARPORT, GARAGE, House
from .window import GERMAN_PHONE, barriers, logged_in, open_page, tab

STRANGER = "0463A17AC95C81"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A user whose profile says how things are written, with an empty page."""

    client: HomeAssistant
    page: Page

    async def prefers(self, **locale: str) -> None:
        """Set the profile; before the page is opened, since an open one keeps what is not set."""
        rest = {"number_format": "language", "time_zone": "server", "first_weekday": "language"}
        await self.client.command(
            "frontend/set_user_data", key="language", value={**rest, **locale}
        )


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def readers(
    browser: Browser, house: House
) -> AsyncGenerator[tuple[HomeAssistant, BrowserContext]]:
    """Yield a second user, whose profile the other tests do not see, and the window of a phone."""
    pytest_socket.enable_socket()
    async with (
        house.home.second_user("Clara") as client,
        window(browser, GERMAN_PHONE, session=await logged_in(client)) as context,
    ):
        yield client, context


@pytest_asyncio.fixture(loop_scope="package")
async def reader(readers: tuple[HomeAssistant, BrowserContext]) -> AsyncGenerator[Reader]:
    """Yield that user with a page of their own."""
    client, context = readers
    async with tab(context) as page:
        yield Reader(client=client, page=page)


@pytest.mark.parametrize("looks", ["desktop", "phone, dark, German"])
async def test_nothing_keeps_people_from_reading_and_using_the_cards(
    house: House, page: Page, phone: Page, looks: str
) -> None:
    shown = page if looks == "desktop" else phone
    sessions: dict[str, object] = {"type": "custom:plug-control-sessions-card"}
    await house.show(shown, await house.card(GARAGE), await house.card(CARPORT, 2), sessions)
    for name in ("plug-control-card", "plug-control-sessions-card"):
        part = shown.locator(name).first
        await expect(part.get_by_role("heading")).to_be_visible()
        if name == "plug-control-card":
            await part.locator("summary").click()
        assert await barriers(shown, part) == []
        assert await _overflow(shown, name) == 0


async def test_a_page_of_an_english_server_is_german_with_the_clock_of_the_profile(
    house: House, reader: Reader
) -> None:
    page = reader.page
    await reader.prefers(language="de", time_format="12", date_format="YMD")
    await house.show(page, await house.card(GARAGE), {"type": "custom:plug-control-sessions-card"})
    card = page.locator("plug-control-card")
    await expect(card.get_by_text("Wartet auf ein Auto")).to_be_visible()
    await card.locator("summary").click()
    hour = card.get_by_role("combobox", name="Stunde")
    await expect(hour.locator("option[value='13']")).to_have_text("1 PM")
    sessions = page.locator("plug-control-sessions-card")
    await sessions.get_by_label("Zeitraum").select_option(label="Jahr")
    await expect(sessions.get_by_role("heading", name="Ladevorgänge")).to_be_visible()
    # What the charger refuses is told in the reader's language, too.
    house.garage.fault("GroundFailure")
    await card.get_by_role("button", name="Laden starten").click()
    await expect(card.get_by_role("alert")).to_contain_text("abgelehnt")
    house.garage.clear_fault()
    state = await house.home.client.state(await _entity(house, "charging_reason"))
    assert state["state"] == state["attributes"]["code"]


async def test_a_card_that_nobody_knows_is_registered_on_the_dashboard(
    house: House, page: Page
) -> None:
    client = house.home.client
    await _describe(house, GARAGE, who_may_charge="cards")
    house.garage.plug()
    house.garage.tap(STRANGER)
    try:
        await _open_strategy(house, page)
        found = page.locator("plug-control-found-card")
        await expect(found.get_by_text(f"{STRANGER}, presented at Garage")).to_be_visible()
        assert await barriers(page, found) == []
        await found.get_by_role("textbox").fill("Carla's card")
        await found.get_by_role("button", name="Register").click()
        await expect(found).to_be_hidden()
        subentries = await client.command("config_entries/subentries/list", entry_id=house.entry_id)
        assert "Carla's card" in {each["title"] for each in subentries}
    finally:
        house.garage.unplug()
        await _describe(house, GARAGE, who_may_charge="anyone")


async def test_a_charge_point_that_is_not_connected_says_what_it_has_to_call(
    house: House, page: Page
) -> None:
    house.garage.power_off()
    try:
        await _open_strategy(house, page, view="garage-1")
        call = page.locator("plug-control-call-card")
        await expect(call.get_by_role("heading", name="Garage is not connected")).to_be_visible()
        await expect(call.get_by_text(f"/{GARAGE}")).to_be_visible()
        assert await barriers(page, call) == []
    finally:
        house.garage.power_on()
    await expect(call).to_be_hidden()


async def test_a_plan_shows_every_window_with_its_price_and_a_ribbon_with_hours(
    house: House, page: Page
) -> None:
    client = house.home.client
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    hours = [midnight + timedelta(hours=hour) for hour in range(48)]
    await client.post(
        "/api/states/sensor.market",
        {
            "state": "0.2",
            "attributes": {
                "unit_of_measurement": "EUR/kWh",
                "raw_today": [
                    {
                        "start": hour.isoformat(),
                        "end": (hour + timedelta(hours=1)).isoformat(),
                        "value": 0.1 if hour.hour % 3 else 0.3,
                    }
                    for hour in hours
                ],
            },
        },
    )
    flow = await client.post(demo_steps.OPTIONS_FLOWS, {"handler": house.entry_id})
    choices = ["site", "save"]
    site = {"grid_meter": "none", "prices": ["sensor.market"]}
    await demo_steps.walk(client, demo_steps.OPTIONS_FLOWS, flow, choices, **site)
    ready = (datetime.now(UTC) + timedelta(hours=12)).strftime("%H:00:00")
    await client.act("time", "set_value", entity_id=await _entity(house, "ready_by"), time=ready)
    energy = await _entity(house, "target_energy")
    await client.act("number", "set_value", entity_id=energy, value=80)
    await client.act("switch", "turn_on", entity_id=await _entity(house, "plan"))
    house.garage.plug()
    await house.show(page, await house.card(GARAGE))
    card = page.locator("plug-control-card")
    try:
        await card.get_by_role("button", name="Start charging").click()
        # What moves down while a click is on its way is missed
        await expect(card.get_by_role("button", name="Stop charging")).to_be_visible()
        await card.locator("summary").click()
        windows = card.get_by_role("list", name="Planned").get_by_role("listitem")
        await expect(windows.first).to_contain_text("EUR/kWh")
        ribbon = card.locator("plug-control-ribbon")
        await expect(ribbon.locator("line.now")).to_be_attached()
        await expect(ribbon.locator("rect.price").first).to_be_attached()
        await expect(ribbon.locator("rect.plan").first).to_be_attached()
        assert await ribbon.locator(".hours span").count() >= 3
        planned = await _entity(house, "planned_start")

        async def shows_all() -> bool:  # of a plan that may change meanwhile
            state = await client.state(planned)
            return await windows.count() == len(state["attributes"]["windows"])

        await wait_until("a card with each window of the plan", shows_all, timeout_s=60)
        assert await barriers(page, card) == []
    finally:
        await client.act("switch", "turn_off", entity_id=await _entity(house, "plan"))
        await card.get_by_role("button", name="Stop charging").click()
        house.garage.unplug()


async def test_the_hour_of_a_plan_is_read_in_a_window_of_any_width(
    house: House, reader: Reader
) -> None:
    page = reader.page
    await reader.prefers(language="en", time_format="12")
    await house.show(page, await house.card(GARAGE))
    card = page.locator("plug-control-card")
    await card.locator("summary").click()
    hour = card.get_by_role("combobox", name="Hour")
    await expect(hour.locator("option[value='13']")).to_have_text("1 PM")
    for width in (360, 500, 1280):
        await page.set_viewport_size({"width": width, "height": 844})
        room = await hour.evaluate(
            """async select => {
              const frame = () => new Promise(requestAnimationFrame);
              await frame().then(frame);
              const style = getComputedStyle(select);
              const pen = document.createElement("canvas").getContext("2d");
              pen.font = style.font;
              const texts = [...select.options].map(each => pen.measureText(each.text.trim()).width);
              const edges = [style.paddingLeft, style.paddingRight].map(parseFloat);
              return select.clientWidth - edges[0] - edges[1] - Math.max(...texts);
            }"""
        )
        assert room >= 0, width


async def test_what_flows_into_the_grid_is_told_by_a_word_and_not_by_a_sign_too(
    house: House, page: Page
) -> None:
    await house.home.client.post(
        "/api/states/sensor.meter",
        {"state": "-2289", "attributes": {"unit_of_measurement": "W", "device_class": "power"}},
    )
    power: dict[str, object] = {
        "type": "custom:plug-control-power-card",
        "entity": "sensor.meter",
        "name": "Grid",
        "above": "Drawn from the grid",
        "below": "Fed into the grid",
        "icon": "mdi:transmission-tower",
        "color": "purple",
    }
    await house.show(page, power)
    card = page.locator("plug-control-power-card")
    await expect(card.get_by_role("button")).to_have_accessible_name("Fed into the grid 2.3 kW")
    assert await barriers(page, card) == []
    await card.get_by_role("button").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_the_integration_is_found_by_what_people_call_it(house: House, page: Page) -> None:
    await open_page(page, house.home, "config/integrations/dashboard")
    await page.get_by_role("button", name="Add integration").click()
    search = page.get_by_placeholder("Search for a brand name")
    found = page.get_by_role("button", name="Plug Control").first
    for word in ("wallbox", "EV charger", "OCPP", "plug control"):
        await search.fill("no brand of that name")
        await expect(found).to_be_hidden()
        await search.fill(word)
        await expect(found).to_be_visible()


# ---- what the tests need


async def _overflow(page: Page, name: str) -> int:
    """By how many pixels a card is wider than the window."""
    return int(
        await page.locator(name).first.evaluate(
            "card => Math.max(0, Math.round(card.getBoundingClientRect().right - innerWidth))"
        )
    )


async def _entity(house: House, key: str) -> str:
    """The entity of the garage's connector."""
    return await demo_steps.connector_entity(house.home.client, GARAGE, key)


async def _describe(house: House, charge_point_id: str, **settings: Any) -> None:
    """Change a charge point's settings."""
    client = house.home.client
    subentries = await client.command("config_entries/subentries/list", entry_id=house.entry_id)
    subentry_id = next(
        each["subentry_id"] for each in subentries if charge_point_id in (each["unique_id"] or "")
    )
    about = {"handler": [house.entry_id, "charge_point"], "subentry_id": subentry_id}
    flow = await client.post(demo_steps.SUBENTRY_FLOWS, about)
    await demo_steps.walk(client, demo_steps.SUBENTRY_FLOWS, flow, ["settings"], **settings)


async def _open_strategy(house: House, page: Page, view: str = "") -> None:
    """Open the ready dashboard."""
    await open_page(page, house.home, f"{STRATEGY}/{view}")
