"""Frames: texts as they come off the wire, and as they go onto it."""

import json
import sys
from typing import Any

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.plug_control.protocol.errors import ErrorCode, FrameError
from custom_components.plug_control.protocol.frames import (
    MAX_DEPTH,
    Call,
    CallError,
    CallResult,
    build_call,
    build_error,
    build_result,
    parse,
    payload_text,
)

INTEGERS = st.integers(-(2**63), 2**64 - 1)
"""Integers that are read exactly; the wider ones, of which OCPP has none, become the nearest float."""
JSON = st.recursive(
    st.none()
    | st.booleans()
    | INTEGERS
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=20,
)


def nested(depth: int) -> str:
    """Return a CALL with this many levels, of which the frame itself is one."""
    inner = depth - 1
    return '[2,"1","DataTransfer",' + '{"a":' * (inner - 1) + "{}" + "}" * (inner - 1) + "]"


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ('[2,"1","Heartbeat",{}]', Call("1", "Heartbeat", {})),
        ('[3,"1",{"a":1}]', CallResult("1", {"a": 1})),
        (
            '[4,"1","NotSupported","no",{"a":1}]',
            CallError("1", "NotSupported", "no", {"a": 1}),
        ),
        (' [ 2 ,\t"1",\n"Heartbeat", { } ] ', Call("1", "Heartbeat", {})),
        ('[2,"1","Heartbeat",{},"more"]', Call("1", "Heartbeat", {})),
    ],
)
def test_frames_are_read_whatever_the_blanks(text: str, frame: object) -> None:
    assert parse(text) == frame


@pytest.mark.parametrize("payload", ["null", "[]", None], ids=["null", "empty array", "nothing"])
def test_r7_null_payload_is_an_empty_object(payload: str | None) -> None:
    tail = "" if payload is None else f",{payload}"
    assert parse(f'[2,"1","Heartbeat"{tail}]') == Call("1", "Heartbeat", {})
    assert parse(f'[3,"1"{tail}]') == CallResult("1", {})


@pytest.mark.parametrize("kind", ["1", "5", "6", '"6"', '"x"', "null", "{}", "[]"])
def test_r7_unknown_message_type_is_ignored(kind: str) -> None:
    assert parse(f'[{kind},"1","Heartbeat",{{}}]') is None


@pytest.mark.parametrize("length", [36, 38, 255, 256, 5000])
def test_r7_r8_ids_of_36_characters_and_more_are_kept_as_they_are(length: int) -> None:
    frame = parse(json.dumps([2, "x" * length, "Heartbeat", {}]))
    assert isinstance(frame, Call)
    assert frame.message_id == "x" * length


@pytest.mark.parametrize("length", [36, 256, 5000])
def test_r8_a_long_id_of_a_frame_that_cannot_be_read_is_known(length: int) -> None:
    with pytest.raises(FrameError) as caught:
        parse(f'[2,"{"x" * length}","Heartbeat",' + "[" * 100)
    assert caught.value.message_id == "x" * length


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ('["2","1","Heartbeat",{}]', Call("1", "Heartbeat", {})),
        ('[" 3 ","1",{"a":1}]', CallResult("1", {"a": 1})),
        ('["4","1"]', CallError("1", "GenericError", "", {})),
    ],
)
def test_r8_a_message_type_sent_as_text_is_that_type(text: str, frame: object) -> None:
    assert parse(text) == frame


def test_a_number_as_id_is_its_text() -> None:
    assert parse('[2,7042,"Heartbeat",{}]') == Call("7042", "Heartbeat", {})
    assert parse('[2,1.5,"Heartbeat",{}]') == Call("1.5", "Heartbeat", {})


