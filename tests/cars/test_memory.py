"""What is remembered of cars survives a restart; what cannot be read costs itself only."""

from datetime import UTC, datetime

import pytest

from custom_components.plug_control.cars.memory import CarsMemory, Told, TurnedOn
from custom_components.plug_control.cars.recognition import Stay
from custom_components.plug_control.charging.plans.learned_power import LearnedPower

AT = datetime(2026, 6, 1, 18, tzinfo=UTC)
HERE = ("CP-1", 2)
MEMORY = CarsMemory(
    stays={
        HERE: Stay(
            plugged_in=True, since=AT, id_tags=("A", "B"), chosen="ioniq", session_ids=(1, 2)
        )
    },
    told={HERE: Told(car_id="ioniq", session_ids=(1, 2))},
    learned={("ioniq", 3): LearnedPower(power_w=11_000, limit_a=16, at=AT)},
    turned_on={"ioniq": TurnedOn(at=AT)},
)


def test_it_is_read_back() -> None:
    assert CarsMemory.read(MEMORY.write()) == MEMORY


def test_what_cannot_be_read_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    stored = MEMORY.write()
    stored["stays"]["no connector"] = {}
    stored["stays"]["CP-1#9"] = {"plugged_in": "yes"}
    stored["learned"]["ioniq#x"] = {}
    stored["turned_on"]["zoe"] = {}
    assert CarsMemory.read(stored) == MEMORY
    assert caplog.text.count("is left out") == 4


def test_cars_and_charge_points_that_are_gone_are_forgotten() -> None:
    memory = CarsMemory.read(MEMORY.write())
    memory.forget_all_but({"zoe"}, {"CP-1"})
    assert (memory.learned, memory.turned_on) == ({}, {})
    assert memory.stays == MEMORY.stays
    memory.forget_all_but(set(), set())
    assert memory == CarsMemory()
