"""Sharing whole amperes: by priority, then fairly, in turn where they do not suffice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings, strategies as st

from custom_components.plug_control.charging.circuits.sharing import Contender, ordered, share

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TURN_S = 600.0
SLOTS = 4
EXAMPLES = settings(max_examples=300, deadline=None)


def contender(
    name: str,
    slots: tuple[int, ...] = (0,),
    *,
    wanted_a: int = 16,
    minimum_a: int = 6,
    priority: int = 0,
    charging_s: float | None = None,
    waiting_s: float | None = None,
) -> Contender:
    """Return a contender that has charged or waited for so long."""
    return Contender(
        connector=name,
        slots=slots,
        wanted_a=wanted_a,
        minimum_a=minimum_a,
        priority=priority,
        started_at=None if charging_s is None else NOW - timedelta(seconds=charging_s),
        waiting_since=None if waiting_s is None else NOW - timedelta(seconds=waiting_s),
    )


def shared(*contenders: Contender, rooms: tuple[int, ...]) -> dict[str, int]:
    """Return what each gets of the rooms."""
    return share(ordered(contenders, TURN_S, NOW), rooms)


@st.composite
def contests(draw: st.DrawFn) -> tuple[list[Contender], list[int]]:
    """Draw contenders in their order, and rooms."""
    contenders = []
    for number in range(draw(st.integers(1, 7))):
        minimum_a = draw(st.sampled_from((6, 6, 8)))
        charging = draw(st.booleans())
        contenders.append(
            contender(
                f"car{number}",
                tuple(sorted(draw(st.sets(st.integers(0, SLOTS - 1), min_size=1)))),
                wanted_a=draw(st.integers(minimum_a, 32)),
                minimum_a=minimum_a,
                priority=draw(st.integers(0, 2)),
                charging_s=draw(st.floats(0, 1200)) if charging else None,
                waiting_s=None if charging else draw(st.floats(0, 1200)),
            )
        )
    rooms = draw(st.lists(st.integers(-5, 70), min_size=SLOTS, max_size=SLOTS))
    return ordered(contenders, TURN_S, NOW), rooms


def left(contenders: list[Contender], shares: dict[str, int], rooms: list[int]) -> list[int]:
    """Return what is left of the rooms."""
    return [
        room - sum(shares[one.connector] for one in contenders if slot in one.slots)
        for slot, room in enumerate(rooms)
    ]


@EXAMPLES
@given(contest=contests())
def test_shares_fit_and_are_whole_limits(contest: tuple[list[Contender], list[int]]) -> None:
    contenders, rooms = contest
    shares = share(contenders, rooms)
    for rest, room in zip(left(contenders, shares, rooms), rooms, strict=True):
        assert rest >= min(room, 0)
    for one in contenders:
        assert shares[one.connector] == 0 or one.minimum_a <= shares[one.connector] <= one.wanted_a


@EXAMPLES
@given(contest=contests())
def test_who_charges_does_not_depend_on_those_of_lower_priority(
    contest: tuple[list[Contender], list[int]],
) -> None:
    contenders, rooms = contest
    shares = share(contenders, rooms)
    for priority in range(3):
        higher = [one for one in contenders if one.priority >= priority]
        alone = share(higher, rooms)
        for one in higher:
            assert bool(shares[one.connector]) == bool(alone[one.connector])


@EXAMPLES
@given(contest=contests())
def test_nobody_has_more_than_the_minimum_from_a_circuit_that_one_of_higher_priority_lacks(
    contest: tuple[list[Contender], list[int]],
) -> None:
    """And nobody who charges gets less than it wants while every circuit of it has room."""
    contenders, rooms = contest
    shares = share(contenders, rooms)
    rest = left(contenders, shares, rooms)
    for one in contenders:
        if not 0 < shares[one.connector] < one.wanted_a:
            continue
        assert any(
            rest[slot] == 0
            and all(
                shares[other.connector] <= other.minimum_a
                for other in contenders
                if slot in other.slots and other.priority < one.priority
            )
            for slot in one.slots
        )


@EXAMPLES
@given(contest=contests())
def test_equals_on_a_full_circuit_differ_by_no_more_than_an_ampere(
    contest: tuple[list[Contender], list[int]],
) -> None:
    """Who has less than it wants has a full circuit in which no equal has more than an ampere more (or its minimum)."""
    contenders, rooms = contest
    shares = share(contenders, rooms)
    rest = left(contenders, shares, rooms)
    for one in contenders:
        mine = shares[one.connector]
        if not 0 < mine < one.wanted_a:
            continue
        assert any(
            rest[slot] == 0
            and all(
                shares[other.connector] <= max(mine + 1, other.minimum_a)
                for other in contenders
                if slot in other.slots and other.priority == one.priority
            )
            for slot in one.slots
        )


def test_each_gets_the_minimum_before_anyone_gets_more() -> None:
    """The last of several would get 3 A and stop (evcc 30340)."""
    cars = [contender(name, charging_s=0) for name in "abc"]
    assert shared(*cars, rooms=(20,)) == {"a": 7, "b": 7, "c": 6}


def test_a_higher_priority_gets_more_only_after_the_minimum_of_the_lower() -> None:
    first, last = contender("first", priority=1), contender("last")
    assert shared(first, last, rooms=(18,)) == {"first": 12, "last": 6}


def test_what_one_does_not_want_goes_to_the_others() -> None:
    modest = contender("modest", wanted_a=7)
    assert shared(modest, contender("eager"), contender("keen"), rooms=(30,)) == {
        "modest": 7,
        "eager": 12,
        "keen": 11,
    }


def test_a_higher_minimum_is_filled_up_to_by_the_others_first() -> None:
    """Fair is what each has, not what each gets in addition."""
    assert shared(contender("high", minimum_a=10), contender("low"), rooms=(21,)) == {
        "high": 11,
        "low": 10,
    }


def test_one_in_its_turn_goes_on_and_one_whose_turn_is_over_makes_room() -> None:
    waiting = contender("waiting", waiting_s=10)
    assert shared(contender("young", charging_s=599), waiting, rooms=(8,)) == {
        "young": 8,
        "waiting": 0,
    }
    assert shared(contender("old", charging_s=600), waiting, rooms=(8,)) == {"old": 0, "waiting": 8}


def test_of_those_whose_turn_is_over_the_longest_goes_first() -> None:
    cars = [contender("new", charging_s=700), contender("old", charging_s=900)]
    assert shared(*cars, rooms=(8,)) == {"new": 8, "old": 0}


def test_the_one_that_waits_longest_is_next() -> None:
    cars = [contender("late", waiting_s=1), contender("early", waiting_s=60), contender("new")]
    assert shared(*cars, rooms=(8,)) == {"early": 8, "late": 0, "new": 0}


def test_one_that_waits_for_several_phases_keeps_its_place() -> None:
    """Or it would wait for ever beside two that take turns on one of its phases each."""
    wide = contender("wide", (0, 1), waiting_s=100)
    holding = contender("holding", (1,), charging_s=10)
    quick = contender("quick", (0,), waiting_s=50)
    assert shared(wide, holding, quick, rooms=(8, 8)) == {"wide": 0, "holding": 8, "quick": 0}


def test_a_place_is_not_kept_for_one_that_cannot_be_served_anyway() -> None:
    hopeless = contender("hopeless", (0, 1), waiting_s=100)
    quick = contender("quick", (0,), waiting_s=50)
    assert shared(hopeless, quick, rooms=(8, 5)) == {"hopeless": 0, "quick": 8}


# ---- connectors without a car


def test_a_connector_without_a_car_gets_what_the_others_leave() -> None:
    car = contender("car", wanted_a=16, charging_s=60)
    free = replace(contender("free", wanted_a=6, priority=5), standby=True)
    assert shared(free, car, rooms=(20,)) == {"car": 16, "free": 0}
    assert shared(free, car, rooms=(22,)) == {"car": 16, "free": 6}


def test_a_car_that_waits_comes_before_a_connector_without_one() -> None:
    waiting = contender("waiting", waiting_s=0)
    free = replace(contender("free", wanted_a=6, priority=5, charging_s=5), standby=True)
    assert shared(free, waiting, rooms=(10,)) == {"waiting": 10, "free": 0}
