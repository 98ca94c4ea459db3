"""Listeners of a charge point and its connectors."""

from collections import defaultdict
from collections.abc import Callable, Collection

from homeassistant.core import CALLBACK_TYPE, callback

from .model.events import Event
from .model.quantity import ReadingKey

type UpdateListener = Callable[[], None]
type Followed = ReadingKey | str
"""A reading that an entity shows, or SESSION_ENERGY."""
type EventListener = Callable[[Event], None]


class Listeners:
    """The listeners for changes, readings and events, by connector; None is the charge point itself."""

    def __init__(self) -> None:
        """Start with no listeners."""
        self._listeners: defaultdict[int | None, list[UpdateListener]] = defaultdict(list)
        self._followers: defaultdict[int | None, defaultdict[Followed, list[UpdateListener]]] = (
            defaultdict(lambda: defaultdict(list))
        )
        self._event_listeners: defaultdict[int | None, list[EventListener]] = defaultdict(list)

    @callback
    def async_add_listener(
        self,
        update: UpdateListener,
        connector_id: int | None = None,
        follows: Collection[Followed] = (),
    ) -> None:
        """Call `update` when the charge point itself (None), the connector or the connection changed.

        With a connector, call it also when only readings changed and one of `follows` is among them.
        """
        self._listeners[connector_id].append(update)
        for each in follows:
            self._followers[connector_id][each].append(update)

    @callback
    def async_remove_listener(
        self,
        update: UpdateListener,
        connector_id: int | None = None,
        follows: Collection[Followed] = (),
    ) -> None:
        """Stop what `async_add_listener` began with the same arguments. Thousands of removers would take more memory."""
        self._listeners[connector_id].remove(update)
        for each in follows:
            self._followers[connector_id][each].remove(update)

    @callback
    def async_add_event_listener(
        self, listener: EventListener, connector_id: int | None = None
    ) -> CALLBACK_TYPE:
        """Call `listener` with each event of the connector (None: of the whole charge point); return a remover."""
        listeners = self._event_listeners[connector_id]
        listeners.append(listener)
        return lambda: listeners.remove(listener)

    @callback
    def async_update_listeners(self, connector_id: int | None = None) -> None:
        """Call the listeners of the charge point itself (None) or of the connector."""
        for update in tuple(self._listeners.get(connector_id, ())):
            update()

    @callback
    def async_update_all_listeners(self) -> None:
        """Call every listener for changes."""
        for connector_id in tuple(self._listeners):
            self.async_update_listeners(connector_id)

    @callback
    def async_update_followers(self, connector_id: int, changed: Collection[Followed]) -> None:
        """Call the listeners that follow one of `changed`, each once."""
        followers = self._followers[connector_id]
        for update in {update for key in changed for update in followers.get(key, ())}:
            update()

    @callback
    def async_tell_event_listeners(self, event: Event) -> None:
        """Pass an event to the event listeners of the charge point and of the event's connector."""
        for key in {None, getattr(event, "connector_id", None)}:
            for listener in tuple(self._event_listeners.get(key, ())):
                listener(event)
