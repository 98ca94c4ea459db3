"""The cards that a charge point knows by itself: local authorization list and cache (OCPP 1.6, section 3.5)."""

from datetime import datetime
from enum import StrEnum

from .configuration import Configuration
from .frames import Payload
from .memory import Memory
from .values import parse_timestamp


class Decision(StrEnum):
    """The decision of a charge point about a card without asking the central system."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class KnownTags:
    """Local list and cache, the list first; idTags compare without case."""

    def __init__(self, memory: Memory, configuration: Configuration) -> None:
        """Use the list and cache in `memory`, as far as `configuration` enables them."""
        self._memory = memory
        self._configuration = configuration

    def decide(self, id_tag: str, now: datetime) -> Decision:
        """Return the decision of list and cache; an expired entry counts as unknown."""
        key = id_tag.lower()
        info: Payload | None = None
        if self._configuration.flag("LocalAuthListEnabled"):
            info = self._memory.local_list.get(key)
        if info is None and self._configuration.flag("AuthorizationCacheEnabled"):
            info = self._memory.cache.get(key)
        if info is None or _expired(info, now):
            return Decision.UNKNOWN
        return Decision.ACCEPTED if info.get("status") == "Accepted" else Decision.REFUSED

    def learn(self, id_tag: str, info: Payload) -> None:
        """Cache the idTagInfo that the central system sent for a card."""
        self._memory.cache[id_tag.lower()] = info

    def clear_cache(self) -> None:
        """Clear the cache."""
        self._memory.cache.clear()


def _expired(info: Payload, now: datetime) -> bool:
    expiry = parse_timestamp(info.get("expiryDate"))
    return expiry is not None and expiry <= now
