"""The services that only ask: sessions and transactions, filtered and with names."""

from collections.abc import AsyncGenerator
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import DOMAIN
from tests.chargers import C2EU, TWO_CONNECTORS, boot_c2eu, charge_with_two_connectors, start, stop
from tests.helpers import ID_TAG, charge_point_data, coordinator_of, id_tag_data, set_up

MORNING = "2026-03-14T05:00:00+00:00"
MORNING_END = "2026-03-14T05:30:00+00:00"
EVENING = "2026-03-14T18:00:00+00:00"
EVENING_END = "2026-03-14T20:00:00+00:00"


@pytest.fixture
async def entry(hass: HomeAssistant) -> AsyncGenerator[MockConfigEntry]:
    """A ledger with two sessions of a C2EU, and one that runs on another charge point."""
    entry = await set_up(
        hass,
        charge_point_data(C2EU, "Garage", who_may_charge="anyone"),
        charge_point_data(TWO_CONNECTORS, "Twin"),
        id_tag_data(),
    )
    c2eu = await boot_c2eu(hass, entry)
    first = await start(c2eu, meter_start=1000, timestamp=MORNING)
    await stop(c2eu, first, meter_stop=3500, timestamp=MORNING_END)
    second = await start(c2eu, meter_start=3500, timestamp=EVENING, id_tag="GUEST")
    await stop(c2eu, second, meter_stop=9500, timestamp=EVENING_END)
    twin = await charge_with_two_connectors(hass, entry)
    twin.auto_reply("RemoteStopTransaction", {"status": "Accepted"})
    yield entry
    await c2eu.close()
    await twin.close()


async def ask(hass: HomeAssistant, service: str, **data: Any) -> list[dict[str, Any]]:
    """Return the rows that a service answers with."""
    response = await hass.services.async_call(
        DOMAIN, f"get_{service}", data, blocking=True, return_response=True
    )
    assert isinstance(response, dict)
    rows = response[service]
    assert isinstance(rows, list)
    return rows  # type: ignore[return-value] # a response is JSON


async def test_sessions_have_names_and_come_in_the_order_of_time(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    rows = await ask(hass, "sessions")
    assert [(row["charge_point_name"], row["card_name"], row["energy_wh"]) for row in rows] == [
        ("Garage", "Anna", 2500),
        ("Twin", "Anna", 1500),
        ("Garage", None, 6000),
    ]
    assert rows[0]["started_at"] == MORNING
    assert rows[0]["stopped_at"] == MORNING_END
    assert rows[1]["stopped_at"] is None


async def test_sessions_are_filtered(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    for data, energies in (
        ({"charge_point_id": C2EU}, [2500, 6000]),
        ({"charge_point_id": C2EU, "connector_id": 1}, [2500, 6000]),
        ({"charge_point_id": TWO_CONNECTORS, "connector_id": 2}, []),
        ({"id_tag": "anna"}, [2500, 1500]),
        ({"id_tag": ID_TAG.lower()}, [2500, 1500]),
        ({"id_tag": "Guest"}, [6000]),
        ({"start": EVENING}, [6000]),
        ({"end": "2026-03-14 06:00:00+00:00"}, [2500]),
        ({"start": "2026-03-14T05:30:00Z", "end": "2026-03-14T17:00:00Z"}, [1500]),
    ):
        rows = await ask(hass, "sessions", **data)
        assert [row["energy_wh"] for row in rows] == energies, data


async def test_sessions_come_in_pages_with_the_figures_of_all(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async def page(**data: Any) -> tuple[list[float], Any, Any]:
        response: Any = await hass.services.async_call(
            DOMAIN, "get_sessions", data, blocking=True, return_response=True
        )
        energies = [row["energy_wh"] for row in response["sessions"]]
        assert not any("hourly_wh" in row for row in response["sessions"])
        return energies, response["total_count"], response["totals"]

    everything = {"energy_wh": 10_000, "duration_s": 9000}
    other = await set_up(hass, charge_point_data("CP-2", "Carport"))
    for entries in (2, 1):
        assert await page(limit=2) == ([2500, 1500], 3, everything)
        assert await page(limit=2, offset=1) == ([1500, 6000], 3, everything)
        assert await page(limit=2, newest_first=True) == ([6000, 1500], 3, everything)
        assert await page(offset=3) == ([], 3, everything)
        if entries == 2:
            await hass.config_entries.async_remove(other.entry_id)
    assert await page(id_tag="GUEST", limit=1) == (
        [6000],
        1,
        {"energy_wh": 6000, "duration_s": 7200},
    )


async def test_sessions_of_a_device(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    device_id = coordinator_of(entry, TWO_CONNECTORS).device_id
    assert [row["energy_wh"] for row in await ask(hass, "sessions", device_id=device_id)] == [1500]


async def test_open_transactions(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    (row,) = await ask(hass, "transactions")
    transaction = coordinator_of(entry, TWO_CONNECTORS).charge_point.connectors[1].transaction
    assert transaction is not None
    assert row == {
        "transaction_id": transaction.transaction_id,
        "charge_point_id": TWO_CONNECTORS,
        "charge_point_name": "Twin",
        "connector_id": 1,
        "connector_name": "Twin 1",
        "id_tag": ID_TAG,
        "card_name": "Anna",
        "started_by": None,
        "started_by_name": None,
        "started_at": "2026-03-14T06:05:12+00:00",
        "meter_start_wh": 1998500,
        "energy_wh": 1500,
    }


async def test_open_transactions_are_filtered(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    for data, number in (
        ({"charge_point_id": C2EU}, 0),
        ({"charge_point_id": TWO_CONNECTORS}, 1),
        ({"charge_point_id": TWO_CONNECTORS, "connector_id": 1}, 1),
        ({"charge_point_id": TWO_CONNECTORS, "connector_id": 2}, 0),
    ):
        assert len(await ask(hass, "transactions", **data)) == number, data


async def test_nothing_can_be_asked_where_nothing_runs(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(entry.entry_id)
    with pytest.raises(ServiceValidationError) as error:
        await ask(hass, "sessions")
    assert error.value.translation_key == "nothing_loaded"


async def test_past_sessions_keep_the_names_of_then_whatever_is_renamed_or_deleted(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    before = await ask(hass, "sessions")
    names = ("charge_point_name", "connector_name", "card_name")
    for subentry in tuple(entry.subentries.values()):
        hass.config_entries.async_update_subentry(entry, subentry, title="Other")
    for subentry in tuple(entry.subentries.values()):
        hass.config_entries.async_remove_subentry(entry, subentry.subentry_id)
    await hass.async_block_till_done()
    after = await ask(hass, "sessions")
    assert [[row[name] for name in names] for row in after] == [
        [row[name] for name in names] for row in before
    ]
    assert {row["card_name"] for row in after} == {"Anna", None}
    assert [row["energy_wh"] for row in await ask(hass, "sessions", id_tag="Other")] == [2500, 1500]
