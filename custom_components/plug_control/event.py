"""Event entities: a session starts or ends, a card is presented, the charger reports something."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .check_up.findings import Outcome
from .coordinator import ChargePointCoordinator, PlugControlConfigEntry
from .entities.back_ends import BackEndEntity, async_setup_back_ends
from .entity import PlugControlEntity, async_setup_dynamic
from .model.events import (
    BackEndCommand,
    BackEndRefusedCard,
    BackEndSetAside,
    CardPresented,
    ChargedAlthoughRefused,
    CheckUpEnded,
    Event,
    SecurityEventReported,
    SessionCorrected,
    SessionEnded,
    SessionStarted,
    VendorMessageReceived,
)
from .model.security_event import SecurityEventType
from .model.tag import is_vehicle
from .model.transaction import Session
from .relay.settings import BackEndSettings
from .texts.names import shown_id_tag, tag_label, tag_name
from .texts.wording import plain

PARALLEL_UPDATES = 0

STARTED = "started"
ENDED = "ended"
CORRECTED = "corrected"

ATTR_KNOWN = "known"
ATTR_REASON = "reason"

CARD_STATUSES = {
    "Accepted": "accepted",
    "Blocked": "blocked",
    "Expired": "expired",
    "Invalid": "invalid",
    "ConcurrentTx": "concurrent_tx",
}
"""The event types by the statuses that a card can get (OCPP 1.6, 7.2)."""

SESSION = EventEntityDescription(
    key="session", translation_key="session", event_types=[STARTED, ENDED, CORRECTED]
)
CHARGED_ALTHOUGH_REFUSED = "charged_although_refused"

CHECK_UP = EventEntityDescription(
    key="check_up", translation_key="check_up", event_types=[each.value for each in Outcome]
)
CARD = EventEntityDescription(
    key="card",
    translation_key="card",
    event_types=[*CARD_STATUSES.values(), CHARGED_ALTHOUGH_REFUSED],
)

RECEIVED = "received"
VENDOR_MESSAGE = EventEntityDescription(
    key="vendor_message",
    translation_key="vendor_message",
    event_types=[RECEIVED],
    entity_category=EntityCategory.DIAGNOSTIC,
)
SECURITY_EVENT = EventEntityDescription(
    key="security_event",
    translation_key="security_event",
    event_types=[each.value for each in SecurityEventType],
    entity_category=EntityCategory.DIAGNOSTIC,
)


COMMAND = "command"
NOT_ALLOWED = "not_allowed"
CARD_REFUSED = "card_refused"
SET_ASIDE = "session_set_aside"
BACK_END = EventEntityDescription(
    key="event",
    translation_key="back_end",
    event_types=[COMMAND, NOT_ALLOWED, CARD_REFUSED, SET_ASIDE],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: PlugControlConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the event entities of a config entry."""
    async_setup_dynamic(entry, async_add_entities, _build)
    async_setup_back_ends(entry, async_add_entities, _build_back_end)


def _build(coordinator: ChargePointCoordinator) -> Iterator[PlugControlEntity]:
    yield CardEvent(coordinator, CARD)
    yield CheckUpEvent(coordinator, CHECK_UP)
    if coordinator.charge_point.sends_vendor_messages:
        yield VendorMessageEvent(coordinator, VENDOR_MESSAGE)
    if coordinator.charge_point.sends_security_events:
        yield SecurityEvent(coordinator, SECURITY_EVENT)
    for connector_id in coordinator.connectors:
        yield SessionEvent(coordinator, SESSION, connector_id)


def _build_back_end(
    entry: PlugControlConfigEntry, back_end: BackEndSettings
) -> Iterator[BackEndEntity]:
    yield BackEndTold(entry, back_end, BACK_END)


class PlugControlEvent(PlugControlEntity, EventEntity):
    """An event entity; the last event stays known while the charge point is offline."""

    @property
    @override
    def available(self) -> bool:
        """True: the last event stays valid."""
        return True

    @callback
    @override
    def refresh(self) -> object:
        """Return None: an event entity shows no state of the model."""
        return None

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for events of the charge point or the connector."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.coordinator.async_add_event_listener(self.handle_event, self.connector_id)
        )

    @callback
    def handle_event(self, event: Event) -> None:
        """Trigger this entity if `event` is of its kind."""
        raise NotImplementedError

    @callback
    def _async_trigger(self, event_type: str, attributes: dict[str, Any]) -> None:
        self._trigger_event(event_type, attributes)
        self.async_write_ha_state()


class SessionEvent(PlugControlEvent):
    """A session started or ended at a connector, or the estimated end of one was corrected."""

    @callback
    @override
    def handle_event(self, event: Event) -> None:
        """Trigger at the start, the end or the correction of a session."""
        match event:
            case SessionStarted(session=session):
                self._async_trigger(STARTED, self._start(session))
            case SessionEnded(session=session):
                self._async_trigger(ENDED, self._start(session) | _end(session))
            case SessionCorrected(session=session, before=before):
                told = {f"{key}_before": value for key, value in _end(before).items()}
                self._async_trigger(CORRECTED, self._start(session) | _end(session) | told)

    def _start(self, session: Session) -> dict[str, Any]:
        return {
            "transaction_id": session.transaction_id,
            "card": tag_label(
                self.coordinator.entry,
                self.coordinator.central_system,
                session.charge_point_id,
                session.id_tag,
                session.started_by,
            ),
            "started_at": _text(session.started_at),
        }


