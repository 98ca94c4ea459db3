"""Actions that only read: the ledger's sessions, open transactions, the dashboard."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from homeassistant.const import CONF_LANGUAGE
from homeassistant.core import ServiceCall
from homeassistant.helpers import config_validation as cv
from homeassistant.util.json import JsonObjectType
import voluptuous as vol

from custom_components.plug_control.central_system.ledger.ledger import (
    People,
    PresentedCard,
    SessionFilter,
    SessionPage,
    TotalsBy,
    shown_of,
)
from custom_components.plug_control.const import CONF_ID_TAG, SUBENTRY_CAR
from custom_components.plug_control.coordinator import PlugControlConfigEntry
from custom_components.plug_control.dashboard.build import async_build_dashboard
from custom_components.plug_control.entry_settings import SharedSessions, id_tags
from custom_components.plug_control.model.relaying import RelayedSession, RelayState
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.permissions import Caller
from custom_components.plug_control.statistics.people import (
    NO_CARD,
    CorrectedTo,
    Person,
    Shown,
    cards_of_users,
    finder,
    placeholder_names,
)
from custom_components.plug_control.texts.names import short_id_tag, tag_name, user_name
from custom_components.plug_control.texts.wording import plain

from .fields import CONNECTOR, TARGET, Fields, moment, text, whole
from .targets import async_get_optional_target, async_loaded_entries

FILTERS: Fields = {
    **TARGET,
    **CONNECTOR,
    vol.Optional(CONF_ID_TAG): text(255),
    vol.Optional("car_id"): text(64),
    vol.Optional("person"): text(255),
    vol.Optional("start"): moment,
    vol.Optional("end"): moment,
}
SESSIONS_FIELDS: Fields = {
    **FILTERS,
    vol.Optional("limit", default=1000): whole(1, 5000),
    vol.Optional("offset", default=0): whole(0),
    vol.Optional("newest_first", default=False): cv.boolean,
}
TRANSACTIONS_FIELDS: Fields = {**TARGET, **CONNECTOR}
DASHBOARD_FIELDS: Fields = {**TARGET, vol.Optional(CONF_LANGUAGE): text(35)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a query reads for its caller: a config entry's charge point (None: all), and its connector (None: all)."""

    caller: Caller
    entry: PlugControlConfigEntry
    charge_point_id: str | None = None
    connector_id: int | None = None

    def names(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the names of charge point, connector, card and starting user at the time when a session began."""
        charge_point_id, id_tag = row["charge_point_id"], row["id_tag"]
        began = row["started_at"] or row.get("stopped_at")
        at = datetime.fromisoformat(began) if began else None
        data = self.entry.runtime_data
        return {
            "charge_point_name": data.names.charge_point(charge_point_id, at),
            "connector_name": data.names.connector(charge_point_id, row["connector_id"], at),
            "card_name": id_tag
            and (
                data.names.card(id_tag, at)
                or tag_name(data.central_system, charge_point_id, id_tag)
            ),
            "started_by_name": (by := row["started_by"]) and user_name(self.entry, by, at),
        }

    def finder(self) -> Callable[[Shown], Person]:
        """Return the function that finds the person of a card or of a corrected name, as statistics tell people apart."""
        data = self.entry.runtime_data
        names = placeholder_names(self.caller.hass)
        return finder(data.central_system, data.names.cards(), names)

    async def async_people(self) -> People:
        """Return who is who by name, for queries of the ledger; raises OSError."""
        ledger = self.entry.runtime_data.central_system.ledger
        shown = await ledger.shown()
        corrected = {*(await ledger.corrected_people()).values()}
        users = cards_of_users(id_tags(self.entry))
        person_of = self.finder()

        def people() -> People:
            names: dict[str, str] = {}
            for name in sorted(corrected):
                person = person_of(CorrectedTo(name))
                names[name] = next(
                    (known for known in names.values() if known.casefold() == name.casefold()),
                    person.name,
                )
            cards = {(place, card): person_of((place, card)) for place, _, card in shown}
            return People(
                # Without a card it is nobody: readers of several languages name that themselves
                cards={each: of.name for each, of in cards.items() if of.key != NO_CARD},
                users={user_id: person_of(("", card)).name for user_id, card in users.items()},
                names=names,
            )

        return await self.caller.hass.async_add_executor_job(people)

    def seen(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return a session or a transaction as the caller may see it; None if the caller may not see it at all."""
        caller, id_tag = self.caller, row["id_tag"]
        if caller.is_administrator:
            return row
        if not self.may_read(row):
            return None
        if self.is_own(row):
            return row
        match caller.shared(self.entry):
            case SharedSessions.WHOLE:
                return row
            case SharedSessions.SHORT:
                return row | {"id_tag": short_id_tag(id_tag)}
        return None

    def is_own(self, row: Mapping[str, Any]) -> bool:
        """Return whether a session is the caller's: started by the caller or with the caller's card; administrators own all."""
        if self.caller.is_administrator or self.is_started(row):
            return True
        id_tag = row["id_tag"]
        card = self.entry.runtime_data.central_system.id_tag(id_tag or "", row["charge_point_id"])
        return self.caller.owns(self.entry, id_tag if card is None else card.id_tag)

    def may_read(self, row: Mapping[str, Any]) -> bool:
        """Return whether the caller may read any entity of the row's connector."""
        return self.caller.may_read(self.entry, row["charge_point_id"], row["connector_id"])

    def without_user_id(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row without another user's id (its name stays); administrators see all ids."""
        is_told = self.caller.is_administrator or self.is_started(row)
        return row if is_told else row | {"started_by": None}

    def is_started(self, row: Mapping[str, Any]) -> bool:
        """Return whether the caller started the row's charge, with any card."""
        user = self.caller.user
        return user is not None and row.get("started_by") == user.id

    def id_tag(self, id_tag_or_name: str | None) -> str | None:
        """Return the idTag of a card given by idTag or name, past names included."""
        if id_tag_or_name is None:
            return None
        return self._cards_by_name().get(id_tag_or_name.casefold(), id_tag_or_name)

    def is_number(self, id_tag_or_name: str | None) -> bool:
        """Return whether this is an idTag, not a card's name."""
        return id_tag_or_name is not None and id_tag_or_name.casefold() not in self._cards_by_name()

    def _cards_by_name(self) -> dict[str, str]:
        cards = [*self.entry.runtime_data.names.cards(), *id_tags(self.entry)]
        return {tag.name.casefold(): tag.id_tag for tag in cards}


async def async_get_sessions(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return a page of the matching sessions that the caller may see, with names, and the totals of all of them."""
    data = service_call.data
    limit, offset, newest_first = data["limit"], data["offset"], data["newest_first"]
    found = [*scopes(caller, service_call)]
    is_one = len(found) == 1
    pages = [
        await async_page(
            scope,
            data,
            limit=limit if is_one else offset + limit,
            offset=offset if is_one else 0,
            newest_first=newest_first,
        )
        for scope in found
    ]
    rows = [row for page in pages for row in page.rows]
    if not is_one:
        rows.sort(key=lambda row: row["started_at"] or row["stopped_at"], reverse=newest_first)
        rows = rows[offset : offset + limit]
    return {
        "sessions": [*rows],
        "total_count": sum(page.count for page in pages),
        "totals": {
            "energy_wh": sum(page.energy_wh for page in pages),
            "duration_s": sum(page.duration_s for page in pages),
        },
        "only_own": any(caller.shared(scope.entry) is SharedSessions.NONE for scope in found),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The sessions that a caller sees, and the cards whose numbers are shortened for the caller."""

    wanted: SessionFilter
    shorten: frozenset[PresentedCard] = frozenset()


async def async_seen(scope: Scope, data: Mapping[str, Any]) -> Seen:
    """Return the sessions of a config entry that fit a query's fields and that the caller may see; raises OSError."""
    ledger = scope.entry.runtime_data.central_system.ledger
    person: tuple[People, str] | None = None
    if (asked := data.get("person")) is not None:
        people = await scope.async_people()
        known = {*people.cards.values(), *people.users.values(), *people.names.values()}
        folded = asked.casefold()
        person = people, next((name for name in known if name.casefold() == folded), asked)
    wanted = SessionFilter(
        charge_point_id=scope.charge_point_id,
        connector_id=scope.connector_id,
        id_tag=scope.id_tag(data.get(CONF_ID_TAG)),
        start=data.get("start"),
        end=data.get("end"),
        car_id=data.get("car_id"),
        person=person,
        session_id=data.get("session_id"),
    )
    shorten: set[PresentedCard] = set()
    if not scope.caller.is_administrator:
        seen: set[PresentedCard] = set()
        only_started: set[PresentedCard] = set()
        for shown in await ledger.shown():
            row = {"charge_point_id": shown[0], "connector_id": shown[1], "id_tag": shown[2]}
            if (as_seen := scope.seen(row)) is not None:
                seen.add(shown)
                shorten |= {shown} if as_seen != row else set()
            elif scope.may_read(row):
                only_started.add(shown)
        if scope.is_number(data.get(CONF_ID_TAG)):
            # A number that the caller may not see must not be found out by guessing
            seen, only_started, shorten = seen - shorten, only_started | shorten, set()
        user = scope.caller.user
        wanted = replace(
            wanted,
            shown=frozenset(seen),
            started_by=None if user is None else user.id,
            started_shown=frozenset(only_started),
        )
    return Seen(wanted=wanted, shorten=frozenset(shorten))


async def async_page(
    scope: Scope,
    data: Mapping[str, Any],
    *,
    limit: int,
    offset: int = 0,
    newest_first: bool = False,
    hourly: bool = False,
) -> SessionPage:
    """Return a page of one config entry's sessions; a thread builds its rows. Raises OSError."""
    seen = await async_seen(scope, data)
    person_of = scope.finder()
    users = cards_of_users(id_tags(scope.entry))

    def shape(row: dict[str, Any]) -> dict[str, Any]:
        if not hourly:
            del row["hourly_wh"]
        row |= scope.names(row) | _person(row, person_of, users)
        if seen.shorten and shown_of(row) in seen.shorten and not scope.is_started(row):
            row |= {"id_tag": short_id_tag(row["id_tag"]), "note": None}
        return scope.without_user_id(row)

    page = await scope.entry.runtime_data.central_system.ledger.page(
        seen.wanted, limit=limit, offset=offset, newest_first=newest_first, shape=shape
    )
    if scope.caller.is_administrator:
        await _async_add_back_ends(scope, page.rows)
    return page


async def _async_add_back_ends(scope: Scope, rows: Iterable[dict[str, Any]]) -> None:
    """Add to sessions which back ends have heard of them, where there are back ends. Raises OSError."""
    back_ends = scope.entry.runtime_data.back_ends
    if not back_ends.all:
        return
    names = {each.back_end_id: each.name for each in back_ends.all}
    shown = {row["session_id"]: row for row in rows}
    for row in shown.values():
        row["back_ends"] = []
    for each in await back_ends.async_relayed([*shown]):
        delivered_at = each.delivered_at
        shown[each.session_id]["back_ends"].append(
            {
                "back_end": names[each.back_end_id],
                "state": _relay_state(each, shown[each.session_id]),
                "delivered_at": None if delivered_at is None else delivered_at.isoformat(),
                "note": None if each.note is None else plain(each.note),
            }
        )


def _relay_state(relayed: RelayedSession, row: Mapping[str, Any]) -> str:
    """Return how far a session is with a back end, in the action's words."""
    is_running = row["stopped_at"] is None
    if (
        relayed.state is RelayState.QUEUED
        and is_running
        and relayed.their_transaction_id is not None
    ):
        return "started"
    return relayed.state.name.lower()


async def async_known_cars(scope: Scope) -> dict[str, str]:
    """Return the cars that the caller knows, by id: those whose entities the caller may read, and those of sessions that the caller sees.

    The latter may be gone by now. Raises OSError.
    """
    entry = scope.entry
    cars = {car.subentry_id: car.title for car in entry.get_subentries_of_type(SUBENTRY_CAR)}
    shown = {
        car_id: name for car_id, name in cars.items() if scope.caller.may_read_car(entry, car_id)
    }
    ledger = entry.runtime_data.central_system.ledger
    seen = await async_seen(scope, {})
    totals = await ledger.totals(seen.wanted, by=TotalsBy.CAR, people=People(), boundaries=None)
    charged = {str(total.key[0]) for total in totals if total.key[0] is not None}
    gone = await ledger.car_names(charged - cars.keys())
    return shown | {car_id: cars[car_id] for car_id in charged & cars.keys()} | gone


def _person(
    row: Mapping[str, Any], person_of: Callable[[Shown], Person], users: Mapping[str, str]
) -> dict[str, Any]:
    """Return who charged: the corrected name, else that of the card; None for no card, or one that is not registered."""
    corrected = row["person"]
    found = person_of(
        CorrectedTo(corrected)
        if corrected is not None
        else (row["charge_point_id"], users.get(row["started_by"]) or row["id_tag"])
    )
    is_told = found.is_named and found.key != NO_CARD
    return {"person": found.name if is_told else None, "person_corrected": corrected is not None}


async def async_get_transactions(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return the open transactions that the caller may see, oldest first, with names."""
    rows: list[dict[str, Any]] = [
        scope.without_user_id(seen | scope.names(_row(transaction)))
        for scope in scopes(caller, service_call)
        for transaction in scope.entry.runtime_data.central_system.ledger.open_transactions(
            scope.charge_point_id
        )
        if scope.connector_id in {None, transaction.connector_id}
        and (seen := scope.seen(_row(transaction))) is not None
    ]
    rows.sort(key=itemgetter("started_at"))
    return {"transactions": [*rows]}


async def async_get_dashboard(caller: Caller, service_call: ServiceCall) -> JsonObjectType:
    """Return a dashboard's configuration with what the caller may see and use of the charge points."""
    coordinators = [
        coordinator
        for scope in scopes(caller, service_call)
        for charge_point_id, coordinator in scope.entry.runtime_data.coordinators.items()
        if scope.charge_point_id in {None, charge_point_id}
    ]
    language = service_call.data.get(CONF_LANGUAGE, caller.hass.config.language)
    return await async_build_dashboard(caller, coordinators, language)


def scopes(caller: Caller, service_call: ServiceCall) -> Iterator[Scope]:
    """Yield the scope that the call names, or else one for each loaded config entry; raises ServiceValidationError."""
    hass = caller.hass
    if (target := async_get_optional_target(hass, service_call.data)) is None:
        yield from (Scope(caller=caller, entry=entry) for entry in async_loaded_entries(hass))
    else:
        yield Scope(
            caller=caller,
            entry=target.coordinator.entry,
            charge_point_id=target.charge_point_id,
            connector_id=target.connector_id,
        )


def _row(transaction: Transaction) -> dict[str, Any]:
    return {
        "transaction_id": transaction.transaction_id,
        "charge_point_id": transaction.charge_point_id,
        "connector_id": transaction.connector_id,
        "id_tag": transaction.id_tag,
        "started_by": transaction.started_by,
        "started_at": transaction.started_at.isoformat(),
        "meter_start_wh": transaction.meter_start_wh,
        "energy_wh": transaction.energy_wh,
    }
