"""Start and stop transactions over the wire."""

from datetime import timedelta
from typing import Any

from simulator.frames import Json
from simulator.scripted import ScriptedChargePoint

from .conftest import CARD, NOW, Lab, start_transaction

C2EU: dict[str, Json] = {"vendor": "XC", "model": "C2EU"}


async def start(charge_point: ScriptedChargePoint, **fields: Json) -> int:
    answer = await charge_point.call("StartTransaction", start_transaction() | fields)
    transaction_id = answer["transactionId"]
    assert isinstance(transaction_id, int)
    return transaction_id


def stop_of(transaction_id: int, meter_stop: int = 3500, **fields: Json) -> dict[str, Json]:
    at = (NOW + timedelta(hours=1)).isoformat()
    return {
        "transactionId": transaction_id,
        "meterStop": meter_stop,
        "timestamp": at,
        "reason": "Local",
        "idTag": CARD,
        **fields,
    }


async def stop(
    lab: Lab, charge_point: ScriptedChargePoint, transaction_id: int, **fields: Any
) -> dict[str, Json]:
    lab.clock.now = NOW + timedelta(hours=1)
    return await charge_point.call("StopTransaction", stop_of(transaction_id, **fields))
