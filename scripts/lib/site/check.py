"""Check a built site: no dead links, and nothing from another host.

Zensical checks the links of the Markdown; this checks the HTML, and so also pictures, files and links written in HTML.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, override
from urllib.parse import unquote, urlsplit

LINKED: Final = {
    "a": ("href",),
    "area": ("href",),
    "form": ("action",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "link": ("href",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
}
FOLLOWED: Final = frozenset({"a", "area"})
"""Tags of links that a reader clicks; the browser fetches the addresses of all others by itself."""
ERROR_PAGE: Final = "404.html"
"""A page for any path, so its links are absolute, and are not checked."""
HOME: Final = "index.html"


@dataclass(slots=True)
class Page:
    """The ids of a page, and its references as (tag, address)."""

    ids: set[str] = field(default_factory=set)
    references: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.page.ids |= {given[name] for name in ("id", "name") if name in given}
        for name in LINKED.get(tag, ()):
            if name == "srcset":
                addresses = [
                    each.split()[0] for each in given.get(name, "").split(",") if each.strip()
                ]
            else:
                addresses = [given[name]] if name in given else []
            self.page.references += [(tag, address) for address in addresses]


def read_page(text: str) -> Page:
    """Return the ids and references of a page's HTML."""
    reader = _Reader()
    reader.feed(text)
    return reader.page


def check_site(site: Path) -> Iterator[str]:
    """Yield the problems of the site in a folder, one line each."""
    pages = {path: read_page(path.read_text()) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        if path.name != ERROR_PAGE:
            for tag, address in page.references:
                if wrong := _wrong(site, pages, path, tag, address):
                    yield f"{path.relative_to(site)}: {address}: {wrong}"
    listed = {_target(site, site / HOME, each) for _, each in pages[site / HOME].references}
    for path in pages:
        if path not in listed and path.name not in {ERROR_PAGE, HOME}:
            yield f"{path.relative_to(site)}: not in the menu (docs/.nav.yml)"


def _wrong(site: Path, pages: dict[Path, Page], path: Path, tag: str, address: str) -> str | None:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        is_fine = tag in FOLLOWED or parts.scheme == "data"
        return None if is_fine else "fetched from another host"
    target = _target(site, path, address)
    if target is None or not target.is_file():
        return "is not there"
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
        return "has no such anchor"
    return None


def _target(site: Path, path: Path, address: str) -> Path | None:
    """Return the file of an address on a page; None where it is outside of the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return path
    if parts.path.startswith("/"):
        return None
    target = Path(path.parent, unquote(parts.path)).resolve()
    if target.is_dir():
        target /= HOME
    return target if target.is_relative_to(site.resolve()) else None
