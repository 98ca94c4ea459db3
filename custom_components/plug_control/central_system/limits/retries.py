"""Apply limits that are due although nobody asks; wait longer after each failure."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging

from custom_components.plug_control.central_system.stations.background import BackgroundTasks
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector, ConnectorKey, name_of
from custom_components.plug_control.protocol.errors import CommandError

_LOGGER = logging.getLogger(__name__)

_SHORTEST = timedelta(seconds=30)
_LONGEST = timedelta(minutes=15)


@dataclass(slots=True, kw_only=True)
class _Failure:
    again_at: datetime
    wait: timedelta


class LimitRetries:
    """Applies every connector's limit that is due."""

    def __init__(
        self,
        context: Context,
        *,
        is_due: Callable[[ChargePoint, Connector], bool],
        apply: Callable[[str, int], Awaitable[None]],
    ) -> None:
        """`apply` applies a limit that `is_due`, and raises CommandError."""
        self._context = context
        self._is_due = is_due
        self._apply = apply
        self._under_way: set[ConnectorKey] = set()
        self._failures: dict[ConnectorKey, _Failure] = {}

    def look(self, charge_point_id: str, background: BackgroundTasks) -> None:
        """Begin to apply the due limits of a charge point, if it is ready."""
        charge_point = self._context.charge_points[charge_point_id]
        for connector_id, connector in charge_point.connectors.items():
            key = charge_point_id, connector_id
            may_send = self._context.station(charge_point_id).is_ready and self._may_try(key)
            if may_send and self._is_due(charge_point, connector):
                self._under_way.add(key)
                background.spawn(self._try(key), f"limit of {name_of(key)}")

    def _may_try(self, key: ConnectorKey) -> bool:
        failure = self._failures.get(key)
        is_early = failure is not None and self._context.clock() < failure.again_at
        return not is_early and key not in self._under_way

    async def _try(self, key: ConnectorKey) -> None:
        try:
            await self._apply(*key)
        except CommandError as error:
            _LOGGER.debug("The limit of %s#%d is tried again later: %s", *key, error)
            failure = self._failures.get(key)
            wait = _SHORTEST if failure is None else min(2 * failure.wait, _LONGEST)
            self._failures[key] = _Failure(again_at=self._context.clock() + wait, wait=wait)
        else:
            self._failures.pop(key, None)
        finally:
            self._under_way.discard(key)

    def forget(self, charge_point_id: str) -> None:
        """Forget a charge point that was removed."""
        self._failures = {
            key: each for key, each in self._failures.items() if key[0] != charge_point_id
        }
