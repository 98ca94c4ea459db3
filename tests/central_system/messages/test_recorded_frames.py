"""The frames of an X-Charge C2EU and of some 40 other makes, end to end: each answered, what can be read is read."""

from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any

from ocpp.messages import MessageType, get_validator
import pytest

from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.meter import Phase, Quantity, ReadingKey
from custom_components.plug_control.protocol.frames import Call, parse
from simulator.frames import Direction
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import CARD, Clock, Lab, MakeLab

FRAMES = Path(__file__).parent.parent.parent / "fixtures" / "frames"
EVENING = datetime(2026, 3, 14, 20, 0, tzinfo=UTC)
UNANSWERED = {98}
"""An answer to nothing (ABL)."""
Q = Quantity
READ: dict[int, dict[ReadingKey, float]] = {
    4: {(Q.CURRENT_IMPORT_A, Phase.L1): 0.0},
    28: {
        (Q.ENERGY_IMPORT_WH, None): 532000.9,
        (Q.POWER_IMPORT_W, None): 11001.4,
        (Q.CURRENT_OFFERED_A, None): 16,
        (Q.POWER_OFFERED_W, None): 11085,
        (Q.CURRENT_IMPORT_A, Phase.L1): 15.4,
    },
    30: {
        (Q.POWER_IMPORT_W, None): 0,
        (Q.ENERGY_IMPORT_WH, None): 1669000,
        (Q.VOLTAGE_V, Phase.L2): 245,
        (Q.VOLTAGE_V, Phase.L3): 249,
    },
    32: {(Q.ENERGY_IMPORT_WH, None): 4296944001, (Q.POWER_IMPORT_W, None): 0},
    38: {(Q.ENERGY_IMPORT_WH, None): 163600, (Q.CURRENT_IMPORT_A, Phase.L3): 6.18},
    40: {
        (Q.ENERGY_IMPORT_WH, None): 254700,
        (Q.POWER_IMPORT_W, None): 3500,
        (Q.TEMPERATURE_C, None): 35,
        (Q.VOLTAGE_V, Phase.L1): 231.1,
    },
    46: {(Q.ENERGY_IMPORT_WH, None): 15600, (Q.VOLTAGE_V, None): 240},
    50: {},
    56: {
        (Q.ENERGY_IMPORT_WH, None): 733255.884,
        (Q.FREQUENCY_HZ, None): 49.95,
        (Q.POWER_FACTOR, None): -0.147,
        (Q.VOLTAGE_V, Phase.L2): 242.29,
    },
    60: {(Q.VOLTAGE_V, None): 246.7},
    62: {(Q.TEMPERATURE_C, None): 14, (Q.FREQUENCY_HZ, None): 49.97},
    64: {
        (Q.ENERGY_IMPORT_WH, None): 349944,
        (Q.CURRENT_IMPORT_A, Phase.L1): 8.961,
        (Q.CURRENT_OFFERED_A, None): 10,
        (Q.TEMPERATURE_C, None): 32.5,
    },
    66: {(Q.ENERGY_IMPORT_WH, None): 604.213, (Q.POWER_IMPORT_W, None): 0},
    74: {(Q.ENERGY_IMPORT_WH, None): 23477000},
    78: {(Q.ENERGY_IMPORT_WH, None): 4034800, (Q.CURRENT_OFFERED_A, None): 19},
    80: {(Q.ENERGY_IMPORT_WH, None): 3480200, (Q.VOLTAGE_V, Phase.L1): 233},
    82: {(Q.ENERGY_IMPORT_WH, None): 11180, (Q.POWER_IMPORT_W, None): 3677.1},
}


def lines(name: str) -> list[str]:
    return (FRAMES / name).read_text(encoding="utf-8").splitlines()


FIELD = [json.loads(line) for line in lines("field.jsonl")]
C2EU = lines("c2eu.jsonl")
C2EU_NAMES = [json.loads(line)["name"] for line in lines("c2eu.index.jsonl")]


