"""Smart charging: reads the site, decides for every connector, and gives each its limit."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from .central_system.central_system import CentralSystem
from .coordinator import PlugControlConfigEntry
from .outcome import Outcome
from .site_options import SiteOptions, site_options
from .wishes import ConnectorKey, Wishes

__all__ = ["Controller", "Outcome"]

type Update = Callable[[], None]

_DEFAULT = Wishes()


class Controller:
    """The smart charging of one config entry."""

    site: SiteOptions
    """What the user said of the site."""

    def __init__(
        self, hass: HomeAssistant, entry: PlugControlConfigEntry, central_system: CentralSystem
    ) -> None:
        """Control the connectors of `central_system`."""
        self._hass = hass
        self._entry = entry
        self._central_system = central_system
        self._wishes: dict[ConnectorKey, Wishes] = {}
        self._outcomes: dict[ConnectorKey, Outcome] = {}
        self._listeners: defaultdict[ConnectorKey, list[Update]] = defaultdict(list)
        self.site = site_options(entry)

    # ---- life

    async def async_load(self) -> None:
        """Load the wishes and what was learned; before there are entities."""

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Begin to decide; returns what ends it."""
        return lambda: None

    async def async_options_changed(self) -> None:
        """Take over what the config entry says of the site, its circuits and its connectors."""
        self.site = site_options(self._entry)

    # ---- what the user wishes

    @callback
    def wishes_of(self, key: ConnectorKey) -> Wishes:
        """Return what the user wishes of a connector."""
        return self._wishes.get(key, _DEFAULT)

    async def async_wish(self, key: ConnectorKey, **changes: Any) -> None:
        """Change wishes of a connector, decide at once, and return when its charger has taken what comes of it.

        Raises CommandError where the charger refuses; the wish stands all the same. One that is offline takes it when it is back.
        """
        self._wishes[key] = replace(self.wishes_of(key), **changes)
        self._update(key)

    # ---- what came of it

    @callback
    def outcome_of(self, key: ConnectorKey) -> Outcome | None:
        """Return what was decided last; None before the first decision."""
        return self._outcomes.get(key)

    @callback
    def async_add_listener(self, update: Update, key: ConnectorKey) -> CALLBACK_TYPE:
        """Call `update` when the wishes or the outcome of a connector changed."""
        listeners = self._listeners[key]
        listeners.append(update)
        return lambda: listeners.remove(update)

    def _update(self, key: ConnectorKey) -> None:
        for update in tuple(self._listeners.get(key, ())):
            update()

    # ---- what the site measures

    @property
    def measures_surplus(self) -> bool:
        """Whether there is a meter to tell of a surplus."""
        return self.site.measures_surplus

    @property
    def has_prices(self) -> bool:
        """Whether there is an entity that tells prices."""
        return bool(self.site.prices)

    @property
    def price_unit(self) -> str | None:
        """The unit of the prices; None where it is not known."""
        return None

    @callback
    def has_state_of_charge(self, key: ConnectorKey) -> bool:
        """Whether the car's state of charge is known, from the charger or from an entity, and so can be a target."""
        return False
