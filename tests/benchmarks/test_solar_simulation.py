"""The pure simulation's car: when it does what it is told."""

from benchmarks.solar_simulation import VOLTAGE_V, Car, Command


def test_a_command_acts_after_ten_seconds_and_a_car_draws_after_twenty_more() -> None:
    car = Car(phases=1)
    car.send(Command(6, 1), 100)
    for time_s, drawn_a in ((109, 0), (110, 0), (129, 0), (130, 6)):
        car.step(time_s)
        assert car.drawn_w == drawn_a * VOLTAGE_V
    assert (car.starts, car.switches) == (1, 0)


def test_a_change_of_phases_costs_a_minute() -> None:
    car = Car(phases=1, limit_a=16)
    car.send(Command(6, 3), 0)
    for time_s, drawn_w in ((9, 16 * VOLTAGE_V), (10, 0), (69, 0), (70, 18 * VOLTAGE_V)):
        car.step(time_s)
        assert car.drawn_w == drawn_w
    assert (car.starts, car.switches) == (0, 1)


def test_of_the_commands_in_a_period_the_last_one_acts_at_its_end() -> None:
    car = Car(phases=1, period_s=300, limit_a=6)
    car.send(Command(16, 1), 10)
    car.send(Command(8, 1), 290)
    for time_s, limit_a in ((300, 6), (309, 6), (310, 8), (700, 8)):
        car.step(time_s)
        assert car.limit_a == limit_a
    car.send(Command(9, 1), 600)
    car.step(610)
    assert car.limit_a == 9
