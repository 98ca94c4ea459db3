"""The documents of a config entry: made on order, kept for a time, found and deleted."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
import logging
import secrets
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.json import JsonValueType

from custom_components.plug_control.const import (
    CONF_DOCUMENT_LINK_DAYS,
    CONF_DOCUMENT_MONTHS,
    DOMAIN,
)
from custom_components.plug_control.storage.storage import documents_directory
from custom_components.plug_control.texts.document_words import document_words

from .gather import Gathered, async_gather
from .links import document_link, document_url
from .order import Made, Order, async_make
from .rows import Charge
from .store import DocumentStore, KeptDocument, surplus

_LOGGER = logging.getLogger(__name__)

EVENT_DOCUMENT_CREATED: Final = f"{DOMAIN}_document_created"
DEFAULT_MONTHS: Final = 36
DEFAULT_LINK_DAYS: Final = 7
_DAYS_OF_MONTH: Final = 31
_ID_BYTES: Final = 16


class Documents:
    """Makes documents one at a time, and keeps them."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start without documents; `async_load` reads the stored ones."""
        self._hass = hass
        self._entry = entry
        self._store = DocumentStore(documents_directory(hass, entry.entry_id))
        self._kept: dict[str, KeptDocument] = {}
        self._making = asyncio.Lock()

    async def async_load(self) -> None:
        """Read what is stored, and delete what is too old; a directory that cannot be read is logged."""
        try:
            found = await self._hass.async_add_executor_job(self._store.load)
            self._kept = {document.document_id: document for document in found}
            await self.async_tidy()
        except OSError as error:
            _LOGGER.error("The documents cannot be read: %s", error)

    # ---- what there is

    @property
    def kept(self) -> list[KeptDocument]:
        """All documents, the newest first."""
        return sorted(self._kept.values(), key=lambda each: each.dated, reverse=True)

    @callback
    def async_get(self, document_id: str) -> KeptDocument | None:
        """Return a document by its id."""
        return self._kept.get(document_id)

    def path(self, document: KeptDocument) -> str:
        """Return the path of a document's file."""
        return str(self._store.path(document))

    @property
    def link_life(self) -> timedelta:
        """How long links work, by the options."""
        days = self._entry.options.get(CONF_DOCUMENT_LINK_DAYS, DEFAULT_LINK_DAYS)
        return timedelta(days=int(days))

    # ---- making

    async def async_make(
        self, order: Order, *, for_each_person: bool = False
    ) -> list[KeptDocument]:
        """Make and keep the files of an order, or those of each person in it; raises OSError and TooManySessions."""
        words = document_words(order.language)
        async with self._making:
            gathered = await async_gather(
                self._hass, self._entry, order.wanted, words, order.person
            )
            orders = [(order, gathered)]
            if for_each_person:
                orders = [*self._for_each_person(order, gathered)]
            kept: list[KeptDocument] = []
            try:
                for each, charges in orders:
                    made = await async_make(self._hass, self._entry, each, charges)
                    kept += await self._async_keep(each, made)
            except OSError:
                await self._async_remove(kept)
                raise
            await self.async_tidy()
        return kept

    def _for_each_person(
        self, order: Order, gathered: Gathered
    ) -> Iterator[tuple[Order, Gathered]]:
        """Yield the order and the charges of each person."""
        by_person: dict[str, list[Charge]] = {}
        for charge in gathered.charges:
            by_person.setdefault(charge.person, []).append(charge)
        for person, charges in sorted(by_person.items()):
            own = replace(order, person=person, owner=self.user_of(person))
            yield own, Gathered(charges=tuple(charges), running=0)

    def user_of(self, person: str) -> str | None:
        """Return the user who has a person's name, or whose card has it; None where there is none, or several."""
        data, folded = self._entry.runtime_data, person.casefold()
        cards = {card.user_id for card in data.id_tags if card.name.casefold() == folded}
        users = {
            user_id
            for user_id, names in data.names.users_with_names().items()
            if any(name.casefold() == folded for name in names)
        }
        found: set[str | None] = cards | users
        return found.pop() if len(found) == 1 else None

    async def _async_keep(self, order: Order, made: Made) -> list[KeptDocument]:
        """Write the files to disk, all or none; raises OSError."""
        session_ids = [row.session_id for row in made.document.rows]
        kept: list[KeptDocument] = []
        try:
            for file, content in made.files.items():
                document = KeptDocument(
                    document_id=secrets.token_urlsafe(_ID_BYTES),
                    name=f"{made.name}.{file}",
                    layout=order.layout,
                    format=file.value,
                    start=order.start,
                    end=order.end,
                    made_at=self._entry.runtime_data.steady_time.latest,
                    size=len(content),
                    sessions=len(session_ids),
                    subject=made.document.subject,
                    owner=order.owner,
                    order=order.monthly,
                    announced=order.monthly is None,
                )
                await self._hass.async_add_executor_job(
                    self._store.keep, document, content, session_ids
                )
                kept.append(document)
        except OSError:
            await self._async_remove(kept)
            raise
        self._kept |= {document.document_id: document for document in kept}
        return kept

    # ---- deleting

    async def async_remove(self, document_id: str) -> KeptDocument | None:
        """Delete a document and return it; None where there is none. Raises OSError."""
        if (document := self._kept.get(document_id)) is not None:
            await self._async_remove([document])
        return document

    async def async_forget(self, session_ids: Collection[int], who: str | None = None) -> list[str]:
        """Delete all documents that contain one of these sessions, or that name `who`; return their names. Raises OSError."""
        async with self._making:
            found = await self._hass.async_add_executor_job(self._store.with_sessions, session_ids)
            if who is not None:
                known = {document.document_id for document in found}
                named = (each for each in self.kept if each.document_id not in known)
                found += [document for document in named if _names(document, who)]
            await self._async_remove(found)
        return [document.name for document in found]

    async def async_tidy(self) -> None:
        """Delete what is older than the options say, and what is too much; raises OSError."""
        months = int(self._entry.options.get(CONF_DOCUMENT_MONTHS, DEFAULT_MONTHS))
        now = await self._entry.runtime_data.steady_time.async_now()
        before = now - timedelta(days=months * _DAYS_OF_MONTH)
        await self._async_remove(surplus(self._kept.values(), before))

    async def _async_remove(self, documents: Collection[KeptDocument]) -> None:
        if documents:
            await self._hass.async_add_executor_job(self._store.remove, documents)
        for document in documents:
            self._kept.pop(document.document_id, None)

    # ---- telling

    @callback
    def described(
        self, document: KeptDocument, life: timedelta | None = None
    ) -> dict[str, JsonValueType]:
        """Return what actions and events say of a document, with links to it that work for a time."""
        links = self._entry.runtime_data.signed_links
        link = document_link(self._hass, links, document, life or self.link_life)
        return {
            "document_id": document.document_id,
            "name": document.name,
            "layout": document.layout,
            "format": document.format,
            "start": document.start.isoformat(),
            "end": document.end.isoformat(),
            "made_at": document.made_at.isoformat(),
            "size": document.size,
            "sessions": document.sessions,
            "subject": document.subject,
            "link": link,
            "url": link and document_url(self._hass, link),
        }

    async def async_announce(self, documents: Collection[KeptDocument]) -> None:
        """Fire the event of documents that were made together, and note that it was fired; raises OSError.

        What the disk does not take is fired again after the next start, not before.
        """
        first = next(iter(documents))
        self._hass.bus.async_fire(
            EVENT_DOCUMENT_CREATED,
            {
                "entry_id": self._entry.entry_id,
                "is_automatic": first.order is not None,
                "layout": first.layout,
                "start": first.start.isoformat(),
                "end": first.end.isoformat(),
                "subject": first.subject,
                "user_id": first.owner,
                "documents": [self.described(document) for document in documents],
            },
        )
        new = [document for document in documents if not document.announced]
        self._kept |= {each.document_id: replace(each, announced=True) for each in new}
        for document in new:
            await self._hass.async_add_executor_job(self._store.announced, document)


def _names(document: KeptDocument, who: str) -> bool:
    """Return whether a document says that it is of somebody: its subject is a name, or several."""
    subject, name = (document.subject or "").casefold(), who.strip().casefold()
    return name in {subject.strip(), *(part.strip() for part in subject.split(","))}
