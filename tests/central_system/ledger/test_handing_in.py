"""Sessions of before are handed in to a back end."""

from typing import Any

import pytest

from custom_components.plug_control.central_system.ledger import handing_in
from custom_components.plug_control.central_system.ledger.handing_in import report_again
from custom_components.plug_control.model.relaying import RelayState

from .conftest import NOW, LedgerLab, after, began, charged
from .relayed import MONTA, put, waits
from .test_signed_values import signed


class Relay:
    """Queues what it has not yet, as the relay does."""

    def __init__(self, lab: LedgerLab) -> None:
        self._lab = lab
        self.handed: list[int] = []

    def hand_in(
        self,
        charge_point_id: str,
        session_id: int,
        transaction_id: int,
        messages: list[tuple[str, dict[str, Any]]],
    ) -> bool:
        ledger = self._lab.ledger
        self.handed.append(session_id)
        if ledger.outbox.relayed(MONTA, session_id) is not None:
            return False
        for action, payload in messages:
            put(ledger, session_id, action, payload, charge_point_id=charge_point_id)
        return True


async def test_sessions_since_a_time_are_handed_in_once_and_the_running_one_begins(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_in, "_AT_ONCE", 2)
    early = await charged(lab, NOW)
    since = [await charged(lab, after(10_000 * number)) for number in range(1, 6)]
    running = began(lab.ledger, at=after(70_000)).session_id
    lab.ledger.keep_signed("CP-1", 1, since[0], [signed("OCMF|x")])
    erased = since.pop(1)
    await lab.ledger.anonymise([erased])
    relay = Relay(lab)
    lab.now = after(80_000)
    assert await report_again(lab.ledger, relay.hand_in, start=after(9000)) == 5
    expected = [
        (number, action) for number in since for action in ("StartTransaction", "StopTransaction")
    ]
    assert await waits(lab.ledger) == [*expected, (running, "StartTransaction")]
    assert not {early, erased} & {*relay.handed}
    messages = await lab.ledger.outbox.waiting(MONTA, "CP-1")
    assert "OCMF|x" in messages[1].payload
    assert await report_again(lab.ledger, relay.hand_in, start=after(9000)) == 0
    ledger = await lab.restart()
    assert len(await waits(ledger)) == 9
    relayed = ledger.outbox.relayed(MONTA, since[0])
    assert relayed is not None
    assert relayed.state is RelayState.QUEUED


@pytest.mark.parametrize("at_once", [1, 20])
async def test_a_disk_that_refuses_is_told(
    lab: LedgerLab, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(handing_in, "_AT_ONCE", at_once)
    await charged(lab, NOW)
    lab.disk.error = OSError("read-only")
    with pytest.raises(OSError, match="takes nothing"):
        await report_again(lab.ledger, Relay(lab).hand_in, start=NOW)
