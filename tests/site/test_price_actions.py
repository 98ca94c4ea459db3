"""Prices that integrations of Home Assistant tell in the answer to an action only."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    mock_integration,
)

from custom_components.plug_control.site.options import SiteOptions
from custom_components.plug_control.site.readings import SiteSensors

MORNING = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)
AFTERNOON = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 5, 12), date(2026, 5, 13)
HOUR = timedelta(hours=1)

type Answer = Callable[[dict[str, Any]], Any]


@pytest.fixture(autouse=True)
async def zurich(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    await hass.config.async_set_time_zone("Europe/Zurich")
    freezer.move_to(MORNING)


def midnight(day: date) -> datetime:
    """Return when a day in May begins in Zurich."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - 2 * HOUR


def price_entity(
    hass: HomeAssistant, domain: str, unique_id: str, device: str = "Device"
) -> tuple[str, str]:
    """Register a price entity of an integration; returns its id and that of its config entry."""
    mock_integration(hass, MockModule(domain))
    entry = MockConfigEntry(domain=domain, state=ConfigEntryState.LOADED)
    entry.add_to_hass(hass)
    home = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(domain, unique_id)}, name=device
    )
    entity = er.async_get(hass).async_get_or_create(
        "sensor", domain, unique_id, config_entry=entry, device_id=home.id
    )
    hass.states.async_set(entity.entity_id, "0.12", {"unit_of_measurement": "SEK/kWh"})
    return entity.entity_id, entry.entry_id


def action(hass: HomeAssistant, domain: str, service: str, answer: Answer) -> list[dict[str, Any]]:
    """Register an action; returns what it is asked."""
    asked: list[dict[str, Any]] = []

    async def handle(call: ServiceCall) -> Any:
        asked.append(dict(call.data))
        return answer(dict(call.data))

    hass.services.async_register(domain, service, handle, supports_response=SupportsResponse.ONLY)
    return asked


def nordpool_day(asked: dict[str, Any]) -> dict[str, Any]:
    """Answer as Nord Pool does: each area's prices per MWh; tomorrow's are dearer."""
    day = date.fromisoformat(asked["date"])
    price = 100.0 if day == TODAY else 200.0
    return {
        area: [
            {
                "start": (midnight(day) + at * HOUR).isoformat(),
                "end": (midnight(day) + (at + 1) * HOUR).isoformat(),
                "price": price * factor,
            }
            for at in range(24)
        ]
        for area, factor in (("SE3", 1), ("SE4", 5))
    }


def sensors_of(hass: HomeAssistant, *entity_ids: str) -> SiteSensors:
    return SiteSensors(hass, SiteOptions(prices=entity_ids), ())


