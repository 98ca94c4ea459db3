"""The demo's past is one that could have been: registers that only rise, and statistics that the recorder goes on from."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from custom_components.plug_control.central_system.ledger.json_files import JsonFiles
from scripts.lib.demo_home import CARPORT, CARS, GARAGE, GUEST, WALLBOXES, Wallbox
from scripts.lib.demo_past import (
    CHARGES,
    details_of,
    sessions_before,
    statistics_before,
    write_ledger,
)

NOW = datetime(2026, 11, 30, 0, 20, tzinfo=UTC)
REGISTERS = {GARAGE.charge_point_id: 1_234_560.0, CARPORT.charge_point_id: 500_000.0}


@pytest.mark.parametrize("wallbox", WALLBOXES)
def test_registers_only_rise_up_to_what_the_wallbox_shows_now(wallbox: Wallbox) -> None:
    identity = wallbox.charge_point_id
    rows = [each for each in sessions_before(REGISTERS, NOW) if each.charge_point_id == identity]
    for earlier, later in pairwise(rows):
        assert earlier.meter_stop_wh == later.meter_start_wh
        assert earlier.stopped_at is not None
        assert later.started_at is not None
        assert earlier.stopped_at < later.started_at
    assert rows[-1].meter_stop_wh == REGISTERS[identity]
    assert rows[-1].stopped_at is not None
    assert rows[-1].stopped_at < NOW


@pytest.mark.parametrize("wallbox", WALLBOXES)
def test_statistics_have_each_days_energy_and_end_where_the_recorder_begins(
    wallbox: Wallbox,
) -> None:
    charges = [charge for charge in CHARGES if charge.wallbox is wallbox]
    rows = [*statistics_before(charges, REGISTERS[wallbox.charge_point_id], NOW)]
    assert rows[-1]["sum"] == 0
    assert rows[-1]["state"] == REGISTERS[wallbox.charge_point_id] / 1000
    by_day: dict[str, float] = {}
    for earlier, later in pairwise(rows):
        change = later["sum"] - earlier["sum"]
        assert change >= 0
        by_day[later["start"][:10]] = by_day.get(later["start"][:10], 0) + change
    days = {
        f"{NOW - timedelta(days=charge.days_ago):%Y-%m-%d}": charge.energy_wh / 1000
        for charge in charges
    }
    assert {day: energy for day, energy in by_day.items() if energy} == pytest.approx(
        days, abs=0.01
    )


def test_the_ledger_understands_what_is_written(tmp_path: Path) -> None:
    rows = [*sessions_before(REGISTERS, NOW)]
    details = {each.session_id: details_of(each, CARS[0], "01CAR") for each in rows}
    write_ledger(tmp_path, "entry", rows, details)
    found = JsonFiles(tmp_path, "plug_control.entry.").read()
    assert not found.unreadable
    assert [*found.sessions.values()] == rows
    assert found.details == details


def test_three_people_charge_with_two_cars_and_each_session_has_its_cost() -> None:
    rows = [*sessions_before(REGISTERS, NOW)]
    assert len({each.id_tag for each in rows}) == 3
    for session in rows:
        details = details_of(session, CARS[0], "01CAR")
        assert (details.car_name is None) == (session.id_tag == GUEST.id_tag)
        worth = details.worth
        assert worth is not None
        assert worth.cost is not None
        assert worth.saved is not None
        assert worth.grid_wh is not None
        assert worth.solar_wh is not None
        assert worth.cost > 0
        assert worth.grid_wh + worth.solar_wh == pytest.approx(session.energy_wh, abs=1)
        assert sum(each.energy_wh for each in worth.slots) == pytest.approx(
            session.energy_wh, abs=len(worth.slots)
        )
