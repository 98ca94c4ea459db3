"""Keep the registered cards in the chargers' own lists: after boots, and when cards change (R31)."""

import asyncio
from dataclasses import dataclass, field, replace
import logging

from ocpp.v16 import call
from ocpp.v16.enums import ConfigurationKey as Key, UpdateStatus

from custom_components.plug_control.central_system.commands.commands import Commands, naming
from custom_components.plug_control.central_system.stations.configuration import (
    integer_of,
    is_true,
    offers_profile,
)
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.events import ChargePointChanged
from custom_components.plug_control.model.local_list import (
    HeldList,
    ListEntries,
    ListReport,
    ListState,
)
from custom_components.plug_control.model.tag import IdTags, TagStatus
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CommandError,
    CommandRejectedError,
    ErrorCode,
    OfflineError,
)

from .updates import (
    ListUpdate,
    ends_earlier,
    message_fields,
    next_update,
    revokes,
    version_after,
    wanted_entries,
)

_LOGGER = logging.getLogger(__name__)

PROFILE = "LocalAuthListManagement"
CHUNK = 20
"""Entries of one message where the charger does not report SendLocalListMaxLength."""
CHUNK_DIVISOR = 4
"""By this, messages get shorter after Failed there: the charger may take fewer entries."""
MAX_REFUSALS = 4
"""How often an update may be refused before the list is given up until the next boot or retry."""
_MAX_BACKOFF = 6
_UNSUPPORTED = frozenset({ErrorCode.NOT_IMPLEMENTED, ErrorCode.NOT_SUPPORTED})
_DISABLED = -1
"""The listVersion of a charger that has no list or whose list is switched off (R31)."""


type _Aim = tuple[WhoMayCharge, int | None, str | None]
"""Who may charge, how many entries there is room for, and the idTag of remote starts if only one will do."""
type _Wanted = tuple[ListEntries, int]