async def test_nord_pool_is_asked_for_today_and_from_noon_for_tomorrow(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    asked = action(hass, "nordpool", "get_prices_for_date", nordpool_day)
    entity_id, entry_id = price_entity(hass, "nordpool", "SE3-current_price")
    sensors = sensors_of(hass, entity_id)
    assert [slot.price for slot in sensors.read(MORNING).prices] == [0.12], "its state"
    await sensors.async_refresh_prices()
    await sensors.async_refresh_prices()
    assert asked == [{"config_entry": entry_id, "date": "2026-05-12"}], "what is known is not asked"
    values = sensors.read(MORNING)
    assert values.price == pytest.approx(0.1)
    assert values.price_unit == "SEK/kWh"
    assert len(values.prices) == 24
    freezer.move_to(AFTERNOON)
    await sensors.async_refresh_prices()
    assert [one["date"] for one in asked] == ["2026-05-12", "2026-05-13"]
    prices = sensors.read(AFTERNOON).prices
    assert [round(slot.price, 6) for slot in prices] == [0.1] * 24 + [0.2] * 24
    assert prices[-1].end == midnight(TOMORROW) + timedelta(days=1)


async def test_days_that_are_over_are_forgotten(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    action(hass, "nordpool", "get_prices_for_date", nordpool_day)
    entity_id, _ = price_entity(hass, "nordpool", "SE3-current_price")
    sensors = sensors_of(hass, entity_id)
    for days in range(5):
        now = AFTERNOON + timedelta(days=days)
        freezer.move_to(now)
        await sensors.async_refresh_prices()
        assert len(sensors.read(now).prices) <= 4 * 24


async def test_attributes_that_tell_the_day_make_asking_needless(hass: HomeAssistant) -> None:
    """The Nord Pool integration of HACS has the same domain and tells all in attributes."""
    asked = action(hass, "nordpool", "get_prices_for_date", nordpool_day)
    entity_id, _ = price_entity(hass, "nordpool", "SE3-current_price")
    hass.states.async_set(entity_id, "0.3", {"today": [0.3] * 24})
    await sensors_of(hass, entity_id).async_refresh_prices()
    assert asked == []


def tibber_homes(*names: str) -> Answer:
    """Answer as Tibber does: each home's prices from start to end; those of later homes are dearer."""

    def answer(asked: dict[str, Any]) -> dict[str, Any]:
        start, end = (datetime.fromisoformat(asked[key]) for key in ("start", "end"))
        hours = int((end - start) / HOUR)
        homes = {
            name: [
                {"start_time": (start + at * HOUR).isoformat(), "price": 0.1 * (place + 1)}
                for at in range(hours)
            ]
            for place, name in enumerate(names)
        }
        return {"prices": homes}

    return answer


@pytest.mark.parametrize(
    ("homes", "price"),
    [
        (("Cabin", "Home"), 0.2),
        (("Home", "Cabin"), 0.1),
        (("Called otherwise",), 0.1),
        (("Cabin", "Barn"), None),
    ],
)
async def test_tibber_is_asked_for_the_home_that_the_entity_is_of(
    hass: HomeAssistant, homes: tuple[str, ...], price: float | None
) -> None:
    asked = action(hass, "tibber", "get_prices", tibber_homes(*homes))
    entity_id, _ = price_entity(hass, "tibber", "home-id", "Home")
    hass.states.async_set(entity_id, "unknown", {"unit_of_measurement": "NOK/kWh"})
    sensors = sensors_of(hass, entity_id)
    await sensors.async_refresh_prices()
    assert asked == [{"start": "2026-05-12T00:00:00+02:00", "end": "2026-05-13T00:00:00+02:00"}]
    values = sensors.read(MORNING)
    assert values.price == (None if price is None else pytest.approx(price))
    assert len(values.prices) == (0 if price is None else 24)


DUTCH = {"incl_vat": True, "start": "2026-05-12", "end": "2026-05-12"}


@pytest.mark.parametrize(
    ("domain", "service", "unique_id", "key", "question"),
    [
        ("easyenergy", "get_energy_usage_prices", "1_today_energy_usage_x", "prices", DUTCH),
        (
            "energyzero",
            "get_energy_prices",
            "1_today_energy_current_hour_price",
            "prices",
            {**DUTCH, "price_type": "market"},
        ),
        (
            "energyzero",
            "get_energy_prices",
            "1_today_energy_all_in_current_price",
            "prices",
            {**DUTCH, "price_type": "all_in"},
        ),
        ("omie", "get_prices_for_date", "pt_spot_price", "pt", {"date": "2026-05-12"}),
    ],
)
async def test_other_integrations_of_home_assistant_are_asked(
    hass: HomeAssistant,
    domain: str,
    service: str,
    unique_id: str,
    key: str,
    question: dict[str, Any],
) -> None:
    hour = {"timestamp": str(MORNING), "start": str(MORNING), "price": 0.25}
    asked = action(hass, domain, service, lambda _: {key: [hour]})
    entity_id, entry_id = price_entity(hass, domain, unique_id)
    sensors = sensors_of(hass, entity_id)
    await sensors.async_refresh_prices()
    entry = {} if domain == "omie" else {"config_entry": entry_id}
    assert asked == [{**question, **entry}]
    assert sensors.read(MORNING).price == 0.25


async def test_prices_of_tomorrow_that_are_not_out_yet_are_no_news(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(asked: dict[str, Any]) -> Any:
        if asked["date"] == "2026-05-13":
            message = "no data"
            raise HomeAssistantError(message)
        return nordpool_day(asked)

    asked = action(hass, "nordpool", "get_prices_for_date", answer)
    freezer.move_to(AFTERNOON)
    sensors = sensors_of(hass, price_entity(hass, "nordpool", "SE3-current_price")[0])
    await sensors.async_refresh_prices()
    await sensors.async_refresh_prices()
    assert [one["date"] for one in asked] == ["2026-05-12", "2026-05-13", "2026-05-13"]
    assert [one for one in caplog.records if one.levelname == "WARNING"] == []


@pytest.mark.parametrize(
    "answer",
    [{}, {"prices": None}, {"prices": {"Home": None}}, {"prices": {"Home": [None, 7, {}]}}],
)
async def test_an_answer_of_another_shape_tells_nothing(hass: HomeAssistant, answer: Any) -> None:
    action(hass, "tibber", "get_prices", lambda _: answer)
    entity_id, _ = price_entity(hass, "tibber", "home-id", "Home")
    sensors = sensors_of(hass, entity_id)
    await sensors.async_refresh_prices()
    assert [slot.price for slot in sensors.read(MORNING).prices] == [0.12]


@pytest.mark.parametrize("error", [HomeAssistantError("no connection"), KeyError("area")])
async def test_a_failure_is_logged_once_and_costs_the_answer_only(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    failing = True

    def answer(asked: dict[str, Any]) -> Any:
        if failing:
            raise error
        return nordpool_day(asked)

    action(hass, "nordpool", "get_prices_for_date", answer)
    entity_id, _ = price_entity(hass, "nordpool", "SE3-current_price")
    sensors = sensors_of(hass, entity_id)
    for _ in range(3):
        await sensors.async_refresh_prices()

    def warnings() -> int:
        told = f"Prices of {entity_id}: no answer"
        return sum(
            one.levelname == "WARNING" and told in one.getMessage() for one in caplog.records
        )

    assert warnings() == 1
    failing = False
    await sensors.async_refresh_prices()
    assert sensors.read(MORNING).price == pytest.approx(0.1)
    failing = True
    other = sensors_of(hass, entity_id)
    await other.async_refresh_prices()
    assert warnings() == 2


async def test_whoever_has_no_action_is_not_asked(hass: HomeAssistant) -> None:
    known = price_entity(hass, "nordpool", "SE3-current_price")[0]
    unknown = price_entity(hass, "epex_spot", "price")[0]
    by_hand = "sensor.by_hand"
    sensors = sensors_of(hass, known, unknown, by_hand)
    await sensors.async_refresh_prices()
    assert [slot.price for slot in sensors.read(MORNING).prices] == [0.12]


async def test_an_integration_that_is_not_up_is_asked_later(hass: HomeAssistant) -> None:
    asked = action(hass, "nordpool", "get_prices_for_date", nordpool_day)
    entity_id, entry_id = price_entity(hass, "nordpool", "SE3-current_price")
    entry = hass.config_entries.async_get_entry(entry_id)
    assert isinstance(entry, MockConfigEntry)
    entry.mock_state(hass, ConfigEntryState.SETUP_RETRY)
    sensors = sensors_of(hass, entity_id)
    await sensors.async_refresh_prices()
    assert asked == []
    entry.mock_state(hass, ConfigEntryState.LOADED)
    await sensors.async_refresh_prices()
    assert len(asked) == 1


async def test_an_entity_without_config_entry_is_not_asked_for(hass: HomeAssistant) -> None:
    asked = action(hass, "nordpool", "get_prices_for_date", nordpool_day)
    entity = er.async_get(hass).async_get_or_create("sensor", "nordpool", "by-yaml")
    sensors = sensors_of(hass, entity.entity_id)
    await sensors.async_refresh_prices()
    assert asked == []
    assert sensors.read(MORNING).prices == ()
