"""What the recorder has of the house, with a real recorder, and what it says of a session that nobody saw."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.models import StatisticMeanType
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.plug_control.model.money.quarters import Sources
from custom_components.plug_control.model.money.worth import NO_DETAILS, WorthSlot
from custom_components.plug_control.site.options import SiteOptions, read_site
from custom_components.plug_control.worth.history import (
    RecordedHouse,
    async_energy_beside,
    async_read_house,
    value_at,
)
from tests.filed_sessions import Home
from tests.helpers import charge_point_data, id_tag_data, set_up

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """A time, so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def slot(minutes: float, energy_wh: float = 1500, **fields: Any) -> WorthSlot:
    """A quarter of 6 kW."""
    return WorthSlot(start=at(minutes), energy_wh=energy_wh, **fields)


def powers(hass: HomeAssistant, entity_id: str, *means: float, unit: str = "W") -> None:
    """Record a sensor's mean power of each hour from noon on."""
    async_import_statistics(
        hass,
        {
            "has_sum": False,
            "mean_type": StatisticMeanType.ARITHMETIC,
            "name": None,
            "source": "recorder",
            "statistic_id": entity_id,
            "unit_class": "power",
            "unit_of_measurement": unit,
        },
        [
            {"start": NOON + timedelta(hours=hour), "mean": mean, "min": mean, "max": mean}
            for hour, mean in enumerate(means)
        ],
    )


async def read(hass: HomeAssistant, options: SiteOptions) -> RecordedHouse:
    """Read two hours from noon on."""
    await async_wait_recording_done(hass)
    return await async_read_house(hass, options, NOON, at(120))


@pytest.mark.parametrize(
    ("site", "sensors", "expected"),
    [
        ({"grid_meter": "power", "grid_power": "sensor.a"}, {"sensor.a": 1500}, (0.25, 0.75, 0)),
        (
            {"grid_meter": "power", "grid_power": "sensor.a", "grid_power_inverted": True},
            {"sensor.a": -3000},
            (0.5, 0.5, 0),
        ),
        (
            {"grid_meter": "import_export", "grid_import": "sensor.a", "grid_export": "sensor.b"},
            {"sensor.a": 6000, "sensor.b": 0},
            (1, 0, 0),
        ),
        (
            {"grid_meter": "solar_house", "solar_power": "sensor.a", "house_power": "sensor.b"},
            {"sensor.a": 4000, "sensor.b": 7000},
            (0.5, 0.5, 0),
        ),
        (
            {
                "grid_meter": "solar_house",
                "solar_power": "sensor.a",
                "house_power": "sensor.b",
                "battery_power": "sensor.c",
            },
            {"sensor.a": 4000, "sensor.b": 7000, "sensor.c": -3000},
            (0, 0.5, 0.5),
        ),
        (
            {
                "grid_meter": "power",
                "grid_power": "sensor.a",
                "battery_power": "sensor.c",
                "battery_power_inverted": True,
            },
            {"sensor.a": 3000, "sensor.c": 1500},
            (0.5, 0.25, 0.25),
        ),
        ({"grid_meter": "none"}, {"sensor.a": 1500}, None),
        ({"grid_meter": "power", "grid_power": "sensor.a"}, {}, None),
        (
            {"grid_meter": "power", "grid_power": "sensor.a", "battery_power": "sensor.c"},
            {"sensor.a": 3000},
            None,
        ),
    ],
)
async def test_the_recorders_statistics_say_where_energy_came_from(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    site: dict[str, Any],
    sensors: dict[str, float],
    expected: tuple[float, float, float] | None,
) -> None:
    freezer.move_to(at(180))
    for entity_id, power_w in sensors.items():
        powers(hass, entity_id, power_w, unit="kW" if power_w > 10_000 else "W")
    found = await read(hass, read_site(site))
    told = found.sources([slot(15), slot(75), slot(30, solar_wh=1500)])
    assert told == ({} if expected is None else {at(15): pytest.approx(expected)})


