"""Identify people by their cards, and by the names to which sessions were corrected."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
import json

from homeassistant.core import HomeAssistant

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.ledger.ledger import Counted
from custom_components.plug_control.model.tag import IdTag, IdTags, normalise_id_tag
from custom_components.plug_control.texts.dashboard import words_of
from custom_components.plug_control.texts.names import short_id_tag, tag_name
from custom_components.plug_control.texts.wording import plain

type ShownTag = tuple[str, str | None]
"""The charge point, and the idTag that it was shown; None or empty: there was none."""


@dataclass(frozen=True, slots=True)
class CorrectedTo:
    """The name to which somebody corrected who charged."""

    name: str


type Shown = ShownTag | CorrectedTo

NAME = "name_"
"""Prefix of the key of a person without a card, to whom sessions were corrected."""
CARD = "card_"
"""Prefix of the key of a person with a card; the card's normal form follows."""
NO_CARD = "no_card"
OTHERS = "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person, with the name of the card, or the end of its number if the card is not registered.

    `key` stays when the card gets another name. Cards of the same name are one person's, whose key is that of the first.
    """

    key: str
    name: str
    is_named: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceholderNames:
    """Names, in Home Assistant's language, of those without a card and of those beyond the limit."""

    no_card: str
    others: str


def shown_of(session: Counted, user_cards: Mapping[str, str]) -> Shown:
    """Return what stands for who charged: a corrected name, else the card of the user who started it, else the shown one."""
    if session.person is not None:
        return CorrectedTo(session.person)
    card = user_cards.get(session.started_by or "")
    return session.charge_point_id, card or session.id_tag


def cards_of_users(id_tags: Iterable[IdTag]) -> dict[str, str]:
    """Return the first card of each user who has one, by user id."""
    cards: dict[str, str] = {}
    for tag in id_tags:
        if tag.user_id is not None:
            cards.setdefault(tag.user_id, tag.id_tag)
    return cards


def people_of(
    shown: Iterable[Shown],
    central_system: CentralSystem,
    id_tags: Iterable[IdTag],
    names: PlaceholderNames,
) -> Mapping[Shown, Person]:
    """Return the person of each shown idTag; `id_tags` are all cards, past ones included, the first one first."""
    person_of = finder(central_system, id_tags, names)
    return {each: person_of(each) for each in shown}


def finder(
    central_system: CentralSystem, id_tags: Iterable[IdTag], names: PlaceholderNames
) -> Callable[[Shown], Person]:
    """Return the function that finds the person of a shown idTag, or of a name to which a session was corrected."""
    first: dict[str, Person] = {}
    known = IdTags(id_tags := [*id_tags])
    for tag in id_tags:
        first.setdefault(
            tag.name.casefold(), Person(key=card_key(tag.id_tag), name=plain(tag.name))
        )

    def person_of(shown: Shown) -> Person:
        if isinstance(shown, CorrectedTo):
            folded = shown.name.casefold()
            return first.get(folded) or Person(key=f"{NAME}{folded}", name=plain(shown.name))
        charge_point_id, id_tag = shown
        if not id_tag or not id_tag.strip():
            return Person(key=NO_CARD, name=names.no_card)
        name = tag_name(central_system, charge_point_id, id_tag)
        if name is None and (card := known.find(id_tag, card_serial=True)) is not None:
            name = card.name
        if name is None:
            return Person(
                key=card_key(id_tag), name=plain(short_id_tag(id_tag) or ""), is_named=False
            )
        return first.get(name.casefold(), Person(key=f"{CARD}{name}", name=plain(name)))

    return person_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The keys of the people that shown idTags and users count as."""

    shown: Mapping[Shown, str]
    users: Mapping[str, str]

    def agrees_with(self, before: Who) -> bool:
        """Return whether all tags and users of `before` still count as the same people."""
        return self.users == before.users and all(
            self.shown.get(shown) == key for shown, key in before.shown.items()
        )

    def digest(self) -> str:
        """Return a digest that differs when one person's energy may count as another's; it omits cards that count as themselves."""
        told = sorted(
            _parts(shown, key) for shown, key in self.shown.items() if not _is_itself(shown, key)
        )
        return blake2b(
            json.dumps([told, sorted(self.users.items())]).encode(), digest_size=16
        ).hexdigest()


def _parts(shown: Shown, key: str) -> list[str]:
    if isinstance(shown, CorrectedTo):
        return [shown.name, key]
    place, id_tag = shown
    return [place, id_tag or "", key]


def _is_itself(shown: Shown, key: str) -> bool:
    """Whether a card counts as itself, or a name as the person of that name without a card."""
    if isinstance(shown, CorrectedTo):
        return key == f"{NAME}{shown.name.casefold()}"
    _, id_tag = shown
    return not id_tag or key == card_key(id_tag)


def placeholder_names(hass: HomeAssistant) -> PlaceholderNames:
    """Return the names, in Home Assistant's language, of those without a card and of those beyond the limit."""
    words = words_of(hass.config.language)
    return PlaceholderNames(no_card=words["no_card"], others=words["other_cards"])


def card_key(id_tag: str) -> str:
    """Return the key of the person with this card."""
    return f"{CARD}{normalise_id_tag(id_tag)}"


def others(names: PlaceholderNames) -> Person:
    """Return the person that stands for all beyond the limit."""
    return Person(key=OTHERS, name=names.others)
