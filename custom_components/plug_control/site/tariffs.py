"""Read what a kWh costs: fixed prices with a beginning, and what an entity's price still lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, Final

from custom_components.plug_control.const import (
    CONF_BATTERY_PRICE,
    CONF_BEGINS,
    CONF_CO2_ENTITY,
    CONF_FEED_IN_ENTITY,
    CONF_FEED_IN_PRICES,
    CONF_FIXED_PRICES,
    CONF_OTHER_FROM,
    CONF_OTHER_PRICE,
    CONF_OTHER_UNTIL,
    CONF_PRICE,
    CONF_PRICE_FACTOR,
    CONF_PRICE_SURCHARGE,
)
from custom_components.plug_control.model.money.tariff import (
    NO_ADJUSTMENT,
    Adjustment,
    FixedPrice,
    fixed_price_at,
)

ALWAYS: Final = date(2000, 1, 1)
"""The beginning of a price that has always counted."""
NO_OPTIONS: Final[Mapping[str, Any]] = MappingProxyType({})
TARIFF_FIELDS: Final = frozenset(
    {
        CONF_BATTERY_PRICE,
        CONF_CO2_ENTITY,
        CONF_FEED_IN_ENTITY,
        CONF_FEED_IN_PRICES,
        CONF_FIXED_PRICES,
        CONF_PRICE_FACTOR,
        CONF_PRICE_SURCHARGE,
    }
)
"""The options in `options[CONF_TARIFFS]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffOptions:
    """The user's settings of prices per kWh, in the major unit of Home Assistant's currency."""

    fixed: tuple[FixedPrice, ...] = ()
    """From the grid; they count where no price entity tells a price."""
    adjustment: Adjustment = NO_ADJUSTMENT
    """What makes of a price entity's price what the user pays."""
    feed_in: tuple[FixedPrice, ...] = ()
    """What feeding in pays; they count where no entity tells it."""
    feed_in_entity: str | None = None
    battery_price: float | None = None
    """What a kWh from the home battery counts; None: as one from the sun."""
    co2_entity: str | None = None

    def fixed_at(self, local: datetime) -> float | None:
        """Return the fixed price from the grid at a local time; None: there is none."""
        return fixed_price_at(self.fixed, local)

    def feed_in_at(self, local: datetime) -> float:
        """Return the fixed price that feeding in pays at a local time; 0 where there is none: then it pays nothing."""
        return fixed_price_at(self.feed_in, local) or 0.0


NO_TARIFFS: Final = TariffOptions()


def read_tariffs(stored: Mapping[str, Any]) -> TariffOptions:
    """Return the settings of stored options; absent ones have their defaults."""
    battery_price = stored.get(CONF_BATTERY_PRICE)
    return TariffOptions(
        fixed=tuple(_fixed(stored.get(CONF_FIXED_PRICES, ()))),
        adjustment=Adjustment(
            surcharge=float(stored.get(CONF_PRICE_SURCHARGE, NO_ADJUSTMENT.surcharge)),
            factor=float(stored.get(CONF_PRICE_FACTOR, NO_ADJUSTMENT.factor)),
        ),
        feed_in=tuple(_fixed(stored.get(CONF_FEED_IN_PRICES, ()))),
        feed_in_entity=stored.get(CONF_FEED_IN_ENTITY),
        battery_price=None if battery_price is None else float(battery_price),
        co2_entity=stored.get(CONF_CO2_ENTITY),
    )


def fixed_price_error(rows: Any) -> str | None:
    """Return the key of the error of fixed prices that a user typed; None: they are right."""
    begins: set[str] = set()
    for row in rows:
        band = [row.get(name) for name in (CONF_OTHER_PRICE, CONF_OTHER_FROM, CONF_OTHER_UNTIL)]
        if any(each is not None for each in band) and (None in band or band[1] == band[2]):
            return "incomplete_band"
        if row[CONF_BEGINS] in begins:
            return "same_day"
        begins.add(row[CONF_BEGINS])
    return None


def _fixed(rows: Any) -> Iterator[FixedPrice]:
    for row in rows:
        other = row.get(CONF_OTHER_PRICE)
        yield FixedPrice(
            begins=date.fromisoformat(row[CONF_BEGINS]),
            price=float(row[CONF_PRICE]),
            other_price=None if other is None else float(other),
            other_from=_time(row.get(CONF_OTHER_FROM)),
            other_until=_time(row.get(CONF_OTHER_UNTIL)),
        )


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