async def test_prices_of_then_come_from_the_states_of_their_entity(
    recorder_mock: Recorder, hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    cents = {"unit_of_measurement": "ct/kWh"}
    for minutes, price in ((-30, "40"), (0, "20"), (60, "unknown"), (65, "10"), (70, "-5")):
        freezer.move_to(at(minutes))
        hass.states.async_set("sensor.price", price, cents)
        hass.states.async_set("sensor.co2", str(minutes / 100), {"unit_of_measurement": "kg/kWh"})
        hass.states.async_set("sensor.sek", price, {"unit_of_measurement": "SEK/kWh"})
    er.async_get(hass).async_get_or_create(
        "sensor", "market", "1", suggested_object_id="gone", unit_of_measurement="EUR/MWh"
    )
    freezer.move_to(at(180))
    tariffs = {
        "price_surcharge": 0.1,
        "price_factor": 2.0,
        "co2_entity": "sensor.co2",
        "feed_in_entity": "sensor.sek",
    }
    options = read_site({"prices": ["sensor.gone", "sensor.price"]}, tariffs)
    found = await read(hass, options)
    first = found.prices_of(at(15))
    assert first.price == pytest.approx(0.6)
    assert (first.feed_in_price, first.co2_g_per_kwh) == (None, 0)
    assert found.prices_of(at(75)).price == pytest.approx(0.1)
    assert found.prices_of(at(75)).co2_g_per_kwh == pytest.approx(700)
    assert found.prices_of(at(135)).price is None


@pytest.mark.parametrize(
    ("minutes", "value"),
    [(-1, None), (0, 0.2), (59, 0.2), (61, None), (125, 0.3), (185, 0.3), (250, 0.3), (400, None)],
)
def test_a_value_counts_for_an_hour_or_where_the_next_one_is_the_same(
    minutes: float, value: float | None
) -> None:
    values = [(at(0), 0.2), (at(120), 0.3), (at(240), 0.3)]
    assert value_at(values, at(minutes)) == value


def test_a_quarter_of_which_five_minutes_are_missing_is_partly_unknown() -> None:
    house = RecordedHouse(grid_w={at(0): 6000.0, at(5): 0.0})
    assert house.sources([slot(0)]) == {
        at(0): Sources(pytest.approx(1 / 3), pytest.approx(1 / 3), 0)  # type: ignore[arg-type]
    }


async def test_cars_that_charged_at_the_same_time_share_what_was_recorded(
    hass: HomeAssistant,
) -> None:
    """The grid gave 3 of 6 kW; together the two cars have not taken more from it than it gave."""
    entry = await set_up(hass, charge_point_data(), charge_point_data("CP-2"), id_tag_data())
    home = Home(hass, entry)
    times = {"started_at": at(5), "stopped_at": at(65)}
    home.file(1, (0, 1), 4000, **times)
    home.file(2, (0, 1), 2000, charge_point_id="CP-2", id_tag="OTHER", **times)
    await hass.async_block_till_done(wait_background_tasks=True)
    recorded = RecordedHouse(grid_w={at(5 * number): 3000.0 for number in range(24)})
    taken: dict[datetime, float] = {}
    for session_id, own_wh in ((1, 1000), (2, 500)):
        beside = await async_energy_beside(home.ledger, session_id, NOON, at(90))
        assert beside[at(15)] == pytest.approx(1500 - own_wh, abs=0.2)
        assert sum(beside.values()) == pytest.approx(6000 - 4 * own_wh, abs=0.2)
        for start, parts in recorded.sources([slot(15, own_wh)], beside).items():
            taken[start] = taken.get(start, 0) + own_wh * parts.grid
    assert taken == {at(15): pytest.approx(750, abs=0.2)}
    home.ledger.keep_details(2, NO_DETAILS)
    await hass.async_block_till_done(wait_background_tasks=True)
    beside = await async_energy_beside(home.ledger, 1, NOON, at(90))
    assert beside[at(15)] == pytest.approx(500)
    assert sum(beside.values()) == pytest.approx(2000)
    await hass.config_entries.async_unload(entry.entry_id)


async def test_without_a_recorder_nothing_is_known(hass: HomeAssistant) -> None:
    assert await async_read_house(hass, SiteOptions(), NOON, at(60)) == RecordedHouse()
