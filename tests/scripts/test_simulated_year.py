"""Simulated sessions are such as a ledger has: in order, never two at once on a connector, registers that go on."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from custom_components.plug_control.central_system.ledger.sqlite.rows import (
    details_row,
    session_row,
)
from custom_components.plug_control.model.session import Session
from scripts.lib.simulated_year import House, large_house, simulated_sessions

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def test_sessions_are_such_as_can_be() -> None:
    house = large_house(chargers=5, people=4, cars=3)
    found = [*simulated_sessions(house, begin=BEGIN, days=30, count=300)]
    assert found == [*simulated_sessions(house, begin=BEGIN, days=30, count=300)]
    assert [session.session_id for session, _ in found] == [*range(1, 301)]
    places: defaultdict[tuple[str, int | None], list[Session]] = defaultdict(list)
    for session, details in found:
        places[session.charge_point_id, session.connector_id].append(session)
        assert session_row(session, 1)
        assert details_row(session.session_id, details, 1).slots
        worth = details.worth
        assert worth is not None
        assert worth.grid_wh is not None
        assert worth.solar_wh is not None
        assert worth.grid_wh + worth.solar_wh == pytest.approx(session.energy_wh, abs=2)
        assert (details.car_id is None) == (session.id_tag == house.cards[3])
    for sessions in places.values():
        for earlier, later in pairwise(sessions):
            assert earlier.stopped_at is not None
            assert later.started_at is not None
            assert earlier.stopped_at < later.started_at
            assert earlier.meter_stop_wh == later.meter_start_wh


def test_longer_slots_are_fewer_and_as_much() -> None:
    house = House(connectors=[("CP-1", 1)], cards=["04A1"])
    ((_, quarters),) = simulated_sessions(house, begin=BEGIN, days=1, count=1)
    ((session, days),) = simulated_sessions(
        house, begin=BEGIN, days=1, count=1, step=timedelta(days=1)
    )
    assert quarters.worth is not None
    assert days.worth is not None
    assert len(days.worth.slots) < len(quarters.worth.slots)
    assert sum(each.energy_wh for each in days.worth.slots) == pytest.approx(
        session.energy_wh, abs=2
    )
