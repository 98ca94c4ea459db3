"""What sessions are worth, by action: rows, totals, one session, and corrections."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.actions import session_totals
from custom_components.plug_control.actions.session_totals import Period, boundaries
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth, WorthSlot
from custom_components.plug_control.model.session import Session, StopReason
from tests.helpers import ID_TAG, charge_point_data, id_tag_data, set_up

MARCH = datetime(2026, 3, 14, 10, tzinfo=UTC)
APRIL = datetime(2026, 3, 31, 23, tzinfo=UTC)
"""The first of April in Berlin."""
GUEST = "BEEF01"


def session(number: int, at: datetime, **fields: Any) -> Session:
    row = {
        "session_id": number,
        "transaction_id": number,
        "charge_point_id": "CP-1",
        "connector_id": 1,
        "id_tag": ID_TAG,
        "started_at": at,
        "stopped_at": at + timedelta(hours=1),
        "meter_start_wh": 1000.0,
        "meter_stop_wh": 8000.0,
        "energy_wh": 7000.0,
        "energy_estimated": False,
        "time_estimated": False,
        "stop_reason": StopReason.LOCAL,
    }
    return Session(**{**row, **fields})


SLOT = WorthSlot(start=MARCH, energy_wh=7000.0, grid_wh=3000.0, solar_wh=4000.0, price=0.3)
WORTH = SessionWorth(
    grid_wh=3000.0,
    solar_wh=4000.0,
    battery_wh=0.0,
    cost=1.22,
    currency="EUR",
    price=0.1743,
    saved=0.88,
    is_final=True,
    plan_energy_wh=9000.0,
    plan_ready_by=MARCH + timedelta(hours=8),
    why_ended="local",
    slots=(SLOT,),
)


@pytest.fixture
async def entry(hass: HomeAssistant) -> MockConfigEntry:
    """Sessions of Anna's in March and April, one of a guest, and a car."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    entry = await set_up(hass, charge_point_data("CP-1", "Garage"), id_tag_data())
    car = ConfigSubentry(
        data=MappingProxyType({}),
        subentry_id="01CAR",
        subentry_type="car",
        title="ID.3",
        unique_id="car",
    )
    hass.config_entries.async_add_subentry(entry, car)
    await hass.async_block_till_done()
    ledger = entry.runtime_data.central_system.ledger
    for each in (
        session(1, MARCH),
        session(2, APRIL),
        session(
            3, MARCH + timedelta(hours=2), id_tag=GUEST, meter_stop_wh=2000.0, energy_wh=1000.0
        ),
    ):
        ledger._records.file(each)
    # What they are worth by themselves
    await hass.async_block_till_done(wait_background_tasks=True)
    ledger.keep_details(1, SessionDetails(car_id="01CAR", car_name="Old name", worth=WORTH))
    return entry


async def ask(hass: HomeAssistant, action: str, **data: Any) -> Any:
    return await hass.services.async_call(DOMAIN, action, data, blocking=True, return_response=True)


async def row_of(hass: HomeAssistant, session_id: int) -> dict[str, Any]:
    row: dict[str, Any] = (await ask(hass, "get_session", session_id=session_id))["session"]
    return row


