"""Make the fonts of PDF documents from Debian's fonts-dejavu-core: the characters that names, numbers and money need.

python -m scripts.lib.document_fonts [DIRECTORY]     the same fonts give the same bytes
"""

from pathlib import Path
import sys
from typing import Final

from fontTools.subset import Options, Subsetter, load_font, parse_unicodes, save_font

SOURCE: Final = Path("/usr/share/fonts/truetype/dejavu")
TARGET: Final = Path("custom_components/plug_control/documents/fonts")
NAMES: Final = ("DejaVuSans", "DejaVuSans-Bold")
CHARACTERS: Final = (
    "20-7E,A0-24F,259,2BB-2BD,2C6-2DD,1E00-1EFF"  # Latin
    ",370-3FF,400-52F"  # Greek, Cyrillic
    ",2010-2027,202F,2030,2032-2033,2039-203A,2044"  # punctuation
    ",20A0-20BF,2116,2122,2126,2190-2193,2212,2248,2260,2264-2265,25A1,2713"  # money, signs
)


def make(target: Path) -> None:
    """Write the fonts into a directory."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "kern"]
    for name in NAMES:
        with load_font(str(SOURCE / f"{name}.ttf"), options) as font:
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=parse_unicodes(CHARACTERS))
            subsetter.subset(font)
            save_font(font, str(target / f"{name}.subset.ttf"), options)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if sys.argv[1:] else TARGET)
