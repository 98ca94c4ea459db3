"""Remember which limit each charger was given last, and which must be sent again."""

from dataclasses import dataclass
from datetime import datetime

from custom_components.plug_control.model.connector import Connector, ConnectorKey, HeldLimit, Limit

from .targets import LimitTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    target: LimitTarget
    at: datetime
    taken: bool
    """False: it takes it once a transaction runs."""


class GivenLimits:
    """The limits that were given to all connectors."""

    def __init__(self) -> None:
        self._given: dict[ConnectorKey, _Given] = {}
        self._due: set[ConnectorKey] = set()
        """Connectors whose limit must be sent even if the charger has confirmed it once."""

    def is_due(self, key: ConnectorKey) -> bool:
        """Whether the limit must be sent even if the charger holds it."""
        return key in self._due

    def set_due(self, key: ConnectorKey) -> None:
        """Have the limit sent at the next occasion, whatever the charger holds."""
        self._due.add(key)

    def begin(self, key: ConnectorKey) -> bool:
        """Note that the limit is being given, and return whether it was due; what comes due now needs a run of its own."""
        due = key in self._due
        self._due.discard(key)
        return due

    def note(
        self,
        key: ConnectorKey,
        limit: Limit,
        target: LimitTarget,
        *,
        at: datetime,
        told_a: float | None,
    ) -> bool:
        """Note what became of it, in `limit` too; True where the charger holds something else than before.

        `told_a` is what it was told to hold, None where it takes it once a transaction runs.
        """
        taken = told_a is not None
        self._given[key] = _Given(target=target, at=at, taken=taken)
        before = limit.applied_a, limit.applied_phases, limit.held
        limit.applied_a = told_a
        limit.applied_at = at if taken else None
        limit.applied_phases = target.phases if taken else None
        limit.held = _held(target) if taken else None
        return before != (limit.applied_a, limit.applied_phases, limit.held)

    def doubt(self, key: ConnectorKey, limit: Limit, target: LimitTarget) -> bool:
        """Note that nobody knows whether the charger took it: the more of before and now counts; True where that is more."""
        self.set_due(key)
        before = limit.held
        if before is not None:
            limit.held = _most(before, _held(target))
        return before != limit.held

    def holds(self, key: ConnectorKey, limit: Limit, target: LimitTarget) -> bool:
        """Whether the charger has confirmed exactly this."""
        given = self._given.get(key)
        if given is None:
            return limit.applied_a == target.limit_a
        return limit.applied_a is not None and given.target == target

    def waits(self, key: ConnectorKey, connector: Connector, target: LimitTarget) -> bool:
        """Whether the charger takes it once a transaction runs, and none does."""
        given = self._given.get(key)
        if given is None or given.taken or key in self._due:
            return False
        return connector.transaction is None and given.target == target

    def is_old(self, key: ConnectorKey, target: LimitTarget, now: datetime) -> bool:
        """Whether the schedule that it was given is to be renewed."""
        given = self._given.get(key)
        return given is not None and target.is_old(given.at, now)

    def lost(self, key: ConnectorKey, limit: Limit) -> None:
        """Note that the charger does not hold it any more."""
        self._given.pop(key, None)
        limit.applied_a = limit.applied_at = limit.applied_phases = limit.held = None

    def forget(self, charge_point_id: str) -> None:
        """Drop what is known of a charge point that was removed."""
        self._due = {key for key in self._due if key[0] != charge_point_id}
        self._given = {key: self._given[key] for key in self._given if key[0] != charge_point_id}


def _held(target: LimitTarget) -> HeldLimit:
    """What a charger holds that took it."""
    return HeldLimit(
        limit_a=target.limit_a, phases=target.phases, fallback_a=target.fallback_a or 0.0
    )


def _most(one: HeldLimit, other: HeldLimit) -> HeldLimit:
    """What is reckoned with where a charger may hold either."""
    on_all = one.phases is None or other.phases is None
    return HeldLimit(
        limit_a=max(one.limit_a, other.limit_a),
        phases=None if on_all else max(one.phases or 0, other.phases or 0),
        fallback_a=max(one.fallback_a, other.fallback_a),
    )
