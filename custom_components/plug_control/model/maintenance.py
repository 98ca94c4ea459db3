"""One firmware update and one log request of a charge point: what was asked, how far it is, and why it failed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto


class UpdateStage(StrEnum):
    """How far a firmware update is."""

    ASKED = auto()
    """The charge point took the request, and has not begun."""
    DOWNLOADING = auto()
    DOWNLOADED = auto()
    INSTALLING = auto()
    INSTALLED = auto()
    FAILED = auto()


class UpdateFailure(StrEnum):
    """Why a firmware update failed."""

    REFUSED = auto()
    """The charge point did not take the request."""
    DOWNLOAD_FAILED = auto()
    INSTALLATION_FAILED = auto()
    INVALID_SIGNATURE = auto()
    INTERRUPTED = auto()
    """It restarted in between, and knows of no update any more."""
    NO_NEWS = auto()
    """It has reported nothing for too long."""


class LogKind(StrEnum):
    """The kind of a log."""

    DIAGNOSTICS = auto()
    SECURITY = auto()


class LogStage(StrEnum):
    """How far a log request is."""

    ASKED = auto()
    UPLOADING = auto()
    UPLOADED = auto()
    FAILED = auto()


class LogFailure(StrEnum):
    """Why a log request failed."""

    REFUSED = auto()
    NOTHING_THERE = auto()
    """The charge point has no log for that time."""
    UPLOAD_FAILED = auto()
    PERMISSION_DENIED = auto()
    NOT_SUPPORTED = auto()
    INTERRUPTED = auto()
    NO_NEWS = auto()


@dataclass(slots=True, kw_only=True)
class FirmwareUpdate:
    """A firmware update that was asked for; `source` is the name of its file, without address."""

    asked_at: datetime
    retrieve_at: datetime
    """When the charge point should begin."""
    changed_at: datetime
    """When it was last heard of."""
    source: str
    version: str | None = None
    """The version that the user expects."""
    version_before: str | None = None
    request_id: int | None = None
    """The id of a signed update; an unsigned one has none."""
    stage: UpdateStage = UpdateStage.ASKED
    failure: UpdateFailure | None = None
    detail: str | None = None
    """The charge point's own word for it: the last status, or the answer of a refusal."""
    booted: bool = False
    """Whether the charge point has booted since it was last heard of."""

    @property
    def running(self) -> bool:
        """Whether the update is neither installed nor failed."""
        return self.stage not in (UpdateStage.INSTALLED, UpdateStage.FAILED)


@dataclass(slots=True, kw_only=True)
class LogRequest:
    """A log that a charge point was asked to upload."""

    kind: LogKind
    asked_at: datetime
    changed_at: datetime
    request_id: int | None = None
    """The id of a GetLog; a GetDiagnostics has none."""
    file_name: str | None = None
    """The charge point's own name of the file."""
    stage: LogStage = LogStage.ASKED
    failure: LogFailure | None = None
    detail: str | None = None
    """The charge point's own word for it."""
    answered: bool = False
    """Whether the charge point answered the request."""
    booted: bool = False

    @property
    def running(self) -> bool:
        """Whether the log is neither here nor given up."""
        return self.stage not in (LogStage.UPLOADED, LogStage.FAILED)
