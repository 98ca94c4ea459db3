"""A scripted back end, and a relay that does not wait long."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigSubentryData
import pytest

from custom_components.plug_control.const import SUBENTRY_BACK_END
from custom_components.plug_control.relay.timing import RelayTiming
from tests.relay.conftest import QUICK
from tests.relay.scripted import ScriptedBackEnd


@pytest.fixture
async def back_end() -> AsyncIterator[ScriptedBackEnd]:
    """Return a back end that listens."""
    async with ScriptedBackEnd() as scripted:
        yield scripted


@pytest.fixture(autouse=True)
def timing() -> Iterator[None]:
    """Let the relay connect at once and try again soon."""
    quick = replace(QUICK, message_retry_s=0.05)

    class Quick(RelayTiming):
        def __new__(cls, **_: Any) -> RelayTiming:  # type: ignore[misc]
            return quick

    with (
        patch("custom_components.plug_control.relay.relay.RelayTiming", Quick),
        patch("custom_components.plug_control.flows.back_end.LEAST_S", 0),
    ):
        yield


def back_end_data(
    scripted: ScriptedBackEnd, name: str = "Employer", **data: Any
) -> ConfigSubentryData:
    """Return a `back_end` subentry."""
    return ConfigSubentryData(
        data={"url": scripted.url, **data},
        subentry_type=SUBENTRY_BACK_END,
        title=name,
        unique_id=None,
    )
