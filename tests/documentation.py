"""README and docs for the tests that compare them with the code: code blocks, tables, headings."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import re
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("simulator/*.md")],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A code block in a document, with the last heading before it."""

    document: str
    heading: str
    language: str
    text: str

    def __str__(self) -> str:
        """Return the document and the heading, as name of the test."""
        return f"{self.document}: {self.heading}"

    @property
    def data(self) -> Any:
        """The parsed YAML of the block."""
        return yaml.safe_load(self.text)


def blocks(*languages: str) -> list[Block]:
    """Return the code blocks in these languages of all documents."""
    return [each for path in DOCUMENTS for each in _blocks(path) if each.language in languages]


def _blocks(path: Path) -> Iterator[Block]:
    text = path.read_text()
    for match in FENCE.finditer(text):
        headings = HEADING.findall(FENCE.sub("", text[: match.start()]))
        indent, language, code = match.groups()
        yield Block(
            document=path.relative_to(ROOT).as_posix(),
            heading=headings[-1],
            language=language,
            text=re.sub(rf"^{indent}", "", code, flags=re.MULTILINE),
        )


def sections(name: str, level: int = 2) -> dict[str, str]:
    """Return the text under each heading of a level in a page of docs/, with deeper headings and their text."""
    text = (DOCS / name).read_text()
    parts = re.split(rf"^{'#' * level} (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def rows(text: str) -> list[list[str]]:
    """Return the cells of the rows of all tables in a text, without header rows."""
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    lines = [line for table in tables for line in table.splitlines()[2:]]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
