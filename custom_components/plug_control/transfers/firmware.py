"""The firmware that the user named for each charge point: a file of ours, or a URL."""

from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.model.events import ChargePointChanged
from custom_components.plug_control.model.maintenance import FirmwareUpdate, UpdateStage
from custom_components.plug_control.model.stored import read_row, write_row

from . import ways
from .files import Files, safe_name
from .servers import TransferError


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


class NamedFirmware:
    """The named firmware of the charge points of one config entry, and its files."""

    def __init__(
        self,
        hass: HomeAssistant,
        central_system: CentralSystem,
        files: Files,
        remember: Callable[[], None],
    ) -> None:
        """Call `remember` whenever `memory()` would return something new."""
        self._hass = hass
        self._central_system = central_system
        self._files = files
        self._remember = remember
        self._firmware: dict[str, Firmware] = {}

    # ---- life

    def load(self, memory: Mapping[str, Any]) -> None:
        """Restore what `memory()` returned before the restart; leaves out what is damaged."""
        for charge_point_id, row in memory.items():
            with suppress(ValueError):
                self._firmware[charge_point_id] = read_row(Firmware, row)

    def memory(self) -> dict[str, Any]:
        """Return the state to keep over a restart by charge point, as JSON values."""
        return {key: write_row(each) for key, each in self._firmware.items()}

    def keep_only(self, charge_point_ids: Container[str]) -> None:
        """Forget the firmware of other charge points."""
        for charge_point_id in [each for each in self._firmware if each not in charge_point_ids]:
            del self._firmware[charge_point_id]

    def forget(self, charge_point_id: str) -> None:
        """Forget the firmware of a charge point that was removed."""
        self._firmware.pop(charge_point_id, None)

    # ---- naming

    def of(self, charge_point_id: str) -> Firmware | None:
        """Return the firmware that the user named for a charge point."""
        return self._firmware.get(charge_point_id)

    async def async_name_url(self, charge_point_id: str, firmware: Firmware) -> None:
        """Name a firmware by its URL; raises TransferError for a URL that the charge point cannot use."""
        self.check_url(charge_point_id, firmware)
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
        self._changed(charge_point_id)

    # ---- installing

    async def async_check_file(self, charge_point_id: str, firmware: Firmware) -> None:
        """Raise TransferError where the file of a firmware is not there any more, and forget that firmware."""
        path = self._files.firmware(charge_point_id, firmware.name)
        if await self._hass.async_add_executor_job(path.is_file):
            return
        if self._firmware.get(charge_point_id) is firmware:
            del self._firmware[charge_point_id]
            self._changed(charge_point_id)
        raise TransferError("no_firmware")

    def check_url(self, charge_point_id: str, firmware: Firmware) -> None:
        """Raise TransferError where the charge point cannot use the URL of a firmware."""
        about = self._central_system.charge_points[charge_point_id]
        if firmware.url is not None and not ways.accepts_url(
            firmware.url, about.configuration, quirks_of(about)
        ):
            raise TransferError(
                "url_not_possible", scheme=firmware.url.partition(":")[0], file=firmware.name
            )

    def update_ended(self, charge_point_id: str, update: FirmwareUpdate) -> None:
        """Forget a firmware that was installed, with its file."""
        named = self._firmware.get(charge_point_id)
        installed = update.stage is UpdateStage.INSTALLED
        if installed and named is not None and named.name == update.source:
            del self._firmware[charge_point_id]
            self._hass.async_add_executor_job(self._files.drop_firmware, charge_point_id)
            self._remember()

    def _changed(self, charge_point_id: str) -> None:
        self._remember()
        self._central_system.publish(ChargePointChanged(charge_point_id=charge_point_id))
