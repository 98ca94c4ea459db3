"""Draw a receipt as a PNG that a phone's notification can show: two to one, readable small, by day and by night."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from custom_components.plug_control.texts.wording import plain

from .receipt import Receipt, Wording

WIDTH: Final = 1200
HEIGHT: Final = 600
_SCALE: Final = 2
"""It is drawn larger, so that corners and circles are smooth."""
_MARGIN: Final = 64
_WIDE: Final = WIDTH - 2 * _MARGIN
_BAR_Y: Final = 326
_BAR_HEIGHT: Final = 44
_MONEY_Y: Final = 488
_FONTS: Final = Path(__file__).parent / "fonts"
_ELLIPSIS: Final = "…"
_NAME_LENGTH: Final = 120
_NONE: Final = Decimal(0)

type Colour = tuple[int, int, int]
type Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The colours of a picture."""

    ground: Colour
    text: Colour
    faint: Colour
    line: Colour
    sun: Colour
    battery: Colour
    grid: Colour
    unknown: Colour
    good: Colour
    bad: Colour


LIGHT: Final = Theme(
    ground=(255, 255, 255),
    text=(23, 28, 33),
    faint=(89, 99, 110),
    line=(225, 229, 233),
    sun=(245, 166, 35),
    battery=(20, 150, 130),
    grid=(70, 110, 180),
    unknown=(160, 168, 176),
    good=(22, 122, 62),
    bad=(176, 52, 30),
)
DARK: Final = Theme(
    ground=(24, 27, 31),
    text=(240, 243, 246),
    faint=(160, 170, 180),
    line=(58, 64, 71),
    sun=(250, 180, 60),
    battery=(60, 190, 165),
    grid=(120, 160, 225),
    unknown=(120, 128, 136),
    good=(95, 205, 135),
    bad=(240, 130, 105),
)

THEMES: Final = {"light": LIGHT, "dark": DARK}


def draw_receipt(receipt: Receipt, language: str, zone: tzinfo, theme: Theme = LIGHT) -> bytes:
    """Return the PNG of a receipt in a language, its times in a time zone; takes about a tenth of a second."""
    drawing = _Drawing(Wording(receipt, language), theme)
    drawing.draw(zone)
    told = BytesIO()
    small = drawing.picture.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    small.save(told, "PNG")
    return told.getvalue()


class _Drawing:
    """Draws the parts of a receipt; all measures are those of the finished picture."""

    def __init__(self, wording: Wording, theme: Theme) -> None:
        self.picture = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), theme.ground)
        self._draw = ImageDraw.Draw(self.picture)
        self._wording = wording
        self._theme = theme

    def draw(self, zone: tzinfo) -> None:
        """Draw everything."""
        wording, theme, receipt = self._wording, self._theme, self._wording.receipt
        names = " · ".join(
            plain(name, _NAME_LENGTH) for name in (receipt.car, receipt.person) if name
        )
        self._text((_MARGIN, 90), plain(receipt.connector, _NAME_LENGTH), 44, bold=True)
        self._text((_MARGIN, 142), names, 32, ink=theme.faint)
        right = max(
            self._text((WIDTH - _MARGIN, 236), wording.duration(), 60, 400, anchor="rs"),
            self._text((WIDTH - _MARGIN, 294), wording.sun(), 42, 400, anchor="rs"),
        )
        self._text((_MARGIN, 276), wording.energy(), 96, _WIDE - right - 40, bold=True)
        self._bar([*_sources(receipt)])
        self._money()
        told = " · ".join(filter(None, (wording.times(zone), wording.estimated())))
        self._text((_MARGIN, HEIGHT - 52), told, 28, ink=theme.faint)

    def _bar(self, parts: Sequence[tuple[str, Decimal]]) -> None:
        """Draw where the energy came from, and the words below; nothing where no source is known."""
        if not parts:
            return
        size = _WIDE * _SCALE, _BAR_HEIGHT * _SCALE
        bar, mask = Image.new("RGB", size), Image.new("L", size)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), size[1] / 2, 255)
        whole = float(sum(kwh for _, kwh in parts))
        begin = x = 0.0
        for name, kwh in parts:
            colour = getattr(self._theme, name)
            end = begin + float(kwh) / whole * size[0]
            ImageDraw.Draw(bar).rectangle((begin, 0, end, size[1]), fill=colour)
            begin = end
            x += self._legend(_MARGIN + x, name, kwh, colour, _WIDE / len(parts))
        self.picture.paste(bar, (_MARGIN * _SCALE, _BAR_Y * _SCALE), mask)

    def _legend(self, x: float, name: str, kwh: Decimal, colour: Colour, width: float) -> float:
        """Draw the words for a part of the bar; return their width."""
        top = _BAR_Y + _BAR_HEIGHT + 22
        box = [each * _SCALE for each in (x, top, x + 22, top + 22)]
        self._draw.ellipse(box, fill=colour)
        told = f"{self._wording.words[f'from_{name}']} {self._wording.energy(kwh)}"
        at = x + 32, top + 21
        size = 28 if width > _WIDE / 4 else 22
        return 32 + self._text(at, told, size, width - 56, ink=self._theme.faint) + 24

    def _money(self) -> None:
        """Draw the cost, and what was saved."""
        wording, theme = self._wording, self._theme
        x = float(_MARGIN)
        if (cost := wording.cost()) is not None:
            x += self._text((x, _MONEY_Y), cost, 52, _WIDE / 2, bold=True) + 44
        ink = theme.good if (wording.receipt.saved or 0) > 0 else theme.bad
        self._text((x, _MONEY_Y), wording.saved(), 42, WIDTH - _MARGIN - x, ink=ink)

    def _text(
        self,
        at: tuple[float, float],
        text: str | None,
        size: int,
        width: float = _WIDE,
        *,
        ink: Colour | None = None,
        bold: bool = False,
        anchor: str = "ls",
    ) -> float:
        """Draw a line on a base line, smaller or cut where it is wider than `width`; return its width."""
        if not text:
            return 0
        font, text = _fit(text, size, width * _SCALE, bold=bold)
        self._draw.text(
            (at[0] * _SCALE, at[1] * _SCALE),
            text,
            fill=ink or self._theme.text,
            font=font,
            anchor=anchor,
        )
        return font.getlength(text) / _SCALE


def _sources(receipt: Receipt) -> Iterator[tuple[str, Decimal]]:
    """Yield the sources that gave energy, each with it; nothing where none is known."""
    known = {
        "sun": receipt.solar_kwh,
        "battery": receipt.battery_kwh,
        "grid": receipt.grid_kwh,
    }
    if all(kwh is None for kwh in known.values()):
        return
    told = {name: kwh for name, kwh in known.items() if kwh}
    yield from told.items()
    if (rest := receipt.energy_kwh - sum(told.values(), _NONE)) > 0:
        yield "unknown", rest


def _fit(text: str, size: int, width: float, *, bold: bool) -> tuple[Font, str]:
    """Return the font and the text that fit: up to a third smaller first, then cut."""
    for smaller in (size, round(size * 0.85), round(size * 2 / 3)):
        font = _font(smaller * _SCALE, bold=bold)
        if font.getlength(text) <= width:
            return font, text
    while text and font.getlength(text + _ELLIPSIS) > width:
        text = text[:-1]
    return font, text.rstrip() + _ELLIPSIS


@cache
def _font(size: int, *, bold: bool) -> Font:
    name = "DejaVuSans-Bold.subset.ttf" if bold else "DejaVuSans.subset.ttf"
    return ImageFont.truetype(str(_FONTS / name), size)
