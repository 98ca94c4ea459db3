"""Take the logs that charge points upload, keep them, and answer those who wait for them."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
import logging
from pathlib import Path
import secrets
from typing import Any, Final

from homeassistant.core import HomeAssistant

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.wire import NotPossibleError
from custom_components.plug_control.model.maintenance import LogKind, LogRequest, LogStage
from custom_components.plug_control.model.stored import read_row, write_row

from .ending import TransferEnds
from .files import Files, KeptLog, safe_name, surplus_logs
from .operations import Direction, Operation

SETTLE_S: Final = 60.0
"""How long to wait after an FTP upload for the charge point to confirm it, since FTP cannot tell whether a file is whole."""
MISSING_S: Final = 30.0
"""How long a file that the charge point calls uploaded may still be on its way."""
GRACE_S: Final = 300.0
"""How long after an upload the charge point may repeat it, since the answer may have been lost."""
_LOG_ID_BYTES: Final = 16

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOutcome:
    """How a log request ended: with a file, or with a failure."""

    log: KeptLog | None = None
    failure: str | None = None
    """A `LogFailure`, or "not_received" or "not_stored"."""
    detail: str = ""


class ReceivedLogs:
    """The kept logs of the charge points of one config entry, and the log requests that somebody waits for."""

    def __init__(
        self,
        hass: HomeAssistant,
        central_system: CentralSystem,
        files: Files,
        ends: TransferEnds,
        remember: Callable[[], None],
    ) -> None:
        """Call `remember` whenever `memory()` would return something new."""
        self._hass = hass
        self._central_system = central_system
        self._files = files
        self._ends = ends
        self._remember = remember
        self._logs: dict[str, KeptLog] = {}
        self._waiting: dict[str, asyncio.Future[LogOutcome]] = {}

    # ---- kept logs

    def load(self, memory: Mapping[str, Any]) -> None:
        """Restore what `memory()` returned before the restart; leaves out what is damaged."""
        for log_id, row in memory.items():
            with suppress(ValueError):
                self._logs[log_id] = read_row(KeptLog, row)

    def memory(self) -> dict[str, Any]:
        """Return the kept logs by id, as JSON values."""
        return {key: write_row(each) for key, each in self._logs.items()}

    @property
    def paths(self) -> set[Path]:
        """The files of the kept logs."""
        return {*map(self._files.log, self._logs.values())}

    def of(self, charge_point_id: str) -> list[KeptLog]:
        """Return the kept logs of a charge point, the newest first."""
        mine = (log for log in self._logs.values() if log.charge_point_id == charge_point_id)
        return sorted(mine, key=lambda log: log.received_at, reverse=True)

    def file(self, log_id: str) -> tuple[KeptLog, Path] | None:
        """Return a kept log and its file; None for an unknown one."""
        log = self._logs.get(log_id)
        return None if log is None else (log, self._files.log(log))

    async def async_forget_missing(self) -> None:
        """Forget the logs whose file is not there."""
        missing = await self._hass.async_add_executor_job(
            self._files.missing, list(self._logs.values())
        )
        for log in missing:
            del self._logs[log.log_id]

    def forget(self, charge_point_id: str) -> None:
        """Forget the kept logs of a charge point that was removed."""
        for log in self.of(charge_point_id):
            del self._logs[log.log_id]

    # ---- waiting

    def wait(self, charge_point_id: str) -> asyncio.Future[LogOutcome]:
        """Return the future outcome of a new log request; it interrupts the earlier one."""
        self.end(charge_point_id, LogOutcome(failure="interrupted"))
        outcome = self._waiting[charge_point_id] = asyncio.get_running_loop().create_future()
        return outcome

    def end(self, charge_point_id: str, outcome: LogOutcome) -> None:
        """Answer those who wait for a charge point's log."""
        waiting = self._waiting.pop(charge_point_id, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(outcome)

    def stop(self) -> None:
        """Answer all who wait: a log that comes after a restart is kept, but they are not there any more."""
        for charge_point_id in tuple(self._waiting):
            self.end(charge_point_id, LogOutcome(failure="interrupted"))

    def request_ended(
        self, charge_point_id: str, request: LogRequest, operation: Operation | None
    ) -> None:
        """Take the upload that a charge point confirms, or end its request; `operation` is the open one, if any."""
        if operation is not None and operation.is_taken:
            return
        if request.stage is LogStage.UPLOADED and operation is not None:
            self._expect(operation)
            return
        failure = None if request.failure is None else request.failure.value
        self.end(
            charge_point_id,
            LogOutcome(failure=failure or "not_received", detail=request.detail or ""),
        )
        self._ends.close_soon(charge_point_id, Direction.UPLOAD)

    def _expect(self, operation: Operation) -> None:
        """Take an upload that the charge point confirmed; give up where it does not come."""
        if operation.uploaded_name is not None:
            self._take_soon(operation)
        else:
            self._ends.set_timer(operation, MISSING_S, partial(self._missing, operation))

    def _missing(self, operation: Operation) -> None:
        self.end(operation.charge_point_id, LogOutcome(failure="not_received"))
        self._ends.close_soon(operation.charge_point_id, Direction.UPLOAD)

    # ---- taking

    def listen_to(self, operation: Operation) -> None:
        """Take what the charge point uploads in an operation."""
        operation.on_uploaded = partial(self._uploaded, operation)

    def _uploaded(self, operation: Operation, certain: bool) -> None:
        """Keep a file that is whole; wait a little for the charge point's word where that is not certain."""
        if operation.is_taken:
            return
        request = self._request_of(operation)
        if certain or (request is not None and request.stage is LogStage.UPLOADED):
            self._take_soon(operation)
        else:
            settled = partial(self._settled, operation, operation.attempt)
            self._ends.set_timer(operation, SETTLE_S, settled)

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
        request = self._request_of(operation)
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
            self.end(charge_point_id, LogOutcome(failure="not_stored", detail=str(error)))
        else:
            with suppress(NotPossibleError):  # The charge point was removed.
                self._central_system.maintenance.logs.received(charge_point_id)
            self.end(charge_point_id, LogOutcome(log=log))
        close = partial(self._ends.close_soon, charge_point_id, Direction.UPLOAD)
        self._ends.set_timer(operation, GRACE_S, close)
        self._remember()

    def _request_of(self, operation: Operation) -> LogRequest | None:
        charge_point = self._central_system.charge_points.get(operation.charge_point_id)
        return None if charge_point is None else charge_point.log_request
