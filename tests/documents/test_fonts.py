"""The fonts of documents: they have the letters that names need, their licence, and can be made again."""

from pathlib import Path

from fontTools.ttLib import TTFont
import pytest

from scripts.lib import document_fonts
from scripts.lib.document_fonts import NAMES, SOURCE, TARGET

SMALL = 120_000


@pytest.mark.parametrize("name", NAMES)
def test_a_font_is_small_and_has_latin_greek_cyrillic_and_money(name: str) -> None:
    path = TARGET / f"{name}.subset.ttf"
    assert path.stat().st_size < SMALL
    letters = "AzÄßéłŞžĐőΑωΐώЖщїђ0€£¥złKč…–†‡□·’“„"
    with TTFont(path) as font:
        assert not {char for char in letters if ord(char) not in font.getBestCmap()}


@pytest.mark.parametrize("name", NAMES)
def test_all_digits_are_equally_wide(name: str) -> None:
    """The writer of PDF relies on it: numbers that are as long as each other are as wide."""
    with TTFont(TARGET / f"{name}.subset.ttf") as font:
        names = font.getBestCmap()
        assert len({font["hmtx"][names[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_the_licence_is_there() -> None:
    assert "Bitstream Vera" in (TARGET / "LICENSE.txt").read_text()


@pytest.mark.skipif(not SOURCE.is_dir(), reason="Debian's fonts-dejavu-core is not installed")
def test_the_fonts_can_be_made_again(tmp_path: Path) -> None:
    document_fonts.make(tmp_path)
    for name in NAMES:
        file = f"{name}.subset.ttf"
        with TTFont(tmp_path / file) as made, TTFont(TARGET / file) as shipped:
            assert made.getBestCmap() == shipped.getBestCmap()
            assert made["glyf"] == shipped["glyf"]
