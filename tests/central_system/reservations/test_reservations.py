"""Reservations at a real socket: reserved, used, expired, cancelled, refused; and those whose answer was lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
import json
from typing import Any

import pytest

from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.reservations.reservations import MAX_KEPT
from custom_components.plug_control.model.events import ConnectorChanged
from custom_components.plug_control.model.reservation import Reservation, ReservationState
from custom_components.plug_control.model.tag import IdTag
from custom_components.plug_control.protocol.errors import (
    CallTimeoutError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from simulator.car import Car
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import CARD, NOW, Lab, MakeLab, start_transaction, status
from tests.central_system.simulated_home import ID, Home, at_home

UNTIL = NOW + timedelta(hours=2)


@pytest.fixture
async def charge_point(lab: Lab) -> ScriptedChargePoint:
    charge_point = await lab.started_up()
    charge_point.auto_reply("ReserveNow", {"status": "Accepted"})
    charge_point.auto_reply("CancelReservation", {"status": "Accepted"})
    await charge_point.call("StatusNotification", status())
    lab.events.clear()
    return charge_point


async def reserve(lab: Lab, id_tag: str = CARD, connector_id: int = 1) -> Reservation:
    return await lab.central_system.reservations.reserve("CP-1", connector_id, id_tag, UNTIL)


def look_round(lab: Lab) -> None:
    lab.central_system.reservations.look_round(lab.station("CP-1"))


def states(lab: Lab) -> list[str]:
    return [each.state.value for each in lab.central_system.reservations.all("CP-1")]


async def test_a_reservation_is_sent_and_shown_on_its_connector(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    lab.central_system.set_id_tags([IdTag(id_tag=CARD, name="Anna", group="family")])
    reservation = await lab.central_system.reservations.reserve(
        "CP-1", 1, CARD, UNTIL.replace(microsecond=5), user_id="anna"
    )
    assert charge_point.received("ReserveNow") == [
        {
            "connectorId": 1,
            "idTag": CARD,
            "parentIdTag": "family",
            "expiryDate": "2026-03-14T12:00:00Z",
            "reservationId": reservation.reservation_id,
        }
    ]
    assert lab.connector().reservation == reservation
    assert (reservation.user_id, reservation.until) == ("anna", UNTIL)
    assert lab.told(ConnectorChanged)


async def test_an_id_is_never_used_again_not_even_by_a_system_without_memory(
    lab: Lab, charge_point: ScriptedChargePoint, make_lab: MakeLab
) -> None:
    first, second = await reserve(lab), await reserve(lab)
    assert second.reservation_id == first.reservation_id + 1
    lab.station("CP-1").last_reservation_id = 0
    lab.clock.advance(5)
    assert (await reserve(lab)).reservation_id > second.reservation_id


@pytest.mark.parametrize("refusal", ["Occupied", "Faulted", "Unavailable", "Rejected"])
async def test_a_refusal_is_told_and_reserves_nothing(
    lab: Lab, charge_point: ScriptedChargePoint, refusal: str
) -> None:
    charge_point.auto_reply("ReserveNow", {"status": refusal})
    with pytest.raises(CommandRejectedError) as error:
        await reserve(lab)
    assert (error.value.status, error.value.action) == (refusal, "ReserveNow")
    assert states(lab) == []
    assert lab.connector().reservation is None


@pytest.mark.parametrize(
    ("id_tag", "until", "reason"),
    [
        (CARD, NOW, NotPossible.IN_THE_PAST),
        ("x" * 21, UNTIL, NotPossible.INVALID_ID_TAG),
        ("", UNTIL, NotPossible.INVALID_ID_TAG),
    ],
)
async def test_what_cannot_be_is_not_sent(
    lab: Lab, charge_point: ScriptedChargePoint, id_tag: str, until: Any, reason: NotPossible
) -> None:
    with pytest.raises(NotPossibleError) as error:
        await lab.central_system.reservations.reserve("CP-1", 1, id_tag, until)
    assert error.value.reason is reason
    assert charge_point.received("ReserveNow") == []


async def test_a_start_that_names_the_reservation_uses_it(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    reservation = await reserve(lab)
    answer = await charge_point.call(
        "StartTransaction", start_transaction(reservationId=reservation.reservation_id)
    )
    (used,) = lab.central_system.reservations.all("CP-1")
    assert (used.state, used.transaction_id) == (ReservationState.USED, answer["transactionId"])
    assert lab.connector().reservation is None


@pytest.mark.parametrize(
    ("card", "reserved_for", "state"),
    [(CARD.lower(), CARD, "used"), ("BEN", CARD, "used"), ("CARLA", CARD, "active")],
)
async def test_a_charger_that_names_no_reservation_uses_it_by_the_card_or_its_group(
    lab: Lab, charge_point: ScriptedChargePoint, card: str, reserved_for: str, state: str
) -> None:
    lab.central_system.set_id_tags(
        [
            IdTag(id_tag=CARD, name="Anna", group="family"),
            IdTag(id_tag="BEN", name="Ben", group="family"),
            IdTag(id_tag="CARLA", name="Carla"),
        ]
    )
    await reserve(lab, reserved_for)
    await charge_point.call("StartTransaction", start_transaction(card))
    assert states(lab) == [state]


async def test_a_start_elsewhere_does_not_use_it_but_any_connector_will_do_for_0(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    await charge_point.call("StatusNotification", status(connector_id=2))
    await reserve(lab, connector_id=2)
    await charge_point.call("StartTransaction", start_transaction())
    assert states(lab) == ["active"]
    await reserve(lab, connector_id=0)
    later = (NOW + timedelta(seconds=9)).isoformat()
    await charge_point.call("StartTransaction", start_transaction(timestamp=later))
    assert states(lab) == ["active", "used"]


async def test_it_expires_by_the_clock(lab: Lab, charge_point: ScriptedChargePoint) -> None:
    await reserve(lab)
    lab.clock.now = UNTIL - timedelta(seconds=1)
    look_round(lab)
    assert states(lab) == ["active"]
    lab.clock.advance(1)
    look_round(lab)
    assert states(lab) == ["expired"]
    assert lab.connector().reservation is None


async def test_a_start_of_its_time_that_is_reported_later_used_it(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    await reserve(lab)
    lab.clock.now = UNTIL + timedelta(minutes=1)
    look_round(lab)
    at = (UNTIL - timedelta(minutes=30)).isoformat()
    await charge_point.call("StartTransaction", start_transaction(timestamp=at))
    assert states(lab) == ["used"]


async def test_a_start_that_names_it_used_it_whatever_the_chargers_clock_says(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    reservation = await reserve(lab)
    lab.clock.now = UNTIL + timedelta(minutes=1)
    look_round(lab)
    assert states(lab) == ["expired"]
    at = (UNTIL + timedelta(minutes=1)).isoformat()
    await charge_point.call(
        "StartTransaction",
        start_transaction(timestamp=at, reservationId=reservation.reservation_id),
    )
    assert states(lab) == ["used"]


async def test_keba_a_card_with_the_chargers_serial_number_uses_it(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    lab.central_system.set_id_tags([IdTag(id_tag="04A1B2C3", name="Anna")])
    lab.model().vendor = "Keba AG"
    lab.station("CP-1").quirks = quirks_of(lab.model())
    await reserve(lab, "04A1B2C3")
    await charge_point.call("StartTransaction", start_transaction("04A1B2C3_17619300"))
    assert states(lab) == ["used"]


async def test_cancelled_by_connector_and_by_id(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    first = await reserve(lab)
    await lab.central_system.reservations.cancel("CP-1", connector_id=1)
    second = await reserve(lab)
    cancelled = await lab.central_system.reservations.cancel(
        "CP-1", reservation_id=second.reservation_id
    )
    assert cancelled is not None
    assert cancelled.state is ReservationState.CANCELLED
    assert charge_point.received("CancelReservation") == [
        {"reservationId": first.reservation_id},
        {"reservationId": second.reservation_id},
    ]
    assert states(lab) == ["cancelled", "cancelled"]


async def test_what_is_not_reserved_cannot_be_cancelled(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    with pytest.raises(NotPossibleError) as error:
        await lab.central_system.reservations.cancel("CP-1", connector_id=1)
    assert error.value.reason is NotPossible.NO_RESERVATION
    assert charge_point.received("CancelReservation") == []


async def test_a_reservation_of_another_system_can_be_cancelled_by_its_id(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    assert await lab.central_system.reservations.cancel("CP-1", reservation_id=7) is None
    assert charge_point.received("CancelReservation") == [{"reservationId": 7}]


async def test_one_that_the_charger_does_not_know_is_told_and_counts_as_cancelled(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    await reserve(lab)
    charge_point.auto_reply("CancelReservation", {"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await lab.central_system.reservations.cancel("CP-1", connector_id=1)
    assert states(lab) == ["cancelled"]


async def test_a_start_while_it_is_being_cancelled_used_it(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    """A car that plugs in before the charger hears of the cancellation: it answers that there is none any more."""
    reservation = await reserve(lab)
    charge_point.auto_reply("CancelReservation", None)
    cancelling = asyncio.create_task(lab.central_system.reservations.cancel("CP-1", connector_id=1))
    request = await charge_point.expect("CancelReservation")
    await charge_point.call(
        "StartTransaction", start_transaction(reservationId=reservation.reservation_id)
    )
    await request.reply({"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await cancelling
    (used,) = lab.central_system.reservations.all("CP-1")
    assert used.state is ReservationState.USED
    assert used.transaction_id is not None


async def test_one_that_cannot_be_cancelled_now_stays(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    await reserve(lab)
    await charge_point.close()
    await lab.until(lambda: not lab.model().connected)
    with pytest.raises(OfflineError):
        await lab.central_system.reservations.cancel("CP-1", connector_id=1)
    assert states(lab) == ["active"]


@pytest.mark.parametrize("answer", ["Accepted", "Rejected", None])
async def test_one_whose_answer_was_lost_is_withdrawn(
    lab: Lab, charge_point: ScriptedChargePoint, monkeypatch: pytest.MonkeyPatch, answer: str | None
) -> None:
    """The charger may have it, although the user was told that it failed."""
    monkeypatch.setattr(
        "custom_components.plug_control.central_system.commands.commands.deadline_s",
        lambda *_: 0.05,
    )
    charge_point.auto_reply("ReserveNow", None)
    with pytest.raises(CallTimeoutError):
        await reserve(lab)
    assert states(lab) == []
    assert lab.connector().reservation is None
    charge_point.auto_reply("CancelReservation", None if answer is None else {"status": answer})

    def withdrawn() -> bool:
        look_round(lab)
        return len(charge_point.received("CancelReservation")) >= (2 if answer is None else 1)

    await lab.until(withdrawn)
    is_over = [
        each.state is ReservationState.CANCELLED for each in lab.station("CP-1").reservations
    ]
    if answer is None:
        assert is_over == [False]
    else:
        await lab.until(
            lambda: lab.station("CP-1").reservations[0].state is ReservationState.CANCELLED
        )
        look_round(lab)
        await asyncio.sleep(0)
        assert len(charge_point.received("CancelReservation")) == 1


async def test_reservations_are_known_after_a_restart(
    lab: Lab, charge_point: ScriptedChargePoint, make_lab: MakeLab
) -> None:
    await reserve(lab)
    await lab.central_system.reservations.cancel("CP-1", connector_id=1)
    reservation = await reserve(lab)
    memory = json.loads(json.dumps(lab.central_system.memory()))
    memory["CP-1"]["reservations"].insert(0, {"reservation_id": "damaged"})
    again = await make_lab(memory=memory, clock=lab.clock)
    again.add()
    assert states(again) == ["cancelled", "active"]
    assert again.connector().reservation == reservation
    assert again.station("CP-1").last_reservation_id == reservation.reservation_id


async def test_the_history_is_bounded_and_keeps_what_is_active(
    lab: Lab, charge_point: ScriptedChargePoint
) -> None:
    active = await reserve(lab)
    for _ in range(MAX_KEPT + 3):
        other = await reserve(lab, "OTHER", 2)
        await lab.central_system.reservations.cancel("CP-1", reservation_id=other.reservation_id)
    kept = lab.station("CP-1").reservations
    assert len(kept) == MAX_KEPT
    assert active in kept


async def test_c2eu_is_never_asked_since_it_starts_a_charge_when_one_expires() -> None:
    async with at_home("c2eu", phases=1) as home:
        with pytest.raises(NotPossibleError) as error:
            await home.central_system.reservations.reserve(
                ID, 1, CARD, home.clock.now() + timedelta(hours=1)
            )
        assert error.value.reason is NotPossible.RESERVATION_STARTS_CHARGE
        assert home.charger.received("ReserveNow") == []


# ---- a charger that follows the standard


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    async with at_home("generic") as home:
        home.central_system.set_id_tags([IdTag(id_tag=CARD, name="Anna")])
        yield home


async def eventually(home: Home, condition: Any) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await home.clock.advance(1)
            await asyncio.sleep(0.005)


async def test_generic_keeps_the_connector_for_the_card_and_names_the_reservation(
    home: Home,
) -> None:
    reservations = home.central_system.reservations
    until = home.clock.now() + timedelta(hours=1)
    await home.do(reservations.reserve(ID, 1, CARD, until))
    await eventually(home, lambda: home.connector().status == "Reserved")
    home.charger.plug(1, Car(soc=0.1, phases=1, maximum_current_a=16))
    home.charger.tap(CARD, 1)
    await eventually(home, lambda: home.connector().transaction)
    (reservation,) = reservations.all(ID)
    assert reservation.state is ReservationState.USED
    transaction = home.connector().transaction
    assert transaction is not None
    assert transaction.reservation_id == reservation.reservation_id


async def test_generic_refuses_what_is_taken(home: Home) -> None:
    home.charger.plug(1, Car(soc=0.1, phases=1, maximum_current_a=16))
    until = home.clock.now() + timedelta(hours=1)
    with pytest.raises(CommandRejectedError, match="Occupied"):
        await home.do(home.central_system.reservations.reserve(ID, 1, CARD, until))
    with pytest.raises(CommandRejectedError, match="Rejected"):
        await home.do(home.central_system.reservations.reserve(ID, 0, CARD, until))
