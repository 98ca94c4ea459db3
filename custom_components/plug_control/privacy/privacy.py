"""Find the sessions of a person; anonymise or delete them, with all that follows from them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import People
from custom_components.plug_control.model.relaying import RelayState
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.storage.kept_ledgers import async_kept_ledgers
from custom_components.plug_control.storage.storage import export_directory, ledger_path
from custom_components.plug_control.texts.names import tag_name

_WHO: Final = "who"
_SOMEBODY_ELSE: Final = "somebody else"


class Erasure(StrEnum):
    """What becomes of sessions."""

    ANONYMISE = "anonymise"
    """Who charged, card, car and note go; energy, times and money stay."""
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The ended sessions of a person."""

    session_ids: tuple[int, ...] = ()
    energy_wh: float = 0.0
    first: datetime | None = None
    last: datetime | None = None
    running: int = 0
    """Sessions that have not ended, and are left alone."""
    who: str | None = None
    """Who was asked for, where all sessions were: documents that name the person go, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was done, and what is out of reach."""

    sessions: int
    documents: tuple[str, ...] = ()
    """Names of the documents that contained one of the sessions and were deleted."""
    exports: tuple[str, ...] = ()
    """Files of exported ledgers, and ledgers of deleted entries, which may contain the sessions still."""
    back_ends: tuple[str, ...] = ()
    """Names of the back ends that have heard of one of the sessions."""


