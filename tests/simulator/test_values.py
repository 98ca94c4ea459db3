"""How values are written, times read, frames parsed and memory kept."""

from datetime import UTC, datetime
import json
from pathlib import Path

from hypothesis import given, settings, strategies as st
import pytest

from simulator.configuration import Configuration, Key, read_only, writable
from simulator.fields import BadPayloadError, choice, mapping, number, text, texts
from simulator.frames import Call, Error, Result, build_call, build_error, build_result, parse_frame
from simulator.memory import Bill, Memory, QueuedCall, StateFileError
from simulator.records import Record, Records, as_json_line, as_text
from simulator.values import (
    java_double,
    offset_timestamp,
    parse_java_timestamp,
    parse_timestamp,
    utc_timestamp,
)

WHEN = datetime(2026, 3, 14, 6, 0, 1, 234_567, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.0"),
        (7.2, "7.2"),
        (231, "231.0"),
        (0.001, "0.001"),
        (5e-4, "5.0E-4"),
        (1.25e-4, "1.25E-4"),
        (-5e-4, "-5.0E-4"),
        (1e7, "1.0E7"),
        (12_345_678, "1.2345678E7"),
        (9_999_999.5, "9999999.5"),
    ],
)
def test_c2eu_q20_java_doubles(value: float, text: str) -> None:
    assert java_double(value) == text


@settings(max_examples=200)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_java_doubles_can_be_read_back(value: float) -> None:
    assert float(java_double(value)) == value


def test_timestamps_out() -> None:
    assert utc_timestamp(WHEN) == "2026-03-14T06:00:01Z"
    assert utc_timestamp(WHEN, milliseconds=True) == "2026-03-14T06:00:01.234Z"
    assert offset_timestamp(WHEN, 0) == "2026-03-14T06:00:01+00:00"
    assert offset_timestamp(WHEN, 480) == "2026-03-14T14:00:01+08:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-14T06:00:01Z", datetime(2026, 3, 14, 6, 0, 1, tzinfo=UTC)),
        ("2026-03-14T06:00:01", datetime(2026, 3, 14, 6, 0, 1, tzinfo=UTC)),
        ("2026-03-14T08:00:01+02:00", datetime(2026, 3, 14, 6, 0, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        (7, None),
        (None, None),
    ],
)
def test_timestamps_in(text: object, expected: datetime | None) -> None:
    assert parse_timestamp(text) == expected


@settings(max_examples=200)
@given(st.text(max_size=40))
def test_any_text_is_some_time_to_the_c2eu(text: str) -> None:
    assert parse_java_timestamp(text).tzinfo is UTC


def test_frames_survive_the_way_there_and_back() -> None:
    assert parse_frame(build_call("1", "A", {"b": 1})) == Call(
        message_id="1", action="A", payload={"b": 1}
    )
    assert parse_frame(build_result("1", {})) == Result(message_id="1", payload={})
    assert parse_frame(build_error("1", "X", "y")) == Error(
        message_id="1", code="X", description="y", details={}
    )


@pytest.mark.parametrize("frame", ["", "{}", "[]", '[2,1,"A",{}]', '[5,"1",{}]', "[" * 100_000])
def test_what_is_no_frame(frame: str) -> None:
    assert parse_frame(frame) is None


def test_fields_name_what_is_wrong() -> None:
    for read in (mapping, number, text, texts):
        with pytest.raises(BadPayloadError) as caught:
            read({"a": True}, "a")
        assert (caught.value.field, caught.value.code) == ("a", "TypeConstraintViolation")
        with pytest.raises(BadPayloadError) as caught:
            read({}, "a")
        assert caught.value.code == "OccurenceConstraintViolation"
    with pytest.raises(BadPayloadError) as caught:
        choice({"a": "x"}, "a", "y")
    assert caught.value.code == "PropertyConstraintViolation"
    assert number({"a": 2}, "a") == 2.0


def test_configuration() -> None:
    changed: dict[str, str] = {}
    keys = [*writable(A="5", B=None, C="x, y,,z"), *read_only(D="True", E="nonsense")]
    configuration = Configuration(keys, changed)
    assert "A" in configuration
    assert "F" not in configuration
    assert configuration.integer("A") == 5
    assert configuration.integer("E") == 0
    assert configuration.integer("F") == 0
    assert configuration.names("C") == ["x", "y", "z"]
    assert configuration.flag("D")
    assert not configuration.flag("B")
    assert configuration.is_read_only("D")
    configuration.set("B", "7")
    assert changed == {"B": "7"}
    assert list(configuration.items())[1] == Key(name="B", value="7")


def test_records_are_lines_for_machines_and_for_people() -> None:
    records = Records()
    heard: list[Record] = []
    records.emit("before")
    records.add_sink(heard.append)
    records.emit("plugged", connector=1)
    assert heard == [{"event": "plugged", "connector": 1}]
    assert records.of("plugged") == heard
    assert json.loads(as_json_line(heard[0])) == heard[0]
    assert as_text(heard[0]) == "plugged      connector=1"
    assert as_text({"event": "disconnected"}) == "disconnected"
    assert as_text({"event": "help", "text": "plug\ntap"}) == "plug\ntap"


def test_memory_survives_in_its_file(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    assert Memory.load(file) == Memory()
    memory = Memory(configuration={"a": "b"}, local_list_version=3)
    memory.bills.append(
        Bill(
            connector_id=1,
            id_tag="A",
            meter_start=10,
            started="s",
            saved="s",
            register_start_wh=10.5,
            transaction_data=[{"timestamp": "t"}],
        )
    )
    memory.queue.append(QueuedCall(action="StopTransaction", payload={"a": 1}, bill=1))
    memory.save(file)
    assert Memory.load(file) == memory
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize("content", ["", "[]", '{"bills":[{}]}', '{"bills":7}', "\xff"])
def test_what_is_no_state_file_is_told_so(tmp_path: Path, content: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(content, encoding="latin-1")
    with pytest.raises(StateFileError, match=r"state\.json"):
        Memory.load(file)