@dataclass(slots=True, kw_only=True)
class _Work:
    """The work on one charger's list."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    is_waiting: bool = False
    """Whether a change of cards waits for further ones."""
    failures: int = 0
    retry_at: float | None = None


class LocalLists:
    """Sends SendLocalList to chargers that offer the profile, unless their settings forbid it."""

    def __init__(self, context: Context, commands: Commands) -> None:
        """Send through `commands`."""
        self._context = context
        self._commands = commands
        self._works: dict[str, _Work] = {}
        self._computed: tuple[IdTags, dict[_Aim, _Wanted]] = (context.id_tags, {})

    # ---- when

    async def synchronise(self, station: Station, *, check: bool = True) -> None:
        """Bring a charger's list up to date; a failure is reported and tried again later, never raised.

        `check` asks first whether the charger still has what it took last; that is asked, too, where it is not known.
        """
        if station.settings.leave_configuration_alone or not self._is_used(station):
            self._report(station, self._unused(station))
            await self._forget_revoked(station)
            return
        work = self._work(station)
        async with work.lock:
            work.retry_at = None
            try:
                is_known = station.held_list.entries is not None
                is_used = (is_known and not check) or await self._check(station)
                if is_used:
                    await self._bring_up_to_date(station)
                self._succeeded(station, is_used=is_used)
                work.failures = 0
            except CommandError as error:
                self._failed(station, work, error)
        await self._forget_revoked(station)

    def cards_changed(self, before: IdTags) -> None:
        """Send the changed cards to all chargers, after a moment for further changes."""
        after, now = self._context.id_tags, self._context.clock()
        is_revoked = any(
            tag.status_at(now) is TagStatus.ACCEPTED
            and (
                (kept := after.find(tag.id_tag)) is None
                or kept.blocked
                or ends_earlier(kept.expires_at, tag.expires_at)
            )
            for tag in before
        )
        for station in self._context.registry.stations.values():
            held = station.held_list
            if is_revoked and not held.cache_is_stale:
                held.cache_is_stale = True
                self._context.remember()
            report = station.charge_point.local_list
            if report is not None and report.state is ListState.UP_TO_DATE:
                wanted, left_out = self._wanted(station)
                if wanted != held.entries:
                    self._report(
                        station, replace(report, state=ListState.OUTDATED, left_out=left_out)
                    )
            self._soon(station)

    def look_round(self, station: Station) -> None:
        """Try again what failed a while ago; call it every few seconds."""
        work = self._works.get(station.identity)
        now = asyncio.get_running_loop().time()
        if work is not None and work.retry_at is not None and now >= work.retry_at:
            work.retry_at = None
            self._soon(station, delay_s=0)

    def forget(self, charge_point_id: str) -> None:
        """Forget a removed charge point."""
        self._works.pop(charge_point_id, None)

    async def send(self, charge_point_id: str, *, full: bool) -> HeldList:
        """Send the whole list, or what the charger lacks, whatever its settings are; return what it holds then.

        Raises CommandError.
        """
        with naming(charge_point_id, "SendLocalList"):
            station = self._context.station(charge_point_id)
        held = station.held_list
        work = self._work(station)
        async with work.lock:
            if full:
                held.entries = None
            try:
                await self._bring_up_to_date(station, even_if_equal=True)
            except CommandError as error:
                if self._is_used(station):
                    self._failed(station, work, error)
                raise
            self._succeeded(station, is_used=self._is_used(station))
        return held

    def _soon(self, station: Station, delay_s: float | None = None) -> None:
        link, work = station.link, self._work(station)
        if link is None or not link.ready or work.is_waiting:
            return
        work.is_waiting = True
        link.background.spawn(
            self._later(
                station, work, self._context.timing.list_delay_s if delay_s is None else delay_s
            ),
            f"list of {station.identity}",
        )

    async def _later(self, station: Station, work: _Work, delay_s: float) -> None:
        try:
            await asyncio.sleep(delay_s)
        finally:
            work.is_waiting = False
        await self.synchronise(station, check=False)

    # ---- what

    def _is_used(self, station: Station) -> bool:
        """Whether the list is switched on and of use: where anyone may charge and there are no cards, it is not touched."""
        configuration, settings = station.charge_point.configuration, station.settings
        return (
            offers_profile(configuration, PROFILE)
            and settings.local_list
            and is_true(configuration, Key.local_auth_list_enabled) is not False
            and (
                settings.who_may_charge is WhoMayCharge.CARDS
                or station.held_list.version > 0
                or bool(self._wanted(station)[0])
            )
        )

    def _unused(self, station: Station) -> ListReport | None:
        offered = offers_profile(station.charge_point.configuration, PROFILE)
        return ListReport(state=ListState.NOT_USED) if offered else None

    def _wanted(self, station: Station) -> _Wanted:
        """Return what the charger should have; computed once for all chargers with equal settings."""
        if self._computed[0] is not self._context.id_tags:
            self._computed = (self._context.id_tags, {})
        tags, computed = self._computed
        room = integer_of(station.charge_point.configuration, Key.local_auth_list_max_length)
        settings = station.settings
        aim = (settings.who_may_charge, room, settings.remote_id_tag)
        if aim not in computed:
            computed[aim] = wanted_entries(tags, *aim)
        return computed[aim]

    async def _check(self, station: Station) -> bool:
        """Find out whether the charger has what it took last; return False where it uses no list."""
        held = station.held_list
        if self._hides_version(station):
            if not await self._has_kept(station):
                held.entries = None
            return True
        told = await self._told_version(station)
        if told == _DISABLED:
            return False
        if told != held.version or told <= 0:
            # By the standard, version 0 is an empty list.
            held.entries = {} if told == 0 and not self._wanted(station)[0] else None
            held.version = max(held.version, told)
        return True

    async def _told_version(self, station: Station) -> int:
        answer = await self._commands.request(station.identity, call.GetLocalListVersion())
        return int(answer.list_version)

    async def _has_kept(self, station: Station) -> bool:
        """Whether a charger that hides its listVersion still has ours.

        It gets an update without entries, which changes nothing, under the same version: only a charger that lost its
        list takes that.
        """
        held = station.held_list
        if held.entries is None:
            return False
        try:
            await self._commands.request(
                station.identity,
                call.SendLocalList(**message_fields(ListUpdate(is_full=False), held.version)),
            )
        except CommandRejectedError as error:
            if error.status != UpdateStatus.version_mismatch:
                raise
            return True
        return False

    @staticmethod
    def _hides_version(station: Station) -> bool:
        key = station.quirks.hides_list_version_without
        return key is not None and is_true(station.charge_point.configuration, key) is False

    # ---- how

    async def _bring_up_to_date(self, station: Station, *, even_if_equal: bool = False) -> None:
        """Send updates until the charger has all cards, one at least if `even_if_equal`. Raises CommandError."""
        held = station.held_list
        configuration = station.charge_point.configuration
        told = integer_of(configuration, Key.send_local_list_max_length)
        chunk = max(told or CHUNK, 1)
        refusals = 0
        while True:
            wanted, _ = self._wanted(station)
            held.cache_is_stale = held.cache_is_stale or revokes(held.entries, wanted)
            update = next_update(
                held.entries, wanted, chunk=chunk, deletes=station.quirks.list_entries_delete
            )
            if update is None:
                if not even_if_equal:
                    return
                update = ListUpdate(is_full=False)
            even_if_equal = False
            try:
                await self._request(station, update)
            except CommandRejectedError as error:
                refusals += 1
                size = len(update.put) + len(update.removed)
                if not told and error.status == UpdateStatus.failed and size > CHUNK_DIVISOR:
                    chunk = size // CHUNK_DIVISOR
                    continue  # what it holds is not known, so the whole list follows
                await self._after_refusal(station, update, error, is_last=refusals == MAX_REFUSALS)

    async def _request(self, station: Station, update: ListUpdate) -> None:
        """Send one update under a higher version; without an answer, what the charger holds is unknown."""
        held = station.held_list
        before, held.entries = held.entries, None
        held.version = version_after(held.version)
        self._context.remember()
        await self._commands.request(
            station.identity, call.SendLocalList(**message_fields(update, held.version))
        )
        held.entries = update.applied_to(before)
        self._context.remember()

    async def _after_refusal(
        self,
        station: Station,
        update: ListUpdate,
        error: CommandRejectedError,
        *,
        is_last: bool,
    ) -> None:
        """Prepare to send the whole list again after Failed, under a higher version after VersionMismatch (R31).

        Raises `error` where that is useless. A C2EU wants a higher version for a whole list, too.
        """
        is_mismatch = error.status == UpdateStatus.version_mismatch
        is_failed = error.status == UpdateStatus.failed and not update.is_full
        if is_last or not (is_mismatch or is_failed):
            raise error
        if is_mismatch:
            held = station.held_list
            told = 0
            if not self._hides_version(station):
                told = await self._told_version(station)
            if told <= held.version:  # no help: a number that no counter has reached
                told = max(held.version, round(self._context.clock().timestamp()))
            held.version = told

    async def _forget_revoked(self, station: Station) -> None:
        """Clear the charger's cache where that may still accept a card that was removed or blocked."""
        held = station.held_list
        configuration = station.charge_point.configuration
        if not held.cache_is_stale or station.settings.leave_configuration_alone:
            return
        if is_true(configuration, Key.authorization_cache_enabled):
            try:
                await self._commands.request(station.identity, call.ClearCache())
            except (CommandRejectedError, CallErrorReceived) as error:
                _LOGGER.info("%s keeps its cache of cards: %s", station.identity, error.said)
            except CommandError:
                return
        held.cache_is_stale = False
        self._context.remember()

    # ---- what came of it

    def _succeeded(self, station: Station, *, is_used: bool) -> None:
        held = station.held_list
        if not is_used:
            self._report(station, self._unused(station))
            return
        before = station.charge_point.local_list
        _, left_out = self._wanted(station)
        report = ListReport(
            state=ListState.UP_TO_DATE,
            cards=len(held.entries or ()),
            left_out=left_out,
            changed_at=None if before is None else before.changed_at,
        )
        if report != before:
            report = replace(report, changed_at=self._context.clock())
        self._report(station, report)

    def _failed(self, station: Station, work: _Work, error: CommandError) -> None:
        _LOGGER.info("The list of cards of %s: %s", station.identity, error.said)
        before = station.charge_point.local_list or ListReport(state=ListState.OUTDATED)
        if _is_unsupported(error):
            self._report(station, ListReport(state=ListState.NOT_USED, refused=error.said))
            return
        self._report(station, replace(before, state=ListState.OUTDATED, refused=error.said))
        if not isinstance(error, OfflineError):
            delay_s = self._context.timing.list_retry_s * 2 ** min(work.failures, _MAX_BACKOFF)
            work.failures += 1
            work.retry_at = asyncio.get_running_loop().time() + delay_s

    def _report(self, station: Station, report: ListReport | None) -> None:
        if report != station.charge_point.local_list:
            station.charge_point.local_list = report
            self._context.remember()
            self._context.publish(ChargePointChanged(charge_point_id=station.identity))

    def _work(self, station: Station) -> _Work:
        return self._works.setdefault(station.identity, _Work())


def _is_unsupported(error: CommandError) -> bool:
    if isinstance(error, CommandRejectedError):
        return error.status == UpdateStatus.not_supported
    return isinstance(error, CallErrorReceived) and error.code in _UNSUPPORTED
