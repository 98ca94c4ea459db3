"""State that smart charging keeps over a restart: the user's settings, progress, learned power, chargers left out.

Rows that cannot be read are left out: settings are then the defaults, and the rest is learned again.
"""

from dataclasses import dataclass, field
import logging
from typing import Any

from custom_components.plug_control.charging.plans.learned_power import LearnedPower
from custom_components.plug_control.charging.plans.progress import Progress
from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.model.stored import read_row, write_row
from custom_components.plug_control.storage.storage import Memory

from .away_chargers import LeftOut
from .car_wishes import PlanChange
from .wishes import Wishes

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class ChargingMemory:
    """State of each connector that is kept over a restart."""

    wishes: dict[ConnectorKey, Wishes] = field(default_factory=dict)
    progress: dict[ConnectorKey, Progress] = field(default_factory=dict)
    learned: dict[ConnectorKey, LearnedPower] = field(default_factory=dict)
    left_out: dict[ConnectorKey, LeftOut] = field(default_factory=dict)
    """Connectors of offline chargers that draw nothing, as the user said."""
    plan_changes: dict[ConnectorKey, PlanChange] = field(default_factory=dict)
    """What the user changed in the plans of cars that are plugged in."""

    def forget_all_but(self, charge_point_ids: set[str]) -> None:
        """Forget the connectors of all other charge points."""
        for name in _KINDS:
            part = getattr(self, name)
            for key in [key for key in part if key[0] not in charge_point_ids]:
                del part[key]

    def write(self) -> Memory:
        """Return the state as JSON-able values, by charge point, connector and kind."""
        rows: Memory = {}
        for name in _KINDS:
            for (charge_point_id, connector_id), value in getattr(self, name).items():
                row = rows.setdefault(charge_point_id, {}).setdefault(str(connector_id), {})
                row[name] = write_row(value)
        return rows

    @classmethod
    def read(cls, stored: Memory) -> ChargingMemory:
        """Return the state that `write` returned; log and leave out rows that cannot be read."""
        memory = cls()
        for charge_point_id, connectors in stored.items():
            for connector_id, rows in connectors.items():
                for name, row in rows.items():
                    memory._take((charge_point_id, int(connector_id)), name, row)
        return memory

    def _take(self, key: ConnectorKey, name: str, row: Any) -> None:
        if name in _FORMER:
            return
        try:
            getattr(self, name)[key] = read_row(_KINDS[name], row)
        except (KeyError, ValueError) as error:
            _LOGGER.warning(
                "Stored smart charging data of connector %d is left out, it cannot be read: %s",
                key[1],
                error,
            )


_KINDS: dict[str, type[Wishes | Progress | LearnedPower | LeftOut | PlanChange]] = {
    "wishes": Wishes,
    "progress": Progress,
    "learned": LearnedPower,
    "left_out": LeftOut,
    "plan_changes": PlanChange,
}
_FORMER = frozenset({"sun"})
"""What earlier versions stored here; where a session's energy came from is in the ledger."""
