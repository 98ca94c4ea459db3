"""Names of cards and users, shown instead of idTags."""

from datetime import datetime

from homeassistant.config_entries import ConfigEntry

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.entry_settings import SharedSessions, id_tags, shared_sessions
from custom_components.plug_control.model.tag import normalise_id_tag

HOME_ASSISTANT = "Home Assistant"
_CAR = "VID:"
"""How the idTag of a car begins (Autocharge)."""


def tag_name(central_system: CentralSystem, charge_point_id: str, id_tag: str) -> str | None:
    """Return the name of a card at a charge point; HOME_ASSISTANT for its own remote idTag, None if not registered."""
    if (tag := central_system.id_tag(id_tag, charge_point_id)) is not None:
        return tag.name
    own = {normalise_id_tag(central_system.settings.remote_id_tag)}
    if charge_point_id in central_system.charge_points:
        only = central_system.settings_of(charge_point_id).remote_id_tag
        own |= {normalise_id_tag(only)} if only else set()
    return HOME_ASSISTANT if normalise_id_tag(id_tag) in own else None


def user_name(entry: ConfigEntry, user_id: str, at: datetime | None = None) -> str | None:
    """Return a user's name at a time: the name of the user's card, as in statistics, or else of the Home Assistant user."""
    names = entry.runtime_data.names
    card = next((tag for tag in id_tags(entry) if tag.user_id == user_id), None)
    name: str | None = names.user(user_id, at) if card is None else names.card(card.id_tag, at)
    return name


def short_id_tag(id_tag: str | None) -> str | None:
    """Return the end of a card's number: enough to tell cards apart, too little to copy one; with VID for a car's."""
    shown = id_tag and f"…{id_tag[max(len(id_tag) * 2 // 3, len(id_tag) - 4) :]}"
    return f"{_CAR}{shown}" if id_tag and id_tag.upper().startswith(_CAR) else shown


def shown_id_tag(entry: ConfigEntry, id_tag: str | None) -> str | None:
    """Return a card's number as states show it to all users: shortened, unless the options share whole numbers."""
    is_shared = shared_sessions(entry) is SharedSessions.WHOLE
    return id_tag if is_shared else short_id_tag(id_tag)


def tag_label(
    entry: ConfigEntry,
    central_system: CentralSystem,
    charge_point_id: str,
    id_tag: str | None,
    started_by: str | None = None,
) -> str | None:
    """Return who charges: the user who started it, or else the card's name, or else its number as states show it."""
    if started_by is not None and (user := user_name(entry, started_by)) is not None:
        return user
    if not id_tag:
        return None
    return tag_name(central_system, charge_point_id, id_tag) or shown_id_tag(entry, id_tag)
