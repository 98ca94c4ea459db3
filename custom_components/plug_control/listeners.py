"""Listeners of a charge point and its connectors."""

from collections import defaultdict
from collections.abc import Callable, Collection

from homeassistant.core import CALLBACK_TYPE, callback

from .model.events import Event
from .model.quantity import ReadingKey

type Listener = Callable[[], None]
type Followed = ReadingKey | str
"""A reading that an entity shows, or SESSION_ENERGY."""
type EventListener = Callable[[Event], None]


class Listeners:
    """Who wants to know of changes, of readings and of events; each per connector, None being the charge point itself."""

    def __init__(self) -> None:
        """Start with no listeners."""
        self._listeners: defaultdict[int | None, list[Listener]] = defaultdict(list)
        self._followers: defaultdict[int, defaultdict[Followed, list[Listener]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._event_listeners: defaultdict[int | None, list[EventListener]] = defaultdict(list)

    @callback
    def async_add_listener(
        self, update: Listener, connector_id: int | None = None
    ) -> CALLBACK_TYPE:
        """Call `update` when the charge point itself (None) or the connector changed, or the connection did."""
        listeners = self._listeners[connector_id]
        listeners.append(update)
        return lambda: listeners.remove(update)

    @callback
    def async_follow(
        self, update: Listener, connector_id: int, followed: Collection[Followed]
    ) -> CALLBACK_TYPE:
        """Call `update` also when only readings changed, and with them one of these readings, or the session's energy."""
        followers = self._followers[connector_id]
        for each in followed:
            followers[each].append(update)

        def stop() -> None:
            for each in followed:
                followers[each].remove(update)

        return stop

    @callback
    def async_add_event_listener(
        self, listener: EventListener, connector_id: int | None = None
    ) -> CALLBACK_TYPE:
        """Call `listener` with each event of the charge point (None: all of them) or of the connector."""
        listeners = self._event_listeners[connector_id]
        listeners.append(listener)
        return lambda: listeners.remove(listener)

    @callback
    def async_update_listeners(self, connector_id: int | None = None) -> None:
        """Tell the listeners of the charge point itself (None) or of the connector to look again."""
        for update in tuple(self._listeners.get(connector_id, ())):
            update()

    @callback
    def async_update_all_listeners(self) -> None:
        """Tell every listener to look again."""
        for connector_id in tuple(self._listeners):
            self.async_update_listeners(connector_id)

    @callback
    def async_update_followers(self, connector_id: int, changed: Collection[Followed]) -> None:
        """Tell those who follow what changed to look again; several keys may have one listener."""
        followers = self._followers[connector_id]
        for update in {update for key in changed for update in followers.get(key, ())}:
            update()

    @callback
    def async_tell_event_listeners(self, event: Event) -> None:
        """Hand an event to the listeners of the charge point, and to those of its connector."""
        for key in {None, getattr(event, "connector_id", None)}:
            for listener in tuple(self._event_listeners.get(key, ())):
                listener(event)
