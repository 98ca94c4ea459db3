"""Assertions of the tests of commands."""

from collections.abc import Awaitable

import pytest

from custom_components.plug_control.protocol.errors import NotPossible, NotPossibleError


async def expect_not_possible(work: Awaitable[object], reason: NotPossible, action: str) -> None:
    with pytest.raises(NotPossibleError) as caught:
        await work
    assert caught.value.reason is reason
    assert caught.value.charge_point_id
    assert caught.value.action == action
