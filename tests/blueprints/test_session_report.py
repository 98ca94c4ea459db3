"""The report of each session: what it took and what it cost, and how that is known."""

from datetime import timedelta
from typing import Any

from homeassistant.components.persistent_notification import _async_get_or_create_notifications
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
    get_start_time,
)

from tests.chargers import C2EU, boot_c2eu, meter_values, sample, start, stop
from tests.helpers import charge_point_data, id_tag_data, set_up

from .conftest import NOON, place_blueprints
from .house import MINUTE, SESSION, SESSION_ENERGY, House, Json

PRICE = "sensor.price"


def answer_statistics(house: House, rows: dict[str, list[Json]]) -> list[ServiceCall]:
    """Have the recorder's action answer; returns how it was asked."""
    calls: list[ServiceCall] = []

    async def answer(call: ServiceCall) -> Any:
        calls.append(call)
        return {"statistics": rows}

    house.hass.services.async_register(
        "recorder", "get_statistics", answer, supports_response=SupportsResponse.ONLY
    )
    return calls


async def charge_5_kwh(house: House, minutes: int = 90) -> None:
    """Have a whole session pass: 5 kWh."""
    await house.charge()
    await house.move(minutes * MINUTE, step_s=600)
    await house.end()


async def test_report_with_a_fixed_price(house: House) -> None:
    await house.automate("session_report", session=[SESSION], fixed_price=0.25)
    await charge_5_kwh(house)
    assert house.messages == ["5.00 kWh in 1:30 h, Anna. Cost: 1.25 (0.2500 per kWh, fixed price)."]


async def test_report_in_german(house: House) -> None:
    await house.automate("session_report", session=[SESSION], fixed_price=0.25, language="de")
    await charge_5_kwh(house)
    assert house.messages == [
        "5,00 kWh in 1:30 h, Anna. Kosten: 1,25 (0,2500 je kWh, fester Preis)."
    ]


async def test_report_is_told_once_and_of_ends_only(house: House) -> None:
    await house.automate("session_report", session=[SESSION])
    await house.charge()
    assert house.messages == []
    await house.end()
    assert len(house.forget()) == 1
    await house.hass.config_entries.async_reload(house.entry.entry_id)
    await house.reconnect_anew()
    assert house.messages == []


async def test_report_leaves_out_a_session_without_energy(house: House) -> None:
    await house.automate("session_report", session=[SESSION])
    await house.charge()
    await house.end(meter_stop=1030)
    assert house.messages == []


def rows_at(house: House, *values: float | None, kind: str) -> list[Json]:
    """Statistics of the five minutes from now on."""
    begin = dt_util.utcnow().replace(
        minute=dt_util.utcnow().minute // 5 * 5, second=0, microsecond=0
    )
    return [
        {"start": (begin + timedelta(minutes=5 * number)).isoformat(), kind: each}
        for number, each in enumerate(values)
        if each is not None
    ]


@pytest.mark.parametrize("kind", ["mean", "state"])
async def test_report_weighs_the_price_with_the_energy(house: House, kind: str) -> None:
    """Plugged in for long while it is dear, charged while it is cheap; the last kWh is not recorded yet."""
    house.set(PRICE, 0.5, {"unit_of_measurement": "EUR/kWh"})
    prices = rows_at(house, 0.4, 0.4, 0.4, 0.1, 0.2, kind=kind)
    energies = rows_at(house, 0, 0, 0, 3, 1, kind="change")
    calls = answer_statistics(house, {PRICE: prices, SESSION_ENERGY: energies})
    await house.automate("session_report", session=[SESSION], price=PRICE, surcharge=0.1)
    await charge_5_kwh(house, 30)
    (message,) = house.messages
    assert "Cost: 1.50 EUR (0.3000 per kWh, prices at the times of charging)" in message
    (call,) = calls
    assert call.data["statistic_ids"] == [PRICE, SESSION_ENERGY]
    assert call.data["start_time"] == NOON.replace(second=0).isoformat()


async def test_report_takes_the_mean_price_where_little_is_known_of_the_energy(
    house: House,
) -> None:
    house.set(PRICE, 500, {"unit_of_measurement": "EUR/MWh"})
    prices = rows_at(house, 100, 300, kind="mean")
    answer_statistics(house, {PRICE: prices, SESSION_ENERGY: rows_at(house, 1, kind="change")})
    await house.automate("session_report", session=[SESSION], price=PRICE)
    await charge_5_kwh(house)
    (message,) = house.messages
    assert "Cost: 1.00 EUR (0.2000 per kWh, mean price of the session)" in message


async def test_report_takes_the_present_price_where_no_other_is_known(house: House) -> None:
    house.set(PRICE, 30, {"unit_of_measurement": "ct/kWh"})
    answer_statistics(house, {})
    await house.automate("session_report", session=[SESSION], price=PRICE, currency="€")
    await charge_5_kwh(house)
    (message,) = house.messages
    assert "Cost: 1.50 € (0.3000 per kWh, price at the end; no other price is known)" in message


async def test_report_says_so_where_no_price_is_known(house: House) -> None:
    house.set(PRICE, "unavailable")
    answer_statistics(house, {})
    await house.automate("session_report", session=[SESSION], price=PRICE)
    await charge_5_kwh(house)
    (message,) = house.messages
    assert message.startswith("5.00 kWh")
    assert "The cost is not known" in message


async def test_report_with_home_assistants_own_statistics(
    recorder_mock: Recorder, hass: HomeAssistant
) -> None:
    """3 kWh at 0.1, recorded, and 2 kWh at 0.3 that are not recorded yet."""
    place_blueprints(hass)
    for component in ("sensor", "persistent_notification"):
        assert await async_setup_component(hass, component, {})
    entry = await set_up(hass, charge_point_data(C2EU, "Wallbox"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    use = {
        "path": "plug_control/session_report.yaml",
        "input": {"session": [SESSION], "price": PRICE},
    }
    automation = {"id": "report", "alias": "Report", "use_blueprint": use}
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    measured = {"unit_of_measurement": "EUR/kWh", "state_class": "measurement"}
    hass.states.async_set(PRICE, "0.1", measured)
    began = dt_util.utcnow()
    transaction_id = await start(charge_point, meter_start=1000, timestamp=began.isoformat())
    samples = (sample("4000", "Energy.Active.Import.Register", "Wh"),)
    await meter_values(charge_point, samples, timestamp=dt_util.utcnow().isoformat())
    await hass.async_block_till_done()
    await async_wait_recording_done(hass)
    for period in sorted({get_start_time(began), get_start_time(dt_util.utcnow())}):
        do_adhoc_statistics(hass, start=period)
    await async_wait_recording_done(hass)
    hass.states.async_set(PRICE, "0.3", measured)
    ended = dt_util.utcnow().isoformat()
    await stop(charge_point, transaction_id, meter_stop=6000, timestamp=ended)
    await hass.async_block_till_done()
    (notification,) = _async_get_or_create_notifications(hass).values()
    assert "Cost: 0.90 EUR (0.1800 per kWh, prices at the times" in notification["message"]
    await charge_point.close()
