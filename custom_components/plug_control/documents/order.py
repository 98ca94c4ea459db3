"""What somebody wants in documents, and the files that are made of it."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
import re
from typing import TYPE_CHECKING, Final
import unicodedata

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.ledger.ledger import SessionFilter
from custom_components.plug_control.central_system.ledger.queries.every_session import unhurried
from custom_components.plug_control.texts.document_words import document_words
from custom_components.plug_control.texts.wording import plain

from .csv_file import write_csv
from .document import Document, rows_for
from .gather import Gathered, chargers_of
from .layouts import LAYOUTS, Format
from .rows import FixedPrice
from .signed import async_signed_state
from .tariff import tariff_lines

if TYPE_CHECKING:
    from .document import Writer

_LONGEST_NAME: Final = 120
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_MODULES: Final = {Format.PDF: "pdf", Format.XLSX: "xlsx_file"}
"""The writers that import a library, which costs a second: they are loaded when they are needed first, in a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants: which sessions, laid out how, in which files."""

    layout: str
    formats: tuple[Format, ...]
    start: datetime
    end: datetime
    language: str
    wanted: SessionFilter
    price: FixedPrice | None = None
    person: str | None = None
    """The name of the person whose sessions it has; None: everybody's."""
    subject: str | None = None
    """What the document says of which sessions it has beside the person."""
    owner: str | None = None
    """The user whose own sessions it has."""
    monthly: str | None = None
    """The monthly document (a subentry's id) that it is made for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The files of an order."""

    name: str
    """Their name without ending."""
    document: Document
    files: dict[Format, bytes]


async def async_make(
    hass: HomeAssistant, entry: ConfigEntry, order: Order, gathered: Gathered
) -> Made:
    """Make the files of an order from what was gathered, in a thread; raises OSError."""
    zone = dt_util.get_default_time_zone()
    layout = LAYOUTS[order.layout]
    subject = ", ".join(part for part in (order.person, order.subject) if part) or None
    signed = await async_signed_state(hass, entry, gathered.charges)
    start, end = order.start.astimezone(zone), order.end.astimezone(zone)
    made_at = dt_util.now().replace(second=0, microsecond=0)
    chargers = chargers_of(entry, gathered.charges)
    tariff = tuple(tariff_lines(hass, entry, start, end, order.language))

    def work() -> Made:
        document = Document(
            layout=layout,
            language=order.language,
            start=start,
            end=end,
            made_at=made_at,
            rows=rows_for(layout, gathered.charges, order.price, unhurried),
            place=hass.config.location_name,
            subject=subject,
            chargers=chargers,
            price=order.price,
            tariff=tariff,
            signed=signed,
            running=gathered.running,
        )
        files = {each: writer_of(each)(document, unhurried) for each in order.formats}
        return Made(name=file_name(document), document=document, files=files)

    return await hass.async_add_executor_job(work)


def file_name(document: Document) -> str:
    """Return the name of a document's file without its ending: what it is, its period, whose."""
    words = document_words(document.language)
    first, last = document.start.date(), document.last_day
    period = f"{first:%Y-%m}" if document.is_month else f"{first:%Y-%m-%d} {last:%Y-%m-%d}"
    parts = (words[f"file_{document.layout.key}"], period, document.subject)
    safe = _UNSAFE.sub(" ", " ".join(part for part in parts if part))
    return plain(safe.strip(". "), _LONGEST_NAME).strip(". ")


def ascii_name(name: str) -> str:
    """Return a file's name in ASCII: letters without their accents, other scripts as underscores."""
    decomposed = unicodedata.normalize("NFKD", name)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return "".join(char if char.isascii() and char.isprintable() else "_" for char in bare)


def writer_of(file: Format) -> Writer:
    """Return the writer of a format; a thread calls this, since the import of a library takes a second."""
    if file is Format.CSV:
        return write_csv
    module = import_module(f".{_MODULES[file]}", __package__)
    writer: Writer = getattr(module, f"write_{file}")
    return writer
