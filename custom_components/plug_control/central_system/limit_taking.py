"""Having one charger take one limit: the way that it takes is found by trying, and then known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import logging

from ocpp.v16 import call
from ocpp.v16.enums import (
    ChargingProfileKindType as Kind,
    ChargingProfilePurposeType as Purpose,
    ChargingRateUnitType as Unit,
    ConfigurationKey as Key,
)

from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.errors import (
    AnswerUnreadableError,
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    ErrorCode,
    NotPossible,
    NotPossibleError,
    OfflineError,
)

from .commands import Commands
from .configuration import integer_of, known_connectors
from .host import CommandHost
from .limit_ways import SHAPES, LimitWay, candidate_ways
from .profiles import Style, profile_for, profile_id
from .quirks import Quirks, quirks_of

_LOGGER = logging.getLogger(__name__)

REFUSALS = (CommandRejectedError, CallErrorReceived, AnswerUnreadableError)
"""Answers that say no: a status, a CALLERROR, or an answer without status (C2EU Q23)."""

_RETRY = timedelta(minutes=5)
"""How long a charger that refused every way is not asked again, unless it boots."""
_SETTLED = timedelta(seconds=10)
"""How old a transaction must be before a charger that refuses its id refuses TxProfiles."""
_MAX_STACK_LEVEL = 1000
_UNKNOWN_ACTION = frozenset({ErrorCode.NOT_IMPLEMENTED, ErrorCode.NOT_SUPPORTED})


@dataclass(frozen=True, slots=True)
class Variant:
    """How profiles are written; one that a charger took is kept, since profiles of another stackLevel would pile up (R25)."""

    stack_level: int
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """What a charger said when it refused every way."""

    until: datetime
    running: bool
    """A transaction ran, so that no way was left out."""
    said: str

    def holds(self, now: datetime, *, running: bool) -> bool:
        """Whether asking again would be in vain."""
        return now < self.until and (self.running or not running)


@dataclass(slots=True, kw_only=True)
class _Known:
    """What is known of one charge point since it connected or booted."""

    variant: Variant | None = None
    defaults_a: dict[int, float] = field(default_factory=dict)
    """What the TxDefaultProfile of each connector holds."""
    silent: set[LimitWay] = field(default_factory=set)
    """Ways that got no answer: tried last."""
    configuration_asked: bool = False
    refusals: dict[int, _Refusal] = field(default_factory=dict)
    """The connectors for which every way was refused."""


@dataclass(slots=True, kw_only=True)
class _Search:
    """One search for a way: what was accepted and refused in its course."""

    charge_point: ChargePoint
    connector: Connector
    limit_a: float
    known: _Known
    refused: set[tuple[Purpose, Unit, Variant]] = field(default_factory=set)
    accepted: set[tuple[Purpose, Unit]] = field(default_factory=set)
    no_profiles: bool = False
    """The charger does not know SetChargingProfile."""
    last: CommandError | None = None


class LimitTaking:
    """The ways of all charge points; `Limits` decides what is wanted."""

    def __init__(self, host: CommandHost, commands: Commands) -> None:
        """Send through `commands`."""
        self._host = host
        self._commands = commands
        self._known: dict[str, _Known] = {}

    def rebooted(self, charge_point_id: str) -> None:
        """Forget what a boot may have changed; the way itself stays known."""
        self._known.pop(charge_point_id, None)

    forget = rebooted

    def way_of(self, charge_point: ChargePoint) -> LimitWay | None:
        """The way that this charger is known to take."""
        return next(
            (way for way in self._ways(charge_point) if way == charge_point.limit_way), None
        )

    def can_pause(self, charge_point: ChargePoint) -> bool:
        """Whether a limit of 0 A may be tried."""
        by_key = self.way_of(charge_point) is LimitWay.CONFIGURATION_KEY
        return quirks_of(charge_point).can_pause and not by_key

    def is_for_transactions(self, charge_point: ChargePoint) -> bool:
        """Whether each transaction must be given the limit; so also while the way is not known."""
        way = self.way_of(charge_point)
        return way is None or (way in SHAPES and SHAPES[way].running is Purpose.tx_profile)

    def is_outdated(self, charge_point: ChargePoint, connector_id: int, limit_a: float) -> bool:
        """Whether its TxDefaultProfile, set since the charger booted, holds another limit."""
        known = self._known.get(charge_point.charge_point_id)
        return known is not None and known.defaults_a.get(connector_id, limit_a) != limit_a

    async def take(self, charge_point: ChargePoint, connector: Connector, limit_a: float) -> bool:
        """Have the limit taken; False where the charger is known to take it only once a transaction runs.

        Raises NotPossibleError LIMIT_NOT_SUPPORTED where every way is refused that can be tried now, one of REFUSALS
        where only the pause (0 A) is, and what keeps a command from being carried out.
        """
        known = self._known.setdefault(charge_point.charge_point_id, _Known())
        running = connector.transaction is not None
        refusal = known.refusals.get(connector.connector_id)
        if refusal is not None and refusal.holds(self._host.clock(), running=running):
            raise _not_supported(charge_point, refusal)
        await self._ask_configuration(charge_point, known)
        search = _Search(
            charge_point=charge_point, connector=connector, limit_a=limit_a, known=known
        )
        way = self.way_of(charge_point)
        ways = () if way is None else (way,)
        others = sorted(
            (other for other in self._ways(charge_point) if other is not way),
            key=known.silent.__contains__,
        )
        for each in (*ways, *others):
            if not (running or each is way) and _only_for_transactions(each):
                continue
            taken = await self._try(search, each)
            if taken:
                await self._found(search, each)
            if taken is not None:
                known.refusals.pop(connector.connector_id, None)
                return taken
            if limit_a == 0 and each is way and search.last is not None:
                raise search.last
        raise self._refusal(search)

    def _refusal(self, search: _Search) -> CommandError:
        """Note that no way is taken; what refuses 0 A may still take other limits."""
        last = search.last
        if search.limit_a == 0 and last is not None:
            return last
        refusal = _Refusal(
            until=self._host.clock() + _RETRY,
            running=search.connector.transaction is not None,
            said="" if last is None else last.said,
        )
        search.known.refusals[search.connector.connector_id] = refusal
        return _not_supported(search.charge_point, refusal)

    # ---- ways and variants

    def _ways(self, charge_point: ChargePoint) -> tuple[LimitWay, ...]:
        quirks = quirks_of(charge_point)
        return quirks.limit_ways or candidate_ways(
            configuration=charge_point.configuration,
            single_connector=len(known_connectors(charge_point)) == 1,
            has_key=quirks.limit_key is not None,
        )

    def _variants(self, search: _Search, way: LimitWay) -> Iterator[Variant]:
        """How to write the profiles, best first; all combinations only where much depends on it.

        One that was taken, if only for a part of the way, is the only one from then on.
        """
        if search.known.variant is not None:
            yield search.known.variant
            return
        quirks = quirks_of(search.charge_point)
        kinds: tuple[Kind, ...] = (Kind.relative, Kind.absolute)
        if quirks.profile_kind is not None:
            kinds = (quirks.profile_kind,)
        elif SHAPES[way].idle is not Purpose.tx_default_profile:
            kinds = kinds[:1]
        levels = _stack_levels(search.charge_point, quirks)
        for variant in (Variant(level, kind) for kind in kinds for level in levels):
            yield variant
            if search.known.variant is not None or search.no_profiles:
                return

    # ---- trying

    async def _try(self, search: _Search, way: LimitWay) -> bool | None:
        """Try a way in its variants; None where it is refused."""
        if way is LimitWay.CONFIGURATION_KEY:
            return await self._try_key(search)
        try:
            for variant in () if search.no_profiles else self._variants(search, way):
                if (taken := await self._try_variant(search, way, variant)) is not None:
                    return taken
        except CallTimeoutError:
            search.known.silent.add(way)
            raise
        return None

    async def _try_key(self, search: _Search) -> bool | None:
        """Write the configuration key; 0 is no value for it."""
        key = quirks_of(search.charge_point).limit_key
        if key is None or search.limit_a == 0:
            return None
        try:
            await self._commands.change_configuration(
                search.charge_point.charge_point_id, key, str(int(search.limit_a))
            )
        except REFUSALS as error:
            search.last = error
            return None
        return True

    async def _try_variant(self, search: _Search, way: LimitWay, variant: Variant) -> bool | None:
        """Send what the way consists of; None where a part is refused, False where there is nothing to send now."""
        purposes = _purposes(search, way)
        unit = SHAPES[way].unit
        for purpose in purposes:
            if (purpose, unit, variant) in search.refused:
                return None
            if (purpose, unit) in search.accepted:
                continue
            transaction = search.connector.transaction
            try:
                await self._send(search, purpose, unit, variant)
            except REFUSALS as error:
                if (
                    purpose is Purpose.tx_profile
                    and search.connector.transaction is not transaction
                ):
                    return False  # it ended meanwhile
                search.last = error
                search.refused.add((purpose, unit, variant))
                search.no_profiles = (
                    isinstance(error, CallErrorReceived) and error.code in _UNKNOWN_ACTION
                )
                return None
            search.accepted.add((purpose, unit))
            search.known.variant = variant
        return bool(purposes)

    async def _send(self, search: _Search, purpose: Purpose, unit: Unit, variant: Variant) -> None:
        charge_point_id = search.charge_point.charge_point_id
        connector_id = search.connector.connector_id
        transaction = search.connector.transaction
        profile = profile_for(
            purpose=purpose,
            connector_id=connector_id,
            unit=unit,
            limit_a=search.limit_a,
            style=self._style(search.charge_point, variant),
            now=self._host.clock(),
            transaction_id=None if transaction is None else transaction.transaction_id,
        )
        station = purpose is Purpose.charge_point_max_profile
        message = call.SetChargingProfile(
            connector_id=0 if station else connector_id, cs_charging_profiles=profile
        )
        if purpose is Purpose.tx_default_profile:
            search.known.defaults_a.pop(connector_id, None)
        await self._commands.request(charge_point_id, message)
        if purpose is Purpose.tx_default_profile:
            search.known.defaults_a[connector_id] = search.limit_a

    def _style(self, charge_point: ChargePoint, variant: Variant) -> Style:
        quirks = quirks_of(charge_point)
        return Style(
            kind=variant.kind,
            stack_level=variant.stack_level,
            phases=self._host.settings_of(charge_point.charge_point_id).phases,
            voltage_v=quirks.nominal_voltage_v,
            whole_amps=quirks.whole_amps,
            period_s=quirks.period_s,
        )

    async def _ask_configuration(self, charge_point: ChargePoint, known: _Known) -> None:
        """Units and levels stand in the configuration; a charger that does not tell it is tried without."""
        if charge_point.configuration or known.configuration_asked:
            return
        known.configuration_asked = True
        try:
            await self._commands.read_configuration(charge_point.charge_point_id)
        except OfflineError:
            raise
        except CommandError as error:
            _LOGGER.debug("Limits without configuration: %s", error)

    # ---- what was found

    async def _found(self, search: _Search, way: LimitWay) -> None:
        """Remember the way, and take back what another way left in the charger."""
        charge_point = search.charge_point
        before = charge_point.limit_way
        if way == before or not self._teaches(search.connector.transaction, way):
            return
        _LOGGER.info("%s takes limits by %s", charge_point.charge_point_id, way)
        charge_point.limit_way = way
        self._host.remember()
        for purpose in _left_over(before, way):
            message = call.ClearChargingProfile(
                id=profile_id(purpose, search.connector.connector_id)
            )
            try:
                await self._commands.request(charge_point.charge_point_id, message)
            except (*REFUSALS, CallTimeoutError) as error:
                _LOGGER.debug("Clearing an old profile: %s", error)

    def _teaches(self, transaction: Transaction | None, way: LimitWay) -> bool:
        """Whether a refused TxProfile tells of the charger: it may not know the id of an adopted or a new transaction."""
        if transaction is None or (way in SHAPES and SHAPES[way].running is Purpose.tx_profile):
            return True
        age = self._host.clock() - transaction.started_at
        return not transaction.adopted and age >= _SETTLED


def _not_supported(charge_point: ChargePoint, refusal: _Refusal) -> NotPossibleError:
    error = NotPossibleError(NotPossible.LIMIT_NOT_SUPPORTED, refusal.said)
    error.charge_point_id = charge_point.charge_point_id
    error.action = "SetChargingProfile"
    return error


def _only_for_transactions(way: LimitWay) -> bool:
    return way in SHAPES and SHAPES[way].idle is None


def _purposes(search: _Search, way: LimitWay) -> tuple[Purpose, ...]:
    """The profiles to send now, the standing one only where it was not sent since the charger booted (flash wears)."""
    shape = SHAPES[way]
    if search.connector.transaction is None:
        return () if shape.idle is None else (shape.idle,)
    if shape.idle in {None, shape.running}:
        return (shape.running,)
    held = search.connector.connector_id in search.known.defaults_a
    return (shape.running,) if held or shape.idle is None else (shape.idle, shape.running)


def _left_over(before: str | None, after: LimitWay) -> set[Purpose]:
    """The purposes of which the way before left profiles in the charger; a TxProfile ends with its transaction."""
    old = SHAPES.get(LimitWay(before)) if before in set(LimitWay) else None
    new = SHAPES.get(after)
    kept = set() if new is None else {new.idle}
    return set() if old is None or old.idle is None else {old.idle} - kept


def _stack_levels(charge_point: ChargePoint, quirks: Quirks) -> tuple[int, ...]:
    """The highest level, so that no other profile overrules ours, and 0, where the highest is refused (evcc 15493)."""
    if quirks.stack_level is not None:
        return (quirks.stack_level,)
    highest = integer_of(charge_point.configuration, Key.charge_profile_max_stack_level) or 0
    return (highest, 0) if 0 < highest < _MAX_STACK_LEVEL else (0,)
