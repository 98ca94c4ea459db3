"""Compute a session's energy: from its registers where they are plausible, else from the best readings (decision 7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from operator import itemgetter

from .quantity import Phase, Quantity
from .register import MAX_WH, plausible_wh
from .samples import BEGIN_REGISTER, RawMeterValue, pick

TOLERANCE_WH = 20.0
"""By how much a meterStop may be below what was measured: meters report in steps (C2EU: 10 Wh)."""
_TELLING_WH = 50.0
"""Integrated energy from which on a register that has not moved does not count."""
_IMPRECISE = 0.25
"""The part of integrated energy that counts as imprecision."""
_USUAL_W = 11_000.0
"""Power in W that is assumed where none is sent."""
_UNKNOWN_S = 3600.0
"""Seconds that are assumed where the time is not known."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_IMPORT = Quantity.ENERGY_IMPORT_WH
_POWER = Quantity.POWER_IMPORT_W


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionData:
    """What the transactionData of a StopTransaction says."""

    begin_wh: float | None = None
    end_wh: float | None = None
    energy_wh: float | None = None
    """From the first register to the last one; None without two of them."""
    first_at: datetime | None = None
    last_at: datetime | None = None
    """When the first and the last register were read, by the charger's clock, unchecked."""
    peak_power_w: float = 0.0
    points: tuple[tuple[datetime, float], ...] = ()
    """When the register was read, by the charger's clock, and what it read, in order of time; only of elements with a time."""


NO_DATA = SessionData()


@dataclass(frozen=True, slots=True, kw_only=True)
class Energy:
    """The energy of a session and whether it is an estimate; `meter_stop_wh` is the last plausible register."""

    energy_wh: float
    estimated: bool
    meter_stop_wh: float | None


def read_transaction_data(elements: Iterable[RawMeterValue]) -> SessionData:
    """Return what transactionData says about the session; its elements may be in any order."""
    first: list[tuple[datetime, float]] = []
    counted: list[tuple[datetime, float]] = []
    points: list[tuple[datetime, float]] = []
    peak_power_w = 0.0
    at = _NEVER
    for element in elements:
        at = element.timestamp or at
        layout, picked = pick(element.labels, element.values)
        channels = [place.channel for place in layout.places]
        values = dict(zip(channels, picked, strict=True))
        peak_power_w = max(peak_power_w, values.get((_POWER, None), 0.0))
        if (begin_wh := values.get(BEGIN_REGISTER)) is not None:
            first = [(at, begin_wh)]
        phases = [values[_IMPORT, phase] for phase in Phase if (_IMPORT, phase) in values]
        register_wh = values.get((_IMPORT, None), sum(phases) if phases else None)
        if register_wh is not None:
            counted.append((at, register_wh))
            if element.timestamp is not None:
                points.append((at, register_wh))
    counted = first + sorted(counted, key=itemgetter(0))
    if not counted:
        return SessionData(peak_power_w=peak_power_w)
    return SessionData(
        begin_wh=counted[0][1],
        end_wh=counted[-1][1],
        energy_wh=_counted_wh([wh for _, wh in counted]) if len(counted) > 1 else None,
        first_at=counted[0][0],
        last_at=counted[-1][0],
        peak_power_w=peak_power_w,
        points=tuple(sorted(points, key=itemgetter(0))),
    )


def _counted_wh(registers: list[float]) -> float:
    """Return what a register counted, in Wh; if it ends below its beginning, it was reset in between."""
    if registers[-1] >= registers[0]:
        return registers[-1] - registers[0]
    return sum(after - before for before, after in pairwise(registers) if after > before)


def session_energy(
    *,
    meter_start_wh: float | None,
    meter_stop_wh: float | None,
    measured_wh: float | None = None,
    last_register_wh: float | None = None,
    estimated_wh: float = 0.0,
    restarted_wh: float | None = None,
    integrated_wh: float = 0.0,
    seconds: float | None = None,
    peak_power_w: float = 0.0,
) -> Energy:
    """Return the energy of a session: meterStop − meterStart where that is plausible; never negative.

    `measured_wh` was counted up to `last_register_wh`; `estimated_wh` of it was integrated from power while the register
    stood still. `seconds` is the time from that register (without one: from the start) to the stop, None where it is not
    known. `restarted_wh` is the reading at which the register may have restarted since.

    Everything but the charger's own difference is an estimate: the measured energy and, where it is plausible, what came
    after it; else the energy integrated from power.
    """
    start_wh, stop_wh = true_register(meter_start_wh), true_register(meter_stop_wh)
    known_wh = measured_wh or 0.0
    passed_s = _UNKNOWN_S if seconds is None else seconds
    rest_wh = plausible_wh(passed_s, peak_power_w)
    if start_wh is not None and stop_wh is not None:
        energy_wh = stop_wh - start_wh
        stands_still = energy_wh == 0 and integrated_wh >= _TELLING_WH
        least_wh = max(0.0, known_wh - estimated_wh - TOLERANCE_WH)
        if least_wh <= energy_wh <= known_wh + rest_wh and not stands_still:
            missed_wh = _missed_wh(estimated_wh, last_register_wh, stop_wh)
            return Energy(
                energy_wh=energy_wh + missed_wh, estimated=missed_wh > 0, meter_stop_wh=stop_wh
            )
    if measured_wh is None or (measured_wh == 0 and integrated_wh >= _TELLING_WH):
        return Energy(energy_wh=integrated_wh, estimated=True, meter_stop_wh=last_register_wh)
    if stop_wh is not None and last_register_wh is not None:
        tail_wh = _tail_wh(last_register_wh, stop_wh, restarted_wh, passed_s, peak_power_w)
        if 0 <= tail_wh <= rest_wh:
            return Energy(energy_wh=known_wh + tail_wh, estimated=True, meter_stop_wh=stop_wh)
    return Energy(energy_wh=known_wh, estimated=True, meter_stop_wh=last_register_wh)


def _missed_wh(estimated_wh: float, last_register_wh: float | None, stop_wh: float) -> float:
    """Return the Wh that a register missed for good while it stood still: those that its last reading lacks, too."""
    caught_up_wh = 0.0 if last_register_wh is None else max(0.0, stop_wh - last_register_wh)
    missed_wh = estimated_wh - caught_up_wh
    return missed_wh if missed_wh > estimated_wh * _IMPRECISE else 0.0


def _tail_wh(
    last_wh: float, stop_wh: float, restarted_wh: float | None, seconds: float, power_w: float
) -> float:
    """Return the energy in Wh that a register counted after its last reading; negative where that is not plausible.

    A lower register has restarted: at zero, where its reading can have been counted in the time; a lower reading before the
    stop confirms that.
    """
    if stop_wh >= last_wh or stop_wh == 0:
        return stop_wh - last_wh
    if restarted_wh is not None and restarted_wh <= stop_wh:
        from_zero = restarted_wh <= plausible_wh(seconds, power_w)
        return stop_wh if from_zero else stop_wh - restarted_wh
    in_time_wh = TOLERANCE_WH + max(_USUAL_W, power_w) * max(0.0, seconds) / 3600
    return stop_wh if stop_wh <= in_time_wh else -1.0


def true_register(register_wh: float | None) -> float | None:
    """Return a register reading, or None where it is impossible (C2EU Q19: −1000)."""
    return register_wh if register_wh is not None and 0 <= register_wh <= MAX_WH else None
