"""The card of a connector, as a user sees and uses it."""

from playwright.async_api import Page, expect

from scripts.lib.languages import REQUIRED

from .house import CARD, CARPORT, GARAGE, House

START, STOP = "Start charging", "Stop charging"


async def test_the_card_of_a_charger_that_goes_offline_says_since_when(
    house: House, page: Page
) -> None:
    await house.show(page, await house.card(GARAGE))
    card = page.locator("plug-control-card")
    start = card.get_by_role("button", name=START)
    limit = card.get_by_role("slider", name="Maximum current")
    await expect(start).to_be_enabled()
    await expect(limit).to_be_enabled()
    house.garage.power_off()
    await expect(card.get_by_text("Offline since")).to_be_visible()
    await expect(start).to_be_disabled()
    await expect(limit).to_be_hidden()
    house.garage.power_on()
    await expect(card.get_by_text("Available")).to_be_visible()
    await expect(start).to_be_enabled()
    await expect(limit).to_be_enabled()


async def test_a_refused_command_shows_what_the_charger_said(house: House, page: Page) -> None:
    house.garage.fault("GroundFailure")
    try:
        await house.show(page, await house.card(GARAGE))
        card = page.locator("plug-control-card")
        await expect(card.get_by_text("Faulted")).to_be_visible()
        await card.get_by_role("button", name=START).click()
        alert = card.get_by_role("alert")
        await expect(alert).to_contain_text("Garage refused")
        await expect(alert).to_contain_text("Rejected")
        await alert.get_by_role("button", name="Dismiss").click()
        await expect(alert).to_be_hidden()
        await expect(card.get_by_role("button", name=START)).to_be_enabled()
    finally:
        house.garage.clear_fault()


async def test_every_connector_of_several_chargers_has_its_own_card(
    house: House, page: Page
) -> None:
    await house.show(
        page,
        await house.card(GARAGE),
        await house.card(CARPORT, 1),
        await house.card(CARPORT, 2, name="By the hedge"),
    )
    cards = {
        name: page.locator("plug-control-card").filter(
            has=page.get_by_role("heading", name=name, exact=True)
        )
        for name in ("Garage", "Carport 1", "By the hedge")
    }
    for card in cards.values():
        await expect(card.get_by_role("button", name=START)).to_be_enabled()
    house.carport.plug(2)
    try:
        by_the_hedge = cards.pop("By the hedge")
        await by_the_hedge.get_by_role("button", name=START).click()
        await expect(by_the_hedge.get_by_role("button", name=STOP)).to_be_enabled()
        await expect(by_the_hedge.get_by_text("Charging", exact=True)).to_be_visible()
        for card in cards.values():
            await expect(card.get_by_role("button", name=START)).to_be_enabled()
        await by_the_hedge.get_by_role("button", name=STOP).click()
        await expect(by_the_hedge.get_by_role("button", name=START)).to_be_enabled()
    finally:
        house.carport.unplug(2)


async def test_the_card_fits_a_phone_that_is_dark_and_german_and_in_every_language(
    house: House, phone: Page
) -> None:
    await house.show(phone, {"type": CARD})
    card = phone.locator("plug-control-card")
    await expect(card.get_by_role("button", name="Laden starten")).to_be_enabled()
    await expect(card.get_by_role("slider", name="Maximaler Strom")).to_be_enabled()
    await expect(card.get_by_role("group", name="Lademodus")).to_be_visible()
    plan = card.get_by_role("group").filter(has_text="Kein Plan")
    await plan.locator("summary").click()
    await expect(card.get_by_role("group", name="Fertig bis")).to_be_visible()
    assert await _overflow(phone) == 0
    assert await _lightness(phone) < 60
    for language in sorted(REQUIRED):
        assert await _overflow(phone, language) == 0, language


async def _overflow(page: Page, language: str | None = None) -> int:
    """By how many pixels the card's contents are wider than the card, or the card than the window: in the page's language, or in another."""
    return int(
        await page.locator("plug-control-card").evaluate(
            """async (card, language) => {
              if (language !== null) {
                card.hass = {...card.hass, language};
                await card.updateComplete;
              }
              const inside = root => [...root.querySelectorAll("*")].flatMap(
                one => [one, ...(one.shadowRoot ? inside(one.shadowRoot) : [])]);
              const { left, right } = card.getBoundingClientRect();
              const boxes = inside(card.shadowRoot)
                .map(one => one.getBoundingClientRect())
                .filter(box => box.width > 0);
              const over = boxes.map(box => Math.max(left - box.left, box.right - right));
              return Math.round(Math.max(...over, right - window.innerWidth, -left, 0));
            }""",
            language,
        )
    )


async def _lightness(page: Page) -> float:
    """The mean of red, green and blue (0–255) of the card's background."""
    color: str = await page.locator("plug-control-card ha-card").evaluate(
        "card => getComputedStyle(card).backgroundColor"
    )
    channels = [float(part) for part in color.removeprefix("rgb(").rstrip(")").split(",")[:3]]
    return sum(channels) / len(channels)
