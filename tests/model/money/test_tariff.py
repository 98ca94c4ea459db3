"""Fixed prices: the one in force at a time on the wall, in its band."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from custom_components.plug_control.model.money.tariff import Adjustment, FixedPrice, fixed_price_at

BERLIN = ZoneInfo("Europe/Berlin")
OLD = FixedPrice(begins=date(2025, 1, 1), price=0.4)
NIGHT = FixedPrice(
    begins=date(2026, 1, 1),
    price=0.3,
    other_price=0.2,
    other_from=time(22),
    other_until=time(6),
)
NOON = FixedPrice(
    begins=date(2026, 7, 1),
    price=0.3,
    other_price=-0.05,
    other_from=time(11),
    other_until=time(14),
)
HALF_TOLD = FixedPrice(begins=date(2027, 1, 1), price=0.5, other_price=0.1)
PRICES = (NIGHT, HALF_TOLD, OLD, NOON)


@pytest.mark.parametrize(
    ("local", "price"),
    [
        ("2024-12-31T23:59", None),
        ("2025-01-01T00:00", 0.4),
        ("2025-12-31T23:59", 0.4),
        ("2026-01-01T00:00", 0.2),
        ("2026-01-01T05:59", 0.2),
        ("2026-01-01T06:00", 0.3),
        ("2026-01-01T21:59", 0.3),
        ("2026-01-01T22:00", 0.2),
        ("2026-03-29T01:59", 0.2),
        ("2026-03-29T03:00", 0.2),
        ("2026-10-25T02:30", 0.3),
        ("2026-07-01T12:00", -0.05),
        ("2026-07-01T14:00", 0.3),
        ("2027-05-01T12:00", 0.5),
    ],
)
def test_a_price_counts_from_its_day_on_until_the_next_begins(
    local: str, price: float | None
) -> None:
    assert fixed_price_at(PRICES, datetime.fromisoformat(local).replace(tzinfo=BERLIN)) == price


def test_without_prices_none_is_known() -> None:
    assert fixed_price_at((), datetime(2026, 1, 1, tzinfo=BERLIN)) is None


def test_a_supplier_adds_to_a_negative_price_as_well() -> None:
    assert Adjustment(surcharge=0.15, factor=1.19).of(-0.05) == pytest.approx(0.119)
    assert Adjustment().of(0.3) == 0.3
