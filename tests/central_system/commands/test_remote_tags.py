"""The tag of starts that come from here: a charge point's only one, the user's card, or our own (lbbrhzn 1671, 514)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.tag import IdTag
from custom_components.plug_control.model.transaction import Transaction
from tests.central_system.conftest import CARD, NOW, Lab, start_transaction, tag_status
from tests.central_system.limited import dial_in
from tests.central_system.session_messages import start, stop
from tests.central_system.small_host import ID, SmallHost

ONLY = "04AABBCCDD1122"
SESSION = Session(
    session_id=1,
    transaction_id=1,
    charge_point_id="CP-1",
    connector_id=1,
    id_tag=ONLY,
    started_at=NOW,
    stopped_at=NOW + timedelta(hours=1),
    meter_start_wh=0,
    meter_stop_wh=1000,
    energy_wh=1000,
    energy_estimated=False,
    time_estimated=False,
    stop_reason=None,
    started_by="ben",
)


@pytest.mark.parametrize(
    ("only", "user_id", "given", "sent"),
    [
        (None, None, None, "HOMEASSISTANT"),
        (None, "ben", None, CARD),
        (None, "eve", None, "HOMEASSISTANT"),
        (ONLY, None, None, ONLY),
        (ONLY, "ben", None, ONLY),
        (ONLY, "ben", "OTHER", "OTHER"),
    ],
)
async def test_a_start_carries_the_tag_that_works(
    only: str | None, user_id: str | None, given: str | None, sent: str
) -> None:
    async with SmallHost(remote_id_tag=only) as host:
        host.give_card("ben", CARD)
        charger = await dial_in(host)
        charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
        await host.user_commands.start_charging(ID, 1, id_tag=given, user_id=user_id)
        assert [each["idTag"] for each in charger.received("RemoteStartTransaction")] == [sent]


async def test_a_session_says_who_started_it_here_whatever_tag_it_carries(lab: Lab) -> None:
    lab.add("CP-1", remote_id_tag=ONLY)
    charge_point = await lab.started_up()
    await lab.central_system.user_commands.start_charging("CP-1", 1, user_id="ben")
    ids = [await start(charge_point, idTag=ONLY) for _ in range(2)]  # the second one is a repeat
    assert ids[0] == ids[1]
    await stop(lab, charge_point, ids[0], idTag=ONLY)
    later = (NOW + timedelta(hours=2)).isoformat()
    await start(
        charge_point, idTag=ONLY, timestamp=later
    )  # with the tag itself, at the charge point
    sessions = await lab.central_system.ledger.sessions()
    assert [session.started_by for session in sessions] == ["ben", None]


def test_a_row_without_who_started_it_reads() -> None:
    row = SESSION.as_dict()
    assert Session.from_dict(row) == SESSION
    del row["started_by"]
    assert Session.from_dict(row) == replace(SESSION, started_by=None)
    assert Transaction.of(SESSION).session().started_by == "ben"


async def test_only_a_card_that_may_charge_stands_for_its_user(lab: Lab) -> None:
    lab.central_system.set_id_tags(
        [
            IdTag(id_tag="BLOCKED", name="a", user_id="ben", blocked=True),
            IdTag(id_tag="OLD", name="b", user_id="ben", expires_at=NOW - timedelta(days=1)),
            IdTag(id_tag="X" * 21, name="c", user_id="ben"),
            IdTag(id_tag=CARD, name="d", user_id="ben"),
        ]
    )
    charge_point = lab.add("CP-1")
    tag_of = lab.central_system.commands.remote_id_tag
    assert tag_of(charge_point, "ben") == CARD
    assert tag_of(charge_point, "eve") == lab.settings.remote_id_tag


async def test_a_start_with_the_only_tag_is_let_through_though_nobody_registered_it(
    lab: Lab,
) -> None:
    lab.add("CP-1", remote_id_tag=ONLY)
    charge_point = await lab.started_up()
    answer = await charge_point.call("Authorize", {"idTag": ONLY})
    assert tag_status(answer) == "Accepted"
    answer = await charge_point.call("StartTransaction", start_transaction(ONLY.lower()))
    assert tag_status(answer) == "Accepted"


async def test_the_only_tag_of_one_charge_point_opens_no_other(lab: Lab) -> None:
    lab.add("CP-1", remote_id_tag=ONLY)
    lab.add("CP-2")
    other = await lab.started_up("CP-2")
    assert tag_status(await other.call("Authorize", {"idTag": ONLY})) == "Invalid"


async def test_a_card_that_is_blocked_stays_blocked_as_the_only_tag(lab: Lab) -> None:
    lab.add("CP-1", remote_id_tag=CARD)
    lab.central_system.set_id_tags([IdTag(id_tag=CARD, name="lost", blocked=True)])
    charge_point = await lab.started_up()
    assert tag_status(await charge_point.call("Authorize", {"idTag": CARD})) == "Blocked"


async def test_a_user_may_start_at_two_charge_points_from_here(lab: Lab) -> None:
    """His card charges elsewhere already; he has pressed the button here."""
    lab.add("CP-2")
    lab.central_system.set_id_tags([IdTag(id_tag=CARD, name="Ben", user_id="ben")])
    first, second = await lab.started_up("CP-1"), await lab.started_up("CP-2")
    for identity, charge_point in (("CP-1", first), ("CP-2", second)):
        await lab.central_system.user_commands.start_charging(identity, 1, user_id="ben")
        answer = await charge_point.call("StartTransaction", start_transaction())
        assert tag_status(answer) == "Accepted"
