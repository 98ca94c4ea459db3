"""The blueprints: Home Assistant takes them, each does what it says, and nothing where it should not."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
import re
import shutil
import time
from typing import Any

from freezegun import freeze_time
from freezegun.api import FrozenDateTimeFactory, TickingDateTimeFactory
from homeassistant.components.automation import DOMAIN as AUTOMATION
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint import Blueprint
from homeassistant.components.persistent_notification import _async_get_or_create_notifications
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.helpers import entity_registry as er, selector
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.scripted import ScriptedChargePoint

from .chargers import C2EU, C2EU_BOOT, boot_c2eu, meter_values, report_status, sample, start, stop
from .entities import state, value
from .helpers import charge_point_data, id_tag_data, scripted, set_up, until

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "blueprints" / "automation" / "plug_control"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
README = (ROOT / "README.md").read_text()
REPOSITORY = "https://github.com/plug-control/plug_control"

type Json = dict[str, Any]

PREFIX = "wallbox_connector_1"
CHARGE = f"switch.{PREFIX}_charge"
MAXIMUM = f"number.{PREFIX}_maximum_current"
CABLE = f"binary_sensor.{PREFIX}_cable"
POWER = f"sensor.{PREFIX}_power"
STATUS = f"sensor.{PREFIX}_status"
SESSION = f"event.{PREFIX}_session"
SESSION_ENERGY = f"sensor.{PREFIX}_session_energy"
WATTS = {"device_class": "power", "unit_of_measurement": "W"}
NOON = datetime(2026, 6, 10, 12, 0, 3, tzinfo=UTC)
MINUTE = 60


# ---- a house whose clock can be moved


@dataclass(kw_only=True)
class House:
    """Home Assistant, a wallbox on a socket, and a clock that flows and can be moved on."""

    hass: HomeAssistant
    frozen: FrozenDateTimeFactory | TickingDateTimeFactory
    entry: MockConfigEntry
    charge_point: ScriptedChargePoint
    transaction_id: int = 0
    taken: list[str] = field(default_factory=list)

    async def settle(self) -> None:
        """Wait until what is under way has been done: what was sent to the charger came before its heartbeat's answer."""
        for _ in range(2):
            for _ in range(30):
                await asyncio.sleep(0)
            if self.charge_point.connected:
                await self.charge_point.call("Heartbeat", {})

    async def move(self, seconds: float, step_s: float = 10) -> None:
        """Let time pass, in steps as an automation's ticks come."""
        while seconds > 0:
            step = min(seconds, step_s)
            self.frozen.tick(timedelta(seconds=step))
            seconds -= step
            await self.settle()

    async def move_to(self, hour: int, minute: int = 0) -> None:
        """Let time pass until an hour of the day (UTC)."""
        now = dt_util.utcnow()
        then = now.replace(hour=hour, minute=minute, second=1, microsecond=0)
        await self.move(((then - now) % timedelta(days=1)).total_seconds(), step_s=600)

    def set(self, entity_id: str, value: object, attributes: Json | None = None) -> None:
        """Have another integration's entity show something; attributes stay where none are named."""
        before = self.hass.states.get(entity_id)
        shown = attributes or (dict(before.attributes) if before else {})
        self.hass.states.async_set(entity_id, str(value), shown)

    async def automate(self, blueprint: str, **inputs: Any) -> None:
        """Make an automation of a blueprint."""
        use = {"path": f"plug_control/{blueprint}.yaml", "input": inputs}
        config = {"id": blueprint, "alias": "Automation", "use_blueprint": use}
        assert await async_setup_component(self.hass, AUTOMATION, {AUTOMATION: [config]})
        await self.settle()
        assert value(self.hass, "automation.automation") == "on"

    async def charge(self, meter_start: int = 1000) -> None:
        """Have the car begin to charge."""
        now = dt_util.utcnow().isoformat()
        self.transaction_id = await start(self.charge_point, meter_start=meter_start, timestamp=now)
        await until(lambda: value(self.hass, CHARGE) == "on")
        await self.settle()

    async def end(self, status: str | None = "Finishing", meter_stop: int = 6000, reason: str = "Local") -> None:
        """Have the charge end, the car stay."""
        now = dt_util.utcnow().isoformat()
        await stop(self.charge_point, self.transaction_id, meter_stop=meter_stop, reason=reason, timestamp=now)
        if status is not None:
            await self.report(status)
        await self.settle()

    async def report(self, status: str) -> None:
        """Have the connector report a status."""
        await report_status(self.charge_point, status)
        await self.settle()

    async def draw(self, power_w: float) -> None:
        """Have the charger tell what the car draws."""
        now = dt_util.utcnow().isoformat()
        samples = (sample(str(power_w), "Power.Active.Import", "W"),)
        await meter_values(self.charge_point, samples, timestamp=now)
        await self.settle()

    async def reconnect(self) -> None:
        """Have the charger lose its connection and come back."""
        await self.charge_point.close()
        await until(lambda: value(self.hass, MAXIMUM) == "unavailable")
        self.charge_point = scripted(self.entry, C2EU)
        self.answer()
        await self.charge_point.connect()
        await self.charge_point.boot(**C2EU_BOOT)
        await until(lambda: value(self.hass, MAXIMUM) != "unavailable")

    def answer(self) -> None:
        """Have the charger accept starts and stops."""
        for action in ("RemoteStartTransaction", "RemoteStopTransaction"):
            self.charge_point.auto_reply(action, {"status": "Accepted"})

    def asked(self, action: str) -> int:
        """How often the charger was asked for something."""
        return len(self.charge_point.received(action))

    @property
    def limit_a(self) -> float:
        """The limit that stands."""
        return float(value(self.hass, MAXIMUM))

    def limited_to(self, limit_a: float) -> Callable[[], bool]:
        """A condition: this limit stands."""
        return lambda: self.limit_a == limit_a

    @property
    def messages(self) -> list[str]:
        """The notifications that stand."""
        return [each["message"] for each in _async_get_or_create_notifications(self.hass).values()]


