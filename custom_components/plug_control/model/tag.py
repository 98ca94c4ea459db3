"""Cards: who may charge, and the answer that a charger gets when one is presented."""

from dataclasses import dataclass
from datetime import datetime


def normalise_id_tag(id_tag: str) -> str:
    """Return the form in which tags are compared: trimmed and without case (R19)."""
    return id_tag.strip().casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class IdTag:
    """A registered card; `group` is OCPP's parentIdTag: cards of one group may stop each other's transactions (R19)."""

    id_tag: str
    name: str
    expires_at: datetime | None = None
    blocked: bool = False
    group: str | None = None