@pytest.mark.parametrize(
    ("text", "message_id"),
    [
        ('[2,"7",42,{}]', "7"),
        ('[2,"7","",{}]', "7"),
        ('[2,"7",null,{}]', "7"),
        ('[2,"7"]', "7"),
        (json.dumps([2, "7", "A" * 300, {}]), "7"),
        ('[2,"7","Heartbeat",[1]]', "7"),
        ('[2,"7","Heartbeat","{}"]', "7"),
        ('[2,"7","Heartb', "7"),
        ('[2,"7","DataTransfer",' + "[" * 40, "7"),
        ('["2",7,"DataTransfer",' + "[" * 40, "7"),
        ('[2,"7","DataTransfer",{"data":"' + "x" * 40_000, "7"),
        ("[2]", None),
        ("[2,null]", None),
        ("[2,[]]", None),
        ("[2,true]", None),
        ('[2,"7\\', None),
        ("", None),
        ("[]", None),
        ("{}", None),
        ("2", None),
        ("hello", None),
        ("\ufffd\x00", None),
    ],
)
def test_r8_malformed_call_is_reported_with_its_id(text: str, message_id: str | None) -> None:
    with pytest.raises(FrameError) as caught:
        parse(text)
    assert caught.value.code is ErrorCode.FORMATION_VIOLATION
    assert caught.value.message_id == message_id
    assert not caught.value.is_answer


@pytest.mark.parametrize("text", ['[3,"7","x"]', '[3,"7",' + "[" * 40, '[4,"7",' + "{" * 40])
def test_a_malformed_answer_is_told_from_a_malformed_call(text: str) -> None:
    with pytest.raises(FrameError) as caught:
        parse(text)
    assert caught.value.is_answer
    assert caught.value.message_id == "7"


def test_an_answer_without_an_id_is_told_from_a_call() -> None:
    with pytest.raises(FrameError) as caught:
        parse("[3]")
    assert caught.value.is_answer


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ('[4,"1"]', CallError("1", "GenericError", "", {})),
        ('[4,"1",null,null,null]', CallError("1", "GenericError", "", {})),
        ('[4,"1",7,[],"x"]', CallError("1", "GenericError", "", {})),
        (
            '[4,"1","OccurrenceConstraintViolation"]',
            CallError("1", "OccurrenceConstraintViolation", "", {}),
        ),
    ],
)
def test_a_callerror_is_read_as_far_as_it_goes(text: str, frame: object) -> None:
    assert parse(text) == frame


@pytest.mark.parametrize(
    "text",
    [
        '\ufeff[2,"1","Heartbeat",{}]',
        '[2,"1","Heartbeat",{}]\x00',
        '[2,"1","Heartbeat",{}]\r\n\x00',
    ],
)
def test_what_surrounds_a_frame_is_left_out(text: str) -> None:
    assert parse(text) == Call("1", "Heartbeat", {})


def test_raw_line_breaks_within_a_text_are_survived() -> None:
    frame = parse('[2,"1","DataTransfer",{"data":"a\nb"}]')
    assert isinstance(frame, Call)
    assert frame.payload == {"data": "a\nb"}


def test_attack_duplicate_keys_the_last_one_counts() -> None:
    assert parse('[2,"1","Authorize",{"idTag":"A","idTag":"B"}]') == Call(
        "1", "Authorize", {"idTag": "B"}
    )


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_attack_numbers_that_are_none_do_not_cost_the_frame(number: str) -> None:
    frame = parse(f'[2,"1","StartTransaction",{{"meterStart":{number},"idTag":"A"}}]')
    assert isinstance(frame, Call)
    assert frame.payload["idTag"] == "A"


def test_attack_an_integer_of_absurd_length_costs_its_field_only() -> None:
    digits = "9" * (sys.get_int_max_str_digits() + 1)
    frame = parse(f'[2,"1","StartTransaction",{{"meterStart":{digits},"connectorId":1}}]')
    assert frame == Call("1", "StartTransaction", {"meterStart": None, "connectorId": 1})


def test_attack_deep_nesting_is_refused_with_its_id() -> None:
    assert isinstance(parse(nested(MAX_DEPTH)), Call)
    for depth in (MAX_DEPTH + 1, 1000, 100_000):
        with pytest.raises(FrameError) as caught:
            parse(nested(depth))
        assert caught.value.message_id == "1"


