"""After each accepted boot: what is asked, what is written, and that nothing stops it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from custom_components.plug_control.central_system.reception.desired_configuration import MEASURANDS
from custom_components.plug_control.central_system.reception.startup import run_refresh, run_startup
from custom_components.plug_control.central_system.stations.station import StartupReport
from custom_components.plug_control.central_system.stations.timing import Timing
from simulator.frames import Payload
from simulator.scripted import ScriptedChargePoint
from tests.central_system.small_host import SmallHost, configuration_answer

ENERGY, POWER, CURRENT, VOLTAGE = MEASURANDS[:4]
FULL = ",".join(MEASURANDS)
FINE = {
    "NumberOfConnectors": "1",
    "ChargingScheduleAllowedChargingRateUnit": "Current",
    "MeterValueSampleInterval": "60",
    "MeterValuesSampledData": FULL,
    "ClockAlignedDataInterval": "900",
    "MeterValuesAlignedData": FULL,
    "WebSocketPingInterval": "30",
    "AllowOfflineTxForUnknownId": "false",
    "LocalPreAuthorize": "false",
    "StopTransactionOnInvalidId": "true",
}


@pytest.fixture
async def host() -> AsyncIterator[SmallHost]:
    async with SmallHost() as host:
        yield host


async def dial_in(
    host: SmallHost, vendor: str = "Acme", **configuration: str
) -> ScriptedChargePoint:
    """A charger that does everything it is asked and has a configuration without a fault but `configuration`."""
    charger = await host.dial_in(vendor, "C2EU" if vendor == "XC" else "Box")
    charger.auto_reply("GetConfiguration", configuration_answer(**(FINE | configuration)))
    for action in ("ChangeConfiguration", "TriggerMessage", "SetChargingProfile"):
        charger.auto_reply(action, {"status": "Accepted"})
    return charger


async def start(host: SmallHost) -> StartupReport:
    return await run_startup(
        host.commands, host.limits, host.station, host.settings, Timing(told_status_s=0.05)
    )


def written(charger: ScriptedChargePoint) -> dict[str, str]:
    """Key → the value written last."""
    return {
        str(each["key"]): str(each["value"]) for each in charger.received("ChangeConfiguration")
    }


def tries(charger: ScriptedChargePoint, key: str) -> list[str]:
    return [str(e["value"]) for e in charger.received("ChangeConfiguration") if e["key"] == key]


def triggered(charger: ScriptedChargePoint) -> list[tuple[str, int]]:
    return [
        (str(each["requestedMessage"]), int(str(each["connectorId"])))
        for each in charger.received("TriggerMessage")
    ]


async def test_fine_configuration_is_left_as_it_is(host: SmallHost) -> None:
    charger = await dial_in(host)
    report = await start(host)
    assert report == StartupReport()
    assert report.complete
    assert not charger.received("ChangeConfiguration")


async def test_c2eu_q7_q20_status_and_meter_values_are_asked_for(host: SmallHost) -> None:
    charger = await dial_in(host)
    await start(host)
    assert triggered(charger) == [("StatusNotification", 1), ("MeterValues", 1)]


async def test_only_what_differs_is_written(host: SmallHost) -> None:
    charger = await dial_in(host, MeterValueSampleInterval="10", LocalPreAuthorize="true")
    report = await start(host)
    assert written(charger) == {"MeterValueSampleInterval": "60", "LocalPreAuthorize": "false"}
    assert report.changed == ("MeterValueSampleInterval", "LocalPreAuthorize")


async def test_configuration_lost_at_a_reboot_is_written_again(host: SmallHost) -> None:
    """As in evcc 15671; users' complaint 10."""
    charger = await dial_in(host, MeterValueSampleInterval="10")
    await start(host)
    await start(host)
    assert tries(charger, "MeterValueSampleInterval") == ["60", "60"]


async def test_reboot_required_is_reported_and_nothing_is_rebooted(host: SmallHost) -> None:
    charger = await dial_in(host, MeterValueSampleInterval="10", MeterValuesSampledData=ENERGY)
    charger.auto_reply("ChangeConfiguration", {"status": "RebootRequired"})
    report = await start(host)
    assert report.reboot_required == ("MeterValueSampleInterval", "MeterValuesSampledData")
    assert report.complete
    assert not charger.pending


