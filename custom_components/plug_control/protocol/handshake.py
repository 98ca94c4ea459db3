"""Read a handshake request, and build the responses that refuse one."""

import asyncio
from collections.abc import Iterable, Sequence
from http import HTTPStatus
import re
import ssl

from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from .authentication import HandshakeRequest, Tls, credentials_of, identity_of

SUBPROTOCOL = "ocpp1.6"

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[0-9A-Za-z._-]{1,253})(:\d{1,5})?")
_WELCOME = (
    "This is the port that charge points connect to, by WebSocket and OCPP 1.6-J.\n"
    "A browser has nothing to see here.\n"
)


def wants_websocket(request: Request) -> bool:
    """Whether a request asks for a websocket, unlike the plain GET of a browser."""
    return any("websocket" in value.casefold() for value in request.headers.get_all("Upgrade"))


def offered_subprotocols(request: Request) -> tuple[str, ...]:
    """Return the subprotocols that a request offers, in the peer's spelling.

    Removes a malformed header from the request, because websockets would refuse the handshake for it.
    """
    header = "Sec-WebSocket-Protocol"
    words = [word.strip() for value in request.headers.get_all(header) for word in value.split(",")]
    if not all(map(_TOKEN.fullmatch, words)):
        del request.headers[header]
    return tuple(word for word in words if word)


def choose_subprotocol(offered: Iterable[str]) -> str | None:
    """Return the offered subprotocol `ocpp1.6`, in the peer's spelling; None where it is not offered (R1)."""
    ours = [word for word in offered if word.casefold() == SUBPROTOCOL]
    return SUBPROTOCOL if SUBPROTOCOL in ours else next(iter(ours), None)


def tls_of(transport: asyncio.BaseTransport) -> Tls | None:
    """Return the encryption of a connection; None where it has none."""
    secured: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
    if secured is None:
        return None
    cipher = secured.cipher()
    return Tls(
        version=secured.version() or "",
        suite=cipher[0] if cipher else "",
        certificate=secured.getpeercert(binary_form=True),
    )


def read_knock(request: Request, address: str, tls: Tls | None = None) -> HandshakeRequest:
    """Return the contents of a handshake request. Raises IdentityError."""
    identity = identity_of(request.path)
    header: Sequence[str] = request.headers.get_all("Authorization")
    username, password = credentials_of(header[0] if header else None, identity) or (None, None)
    return HandshakeRequest(
        identity=identity,
        username=username,
        password=password,
        remote_address=address,
        subprotocols=offered_subprotocols(request),
        tls=tls,
        dialled_host=_dialled_host(request.headers.get_all("Host")),
    )


def _dialled_host(headers: Sequence[str]) -> str | None:
    """Return the host of a Host header without its port; None for a missing or a strange one."""
    found = _HOST.fullmatch(headers[0].strip()) if headers else None
    return None if found is None else found["host"].strip("[]")


def respond(status: HTTPStatus, text: str) -> Response:
    """Return a plain-text HTTP response that ends the connection."""
    body = f"{text}\n".encode()
    headers = Headers({"Content-Type": "text/plain; charset=utf-8", "Connection": "close"})
    headers["Content-Length"] = str(len(body))
    match status:
        case HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = 'Basic realm="OCPP", charset="UTF-8"'
        case HTTPStatus.UPGRADE_REQUIRED:
            headers["Upgrade"] = "websocket"
        case HTTPStatus.TOO_MANY_REQUESTS:
            headers["Retry-After"] = "10"
    return Response(status.value, status.phrase, headers, body)


def welcome() -> Response:
    """Return the response to a browser."""
    return respond(HTTPStatus.UPGRADE_REQUIRED, _WELCOME)
