"""The other end of a session, without a socket."""

import asyncio
import json
from typing import Any

from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.errors import OfflineError
from custom_components.plug_control.protocol.frames import Call

from .gate import until


class Wire:
    """Records the sent texts; raises OfflineError while `is_gone`, and blocks on `stuck`."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.is_gone = False
        self.stuck: asyncio.Event | None = None

    async def send(self, text: str) -> None:
        if self.is_gone:
            raise OfflineError
        self.texts.append(text)
        if self.stuck is not None:
            await self.stuck.wait()

    def send_at_once(self, text: str) -> None:
        self.texts.append(text)

    @property
    def frames(self) -> list[Any]:
        return [json.loads(text) for text in self.texts]

    async def sent_texts(self, number: int) -> None:
        """Wait until `number` frames were sent."""
        await until(lambda: len(self.texts) == number)

    async def sent_call(self, number: int) -> str:
        """Wait for our CALL with this index, from 0, and return its id."""
        await until(lambda: len([frame for frame in self.frames if frame[0] == 2]) > number)
        message_id: str = [frame for frame in self.frames if frame[0] == 2][number][1]
        return message_id


async def echo(call: Call) -> Answer:
    return Answer(call.payload)


def result(message_id: str, payload: dict[str, Any] | None = None) -> str:
    return json.dumps([3, message_id, payload or {"status": "Accepted"}])
