"""A house with a clock that tests move: Home Assistant, a connected wallbox, and an automation from a blueprint."""

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
    """Home Assistant, a connected wallbox, and a clock that runs and that tests advance."""

    hass: HomeAssistant
    frozen: Clock
    entry: MockConfigEntry
    charge_point: ScriptedChargePoint
    transaction_id: int = 0
    started: int = 0
    limits: set[float] = field(default_factory=set)
    """Every limit that was seen."""

    async def settle(self, rounds: int = 2) -> None:
        """Wait until everything is processed: the answer to a heartbeat comes after all earlier messages.

        One round is enough where the next step comes at once: it goes on with what this one began.
        """
        for _ in range(rounds):
            for _ in range(20):
                await asyncio.sleep(0)
            if self.charge_point.connected:
                await self.charge_point.call("Heartbeat", {})

    async def move(self, seconds: float, step_s: float = MINUTE) -> None:
        """Advance the time in steps, so that time triggers fire."""
        await self.settle()
        while seconds > 0:
            step = min(seconds, step_s)
            self.frozen.tick(timedelta(seconds=step))
            seconds -= step
            await self.settle(1)
            if value(self.hass, MAXIMUM) != "unavailable":
                self.limits.add(self.limit_a)
        await self.settle(1)

    async def move_to(self, hour: int, minute: int = 0) -> None:
        """Advance the time to a time of day (UTC)."""
        now = dt_util.utcnow()
        then = now.replace(hour=hour, minute=minute, second=1, microsecond=0)
        await self.move(((then - now) % timedelta(days=1)).total_seconds(), step_s=600)

    def set(self, entity_id: str, value: object, attributes: Json | None = None) -> None:
        """Set the state of another integration's entity; keep its attributes if none are given."""
        before = self.hass.states.get(entity_id)
        shown = attributes or (dict(before.attributes) if before else {})
        self.hass.states.async_set(entity_id, str(value), shown)

    async def automate(self, blueprint: str, **inputs: Any) -> None:
        """Set up an automation from a blueprint."""
        use = {"path": f"plug_control/{blueprint}.yaml", "input": inputs}
        config = {"id": blueprint, "alias": "Automation", "use_blueprint": use}
        assert await async_setup_component(self.hass, AUTOMATION, {AUTOMATION: [config]})
        await self.settle()
        assert value(self.hass, "automation.automation") == "on"

    async def charge(self, meter_start: int = 1000) -> None:
        """Start a transaction, and wait until the charging switch is on."""
        now = dt_util.utcnow().isoformat()
        self.transaction_id = await start(self.charge_point, meter_start=meter_start, timestamp=now)
        await until(lambda: value(self.hass, CHARGE) == "on")
        await self.settle()

    async def end(
        self, status: str | None = "Finishing", meter_stop: int = 6000, reason: str = "Local"
    ) -> None:
        """Stop the transaction; the car stays plugged in."""
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
        """Report a status of the connector."""
        await report_status(self.charge_point, status)
        await self.settle()

    async def draw(self, power_w: float) -> None:
        """Report the car's power."""
        now = dt_util.utcnow().isoformat()
        samples = (sample(str(power_w), "Power.Active.Import", "W"),)
        await meter_values(self.charge_point, samples, timestamp=now)
        await self.settle()

    async def wish(self, limit_a: float) -> None:
        """Set the maximum current, as the user does."""
        data = {"entity_id": MAXIMUM, "value": limit_a}
        await self.hass.services.async_call("number", "set_value", data, blocking=True)
        await self.settle()

    async def restart_automation(self) -> None:
        """Turn the automation off and on, which stops its runs; its last trigger stays known, as after a restart."""
        target = {"entity_id": "automation.automation"}
        for action in ("turn_off", "turn_on"):
            await self.hass.services.async_call(AUTOMATION, action, target, blocking=True)

    async def reconnect(self) -> None:
        """Disconnect the charger and connect it again."""
        await self.charge_point.close()
        await until(lambda: value(self.hass, MAXIMUM) == "unavailable")
        await self.reconnect_anew()

    async def reconnect_anew(self) -> None:
        """Connect and boot the charger again."""
        self.charge_point = scripted(self.entry, C2EU)
        self.answer()
        await self.charge_point.connect()
        await self.charge_point.boot(**C2EU_BOOT)
        await until(lambda: value(self.hass, MAXIMUM) != "unavailable")

    def answer(self) -> None:
        """Let the charger accept remote starts and stops."""
        for action in ("RemoteStartTransaction", "RemoteStopTransaction"):
            self.charge_point.auto_reply(action, {"status": "Accepted"})

    def asked(self, action: str) -> int:
        """Return how often the charger received a command."""
        return len(self.charge_point.received(action))

    @property
    def limit_a(self) -> float:
        """The present limit."""
        return float(value(self.hass, MAXIMUM))

    def limited_to(self, limit_a: float) -> Callable[[], bool]:
        """Return a condition that is true while this is the limit."""
        return lambda: self.limit_a == limit_a

    @property
    def messages(self) -> list[str]:
        """The present notifications' messages."""
        return [each["message"] for each in _async_get_or_create_notifications(self.hass).values()]

    def forget(self) -> list[str]:
        """Return the present notifications' messages, and remove them."""
        messages = self.messages
        _async_get_or_create_notifications(self.hass).clear()
        return messages
