"""A frame that is looked up reads like one that is parsed."""

from collections.abc import Callable
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.protocol import known_frames
from custom_components.plug_control.protocol.errors import FrameError
from custom_components.plug_control.protocol.frames import Call, Frame, parse
from custom_components.plug_control.protocol.known_frames import MAX_KNOWN, parse_known
from custom_components.plug_control.protocol.reading import read

AT = "2026-03-14T09:26:53Z"


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_frames, "_known", {})


def sample(value: Any, measurand: str = "Voltage", **fields: Any) -> dict[str, Any]:
    return {"measurand": measurand, "value": value, **fields}


def frame(*samples: Any, at: Any = AT, **fields: Any) -> list[Any]:
    payload = {"connectorId": 1, **fields}
    return [
        2,
        "id",
        "MeterValues",
        payload | {"meterValue": [{"timestamp": at, "sampledValue": list(samples)}]},
    ]


def outcome(parser: Callable[[str], Frame | None], text: str) -> Any:
    """Return what a parser and the reader of payloads make of a text, as values that can be compared."""
    try:
        found = parser(text)
    except FrameError as err:
        return err.description, err.message_id
    if isinstance(found, Call) and found.action == "MeterValues":
        return found.message_id, read(found.action, found.payload)
    return found


def same(*texts: str) -> list[bool]:
    """Check that each text reads as if it was parsed; return which of them were looked up."""
    for text in texts:
        assert outcome(parse_known, text) == outcome(parse, text)
    return [is_looked_up(text) for text in texts]


def is_looked_up(text: str) -> bool:
    """Whether the elements of a frame come read."""
    try:
        found = parse_known(text)
    except FrameError:
        return False
    return isinstance(found, Call) and isinstance(found.payload.get("meterValue"), tuple)


def test_a_frame_that_comes_back_with_other_numbers_is_looked_up() -> None:
    texts = [json.dumps(frame(sample(value), sample("-0.5", "SoC"))) for value in ("1", "2.5", "3")]
    assert parse_known(texts[0]) == parse(texts[0])
    same(texts[1])
    assert same(texts[2]) == [True]


def test_ids_time_and_transaction_are_read_each_time() -> None:
    same(json.dumps(frame(sample("1"))), json.dumps(frame(sample("2"))))
    other = frame(sample("3"), at="2026-03-15T00:00:00Z", connectorId=2, transactionId=77)
    call = parse_known(json.dumps(other))
    assert isinstance(call, Call)
    message: Any = read(call.action, call.payload)
    assert (message.connector_id, message.transaction_id) == (2, 77)
    assert message.meter_values[0].timestamp.day == 15
    assert same(json.dumps(other)) == [True]


@pytest.mark.parametrize(
    "value", ["", "NaN", "inf", "1,5", "1" * 256, "x", " 7 ", "7\n", "1e3", 5, None]
)
def test_an_odd_number_reads_as_ever(value: Any) -> None:
    same(*[json.dumps(frame(sample(each), sample("2", "SoC"))) for each in ("1", "2", value)])
    raw = json.dumps(frame(sample("1"), sample("2", "SoC")))
    same(raw.replace('"1"', f'"{value}"'))


@pytest.mark.parametrize(
    "odd",
    [
        frame(sample("1"), sample(2)),
        frame(sample("1"), sample("2", unit="furlong")),
        frame(sample("1", value2={"value": "3"})),
        frame({"x": [{"value": "4"}], **sample("1")}),
        frame({"x": {"value": "4"}, "measurand": "SoC", "value": 4}),
        frame(sample('1","value":"2')),
        frame(sample("1", note='"value":"2"')),
        frame(sample("1"), "junk", None),
        frame(sample("1"), at=None),
        frame(sample("1"), at={"sampledValue": [sample("3")]}),
        frame(),
        [
            2,
            "id",
            "MeterValues",
            {"meterValue": [{"sampledValue": [sample("1")], "timestamp": AT}]},
        ],
        [
            2,
            "id",
            "MeterValues",
            {"meterValue": [{"sampledValue": [sample("1")]}], "connectorId": 3},
        ],
        [2, "id", "MeterValues", {"meterValue": [{"sampledValue": [sample("1")]}] * 2}],
        [2, "id", "MeterValues", {"meterValue": {"sampledValue": [sample("1")]}}],
        [2, "id", "MeterValues", {"foo": [{"sampledValue": [sample("1")]}]}],
        [2, "id", "MeterValues", {"meterValue": [], "foo": [{"sampledValue": [sample("1")]}]}],
        [2, "id", "MeterValues", {"meterValue": [{"foo": 1, "sampledvalue": [sample("1")]}]}],
        [2, "id", "MeterValues", {"meterValue": [[{"sampledValue": [sample("1")]}]]}],
        [2, "id", "MeterValues", {"meterValue": [7, {"sampledValue": [sample("1")]}]}],
        [2, 15, "MeterValues", {"meterValue": [{"sampledValue": [sample("1")]}]}],
        [3, "id", "MeterValues", {"meterValue": [{"sampledValue": [sample("1")]}]}],
        [2, "id", "MeterValues", "x", {"meterValue": [{"sampledValue": [sample("1")]}]}],
        [2, "id", "Other MeterValues", {"meterValue": [{"sampledValue": [sample("1")]}]}],
    ],
)
def test_an_odd_frame_reads_as_ever(odd: Any) -> None:
    """Also after its texts were learned from itself, or from an ordinary frame."""
    text = json.dumps(odd)
    same(json.dumps(frame(sample("5"))), json.dumps(frame(sample("6"))))
    same(text, text.replace('"1"', '"7"'), text.replace('"1"', '"8"'), text)


