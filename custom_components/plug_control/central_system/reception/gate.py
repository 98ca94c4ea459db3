"""Decide which handshakes to accept: unknown identities, passwords, two connections with one identity."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http import HTTPStatus

from custom_components.plug_control.central_system.quirks import quirks_for
from custom_components.plug_control.central_system.stations import credentials
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.rate import RateLimit
from custom_components.plug_control.central_system.stations.refused_callers import RefusalCause
from custom_components.plug_control.central_system.stations.settings import UnknownChargePoints
from custom_components.plug_control.central_system.stations.station import Link, Station
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.protocol.admission import Budget, FailureQueue, network_of
from custom_components.plug_control.protocol.listener import HandshakeRequest, Refusal

MAX_AT_THE_DOOR = 4
"""How many handshakes of one identity may wait for their turn."""
MAX_NEW_A_MINUTE = 20
"""How many new identities one network may bring."""
MAX_NEW_IN_ALL_A_MINUTE = 600
MAX_STRANGERS_A_MINUTE = 300
"""How many connections of one network may have an unknown or no identity: they may be configured charge points."""
GUESSES_A_SECOND = 10
"""How many wrong passwords one network can try for one charge point; SECURITY.md explains the consequences."""
LONGEST_WAIT_S = 5.0
"""How long the right password waits behind wrong ones at most; a handshake has 10 s in all."""

_BUSY = Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "too many new charge points, try again")
_TOO_MANY = Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too many failures, try again")
_NOT_KNOWN = Refusal(HTTPStatus.NOT_FOUND, "unknown charge point")
_WRONG_PASSWORD = Refusal(HTTPStatus.UNAUTHORIZED, "wrong password")
_DUPLICATE = Refusal(HTTPStatus.CONFLICT, "a charge point with this identity is connected")
_ANOTHERS = Refusal(HTTPStatus.FORBIDDEN, "this certificate is another charge point's")
_NOT_VALID = Refusal(HTTPStatus.FORBIDDEN, "this certificate is not valid now")
_REVOKED = Refusal(HTTPStatus.FORBIDDEN, "this certificate is revoked")
_FOREIGN = Refusal(HTTPStatus.FORBIDDEN, "this certificate was not issued here")
_TOO_LOW = Refusal(HTTPStatus.FORBIDDEN, "a higher security profile is required")
_CAUSES = {
    _ANOTHERS: RefusalCause.ANOTHERS_CERTIFICATE,
    _NOT_VALID: RefusalCause.CERTIFICATE_EXPIRED,
    _REVOKED: RefusalCause.CERTIFICATE_REVOKED,
    _FOREIGN: RefusalCause.FOREIGN_CERTIFICATE,
    _TOO_LOW: RefusalCause.PROFILE_TOO_LOW,
    _BUSY: RefusalCause.BUSY,
    _TOO_MANY: RefusalCause.TOO_MANY_FAILURES,
    _NOT_KNOWN: RefusalCause.UNKNOWN_CHARGE_POINT,
    _WRONG_PASSWORD: RefusalCause.WRONG_PASSWORD,
    _DUPLICATE: RefusalCause.DUPLICATE_IDENTITY,
}
_REFUSALS = {cause: refusal for refusal, cause in _CAUSES.items()}
_PROBLEMS = {
    RefusalCause.WRONG_PASSWORD: Problem.WRONG_PASSWORD,
    RefusalCause.PROFILE_TOO_LOW: Problem.PROFILE_TOO_LOW,
}
"""What is wrong with a refused charge point that is configured; with other causes its certificate is."""
_CREDENTIAL_PROBLEMS = (
    Problem.WRONG_PASSWORD,
    Problem.PROFILE_TOO_LOW,
    Problem.CERTIFICATE_REFUSED,
    Problem.NOT_ENCRYPTED,
)


class _Verdict(Enum):
    """Whether a newcomer can have an identity."""

    FREE = auto()
    TAKEN = auto()
    SHARED = auto()
    """Taken by a model whose path may not be unique: the newcomer may be another charge point (C2EU Q2)."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Door:
    """The newcomers of one identity: at most one is being decided, and at most one is accepted but not open."""

    identity: str
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    inside: int = 0
    arriving: asyncio.Future[None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Admission:
    """An accepted handshake whose connection is not open yet."""

    knock: HandshakeRequest
    door: _Door | None
    """None where its identity is contested: then no other newcomer waits for it."""
    no_show: asyncio.TimerHandle


class Gatekeeper:
    """Decides about handshakes; calls `settled` with an identity once no newcomer is on its way to it any more."""

    def __init__(self, context: Context, settled: Callable[[str], None]) -> None:
        self._context = context
        self._settled = settled
        self._doors: dict[str, _Door] = {}
        self._admissions: dict[int, _Admission] = {}
        self._new = Budget[str](MAX_NEW_A_MINUTE, 60.0)
        self._new_in_all = RateLimit(MAX_NEW_IN_ALL_A_MINUTE, 60.0)
        self._strangers = Budget[str](MAX_STRANGERS_A_MINUTE, 60.0)
        self._queue = FailureQueue[tuple[str, str | None]](GUESSES_A_SECOND, LONGEST_WAIT_S)
        self._is_stopped = False

    async def admit(self, knock: HandshakeRequest) -> Refusal | None:
        """Return why a handshake is refused, or None to accept it; call `arrived` once its connection is open."""
        key = self._key(knock, knock.identity)
        if not await self._queue.turn(key):
            return self._noted(_TOO_MANY, knock.identity, knock)
        if knock.identity is None:  # its boot gives the identity, and `claim` decides then
            refusal = self._check_stranger(knock)
        else:
            refusal = await self._decide(knock.identity, knock)
        if refusal is not None:
            self._queue.failed(key)
        return self._noted(refusal, knock.identity, knock)

    def is_contested(self, knock: HandshakeRequest) -> bool:
        """Whether a live connection has the identity of this newcomer, whose serial number must tell them apart."""
        admission = self._admissions.get(id(knock))
        return admission is not None and admission.door is None

    def arrived(self, knock: HandshakeRequest) -> None:
        """Note that the connection of an accepted handshake is open and has its place; let the next newcomer in."""
        if (admission := self._admissions.pop(id(knock), None)) is not None:
            admission.no_show.cancel()
            self._let_next(admission)

    def expects(self, identity: str) -> bool:
        """Whether a newcomer with this identity is on its way, so that its old connection may end without an event."""
        return identity in self._doors

    @asynccontextmanager
    async def claim(self, link: Link, identity: str) -> AsyncIterator[Refusal | None]:
        """Decide whether an open connection may have `identity`, and yield the refusal or None; place it within the block."""
        knock = link.connection.knock
        key = self._key(knock, identity)
        with self._at_door(identity) as door:
            may_try = await self._queue.turn(key)
            await self._prepare(identity, knock)
            refusal = self._check(identity, knock) if may_try else _TOO_MANY
            if refusal is None:
                verdict = await self._verdict(door, identity, link)
                refusal = self._refusal(verdict, identity, knock)
            elif may_try:
                self._queue.failed(key)
            yield self._noted(refusal, identity, knock)

    def check_credentials(self, station: Station, knock: HandshakeRequest) -> Refusal | None:
        """Return the refusal, and raise a problem, where a newcomer does not prove what the charge point must (R3, R5)."""
        credentials.note_password(self._context, station, knock)
        cause = credentials.judge(self._context, station, knock).cause
        found = None if cause is None else _PROBLEMS.get(cause, Problem.CERTIFICATE_REFUSED)
        for problem in _CREDENTIAL_PROBLEMS:
            if problem is not found:
                self._context.problem_gone(station, problem)
        if cause is None or found is None:
            return None
        self._context.problem_found(station, found, knock.remote_address)
        return _REFUSALS[cause]

    def stop(self) -> None:
        """Forget the accepted handshakes on their way, and accept no other one that names an identity."""
        self._is_stopped = True
        for admission in self._admissions.values():
            admission.no_show.cancel()
        self._admissions.clear()
        self._doors.clear()

    # ---- the decision

    async def _decide(self, identity: str, knock: HandshakeRequest) -> Refusal | None:
        await self._prepare(identity, knock)
        if (refusal := self._check(identity, knock)) is not None:
            return refusal
        with self._at_door(identity) as door:
            verdict = await self._verdict(door, identity)
            if self._is_stopped:
                return _BUSY
            if verdict is _Verdict.FREE:
                door.arriving = asyncio.get_running_loop().create_future()
                self._expect(knock, door)
            elif verdict is _Verdict.SHARED:
                self._expect(knock, None)
            else:
                return self._refusal(verdict, identity, knock)
        return None

    async def _prepare(self, identity: str, knock: HandshakeRequest) -> None:
        station = self._context.registry.stations.get(identity)
        if station is not None and credentials.takes_long(self._context, station, knock):
            # It counts before it costs: others that come while the hash is computed wait for their turn.
            self._queue.failed(self._key(knock, identity))
            await credentials.prepare(self._context, station, knock)

    def _check(self, identity: str, knock: HandshakeRequest) -> Refusal | None:
        station = self._context.registry.stations.get(identity)
        if station is not None:
            return self.check_credentials(station, knock)
        if (cause := credentials.certificate_cause(self._context, identity, knock)) is not None:
            return _REFUSALS[cause]
        if self._context.settings.unknown_charge_points is UnknownChargePoints.REFUSE:
            return _NOT_KNOWN
        if identity in self._context.registry.pending_charge_points.unknown:
            return self._check_stranger(knock)
        # First the network's own limit, so that its excess does not use up the limit of all.
        if not self._new.spend(network_of(knock.remote_address)):
            return _BUSY
        return None if self._new_in_all.allows(asyncio.get_running_loop().time()) else _BUSY

    def _check_stranger(self, knock: HandshakeRequest) -> Refusal | None:
        return None if self._strangers.spend(network_of(knock.remote_address)) else _BUSY

    def _key(self, knock: HandshakeRequest, identity: str | None) -> tuple[str, str | None]:
        """Return the key that failures count by: network and configured charge point, or the network for all others."""
        is_configured = identity in self._context.registry.stations
        return network_of(knock.remote_address), identity if is_configured else None

    def _refusal(
        self, verdict: _Verdict | None, identity: str, knock: HandshakeRequest
    ) -> Refusal | None:
        if verdict is _Verdict.FREE:
            return None
        if verdict is None:
            return _BUSY
        if (station := self._context.registry.stations.get(identity)) is not None:
            station.duplicate_at = asyncio.get_running_loop().time()
            detail = knock.remote_address
            self._context.problem_found(station, Problem.DUPLICATE_IDENTITY, detail)
        return _DUPLICATE

    def _noted(
        self, refusal: Refusal | None, identity: str | None, knock: HandshakeRequest
    ) -> Refusal | None:
        if refusal is not None:
            self._context.counters.refused += 1
            cause = _CAUSES[refusal]
            self._context.refused_callers.note(identity, knock.remote_address, cause)
        return refusal

    # ---- two connections with one identity

    async def _verdict(
        self, door: _Door, identity: str, link: Link | None = None
    ) -> _Verdict | None:
        """Check who has the identity, one newcomer at a time; return None where this one's turn did not come in time."""
        if door.inside > MAX_AT_THE_DOOR:
            return None
        try:
            async with asyncio.timeout(self._context.timing.admission_s), door.lock:
                if door.arriving is not None:
                    await asyncio.shield(door.arriving)
                occupant = self._context.registry.occupant(identity)
                if occupant in {None, link} or not await self._is_alive(occupant):
                    return _Verdict.FREE
                return _Verdict.SHARED if self._shares_path(identity) else _Verdict.TAKEN
        except TimeoutError:
            return None

    async def _is_alive(self, occupant: Link) -> bool:
        """Whether a connection answers a ping, or sends anything else meanwhile (R10: some never answer pings)."""
        connection, clock = occupant.connection, asyncio.get_running_loop().time
        if not connection.is_open:
            return False
        asked_at = clock()
        pong = await connection.ping(self._context.timing.takeover_ping_s)
        return pong is not None or connection.silent_for_s < clock() - asked_at

    def _shares_path(self, identity: str) -> bool:
        """Whether its model uses the URL verbatim and its path is not its serial number (C2EU Q2)."""
        about = self._context.registry.about(identity)
        return (
            about is not None
            and about.serial_number not in {None, identity}
            and quirks_for(about.vendor, about.model, about.firmware_version).verbatim_path
        )

    # ---- on the way in

    @contextmanager
    def _at_door(self, identity: str) -> Iterator[_Door]:
        door = self._doors.setdefault(identity, _Door(identity=identity))
        door.inside += 1
        try:
            yield door
        finally:
            door.inside -= 1
            self._close_unused(door)

    def _expect(self, knock: HandshakeRequest, door: _Door | None) -> None:
        no_show = asyncio.get_running_loop().call_later(
            self._context.timing.arrival_s, self.arrived, knock
        )
        self._admissions[id(knock)] = _Admission(knock=knock, door=door, no_show=no_show)

    def _let_next(self, admission: _Admission) -> None:
        door = admission.door
        if door is not None and door.arriving is not None:
            door.arriving.set_result(None)
            door.arriving = None
            self._close_unused(door)

    def _close_unused(self, door: _Door) -> None:
        unused = not door.inside and door.arriving is None
        if unused and self._doors.get(door.identity) is door:
            del self._doors[door.identity]
            self._settled(door.identity)
