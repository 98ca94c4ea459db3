"""The files on disk: firmware to install, and logs that charge points uploaded; bounded, readable for us alone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
import re
import shutil
from typing import Final

MAX_LOGS: Final = 5
"""How many logs of one charge point are kept."""
MAX_LOG_BYTES: Final = 100 * 1024 * 1024
"""How large all logs of all charge points may be together."""
_MAX_NAME: Final = 80
_UPLOAD: Final = "upload."
_LOGS: Final = "logs"
_DRAFT: Final = "firmware.new"
"""The directory in which a firmware is collected."""
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLog:
    """A log that a charge point uploaded."""

    log_id: str
    """Unguessable; part of the download's address."""
    charge_point_id: str
    name: str
    kind: str
    size: int
    received_at: datetime


def safe_name(name: str, default: str) -> str:
    """Return a name without directories and unusual characters, its ending as it is; `default` where nothing is left.

    Some chargers decide by the ending what a firmware is (C2EU section 4).
    """
    plain = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).lstrip("._-")
    if not plain:
        return default
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:_MAX_NAME]
    return f"{stem[: max(_MAX_NAME - len(ending), 1)]}.{ending[:_MAX_NAME]}"


class Files:
    """The directory of one config entry; every method blocks, and raises OSError."""

    def __init__(self, directory: Path) -> None:
        """Use `directory`, which need not exist."""
        self._directory = directory

    # ---- paths

    def firmware(self, charge_point_id: str, name: str) -> Path:
        """Return the path of a charge point's firmware file."""
        return self._of(charge_point_id) / "firmware" / name

    def upload(self, charge_point_id: str, number: str) -> Path:
        """Return the path in which an upload is collected."""
        return self._of(charge_point_id) / f"{_UPLOAD}{number}"

    def log(self, log: KeptLog) -> Path:
        """Return the path of a kept log."""
        return self._of(log.charge_point_id) / _LOGS / log.log_id

    def _of(self, charge_point_id: str) -> Path:
        return self._directory / _folder(charge_point_id)

    # ---- firmware

    def keep_firmware(self, charge_point_id: str, name: str, source: Path) -> int:
        """Copy a file as the only firmware of a charge point; return its size. A failure leaves the former one."""
        path = self.firmware(charge_point_id, name)
        draft = path.parent.with_name(_DRAFT)
        shutil.rmtree(draft, ignore_errors=True)
        try:
            self._make(draft)
            shutil.copyfile(source, draft / name)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        (draft / name).chmod(0o600)
        self.drop_firmware(charge_point_id)
        draft.rename(path.parent)
        return path.stat().st_size

    def drop_firmware(self, charge_point_id: str) -> None:
        """Remove the firmware of a charge point."""
        shutil.rmtree(self._of(charge_point_id) / "firmware", ignore_errors=True)

    # ---- logs

    def prepare_upload(self, charge_point_id: str) -> None:
        """Make the directory in which uploads of a charge point are collected."""
        self._make(self._of(charge_point_id))

    def take_upload(self, upload: Path, log: KeptLog) -> int:
        """Move a collected upload to the kept logs; return its size."""
        path = self.log(log)
        self._make(path.parent)
        upload.rename(path)
        path.chmod(0o600)
        return path.stat().st_size

    def drop_logs(self, logs: Iterable[KeptLog]) -> None:
        """Remove kept logs."""
        for log in logs:
            self.log(log).unlink(missing_ok=True)

    def missing(self, logs: Iterable[KeptLog]) -> list[KeptLog]:
        """Return the logs whose file is not there."""
        return [log for log in logs if not self.log(log).is_file()]

    # ---- cleaning up

    def drop(self, charge_point_id: str) -> None:
        """Remove all files of a charge point."""
        shutil.rmtree(self._of(charge_point_id), ignore_errors=True)

    def tidy(self, charge_point_ids: Iterable[str], known: Collection[Path]) -> None:
        """Remove what belongs to none of these charge points, and uploads and logs that are none of the known ones.

        A process that was killed may have left them before anything was stored of them.
        """
        if not self._directory.is_dir():
            return
        folders = {*map(_folder, charge_point_ids)}
        for path in self._directory.iterdir():
            if path.name not in folders:
                shutil.rmtree(path, ignore_errors=True)
        for path in self._directory.glob(f"*/{_DRAFT}"):
            shutil.rmtree(path, ignore_errors=True)
        for pattern in (f"*/{_UPLOAD}*", f"*/{_LOGS}/*"):
            for path in self._directory.glob(pattern):
                if path not in known:
                    path.unlink(missing_ok=True)

    def _make(self, directory: Path) -> None:
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)


def _folder(charge_point_id: str) -> str:
    """Return the folder's name: a hash, since an identity may be no good name."""
    return blake2b(charge_point_id.encode(), digest_size=8).hexdigest()


def surplus_logs(logs: Iterable[KeptLog]) -> list[KeptLog]:
    """Return the logs to remove, oldest first: beyond MAX_LOGS of one charge point or MAX_LOG_BYTES of all."""
    kept: dict[str, int] = {}
    total = 0
    surplus = []
    for log in sorted(logs, key=lambda each: each.received_at, reverse=True):
        number = kept.get(log.charge_point_id, 0)
        if number >= MAX_LOGS or (total and total + log.size > MAX_LOG_BYTES):
            surplus.append(log)
        else:
            kept[log.charge_point_id] = number + 1
            total += log.size
    return surplus[::-1]
