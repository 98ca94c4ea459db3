"""What holds for every weather, every setting and every charger."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import example, given, settings as bounded, strategies as st

from custom_components.plug_control.charging.decision_inputs import DecisionInputs
from custom_components.plug_control.charging.solar.connector_state import ConnectorState
from custom_components.plug_control.charging.types import (
    ChargerTraits,
    ConnectorReadings,
    ConnectorSettings,
    Mode,
)
from tests.charging.solar_site import SWITCHING, Connector

chargers = st.builds(
    ChargerTraits,
    phases=st.integers(1, 3),
    can_switch_phases=st.booleans(),
    latency_s=st.sampled_from((2.0, 10.0, 45.0)),
    period_s=st.sampled_from((0.0, 0.0, 60.0)),
)
limits = st.tuples(st.integers(6, 32), st.integers(6, 32)).map(sorted)


@st.composite
def connector_settings(draw: st.DrawFn) -> ConnectorSettings:
    minimum_a, maximum_a = draw(limits)
    return ConnectorSettings(
        mode=draw(st.sampled_from(Mode)),
        minimum_a=minimum_a,
        maximum_a=maximum_a,
        charger=draw(chargers),
    )


sky = st.one_of(st.none(), st.floats(-3000, 15000))
spells = st.lists(st.tuples(sky, st.integers(1, 40), st.booleans()), min_size=1, max_size=12)
events = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=12, max_size=12)
STAYS: Events = [(True, False)] * 12
"""The car is there all the time, and nobody presses "boost"."""
switching_settings = connector_settings().map(
    lambda settings: replace(
        settings, minimum_a=6, charger=replace(settings.charger, phases=3, can_switch_phases=True)
    )
)
suns = st.lists(
    st.tuples(
        st.sampled_from((1500.0, 2500.0, 9000.0, 12_000.0)), st.integers(5, 40), st.just(True)
    ),
    min_size=6,
    max_size=12,
)
"""Weather that wants one phase or three, and the other a little later."""
type Spells = list[tuple[float | None, int, bool]]
type Events = list[tuple[bool, bool]]


def replay(settings: ConnectorSettings, weather: Spells, happenings: Events) -> Connector:
    """Let weather, cars and people happen to a connector."""
    connector = Connector(
        DecisionInputs(settings=settings, readings=ConnectorReadings(connected=True)),
        ConnectorState(),
    )
    for (surplus_w, ticks, settled), (connected, boost) in zip(weather, happenings, strict=False):
        for _ in range(ticks):
            connector.tick(
                surplus_w,
                surplus_settled=settled,
                readings=ConnectorReadings(connected=connected),
                boost=boost,
            )
    return connector


@bounded(max_examples=60, deadline=None)
@given(connector_settings(), spells, events)
def test_limits_and_phases_are_always_possible(
    settings: ConnectorSettings, weather: Spells, happenings: Events
) -> None:
    charger = settings.charger
    possible = {1, charger.phases} if charger.can_switch_phases else {charger.phases}
    for _, decision in replay(settings, weather, happenings).decisions:
        assert decision.limit_a == 0 or (
            settings.minimum_a <= decision.limit_a <= settings.maximum_a
        )
        assert decision.phases in possible


@bounded(max_examples=30, deadline=None)
@given(connector_settings(), spells, events)
def test_same_inputs_replay_the_same_decisions(
    settings: ConnectorSettings, weather: Spells, happenings: Events
) -> None:
    first, second = (replay(settings, weather, happenings) for _ in range(2))
    assert first.decisions == second.decisions
    assert first.state == second.state


FLAPPING: Spells = [(9000.0 if number % 2 else 2000.0, 15, True) for number in range(12)]
"""The sun of three phases and of one in turn, each for half as long as phases have to stay."""


@bounded(max_examples=60, deadline=None)
@given(switching_settings, suns, events)
@example(ConnectorSettings(mode=Mode.SOLAR, charger=SWITCHING), FLAPPING, STAYS)
@example(ConnectorSettings(mode=Mode.SOLAR_MINIMUM, charger=SWITCHING), FLAPPING, STAYS)
def test_phases_dwell_in_every_mode(
    settings: ConnectorSettings, weather: Spells, happenings: Events
) -> None:
    changes = replay(settings, weather, happenings).switches()
    if (weather, happenings) == (FLAPPING, STAYS):
        assert len(changes) > 2
    for one, other in pairwise(changes):
        assert other - one >= timedelta(seconds=settings.solar.dwell_s)


@bounded(max_examples=60, deadline=None)
@given(
    chargers,
    st.lists(st.tuples(st.floats(-3000, 15000), st.integers(1, 60)), min_size=1, max_size=12),
)
def test_on_and_off_times_are_kept_on_the_sun_alone(
    charger: ChargerTraits, weather: list[tuple[float, int]]
) -> None:
    connector = Connector(
        DecisionInputs(
            settings=ConnectorSettings(charger=charger),
            readings=ConnectorReadings(connected=True),
        )
    )
    for surplus_w, ticks in weather:
        connector.run(surplus_w, 10 * ticks)
    toggled = [
        at
        for (_, before), (at, decision) in pairwise(connector.decisions)
        if bool(before.limit_a) != bool(decision.limit_a)
    ]
    for one, other in pairwise(toggled):
        assert (other - one).total_seconds() >= 300


@bounded(max_examples=40, deadline=None)
@given(connector_settings(), spells, events)
def test_without_a_surplus_that_is_known_the_sun_gives_nothing(
    settings: ConnectorSettings, weather: Spells, happenings: Events
) -> None:
    connector = replay(settings, weather, happenings)
    connector.case = DecisionInputs(settings=settings, readings=ConnectorReadings(connected=True))
    decision = connector.tick(None)
    expected_a = {
        Mode.OFF: 0,
        Mode.FAST: settings.maximum_a,
        Mode.SOLAR: 0,
        Mode.SOLAR_MINIMUM: settings.minimum_a,
    }
    assert decision.limit_a == expected_a[settings.mode]
    assert connector.state.sight is None
