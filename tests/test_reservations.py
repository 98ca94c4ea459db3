"""Reserving, by card, name and person; who may do it, and what others see of it."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.util import dt as dt_util
import pytest

from .action_calls import call
from .chargers import C2EU
from .entity_states import charging_c2eu, state
from .people import TENANT, USER
from .test_permissions import OTHER_TAG, House, house

__all__ = ["house"]


def until() -> str:
    return (dt_util.utcnow() + timedelta(hours=1)).isoformat(timespec="seconds")


async def test_by_the_cards_name_and_shown_in_the_status(house: House) -> None:
    made = await call(house.hass, "reserve", device=2, id_tag="ben", until=(at := until()))
    (sent,) = house.charge_point.received("ReserveNow")
    assert (sent["connectorId"], sent["idTag"]) == (2, OTHER_TAG)
    assert sent["reservationId"] == made["reservation_id"]
    attributes = state(house.hass, "sensor.twin_2_status").attributes
    assert attributes["reserved_for"] == "Ben"
    assert dt_util.parse_datetime(attributes["reserved_until"]) == dt_util.parse_datetime(at)
    cancelled = await call(house.hass, "cancel_reservation", device=2)
    assert cancelled["state"] == "cancelled"
    assert "reserved_for" not in state(house.hass, "sensor.twin_2_status").attributes


async def test_by_person(house: House) -> None:
    house.give_card("Ben", USER)
    await house.hass.async_block_till_done()
    user = house.people[USER]
    assert user is not None
    house.hass.states.async_set("person.ben", "home", {"user_id": user.id})
    house.hass.states.async_set("person.guest", "home")
    await call(house.hass, "reserve", device=2, person="person.ben", until=until())
    assert house.charge_point.received("ReserveNow")[0]["idTag"] == OTHER_TAG
    with pytest.raises(HomeAssistantError) as error:
        await call(house.hass, "reserve", device=2, person="person.guest", until=until())
    assert error.value.translation_key == "no_card_of_person"


async def test_users_reserve_for_themselves_with_their_own_card(house: House) -> None:
    house.give_card("Ben", TENANT)
    await house.hass.async_block_till_done()
    await house.call(TENANT, "reserve", device=1, until=until())
    assert house.charge_point.received("ReserveNow")[0]["idTag"] == OTHER_TAG
    with pytest.raises(Unauthorized):
        await house.call(TENANT, "reserve", device=1, id_tag="Anna", until=until())
    with pytest.raises(Unauthorized):  # of a connector that is not theirs
        await house.call(TENANT, "reserve", device=2, until=until())


async def test_a_reservation_of_another_connector_is_not_cancelled_by_its_number(
    house: House,
) -> None:
    made = await call(house.hass, "reserve", device=2, id_tag="Ben", until=until())
    with pytest.raises(Unauthorized):
        await house.call(
            TENANT, "cancel_reservation", device=1, reservation_id=made["reservation_id"]
        )
    assert house.charge_point.received("CancelReservation") == []


@pytest.mark.parametrize(
    ("status", "key"),
    [
        ("Occupied", "reserve_occupied"),
        ("Faulted", "reserve_faulted"),
        ("Unavailable", "reserve_unavailable"),
        ("Rejected", "reserve_rejected"),
        ("Odd", "command_rejected"),
    ],
)
async def test_a_refusal_says_why(house: House, status: str, key: str) -> None:
    house.charge_point.auto_reply("ReserveNow", {"status": status})
    with pytest.raises(HomeAssistantError) as error:
        await call(house.hass, "reserve", device=2, until=until())
    assert error.value.translation_key == key
    assert error.value.translation_placeholders is not None
    assert error.value.translation_placeholders["charge_point"] == "Twin"


async def test_a_c2eu_is_not_asked_for_what_it_does_not_survive(hass: HomeAssistant) -> None:
    async with charging_c2eu(hass) as (_, charge_point):
        for action, data, key in (
            ("reserve", {"until": until()}, "reservation_starts_charge"),
            ("get_composite_schedule", {}, "never_answered"),
        ):
            with pytest.raises(HomeAssistantError) as error:
                await call(hass, action, charge_point_id=C2EU, **data)
            assert error.value.translation_key == key
        assert not charge_point.received("ReserveNow")
        assert not charge_point.received("GetCompositeSchedule")


async def test_what_is_not_reserved_or_not_known_cannot_be_cancelled(house: House) -> None:
    with pytest.raises(HomeAssistantError) as error:
        await call(house.hass, "cancel_reservation", device=2)
    assert error.value.translation_key == "no_reservation"
    await call(house.hass, "reserve", device=2, until=until())
    house.charge_point.auto_reply("CancelReservation", {"status": "Rejected"})
    with pytest.raises(HomeAssistantError) as error:
        await call(house.hass, "cancel_reservation", device=2)
    assert error.value.translation_key == "reservation_unknown"


async def test_the_list_has_names_and_can_be_filtered(house: House) -> None:
    await call(house.hass, "reserve", device=2, id_tag="Ben", until=until())
    await call(house.hass, "cancel_reservation", device=2)
    await call(house.hass, "reserve", device=1, id_tag="Anna", until=until())
    rows: list[Any] = (await call(house.hass, "get_reservations"))["reservations"]
    assert [(row["connector_name"], row["card_name"], row["state"]) for row in rows] == [
        ("Twin 2", "Ben", "cancelled"),
        ("Twin 1", "Anna", "active"),
    ]
    only = await call(house.hass, "get_reservations", device=2, state=["cancelled", "used"])
    assert [row["card_name"] for row in only["reservations"]] == ["Ben"]
    assert (await call(house.hass, "get_reservations", device=2, state="active")) == {
        "reservations": []
    }


async def test_others_see_that_it_is_reserved_but_not_for_whom(house: House) -> None:
    await call(house.hass, "reserve", device=1, id_tag="Anna", until=until())
    await call(house.hass, "reserve", device=2, id_tag="Ben", until=until())
    (row,) = (await house.call(TENANT, "get_reservations"))["reservations"]
    assert (row["connector_id"], row["id_tag"], row["card_name"]) == (1, None, None)
    assert row["state"] == "active"


async def test_the_schedule_that_the_charger_tells(house: House) -> None:
    answer = await call(house.hass, "get_composite_schedule", device=1, duration=3600)
    assert house.charge_point.received("GetCompositeSchedule") == [
        {"connectorId": 1, "duration": 3600, "chargingRateUnit": "A"}
    ]
    (period,) = answer["periods"]
    assert (period["current_a"], period["power_w"], period["phases"]) == (10, 6900, 3)
    await call(house.hass, "get_composite_schedule", device=1, duration=3600)
    assert len(house.charge_point.received("GetCompositeSchedule")) == 2
    for _ in range(3):  # the tenant's looking costs the charger one message a minute at most
        await house.call(TENANT, "get_composite_schedule", device=1, duration=3600)
    assert len(house.charge_point.received("GetCompositeSchedule")) == 2


async def test_a_schedule_is_for_those_who_may_read_the_connector(house: House) -> None:
    for data in ({"device": 2}, {"device": 1, "connector_id": 0}):
        with pytest.raises((Unauthorized, HomeAssistantError)):
            await house.call(TENANT, "get_composite_schedule", **data)
    assert house.charge_point.received("GetCompositeSchedule") == []
