"""What people call the cards: the names that are shown instead of idTags."""

from .central_system.central_system import CentralSystem
from .model.tag import normalise_id_tag

HOME_ASSISTANT = "Home Assistant"


def tag_name(central_system: CentralSystem, charge_point_id: str, id_tag: str) -> str | None:
    """Return the name of the card that `charge_point_id` was shown; None for one that nobody registered."""
    if (tag := central_system.id_tag(id_tag, charge_point_id)) is not None:
        return tag.name
    remote_id_tag = central_system.settings.remote_id_tag
    return HOME_ASSISTANT if normalise_id_tag(id_tag) == normalise_id_tag(remote_id_tag) else None


def tag_label(
    central_system: CentralSystem, charge_point_id: str, id_tag: str | None
) -> str | None:
    """Return what stands for a card: its name, or the idTag itself where it has none."""
    if not id_tag:
        return None
    return tag_name(central_system, charge_point_id, id_tag) or id_tag
