"""Draw the picture of a document for the docs: the first two pages of a month of a company car, by poppler's pdftoppm.

python -m scripts.lib.document_pictures [FILE]
"""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
import random
import shutil
import subprocess
import sys
import tempfile
from typing import Final
from zoneinfo import ZoneInfo

from PIL import Image

from custom_components.plug_control.documents.document import (
    Charger,
    Document,
    SignedState,
    rows_for,
)
from custom_components.plug_control.documents.layouts import LAYOUTS
from custom_components.plug_control.documents.pdf import write_pdf
from custom_components.plug_control.documents.rows import Charge

TARGET: Final = Path("docs/images/document.png")
_BERLIN: Final = ZoneInfo("Europe/Berlin")
_SESSIONS: Final = 24
_GAP: Final = 12


def example() -> Document:
    """Return October of Anna's company car, the same at each call."""
    chance = random.Random(11)
    register_wh, charges = 4_211_350.0, []
    for number in range(_SESSIONS):
        began = datetime(2026, 10, 1, 17, 42, tzinfo=_BERLIN) + timedelta(
            hours=30 * number, minutes=chance.randrange(90)
        )
        energy_wh = round(chance.uniform(6_000, 31_000))
        charges.append(
            Charge(
                session_id=1001 + number,
                connector=("C2011907DEMOEU01", 1),
                charger="Garage",
                person="Anna Müller",
                started_at=began,
                stopped_at=began + timedelta(minutes=energy_wh / 11_000 * 60),
                energy_wh=energy_wh,
                meter_start_wh=register_wh,
                meter_stop_wh=register_wh + energy_wh,
                cost=energy_wh / 1000 * chance.uniform(0.14, 0.36),
                currency="EUR",
                cost_estimated=number == 7,
                signed_values=2,
            )
        )
        register_wh += energy_wh
    layout = LAYOUTS["company_car"]
    return Document(
        layout=layout,
        language="en",
        start=datetime(2026, 10, 1, tzinfo=_BERLIN),
        end=datetime(2026, 11, 1, tzinfo=_BERLIN),
        made_at=datetime(2026, 11, 1, 1, 20, tzinfo=_BERLIN),
        rows=rows_for(layout, charges, None),
        place="Home",
        subject="Anna Müller",
        chargers=(
            Charger(
                name="Garage",
                model="X-Charge C2EU",
                serial_number="C2011907DEMOEU01",
                firmware="3.0.6",
                meter_serial_number="1ISK0004712345",
            ),
        ),
        tariff=(
            "From the grid: the price of its hour, of Electricity price (sensor.electricity_price)",
            "From the sun: €0.08 per kWh, which feeding in would have paid",
        ),
        signed=SignedState(sessions=_SESSIONS, verified=_SESSIONS),
    )


def draw(pdf: bytes) -> bytes:
    """Return the first two pages side by side as PNG."""
    if (poppler := shutil.which("pdftoppm")) is None:
        raise SystemExit("pdftoppm is missing: install Debian's package poppler-utils")
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(
            [poppler, "-r", "80", "-png", "-l", "2", "-", f"{directory}/page"],
            input=pdf,
            check=True,
        )
        pages = [Image.open(path).convert("L") for path in sorted(Path(directory).iterdir())]
    width = sum(page.width for page in pages) + _GAP * (len(pages) + 1)
    whole = Image.new("L", (width, max(page.height for page in pages) + 2 * _GAP), 205)
    x = _GAP
    for page in pages:
        whole.paste(page, (x, _GAP))
        x += page.width + _GAP
    file = BytesIO()
    whole.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if sys.argv[1:] else TARGET
    target.write_bytes(draw(write_pdf(example())))
