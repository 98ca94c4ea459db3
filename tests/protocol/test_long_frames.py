"""Long frames: read a part at a time, as short ones are, and never holding the others up."""

from collections.abc import Generator
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.protocol import long_frames
from custom_components.plug_control.protocol.errors import FrameError
from custom_components.plug_control.protocol.frames import MAX_DEPTH, Call, parse
from custom_components.plug_control.protocol.long_frames import LONG_BYTES, parse_in_parts
from custom_components.plug_control.protocol.messages import read
from custom_components.plug_control.protocol.meter_values import MAX_METER_VALUES, MAX_SAMPLES

from .conftest import StartListener
from .gate import RecordingGate, answer_of, ask, assert_alive

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text('ab"\\[]{},: é\n', max_size=8),
    lambda inner: st.lists(inner) | st.dictionaries(st.text('k"\\[{,', max_size=4), inner),
    max_leaves=30,
)
ELEMENT = {"timestamp": "2026-03-14T09:26:53Z", "sampledValue": [{"value": "12", "unit": "Wh"}]}


def finish[T](parts: Generator[None, None, T]) -> tuple[T, int]:
    """Return what comes of work in parts, and how many there were."""
    count = 1
    while True:
        try:
            next(parts)
        except StopIteration as done:
            return done.value, count
        count += 1


def stop_transaction(elements: int, **fields: Any) -> str:
    payload = {"transactionId": 7, "transactionData": [ELEMENT] * elements, **fields}
    return json.dumps([2, "1", "StopTransaction", payload])


@given(payload=st.dictionaries(st.text("ab", max_size=3), JSON), indent=st.sampled_from([None, 1]))
@settings(max_examples=60)
@pytest.mark.parametrize("size", [1, 17, 100])
def test_what_is_read_in_parts_is_what_is_read_at_once(
    size: int, payload: dict[str, Any], indent: int | None
) -> None:
    text = json.dumps([2, "1", "DataTransfer", payload], indent=indent, ensure_ascii=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_frames, "_PART_BYTES", size)
        patch.setattr(long_frames, "_PART_TOKENS", 3)
        frame, _ = finish(parse_in_parts(text.encode()))
    assert frame == parse(text)


def test_r15_a_long_stop_is_read_whole_and_in_parts() -> None:
    frame, parts = finish(parse_in_parts(stop_transaction(4000, meterStop=5).encode()))
    assert isinstance(frame, Call)
    at_once = parse(stop_transaction(4000, meterStop=5))
    assert isinstance(at_once, Call)
    assert read(frame.action, frame.payload) == read(at_once.action, at_once.payload)
    assert parts > 30


def test_of_too_many_elements_and_samples_the_last_ones_are_read() -> None:
    frame, _ = finish(parse_in_parts(stop_transaction(MAX_METER_VALUES + 1000).encode()))
    assert isinstance(frame, Call)
    assert len(frame.payload["transactionData"]) == MAX_METER_VALUES
    element = {"sampledValue": [{"value": "1"}] * 200}
    many = json.dumps([2, "1", "MeterValues", {"meterValue": [element] * 1000}])
    frame, _ = finish(parse_in_parts(many.encode()))
    assert isinstance(frame, Call)
    assert len(frame.payload["meterValue"]) * 200 == MAX_SAMPLES


@pytest.mark.parametrize(
    "text",
    [
        f'[2,"1","X",{{"a":[{"[]," * 400_000}[]]}}]',
        f'[2,"1","X",{{"a":[{"1," * 400_000}1]}}]',
        f'[2,"1","X",{{"a":"{"\\n" * 400_000}"}}]',
        f'[2,"1","X",{{{",".join(f'"{number}":[]' for number in range(90_000))}}}]',
        f'[2,"1","X",{{}}{",[]" * 300_000}]',
    ],
    ids=["arrays", "numbers", "escapes", "fields", "elements"],
)
def test_attack_no_part_grows_with_the_frame(text: str) -> None:
    frame, parts = finish(parse_in_parts(text.encode()))
    assert isinstance(frame, Call)
    assert parts >= 40
    assert len(frame.payload.get("a", [])) <= max(MAX_METER_VALUES, len(text) // 2)


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ('[2,"1","X",{"a":[' + "1," * 20_000, "no JSON"),
        ('[2,"1","X",{"a":"' + "x" * 40_000, "no JSON"),
        ('[2,"1","X",{"a":[' + "1," * 20_000 + "1}}]", "no JSON"),
        ('[2,"1","X",' + "[" * 40_000, "nested too deeply"),
        ('[2,"1","X",' + "[" * MAX_DEPTH + "1," * 20_000, "nested too deeply"),
        ('[2,"1","X",' + '{"a":' * (MAX_DEPTH - 1) + "[1]," * 20_000, "nested too deeply"),
        ('[2,"1","X",{5:[' + "[{}]," * 20_000 + "1]}]", "no JSON"),
        ('[2,"1","X","' + "x" * 40_000 + '"]', "no object"),
    ],
    ids=range(8),
)
def test_r8_a_long_frame_that_is_malformed_is_told_with_its_id(text: str, description: str) -> None:
    with pytest.raises(FrameError, match=description) as caught:
        finish(parse_in_parts(text.encode()))
    assert caught.value.message_id == "1"


@pytest.mark.parametrize("text", ["{" * 40_000, "x" * 40_000, "x[" * 20_000, "[]" + " " * 40_000])
def test_a_long_text_that_is_no_frame_is_refused(text: str) -> None:
    with pytest.raises(FrameError) as caught:
        finish(parse_in_parts(text.encode()))
    assert caught.value.message_id is None


def test_what_surrounds_a_long_frame_is_taken_off() -> None:
    text = b"\xef\xbb\xbf \n" + stop_transaction(2000).encode() + b"\n\0"
    frame, _ = finish(parse_in_parts(text))
    assert isinstance(frame, Call)


def test_one_bad_token_costs_its_field_also_in_a_long_frame() -> None:
    text = stop_transaction(2000, meterStop=5).replace('"transactionId": 7', '"transactionId":')
    frame, _ = finish(parse_in_parts(text.encode()))
    assert isinstance(frame, Call)
    assert frame.payload.get("transactionId") is None
    assert frame.payload["meterStop"] == 5
    assert len(frame.payload["transactionData"]) == 2000


async def test_a_long_message_is_answered_and_none_overtakes_it(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start()
    charge_point = await dial()
    assert len(stop_transaction(6000)) > LONG_BYTES
    await charge_point.send(stop_transaction(6000))
    await charge_point.send('[2,"2","Heartbeat",{}]')
    await charge_point.send('[2,"3","X",{"a":' + "[" * LONG_BYTES)
    await charge_point.send(f'[9,"{"x" * LONG_BYTES}"]')
    answers = [await answer_of(charge_point) for _ in range(3)]
    assert [answer[:2] for answer in answers] == [[3, "1"], [3, "2"], [4, "3"]]
    await assert_alive(charge_point)


async def test_others_are_answered_between_the_parts_of_a_long_message(
    start: StartListener, gate: RecordingGate
) -> None:
    dial = await start()
    attacker, neighbour = await dial("/CP-1"), await dial("/NEIGHBOUR")
    for _ in range(3):
        await attacker.send(stop_transaction(9000))
    for number in range(20):
        assert await ask(neighbour, f'[2,"{number}","Heartbeat",{{}}]')
    assert sum(type(message).__name__ == "StopTransaction" for message in gate.messages) < 3
    for _ in range(3):
        await answer_of(attacker)
