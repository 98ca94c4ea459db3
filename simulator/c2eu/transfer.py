"""GetDiagnostics and UpdateFirmware of the C2EU: transfers, for real or simulated, and their statuses (C2EU Q22)."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.fields import text
from simulator.frames import Payload
from simulator.rpc import Request
from simulator.transfers import Transfers

from .talk import Talk

ZIP_S: Final = 3.0
STEP_S: Final = 5.0
FTP_PORT: Final = 21


class Transfer:
    """Simulated transfers of diagnostics and firmware, whose success depends on the URL alone."""

    def __init__(self, hardware: ChargePoint, talk: Talk, configuration: Configuration) -> None:
        """Prepare; set `charging` before the first request."""
        self.charging: Callable[[], bool] = lambda: False
        self._hardware = hardware
        self._talk = talk
        self._configuration = configuration
        self._timers = Timers(hardware.clock)
        self._deferred: str | None = None

    def halt(self) -> None:
        """Stop the transfers."""
        self._timers.cancel_all()

    def tick(self) -> None:
        """Begin a firmware update that waits, once nothing charges."""
        if self._deferred is not None and not self.charging():
            location, self._deferred = self._deferred, None
            self._download(location)

    def get_diagnostics(self, request: Request) -> None:
        """Answer once the logs are zipped, then upload; answers `{}` for an unsupported scheme."""
        location = text(request.payload, "location")
        self._timers.set("zip", ZIP_S, lambda: self._zipped(request, location))

    def update_firmware(self, request: Request) -> Payload:
        """Return `{}` and update after a running charge; ignores retrieveDate and retries."""
        self._deferred = text(request.payload, "location")
        self.tick()
        return {}

    def _zipped(self, request: Request, location: str) -> None:
        if not self._supported(location):
            request.reply({})
            self._diagnostics("UploadFailed")
            return
        milliseconds = int(self._hardware.device_time().timestamp() * 1000)
        request.reply({"fileName": f"{self._hardware.model.serial}_{milliseconds}.zip"})
        if _is_http(location):
            self._diagnostics("Uploading")
        works, transfers = _works(location), self._hardware.transfers
        if works and transfers is not None:
            self._upload(transfers, location, f"{self._hardware.model.serial}_{milliseconds}.zip")
            return
        result = "Uploaded" if works else "UploadFailed"
        self._timers.set("upload", STEP_S, lambda: self._diagnostics(result))

    def _upload(self, transfers: Transfers, location: str, name: str) -> None:
        """Put the file under the URL's path, once: retries are ignored."""
        lines = "\n".join(frame.text for frame in self._hardware.frames)
        transfers.upload(
            location,
            name,
            lines.encode(),
            lambda works: self._diagnostics("Uploaded" if works else "UploadFailed"),
        )

    def _download(self, location: str) -> None:
        self._firmware("Downloading")
        works = self._supported(location) and _works(location)
        if not works:
            self._timers.set("firmware", STEP_S, lambda: self._firmware("DownloadFailed"))
        elif (transfers := self._hardware.transfers) is not None:
            transfers.download(location, self._downloaded)
        else:
            self._install(self._hardware.reboot)

    def _downloaded(self, content: bytes | None) -> None:
        if content is None:
            self._firmware("DownloadFailed")
        else:
            self._install(lambda: self._hardware.update(content))

    def _install(self, then: Callable[[], object]) -> None:
        steps = iter(("Downloaded", "Installing", "Installed"))

        def step() -> None:
            status = next(steps, None)
            if status is None:
                then()
                return
            self._firmware(status)
            self._timers.set("firmware", STEP_S, step)

        self._timers.set("firmware", STEP_S, step)

    def _supported(self, location: str) -> bool:
        """Whether the scheme is listed, with the same case."""
        scheme = location.partition(":")[0]
        return scheme in self._configuration.names("SupportedFileTransferProtocols")

    def _diagnostics(self, status: str) -> None:
        self._talk.send("DiagnosticsStatusNotification", {"status": status})

    def _firmware(self, status: str) -> None:
        self._talk.send("FirmwareStatusNotification", {"status": status})


def _is_http(location: str) -> bool:
    """Whether the C2EU uses HTTP: for upper-case schemes only, others take the FTP path."""
    return location.startswith(("HTTP:", "HTTPS:"))


def _works(location: str) -> bool:
    """Whether a transfer works: FTP needs a password in the URL and port 21; lower-case http is taken for FTP and fails."""
    if _is_http(location):
        return True
    try:
        parts = urlsplit(location)
        port = parts.port
    except ValueError:
        return False
    return location.startswith("ftp:") and bool(parts.password) and port in (None, FTP_PORT)
