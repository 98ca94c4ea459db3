"""The dashboard of docs/dashboard.yaml, pasted into Home Assistant as its head says."""

from playwright.async_api import Page, expect
import yaml

from tests.documentation import DOCS

from .home import DASHBOARD
from .house import House
from .window import open_page


async def test_the_dashboard_in_the_docs_shows_a_card_and_no_error(
    house: House, page: Page
) -> None:
    text = (DOCS / "dashboard.yaml").read_text().replace(".c2eu_", ".garage_")
    config = yaml.safe_load(text)
    await house.home.client.command("lovelace/config/save", url_path=DASHBOARD, config=config)
    await open_page(page, house.home, DASHBOARD)
    card = page.locator("plug-control-card")
    await expect(card.get_by_role("heading", name="C2EU")).to_be_visible()
    await expect(card.get_by_role("slider", name="Maximum current")).to_be_visible()
    await expect(card.get_by_text("Choose a connector")).to_be_hidden()
    await expect(page.locator("hui-error-card, hui-warning")).to_have_count(0)
