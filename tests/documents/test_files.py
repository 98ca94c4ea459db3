"""The files of documents: what a reader finds in them, and what they never do."""

from copy import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
import re
from zipfile import ZipFile

from pypdf import PdfReader
import pytest

from custom_components.plug_control.documents.csv_file import write_csv
from custom_components.plug_control.documents.document import Charger, SignedState
from custom_components.plug_control.documents.layouts import LAYOUTS
from custom_components.plug_control.documents.order import file_name
from custom_components.plug_control.documents.pdf import write_pdf
from custom_components.plug_control.documents.rows import FixedPrice
from custom_components.plug_control.documents.xlsx_file import write_xlsx
from custom_components.plug_control.texts.document_formats import LANGUAGES

from .charges import (
    EURO,
    OCTOBER,
    charge,
    column_of,
    csv_rows,
    document,
    pages_of,
    sheet_of,
    text_of,
)

WRITERS = {"pdf": write_pdf, "xlsx": write_xlsx, "csv": write_csv}
SPREAD = {
    " =1+1": "' =1+1",
    "\n+1": "\n'+1",
    "\u200b\ufeff@cmd": "'\u200b\ufeff@cmd",
    "＝1+1": "'＝1+1",
    "x;=1+1;y": "x;'=1+1;y",
    'x;"=1+1";y': 'x;\'"=1+1";y',
    "x\t -1": "x\t' -1",
    "x|@cmd": "x|'@cmd",
    "x\n=1": "x\n'=1",
    "x\r\n=1": "x\r'\n'=1",
    "x\u2028=1": "x\u2028'=1",
    "Anna, +49 170; Ben": "Anna, +49 170; Ben",
}
"""Texts that a spreadsheet would run behind blanks, or that separate by other signs than a CSV file does: as they are written."""
FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "\rx", '=HYPERLINK("http://a.b")']


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
@pytest.mark.parametrize("file", sorted(WRITERS))
def test_the_same_content_gives_the_same_bytes(layout: str, file: str) -> None:
    charges = [charge(number, person=f"P{number % 3}") for number in range(1, 60)]
    first, second = (WRITERS[file](document(charges, layout)) for _ in range(2))
    assert first == second


# ---- PDF


def test_the_first_page_says_whose_which_charger_what_price_and_how_much() -> None:
    made = document(
        [charge(number, energy_estimated=number == 1) for number in (1, 2)],
        "company_car",
        EURO,
        subject="Anna Müller",
        signed=SignedState(sessions=2, verified=1),
        running=1,
    )
    first = " ".join(pages_of(write_pdf(made))[0].split())
    for text in (
        *("Charging of a company car", "October 2026 · Anna Müller", "Home"),
        *("Garage", "X-Charge C2EU", "C2011907DEMOEU01", "3.0.6", "1ISK0004712345"),
        *("€0.3436 per kWh, agreed on for this document", "20.000 kWh", "€6.88"),
        "2 sessions have signed meter values.",
        "Those of 1 were checked with the meter's key and are right.",
        "Those of 1 are kept, but not checked.",
        "1 session of this period has not ended yet",
        "* The energy is an estimate",
        *("Date", "Signature", "Page 1 of 2"),
    ):
        assert text in first
    assert "†" not in first


def test_a_pdf_has_as_many_pages_as_it_takes_each_with_the_head_and_its_number() -> None:
    pages = pages_of(write_pdf(document([charge(number) for number in range(1, 200)])))
    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert number == 1 or "Meter start" in page
    text = " ".join(pages)
    assert all(re.search(rf"\b{number} 2026-10-", text) for number in range(1, 200))


def test_a_document_of_people_sums_up_and_lists_each() -> None:
    charges = [charge(number, person=["Ben", "Anna"][number % 2]) for number in range(1, 90)]
    pages = pages_of(write_pdf(document(charges, "landlord")))
    first = " ".join(pages[0].split())
    assert "Anna 45 450.000 €135.00 Ben 44 440.000 €132.00 Total 890.000 €267.00" in first
    assert any("Ben (continued)" in page for page in pages)


def test_a_document_of_meters_has_their_readings_month_by_month() -> None:
    charges = [charge(1), charge(2), charge(3, started_at=OCTOBER + timedelta(days=40))]
    first = " ".join(pages_of(write_pdf(document(charges, "registration")))[0].split())
    assert "Garage October 2026 110.000 130.000 20.000" in first
    assert "Garage November 2026 130.000 140.000 10.000" in first
    assert "Cost" not in first


def test_several_currencies_are_told_apart() -> None:
    made = document([charge(1), charge(2, currency="CHF", cost=4.5)])
    text = text_of(write_pdf(made)).replace("\N{NO-BREAK SPACE}", " ")
    assert "CHF 4.50 + €3.00" in text
    rows = csv_rows(write_csv(made))
    assert [(row["cost"], row["currency"]) for row in rows[-2:]] == [
        ("4.50", "CHF"),
        ("3.00", "EUR"),
    ]
    sheet = sheet_of(write_xlsx(made))
    costs = column_of(sheet, "Cost")[-2:]
    assert [cost and cost[0] for cost in costs] == [4.5, 3.0]
    assert all(cost and str(cost[1]).startswith("SUMIF(") for cost in costs)


