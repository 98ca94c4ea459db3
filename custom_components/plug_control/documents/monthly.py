"""Make the monthly documents, soon after each month's end, or at the next start if Home Assistant was off then."""

import asyncio
from collections.abc import Coroutine, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
import logging
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_LANGUAGE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_track_time_change
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter
from custom_components.plug_control.const import (
    CONF_CAR,
    CONF_CONNECTOR,
    CONF_FORMATS,
    CONF_ID_TAG,
    CONF_LAYOUT,
    CONF_PRICE_PER_KWH,
    CONF_WHOSE,
    DOMAIN,
    SUBENTRY_DOCUMENT,
)
from custom_components.plug_control.model.connector import key_of
from custom_components.plug_control.storage.storage import Memory, MemoryStore
from custom_components.plug_control.texts.markdown import escape_markdown
from custom_components.plug_control.texts.names import short_id_tag

from .documents import Documents
from .gather import TooManySessions
from .layouts import Format
from .order import Order
from .rows import FixedPrice
from .store import KeptDocument

_LOGGER = logging.getLogger(__name__)

ISSUE_NOT_MADE: Final = "document_not_made"
EVERYBODY: Final = "everybody"
EACH_PERSON: Final = "each_person"
_AT_MINUTE: Final = 20
"""Past each hour: when what is due is made, after the recorder has summed up the last hour."""
_SETTLED: Final = timedelta(hours=1)
"""After a month's end: its last hour is counted then."""
_WAITS: Final = timedelta(hours=36)
"""So long a document waits for sessions of its month that run on, or whose cost is not known yet."""
_MOST_MONTHS: Final = 24
"""How many months are made up for."""
_MADE: Final = "made"


class MonthlyDocuments:
    """Looks every hour what is due."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, documents: Documents) -> None:
        """Start without what was made before; `async_load` reads it."""
        self._hass = hass
        self._entry = entry
        self._documents = documents
        self._made: dict[str, str] = {}
        """The last month that was made, by the subentry's id: "2026-10"."""
        self._store = MemoryStore(hass, entry.entry_id, "documents")
        self._store.read = self._memory
        self._lock = asyncio.Lock()

    async def async_load(self) -> None:
        """Read up to which month each document was made."""
        stored = await self._store.async_load()
        self._made = {
            str(key): str(month) for key, month in stored.get(_MADE, {}).items() if _is_month(month)
        }

    async def async_save(self) -> None:
        """Save up to which month each document was made."""
        await self._store.async_save()

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Look now, or once Home Assistant has started, and then every hour; return what ends this."""

        async def look(_: Any) -> None:
            await self.async_look()

        ends = [
            async_at_started(self._hass, look),
            async_track_time_change(self._hass, look, minute=_AT_MINUTE, second=0),
        ]

        @callback
        def end() -> None:
            for each in ends:
                each()

        return end

    async def async_look(self) -> None:
        """Make what is due, fire the events that are due, and delete what is too old."""
        async with self._lock:
            problem = None
            for subentry in [*self._entry.get_subentries_of_type(SUBENTRY_DOCUMENT)]:
                problem = await self._async_catch_up(subentry) or problem
            problem = await self._async_attempt(self._async_announce()) or problem
            problem = await self._async_attempt(self._documents.async_tidy()) or problem
            self._tell(problem)

    async def _async_catch_up(self, subentry: ConfigSubentry) -> str | None:
        """Make the months of one document that are due; return why one cannot be made."""
        for month in self._due(subentry.subentry_id):
            if problem := await self._async_attempt(self._async_make(subentry, month)):
                return problem
            if self._made[subentry.subentry_id] != f"{month:%Y-%m}":
                break  # the month is not settled
        return None

    async def _async_attempt(self, work: Coroutine[Any, Any, None]) -> str | None:
        """Do something; return why it failed."""
        try:
            await work
        except (OSError, TooManySessions) as error:
            reason = str(error) or type(error).__name__
            _LOGGER.error("A monthly document cannot be made: %s", reason)
            return reason
        return None

    # ---- what is due

    def _due(self, subentry_id: str) -> Iterator[date]:
        """Yield the months that are over and not made yet; a new document begins with the present month.

        By a clock that was ahead for a time, months were made that are not over: they do not count.
        """
        this = dt_util.now().date().replace(day=1)
        made, last = self._made.get(subentry_id), f"{previous_month(this):%Y-%m}"
        if made is None or made > last:
            made = self._made[subentry_id] = self._last_made(subentry_id, last)
            self._store.async_schedule_save()
        month = next_month(date.fromisoformat(f"{made}-01"))
        missed = []
        while month < this:
            missed.append(month)
            month = next_month(month)
        yield from missed[-_MOST_MONTHS:]

    def _last_made(self, subentry_id: str, last: str) -> str:
        """Return the last month, at most `last`, of which there is a document; `last` where there is none."""
        starts = (each.start for each in self._documents.kept if each.order == subentry_id)
        months = (f"{dt_util.as_local(start):%Y-%m}" for start in starts)
        return max((month for month in months if month <= last), default=last)

    async def _async_is_settled(self, month: date) -> bool:
        """Whether all of a month's sessions have ended and their cost is known, or that was waited for long enough."""
        start, end = bounds(month)
        now = dt_util.utcnow()
        if now < end + _SETTLED:
            return False
        if now >= end + _WAITS:
            return True
        ledger = self._entry.runtime_data.central_system.ledger
        if any(start <= each.started_at < end for each in ledger.open_transactions()):
            return False
        open_worth = await ledger.without_worth(start)
        began = (each.started_at for each in open_worth)
        return not any(at is not None and start <= at < end for at in began)

    # ---- making

    async def _async_make(self, subentry: ConfigSubentry, month: date) -> None:
        """Make a month's document if the month is settled; raises OSError and TooManySessions.

        What a killed process left of it is not announced, and is made again.
        """
        if not await self._async_is_settled(month):
            return
        start, _ = bounds(month)
        for each in self._documents.kept:
            if not each.announced and (each.order, each.start) == (subentry.subentry_id, start):
                await self._documents.async_remove(each.document_id)
        order = order_of(self._hass, self._entry, subentry, month)
        whose = subentry.data.get(CONF_WHOSE, EVERYBODY)
        if whose not in {EVERYBODY, EACH_PERSON}:
            order = replace(order, person=whose, owner=self._documents.user_of(whose))
        await self._documents.async_make(order, for_each_person=whose == EACH_PERSON)
        self._made[subentry.subentry_id] = f"{month:%Y-%m}"
        await self._store.async_save()

    async def _async_announce(self) -> None:
        """Fire the event of each person's documents that are complete and were not announced yet; raises OSError."""
        together: dict[tuple[str | None, datetime, str | None], list[KeptDocument]] = {}
        for document in self._documents.kept:
            made = self._made.get(document.order or "", "")
            if not document.announced and f"{dt_util.as_local(document.start):%Y-%m}" <= made:
                key = (document.order, document.start, document.subject)
                together.setdefault(key, []).append(document)
        for documents in together.values():
            await self._documents.async_announce(documents)

    @callback
    def _tell(self, problem: str | None) -> None:
        """Create the issue that a document cannot be made, or delete it."""
        if problem is None:
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
            return
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=ISSUE_NOT_MADE,
            translation_placeholders={"error": escape_markdown(problem[:200])},
        )

    @property
    def _issue_id(self) -> str:
        return f"{self._entry.entry_id}_{ISSUE_NOT_MADE}"

    def _memory(self) -> Memory:
        there = {each.subentry_id for each in self._entry.get_subentries_of_type(SUBENTRY_DOCUMENT)}
        return {_MADE: {key: month for key, month in self._made.items() if key in there}}


