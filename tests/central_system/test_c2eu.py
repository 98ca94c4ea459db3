"""A simulated C2EU at the real central system: configured, started, limited, paused, stopped, reset."""

from collections.abc import AsyncIterator

from ocpp.v16 import call
from ocpp.v16.enums import MessageTrigger
import pytest

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.protocol.errors import CommandRejectedError, NotPossibleError

from .simulated_home import ID, Home, at_home, started_up


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    async with at_home("c2eu", phases=1) as home:
        yield home


async def test_startup_configures_it(home: Home) -> None:
    """Q7, Q12, Q18, Q28, and a profile that stands before the first charge."""
    written = {
        str(each["key"]): each["value"] for each in home.charger.received("ChangeConfiguration")
    }
    assert written == {
        "AllowOfflineTxForUnknownId": "false",
        "LocalPreAuthorize": "false",
        "StopTxnSampledData": "",
        "StopTxnAlignedData": "",
    }
    asked = [each["requestedMessage"] for each in home.charger.received("TriggerMessage")]
    assert asked == ["StatusNotification", "MeterValues"]
    assert len(home.charger.received("SetChargingProfile")) == 1
    assert home.connector().status is ConnectorStatus.AVAILABLE
    assert home.connector().limit.applied_a == 32


async def test_second_boot_writes_nothing_again(home: Home) -> None:
    written = len(home.charger.received("ChangeConfiguration"))
    home.charger.cut_network()
    await home.until(lambda: not home.charger.connected)
    home.charger.restore_network()
    await started_up(home.charger, 2)
    assert len(home.charger.received("ChangeConfiguration")) == written
    assert len(home.charger.received("SetChargingProfile")) == 2


async def test_limit_is_obeyed_at_the_next_boundary(home: Home) -> None:
    await home.charge()
    period_s = home.central_system.limits.habits(ID).period_s
    await home.until(lambda: home.charger.power_w > 6000)
    for limit_a in (10, 16, 6):
        await home.limit(limit_a)
        assert home.connector().limit.applied_a == limit_a
        await home.clock.advance(period_s + 1)
        assert home.charger.limit_a == limit_a
    assert home.charge_point.limit_way == LimitWay.TX_DEFAULT_A


async def test_limit_that_was_set_before_counts_from_the_first_second(home: Home) -> None:
    await home.limit(8)
    await home.charge()
    assert home.charger.limit_a == 8


async def test_pause_and_going_on(home: Home) -> None:
    await home.charge()
    await home.limit(13)
    await home.limit(0)
    await home.clock.advance(301)
    assert home.charger.power_w == 0
    assert home.connector().transaction is not None

    await home.do(home.central_system.user_commands.start_charging(ID, 1))
    await home.clock.advance(305)
    assert home.charger.limit_a == 13
    assert home.charger.power_w > 2000
    assert len(home.charger.received("RemoteStartTransaction")) == 1


async def test_stop(home: Home) -> None:
    await home.charge()
    await home.do(home.central_system.user_commands.stop_charging(ID, 1))
    await home.until(lambda: home.connector().transaction is None)
    assert home.charger.sessions[-1]["reason"] == "Remote"
    with pytest.raises(CommandRejectedError):  # section 6 (b): not before it was unplugged
        await home.do(home.central_system.user_commands.start_charging(ID, 1))


async def test_q27_reset_whose_answer_is_lost(home: Home) -> None:
    async def reset() -> None:
        boots = len(home.charger.sent("BootNotification"))
        await home.do(home.central_system.commands.reset(ID, True))
        await home.until(lambda: len(home.charger.sent("BootNotification")) > boots)
        await home.charger.wait_for(lambda charger: charger.accepted)
        await home.clock.advance(30)

    for _ in range(3):  # every second answer is lost
        await reset()


@pytest.mark.parametrize(
    "message",
    [
        call.DataTransfer(vendor_id="V"),
        call.GetCompositeSchedule(connector_id=1, duration=60),
        call.ExtendedTriggerMessage(requested_message=MessageTrigger.heartbeat),
    ],
)
async def test_q6_what_is_never_answered_is_not_sent(home: Home, message: object) -> None:
    with pytest.raises(NotPossibleError, match="never_answered"):
        await home.central_system.commands.request(ID, message)
    assert await home.do(home.central_system.commands.set_availability(ID, 1, True))