async def test_rows_say_who_and_what_it_was_worth(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    first, guest, other = (await ask(hass, "get_sessions"))["sessions"]
    assert (first["person"], first["person_corrected"], guest["person"]) == ("Anna", False, None)
    assert (first["car_id"], first["car"], other["car"]) == ("01CAR", "Old name", None)
    assert (first["cost"], first["currency"], other["cost"]) == (1.22, "EUR", None)
    for filters, ids in (
        ({"car_id": "01CAR"}, [1]),
        ({"person": "anna"}, [1, 2]),
        ({"person": "nobody"}, []),
    ):
        rows = (await ask(hass, "get_sessions", **filters))["sessions"]
        assert [row["session_id"] for row in rows] == ids, filters


async def test_one_session_has_its_slots_and_its_plan(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    row = await row_of(hass, 1)
    assert (row["meter_start_wh"], row["meter_stop_wh"], row["hourly_wh"]) == (1000, 8000, [])
    assert row["plan"] == {"energy_wh": 9000.0, "ready_by": "2026-03-14T18:00:00+00:00"}
    assert (row["why_ended"], row["is_final"]) == ("local", True)
    (slot,) = row["slots"]
    assert (slot["start"], slot["solar_wh"], slot["price"], slot["estimated"]) == (
        "2026-03-14T10:00:00+00:00",
        4000.0,
        0.3,
        False,
    )
    row = await row_of(hass, 2)
    assert row["plan"] is None
    with pytest.raises(ServiceValidationError, match="4711"):
        await row_of(hass, 4711)


async def test_totals_are_by_local_month_and_by_who_or_what(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async def totals(**data: Any) -> list[tuple[Any, ...]]:
        rows = (await ask(hass, "get_session_totals", **data))["totals"]
        return [(row["period"], row["key"], row["name"], row["energy_wh"]) for row in rows]

    march, april = "2026-03-01T00:00:00+01:00", "2026-04-01T00:00:00+02:00"
    assert await totals() == [(march, None, None, 8000), (april, None, None, 7000)]
    assert await totals(by="person") == [
        (march, "Anna", "Anna", 7000),
        (march, "…01", "…01", 1000),
        (april, "Anna", "Anna", 7000),
    ]
    everything = {"period": "all"}
    assert await totals(by="connector", **everything) == [(None, "CP-1#1", "Garage", 15_000)]
    assert await totals(by="card", **everything) == [
        (None, ID_TAG.lower(), "Anna", 14_000),
        (None, GUEST.lower(), "…01", 1000),
    ]
    assert await totals(by="car", **everything) == [
        (None, "01CAR", "ID.3", 7000),
        (None, None, None, 8000),
    ]
    entry.runtime_data.central_system.ledger._records.file(
        session(4, MARCH, id_tag=None, energy_wh=10.0)
    )
    assert (None, None, None, 10) in await totals(by="person", **everything)
    await entry.runtime_data.central_system.ledger.delete([4])
    assert await totals(person="Anna", **everything) == [(None, None, None, 14_000)]
    hass.config_entries.async_remove_subentry(entry, "01CAR")
    assert (await totals(by="car", car_id="01CAR", **everything))[0][2] == "Old name"
    (row,) = (await ask(hass, "get_session_totals", **everything))["totals"]
    assert (row["cost"], row["currency"], row["without_cost"]) == (1.22, "EUR", 2)
    assert await totals(start="2030-01-01 00:00:00") == []


async def test_too_many_rows_are_refused(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = entry.runtime_data.central_system.ledger
    ledger._records.file(session(9, MARCH - timedelta(days=1000)))
    with pytest.raises(ServiceValidationError) as error:
        await ask(hass, "get_session_totals", period="hour")
    assert error.value.translation_key == "too_many_periods"
    assert len((await ask(hass, "get_session_totals", period="day"))["totals"]) == 3
    monkeypatch.setattr(session_totals, "MOST_ROWS", 2)
    with pytest.raises(ServiceValidationError) as error:
        await ask(hass, "get_session_totals", period="day")
    assert error.value.translation_key == "too_many_periods"


@pytest.mark.parametrize(
    ("zone", "period", "begins"),
    [
        ("Europe/Berlin", Period.DAY, ["2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"]),
        (
            "Europe/Berlin",
            Period.HOUR,
            [
                "2026-10-25T02:00:00+02:00",
                "2026-10-25T02:00:00+01:00",
                "2026-10-25T03:00:00+01:00",
            ],
        ),
        ("Europe/Berlin", Period.YEAR, ["2026-01-01T00:00:00+01:00", "2027-01-01T00:00:00+01:00"]),
        ("Asia/Kolkata", Period.HOUR, ["2026-10-25T05:00:00+05:30", "2026-10-25T06:00:00+05:30"]),
        (
            "Africa/Cairo",  # the clocks change at midnight
            Period.MONTH,
            ["2026-10-01T00:00:00+03:00", "2026-11-01T00:00:00+02:00"],
        ),
    ],
)
async def test_periods_follow_the_clock(
    hass: HomeAssistant, zone: str, period: Period, begins: list[str]
) -> None:
    await hass.config.async_set_time_zone(zone)
    first = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    last = first + timedelta(minutes=60 if len(begins) > 2 else 1)
    found = [each.isoformat() for each in boundaries(period, first, last)]
    assert found[: len(begins)] == begins


async def test_a_session_is_corrected_and_what_was_measured_stays(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    before = await row_of(hass, 2)
    await ask(
        hass, "correct_session", session_id=2, car="id.3", person=" Cleo\n", note="to\x00 the\nsea"
    )
    row = await row_of(hass, 2)
    assert row["may_correct"]
    told = {"car_id": "01CAR", "car": "ID.3", "person": "Cleo", "person_corrected": True}
    assert row == before | told | {"note": "to the sea"}
    await ask(hass, "correct_session", session_id=2, note="")
    assert (await row_of(hass, 2))["note"] is None
    assert (await row_of(hass, 2))["person"] == "Cleo"
    rows = (await ask(hass, "get_sessions", person="CLEO"))["sessions"]
    assert [row["session_id"] for row in rows] == [2]
    totals = (await ask(hass, "get_session_totals", by="person", period="all"))["totals"]
    assert [(row["name"], row["energy_wh"]) for row in totals] == [
        ("Anna", 7000),
        ("Cleo", 7000),
        ("…01", 1000),
    ]
    await ask(hass, "correct_session", session_id=2, car=None, person=None)
    assert await row_of(hass, 2) == before
    # A car that is gone stays the session's own
    hass.config_entries.async_remove_subentry(entry, "01CAR")
    await ask(hass, "correct_session", session_id=1, car="Old name", note="x")
    assert (await row_of(hass, 1))["car_id"] == "01CAR"
    # The sessions card offers it for others, too, since a session that the reader sees had it
    await ask(hass, "correct_session", session_id=2, car="01CAR")
    assert (await row_of(hass, 2))["car"] == "Old name"


async def test_what_cannot_be_corrected_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    for data, key in (
        ({"session_id": 4711, "note": "x"}, "unknown_session"),
        ({"session_id": 1, "car": "<b>"}, "unknown_car"),
    ):
        with pytest.raises(ServiceValidationError) as error:
            await ask(hass, "correct_session", **data)
        assert error.value.translation_key == key
    other = await set_up(hass, charge_point_data("CP-2", "Carport"))
    other.runtime_data.central_system.ledger._records.file(
        session(1, MARCH, charge_point_id="CP-2")
    )
    with pytest.raises(ServiceValidationError) as error:
        await ask(hass, "correct_session", session_id=1, note="whose?")
    assert error.value.translation_key == "several_charge_points"
    await ask(hass, "correct_session", session_id=1, note="this", charge_point_id="CP-2")
    row = (await ask(hass, "get_session", session_id=1, charge_point_id="CP-2"))["session"]
    assert row["note"] == "this"
    assert (await row_of(hass, 1))["note"] is None


async def test_a_correction_that_is_not_stored_is_told(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = entry.runtime_data.central_system.ledger
    await ledger.saved()
    with monkeypatch.context() as refusing:

        async def refused(*_: object) -> bool:
            return False

        refusing.setattr(ledger, "saved", refused)
        with pytest.raises(HomeAssistantError) as error:
            await ask(hass, "correct_session", session_id=1, note="kept all the same")
    assert error.value.translation_key == "not_stored_yet"
    assert (await row_of(hass, 1))["note"] == "kept all the same"
