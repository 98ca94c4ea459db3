"""Remember which limit each charger got last, and which limits must be sent again."""

from dataclasses import dataclass
from datetime import datetime

from custom_components.plug_control.model.connector import Connector, ConnectorKey, HeldLimit, Limit

from .targets import LimitTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    target: LimitTarget
    at: datetime
    taken: bool
    """False: the charger takes it only once a transaction runs."""


class GivenLimits:
    """The limits that the connectors got last."""

    def __init__(self) -> None:
        self._given: dict[ConnectorKey, _Given] = {}
        self._due: set[ConnectorKey] = set()
        """Connectors whose limit must be sent even if the charger has confirmed it once."""

    def is_due(self, key: ConnectorKey) -> bool:
        """Whether the limit must be sent even if the charger holds it already."""
        return key in self._due

    def set_due(self, key: ConnectorKey) -> None:
        """Have the limit sent at the next run, whatever the charger holds."""
        self._due.add(key)

    def begin(self, key: ConnectorKey) -> bool:
        """Note that the limit is being sent; returns whether it was due. If it becomes due meanwhile, it is sent again."""
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
        """Note what the charger holds now, in `limit` too; returns whether that differs from before.

        `told_a` is the limit in A that it took, None where it takes one only once a transaction runs.
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
        """Note that the charger may hold the old or the new limit: the greater one counts. Returns whether that changed."""
        self.set_due(key)
        before = limit.held
        if before is not None:
            limit.held = _most(before, _held(target))
        return before != limit.held

    def holds(self, key: ConnectorKey, limit: Limit, target: LimitTarget) -> bool:
        """Whether the charger has confirmed exactly this target."""
        given = self._given.get(key)
        if given is None:
            return limit.applied_a == target.limit_a
        return limit.applied_a is not None and given.target == target

    def waits(self, key: ConnectorKey, connector: Connector, target: LimitTarget) -> bool:
        """Whether the charger takes the target only once a transaction runs, and none runs."""
        given = self._given.get(key)
        if given is None or given.taken or key in self._due:
            return False
        return connector.transaction is None and given.target == target

    def is_old(self, key: ConnectorKey, target: LimitTarget, now: datetime) -> bool:
        """Whether the charger's schedule must be renewed."""
        given = self._given.get(key)
        return given is not None and target.is_old(given.at, now)

    def lost(self, key: ConnectorKey, limit: Limit) -> None:
        """Note that the charger does not hold its limit any more."""
        self._given.pop(key, None)
        limit.applied_a = limit.applied_at = limit.applied_phases = limit.held = None

    def forget(self, charge_point_id: str) -> None:
        """Drop what is known of a charge point that was removed."""
        self._due = {key for key in self._due if key[0] != charge_point_id}
        self._given = {key: self._given[key] for key in self._given if key[0] != charge_point_id}


def _held(target: LimitTarget) -> HeldLimit:
    """Return what a charger holds after it took the target."""
    return HeldLimit(
        limit_a=target.limit_a, phases=target.phases, fallback_a=target.fallback_a or 0.0
    )


def _most(one: HeldLimit, other: HeldLimit) -> HeldLimit:
    """Return the most that a charger allows that holds one of the two."""
    on_all = one.phases is None or other.phases is None
    return HeldLimit(
        limit_a=max(one.limit_a, other.limit_a),
        phases=None if on_all else max(one.phases or 0, other.phases or 0),
        fallback_a=max(one.fallback_a, other.fallback_a),
    )
