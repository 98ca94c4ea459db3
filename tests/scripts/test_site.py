"""scripts/docs: the site is built strictly, needs no other host, is searchable, and reads well on a phone."""

from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
import shutil
import subprocess
import sys

from playwright.async_api import Page, expect
import pytest
import pytest_socket

from scripts.lib.browser import CHROMIUM, DESKTOP, PHONE, chromium, window
from scripts.lib.processes import free_ports
from scripts.lib.site.__main__ import ASSETS, SITE, build, parser
from scripts.lib.site.check import check_site, read_page

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not all(each.exists() for each in ASSETS.values()),
        reason="no node_modules of the site: scripts/docs",
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as it is built."""
    assert build() == []
    return Path(shutil.copytree(SITE, tmp_path_factory.mktemp("site") / "site"))


# ---- what is wrong with a site


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site of two pages with nothing wrong."""
    page = '<a href="other.html#there">o</a><img src="i.png" srcset="i.png 2x"><a href="#">t</a>'
    (tmp_path / "index.html").write_text(page)
    (tmp_path / "other.html").write_text('<h1 id="there">h</h1><a href="https://a.example/">a</a>')
    (tmp_path / "404.html").write_text('<a href="/nowhere.html">n</a>')
    (tmp_path / "i.png").touch()
    return tmp_path


def test_a_whole_site_has_no_problem(small: Path) -> None:
    assert [*check_site(small)] == []


@pytest.mark.parametrize(
    ("added", "problem"),
    [
        ('<a href="gone.html">x</a>', "gone.html: is not there"),
        ('<a href="/other.html">x</a>', "/other.html: is not there"),
        ('<a href="../secret">x</a>', "../secret: is not there"),
        ('<a href="other.html#gone">x</a>', "other.html#gone: has no such anchor"),
        ('<a href="#gone">x</a>', "#gone: has no such anchor"),
        ('<img src="gone.png">', "gone.png: is not there"),
        ('<source srcset="i.png, gone.png 2x">', "gone.png: is not there"),
        ('<script src="https://a.example/x.js"></script>', "fetched from another host"),
        ('<link href="//a.example/x.css">', "fetched from another host"),
    ],
)
def test_what_leads_nowhere_or_elsewhere_is_told(small: Path, added: str, problem: str) -> None:
    with (small / "other.html").open("a") as page:
        page.write(added)
    (told,) = check_site(small)
    assert told.startswith("other.html: ")
    assert told.endswith(problem)


def test_a_page_that_no_menu_leads_to_is_told(small: Path) -> None:
    (small / "lost.html").touch()
    assert [*check_site(small)] == ["lost.html: not in the menu (docs/.nav.yml)"]


def test_a_page_is_read_with_what_it_fetches_and_where_it_leads() -> None:
    page = read_page('<p id="a"><a name="b" href="c">d</a><img src="e" srcset="f, g 2x, "></p>')
    assert page.ids == {"a", "b"}
    assert page.references == [("a", "c"), ("img", "e"), ("img", "f"), ("img", "g")]


# ---- the command


def test_a_dead_link_fails_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from scripts.lib.site import __main__ as command

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n\n[gone](gone.md)\n")
    (tmp_path / "zensical.toml").write_text(
        '[project]\nsite_name = "x"\nsite_dir = ".cache/site"\n'
    )
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "CONFIG", tmp_path / "zensical.toml")
    monkeypatch.setattr(command, "SITE", tmp_path / ".cache" / "site")
    assert command.main(["--check"]) == 1
    said = capfd.readouterr().err
    assert "page does not exist" in said
    assert "index.md:3:8" in said
    assert "Traceback" not in said


def test_its_options_are_those_that_it_prints() -> None:
    usage = subprocess.run(
        [sys.executable, "-m", "scripts.lib.site", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert parser().format_help() == usage


def status_of(port: int, path: str) -> int:
    """Return how the server answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_serves_the_site_on_this_machine_alone_until_it_is_ended() -> None:
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "scripts.lib.site", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            said = next(line for line in server.stdout if line.startswith("Serving"))
            assert said.endswith(f"on http://127.0.0.1:{port}\n")
            while status_of(port, "/index.html") != 200:  # it builds once more, then answers
                assert server.poll() is None
        finally:
            server.terminate()
    with pytest.raises(ConnectionRefusedError):
        status_of(port, "/index.html")


# ---- in a browser


def pages(site: Path) -> Iterator[str]:
    """Yield the site's pages."""
    for path in sorted(site.rglob("*.html")):
        if path.name != "404.html":
            yield path.relative_to(site).as_posix()


async def overflow(page: Page) -> float:
    """How far the page is wider than its window."""
    width: float = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium: scripts/setup --browser")
async def test_every_page_opens_from_a_disk_without_a_network_and_is_found(site: Path) -> None:
    pytest_socket.enable_socket()
    async with chromium() as browser, window(browser) as context:
        page = await context.new_page()
        asked: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        for each in pages(site):
            await page.goto((site / each).as_uri(), wait_until="domcontentloaded")
            await expect(page.locator("h1").first).to_be_visible()
            for looks in (DESKTOP, PHONE):
                await page.set_viewport_size({"width": looks.width, "height": looks.height})
                assert await overflow(page) <= 0, each
        await page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
        await page.goto((site / "index.html").as_uri())
        await page.keyboard.press("/")
        await page.keyboard.type("fuse that several chargers share")
        await expect(page.get_by_role("link", name="Circuits").first).to_be_visible()
        picture = page.locator("picture img").first
        for scheme, shown in (("slate", "dashboard-dark.png"), ("default", "dashboard.png")):
            await page.evaluate(f"document.body.dataset.mdColorScheme = {scheme!r}")
            await page.wait_for_function(
                "([image, shown]) => image.currentSrc.endsWith(shown)",
                arg=[await picture.element_handle(), f"/{shown}"],
            )
        assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
        assert errors == []
