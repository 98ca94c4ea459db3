"""Ask for firmware updates and follow each to its end: by its statuses, by a boot with another version, by silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from ocpp.v16 import call
from ocpp.v16.enums import FirmwareStatus as Status

from custom_components.plug_control.central_system.commands.commands import Commands
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.events import ChargePointChanged, FirmwareUpdateEnded
from custom_components.plug_control.model.maintenance import (
    FirmwareUpdate,
    UpdateFailure,
    UpdateStage,
)
from custom_components.plug_control.protocol.messages import (
    FirmwareStatusNotification,
    SignedFirmwareStatusNotification,
    format_timestamp,
)

from .requests import asking, next_request_id

_STAGES: Final[Mapping[str, UpdateStage]] = {
    Status.download_scheduled: UpdateStage.ASKED,
    Status.downloading: UpdateStage.DOWNLOADING,
    Status.download_paused: UpdateStage.DOWNLOADING,
    Status.downloaded: UpdateStage.DOWNLOADED,
    Status.signature_verified: UpdateStage.DOWNLOADED,
    Status.install_scheduled: UpdateStage.DOWNLOADED,
    Status.installing: UpdateStage.INSTALLING,
    Status.install_rebooting: UpdateStage.INSTALLING,
    Status.installed: UpdateStage.INSTALLED,
}
_FAILURES: Final[Mapping[str, UpdateFailure]] = {
    Status.download_failed: UpdateFailure.DOWNLOAD_FAILED,
    Status.installation_failed: UpdateFailure.INSTALLATION_FAILED,
    Status.install_verification_failed: UpdateFailure.INSTALLATION_FAILED,
    Status.invalid_signature: UpdateFailure.INVALID_SIGNATURE,
}
PATIENCE: Final[Mapping[UpdateStage, timedelta]] = {
    UpdateStage.ASKED: timedelta(days=1),
    UpdateStage.DOWNLOADING: timedelta(hours=4),
    UpdateStage.DOWNLOADED: timedelta(days=1),
    UpdateStage.INSTALLING: timedelta(hours=2),
}
"""How long a stage may last without news."""
_WAITS_FOR_CHARGES: Final = frozenset({UpdateStage.ASKED, UpdateStage.DOWNLOADED})
"""Stages that last as long as a car charges: many chargers update only while idle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareOrder:
    """What to install, from where; with `signature` it is a signed update (security extension, L01)."""

    location: str
    source: str
    """The file's name, for people."""
    version: str | None = None
    retrieve_at: datetime
    install_at: datetime | None = None
    """For signed updates only."""
    retries: int | None = None
    retry_interval_s: int | None = None
    signing_certificate: str | None = None
    signature: str | None = None


