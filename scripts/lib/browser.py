"""Run Debian's Chromium without a screen, and open windows in which a user of Home Assistant is logged in."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
import shutil

from playwright.async_api import Browser, BrowserContext, Page, StorageState, async_playwright

from scripts.lib.ha_config import TIME_ZONE

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The browser without windows of its own, whose pages cost half, or else the whole one."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""Flags that also keep all traffic on this machine."""
TIMEOUT_MS = 60_000
"""Long enough for the slowest machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Size of a window, and its user's preferences."""

    width: int = 1280
    height: int = 900
    scale: float = 1.0
    dark: bool = False
    language: str = "en-GB"


DESKTOP = Looks()
PHONE = Looks(width=390, height=844)


@asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    """Run the browser within the block."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=FLAGS
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def window(
    browser: Browser, looks: Looks = DESKTOP, *, session: StorageState | None = None
) -> AsyncGenerator[BrowserContext]:
    """Open a window within the block; the `session` of another window logs its user in."""
    context = await browser.new_context(
        viewport={"width": looks.width, "height": looks.height},
        device_scale_factor=looks.scale,
        color_scheme="dark" if looks.dark else "light",
        locale=looks.language,
        timezone_id=TIME_ZONE,  # Home Assistant's; else cards say which one their days have
        service_workers="block",
        reduced_motion="reduce",
        accept_downloads=True,
        storage_state=session,
    )
    context.set_default_timeout(TIMEOUT_MS)
    try:
        yield context
    finally:
        await context.close()


async def log_in(page: Page, url: str, user: str, password: str) -> None:
    """Log in by Home Assistant's login page."""
    await page.goto(url, wait_until="domcontentloaded")
    await page.locator("input[name=username]").fill(user)
    await page.locator("input[name=password]").fill(password)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("home-assistant-main", state="attached")


async def open_page(page: Page, url: str) -> None:
    """Open a page of Home Assistant by its address."""
    await page.goto(url, wait_until="domcontentloaded")
    await page.wait_for_selector("home-assistant-main", state="attached")
