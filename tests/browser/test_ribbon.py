"""The ribbon, as a user sees and pulls it."""

from datetime import UTC, datetime, timedelta
import re

from playwright.async_api import Locator, Page, expect

from scripts.lib import demo_steps
from scripts.lib.home_assistant import wait_until

from .house import GARAGE, House
from .window import barriers

RIBBON = "custom:plug-control-ribbon-card"


async def _entity(house: House, key: str) -> str:
    return await demo_steps.connector_entity(house.home.client, GARAGE, key)


async def _ribbon(house: House, page: Page) -> Locator:
    """Show the ribbon of the garage, alone."""
    device_id = await house.home.connector_device(GARAGE)
    await house.show(page, {"type": RIBBON, "device_id": device_id})
    return page.locator("plug-control-ribbon-card")


def left_percent(style: str | None) -> float:
    """Return where an element stands by its style."""
    found = re.search(r"left: ([\d.]+)%", style or "")
    assert found is not None
    return float(found[1])


async def _ready_by(house: House) -> str:
    state = await house.home.client.state(await _entity(house, "ready_by"))
    return str(state["state"])


async def test_the_flag_is_pulled_by_its_transform_and_letting_go_makes_the_plan(
    house: House, page: Page
) -> None:
    client = house.home.client
    plan = await _entity(house, "plan")
    ready_at = datetime.now(UTC) + timedelta(hours=6)
    await client.act(
        "time", "set_value", entity_id=await _entity(house, "ready_by"), time=f"{ready_at:%H}:00:00"
    )
    before = await _ready_by(house)
    card = await _ribbon(house, page)
    flag = card.get_by_role("slider", name="Ready by")
    try:
        await expect(card.get_by_text("Pull the flag to make a plan")).to_be_visible()
        box = await flag.bounding_box()
        picture = await card.get_by_role("slider", name="What was and will be").bounding_box()
        assert box is not None
        assert picture is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        pole = card.locator(".pole")
        rest_percent = left_percent(await pole.get_attribute("style"))
        await page.mouse.move(x, y)
        await page.mouse.down()
        await page.mouse.move(x + picture["width"] / 12, y, steps=8)
        await expect(pole).to_have_attribute("style", re.compile(r"transform: translateX\(\d"))
        assert left_percent(await pole.get_attribute("style")) == rest_percent
        await expect(card.locator(".said")).to_contain_text("By ")
        await page.mouse.up()

        async def is_planned() -> bool:
            return (await client.state(plan))["state"] == "on" and await _ready_by(house) != before

        await wait_until("a plan by another time", is_planned, timeout_s=30)
        await expect(card.get_by_role("slider", name="Target")).to_be_visible()
        assert await barriers(page, card) == []
    finally:
        await client.act("switch", "turn_off", entity_id=plan)


async def test_the_ribbon_is_used_by_keys_alone_on_a_phone_that_is_dark_and_german(
    house: House, phone: Page
) -> None:
    plan = await _entity(house, "plan")
    card = await _ribbon(house, phone)
    flag = card.get_by_role("slider", name="Fertig bis")
    past = card.get_by_role("slider", name="Was war und sein wird")
    await expect(flag).to_be_visible()
    before = await _ready_by(house)
    try:
        shown = await flag.inner_text()
        await flag.press("ArrowLeft")
        await expect(card.locator(".said")).to_contain_text("Bis ")
        await flag.press("Escape")
        await expect(flag).to_have_text(shown)
        assert await _ready_by(house) == before
        await past.press("PageUp")
        await expect(past).to_have_attribute("aria-valuetext", re.compile("nichts geplant"))
        assert await barriers(phone, card) == []
        assert await phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await flag.press("ArrowLeft")
        await flag.press("Enter")

        async def is_planned() -> bool:
            return bool((await house.home.client.state(plan))["state"] == "on")

        await wait_until("a plan", is_planned, timeout_s=30)
    finally:
        await house.home.client.act("switch", "turn_off", entity_id=plan)
