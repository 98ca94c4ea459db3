"""Set a limit at a charger: try the ways until one works, then use that one."""

from collections.abc import Iterator
from datetime import timedelta
import logging

from ocpp.v16 import call
from ocpp.v16.enums import ChargingProfileKindType as Kind, ChargingProfilePurposeType as Purpose

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.quirks import LimitWay, quirks_of
from custom_components.plug_control.central_system.stations.configuration import known_connectors
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.charge_point import ChargePoint, PauseHabit
from custom_components.plug_control.model.connector import Connector
from custom_components.plug_control.model.transaction import Transaction
from custom_components.plug_control.protocol.errors import (
    NOT_DONE,
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    ErrorCode,
    NotPossible,
    NotPossibleError,
    OfflineError,
)

from .profiles import ProfileStyle, profile_for, profile_id, takes_away
from .search import (
    REFUSALS,
    HeldDefault,
    LimitKnowledge,
    LimitRefusal,
    LimitSearch,
    ProfileVariant,
    charger_time,
    profile_kinds,
    purposes_left_over,
    stack_levels,
)
from .targets import LimitTarget
from .ways import SHAPES, ProfileShape, candidate_ways

_LOGGER = logging.getLogger(__name__)

_RETRY = timedelta(minutes=5)
"""How long no way is tried again after all were refused, unless the charger boots, or takes limits and gets a lower one."""
_SETTLED = timedelta(seconds=10)
"""How old a transaction must be before a charger that refuses its id refuses TxProfiles."""
_UNKNOWN_ACTION = frozenset({ErrorCode.NOT_IMPLEMENTED, ErrorCode.NOT_SUPPORTED})