async def answers_to(lab: Lab, charge_point: ScriptedChargePoint, raw: str) -> list[list[Any]]:
    """Send a frame as it is, and return what answers it; a Heartbeat afterwards is answered too."""
    sent = len(charge_point.frames)

    def answers() -> dict[str, list[Any]]:
        received = (f for f in charge_point.frames[sent:] if f.direction is Direction.RECEIVED)
        frames = [json.loads(frame.text) for frame in received]
        return {frame[1]: frame for frame in frames if frame[0] in {3, 4}}

    await charge_point.send_raw(raw)
    await charge_point.call("Heartbeat", message_id="the-end")
    if raw.lstrip("[ ").startswith(
        "2"
    ):  # an answer that waits for the disk is later than the Heartbeat's
        await lab.until(lambda: len(answers()) == 2)
    assert charge_point.connected
    return [answer for message_id, answer in answers().items() if message_id != "the-end"]


def check_result(action: str, answer: list[Any]) -> None:
    """Hold a CALLRESULT against the schema of its action."""
    kind, message_id, payload = answer
    assert kind == 3
    assert message_id
    get_validator(MessageType.CallResult, action, "1.6").validate(payload)


@pytest.fixture
async def evening(make_lab: MakeLab) -> Lab:
    """A central system after all of the frames were written."""
    lab = await make_lab(clock=Clock(EVENING))
    lab.add()
    lab.cards(CARD)
    return lab


@pytest.mark.parametrize("row", FIELD, ids=[f"{r['n']}-{r['vendor']}" for r in FIELD])
async def test_every_frame_of_the_field_is_answered_and_read(
    evening: Lab, row: dict[str, Any]
) -> None:
    charge_point = await evening.boot()
    raw = row["raw"] if "raw" in row else json.dumps(row["frame"])
    answers = await answers_to(evening, charge_point, raw)
    if row["n"] in UNANSWERED:
        assert not answers
        return
    (answer,) = answers
    frame = parse(raw)
    assert isinstance(frame, Call)
    message_id, action, payload, _ = frame
    assert answer[1] == message_id
    check_result(action, answer)
    if action == "MeterValues":
        connector_id = payload.get("connectorId", 1)
        readings = evening.connector(connector_id).meter if connector_id else evening.model().meter
        for (quantity, phase), value in READ[row["n"]].items():
            assert readings.value(quantity, phase) == pytest.approx(value), quantity
    if action == "StatusNotification" and payload["connectorId"] > 0:
        assert evening.connector(payload["connectorId"]).status == payload["status"]


@pytest.mark.parametrize("number", range(len(C2EU)), ids=C2EU_NAMES)
async def test_every_frame_of_a_c2eu_is_answered_by_itself(evening: Lab, number: int) -> None:
    charge_point = await evening.boot(boot={"vendor": "XC", "model": "C2EU"})
    (answer,) = await answers_to(evening, charge_point, C2EU[number])
    _, message_id, action, _ = json.loads(C2EU[number])
    assert answer[1] == message_id
    check_result(action, answer)
    if action in {"StartTransaction", "StopTransaction"}:
        assert "idTagInfo" in answer[2]  # C2EU Q10, Q11


async def test_all_frames_of_a_c2eu_in_a_row(evening: Lab) -> None:
    charge_point = await evening.boot(boot={"vendor": "XC", "model": "C2EU"})
    ids: dict[str, int] = {}
    for name, raw in zip(C2EU_NAMES, C2EU, strict=True):
        (answer,) = await answers_to(evening, charge_point, raw)
        check_result(json.loads(raw)[2], answer)
        if name.startswith("start_"):
            ids[name] = answer[2]["transactionId"]
        if name == "status_charging":
            assert evening.connector().status is ConnectorStatus.CHARGING
        if name == "meter_periodic_3ph":
            meter = evening.connector().meter
            assert not meter.value(Q.POWER_IMPORT_W)  # of before the last status: history
            register_wh = meter.value(Q.ENERGY_IMPORT_WH)
            assert register_wh is not None
            assert register_wh >= 1235170
    assert ids["start_card"] == ids["start_card_duplicate"]
    assert len(set(ids.values())) == 4
    assert evening.model().firmware_status == "InstallationFailed"
    assert evening.model().diagnostics_status == "UploadFailed"
    assert evening.model().model == "C2EU AC"
    for session in await evening.central_system.ledger.sessions():
        assert session.energy_wh >= 0
