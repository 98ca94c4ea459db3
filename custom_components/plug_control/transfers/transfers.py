"""Give charge points their firmware and ask them for their logs: opens transfers, and asks."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.maintenance.firmware import FirmwareOrder
from custom_components.plug_control.central_system.maintenance.logs import LogOrder
from custom_components.plug_control.central_system.wire import (
    CommandError,
    OfflineError,
    may_be_done,
)
from custom_components.plug_control.model.events import Event, FirmwareUpdateEnded, LogRequestEnded
from custom_components.plug_control.model.maintenance import LogKind

from .ending import TransferEnds
from .files import Files
from .firmware import Firmware, NamedFirmware, UpdateTimes
from .operations import Direction, Operation, read_operation, write_operation
from .received_logs import LogOutcome, ReceivedLogs
from .servers import Servers, TransferError

UPLOAD_LIFE: Final = timedelta(hours=2)
DOWNLOAD_LIFE: Final = timedelta(days=2)
"""How long after the time to begin a download may still be going on: many chargers wait until no car charges."""
RETRIES: Final = 3
RETRY_INTERVAL_S: Final = 60


class Transfers:
    """The transfers of firmware and logs of the charge points of one config entry."""

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
        self._files = files = Files(directory)
        self._remember = remember
        self._ends = TransferEnds(hass, servers, remember)
        self.firmware = NamedFirmware(hass, central_system, files, remember)
        self.logs = ReceivedLogs(hass, central_system, files, self._ends, remember)

    # ---- life

    async def async_load(self, memory: Mapping[str, Mapping[str, Any]]) -> None:
        """Restore what `memory()` returned before the restart; leaves out what is damaged."""
        self.firmware.load(memory.get("firmware", {}))
        self.logs.load(memory.get("logs", {}))
        for row in memory.get("operations", {}).values():
            with suppress(ValueError, KeyError):
                operation = read_operation(row, self._path)
                self.logs.listen_to(operation)
                self._servers.operations.open(operation)

    async def async_start(self) -> None:
        """Go on with the transfers of before the restart that are still expected; remove files that nobody knows."""
        charge_point_ids = {*self._central_system.charge_points}
        self.firmware.keep_only(charge_point_ids)
        operations = self._servers.operations.all
        known = {each.path for each in operations} | self.logs.paths
        await self._hass.async_add_executor_job(self._files.tidy, charge_point_ids, known)
        await self.logs.async_forget_missing()
        for operation in operations:
            if not self._is_expected(operation) or not await self._servers.async_resume(operation):
                await self._servers.async_close(operation)

    def _is_expected(self, operation: Operation) -> bool:
        """Whether the update or log request of an operation still goes on."""
        charge_point = self._central_system.charge_points.get(operation.charge_point_id)
        if charge_point is None:
            return False
        if operation.direction is Direction.DOWNLOAD:
            update = charge_point.firmware_update
            return update is not None and update.running
        request = charge_point.log_request
        return request is not None and request.running

    async def async_stop(self) -> None:
        """Stop the servers; the operations stay in `memory()`."""
        self._ends.stop()
        self.logs.stop()
        await self._servers.async_stop()

    def memory(self) -> dict[str, dict[str, Any]]:
        """Return the state to keep over a restart, as JSON values."""
        return {
            "firmware": self.firmware.memory(),
            "logs": self.logs.memory(),
            "operations": {
                each.token: write_operation(each)
                for each in self._servers.operations.all
                if not each.is_taken
            },
        }

    async def async_remove_charge_point(self, charge_point_id: str) -> None:
        """Forget a charge point with all of its files."""
        self.logs.end(charge_point_id, LogOutcome(failure="interrupted"))
        await self._ends.async_close(
            each for each in self._servers.operations.all if each.charge_point_id == charge_point_id
        )
        self.firmware.forget(charge_point_id)
        self.logs.forget(charge_point_id)
        await self._hass.async_add_executor_job(self._files.drop, charge_point_id)
        self._remember()

    @callback
    def async_handle_event(self, event: Event) -> None:
        """End the transfer of an update or a log request that has ended."""
        match event:
            case FirmwareUpdateEnded(charge_point_id=charge_point_id, update=update):
                self._ends.close_soon(charge_point_id, Direction.DOWNLOAD)
                self.firmware.update_ended(charge_point_id, update)
            case LogRequestEnded(charge_point_id=charge_point_id, request=request):
                operation = self._servers.operations.of(charge_point_id, Direction.UPLOAD)
                self.logs.request_ended(charge_point_id, request, operation)

    # ---- asking

    async def async_install(
        self,
        charge_point_id: str,
        firmware: Firmware | None = None,
        times: UpdateTimes | None = None,
    ) -> None:
        """Ask a charge point to install a firmware, by default the named one; raises CommandError and TransferError.

        What cannot work is found out before the charge point is asked.
        """
        firmware = firmware or self.firmware.of(charge_point_id)
        if firmware is None:
            raise TransferError("no_firmware")
        times = times or UpdateTimes()
        now = self._central_system.clock()
        retrieve_at = times.retrieve_at or now
        self._check_connected(charge_point_id, "UpdateFirmware")
        operation: Operation | None = None
        if firmware.url is None:
            await self.firmware.async_check_file(charge_point_id, firmware)
            operation = Operation(
                charge_point_id=charge_point_id,
                direction=Direction.DOWNLOAD,
                path=self._files.firmware(charge_point_id, firmware.name),
                name=firmware.name,
                expires_at=max(now, retrieve_at) + DOWNLOAD_LIFE,
            )
            location = await self._async_open(operation)
        else:
            self.firmware.check_url(charge_point_id, firmware)
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
        self.logs.listen_to(operation)
        try:
            await self._hass.async_add_executor_job(self._files.prepare_upload, charge_point_id)
        except OSError as error:
            raise TransferError("logs_not_storable", error=str(error)) from error
        location = await self._async_open(operation)
        outcome = self.logs.wait(charge_point_id)
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
            self.logs.end(charge_point_id, LogOutcome(failure="refused"))
            raise
        return outcome

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
            await self._ends.async_close(over)

    def _check_connected(self, charge_point_id: str, action: str) -> None:
        """Raise OfflineError for a charge point that is not connected, before a transfer is opened."""
        if self._central_system.connection_of(charge_point_id) is None:
            raise OfflineError().about(charge_point_id, action)

    # ---- opening

    def operation(self, token: str) -> Operation | None:
        """Return the open operation of a token."""
        return self._servers.operations.by_token(token, self._central_system.clock())

    async def _async_open(self, operation: Operation) -> str:
        """Make an operation possible; return the URL for the charge point. Raises TransferError."""
        location = await self._servers.async_open(operation)
        self._remember()
        return location

    def _path(self, operation: Operation) -> Path:
        if operation.direction is Direction.DOWNLOAD:
            return self._files.firmware(operation.charge_point_id, operation.name)
        return self._files.upload(operation.charge_point_id, operation.user)
