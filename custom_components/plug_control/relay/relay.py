"""The relay: all back ends, what the central system tells them, and what is shown of them."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
import logging
from random import Random
from typing import Any

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import Event
from custom_components.plug_control.model.relaying import (
    CardDecision,
    CommandPort,
    Outbox,
    RelayedSession,
    RelayState,
)

from .back_end import BackEnd
from .connection import KeptFrame
from .delivery import is_delivered
from .host import Host
from .link import BackEndLink
from .metering import bounded
from .settings import BackEndSettings
from .state import BackEndState
from .tasks import Tasks
from .timing import RelayTiming

_LOGGER = logging.getLogger(__name__)

type Told = tuple[str, Mapping[str, Any]]
"""An action and a charge point's payload."""


class Relay:
    """Relays what charge points say to back ends; implements the `Relay` of `model.relaying`."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        charge_points: Callable[[], Mapping[str, ChargePoint]],
        port: CommandPort,
        publish: Callable[[Event], None],
        clock: Callable[[], datetime],
        memory: Mapping[str, Any] | None = None,
        memory_changed: Callable[[], None] = lambda: None,
        timing: RelayTiming | None = None,
        random: Random | None = None,
    ) -> None:
        self._host = Host(
            outbox=outbox,
            charge_points=charge_points,
            port=port,
            publish=publish,
            remember=memory_changed,
            clock=clock,
            timing=timing or RelayTiming(),
            random=random or Random(),
        )
        self._memory = dict(memory or {})
        self._back_ends: dict[str, BackEnd] = {}
        self._endings = Tasks()

    # --- settings ---------------------------------------------------------------------------------

    def update_settings(self, back_ends: Iterable[BackEndSettings]) -> None:
        """Have these back ends; those that are missing end without losing what waits for them."""
        wanted = {each.back_end_id: each for each in back_ends}
        for back_end_id in [*self._back_ends]:
            if back_end_id not in wanted:
                gone = self._back_ends.pop(back_end_id)
                gone.ceilings.lift()
                self._endings.spawn(gone.stop(), f"end of {back_end_id}")
                self._memory.pop(back_end_id, None)
        for back_end_id, settings in wanted.items():
            back_end = self._back_ends.get(back_end_id)
            if back_end is None:
                back_end = BackEnd(self._host, settings, self._memory.get(back_end_id))
                self._back_ends[back_end_id] = back_end
            back_end.change(settings, self._charge_points_of(back_end_id))
        self._host.remember()

    def _charge_points_of(self, back_end_id: str) -> set[str]:
        """Return the charge points that there are, and removed ones with messages that wait."""
        return {*self._host.charge_points(), *self._host.outbox.charge_points(back_end_id)}

    def charge_points_changed(self) -> None:
        """Take that charge points were added or removed."""
        for back_end_id, back_end in self._back_ends.items():
            back_end.update(self._charge_points_of(back_end_id))

    async def stop(self) -> None:
        """End all connections; what waits goes on after the next start."""
        self._memory = self.memory()
        back_ends, self._back_ends = self._back_ends, {}
        for back_end in back_ends.values():
            await back_end.stop()
        await self._endings.finish()

    def memory(self) -> dict[str, Any]:
        """Return what is to be kept, as JSON: what back ends said of cards, and what they have set."""
        kept = {key: each for key, each in self._memory.items() if key not in self._back_ends}
        return kept | {key: each.memory() for key, each in self._back_ends.items()}

    # --- the central system tells (model.relaying.Relay) --------------------------------------------

    def heard(
        self,
        charge_point_id: str,
        action: str,
        payload: Mapping[str, Any],
        *,
        session_id: int | None = None,
        transaction_id: int | None = None,
    ) -> None:
        """Take a message of a charge point, before it is stored; never raises."""
        try:
            if session_id is not None and transaction_id is not None:
                self._heard_of_session(charge_point_id, action, payload, session_id, transaction_id)
            else:
                for back_end, link in self._links(charge_point_id):
                    _report(back_end, link, action, payload)
        except (
            Exception
        ):  # The boundary to the central system: charging goes on whatever the relay does.
            _LOGGER.exception("A %s could not be relayed", action)

    def _heard_of_session(
        self,
        charge_point_id: str,
        action: str,
        payload: Mapping[str, Any],
        session_id: int,
        transaction_id: int,
        not_before: datetime | None = None,
    ) -> None:
        wanting: dict[str, BackEndLink] = {}
        for back_end, link in self._links(charge_point_id):
            if self._wants(back_end, charge_point_id, action, payload, session_id):
                wanting[back_end.back_end_id] = link
            if action != "MeterValues":
                back_end.ceilings.transaction_changed()
        if wanting:
            self._host.outbox.put(
                [*wanting],
                charge_point_id,
                session_id=session_id,
                transaction_id=transaction_id,
                action=action,
                payload=bounded(payload),
                not_before=not_before,
            )
            for link in wanting.values():
                link.message_waits()

    def _wants(
        self,
        back_end: BackEnd,
        charge_point_id: str,
        action: str,
        payload: Mapping[str, Any],
        session_id: int,
    ) -> bool:
        """Whether a back end is to get a message of a session: of those whose start it got, all."""
        session = self._host.outbox.relayed(back_end.back_end_id, session_id)
        if action == "StartTransaction":
            return session is None and back_end.hears_of(payload.get("idTag"))
        if is_delivered(session):
            return False
        return action != "MeterValues" or back_end.wants_readings(
            charge_point_id, payload, in_transaction=True
        )

    def ended_without_stop(
        self, charge_point_id: str, session_id: int, transaction_id: int, stop: Mapping[str, Any]
    ) -> None:
        """Take a session that was closed without its stop; the one that we make of it waits for the charger's own. Never raises."""
        try:
            not_before = self._host.clock() + timedelta(seconds=self._host.timing.own_stop_s)
            self._heard_of_session(
                charge_point_id, "StopTransaction", stop, session_id, transaction_id, not_before
            )
        except Exception:  # The same boundary.
            _LOGGER.exception("The end of a session could not be relayed")

    def connection_changed(self, charge_point_id: str) -> None:
        """Take that a charge point connected or went; never raises."""
        for back_end, link in self._links(charge_point_id):
            link.wake()
            back_end.ceilings.look()

    def asks(self, charge_point_id: str, id_tag: str) -> Awaitable[CardDecision | None] | None:
        """Ask the back end of a card that we do not know; None: no back end has such cards."""
        for back_end, _ in self._links(charge_point_id):
            if (decision := back_end.asks(charge_point_id, id_tag)) is not None:
                return decision
        return None

    def knows(self, charge_point_id: str, id_tag: str) -> CardDecision | None:
        """Return what a back end last said of a card, as long as that is valid."""
        for back_end, _ in self._links(charge_point_id):
            if back_end.settings.rules.asks_cards:
                return back_end.cards.last(id_tag)
        return None

    def _links(self, charge_point_id: str) -> list[tuple[BackEnd, BackEndLink]]:
        return [
            (back_end, link)
            for back_end in self._back_ends.values()
            if (link := back_end.link_of(charge_point_id)) is not None
        ]

    # --- for the user -----------------------------------------------------------------------------

    def state(self, back_end_id: str) -> BackEndState | None:
        """Return what is shown of a back end; None for an unknown one."""
        back_end = self._back_ends.get(back_end_id)
        return None if back_end is None else back_end.state()

    def frames(self, back_end_id: str, charge_point_id: str) -> Collection[KeptFrame]:
        """Return the beginnings of the last frames both ways, without secrets."""
        back_end = self._back_ends.get(back_end_id)
        link = None if back_end is None else back_end.links.get(charge_point_id)
        return () if link is None else tuple(link.log.frames)

    def hand_in(
        self,
        back_end_id: str,
        charge_point_id: str,
        session_id: int,
        transaction_id: int,
        messages: Iterable[Told],
    ) -> bool:
        """Report a session of before; False if the back end has it already, or is to hear nothing of its card."""
        back_end = self._back_ends[back_end_id]
        told = list(messages)
        start = next((payload for action, payload in told if action == "StartTransaction"), {})
        session = self._host.outbox.relayed(back_end_id, session_id)
        if session is not None and session.state is not RelayState.LET_GO:
            return False
        if not back_end.hears_of(start.get("idTag")):
            return False
        self._host.outbox.take_back(back_end_id, session_id)
        has_start = session is not None and session.their_transaction_id is not None
        for action, payload in told:
            if has_start and action == "StartTransaction":
                continue  # another one, made of the ledger, would be another session there
            self._host.outbox.put(
                [back_end_id],
                charge_point_id,
                session_id=session_id,
                transaction_id=transaction_id,
                action=action,
                payload=bounded(payload),
            )
        if (link := back_end.link_of(charge_point_id)) is not None:
            link.try_again()
        return True

    def send_again(self, session: RelayedSession) -> None:
        """Send a session that was set aside again."""
        self._host.outbox.send_again(session.back_end_id, session.session_id)
        self._try_again(session)

    def let_go(self, session: RelayedSession) -> None:
        """Give a session up."""
        self._host.outbox.let_go(session.back_end_id, session.session_id)
        self._try_again(session)

    def _try_again(self, session: RelayedSession) -> None:
        back_end = self._back_ends.get(session.back_end_id)
        link = None if back_end is None else back_end.links.get(session.charge_point_id)
        if link is not None:
            link.try_again()

    def connect_now(self, back_end_id: str) -> None:
        """Try every connection of a back end again without waiting: a person looks."""
        for link in self._back_ends[back_end_id].links.values():
            link.try_again()


def _report(back_end: BackEnd, link: BackEndLink, action: str, payload: Mapping[str, Any]) -> None:
    """Report a message that concerns no transaction."""
    if action == "BootNotification":
        link.booted(payload)
        return
    is_wanted = action == "StatusNotification" or (
        action == "MeterValues"
        and back_end.wants_readings(link.charge_point_id, payload, in_transaction=False)
    )
    if is_wanted:
        link.tell(action, payload)
