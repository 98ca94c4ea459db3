"""Nothing is lost, and nothing twice where the back end recognises repeats (R18)."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
import random

import pytest

from custom_components.plug_control.model.events import BackEndRefusedCard, BackEndSetAside
from custom_components.plug_control.model.relaying import RelayState
from custom_components.plug_control.protocol.errors import OfflineError
from custom_components.plug_control.relay.delivery import CLOSES, NO_ANSWER, NO_START
from custom_components.plug_control.relay.settings import Rules
from custom_components.plug_control.relay.timing import RelayTiming

from .conftest import QUICK, Lab, start, stop
from .scripted import HangUp, Odd, Payload, Refuse, ScriptedBackEnd, Silence
from .times import NOW, until

type NewLab = Callable[[RelayTiming], Lab]


def refuse_all(*_: object) -> Payload:
    """Answer with a CALLERROR."""
    raise Refuse


async def test_a_session_arrives_with_the_chargers_own_times_and_registers(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    session_id = lab.charge()
    await lab.until_delivered()
    assert scripted.actions() == [
        "BootNotification",
        "StartTransaction",
        "MeterValues",
        "StopTransaction",
    ]
    assert scripted.payloads("StartTransaction") == [start(session_id)]
    assert scripted.payloads("MeterValues")[0]["transactionId"] == 9001
    assert scripted.payloads("StopTransaction") == [stop(session_id) | {"transactionId": 9001}]
    session = lab.relayed(session_id)
    assert (session.state, session.their_transaction_id) == (RelayState.DELIVERED, 9001)
    assert lab.link().delivered == 3
    assert lab.link().last_delivered_at == NOW


async def test_what_happened_in_an_outage_arrives_in_order(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    await scripted.close()
    for _ in range(30):
        lab.charge()
    await scripted.open()
    await lab.until_delivered()
    assert scripted.actions()[1:] == ["StartTransaction", "MeterValues", "StopTransaction"] * 30
    assert [each["meterStart"] for each in scripted.starts] == [1000 * n for n in range(1, 31)]


async def test_what_was_queued_before_a_restart_arrives_after_it(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    await scripted.close()
    lab.use(scripted)
    session_id = lab.start()
    await lab.restart()
    lab.use(scripted)
    lab.stop(session_id)
    await scripted.open()
    await lab.until_delivered()
    assert scripted.stops == {9001: [stop(session_id) | {"transactionId": 9001}]}


async def test_a_back_end_that_closes_at_random_gets_each_session_once(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """Its answer may be lost: the same content comes again, so that it recognises the repeat (R18)."""
    chance = random.Random(1)

    def maybe(action: str, payload: Payload) -> Payload:
        answer = scripted.reply(action, payload)
        if chance.random() < 0.3:
            raise HangUp
        return answer

    for action in ("StartTransaction", "StopTransaction", "MeterValues"):
        scripted.replies[action] = maybe
    lab.add()
    lab.use(scripted)
    for _ in range(15):
        lab.charge()
    await lab.until_delivered()
    assert len(scripted.starts) == 15
    assert sorted(scripted.stops) == [9001 + number for number in range(15)]
    for stops in scripted.stops.values():
        assert all(each == stops[0] for each in stops)


async def test_a_back_end_that_does_not_recognise_repeats_misses_none(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    scripted.recognises = False
    hang_ups = iter([True, False] * 20)

    def every_other(action: str, payload: Payload) -> Payload:
        answer = scripted.reply(action, payload)
        if next(hang_ups):
            raise HangUp
        return answer

    scripted.replies["StartTransaction"] = every_other
    lab.add()
    lab.use(scripted)
    for _ in range(5):
        lab.charge()
    await lab.until_delivered()
    assert {each["meterStart"] for each in scripted.starts} == {1000 * n for n in range(1, 6)}


async def test_wrong_ids_and_double_answers_are_no_answers(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    answers = iter(
        [
            Odd(('[3,"other",{"transactionId":1}]', '[3,"ID",{"transactionId":7}]', '[3,"ID",{}]')),
        ]
    )

    def odd(action: str, payload: Payload) -> Payload:
        if (answer := next(answers, None)) is not None:
            raise answer
        return scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = odd
    lab.add()
    lab.use(scripted)
    lab.charge()
    await lab.until_delivered()
    assert scripted.payloads("StopTransaction")[0]["transactionId"] == 7


async def test_a_back_end_that_answers_late_gets_more_time(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(replace(QUICK, answer_s=0.05, longest_answer_s=2.0))

    def late(action: str, payload: Payload) -> Payload:
        raise Odd(('[3,"ID",{"transactionId":5}]',), after_s=0.15)

    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    scripted.replies["StartTransaction"] = late
    lab.charge()
    await lab.until_delivered()
    assert scripted.stops[5]


async def test_a_session_that_is_refused_again_and_again_is_set_aside_and_holds_up_no_other(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    def refuse(action: str, payload: Payload) -> Payload:
        if payload["idTag"] == "BAD":
            raise Refuse("PropertyConstraintViolation", "no such card")
        return scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = refuse
    lab.add()
    lab.use(scripted)
    bad = lab.charge("BAD")
    lab.charge()
    await until(lambda: len(scripted.stops) == 1)
    lab.charge()
    await lab.until_delivered()
    session = lab.relayed(bad)
    assert session.state is RelayState.SET_ASIDE
    assert session.note == "PropertyConstraintViolation no such card"
    assert [each.session_id for each in lab.of_kind(BackEndSetAside)] == [bad]
    assert len(scripted.stops) == 2
    assert (
        len([each for each in scripted.payloads("StartTransaction") if each["idTag"] == "BAD"]) >= 5
    )
    del scripted.replies["StartTransaction"]
    lab.relay.send_again(session)
    await lab.until_delivered()
    assert lab.state(bad) is RelayState.DELIVERED


async def test_a_back_end_in_trouble_refuses_all_and_no_session_is_set_aside_for_that(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    scripted.replies["StartTransaction"] = refuse_all
    lab.add()
    lab.use(scripted)
    sessions = [lab.charge() for _ in range(3)]
    await scripted.until_heard("StartTransaction", 25)
    assert {*map(lab.state, sessions)} == {RelayState.QUEUED}
    assert lab.link().last_error == "InternalError"
    assert lab.link().refused >= 24
    del scripted.replies["StartTransaction"]
    await lab.until_delivered()
    assert len(scripted.stops) == 3


async def test_a_person_lets_a_session_go(lab: Lab, scripted: ScriptedBackEnd) -> None:
    scripted.replies["StartTransaction"] = refuse_all
    lab.add()
    lab.use(scripted)
    session_id = lab.charge()
    await scripted.until_heard("StartTransaction")
    lab.relay.let_go(lab.relayed(session_id))
    await lab.until_delivered()
    assert lab.state(session_id) is RelayState.LET_GO


@pytest.mark.parametrize("code", ["NotImplemented", "InternalError"])
async def test_refused_meter_values_do_not_cost_their_session(
    lab: Lab, scripted: ScriptedBackEnd, code: str
) -> None:
    def refuse(*_: object) -> Payload:
        raise Refuse(code)

    scripted.replies["MeterValues"] = refuse
    lab.add()
    lab.use(scripted)
    lab.charge()
    await lab.until_delivered()
    assert len(scripted.stops) == 1
    assert len(scripted.payloads("MeterValues")) == (1 if code == "NotImplemented" else 6)
    assert lab.link().delivered == 2


async def test_a_message_that_makes_the_back_end_close_is_set_aside_at_last(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    def close(action: str, payload: Payload) -> Payload:
        if payload["idTag"] == "BAD":
            raise HangUp
        return scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = close
    lab.add()
    lab.use(scripted)
    bad = lab.charge("BAD")
    for _ in range(3):
        lab.charge()
    await lab.until_delivered()
    assert lab.relayed(bad).note == CLOSES
    assert len(scripted.stops) == 3


async def test_a_message_that_gets_no_answer_is_told_from_a_back_end_that_gives_none(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    lab = new_lab(replace(QUICK, answer_s=0.03, longest_answer_s=0.03))

    def ignore(action: str, payload: Payload) -> Payload:
        if payload["idTag"] == "BAD":
            raise Silence
        return scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = ignore
    lab.add()
    lab.use(scripted)
    bad = lab.charge("BAD")
    lab.charge()
    await until(lambda: lab.state(bad) is RelayState.SET_ASIDE)
    assert lab.relayed(bad).note == NO_ANSWER


async def test_a_stop_without_a_start_is_set_aside(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    lab.outbox.put(
        ["BE-1"],
        "CP-1",
        session_id=5,
        transaction_id=105,
        action="StopTransaction",
        payload=stop(5),
    )
    lab.relay.connect_now("BE-1")
    await until(lambda: lab.state(5) is RelayState.SET_ASIDE)
    assert lab.relayed(5).note == NO_START
    assert not scripted.payloads("StopTransaction")


async def test_a_session_that_cannot_be_looked_up_now_is_sent_soon_and_not_set_aside(
    lab: Lab, scripted: ScriptedBackEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.add()
    lab.use(scripted)
    session_id = lab.start()
    await lab.until_delivered()
    asked: list[int] = []

    def unread(back_end_id: str, session_id: int) -> None:
        asked.append(session_id)

    lab.stop(session_id)
    with monkeypatch.context() as patched:
        patched.setattr(lab.outbox, "relayed", unread)
        await until(lambda: len(asked) > 2)
        assert not scripted.stops
    await lab.until_delivered()
    assert list(scripted.stops) == [9001]
    assert not lab.of_kind(BackEndSetAside)


@pytest.mark.parametrize("answer", [{}, {"transactionId": "x"}, {"transactionId": 2**40}])
async def test_a_start_without_a_usable_id_is_sent_again(
    lab: Lab, scripted: ScriptedBackEnd, answer: Payload
) -> None:
    answers = [answer]

    def first(action: str, payload: Payload) -> Payload:
        return answers.pop() if answers else scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = first
    lab.add()
    lab.use(scripted)
    lab.charge()
    await lab.until_delivered()
    assert len(scripted.payloads("StartTransaction")) == 2


async def test_our_own_stop_waits_for_the_chargers(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted)
    session_id = lab.start()
    lab.relay.ended_without_stop(
        "CP-1", session_id, session_id + 100, stop(session_id) | {"meterStop": 0}
    )
    await scripted.until_heard("StartTransaction")
    lab.meter(session_id)
    other = lab.charge()
    await until(lambda: lab.state(other) is RelayState.DELIVERED)
    assert len(scripted.payloads("StopTransaction")) == 1
    lab.stop(session_id)
    await lab.until_delivered()
    assert scripted.stops[9001] == [stop(session_id) | {"transactionId": 9001}]


async def test_our_own_stop_goes_when_the_chargers_does_not_come(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    session_id = lab.start()
    lab.relay.ended_without_stop("CP-1", session_id, session_id + 100, stop(session_id))
    await until(lambda: lab.waiting == 1)
    lab.now += timedelta(seconds=QUICK.own_stop_s)
    lab.relay.connect_now("BE-1")
    await lab.until_delivered()
    lab.stop(session_id)  # too late: the back end has the session
    await asyncio.sleep(0.05)
    assert len(scripted.payloads("StopTransaction")) == 1


async def test_what_waits_for_hours_keeps_no_connection(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """A charge point that is gone is shown as gone there, although a stop of ours waits for its own."""
    lab.add()
    lab.use(scripted)
    session_id = lab.start()
    lab.relay.ended_without_stop("CP-1", session_id, session_id + 100, stop(session_id))
    await scripted.until_heard("StartTransaction")
    lab.connect(False)
    await until(lambda: not lab.link().wanted)
    await until(lambda: not scripted.sockets)
    lab.charge()
    await scripted.until_heard("StopTransaction")
    await until(lambda: not scripted.sockets)
    lab.now += timedelta(seconds=QUICK.own_stop_s)
    lab.relay.connect_now("BE-1")
    await lab.until_delivered()
    assert len(scripted.payloads("StopTransaction")) == 2


async def test_a_message_in_its_pause_is_sent_when_that_is_over(
    new_lab: NewLab, scripted: ScriptedBackEnd
) -> None:
    """Also where the charge point is gone meanwhile, and with it the connection."""
    lab = new_lab(replace(QUICK, message_retry_s=0.3, longest_message_retry_s=0.3))
    refusals = [Refuse()]

    def refuse(action: str, payload: Payload) -> Payload:
        if refusals:
            raise refusals.pop()
        return scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = refuse
    lab.add()
    lab.use(scripted)
    lab.charge()
    await scripted.until_heard("StartTransaction")
    lab.connect(False)
    await until(lambda: not scripted.sockets)
    await lab.until_delivered()


async def test_an_outbox_that_cannot_be_read_now_is_read_again_soon(
    lab: Lab, scripted: ScriptedBackEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scripted.close()
    lab.add()
    lab.use(scripted)
    lab.charge()
    assert await lab.ledgers.ledger.saved()
    asked: list[object] = []

    async def refuse(question: object) -> None:
        asked.append(question)
        raise OSError("the disk cannot be read")

    with monkeypatch.context() as patched:
        patched.setattr(lab.outbox._waiting._queries, "read", refuse)
        await scripted.open()
        await until(lambda: len(asked) > 3)
        assert not scripted.starts
    await lab.until_delivered()
    assert list(scripted.stops) == [9001]


async def test_nothing_else_goes_until_an_answer_is_stored(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    await scripted.until_heard("StatusNotification")
    before = lab.ledgers.disk.commits
    lab.ledgers.disk.error = OSError("the disk is full")
    session_id = lab.charge()
    await until(lambda: lab.ledgers.disk.commits > before + 3)
    assert scripted.actions()[-1] == "StartTransaction"
    lab.ledgers.disk.error = None
    await until(lambda: lab.state(session_id) is RelayState.DELIVERED)
    assert len(scripted.payloads("StartTransaction")) == 1
    assert len(scripted.stops) == 1


@pytest.mark.parametrize("own", [True, False])
async def test_a_refused_card_of_the_back_end_is_stopped_and_no_other(
    lab: Lab, scripted: ScriptedBackEnd, own: bool
) -> None:
    scripted.replies["StartTransaction"] = lambda *_: {
        "transactionId": 3,
        "idTagInfo": {"status": "Blocked"},
    }
    tags = frozenset({"CARD"}) if own else frozenset[str]()
    lab.add()
    lab.use(scripted, rules=Rules(stops_refused=True, own_id_tags=tags))
    session_id = lab.charge()
    await lab.until_delivered()
    told = lab.of_kind(BackEndRefusedCard)
    assert [(each.session_id, each.status, each.stopped) for each in told] == [
        (session_id, "Blocked", own)
    ]
    assert lab.relayed(session_id).note == "Blocked"
    expected = [("RemoteStopTransaction", "CP-1", session_id + 100)] if own else []
    assert lab.port.commands == expected
    assert len(scripted.payloads("StopTransaction")) == 1


async def test_a_session_of_before_is_handed_in_once(lab: Lab, scripted: ScriptedBackEnd) -> None:
    lab.add()
    lab.use(scripted)
    told = [("StartTransaction", start(7)), ("StopTransaction", stop(7))]
    assert lab.relay.hand_in("BE-1", "CP-1", 7, 107, told)
    assert not lab.relay.hand_in("BE-1", "CP-1", 7, 107, told)
    await lab.until_delivered()
    assert scripted.stops == {9001: [stop(7) | {"transactionId": 9001}]}


async def test_a_session_that_was_let_go_is_handed_in_again(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    await scripted.close()
    lab.add()
    lab.use(scripted)
    session_id = lab.charge()
    lab.relay.let_go(lab.relayed(session_id))
    told = [("StartTransaction", start(session_id)), ("StopTransaction", stop(session_id))]
    assert lab.relay.hand_in("BE-1", "CP-1", session_id, session_id + 100, told)
    await scripted.open()
    await lab.until_delivered()
    assert len(scripted.stops) == 1


async def test_a_session_whose_start_the_back_end_has_is_handed_in_without_it(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """The start that the ledger makes may differ from the charger's: it would be another session."""
    scripted.replies["StopTransaction"] = refuse_all
    lab.add()
    lab.use(scripted)
    session_id = lab.charge()
    await scripted.until_heard("StopTransaction")
    lab.relay.let_go(lab.relayed(session_id))
    del scripted.replies["StopTransaction"]
    told = [("StartTransaction", start(7)), ("StopTransaction", stop(session_id))]
    assert lab.relay.hand_in("BE-1", "CP-1", session_id, session_id + 100, told)
    await lab.until_delivered()
    assert len(scripted.starts) == 1
    assert list(scripted.stops) == [9001]


