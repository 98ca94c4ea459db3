"""What the certification plan's cases need: a charger on a real socket, Home Assistant's actions, and the records."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import DOMAIN
from simulator.frames import Json, Payload
from simulator.scripted import IncomingCall, ScriptedChargePoint
from tests.helpers import CHARGE_POINT_ID, ID_TAG, until

CARD = ID_TAG
REGISTER = "Energy.Active.Import.Register"


class Kit:
    """A charge point "Garage" (CP-1) with one connector, the card "Anna", and what people do in Home Assistant."""

    def __init__(
        self, hass: HomeAssistant, entry: MockConfigEntry, charger: ScriptedChargePoint
    ) -> None:
        """Test with a charger that is connected and has booted."""
        self.hass = hass
        self.entry = entry
        self.charger = charger
        self.meter_wh = 10_000

    @property
    def central_system(self) -> CentralSystem:
        """The central system."""
        system: CentralSystem = self.entry.runtime_data.central_system
        return system

    @property
    def directory(self) -> Path:
        """The test's configuration directory."""
        return Path(self.hass.config.config_dir)

    # ---- people

    async def act(self, action: str, **data: Any) -> dict[str, Any]:
        """Carry out an action on the charge point and return its response."""
        response = await self.hass.services.async_call(
            DOMAIN,
            action,
            {"charge_point_id": CHARGE_POINT_ID, **data},
            blocking=True,
            return_response=True,
        )
        await self.hass.async_block_till_done()
        assert isinstance(response, dict)
        return response

    async def refused(self, action: str, **data: Any) -> str:
        """Carry out an action that the charger refuses; return what the user is told."""
        with pytest.raises(HomeAssistantError) as error:
            await self.act(action, **data)
        placeholders = error.value.translation_placeholders or {}
        return str(placeholders.get("status"))

    def begin(self, action: str, **data: Any) -> asyncio.Task[dict[str, Any]]:
        """Begin an action whose request the test answers itself."""
        return asyncio.create_task(self.act(action, **data))

    async def settle(self) -> None:
        """Let Home Assistant finish what it does."""
        await self.hass.async_block_till_done()

    def value(self, entity_id: str) -> str:
        """Return an entity's state."""
        state = self.hass.states.get(entity_id)
        assert state is not None, f"there is no {entity_id}"
        return state.state

    def attributes(self, entity_id: str) -> Mapping[str, Any]:
        """Return an entity's attributes."""
        state = self.hass.states.get(entity_id)
        assert state is not None, f"there is no {entity_id}"
        return state.attributes

    async def sessions(self) -> list[dict[str, Any]]:
        """Return the recorded sessions, newest first."""
        rows: list[dict[str, Any]] = (await self.act("get_sessions", newest_first=True))["sessions"]
        return rows

    async def last(self) -> dict[str, Any]:
        """Return the newest session."""
        return (await self.sessions())[0]

    # ---- the charger

    def answers(self, action: str, **answer: Json) -> int:
        """Answer each CALL of an action; return how many there were so far."""
        self.charger.auto_reply(action, answer)
        return len(self.charger.received(action))

    async def takes(self, action: str) -> IncomingCall:
        """Return the next CALL of an action, for the test to answer."""
        self.charger.auto_reply(action, None)
        return await self.charger.expect(action)

    def wire(self, action: str) -> Payload:
        """Return the last CALL of an action that the charger got."""
        return self.charger.received(action)[-1]

    async def status(self, status: str, connector_id: int = 1, **fields: Json) -> None:
        """Report a status."""
        await self.charger.call(
            "StatusNotification",
            {"connectorId": connector_id, "errorCode": "NoError", "status": status, **fields},
        )
        await self.settle()

    async def authorize(self, id_tag: str = CARD) -> Json:
        """Present a card; return the status that it gets."""
        return status_of(await self.charger.call("Authorize", {"idTag": id_tag}))

    async def start(
        self, id_tag: str = CARD, *, at: datetime | None = None, **fields: Json
    ) -> tuple[int, Json]:
        """Start a transaction; return its id and the card's status."""
        answer = await self.charger.call(
            "StartTransaction",
            {
                "connectorId": 1,
                "idTag": id_tag,
                "meterStart": self.meter_wh,
                "timestamp": (at or dt_util.utcnow()).isoformat(),
                **fields,
            },
        )
        number = answer["transactionId"]
        assert isinstance(number, int)
        await self.settle()
        return number, status_of(answer)

    async def stop(
        self,
        transaction_id: int,
        reason: str | None = "Local",
        *,
        at: datetime | None = None,
        **fields: Json,
    ) -> Payload:
        """Stop a transaction after 1 kWh; return the answer."""
        self.meter_wh += 1000
        payload: Payload = {
            "transactionId": transaction_id,
            "meterStop": self.meter_wh,
            "timestamp": (at or dt_util.utcnow() + timedelta(seconds=1)).isoformat(),
            **fields,
        }
        if reason is not None:
            payload["reason"] = reason
        answer = await self.charger.call("StopTransaction", payload)
        await self.settle()
        return answer

    async def meter_values(self, transaction_id: int | None = None) -> None:
        """Report the meter."""
        value: Payload = {"value": str(self.meter_wh), "measurand": REGISTER, "unit": "Wh"}
        element: Payload = {"timestamp": dt_util.utcnow().isoformat(), "sampledValue": [value]}
        payload: Payload = {"connectorId": 1, "meterValue": [element]}
        if transaction_id is not None:
            payload["transactionId"] = transaction_id
        await self.charger.call("MeterValues", payload)
        await self.settle()

    async def boot(self) -> None:
        """Boot, and report the connector as free."""
        answer = await self.charger.boot("Kit", "Box", firmwareVersion="1.0")
        assert answer["status"] == "Accepted"
        await self.status("Available", 0)
        await self.status("Available")

    async def reconnect(self) -> None:
        """Lose the connection and connect again, with a boot."""
        await self.charger.abort()
        await until(lambda: not self.central_system.charge_points[CHARGE_POINT_ID].connected)
        await self.charger.connect()
        await self.boot()


def status_of(answer: Payload) -> Json:
    """Return the idTagInfo's status of an answer."""
    info = answer["idTagInfo"]
    assert isinstance(info, dict)
    return info["status"]
