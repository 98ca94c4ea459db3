"""The pictures of the documents, made anew: `python -m scripts.lib.screenshots`."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
import sys
import tempfile

from playwright.async_api import Browser, Page, StorageState

from scripts.lib import demo_steps
from scripts.lib.browser import CHROMIUM, DESKTOP, PHONE, Looks, chromium, log_in, open_page, window
from scripts.lib.demo import PASSWORD, USER, Demo, Running, running, say
from scripts.lib.demo_home import GARAGE, WALLBOXES
from scripts.lib.ha_config import ROOT
from scripts.lib.processes import ScriptError, free_ports

FOLDER = ROOT / "docs" / "images"
DASHBOARD = "dashboard-charging"
START = "13:30"
"""The sun is at its best."""
SPEED = 60
SESSIONS_S = (6, 9)
"""How long sessions last that are over; at 60 times the speed they are minutes."""
CHARGE_S = 25
SETTLE_MS = 3000
"""What draws itself bit by bit, as graphs do, is let finish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A view of the dashboard, and what it is looked at with."""

    name: str
    path: str
    looks: Looks

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.name}{'-dark' if self.looks.dark else ''}.png"


VIEWS = (
    ("dashboard", "overview", DESKTOP),
    ("charge-point", GARAGE.charge_point_id.lower(), DESKTOP),
    ("sessions", "sessions", DESKTOP),
    ("phone", GARAGE.charge_point_id.lower(), replace(PHONE, scale=2.0)),
)
PICTURES = tuple(
    Picture(name=name, path=path, looks=replace(looks, dark=dark))
    for name, path, looks in VIEWS
    for dark in (False, True)
)


def _demo(folder: Path) -> Demo:
    port, ocpp_port, house_port = free_ports(3)
    return Demo(
        folder=folder,
        port=port,
        ocpp_port=ocpp_port,
        house_port=house_port,
        meter_interval_s=60,
        poll_s=1,
        start=START,
        garage_speed=SPEED,
        keeps_meters=False,
    )


async def _live(demo: Running) -> None:
    """Have sessions behind, and both cars charge on the sun."""
    client, house = demo.client, demo.house
    for wallbox in WALLBOXES:
        await demo_steps.choose_mode(client, wallbox.charge_point_id, wallbox.mode)
    for seconds in SESSIONS_S:
        after = len(house.events)
        await GARAGE.start(house)
        await asyncio.sleep(seconds)
        for line in (f"tap {GARAGE.card.id_tag}", "wait 60", "unplug"):
            await house.say(f"{GARAGE.charge_point_id} {line}")
        await house.wait_for(
            "session", charge_point=GARAGE.charge_point_id, after=after, timeout_s=60
        )
    for wallbox in WALLBOXES:
        await wallbox.start(house)
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
    await open_page(page, f"{url}/{DASHBOARD}/{picture.path}")
    await page.wait_for_selector("hui-view plug-control-card, hui-view plug-control-sessions-card")
    await page.wait_for_timeout(SETTLE_MS)
    await page.screenshot(path=picture.file)
    say(f"{picture.file.relative_to(ROOT)}")


async def _main() -> None:
    if CHROMIUM is None:
        raise ScriptError("no chromium: sudo apt-get install chromium, then try again")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="plug_control_screenshots_") as folder:
        demo = _demo(Path(folder))
        async with running(demo) as home, chromium() as browser:
            await _add_dashboard(home)
            session = await _session(browser, demo.url)
            await _live(home)
            for picture in PICTURES:
                async with window(browser, picture.looks, session=session) as context:
                    await _take(await context.new_page(), demo.url, picture)


def main() -> int:
    """Make all pictures; return the exit code."""
    try:
        asyncio.run(_main())
    except ScriptError as error:
        print(f"scripts/screenshots: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