def _end(session: Session) -> dict[str, Any]:
    started_at, stopped_at = session.started_at, session.stopped_at
    duration = stopped_at - started_at if started_at and stopped_at else None
    return {
        "stopped_at": _text(stopped_at),
        "duration_s": None if duration is None else round(duration.total_seconds()),
        "energy_kwh": round(session.energy_wh / 1000, 3),
        "energy_estimated": session.energy_estimated,
        ATTR_REASON: None if session.stop_reason is None else session.stop_reason.value,
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


class CheckUpEvent(PlugControlEvent):
    """A check-up of the charge point ended; the event type says how."""

    @callback
    @override
    def handle_event(self, event: Event) -> None:
        """Trigger at the end, with how many findings there are of each kind."""
        if isinstance(event, CheckUpEnded):
            self._async_trigger(event.outcome, {"connector_id": event.connector_id, **event.counts})


class CardEvent(PlugControlEvent):
    """A card was presented at the charge point; the event type is the status that it got."""

    @callback
    @override
    def handle_event(self, event: Event) -> None:
        """Trigger for a presented card, and for one that charged although it is refused."""
        match event:
            case CardPresented(status=told) if status := CARD_STATUSES.get(told):
                self._async_trigger(status, self._card(event))
            case ChargedAlthoughRefused(status=told, started_at=started_at):
                self._async_trigger(
                    CHARGED_ALTHOUGH_REFUSED,
                    self._card(event)
                    | {"refused": CARD_STATUSES.get(told), "started_at": _text(started_at)},
                )

    def _card(self, event: CardPresented | ChargedAlthoughRefused) -> dict[str, Any]:
        """Return the card by its name, or else by its number as states show it."""
        coordinator = self.coordinator
        name = tag_name(coordinator.central_system, coordinator.charge_point_id, event.id_tag)
        return {
            ATTR_KNOWN: event.known,
            "kind": "car" if is_vehicle(event.id_tag) else "card",
            "name": name,
            "id_tag": shown_id_tag(coordinator.entry, event.id_tag) if name is None else None,
            "connector_id": event.connector_id,
        }


class _ReportEvent(PlugControlEvent):
    """What only some chargers report: the entity exists from the first report on, and shows that one, too."""

    @property
    def first(self) -> Event | None:
        """The report that created the entity."""
        raise NotImplementedError

    @override
    async def async_added_to_hass(self) -> None:
        """Show the report that came before the entity existed."""
        await super().async_added_to_hass()
        if self.state is None and self.first is not None:
            self.handle_event(self.first)


class VendorMessageEvent(_ReportEvent):
    """A message that the charger's vendor has defined (DataTransfer); its texts are foreign."""

    _unrecorded_attributes = frozenset({"data"})

    @property
    @override
    def first(self) -> Event | None:
        """The last message since the start."""
        return self.coordinator.charge_point.vendor_message

    @callback
    @override
    def handle_event(self, event: Event) -> None:
        """Trigger for a vendor's message."""
        if isinstance(event, VendorMessageReceived):
            self._async_trigger(
                RECEIVED,
                {
                    "vendor_id": event.vendor_id,
                    "message_id": event.message_id,
                    "data": event.data,
                },
            )


class SecurityEvent(_ReportEvent):
    """A security event that the charger reports; the event type is the standard's, or *other*."""

    @property
    @override
    def first(self) -> Event | None:
        """The last event since the start."""
        return self.coordinator.charge_point.security_event

    @callback
    @override
    def handle_event(self, event: Event) -> None:
        """Trigger for a security event."""
        if isinstance(event, SecurityEventReported):
            self._async_trigger(
                event.type.value,
                {"type": event.told, "time": _text(event.at), "tech_info": event.tech_info},
            )


class BackEndTold(BackEndEntity, EventEntity):
    """A back end gave a command, refused a card whose session had begun, or does not take a session; its texts are foreign."""

    @override
    async def async_added_to_hass(self) -> None:
        """Listen for events of the back end."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self._back_ends.async_add_event_listener(self._back_end_id, self.handle_event)
        )

    @callback
    def handle_event(self, event: Event) -> None:
        """Trigger if `event` is of its kind."""
        match event:
            case BackEndCommand(action=action, outcome=outcome, connector_id=connector_id):
                self._async_trigger(
                    NOT_ALLOWED if outcome == NOT_ALLOWED else COMMAND,
                    event,
                    {
                        "action": plain(action),
                        "outcome": plain(outcome),
                        "connector_id": connector_id,
                    },
                )
            case BackEndRefusedCard(session_id=session_id, status=status, stopped=stopped):
                self._async_trigger(
                    CARD_REFUSED,
                    event,
                    {"session_id": session_id, "status": plain(status), "stopped": stopped},
                )
            case BackEndSetAside(session_id=session_id, error=error):
                self._async_trigger(
                    SET_ASIDE, event, {"session_id": session_id, "error": plain(error)}
                )

    def _async_trigger(self, event_type: str, event: Event, attributes: dict[str, Any]) -> None:
        coordinator = self._entry.runtime_data.coordinators.get(event.charge_point_id)
        name = event.charge_point_id if coordinator is None else coordinator.name
        self._trigger_event(event_type, {"charge_point": plain(name), **attributes})
        self.async_write_ha_state()
