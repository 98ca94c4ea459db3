"""Behind a measured fuse no contactor flaps, whenever and whatever meter and charger tell."""

from datetime import timedelta
from random import Random

from hypothesis import given, settings, strategies as st

from custom_components.plug_control.charging.circuits.tree import (
    Circuit,
    CircuitTree,
    on_each_phase,
)
from tests.charging.circuit_site import Car, Rhythm, Site, Tells

EXAMPLES = settings(max_examples=40)
FUSE_A = 25
PERIOD_STEPS = 75
"""How long a load of the house lasts: some minutes more than a car stays off."""


@st.composite
def rhythms(draw: st.DrawFn, longest_s: int) -> Rhythm:
    """Draw how often something is measured, and how late it is told."""
    every_s = draw(st.sampled_from([one for one in (10, 20, 30, 60, 180, 300) if one <= longest_s]))
    offset_s = 10 * draw(st.integers(0, every_s // 10 - 1))
    return Rhythm(every_s=every_s, offset_s=offset_s, late_s=draw(st.sampled_from((0, 10, 20))))


class OneCar(Site):
    """A car behind a measured main fuse; it draws some seconds after it may."""

    def starts(self, steps: int) -> int:
        """Let so many steps pass; return how often its charger was told to charge after not being allowed to."""
        (car,) = self.cars
        starts = 0
        for _ in range(steps):
            before = car.confirmed_a
            self.step()
            starts += not before and car.confirmed_a > 0
        return starts


@st.composite
def one_car(draw: st.DrawFn) -> OneCar:
    """Draw a car and the meters, of any rhythm."""
    phases = draw(st.sampled_from((1, 3)))
    car = Car(
        name="car",
        circuit="main",
        wanted_a=16,
        maximum_a=16,
        told_phases=phases,
        real_phases=draw(st.integers(1, phases)),
        rotation_known=draw(st.booleans()),
        takes=draw(st.sampled_from((1.0, 0.9, 0.5))),
        latency_s=draw(st.sampled_from((0, 10, 30))),
        obeys_late_s=draw(st.sampled_from((0, 0, 10))),
        tells=draw(st.sampled_from(Tells)),
        rhythm=draw(rhythms(300)),
    )
    main = Circuit(circuit="main", limits_a=on_each_phase(FUSE_A), assumed_a=on_each_phase(9))
    return OneCar(
        tree=CircuitTree((main,)),
        house_a={"main": on_each_phase(9)},
        cars=[car],
        measured=frozenset({"main"}),
        meter=draw(rhythms(60)),
    )


@EXAMPLES
@given(site=one_car(), seed=st.integers(0, 10_000))
def test_a_car_starts_at_most_once_for_each_change_of_what_is_available_and_overloads_no_fuse(
    site: OneCar, seed: int
) -> None:
    """Even where its charger tells no currents at all, or once in five minutes."""
    random = Random(seed)
    assert site.starts(PERIOD_STEPS) <= 1
    for _ in range(3):
        site.house_a["main"] = on_each_phase(random.choice((0.0, 2.0, 9.0, 17.0, 22.0)))
        assert site.starts(PERIOD_STEPS) <= 1
        assert max(site.through_a(0)) <= FUSE_A


@EXAMPLES
@given(site=one_car())
def test_a_car_that_fits_charges_and_is_not_held_to_less_than_half(site: OneCar) -> None:
    """What nobody tells is counted with caution, but a car that the fuse has room for goes on."""
    site.house_a["main"] = on_each_phase(22.0)
    site.starts(PERIOD_STEPS)
    site.house_a["main"] = on_each_phase(2.0)
    site.starts(2 * PERIOD_STEPS)
    (car,) = site.cars
    assert car.confirmed_a >= (FUSE_A - 2) // 2
    if car.tells is Tells.CURRENTS and car.rotation_known and car.rhythm.every_s <= 60:
        assert car.confirmed_a == car.wanted_a


@EXAMPLES
@given(site=one_car(), house_a=st.sampled_from((20.0, 24.0)))
def test_a_car_that_a_circuit_switched_off_stays_off_for_a_while_and_goes_off_at_once(
    site: OneCar, house_a: float
) -> None:
    (car,) = site.cars
    car.takes, site.meter = 1.0, Rhythm()
    site.starts(PERIOD_STEPS)
    site.house_a["main"] = on_each_phase(house_a)
    switched_off = None
    for _ in range(30):
        site.step()
        if not car.confirmed_a:
            switched_off = site.now
            break
    assert switched_off is not None
    site.house_a["main"] = on_each_phase(0.0)
    while not car.confirmed_a:
        site.step()
    assert site.now - switched_off >= timedelta(seconds=site.settings.off_s)
    assert site.now - switched_off < timedelta(seconds=site.settings.off_s + 300)
