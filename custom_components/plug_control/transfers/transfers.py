"""Give charge points their firmware and take their logs: opens transfers, asks, and keeps what arrives."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
import logging
from pathlib import Path
import secrets
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.maintenance.firmware import FirmwareOrder
from custom_components.plug_control.central_system.maintenance.logs import LogOrder
from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.wire import (
    CommandError,
    NotPossibleError,
    OfflineError,
    may_be_done,
)
from custom_components.plug_control.model.events import (
    ChargePointChanged,
    Event,
    FirmwareUpdateEnded,
    LogRequestEnded,
)
from custom_components.plug_control.model.maintenance import LogKind, LogStage, UpdateStage
from custom_components.plug_control.model.stored import read_row, write_row

from . import ways
from .files import Files, KeptLog, safe_name, surplus_logs
from .operations import Direction, Operation, read_operation, write_operation
from .servers import Servers, TransferError

UPLOAD_LIFE: Final = timedelta(hours=2)
DOWNLOAD_LIFE: Final = timedelta(days=2)
"""How long after the time to begin a download may still be going on: many chargers wait until no car charges."""
RETRIES: Final = 3
RETRY_INTERVAL_S: Final = 60
SETTLE_S: Final = 60.0
"""How long to wait after an FTP upload for the charge point to confirm it, since FTP cannot tell whether a file is whole."""
MISSING_S: Final = 30.0
"""How long a file that the charge point calls uploaded may still be on its way."""
GRACE_S: Final = 300.0
"""How long after an upload the charge point may repeat it, since the answer may have been lost."""
_LOG_ID_BYTES: Final = 16

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmware:
    """A firmware that the user named for a charge point: a file of ours, or a URL."""

    name: str
    """The file's name."""
    version: str
    url: str | None = None
    """Where the charge point gets it; None: from us."""
    size: int | None = None
    signing_certificate: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTimes:
    """When to download and to install; `install_at` is for signed updates only."""

    retrieve_at: datetime | None = None
    install_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOutcome:
    """How a log request ended: with a file, or with a failure."""

    log: KeptLog | None = None
    failure: str | None = None
    """A `LogFailure`, or "not_received" or "not_stored"."""
    detail: str = ""


