"""The card of the sessions: filters, totals, and a download that agrees with the ledger to the last Wh."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Page, expect
import pytest_asyncio

from scripts.lib import demo_steps
from simulator.scripted import ScriptedChargePoint
from tests.helpers import ANSWERS

from .downloads import assert_agrees, download
from .house import ANNA, House

OFFICE = "OFFICE-1"
BEN = "0463A17AC95C80"
REGISTER_WH = 1_000_000


@pytest_asyncio.fixture(loop_scope="package")
async def office(house: House) -> AsyncGenerator[None]:
    """A wallbox that tells at last of the sessions that it had while the network was away."""
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
    await house.show(page, {"type": "custom:plug-control-sessions-card"})
    card = page.locator("plug-control-sessions-card")
    energies = card.locator("tbody td:nth-last-child(3)")
    await card.get_by_label("Connector").select_option(label="Office")
    await expect(energies).to_have_text(["1.65 kWh", "7.00 kWh", "12.35 kWh"])
    await expect(card.get_by_text("21.00 kWh")).to_be_visible()

    await card.get_by_label("Who").select_option("Ben's card")
    await expect(energies).to_have_text(["7.00 kWh"])
    await expect(card.get_by_text("Energy of these sessions (1)")).to_be_visible()

    await card.get_by_label("Who").select_option("Everyone")
    await card.get_by_label("Time").select_option(label="From … to …")
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
