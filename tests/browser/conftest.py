"""Browser tests need Debian's Chromium; where it is missing they are skipped, and say so."""

from collections.abc import AsyncGenerator
from pathlib import Path

from playwright.async_api import Browser
import pytest

from .home import CHROMIUM, Home, chromium, running_home


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give browser tests more time than others have, and skip them without a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(180))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium: scripts/setup --browser"))


@pytest.fixture
def expected_lingering_tasks() -> bool:
    """Whether the Home Assistant plugin only warns of tasks that go on: Playwright's end a moment after their test."""
    return True


@pytest.fixture
async def home(tmp_path: Path) -> AsyncGenerator[Home]:
    """A Home Assistant without this integration."""
    async with running_home(tmp_path) as home:
        yield home


@pytest.fixture
async def browser() -> AsyncGenerator[Browser]:
    """A browser."""
    async with chromium() as browser:
        yield browser