async def test_a_refused_charge_that_cannot_be_stopped_goes_on(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    scripted.replies["StartTransaction"] = lambda *_: {
        "transactionId": 3,
        "idTagInfo": {"status": "Blocked"},
    }
    lab.port.answers["RemoteStopTransaction"] = OfflineError()
    lab.add()
    lab.use(scripted, rules=Rules(stops_refused=True, own_id_tags=frozenset({"CARD"})))
    lab.charge()
    await lab.until_delivered()
    assert len(scripted.payloads("StopTransaction")) == 1


async def test_a_message_that_cannot_be_read_is_the_back_ends_to_refuse(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """The file was damaged: what is left of it must not stop the rest."""
    await scripted.close()
    lab.add()
    lab.use(scripted)
    session_id = lab.start()
    assert await lab.ledgers.ledger.saved()
    lab.ledgers.disk.change("UPDATE outbox SET payload = '{'")
    lab.stop(session_id)
    await scripted.open()
    await lab.until_delivered()
    assert scripted.payloads("StartTransaction") == [{}]


async def test_an_unreadable_answer_is_an_error_of_the_message(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    answers = [Odd(('[3,"ID",7]',))]

    def odd(action: str, payload: Payload) -> Payload:
        if answers:
            raise answers.pop()
        return scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = odd
    lab.add()
    lab.use(scripted)
    lab.charge()
    await lab.until_delivered()
    assert len(scripted.payloads("StartTransaction")) == 2
    assert lab.link().last_error == "the payload is no object"


async def test_much_that_waits_by_itself_holds_up_nothing(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    lab.add()
    lab.use(scripted)
    for _ in range(30):
        session_id = lab.start()
        lab.relay.ended_without_stop("CP-1", session_id, session_id + 100, stop(session_id))
    await until(lambda: lab.waiting == 30)
    lab.charge()
    await until(lambda: len(scripted.payloads("StopTransaction")) == 1)
    assert lab.waiting == 30


async def test_a_session_that_is_let_go_meanwhile_is_not_sent(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """A batch was read before: its messages may be gone, also since a person was erased."""
    await scripted.close()
    lab.add()
    lab.use(scripted)
    first, second = lab.charge("FIRST"), lab.charge("SECOND")

    def erase(action: str, payload: Payload) -> Payload:
        lab.outbox.let_go("BE-1", second)
        return scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = erase
    await scripted.open()
    await lab.until_delivered()
    assert [each["idTag"] for each in scripted.starts] == ["FIRST"]
    assert lab.state(first) is RelayState.DELIVERED
    lab.relay.send_again(replace(lab.relayed(first), charge_point_id="GONE"))


async def test_charge_points_that_get_no_answer_hold_up_no_others(
    lab: Lab, scripted: ScriptedBackEnd
) -> None:
    """A few messages are under way to a back end at a time; those that wait for ever count only for a while."""

    def silent(action: str, payload: Payload) -> Payload:
        if payload["idTag"] == "SILENT":
            raise Silence
        return scripted.reply(action, payload)

    scripted.replies["StartTransaction"] = silent
    names = [f"CP-{number}" for number in range(1, 11)]
    for name in names:
        lab.add(name)
    lab.use(scripted)
    for name in names:
        await lab.until_connected(name)
    for name in names[:9]:
        lab.charge("SILENT", name)
    await scripted.until_heard("StartTransaction", 9)
    session_id = lab.charge("CARD", names[9])
    await until(lambda: lab.state(session_id) is RelayState.DELIVERED)


async def test_odd_spellings_do_not_cost_the_message(lab: Lab, scripted: ScriptedBackEnd) -> None:
    """Field reports: numeric values, Hz, empty samples, times without zone, broken Wh; the instant and figures stay."""
    lab.add()
    lab.use(scripted)
    session_id = lab.start()
    lab.meter(
        session_id,
        meterValue=[
            {
                "timestamp": "2026-03-14T10:00:00",
                "sampledValue": [
                    {"value": 12.5, "unit": "wh"},
                    {"value": "50", "unit": "Hz", "measurand": "Frequency"},
                    {"value": ""},
                    {"value": "1", "measurand": "Odd"},
                    7,
                ],
            },
            {"sampledValue": []},
            8,
        ],
    )
    lab.tell(
        "StopTransaction",
        session_id,
        transactionId=session_id + 100,
        meterStop=1750.4,
        timestamp="2026-03-14T11:00:00+01:00",
        reason="Oddity",
        vendor=1,
    )
    await lab.until_delivered()
    assert scripted.payloads("MeterValues")[0]["meterValue"] == [
        {
            "timestamp": "2026-03-14T10:00:00Z",
            "sampledValue": [
                {"value": "12.5", "unit": "Wh"},
                {"value": "50", "measurand": "Frequency"},
            ],
        }
    ]
    assert scripted.payloads("StopTransaction")[0] == {
        "transactionId": 9001,
        "meterStop": 1750,
        "timestamp": "2026-03-14T11:00:00+01:00",
        "reason": "Other",
    }
