"""Frames of real charge points (tests/fixtures/frames): parsed, read as far as they can be, answered over a real socket."""

from dataclasses import dataclass
from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any

from ocpp.v16.enums import ChargePointStatus
import pytest

from custom_components.plug_control.protocol.frames import Call, parse
from custom_components.plug_control.protocol.messages import (
    Authorize,
    BootNotification,
    DataTransfer,
    MeterValues,
    SampledValue,
    StartTransaction,
    StatusNotification,
    StopTransaction,
    read,
)

from .gate import ANSWERS, Dialler, RecordingGate, ask, assert_alive

FRAMES = Path(__file__).parent.parent / "fixtures" / "frames"

NOT_JSON = {96}
ANSWERS_TO_NOTHING = {98}


@dataclass(frozen=True)
class Recorded:
    """A recorded text and where it is from."""

    name: str
    number: int
    text: str

    @property
    def message(self) -> Any:
        """What it says."""
        call = parse(self.text)
        assert isinstance(call, Call)
        return read(call.action, call.payload)

    @property
    def samples(self) -> list[SampledValue]:
        """Its sampled values, of all elements."""
        elements = self.message.meter_values
        return [sample for element in elements for sample in element.sampled_values]


def _c2eu() -> list[Recorded]:
    lines = (FRAMES / "c2eu.jsonl").read_text().splitlines()
    index = map(json.loads, (FRAMES / "c2eu.index.jsonl").read_text().splitlines())
    return [
        Recorded(entry["name"], entry["line"], text)
        for entry, text in zip(index, lines, strict=True)
    ]


def _field() -> list[Recorded]:
    entries = map(json.loads, (FRAMES / "field.jsonl").read_text().splitlines())
    return [
        Recorded(
            f"{entry['vendor']}-{entry['n']}",
            entry["n"],
            entry.get("raw") or json.dumps(entry["frame"]),
        )
        for entry in entries
    ]


C2EU = {recorded.name: recorded for recorded in _c2eu()}
FIELD = {recorded.number: recorded for recorded in _field()}
CALLS = [
    *C2EU.values(),
    *(
        recorded
        for number, recorded in FIELD.items()
        if number not in NOT_JSON | ANSWERS_TO_NOTHING
    ),
]


