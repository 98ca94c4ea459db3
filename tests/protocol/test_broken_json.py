"""Frames that are broken in a place: it costs that place (R8, R15)."""

from contextlib import suppress
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.protocol.broken_json import MAX_REPAIRED, repair
from custom_components.plug_control.protocol.frames import Call, parse

DEPTH = 32


def payload(broken: str) -> Any:
    frame = parse(f'[2,"7","MeterValues",{broken}]')
    assert isinstance(frame, Call)
    assert (frame.message_id, frame.action) == ("7", "MeterValues")
    return frame.payload


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ('{"connectorId":1,"transactionId":,"x":[2]}', {"connectorId": 1, "x": [2]}),
        ('{"a":1,"transactionId":}', {"a": 1}),
        ('{"x":[,{"value":"1"},{"value":"2"}]}', {"x": [{"value": "1"}, {"value": "2"}]}),
        ('{"x":[{"value":"1"},]}', {"x": [{"value": "1"}]}),
        ('{"x":[1,,2],"y":3,}', {"x": [1, 2], "y": 3}),
        ('{,"a":1,,"b":2}', {"a": 1, "b": 2}),
        ('{"a":undefined,"b":2}', {"b": 2}),
        ('{"a":0x1F,"b":[nil,2]}', {"b": [None, 2]}),
        ('{"a":+5,"b":.5,"c":007,"d":5.}', {"a": 5, "b": 0.5, "c": 7, "d": 5.0}),
        ('{"a":"\\q","b":2}', {"b": 2}),
        ('{"\\q":"x","b":2}', {"b": 2}),
        ('{"a":"say "hi" to","b":2}', {"a": "say ", "b": 2}),
        ('{"a":"336600\\","b":2}', {"b": 2}),
        ('{"b":2,"a":"336600\\"}', {"b": 2}),
        ('{"x":,"a":"{\\"b\\":\\"c\\",\\"d\\":\\"\\"}","b":2}', {"a": '{"b":"c","d":""}', "b": 2}),
        ('{"a":1 "b":2}', {"a": 1, "b": 2}),
        ('{"a" 1,"b":2}', {"b": 2}),
        ('{"a":[1,2},"b":3', {"a": [1, 2]}),
        ('{"a":]1,"b":2}', {}),
        (f'{{"a":{"9" * 400},"b":,"c":1}}', {"c": 1}),
        ('{"a":true,"b":null,"c":}', {"a": True, "b": None}),
    ],
)
def test_a_token_that_cannot_be_read_costs_its_field(broken: str, whole: Any) -> None:
    assert payload(broken) == whole


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ('[2,"7","Heartbeat",{}', Call("7", "Heartbeat", {})),
        ('[2,"7","Heartbeat",{"a":1]', Call("7", "Heartbeat", {"a": 1})),
        ('[2,"7","Authorize",{"a":1,"idTag":"3366', Call("7", "Authorize", {"a": 1})),
        ('[2,"7","StopTransaction",{"a":1,"meterStop":123', Call("7", "StopTransaction", {"a": 1})),
        ('[2,"7","Heartbeat",{}]]]', Call("7", "Heartbeat", {})),
        (']}x,[2,"7","Heartbeat",{}]', Call("7", "Heartbeat", {})),
    ],
)
def test_an_end_that_was_cut_off_costs_what_was_cut_in_two(text: str, frame: Call) -> None:
    assert parse(text) == frame


@pytest.mark.parametrize(
    "text", ["", "hello", '"text', '{"a":}', "[" * 33, "[" + "," * MAX_REPAIRED]
)
def test_what_is_no_array_or_costs_too_much_is_not_repaired(text: str) -> None:
    with pytest.raises(ValueError, match=r"array|deeply|long"):
        repair(text, DEPTH)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=5),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=3), children, max_size=4)
    ),
    max_leaves=10,
)


@settings(max_examples=80)
@given(st.lists(VALUES, max_size=5))
def test_what_is_not_broken_is_read_as_it_is(value: list[Any]) -> None:
    assert repair(json.dumps(value), DEPTH) == value
    assert repair(json.dumps(value, indent=1), DEPTH) == value


@settings(max_examples=80)
@given(st.lists(VALUES, max_size=5), st.integers(0, 60), st.sampled_from('[]{}:,"\\x1 '))
def test_whatever_is_wrong_something_is_read_or_refused(
    value: list[Any], place: int, rubbish: str
) -> None:
    text = json.dumps(value)
    ways = (text[:place] + rubbish + text[place:], text[:place], text[:place] + text[place + 1 :])
    for broken in ways:
        with suppress(ValueError):
            assert isinstance(repair(broken, DEPTH), list)
