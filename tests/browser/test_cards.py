"""The cards, as a user sees them."""

from collections.abc import AsyncGenerator

from playwright.async_api import Browser, Page, expect
import pytest

from scripts.lib import demo_steps
from simulator.simulated import SimulatedChargePoint

from .home import DESKTOP, PHONE, Home, logged_in, open_page

GARAGE = "C2EU0000000000001"


@pytest.fixture
async def charge_point(home: Home) -> AsyncGenerator[SimulatedChargePoint]:
    """A wallbox that is set up and confirmed as "Garage"."""
    entry_id = await demo_steps.set_up_integration(
        home.client, port=home.ocpp_port, meter_interval_s=5
    )
    async with SimulatedChargePoint(
        home.ocpp_url, profile="generic", charge_point_id=GARAGE
    ) as charge_point:
        await demo_steps.confirm_charge_point(home.client, entry_id, GARAGE, name="Garage")
        yield charge_point


async def show(page: Page, home: Home, *cards: dict[str, object]) -> None:
    """Show a dashboard of those cards."""
    path = f"test-{page.viewport_size['width'] if page.viewport_size else 0}"
    await home.client.command(
        "lovelace/dashboards/create",
        mode="storage",
        url_path=path,
        title="Test",
        icon="mdi:ev-station",
        show_in_sidebar=False,
        require_admin=False,
    )
    view = {"type": "sections", "sections": [{"type": "grid", "cards": [card]} for card in cards]}
    await home.client.command("lovelace/config/save", url_path=path, config={"views": [view]})
    await open_page(page, home, f"/{path}")


async def test_the_card_shows_a_connector_on_a_desktop_and_on_a_phone(
    home: Home, charge_point: SimulatedChargePoint, browser: Browser
) -> None:
    for size, dark in ((DESKTOP, False), (PHONE, True)):
        async with logged_in(browser, home, size=size, dark=dark) as page:
            await show(page, home, {"type": "custom:plug-control-card"})
            card = page.locator("plug-control-card")
            await expect(card.get_by_role("heading", name="Garage")).to_be_visible()
            await expect(card.get_by_role("button", name="Start charging")).to_be_enabled()