@pytest.fixture
def frozen() -> Iterator[FrozenDateTimeFactory | TickingDateTimeFactory]:
    """A clock that flows from a summer's noon on, and that can be moved; timers go by it, too."""
    with freeze_time(NOON, tick=True) as clock:
        assert isinstance(clock, FrozenDateTimeFactory | TickingDateTimeFactory)
        yield clock


@pytest.fixture
async def house(
    hass: HomeAssistant,
    frozen: FrozenDateTimeFactory | TickingDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[House]:
    """A house with the wallbox "Wallbox", a car plugged in; the blueprints lie where Home Assistant looks."""
    await hass.config.async_set_time_zone("UTC")
    folder = Path(hass.config.path("blueprints", "automation", "plug_control"))
    shutil.copytree(FOLDER, folder)
    monkeypatch.setattr(hass.loop, "slow_callback_duration", float("inf"))
    entry = await set_up(
        hass, charge_point_data(C2EU, "Wallbox", maximum_current=16), id_tag_data()
    )
    house = House(
        hass=hass, frozen=frozen, entry=entry, charge_point=await boot_c2eu(hass, entry)
    )
    house.answer()
    await house.settle()
    yield house
    await hass.services.async_call(AUTOMATION, "turn_off", {"entity_id": "all"}, blocking=True)
    await house.charge_point.close()
    await hass.async_block_till_done()


# ---- Home Assistant takes them


def test_there_is_a_blueprint_for_each_wish() -> None:
    assert NAMES == [
        "charge_on_surplus",
        "pause_while_running",
        "plug_in_reminder",
        "session_report",
        "start_when_cheap",
        "unplug_reminder",
    ]


@pytest.mark.parametrize("name", NAMES)
async def test_home_assistant_takes_the_blueprint(house: House, name: str) -> None:
    assert await async_setup_component(house.hass, AUTOMATION, {})
    blueprint = await async_get_blueprints(house.hass).async_get_blueprint(
        f"plug_control/{name}.yaml"
    )
    assert isinstance(blueprint, Blueprint)
    assert blueprint.validate() is None
    assert blueprint.metadata["homeassistant"]["min_version"] == "2026.10.0"
    address = f"{REPOSITORY}/blob/main/blueprints/automation/plug_control/{name}.yaml"
    assert blueprint.metadata["source_url"] == address
    assert f"blueprint_import/?blueprint_url={address.replace(':', '%3A').replace('/', '%2F')}" in README
    for each in blueprint.inputs.values():
        assert each["name"]
        selector.selector(each["selector"])


OURS = {"charge": CHARGE, "maximum_current": MAXIMUM, "cable": CABLE, "session": SESSION, "status": STATUS}


@pytest.mark.parametrize("name", NAMES)
async def test_the_selectors_offer_the_entities_that_they_mean(house: House, name: str) -> None:
    await house.charge()
    await house.draw(1380)
    assert await async_setup_component(house.hass, AUTOMATION, {})
    blueprint = await async_get_blueprints(house.hass).async_get_blueprint(
        f"plug_control/{name}.yaml"
    )
    registry = er.async_get(house.hass)
    meant = OURS | ({"power": POWER} if name == "charge_on_surplus" else {})
    checked = 0
    for key, each in blueprint.inputs.items():
        if key not in meant:
            continue
        entry = registry.async_get(meant[key])
        assert entry is not None
        (offered,) = each["selector"]["entity"]["filter"]
        assert (offered["integration"], offered["domain"]) == ([entry.platform] * 1 and entry.platform, [entry.domain])
        classes = offered.get("device_class")
        assert classes is None or entry.original_device_class in classes
        checked += 1
    assert checked >= 1


# ---- unplug reminder


async def test_unplug_a_car_that_stays_is_reported_once(house: House) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.end()
    await house.move(14 * MINUTE)
    assert house.messages == []
    await house.move(2 * MINUTE)
    (message,) = house.messages
    assert "Connector 1" in message
    assert "5.0 kWh" in message


async def test_unplug_a_car_that_left_is_not_reported(house: House) -> None:
    await house.automate("unplug_reminder", status=STATUS)
    await house.charge()
    await house.end()
    await house.move(10 * MINUTE)
    await house.report("Available")
    await house.report("Preparing")
    await house.move(30 * MINUTE)
    assert house.messages == []