async def test_every_recorded_call_gets_a_callresult_over_one_connection(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    for recorded in CALLS:
        call = parse(recorded.text)
        assert isinstance(call, Call)
        answer = await ask(charge_point, recorded.text)
        assert answer == [3, call.message_id, ANSWERS.get(call.action, {})], recorded.name
        assert gate.messages[-1] == recorded.message
    await assert_alive(charge_point)
    assert gate.connections[0].traffic.errors_sent == 0


async def test_a_backslash_too_much_costs_its_field_only(
    dial: Dialler, gate: RecordingGate
) -> None:
    charge_point = await dial()
    answer = await ask(charge_point, FIELD[96].text)
    assert answer[:2] == [3, "7096"]
    message = gate.messages[-1]
    assert isinstance(message, StartTransaction)
    assert (message.connector_id, message.meter_start_wh, message.id_tag) == (2, 33259000, "")
    await assert_alive(charge_point)


async def test_an_answer_to_nothing_is_ignored(dial: Dialler, gate: RecordingGate) -> None:
    charge_point = await dial()
    await charge_point.send(FIELD[98].text)
    await assert_alive(charge_point)
    assert gate.connections[0].traffic.answers_dropped == 1


def test_every_value_and_every_time_that_was_recorded_is_read() -> None:
    for recorded in CALLS:
        message = recorded.message
        for element in getattr(message, "meter_values", ()):
            assert element.timestamp is not None, recorded.name
        if hasattr(message, "meter_values"):
            assert len(recorded.samples) == recorded.text.count('"value"'), recorded.name
        if hasattr(message, "timestamp"):
            has_time = '"timestamp"' in recorded.text and "AnyStringHere" not in recorded.text
            assert (message.timestamp is not None) == has_time, recorded.name


# --- what is odd about them -----------------------------------------------------------------------


def sample(recorded: Recorded, measurand: str, phase: str | None = None) -> SampledValue:
    """Return the one sample of a measurand and a phase."""
    (only,) = [
        candidate
        for candidate in recorded.samples
        if (candidate.labels.measurand, candidate.labels.phase) == (measurand, phase)
    ]
    return only


def test_alfen_transaction_id_that_stands_for_none_and_line_voltages() -> None:
    message = FIELD[4].message
    assert isinstance(message, MeterValues)
    assert message.transaction_id is None
    assert sample(FIELD[4], "Voltage", "L1-L2").value == 396.1


def test_alfen_fault_of_connector_0() -> None:
    message = FIELD[2].message
    assert isinstance(message, StatusNotification)
    assert (message.connector_id, message.status) == (0, ChargePointStatus.faulted)
    assert message.vendor_error_code == "210"


def test_abb_info_null_is_no_info() -> None:
    for number in (10, 102, 104, 106):
        message = FIELD[number].message
        assert isinstance(message, StatusNotification)
        assert message.info is None
    assert FIELD[8].message.firmware_version == "TAC3Z9119006710273::V1.8.21"


def test_abb_tag_with_colons() -> None:
    message = FIELD[12].message
    assert isinstance(message, StartTransaction)
    assert (message.id_tag, message.meter_start_wh) == ("20:7A:C1:99", 0.0)


@pytest.mark.parametrize("number", [14, 24])
def test_vendor_data_is_kept_as_text(number: int) -> None:
    message = FIELD[number].message
    assert isinstance(message, DataTransfer)
    assert message.data is not None
    assert len(message.data) > 100


def test_evbox_info_holds_the_iec_state() -> None:
    assert FIELD[16].message.info == "B;400"


def test_wallbox_fields_at_the_end_and_offered_power() -> None:
    assert (FIELD[28].message.connector_id, FIELD[28].message.transaction_id) == (1, 2)
    assert sample(FIELD[28], "Power.Offered").value == 11085


def test_wallbox_phase_of_no_volts() -> None:
    assert [sample(FIELD[30], "Voltage", f"L{n}-N").value for n in (1, 2, 3)] == [0, 245, 249]


def test_zaptec_energy_beyond_32_bits_on_connector_0() -> None:
    assert FIELD[32].message.connector_id == 0
    assert sample(FIELD[32], "Energy.Active.Import.Register").value == 4296944001


def test_growatt_register_twice_with_a_local_offset() -> None:
    registers = [
        (candidate.value, candidate.labels.context)
        for candidate in FIELD[38].samples
        if candidate.labels.measurand == "Energy.Active.Import.Register"
    ]
    assert registers == [(163600, "Sample.Periodic"), (157400, "Transaction.Begin")]
    (element,) = FIELD[38].message.meter_values
    assert element.timestamp == datetime(2026, 3, 14, 9, 26, 38, tzinfo=UTC)


def test_injet_current_on_the_neutral_and_mixed_units() -> None:
    assert sample(FIELD[40], "Current.Import", "N").value == 15.6
    assert sample(FIELD[40], "Power.Active.Import").labels.unit == "kW"
    assert sample(FIELD[40], "Energy.Active.Import.Register").labels.unit == "Wh"


def test_webasto_empty_list() -> None:
    assert FIELD[50].message == MeterValues(connector_id=1, transaction_id=None, meter_values=())


def test_etrel_frequency_and_power_factor_have_no_unit() -> None:
    assert sample(FIELD[56], "Frequency").labels.unit is None
    factors = [item for item in FIELD[56].samples if item.labels.measurand == "Power.Factor"]
    assert {item.labels.unit for item in factors} == {None}
    assert sample(FIELD[56], "Energy.Active.Import.Register").value == 733.255884


def test_units_outside_the_list_cost_nothing() -> None:
    assert sample(FIELD[62], "Frequency").labels.unit == "Hz"
    assert sample(FIELD[62], "Temperature").value == 14
    assert sample(FIELD[64], "Temperature").labels.unit == "Celsius"


def test_openevse_numbers_instead_of_text() -> None:
    assert len(FIELD[66].message.meter_values) == 4
    assert {item.value for item in FIELD[66].samples} == {604.213, 0}


def test_schneider_serial_number_of_36_characters() -> None:
    message = FIELD[70].message
    assert isinstance(message, BootNotification)
    assert message.charge_box_serial_number == "EVB0000000000000000000000000000000001"


def test_authorize_with_a_field_of_another_message() -> None:
    assert FIELD[72].message == Authorize(id_tag="043768e29a7000")


@pytest.mark.parametrize(
    ("number", "transaction_id", "reason"),
    [
        (84, None, None),
        (86, 1, None),
        (90, None, "Local"),
        (92, 387000, None),
        (114, 1, "UnlockCommand"),
    ],
)
def test_stops_without_this_and_that(
    number: int, transaction_id: int | None, reason: str | None
) -> None:
    message = FIELD[number].message
    assert isinstance(message, StopTransaction)
    assert (message.transaction_id, message.reason) == (transaction_id, reason)
    assert message.meter_stop_wh is not None


def test_time_that_is_no_time() -> None:
    message = FIELD[94].message
    assert isinstance(message, StatusNotification)
    assert (message.status, message.timestamp) == (ChargePointStatus.available, None)


def test_c2eu_numbers_in_java_notation() -> None:
    assert sample(C2EU["meter_exponent"], "Current.Import", "L1").value == 0.0005


def test_c2eu_empty_list_and_missing_transaction() -> None:
    assert C2EU["meter_empty"].message.meter_values == ()
    assert C2EU["meter_no_txid"].message.transaction_id is None
    assert {item.labels.context for item in C2EU["meter_trigger"].samples} == {"Trigger"}


def test_c2eu_unreadable_register() -> None:
    assert C2EU["stop_meter_unreadable"].message.meter_stop_wh is None


def test_c2eu_clock_of_1970_and_other_zones() -> None:
    assert C2EU["start_bad_clock"].message.timestamp.year == 1970
    when = C2EU["status_other_timezone"].message.timestamp
    assert when == datetime(2026, 3, 14, 6, 0, 1, tzinfo=UTC)


def test_c2eu_transaction_data_is_read() -> None:
    assert len(C2EU["stop_local"].samples) > 5
    assert C2EU["stop_replay_no_data"].message.meter_values == ()
    assert C2EU["stop_ev_full"].message.reason == "PowerLoss"
    assert C2EU["stop_no_reason"].message.reason is None