class FirmwareUpdates:
    """Sends UpdateFirmware and SignedUpdateFirmware, and keeps `ChargePoint.firmware_update` up to date."""

    def __init__(self, context: Context, commands: Commands) -> None:
        self._context = context
        self._commands = commands

    async def update(self, charge_point_id: str, order: FirmwareOrder) -> None:
        """Ask a charge point to update itself; raises CommandError.

        It replaces an update that is not finished. After an error with which the charge point may have taken the request,
        the update is still followed.
        """
        station = self._context.station(charge_point_id)
        about = station.charge_point
        now = self._context.clock()
        signed = order.signature is not None
        request_id = next_request_id(station, now) if signed else None
        update = FirmwareUpdate(
            asked_at=now,
            retrieve_at=order.retrieve_at,
            changed_at=now,
            source=order.source,
            version=order.version,
            version_before=about.firmware_version,
            request_id=request_id,
        )
        before, about.firmware_update = about.firmware_update, update
        with asking() as outcome:  # Statuses may come before the answer.
            await self._commands.request(charge_point_id, _message(order, request_id))
        if outcome.nothing_sent:
            about.firmware_update = before
        elif outcome.refusal is not None and update.running:
            self._end(station, update, UpdateFailure.REFUSED, outcome.refusal)
        self._changed(station)
        outcome.raise_error()

    def status(
        self,
        station: Station,
        message: FirmwareStatusNotification | SignedFirmwareStatusNotification,
    ) -> None:
        """Follow a status notification; that of a signed update must have its request's id (R35)."""
        update = station.charge_point.firmware_update
        if update is None or not _is_about(update, message) or _is_settled(update):
            return
        if message.status == Status.idle:
            if update.running and update.booted and not station.quirks.idle_says_nothing:
                self._end(station, update, UpdateFailure.INTERRUPTED, None)
            return
        update.changed_at, update.detail = self._context.clock(), message.status
        update.booted = False
        if (failure := _FAILURES.get(message.status)) is not None:
            self._end(station, update, failure, message.status)
        elif (stage := _STAGES.get(message.status)) is UpdateStage.INSTALLED:
            self._installed(station, update)
        elif stage is not None:
            update.stage, update.failure = stage, None
        self._changed(station)

    def booted(self, station: Station, firmware_version: str | None) -> None:
        """Note a boot; one with another version than before the update proves that it is installed."""
        update = station.charge_point.firmware_update
        if update is None or _is_settled(update):
            return
        if firmware_version is not None and firmware_version != update.version_before:
            self._installed(station, update)
        else:
            update.booted = True
            update.changed_at = self._context.clock()

    def look_round(self, station: Station) -> None:
        """Give up an update of which nothing was heard for too long."""
        update = station.charge_point.firmware_update
        if update is None or not update.running:
            return
        waits = update.stage in _WAITS_FOR_CHARGES and any(
            each.transaction is not None for each in station.charge_point.connectors.values()
        )
        since = max(update.changed_at, update.retrieve_at)
        if not waits and self._context.clock() - since >= PATIENCE[update.stage]:
            self._end(station, update, UpdateFailure.NO_NEWS, update.detail)

    def _installed(self, station: Station, update: FirmwareUpdate) -> None:
        update.stage, update.failure = UpdateStage.INSTALLED, None
        self._ended(station, update)

    def _end(
        self, station: Station, update: FirmwareUpdate, failure: UpdateFailure, detail: str | None
    ) -> None:
        update.stage, update.failure, update.detail = UpdateStage.FAILED, failure, detail
        self._ended(station, update)

    def _ended(self, station: Station, update: FirmwareUpdate) -> None:
        self._context.publish(FirmwareUpdateEnded(charge_point_id=station.identity, update=update))
        self._changed(station)

    def _changed(self, station: Station) -> None:
        self._context.remember()
        self._context.publish(ChargePointChanged(charge_point_id=station.identity))


def _is_about(
    update: FirmwareUpdate, message: FirmwareStatusNotification | SignedFirmwareStatusNotification
) -> bool:
    """Whether a status belongs to the update: of the same kind, and with its id where it has one."""
    if isinstance(message, SignedFirmwareStatusNotification):
        return update.request_id is not None and message.request_id in {None, update.request_id}
    return update.request_id is None


def _is_settled(update: FirmwareUpdate) -> bool:
    """Whether no later message can change how the update ended; one that was given up may still succeed."""
    return update.stage is UpdateStage.INSTALLED or update.failure is UpdateFailure.REFUSED


def _message(order: FirmwareOrder, request_id: int | None) -> Any:
    if request_id is None:
        return call.UpdateFirmware(
            location=order.location,
            retrieve_date=format_timestamp(order.retrieve_at),
            retries=order.retries,
            retry_interval=order.retry_interval_s,
        )
    return call.SignedUpdateFirmware(
        request_id=request_id,
        firmware={
            "location": order.location,
            "retrieve_date_time": order.retrieve_at,
            "install_date_time": order.install_at,
            "signing_certificate": order.signing_certificate,
            "signature": order.signature,
        },
        retries=order.retries,
        retry_interval=order.retry_interval_s,
    )
