"""The KEBA P30: what is known of it."""

from uuid import UUID

from simulator.frames import Payload
from simulator.keba import SEVEN_DAYS_S

from .central_system import CentralSystem
from .harness import bench


async def test_keba_boots_with_its_strings_and_uuids() -> None:
    async with bench("keba") as b:
        assert b.cs.requests[0].path == "/27017001"
        boot = b.cs.payloads("BootNotification")[0]
        assert boot["chargePointVendor"] == "Keba AG"
        assert boot["chargePointSerialNumber"] == boot["chargeBoxSerialNumber"] == "27017001"
        for call in b.cs.calls:
            assert UUID(call.message_id).version == 4


async def test_keba_status_has_milliseconds_and_the_firmware_as_vendor_id() -> None:
    async with bench("keba", connectors=4) as b:
        told = b.cs.payloads("StatusNotification")
        assert [payload["connectorId"] for payload in told] == [1, 2, 3, 4]
        assert told[0] == {
            "connectorId": 1,
            "status": "Available",
            "errorCode": "NoError",
            "timestamp": "2026-03-14T06:01:00.000Z",
            "vendorId": "1.18.0",
        }


async def test_keba_sends_clock_aligned_values_only_and_the_sum_on_connector_0() -> None:
    async with bench("keba") as b:
        b.cp.plug(2)
        b.cp.tap("12345678", 2)
        await b.advance(14 * 60)
        values = b.cs.payloads("MeterValues")
        assert [payload["connectorId"] for payload in values] == [1, 2, 0]
        assert all("transactionId" not in payload for payload in values)
        (element,) = values[0]["meterValue"]
        assert element == {
            "timestamp": "2026-03-14T06:15:00.000Z",
            "sampledValue": [
                {
                    "value": "236.1",
                    "context": "Sample.Clock",
                    "format": "Raw",
                    "measurand": "Energy.Active.Import.Register",
                    "location": "Outlet",
                    "unit": "Wh",
                }
            ],
        }
        one, two, total = (
            float(payload["meterValue"][0]["sampledValue"][0]["value"]) for payload in values
        )
        assert abs(one + two - total) < 0.11


async def test_keba_card_has_the_serial_of_its_box_behind_it_and_registers_lose_fractions() -> None:
    async with bench("keba") as b:
        b.cp.plug(2)
        b.cp.tap("12345678", 2)
        await b.advance(5)
        assert b.cs.payloads("Authorize") == [{"idTag": "12345678_27017002"}]
        start = b.cs.payloads("StartTransaction")[0]
        assert start["idTag"] == "12345678_27017002"
        assert start["meterStart"] == 236
        b.cp.plug(1)
        b.cp.tap("12345678", 1)
        await b.advance(5)
        assert b.cs.payloads("StartTransaction")[1]["idTag"] == "12345678_27017001"


async def test_keba_serials_without_digits_at_their_end() -> None:
    async with bench("keba", charge_point_id="box") as b:
        b.cp.tap("A", 2)
        await b.advance(1)
        assert b.cs.payloads("Authorize") == [{"idTag": "A_box-2"}]


async def test_keba_boots_on_every_connect_and_waits_30_s() -> None:
    async with bench("keba") as b:
        await b.cs.connection.close()
        await b.waiting()
        await b.network.advance(29)
        assert len(b.cs.connections) == 1
        await b.network.advance(1)
        await b.cs.wait_call("BootNotification", 2)


async def test_keba_goes_on_with_a_transaction_after_a_power_cut() -> None:
    async with bench("keba") as b:
        b.cp.plug()
        b.cp.tap("12345678")
        await b.advance(60)
        b.cp.power_off()
        await b.advance(600)
        b.cp.power_on()
        await b.cs.wait_call("BootNotification", 2)
        await b.settle()
        await b.advance(5)
        assert b.statuses()[-1] == "Charging"
        assert b.cp.transaction_id == 4711
        assert b.cs.payloads("StopTransaction") == []
        b.cp.power_off()
        b.cp.unplug()
        b.cp.power_on()
        await b.cs.wait_call("StopTransaction")
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "PowerLoss"


async def test_keba_takes_limits_in_a_only_and_spells_its_heartbeat_its_own_way() -> None:
    async with bench("keba") as b:
        raw: Payload = {
            "chargingProfileId": 1,
            "stackLevel": 0,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Relative",
            "chargingSchedule": {
                "chargingRateUnit": "W",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 11000}],
            },
        }
        answer = await b.cs.call(
            "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": raw}
        )
        assert answer == {"status": "Rejected"}
        asked = await b.cs.call(
            "GetConfiguration", {"key": ["HeartBeatInterval", "HeartbeatInterval"]}
        )
        assert asked == {
            "configurationKey": [{"key": "HeartBeatInterval", "readonly": False, "value": "300"}],
            "unknownKey": ["HeartbeatInterval"],
        }


async def test_keba_gives_up_booting_after_seven_days_without_a_server() -> None:
    def refuse(cs: CentralSystem) -> None:
        cs.refuse = 404

    async with bench("keba", prepare=refuse, boot=False, tick_s=3600) as b:
        await b.cs.wait(lambda: len(b.cs.requests) == 1)
        await b.waiting()
        await b.advance(SEVEN_DAYS_S - 2)
        assert not b.cp.records.of("gave_up")
        await b.advance(3)
        assert b.cp.records.of("gave_up")
        b.cs.refuse = None
        await b.network.advance(3600)
        assert len(b.cs.requests) == 1


async def test_keba_counts_the_days_anew_after_each_acceptance() -> None:
    async with bench("keba") as b:
        b.cp.cut_network()
        await b.waiting()
        await b.advance(1000)
        b.cp.restore_network()
        await b.network.advance(30)
        await b.cs.wait_call("BootNotification", 2)
        await b.settle()
        assert not b.cp._software._exchange._timers.is_set("give up")  # type: ignore[union-attr]
