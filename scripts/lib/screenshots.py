"""Take the pictures of the documentation anew: `python -m scripts.lib.screenshots [--house]`."""

import argparse
import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
import sys
import tempfile

from PIL import Image
from playwright.async_api import Browser, Page, StorageState

from custom_components.plug_control.documents.receipt import Receipt
from custom_components.plug_control.documents.receipt_picture import DARK, LIGHT, draw_receipt
from scripts.lib import demo_dashboard, demo_past, demo_steps
from scripts.lib.browser import CHROMIUM, DESKTOP, PHONE, Looks, chromium, log_in, open_page, window
from scripts.lib.demo import PASSWORD, USER, Demo, Running, registers, running, say
from scripts.lib.demo_home import GARAGE, WALLBOXES
from scripts.lib.ha_config import ROOT
from scripts.lib.processes import ScriptError, free_ports

FOLDER = ROOT / "docs" / "images"
DASHBOARD = "dashboard-charging"
START = "13:30"
"""The sun is at its highest."""
CHARGE_S = 60
HOUSE_START = "11:00"
HOUSE_SPEED = 10
HOUSE_S = 15 * 60
"""Long enough to show broken clouds in the graph of the house's page."""
SETTLE_MS = 3000
"""How long graphs have to finish drawing."""
COLORS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of a dashboard's view in a window."""

    name: str
    path: str
    looks: Looks
    awaited: str = "hui-view plug-control-card, hui-view plug-control-sessions-card"
    """The selector of elements that show that the page is complete."""
    pressed: str | None = None
    """The selector of what is pressed before the picture is taken."""

    @property
    def file(self) -> Path:
        """The file of the picture."""
        return FOLDER / f"{self.name}{'-dark' if self.looks.dark else ''}.png"


_PAST_SESSION = "plug-control-sessions-card button.open >> nth=2"
"""The newest one that does not run any more."""
VIEWS = (
    ("dashboard", "overview", DESKTOP, None),
    ("charge-point", GARAGE.charge_point_id.lower(), DESKTOP, None),
    ("sessions", "sessions", DESKTOP, None),
    ("session", "sessions", DESKTOP, _PAST_SESSION),
    ("phone", GARAGE.charge_point_id.lower(), replace(PHONE, scale=2.0), None),
)
PICTURES = tuple(
    Picture(name=name, path=f"{DASHBOARD}/{path}", looks=replace(looks, dark=dark), pressed=pressed)
    for name, path, looks, pressed in VIEWS
    for dark in (False, True)
)


HOUSE = Picture(
    name="house",
    path=f"{demo_steps.HOUSE_DASHBOARD['url_path']}/{demo_dashboard.PATH}",
    looks=replace(DESKTOP, width=1400, height=925),
    awaited="hui-view hui-tile-card",
)


def _demo(folder: Path, *, house: bool) -> Demo:
    port, ocpp_port, house_port, back_end_port, control_port = free_ports(5)
    return Demo(
        folder=folder,
        port=port,
        ocpp_port=ocpp_port,
        house_port=house_port,
        back_end_port=back_end_port,
        control_port=control_port,
        meter_interval_s=10,
        poll_s=5,
        start=HOUSE_START if house else START,
        day_speed=HOUSE_SPEED if house else 1,
        keeps_meters=False,
    )


async def _remember(demo: Demo, home: Running) -> None:
    """Add the past weeks' sessions to the demo."""
    registers_wh = await registers(home.house)
    await demo_past.remember(home.client, demo.config, home.entry_id, registers_wh)


async def _live(home: Running) -> None:
    """Charge both cars on surplus for CHARGE_S."""
    for wallbox in WALLBOXES:
        await demo_steps.choose_mode(home.client, wallbox.charge_point_id, wallbox.mode)
        await wallbox.start(home.house)
    for wallbox in WALLBOXES:
        await home.house.wait_for(
            "status", status="Charging", charge_point=wallbox.charge_point_id, timeout_s=120
        )
    say(f"two cars charge for {CHARGE_S} s")
    await asyncio.sleep(CHARGE_S)


