"""The websocket command of the ribbon: what it answers, with a recorder and without (who may ask: test_permissions.py)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.recorder.core import Recorder
from homeassistant.components.recorder.models import StatisticMeanType
from homeassistant.components.recorder.statistics import async_import_statistics
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.actions.ribbon_data import async_ribbon, default_span
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.permissions import Caller
from tests.helpers import charge_point_data, id_tag_data, set_up
from tests.house import MEASURED, House, house, wallbox

NOON = datetime(2026, 6, 14, 12, tzinfo=UTC)
POWER = "sensor.wallbox_cp_1_power"


async def ribbon(home: House, **span: datetime) -> dict[str, Any]:
    """Return the ribbon of the first charger's connector, as Home Assistant itself sees it."""
    start, end = default_span(home.now)
    coordinator = home.entry.runtime_data.coordinators["CP-1"]
    caller = Caller(hass=home.hass, user=None)
    span = {"start": start, "end": end, **span}
    return await async_ribbon(caller, coordinator, 1, **span)


def prices(home: House, *values: float) -> None:
    """Tell the price of each hour from ten in the morning on."""
    start = home.now.replace(minute=0)
    home.hass.states.async_set(
        "sensor.prices",
        str(values[0]),
        {
            "unit_of_measurement": "EUR/kWh",
            "prices": [
                {"start": (start + timedelta(hours=hour)).isoformat(), "price": value}
                for hour, value in enumerate(values)
            ],
        },
    )


# ---- what it answers


async def test_a_plan_with_its_wish_prices_and_what_was_decided(hass: HomeAssistant) -> None:
    site = {**MEASURED, "prices": ["sensor.prices"]}
    async with house(hass, wallbox(), site=site) as home:
        prices(home, 0.30, 0.30, 0.10, 0.20)
        charger = await home.add_charger()
        await charger.plug_in()
        await home.run(30)
        await home.wish(mode=Mode.OFF, plan=True, target_energy_wh=5000.0)
        await home.run(30)
        told = await ribbon(home)
        assert told["wish"] == {
            "plan": True,
            "ready_by": "07:00:00",
            "repeat": "once",
            "energy_kwh": 5.0,
            "soc_percent": None,
            "unused_soc_percent": None,
        }
        plan = told["plan"]
        assert 4.5 < plan["energy_kwh"] <= 5.0
        assert 0.10 <= plan["windows"][0]["price"] < 0.20
        assert [step["price"] for step in told["prices"]] == [0.30, 0.10, 0.20]
        assert told["price_unit"] == "EUR/kWh"
        last = told["changes"][-1]
        assert last["code"] == last["attributes"]["code"] == "plan_waiting"
        assert last["limit_a"] == 0
        assert (told["power"], told["sun"], told["sun_kind"]) == ([], [], "surplus")


async def test_a_house_of_which_nothing_is_known_has_a_ribbon_without_it(
    hass: HomeAssistant,
) -> None:
    async with house(hass, wallbox()) as home:
        await home.add_charger()
        await home.run(30)
        told = await ribbon(home)
        assert told["plan"] is None
        assert told["sun_kind"] is None
        assert (told["prices"], told["forecast"], told["sun"]) == ([], [], [])
        assert told["changes"][-1]["code"] == "no_car"


async def test_a_span_that_is_yet_to_come_has_no_past(hass: HomeAssistant) -> None:
    async with house(hass, wallbox(), site=MEASURED) as home:
        await home.add_charger()
        await home.run(30)
        start = home.now + timedelta(hours=1)
        told = await ribbon(home, start=start, end=start + timedelta(hours=24))
        assert (told["changes"], told["power"], told["sun"]) == ([], [], [])


async def test_a_forecast_is_cut_to_the_span(hass: HomeAssistant) -> None:
    site = {**MEASURED, "solar_forecast": ["sensor.forecast"]}
    async with house(hass, wallbox(), site=site) as home:
        midnight = home.now.replace(hour=0, minute=0, second=0)
        slots = [
            {"period_start": (midnight + timedelta(hours=hour)).isoformat(), "pv_estimate": 1.5}
            for hour in range(72)
        ]
        hass.states.async_set("sensor.forecast", "1", {"detailedForecast": slots})
        await home.add_charger()
        await home.run(30)
        start = home.now - timedelta(hours=1)
        told = await ribbon(home, start=start, end=start + timedelta(hours=6))
        assert {slot["power_w"] for slot in told["forecast"]} == {1500}
        assert told["forecast"][0]["start"] <= start.isoformat() < told["forecast"][0]["end"]
        assert len(told["forecast"]) <= 7


