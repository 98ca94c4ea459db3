"""Ask for logs and follow each request to its end: by its statuses, by the file that arrives, by silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ocpp.v16 import call
from ocpp.v16.enums import DiagnosticsStatus, Log, UploadLogStatus

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.events import ChargePointChanged, LogRequestEnded
from custom_components.plug_control.model.maintenance import (
    LogFailure,
    LogKind,
    LogRequest,
    LogStage,
)
from custom_components.plug_control.protocol.errors import CallErrorReceived, ErrorCode
from custom_components.plug_control.protocol.messages import (
    DiagnosticsStatusNotification,
    LogStatusNotification,
    format_timestamp,
)

from .requests import asking, next_request_id

_STAGES: Final[Mapping[str, LogStage]] = {
    DiagnosticsStatus.uploading: LogStage.UPLOADING,
    DiagnosticsStatus.uploaded: LogStage.UPLOADED,
}
_FAILURES: Final[Mapping[str, LogFailure]] = {
    DiagnosticsStatus.upload_failed: LogFailure.UPLOAD_FAILED,
    UploadLogStatus.upload_failure: LogFailure.UPLOAD_FAILED,
    UploadLogStatus.bad_message: LogFailure.REFUSED,
    UploadLogStatus.not_supported_operation: LogFailure.NOT_SUPPORTED,
    UploadLogStatus.permission_denied: LogFailure.PERMISSION_DENIED,
}
PATIENCE: Final[Mapping[LogStage, timedelta]] = {
    LogStage.ASKED: timedelta(minutes=30),
    LogStage.UPLOADING: timedelta(hours=1),
}
"""How long a stage may last without news."""
NOTHING_COMES: Final = timedelta(minutes=2)
"""How long to wait after a GetDiagnostics answer without a file name: nothing will come, yet some upload all the same."""
_KINDS: Final = {LogKind.DIAGNOSTICS: Log.diagnostics_log, LogKind.SECURITY: Log.security_log}
_NOT_KNOWN: Final = frozenset({ErrorCode.NOT_IMPLEMENTED, ErrorCode.NOT_SUPPORTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOrder:
    """Which log to upload, to where."""

    location: str
    kind: LogKind = LogKind.DIAGNOSTICS
    oldest: datetime | None = None
    latest: datetime | None = None
    retries: int | None = None
    retry_interval_s: int | None = None


class LogRequests:
    """Sends GetDiagnostics and GetLog, and keeps `ChargePoint.log_request` up to date."""

    def __init__(self, context: Context, commands: Commands) -> None:
        self._context = context
        self._commands = commands

    async def ask(self, charge_point_id: str, order: LogOrder) -> None:
        """Ask a charge point to upload its log; raises CommandError.

        Diagnostics are asked for by GetDiagnostics, and by GetLog where the charge point does not know that. It replaces a
        request that is not finished. After an error with which the charge point may have taken the request, it is still
        followed.
        """
        station = self._context.station(charge_point_id)
        about = station.charge_point
        now = self._context.clock()
        request = LogRequest(kind=order.kind, asked_at=now, changed_at=now)
        before, about.log_request = about.log_request, request
        with asking() as outcome:  # Statuses may come before the answer.
            request.file_name = await self._ask(station, request, order)
            request.answered, request.changed_at = True, self._context.clock()
        if outcome.nothing_sent:
            about.log_request = before
        elif outcome.refusal is not None and request.running:
            self._end(station, request, LogFailure.REFUSED, outcome.refusal)
        self._changed(station)
        outcome.raise_error()

    async def _ask(self, station: Station, request: LogRequest, order: LogOrder) -> str | None:
        """Send the request; return the name of the file that will come. Raises CommandError."""
        if order.kind is LogKind.SECURITY:
            return await self._get_log(station, request, order)
        try:
            return await self._get_diagnostics(station.identity, order)
        except CallErrorReceived as error:
            if error.code not in _NOT_KNOWN or "GetLog" in station.quirks.never_answered:
                raise
        return await self._get_log(station, request, order)

    async def _get_diagnostics(self, charge_point_id: str, order: LogOrder) -> str | None:
        message = call.GetDiagnostics(
            location=order.location,
            retries=order.retries,
            retry_interval=order.retry_interval_s,
            start_time=_told(order.oldest),
            stop_time=_told(order.latest),
        )
        answer = await self._commands.request(charge_point_id, message)
        return answer.file_name or None

    async def _get_log(self, station: Station, request: LogRequest, order: LogOrder) -> str | None:
        request.request_id = next_request_id(station, self._context.clock())
        message = call.GetLog(
            log={
                "remote_location": order.location,
                "oldest_timestamp": order.oldest,
                "latest_timestamp": order.latest,
            },
            log_type=_KINDS[order.kind],
            request_id=request.request_id,
            retries=order.retries,
            retry_interval=order.retry_interval_s,
        )
        answer = await self._commands.request(station.identity, message)
        return answer.filename or None

    def status(
        self, station: Station, message: DiagnosticsStatusNotification | LogStatusNotification
    ) -> None:
        """Follow a status notification; that of a GetLog must have its request's id (R35)."""
        request = station.charge_point.log_request
        if request is None or not _is_about(request, message) or _is_settled(request):
            return
        if message.status == DiagnosticsStatus.idle:
            if request.running and request.booted and not station.quirks.idle_says_nothing:
                self._end(station, request, LogFailure.INTERRUPTED, None)
            return
        request.changed_at, request.detail = self._context.clock(), message.status
        request.booted = False
        if (failure := _FAILURES.get(message.status)) is not None:
            self._end(station, request, failure, message.status)
        elif (stage := _STAGES.get(message.status)) is not None:
            request.stage, request.failure = stage, None
            if not request.running:
                self._ended(station, request)
        self._changed(station)

    def received(self, charge_point_id: str) -> None:
        """Note that the whole file is here, whatever the charge point reports of it."""
        station = self._context.station(charge_point_id)
        request = station.charge_point.log_request
        if request is not None and request.stage is not LogStage.UPLOADED:
            request.stage, request.failure = LogStage.UPLOADED, None
            self._ended(station, request)

    def booted(self, station: Station) -> None:
        """Note a boot: a triggered Idle means from now on that the request is forgotten."""
        request = station.charge_point.log_request
        if request is not None and request.running:
            request.booted = True

    def look_round(self, station: Station) -> None:
        """Give up a request of which nothing was heard for too long."""
        request = station.charge_point.log_request
        if request is None or not request.running:
            return
        silence = self._context.clock() - request.changed_at
        answered_without_file = (
            request.answered
            and request.stage is LogStage.ASKED
            and request.request_id is None
            and request.file_name is None
        )
        if answered_without_file and silence >= NOTHING_COMES:
            self._end(station, request, LogFailure.NOTHING_THERE, None)
        elif silence >= PATIENCE[request.stage]:
            self._end(station, request, LogFailure.NO_NEWS, request.detail)

    def _end(
        self, station: Station, request: LogRequest, failure: LogFailure, detail: str | None
    ) -> None:
        request.stage, request.failure, request.detail = LogStage.FAILED, failure, detail
        self._ended(station, request)

    def _ended(self, station: Station, request: LogRequest) -> None:
        self._context.publish(LogRequestEnded(charge_point_id=station.identity, request=request))
        self._changed(station)

    def _changed(self, station: Station) -> None:
        self._context.remember()
        self._context.publish(ChargePointChanged(charge_point_id=station.identity))


def _is_about(
    request: LogRequest, message: DiagnosticsStatusNotification | LogStatusNotification
) -> bool:
    """Whether a status belongs to the request: of the same kind, and with its id where it has one."""
    if isinstance(message, LogStatusNotification):
        return request.request_id is not None and message.request_id in {None, request.request_id}
    return request.request_id is None


def _is_settled(request: LogRequest) -> bool:
    """Whether no later message can change how the request ended; one that was given up may still succeed."""
    return request.stage is LogStage.UPLOADED or request.failure is LogFailure.REFUSED


def _told(time: datetime | None) -> str | None:
    return None if time is None else format_timestamp(time)