class Privacy:
    """The personal data of one config entry's sessions."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, central_system: CentralSystem
    ) -> None:
        """Work on the ledger of `central_system`, and on what `entry.runtime_data` has beside it."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system

    async def async_find(self, who: str, until: datetime | None = None) -> Found:
        """Return the sessions of a person that began before a time (None: all); raises OSError.

        `who` is a name that the sessions show or showed (of a card, a user, or a correction), or a card's number.
        """
        people = await self._async_people(who)
        found = await self._central_system.ledger.fold(_found, end=until, person=(people, _WHO))
        return replace(found, who=who if until is None else None)

    async def async_confirmed(self, who: str, found: Found, until: datetime | None = None) -> Found:
        """Return of what was found and confirmed what is still the person's: others may have been told whose it is since.

        Raises OSError.
        """
        now = frozenset((await self.async_find(who, until)).session_ids)
        ledger = self._central_system.ledger

        def is_meant(session_id: int) -> bool:
            if session_id in now or ledger.session(session_id) is None:
                return True
            details = ledger.details(session_id)
            return details is not None and details.anonymised

        return replace(found, session_ids=tuple(filter(is_meant, found.session_ids)))

    async def async_find_own(self, user_id: str, owns: Callable[[str], bool]) -> Found:
        """Return the sessions that a user started, and those of cards that `owns` says are the user's; raises OSError."""
        ledger, names = self._central_system.ledger, self._entry.runtime_data.names
        people = People(
            cards={
                (place, card): _WHO
                for place, _, card in await ledger.shown()
                if card and owns(card)
            },
            users={**dict.fromkeys(names.users_with_names(), _SOMEBODY_ELSE), user_id: _WHO},
        )
        return await ledger.fold(_found, person=(people, _WHO))

    async def async_stored(self, session_id: int) -> dict[str, Any] | None:
        """Return all that is stored of a session; None where it is gone. Raises OSError."""
        ledger = self._central_system.ledger
        if (session := ledger.session(session_id)) is None:
            return None
        details = ledger.details(session_id)
        return {
            **session.as_dict(),
            "details": None if details is None else details.as_dict(),
            "signed_values": [reading.data for reading in await ledger.signed(session_id)],
            "back_ends": await self._async_heard([session_id]),
        }

    async def async_known(self) -> list[str]:
        """Return the names of all people who have or had a card, or to whom sessions were corrected; raises OSError."""
        corrected = await self._central_system.ledger.corrected_people()
        cards = (card.name for card in self._entry.runtime_data.names.cards())
        return sorted({*cards, *corrected.values()}, key=str.casefold)

    async def async_erase(self, how: Erasure, found: Found) -> Erased:
        """Anonymise or delete sessions, and what is made of them; raises OSError, after which it can be repeated.

        Documents go first: if that fails, nothing has changed. They go again at the end, with those that were made meanwhile.
        """
        data = self._entry.runtime_data
        ledger = self._central_system.ledger
        heard = await self._async_heard(found.session_ids)
        documents = await data.documents.async_forget(found.session_ids, found.who)
        shown = await ledger.shown()
        if how is Erasure.ANONYMISE:
            count = await ledger.anonymise(found.session_ids)
        else:
            count = await ledger.delete(found.session_ids)
        documents += await data.documents.async_forget(found.session_ids, found.who)
        await self._async_forget_last_sessions(frozenset(found.session_ids))
        await self._async_forget_names({card for *_, card in shown if card})
        data.statistics.async_count_anew()
        return Erased(
            sessions=count,
            documents=tuple(documents),
            exports=await self._async_exports(),
            back_ends=tuple(heard),
        )

    # ---- who

    async def _async_people(self, who: str) -> People:
        """Return who is meant by a name or a card's number; raises OSError."""
        ledger, names = self._central_system.ledger, self._entry.runtime_data.names
        wanted = who.strip().casefold()
        number = normalise_id_tag(who.strip())

        def is_meant(called: Collection[str]) -> bool:
            return any(name.strip().casefold() == wanted for name in called)

        def is_card(place: str, card: str) -> bool:
            now = tag_name(self._central_system, place, card)
            return card == number or is_meant({*names.names_of_card(card), now or ""})

        return People(
            cards={
                (place, card): _WHO
                for place, _, card in await ledger.shown()
                if card and is_card(place, card)
            },
            users={
                user_id: _WHO if is_meant(called) else _SOMEBODY_ELSE
                for user_id, called in names.users_with_names().items()
            },
            names={
                name: _WHO
                for name in {*(await ledger.corrected_people()).values()}
                if is_meant({name})
            },
        )

    # ---- what follows

    async def _async_forget_last_sessions(self, session_ids: frozenset[int]) -> None:
        """Show each connector's last session as the ledger has it now, and remember that."""
        data, ledger = self._entry.runtime_data, self._central_system.ledger
        for charge_point_id, charge_point in self._central_system.charge_points.items():
            for connector_id, connector in charge_point.connectors.items():
                last = connector.last_session
                if last is None or last.session_id not in session_ids:
                    continue
                connector.last_session = ledger.session(last.session_id)
                if (coordinator := data.coordinators.get(charge_point_id)) is not None:
                    coordinator.async_update_listeners(connector_id)
        await data.store.async_save()

    async def _async_forget_names(self, cards: Collection[str]) -> None:
        """Forget names of users and of these cards that no session needs any more; what is there keeps its present one."""
        ledger, names = self._central_system.ledger, self._entry.runtime_data.names
        names.async_forget_cards({*cards} - {card for *_, card in await ledger.shown() if card})
        names.async_forget_users(await ledger.fold(_starters))
        await names.async_save()

    async def _async_heard(self, session_ids: Sequence[int]) -> list[str]:
        """Return the names of the back ends that have heard of one of these sessions; raises OSError."""
        back_ends = self._entry.runtime_data.back_ends
        heard = {
            each.back_end_id
            for each in await back_ends.async_relayed([*session_ids])
            if each.state is RelayState.DELIVERED or each.their_transaction_id is not None
        }
        return [each.name for each in back_ends.all if each.back_end_id in heard]

    async def _async_exports(self) -> tuple[str, ...]:
        directory = export_directory(self._hass)
        kept = [
            str(ledger_path(self._hass, each.entry_id))
            for each in await async_kept_ledgers(self._hass)
        ]

        def listed() -> tuple[str, ...]:
            return (*sorted(str(path) for path in directory.glob("*") if path.is_file()), *kept)

        return await self._hass.async_add_executor_job(listed)


def _starters(sessions: Iterator[Session]) -> set[str]:
    return {session.started_by for session in sessions if session.started_by}


def _found(sessions: Iterator[Session]) -> Found:
    ids: list[int] = []
    times: list[datetime] = []
    energy_wh, running = 0.0, 0
    for session in sessions:
        if session.stopped_at is None:
            running += 1
            continue
        ids.append(session.session_id)
        energy_wh += session.energy_wh
        times.append(session.started_at or session.stopped_at)
    return Found(
        session_ids=tuple(sorted(ids)),
        energy_wh=energy_wh,
        first=min(times, default=None),
        last=max(times, default=None),
        running=running,
    )
