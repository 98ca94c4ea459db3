"""Format the present values of the site's sensors, so that users see a wrong sign or sensor before they save.

The translated dialog has the words around them; numbers have the format of the user.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import math
from typing import Final

from custom_components.plug_control.charging.circuits.tree import PHASES
from custom_components.plug_control.charging.grid_signal.signal import SourceReading
from custom_components.plug_control.charging.plans.sun import SolarSlot
from custom_components.plug_control.charging.types import TimedValue
from custom_components.plug_control.site.options import MAIN_CIRCUIT, SiteOptions
from custom_components.plug_control.site.readings import SiteValues
from custom_components.plug_control.texts.markdown import escape_markdown
from custom_components.plug_control.texts.number_format import POINT, NumberFormat
from custom_components.plug_control.texts.wording import plain

NOT_SET: Final = "–"
"""The text of a value that is not set up."""
_NO_LIMIT: Final = "∞"
SILENT: Final = "?"
"""The text of a value that is set up but unknown now."""
_TOGETHER: Final = "\N{NO-BREAK SPACE}"
"""Keeps a phase, its number and its unit on one line."""
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveValues:
    """The site's options and its sensors' values at a moment."""

    options: SiteOptions
    values: SiteValues
    now: datetime
    """The time, in Home Assistant's time zone."""
    solar_w: TimedValue | None = None
    house_w: TimedValue | None = None
    signal: SourceReading | None = None
    """What the grid operator's signal says; None: nothing."""
    reactions_s: Mapping[str, int] = field(default_factory=dict)
    """By name, in how many seconds each charge point takes a limit at the latest."""
    silent: tuple[str, ...] = ()
    """The names of sensors without a fresh value."""
    number_format: NumberFormat = POINT


def live_values(live: LiveValues) -> dict[str, str]:
    """Return the placeholders of the review, in Markdown."""
    options, values = live.options, live.values
    measures = options.measures_surplus
    return {
        "grid": _power(live, values.readings.grid_w, is_set=measures),
        "solar": _power(live, live.solar_w, is_set=options.solar_power is not None),
        "house": _power(live, live.house_w, is_set=options.house_power is not None),
        "battery": _power(live, values.readings.battery_w, is_set=options.measures_batteries),
        "battery_soc": _percent(
            values.readings.battery_percent,
            is_set=options.measures_batteries and options.knows_state_of_charge,
        ),
        **_fuse(live),
        **_prices(live),
        "forecast": _forecast(live),
        **_signal(live),
        "silent": ", ".join(escape_markdown(plain(name)) for name in live.silent) or NOT_SET,
    }


def _power(live: LiveValues, power: TimedValue | None, *, is_set: bool) -> str:
    """Return a power, rounded to tens of watts."""
    if not is_set:
        return NOT_SET
    if power is None:
        return SILENT
    return f"{live.number_format.written(round(power.value, -1))} W"


def _percent(percent: TimedValue | None, *, is_set: bool) -> str:
    if not is_set:
        return NOT_SET
    return SILENT if percent is None else f"{percent.value:.0f} %"


def _signal(live: LiveValues) -> Mapping[str, str]:
    """Return what the grid operator's signal says now, and how fast each charge point obeys it."""
    if live.options.signal.entity is None:
        return dict.fromkeys(("signal", "reactions"), NOT_SET)
    said = SILENT
    if live.signal is not None:
        power_w = live.signal.limit_w
        said = _NO_LIMIT if math.isinf(power_w) else f"{live.number_format.written(power_w)} W"
    reactions = [
        f"{escape_markdown(plain(name))}{_TOGETHER}{seconds}{_TOGETHER}s"
        for name, seconds in live.reactions_s.items()
    ]
    return {"signal": said, "reactions": ", ".join(reactions) or NOT_SET}


def _fuse(live: LiveValues) -> Mapping[str, str]:
    """Return the main fuse, its measured currents, and the assumed load if there are none."""
    options, written = live.options, live.number_format.written
    if options.main_fuse_a is None:
        return dict.fromkeys(("fuse", "currents", "assumed_load"), NOT_SET)
    measured = [
        f"{phase} {written(reading.value)} A".replace(" ", _TOGETHER)
        for phase, reading in zip(PHASES, live.values.currents.get(MAIN_CIRCUIT, ()), strict=False)
        if reading is not None
    ]
    return {
        "fuse": f"{options.main_fuse_a} A",
        "currents": ", ".join(measured) or NOT_SET,
        "assumed_load": NOT_SET if measured else f"{written(options.assumed_load_a, 1)} A",
    }


def _prices(live: LiveValues) -> Mapping[str, str]:
    """Return the present price, and for how many hours prices are known."""
    if not live.options.prices:
        return dict.fromkeys(("price", "price_hours"), NOT_SET)
    if live.values.price is None:
        return dict.fromkeys(("price", "price_hours"), SILENT)
    hours = (max(slot.end for slot in live.values.prices) - live.now) / _HOUR
    return {"price": _price(live, live.values.price), "price_hours": f"{hours:.0f} h"}


def _price(live: LiveValues, price: float) -> str:
    """Return a price with two decimal places, or up to three below 1, and its escaped unit."""
    number = live.number_format.written(price, 3 if abs(price) < 1 else 2, 2)
    return escape_markdown(f"{number} {plain(live.values.price_unit or '')}".rstrip())


def _forecast(live: LiveValues) -> str:
    """Return the solar energy that is forecast for the rest of the day."""
    if not live.options.solar_forecast:
        return NOT_SET
    if not live.values.forecast:
        return SILENT
    midnight = live.now.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
    return f"{sum(_energies_wh(live.values.forecast, live.now, midnight)) / 1000:.0f} kWh"


def _energies_wh(slots: tuple[SolarSlot, ...], start: datetime, end: datetime) -> Iterator[float]:
    """Yield each slot's energy (Wh) between two times."""
    for slot in slots:
        span = min(slot.end, end) - max(slot.start, start)
        yield max(span / _HOUR, 0.0) * slot.power_w
