"""Recognise which car is plugged in at each connector; pure.

What counts first: a person's correction of what a card said, the card of the session, the car's Autocharge id, a person's
choice, the plugged-in sensor of the car's own integration, and the car that the connector has by default.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from custom_components.plug_control.model.connector import ConnectorKey
from custom_components.plug_control.model.tag import card_part, is_vehicle, normalise_id_tag

from .options import CarOptions

OTHER_CAR: Final = "other"
"""The choice that says: none of the cars that are set up."""
TURNED_ON_BEFORE: Final = timedelta(minutes=2)
TURNED_ON_AFTER: Final = timedelta(minutes=10)
"""How long before and after the plug event a car's sensor may turn on to be about this connector."""
_EVER = datetime.min.replace(tzinfo=UTC)


class RecognisedBy(StrEnum):
    """What told which car it is."""

    CARD = "card"
    AUTOCHARGE = "autocharge"
    CHOICE = "choice"
    SENSOR = "sensor"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """What is known of the car at a connector, and of a choice that was made for it."""

    plugged_in: bool = False
    since: datetime | None = None
    """When it was plugged in; None: before anybody looked."""
    id_tags: tuple[str, ...] = ()
    """The tags of its sessions and the cards of the users who started these, the latest first."""
    chosen: str | None = None
    """The car that a person chose (its id, or OTHER_CAR); None: nobody did. It may precede the plug."""
    is_correction: bool = False
    """Whether the choice was made after the session's tag was known, so that it corrects what the tag says."""
    session_ids: tuple[int, ...] = ()
    """Its sessions so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The car that is plugged in (None: a strange one), and what told."""

    car_id: str | None
    by: RecognisedBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What the cars' own integrations tell."""

    turned_on: Mapping[str, datetime] = field(default_factory=dict)
    """When each car's plugged-in sensor last turned on."""
    away: Collection[str] = ()
    """Cars whose sensor says, long enough after somebody plugged in, that they are plugged in nowhere."""


def recognise(
    cars: Sequence[CarOptions], stays: Mapping[ConnectorKey, Stay], clues: Clues
) -> dict[ConnectorKey, Recognised]:
    """Return the car at each connector where one is plugged in and recognised; no car is at two."""
    search = _Search(cars, stays, clues)
    search.take_choices(corrections_only=True)
    search.take_by_tag(RecognisedBy.CARD)
    search.take_by_tag(RecognisedBy.AUTOCHARGE)
    search.take_choices()
    search.take_by_sensor()
    search.take_defaults()
    return search.found


class _Search:
    """A search for the cars at all connectors, by one clue after the other."""

    def __init__(
        self, cars: Sequence[CarOptions], stays: Mapping[ConnectorKey, Stay], clues: Clues
    ) -> None:
        self._clues = clues
        here = [(key, stay) for key, stay in stays.items() if stay.plugged_in]
        self._here = sorted(here, key=lambda each: (each[1].since or _EVER, each[0]))
        """Who was plugged in first keeps a car that two connectors would have by the same clue."""
        self._maybe = {key: [*cars] for key, _ in self._here}
        """The cars that each may be, by the clues so far."""
        self.found: dict[ConnectorKey, Recognised] = {}

    def take_by_tag(self, by: RecognisedBy) -> None:
        """Take the only free car that has a stay's latest known tag; several that have it narrow the further search."""
        for key, stay in self._open():
            for tag in stay.id_tags:
                if is_vehicle(tag) is not (by is RecognisedBy.AUTOCHARGE):
                    continue
                fitting = [car for car in self._free(key) if has_tag(car, tag)]
                if len(fitting) == 1:
                    self.found[key] = Recognised(car_id=fitting[0].car_id, by=by)
                if fitting:
                    self._maybe[key] = fitting
                    break

    def take_choices(self, *, corrections_only: bool = False) -> None:
        """Take what a person chose; a car that is taken already, or that the card excludes, is not taken."""
        for key, stay in self._open():
            if stay.chosen is None or (corrections_only and not stay.is_correction):
                continue
            if stay.chosen == OTHER_CAR:
                self.found[key] = Recognised(car_id=None, by=RecognisedBy.CHOICE)
            elif any(car.car_id == stay.chosen for car in self._free(key)):
                self.found[key] = Recognised(car_id=stay.chosen, by=RecognisedBy.CHOICE)

    def take_by_sensor(self) -> None:
        """Take the cars whose sensor turned on with one plug only, where no other car's did."""
        fitting = {
            key: [car.car_id for car in self._free(key) if self._turned_on_with(car, stay)]
            for key, stay in self._open()
        }
        for key, cars in fitting.items():
            if len(cars) == 1 and sum(cars[0] in others for others in fitting.values()) == 1:
                self.found[key] = Recognised(car_id=cars[0], by=RecognisedBy.SENSOR)

    def take_defaults(self) -> None:
        """Take the only free car that a connector has by default, unless that is known to be elsewhere."""
        for key, _ in self._open():
            fitting = [
                car
                for car in self._free(key)
                if key in car.connectors and car.car_id not in self._clues.away
            ]
            if len(fitting) == 1:
                self.found[key] = Recognised(car_id=fitting[0].car_id, by=RecognisedBy.DEFAULT)

    def _turned_on_with(self, car: CarOptions, stay: Stay) -> bool:
        at = self._clues.turned_on.get(car.car_id)
        if car.plugged_entity is None or at is None or stay.since is None:
            return False
        return -TURNED_ON_BEFORE <= at - stay.since <= TURNED_ON_AFTER

    def _open(self) -> list[tuple[ConnectorKey, Stay]]:
        return [(key, stay) for key, stay in self._here if key not in self.found]

    def _free(self, key: ConnectorKey) -> list[CarOptions]:
        taken = {each.car_id for each in self.found.values()}
        return [car for car in self._maybe[key] if car.car_id not in taken]


def has_tag(car: CarOptions, tag: str) -> bool:
    """Return whether a car has this tag, or the card in it (KEBA: card + "_" + serial number)."""
    shown = {normalise_id_tag(tag), normalise_id_tag(card_part(tag))}
    return any(normalise_id_tag(each) in shown for each in car.id_tags)
