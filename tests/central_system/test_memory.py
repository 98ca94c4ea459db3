"""What is remembered of charge points over a restart."""

import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.central_system.memory import recall, remember
from custom_components.plug_control.central_system.stations.auto_start import AutoStartState
from custom_components.plug_control.central_system.stations.settings import ChargePointSettings
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.charge_point import ChargePoint, ConfigurationKey
from custom_components.plug_control.model.connector import HeldLimit, SmartLimit
from custom_components.plug_control.model.meter import Quantity

from .conftest import CARD, NOW, Lab, meter_values, start_transaction, status


def blank(identity: str = "CP-1") -> Station:
    return Station(
        settings=ChargePointSettings(charge_point_id=identity),
        charge_point=ChargePoint(charge_point_id=identity),
    )


def test_secrets_of_an_older_memory_are_forgotten() -> None:
    station = blank()
    rows = {"WifiPSK": ["letmein", False], "LogUrl": ["ftp://me:letmein@nas/x", False]}
    recall(station, {"configuration": rows})
    assert "letmein" not in json.dumps(remember(station))
    assert set(station.charge_point.configuration) == {"WifiPSK", "LogUrl"}


async def test_what_a_charge_point_told_is_known_after_a_restart(lab: Lab) -> None:
    charge_point = await lab.boot(boot={"vendor": "XC", "model": "C2EU", "firmwareVersion": "2"})
    await charge_point.call("StatusNotification", status("Available"))
    started = await charge_point.call("StartTransaction", start_transaction())
    await charge_point.call(
        "MeterValues", meter_values(("Energy.Active.Import.Register", "1500", "Wh"))
    )
    await charge_point.call(
        "StopTransaction",
        {
            "transactionId": started["transactionId"],
            "meterStop": 1600,
            "timestamp": NOW.isoformat(),
        },
    )
    model = lab.model()
    model.configuration = {"A": ConfigurationKey("A", "1", True)}
    model.limit_way = "some_way"
    model.latency_s = 0.01
    model.sends_security_events = True
    lab.connector().limit.wanted_a = 0
    lab.connector().limit.resume_a = 16

    stored = json.loads(json.dumps(lab.central_system.memory()))
    station = blank()
    recall(station, stored["CP-1"])

    about = station.charge_point
    assert (about.vendor, about.model, about.firmware_version) == ("XC", "C2EU", "2")
    assert about.accepted
    assert not about.connected
    assert about.booted_at == about.last_seen == NOW
    assert about.latency_s == 0.01
    assert (about.sends_security_events, about.sends_vendor_messages) == (True, None)
    assert about.limit_way == "some_way"
    assert about.configuration == model.configuration
    connector = about.connectors[1]
    assert connector.status is None
    assert connector.meter.value(Quantity.ENERGY_IMPORT_WH) == 1600
    assert (connector.limit.wanted_a, connector.limit.resume_a) == (0, 16)
    assert connector.last_session == lab.connector().last_session
    assert station.last_transaction_ids == {1: started["transactionId"]}
    assert station.auto_start(1).state is AutoStartState.ARMED


@pytest.mark.parametrize(
    "smart",
    [SmartLimit(limit_a=0), SmartLimit(limit_a=10, phases=1, fallback_a=6, silence_s=600)],
)
def test_smart_limits_are_known_after_a_restart(smart: SmartLimit) -> None:
    before = blank()
    limit = before.charge_point.connector(1).limit
    limit.smart, limit.stopped_id_tag, limit.released = smart, "CARD", True
    limit.held = held = HeldLimit(limit_a=16, fallback_a=6)
    after = blank()
    recall(after, json.loads(json.dumps(remember(before))))
    recalled = after.charge_point.connectors[1].limit
    assert (recalled.smart, recalled.stopped_id_tag, recalled.released) == (smart, "CARD", True)
    assert (recalled.applied_a, recalled.held) == (None, held)


