"""Download the sessions card's file, and compare it with the ledger."""

from collections.abc import Sequence
import csv
from pathlib import Path

from playwright.async_api import Locator, Page

from scripts.lib.home_assistant import Json

COLUMNS = ("session_id", "charge_point_id", "id_tag", "card_name", "started_at", "stopped_at")
WATT_HOURS = ("energy_wh", "meter_start_wh", "meter_stop_wh")


async def download(page: Page, card: Locator, folder: Path) -> Path:
    """Click the sessions card's download button, and return the path of the file."""
    async with page.expect_download() as downloading:
        await card.get_by_role("button", name="Download CSV").click()
    path = folder / "sessions.csv"
    await (await downloading.value).save_as(path)
    return path


def assert_agrees(path: Path, ledger: Sequence[Json]) -> None:
    """Assert that the file has the ledger's sessions, newest first, exact to the Wh."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    newest_first = [*reversed(ledger)]
    assert [[row[name] for name in COLUMNS] for row in rows] == [
        [str(session[name]) for name in COLUMNS] for session in newest_first
    ]
    assert [[float(row[name]) for name in WATT_HOURS] for row in rows] == [
        [session[name] for name in WATT_HOURS] for session in newest_first
    ]