# ---- the recorder


def record(hass: HomeAssistant, entity_id: str, *means: float) -> None:
    """Record a sensor's mean power of each hour from eight in the morning on."""
    async_import_statistics(
        hass,
        {
            "has_sum": False,
            "mean_type": StatisticMeanType.ARITHMETIC,
            "name": None,
            "source": "recorder",
            "statistic_id": entity_id,
            "unit_class": "power",
            "unit_of_measurement": "W",
        },
        [
            {"start": NOON + timedelta(hours=hour - 4), "mean": mean, "min": mean, "max": mean}
            for hour, mean in enumerate(means)
        ],
    )


async def recorded(
    hass: HomeAssistant, site: dict[str, Any], **means: tuple[float, ...]
) -> dict[str, Any]:
    """Return the ribbon of a house whose sensors have a past."""
    options = {"site": site}
    entry = await set_up(hass, charge_point_data("CP-1"), id_tag_data(), options=options)
    for name, each in means.items():
        record(hass, f"sensor.{name}", *each)
    await async_wait_recording_done(hass)
    coordinator = entry.runtime_data.coordinators["CP-1"]
    coordinator.charge_point.connector(1)
    start, end = default_span(NOON)
    return await async_ribbon(Caller(hass=hass, user=None), coordinator, 1, start, end)


@pytest.mark.parametrize(
    ("site", "kind", "expected_w"),
    [
        ({"grid_meter": "power", "grid_power": "sensor.grid"}, "surplus", 2500),
        (
            {"grid_meter": "power", "grid_power": "sensor.grid", "solar_power": "sensor.roof"},
            "solar",
            4000,
        ),
    ],
)
async def test_the_sun_as_it_was_is_the_roofs_or_else_what_was_left(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    site: dict[str, Any],
    kind: str,
    expected_w: int,
) -> None:
    freezer.move_to(NOON)
    told = await recorded(hass, site, grid=(-2500.0, -2500.0), roof=(4000.0, 4000.0))
    assert told["sun_kind"] == kind
    assert told["sun"][0] == (int((NOON - timedelta(hours=4)).timestamp()), expected_w)
    assert len(told["sun"]) == 24
    assert {power_w for _, power_w in told["sun"]} == {expected_w}


async def test_a_recorder_that_cannot_be_read_costs_the_past_only(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    freezer.move_to(NOON)

    def fail(*_: object) -> None:
        raise SQLAlchemyError("locked")

    for name in ("_read_house", "read_means"):
        monkeypatch.setattr(f"custom_components.plug_control.worth.history.{name}", fail)
    monkeypatch.setattr("custom_components.plug_control.actions.ribbon_data.read_means", fail)
    monkeypatch.setattr(
        "custom_components.plug_control.actions.ribbon_data.connector_entity", lambda *_: POWER
    )
    told = await recorded(hass, {"grid_meter": "power", "grid_power": "sensor.grid"})
    assert (told["power"], told["sun"]) == ([], [])
    assert "The house's history cannot be read: locked" in caplog.text
    assert f"The history of {POWER} cannot be read: locked" in caplog.text


async def test_the_cars_power_and_yesterdays_prices_come_from_the_recorder(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    freezer.move_to(NOON - timedelta(minutes=50))
    unit = {"unit_of_measurement": "EUR/kWh"}
    hass.states.async_set("sensor.price", "0.25", unit)
    await async_wait_recording_done(hass)
    freezer.move_to(NOON)
    monkeypatch.setattr(
        "custom_components.plug_control.actions.ribbon_data.connector_entity", lambda *_: POWER
    )
    told = await recorded(hass, {"prices": ["sensor.price"]}, wallbox_cp_1_power=(3680.0,))
    assert {power_w for _, power_w in told["power"]} == {3680}
    assert len(told["power"]) == 12
    assert [step["price"] for step in told["prices"]][:1] == [0.25]
