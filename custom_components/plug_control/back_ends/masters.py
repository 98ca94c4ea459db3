"""A card and a command have one master: find what two back ends would both decide at the same charge point."""

from collections.abc import Iterable

from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.relay.settings import BackEndSettings, CommandKind

_SHARED = frozenset({CommandKind.CEILING, CommandKind.TRIGGER, CommandKind.READ_CONFIGURATION})
"""What several may have: of ceilings the least counts, and the others change nothing."""


def master_conflict(
    wanted: BackEndSettings, others: Iterable[BackEndSettings], charge_point_ids: Iterable[str]
) -> tuple[str, BackEndSettings] | None:
    """Return what another back end decides already (a form's error: cards, own_card, command) and that back end."""
    known = tuple(charge_point_ids)
    for other in others:
        if other.back_end_id == wanted.back_end_id or not _meet(wanted, other, known):
            continue
        mine, theirs = wanted.rules, other.rules
        if mine.asks_cards and theirs.asks_cards:
            return "other_asks_cards", other
        if _plain(mine.own_id_tags) & _plain(theirs.own_id_tags):
            return "other_has_card", other
        if (mine.commands & theirs.commands) - _SHARED:
            return "other_has_command", other
        if mine.configuration_keys & theirs.configuration_keys or mine.actions & theirs.actions:
            return "other_has_command", other
    return None


def _meet(one: BackEndSettings, other: BackEndSettings, known: Iterable[str]) -> bool:
    """Whether there is a charge point, or may be one later, of which both hear."""
    if one.all_charge_points and other.all_charge_points:
        return True
    named = {*known, *one.identities, *other.identities}
    return any(one.identity_of(each) and other.identity_of(each) for each in named)


def _plain(id_tags: Iterable[str]) -> set[str]:
    return {*map(normalise_id_tag, id_tags)}