async def test_configuration_is_left_alone_where_the_user_wants_that() -> None:
    async with SmallHost(leave_configuration_alone=True) as host:
        charger = await dial_in(host, MeterValueSampleInterval="10")
        host.connector().limit.wanted_a = 16
        await start(host)
        assert not charger.received("ChangeConfiguration")
        assert len(charger.received("SetChargingProfile")) == 1
        assert host.charge_point.configuration


async def test_charger_left_alone_is_asked_only_for_what_it_did_not_tell() -> None:
    async with SmallHost(leave_configuration_alone=True) as host:
        charger = await dial_in(host, NumberOfConnectors="2")
        assert host.station.link is not None
        host.station.link.told_status = {1}
        await start(host)
        await start(host)
        assert len(charger.received("GetConfiguration")) == 1  # it is known
        assert triggered(charger) == [("StatusNotification", 2)] * 2
        host.station.link.told_status = {1, 2}
        host.begin_transaction(7, connector_id=2)
        await start(host)
        await run_refresh(host.commands, host.limits, host.station)
        assert triggered(charger)[2:] == [("MeterValues", 2)] * 2


async def test_charger_left_alone_that_leaves_meanwhile_is_asked_nothing() -> None:
    async with SmallHost(leave_configuration_alone=True) as host:
        charger = await dial_in(host)
        await start(host)
        await charger.close()
        await host.wait_gone()
        assert not (await start(host)).complete


async def test_standing_limit_is_applied_before_anything_is_written(host: SmallHost) -> None:
    charger = await dial_in(host, MeterValueSampleInterval="10")
    host.connector().limit.wanted_a = 16
    host.connector().limit.applied_a = 16
    await start(host)
    log = [frame.text for frame in charger.frames]
    order = [
        next(i for i, text in enumerate(log) if action in text)
        for action in ("GetConfiguration", "SetChargingProfile", "ChangeConfiguration")
    ]
    assert order == sorted(order)


async def test_availability_is_never_sent(host: SmallHost) -> None:
    """Users' complaint 9."""
    charger = await dial_in(host)
    await start(host)
    await run_refresh(host.commands, host.limits, host.station)
    assert not charger.received("ChangeAvailability")


async def test_no_failure_stops_the_other_steps(host: SmallHost) -> None:
    charger = await dial_in(host, MeterValueSampleInterval="10", MeterValuesSampledData=ENERGY)
    for action in ("ChangeConfiguration", "TriggerMessage", "SetChargingProfile"):
        charger.auto_reply(action, {"status": "Rejected"})
    host.connector().limit.wanted_a = 16
    report = await start(host)
    assert report.failures == {
        "StatusNotification": "Rejected",
        "limits": "Rejected",
        "MeterValueSampleInterval": "Rejected",
        "MeterValues": "Rejected",
    }
    assert not report.complete


async def test_answers_that_never_come_stop_nothing() -> None:
    async with SmallHost(call_timeout_s=0.02) as host:
        charger = await host.dial_in()
        host.connector().limit.wanted_a = 16
        report = await start(host)
        assert set(report.failures) == {
            "configuration",
            "StatusNotification",
            "limits",
            "MeterValueSampleInterval",
            "MeterValuesSampledData",
            "MeterValuesAlignedData",
            "MeterValues",
        }
        assert len(charger.pending) < 12
        assert all("no answer" in failure for failure in report.failures.values())


async def test_connection_that_closes_ends_it_quickly(host: SmallHost) -> None:
    charger = await dial_in(host)
    charger.auto_reply("TriggerMessage", None)
    work = asyncio.create_task(start(host))
    await charger.expect("TriggerMessage")
    await charger.abort()
    report = await work
    assert "MeterValues" in report.failures


async def test_charger_that_cannot_be_triggered_is_complete(host: SmallHost) -> None:
    """R33."""
    charger = await dial_in(host)
    charger.auto_reply("TriggerMessage", {"status": "NotImplemented"})
    assert (await start(host)).complete


