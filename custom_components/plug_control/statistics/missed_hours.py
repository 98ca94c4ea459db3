"""Put the energy that came while Home Assistant was away into its hours, in the statistics of a connector's energy.

Home Assistant itself counts it all in the hour in which the register is read again. The sum stays what the register says; only
the hours before it change.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Any, Final

from homeassistant.components.recorder.const import DOMAIN as RECORDER
from homeassistant.components.recorder.models import StatisticData, StatisticMetaData
from homeassistant.components.recorder.statistics import (
    async_import_statistics,
    get_metadata,
    statistics_during_period,
)
from homeassistant.components.sensor import DOMAIN as SENSOR
from homeassistant.const import UnitOfEnergy
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_time_change
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import EnergyConverter
from sqlalchemy.exc import SQLAlchemyError

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.const import DOMAIN
from custom_components.plug_control.model.connector import ConnectorKey, name_of
from custom_components.plug_control.model.events import Event, SessionDetailsChanged
from custom_components.plug_control.model.hours import HOUR, MAX_HOURS, energy_by_hour, hour_of
from custom_components.plug_control.model.money.worth import SessionDetails
from custom_components.plug_control.model.session import Session

_LOGGER = logging.getLogger(__name__)

MINUTE_OF_HOUR: Final = 7
"""When the hours before are looked at: by then Home Assistant has counted the last one."""
KEEP_TRYING: Final = timedelta(days=3)
"""How long after the end of a session its hours are looked at: the register may be read again much later."""
_ENERGY: Final = "energy"
_TOLERANCE_WH: Final = 50.0
_TOLERANCE: Final = 0.01
_SAME_WH: Final = 20.0

type Hours = Mapping[datetime, float]


@dataclass(frozen=True, slots=True)
class Row:
    """An hour of a statistic: what the register read at its end, and the sum up to then, in Wh."""

    start: datetime
    state_wh: float
    sum_wh: float


class MissedHours:
    """Corrects the hours of the connectors of one config entry."""

    def __init__(self, hass: HomeAssistant, central_system: CentralSystem) -> None:
        """Compare the sessions of `central_system` with the statistics of its connectors."""
        self._hass = hass
        self._central_system = central_system
        self._waiting: set[int] = set()
        """Sessions of which a part came unseen, and whose hours were not compared yet."""
        self._is_loaded = False

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Start comparing if there is a recorder; return the function that stops it."""
        if RECORDER not in self._hass.config.components:
            return lambda: None
        return async_track_time_change(
            self._hass, self._async_tick, minute=MINUTE_OF_HOUR, second=0
        )

    @callback
    def async_handle_event(self, event: Event) -> None:
        """Compare the hours of a session of which a part came unseen, once its worth is computed."""
        match event:
            case SessionDetailsChanged(session_id=session_id, changed=changed) if (
                "worth" in changed
            ):
                details = self._central_system.ledger.details(session_id)
                if details is not None and _came_unseen(details):
                    self._waiting.add(session_id)

    async def _async_tick(self, now: datetime) -> None:
        try:
            await self.async_compare(now)
        except (OSError, SQLAlchemyError) as error:
            _LOGGER.warning("The hours of sessions cannot be compared now: %.200s", error)

    async def async_compare(self, now: datetime) -> None:
        """Compare all that waits; raises OSError, SQLAlchemyError."""
        ledger = self._central_system.ledger
        if not self._is_loaded:
            self._waiting |= await ledger.fold_details(
                _unseen, start=now - KEEP_TRYING - MAX_HOURS * HOUR
            )
            self._is_loaded = True
        for session_id in sorted(self._waiting):
            session = ledger.session(session_id)
            if session is None or await self._async_fill(session, now):
                self._waiting.discard(session_id)

    async def _async_fill(self, session: Session, now: datetime) -> bool:
        """Correct the hours of a session; return whether they are right, or will not become so."""
        ended_at, connector_id = session.stopped_at, session.connector_id
        if ended_at is None or connector_id is None or ended_at < now - KEEP_TRYING:
            return True
        key = session.charge_point_id, connector_id
        unique_id = f"{name_of(key)}_{_ENERGY}"  # as `entity.connector_unique_id` makes it
        entity_id = er.async_get(self._hass).async_get_entity_id(SENSOR, DOMAIN, unique_id)
        if entity_id is None:
            return True
        began_at = hour_of(session.started_at or ended_at)
        came = await self._async_came(key, began_at)
        instance = get_instance(self._hass)
        found = await instance.async_add_executor_job(
            partial(_read, self._hass, entity_id, began_at - KEEP_TRYING)
        )
        if found is None:
            return True
        metadata, rows = found
        changed = moved(rows, came, began_at, hour_of(ended_at))
        if changed is None:
            return False
        if changed:
            _LOGGER.info("%d hours of %s were missed and are filled in", len(changed), entity_id)
            async_import_statistics(self._hass, metadata, [*_written(changed, metadata)])
        return True

    async def _async_came(self, key: ConnectorKey, since: datetime) -> Hours:
        """Return the energy in Wh of a connector by hour from `since` on; raises OSError."""
        now = dt_util.utcnow()

        def count(pairs: Iterator[tuple[Session, SessionDetails]]) -> Hours:
            hours: defaultdict[datetime, float] = defaultdict(float)
            for session, details in pairs:
                for hour, energy_wh in _hours_of(session, details, now):
                    if hour >= since:
                        hours[hour] += energy_wh
            return hours

        return await self._central_system.ledger.fold_details(
            count,
            charge_point_id=key[0],
            connector_id=key[1],
            start=since - MAX_HOURS * HOUR,
        )


