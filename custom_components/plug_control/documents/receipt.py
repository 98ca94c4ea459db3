"""The receipt of one session: its numbers, rounded as in documents, and a sentence about them."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from custom_components.plug_control.model.money.cost import known_sum
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.model.session import Session
from custom_components.plug_control.texts.document_formats import DocumentFormat, document_format
from custom_components.plug_control.texts.languages import Words, words_in

from .cells import whole
from .rows import kwh, money, percent

_TENS: Final = 10
_MINUTE_S: Final = 60
_NOTHING: Final = SessionWorth()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a session took, cost and saved; None is unknown. Energies in kWh to the Wh, money to the smallest coin."""

    session_id: int
    connector: str
    """Its name."""
    person: str | None
    car: str | None
    started_at: datetime | None
    stopped_at: datetime | None
    energy_kwh: Decimal
    duration_s: int | None
    solar_kwh: Decimal | None = None
    battery_kwh: Decimal | None = None
    grid_kwh: Decimal | None = None
    solar_percent: int | None = None
    cost: Decimal | None = None
    saved: Decimal | None = None
    """Against charging at once at full power; negative where it cost more."""
    currency: str | None = None
    estimated: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return what automations get."""
        return {
            "session_id": self.session_id,
            "person": self.person,
            "car": self.car,
            "energy_kwh": float(self.energy_kwh),
            "duration_s": self.duration_s,
            "solar_percent": self.solar_percent,
            "cost": None if self.cost is None else float(self.cost),
            "saved": None if self.saved is None else float(self.saved),
            "currency": self.currency,
            "estimated": self.estimated,
        }


def receipt_of(
    session: Session,
    details: SessionDetails | None,
    *,
    connector: str,
    person: str | None,
    measures_sun: bool,
) -> Receipt:
    """Return the receipt of a session; in a house that cannot have sun, `measures_sun` False leaves out its share."""
    worth = (None if details is None else details.worth) or _NOTHING
    car = None if details is None else details.car_name
    energy_kwh = kwh(session.energy_wh)
    solar_kwh = _part(worth.solar_wh, energy_kwh)
    source_kwh = min(kwh(known_sum(worth.grid_wh, worth.solar_wh, worth.battery_wh)), energy_kwh)
    return Receipt(
        session_id=session.session_id,
        connector=whole(connector),
        person=person and whole(person),
        car=car and whole(car),
        started_at=session.started_at,
        stopped_at=session.stopped_at,
        energy_kwh=energy_kwh,
        duration_s=None if session.duration_s is None else round(session.duration_s),
        solar_kwh=solar_kwh,
        battery_kwh=_part(worth.battery_wh, energy_kwh),
        grid_kwh=_part(worth.grid_wh, energy_kwh),
        solar_percent=percent(solar_kwh, source_kwh, energy_kwh) if measures_sun else None,
        cost=_money(worth.cost, worth.currency),
        saved=_money(worth.saved, worth.currency),
        currency=worth.currency,
        estimated=session.energy_estimated or worth.estimated,
    )


class Wording:
    """The parts of a receipt in words of one language."""

    def __init__(self, receipt: Receipt, language: str) -> None:
        """Speak of `receipt` in a language ("de", "de-CH"), or in English where it is not known."""
        self.receipt = receipt
        self.words: Words = words_in(language, "receipt")
        self.format: DocumentFormat = document_format(language)

    def sentence(self) -> str:
        """Return all that is known in one line."""
        parts = (self.took(), self.sun(), self.cost(), self.saved(), self.estimated())
        return ", ".join(filter(None, parts))

    def energy(self, energy_kwh: Decimal | None = None) -> str:
        """Return an energy (None: the whole) with one decimal from 10 kWh on, else two."""
        value = self.receipt.energy_kwh if energy_kwh is None else energy_kwh
        return f"{self.format.number(value, 1 if value >= _TENS else 2)}\N{NO-BREAK SPACE}kWh"

    def duration(self) -> str | None:
        """Return how long it took, None where its start is not known."""
        if self.receipt.duration_s is None:
            return None
        hours, minutes = divmod(round(self.receipt.duration_s / _MINUTE_S), 60)
        word = self.words["hours" if hours else "minutes"]
        return word.format(hours=hours, minutes=f"{minutes:02}" if hours else minutes)

    def took(self) -> str:
        """Return energy and duration."""
        duration = self.duration()
        if duration is None:
            return self.energy()
        return self.words["took"].format(energy=self.energy(), duration=duration)

    def sun(self) -> str | None:
        """Return the share of the sun, None where it is not known."""
        share = self.receipt.solar_percent
        return None if share is None else self.words["sun"].format(share=self.format.share(share))

    def cost(self) -> str | None:
        """Return the cost, None where it is not known."""
        return self._money(self.receipt.cost)

    def saved(self) -> str | None:
        """Return what was saved, or cost more; None where nothing was, or it is not known."""
        if not self.receipt.saved:
            return None
        word = self.words["saved" if self.receipt.saved > 0 else "dearer"]
        return word.format(cost=self._money(abs(self.receipt.saved)))

    def estimated(self) -> str | None:
        """Return that a part was estimated, None where none was."""
        return self.words["estimated"] if self.receipt.estimated else None

    def times(self, zone: tzinfo) -> str | None:
        """Return when it began and ended in a time zone, None where neither is known."""
        began, ended = (
            None if each is None else each.astimezone(zone)
            for each in (self.receipt.started_at, self.receipt.stopped_at)
        )
        if began is None or ended is None:
            known = began or ended
            return None if known is None else self.format.moment(known)
        is_one_day = began.date() == ended.date()
        return f"{self.format.moment(began)} – {f'{ended:%H:%M}' if is_one_day else self.format.moment(ended)}"

    def _money(self, amount: Decimal | None) -> str | None:
        return None if amount is None else self.format.cost(amount, self.receipt.currency)


def _part(wh: float | None, whole: Decimal) -> Decimal | None:
    return None if wh is None else min(kwh(wh), whole)


def _money(amount: float | None, currency: str | None) -> Decimal | None:
    return None if amount is None else money(Decimal(repr(amount)), currency)
