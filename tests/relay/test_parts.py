"""Small parts of the relay: spellings, rhythms, bounds, memory of odd content."""

import asyncio
from itertools import pairwise
import json
from typing import Any

import pytest

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.protocol.errors import OfflineError
from custom_components.plug_control.relay.calls import Calls
from custom_components.plug_control.relay.configuration import VirtualConfiguration
from custom_components.plug_control.relay.messages import standard, status_notifications
from custom_components.plug_control.relay.metering import MAX_PLAIN, MeterRhythm, bounded
from custom_components.plug_control.relay.rate import Bucket
from custom_components.plug_control.relay.reports import Reports
from custom_components.plug_control.relay.settings import Rules
from custom_components.plug_control.relay.tasks import Tasks

from .conftest import QUICK, Lab, meter_values
from .scripted import Payload, Refuse, ScriptedBackEnd
from .times import NOW


@pytest.mark.parametrize(
    ("action", "told", "expected"),
    [
        ("StartTransaction", {"meterStart": "x", "idTag": None, "odd": 1}, {}),
        ("StartTransaction", {"meterStart": "12,6", "idTag": 7}, {"meterStart": 13, "idTag": "7"}),
        ("StopTransaction", {"timestamp": "yesterday", "reason": None}, {"timestamp": "yesterday"}),
        ("StopTransaction", {"timestamp": 7.5, "transactionData": 3}, {"timestamp": "7.5"}),
        (
            "StopTransaction",
            {"timestamp": None, "transactionData": [{}, 1]},
            {"transactionData": []},
        ),
        (
            "MeterValues",
            {"meterValue": [{"timestamp": "t", "sampledValue": 5}]},
            {"meterValue": []},
        ),
        (
            "StatusNotification",
            {"connectorId": "1", "status": "charging"},
            {"connectorId": 1, "status": "Charging"},
        ),
    ],
)
def test_what_cannot_be_read_is_left_out(
    action: str, told: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert standard(action, told) == expected


def test_signed_values_pass_as_they_are() -> None:
    """Field: a signature covers every character, blanks and line breaks included."""
    signed = 'OCMF|{"FV":"1.0",\n "PG":"T12"}|{"SD":"30 44"} '
    sample = {"value": signed, "format": "SignedData", "context": "Transaction.End"}
    told = {"transactionData": [{"timestamp": "2026-03-14T10:00:00Z", "sampledValue": [sample]}]}
    assert standard("StopTransaction", told) == told


def test_a_charge_point_that_has_told_no_status_has_none_to_report() -> None:
    assert status_notifications(ChargePoint(charge_point_id="CP-1"), NOW) == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"meterValue": 7},
        {"meterValue": []},
        {"meterValue": [7]},
        {"meterValue": [{"sampledValue": 7}]},
        {"meterValue": [{"timestamp": "?", "sampledValue": []}]},
    ],
)
def test_values_without_a_time_have_no_rhythm(told: dict[str, Any]) -> None:
    rhythm = MeterRhythm()
    for _ in range(2):
        assert rhythm.is_wanted("CP-1", told, 60, in_transaction=True)


def test_values_of_begin_and_end_are_always_wanted() -> None:
    told = meter_values()
    told["meterValue"][0]["sampledValue"][0]["context"] = "Transaction.End"
    rhythm = MeterRhythm()
    assert all(rhythm.is_wanted("CP-1", told, 0, in_transaction=True) for _ in range(2))


def test_a_stop_with_much_data_is_bounded_but_for_what_is_signed() -> None:
    """C2EU Q18: 80 kB an hour; the first, the last and what is signed or of the ends stay."""
    data = [meter_values(value=str(number))["meterValue"][0] for number in range(5000)]
    for index, name, word in ((1000, "format", "SignedData"), (2000, "context", "Transaction.End")):
        data[index]["sampledValue"][0][name] = word
    thinned = bounded({"meterStop": 5, "transactionData": data})["transactionData"]
    assert len(json.dumps(thinned)) < 1.1 * MAX_PLAIN
    values = [int(each["sampledValue"][0]["value"]) for each in thinned]
    assert values == sorted(values)
    assert {0, 1000, 2000, 4999} <= {*values}
    gaps = [later - earlier for earlier, later in pairwise(values)]
    assert max(gaps) < 20


