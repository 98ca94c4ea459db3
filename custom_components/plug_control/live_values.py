"""What the site's sensors tell right now, in words: so that a wrong sign or a wrong sensor is seen before it is stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .charging.circuit_tree import PHASES
from .charging.plan import SolarSlot
from .charging.types import Reading
from .markdown import escape_markdown
from .site_options import MAIN_CIRCUIT, GridMeter, SiteOptions
from .site_readings import SiteValues
from .wording import Texts, decimal, plain, price, scaled

type Told = tuple[str, Mapping[str, str]]
"""A sentence: its key among the texts, without `live_`, and what is filled in."""

_IDLE_W: Final = 10.0
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveValues:
    """What is told at a moment, and of what."""

    options: SiteOptions
    values: SiteValues
    now: datetime
    """In the time zone of the house."""
    solar_w: Reading | None = None
    house_w: Reading | None = None
    silent: tuple[str, ...] = ()
    """The names of sensors that tell nothing, or nothing fresh."""


def live_text(live: LiveValues, texts: Texts) -> str:
    """Return a list of sentences in Markdown."""
    sentences = (texts[f"live_{key}"].format(**filled_in) for key, filled_in in _told(live, texts))
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _told(live: LiveValues, texts: Texts) -> Iterator[Told]:
    told = [
        *_grid(live, texts),
        *_battery(live, texts),
        *_fuse(live, texts),
        *_prices(live, texts),
        *_forecast(live, texts),
    ]
    yield from told or [("nothing", {})]
    if live.silent:
        names = ", ".join(escape_markdown(plain(name)) for name in live.silent)
        yield "silent", {"names": names}


def _grid(live: LiveValues, texts: Texts) -> Iterator[Told]:
    if not live.options.measures_surplus:
        return
    yield _signed("grid", live.values.readings.grid_w, texts)
    if live.options.grid_meter is GridMeter.SOLAR_HOUSE:
        for key, reading in (("solar", live.solar_w), ("house", live.house_w)):
            if reading is not None:
                yield key, {"power": scaled(reading.value, "W", texts)}


def _battery(live: LiveValues, texts: Texts) -> Iterator[Told]:
    if not live.options.measures_surplus or live.options.battery_power is None:
        return
    yield _signed("battery", live.values.readings.battery_w, texts)
    if (percent := live.values.readings.battery_percent) is not None:
        yield "battery_soc", {"percent": decimal(percent.value, 0, texts)}


def _signed(what: str, power: Reading | None, texts: Texts) -> Told:
    """Return where a power flows, and how much; the sign is put into words."""
    if power is None:
        return f"{what}_silent", {}
    if abs(power.value) < _IDLE_W:
        return f"{what}_idle", {}
    direction = "in" if power.value > 0 else "out"
    return f"{what}_{direction}", {"power": scaled(abs(power.value), "W", texts)}


def _fuse(live: LiveValues, texts: Texts) -> Iterator[Told]:
    options = live.options
    if options.main_fuse_a is None:
        return
    measured = [
        f"{phase} {decimal(reading.value, 1, texts)} A"
        for phase, reading in zip(PHASES, live.values.currents.get(MAIN_CIRCUIT, ()), strict=False)
        if reading is not None
    ]
    fuse = str(options.main_fuse_a)
    if measured:
        yield "fuse_measured", {"fuse": fuse, "currents": ", ".join(measured)}
    else:
        yield "fuse_assumed", {"fuse": fuse, "load": decimal(options.assumed_load_a, 1, texts)}


def _prices(live: LiveValues, texts: Texts) -> Iterator[Told]:
    if not live.options.prices:
        return
    if live.values.price is None:
        yield "price_unknown", {}
        return
    hours = (max(slot.end for slot in live.values.prices) - live.now) / _HOUR
    yield (
        "price",
        {
            "price": escape_markdown(price(live.values.price, live.values.price_unit, texts)),
            "hours": decimal(hours, 0, texts),
        },
    )


def _forecast(live: LiveValues, texts: Texts) -> Iterator[Told]:
    if not live.options.solar_forecast:
        return
    if not live.values.forecast:
        yield "forecast_unknown", {}
        return
    midnight = live.now.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
    energy_wh = sum(_energy_wh(slot, live.now, midnight) for slot in live.values.forecast)
    yield "forecast", {"energy": scaled(energy_wh, "Wh", texts)}


def _energy_wh(slot: SolarSlot, start: datetime, end: datetime) -> float:
    """Return the slot's energy between two moments."""
    span = min(slot.end, end) - max(slot.start, start)
    return max(span / _HOUR, 0.0) * slot.power_w