class TestMeasurands:
    """The best list that a charger takes."""

    async def test_full_list(self, host: SmallHost) -> None:
        charger = await dial_in(host, MeterValuesSampledData=ENERGY, MeterValuesAlignedData="")
        await start(host)
        assert written(charger) == {
            "MeterValuesSampledData": FULL,
            "MeterValuesAlignedData": FULL,
        }

    @pytest.mark.parametrize(
        ("lacking", "listed"),
        [
            (("Temperature", "SoC", "Current.Offered"), 4),
            (("Temperature", "Current.Offered"), 5),
        ],
    )
    async def test_measurands_that_a_charger_lacks_are_left_out(
        self, host: SmallHost, lacking: tuple[str, ...], listed: int
    ) -> None:
        """EVBox (lbbrhzn/ocpp 221) and others refuse a list for one item."""
        charger = await dial_in(
            host, MeterValuesSampledData="Power.Factor", MeterValuesAlignedData=""
        )
        charger.auto_reply(
            "ChangeConfiguration",
            lambda payload: _refuse_if(payload, *lacking),
        )
        report = await start(host)
        most = ",".join(each for each in MEASURANDS if each not in lacking)
        assert most.count(",") == listed - 1
        assert host.charge_point.configuration["MeterValuesSampledData"].value == (
            f"Power.Factor,{most}"
        )
        # What was refused once is not tried for the other list.
        assert tries(charger, "MeterValuesAlignedData") == [most]
        assert report.complete
        assert report.changed == ("MeterValuesSampledData", "MeterValuesAlignedData")

    async def test_r30_charger_that_takes_one_item_only(self, host: SmallHost) -> None:
        charger = await dial_in(host, MeterValuesSampledData=VOLTAGE, MeterValuesAlignedData=ENERGY)
        charger.auto_reply("ChangeConfiguration", lambda payload: _refuse_if(payload, ","))
        await start(host)
        sampled = tries(charger, "MeterValuesSampledData")
        assert len(sampled) == 5  # all, three more than there was, and the register alone
        assert sampled[-1] == ENERGY

    async def test_list_that_is_as_long_as_it_may_be(self, host: SmallHost) -> None:
        charger = await dial_in(
            host,
            MeterValuesSampledData=f"{POWER},{ENERGY}",
            MeterValuesSampledDataMaxLength="2",
        )
        await start(host)
        assert not charger.received("ChangeConfiguration")

    async def test_c2eu_gets_its_own_list(self, host: SmallHost) -> None:
        charger = await dial_in(
            host, "XC", MeterValuesSampledData=ENERGY, StopTxnSampledData=ENERGY
        )
        await start(host)
        assert written(charger)["MeterValuesSampledData"] == (
            f"{ENERGY},{POWER},{CURRENT},{VOLTAGE},Temperature"
        )
        assert written(charger)["StopTxnSampledData"] == ""
        assert len(charger.received("SetChargingProfile")) == 1

    async def test_second_boot_finds_everything_done(self, host: SmallHost) -> None:
        charger = await dial_in(host, MeterValuesSampledData=ENERGY)
        kept = dict(FINE) | {"MeterValuesSampledData": ENERGY}

        def change(payload: Payload) -> Payload:
            kept[str(payload["key"])] = str(payload["value"])
            return {"status": "Accepted"}

        charger.auto_reply("ChangeConfiguration", change)
        charger.auto_reply("GetConfiguration", configuration_answer(**kept))
        await start(host)
        done = len(charger.received("ChangeConfiguration"))
        charger.auto_reply("GetConfiguration", configuration_answer(**kept))
        await start(host)
        assert len(charger.received("ChangeConfiguration")) == done


def _refuse_if(payload: Payload, *texts: str) -> Payload:
    refused = any(text in str(payload["value"]) for text in texts)
    return {"status": "Rejected" if refused else "Accepted"}


class TestRefresh:
    """A reconnect without boot."""

    async def test_asks_for_what_is_new_and_writes_nothing(self, host: SmallHost) -> None:
        charger = await dial_in(host, MeterValueSampleInterval="10")
        assert (await run_refresh(host.commands, host.limits, host.station)).complete
        assert triggered(charger) == [("StatusNotification", 1), ("MeterValues", 1)]
        assert len(charger.received("GetConfiguration")) == 1
        await run_refresh(host.commands, host.limits, host.station)
        assert len(charger.received("GetConfiguration")) == 1
        assert not charger.received("ChangeConfiguration")

    async def test_applies_what_was_wanted_meanwhile(self, host: SmallHost) -> None:
        charger = await dial_in(host)
        limit = host.connector().limit
        limit.wanted_a = limit.applied_a = 16
        await run_refresh(host.commands, host.limits, host.station)
        assert not charger.received("SetChargingProfile")
        limit.wanted_a = 10
        await run_refresh(host.commands, host.limits, host.station)
        assert len(charger.received("SetChargingProfile")) == 1
