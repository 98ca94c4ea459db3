"""The cases of local lists, reservations and composite schedules."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.util import dt as dt_util

from custom_components.plug_control.const import CONF_GROUP
from simulator.frames import Json, Payload
from tests.helpers import CHARGE_POINT_ID, until

from .core import add_card, charge, ended
from .kit import CARD, Kit
from .plan import case

# ---- local lists


@case("042_1")
async def version_not_supported(kit: Kit) -> None:
    """ListVersion −1 (no list) is told."""
    kit.answers("GetLocalListVersion", listVersion=-1)
    assert await kit.act("get_local_list_version") == {"list_version": -1}
    assert kit.wire("GetLocalListVersion") == {}


@case("042_2")
async def version_of_an_empty_list(kit: Kit) -> None:
    """ListVersion 0 (an empty list) is told."""
    kit.answers("GetLocalListVersion", listVersion=0)
    assert await kit.act("get_local_list_version") == {"list_version": 0}


async def refused_list(kit: Kit, status: str) -> None:
    kit.answers("SendLocalList", status=status)
    assert await kit.refused("send_local_list", update_type="Full") == status


@case("043_1")
async def list_not_supported(kit: Kit) -> None:
    """NotSupported is told to the user."""
    await refused_list(kit, "NotSupported")


@case("043_3")
async def list_failed(kit: Kit) -> None:
    """Failed leads to a Full list again; where that fails, too, the user is told."""
    kit.answers("SendLocalList", status="Accepted")
    await kit.act("send_local_list", update_type="Full")
    before = kit.answers("SendLocalList", status="Failed")
    assert await kit.refused("send_local_list", update_type="Differential") == "Failed"
    sent = kit.charger.received("SendLocalList")[before:]
    assert [each["updateType"] for each in sent] == ["Differential", "Full"]


def listed(message: Payload) -> list[Json]:
    """Return the cards of a SendLocalList."""
    entries: Any = message["localAuthorizationList"]
    return [each["idTag"] for each in entries]


@case("043_4")
async def full_list(kit: Kit) -> None:
    """SendLocalList Full with the registered cards, and a listVersion above 0 (R31)."""
    kit.answers("SendLocalList", status="Accepted")
    await kit.act("send_local_list", update_type="Full")
    message = kit.wire("SendLocalList")
    version = message["listVersion"]
    assert isinstance(version, int)
    assert version > 0
    assert message["updateType"] == "Full"
    assert CARD in listed(message)


@case("043_5")
async def differential_list(kit: Kit) -> None:
    """SendLocalList Differential with the card that is new, under a higher listVersion."""
    kit.answers("SendLocalList", status="Accepted")
    await kit.act("send_local_list", update_type="Full")
    before = kit.wire("SendLocalList")
    await add_card(kit, "04D1FF")
    await kit.act("send_local_list", update_type="Differential")
    message = kit.wire("SendLocalList")
    assert message["updateType"] == "Differential"
    assert listed(message) == ["04D1FF"]
    assert int(str(message["listVersion"])) > int(str(before["listVersion"]))


# ---- reservations


async def reserve(
    kit: Kit, connector_id: int = 1, id_tag: str = CARD, seconds: float = 900
) -> dict[str, Any]:
    """Reserve for a quarter of an hour; return the reservation."""
    kit.answers("ReserveNow", status="Accepted")
    ends_at = dt_util.utcnow() + timedelta(seconds=seconds)
    row = await kit.act(
        "reserve", connector_id=connector_id, id_tag=id_tag, until=ends_at.isoformat()
    )
    sent = kit.wire("ReserveNow")
    assert (sent["connectorId"], sent["idTag"]) == (connector_id, id_tag)
    assert sent["reservationId"] == row["reservation_id"]
    assert str(sent["expiryDate"]).endswith("Z")
    return row


async def state_of(kit: Kit, row: dict[str, Any]) -> str:
    """Return the state of a reservation."""
    every = (await kit.act("get_reservations"))["reservations"]
    (found,) = [each for each in every if each["reservation_id"] == row["reservation_id"]]
    return str(found["state"])


async def use(kit: Kit, row: dict[str, Any], id_tag: str = CARD) -> None:
    """Start with a reservation, and stop."""
    assert await kit.authorize(id_tag) == "Accepted"
    number, status = await kit.start(id_tag, reservationId=row["reservation_id"])
    assert status == "Accepted"
    await kit.status("Charging")
    assert await state_of(kit, row) == "used"
    await kit.stop(number)
    await ended(kit, number, "local")


@case("046")
async def reservation_used(kit: Kit) -> None:
    """ReserveNow, Reserved, and a start with the reservation's id: the reservation is used, the session recorded."""
    row = await reserve(kit)
    await kit.status("Reserved")
    assert kit.value("sensor.garage_status") == "reserved"
    await use(kit, row)


