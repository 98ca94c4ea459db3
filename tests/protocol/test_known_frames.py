"""A frame that is looked up reads like one that is parsed."""

from collections.abc import Callable
from itertools import product
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.protocol import known_frames
from custom_components.plug_control.protocol.errors import FrameError
from custom_components.plug_control.protocol.frames import Call, Frame, parse
from custom_components.plug_control.protocol.known_frames import MAX_KNOWN, MAX_SEEN, parse_known
from custom_components.plug_control.protocol.reading import read

AT = "2026-03-14T09:26:53Z"


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_frames, "_known", {})
    monkeypatch.setattr(known_frames, "_seen", {})


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
        [
            2,
            "id",
            "MeterValues",
            {
                "meterValue": [{"sampledValue": [sample("1")]}],
                "connectorId": 5,
                "x": [{"x": [sample("1")]}],
            },
        ],
        [
            2,
            "id",
            "MeterValues",
            {"meterValue": [{"sampledValue": [sample("1")], "timestamp": AT, "x": [sample("1")]}]},
        ],
        [
            2,
            "id",
            "MeterValues",
            {
                "meterValue": [
                    {"sampledValue": [{"x": {"sampledValue": [sample("1")]}, "value": "2"}]}
                ]
            },
        ],
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


def test_what_a_frame_means_does_not_depend_on_who_sent_its_texts_first() -> None:
    """Texts that are learned inside of other names mean nothing where they follow an ordinary head, and the reverse."""
    nested = (
        '[2,"id","MeterValues",{"meterValue":[{"sampledValue":[{"x":{"sampledValue":[{"value":"1"}]},'
        '"value":"2"}]}]}]'
    )
    escaped = r'[2,"id","MeterValues",{"meterValue":[{"sampledValue":[{"x":"\"sampledValue","value":"1"}]}]}]'
    same(nested, nested, nested, escaped, escaped, escaped)
    head = '[2,"id","MeterValues",{"meterValue":[{'
    same(
        head + '"sampledValue":[{"value":"1"}]},"value":"2"}]}]}]',
        head + '"sampledValue","value":"1"}]}]}]',
    )


def test_bodies_are_bounded() -> None:
    for number in range(MAX_KNOWN + 5):
        for _ in range(2):
            parse_known(json.dumps(frame(sample("1", f"kind {number}"))))
    assert len(known_frames._known) == MAX_KNOWN
    for number in range(MAX_SEEN + 5):
        parse_known(json.dumps(frame(sample("1", f"once {number}"))))
    assert len(known_frames._seen) == MAX_SEEN
    # What never comes back takes the place of nothing
    assert is_looked_up(json.dumps(frame(sample("2", f"kind {MAX_KNOWN}"))))
    long = json.dumps(frame(sample("1", note="x" * 5000)))
    assert same(long, long) == [False, False]


