"""Which signed meter values of a session are kept."""

from datetime import timedelta

import pytest

from custom_components.plug_control.model.signed_reading import (
    BEGIN,
    END,
    MOST_AT_AN_END,
    SignedReading,
    both_ends,
    signed_readings,
)
from custom_components.plug_control.protocol.messages import MeterValue, SignedValue

from .samples import NOW


def reading(number: int, context: str = "Sample.Periodic") -> SignedReading:
    return SignedReading(
        data=f"OCMF|{number}", context=context, at=NOW, received=NOW + timedelta(minutes=number)
    )


def test_values_of_one_message_keep_their_order() -> None:
    signed = (SignedValue("OCMF|1", BEGIN), SignedValue("OCMF|2", END))
    elements = [MeterValue(NOW, (), ()), MeterValue(NOW, (), (), signed)]
    found = signed_readings(elements, NOW)
    assert [(each.data, each.context, each.at) for each in found] == [
        ("OCMF|1", BEGIN, NOW),
        ("OCMF|2", END, NOW),
    ]
    assert found[0].received < found[1].received
    assert [SignedReading.from_dict(each.as_dict()) for each in found] == found


def test_both_ends_of_a_long_session_are_kept() -> None:
    kept = both_ends(reading(number) for number in range(100))
    numbers = [*range(MOST_AT_AN_END), *range(100 - MOST_AT_AN_END, 100)]
    assert kept == [reading(number) for number in numbers]


def test_the_values_of_begin_and_end_are_kept_wherever_they_come() -> None:
    every = [reading(number) for number in range(100)]
    every[50], every[51] = reading(50, BEGIN), reading(51, END)
    kept = both_ends(every)
    assert every[50] in kept
    assert every[51] in kept
    assert len(kept) <= 2 * MOST_AT_AN_END


def test_a_repeated_value_is_kept_once_as_it_came_first() -> None:
    again = SignedReading(data=reading(1).data, context=END, at=None, received=reading(9).received)
    assert both_ends([reading(1), again]) == [reading(1)]


@pytest.mark.parametrize("row", [{}, {"data": 1}, None])
def test_a_damaged_row_is_no_reading(row: object) -> None:
    with pytest.raises(ValueError, match="SignedReading"):
        SignedReading.from_dict(row)
