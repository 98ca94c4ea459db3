"""The floor: the least work of any OCPP-J central system on `websockets` for a message."""

import json
from typing import Any

from websockets.typing import Subprotocol

SUBPROTOCOL = Subprotocol("ocpp1.6")


def sampled_values(payload: dict[str, Any]) -> list[tuple[str, float]]:
    """Return (measurand and phase, value) of each sample in a MeterValues payload."""
    return [
        (sample["measurand"] + sample.get("phase", ""), float(sample["value"]))
        for element in payload.get("meterValue", ())
        for sample in element["sampledValue"]
    ]


def answer(text: str | bytes) -> tuple[str, str, dict[str, Any]]:
    """Return the CALLRESULT for a CALL, and the CALL's action and payload."""
    _, message_id, action, payload = json.loads(text)
    result: dict[str, Any] = {}
    if action == "BootNotification":
        result = {"status": "Accepted", "currentTime": "2026-01-01T00:00:00Z", "interval": 300}
    return json.dumps([3, message_id, result], separators=(",", ":")), action, payload