@pytest.mark.parametrize(
    "name",
    ["Zoë Ångström", "Łukasz Żółw", "Πέτρος Παπαδόπουλος", "Иван Щукин", "Đặng", "O’Neil 5 €"],
)
def test_names_in_latin_greek_and_cyrillic_are_written(name: str) -> None:
    assert name in text_of(write_pdf(document([charge()], subject=name)))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("山田 Taro", "□□ Taro"),
        ("אבי", "□□□"),
        ("Anna 🚗", "Anna □"),
        ("A\N{ZERO WIDTH JOINER}B", "AB"),
        ("e\N{COMBINING ACUTE ACCENT}", "é"),
        ("A\tB\N{IDEOGRAPHIC SPACE}C", "A B C"),
        ("\ud800", "□"),
    ],
)
def test_what_the_font_lacks_is_replaced_visibly(name: str, shown: str) -> None:
    made = document([charge(person=name), charge(2, person="Ben")], subject=name)
    first = pages_of(write_pdf(made))[0]
    assert shown in first


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna \ud800", "Anna �"),
        ("\udc00 Anna", "� Anna"),
        ("A\ud800B", "A�B"),
        ("\ud83d\ude97", "🚗"),
    ],
)
def test_half_a_character_in_a_name_is_replaced_visibly(name: str, shown: str) -> None:
    made = document(
        [charge(person=name, card=name, car=name, note=name, charger=name, currency=name)],
        subject=name,
        place=name,
        tariff=(name,),
        chargers=(Charger(name=name),),
    )
    (row, *_) = csv_rows(write_csv(made))
    assert {row[key] for key in ("person", "card", "car", "note", "charger", "currency")} == {shown}
    data = write_xlsx(made)
    assert column_of(sheet_of(data), "Person")[0] == (shown, None)
    assert any(shown == value for line in sheet_of(data, 2) for value, _ in line.values())
    assert write_pdf(made)


def test_a_long_name_is_wrapped_on_the_first_page_and_cut_visibly_in_a_line() -> None:
    name = "Bartholomäus von und zu Hohenstein-Langenfeld der Ältere " * 3
    long = "x" * 300
    made = document([charge(person=name), charge(2, person=long)], "landlord", subject=name + long)
    text = text_of(write_pdf(made))
    assert "…" in text
    assert name.rsplit(maxsplit=1)[-1] in text
    assert text.replace(" ", "").count("x") >= 300


def test_a_row_is_whole_also_of_a_full_document_in_every_language() -> None:
    """The number of the last row and each time have room: they are not cut, as long names are."""
    for language in LANGUAGES:
        late = charge(started_at=OCTOBER.replace(day=28, hour=20, minute=38))
        made = document([late], language=language)
        numbered = replace(made, rows=tuple(replace(row, number=50_000) for row in made.rows))
        text = pages_of(write_pdf(numbered))[-1].replace("\N{NO-BREAK SPACE}", " ")
        assert "50000" in text
        assert made.format.moment(made.rows[0].stopped_at) in text
        assert "…" not in text.replace("…A3F2", "")


def test_numbers_that_are_too_long_for_their_column_are_cut_visibly() -> None:
    made = document([charge(meter_stop_wh=float(10**15)), charge(2, meter_stop_wh=-(10.0**5))])
    text = text_of(write_pdf(made))
    assert re.search(r"1,000[0,]*…", text)
    assert "1,000,000,000,000.000" not in text
    assert "-100.000" in text


def test_a_start_that_is_not_known_is_left_open() -> None:
    made = document([charge(started_at=None), charge(2)])
    (row, *_) = csv_rows(write_csv(made))
    assert (row["started_at"], row["stopped_at"]) == ("", "2026-10-01T21:00:00+02:00")
    assert column_of(sheet_of(write_xlsx(made)), "Start")[0] is None
    assert "1 – 2026-10-01 21:00" in text_of(write_pdf(made))


def test_a_long_table_goes_on_where_the_page_before_ended() -> None:
    made = document([charge(number, session_id=number) for number in range(1, 400)], "landlord")
    pages = pages_of(write_pdf(made))
    numbers = [int(each) for page in pages[1:] for each in re.findall(r"(?m)^(\d+) ?2026", page)]
    assert numbers == [*range(1, 400)]


def test_a_document_without_sessions_says_so() -> None:
    made = document([])
    assert "There are no sessions in this period." in text_of(write_pdf(made))
    assert [row["number"] for row in csv_rows(write_csv(made))] == ["total"]
    assert column_of(sheet_of(write_xlsx(made)), "Energy kWh")[-1] == (0, "SUM(J2:J2)")


def test_a_pdf_names_its_title_language_and_date() -> None:
    reader = PdfReader(BytesIO(write_pdf(document([charge()], language="de"))))
    about = reader.metadata
    assert about is not None
    assert (about.title, about.creator) == ("Ladevorgänge – Oktober 2026", "Plug Control")
    assert about.creation_date is not None
    assert f"{about.creation_date:%Y-%m-%d}" == "2026-11-01"
    assert reader.trailer["/Root"]["/Lang"] == "de"  # type: ignore[index]


