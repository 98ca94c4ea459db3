"""The form of a back end in Home Assistant's dialog: it says what is wrong, and connects."""

import re

from playwright.async_api import Page, expect

from tests.relay.scripted import ScriptedBackEnd
from tests.relay.times import until

from .house import CARPORT, GARAGE, House
from .window import open_page


async def test_a_back_end_is_tried_and_added_in_the_dialog(house: House, page: Page) -> None:
    async with ScriptedBackEnd() as back_end:
        await open_page(page, house.home, "config/integrations/integration/plug_control")
        await page.get_by_role("button", name="Add back end").click()
        url = page.get_by_role("textbox", name="URL")
        following = page.get_by_role("button", name="Next")
        await page.get_by_role("textbox", name=re.compile("^Name")).fill("Employer")

        await url.fill(back_end.url.replace("ws:", "http:"))
        await following.click()
        await expect(page.get_by_text("It begins with ws://", exact=False)).to_be_visible()

        back_end.status = 401
        await url.fill(back_end.url)
        await following.click()
        refused = "user name, password, certificate or identity are wrong (HTTP 401)"
        await expect(page.get_by_text(refused)).to_be_visible()

        back_end.status = None
        await following.click()
        await expect(page.get_by_text("What it hears and may do")).to_be_visible()
        await expect(page.get_by_role("radio", name="All")).to_be_checked()
        await page.get_by_role("button", name="Submit").click()
        await expect(page.get_by_text("Created configuration for Employer.")).to_be_visible()
        try:
            await until(lambda: {GARAGE, CARPORT} <= back_end.sockets.keys())
        finally:
            await _delete(house)


async def _delete(house: House) -> None:
    """Delete the back ends, which leaves the house as it was."""
    fields = {"entry_id": house.entry_id}
    for each in await house.home.client.command("config_entries/subentries/list", **fields):
        if each["subentry_type"] == "back_end":
            await house.home.client.command(
                "config_entries/subentries/delete", **fields, subentry_id=each["subentry_id"]
            )
