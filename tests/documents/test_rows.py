"""Rows of documents: each value is rounded once, a total is the sum of the rounded rows, and all files say the same."""

from copy import replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.documents.csv_file import write_csv
from custom_components.plug_control.documents.layouts import LAYOUTS
from custom_components.plug_control.documents.pdf import write_pdf
from custom_components.plug_control.documents.rows import (
    Charge,
    FixedPrice,
    grouped,
    kwh,
    money,
    rows_of,
    totals_of,
)
from custom_components.plug_control.documents.xlsx_file import write_xlsx

from .charges import BERLIN, EURO, OCTOBER, charge, column_of, csv_rows, document, sheet_of, text_of

WH = st.floats(0, 100_000, allow_nan=False)
MONEY = st.none() | st.floats(-50, 500, allow_nan=False)
CHARGES = st.lists(
    st.builds(
        lambda energy_wh, solar, cost, person: charge(
            energy_wh=energy_wh,
            solar_wh=None if solar is None else energy_wh * solar,
            cost=cost,
            person=person,
        ),
        WH,
        st.none() | st.floats(0, 1),
        MONEY,
        st.sampled_from(["Anna", "Ben", "Zoë"]),
    ),
    min_size=1,
    max_size=30,
)


@given(CHARGES, st.sampled_from([None, EURO]))
def test_a_total_is_the_sum_of_the_rounded_rows_and_the_ledgers_within_the_rounding(
    charges: list[Charge], price: FixedPrice | None
) -> None:
    rows = rows_of(charges, price)
    totals = totals_of(rows)
    assert totals.energy_kwh == sum(row.energy_kwh for row in rows)
    in_ledger = sum(each.energy_wh for each in charges) / 1000
    assert abs(float(totals.energy_kwh) - in_ledger) <= len(rows) * 0.0005 + 1e-6
    known = [row.cost for row in rows if row.cost is not None]
    assert sum(totals.cost.values()) == sum(known)
    assert totals.without_cost == len(rows) - len(known)
    if price is None:
        cost = sum(each.cost for each in charges if each.cost is not None)
        assert abs(float(sum(known)) - cost) <= len(rows) * 0.005 + 1e-6
    else:
        for row in rows:
            assert row.cost == money(row.energy_kwh * price.per_kwh, "EUR")


@given(CHARGES)
def test_groups_share_out_the_rows_and_the_sums(charges: list[Charge]) -> None:
    rows = rows_of(charges)
    groups = grouped(rows, lambda row: row.person, lambda row: row.person)
    totals = totals_of(rows)
    assert sum(len(group.rows) for group in groups) == len(rows)
    assert sum(group.totals.energy_kwh for group in groups) == totals.energy_kwh
    assert sum(sum(group.totals.cost.values()) for group in groups) == sum(totals.cost.values())
    assert [group.name for group in groups] == sorted(group.name for group in groups)


@settings(max_examples=15)
@given(CHARGES, st.sampled_from(sorted(LAYOUTS)), st.sampled_from([None, EURO]))
def test_all_files_have_the_same_totals(
    charges: list[Charge], layout: str, price: FixedPrice | None
) -> None:
    made = document(charges, layout, price)
    totals = made.totals
    pdf = text_of(write_pdf(made))
    last = csv_rows(write_csv(made))[-1]
    sheet = sheet_of(write_xlsx(made))
    assert last["number"] == "total"
    assert Decimal(last["energy_kwh"]) == totals.energy_kwh
    energy = column_of(sheet, "Energy kWh")[-1]
    assert energy is not None
    assert energy[0] == pytest.approx(float(totals.energy_kwh))
    assert f"{totals.energy_kwh:,.3f}" in pdf
    if not made.layout.has_cost:
        assert "cost" not in last
        return
    cost = column_of(sheet, "Cost")[-1]
    if not totals.cost:
        assert (last["cost"], cost) == ("", None)
        return
    assert Decimal(last["cost"]) == totals.cost["EUR"]
    assert cost is not None
    assert cost[0] == pytest.approx(float(totals.cost["EUR"]))
    assert made.format.cost(totals.cost["EUR"], "EUR") in pdf


def test_rows_are_in_order_of_time_and_numbered() -> None:
    rows = rows_of([charge(3), charge(1), charge(2)])
    assert [(row.number, row.session_id) for row in rows] == [(1, 1), (2, 2), (3, 3)]


def test_rows_of_the_hour_that_autumn_has_twice_are_in_order_of_time() -> None:
    first, second = (
        datetime(2026, 10, 25, 2, minute, tzinfo=BERLIN, fold=fold)
        for minute, fold in ((50, 0), (10, 1))
    )
    rows = rows_of([charge(1, started_at=second), charge(2, started_at=first)])
    assert [row.started_at for row in rows] == [first, second]
    assert [
        line["started_at"]
        for line in csv_rows(write_csv(replace(document([charge()]), rows=tuple(rows))))
    ][:2] == [
        "2026-10-25T02:50:00+02:00",
        "2026-10-25T02:10:00+01:00",
    ]