async def _add_dashboard(demo: Running) -> None:
    await demo_steps.set_up_energy(
        demo.client, {wallbox.charge_point_id: wallbox.name for wallbox in WALLBOXES}
    )
    await demo.client.command(
        "lovelace/dashboards/create",
        mode="storage",
        url_path=DASHBOARD,
        title="Charging",
        icon="mdi:ev-station",
        show_in_sidebar=True,
        require_admin=False,
    )
    await demo.client.command(
        "lovelace/config/save",
        url_path=DASHBOARD,
        config={"strategy": {"type": "custom:plug-control"}},
    )


async def _session(browser: Browser, url: str) -> StorageState:
    async with window(browser) as context:
        await log_in(await context.new_page(), url, USER, PASSWORD)
        return await context.storage_state()


async def _take(page: Page, url: str, picture: Picture) -> None:
    await open_page(page, f"{url}/{picture.path}")
    await page.wait_for_selector(picture.awaited)
    await page.wait_for_timeout(SETTLE_MS)
    if picture.pressed is not None:
        await page.locator(picture.pressed).click()
        await page.wait_for_timeout(SETTLE_MS)
    await page.screenshot(path=picture.file)
    with Image.open(picture.file) as image:
        image.convert("RGB").quantize(COLORS).save(picture.file, optimize=True)
    say(f"{picture.file.relative_to(ROOT)}")


def _draw_receipts() -> None:
    """Draw the receipt of a usual session, by day and by night."""
    end = datetime(2026, 6, 12, 15, 15, tzinfo=UTC)
    receipt = Receipt(
        session_id=1,
        connector=GARAGE.name,
        person="Anna",
        car="ID.4",
        started_at=end - timedelta(hours=3, minutes=10),
        stopped_at=end,
        energy_kwh=Decimal("18.2"),
        duration_s=11_400,
        solar_kwh=Decimal("15.834"),
        grid_kwh=Decimal("2.366"),
        solar_percent=87,
        cost=Decimal("1.92"),
        saved=Decimal("3.40"),
        currency="EUR",
    )
    for theme, suffix in ((LIGHT, ""), (DARK, "-dark")):
        with Image.open(BytesIO(draw_receipt(receipt, "en", UTC, theme))) as image:
            file = FOLDER / f"receipt{suffix}.png"
            image.convert("RGB").quantize(COLORS).save(file, optimize=True)
            say(f"{file.relative_to(ROOT)}")


async def _pictures(home: Running, demo: Demo) -> tuple[Picture, ...]:
    """Charge for a minute after weeks of past sessions; return the pictures to take."""
    _draw_receipts()
    await _live(home)
    await _remember(demo, home)  # by now the energy sensors exist
    await _add_dashboard(home)
    return PICTURES


async def _house_picture(home: Running, _: Demo) -> tuple[Picture, ...]:
    """Let sun and clouds pass for HOUSE_S; return the picture to take."""
    await _live(home)
    names = {wallbox.charge_point_id: wallbox.name for wallbox in WALLBOXES}
    await demo_steps.set_up_energy(home.client, names)
    await demo_steps.install_dashboards(home.client, names)
    say(f"the house is watched for {HOUSE_S} s")
    await asyncio.sleep(HOUSE_S)
    return (HOUSE,)


async def _main(*, house: bool) -> None:
    if CHROMIUM is None:
        raise ScriptError("no chromium: install it with scripts/setup --browser")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="plug_control_screenshots_") as folder:
        demo = _demo(Path(folder), house=house)
        async with running(demo) as home, chromium() as browser:
            session = await _session(browser, demo.url)
            for picture in await (_house_picture if house else _pictures)(home, demo):
                async with window(browser, picture.looks, session=session) as context:
                    await _take(await context.new_page(), demo.url, picture)


def main() -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__)
    parser.add_argument(
        "--house", action="store_true", help="the demo's house instead, after a quarter of an hour"
    )
    options = parser.parse_args()
    try:
        asyncio.run(_main(house=options.house))
    except ScriptError as error:
        print(f"scripts/screenshots: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