class LimitNegotiation:
    """How each charge point takes limits; `Limits` decides which limit."""

    def __init__(self, context: Context, commands: Commands) -> None:
        """Send through `commands`."""
        self._context = context
        self._commands = commands
        self._known: dict[str, LimitKnowledge] = {}

    def rebooted(self, charge_point_id: str) -> None:
        """Forget what a boot may have changed; the way itself stays known."""
        self._known.pop(charge_point_id, None)

    forget = rebooted

    def lost(self, charge_point: ChargePoint, connector_id: int, message: object) -> bool:
        """Whether a message of someone else removes profiles of a connector, which then count as gone."""
        known = self._known.get(charge_point.charge_point_id)
        levels = set() if known is None else {each.stack_level for each in known.variants.values()}
        if not takes_away(message, connector_id, levels):
            return False
        if known is not None:
            known.defaults.pop(connector_id, None)
        return True

    def way_of(self, charge_point: ChargePoint) -> LimitWay | None:
        """Return the way that this charger is known to take, None where none is known."""
        return next((way for way in self.ways(charge_point) if way == charge_point.limit_way), None)

    def can_pause(self, charge_point: ChargePoint) -> bool:
        """Whether a limit of 0 A may be tried."""
        by_key = self.way_of(charge_point) is LimitWay.CONFIGURATION_KEY
        goes_on = charge_point.pause_habit is PauseHabit.GOES_ON
        return quirks_of(charge_point).can_pause and goes_on and not by_key

    def is_for_transactions(self, charge_point: ChargePoint) -> bool:
        """Whether each transaction must get the limit anew; True also while the way is not known."""
        way = self.way_of(charge_point)
        return way is None or (way in SHAPES and SHAPES[way].running is Purpose.tx_profile)

    def has_fail_safe(self, charge_point: ChargePoint) -> bool:
        """Whether the charger takes a fallback with a limit, as far as is known."""
        known = self._known.get(charge_point.charge_point_id)
        by_key = self.way_of(charge_point) is LimitWay.CONFIGURATION_KEY
        return not by_key and (known is None or not known.no_schedules)

    def is_timed(self, charge_point: ChargePoint, connector: Connector) -> bool:
        """Whether the limit that the charger holds ends by itself, so that it must be sent again before."""
        known = self._known.get(charge_point.charge_point_id)
        variant = None if known is None else known.variants.get(True)
        if variant is None:
            return False
        return variant.kind is not Kind.relative or connector.transaction is not None

    def is_outdated(
        self, charge_point: ChargePoint, connector_id: int, target: LimitTarget
    ) -> bool:
        """Whether the next transaction needs another TxDefaultProfile than the charger has since its boot."""
        known = self._known.get(charge_point.charge_point_id)
        if known is None or connector_id in known.defaults_under_way:
            return known is not None
        held = known.defaults.get(connector_id)
        return held is not None and held.is_outdated(target, self._context.clock())

    def is_again_due(self, charge_point: ChargePoint, connector: Connector) -> bool:
        """Whether to try better ways again that the charger refused: it is time, and a transaction runs that it knows."""
        known = self._known.get(charge_point.charge_point_id)
        if known is None or known.again_at is None or self._context.clock() < known.again_at:
            return False
        return connector.transaction is not None and self._is_known(connector.transaction)

    async def take(
        self, charge_point: ChargePoint, connector: Connector, target: LimitTarget
    ) -> float | None:
        """Send the limit and return the one in A that the charger holds; None where it takes one only in a transaction.

        The fallback is left out where the charger refuses it. Raises NotPossibleError LIMIT_NOT_SUPPORTED where it
        refuses every way that can be tried now, one of REFUSALS where it refuses only the pause (0 A), and other
        CommandErrors where a message was not carried out.
        """
        known = self._known.setdefault(charge_point.charge_point_id, LimitKnowledge())
        running = connector.transaction is not None
        refusal = known.refusals.get(connector.connector_id)
        now = self._context.clock()
        if refusal is not None and refusal.holds(now, target.limit_a, running=running):
            raise _not_supported(charge_point, refusal)
        await self._ask_configuration(charge_point, known)
        search = LimitSearch(
            charge_point=charge_point,
            connector=connector,
            target=target,
            known=known,
            now=charger_time(charge_point, now),
            anew=target.limit_a > 0 and self.is_again_due(charge_point, connector),
        )
        if search.anew:
            known.variants.clear()
        way = self.way_of(charge_point)
        for each in self._in_order(search, way):
            if not (running or each is way) and _only_for_transactions(each):
                continue
            taken = await self._try(search, each)
            if taken is not None:
                known.refusals.pop(connector.connector_id, None)
            if taken:
                await self._found(search, each)
                return search.told_a(SHAPES[each]) if each in SHAPES else target.limit_a
            if taken is False:
                return None
            if target.limit_a == 0 and each is way and search.last is not None:
                raise search.last
        raise self._refusal(search)

    def _in_order(self, search: LimitSearch, way: LimitWay | None) -> list[LimitWay]:
        """Return the ways in the order to try: the known one first, those without an answer last."""
        silent = search.known.silent
        return sorted(
            self.ways(search.charge_point),
            key=lambda each: (search.anew or each is not way, each in silent),
        )

    def _refusal(self, search: LimitSearch) -> CommandError:
        """Return the error to raise; note that every way was refused, unless only 0 A may have been."""
        last = search.last
        if search.target.limit_a == 0 and last is not None:
            return last
        refusal = LimitRefusal(
            until=self._context.clock() + _RETRY,
            limit_a=0.0 if self.way_of(search.charge_point) is None else search.target.limit_a,
            running=search.connector.transaction is not None,
            said="" if last is None else last.said,
        )
        search.known.refusals[search.connector.connector_id] = refusal
        return _not_supported(search.charge_point, refusal)

    # ---- ways and variants

    def ways(self, charge_point: ChargePoint) -> tuple[LimitWay, ...]:
        """Return the ways that may be tried, best first."""
        quirks = quirks_of(charge_point)
        return quirks.limit_ways or candidate_ways(
            configuration=charge_point.configuration,
            single_connector=len(known_connectors(charge_point)) == 1,
            has_key=quirks.limit_key is not None,
        )

    def _variants(self, search: LimitSearch, way: LimitWay) -> Iterator[ProfileVariant]:
        """Yield how to write the profiles, best first: with the fallback, then without it.

        None follows after one that the charger took; after one that it took without all steps, only those without fallback.
        """
        for scheduled in search.forms:
            for variant in self._written(search, way, scheduled=scheduled):
                yield variant
                told = [each for each in search.accepted.values() if each.variant == variant]
                if search.no_profiles or any(each.is_whole for each in told):
                    return
                if told:
                    break

    @staticmethod
    def _written(
        search: LimitSearch, way: LimitWay, *, scheduled: bool
    ) -> tuple[ProfileVariant, ...]:
        variants = search.known.variants
        if scheduled in variants:
            return (variants[scheduled],)
        quirks = quirks_of(search.charge_point)
        levels = stack_levels(search.charge_point, quirks)
        if (other := variants.get(not scheduled)) is not None:
            levels = (other.stack_level,)
        kinds = profile_kinds(quirks, way, scheduled=scheduled)
        return tuple(ProfileVariant(level, kind, scheduled) for kind in kinds for level in levels)

    # ---- trying

    async def _try(self, search: LimitSearch, way: LimitWay) -> bool | None:
        """Try a way in all its variants; None where it is refused, else as `_try_variant`."""
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

    async def _try_key(self, search: LimitSearch) -> bool | None:
        """Write the configuration key; None where the charger refuses it, has none, or the limit is 0."""
        key = quirks_of(search.charge_point).limit_key
        if key is None or search.target.limit_a == 0:
            return None
        try:
            await self._commands.change_configuration(
                search.charge_point.charge_point_id, key, str(int(search.target.limit_a))
            )
        except REFUSALS as error:
            search.last = error
            return None
        return True

    async def _try_variant(
        self, search: LimitSearch, way: LimitWay, variant: ProfileVariant
    ) -> bool | None:
        """Send the profiles of a way: True if all are accepted, None if one is refused, False if none is due now."""
        shape = SHAPES[way]
        purposes = search.purposes(shape, variant)
        begun = search.connector.transaction
        for purpose in purposes:
            if purpose is Purpose.tx_profile and search.connector.transaction is not begun:
                return purpose is not purposes[0]  # the profile before has ended it
            if (purpose, shape.unit, variant) in search.refused:
                return None
            if search.is_done(purpose, shape, variant):
                continue
            try:
                await self._send(search, purpose, shape, variant)
            except REFUSALS as error:
                if purpose is Purpose.tx_profile and search.connector.transaction is not begun:
                    return purpose is not purposes[0]  # it ended meanwhile
                search.last = error
                search.refused.add((purpose, shape.unit, variant))
                search.no_profiles = (
                    isinstance(error, CallErrorReceived) and error.code in _UNKNOWN_ACTION
                )
                return None
            search.note_accepted(purpose, shape, variant)
        return bool(purposes)

    async def _send(
        self, search: LimitSearch, purpose: Purpose, shape: ProfileShape, variant: ProfileVariant
    ) -> None:
        charge_point = search.charge_point
        connector_id = search.connector.connector_id
        transaction = search.connector.transaction
        profile = profile_for(
            purpose=purpose,
            connector_id=connector_id,
            unit=shape.unit,
            steps=variant.steps(search.target),
            style=self.style(search.charge_point, variant, search.target.phases),
            now=search.now,
            transaction_id=None if transaction is None else transaction.transaction_id,
            elapsed_s=search.elapsed_s(purpose, shape),
        )
        station = purpose is Purpose.charge_point_max_profile
        message = call.SetChargingProfile(
            connector_id=0 if station else connector_id, cs_charging_profiles=profile
        )
        if purpose is not Purpose.tx_default_profile:
            await self._commands.request(charge_point.charge_point_id, message)
            return
        known = search.known
        known.defaults.pop(connector_id, None)
        known.defaults_under_way.add(connector_id)
        try:
            await self._commands.request(charge_point.charge_point_id, message)
        except NOT_DONE:
            known.defaults_under_way.discard(connector_id)
            raise
        known.defaults_under_way.discard(connector_id)
        known.defaults[connector_id] = HeldDefault(
            target=search.target, variant=variant, at=self._context.clock()
        )

    def variant_of(self, charge_point: ChargePoint) -> ProfileVariant | None:
        """Return how profiles without a fallback are written for this charger; None: it has not taken one yet."""
        known = self._known.get(charge_point.charge_point_id)
        return None if known is None else known.variants.get(False) or known.variants.get(True)

    def style(
        self, charge_point: ChargePoint, variant: ProfileVariant, phases: int | None
    ) -> ProfileStyle:
        """Return how a profile in this variant is written, for this number of phases (None: all)."""
        quirks = quirks_of(charge_point)
        most = self._context.station(charge_point.charge_point_id).settings.phases
        return ProfileStyle(
            kind=variant.kind,
            stack_level=variant.stack_level,
            phases=min(phases or most, most),
            voltage_v=quirks.nominal_voltage_v,
            whole_amps=quirks.whole_amps or charge_point.whole_amps,
            period_s=quirks.period_s,
        )

    async def _ask_configuration(self, charge_point: ChargePoint, known: LimitKnowledge) -> None:
        """Read the configuration once, for its units and stack levels; go on without it if the charger does not answer."""
        if charge_point.configuration or known.configuration_asked:
            return
        known.configuration_asked = True
        try:
            await self._commands.read_configuration(charge_point.charge_point_id)
        except OfflineError:
            raise
        except CommandError as error:
            _LOGGER.debug("Limits are tried without the configuration: %s", error)

    # ---- what was found

    async def _found(self, search: LimitSearch, way: LimitWay) -> None:
        """Remember the way that worked, and clear the profiles that the way before left in the charger."""
        charge_point = search.charge_point
        before = charge_point.limit_way
        teaches = self._teaches(search.connector.transaction, way)
        self._note_rank(search, way, teaches=teaches)
        if way == before or not teaches:
            return
        _LOGGER.info("%s takes limits by %s", charge_point.charge_point_id, way)
        charge_point.limit_way = way
        self._context.remember()
        for purpose in purposes_left_over(before, way):
            message = call.ClearChargingProfile(
                id=profile_id(purpose, search.connector.connector_id)
            )
            try:
                await self._commands.request(charge_point.charge_point_id, message)
            except (*REFUSALS, CallTimeoutError) as error:
                _LOGGER.debug("Clearing an old profile failed: %s", error)

    def _note_rank(self, search: LimitSearch, way: LimitWay, *, teaches: bool) -> None:
        """Note whether this is the best possible way, else when to try better ones again."""
        known, charge_point = search.known, search.charge_point
        now = self._context.clock()
        transaction = search.connector.transaction
        if search.refused:
            is_young = transaction is not None and not self._is_known(transaction)
            known.note_refused(now, tells_nothing=is_young or not teaches)
        elif search.anew:
            known.note_best()
        elif known.again_at is None and way is not self.ways(charge_point)[0]:
            known.note_refused(now, tells_nothing=False)
        is_fallback = known.again_at is not None
        if charge_point.limit_is_fallback != is_fallback:
            charge_point.limit_is_fallback = is_fallback
            if is_fallback:
                _LOGGER.info(
                    "%s refused a better way to limit it and uses %s until that is tried again",
                    charge_point.charge_point_id,
                    way,
                )

    def _teaches(self, transaction: Transaction | None, way: LimitWay) -> bool:
        """Whether a refused TxProfile proves anything: the charger may not know the id of an adopted or new transaction."""
        if transaction is None or (way in SHAPES and SHAPES[way].running is Purpose.tx_profile):
            return True
        return self._is_known(transaction)

    def _is_known(self, transaction: Transaction) -> bool:
        """Whether the charger surely knows the transaction's id."""
        age = self._context.clock() - transaction.started_at
        return not transaction.adopted and age >= _SETTLED


def _not_supported(charge_point: ChargePoint, refusal: LimitRefusal) -> NotPossibleError:
    error = NotPossibleError(NotPossible.LIMIT_NOT_SUPPORTED, refusal.said)
    return error.about(charge_point.charge_point_id, "SetChargingProfile")


def _only_for_transactions(way: LimitWay) -> bool:
    return way in SHAPES and SHAPES[way].idle is None
