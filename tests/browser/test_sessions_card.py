"""The card of the sessions: filters, totals, a chart, details, and a download that agrees with the ledger to the last Wh."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Locator, Page, expect
import pytest_asyncio
import pytest_socket

from scripts.lib import demo_steps
from simulator.scripted import ScriptedChargePoint
from tests.helpers import ANSWERS

from .downloads import assert_agrees, download
from .house import ANNA, House
from .window import barriers

OFFICE = "OFFICE-1"
BEN = "0463A17AC95C80"
REGISTER_WH = 1_000_000
SESSIONS = "custom:plug-control-sessions-card"


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def office(house: House) -> AsyncGenerator[None]:
    """A wallbox that tells at last of the sessions that it had while the network was away."""
    pytest_socket.enable_socket()
    async with ScriptedChargePoint(f"{house.home.ocpp_url}{OFFICE}") as charge_point:
        await charge_point.boot()
        for action, answer in ANSWERS.items():
            charge_point.auto_reply(action, answer)
        await demo_steps.register_card(
            house.home.client, house.entry_id, demo_steps.Card(id_tag=BEN, name="Ben's card")
        )
        await demo_steps.confirm_charge_point(
            house.home.client, house.entry_id, OFFICE, name="Office"
        )
        await charge_point.connect()
        await charge_point.boot()
        await _charge(charge_point, ANNA.id_tag, days_ago=40, energy_wh=30_001)
        await _charge(charge_point, ANNA.id_tag, days_ago=3, energy_wh=12_345)
        await _charge(charge_point, BEN, days_ago=2, energy_wh=7_004)
        await _charge(charge_point, ANNA.id_tag, days_ago=1, energy_wh=1_653)
        yield


async def _charge(
    charge_point: ScriptedChargePoint, id_tag: str, *, days_ago: int, energy_wh: int
) -> None:
    start = (datetime.now(UTC) - timedelta(days=days_ago)).replace(microsecond=0)
    started = await charge_point.call(
        "StartTransaction",
        {
            "connectorId": 1,
            "idTag": id_tag,
            "meterStart": REGISTER_WH,
            "timestamp": start.isoformat(),
        },
    )
    await charge_point.call(
        "StopTransaction",
        {
            "transactionId": started["transactionId"],
            "idTag": id_tag,
            "meterStop": REGISTER_WH + energy_wh,
            "timestamp": (start + timedelta(minutes=90)).isoformat(),
            "reason": "Local",
        },
    )


async def test_sessions_are_filtered_summed_and_downloaded_as_the_ledger_has_them(
    house: House, office: None, page: Page, tmp_path: Path
) -> None:
    await house.show(page, {"type": SESSIONS, "days": 30})
    card = page.locator("plug-control-sessions-card")
    energies = card.locator("td.energy")
    await _choice(card, "Connector").select_option(label="Office")
    await expect(energies).to_have_text(["1.65 kWh", "7.00 kWh", "12.35 kWh"])
    await expect(card.get_by_text("21.00 kWh")).to_be_visible()

    await _choice(card, "Who").select_option("Ben's card")
    await expect(energies).to_have_text(["7.00 kWh"])
    await expect(card.get_by_text("1 session", exact=True)).to_be_visible()

    await _choice(card, "Who").select_option("Everyone")
    await _choice(card, "Time").select_option(label="From … to …")
    begin = datetime.now(UTC) - timedelta(days=50)
    await card.locator("input[type=date]").first.fill(f"{begin:%Y-%m-%d}")
    await expect(
        card.get_by_role("button", name=f"From: {begin:%d/%m/%Y}")
    ).to_be_visible()  # as the profile says
    await expect(energies).to_have_text(["1.65 kWh", "7.00 kWh", "12.35 kWh", "30.00 kWh"])
    await expect(card.get_by_text("51.00 kWh")).to_be_visible()
    path = await download(page, card, tmp_path)
    ledger = [each for each in await house.home.sessions() if each["charge_point_id"] == OFFICE]
    assert [each["energy_wh"] for each in ledger] == [30_001, 12_345, 7_004, 1_653]
    assert_agrees(path, ledger)

    await card.get_by_role("button", name="Document").click()
    dialog = page.get_by_role("dialog", name="Document")
    await dialog.get_by_label("File").select_option("csv")
    assert await barriers(page, page.locator("plug-control-session-document")) == []
    await dialog.get_by_role("button", name="Make document").click()
    async with page.expect_download() as downloading:
        await dialog.get_by_role("link").click()
    assert (await downloading.value).suggested_filename.endswith(".csv")


async def test_a_session_tells_what_is_known_of_it_and_is_corrected(
    house: House, office: None, page: Page
) -> None:
    await house.show(page, {"type": SESSIONS, "days": 30})
    card = page.locator("plug-control-sessions-card")
    await _choice(card, "Connector").select_option(label="Office")
    await expect(card.locator("td.energy")).to_have_count(3)
    await card.locator("button.open").first.click()
    dialog = page.get_by_role("dialog", name="Session")
    await expect(dialog.get_by_text("1,000.000 → 1,001.653 kWh")).to_be_visible()
    await expect(dialog.get_by_text("Stopped at the charge point")).to_be_visible()
    assert await barriers(page, page.locator("plug-control-session-detail")) == []

    await dialog.get_by_role("button", name="Correct").click()
    await dialog.get_by_label("Who").fill("Carla")
    await dialog.get_by_label("Note").fill("<b>To the sea</b>")
    assert await barriers(page, page.locator("plug-control-session-detail")) == []
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("<b>To the sea</b>")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(card.locator("td.person").first).to_contain_text("Carla")
    await _choice(card, "Who").select_option("Carla")
    await expect(card.locator("td.energy")).to_have_text(["1.65 kWh"])
    (corrected,) = [each for each in await house.home.sessions() if each["person"] == "Carla"]
    assert (corrected["energy_wh"], corrected["note"]) == (1_653, "<b>To the sea</b>")


async def test_the_chart_is_walked_with_the_keyboard_on_a_dark_german_phone(
    house: House, office: None, phone: Page
) -> None:
    await house.show(phone, {"type": SESSIONS}, {"type": "custom:plug-control-month-card"})
    card = phone.locator("plug-control-sessions-card")
    await _choice(card, "Anschluss").select_option(label="Office")
    await _choice(card, "Zeitraum").select_option(label="Jahr")
    year = f"{datetime.now(UTC) - timedelta(days=3):%Y}"
    if year != f"{datetime.now(UTC):%Y}":
        await card.get_by_role("button", name="Zurück").click()
    await expect(card.locator(".stretch b")).to_have_text(year)
    bars = card.locator("plug-control-sessions-chart [data-index]")
    bar = card.locator("plug-control-sessions-chart [tabindex='0']")
    await expect(bars).to_have_count(12)
    await bar.focus()
    await expect(card.locator(".tip")).to_be_visible()
    await phone.keyboard.press("End")
    await phone.keyboard.press("Enter")  # the month
    await expect(_choice(card, "Zeitraum")).to_have_value("month")
    await expect(bars).not_to_have_count(12)
    await bar.focus()
    await phone.keyboard.press("Enter")  # its first day with a session
    await expect(_choice(card, "Zeitraum")).to_have_value("day")
    await expect(card.locator("td.energy")).to_have_count(1)
    for part in (card, phone.locator("plug-control-month-card")):
        assert await barriers(phone, part) == []
        assert await _overflow(part) == 0
    texts = await card.inner_text()
    assert not {"Energy", "Session", "Month", "From"} & {*texts.split()}


def _choice(card: Locator, name: str) -> Locator:
    """The field of the card in which something is chosen."""
    return card.get_by_role("combobox", name=name, exact=True)


async def _overflow(part: Locator) -> int:
    """By how many pixels a card is wider than the window, or its contents than the card."""
    return int(
        await part.evaluate(
            """card => {
              const { left, right } = card.getBoundingClientRect();
              const boxes = [...card.shadowRoot.querySelectorAll("*")]
                .filter(one => !one.closest(".scroll, svg"))
                .map(one => one.getBoundingClientRect())
                .filter(box => box.width > 1);
              const over = boxes.map(box => Math.max(left - box.left, box.right - right));
              return Math.round(Math.max(...over, right - window.innerWidth, -left, 0));
            }"""
        )
    )