def test_broken_frames_read_as_ever() -> None:
    good = json.dumps(frame(sample("1"), sample("2", "SoC")))
    same(good, good)
    for cut in range(0, len(good), 3):
        same(good[:cut], good[cut:], good[:cut] + good[cut + 1 :], good[:cut] + "," + good[cut:])


def test_a_head_that_is_too_deep_is_refused() -> None:
    same(*[json.dumps(frame(sample(value))) for value in "12"])
    deep: Any = []
    for _ in range(40):
        deep = [deep]
    same(json.dumps(frame(sample("3"), junk=deep)))


def test_bodies_are_bounded() -> None:
    for number in range(MAX_KNOWN + 5):
        parse_known(json.dumps(frame(sample("1", f"kind {number}"))))
    assert len(known_frames._known) == MAX_KNOWN
    long = json.dumps(frame(sample("1", note="x" * 5000)))
    assert same(long, long) == [False, False]


_TEXTS = st.sampled_from(["Voltage", "SoC", "value", "sampledValue", '"', "\\", "]}", "é", ""])
_JUNK = st.recursive(
    st.none() | st.integers(0, 5) | _TEXTS | st.sampled_from(["1", "2.5", "-3"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["value", "x", "unit", "sampledValue", "timestamp"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)
_SAMPLE = st.dictionaries(
    st.sampled_from(["value", "measurand", "unit", "phase", "x"]), _JUNK, max_size=3
) | st.fixed_dictionaries({"value": st.sampled_from(["1", "2.5", "-3"]), "measurand": _TEXTS})
_ELEMENT = st.dictionaries(
    st.sampled_from(["timestamp", "x", "sampledValue"]), _JUNK, max_size=2
).flatmap(
    lambda before: st.lists(_SAMPLE, max_size=3).map(lambda items: before | {"sampledValue": items})
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_ELEMENT, min_size=1, max_size=2),
    st.dictionaries(st.sampled_from(["connectorId", "meterValue", "x"]), _JUNK, max_size=2),
    st.lists(st.sampled_from(["1", "2.5", "x", "4,5"]), min_size=1, max_size=3),
)
def test_whatever_comes_reads_as_ever(
    elements: list[Any], before: dict[str, Any], numbers: list[str]
) -> None:
    text = json.dumps([2, "id", "MeterValues", before | {"meterValue": elements}])
    same(text, text, *[text.replace('"2.5"', f'"{number}"') for number in numbers])


@pytest.mark.parametrize(
    "text",
    [
        '[2,"id","MeterValues",{"meterValue":[{"sampledValue":[],"x":1,"sampledValue":[{"value":"1"}]}]}]',
        '[2,"id","MeterValues",{"meterValue":[],"x":1,"meterValue":[{"sampledValue":[{"value":"1"}]}]}]',
        '[2,"id","MeterValues",{"meterValue":[{"sampledValue":[{"value":"1","value":"2"}]}]}]',
    ],
)
def test_names_that_come_twice_read_as_ever(text: str) -> None:
    plain = '[2,"id","MeterValues",{"meterValue":[{"sampledValue":[{"value":"1"}]}]}]'
    assert same(plain, plain) == [True, True]
    same(text, text, text.replace('"1"', '"3"'))


def test_frame_with_signed_values_is_always_parsed_since_they_may_look_like_numbers() -> None:
    texts = [
        json.dumps(frame(sample(number), sample(f"{number}0", format="SignedData")))
        for number in ("230", "231", "232", "233")
    ]
    assert same(*texts) == [False] * 4
    read_ = [outcome(parse_known, text)[1].meter_values[0].signed[0].data for text in texts]
    assert read_ == ["2300", "2310", "2320", "2330"]
