"""A client of Home Assistant's HTTP and websocket interfaces."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from http import HTTPStatus
from time import monotonic, time
from typing import Any, Self

import aiohttp

from scripts.lib.processes import ScriptError

type Json = Any

POLL_S = 0.2
COMMAND_ID = 1


class HomeAssistantError(ScriptError):
    """Home Assistant refused a request."""


async def wait_until[T](
    what: str, look: Callable[[], Awaitable[T | None]], *, timeout_s: float
) -> T:
    """Call `look` until it returns something truthy, and return that. Raises ScriptError after `timeout_s`."""
    give_up_at = monotonic() + timeout_s
    while not (found := await look()):
        if monotonic() > give_up_at:
            raise ScriptError(f"{what} did not happen within {timeout_s:.0f} s")
        await asyncio.sleep(POLL_S)
    return found


class HomeAssistant:
    """A Home Assistant at `url`, used as its administrator."""

    def __init__(self, url: str, *, user: str, password: str) -> None:
        self.url = url
        self._client_id = f"{url}/"
        self._user = user
        self._password = password
        self._token: str | None = None
        self._exit = AsyncExitStack()
        self._session: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        """Open the session; sends nothing yet."""
        timeout = aiohttp.ClientTimeout(total=60)
        session = aiohttp.ClientSession(self.url, timeout=timeout, trust_env=False)
        self._session = await self._exit.enter_async_context(session)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the session."""
        await self._exit.aclose()

    async def request(self, method: str, path: str, **arguments: Any) -> Json:
        """Send a request and return the JSON of its answer. Raises HomeAssistantError."""
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        async with self._session.request(method, path, headers=headers, **arguments) as response:
            if response.status >= HTTPStatus.BAD_REQUEST:
                text = (await response.text())[:300]
                raise HomeAssistantError(f"{method} {path}: {response.status} {text}")
            return await response.json(content_type=None)

    async def get(self, path: str) -> Json:
        """Return the JSON at `path`."""
        return await self.request("GET", path)

    async def post(self, path: str, content: Json) -> Json:
        """Post `content` to `path` and return the answer."""
        return await self.request("POST", path, json=content)

    async def is_up(self) -> bool:
        """Return whether Home Assistant serves its pages."""
        try:
            return bool(await self.get("/manifest.json"))
        except aiohttp.ClientError, HomeAssistantError:
            return False

    async def is_running(self) -> bool:
        """Return whether the start-up is complete."""
        return bool((await self.get("/api/config"))["state"] == "RUNNING")

    async def log_in(self) -> None:
        """Log in; creates the user and completes the onboarding where necessary."""
        todo = await self._onboarding_steps()
        code = await self._create_user() if "user" in todo else await self._code()
        self._token = (await self._tokens(code))["access_token"]
        for step, content in self._onboarding():
            if step in todo:
                await self.post(f"/api/onboarding/{step}", content)

    async def browser_tokens(self) -> dict[str, Json]:
        """Log in once more, and return what Home Assistant's frontend keeps in a browser's localStorage as `hassTokens`."""
        tokens: dict[str, Json] = await self._tokens(await self._code())
        expires_ms = int((time() + tokens["expires_in"]) * 1000)
        return {**tokens, "hassUrl": self.url, "clientId": self._client_id, "expires": expires_ms}

    async def _tokens(self, code: str) -> Json:
        grant = {"grant_type": "authorization_code", "code": code, "client_id": self._client_id}
        return await self.request("POST", "/auth/token", data=grant)

    async def _onboarding_steps(self) -> set[str]:
        """Return the steps that are not done; once all are done, Home Assistant answers 404."""
        async with self._session.get("/api/onboarding") as response:
            if response.status == HTTPStatus.NOT_FOUND:
                return set()
            return {step["step"] for step in await response.json() if not step["done"]}

    def _onboarding(self) -> list[tuple[str, Json]]:
        redirect = {"client_id": self._client_id, "redirect_uri": f"{self.url}/?auth_callback=1"}
        return [("core_config", {}), ("analytics", {}), ("integration", redirect)]

    async def _create_user(self) -> str:
        user = {"name": self._user.title(), "username": self._user, "password": self._password}
        content = {**user, "client_id": self._client_id, "language": "en"}
        return str((await self.post("/api/onboarding/users", content))["auth_code"])

    async def _code(self) -> str:
        handler = {
            "handler": ["homeassistant", None],
            "redirect_uri": f"{self.url}/?auth_callback=1",
        }
        flow = await self.post("/auth/login_flow", {"client_id": self._client_id, **handler})
        login = {"username": self._user, "password": self._password, "client_id": self._client_id}
        result = await self.post(f"/auth/login_flow/{flow['flow_id']}", login)
        if result["type"] != "create_entry":
            raise HomeAssistantError(f"{self._user} cannot log in with the demo's password")
        return str(result["result"])

    async def command(self, kind: str, **fields: Json) -> Json:
        """Send a websocket command and return its result. Raises HomeAssistantError.

        Each command opens its own websocket, since nothing would answer the pings of one that waits for the next command.
        """
        async with self._session.ws_connect("/api/websocket", max_msg_size=0) as websocket:
            await websocket.receive_json()
            await websocket.send_json({"type": "auth", "access_token": self._token})
            if (await websocket.receive_json())["type"] != "auth_ok":
                raise HomeAssistantError("the websocket was refused")
            await websocket.send_json({"id": COMMAND_ID, "type": kind, **fields})
            while (message := await websocket.receive_json()).get("id") != COMMAND_ID:
                pass
        if not message["success"]:
            raise HomeAssistantError(f"{kind}: {message['error']['message']}")
        return message["result"]

    async def service(self, domain: str, service: str, **data: Json) -> Json:
        """Call a service with a response, and return that."""
        path = f"/api/services/{domain}/{service}?return_response"
        return (await self.post(path, data))["service_response"]

    async def act(self, domain: str, service: str, **data: Json) -> None:
        """Call a service without a response."""
        await self.post(f"/api/services/{domain}/{service}", data)

    async def state(self, entity_id: str) -> Json:
        """Return an entity's state and attributes."""
        return await self.get(f"/api/states/{entity_id}")

    async def entries(self, domain: str) -> list[Json]:
        """Return the config entries of an integration."""
        found: list[Json] = await self.get(f"/api/config/config_entries/entry?domain={domain}")
        return found

    async def finish_flow(self, path: str, flow: Json, *inputs: Json) -> Json:
        """Fill in the forms of a flow in order and return the result. Raises HomeAssistantError where it asks again."""
        for content in inputs:
            flow = await self.post(f"{path}/{flow['flow_id']}", content)
        if flow["type"] == "form":
            raise HomeAssistantError(f"the form {flow['step_id']} was refused: {flow['errors']}")
        return flow