class Transfers:
    """The firmware and the logs of the charge points of one config entry, and the transfers that move them."""

    def __init__(
        self,
        hass: HomeAssistant,
        central_system: CentralSystem,
        servers: Servers,
        directory: Path,
        remember: Callable[[], None],
    ) -> None:
        """Keep files in `directory`; call `remember` whenever `memory()` would return something new."""
        self._hass = hass
        self._central_system = central_system
        self._servers = servers
        self._files = Files(directory)
        self._remember = remember
        self._firmware: dict[str, Firmware] = {}
        self._logs: dict[str, KeptLog] = {}
        self._waiting: dict[str, asyncio.Future[LogOutcome]] = {}
        self._timers: dict[str, asyncio.TimerHandle] = {}
        servers.on_closed = self._closed

    # ---- life

    async def async_load(self, memory: Mapping[str, Mapping[str, Any]]) -> None:
        """Restore what `memory()` returned before the restart; leaves out what is damaged."""
        for charge_point_id, row in memory.get("firmware", {}).items():
            with suppress(ValueError):
                self._firmware[charge_point_id] = read_row(Firmware, row)
        for log_id, row in memory.get("logs", {}).items():
            with suppress(ValueError):
                self._logs[log_id] = read_row(KeptLog, row)
        for row in memory.get("operations", {}).values():
            with suppress(ValueError, KeyError):
                operation = read_operation(row, self._path)
                self._listen_to(operation)
                self._servers.operations.open(operation)

    async def async_start(self) -> None:
        """Go on with the transfers of before the restart that are still expected; remove files that nobody knows."""
        about = self._central_system.charge_points
        for charge_point_id in {*self._firmware} - {*about}:
            del self._firmware[charge_point_id]
        operations = self._servers.operations.all
        known = {each.path for each in operations} | {*map(self._files.log, self._logs.values())}
        await self._hass.async_add_executor_job(self._files.tidy, {*about}, known)
        missing = await self._hass.async_add_executor_job(
            self._files.missing, list(self._logs.values())
        )
        for log in missing:
            del self._logs[log.log_id]
        for operation in operations:
            charge_point = about.get(operation.charge_point_id)
            if charge_point is None:
                expected = False
            elif operation.direction is Direction.DOWNLOAD:
                update = charge_point.firmware_update
                expected = update is not None and update.running
            else:
                request = charge_point.log_request
                expected = request is not None and request.running
            if not expected or not await self._servers.async_resume(operation):
                await self._servers.async_close(operation)

    async def async_stop(self) -> None:
        """Stop the servers; the operations stay in `memory()`."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        await self._servers.async_stop()

    def memory(self) -> dict[str, dict[str, Any]]:
        """Return the state to keep over a restart, as JSON values."""
        return {
            "firmware": {key: write_row(each) for key, each in self._firmware.items()},
            "logs": {key: write_row(each) for key, each in self._logs.items()},
            "operations": {
                each.token: write_operation(each)
                for each in self._servers.operations.all
                if not each.is_taken
            },
        }

    async def async_remove_charge_point(self, charge_point_id: str) -> None:
        """Forget a charge point with all of its files."""
        self._end_log(charge_point_id, LogOutcome(failure="interrupted"))
        for operation in self._servers.operations.all:
            if operation.charge_point_id == charge_point_id:
                await self._servers.async_close(operation)
        self._firmware.pop(charge_point_id, None)
        for log in self.logs(charge_point_id):
            del self._logs[log.log_id]
        await self._hass.async_add_executor_job(self._files.drop, charge_point_id)
        self._remember()

    # ---- firmware

    def firmware(self, charge_point_id: str) -> Firmware | None:
        """Return the firmware that the user named for a charge point."""
        return self._firmware.get(charge_point_id)

    async def async_name_url(self, charge_point_id: str, firmware: Firmware) -> None:
        """Name a firmware by its URL; raises TransferError for a URL that the charge point cannot use."""
        self._check_url(charge_point_id, firmware)
        await self._async_name(charge_point_id, firmware)

    async def async_name_file(self, charge_point_id: str, firmware: Firmware, file: Path) -> None:
        """Name a firmware by a file, which is copied; raises TransferError where the disk does not take it."""
        name = safe_name(firmware.name, "firmware.bin")
        try:
            size = await self._hass.async_add_executor_job(
                self._files.keep_firmware, charge_point_id, name, file
            )
        except OSError as error:
            raise TransferError("firmware_not_stored", error=str(error)) from error
        await self._async_name(charge_point_id, replace(firmware, name=name, url=None, size=size))

    async def _async_name(self, charge_point_id: str, firmware: Firmware) -> None:
        self._firmware[charge_point_id] = firmware
        if firmware.url is not None:
            await self._hass.async_add_executor_job(self._files.drop_firmware, charge_point_id)
        self._remember()
        self._central_system.publish(ChargePointChanged(charge_point_id=charge_point_id))

    async def async_install(
        self,
        charge_point_id: str,
        firmware: Firmware | None = None,
        times: UpdateTimes | None = None,
    ) -> None:
        """Ask a charge point to install a firmware, by default the named one; raises CommandError and TransferError.

        What cannot work is found out before the charge point is asked.
        """
        firmware = firmware or self._firmware.get(charge_point_id)
        if firmware is None:
            raise TransferError("no_firmware")
        times = times or UpdateTimes()
        now = self._central_system.clock()
        retrieve_at = times.retrieve_at or now
        self._check_connected(charge_point_id, "UpdateFirmware")
        operation: Operation | None = None
        if firmware.url is None:
            await self._async_check_file(charge_point_id, firmware)
            operation = Operation(
                charge_point_id=charge_point_id,
                direction=Direction.DOWNLOAD,
                path=self._files.firmware(charge_point_id, firmware.name),
                name=firmware.name,
                expires_at=max(now, retrieve_at) + DOWNLOAD_LIFE,
            )
            location = await self._async_open(operation)
        else:
            self._check_url(charge_point_id, firmware)
            location = firmware.url
        order = FirmwareOrder(
            location=location,
            source=firmware.name,
            version=firmware.version,
            retrieve_at=retrieve_at,
            install_at=times.install_at,
            retries=RETRIES,
            retry_interval_s=RETRY_INTERVAL_S,
            signing_certificate=firmware.signing_certificate,
            signature=firmware.signature,
        )
        await self._async_ask(
            charge_point_id,
            Direction.DOWNLOAD,
            operation,
            lambda: self._central_system.maintenance.firmware.update(charge_point_id, order),
        )

    async def _async_check_file(self, charge_point_id: str, firmware: Firmware) -> None:
        """Raise TransferError where the file of a firmware is not there any more, and forget that firmware."""
        path = self._files.firmware(charge_point_id, firmware.name)
        if await self._hass.async_add_executor_job(path.is_file):
            return
        if self._firmware.get(charge_point_id) is firmware:
            del self._firmware[charge_point_id]
            self._remember()
            self._central_system.publish(ChargePointChanged(charge_point_id=charge_point_id))
        raise TransferError("no_firmware")

    def _check_url(self, charge_point_id: str, firmware: Firmware) -> None:
        about = self._central_system.charge_points[charge_point_id]
        if firmware.url is not None and not ways.accepts_url(
            firmware.url, about.configuration, quirks_of(about)
        ):
            raise TransferError(
                "url_not_possible", scheme=firmware.url.partition(":")[0], file=firmware.name
            )

    # ---- logs

    def logs(self, charge_point_id: str) -> list[KeptLog]:
        """Return the kept logs of a charge point, the newest first."""
        mine = (log for log in self._logs.values() if log.charge_point_id == charge_point_id)
        return sorted(mine, key=lambda log: log.received_at, reverse=True)

    def operation(self, token: str) -> Operation | None:
        """Return the open operation of a token."""
        return self._servers.operations.by_token(token, self._central_system.clock())

    def log_file(self, log_id: str) -> tuple[KeptLog, Path] | None:
        """Return a kept log and its file; None for an unknown one."""
        log = self._logs.get(log_id)
        return None if log is None else (log, self._files.log(log))

    async def async_ask_for_log(
        self,
        charge_point_id: str,
        kind: LogKind = LogKind.DIAGNOSTICS,
        oldest: datetime | None = None,
        latest: datetime | None = None,
    ) -> asyncio.Future[LogOutcome]:
        """Ask a charge point for its log; return the future outcome. Raises CommandError and TransferError."""
        self._check_connected(charge_point_id, "GetDiagnostics")
        operation = Operation(
            charge_point_id=charge_point_id,
            direction=Direction.UPLOAD,
            path=Path(),
            name="",
            expires_at=self._central_system.clock() + UPLOAD_LIFE,
        )
        operation.path = self._path(operation)
        self._listen_to(operation)
        try:
            await self._hass.async_add_executor_job(self._files.prepare_upload, charge_point_id)
        except OSError as error:
            raise TransferError("logs_not_storable", error=str(error)) from error
        location = await self._async_open(operation)
        self._end_log(charge_point_id, LogOutcome(failure="interrupted"))
        outcome = self._waiting[charge_point_id] = asyncio.get_running_loop().create_future()
        order = LogOrder(
            location=location,
            kind=kind,
            oldest=oldest,
            latest=latest,
            retries=RETRIES,
            retry_interval_s=RETRY_INTERVAL_S,
        )
        try:
            await self._async_ask(
                charge_point_id,
                Direction.UPLOAD,
                operation,
                lambda: self._central_system.maintenance.logs.ask(charge_point_id, order),
            )
        except CommandError:
            self._end_log(charge_point_id, LogOutcome(failure="refused"))
            raise
        return outcome

    # ---- events of the central system

    @callback
    def async_handle_event(self, event: Event) -> None:
        """End the transfer of an update or a log request that has ended."""
        match event:
            case FirmwareUpdateEnded(charge_point_id=charge_point_id, update=update):
                self._close_soon(charge_point_id, Direction.DOWNLOAD)
                named = self._firmware.get(charge_point_id)
                installed = update.stage is UpdateStage.INSTALLED
                if installed and named is not None and named.name == update.source:
                    del self._firmware[charge_point_id]
                    self._hass.async_add_executor_job(self._files.drop_firmware, charge_point_id)
                    self._remember()
            case LogRequestEnded(charge_point_id=charge_point_id, request=request):
                operation = self._servers.operations.of(charge_point_id, Direction.UPLOAD)
                if operation is not None and operation.is_taken:
                    return
                if request.stage is LogStage.UPLOADED and operation is not None:
                    self._expect(operation)
                    return
                failure = None if request.failure is None else request.failure.value
                self._end_log(
                    charge_point_id,
                    LogOutcome(failure=failure or "not_received", detail=request.detail or ""),
                )
                self._close_soon(charge_point_id, Direction.UPLOAD)

    def _expect(self, operation: Operation) -> None:
        """Take an upload that the charge point confirmed; give up where it does not come."""
        if operation.uploaded_name is not None:
            self._take_soon(operation)
        else:
            self._set_timer(operation, MISSING_S, partial(self._missing, operation))

    def _missing(self, operation: Operation) -> None:
        self._end_log(operation.charge_point_id, LogOutcome(failure="not_received"))
        self._close_soon(operation.charge_point_id, Direction.UPLOAD)

    # ---- uploads

    def _listen_to(self, operation: Operation) -> None:
        operation.on_uploaded = partial(self._uploaded, operation)

    def _uploaded(self, operation: Operation, certain: bool) -> None:
        """Keep a file that is whole; wait a little for the charge point's word where that is not certain."""
        if operation.is_taken:
            return
        charge_point = self._central_system.charge_points.get(operation.charge_point_id)
        request = None if charge_point is None else charge_point.log_request
        if certain or (request is not None and request.stage is LogStage.UPLOADED):
            self._take_soon(operation)
        else:
            settled = partial(self._settled, operation, operation.attempt)
            self._set_timer(operation, SETTLE_S, settled)

    def _settled(self, operation: Operation, attempt: int) -> None:
        """Take an upload that nothing has followed."""
        if operation.attempt == attempt:
            self._take_soon(operation)

    def _take_soon(self, operation: Operation) -> None:
        if not operation.is_taken:
            operation.is_taken = True
            self._hass.async_create_task(self._async_take(operation), "plug_control keeps a log")

    async def _async_take(self, operation: Operation) -> None:
        """Move an upload to the kept logs, remove the surplus ones, and end the request."""
        charge_point_id = operation.charge_point_id
        charge_point = self._central_system.charge_points.get(charge_point_id)
        request = None if charge_point is None else charge_point.log_request
        told = None if request is None else request.file_name
        log = KeptLog(
            log_id=secrets.token_hex(_LOG_ID_BYTES),
            charge_point_id=charge_point_id,
            name=safe_name(operation.uploaded_name or told or "", "charger.log"),
            kind=LogKind.DIAGNOSTICS if request is None else request.kind,
            size=0,
            received_at=self._central_system.clock(),
        )
        try:
            size = await self._hass.async_add_executor_job(
                self._files.take_upload, operation.path, log
            )
            log = self._logs[log.log_id] = replace(log, size=size)
            surplus = surplus_logs(self._logs.values())
            for each in surplus:
                del self._logs[each.log_id]
            await self._hass.async_add_executor_job(self._files.drop_logs, surplus)
        except OSError as error:
            _LOGGER.warning("A log of %s could not be kept: %s", charge_point_id, error)
            self._end_log(charge_point_id, LogOutcome(failure="not_stored", detail=str(error)))
        else:
            with suppress(NotPossibleError):  # The charge point was removed.
                self._central_system.maintenance.logs.received(charge_point_id)
            self._end_log(charge_point_id, LogOutcome(log=log))
        self._set_timer(
            operation, GRACE_S, partial(self._close_soon, charge_point_id, Direction.UPLOAD)
        )
        self._remember()

    def _end_log(self, charge_point_id: str, outcome: LogOutcome) -> None:
        waiting = self._waiting.pop(charge_point_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(outcome)

    # ---- operations

    async def _async_open(self, operation: Operation) -> str:
        """Make an operation possible; return the URL for the charge point. Raises TransferError."""
        location = await self._servers.async_open(operation)
        self._remember()
        return location

    async def _async_ask(
        self,
        charge_point_id: str,
        direction: Direction,
        operation: Operation | None,
        ask: Callable[[], Any],
    ) -> None:
        """Ask the charge point; then end its earlier operation, or this one where it did not take the request."""
        earlier = [
            each
            for each in self._servers.operations.all
            if (each.charge_point_id, each.direction) == (charge_point_id, direction)
            and each is not operation
        ]
        over = earlier
        try:
            await ask()
        except CommandError as error:
            if not may_be_done(error):
                over = [] if operation is None else [operation]
            raise
        finally:
            for each in over:
                await self._servers.async_close(each)

    def _check_connected(self, charge_point_id: str, action: str) -> None:
        """Raise OfflineError for a charge point that is not connected, before a transfer is opened."""
        if self._central_system.connection_of(charge_point_id) is None:
            raise OfflineError().about(charge_point_id, action)

    def _close_soon(self, charge_point_id: str, direction: Direction) -> None:
        operation = self._servers.operations.of(charge_point_id, direction)
        if operation is not None:
            self._hass.async_create_task(
                self._servers.async_close(operation), "plug_control ends a transfer"
            )

    def _closed(self, operation: Operation) -> None:
        """Clean up after an operation; what an upload left behind is removed."""
        if (timer := self._timers.pop(operation.token, None)) is not None:
            timer.cancel()
        if operation.direction is Direction.UPLOAD and not operation.is_taken:
            self._hass.async_add_executor_job(partial(operation.path.unlink, missing_ok=True))
        self._remember()

    def _set_timer(self, operation: Operation, delay_s: float, then: Callable[[], None]) -> None:
        if (timer := self._timers.pop(operation.token, None)) is not None:
            timer.cancel()
        self._timers[operation.token] = self._hass.loop.call_later(delay_s, then)

    def _path(self, operation: Operation) -> Path:
        if operation.direction is Direction.DOWNLOAD:
            return self._files.firmware(operation.charge_point_id, operation.name)
        return self._files.upload(operation.charge_point_id, operation.user)
