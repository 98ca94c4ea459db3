"""A page that is open before the integration is ready, or while Home Assistant restarts, gets along by itself."""

from playwright.async_api import Browser, expect

from scripts.lib import demo_steps
from scripts.lib.browser import window
from simulator.simulated import SimulatedChargePoint

from .home import DASHBOARD, Home
from .house import CARD, GARAGE
from .window import log_in, open_page, tab

STRATEGY = "dashboard-strategy"


async def test_pages_opened_before_the_integration_is_ready_or_before_a_restart_get_along_by_themselves(
    home: Home, browser: Browser
) -> None:
    client = home.client
    entry_id = await demo_steps.set_up_integration(client, port=home.ocpp_port, meter_interval_s=5)
    await home.make_dashboard()
    await home.lay_out({"type": CARD}, {"type": "custom:plug-control-sessions-card"})
    await home.make_dashboard(STRATEGY)
    config = {"strategy": {"type": "custom:plug-control"}}
    await client.command("lovelace/config/save", url_path=STRATEGY, config=config)
    async with (
        SimulatedChargePoint(
            home.ocpp_url, profile="generic", charge_point_id=GARAGE, reconnect_s=0.2
        ) as charge_point,
        window(browser) as context,
        tab(context) as cards,
        tab(context) as dashboard,
    ):
        await demo_steps.confirm_charge_point(client, entry_id, GARAGE, name="Garage")
        await _disable(home, entry_id, "user")
        await log_in(cards, home)
        await open_page(cards, home, DASHBOARD)
        await open_page(dashboard, home, STRATEGY)
        card = cards.locator("plug-control-card")
        sessions = cards.locator("plug-control-sessions-card")
        await expect(card.get_by_text("No wallbox has connected")).to_be_visible()
        await expect(sessions.get_by_text("Plug Control is not running")).to_be_visible()
        waiting = dashboard.locator("plug-control-waiting-card")
        await expect(waiting.get_by_text("does not run")).to_be_visible()

        await _disable(home, entry_id, None)
        await charge_point.wait_for(lambda each: each.accepted, timeout=30)
        start = card.get_by_role("button", name="Start charging")
        await expect(start).to_be_enabled()
        await expect(sessions.get_by_text("No sessions in this time")).to_be_visible()
        await expect(dashboard.get_by_text("Garage").first).to_be_visible()

        await home.restart()
        await charge_point.wait_for(lambda each: each.accepted, timeout=30)
        charge_point.plug()
        await expect(card.get_by_text("Preparing")).to_be_visible()
        await expect(start).to_be_enabled()
        await expect(dashboard.get_by_text("Garage").first).to_be_visible()


async def _disable(home: Home, entry_id: str, disabled_by: str | None) -> None:
    await home.client.command("config_entries/disable", entry_id=entry_id, disabled_by=disabled_by)
