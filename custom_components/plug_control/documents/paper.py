"""A4 pages on which text is placed line by line, fast enough for 20,000 sessions. Imports fpdf2: load it in a thread only.

fpdf2 keeps the document's structure, fonts and pages; the lines of a table are written to their page at once, since a call
for each cell would take thirty times as long.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
import logging
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import category, normalize

from fpdf import FPDF
from fpdf.fonts import TTFFont

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells each step of each font

_FONTS: Final = Path(__file__).parent / "fonts"
_FAMILY: Final = "dejavu"
_FILES: Final = {"": "DejaVuSans.subset.ttf", "B": "DejaVuSans-Bold.subset.ttf"}
_MISSING: Final = "□"
"""Stands for a character that the font does not have."""
_CUT: Final = "…"
_MOST_SHAPED: Final = 10_000
_POINTS_PER_MM: Final = 72 / 25.4
_EM: Final = 1000
"""In these parts of the size of a text PDF counts its widths."""
_NUMERIC: Final = "0123456789,.-"
_OF_NUMBERS: Final = f"{_NUMERIC}\N{NO-BREAK SPACE}\N{RIGHT SINGLE QUOTATION MARK}"
_BETWEEN: Final = "|"
"""Between numbers that are encoded together: no glyph of theirs has its number."""
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Mn", "Me"})
"""Categories of characters that are nothing by themselves: left out where the font lacks them."""

type Colour = tuple[int, int, int]
BLACK: Final[Colour] = (20, 20, 20)
GREY: Final[Colour] = (110, 110, 110)


class Place(NamedTuple):
    """Where a text stands in a line: its left edge, the width that it may have, and whether it ends at its right edge."""

    x_mm: float
    width_mm: float
    is_right: bool = False

    @property
    def anchor_mm(self) -> float:
        """The edge at which its text begins, or ends."""
        return self.x_mm + self.width_mm if self.is_right else self.x_mm


class _Glyphs(dict[int, int | None]):
    """The numbers of a font's glyphs in the document, by character; asking for one takes it into the document."""

    def __init__(self, font: TTFFont) -> None:
        self._font = font

    def __missing__(self, char: int) -> int | None:
        glyph = self[char] = self._font.subset.pick(char)
        return glyph


class _Face:
    """One weight of the font: how its characters are encoded, and how wide they are."""

    def __init__(self, paper: FPDF, style: str) -> None:
        font = paper.fonts[_FAMILY + style]
        assert isinstance(font, TTFFont)
        self._font = font
        self.number = self._font.i
        self._glyphs = _Glyphs(font)
        self._widths: dict[str, float] = {}
        self._shaped: dict[tuple[str, float], tuple[str, float]] = {}
        self.encoded(
            _OF_NUMBERS
        )  # first, so that their glyphs have small numbers: see `all_encoded`

    def encoded(self, text: str) -> str:
        """Return the text as the operand of a PDF operator."""
        return self._font.escape_text(text.translate(self._glyphs))

    def all_encoded(self, numbers: Iterable[str], separators: dict[int, int]) -> list[str]:
        """Return numbers as `encoded` does, all at once; with these separators instead of those of English."""
        glyphs = {
            ord(char): self._glyphs[separators.get(ord(char), ord(char))] for char in _NUMERIC
        }
        joined = _BETWEEN.join(numbers).translate(glyphs)
        return self._font.escape_text(joined).split(f"\0{_BETWEEN}")

    def width_mm(self, text: str, size: float) -> float:
        """Return the width of a text at a size in points."""
        for char in text:
            if char not in self._widths:
                self._widths[char] = self._font.get_text_width(char, 1000, None)[1]
        return self.known_width_mm(text, size)

    def known_width_mm(self, text: str, size: float) -> float:
        """Return the width of a text whose characters came before; raises KeyError for others."""
        widths = self._widths
        return sum([widths[char] for char in text]) * size / 1000 / _POINTS_PER_MM

    def shaped(self, text: str, size: float) -> tuple[str, float]:
        """Return a text as the operand of a PDF operator, and its width in mm; texts that repeat are quick.

        Raises KeyError for characters that did not come before.
        """
        if (found := self._shaped.get((text, size))) is None:
            width_mm = self.known_width_mm(text, size)
            found = self.encoded(text), width_mm
            if len(self._shaped) < _MOST_SHAPED:
                self._shaped[text, size] = found
        return found

    def has(self, char: str) -> bool:
        """Whether the font has a character."""
        return ord(char) in self._font.cmap


