"""Cards (idTags): how they compare, and whether one may charge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
import re

MAX_ID_TAG = 20
"""The longest idTag of the standard."""
_BYTES = re.compile(r"[0-9a-f]{2}(?:[:-][0-9a-f]{2})+")
_SERIAL_SEPARATOR = "_"
_VEHICLE = re.compile(r"(vid|evccid|mac)([:_-])([0-9a-f:-]+)")
"""An Autocharge idTag: a prefix and the address of the car's charging controller."""
_MAC = re.compile(r"[0-9a-f]{12}(?:[0-9a-f]{4})?")
"""Six bytes, or the eight of DIN 70121. Cards have 4, 7, 8 or 10, so that six bytes alone are a car's, too."""


def normalise_id_tag(id_tag: str) -> str:
    """Return the form in which tags are compared: trimmed and casefolded (R19), of any length.

    One make sends a card as `20:7A:C1:99`, another as `207ac199`: bytes lose their separators.
    """
    folded = id_tag.strip().casefold()
    prefix = ""
    if (found := _VEHICLE.fullmatch(folded)) is not None:
        prefix, folded = f"{found[1]}{found[2]}", found[3]
    if _BYTES.fullmatch(folded):
        folded = folded.replace(":", "").replace("-", "")
    return prefix + folded


def is_vehicle(id_tag: str) -> bool:
    """Whether an idTag is a car's own (Autocharge): `VID:` and the address of its controller, or that address alone."""
    normal = normalise_id_tag(id_tag)
    if (found := _VEHICLE.fullmatch(normal)) is not None:
        return _MAC.fullmatch(found[3]) is not None
    # Twelve decimal digits are rather a number that is printed on a card.
    return len(normal) == 12 and _MAC.fullmatch(normal) is not None and not normal.isdecimal()


def card_part(id_tag: str) -> str:
    """Return the card's part of a tag to which the charger appends its serial number (KEBA: card + "_" + serial)."""
    return id_tag.rpartition(_SERIAL_SEPARATOR)[0] or id_tag


class TagStatus(StrEnum):
    """The status of a registered card, by OCPP's names."""

    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    EXPIRED = "Expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdTag:
    """A registered card; `group` is OCPP's parentIdTag: cards of one group may stop each other's transactions (R19)."""

    id_tag: str
    name: str
    expires_at: datetime | None = None
    blocked: bool = False
    group: str | None = None
    user_id: str | None = None
    """The user whose remote starts use this card."""

    def status_at(self, when: datetime) -> TagStatus:
        """Return the card's status at a time; at `expires_at` it is no longer valid."""
        if self.blocked:
            return TagStatus.BLOCKED
        if self.expires_at is not None and when >= self.expires_at:
            return TagStatus.EXPIRED
        return TagStatus.ACCEPTED


class IdTags:
    """The registered cards, found by tags in any spelling (R19)."""

    def __init__(self, tags: Iterable[IdTag] = ()) -> None:
        self._tags = {normalise_id_tag(tag.id_tag): tag for tag in tags}

    def __iter__(self) -> Iterator[IdTag]:
        """Iterate over the cards."""
        return iter(self._tags.values())

    def of_user(self, user_id: str, at: datetime) -> IdTag | None:
        """Return the first card of a user that may charge and is short enough for a remote start, None without one."""
        return next(
            (
                tag
                for tag in self._tags.values()
                if tag.user_id == user_id
                and tag.status_at(at) is TagStatus.ACCEPTED
                and len(tag.id_tag) <= MAX_ID_TAG
            ),
            None,
        )

    def has_group(self, group: str) -> bool:
        """Whether a parentIdTag is the group of a card, or a card, in any spelling."""
        wanted = normalise_id_tag(group)
        return wanted in self._tags or any(
            tag.group is not None and normalise_id_tag(tag.group) == wanted
            for tag in self._tags.values()
        )

    def find(self, id_tag: str, *, card_serial: bool = False) -> IdTag | None:
        """Return the registered card or None; `card_serial`: the charger sends card + "_" + serial number (KEBA)."""
        tag = self._tags.get(normalise_id_tag(id_tag))
        if tag is None and card_serial:
            tag = self._tags.get(normalise_id_tag(card_part(id_tag)))
        return tag
