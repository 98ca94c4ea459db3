"""docs/chargers: every make has an address, a source and a row of the table, and every quirk of the code its page."""

import re

import pytest

from custom_components.plug_control.central_system.quirks import KNOWN_MODELS, KnownModel

from .documentation import DOCS

CHARGERS = DOCS / "chargers"
INDEX = (CHARGERS / "index.md").read_text()
OWN_PAGES = {"x-charge-c2eu.md", "keba.md"}
ROW = re.compile(r"^\| \[([^\]]+)\]\(([\w-]+\.md)(?:#([^)]+))?\) \| (.+) \|$", re.MULTILINE)
UNKNOWN = "Nothing more is publicly known."
PROJECTS = {"evcc": "evcc-io/evcc", "lbbrhzn/ocpp": "lbbrhzn/ocpp"}


def anchor(heading: str) -> str:
    """Return a heading's anchor, as Markdown's renderers make it."""
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading.lower()).strip())


SECTIONS = {
    (page.name, anchor(heading)): text
    for page in sorted(CHARGERS.glob("makes-*.md"))
    for heading, text in re.findall(
        r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page.read_text(), re.MULTILINE | re.DOTALL
    )
}


def test_the_table_lists_every_make_and_its_section() -> None:
    rows = {(page, place) for _, page, place, _ in ROW.findall(INDEX) if page not in OWN_PAGES}
    assert len(rows) >= 30
    assert rows == set(SECTIONS)
    assert {page for _, page, _, _ in ROW.findall(INDEX)} >= OWN_PAGES
    assert f"known of {len(rows)} other makes" in INDEX


def test_every_row_has_all_columns() -> None:
    assert {row.count(" | ") for *_, row in ROW.findall(INDEX)} == {4}


@pytest.mark.parametrize("section", SECTIONS, ids="#".join)
def test_every_make_says_its_address_and_every_fact_its_source(section: tuple[str, str]) -> None:
    text = SECTIONS[section]
    for part in ("Address", "Differs", "Plug Control"):
        assert f"- **{part}:**" in text
    listed = re.findall(r"\[(\d+)\] \[[^\]]+\]\(https://[^)\s]+\)", text)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    facts, _, _ = text.partition("- **Source")
    assert set(re.findall(r"\[(\d+)\]", facts)) == set(listed)
    _, _, differs = facts.partition("- **Differs:**")
    differs, _, _ = differs.partition("- **Plug Control:**")
    unproved = [
        line
        for line in differs.strip().splitlines()
        if not re.search(r"\[\d+\]", line) and line.strip() != UNKNOWN
    ]
    assert unproved == []


@pytest.mark.parametrize("known", KNOWN_MODELS, ids=lambda known: known.name)
def test_every_quirk_that_rests_on_a_public_thread_is_documented_with_it(known: KnownModel) -> None:
    pages = [path.read_text() for path in CHARGERS.glob("*.md")]
    for source in known.sources.values():
        for project, number in re.findall(r"(evcc|lbbrhzn/ocpp) (\d+)", source):
            address = f"https://github.com/{PROJECTS[project]}/issues/{number}"
            assert any(address in page for page in pages), source
