"""Send the receipt of each session that charged something: when its worth is known, or soon without it."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.device_layout import (
    charge_point_identifier,
    connector_identifier,
)
from custom_components.plug_control.model.events import Event, SessionDetailsChanged, SessionEnded
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.site.options import site_options
from custom_components.plug_control.storage.storage import Memory, MemoryStore
from custom_components.plug_control.texts.names import tag_label
from custom_components.plug_control.texts.number_format import async_language_of

from .documents import Documents
from .receipt import Receipt, Wording, receipt_of
from .signed_links import SignedLinks

EVENT_RECEIPT: Final = f"{DOMAIN}_receipt"
"""The event of Home Assistant's bus."""
WAIT_S: Final = 30
"""How long a session's worth may take; then the receipt goes out with what is known."""
LEAST_WH: Final = 10
"""Who charged less gets no receipt."""
_LATEST: Final = timedelta(days=1)
"""A session that ended longer ago, of which the charger tells only now, gets none."""
_LINK_LASTS: Final = timedelta(days=7)
_AWAITED: Final = "awaited"
_HTTP: Final = "http"


class Receipts:
    """Sends the receipts of one config entry."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        central_system: CentralSystem,
    ) -> None:
        """Fire EVENT_RECEIPT for sessions of `central_system`."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._store = MemoryStore(hass, entry.entry_id, "receipts")
        self._store.read = self._write
        self._awaited: dict[int, CALLBACK_TYPE | None] = {}
        """Sessions that ended and have no receipt yet, with what ends the wait."""

    async def async_load(self) -> None:
        """Load which receipts were not sent before the last stop, or kill."""
        stored = (await self._store.async_load()).get(_AWAITED, {})
        self._awaited = {int(each): None for each in stored if each.isdecimal()}

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Wait for the worth of sessions without a receipt; return what ends this."""
        for session_id in self._awaited:
            self._wait(session_id)

        @callback
        def end() -> None:
            for cancel in self._awaited.values():
                if cancel is not None:
                    cancel()

        return end

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Wait for the worth of a session that ended; send the receipt when it is there."""
        match event:
            case SessionEnded(session=session) if _is_due(session):
                self._wait(session.session_id)
                self._save()
                self._send_if_final(session.session_id)
            case SessionDetailsChanged(session_id=session_id):
                self._send_if_final(session_id)

    def session(self, session_id: int) -> Session | None:
        """Return an ended session; None where there is none."""
        session = self._central_system.ledger.session(session_id)
        return None if session is None or session.stopped_at is None else session

    # ---- waiting

    def _wait(self, session_id: int) -> None:
        if (cancel := self._awaited.get(session_id)) is not None:
            cancel()
        send = partial(self._send_now, session_id)
        self._awaited[session_id] = async_call_later(self._hass, WAIT_S, send)

    def _send_if_final(self, session_id: int) -> None:
        if session_id not in self._awaited:
            return
        details = self._central_system.ledger.details(session_id)
        if details is not None and details.worth is not None and details.worth.is_final:
            self._send_now(session_id)

    @callback
    def _send_now(self, session_id: int, _: datetime | None = None) -> None:
        if (cancel := self._awaited.pop(session_id, None)) is not None:
            cancel()
        session = self.session(session_id)
        if session is None or session.connector_id is None:
            self._save()
            return
        self._entry.async_create_task(
            self._hass, self._async_send(session, self.receipt(session)), "receipt"
        )

    async def _async_send(self, session: Session, receipt: Receipt) -> None:
        """Fire the event, in the language of who charged."""
        language = await async_language_of(self._hass, self._user_id(session, receipt))
        told = {
            "device_id": self._device_id(session),
            "charge_point_id": session.charge_point_id,
            "connector_id": session.connector_id,
            "name": receipt.connector,
            "text": Wording(receipt, language).sentence(),
            "language": language,
            **receipt.as_dict(),
            "picture": self._link(session.session_id, "light", language),
            "picture_dark": self._link(session.session_id, "dark", language),
        }
        self._hass.bus.async_fire(EVENT_RECEIPT, told)
        await self._store.async_save()

    def _save(self) -> None:
        self._entry.async_create_task(self._hass, self._store.async_save(), "receipts")

    def _write(self) -> Memory:
        return {_AWAITED: {str(each): {} for each in self._awaited}}

    # ---- what it says

    def receipt(self, session: Session) -> Receipt:
        """Return the receipt of an ended session as it is known now."""
        details = self._central_system.ledger.details(session.session_id)
        return receipt_of(
            session,
            details,
            connector=self._name(session),
            person=(details and details.person) or self._who(session),
            measures_sun=site_options(self._entry).measures_surplus,
        )

    def _name(self, session: Session) -> str:
        names, place = self._entry.runtime_data.names, session.charge_point_id
        began = session.started_at or session.stopped_at
        connector = names.connector(place, session.connector_id or 0, began)
        return connector or names.charge_point(place, began) or place

    def _who(self, session: Session) -> str | None:
        return tag_label(
            self._entry,
            self._central_system,
            session.charge_point_id,
            session.id_tag,
            session.started_by,
        )

    def _user_id(self, session: Session, receipt: Receipt) -> str | None:
        """Return the user who charged: whom it was corrected to, who started it, or whose card it is; None if unknown."""
        details = self._central_system.ledger.details(session.session_id)
        if details is not None and details.person:
            documents: Documents = self._entry.runtime_data.documents
            return documents.user_of(receipt.person or "")
        if session.started_by is not None:
            return session.started_by
        tag = session.id_tag and self._central_system.id_tag(
            session.id_tag, session.charge_point_id
        )
        return tag.user_id if tag else None

    @callback
    def _device_id(self, session: Session) -> str | None:
        """Return the id of the device of the session's connector, which may be that of its charge point."""
        registry, entry_id = dr.async_get(self._hass), self._entry.entry_id
        place = session.charge_point_id
        child = registry.async_get_child_device_by_identifier(
            connector_identifier(place, session.connector_id or 0), entry_id
        )
        whole = registry.async_get_device_by_identifier(charge_point_identifier(place), entry_id)
        device = child or whole
        return None if device is None else device.id

    @callback
    def _link(self, session_id: int, theme: str, language: str) -> str:
        """Return the path of a picture, signed for a week; as it is where there is no web server."""
        path = f"/api/{DOMAIN}/receipt/{self._entry.entry_id}/{session_id}.png"
        if _HTTP not in self._hass.config.components:
            return f"{path}?theme={theme}&language={language}"
        links: SignedLinks = self._entry.runtime_data.signed_links
        return links.signed(path, _LINK_LASTS, theme=theme, language=language)


def _is_due(session: Session) -> bool:
    ended_at = session.stopped_at
    is_recent = ended_at is not None and dt_util.utcnow() - ended_at < _LATEST
    return is_recent and session.energy_wh >= LEAST_WH
