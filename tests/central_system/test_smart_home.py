"""Smart charging's limits at simulated charge points: obeyed, left behind for our silence, and taken up again."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from custom_components.plug_control.central_system.limits import profiles
from custom_components.plug_control.model.connector import ConnectorStatus
from custom_components.plug_control.model.meter import Quantity
from custom_components.plug_control.protocol.errors import OfflineError
from tests.helpers import until

from .simulated_home import ID, Home, at_home, started_up

SILENCE: dict[str, Any] = {"fallback_a": 6, "silence_s": 900}


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    async with at_home("generic", boot_wait_s=0) as home:
        yield home


@pytest.fixture
async def c2eu() -> AsyncIterator[Home]:
    async with at_home("c2eu", boot_wait_s=0, phases=1) as home:
        yield home


async def fall_silent(home: Home) -> None:
    home.charger.cut_network()
    await until(lambda: not home.charge_point.connected)


async def come_back(home: Home) -> None:
    home.charger.restore_network()
    await until(lambda: home.central_system.is_ready(ID))


async def test_charger_falls_back_in_silence_and_obeys_again_after(home: Home) -> None:
    await home.charge(phases=3)
    await home.allow(16, **SILENCE)
    await fall_silent(home)
    await home.clock.advance(860)
    assert home.charger.limit_a == 16
    with pytest.raises(OfflineError):
        await home.allow(10, **SILENCE)
    await home.clock.advance(60)
    assert home.charger.limit_a == 6
    await come_back(home)
    await home.allow(10, **SILENCE)
    await home.clock.advance(5)
    assert home.charger.limit_a == 10


async def test_charger_that_is_told_in_time_never_falls_back(home: Home) -> None:
    await home.charge(phases=3)
    for _ in range(40):
        await home.allow(16, **SILENCE)
        await home.clock.advance(60)
        assert home.charger.limit_a == 16
    assert len(home.charger.received("SetChargingProfile")) <= 2 + 40 * 60 / 450


async def test_next_charge_falls_back_too(home: Home) -> None:
    await home.charge(phases=3)
    await home.allow(16, **SILENCE)
    await home.do(home.central_system.user_commands.stop_charging(ID, 1))
    await home.until(lambda: home.connector().transaction is None)
    await home.clock.advance(2)
    home.charger.unplug()
    await home.clock.advance(300)
    await home.charge(phases=3)
    assert home.charger.limit_a == 16
    await home.clock.advance(900)
    # Counted from the profile that follows the answer to the start
    await home.until(lambda: home.charger.limit_a == 6)


async def test_phases_are_switched(home: Home) -> None:
    await home.charge(phases=3)
    for phases, power_w in ((1, 2300), (3, 6900)):
        await home.allow(10, phases=phases)
        await home.clock.advance(10)
        assert home.charger.power_w == pytest.approx(power_w, rel=0.05)
        assert home.connector().limit.applied_phases == phases


async def test_meters_that_are_watched_are_asked(home: Home) -> None:
    await home.charge(phases=3)
    await home.clock.advance(20)
    asked = len(home.charger.received("TriggerMessage"))
    before = home.clock.now()
    home.central_system.watch_meters([(ID, 1)], 15)
    await home.until(lambda: len(home.charger.received("TriggerMessage")) > asked)

    def is_fresh() -> bool:
        reading = home.connector().meter.readings[Quantity.POWER_IMPORT_W, None]
        return reading.at >= before

    await home.until(is_fresh)


async def test_stopped_charge_is_forgotten_with_the_cable(home: Home) -> None:
    await home.charge(phases=3)
    limit = home.connector().limit
    limit.stopped_id_tag = "CARD"
    home.charger.unplug()
    await home.until(lambda: home.connector().status is ConnectorStatus.AVAILABLE)
    assert limit.stopped_id_tag is None


async def test_c2eu_obeys_at_the_boundary_falls_back_and_obeys_again(c2eu: Home) -> None:
    """C2EU section 4: a limit is looked at when a period of the active profile begins."""
    period_s = c2eu.central_system.limits.habits(ID).period_s
    await c2eu.charge()
    for limit_a in (16, 8, 0, 13):
        await c2eu.allow(limit_a, **SILENCE)
        await c2eu.clock.advance(period_s + 1)
        assert c2eu.charger.limit_a == limit_a
    await fall_silent(c2eu)
    await c2eu.clock.advance(900 + period_s)
    assert c2eu.charger.limit_a == 6
    startups = c2eu.charger.received("TriggerMessage").count(
        {"requestedMessage": "MeterValues", "connectorId": 1}
    )
    await come_back(c2eu)
    await started_up(c2eu.charger, startups + 1)
    await c2eu.allow(10, **SILENCE)
    await c2eu.clock.advance(period_s + 1)
    assert c2eu.charger.limit_a == 10


async def test_c2eu_still_looks_at_its_limit_after_days_of_silence(
    c2eu: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days that are shorter here: the periods of 300 s are over, those after them are not."""
    for name, seconds in {"_DAY_S": 7200, "_HOUR_S": 1200, "_WEEK_S": 14400}.items():
        monkeypatch.setattr(profiles, name, seconds)
    await c2eu.charge()
    await c2eu.allow(16, fallback_a=0, silence_s=900)
    await c2eu.clock.advance(301)
    await fall_silent(c2eu)
    await c2eu.clock.advance(2 * 3600)
    assert c2eu.charger.limit_a == 0
    await come_back(c2eu)
    for _ in range(4):
        await c2eu.allow(16, fallback_a=0, silence_s=900)
        await c2eu.clock.advance(300)
    assert c2eu.charger.limit_a == 16


async def test_c2eu_first_charge_begins_with_what_is_allowed(c2eu: Home) -> None:
    await c2eu.allow(8, **SILENCE)
    await c2eu.clock.advance(400)
    await c2eu.allow(8, **SILENCE)
    await c2eu.charge()
    assert c2eu.charger.limit_a == 8
