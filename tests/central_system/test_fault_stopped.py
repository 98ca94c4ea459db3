"""A charge that smart charging stops, whose charger obeys but whose answer is lost."""

import pytest

from custom_components.plug_control.model.connector import SmartLimit
from custom_components.plug_control.protocol.errors import CommandError

from .limited import dial_in, is_pause
from .small_host import ID, SmallHost


async def test_a_stop_that_was_obeyed_without_an_answer_goes_on_later() -> None:
    async with SmallHost(call_timeout_s=0.2) as host:
        charger = await dial_in(host, is_pause)
        charger.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
        charger.auto_reply("RemoteStopTransaction", None)  # obeyed, never answered
        host.begin_transaction(42).id_tag = "CARD"
        with pytest.raises(CommandError):
            await host.limits.set_smart_limit(ID, 1, SmartLimit(limit_a=0))
        # its StopTransaction comes: the charge is over, the car is still there
        host.end_transaction()
        host.limits.transaction_ended(ID, 1)
        assert host.connector().is_plugged_in
        host.advance(600)
        await host.limits.set_smart_limit(ID, 1, SmartLimit(limit_a=16))
        assert charger.received("RemoteStartTransaction"), (
            "the sun is back, and the car is never started again"
        )
