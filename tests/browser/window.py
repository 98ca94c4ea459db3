"""Browser pages in which an error thrown by our code fails the test, and the ways from one view to the next."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import json
from pathlib import Path

from playwright.async_api import BrowserContext, Error, Locator, Page, StorageState

from scripts.lib import browser
from scripts.lib.browser import Looks
from scripts.lib.home_assistant import HomeAssistant

from .home import BLANK, PASSWORD, USER, Home

GERMAN_PHONE = Looks(width=390, height=844, dark=True, language="de-CH")

_AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@asynccontextmanager
async def tab(context: BrowserContext) -> AsyncGenerator[Page]:
    """Open an empty page; fail at its end if our code threw an error."""
    page = await context.new_page()
    async with _watched(page):
        try:
            yield page
        finally:
            await page.close()


@dataclass(slots=True, kw_only=True)
class Standing:
    """A page that stays open for all tests, since to load Home Assistant's scripts costs more than most tests."""

    context: BrowserContext
    home: Home
    page: Page | None = None

    @asynccontextmanager
    async def visit(self) -> AsyncGenerator[Page]:
        """Use the page, from a blank dashboard back to it; fail at the end if our code threw an error."""
        page = self.page
        if page is None or not _is_at(page, self.home, BLANK):
            page = await self._new_page()
        async with _watched(page):
            try:
                yield page
            finally:
                await self._leave(page)

    async def _new_page(self) -> Page:
        if self.page is not None:
            await self.page.close()
        self.page = await self.context.new_page()
        await load_page(self.page, self.home, BLANK)
        return self.page

    async def _leave(self, page: Page) -> None:
        """Go back to the blank dashboard; where a dialog or an editor is open, the next test gets a new page.

        A dialog that closes goes back in the page's history, at a time that nobody can wait for.
        """
        if "edit=" in page.url or await page.get_by_role("dialog").filter(visible=True).count():
            await page.close()
            self.page = None
        elif not _is_at(page, self.home, BLANK):
            await open_page(page, self.home, BLANK)


@asynccontextmanager
async def _watched(page: Page) -> AsyncGenerator[None]:
    thrown: list[Error] = []

    def note(error: Error) -> None:
        thrown.append(error)

    page.on("pageerror", note)
    try:
        yield
    finally:
        page.remove_listener("pageerror", note)
    ours = [error for error in thrown if "plug" in f"{error} {error.stack}".lower()]
    assert not ours, ours


def _is_at(page: Page, home: Home, path: str) -> bool:
    """Whether the page shows the panel of a path."""
    return page.url.startswith(f"{home.url}/{path.partition('/')[0]}")


async def logged_in(client: HomeAssistant) -> StorageState:
    """Return the storage of a browser in which the client's user is logged in."""
    tokens = json.dumps(await client.browser_tokens())
    return {
        "cookies": [],
        "origins": [
            {"origin": client.url, "localStorage": [{"name": "hassTokens", "value": tokens}]}
        ],
    }


async def log_in(page: Page, home: Home) -> None:
    """Log in for the first time."""
    await browser.log_in(page, home.url, USER, PASSWORD)


async def open_page(page: Page, home: Home, path: str) -> None:
    """Open a page of Home Assistant by its path: where one is open already as its own links do, which costs a tenth."""
    if _is_at(page, home, path):
        raise ValueError(f"{page.url} is open already: what changes on it cannot be waited for")
    if not page.url.startswith(home.url):
        await load_page(page, home, path)
        return
    earlier = await page.locator("partial-panel-resolver > *").element_handle()
    await page.evaluate(
        """path => {
          history.pushState(null, "", path);
          window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace: false } }));
        }""",
        f"/{path}",
    )
    await page.wait_for_function("earlier => !earlier.isConnected", arg=earlier)


async def load_page(page: Page, home: Home, path: str) -> None:
    """Load a page of Home Assistant by its path, with all of its scripts."""
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
