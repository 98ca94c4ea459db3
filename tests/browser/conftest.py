"""Browser tests need Debian's Chromium; without it they are skipped with a reason.

Most share one Home Assistant with the same charge points; tests that need an empty one start their own.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, expect
import pytest
import pytest_asyncio
import pytest_socket

from scripts.lib.browser import CHROMIUM, DESKTOP, TIMEOUT_MS, Looks, chromium, window

from .home import Home, running_home
from .house import House, furnished
from .window import GERMAN_PHONE, Standing, logged_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give browser tests one event loop and a longer timeout; skip them without a browser.

    They come first, since the one worker that begins with them then runs them all: each further one needed a house of its own.
    """
    here = Path(__file__).parent
    ours = [item for item in items if here in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.asyncio(loop_scope="package"), append=False)
        item.add_marker(pytest.mark.timeout(600))
        if CHROMIUM is None:
            item.add_marker(pytest.mark.skip(reason="no chromium: scripts/setup --browser"))
    items[:] = [*ours, *(item for item in items if here not in item.path.parents)]


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncGenerator[Browser]:
    """Yield a Chromium."""
    pytest_socket.enable_socket()  # package fixtures start before the test gets its sockets
    expect.set_options(timeout=TIMEOUT_MS)
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="package")
async def home(tmp_path: Path) -> AsyncGenerator[Home]:
    """Yield the test's own Home Assistant, without this integration."""
    async with running_home(tmp_path) as home:
        yield home


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[House]:
    """Yield the house that the tests share."""
    pytest_socket.enable_socket()
    async with (
        running_home(tmp_path_factory.mktemp("house")) as home,
        furnished(home) as house,
    ):
        yield house


@asynccontextmanager
async def _standing(browser: Browser, house: House, looks: Looks) -> AsyncGenerator[Standing]:
    """Open a window, logged in at the house."""
    session = await logged_in(house.home.client)
    async with window(browser, looks, session=session) as context:
        yield Standing(context=context, home=house.home)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def desktop(browser: Browser, house: House) -> AsyncGenerator[Standing]:
    """Yield a desktop's page."""
    pytest_socket.enable_socket()
    async with _standing(browser, house, DESKTOP) as standing:
        yield standing


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def german_phone(browser: Browser, house: House) -> AsyncGenerator[Standing]:
    """Yield the page of a phone that is dark and German."""
    pytest_socket.enable_socket()
    async with _standing(browser, house, GERMAN_PHONE) as standing:
        yield standing


@pytest_asyncio.fixture(loop_scope="package")
async def page(desktop: Standing) -> AsyncGenerator[Page]:
    """Yield the desktop's page on a blank dashboard."""
    async with desktop.visit() as page:
        yield page


@pytest_asyncio.fixture(loop_scope="package")
async def phone(german_phone: Standing) -> AsyncGenerator[Page]:
    """Yield the phone's page on a blank dashboard."""
    async with german_phone.visit() as page:
        yield page
