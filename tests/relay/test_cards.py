"""Cards of a back end: asked while a charger waits, for a bounded time; what it says of them holds as long as it says."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from custom_components.plug_control.model.relaying import CardDecision, MissingAnswer
from custom_components.plug_control.protocol.values import format_timestamp
from custom_components.plug_control.relay.cards import MAX_CARDS, Cards
from custom_components.plug_control.relay.settings import Rules, SessionChoice

from .conftest import Lab
from .scripted import Odd, Payload, Refuse, ScriptedBackEnd, Silence
from .times import NOW

ASKS = Rules(asks_cards=True)


def says(info: Any) -> Any:
    return lambda *_: {"idTagInfo": info}


async def decide(lab: Lab, id_tag: str = "CARD") -> CardDecision | None:
    asked = lab.relay.asks("CP-1", id_tag)
    assert asked is not None
    return await asked


async def test_a_back_end_without_cards_is_not_asked(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    assert lab.relay.asks("CP-1", "CARD") is None
    assert lab.relay.asks("CP-9", "CARD") is None
    assert lab.relay.knows("CP-1", "CARD") is None


async def test_a_card_is_asked_and_the_answer_kept_as_long_as_it_says(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    until = NOW + timedelta(hours=1)
    scripted.replies["Authorize"] = says(
        {"status": "accepted", "parentIdTag": "P", "expiryDate": format_timestamp(until)}
    )
    lab.add()
    lab.use(scripted, rules=ASKS)
    await lab.until_connected()
    expected = CardDecision(status="Accepted", parent_id_tag="P", expires_at=until)
    assert await decide(lab) == expected
    assert scripted.payloads("Authorize") == [{"idTag": "CARD"}]
    assert lab.relay.knows("CP-1", " card ") == expected
    await lab.restart()
    await scripted.close()
    lab.use(scripted, rules=ASKS)
    assert await decide(lab) == expected
    lab.now = until
    assert lab.relay.knows("CP-1", "CARD") == CardDecision(status="Expired", parent_id_tag="P")
    decision = await decide(lab)
    assert decision is not None
    assert decision.status == "Expired"


@pytest.mark.parametrize(
    ("missing", "before", "status"),
    [
        (MissingAnswer.ACCEPT, None, "Accepted"),
        (MissingAnswer.REFUSE, None, "Invalid"),
        (MissingAnswer.LAST_TIME, None, "Invalid"),
        (MissingAnswer.ACCEPT, "Blocked", "Blocked"),
        (MissingAnswer.REFUSE, "Accepted", "Invalid"),
        (MissingAnswer.LAST_TIME, "Accepted", "Accepted"),
        (MissingAnswer.LAST_TIME, "Blocked", "Blocked"),
    ],
)
async def test_what_happens_without_an_answer_is_the_users_choice(
    lab: Lab,
    scripted: ScriptedBackEnd,
    missing: MissingAnswer,
    before: str | None,
    status: str,
) -> None:
    lab.add()
    lab.use(scripted, rules=Rules(asks_cards=True, missing_answer=missing))
    await lab.until_connected()
    if before is not None:
        scripted.replies["Authorize"] = says({"status": before})
        await decide(lab)

    def silence(*_: object) -> Payload:
        raise Silence

    scripted.replies["Authorize"] = silence
    began_at = asyncio.get_running_loop().time()
    decision = await decide(lab)
    assert decision is not None
    assert decision.status == status
    assert asyncio.get_running_loop().time() - began_at < 5


@pytest.mark.parametrize("answer", [{}, {"idTagInfo": None}, {"idTagInfo": {"status": 7}}, None])
async def test_an_answer_that_says_nothing_is_none(
    lab: Lab, scripted: ScriptedBackEnd, answer: Any
) -> None:
    def reply(*_: object) -> Payload:
        if answer is None:
            raise Refuse
        return dict(answer)

    scripted.replies["Authorize"] = reply
    lab.add()
    lab.use(scripted, rules=ASKS)
    await lab.until_connected()
    decision = await decide(lab)
    assert decision is not None
    assert decision.status == "Invalid"


async def test_an_odd_status_is_no_permission(lab: Lab, scripted: ScriptedBackEnd) -> None:
    scripted.replies["Authorize"] = says({"status": "AcceptedButOnly", "expiryDate": "?"})
    lab.add()
    lab.use(scripted, rules=ASKS)
    await lab.until_connected()
    assert await decide(lab) == CardDecision(status="Invalid")


async def test_a_card_that_charges_elsewhere_says_nothing_of_later(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    scripted.replies["Authorize"] = says({"status": "ConcurrentTx"})
    lab.add()
    lab.use(scripted, rules=ASKS)
    await lab.until_connected()
    assert await decide(lab) == CardDecision(status="ConcurrentTx")
    assert lab.relay.knows("CP-1", "CARD") is None


async def test_an_answer_that_comes_too_late_is_not_waited_for(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    def late(*_: object) -> Payload:
        raise Odd(('[3,"ID",{"idTagInfo":{"status":"Accepted"}}]',), after_s=0.5)

    scripted.replies["Authorize"] = late
    lab.add()
    lab.use(scripted, rules=ASKS)
    await lab.until_connected()
    assert await decide(lab) == CardDecision(status="Invalid")


async def test_a_back_end_that_hears_of_its_own_cards_hears_of_no_others(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    rules = Rules(
        asks_cards=True,
        sessions=SessionChoice.OWN,
        own_id_tags=frozenset({"ab:cd"}),
        chosen_id_tags=frozenset({"chosen"}),
    )
    lab.add()
    lab.use(scripted, rules=rules)
    await lab.until_connected()
    scripted.replies["Authorize"] = lambda _, payload: {
        "idTagInfo": {"status": "Accepted" if payload["idTag"] == "THEIRS" else "Invalid"}
    }
    for id_tag in ("THEIRS", "BAD"):
        await decide(lab, id_tag)
    for id_tag in ("THEIRS", "BAD", "HOUSE", "ABCD", "CHOSEN"):
        lab.charge(id_tag)
    await lab.until_delivered()
    assert [each["idTag"] for each in scripted.starts] == ["THEIRS", "ABCD"]


async def test_a_back_end_hears_of_chosen_cards_too(lab: Lab, scripted: ScriptedBackEnd) -> None:
    rules = Rules(sessions=SessionChoice.CHOSEN, chosen_id_tags=frozenset({"chosen"}))
    lab.add()
    lab.use(scripted, rules=rules)
    for id_tag in ("HOUSE", "CHOSEN"):
        lab.charge(id_tag)
    lab.tell("StartTransaction", 9, connectorId=1)
    await lab.until_delivered()
    assert [each["idTag"] for each in scripted.starts] == ["CHOSEN"]


async def test_a_card_that_was_accepted_for_want_of_an_answer_is_the_back_ends(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """Nobody else has decided about it; what it says at the start counts from then on."""
    rules = Rules(
        asks_cards=True,
        missing_answer=MissingAnswer.ACCEPT,
        sessions=SessionChoice.OWN,
        stops_refused=True,
    )
    await scripted.close()
    lab.add()
    lab.use(scripted, rules=rules)
    await decide(lab)
    session_id = lab.charge()
    scripted.replies["StartTransaction"] = lambda *_: {
        "transactionId": 1,
        "idTagInfo": {"status": "Invalid"},
    }
    await scripted.open()
    await lab.until_delivered()
    assert lab.port.commands == [("RemoteStopTransaction", "CP-1", session_id + 100)]
    assert lab.relay.knows("CP-1", "CARD") == CardDecision(status="Invalid")


async def test_what_a_back_end_says_of_the_houses_cards_does_not_make_them_its_own(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted, rules=ASKS)
    scripted.replies["StopTransaction"] = says({"status": "Blocked"})
    lab.charge("HOUSE")
    await lab.until_delivered()
    assert lab.relay.knows("CP-1", "HOUSE") is None


async def test_a_stop_tells_of_its_own_card(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted, rules=ASKS)
    await lab.until_connected()
    await decide(lab, "OTHER")
    scripted.replies["StopTransaction"] = says({"status": "Blocked"})
    session_id = lab.start()
    lab.tell(
        "StopTransaction", session_id, meterStop=1, idTag="OTHER", timestamp="2026-03-14T10:00:00Z"
    )
    await lab.until_delivered()
    assert lab.relay.knows("CP-1", "OTHER") == CardDecision(status="Blocked")


def test_memory_is_bounded_and_odd_memory_ignored() -> None:
    changes: list[None] = []
    kept = {"a": {"status": "Accepted"}, "b": 7, "c": {}}
    cards = Cards(lambda: NOW, lambda: changes.append(None), kept)
    assert cards.memory() == {"a": {"status": "Accepted"}}
    cards.learn("A", {"status": "Accepted"})
    assert not changes
    for number in range(MAX_CARDS + 5):
        cards.learn(f"T{number}", {"status": "Accepted"})
        cards.assume(f"U{number}")
    assert len(cards.memory()) == MAX_CARDS
    assert not cards.is_accepted("a")
    assert not cards.is_accepted("U0")
    assert cards.is_accepted(f"U{MAX_CARDS}")
    cards.clear()
    assert cards.memory() == {}
    assert Cards(lambda: NOW, lambda: None, [1]).memory() == {}