@pytest.mark.parametrize(
    ("wh", "shown"),
    [
        (0.0, "0.000"),
        (0.5, "0.001"),
        (1234.4999, "1.234"),
        (1_000_000.0, "1000.000"),
        (-0.2, "0.000"),
    ],
)
def test_energy_is_rounded_to_the_wh(wh: float, shown: str) -> None:
    assert str(kwh(wh)) == shown


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("1.005", "EUR", "1.01"),
        ("1.5", "JPY", "2"),
        ("1.00049", "KWD", "1.000"),
        ("-0.001", None, "0.00"),
    ],
)
def test_money_is_rounded_to_the_smallest_coin(
    amount: str, currency: str | None, shown: str
) -> None:
    assert str(money(Decimal(amount), currency)) == shown


def test_what_is_not_known_stays_unknown() -> None:
    (row,) = rows_of([charge(cost=None, solar_wh=None, meter_start_wh=None, meter_stop_wh=None)])
    unknown = (row.cost, row.price, row.solar_kwh, row.solar_percent, row.meter_start_kwh)
    assert unknown == (None,) * 5
    totals = totals_of([row])
    assert (totals.cost, totals.without_cost) == ({}, 1)
    assert (totals.solar_kwh, totals.solar_percent) == (None, None)


def test_a_charge_without_energy_has_no_price_and_no_share() -> None:
    (row,) = rows_of([charge(energy_wh=0.0, solar_wh=0.0, cost=0.0)])
    assert (row.price, row.solar_percent, row.cost) == (None, None, Decimal(0))


def test_the_suns_share_is_that_of_the_energy_whose_source_is_known() -> None:
    totals = totals_of(rows_of([charge(1), charge(2, solar_wh=None)]))
    assert (totals.solar_kwh, totals.solar_percent) == (Decimal(5), 50)


def test_money_of_several_currencies_is_not_added_up() -> None:
    totals = totals_of(rows_of([charge(1), charge(2, currency="CHF"), charge(3)]))
    assert totals.cost == {"CHF": Decimal(3), "EUR": Decimal(6)}


@pytest.mark.parametrize(
    ("changes", "marks"),
    [
        ({}, ""),
        ({"energy_estimated": True}, "*"),
        ({"time_estimated": True, "cost_estimated": True}, "†‡"),
    ],
)
def test_estimates_are_marked(changes: dict[str, Any], marks: str) -> None:
    assert rows_of([charge(**changes)])[0].marks == marks


def test_an_estimated_cost_is_not_marked_where_a_fixed_price_decides() -> None:
    charges = [charge(cost_estimated=True)]
    assert document(charges, "company_car", EURO).rows[0].marks == ""
    assert document(charges, "company_car").rows[0].marks == "‡"
    assert document(charges, "registration").rows[0].marks == ""


def test_an_absurd_value_of_a_file_costs_no_document() -> None:
    made = document([charge(energy_wh=1e300, cost=1e300, meter_stop_wh=-1e300)])
    assert write_pdf(made)
    assert write_xlsx(made)
    assert write_csv(made)


def test_a_session_counts_for_the_month_in_which_it_began() -> None:
    late = datetime(2026, 10, 31, 23, 30, tzinfo=BERLIN)
    made = document(
        [
            charge(1, started_at=late, stopped_at=late + timedelta(hours=5)),
            charge(2, started_at=None, stopped_at=late + timedelta(hours=1)),
        ],
        end=OCTOBER + timedelta(days=80),
    )
    assert [(month.month, totals.sessions) for month, totals in made.months] == [(10, 1), (11, 1)]


def test_registers_are_read_at_both_ends_of_each_month() -> None:
    made = document(
        [charge(1, meter_start_wh=None), charge(2), charge(3), charge(4, connector=("CP-2", 1))],
        "registration",
    )
    lines = [(line.charger, line.first_kwh, line.last_kwh) for line in made.registers]
    assert lines == [
        ("Garage", Decimal("120.000"), Decimal("140.000")),
        ("Garage", Decimal("140.000"), Decimal("150.000")),
    ]


@pytest.mark.parametrize(
    ("source_wh", "expected"), [(None, 50), (10_000.0, 50), (8_000.0, 63), (4_999.0, None)]
)
def test_of_the_sun_documents_say_the_same_share_as_sensors(
    source_wh: float | None, expected: int | None
) -> None:
    """As the sensors say it: what is unknown is not counted as something else than the sun, and of too little nothing is said."""
    rows = rows_of([charge(solar_wh=5_000.0, source_wh=source_wh)])
    assert (rows[0].solar_percent, totals_of(rows).solar_percent) == (expected, expected)
    assert (rows[0].solar_kwh, totals_of(rows).solar_kwh) == (Decimal(5), Decimal(5))


@given(st.floats(0, 1e17, allow_nan=False) | st.integers(0, 10**9).map(lambda half: half / 2))
def test_wh_are_rounded_to_the_nearest_and_halves_up(wh: float) -> None:
    exact = Decimal(repr(wh)).quantize(Decimal(1), rounding=ROUND_HALF_UP) / 1000
    assert kwh(wh) == exact
    assert str(kwh(10_000.5)) == "10.001"
