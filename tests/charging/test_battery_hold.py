"""When the home battery is held: in a round, and over a whole day with faults."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import random

import pytest

from custom_components.plug_control.charging.round import decide_round
from custom_components.plug_control.charging.round_types import (
    ConnectorRow,
    RoundInputs,
    RoundState,
)
from custom_components.plug_control.charging.solar.surplus import SiteReadings, SiteSettings
from custom_components.plug_control.charging.types import (
    ConnectorReadings,
    Mode,
    Reason,
    ReasonCode,
    TimedValue,
)
from custom_components.plug_control.controller.battery_control import HeldControl, control_step

from .test_round import after, case_of

HELD = SiteSettings(
    battery_power_known=True,
    battery_can_be_held=True,
    battery_first_percent=50,
    battery_maximum_w=3000,
    battery_discharge_w=3000,
)


def is_held(
    state: RoundState,
    seconds: float = 0,
    *,
    power_w: float | None = 3680,
    mode: Mode = Mode.FAST,
    percent: float | None = 40,
    settings: SiteSettings = HELD,
    unregulated_w: float = 0.0,
    plan: Reason | None = None,
    connected: bool = True,
    paused: bool = False,
) -> tuple[bool, RoundState]:
    now = after(seconds)
    readings = ConnectorReadings(
        connected=connected, power_w=None if power_w is None else TimedValue(power_w, now)
    )
    case = replace(case_of(mode, readings=readings), plan=plan)
    known = None if percent is None else TimedValue(percent, now)
    inputs = RoundInputs(
        now=now,
        readings=SiteReadings(
            grid_w=TimedValue(500, now), battery_w=TimedValue(0, now), battery_percent=known
        ),
        connectors={"garage": ConnectorRow(case=case, paused=paused)},
        unregulated_w=unregulated_w,
        site=settings,
    )
    decision = decide_round(inputs, state)
    return decision.hold_battery, decision.state


PLAN = Reason(code=ReasonCode.PLAN, current_a=16)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, True),
        ({"mode": Mode.SOLAR}, False),
        ({"mode": Mode.SOLAR_MINIMUM}, False),
        ({"mode": Mode.SOLAR, "plan": PLAN}, True),
        ({"mode": Mode.OFF, "plan": replace(PLAN, code=ReasonCode.PLAN_WAITING)}, False),
        ({"power_w": 20}, False),
        ({"connected": False}, False),
        ({"paused": True}, False),
        ({"percent": None}, True),
        ({"connected": False, "power_w": 0, "unregulated_w": 3680}, True),
        ({"settings": replace(HELD, battery_can_be_held=False)}, False),
        ({"percent": 70, "settings": replace(HELD, battery_floor_percent=60)}, False),
        ({"percent": 60, "settings": replace(HELD, battery_floor_percent=60)}, True),
    ],
)
def test_it_is_held_while_a_car_draws_at_full_power(
    more: dict[str, object], expected: bool
) -> None:
    assert is_held(RoundState(), **more)[0] is expected  # type: ignore[arg-type] # passed on as they are


def test_short_pauses_release_nothing() -> None:
    held, state = is_held(RoundState())
    for seconds in (10, 100, 179):
        held, state = is_held(state, seconds, power_w=0)
        assert held
    held, state = is_held(state, 180, power_w=0)
    assert not held
    assert not is_held(state, 190, power_w=0)[0]
    assert is_held(state, 200)[0]


# ---- a whole day


class House:
    """A simulated home with a battery, a car, and an integration of the battery that fails at times."""

    CAPACITY_WH = 10_000.0
    STEP_S = 10.0

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = datetime(2026, 6, 1, tzinfo=UTC)
        self.stored_wh = 6000.0
        self.control = "self-use"
        self.record: HeldControl | None = None
        self.state = RoundState()
        self.away_until = self.now
        self.percent: TimedValue | None = None
        self.into_car_wh = 0.0
        self.held_s = self.needlessly_held_s = 0.0
        self.rounds = 0

    @property
    def hour(self) -> float:
        return self.now.hour + self.now.minute / 60

    def car_w(self) -> float:
        """A car that charges fast from 1:00 to 4:00 and from 12:00 to 13:00, with a pause."""
        charges = 1 <= self.hour < 4 or 12 <= self.hour < 13
        return 11_000.0 if charges and not 2 <= self.hour < 2.03 else 0.0

    def step(self) -> None:
        self.now += timedelta(seconds=self.STEP_S)
        self.rounds += 1
        if self.random.random() < 0.001:  # the battery's integration fails for up to ten minutes
            self.away_until = self.now + timedelta(seconds=self.random.uniform(10, 600))
        if self.random.random() < 0.0005:  # Home Assistant crashes
            self.state = RoundState()
        away = self.now < self.away_until
        sun_w = max(0.0, 6000 * (1 - abs(self.hour - 13) / 6))
        need_w = 400 + self.car_w() - sun_w
        if self.control == "standby":
            battery_w = 0.0
        else:
            battery_w = min(max(-need_w, -3000.0), 3000.0)
            room_wh = self.CAPACITY_WH - self.stored_wh if battery_w > 0 else self.stored_wh
            if room_wh <= 0:
                battery_w = 0.0
        self.stored_wh += battery_w * self.STEP_S / 3600
        fresh = None if away else TimedValue(battery_w, self.now)
        if not away and self.random.random() < 0.01:
            self.percent = TimedValue(100 * self.stored_wh / self.CAPACITY_WH, self.now)
        connected = self.car_w() > 0 or 1 <= self.hour < 6 or 11 <= self.hour < 15
        readings = ConnectorReadings(
            connected=connected, power_w=TimedValue(self.car_w(), self.now)
        )
        inputs = RoundInputs(
            now=self.now,
            readings=SiteReadings(
                grid_w=TimedValue(need_w + battery_w, self.now),
                battery_w=fresh,
                battery_percent=None if away else self.percent,
            ),
            connectors={"garage": ConnectorRow(case=case_of(readings=readings))},
            site=HELD,
        )
        decision = decide_round(inputs, self.state)
        self.state = decision.state
        shown = None if away else self.control
        found = control_step(
            self.record, shown, "standby", normal="self-use", wanted=decision.hold_battery
        )
        self.record = found.record
        if found.send is not None and self.random.random() < 0.9:
            self.control = found.send
        if self.car_w() and not away and battery_w < 0:
            self.into_car_wh -= battery_w * self.STEP_S / 3600
        if self.control == "standby":
            self.held_s += self.STEP_S
            self.needlessly_held_s += 0.0 if self.car_w() or away else self.STEP_S


@pytest.mark.parametrize("seed", range(4))
def test_over_a_day_with_faults_the_battery_does_not_run_into_the_car(seed: int) -> None:
    house = House(seed)
    while house.rounds < 24 * 360:
        house.step()
    assert 4 * 3600 * 0.8 < house.held_s < 4 * 3600 * 1.3
    assert house.into_car_wh < 300, (
        "of 44 kWh: while its integration was away or had just come back"
    )
    assert house.needlessly_held_s < 1800
    assert (house.control, house.record) == ("self-use", None)