def test_attack_deep_nesting_behind_other_oddities_is_refused() -> None:
    with pytest.raises(FrameError):
        parse("\ufeff" + "[" * 100_000)


def test_many_objects_side_by_side_are_no_deep_nesting() -> None:
    payload = {"meterValue": [{"sampledValue": [{"value": "1"}]}] * 100}
    assert parse(build_call("1", "MeterValues", payload)) == Call("1", "MeterValues", payload)


def test_frames_go_out_as_compact_json_of_plain_ascii() -> None:
    assert build_call("1", "Reset", {"type": "Hard", "a": [1, 2]}) == (
        '[2,"1","Reset",{"type":"Hard","a":[1,2]}]'
    )
    assert build_result("1", {"x": "ä"}) == '[3,"1",{"x":"\\u00e4"}]'
    assert build_error("1", ErrorCode.NOT_IMPLEMENTED, "no") == '[4,"1","NotImplemented","no",{}]'


def test_a_description_has_at_most_255_characters() -> None:
    assert len(json.loads(build_error("1", ErrorCode.GENERIC_ERROR, "x" * 1000))[3]) == 255


def test_nothing_that_is_no_json_number_goes_out() -> None:
    with pytest.raises(ValueError, match="JSON"):
        build_result("1", {"limit": float("nan")})


def test_r8_error_codes_are_spelled_as_the_standard_spells_them() -> None:
    assert {code.value for code in ErrorCode} == {
        "NotImplemented",
        "NotSupported",
        "InternalError",
        "ProtocolError",
        "SecurityError",
        "FormationViolation",
        "PropertyConstraintViolation",
        "OccurenceConstraintViolation",
        "TypeConstraintViolation",
        "GenericError",
    }


@settings(max_examples=80)
@given(st.text(max_size=36), st.text(min_size=1, max_size=50), st.dictionaries(st.text(), JSON))
def test_what_is_built_is_parsed_again(
    message_id: str, action: str, payload: dict[str, Any]
) -> None:
    assert parse(build_call(message_id, action, payload)) == Call(message_id, action, payload)
    assert parse(build_result(message_id, payload)) == CallResult(message_id, payload)


WIDE = 10**308 - 1
"""The widest integer that is tried: about as far as a float reaches."""


@settings(max_examples=80)
@given(
    number=st.integers(2**64, WIDE) | st.integers(-WIDE, -(2**63) - 1),
    payload=st.dictionaries(st.text(), JSON),
)
@example(number=2**64, payload={})
@example(number=-(2**63) - 1, payload={})
def test_an_integer_beyond_64_bits_is_read_as_the_nearest_float_and_costs_nothing_else(
    number: int, payload: dict[str, Any]
) -> None:
    read = parse(build_call("1", "Reset", payload | {"wide": number}))
    assert read == Call("1", "Reset", payload | {"wide": float(number)})
    assert isinstance(read, Call)
    assert isinstance(read.payload["wide"], float)


def outcome_of(text: str) -> object:
    try:
        return parse(text)
    except FrameError as err:
        return err


@settings(max_examples=80)
@given(JSON | st.lists(st.sampled_from([2, 3, 4]) | JSON, max_size=6), st.text(max_size=5))
def test_whatever_comes_a_frame_or_a_frame_error_results(value: Any, rubbish: str) -> None:
    for text in (json.dumps(value), rubbish, json.dumps(value) + rubbish):
        outcome = outcome_of(text)
        assert outcome is None or isinstance(outcome, Call | CallResult | CallError | FrameError)


def test_a_payload_is_kept_as_text_that_any_storage_takes() -> None:
    payload = {"large": 2**70, "values": [{"value": float("nan")}, [float("-inf"), 1.5]]}
    text = payload_text(payload)
    assert json.loads(text) == {"large": 2**70, "values": [{"value": None}, [None, 1.5]]}
