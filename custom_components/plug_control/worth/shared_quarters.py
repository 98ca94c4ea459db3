"""Divide anew what several cars took in the same quarters, where one charger told of its part later than another one.

What the recorder has of the house is shared by all cars that charged then (`history`). A session that comes in late takes its
part from those that were computed before without it.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import datetime
import logging
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.model.hours import HOUR, MAX_HOURS
from custom_components.plug_control.model.money.sources import SessionSources
from custom_components.plug_control.model.money.worth import QUARTER, SessionDetails
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.work_queue import async_all_of

from .history import RecordedHouse
from .valuation import Valuation

_LOGGER = logging.getLogger(__name__)

DELAY_S: Final = 30
"""How long further sessions are waited for: a charger that was offline tells of many."""

type Recorded = Callable[
    [int, SessionSources], Awaitable[tuple[RecordedHouse, Mapping[datetime, float]]]
]
"""Returns what the recorder has of a session's time, and what other cars took then."""
type Finish = Callable[[Session, SessionSources], Awaitable[None]]


class SharedQuarters:
    """The quarters that were filled in from the recorder, and the sessions that have a part in them."""

    def __init__(
        self,
        hass: HomeAssistant,
        ledger: Ledger,
        valuation: Valuation,
        *,
        recorded: Recorded,
        finish: Finish,
    ) -> None:
        """`finish` stores a session's worth with other sources."""
        self._hass = hass
        self._ledger = ledger
        self._valuation = valuation
        self._recorded = recorded
        self._finish = finish
        self._late: set[datetime] = set()
        """Quarters in which energy came in that others did not know of."""
        self._cancel: CALLBACK_TYPE | None = None

    @callback
    def async_came_late(self, quarters: set[datetime]) -> None:
        """Divide these quarters anew, once no further session came for a while."""
        if not quarters:
            return
        self._late |= quarters
        self.async_stop()
        self._cancel = async_call_later(self._hass, DELAY_S, self._async_divide)

    @callback
    def async_stop(self) -> None:
        """Divide nothing any more, until more comes."""
        cancel, self._cancel = self._cancel, None
        if cancel is not None:
            cancel()

    async def _async_divide(self, _: datetime) -> None:
        self._cancel = None
        late, self._late = self._late, set()
        try:
            shared = await self._async_shared(late)
        except OSError as error:
            _LOGGER.warning("Sources of energy cannot be divided anew now: %.200s", error)
            self.async_came_late(late)
            return
        for session_id, quarters in shared.items():
            await self._async_fill(session_id, quarters)

    async def _async_shared(self, late: set[datetime]) -> dict[int, set[datetime]]:
        """Return the ended sessions that have estimated energy in quarters in which others have some, too; raises OSError."""

        def find(pairs: Iterator[tuple[Session, SessionDetails]]) -> dict[int, set[datetime]]:
            sessions: defaultdict[datetime, set[int]] = defaultdict(set)
            for session, details in pairs:
                if details.worth is not None and details.worth.is_final:
                    for slot in details.worth.slots:
                        if slot.start in late and slot.estimated and slot.energy_wh > 0:
                            sessions[slot.start].add(session.session_id)
            found: defaultdict[int, set[datetime]] = defaultdict(set)
            for quarter, session_ids in sessions.items():
                if len(session_ids) > 1:
                    for session_id in session_ids:
                        found[session_id].add(quarter)
            return dict(found)

        start, end = min(late) - MAX_HOURS * HOUR, max(late) + QUARTER
        return await self._ledger.fold_details(find, start=start, end=end)

    async def _async_fill(self, session_id: int, quarters: set[datetime]) -> None:
        """Take a session's sources in these quarters from the recorder once more, as far as it still has them."""
        if (session := self._ledger.session(session_id)) is None or session.stopped_at is None:
            return
        asked = self._valuation.sources_of(session)
        asked.forget_sources(quarters)
        await async_all_of(asked.prepare_slots())
        recorded, beside_wh = await self._recorded(session_id, asked)
        found = await self._hass.async_add_executor_job(recorded.sources, asked.slots(), beside_wh)
        found = {start: parts for start, parts in found.items() if start in quarters}
        present = self._ledger.session(session_id)
        if not found or present is None or present != session:
            return
        sources = self._valuation.sources_of(session)
        sources.forget_sources(found)
        sources.fill(found)
        await self._finish(session, sources)
