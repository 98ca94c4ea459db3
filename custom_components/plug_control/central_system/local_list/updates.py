"""What a charger's list should contain, and the next SendLocalList on the way there; pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ocpp.v16.datatypes import AuthorizationData, IdTagInfo
from ocpp.v16.enums import AuthorizationStatus, UpdateType

from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.model.local_list import ListEntries, ListEntry, by_id_tag
from custom_components.plug_control.model.tag import MAX_ID_TAG, IdTag, TagStatus, normalise_id_tag
from custom_components.plug_control.protocol.messages import format_timestamp

MAX_VERSION = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUpdate:
    """One SendLocalList: the whole list or its beginning, or a difference to what the charger holds."""

    is_full: bool
    put: tuple[ListEntry, ...] = ()
    removed: tuple[str, ...] = field(default=())
    """The idTags to delete."""

    def applied_to(self, held: ListEntries | None) -> ListEntries:
        """Return what a charger holds after it took this update."""
        gone = {normalise_id_tag(id_tag) for id_tag in self.removed}
        before = {} if self.is_full or held is None else held
        kept = {key: entry for key, entry in before.items() if key not in gone}
        return kept | by_id_tag([*self.put])

    def authorization_list(self) -> list[AuthorizationData]:
        """Return the entries as the message has them; one without idTagInfo deletes (standard section 7.1)."""
        return [
            *(AuthorizationData(id_tag=id_tag) for id_tag in self.removed),
            *map(_authorization_data, self.put),
        ]


def _authorization_data(entry: ListEntry) -> AuthorizationData:
    expires_at = entry.expires_at
    return AuthorizationData(
        id_tag=entry.id_tag,
        id_tag_info=IdTagInfo(
            status=AuthorizationStatus(entry.status.value),
            parent_id_tag=entry.group,
            expiry_date=None if expires_at is None else format_timestamp(expires_at),
        ),
    )


def wanted_entries(
    tags: Iterable[IdTag],
    who_may_charge: WhoMayCharge,
    room: int | None,
    remote_id_tag: str | None = None,
) -> tuple[ListEntries, int]:
    """Return the entries that a charger should have, `room` at most, and how many cards it cannot have.

    `remote_id_tag` is the only idTag of its own list with which it takes remote starts, so that it must stay there.
    Where there is no room for all, cards that may charge come first. Where anyone may charge, expired cards may, too.
    """
    ignores_expiry = who_may_charge is WhoMayCharge.ANYONE
    entries: list[ListEntry] = []
    too_long = 0
    for tag in tags:
        if len(tag.id_tag) > MAX_ID_TAG:
            too_long += 1
            continue
        entries.append(
            ListEntry(
                id_tag=tag.id_tag,
                status=TagStatus.BLOCKED if tag.blocked else TagStatus.ACCEPTED,
                expires_at=None if ignores_expiry else tag.expires_at,
                group=tag.group if tag.group and len(tag.group) <= MAX_ID_TAG else None,
            )
        )
    entries.sort(key=lambda entry: entry.status is TagStatus.BLOCKED)
    registered = {normalise_id_tag(entry.id_tag) for entry in entries}
    if remote_id_tag is not None and normalise_id_tag(remote_id_tag) not in registered:
        entries.insert(0, ListEntry(id_tag=remote_id_tag))
    kept = entries if room is None else entries[: max(room, 0)]
    return by_id_tag(kept), too_long + len(entries) - len(kept)


def next_update(
    held: ListEntries | None, wanted: ListEntries, *, chunk: int, deletes: bool
) -> ListUpdate | None:
    """Return the next update with `chunk` entries at most, None where the charger has what it should have.

    `deletes`: the charger understands entries that delete; otherwise the whole list replaces the one with a surplus.
    Deletions come first, so that the list never has more entries than before or after.
    """
    removed = () if held is None else tuple(held[key].id_tag for key in held if key not in wanted)
    if held is None or (removed and not deletes):
        return ListUpdate(is_full=True, put=tuple(wanted.values())[:chunk])
    put = tuple(entry for key, entry in wanted.items() if held.get(key) != entry)
    if not removed and not put:
        return None
    now = removed[:chunk]
    return ListUpdate(is_full=False, removed=now, put=put[: chunk - len(now)])


def revokes(held: ListEntries | None, wanted: ListEntries) -> bool:
    """Whether a card that the charger accepts shall no longer be accepted, or not as long as before."""
    return held is not None and any(
        entry.status is TagStatus.ACCEPTED
        and (
            key not in wanted
            or wanted[key].status is not TagStatus.ACCEPTED
            or ends_earlier(wanted[key].expires_at, entry.expires_at)
        )
        for key, entry in held.items()
    )


def ends_earlier(expires_at: datetime | None, before: datetime | None) -> bool:
    """Whether a card's end of validity moved to an earlier time; None is never."""
    return expires_at is not None and (before is None or expires_at < before)


def version_after(*versions: int) -> int:
    """Return a listVersion above all of these, never 0 or less (R31); past the largest one it starts again."""
    highest = max(0, *versions)
    return highest + 1 if highest < MAX_VERSION else 1


def message_fields(update: ListUpdate, version: int) -> dict[str, Any]:
    """Return the fields of SendLocalList."""
    return {
        "list_version": version,
        "update_type": UpdateType.full if update.is_full else UpdateType.differential,
        "local_authorization_list": update.authorization_list(),
    }
