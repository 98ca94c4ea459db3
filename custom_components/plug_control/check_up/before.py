"""What stood before a check-up: stored first, and restored at its end, also after a crash in the middle."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from ocpp.v16.enums import ChargingProfilePurposeType as Purpose

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.limits.ways import SHAPES
from custom_components.plug_control.central_system.quirks import LimitWay, quirks_of
from custom_components.plug_control.central_system.stations.configuration import value_of
from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.model.connector import Connector, ConnectorKey
from custom_components.plug_control.model.timestamps import read_time, write_time
from custom_components.plug_control.model.transaction import StopReason

_LONGEST_AGE: Final = timedelta(hours=1)
"""After this time it may be another car that is plugged in."""
_ENDED_BY_OTHERS: Final = frozenset(
    {
        StopReason.LOCAL,
        StopReason.EV_DISCONNECTED,
        StopReason.CAR_FULL,
        StopReason.EMERGENCY_STOP,
        StopReason.DEAUTHORIZED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stood at a connector before its check-up."""

    charging: bool
    """Whether a transaction ran."""
    id_tag: str | None = None
    started_by: str | None = None
    released: bool = False
    limit_way: str | None = None
    limit_key_value: str | None = None
    """The value of the configuration key that limits it; None: it has none."""
    purposes: tuple[str, ...] = ()
    """The purposes of profiles that were tried beside the usual way."""
    transaction_id: int | None = None
    """The transaction with which the check-up works, or worked last."""
    ended_at: datetime | None = None
    """When the check-up last did what may have ended the charge; None: it did nothing of the kind."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "charging": self.charging,
            "id_tag": self.id_tag,
            "started_by": self.started_by,
            "released": self.released,
            "limit_way": self.limit_way,
            "limit_key_value": self.limit_key_value,
            "purposes": list(self.purposes),
            "transaction_id": self.transaction_id,
            "ended_at": write_time(self.ended_at),
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Before:
        """Return what `as_dict` wrote; raises KeyError or ValueError for other data."""
        return cls(
            charging=row["charging"] is True,
            id_tag=row["id_tag"],
            started_by=row["started_by"],
            released=row["released"] is True,
            limit_way=row["limit_way"],
            limit_key_value=row["limit_key_value"],
            purposes=tuple(Purpose(each).value for each in row["purposes"]),
            transaction_id=row.get("transaction_id"),
            ended_at=read_time(row.get("ended_at")),
        )


def look_at(central_system: CentralSystem, key: ConnectorKey) -> Before:
    """Return what stands at a connector now."""
    charge_point = central_system.charge_points[key[0]]
    connector = charge_point.connector(key[1])
    transaction = connector.transaction
    limit_key = quirks_of(charge_point).limit_key
    value = None if limit_key is None else value_of(charge_point.configuration, limit_key)
    return Before(
        charging=transaction is not None,
        id_tag=None if transaction is None else transaction.id_tag or None,
        started_by=None if transaction is None else transaction.started_by,
        released=connector.limit.released,
        limit_way=charge_point.limit_way,
        limit_key_value=value,
        transaction_id=None if transaction is None else transaction.transaction_id,
    )


async def restore(central_system: CentralSystem, key: ConnectorKey, before: Before) -> None:
    """Bring back what stood before; raises CommandError where that must be tried again.

    A charge that the charger does not start again (most: until the car was unplugged) is left as it is, and so is one that
    somebody else started or ended.
    """
    charge_point = central_system.charge_points[key[0]]
    connector = charge_point.connector(key[1])
    for purpose in _left_over(before, charge_point.limit_way):
        await central_system.limits.trials.remove_profile(key, purpose)
    await central_system.limits.trials.end(key, released=before.released)
    limit_key = quirks_of(charge_point).limit_key
    if limit_key is not None and before.limit_key_value is not None and _is_unlimited(connector):
        connector.limit.released = before.released
        await central_system.commands.change_configuration(
            key[0], limit_key, before.limit_key_value
        )
    await _restore_charge(central_system, key, before)


def _is_unlimited(connector: Connector) -> bool:
    limit = connector.limit
    return limit.wanted_a is None and limit.smart is None and not limit.ceilings


def _left_over(before: Before, way: str | None) -> list[Purpose]:
    """Return the purposes whose profiles do not belong to the way in which the charger is limited from now on."""
    shape = SHAPES.get(LimitWay(way)) if way in set(LimitWay) else None
    kept = set() if shape is None else {shape.running, shape.idle}
    old = SHAPES.get(LimitWay(before.limit_way)) if before.limit_way in set(LimitWay) else None
    used = set() if old is None or old is shape else {old.running, old.idle}
    tried = {Purpose(each) for each in before.purposes}
    return [purpose for purpose in Purpose if purpose in (tried | used) - kept]


def _must_start(connector: Connector, before: Before, now: datetime) -> bool:
    """Whether the check-up ended the charge of a car that is still there, and nothing else starts it again."""
    if not before.charging or before.ended_at is None or now - before.ended_at > _LONGEST_AGE:
        return False
    last = connector.last_session
    by_others = (
        last is not None
        and last.transaction_id == before.transaction_id
        and last.stop_reason in _ENDED_BY_OTHERS
    )
    # After a pause that ended it, it is started again anyway
    return (
        not by_others and connector.is_plugged_in is True and connector.limit.stopped_id_tag is None
    )


async def _restore_charge(central_system: CentralSystem, key: ConnectorKey, before: Before) -> None:
    charge_point = central_system.charge_points[key[0]]
    connector = charge_point.connector(key[1])
    running = connector.transaction
    try:
        if running is not None:
            if not before.charging and running.transaction_id == before.transaction_id:
                await central_system.user_commands.stop_charging(*key)
        elif _must_start(connector, before, central_system.clock()):
            await central_system.user_commands.start_charging(
                *key, id_tag=before.id_tag, user_id=before.started_by
            )
    except CommandError:
        return  # the finding about stop and start says what this charger needs