@pytest.mark.parametrize("count", [0, 2, 3, 100])
def test_little_data_stays_as_it_is(count: int) -> None:
    data = [7, *(meter_values()["meterValue"][0] for _ in range(count))]
    assert bounded({"meterValue": data, "transactionData": 7}) == {
        "meterValue": data,
        "transactionData": 7,
    }


def test_signed_data_alone_stays() -> None:
    data = [meter_values()["meterValue"][0] for _ in range(5)]
    for each in data:
        each["sampledValue"][0] |= {"format": "SignedData", "value": "x" * MAX_PLAIN}
    assert bounded({"transactionData": data}) == {"transactionData": data}


def test_reports_are_bounded_and_of_each_connector_the_last() -> None:
    reports = Reports()
    for connector_id in range(100):
        for status in ("Available", "Charging"):
            reports.tell("StatusNotification", {"connectorId": connector_id, "status": status})
    reports.tell("StatusNotification", {"connectorId": 1})
    reports.tell("MeterValues", {"meterValue": 7})
    count = 0
    while (report := reports.next()) is not None:
        assert report[1]["status"] == "Charging"
        count += 1
    assert count == 64
    assert reports.is_empty


def test_a_bucket_fills_again() -> None:
    now = [0.0]
    bucket = Bucket(2, 5.0, lambda: now[0])
    assert [bucket.takes_one() for _ in range(3)] == [True, True, False]
    now[0] = 5.0
    assert [bucket.takes_one() for _ in range(2)] == [True, False]


@pytest.mark.parametrize("kept", [None, 7, [1], {"MeterValueSampleInterval": "x", "Odd": 3}])
def test_a_configuration_of_odd_memory_is_a_new_one(kept: Any) -> None:
    configuration = VirtualConfiguration(lambda: 0, kept, may_limit=bool)
    assert configuration.memory() == {}
    assert configuration.read({"key": 1})["configurationKey"]
    assert configuration.read([None, {}]) == {"configurationKey": []}


def test_cards_are_compared_in_any_spelling() -> None:
    rules = Rules(own_id_tags=frozenset({"20:7A:C1:99"}))
    assert rules.is_own("207ac199")
    assert not rules.is_chosen("207ac199")


@pytest.mark.parametrize(
    "memory",
    [
        {"BE-1": 7},
        {"BE-1": {"cards": 7, "configuration": 7, "ceilings": 7}},
        {"BE-1": {"ceilings": {"CP-1": 7}, "configuration": {"CP-1": 7}}},
        {"BE-1": {"ceilings": {"CP-1": [7, {}, {"connectorId": 1}]}}},
    ],
)
async def test_a_relay_of_odd_memory_begins_anew(
    lab: Lab, scripted: ScriptedBackEnd, memory: dict[str, Any]
) -> None:
    await lab.relay.stop()
    lab.relay = lab.new_relay(memory)
    lab.add()
    lab.use(scripted)
    await lab.until_connected()
    assert not lab.port.ceilings


async def test_memory_of_a_back_end_that_is_not_configured_yet_is_kept(lab: Lab) -> None:
    await lab.relay.stop()
    lab.relay = lab.new_relay({"BE-7": {"cards": {"a": {"status": "Blocked"}}}})
    assert lab.relay.memory() == {"BE-7": {"cards": {"a": {"status": "Blocked"}}}}
    assert lab.relay.state("BE-7") is None


async def test_without_a_connection_nothing_is_called() -> None:
    calls = Calls(QUICK, lambda: None)
    with pytest.raises(OfflineError):
        await calls.call("Heartbeat", {})
    with pytest.raises(OfflineError):
        await calls.ask("Authorize", {"idTag": "CARD"})


async def test_a_refused_status_changes_nothing(lab: Lab, scripted: ScriptedBackEnd) -> None:
    def refuse(*_: object) -> Payload:
        raise Refuse("InternalError")

    scripted.replies["StatusNotification"] = scripted.replies["Heartbeat"] = refuse
    lab.add()
    lab.use(scripted)
    await scripted.until_heard("StatusNotification")
    lab.charge()
    await lab.until_delivered()
    assert len(scripted.requests) == 1


async def test_a_task_that_fails_is_logged_and_ends_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail() -> None:
        raise RuntimeError("bug")

    tasks = Tasks()
    tasks.spawn(fail(), "something")
    other = tasks.spawn(asyncio.sleep(0, 7), "other")
    await tasks.finish()
    assert other.result() == 7
    assert "Unexpected error in something" in caplog.text
