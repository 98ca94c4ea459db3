"""What is sent to the entity that holds a home battery: it is held, released, and never taken from the user."""

from dataclasses import dataclass, field

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.controller.battery_control import (
    ControlStep,
    HeldControl,
    control_step,
)

HOLD, NORMAL = "standby", "auto"
HELD = HeldControl(held=HOLD, restore=NORMAL)


def step(record: HeldControl | None, state: str | None, *, wanted: bool) -> ControlStep:
    return control_step(record, state, HOLD, normal=NORMAL, wanted=wanted)


def test_it_is_held_and_gets_the_value_of_before_back() -> None:
    first = step(None, "backup", wanted=True)
    assert first.send == HOLD
    held = step(first.record, HOLD, wanted=True)
    assert held.send is None
    released = step(held.record, HOLD, wanted=False)
    assert released.send == "backup"
    assert step(released.record, "backup", wanted=False) == ControlStep(record=None)


@pytest.mark.parametrize("record", [None, HELD, HeldControl(held=HOLD, restore="x", seen=True)])
@pytest.mark.parametrize("wanted", [True, False])
def test_one_that_is_unavailable_is_waited_for(record: HeldControl | None, wanted: bool) -> None:
    assert step(record, None, wanted=wanted) == ControlStep(record=record)


def test_one_that_is_held_already_is_not_ours_to_release() -> None:
    assert step(None, HOLD, wanted=True) == ControlStep(record=None)


def test_what_the_user_sets_meanwhile_stays() -> None:
    held = step(HELD, HOLD, wanted=True).record
    overruled = step(held, "charge", wanted=True)
    assert overruled.send is None
    assert step(overruled.record, "charge", wanted=True) == overruled
    assert step(overruled.record, HOLD, wanted=True) == overruled
    assert step(overruled.record, "charge", wanted=False) == ControlStep(record=None)
    assert step(held, "charge", wanted=False) == ControlStep(record=None)


def test_what_was_stored_and_perhaps_never_sent_is_released_once() -> None:
    released = step(HELD, NORMAL, wanted=False)
    assert released.send == NORMAL
    assert step(released.record, NORMAL, wanted=False) == ControlStep(record=None)
    assert step(HELD, "charge", wanted=False) == ControlStep(record=None)


def test_a_release_that_is_not_wanted_any_more_is_taken_back() -> None:
    releasing = step(HeldControl(held=HOLD, restore=NORMAL, seen=True), HOLD, wanted=False).record
    again = step(releasing, NORMAL, wanted=True)
    assert (again.send, again.record) == (HOLD, HELD)


def test_another_value_to_hold_it_releases_the_one_before_first() -> None:
    other = control_step(
        HeldControl(held="off", restore=NORMAL, seen=True), "off", HOLD, normal=NORMAL, wanted=True
    )
    assert other.send == NORMAL


@dataclass
class Device:
    """A battery's entity as another integration has it: late, lossy, and sometimes away."""

    state: str
    stored: HeldControl | None = None
    record: HeldControl | None = None
    on_its_way: list[str] = field(default_factory=list)

    def round(self, fault: str, *, wanted: bool) -> None:
        if fault == "user":
            self.state = "charge"
        if fault == "crash":
            self.record, self.on_its_way = self.stored, []
        if self.on_its_way and fault != "late":
            self.state = self.on_its_way.pop()
        shown = None if fault == "away" else self.state
        found = step(self.record, shown, wanted=wanted)
        self.record = self.stored = found.record
        if found.send is not None and fault != "lost":
            self.on_its_way = [found.send]


FAULTS = st.sampled_from(["", "", "", "away", "late", "lost", "crash"])


@given(st.lists(st.tuples(FAULTS, st.booleans()), max_size=40))
def test_whatever_fails_it_is_as_before_in_the_end(rounds: list[tuple[str, bool]]) -> None:
    device = Device(state="backup")
    for fault, wanted in rounds:
        device.round(fault, wanted=wanted)
    for _ in range(6):
        device.round("", wanted=True)
    assert device.state == HOLD
    for _ in range(6):
        device.round("", wanted=False)
    assert (device.state, device.record) == ("backup", None)


@given(st.lists(st.tuples(FAULTS, st.booleans()), max_size=20))
def test_what_the_user_set_while_it_was_held_is_there_in_the_end(
    rounds: list[tuple[str, bool]],
) -> None:
    device = Device(state="backup")
    for _ in range(3):
        device.round("", wanted=True)
    assert (device.state, device.record) == (
        HOLD,
        HeldControl(held=HOLD, restore="backup", seen=True),
    )
    device.round("user", wanted=True)
    for fault, _ in rounds:
        device.round(fault, wanted=True)
    for _ in range(6):
        device.round("", wanted=False)
    assert (device.state, device.record) == ("charge", None)
