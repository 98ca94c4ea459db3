"""A card that is refused, although the charger let it charge while it decided by itself."""

from datetime import timedelta

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter
from custom_components.plug_control.central_system.messages.transactions import RECENT
from custom_components.plug_control.model.events import CardPresented, ChargedAlthoughRefused
from custom_components.plug_control.model.tag import IdTag
from tests.central_system.conftest import CARD, NOW, Lab, start_transaction, tag_status

BEGAN = NOW - RECENT - timedelta(hours=1)


async def offline_charge(lab: Lab, id_tag: str) -> object:
    """Report a charge of an hour ago; return the status that its card gets."""
    charge_point = await lab.boot()
    answer = await charge_point.call(
        "StartTransaction", start_transaction(id_tag, timestamp=BEGAN.isoformat())
    )
    await charge_point.call(
        "StopTransaction",
        {
            "transactionId": answer["transactionId"],
            "meterStop": 6000,
            "timestamp": (BEGAN + timedelta(minutes=40)).isoformat(),
        },
    )
    return tag_status(answer)


async def refused(lab: Lab) -> list[tuple[str | None, float]]:
    page = await lab.central_system.ledger.page(SessionFilter(), limit=10)
    return [(row.get("refused"), row["energy_wh"]) for row in page.rows]


async def test_an_unknown_card_that_charged_offline_is_told_and_marked(lab: Lab) -> None:
    assert await offline_charge(lab, "UNKNOWN") == "Invalid"
    assert lab.told(ChargedAlthoughRefused) == [
        ChargedAlthoughRefused(
            charge_point_id="CP-1",
            connector_id=1,
            id_tag="UNKNOWN",
            status="Invalid",
            known=False,
            started_at=BEGAN,
        )
    ]
    assert not lab.told(CardPresented)
    assert await refused(lab) == [("Invalid", 5000)]


async def test_a_blocked_card_that_charged_offline_is_told_and_marked(lab: Lab) -> None:
    lab.central_system.set_id_tags([IdTag(id_tag=CARD, name="Anna", blocked=True)])
    assert await offline_charge(lab, CARD) == "Blocked"
    (told,) = lab.told(ChargedAlthoughRefused)
    assert (told.status, told.known) == ("Blocked", True)
    assert await refused(lab) == [("Blocked", 5000)]


async def test_a_registered_card_that_charged_offline_is_none(lab: Lab) -> None:
    assert await offline_charge(lab, CARD) == "Accepted"
    assert not lab.told(ChargedAlthoughRefused)
    assert await refused(lab) == [(None, 5000)]


async def test_a_repeated_report_is_told_once(lab: Lab) -> None:
    charge_point = await lab.boot()
    for _ in range(2):
        await charge_point.call(
            "StartTransaction", start_transaction("UNKNOWN", timestamp=BEGAN.isoformat())
        )
    assert len(lab.told(ChargedAlthoughRefused)) == 1


async def test_a_charge_that_is_reported_as_over_is_told_and_marked_too(lab: Lab) -> None:
    """R17: the newest first, as a C2EU does (C2EU Q16)."""
    charge_point = await lab.boot()
    await charge_point.call("StartTransaction", start_transaction(meterStart=9000))
    await charge_point.call(
        "StartTransaction", start_transaction("UNKNOWN", timestamp=BEGAN.isoformat())
    )
    assert len(lab.told(ChargedAlthoughRefused)) == 1
    assert [status for status, _ in await refused(lab)] == ["Invalid", None]


async def test_a_card_that_is_refused_now_is_no_offline_charge(lab: Lab) -> None:
    charge_point = await lab.boot()
    await charge_point.call("StartTransaction", start_transaction("UNKNOWN"))
    assert not lab.told(ChargedAlthoughRefused)
    assert len(lab.told(CardPresented)) == 1
