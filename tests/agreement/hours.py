"""Compare what different parts say of a session: the ledger's hours, its worth by quarters, and the sums that statistics count."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from custom_components.plug_control.model.hours import energy_by_hour, hour_of
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.model.session import Session
from tests.helpers import until
from tests.house import KEY, House

type Hours = dict[datetime, float]


def by_hour(pairs: Iterable[tuple[datetime, float]]) -> Hours:
    """Return the sums of each hour that has any."""
    hours: defaultdict[datetime, float] = defaultdict(float)
    for at, value in pairs:
        hours[hour_of(at)] += value
    return {hour: value for hour, value in hours.items() if value}


def energy_of(worth: SessionWorth) -> Hours:
    """Return the energy of a worth by hour."""
    return by_hour((slot.start, slot.energy_wh) for slot in worth.slots)


def sun_of(worth: SessionWorth) -> Hours:
    """Return the energy from the sun by hour."""
    return by_hour((slot.start, slot.solar_wh) for slot in worth.slots)


async def agreed(home: House, session_id: int, *, within_wh: float = 1.0) -> SessionWorth:
    """Return the worth of an ended session once it is computed; fail where what is said of the session differs.

    `within_wh` is by how much the energy of an hour may differ.
    """
    ledger = home.central_system.ledger

    def is_computed() -> bool:
        details = ledger.details(session_id)
        return details is not None and details.worth is not None and details.worth.is_final

    await until(is_computed)
    await home.settle()
    session, details = ledger.session(session_id), ledger.details(session_id)
    assert session is not None
    assert details is not None
    return agree(session, details, within_wh=within_wh)


def agree(session: Session, details: SessionDetails, *, within_wh: float = 1.0) -> SessionWorth:
    """Fail where what is said of an ended session differs; return its worth."""
    worth = details.worth
    assert worth is not None
    assert session.stopped_at is not None
    assert session.energy_wh >= 0
    hours = energy_of(worth)
    assert sum(hours.values()) == pytest.approx(session.energy_wh, abs=0.06)
    for slot in worth.slots:
        parts = (slot.grid_wh, slot.solar_wh, slot.battery_wh)
        assert min(slot.energy_wh, *parts) >= 0
        assert sum(parts) <= slot.energy_wh + 0.11
    counted = energy_by_hour(session, session.stopped_at)
    for hour in hours.keys() | counted.keys():
        assert hours.get(hour, 0) == pytest.approx(counted.get(hour, 0), abs=within_wh), hour
    with_energy = [slot.start for slot in worth.slots if slot.energy_wh >= 0.1]
    if session.started_at is not None and with_energy:
        assert min(with_energy) + timedelta(minutes=15) > session.started_at
        assert max(with_energy) <= session.stopped_at
    return worth


def last_session(home: House) -> Session:
    """Return the first charger's last session."""
    session = home.connector(KEY).last_session
    assert session is not None
    return session
