"""What is counted of each person by the hour: energy, sun, and the cost in each currency, each a statistic of its own.

A series is "energy", "solar", or the code of a currency. Money keeps its currency: where Home Assistant's changes, the statistic
of the former one ends, and that of the new one begins.
"""

from collections.abc import Iterable
import re
from typing import Final

from homeassistant.components.recorder.models import StatisticMeanType, StatisticMetaData
from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.util.unit_conversion import EnergyConverter

from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.texts.languages import words_in

ENERGY: Final = "energy"
SOLAR: Final = "solar"
_COST: Final = "cost"
_PREFIX: Final = f"{DOMAIN}:{ENERGY}_"
_CURRENCY: Final = re.compile("[A-Z]{3}")


def is_currency(code: str | None) -> bool:
    """Whether a code is one of ISO 4217, as Home Assistant has it."""
    return code is not None and _CURRENCY.fullmatch(code) is not None


def id_of(series: str, energy_id: str) -> str:
    """Return the id of the statistic of a series beside that of a person's energy, e.g. `plug_control:cost_eur_anna`."""
    kind = series if series in {ENERGY, SOLAR} else f"{_COST}_{series.lower()}"
    return f"{DOMAIN}:{kind}_{energy_id.removeprefix(_PREFIX)}"


def ids_of(series: Iterable[str], energy_ids: Iterable[str]) -> dict[str, str]:
    """Return each series of these statistics of energy by its statistic's id."""
    ids = [*energy_ids]
    return {id_of(one, energy_id): one for one in series for energy_id in ids}


def former_cost_id(energy_id: str) -> str:
    """Return the id that the cost had when there was one statistic for all currencies."""
    return f"{DOMAIN}:{_COST}_{energy_id.removeprefix(_PREFIX)}"


def series_name(hass: HomeAssistant, series: str, name: str) -> str:
    """Return the name of a person's statistic of a series."""
    if series == ENERGY:
        return name
    words = words_in(hass.config.language, "statistics")
    if series == SOLAR:
        return f"{name}: {words[SOLAR]}"
    return f"{name}: {words[_COST]} ({series})"


def metadata_of(series: str, statistic_id: str, name: str) -> StatisticMetaData:
    """Return the recorder's metadata of a statistic of a series."""
    is_energy = series in {ENERGY, SOLAR}
    return StatisticMetaData(
        has_sum=True,
        mean_type=StatisticMeanType.NONE,
        name=name,
        source=DOMAIN,
        statistic_id=statistic_id,
        unit_class=EnergyConverter.UNIT_CLASS if is_energy else None,
        unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR if is_energy else series,
    )
