"""One back end: its connections, one for each charge point that it hears of, its cards, and what it is told."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
import logging
import ssl
from typing import Any

from custom_components.plug_control.model.relaying import CardDecision, RelayedSession
from custom_components.plug_control.protocol.call_session import CallHandler
from custom_components.plug_control.protocol.errors import CommandError, DialError, Trouble
from custom_components.plug_control.protocol.values import text
from custom_components.plug_control.security.errors import SecurityError
from custom_components.plug_control.security.tls import client_context

from .cards import Cards
from .ceiling import Ceilings
from .connection import BackEndConnection, FrameLog
from .host import Host
from .link import BackEndLink
from .metering import MeterRhythm
from .requests import Requests
from .settings import BackEndSettings, CommandKind, SessionChoice
from .state import BackEndState, LinkState
from .tasks import Tasks

_LOGGER = logging.getLogger(__name__)

_IN_FLIGHT = 8
"""Messages of the outbox that are under way to one back end at a time, of all charge points."""


class BackEnd:
    """A back end; `charge_point_ids` are ours of those that it is to hear of."""

    def __init__(self, host: Host, settings: BackEndSettings, kept: Any = None) -> None:
        memory: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {}
        self.settings = settings
        self.links: dict[str, BackEndLink] = {}
        self.cards = Cards(host.clock, host.remember, memory.get("cards"))
        self._host = host
        self._configurations = _mapping(memory.get("configuration"))
        self.ceilings = Ceilings(host, settings.back_end_id, _mapping(memory.get("ceilings")))
        self._rhythm = MeterRhythm()
        self._in_flight = asyncio.Semaphore(_IN_FLIGHT)
        self._tls: ssl.SSLContext | None = None
        self._tls_turn = asyncio.Lock()
        self._tasks = Tasks()
        self._lives: dict[str, asyncio.Task[None]] = {}

    @property
    def back_end_id(self) -> str:
        """The id of the back end."""
        return self.settings.back_end_id

    def memory(self) -> dict[str, Any]:
        """Return what is to be kept, as JSON."""
        configurations = dict(self._configurations)
        configurations |= {key: link.configuration.memory() for key, link in self.links.items()}
        return {
            "cards": self.cards.memory(),
            "configuration": {key: each for key, each in configurations.items() if each},
            "ceilings": self.ceilings.memory(),
        }

    # --- connections ------------------------------------------------------------------------------

    def update(self, charge_point_ids: Iterable[str]) -> None:
        """Have a connection for each of these charge points, and none for others."""
        wanted = {
            each: identity
            for each in charge_point_ids
            if (identity := self.settings.identity_of(each)) is not None
        }
        for charge_point_id in [*self.links]:
            if wanted.get(charge_point_id) != self.links[charge_point_id].state.identity:
                self._end(charge_point_id)
        missing = [each for each in wanted if each not in self.links]
        spread_s = self._host.timing.spread_s * max(len(missing) - 1, 0)
        for charge_point_id in missing:
            begin_after_s = self._host.random.uniform(0, spread_s)
            self._begin(charge_point_id, wanted[charge_point_id], begin_after_s)

    def link_of(self, charge_point_id: str) -> BackEndLink | None:
        """Return the connection of a charge point, a new one where it is heard of for the first time; None: it is not for this back end."""
        link = self.links.get(charge_point_id)
        if link is None and self.settings.identity_of(charge_point_id) is not None:
            self.update([*self.links, charge_point_id])
            link = self.links[charge_point_id]
        return link

    def _begin(self, charge_point_id: str, identity: str, begin_after_s: float) -> None:
        link = BackEndLink(
            self._host,
            self.back_end_id,
            charge_point_id,
            identity,
            open_connection=partial(self._open, identity),
            may_run=lambda: not self.settings.paused,
            in_flight=self._in_flight,
            cards=self.cards,
            is_own=self.is_own,
            stop_refused=self._stop_refused,
            may_limit=lambda: CommandKind.CEILING in self.settings.rules.commands,
            begin_after_s=begin_after_s,
            configuration=self._configurations.get(charge_point_id),
        )
        requests = Requests(
            self._host,
            link,
            settings=lambda: self.settings,
            cards=self.cards,
            ceilings=self.ceilings,
        )
        link.handle = requests.handle
        self.links[charge_point_id] = link
        self._lives[charge_point_id] = self._tasks.spawn(link.run(), f"relay {charge_point_id}")

    def _end(self, charge_point_id: str) -> None:
        link = self.links.pop(charge_point_id)
        if memory := link.configuration.memory():
            self._configurations[charge_point_id] = memory
        self._lives.pop(charge_point_id).cancel()

    async def _open(self, identity: str, handle: CallHandler, log: FrameLog) -> BackEndConnection:
        settings = self.settings
        return await BackEndConnection.open(
            settings,
            identity,
            await self._context(),
            handle=handle,
            log=log,
            timing=self._host.timing,
        )

    async def _context(self) -> ssl.SSLContext | None:
        """Return the TLS settings, None for a URL without TLS. Raises DialError OWN_CERTIFICATE."""
        settings = self.settings
        if not settings.is_encrypted:
            return None
        async with self._tls_turn:
            if self._tls is None:
                self._tls = await make_context(settings)
            return self._tls

    def change(self, settings: BackEndSettings, charge_point_ids: Iterable[str]) -> None:
        """Go by new settings; connections end only where the address or the credentials changed."""
        before, self.settings = self.settings, settings
        if not settings.connects_like(before):
            self._tls = None
            for charge_point_id in [*self.links]:
                self._end(charge_point_id)
        self.update(charge_point_ids)
        self.ceilings.allow(settings.rules)
        for link in self.links.values():
            link.try_again() if before.paused else link.wake()

    async def stop(self) -> None:
        """End all connections."""
        await self._tasks.stop()
        await self.ceilings.stop()
        self.links.clear()

    # --- what it hears ----------------------------------------------------------------------------

    def hears_of(self, id_tag: Any) -> bool:
        """Whether it is to hear of a session that begins with this card."""
        rules = self.settings.rules
        if rules.sessions is SessionChoice.ALL:
            return True
        told = text(id_tag)
        if told is None:
            return False
        if self.is_own(told):
            return True
        return rules.sessions is SessionChoice.CHOSEN and rules.is_chosen(told)

    def is_own(self, id_tag: str) -> bool:
        """Whether a card is the back end's: assigned to it, accepted by it, or in want of its answer, or started by it."""
        return self.settings.rules.is_own(id_tag) or self.cards.is_accepted(id_tag)

    def wants_readings(
        self, charge_point_id: str, payload: Mapping[str, Any], *, in_transaction: bool
    ) -> bool:
        """Whether it is to get these meter values, by how often it wants some."""
        interval_s = self.settings.meter_interval_s
        link = self.links.get(charge_point_id)
        if interval_s is None and link is not None:
            interval_s = link.configuration.meter_interval_s
        return self._rhythm.is_wanted(
            charge_point_id, payload, interval_s, in_transaction=in_transaction
        )

    # --- cards ------------------------------------------------------------------------------------

    def asks(self, charge_point_id: str, id_tag: str) -> Awaitable[CardDecision] | None:
        """Ask about a card; None if the back end has no cards of its own."""
        rules = self.settings.rules
        if not rules.asks_cards:
            return None
        link = self.links.get(charge_point_id)
        call = None if link is None else link.ask
        return self.cards.ask(id_tag, call, rules.missing_answer, self._host.timing.authorize_s)

    def _stop_refused(self, session: RelayedSession) -> bool:
        """Stop a charge with a card of the back end that it refuses afterwards, if the user wants it so."""
        if not self.settings.rules.stops_refused:
            return False
        self._tasks.spawn(self._stop(session), f"stop {session.session_id}")
        return True

    async def _stop(self, session: RelayedSession) -> None:
        try:
            await self._host.port.remote_stop(session.charge_point_id, session.transaction_id)
        except CommandError as error:
            _LOGGER.debug("A charge that a back end refuses was not stopped: %s", error)

    # --- shown ------------------------------------------------------------------------------------

    def state(self) -> BackEndState:
        """Return what is shown of it."""
        links = {key: link.state for key, link in self.links.items()}
        wanted = [each for each in links.values() if each.wanted]
        worst = min(
            (each for each in wanted if each.trouble_since is not None),
            key=_since,
            default=None,
        )
        delivered = [each.last_delivered_at for each in links.values()]
        return BackEndState(
            paused=self.settings.paused,
            connected=bool(wanted) and all(each.connected for each in wanted),
            links=links,
            queue=self._host.outbox.queue(self.back_end_id),
            last_delivered_at=max((each for each in delivered if each is not None), default=None),
            delivered=sum(each.delivered for each in links.values()),
            refused=sum(each.refused for each in links.values()),
            trouble=None if worst is None else worst.trouble,
            detail="" if worst is None else worst.detail,
            last_error=next((each.last_error for each in links.values() if each.last_error), None),
        )


def _since(state: LinkState) -> float:
    assert state.trouble_since is not None
    return state.trouble_since.timestamp()


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


async def make_context(settings: BackEndSettings) -> ssl.SSLContext:
    """Return the TLS settings of connections to a back end; reads files in a thread. Raises DialError OWN_CERTIFICATE."""
    make: Callable[[], ssl.SSLContext] = partial(
        client_context, roots=settings.roots, own=settings.certificate
    )
    try:
        return await asyncio.get_running_loop().run_in_executor(None, make)
    except SecurityError as error:
        raise DialError(Trouble.OWN_CERTIFICATE, str(error)) from error
