"""Bounds on those that knock."""

from dataclasses import dataclass

from custom_components.plug_control.protocol.admission import Budget, Doorkeeper, WaitingRoom


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_budget_is_spent_by_key_and_comes_back_after_its_period() -> None:
    clock = Clock()
    budget = Budget[str](2, 60.0, clock=clock)
    assert [budget.spend("a") for _ in range(3)] == [True, True, False]
    assert budget.is_exhausted("a")
    assert not budget.is_exhausted("b")
    clock.now += 59
    assert not budget.spend("a")
    clock.now += 1
    assert not budget.is_exhausted("a")
    assert budget.spend("a")


def test_a_budget_forgets_the_keys_longest_unseen() -> None:
    budget = Budget[int](1, 60.0, max_keys=3)
    for key in (0, 1, 2, 0, 3):
        budget.spend(key)
    assert [budget.is_exhausted(key) for key in range(4)] == [True, False, True, True]


@dataclass(eq=False)
class Visitor:
    """A socket, as far as the waiting room is concerned."""

    address: str
    is_aborted: bool = False

    def abort(self) -> None:
        self.is_aborted = True


def test_attack_the_busiest_address_loses_its_oldest_when_the_room_is_full() -> None:
    room = WaitingRoom[Visitor](4)
    attackers = [Visitor("10.0.0.66") for _ in range(3)]
    charge_point, late = Visitor("10.0.0.1"), Visitor("10.0.0.2")
    for visitor in (charge_point, *attackers, late):
        room.enter(visitor)
    assert [visitor.is_aborted for visitor in attackers] == [True, False, False]
    assert not charge_point.is_aborted
    assert not late.is_aborted


def test_those_that_left_count_no_more() -> None:
    room = WaitingRoom[Visitor](2)
    visitors = [Visitor("10.0.0.1") for _ in range(6)]
    for visitor in visitors:
        room.enter(visitor)
        room.leave(visitor)
        room.leave(visitor)
    assert not any(visitor.is_aborted for visitor in visitors)


def test_attack_an_address_that_fails_too_often_is_barred() -> None:
    keeper = Doorkeeper(per_address=3, per_identity=2)
    for number in range(3):
        assert not keeper.bars("10.0.0.66", f"guess-{number}")
        keeper.failed("10.0.0.66", f"guess-{number}")
    assert keeper.bars("10.0.0.66", "guess-4")
    assert keeper.bars("10.0.0.66", None)
    assert not keeper.bars("10.0.0.1", "CP-1")


def test_a_charge_point_that_was_let_in_before_is_spared_its_neighbours_failures() -> None:
    keeper = Doorkeeper(per_address=3, per_identity=2)
    keeper.succeeded("10.0.0.1", "CP-1")
    for number in range(10):
        keeper.failed("10.0.0.1", f"guess-{number}")
    assert not keeper.bars("10.0.0.1", "CP-1")
    assert keeper.bars("10.0.0.1", "CP-2")


def test_attack_passwords_of_a_known_charge_point_cannot_be_tried_for_ever() -> None:
    keeper = Doorkeeper(per_address=3, per_identity=2)
    keeper.succeeded("10.0.0.1", "CP-1")
    for _ in range(3):
        keeper.failed("10.0.0.1", "CP-1")
    assert keeper.bars("10.0.0.1", "CP-1")
