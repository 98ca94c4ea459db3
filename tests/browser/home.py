"""A Home Assistant as a process of its own, and a browser in which its user is logged in."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
import shutil

from playwright.async_api import Browser, BrowserContext, Error, Page, Route, async_playwright

from scripts.lib import demo
from scripts.lib.ha_config import write_config
from scripts.lib.home_assistant import HomeAssistant
from scripts.lib.processes import Child, free_ports

CHROMIUM = shutil.which("chromium")
USER, PASSWORD = "anna", "a-long-password"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
DESKTOP, PHONE = (1280, 900), (390, 844)
TIMEOUT_MS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A running Home Assistant: its interfaces, and a port that is free for the central system."""

    url: str
    client: HomeAssistant
    ocpp_port: int
    log: Path

    @property
    def ocpp_url(self) -> str:
        """Where a charge point dials in."""
        return f"ws://127.0.0.1:{self.ocpp_port}/"


@asynccontextmanager
async def running_home(folder: Path) -> AsyncGenerator[Home]:
    """Run a Home Assistant in which nothing is set up but its user; everything ends with the block."""
    port, ocpp_port, house_port = free_ports(3)
    config = folder / "config"
    write_config(config, port, house_port=house_port)
    url = f"http://127.0.0.1:{port}"
    log = folder / "home-assistant.log"
    arguments = ["--config", str(config), "--log-no-color"]
    async with (
        Child("homeassistant", arguments, log=log) as process,
        HomeAssistant(url, user=USER, password=PASSWORD) as client,
    ):
        await demo.started(process, client)
        yield Home(url=url, client=client, ocpp_port=ocpp_port, log=log)


@asynccontextmanager
async def chromium() -> AsyncGenerator[Browser]:
    """Run Debian's Chromium without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=FLAGS
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def logged_in(
    browser: Browser,
    home: Home,
    *,
    size: tuple[int, int] = DESKTOP,
    dark: bool = False,
    language: str = "en-GB",
) -> AsyncGenerator[Page]:
    """Open a window in which the user is logged in; a page that throws fails the test, and nothing leaves this machine."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale=language,
        service_workers="block",
        accept_downloads=True,
    )
    context.set_default_timeout(TIMEOUT_MS)
    try:
        await _stay_here(context, home)
        page = await context.new_page()
        thrown: list[Error] = []
        page.on("pageerror", lambda error: thrown.append(error))  # noqa: PLW0108 - Playwright marks its listeners
        await _log_in(page, home)
        yield page
        ours = [error for error in thrown if "plug" in f"{error} {error.stack}".lower()]
        assert not ours, ours
    finally:
        await context.close()


async def _stay_here(context: BrowserContext, home: Home) -> None:
    async def route(route: Route) -> None:
        if route.request.url.startswith((home.url, "data:", "blob:")):
            await route.continue_()
        else:
            await route.abort()

    await context.route("**/*", route)


async def _log_in(page: Page, home: Home) -> None:
    await page.goto(home.url, wait_until="domcontentloaded")
    await page.locator("input[name=username]").fill(USER)
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_selector("home-assistant-main", state="attached")


async def open_page(page: Page, home: Home, path: str) -> None:
    """Go to a page of Home Assistant by its address."""
    await page.goto(f"{home.url}{path}", wait_until="domcontentloaded")
    await page.wait_for_selector("home-assistant-main", state="attached")
