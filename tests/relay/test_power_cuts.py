"""With the ledger's own outbox: power cuts at any moment lose no session, and double none at a back end that recognises repeats."""

import asyncio
from random import Random

import pytest

from custom_components.plug_control.model.relaying import RelayState
from tests.central_system.ledger.conftest import LedgerLab, after, began, stop as stop_transaction

from .conftest import Lab, meter_values
from .scripted import ScriptedBackEnd

ROUNDS = 8


def charge(lab: Lab, ledgers: LedgerLab, minute: int) -> int:
    """Record a session and tell it to the relay in the same turn of the event loop, as the central system does."""
    begin, end = after(120 * minute), after(120 * minute + 60)
    meter_start = 1000 * minute
    begun = began(ledgers.ledger, "CP-1", at=begin, meter_start_wh=float(meter_start))
    session_id, transaction_id = begun.session_id, begun.transaction_id

    def tell(action: str, **payload: object) -> None:
        lab.relay.heard(
            "CP-1", action, payload, session_id=session_id, transaction_id=transaction_id
        )

    tell(
        "StartTransaction",
        connectorId=1,
        idTag="CARD",
        meterStart=meter_start,
        timestamp=begin.isoformat(),
    )
    tell("MeterValues", **meter_values(begin))
    ledgers.ledger.stop("CP-1", stop_transaction(transaction_id, at=end))
    tell("StopTransaction", meterStop=meter_start + 500, timestamp=end.isoformat())
    return session_id


@pytest.mark.parametrize("recognises", [True, False])
async def test_power_cuts_at_any_moment(scripted: ScriptedBackEnd, recognises: bool) -> None:
    scripted.recognises = recognises
    chance = Random(5)
    told: list[int] = []
    async with LedgerLab() as ledgers:
        memory = None
        for turn in range(ROUNDS):
            lab = Lab(ledgers)
            lab.relay = lab.new_relay(memory)
            lab.add()
            lab.use(scripted)
            await lab.until_connected()
            for minute in range(3 * turn + 1, 3 * turn + 4):
                told.append(charge(lab, ledgers, minute))
                assert await ledgers.ledger.saved()  # the charger has its answers
            await asyncio.sleep(chance.uniform(0, 0.02))
            on_disk = ledgers.cut()
            await asyncio.sleep(chance.uniform(0, 0.01))
            await lab.relay.stop()
            memory = lab.relay.memory()
            await ledgers.restart(on_disk)
        lab = Lab(ledgers)
        lab.add()
        lab.use(scripted)
        await lab.until_delivered()
        await lab.relay.stop()
        relayed = await ledgers.ledger.outbox.relayed_sessions()
    assert {each.state for each in relayed} == {RelayState.DELIVERED}
    assert sorted(each.session_id for each in relayed) == sorted(told)
    registers = [each["meterStart"] for each in scripted.starts]
    assert set(registers) == {1000 * minute for minute in range(1, 3 * ROUNDS + 1)}
    assert set(scripted.stops) <= set(range(9001, 9001 + len(scripted.starts)))
    if recognises:
        assert len(registers) == 3 * ROUNDS
        assert sorted(scripted.stops) == list(range(9001, 9001 + 3 * ROUNDS))


async def test_what_was_answered_and_not_stored_is_sent_again_as_it_was(
    scripted: ScriptedBackEnd,
) -> None:
    """R18: content for content, so that the back end recognises the repeat; and nothing else goes before it is stored."""
    async with LedgerLab() as ledgers:
        lab = Lab(ledgers)
        await scripted.close()
        lab.add()
        lab.use(scripted)
        charge(lab, ledgers, 1)
        assert await ledgers.ledger.saved()
        with ledgers.disk.held():
            await scripted.open()
            await scripted.until_heard("StartTransaction")
            await asyncio.sleep(0.05)
            assert scripted.actions()[-1] == "StartTransaction"
            on_disk = ledgers.cut()
            await lab.relay.stop()
        await ledgers.restart(on_disk)
        lab = Lab(ledgers)
        lab.add()
        lab.use(scripted)
        await lab.until_delivered()
        await lab.relay.stop()
    first, second = scripted.payloads("StartTransaction")
    assert first == second
    assert len(scripted.starts) == 1
    assert list(scripted.stops) == [9001]