def moved(rows: Sequence[Row], came: Hours, first: datetime, last: datetime) -> list[Row] | None:
    """Return the hours that change so that the energy stands in the hours in which it came.

    They end where the statistic has all energy that came from hour `first` to `last`; None: it has not yet, or something else.
    """
    before = [row for row in rows if row.start < first]
    if not before:
        return None
    base = before[-1]
    for end in (row for row in rows if row.start >= last):
        hours = {hour: wh for hour, wh in came.items() if first <= hour <= end.start}
        came_wh, counted_wh = sum(hours.values()), end.sum_wh - base.sum_wh
        if abs(came_wh - counted_wh) <= max(_TOLERANCE_WH, _TOLERANCE * came_wh):
            return _moved(rows, hours, base, end)
    return None


def _moved(rows: Sequence[Row], hours: Hours, base: Row, end: Row) -> list[Row]:
    """Return the rows after `base` and before `end` that differ from what came, in proportion to what was counted."""
    known = {row.start: row for row in rows}
    counted_wh, came_wh = end.sum_wh - base.sum_wh, sum(hours.values())
    scale = counted_wh / came_wh if came_wh else 0.0
    changed: list[Row] = []
    so_far_wh, hour = 0.0, base.start + HOUR
    while hour < end.start:
        so_far_wh += hours.get(hour, 0.0) * scale
        right = Row(hour, base.state_wh + so_far_wh, base.sum_wh + so_far_wh)
        row = known.get(hour)
        if row is None or abs(row.sum_wh - right.sum_wh) > _SAME_WH:
            changed.append(right)
        hour += HOUR
    return changed


def _came_unseen(details: SessionDetails) -> bool:
    worth = details.worth
    return worth is not None and worth.is_final and any(slot.estimated for slot in worth.slots)


def _unseen(pairs: Iterator[tuple[Session, SessionDetails]]) -> set[int]:
    return {session.session_id for session, details in pairs if _came_unseen(details)}


def _hours_of(
    session: Session, details: SessionDetails, now: datetime
) -> Iterator[tuple[datetime, float]]:
    """Yield the hours of a session: by its quarters, or else as its marks say."""
    if details.worth is not None and details.worth.slots:
        yield from ((hour_of(slot.start), slot.energy_wh) for slot in details.worth.slots)
    else:
        yield from energy_by_hour(session, now).items()


def _read(
    hass: HomeAssistant, entity_id: str, since: datetime
) -> tuple[StatisticMetaData, list[Row]] | None:
    """Return a statistic's metadata, and its hours since a time; None: it has none, or not of energy. Reads the database."""
    known = get_metadata(hass, statistic_ids={entity_id}).get(entity_id)
    if known is None or not known[1]["has_sum"] or known[1]["unit_of_measurement"] is None:
        return None
    rows = statistics_during_period(
        hass,
        since,
        None,
        {entity_id},
        "hour",
        {EnergyConverter.UNIT_CLASS: UnitOfEnergy.WATT_HOUR},
        {"state", "sum"},
    ).get(entity_id, [])
    return known[1], [
        Row(
            dt_util.utc_from_timestamp(row["start"]), row.get("state") or 0.0, row.get("sum") or 0.0
        )
        for row in rows
    ]


def _written(rows: Sequence[Row], metadata: StatisticMetaData) -> Iterator[StatisticData]:
    unit: Any = metadata["unit_of_measurement"]
    convert = partial(EnergyConverter.convert, from_unit=UnitOfEnergy.WATT_HOUR, to_unit=unit)
    for row in rows:
        yield StatisticData(start=row.start, state=convert(row.state_wh), sum=convert(row.sum_wh))