def _object(names: list[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return objects as pairs, since names may come twice and in any order."""
    return st.lists(st.tuples(st.sampled_from(names), values), max_size=3).map(tuple)


_TEXTS = st.sampled_from(["Voltage", "value", "sampledValue", '"sampledValue":', "\\", "]}", "é"])
_NUMBER = st.sampled_from(["1", "2.5", "-3"])
_JUNK = st.recursive(
    st.none() | st.integers(0, 5) | _TEXTS | _NUMBER,
    lambda inner: st.lists(inner, max_size=2) | _object(["value", "x", "sampledValue"], inner),
    max_leaves=4,
)


def _written(value: Any) -> str:
    """Return a value as JSON; a tuple of pairs is an object."""
    if isinstance(value, tuple):
        return "{" + ",".join(f"{json.dumps(name)}:{_written(each)}" for name, each in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value)


_SAMPLE = st.tuples(st.tuples(st.just("value"), _NUMBER)) | _object(
    ["value", "measurand", "unit", "x"], _NUMBER | _JUNK
)
_SAMPLES = st.lists(_SAMPLE, min_size=1, max_size=2)
_ELEMENT = _object(["sampledValue", "timestamp", "x"], st.just(AT) | _SAMPLES)
_ELEMENTS = st.lists(_ELEMENT | _object(["sampledValue"], _SAMPLES), min_size=1, max_size=2)
_PAYLOAD = _object(["meterValue", "connectorId", "x"], st.integers(1, 2) | _ELEMENTS)
_PLAIN = st.tuples(_object(["meterValue", "x"], _JUNK), _SAMPLES).map(
    lambda both: (*both[0], ("meterValue", [(("sampledValue", both[1]),)]))
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PAYLOAD | _PLAIN, min_size=1, max_size=3), _NUMBER | st.sampled_from(["x", "4,5"]))
def test_whatever_comes_reads_as_ever(payloads: list[Any], number: str) -> None:
    """Whatever names come twice, in any order: after plain frames, after itself, and after each other."""
    for plain in (
        '"value":"1"',
        '"value":"1"',
        '"value":"1","unit":"Wh"',
        '"value":"1","unit":"Wh"',
    ):
        parse_known(f'[2,"id","MeterValues",{{"meterValue":[{{"sampledValue":[{{{plain}}}]}}]}}]')
    for payload in payloads:
        text = f'[2,"id","MeterValues",{_written(payload)}]'
        same(text, text, text.replace('"2.5"', f'"{number}"'))


_SAMPLES_OF = '[{"value":"1"}]'
_FIELDS = (
    f'"timestamp":"{AT}"',
    f'"timestamp":{_SAMPLES_OF}',
    f'"sampledValue":{_SAMPLES_OF}',
    '"sampledValue":5',
    '"sampledValue":[{"value":"1","value":"2"}]',
    f'"x":{_SAMPLES_OF}',
)
_PLAIN_ELEMENT = f'[{{"sampledValue":{_SAMPLES_OF}}}]'
_PAYLOAD_FIELDS = (
    '"connectorId":2',
    '"meterValue":5',
    '"meterValue":[{}]',
    '"meterValue":[5]',
    '"meterValue":[{"sampledValue":[{"value":"9","measurand":"SoC"}]}]',
    f'"meterValue":{_PLAIN_ELEMENT}',
    f'"x":{_PLAIN_ELEMENT}',
    '"x":5',
)


def test_names_that_come_twice_and_in_any_order_read_as_ever() -> None:
    """Every frame of up to three fields: the last one of a name counts, whichever looks like the samples."""
    plain = f'[2,"id","MeterValues",{{"meterValue":{_PLAIN_ELEMENT}}}]'
    assert same(plain, plain) == [True, True]
    elements = [f'"meterValue":[{{{each}}}]' for each in _up_to_three(_FIELDS)]
    for payload in (*elements, *_up_to_three(_PAYLOAD_FIELDS)):
        text = f'[2,"id","MeterValues",{{{payload}}}]'
        same(text, text, text.replace('"1"', '"3"'))


def _up_to_three(fields: tuple[str, ...]) -> list[str]:
    return [",".join(each) for count in (1, 2, 3) for each in product(fields, repeat=count)]


def test_frame_with_signed_values_is_always_parsed_since_they_may_look_like_numbers() -> None:
    texts = [
        json.dumps(frame(sample(number), sample(f"{number}0", format="SignedData")))
        for number in ("230", "231", "232", "233")
    ]
    assert same(*texts) == [False] * 4
    read_ = [outcome(parse_known, text)[1].meter_values[0].signed[0].data for text in texts]
    assert read_ == ["2300", "2310", "2320", "2330"]


@pytest.mark.parametrize("number", ["1\n", "1\x00", '1\\"2', "1\\u0030", "\u00a01", "１"])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_number_that_json_forbids_or_escapes_is_read_as_json_does(
    number: str, blank: str
) -> None:
    """However often its texts came before: frames are taken apart without a look at what JSON allows in a text."""
    for told in ("1", "2", "3", number, "4", number):
        text = (
            '[2,"1","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":"2026-03-14T10:00:00Z",'
            f'"sampledValue":[{{"value":{blank}"{told}","unit":"W"}}]}}]}}]'
        )
        assert outcome(parse_known, text) == outcome(parse, text)
