"""Charges for documents, and what their files say."""

from collections.abc import Iterable, Sequence
from copy import replace
import csv
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
import re
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from pypdf import PdfReader

from custom_components.plug_control.documents.document import (
    Charger,
    Document,
    SignedState,
    rows_for,
)
from custom_components.plug_control.documents.layouts import LAYOUTS
from custom_components.plug_control.documents.rows import Charge, FixedPrice

BERLIN = ZoneInfo("Europe/Berlin")
OCTOBER = datetime(2026, 10, 1, tzinfo=BERLIN)
NOVEMBER = datetime(2026, 11, 1, tzinfo=BERLIN)
EURO = FixedPrice(per_kwh=Decimal("0.3436"), currency="EUR")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def charge(number: int = 1, **changes: Any) -> Charge:
    """Return Anna's charge of a day of October, 10 kWh for 3 €, half of it from the sun."""
    began = OCTOBER + timedelta(days=(number - 1) % 28, hours=18)
    made = Charge(
        session_id=number,
        connector=("CP-1", 1),
        charger="Garage",
        person="Anna",
        card="…A3F2",
        started_at=began,
        stopped_at=began + timedelta(hours=3),
        energy_wh=10_000.0,
        meter_start_wh=100_000.0 + number * 10_000,
        meter_stop_wh=110_000.0 + number * 10_000,
        solar_wh=5_000.0,
        cost=3.0,
        currency="EUR",
    )
    return replace(made, **changes)


def document(
    charges: Iterable[Charge],
    layout: str = "sessions",
    price: FixedPrice | None = None,
    **more: Any,
) -> Document:
    """Return the document of October in English."""
    content: dict[str, Any] = {
        "language": "en",
        "start": OCTOBER,
        "end": NOVEMBER,
        "made_at": datetime(2026, 11, 1, 2, 15, tzinfo=UTC).astimezone(BERLIN),
        "place": "Home",
        "chargers": (
            Charger(
                name="Garage",
                model="X-Charge C2EU",
                serial_number="C2011907DEMOEU01",
                firmware="3.0.6",
                meter_serial_number="1ISK0004712345",
            ),
        ),
        "tariff": ("€0.30 per kWh from the grid since 2026-01-01",),
        "signed": SignedState(),
        **more,
    }
    chosen = LAYOUTS[layout]
    return Document(layout=chosen, price=price, rows=rows_for(chosen, charges, price), **content)


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def text_of(pdf: bytes) -> str:
    """Return all text of a PDF, in one line."""
    return " ".join(" ".join(pages_of(pdf)).split())


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """Return the lines of a CSV file by the names of its columns."""
    return [*csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""))]


type Cell = tuple[Any, str | None]
"""A cell's value, and its formula."""


def sheet_of(xlsx: bytes, number: int = 1) -> list[dict[str, Cell]]:
    """Return the rows of a sheet: the cells by the letters of their columns."""
    with ZipFile(BytesIO(xlsx)) as file:
        sheet = ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in sheet.iter(f"{_MAIN}row"):
        cells: dict[str, Cell] = {}
        for cell in row.iter(f"{_MAIN}c"):
            column = re.sub(r"\d", "", cell.attrib["r"])
            value, formula = cell.find(f"{_MAIN}v"), cell.find(f"{_MAIN}f")
            content: Any
            if cell.attrib.get("t") == "inlineStr":
                content = "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
            elif value is None or value.text is None:
                continue
            else:
                content = float(value.text)
            cells[column] = (content, None if formula is None else formula.text)
        rows.append(cells)
    return rows


def column_of(rows: Sequence[dict[str, Cell]], heading: str) -> list[Cell | None]:
    """Return the cells of a column below its heading."""
    (letter,) = (letter for letter, (text, _) in rows[0].items() if text == heading)
    return [row.get(letter) for row in rows[1:]]