class Paper(FPDF):
    """Pages of one document; lengths are in mm from the upper left corner, sizes of text in points."""

    def __init__(self, *, title: str, language: str, made_at: datetime) -> None:
        """Start without pages; `made_at` is the document's date, so that the same content gives the same bytes."""
        super().__init__(orientation="portrait", unit="mm", format="A4")
        self.heights_mm: list[float] = []
        self.widths_mm: list[float] = []
        self.set_auto_page_break(auto=False)
        self.set_creation_date(made_at)
        self.set_title(title)
        self.set_lang(language)
        self.set_creator("Plug Control")
        for style, file in _FILES.items():
            self.add_font(_FAMILY, style, _FONTS / file)
        self._begins: dict[tuple[Place, float, str, str], dict[int, str]] = {}
        """What stands before numbers of each length at a place; of negative ones, by the negative length."""
        self._faces = {bold: _Face(self, "B" if bold else "") for bold in (False, True)}
        self.shown = lru_cache(4096)(self._shown)
        self.fitted = lru_cache(4096)(self._fitted)

    def begin_page(self, *, is_landscape: bool = False) -> None:
        """Add a page on which both weights can be used."""
        self.add_page(orientation="landscape" if is_landscape else "portrait")
        self.heights_mm.append(self.h)
        self.widths_mm.append(self.w)
        for style in _FILES:
            self._out(self._set_font_for_page(self.fonts[_FAMILY + style], 10))

    def at_page(self, number: int) -> None:
        """Go on writing on a page that exists, for what is known at the end only."""
        self.page = number
        self.h = self.heights_mm[number - 1]

    def _shown(self, text: str) -> str:
        """Return a text in one line, with a sign for each character that the font does not have."""
        has = self._faces[False].has
        kept = []
        for char in normalize("NFC", text):
            if has(char):
                kept.append(char)
            elif char.isspace():
                kept.append(" ")
            elif category(char) not in _INVISIBLE:
                kept.append(_MISSING)
        return "".join(kept)

    def width_of(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return the width of a text that `shown` returned."""
        return self._faces[bold].width_mm(text, size)

    def _fitted(self, text: str, width_mm: float, size: float, bold: bool) -> str:
        """Return a text that is no wider than `width_mm`, cut visibly where it is too long."""
        shown = self.shown(text)
        width_of = self._faces[bold].width_mm
        if width_of(shown, size) <= width_mm:
            return shown
        fits, over = 0, len(shown)
        while over - fits > 1:
            middle = (fits + over) // 2
            if width_of(shown[:middle] + _CUT, size) <= width_mm:
                fits = middle
            else:
                over = middle
        return shown[:fits].rstrip() + _CUT

    def wrapped(self, text: str, width_mm: float, size: float, *, bold: bool = False) -> list[str]:
        """Return the lines of a text; a word that is too long for one is broken."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line = ""
            for word in self.shown(paragraph).split(" "):
                longer = f"{line} {word}" if line else word
                if self.width_of(longer, size, bold=bold) <= width_mm:
                    line = longer
                    continue
                if line:
                    lines.append(line)
                line = word
                while self.width_of(line, size, bold=bold) > width_mm and len(line) > 1:
                    piece = self._head(line, width_mm, size, bold=bold)
                    lines.append(piece)
                    line = line[len(piece) :]
            lines.append(line)
        return lines

    def _head(self, text: str, width_mm: float, size: float, *, bold: bool) -> str:
        """Return as much of a text as fits, at least one character."""
        end = 1
        while end < len(text) and self.width_of(text[: end + 1], size, bold=bold) <= width_mm:
            end += 1
        return text[:end]

    def put(
        self,
        y_mm: float,
        cells: Iterable[tuple[Place, str]],
        size: float,
        *,
        bold: bool = False,
        colour: Colour = BLACK,
    ) -> None:
        """Write texts whose baseline is at `y_mm`; each is cut to its width."""
        face, height = self._faces[bold], self.h
        y = f"{(height - y_mm) * _POINTS_PER_MM:.2f}"
        parts = [self._begin(face, size, colour)]
        for place, text in cells:
            if not text:
                continue
            code, width_mm = self._set(face, text, size)
            if width_mm > place.width_mm:
                line = self.fitted(text, place.width_mm, size, bold)
                code, width_mm = face.shaped(line, size)
            x = place.x_mm + (place.width_mm - width_mm if place.is_right else 0.0)
            parts.append(f"1 0 0 1 {x * _POINTS_PER_MM:.2f} {y} Tm ({code}) Tj")
        parts.append("ET Q")
        self._out(" ".join(parts))

    def encoded(self, text: str) -> str:
        """Return a text of characters that the font has as the operand of a PDF operator."""
        return self._faces[False].encoded(text)

    def operator(self, text: str, place: Place, size: float) -> str:
        """Return the operator that writes a text, cut to its width, from where its place's anchor is, or up to there."""
        if not text:
            return ""
        face = self._faces[False]
        code, width_mm = self._set(face, text, size)
        if width_mm > place.width_mm:
            line = self.fitted(text, place.width_mm, size, False)
            code, width_mm = face.shaped(line, size)
        if not place.is_right:
            return f"({code})Tj"
        return f"[{width_mm * _POINTS_PER_MM * _EM / size:.1f}({code})]TJ"

    def numbers(
        self, texts: Sequence[str], place: Place, size: float, *, decimal: str, group: str
    ) -> list[str]:
        """Return what `operator` does for numbers such as "-1,234.56", with these separators instead; "" stays.

        All digits are equally wide: numbers that are as long, with as many decimals, are as wide as each other.
        """
        separators = str.maketrans(",.", f"{group}{decimal}")
        codes = self._faces[False].all_encoded(texts, separators)
        begins = self._begins.setdefault((place, size, decimal, group), {})
        cells = []
        for text, code in zip(texts, codes, strict=True):
            shape = -len(text) if text.startswith("-") else len(text)
            if (begin := begins.get(shape)) is None:
                cell = self.operator(text.translate(separators), place, size)
                if cell.endswith(end := f"({code})]TJ"):  # else it is cut
                    begins[shape] = cell.removesuffix(end)
                cells.append(cell)
            else:
                cells.append(f"{begin}({code})]TJ")
        return cells

    def lines(
        self,
        y_mm: float,
        step_mm: float,
        places: Sequence[Place],
        columns: Iterable[Iterable[str]],
        size: float,
    ) -> None:
        """Write lines of cells, as `operator` and `numbers` return them, the first one's baseline at `y_mm`."""
        anchors = [round(place.anchor_mm * _POINTS_PER_MM, 2) for place in places]
        moves = [f" {later - earlier:.2f} 0 Td " for earlier, later in pairwise(anchors)]
        line = "%s".join(["", *moves, ""])
        down = f" {anchors[0] - anchors[-1]:.2f} {-step_mm * _POINTS_PER_MM:.3f} Td\n"
        cells = down.join(map(line.__mod__, zip(*columns, strict=True)))
        begin = self._begin(self._faces[False], size, BLACK)
        y = (self.h - y_mm) * _POINTS_PER_MM
        self._out(f"{begin} {anchors[0]:.2f} {y:.2f} Td\n{cells}\nET Q")

    def rules(
        self, y_mm: float, step_mm: float, count: int, x_mm: float, width_mm: float, *, grey: int
    ) -> None:
        """Draw thin lines, the first one at `y_mm`."""
        left, right = x_mm * _POINTS_PER_MM, (x_mm + width_mm) * _POINTS_PER_MM
        ys = ((self.h - y_mm - step_mm * number) * _POINTS_PER_MM for number in range(count))
        lines = " ".join([f"{left:.2f} {y:.2f} m {right:.2f} {y:.2f} l" for y in ys])
        self._out(f"q {grey / 255:.3f} G 0.4 w {lines} S Q")

    @staticmethod
    def _begin(face: _Face, size: float, colour: Colour) -> str:
        """Return what begins a text in a colour."""
        red, green, blue = colour
        return f"q {red / 255:.3f} {green / 255:.3f} {blue / 255:.3f} rg BT /F{face.number} {size:.2f} Tf"

    def _set(self, face: _Face, text: str, size: float) -> tuple[str, float]:
        """Return a text as it is shown, encoded, and its width in mm; quick where all its characters came before."""
        try:
            return face.shaped(text, size)
        except KeyError:
            shown: str = self.shown(text)
            face.width_mm(shown, size)  # its characters have come before now
            return face.shaped(shown, size)

    def rule(self, y_mm: float, x_mm: float, width_mm: float, *, grey: int) -> None:
        """Draw a thin line."""
        self.rules(y_mm, 0, 1, x_mm, width_mm, grey=grey)

    def shade(self, y_mm: float, x_mm: float, width_mm: float, height_mm: float) -> None:
        """Fill a rectangle in light grey."""
        x, y = x_mm * _POINTS_PER_MM, (self.h - y_mm - height_mm) * _POINTS_PER_MM
        width, height = width_mm * _POINTS_PER_MM, height_mm * _POINTS_PER_MM
        self._out(f"q 0.930 g {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f Q")
