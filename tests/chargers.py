"""Two chargers in the middle of a charge, for the entity tests: an X-Charge C2EU and one with two connectors."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.scripted import ScriptedChargePoint

from .helpers import ID_TAG, TIMEOUT_S, coordinator_of, scripted, tell_connectors, until

NOW = "2026-03-14T06:20:00+00:00"
"""The time of the tests; both chargers began to charge a quarter of an hour before."""
STARTED = "2026-03-14T06:05:12+00:00"
SAMPLED = "2026-03-14T06:19:12+00:00"

C2EU = "C2011907DEMOEU01"
TWO_CONNECTORS = "EVSE-2"

C2EU_BOOT = {
    "vendor": "XC",
    "model": "C2EU",
    "chargePointSerialNumber": C2EU,
    "firmwareVersion": "1.1.1807.1-2.2.10.23",
}
TWO_CONNECTORS_BOOT = {
    "vendor": "Generic",
    "model": "Twin 22",
    "chargePointSerialNumber": "SN-0002",
    "firmwareVersion": "4.2.0",
}

type Sample = dict[str, Any]


def sample(value: str, measurand: str, unit: str | None = None, phase: str | None = None) -> Sample:
    """Return a sampledValue as OCPP 1.6 spells it."""
    optional = {"unit": unit, "phase": phase}
    return {"value": value, "measurand": measurand} | {
        name: each for name, each in optional.items() if each
    }


C2EU_SAMPLES = (
    sample("35.5", "Temperature", "Celsius"),
    sample("15.834", "Current.Import", "A", "L1"),
    sample("229.87", "Voltage", "V", "L1"),
    sample("3.64", "Power.Active.Import", "kW"),
    sample("1235410", "Energy.Active.Import.Register", "Wh"),
)
"""The meter values that a single-phase C2EU sends each minute."""

TWO_CONNECTORS_SAMPLES = (
    sample("2000000", "Energy.Active.Import.Register", "Wh"),
    sample("120", "Energy.Active.Export.Register", "Wh"),
    sample("11040", "Power.Active.Import", "W"),
    sample("3680", "Power.Active.Import", "W", "L1"),
    sample("3679", "Power.Active.Import", "W", "L2"),
    sample("3681", "Power.Active.Import", "W", "L3"),
    sample("16.02", "Current.Import", "A", "L1"),
    sample("15.98", "Current.Import", "A", "L2"),
    sample("16.00", "Current.Import", "A", "L3"),
    sample("229.4", "Voltage", "V", "L1-N"),
    sample("230.1", "Voltage", "V", "L2-N"),
    sample("230.6", "Voltage", "V", "L3-N"),
    sample("16", "Current.Offered", "A"),
    sample("11040", "Power.Offered", "W"),
    sample("50.01", "Frequency"),
    sample("0.99", "Power.Factor"),
    sample("57", "SoC", "Percent"),
)
"""The meter values of a three-phase charger that reports nearly everything."""


async def boot_c2eu(hass: HomeAssistant, entry: MockConfigEntry) -> ScriptedChargePoint:
    """Return the C2EU, connected and booted, with a car plugged in."""
    charge_point = await _boot(hass, entry, C2EU, C2EU_BOOT)
    await report_status(charge_point, "Preparing")
    return charge_point


async def charge_with_c2eu(hass: HomeAssistant, entry: MockConfigEntry) -> ScriptedChargePoint:
    """Return the C2EU, which has charged for a quarter of an hour."""
    charge_point = await boot_c2eu(hass, entry)
    await start(charge_point, meter_start=1234560)
    await meter_values(charge_point, C2EU_SAMPLES)
    await hass.async_block_till_done()
    return charge_point


async def charge_with_two_connectors(
    hass: HomeAssistant, entry: MockConfigEntry
) -> ScriptedChargePoint:
    """Return the charger with two connectors: a car charges at the first, the second is available."""
    charge_point = await _boot(hass, entry, TWO_CONNECTORS, TWO_CONNECTORS_BOOT, connectors=2)
    await report_status(charge_point, "Available", 0)
    await report_status(charge_point, "Preparing", 1)
    await report_status(charge_point, "Available", 2)
    await start(charge_point, meter_start=1998500)
    await meter_values(charge_point, TWO_CONNECTORS_SAMPLES)
    await hass.async_block_till_done()
    return charge_point


async def report_status(
    charge_point: ScriptedChargePoint, status: str, connector_id: int = 1, **fields: Any
) -> None:
    """Send a StatusNotification."""
    await charge_point.call(
        "StatusNotification",
        {"connectorId": connector_id, "errorCode": "NoError", "status": status, **fields},
    )


async def start(
    charge_point: ScriptedChargePoint,
    connector_id: int = 1,
    *,
    meter_start: int = 1000,
    id_tag: str = ID_TAG,
    timestamp: str = STARTED,
) -> int:
    """Send a StartTransaction and the status Charging; return the transaction's id."""
    answer = await charge_point.call(
        "StartTransaction",
        {
            "connectorId": connector_id,
            "idTag": id_tag,
            "meterStart": meter_start,
            "timestamp": timestamp,
        },
    )
    await report_status(charge_point, "Charging", connector_id)
    transaction_id = answer["transactionId"]
    assert isinstance(transaction_id, int)
    return transaction_id


async def stop(
    charge_point: ScriptedChargePoint,
    transaction_id: int,
    *,
    meter_stop: int,
    reason: str = "Local",
    timestamp: str = NOW,
) -> None:
    """Send a StopTransaction."""
    await charge_point.call(
        "StopTransaction",
        {
            "transactionId": transaction_id,
            "meterStop": meter_stop,
            "timestamp": timestamp,
            "reason": reason,
        },
    )


async def meter_values(
    charge_point: ScriptedChargePoint,
    samples: tuple[Sample, ...],
    connector_id: int = 1,
    timestamp: str = SAMPLED,
) -> None:
    """Send a MeterValues message."""
    await charge_point.call(
        "MeterValues",
        {
            "connectorId": connector_id,
            "meterValue": [{"timestamp": timestamp, "sampledValue": list(samples)}],
        },
    )


async def _boot(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    charge_point_id: str,
    boot: dict[str, str],
    connectors: int = 1,
) -> ScriptedChargePoint:
    charge_point = scripted(entry, charge_point_id)
    tell_connectors(charge_point, connectors)
    await charge_point.connect()
    await charge_point.boot(**boot)
    await started_up(hass, entry, charge_point_id)
    return charge_point


async def started_up(hass: HomeAssistant, entry: MockConfigEntry, charge_point_id: str) -> None:
    """Wait until the requests and the configuration after a boot are done."""
    await until(lambda: coordinator_of(entry, charge_point_id).available)
    name = f"onboarding of {charge_point_id}"
    if tasks := [task for task in asyncio.all_tasks() if task.get_name() == name]:
        await asyncio.wait(tasks, timeout=TIMEOUT_S)
    await hass.async_block_till_done()


class FakeClock:
    """The integration's clock; it stands still unless a test moves it."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat(NOW)

    def __call__(self) -> datetime:
        """Return the present time, in UTC."""
        return self.now

    def move(self, by: timedelta) -> None:
        """Advance the clock."""
        self.now += by
