"""How the card comes onto a dashboard: Home Assistant's own picker and the card's visual editor."""

from contextlib import suppress

from playwright.async_api import Error, Locator, Page, expect

from .house import CARPORT, GARAGE, House


async def test_a_card_is_suggested_for_an_entity_and_changed_in_the_visual_editor(
    house: House, page: Page
) -> None:
    await house.show(page)
    await page.get_by_role("button", name="Edit dashboard").click()
    await page.get_by_role("button", name="Add card").click()
    await page.get_by_placeholder("Search entities").fill("garage charging mode")
    await page.get_by_text("Charging mode", exact=True).click()
    suggestion = page.get_by_role("button", name="Plug Control")
    await expect(suggestion.get_by_role("heading", name="Garage")).to_be_visible()
    await suggestion.click()
    card = page.locator("#view plug-control-card")
    await expect(card.get_by_role("heading", name="Garage")).to_be_visible()
    assert await _saved(house) == {
        "type": "custom:plug-control-card",
        "device_id": await house.home.connector_device(GARAGE),
    }

    await page.get_by_role("button", name="Edit card").click()
    editor = page.locator("hui-dialog-edit-card")
    preview = editor.locator("plug-control-card")
    await expect(preview.get_by_role("heading", name="Garage")).to_be_visible()
    for each in ("Show controls", "Show the plan", "Show the graph"):
        await expect(_switch(page, each)).to_be_checked()
    await _choose_device(page, editor.locator("ha-selector-device"), "Carport 2")
    await expect(preview.get_by_role("heading", name="Carport 2")).to_be_visible()
    await editor.get_by_role("textbox", name="Name").fill("By the hedge")
    await _switch(page, "Show the plan").press("Space")
    await expect(preview.get_by_role("heading", name="By the hedge")).to_be_visible()
    await expect(preview.get_by_text("No plan")).to_be_hidden()
    await editor.get_by_role("button", name="Save").click()
    await expect(card.get_by_role("heading", name="By the hedge")).to_be_visible()
    assert await _saved(house) == {
        "type": "custom:plug-control-card",
        "device_id": await house.home.connector_device(CARPORT, 2),
        "name": "By the hedge",
        "show_plan": False,
    }


async def test_both_cards_are_in_the_picker_with_a_preview(house: House, page: Page) -> None:
    await house.show(page)
    await page.get_by_role("button", name="Edit dashboard").click()
    await page.get_by_role("button", name="Add card").click()
    await page.get_by_role("tab", name="By card").click()
    await page.get_by_placeholder("Search cards").fill("plug control")
    await expect(page.get_by_text("Plug Control", exact=True)).to_be_visible()
    await expect(page.get_by_text("Plug Control: Sessions", exact=True)).to_be_visible()
    preview = page.locator("plug-control-sessions-card")
    await expect(preview.get_by_role("combobox", name="Time")).to_be_visible()
    await expect(page.locator("plug-control-card").get_by_role("slider")).to_be_visible()


async def _choose_device(page: Page, picker: Locator, name: str) -> None:
    """Choose a device; a list that still unfolds can close and take no choice, and is opened again then."""
    row = page.get_by_text(name, exact=True)
    for _ in range(5):
        with suppress(AssertionError, Error):
            if not await row.is_visible():
                await picker.get_by_text("Garage", exact=True).click()
            await row.click(timeout=10_000)
            await expect(picker.get_by_text(name, exact=True)).to_be_visible(timeout=5_000)
            return
    raise AssertionError(f"{name} cannot be chosen")


def _switch(page: Page, label: str) -> Locator:
    return page.locator("ha-selector-boolean").filter(has_text=label).get_by_role("switch")


async def _saved(house: House) -> object:
    """The configuration of the dashboard's only card, as Home Assistant has stored it."""
    config = await house.home.dashboard()
    ((card,),) = ([*section["cards"]] for section in config["views"][0]["sections"])
    return card
