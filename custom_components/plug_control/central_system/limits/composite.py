"""What a charger says that it will allow (GetCompositeSchedule), in A and in W."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from ocpp.v16 import call
from ocpp.v16.enums import ChargingRateUnitType as Unit, ConfigurationKey as Key

from custom_components.plug_control.central_system.commands.commands import Commands, naming
from custom_components.plug_control.central_system.stations.configuration import items_of
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.protocol.errors import AnswerUnreadableError
from custom_components.plug_control.protocol.values import integer, number, parse_timestamp

FRESH_S = 60.0
"""How long an answer serves everyone who asks, so that looking at a card costs the charger nothing."""
MAX_PERIODS = 500
_MOST = 1e6
"""A limit above this, in A or W, is none that a charger has."""
_MAX_KEPT = 100
_OTHER_CLOCK = timedelta(hours=1)
"""A schedule that begins further from now goes by a wrong clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedPeriod:
    """A period with one limit: A per phase, and W of all its phases together (R26)."""

    start: datetime
    end: datetime
    current_a: float
    power_w: float
    phases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeSchedule:
    """The limits that a charger says it will apply to a connector; `unit` is the one in which it said them."""

    connector_id: int
    unit: str
    periods: tuple[AllowedPeriod, ...]


class CompositeSchedules:
    """Asks chargers for their composite schedules."""

    def __init__(self, context: Context, commands: Commands) -> None:
        """Send through `commands`."""
        self._context = context
        self._commands = commands
        self._answers: dict[tuple[str, int, int, Unit], tuple[float, CompositeSchedule]] = {}

    async def ask(
        self,
        charge_point_id: str,
        connector_id: int,
        duration_s: int,
        unit: Unit | None = None,
        *,
        may_be_old: bool = False,
    ) -> CompositeSchedule:
        """Return the schedule of a connector (0: the whole charge point) for `duration_s` from now.

        `unit` defaults to A, or W where the charger knows nothing else. `may_be_old`: an answer of the last FRESH_S will
        do. Raises CommandError, also NotPossibleError NEVER_ANSWERED for a model that does not answer.
        """
        with naming(charge_point_id, "GetCompositeSchedule"):
            station = self._context.station(charge_point_id)
        known = items_of(
            station.charge_point.configuration, Key.charging_schedule_allowed_charging_rate_unit
        )
        if unit is None:
            only_power = "Power" in known and "Current" not in known  # E3.86
            unit = Unit.watts if only_power else Unit.amps
        key = (charge_point_id, connector_id, duration_s, unit)
        loop_time = asyncio.get_running_loop().time
        at, answered = self._answers.get(key, (float("-inf"), None))
        if may_be_old and answered is not None and loop_time() - at < FRESH_S:
            return answered
        answer = await self._commands.request(
            charge_point_id,
            call.GetCompositeSchedule(
                connector_id=connector_id, duration=duration_s, charging_rate_unit=unit
            ),
        )
        schedule = read_schedule(
            answer.schedule_start,
            answer.charging_schedule,
            connector_id=connector_id,
            asked=unit,
            now=self._context.clock(),
            duration_s=duration_s,
            phases=station.settings.phases,
            voltage_v=station.quirks.nominal_voltage_v,
        )
        if schedule is None:
            error = AnswerUnreadableError("the answer has no schedule")
            raise error.about(charge_point_id, "GetCompositeSchedule")
        while len(self._answers) >= _MAX_KEPT:
            del self._answers[next(iter(self._answers))]
        self._answers[key] = (loop_time(), schedule)
        return schedule


def read_schedule(
    schedule_start: Any,
    schedule: Any,
    *,
    connector_id: int,
    asked: Unit,
    now: datetime,
    duration_s: int,
    phases: int,
    voltage_v: float,
) -> CompositeSchedule | None:
    """Return the schedule of an answer, None where it has no readable period.

    A unit that is not told is the one that was `asked` for; absent phases are 3, but not more than are wired (R26).
    """
    if not isinstance(schedule, Mapping):
        return None
    told = str(schedule.get("charging_rate_unit") or asked).strip().upper()[:1]
    unit = Unit.watts if told == Unit.watts else Unit.amps
    start = parse_timestamp(schedule_start) or now
    start = start if abs(start - now) <= _OTHER_CLOCK else now
    lasts_s = integer(schedule.get("duration"))
    lasts_s = duration_s if lasts_s is None or lasts_s <= 0 else min(lasts_s, duration_s)
    rows = sorted(_rows(schedule.get("charging_schedule_period"), lasts_s, phases))
    ends = [*(row[0] for row in rows), lasts_s]
    periods = tuple(
        AllowedPeriod(
            start=start + timedelta(seconds=row[0]),
            end=start + timedelta(seconds=end),
            current_a=round(limit if unit is Unit.amps else limit / (row[2] * voltage_v), 2),
            power_w=round(limit * row[2] * voltage_v if unit is Unit.amps else limit, 1),
            phases=row[2],
        )
        for row, (_, end) in zip(rows, pairwise(ends), strict=True)
        if end > row[0]
        for limit in (row[1],)
    )
    if not periods:
        return None
    return CompositeSchedule(connector_id=connector_id, unit=unit.value, periods=periods)


def _rows(periods: Any, lasts_s: int, wired: int) -> Iterator[tuple[int, float, int]]:
    """Yield start in s, limit and phases of each readable period; the first one begins at 0 where it does not say (R26)."""
    first: int | None = 0
    for period in periods[:MAX_PERIODS] if isinstance(periods, list) else ():
        if not isinstance(period, Mapping):
            continue
        start, limit = integer(period.get("start_period", first)), number(period.get("limit"))
        first = None
        phases = integer(period.get("number_phases"))
        if start is None or limit is None or not 0 <= start < lasts_s or not 0 <= limit <= _MOST:
            continue
        yield start, limit, min(phases if phases in {1, 2, 3} else 3, wired)