@case("047")
async def reservation_expires(kit: Kit) -> None:
    """After expiryDate the charger reports Available: the reservation is recorded as expired."""
    row = await reserve(kit, seconds=0.2)
    await kit.status("Reserved")
    over = datetime.fromisoformat(row["until"])
    await until(lambda: dt_util.utcnow() > over)
    await kit.status("Available")
    kit.central_system.reservations.look_round(kit.central_system._context.station(CHARGE_POINT_ID))
    assert await state_of(kit, row) == "expired"
    assert kit.value("sensor.garage_status") == "available"


async def refused_reservation(kit: Kit, status: str) -> None:
    kit.answers("ReserveNow", status=status)
    ends_at = dt_util.utcnow() + timedelta(minutes=15)
    told = await kit.refused("reserve", connector_id=1, id_tag=CARD, until=ends_at.isoformat())
    assert told == status
    assert (await kit.act("get_reservations", state="active"))["reservations"] == []


@case("048_1")
async def reservation_faulted(kit: Kit) -> None:
    """Faulted is told to the user; nothing is reserved."""
    await refused_reservation(kit, "Faulted")


@case("048_2")
async def reservation_occupied(kit: Kit) -> None:
    """Occupied is told to the user; nothing is reserved."""
    await refused_reservation(kit, "Occupied")


@case("048_3")
async def reservation_unavailable(kit: Kit) -> None:
    """Unavailable is told to the user; nothing is reserved."""
    await refused_reservation(kit, "Unavailable")


@case("048_4")
async def reservation_rejected(kit: Kit) -> None:
    """Rejected is told to the user; nothing is reserved."""
    await refused_reservation(kit, "Rejected")


@case("049")
async def reservation_of_the_charge_point(kit: Kit) -> None:
    """ReserveNow for connector 0; a start with its id at any connector uses it."""
    await use(kit, await reserve(kit, connector_id=0))


@case("051")
async def cancel(kit: Kit) -> None:
    """CancelReservation with the reservation's id; it is cancelled, the connector free."""
    row = await reserve(kit)
    await kit.status("Reserved")
    kit.answers("CancelReservation", status="Accepted")
    await kit.act("cancel_reservation", connector_id=1)
    assert kit.wire("CancelReservation") == {"reservationId": row["reservation_id"]}
    await kit.status("Available")
    assert await state_of(kit, row) == "cancelled"


@case("052")
async def cancel_refused(kit: Kit) -> None:
    """Rejected (no such reservation) is told to the user."""
    kit.answers("CancelReservation", status="Rejected")
    assert await kit.refused("cancel_reservation", reservation_id=4711) == "Rejected"
    assert kit.wire("CancelReservation") == {"reservationId": 4711}


@case("053")
async def parent_id_tag(kit: Kit) -> None:
    """ReserveNow carries the parentIdTag; a card of the same group uses the reservation."""
    await add_card(kit, "04AA01", **{CONF_GROUP: "FAMILY"})
    await add_card(kit, "04AA02", **{CONF_GROUP: "FAMILY"})
    row = await reserve(kit, id_tag="04AA01")
    assert kit.wire("ReserveNow")["parentIdTag"] == "FAMILY"
    answer = await kit.charger.call("Authorize", {"idTag": "04AA02"})
    assert answer["idTagInfo"] == {"status": "Accepted", "parentIdTag": "FAMILY"}
    await use(kit, row, "04AA02")


# ---- composite schedules


@case("066")
async def composite_schedule(kit: Kit) -> None:
    """GetCompositeSchedule with connector and duration; the charger's limits are returned with their times."""
    number = await charge(kit)
    now = dt_util.utcnow().replace(microsecond=0)
    schedule: Payload = {
        "chargingRateUnit": "A",
        "duration": 300,
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 10}],
    }
    kit.answers(
        "GetCompositeSchedule",
        status="Accepted",
        connectorId=1,
        scheduleStart=now.isoformat(),
        chargingSchedule=schedule,
    )
    answer = await kit.act("get_composite_schedule", connector_id=1, duration=300)
    sent = kit.wire("GetCompositeSchedule")
    assert (sent["connectorId"], sent["duration"]) == (1, 300)
    (period, *_) = answer["periods"]
    assert period["start"] == now.isoformat()
    assert 10 in period.values()
    kit.answers("GetCompositeSchedule", status="Rejected")
    assert await kit.refused("get_composite_schedule", connector_id=1) == "Rejected"
    await kit.stop(number)
    await ended(kit, number, "local")
