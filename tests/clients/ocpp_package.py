"""A charge point client with PyPI's ocpp package, which checks every frame of the central system against the schemas.

It reads orders as JSON lines from stdin and writes its reports as JSON lines to stdout (as in `pipe.mjs`).
"""

import asyncio
from base64 import b64encode
from collections.abc import Callable
import json
import os
import sys
from typing import Any

from ocpp import charge_point as package, routing
from ocpp.exceptions import OCPPError
from ocpp.v16 import ChargePoint, call, call_result
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

ANSWERS: dict[str, dict[str, Any]] = json.loads(os.environ["ANSWERS"])


# The package has only some type annotations.
on: Any = routing.on
camel_to_snake_case: Any = package.camel_to_snake_case
snake_to_camel_case: Any = package.snake_to_camel_case


def say(line: dict[str, Any]) -> None:
    """Print one line of JSON."""
    print(json.dumps(line), flush=True)


def answer_to(action: str) -> Callable[..., Any]:
    """Return a handler that reports a command and answers it."""

    def handler(_self: Any, **payload: Any) -> Any:
        say({"asked": action, "payload": snake_to_camel_case(payload)})
        return getattr(call_result, action)(**camel_to_snake_case(ANSWERS[action]))

    handler.__name__ = f"on_{action}"  # the package finds handlers by name
    routed: Callable[..., Any] = on(action)(handler)
    return routed


Client: Any = type("Client", (ChargePoint,), {f"on_{each}": answer_to(each) for each in ANSWERS})
"""The package's charge point, with a handler for each command."""


async def dial(url: str, identity: str, password: str) -> tuple[ClientConnection, Any]:
    """Return a new connection and its client."""
    credentials = b64encode(f"{identity}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"} if password else {}
    socket = await connect(
        f"{url}/{identity}", subprotocols=[Subprotocol("ocpp1.6")], additional_headers=headers
    )
    return socket, Client(identity, socket)


async def listen(client: Any) -> None:
    """Read until the connection ends; report what the package cannot read."""
    try:
        await client.start()
    except OSError, asyncio.CancelledError:
        raise
    except Exception as error:  # noqa: BLE001 - what the package cannot read is what the test wants to know
        if "ConnectionClosed" not in type(error).__name__:
            say({"violation": repr(error)})


async def main(url: str, identity: str, password: str = "") -> None:
    """Carry out orders until stdin ends."""
    socket, client = await dial(url, identity, password)
    listening = asyncio.create_task(listen(client))
    say({"connected": True})
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        if order.get("reconnect"):
            await socket.close()
            await listening
            socket, client = await dial(url, identity, password)
            listening = asyncio.create_task(listen(client))
            say({"connected": True})
            continue
        message = getattr(call, order["call"])(**camel_to_snake_case(order["payload"]))
        try:
            result = await client.call(message, suppress=False)
        except OCPPError as error:
            say({"callError": type(error).__name__})
        else:
            say({"result": snake_to_camel_case(result.__dict__)})
    await socket.close()
    await listening


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
