"""A disk that fails: a small file system in memory where root can mount one, and a file size limit of the process."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
import os
from pathlib import Path
import resource
import subprocess

SIZE_MB = 48
_BLOCK = 1 << 20
_FILLER = "filler"


class Disk:
    """The disk of Home Assistant's configuration."""

    def __init__(self, folder: Path, *, is_small: bool) -> None:
        self.folder = folder
        self.is_small = is_small
        """Whether it can be filled without harm to other programs."""

    def fill(self) -> None:
        """Fill the disk to the last byte."""
        filler = self.folder / _FILLER
        block = _BLOCK
        with filler.open("ab", buffering=0) as file:
            while block:
                try:
                    file.write(b"\0" * block)
                except OSError:
                    block //= 2

    def heal(self) -> None:
        """Free what `fill` took."""
        (self.folder / _FILLER).unlink(missing_ok=True)


def refuse(pid: int) -> None:
    """Make every write of a process to a file fail (EFBIG); sockets still work."""
    _limit(pid, 0)


def accept(pid: int) -> None:
    """Undo `refuse`."""
    _limit(pid, resource.RLIM_INFINITY)


def _limit(pid: int, size: int) -> None:
    with suppress(ProcessLookupError):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """Provide a disk at `folder` within the block."""
    folder.mkdir(parents=True, exist_ok=True)
    if not _mount(folder):
        yield Disk(folder, is_small=False)
        return
    try:
        yield Disk(folder, is_small=True)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(folder: Path) -> bool:
    """Mount a file system in memory; return False where that is not allowed."""
    if os.geteuid() != 0:
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
