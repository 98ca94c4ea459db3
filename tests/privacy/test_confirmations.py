"""A code does what was described, once, for who asked, within ten minutes; months are those of the calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.plug_control.privacy.confirmations import LASTS, Confirmations
from custom_components.plug_control.privacy.months import months_before

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


class Clock:
    """A clock that tests move."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def confirmations(clock: Clock) -> Confirmations[str]:
    return Confirmations(clock)


def test_a_code_answers_its_question_once(confirmations: Confirmations[str]) -> None:
    given = confirmations.ask(("delete", "Anna"), "two sessions")
    assert given.until == NOON + LASTS
    assert confirmations.take(given.code, ("anonymise", "Anna")) is None
    assert confirmations.take("00000000", ("delete", "Anna")) is None
    assert confirmations.take(f" {given.code.upper()} ", ("delete", "Anna")) == "two sessions"
    assert confirmations.take(given.code, ("delete", "Anna")) is None


def test_a_code_is_valid_for_ten_minutes(confirmations: Confirmations[str], clock: Clock) -> None:
    given = confirmations.ask("question", "found")
    clock.now = NOON + LASTS + timedelta(seconds=1)
    assert confirmations.take(given.code, "question") is None


def test_who_asks_again_and_again_takes_no_memory(confirmations: Confirmations[str]) -> None:
    first = confirmations.ask("question", "found")
    last = [confirmations.ask("question", "found") for _ in range(1_000)][-1]
    assert len(confirmations._given) < 100
    assert confirmations.take(first.code, "question") is None
    assert confirmations.take(last.code, "question") == "found"


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-03-14", 1, "2026-02-14"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2026-01-15", 13, "2024-12-15"),
        ("2026-12-31", 240, "2006-12-31"),
    ],
)
def test_months_before(day: str, months: int, before: str) -> None:
    assert months_before(datetime.fromisoformat(day), months) == datetime.fromisoformat(before)
