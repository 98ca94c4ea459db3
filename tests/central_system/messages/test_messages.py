"""What each message from a charge point changes, tells and is answered."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.plug_control.central_system.stations.station import (
    NOTICE_EACH,
    NOTICES_AT_ONCE,
)
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.events import (
    ChargePointChanged,
    ConnectorAdded,
    ConnectorChanged,
    Problem,
    ProblemFound,
    ProblemGone,
    ReadingAdded,
    ReadingsChanged,
    SecurityEventReported,
    VendorMessageReceived,
)
from custom_components.plug_control.model.meter import Meter, Quantity
from custom_components.plug_control.model.security_event import SecurityEventType
from simulator.frames import Payload
from simulator.scripted import CallErrorReceived
from tests.central_system.conftest import (
    CARD,
    NOW,
    QUICK,
    Lab,
    MakeLab,
    meter_values,
    start_transaction,
    status,
)


async def code_of(lab: Lab, action: str, payload: dict[str, Any]) -> str:
    """The code of the CALLERROR that a message gets."""
    charge_point = await lab.boot()
    with pytest.raises(CallErrorReceived) as caught:
        await charge_point.call(action, payload)
    await charge_point.call("Heartbeat")
    return caught.value.code


# ---- about the charge point


async def test_heartbeat_tells_the_time_in_utc_to_the_second(lab: Lab) -> None:
    lab.clock.advance(0.5)
    charge_point = await lab.boot()
    assert await charge_point.call("Heartbeat") == {"currentTime": "2026-03-14T10:00:00Z"}


async def test_r10_any_message_is_a_sign_of_life_and_worth_an_event_now_and_then(
    lab: Lab,
) -> None:
    charge_point = await lab.started_up()
    await charge_point.call("Heartbeat")
    lab.events.clear()
    lab.clock.advance(30)
    await charge_point.call("MeterValues", meter_values())
    assert lab.model().last_seen == NOW + timedelta(seconds=30)
    with pytest.raises(CallErrorReceived):
        await charge_point.call("NoSuchAction")
    assert not lab.told(ChargePointChanged)


async def test_r10_a_sign_of_life_is_told_after_its_time(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, last_seen_s=0.0))
    lab.add()
    charge_point = await lab.boot()
    lab.events.clear()
    await charge_point.call("Heartbeat")
    assert lab.told(ChargePointChanged)


async def test_r8_an_unknown_action_is_not_implemented_and_a_broken_one_a_violation(
    lab: Lab,
) -> None:
    assert await code_of(lab, "NoSuchAction", {}) == "NotImplemented"


async def test_r8_a_message_without_its_meaning_gets_the_right_code(lab: Lab) -> None:
    code = await code_of(lab, "StatusNotification", {"errorCode": "NoError"})
    assert code in {"OccurenceConstraintViolation", "FormationViolation"}
    assert lab.central_system.counters.call_errors_sent == 1


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("DiagnosticsStatusNotification", "Uploading"),
        ("LogStatusNotification", "UploadFailure"),
    ],
)
async def test_diagnostics_statuses_are_shown(lab: Lab, action: str, value: str) -> None:
    charge_point = await lab.started_up()
    for _ in range(2):
        assert await charge_point.call(action, {"status": value, "requestId": 1}) == {}
    assert lab.model().diagnostics_status == value
    assert len(lab.told(ChargePointChanged)) == 1


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("FirmwareStatusNotification", "Downloading"),
        ("SignedFirmwareStatusNotification", "InstallVerificationFailed"),
    ],
)
async def test_firmware_statuses_are_shown(lab: Lab, action: str, value: str) -> None:
    charge_point = await lab.started_up()
    for _ in range(2):
        assert await charge_point.call(action, {"status": value, "requestId": 1}) == {}
    assert lab.model().firmware_status == value
    assert len(lab.told(ChargePointChanged)) == 1


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("InvalidMessages", SecurityEventType.INVALID_MESSAGES),
        ("invalidTLSVersion", SecurityEventType.INVALID_TLS_VERSION),
        ("Startup of the device", SecurityEventType.STARTUP_OF_THE_DEVICE),
        ("LidOpened", SecurityEventType.OTHER),
    ],
)
async def test_a_security_event_is_published_and_logged(
    lab: Lab, caplog: pytest.LogCaptureFixture, told: str, read: SecurityEventType
) -> None:
    charge_point = await lab.boot()
    payload: Payload = {
        "type": told,
        "timestamp": NOW.isoformat(),
        "techInfo": "see ftp://me:letmein@host",
    }
    with caplog.at_level("INFO"):
        assert await charge_point.call("SecurityEventNotification", payload) == {}
    assert told in caplog.text
    assert lab.told(SecurityEventReported) == [
        SecurityEventReported(
            charge_point_id="CP-1",
            type=read,
            told=told,
            at=NOW,
            tech_info="see ftp://(hidden)@host",
        )
    ]


async def test_vendor_messages_and_security_events_are_published_at_a_bounded_rate(
    lab: Lab,
) -> None:
    charge_point = await lab.boot()
    for number in range(NOTICES_AT_ONCE + 5):
        answer = await charge_point.call("DataTransfer", {"vendorId": "V", "data": str(number)})
        assert answer == {"status": "UnknownVendorId"}
    assert len(lab.told(VendorMessageReceived)) == NOTICES_AT_ONCE
    for _ in range(NOTICES_AT_ONCE + 5):
        assert await charge_point.call("SecurityEventNotification", {"type": "X"}) == {}
    assert len(lab.told(SecurityEventReported)) == NOTICES_AT_ONCE
    lab.clock.advance(NOTICE_EACH.total_seconds())
    assert await charge_point.call("SecurityEventNotification", {"type": "X"}) == {}
    assert len(lab.told(SecurityEventReported)) == NOTICES_AT_ONCE + 1


async def test_an_alarm_is_published_however_much_else_a_charger_reports(
    lab: Lab, caplog: pytest.LogCaptureFixture
) -> None:
    charge_point = await lab.boot()
    with caplog.at_level("INFO"):
        for _ in range(NOTICES_AT_ONCE + 5):
            await charge_point.call("DataTransfer", {"vendorId": "V"})
            await charge_point.call("SecurityEventNotification", {"type": "SettingSystemTime"})
    assert caplog.text.count("SettingSystemTime") == NOTICES_AT_ONCE
    await charge_point.call("SecurityEventNotification", {"type": "TamperDetectionActivated"})
    assert lab.told(SecurityEventReported)[-1].type is SecurityEventType.TAMPER_DETECTION_ACTIVATED


async def test_credentials_are_hidden_also_where_a_text_is_cut(lab: Lab) -> None:
    charge_point = await lab.boot()
    url = "ftp://me:letmein@host"
    long, longer = f"{'x' * 240} {url}", f"{'x' * 4085} {url}"
    await charge_point.call("SecurityEventNotification", {"type": "X", "techInfo": long})
    await charge_point.call("DataTransfer", {"vendorId": long, "messageId": long, "data": longer})
    await charge_point.call("DataTransfer", {"vendorId": "V", "data": {"a": longer}})
    told = f"{lab.told(SecurityEventReported)} {lab.told(VendorMessageReceived)}"
    assert told.count("ftp://(") >= 3
    assert "me:" not in told


@pytest.mark.parametrize("told", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01", ""])
async def test_an_impossible_time_of_a_security_event_counts_as_missing(
    lab: Lab, told: str
) -> None:
    charge_point = await lab.boot()
    payload: Payload = {"type": "x ftp://me:letmein@host", "timestamp": told}
    assert await charge_point.call("SecurityEventNotification", payload) == {}
    (event,) = lab.told(SecurityEventReported)
    assert (event.at, event.told) == (None, "x ftp://(hidden)@host")


async def test_routine_vendor_messages_are_not_published(lab: Lab) -> None:
    charge_point = await lab.boot()
    routine: Payload = {"vendorId": "EN+", "messageId": "cpChargingParameterRpt"}
    await charge_point.call("DataTransfer", routine)
    assert not lab.told(VendorMessageReceived)
    assert not lab.model().sends_vendor_messages


async def test_a_certificate_is_never_promised(lab: Lab) -> None:
    charge_point = await lab.boot()
    answer = await charge_point.call("SignCertificate", {"csr": "-----BEGIN"})
    assert answer == {"status": "Rejected"}


@pytest.mark.parametrize(
    ("payload", "answer"),
    [
        ({"vendorId": "com.example", "data": "x"}, "UnknownVendorId"),
        ({"vendorId": "EV-BOX", "messageId": "evbStatusNotification"}, "Accepted"),
        ({"vendorId": "EN+", "messageId": "other"}, "UnknownMessageId"),
    ],
)
async def test_r34_data_transfer(lab: Lab, payload: dict[str, Any], answer: str) -> None:
    charge_point = await lab.boot()
    assert await charge_point.call("DataTransfer", payload) == {"status": answer}


# ---- StatusNotification (R22)


async def test_r22_connector_0_is_the_charge_point_and_touches_no_connector(lab: Lab) -> None:
    charge_point = await lab.started_up()
    await charge_point.call("StatusNotification", status("Charging"))
    lab.events.clear()
    faulted = status(
        "Faulted", 0, errorCode="OtherError", info="Modbus lost", vendorErrorCode="210"
    )
    for _ in range(2):
        assert await charge_point.call("StatusNotification", faulted) == {}
    model = lab.model()
    assert (model.status, model.error_code, model.vendor_error_code, model.error_info) == (
        "Faulted",
        "OtherError",
        "210",
        "Modbus lost",
    )
    assert set(model.connectors) == {1}
    assert lab.connector().status is ConnectorStatus.CHARGING
    assert len(lab.told(ChargePointChanged)) == 1
    assert not lab.told(ConnectorChanged)


async def test_connectors_appear_when_first_heard_of(lab: Lab) -> None:
    charge_point = await lab.boot()
    for connector_id in (2, 1, 2):
        await charge_point.call("StatusNotification", status("Available", connector_id))
    assert [event.connector_id for event in lab.told(ConnectorAdded)] == [2, 1]
    assert set(lab.model().connectors) == {1, 2}


@pytest.mark.parametrize("connector_id", [-1, 65, 1_000_000])
async def test_a_nonsense_connector_is_answered_and_never_made(lab: Lab, connector_id: int) -> None:
    charge_point = await lab.boot()
    values = meter_values(("Voltage", "230", "V"), connectorId=connector_id)
    for action, payload in (
        ("StatusNotification", status("Available", connector_id)),
        ("MeterValues", values),
        ("StartTransaction", start_transaction(connectorId=connector_id)),
    ):
        with suppress(CallErrorReceived):
            await charge_point.call(action, payload)
    assert set(lab.model().connectors) <= {1}  # meter values of nowhere are the station's


async def test_r15_a_start_on_a_connector_that_cannot_be_shown_is_recorded(lab: Lab) -> None:
    charge_point = await lab.boot()
    started = await charge_point.call("StartTransaction", start_transaction(connectorId=65))
    assert started["transactionId"]
    assert not lab.model().connectors
    assert len(lab.central_system.ledger.open_transactions("CP-1")) == 1


@pytest.mark.parametrize(
    "transition",
    [("Charging", "Available"), ("Available", "SuspendedEV"), ("Faulted", "Finishing")],
)
async def test_r22_every_transition_is_taken(lab: Lab, transition: tuple[str, str]) -> None:
    charge_point = await lab.boot()
    for value in transition:
        await charge_point.call("StatusNotification", status(value))
    assert lab.connector().status == transition[1]


async def test_a_status_is_told_once_and_its_time_is_the_chargers(lab: Lab) -> None:
    charge_point = await lab.boot()
    at = NOW - timedelta(minutes=1)
    payload = status("Charging", timestamp=at.isoformat(), info="B;400")
    for _ in range(3):
        await charge_point.call("StatusNotification", payload)
    assert len(lab.told(ConnectorChanged)) == 1
    connector = lab.connector()
    assert connector.status_since == at
    assert connector.error_info == "B;400"
    assert not connector.has_problem


@pytest.mark.parametrize("timestamp", ["1970-01-01T00:00:00Z", "2222-01-01T00:00:00Z", "x", None])
async def test_r14_a_status_of_an_absurd_time_is_of_now(lab: Lab, timestamp: str | None) -> None:
    charge_point = await lab.boot()
    await charge_point.call("StatusNotification", status("Charging", timestamp=timestamp))
    assert lab.connector().status_since == NOW


async def test_an_error_is_shown_and_goes_away(lab: Lab) -> None:
    charge_point = await lab.boot()
    fault = status("Faulted", errorCode="OtherError", vendorErrorCode="EC_DEVICE_EMERGENCY_STOP")
    await charge_point.call("StatusNotification", fault)
    assert lab.connector().has_problem
    assert lab.connector().vendor_error_code == "EC_DEVICE_EMERGENCY_STOP"
    await charge_point.call("StatusNotification", status("Available", vendorErrorCode="0x00"))
    assert not lab.connector().has_problem
    assert lab.connector().vendor_error_code is None


async def test_when_nothing_flows_power_is_zero_though_no_meter_says_so(lab: Lab) -> None:
    charge_point = await lab.boot()
    await charge_point.call("StatusNotification", status("Charging"))
    values = meter_values(("Power.Active.Import", "7200", "W"), ("Temperature", "30", "Celsius"))
    await charge_point.call("MeterValues", values)
    await charge_point.call("StatusNotification", status("Unavailable"))
    assert lab.connector().meter.value(Quantity.POWER_IMPORT_W) == 7200  # C2EU Q21
    await charge_point.call("StatusNotification", status("SuspendedEV"))
    assert lab.connector().meter.value(Quantity.POWER_IMPORT_W) == 0
    assert lab.connector().meter.value(Quantity.TEMPERATURE_C) == 30


# ---- clocks (R14)


async def test_r14_a_clock_that_is_ahead_is_a_problem_until_it_is_right(lab: Lab) -> None:
    charge_point = await lab.boot()
    ahead = NOW + timedelta(hours=2)
    await charge_point.call("MeterValues", meter_values(("Voltage", "230", "V"), at=ahead))
    found = lab.told(ProblemFound)
    assert [event.problem for event in found] == [Problem.CLOCK_OFF]
    assert found[0].detail == "+7200 s"
    assert lab.model().clock_offset_s == 7200
    await charge_point.boot()  # tells it the time
    await charge_point.call("MeterValues", meter_values(("Voltage", "230", "V")))
    assert [event.problem for event in lab.told(ProblemGone)] == [Problem.CLOCK_OFF]
    assert lab.model().clock_offset_s == 0


async def test_r14_a_clock_that_is_behind_shows_after_several_messages(lab: Lab) -> None:
    charge_point = await lab.boot()
    for seconds in range(3):
        assert not lab.told(ProblemFound)
        at = NOW - timedelta(hours=2, seconds=-seconds)
        await charge_point.call("MeterValues", meter_values(("Voltage", "230", "V"), at=at))
    assert [event.problem for event in lab.told(ProblemFound)] == [Problem.CLOCK_OFF]


async def test_r14_statuses_repeated_from_days_ago_say_nothing_of_the_clock(lab: Lab) -> None:
    charge_point = await lab.boot()
    old = (NOW - timedelta(days=2)).isoformat()
    for connector_id in range(4):
        await charge_point.call(
            "StatusNotification", status("Available", connector_id, timestamp=old)
        )
    assert lab.model().clock_offset_s is None
    assert not lab.told(ProblemFound)


async def test_r14_status_changes_tell_the_clock_too(lab: Lab) -> None:
    charge_point = await lab.boot()
    await charge_point.call("StatusNotification", status("Available"))
    later = (NOW + timedelta(minutes=10)).isoformat()
    await charge_point.call("StatusNotification", status("Preparing", timestamp=later))
    assert lab.model().clock_offset_s == 600


# ---- MeterValues


async def test_r15_meter_values_are_one_event_and_new_readings_one_more(lab: Lab) -> None:
    charge_point = await lab.boot()
    first = meter_values(
        ("Power.Active.Import", "7.2", "kW"),
        ("Energy.Active.Import.Register", "1234560", "Wh"),
        ("Voltage", "231.5", "V"),
    )
    assert await charge_point.call("MeterValues", first) == {}
    meter = lab.connector().meter
    assert meter.value(Quantity.POWER_IMPORT_W) == 7200
    assert meter.value(Quantity.ENERGY_IMPORT_WH) == 1234560
    assert len(lab.told(ReadingAdded)) == 1
    assert len(lab.told(ReadingsChanged)) == 1
    lab.events.clear()
    lab.clock.advance(60)
    second = meter_values(
        ("Power.Active.Import", "7.3", "kW"),
        ("Energy.Active.Import.Register", "1234680", "Wh"),
        ("Voltage", "231.5", "V"),
        at=lab.clock.now,
    )
    await charge_point.call("MeterValues", second)
    assert not lab.told(ReadingAdded)
    assert len(lab.told(ReadingsChanged)) == 1


async def test_unchanged_meter_values_are_no_event(lab: Lab) -> None:
    charge_point = await lab.boot()
    for _ in range(2):
        lab.events.clear()
        await charge_point.call("MeterValues", meter_values(("Voltage", "230", "V")))
        lab.clock.advance(1)
    assert not lab.told(ConnectorChanged)


async def test_r21_absent_fields_mean_the_standards_defaults(lab: Lab) -> None:
    charge_point = await lab.boot()
    samples = [
        {"value": "1500"},
        {"value": "31.5", "measurand": "Temperature", "unit": "Celcius"},
        {"value": "49.98", "measurand": "Frequency"},
        {"value": "deadbeef", "format": "SignedData", "measurand": "Voltage"},
    ]
    values: dict[str, Any] = {"connectorId": 1, "meterValue": [{"sampledValue": samples}]}
    assert await charge_point.call("MeterValues", values) == {}
    meter = lab.connector().meter
    assert meter.value(Quantity.ENERGY_IMPORT_WH) == 1500
    assert meter.value(Quantity.TEMPERATURE_C) == 31.5
    assert meter.value(Quantity.FREQUENCY_HZ) == 49.98
    assert meter.value(Quantity.VOLTAGE_V) is None


@pytest.mark.parametrize(
    "payload",
    [
        {"connectorId": 1, "meterValue": []},
        {"connectorId": 1, "transactionId": -1, "meterValue": [{"sampledValue": []}]},
        {"connectorId": 1, "transactionId": 0, "meterValue": [{"sampledValue": [{"value": ""}]}]},
        {"connectorId": 1, "transactionId": 2**63 - 1, "meterValue": [{"timestamp": "x"}]},
    ],
)
async def test_r15_r16_odd_meter_values_are_answered_and_harm_nothing(
    lab: Lab, payload: dict[str, Any]
) -> None:
    charge_point = await lab.boot()
    assert await charge_point.call("MeterValues", payload) == {}
    assert lab.connector().transaction is None
    assert not lab.connector().meter.readings


@pytest.mark.parametrize("connector_ids", [(), (1,), (1, 2)])
async def test_r22_meter_values_of_connector_0_are_the_stations(
    lab: Lab, connector_ids: tuple[int, ...]
) -> None:
    charge_point = await lab.boot()
    for connector_id in connector_ids:
        await charge_point.call("StatusNotification", status("Available", connector_id))
    lab.events.clear()
    values = meter_values(("Voltage", "230", "V"), connectorId=0)
    for _ in range(2):
        assert await charge_point.call("MeterValues", values) == {}
    assert lab.model().meter.value(Quantity.VOLTAGE_V) == 230
    assert not any(each.meter.readings for each in lab.model().connectors.values())
    assert lab.events.count(ReadingAdded(charge_point_id="CP-1", connector_id=0)) == 1
    assert lab.events.count(ChargePointChanged(charge_point_id="CP-1")) == 1
    again = Meter.from_dict(lab.central_system.memory()["CP-1"]["meter"])
    assert again.readings == lab.model().meter.readings


async def test_meter_values_of_connector_0_belong_to_the_transactions_connector(
    lab: Lab,
) -> None:
    charge_point = await lab.boot()
    for connector_id in (1, 2):
        await charge_point.call("StatusNotification", status("Available", connector_id))
    started = await charge_point.call(
        "StartTransaction",
        {"connectorId": 2, "idTag": CARD, "meterStart": 0, "timestamp": NOW.isoformat()},
    )
    values = meter_values(
        ("Voltage", "230", "V"), connectorId=0, transactionId=started["transactionId"]
    )
    await charge_point.call("MeterValues", values)
    assert lab.connector(2).meter.value(Quantity.VOLTAGE_V) == 230


async def test_new_register_readings_are_remembered_now_and_then(lab: Lab) -> None:
    charge_point = await lab.started_up()
    for step in range(20):
        lab.clock.advance(10)
        values = meter_values(
            ("Energy.Active.Import.Register", str(1000 + step), "Wh"), at=lab.clock.now
        )
        await charge_point.call("MeterValues", values)
        if step == 1:
            before = lab.remembered
    assert lab.remembered == before
    for step in range(4):
        lab.clock.advance(60)
        values = meter_values(
            ("Energy.Active.Import.Register", str(100 + step), "Wh"), at=lab.clock.now
        )
        await charge_point.call("MeterValues", values)
    assert lab.connector().meter.value(Quantity.ENERGY_IMPORT_WH) == 1022
    assert lab.remembered == before + 1  # the register began anew, which it will not tell again


async def test_a_charge_point_that_is_removed_and_added_again_counts_on(lab: Lab) -> None:
    charge_point = await lab.started_up()
    for register_wh in (16_500, 100, 200, 300, 5_600):
        lab.clock.advance(60)
        values = meter_values(
            ("Energy.Active.Import.Register", str(register_wh), "Wh"),
            ("Voltage", "230", "V"),
            at=lab.clock.now,
        )
        await charge_point.call("MeterValues", values)
    shown_wh = lab.connector().meter.value(Quantity.ENERGY_IMPORT_WH)
    assert shown_wh == 16_500 + 5_500
    await lab.central_system.remove_charge_point("CP-1")
    memory = lab.central_system.memory()
    assert set(memory["CP-1"]) == {"meter", "connectors"}
    lab.add()
    meter = lab.connector().meter
    assert meter.value(Quantity.VOLTAGE_V) is None
    assert meter.value(Quantity.ENERGY_IMPORT_WH) == shown_wh
    charge_point = await lab.boot()
    lab.clock.advance(60)
    values = meter_values(("Energy.Active.Import.Register", "5700", "Wh"), at=lab.clock.now)
    await charge_point.call("MeterValues", values)
    assert meter.value(Quantity.ENERGY_IMPORT_WH) == shown_wh + 100
