"""Browser pages in which an error thrown by our code fails the test."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import BrowserContext, Error, Locator, Page

from scripts.lib import browser

from .home import PASSWORD, USER, Home

_AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@asynccontextmanager
async def tab(context: BrowserContext) -> AsyncGenerator[Page]:
    """Open an empty page; fail at its end if our code threw an error."""
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
    """Log in for the first time."""
    await browser.log_in(page, home.url, USER, PASSWORD)


async def open_page(page: Page, home: Home, path: str) -> None:
    """Open a page of Home Assistant by its path."""
    await browser.open_page(page, f"{home.url}/{path}")


async def barriers(page: Page, part: Locator) -> list[str]:
    """Return the accessibility violations that axe-core finds in a part of a page (WCAG 2.2 AA and best practices)."""
    if not await page.evaluate("'axe' in window"):
        await page.add_script_tag(content=_AXE.read_text(encoding="utf-8"))
    found: list[str] = await part.evaluate(
        """async part => {
          const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
          const { violations } = await axe.run(part, { runOnly: tags, rules: { region: { enabled: false } } });
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(" ")}`);
        }"""
    )
    return found
