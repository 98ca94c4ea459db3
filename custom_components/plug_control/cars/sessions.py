"""What the ledger has of each car: its energy in all, and its last session."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from custom_components.plug_control.central_system.ledger.ledger import Ledger, SessionFilter

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarSessions:
    """The sessions of a car that have ended: their energy, and the last one as a row of the ledger."""

    energy_wh: float
    last: Mapping[str, Any] | None


class SessionsOfCars:
    """Asks the ledger after each change for the sessions of every car."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        ledger: Ledger,
        cars: Callable[[], Iterable[str]],
        changed: Callable[[str], None],
    ) -> None:
        """Ask `ledger` for the sessions of `cars()`, and call `changed` with the id of each car that has others."""
        self._hass = hass
        self._entry = entry
        self._ledger = ledger
        self._cars = cars
        self._changed = changed
        self._sessions: dict[str, CarSessions] = {}
        self._is_due = False
        self._is_asking = False

    def of(self, car_id: str) -> CarSessions | None:
        """Return the ended sessions of a car; None: it had none."""
        return self._sessions.get(car_id)

    @callback
    def async_refresh_soon(self) -> None:
        """Ask the ledger in the background: once for all changes of the meantime."""
        self._is_due = True
        if not self._is_asking:
            self._is_asking = True
            self._entry.async_create_background_task(
                self._hass, self._async_refresh_while_due(), "sessions of cars"
            )

    async def _async_refresh_while_due(self) -> None:
        try:
            while self._is_due:
                self._is_due = False
                await self.async_refresh()
        finally:
            self._is_asking = False

    async def async_refresh(self) -> None:
        """Ask the ledger now; what cannot be read stays as it is."""
        for car_id in tuple(self._cars()):
            wanted = SessionFilter(car_id=car_id)
            try:
                page = await self._ledger.page(wanted, limit=3, newest_first=True)
            except OSError as error:
                _LOGGER.debug("The sessions of a car cannot be read: %s", error)
                return
            ended = [row for row in page.rows if row["stopped_at"] is not None]
            running = (row["energy_wh"] for row in page.rows if row["stopped_at"] is None)
            found = CarSessions(
                energy_wh=page.energy_wh - sum(running), last=next(iter(ended), None)
            )
            if found.last is None:
                if self._sessions.pop(car_id, None) is not None:
                    self._changed(car_id)
            elif found != self._sessions.get(car_id):
                self._sessions[car_id] = found
                self._changed(car_id)
