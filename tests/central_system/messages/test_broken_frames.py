"""Frames that chargers of known makes break in each message: the rest of them counts (R8, R15)."""

import pytest

from custom_components.plug_control.model.quantity import Quantity
from tests.central_system.conftest import Lab, start_transaction, status

_VALUES = (
    '{"value":"%d","measurand":"Energy.Active.Import.Register","unit":"Wh"},'
    '{"value":"3600","measurand":"Power.Active.Import","unit":"W"}'
)
_BROKEN = {
    "AEFA, lbbrhzn 2032": '{"connectorId":1,"transactionId":,"meterValue":[{"timestamp":"%s","sampledValue":['
    + _VALUES
    + "]}]}]",
    "ZJ Beny, lbbrhzn 1078": '{"connectorId":1,"meterValue":[{"timestamp":"%s","sampledValue":[,'
    + _VALUES
    + "]}]}]",
    "a comma too much": '{"connectorId":1,"meterValue":[{"timestamp":"%s","sampledValue":['
    + _VALUES
    + ",]},]}]",
    "the end cut off": '{"connectorId":1,"meterValue":[{"timestamp":"%s","sampledValue":['
    + _VALUES,
}


@pytest.mark.parametrize("broken", _BROKEN.values(), ids=_BROKEN.keys())
async def test_r15_meter_values_that_are_broken_in_a_place_are_live_values_and_answered(
    lab: Lab, broken: str
) -> None:
    lab.add()
    charge_point = await lab.boot()
    await charge_point.call(
        "StartTransaction", start_transaction(meterStart=1000, timestamp=lab.clock.now.isoformat())
    )
    await charge_point.call("StatusNotification", status("Charging"))
    await lab.until(lambda: lab.connector().transaction is not None)
    for minute in (1, 2):
        lab.clock.advance(60)
        content = broken % (lab.clock.now.strftime("%Y-%m-%dT%H:%M:%S.377"), 1000 + 60 * minute)
        await charge_point.send_raw(f'[2,"m-{minute}","MeterValues",{content}')
    await charge_point.call("Heartbeat", {})

    def answers() -> list[str]:
        return [frame.text for frame in charge_point.frames if '[3,"m-' in frame.text]

    await lab.until(lambda: len(answers()) == 2)
    assert answers() == [f'[3,"m-{minute}",{{}}]' for minute in (1, 2)]
    connector = lab.connector()
    assert connector.meter.value(Quantity.POWER_IMPORT_W) == 3600
    assert connector.transaction is not None
    assert connector.transaction.energy_wh == 120
