"""A whole day with faults: the signal flaps and falls silent, Home Assistant restarts in the middle, chargers go away, a C2EU among them."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
import math
from random import Random

import pytest

from custom_components.plug_control.charging.grid_signal.signal import (
    SignalScope,
    SignalSettings,
    SilentAnswer,
    guaranteed_w,
)
from custom_components.plug_control.charging.round_types import Wiring
from custom_components.plug_control.charging.types import DEFAULT_ROTATION, ChargerTraits, Mode

from .chargers import C2EU, START, Charger, House
from .test_share import fuse

_WIRING = Wiring(circuit="main", rotation=DEFAULT_ROTATION, phases=3, maximum_a=16)
_FUSE_A = 35
_SETTLED = timedelta(seconds=330)
"""The longest that a limit may take: a period of a C2EU, and its latency."""


def the_day(rng: Random) -> Iterator[tuple[datetime, str, float | None]]:
    """Yield the faults of the day in order, with what the source says from then on."""
    at, end = START, START + timedelta(hours=24)
    while at < end:
        kind = rng.choice(["limit", "limit", "flap", "silent", "restart", "free", "free"])
        if kind == "flap":
            for _ in range(rng.randrange(3, 12)):
                yield at, kind, rng.choice([0.0, math.inf])
                at += timedelta(seconds=rng.choice([10, 20, 60]))
        elif kind == "limit":
            yield at, kind, rng.choice([0.0, 0.0, 9000.0, 14_000.0])
        elif kind == "silent":
            yield at, kind, None
        elif kind == "restart":
            yield at, kind, math.nan
        else:
            yield at, kind, math.inf
        at += timedelta(minutes=rng.randrange(5, 90))


def house_of(scope: SignalScope, *, fused: bool, stops: bool) -> House:
    """Return a house with three quick chargers and a C2EU."""
    wiring = _WIRING if fused else None
    return House(
        chargers={
            "quick": Charger(wiring=wiring),
            "slow": Charger(wiring=wiring, traits=ChargerTraits(phases=3, latency_s=30.0)),
            "one": Charger(wiring=wiring, car_phases=1, mode=Mode.SOLAR_MINIMUM),
            "c2eu": Charger(wiring=wiring, traits=C2EU, stops_at_once=stops),
        },
        settings=SignalSettings(scope=scope, silent=SilentAnswer.LIMITED, silent_after_s=600),
        tree=fuse(_FUSE_A) if fused else fuse(1000),
        other_w=800.0,
    )


@pytest.mark.parametrize(
    ("scope", "fused", "stops", "seed"),
    [
        (SignalScope.CHARGERS, False, False, 1),
        (SignalScope.CHARGERS, True, True, 2),
        (SignalScope.EACH, False, True, 3),
    ],
)
def test_through_a_day_with_faults_the_limit_is_kept_and_the_minimum_left(
    scope: SignalScope, fused: bool, stops: bool, seed: int
) -> None:
    rng = Random(seed)
    house = house_of(scope, fused=fused, stops=stops)
    faults = list(the_day(rng))
    since, before, seen = START, None, Counter[str]()
    while house.now < START + timedelta(hours=24):
        while faults and faults[0][0] <= house.now:
            _, kind, source_w = faults.pop(0)
            seen[kind] += 1
            if kind == "restart":
                house.restart()
                since = house.now
            else:
                house.source_w = source_w
        if rng.random() < 0.0005:
            gone = rng.choice(list(house.chargers.values()))
            gone.connected = not gone.connected
            gone.stopped = False
            since = house.now
        house.round()
        limit = house.limit
        if limit != before:
            since, before = house.now, limit
        if limit is None or house.now - since < _SETTLED:
            continue
        seen["settled"] += 1
        drawn_w = [one.power_w(house.now) for one in house.chargers.values()]
        most_w = max(drawn_w) if scope is SignalScope.EACH else sum(drawn_w)
        assert most_w <= limit.limit_w
        least_w = 4200.0 if scope is SignalScope.EACH else guaranteed_w(4, 4200.0)
        assert limit.limit_w >= least_w
        here = [one for one in house.chargers.values() if one.connected and not one.stopped]
        if scope is SignalScope.EACH and not fused:
            assert all(one.limit_a(house.now) >= 6 for one in here if not one.traits.period_s)
        elif here:
            assert any(one.limit_a(house.now) >= 6 for one in here)
        if fused:
            on_l1 = sum(one.limit_a(house.now) for one in here)
            assert on_l1 <= _FUSE_A
    assert seen["settled"] > 500
    assert min(seen[kind] for kind in ("limit", "silent", "restart", "flap")) > 0