async def test_smart_limit_is_given_to_the_charger_after_a_restart() -> None:
    smart = SmartLimit(limit_a=10, phases=1, fallback_a=6)
    before = blank()
    before.charge_point.connector(1).limit.smart = smart
    async with Lab(memory={"CP-1": remember(before)}) as after:
        after.add()
        charge_point = await after.started_up()
        [sent] = charge_point.received("SetChargingProfile")
        profile: Any = sent["csChargingProfiles"]
        periods = profile["chargingSchedule"]["chargingSchedulePeriod"]
        assert [(each["limit"], each["numberPhases"]) for each in periods] == [(10, 1), (6, 1)]
        limit = after.connector().limit
        assert (limit.smart, limit.applied_a, limit.applied_phases) == (smart, 10, 1)


@pytest.mark.parametrize(
    "damaged",
    [
        5,
        {},
        {"limit_a": 3, "phases": None, "fallback_a": None, "silence_s": 900},
        {"limit_a": 10, "phases": [1], "fallback_a": None, "silence_s": 900},
        {"limit_a": 10, "phases": None, "fallback_a": "x", "silence_s": 900},
        {"limit_a": 10**400, "phases": None, "fallback_a": None, "silence_s": 900},
        {"limit_a": 10, "phases": None, "fallback_a": 10**400, "silence_s": 900},
        {"limit_a": 10, "phases": None, "fallback_a": None, "silence_s": float("inf")},
    ],
)
def test_damaged_smart_limit_is_none(damaged: object) -> None:
    station = blank()
    recall(station, {"connectors": {"1": {"smart": damaged, "stopped_id_tag": 5}}})
    limit = station.charge_point.connectors[1].limit
    assert (limit.smart, limit.stopped_id_tag, limit.released) == (None, None, False)


async def test_what_is_remembered_of_one_that_is_not_configured_now_stays(lab: Lab) -> None:
    memory = {"LATER": {"vendor": "V", "accepted": True}}
    after = Lab(memory=memory)
    assert after.central_system.memory() == memory
    model = after.add("LATER")
    assert model.vendor == "V"
    assert model.accepted


@pytest.mark.parametrize(
    "damaged",
    [
        {},
        {"vendor": 5, "accepted": "yes", "booted_at": "x", "latency_s": "fast"},
        {"configuration": {"A": 1}, "connectors": [1, 2]},
        {"configuration": [], "connectors": {"1": None, "x": {}, "0": {}, "99": {}, "²": {}}},
        {"latency_s": 10**400, "connectors": {"1": {"wanted_a": 10**400}}},
        {"latency_s": float("nan"), "booted_at": 5, "last_seen": "2026-03-14T10:00:00"},
        {"connectors": {"1": {"meter": 1, "last_session": {}, "wanted_a": True, "armed": 1}}},
        {"connectors": {"1": {"meter": {"readings": [1]}, "last_transaction_id": "7"}}},
    ],
)
def test_what_cannot_be_understood_is_left_out(damaged: dict[str, Any]) -> None:
    station = blank()
    recall(station, damaged)
    about = station.charge_point
    assert about.vendor is None
    assert not about.accepted
    assert about.configuration == {}
    assert set(about.connectors) <= {1}
    json.dumps(remember(station))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=12), children, max_size=4)
    ),
    max_leaves=12,
)
_KEYS = st.sampled_from(
    [
        "vendor",
        "accepted",
        "booted_at",
        "latency_s",
        "configuration",
        "connectors",
        "meter",
        "last_session",
        "wanted_a",
        "smart",
        "limit_a",
        "phases",
        "fallback_a",
        "silence_s",
        "last_transaction_id",
        "1",
    ]
)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        _KEYS, _JSON | st.dictionaries(_KEYS, _JSON | st.dictionaries(_KEYS, _JSON)), max_size=6
    )
)
def test_no_memory_whatsoever_stops_a_start(stored: dict[str, Any]) -> None:
    station = blank()
    recall(station, stored)
    json.dumps(remember(station))


async def test_cards_are_not_remembered_here(lab: Lab) -> None:
    await lab.boot()
    assert CARD not in json.dumps(lab.central_system.memory())
