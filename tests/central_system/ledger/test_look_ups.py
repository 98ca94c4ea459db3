"""What a message asks of the sessions is asked in the event loop: it reads a few rows by an index, however many there are."""

from itertools import count

import pytest

from custom_components.plug_control.central_system.ledger import records
from custom_components.plug_control.central_system.ledger.ledger import Ledger, SessionFilter
from custom_components.plug_control.central_system.ledger.queries import every_session

from .conftest import NOW, LedgerLab, after, began, charged, metered, stop, values


def everything_that_looks_up(ledger: Ledger) -> None:
    transaction = began(ledger, at=after(9000), meter_start_wh=9000.0)
    ledger.meter_values("CP-1", 1, 4711, metered(values(after(9100), register_wh=9100)))
    ledger.meter_values("CP-1", 2, 4711, metered(values(after(9100), register_wh=9100)))
    ledger.stop("CP-1", stop(0, at=after(9200), meter_stop_wh=None, id_tag="OTHER"))
    ledger.stop("CP-1", stop(transaction.transaction_id, at=after(9300), meter_stop_wh=9500.0))


async def test_a_message_reads_no_more_than_it_looks_for(lab: LedgerLab) -> None:
    await charged(lab, after(0))
    lab.now = after(9400)
    asked: list[str] = []
    db = lab.disk.reader()
    db.set_trace_callback(asked.append)
    everything_that_looks_up(lab.ledger)
    db.set_trace_callback(None)
    questions = {each for each in asked if each.startswith("SELECT row")}
    assert len(questions) > 8
    for question in questions:
        steps = [step for *_, step in db.execute(f"EXPLAIN QUERY PLAN {question}")]
        assert not any("CO-ROUTINE" in step or "SCAN" in step for step in steps), question
        # All sessions of a charge point have a connector: that alone is no index to find one by.
        if "transaction_id" in question:
            assert any("sessions_transaction" in step for step in steps), question
        if "_key" not in question and "transaction_id" not in question:
            assert not any("TEMP B-TREE" in step for step in steps), question


async def test_a_long_question_lets_the_event_loop_have_its_turn(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thread that never waits keeps everybody else from running."""
    for number in range(10):
        await charged(lab, after(7200 * number))
    pauses: list[float] = []
    ticks = count()
    monkeypatch.setattr(every_session, "sleep", pauses.append)
    monkeypatch.setattr(every_session, "perf_counter", lambda: next(ticks) / 250)
    questions = (
        lab.ledger.sessions(),
        lab.ledger.page(SessionFilter(), limit=10),
        lab.ledger.fold(lambda sessions: sum(each.energy_wh for each in sessions)),
    )
    for question in questions:
        pauses.clear()
        await question
        assert len(pauses) >= 10


async def test_sums_are_made_of_all_sessions_those_included_that_are_not_stored(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "ANSWER_S", 0.01)
    for number in range(5):
        await charged(lab, after(7200 * number))
    await lab.ledger.saved()
    assert await lab.ledger.times(NOW, 2) == [after(7200), after(3 * 7200)]
    assert await lab.ledger.times(after(7200), 3) == [after(3 * 7200)]
    with lab.disk.held():
        await charged(lab, after(72_000))
    energy_wh = await lab.ledger.fold(lambda found: sum(each.energy_wh for each in found))
    assert energy_wh == 6 * 7000
