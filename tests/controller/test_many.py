"""Two hundred connectors: what nothing is decided for costs nothing, and what nothing changes for sends nothing."""

import asyncio

from homeassistant.core import HomeAssistant
import pytest

from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.model.connector import SmartLimit
from tests.house import MEASURED, House, house, wallbox

COUNT = 200


def connect_all(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every charge point there be, with one connector."""
    monkeypatch.setattr(home.central_system, "is_ready", lambda _: True)
    for charge_point in home.central_system.charge_points.values():
        charge_point.connector(1)
        charge_point.connected = True
        charge_point.connections = 1


async def test_a_tick_of_many_connectors_starts_no_task_and_sends_nothing(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = [wallbox(f"CP-{number}") for number in range(COUNT)]
    async with house(hass, *boxes, site={**MEASURED, "main_fuse": 2000}) as home:
        connect_all(home, monkeypatch)
        tried: list[tuple[str, int]] = []

        async def take(charge_point_id: str, connector_id: int, smart: SmartLimit) -> None:
            tried.append((charge_point_id, connector_id))
            limit = home.connector((charge_point_id, connector_id)).limit
            limit.smart = smart
            limit.applied_a, limit.applied_at = 6.0, home.now

        monkeypatch.setattr(home.central_system.limits, "set_smart_limit", take)
        await home.step()
        assert len(set(tried)) == COUNT
        before = len(asyncio.all_tasks())
        tried.clear()
        await home.step()
        assert tried == []
        assert len(asyncio.all_tasks()) == before
        assert len(home.controller.log.steps[-1].inputs.connectors) == COUNT


@pytest.mark.long
async def test_nothing_is_decided_for_those_that_just_charge(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = [wallbox(f"CP-{number}") for number in range(COUNT)]
    async with house(hass, *boxes, site=MEASURED) as home:
        connect_all(home, monkeypatch)
        await home.step()
        assert not home.controller.log.steps
        await home.wish(("CP-7", 1), mode=Mode.SOLAR)
        assert list(home.controller.log.steps[-1].inputs.connectors) == ["CP-7#1"]
