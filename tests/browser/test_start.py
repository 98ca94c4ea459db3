"""A page that is open before the integration is ready, or while Home Assistant restarts, gets along by itself."""

from playwright.async_api import expect

from .home import DASHBOARD, STRATEGY
from .house import CARD, House
from .window import Standing, open_page, tab

_REFRESH = """card => {
  card.dispatchEvent(new CustomEvent("config-refresh", { bubbles: true, composed: true }));
}"""


async def test_pages_opened_before_the_integration_is_ready_or_before_a_restart_get_along_by_themselves(
    house: House, desktop: Standing
) -> None:
    home = house.home
    await home.lay_out({"type": CARD}, {"type": "custom:plug-control-sessions-card"})
    async with tab(desktop.context) as cards, tab(desktop.context) as dashboard:
        await _disable(house, "user")
        await open_page(cards, home, DASHBOARD)
        await open_page(dashboard, home, STRATEGY)
        card = cards.locator("plug-control-card")
        sessions = cards.locator("plug-control-sessions-card")
        await expect(card.get_by_text("No charge point has connected")).to_be_visible()
        await expect(sessions.get_by_text("Plug Control is not running")).to_be_visible()
        waiting = dashboard.locator("plug-control-waiting-card")
        await expect(waiting.get_by_text("is set up, but not running")).to_be_visible()

        await _disable(house, None)
        start = card.get_by_role("button", name="Start charging")
        await expect(start).to_be_enabled()
        await expect(sessions.get_by_role("status")).to_have_count(0)  # neither waits nor failed
        await expect(dashboard.get_by_text("Garage").first).to_be_visible()

        # A view that is not the first: Home Assistant asks for the dashboard while it starts
        listed = dashboard.locator("plug-control-sessions-card")
        await dashboard.get_by_role("tab", name="Sessions").click()
        await expect(listed.get_by_role("combobox", name="Time")).to_be_visible()
        await _disable(house, "user")
        await listed.evaluate(_REFRESH)
        await expect(waiting.get_by_text("is set up, but not running")).to_be_visible()
        await _disable(house, None)
        await expect(listed.get_by_role("combobox", name="Time")).to_be_visible()

        await home.restart()
        house.garage.plug()
        house.carport.plug(1)
        try:
            await expect(card.get_by_text("Preparing")).to_be_visible()
            await expect(start).to_be_enabled()
            await expect(dashboard.get_by_text("Garage").first).to_be_visible()
            await expect(listed.get_by_role("combobox", name="Time")).to_be_visible()
            await expect(listed.get_by_role("status")).to_have_count(0)
            await expect(waiting).to_have_count(0)
        finally:
            house.garage.unplug()
            house.carport.unplug(1)


async def _disable(house: House, disabled_by: str | None) -> None:
    await house.home.client.command(
        "config_entries/disable", entry_id=house.entry_id, disabled_by=disabled_by
    )
