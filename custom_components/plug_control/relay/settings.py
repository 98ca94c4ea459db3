"""What a user says of a back end: where it is, which charge points it hears of, and what it may do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from custom_components.plug_control.model.relaying import MissingAnswer
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.security.own_files import OwnFiles

_SEGMENT = "!$&'()*+,;=:@"
"""Characters that a path segment may have as they are (RFC 3986, 3.3): some back ends do not decode a `*`."""
IDENTITY_PLACE = "{identity}"
"""Where in a URL the identity goes; without it, it is appended to the path."""


class CommandKind(StrEnum):
    """What a back end may be allowed, each by itself."""

    REMOTE_START = "remote_start"
    REMOTE_STOP = "remote_stop"
    UNLOCK = "unlock"
    AVAILABILITY = "availability"
    RESET = "reset"
    TRIGGER = "trigger"
    READ_CONFIGURATION = "read_configuration"
    CEILING = "ceiling"
    """Its charging profiles hold the charge at or below them."""


class SessionChoice(StrEnum):
    """Of whose cards a back end hears the sessions."""

    OWN = "own"
    """Of its own: cards that it has accepted, those assigned to it, and its remote starts."""
    CHOSEN = "chosen"
    """Of its own cards and of chosen ones."""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a back end hears and may do; the defaults are report only."""

    sessions: SessionChoice = SessionChoice.ALL
    own_id_tags: frozenset[str] = frozenset()
    """Cards that are assigned to this back end, in any spelling."""
    chosen_id_tags: frozenset[str] = frozenset()
    """Cards whose sessions it hears beside its own, in any spelling."""
    asks_cards: bool = False
    """Whether it decides about cards that we do not know."""
    missing_answer: MissingAnswer = MissingAnswer.REFUSE
    stops_refused: bool = False
    """Whether a charge with a card of its own that it refuses afterwards is stopped."""
    commands: frozenset[CommandKind] = frozenset()
    configuration_keys: frozenset[str] = frozenset()
    """The keys that its ChangeConfiguration may change at the charger; never one that holds a secret."""
    actions: frozenset[str] = frozenset()
    """Further actions that reach the charger, by their names (UpdateFirmware, SendLocalList, …)."""

    def is_own(self, id_tag: str) -> bool:
        """Whether a card is assigned to the back end."""
        return _is_among(id_tag, self.own_id_tags)

    def is_chosen(self, id_tag: str) -> bool:
        """Whether a card's sessions are chosen for the back end."""
        return _is_among(id_tag, self.chosen_id_tags)


def _is_among(id_tag: str, id_tags: frozenset[str]) -> bool:
    return bool(id_tags) and normalise_id_tag(id_tag) in map(normalise_id_tag, id_tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackEndSettings:
    """A back end."""

    back_end_id: str
    name: str
    url: str
    """ws or wss, with the path; the identity is appended to it, or stands where it says {identity}."""
    all_charge_points: bool = True
    identities: Mapping[str, str] = field(default_factory=dict)
    """Our identity of a charge point → its identity there; with `all_charge_points` only those that differ."""
    username: str | None = None
    """None: the identity, as the standard has it (R3)."""
    password: str | None = field(default=None, repr=False)
    certificate: OwnFiles | None = None
    """The client certificate with which we connect."""
    roots: Path | None = None
    """A file with the authorities to trust in place of the public ones."""
    paused: bool = False
    """Nothing is sent, and no connection kept; what is to be reported is still queued."""
    meter_interval_s: int | None = None
    """The least time between the meter values of a transaction that it gets; None: as it says, otherwise all."""
    rules: Rules = field(default_factory=Rules)

    def identity_of(self, charge_point_id: str) -> str | None:
        """Return the charge point's identity there; None if this back end does not hear of it."""
        own = charge_point_id if self.all_charge_points else None
        return self.identities.get(charge_point_id, own)

    def url_of(self, identity: str) -> str:
        """Return the URL of a charge point by its identity there (R2)."""
        segment = quote(identity, safe=_SEGMENT)
        if IDENTITY_PLACE in self.url:
            return self.url.replace(IDENTITY_PLACE, segment)
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{segment}"))

    @property
    def is_encrypted(self) -> bool:
        """Whether the URL is one of TLS."""
        return self.url[:4].casefold() == "wss:"

    def connects_like(self, other: BackEndSettings) -> bool:
        """Whether connections that were opened by `other` may stay."""
        return (
            self.url == other.url
            and self.username == other.username
            and self.password == other.password
            and self.certificate == other.certificate
            and self.roots == other.roots
        )
