"""A house whose clock can be moved: Home Assistant, a wallbox on a socket, and an automation made of a blueprint."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory, TickingDateTimeFactory
from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.components.persistent_notification import _async_get_or_create_notifications
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.scripted import ScriptedChargePoint
from tests.chargers import C2EU, C2EU_BOOT, meter_values, report_status, sample, start, stop
from tests.entity_states import value
from tests.helpers import scripted, until

type Json = dict[str, Any]
type Clock = FrozenDateTimeFactory | TickingDateTimeFactory

PREFIX = "wallbox"
CHARGE = f"switch.{PREFIX}_charge"
MAXIMUM = f"number.{PREFIX}_maximum_current"
CABLE = f"binary_sensor.{PREFIX}_cable"
POWER = f"sensor.{PREFIX}_power"
STATUS = f"sensor.{PREFIX}_status"
SESSION = f"event.{PREFIX}_session"
SESSION_ENERGY = f"sensor.{PREFIX}_session_energy"
WATTS = {"device_class": "power", "unit_of_measurement": "W"}
MINUTE = 60


@dataclass(kw_only=True)
class House:
    """Home Assistant, a wallbox on a socket, and a clock that flows and can be moved on."""

    hass: HomeAssistant
    frozen: Clock
    entry: MockConfigEntry
    charge_point: ScriptedChargePoint
    transaction_id: int = 0
    started: int = 0
    limits: set[float] = field(default_factory=set)
    """Every limit that stood."""

    async def settle(self) -> None:
        """Wait until what is under way has been done: what was sent to the charger came before its heartbeat's answer."""
        for _ in range(2):
            for _ in range(20):
                await asyncio.sleep(0)
            if self.charge_point.connected:
                await self.charge_point.call("Heartbeat", {})

    async def move(self, seconds: float, step_s: float = MINUTE) -> None:
        """Let time pass, in steps as an automation's ticks come."""
        await self.settle()
        while seconds > 0:
            step = min(seconds, step_s)
            self.frozen.tick(timedelta(seconds=step))
            seconds -= step
            await self.settle()
            if value(self.hass, MAXIMUM) != "unavailable":
                self.limits.add(self.limit_a)

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

    async def end(
        self, status: str | None = "Finishing", meter_stop: int = 6000, reason: str = "Local"
    ) -> None:
        """Have the charge end, the car stay."""
        now = dt_util.utcnow().isoformat()
        await stop(
            self.charge_point,
            self.transaction_id,
            meter_stop=meter_stop,
            reason=reason,
            timestamp=now,
        )
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

    async def wish(self, limit_a: float) -> None:
        """Move the slider, as the user does."""
        data = {"entity_id": MAXIMUM, "value": limit_a}
        await self.hass.services.async_call("number", "set_value", data, blocking=True)
        await self.settle()

    async def restart_automation(self) -> None:
        """End what the automation is about and begin anew; when it ran last is known, as after a restart."""
        target = {"entity_id": "automation.automation"}
        for action in ("turn_off", "turn_on"):
            await self.hass.services.async_call(AUTOMATION, action, target, blocking=True)

    async def reconnect(self) -> None:
        """Have the charger lose its connection and come back."""
        await self.charge_point.close()
        await until(lambda: value(self.hass, MAXIMUM) == "unavailable")
        await self.reconnect_anew()

    async def reconnect_anew(self) -> None:
        """Have the charger dial in again."""
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

    def forget(self) -> list[str]:
        """Return the notifications that stand, and drop them."""
        messages = self.messages
        _async_get_or_create_notifications(self.hass).clear()
        return messages
