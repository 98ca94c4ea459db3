"""Pages onto a Home Assistant, in which what our code throws fails the test."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import BrowserContext, Error, Page

from scripts.lib import browser

from .home import PASSWORD, USER, Home


@asynccontextmanager
async def tab(context: BrowserContext) -> AsyncGenerator[Page]:
    """Open an empty page; one in which our code throws fails the test."""
    page = await context.new_page()
    thrown: list[Error] = []
    page.on("pageerror", lambda error: thrown.append(error))  # noqa: PLW0108 - Playwright marks its listeners
    try:
        yield page
    finally:
        await page.close()
    ours = [error for error in thrown if "plug" in f"{error} {error.stack}".lower()]
    assert not ours, ours


async def log_in(page: Page, home: Home) -> None:
    """Log in, as a user does who comes for the first time."""
    await browser.log_in(page, home.url, USER, PASSWORD)


async def open_page(page: Page, home: Home, path: str) -> None:
    """Go to a page of Home Assistant by its address."""
    await browser.open_page(page, f"{home.url}/{path}")
