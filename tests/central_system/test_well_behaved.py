"""Simulated well-behaved charge points at the real central system: two connectors, and a KEBA's."""

from collections.abc import AsyncIterator

import pytest

from custom_components.plug_control.central_system.quirks import LimitWay
from custom_components.plug_control.security.signed_values import Verdict, check_signed

from .simulated_home import ID, Home, at_home, started_up


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    async with at_home("generic") as home:
        yield home


async def test_each_connector_has_its_own_limit(home: Home) -> None:
    """Users' complaint 4."""
    await home.charge(1, phases=3)
    await home.charge(2, phases=3)
    await home.limit(10, 1)
    await home.limit(16, 2)
    await home.clock.advance(5)
    offered_a = [home.charger.connectors[each].offered_a for each in (1, 2)]
    assert offered_a == [10, 16]
    assert home.charge_point.limit_way == LimitWay.TX_PROFILES_A


async def test_r23_limit_that_was_set_before_holds_from_the_start(home: Home) -> None:
    await home.limit(8)
    await home.charge(phases=3)
    assert home.charger.limit_a == 8
    await home.limit(12)
    await home.clock.advance(5)
    assert home.charger.limit_a == 12


async def test_next_transaction_gets_what_was_wanted_last(home: Home) -> None:
    await home.limit(8)
    await home.charge(phases=3)
    await home.limit(12)
    await home.do(home.central_system.user_commands.stop_charging(ID, 1))
    await home.until(lambda: home.connector().transaction is None)
    home.charger.unplug()
    await home.clock.advance(10)
    await home.charge(phases=3)
    assert home.charger.limit_a == 12


async def test_pause_and_going_on(home: Home) -> None:
    await home.charge(phases=3)
    await home.limit(10)
    await home.limit(0)
    await home.clock.advance(10)
    assert home.charger.power_w == 0
    await home.do(home.central_system.user_commands.start_charging(ID, 1))
    await home.clock.advance(10)
    assert home.charger.limit_a == 10
    assert home.charger.power_w > 6000


async def test_limit_survives_a_reboot(home: Home) -> None:
    await home.limit(10)
    await home.do(home.central_system.commands.reset(ID, True))
    await home.until(lambda: len(home.charger.sent("BootNotification")) == 2)
    await started_up(home.charger, 2)
    assert home.connector().limit.applied_a == 10
    await home.charge(phases=3)
    assert home.charger.limit_a == 10


async def test_keba_sends_meter_values_as_often_as_is_wanted() -> None:
    async with at_home("keba") as home:
        written = {
            each["key"]: each["value"] for each in home.charger.received("ChangeConfiguration")
        }
        assert written["ClockAlignedDataInterval"] == "60"
        await home.charge(phases=3)
        sent = len(home.charger.sent("MeterValues"))
        await home.clock.advance(181)
        assert len(home.charger.sent("MeterValues")) >= sent + 3


async def test_signed_values_of_a_session_fit_the_key_that_the_charger_publishes(
    home: Home,
) -> None:
    await home.charge(1, phases=3)
    transaction = home.connector().transaction
    assert transaction is not None
    await home.clock.advance(600)
    home.charger.unplug(1)
    await home.until(lambda: home.connector().transaction is None)
    signed = await home.central_system.ledger.signed(transaction.session_id)
    key = home.charge_point.configuration["MeterPublicKey"].value
    assert [each.context for each in signed] == ["Transaction.Begin", "Transaction.End"]
    assert [check_signed(each.data, key).verdict for each in signed] == [Verdict.VERIFIED] * 2
    home.charger.transfer_data("Acme", "hello", "42")
    home.charger.security_event()
    await home.until(lambda: home.charge_point.security_event)
    assert home.charge_point.vendor_message is not None
    assert home.charge_point.vendor_message.data == "42"