def test_a_document_speaks_its_language() -> None:
    text = text_of(
        write_pdf(
            document(
                [charge()], language="de-AT", price=FixedPrice(per_kwh=Decimal(1), currency="EUR")
            )
        )
    )
    text = text.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "Ladevorgänge",
        "Seite 1 von 2",
        "10,000 kWh",
        "10,00 €",
        "01.10.2026 18:00",
        "Zähler",
    ):
        assert words in text
    assert "1,00 € je kWh" in text


# ---- tables


def test_numbers_dates_and_money_of_a_workbook_can_be_calculated_with() -> None:
    data = write_xlsx(document([charge(1, energy_wh=18_204.0), charge(2)]))
    sheet = sheet_of(data)
    assert column_of(sheet, "Energy kWh") == [(18.204, None), (10, None), (28.204, "SUM(J2:J3)")]
    assert column_of(sheet, "Cost")[:2] == [(3, None), (3, None)]
    starts = column_of(sheet, "Start")
    assert starts[0] is not None
    assert starts[0][0] == pytest.approx(
        46296.75
    )  # days since 1900: 1 October 2026, 18:00 by the house's clock
    with ZipFile(BytesIO(data)) as file:
        styles = file.read("xl/styles.xml").decode()
        assert 'state="frozen"' in file.read("xl/worksheets/sheet1.xml").decode()
    assert "#,##0.00 &quot;€&quot;" in styles
    assert "yyyy-mm-dd hh:mm" in styles


def test_the_second_sheet_says_what_the_first_page_says() -> None:
    texts = [
        text
        for row in sheet_of(write_xlsx(document([charge()], subject="Anna")), 2)
        for text, _ in row.values()
    ]
    assert {"Charging sessions", "October 2026", "Anna", "10.000\N{NO-BREAK SPACE}kWh"} <= set(
        texts
    )
    assert any("C2011907DEMOEU01" in str(text) for text in texts)


@pytest.mark.parametrize("text", SPREAD)
def test_no_spreadsheet_runs_a_name_whatever_its_language_separates_by(text: str) -> None:
    (row, *_) = csv_rows(write_csv(document([charge(person=text, car=text, note=text)])))
    assert [row[key] for key in ("person", "car", "note")] == [SPREAD[text]] * 3


def test_names_that_look_like_xml_are_texts() -> None:
    """A text between <r> and </r> is written as it is by xlsxwriter: a name could break the sheet, or fill it."""
    name = "<r><t>Anna & Ben</t></r></is></c><c><is><r></r>"
    sheets = write_xlsx(document([charge(person=name), charge(2)], subject=name))
    assert column_of(sheet_of(sheets), "Person")[0] == (name, None)
    assert any(name == value for line in sheet_of(sheets, 2) for value, _ in line.values())


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_in_names_are_inert(text: str) -> None:
    made = document([charge(person=text, note=text, currency=text), charge(2)], subject=text)
    (row, *_) = csv_rows(write_csv(made))
    assert (row["person"], row["note"], row["currency"]) == (f"'{text}",) * 3
    data = write_xlsx(made)
    formulas = {formula for line in sheet_of(data) for _, formula in line.values() if formula}
    assert all(formula.startswith(("SUM(", "SUMIF(")) for formula in formulas)
    with ZipFile(BytesIO(data)) as file:
        assert not any(
            "<hyperlink" in file.read(name).decode().lower()
            for name in file.namelist()
            if "/worksheets/" in name
        )
    assert write_pdf(made)


def test_a_csv_file_is_for_programs() -> None:
    data = write_csv(
        document([charge(note='says "hi", twice\n', energy_estimated=True)], language="de")
    )
    assert data.startswith(b"\xef\xbb\xbfnumber,started_at,")
    (row, total) = csv_rows(data)
    assert row["started_at"] == "2026-10-01T18:00:00+02:00"
    assert (row["energy_kwh"], row["solar_percent"], row["cost"]) == ("10.000", "50", "3.00")
    assert (row["note"], row["estimated"]) == ('says "hi", twice\n', "energy")
    assert (total["number"], total["energy_kwh"]) == ("total", "10.000")


def test_the_pace_is_kept_while_rows_are_written() -> None:
    for write in WRITERS.values():
        seen: list[int] = []

        def paced(rows, seen=seen):  # type: ignore[no-untyped-def]
            for row in rows:
                seen.append(row.number)
                yield row

        write(document([charge(number) for number in range(1, 5)]), paced)
        assert seen == [1, 2, 3, 4]


def test_the_name_of_a_file_shows_its_ending_and_has_nothing_invisible() -> None:
    name = file_name(
        document([charge()], subject="a\u202efdp.exe\u2066\u200b\ufffe\x00/../b\r\nX: y")
    )
    assert name == "Charging sessions 2026-10 a fdp.exe .. b X y"
