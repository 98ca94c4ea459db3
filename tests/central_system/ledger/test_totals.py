"""Totals that SQL adds up are those that Python adds up from the sessions, whatever is stored and what is not."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.central_system.ledger.ledger import (
    People,
    SessionFilter,
    Total,
    TotalsBy,
)
from custom_components.plug_control.central_system.ledger.queries.totals import added
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.model.session import Session, StopReason
from custom_components.plug_control.model.tag import normalise_id_tag

from .conftest import NOW, LedgerLab, after, began, charged, detailed

PEOPLE = People(
    cards={
        ("CP-1", normalise_id_tag("0A")): "anna",
        ("CP-2", normalise_id_tag("0A")): "anna",
        ("CP-1", normalise_id_tag("0B")): "ben",
        ("CP-2", None): "-",
    },
    users={"u1": "ben"},
    names={"Anna": "anna", "Cleo": "cleo"},
)
AMOUNTS = st.none() | st.integers(-1000, 100_000).map(lambda number: number / 64)


@st.composite
def filed(draw: st.DrawFn, number: int) -> tuple[Session, SessionDetails | None, bool]:
    """A session with details or without, and whether it is stored before the question."""
    at = NOW + timedelta(minutes=draw(st.integers(0, 3 * 24 * 60)))
    session = Session(
        session_id=number,
        transaction_id=number,
        charge_point_id=draw(st.sampled_from(["CP-1", "CP-2"])),
        connector_id=draw(st.sampled_from([1, 2, None])),
        id_tag=draw(st.sampled_from(["0A", "0B", "0C", None])),
        started_at=at,
        stopped_at=draw(st.sampled_from([None, at + timedelta(hours=2)])),
        meter_start_wh=None,
        meter_stop_wh=None,
        energy_wh=draw(st.integers(0, 10**6)) / 64,
        energy_estimated=False,
        time_estimated=False,
        stop_reason=StopReason.LOCAL,
        started_by=draw(st.sampled_from(["u1", "u2", None])),
    )
    worth = st.builds(
        SessionWorth,
        grid_wh=AMOUNTS,
        solar_wh=AMOUNTS,
        battery_wh=AMOUNTS,
        cost=AMOUNTS,
        currency=st.sampled_from(["EUR", "EUR", "EUR", "CHF"]),
        saved=AMOUNTS,
        co2_g=AMOUNTS,
        charging_s=AMOUNTS,
        estimated=st.booleans(),
    )
    details = st.builds(
        SessionDetails,
        car_id=st.sampled_from(["one", "two", None]),
        person=st.sampled_from(["Anna", "Cleo", None]),
        worth=st.none() | worth,
    )
    return session, draw(st.none() | details), draw(st.booleans())


LEDGERS = st.integers(0, 12).flatmap(
    lambda count: st.tuples(*(filed(number + 1) for number in range(count)))
)


def days(first: datetime, last: datetime) -> Sequence[datetime]:
    begins = [first.replace(hour=0, minute=0)]
    while begins[-1] <= last:
        begins.append(begins[-1] + timedelta(days=1))
    return begins


def person(session: Session, details: SessionDetails | None) -> str | None:
    """Whose a session is, in a second way."""
    if details is not None and details.person is not None:
        return PEOPLE.names[details.person]
    if (user := PEOPLE.users.get(session.started_by or "")) is not None:
        return user
    return PEOPLE.cards.get((session.charge_point_id, card(session)))


def card(session: Session) -> str | None:
    return session.id_tag and normalise_id_tag(session.id_tag)


KEYS: dict[TotalsBy, Any] = {
    TotalsBy.PERSON: lambda session, details: (person(session, details),),
    TotalsBy.CAR: lambda session, details: (details and details.car_id,),
    TotalsBy.CONNECTOR: lambda session, details: (session.charge_point_id, session.connector_id),
    TotalsBy.CARD: lambda session, details: (card(session),),
    TotalsBy.NONE: lambda session, details: (None,),
}


def computed(
    rows: Sequence[tuple[Session, SessionDetails | None]], by: TotalsBy, *, daily: bool
) -> dict[tuple[Any, Any], dict[str, Any]]:
    """Add up in Python."""
    groups: defaultdict[tuple[Any, Any], list[tuple[Session, SessionWorth]]] = defaultdict(list)
    for session, details in rows:
        assert session.started_at is not None
        day = session.started_at.replace(hour=0, minute=0) if daily else None
        worth = (details and details.worth) or SessionWorth()
        groups[day, KEYS[by](session, details)].append((session, worth))

    def total(worths: list[SessionWorth], name: str) -> float | None:
        known = [value for each in worths if (value := getattr(each, name)) is not None]
        return sum(known) if known else None

    found = {}
    for place, group in groups.items():
        worths = [worth for _, worth in group]
        energetic = [worth for session, worth in group if session.energy_wh > 0]
        costs: defaultdict[str, float] = defaultdict(float)
        for each in worths:
            if each.cost is not None and each.currency is not None:
                costs[each.currency] += each.cost
        several = len(costs) > 1
        found[place] = {
            "sessions": len(group),
            "energy_wh": sum(session.energy_wh for session, _ in group),
            "duration_s": sum(7200.0 for session, _ in group if session.stopped_at),
            "grid_wh": total(worths, "grid_wh"),
            "solar_wh": total(worths, "solar_wh"),
            "battery_wh": total(worths, "battery_wh"),
            "co2_g": total(energetic, "co2_g"),
            "charging_s": total(worths, "charging_s"),
            "cost": None if several else total(worths, "cost"),
            "saved": None if several else total(worths, "saved"),
            "without_cost": sum(each.cost is None for each in worths),
            "without_co2": sum(each.co2_g is None for each in energetic),
            "estimated": any(each.estimated for each in worths),
            "currency": next(iter(costs)) if len(costs) == 1 else None,
            "costs": costs,
        }
    return found


def told(totals: Sequence[Total]) -> dict[tuple[Any, Any], dict[str, Any]]:
    names = Total.__slots__
    return {
        (each.period, each.key): {
            name: getattr(each, name) for name in names if name not in {"period", "key"}
        }
        for each in totals
    }


async def fill(
    lab: LedgerLab, ledger: Sequence[tuple[Session, SessionDetails | None, bool]]
) -> None:
    """File sessions and details, so that of both a part is stored."""
    lab.now = after(10**6)
    for session, _, is_stored in ledger:
        if is_stored:
            lab.ledger._records.file(session)
    for number, (session, details, is_stored) in enumerate(ledger):
        if details is not None and is_stored and number % 2:
            lab.ledger.keep_details(session.session_id, details)
    await lab.ledger.saved()
    for session, details, is_stored in ledger:
        if not is_stored:
            lab.ledger._records.file(session)
        if details is not None:
            lab.ledger.keep_details(session.session_id, details)


@settings(max_examples=30, deadline=None)
@given(LEDGERS, st.sampled_from(TotalsBy), st.booleans())
async def test_sql_and_python_agree(
    ledger: tuple[tuple[Session, SessionDetails | None, bool], ...], by: TotalsBy, daily: bool
) -> None:
    rows = [(session, details) for session, details, _ in ledger]
    async with LedgerLab() as lab:
        await fill(lab, ledger)
        for _ in range(2):
            found = await lab.ledger.totals(
                SessionFilter(), by=by, people=PEOPLE, boundaries=days if daily else None
            )
            assert told(found) == computed(rows, by, daily=daily)
            for key in KEYS_OF_PEOPLE:
                page = await lab.ledger.page(SessionFilter(person=(PEOPLE, key)), limit=99)
                assert {row["session_id"] for row in page.rows} == {
                    session.session_id
                    for session, details in rows
                    if person(session, details) == key
                }
            await lab.ledger.saved()


KEYS_OF_PEOPLE = ("anna", "ben", "cleo", "-", "nobody")


async def test_only_sessions_that_fit_count(lab: LedgerLab) -> None:
    first, second = [await charged(lab, after(7200 * number)) for number in range(2)]
    lab.ledger.keep_details(first, detailed())
    (total,) = await lab.ledger.totals(SessionFilter(car_id="01CAR"))
    assert (total.sessions, total.cost, total.currency) == (1, 1.92, "EUR")
    (total,) = await lab.ledger.totals(SessionFilter(session_id=second))
    assert (total.sessions, total.cost, total.currency) == (1, None, None)
    (total,) = await lab.ledger.totals(SessionFilter(charge_point_id="CP-1"))
    assert (total.sessions, total.without_cost) == (2, 1)
    for wanted in (SessionFilter(charge_point_id="CP-2"), SessionFilter(car_id="other")):
        assert await lab.ledger.totals(wanted) == []
        assert await lab.ledger.totals(wanted, boundaries=days) == []


async def test_a_running_session_counts(lab: LedgerLab) -> None:
    began(lab.ledger)
    (total,) = await lab.ledger.totals(SessionFilter())
    assert (total.sessions, total.duration_s) == (1, 0)


async def test_totals_by_person_need_nobody_to_be_known(lab: LedgerLab) -> None:
    await charged(lab, NOW)
    (total,) = await lab.ledger.totals(SessionFilter(), by=TotalsBy.PERSON)
    assert total.key == (None,)


async def test_a_car_has_its_latest_name(lab: LedgerLab) -> None:
    ids = [await charged(lab, after(7200 * number)) for number in range(3)]
    for session_id, name in zip(ids, ("Old", "New", None), strict=True):
        car = "01CAR" if name else "02CAR"
        lab.ledger.keep_details(session_id, detailed(car_name=name, car_id=car))
    for _ in range(2):
        names = await lab.ledger.car_names(["01CAR", "02CAR", "03CAR"])
        assert names == {"01CAR": "New"}
        assert await lab.ledger.saved()


async def test_corrected_people_are_known(lab: LedgerLab) -> None:
    first, second = [await charged(lab, after(7200 * number)) for number in range(2)]
    lab.ledger.keep_details(first, SessionDetails(person="Cleo"))
    lab.ledger.keep_details(second, detailed())
    for _ in range(2):
        assert await lab.ledger.corrected_people() == {first: "Cleo"}
        assert await lab.ledger.saved()


@pytest.mark.parametrize("stored", [True, False])
async def test_costs_in_several_currencies_are_not_added_up(lab: LedgerLab, stored: bool) -> None:
    for number, currency in enumerate(("EUR", "CHF", "EUR")):
        session_id = await charged(lab, after(7200 * number))
        worth = SessionWorth(cost=1.0, saved=2.0, currency=currency)
        lab.ledger.keep_details(session_id, SessionDetails(worth=worth))
        if stored:
            await lab.ledger.saved()
    (total,) = await lab.ledger.totals(SessionFilter())
    assert (total.cost, total.saved, total.currency) == (None, None, None)
    assert total.has_currencies
    assert total.costs == {"EUR": 2.0, "CHF": 1.0}
    twice = added(total, total)
    assert twice.cost is None
    assert twice.costs == {"EUR": 4.0, "CHF": 2.0}