def order_of(
    hass: HomeAssistant, entry: ConfigEntry, subentry: ConfigSubentry, month: date
) -> Order:
    """Return the order of a monthly document for everybody."""
    start, end = bounds(month)
    data = subentry.data
    place, connector_id = _connector(data)
    price = data.get(CONF_PRICE_PER_KWH)
    return Order(
        layout=data[CONF_LAYOUT],
        formats=tuple(map(Format, data[CONF_FORMATS])),
        start=start,
        end=end,
        language=data.get(CONF_LANGUAGE, hass.config.language),
        price=None
        if price is None
        else FixedPrice(per_kwh=Decimal(str(price)), currency=hass.config.currency),
        wanted=SessionFilter(
            start=start,
            end=end,
            charge_point_id=place,
            connector_id=connector_id,
            id_tag=data.get(CONF_ID_TAG),
            car_id=data.get(CONF_CAR),
        ),
        subject=", ".join(_chosen(entry, data)) or None,
        monthly=subentry.subentry_id,
    )


def _connector(data: Mapping[str, Any]) -> tuple[str, int] | tuple[None, None]:
    """Return the connector whose sessions a monthly document has; none: those of all."""
    return key_of(data[CONF_CONNECTOR]) if CONF_CONNECTOR in data else (None, None)


def _chosen(entry: ConfigEntry, data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the card, the car and the connector whose sessions a monthly document has."""
    names = entry.runtime_data.names
    if id_tag := data.get(CONF_ID_TAG):
        yield names.card(id_tag) or short_id_tag(id_tag) or id_tag
    if (car_id := data.get(CONF_CAR)) is not None:
        car = entry.subentries.get(car_id)
        yield car_id if car is None else car.title
    match _connector(data):
        case str(place), int(connector_id):
            yield names.connector(place, connector_id) or names.charge_point(place) or place


def bounds(month: date) -> tuple[datetime, datetime]:
    """Return the first moment of a month and of the next one, in Home Assistant's time zone, as UTC."""
    return _midnight(month), _midnight(next_month(month))


def next_month(month: date) -> date:
    """Return the first day of the month after that of a day."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def previous_month(month: date) -> date:
    """Return the first day of the month before that of a day."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def _midnight(day: date) -> datetime:
    return dt_util.as_utc(dt_util.start_of_local_day(day))


def _is_month(text: object) -> bool:
    try:
        date.fromisoformat(f"{text}-01")
    except ValueError:
        return False
    return True
