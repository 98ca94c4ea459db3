"""From an empty Home Assistant to a charge that stands in the ledger, in clicks alone."""

from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from playwright.async_api import Browser, Locator, expect

from scripts.lib.browser import window
from simulator.simulated import SimulatedChargePoint

from .downloads import assert_agrees, download
from .home import Home
from .house import GARAGE
from .window import log_in, open_page, tab


@dataclass(slots=True)
class Hand:
    """The hand of the user: clicks and types, and counts."""

    clicks: int = 0
    texts: int = 0
    started_s: float = field(default_factory=monotonic)

    async def click(self, target: Locator) -> None:
        """Click."""
        await target.click()
        self.clicks += 1

    async def type(self, target: Locator, text: str) -> None:
        """Fill in a field."""
        await target.fill(text)
        self.texts += 1

    @property
    def report(self) -> str:
        """What it took until now."""
        seconds = monotonic() - self.started_s
        return f"{self.clicks} clicks, {self.texts} texts, {seconds:.0f} s"


async def test_from_an_empty_home_assistant_to_a_charge_and_its_download_in_clicks_alone(
    home: Home, browser: Browser, tmp_path: Path
) -> None:
    async with (
        window(browser) as context,
        tab(context) as page,
        SimulatedChargePoint(
            home.ocpp_url, profile="generic", charge_point_id=GARAGE, connectors=1, reconnect_s=0.2
        ) as charge_point,
    ):
        await log_in(page, home)
        hand = Hand()

        # The integration: one port is asked for, and only the test has to change it.
        await hand.click(page.get_by_role("link", name="Settings"))
        await hand.click(page.get_by_role("link", name="Devices & services"))
        await hand.click(page.get_by_role("button", name="Add integration"))
        await hand.type(page.get_by_placeholder("Search for a brand name"), "plug control")
        await hand.click(page.get_by_role("button", name="Plug Control"))
        await page.get_by_role("spinbutton", name="Port").fill(str(home.ocpp_port))
        await hand.click(page.get_by_role("button", name="Submit"))

        # The wallbox, which has called meanwhile.
        await expect(page.get_by_text(f":{home.ocpp_port}/")).to_be_visible()
        await hand.click(page.get_by_text("Wait for it to connect"))
        await expect(page.get_by_text(GARAGE).first).to_be_visible()
        await hand.type(page.get_by_role("textbox", name="Name"), "Garage")
        await hand.click(page.get_by_role("button", name="Submit"))

        # Its page, which the dialog leads to, has what the dialog speaks of.
        address = await page.get_by_role("link", name="Open its page").get_attribute("href")
        async with tab(context) as its_page:
            await open_page(its_page, home, (address or "").lstrip("/"))
            await expect(its_page.get_by_text("Charge", exact=True)).to_be_visible()

        # The dashboard.
        await hand.click(page.get_by_role("link", name="Dashboards"))
        await hand.click(page.get_by_role("button", name="Add dashboard"))
        await hand.click(page.get_by_role("button", name="Plug Control"))
        await hand.type(page.get_by_role("textbox", name="Title"), "Charging")
        await hand.click(page.get_by_role("button", name="Create"))
        await hand.click(page.get_by_role("link", name="Charging"))

        # The first charge.
        charge_point.plug()
        card = page.locator("plug-control-card")
        await expect(card.get_by_role("heading", name="Garage")).to_be_visible()
        await hand.click(card.get_by_role("button", name="Start charging"))
        await expect(card.get_by_text("Charging", exact=True)).to_be_visible()
        await charge_point.wait_for(lambda each: each.power_w > 0, timeout=60)
        print(f"\nfirst charge: {hand.report}")

        limit = card.get_by_role("slider", name="Maximum current")
        await limit.focus()
        await limit.press("Home")
        for _ in range(5):  # from the pause to 6 A, and on
            await limit.press("ArrowRight")
        await expect(card.get_by_text("10 A", exact=True)).to_be_visible()
        await charge_point.wait_for(lambda each: each.limit_a == 10, timeout=60)
        await hand.click(card.get_by_text("Off", exact=True))
        await charge_point.wait_for(lambda each: each.limit_a == 0, timeout=60)
        await hand.click(card.get_by_text("Fast", exact=True))
        await charge_point.wait_for(lambda each: each.power_w > 0, timeout=60)
        await charge_point.wait_for(lambda each: each.meter_wh % 1000 > 3, timeout=60)
        await hand.click(card.get_by_role("button", name="Stop charging"))
        await expect(card.get_by_role("button", name="Start charging")).to_be_enabled()

        # The session.
        await hand.click(page.get_by_role("tab", name="Sessions"))
        sessions = page.locator("plug-control-sessions-card")
        await expect(sessions.locator(".sessions tbody tr")).to_have_count(1)
        path = await download(page, sessions, tmp_path)
        hand.clicks += 1
        print(f"everything: {hand.report}")
        (session,) = charge_point.sessions
        (row,) = await home.sessions()
        assert row["energy_wh"] == session["meter_stop_wh"] - session["meter_start_wh"] > 0
        assert_agrees(path, [row])
