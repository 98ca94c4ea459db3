"""The user's own certificate and key: read and check them, in words that say what to mend."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .authority import Credentials
from .certificates import MAX_PEM_BYTES, CertificateFacts, facts_of, read_chain
from .errors import Flaw, SecurityError
from .keys import key_from_pem


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFiles:
    """A file with a certificate and its chain, and one with its key; both may be the same."""

    certificate: Path
    private_key: Path

    def changed_at(self) -> tuple[int, ...]:
        """Return when the files were changed, in ns; 0 for a missing one."""
        return tuple(_changed_at(path) for path in (self.certificate, self.private_key))


def check_own_files(files: OwnFiles, now: datetime) -> CertificateFacts:
    """Return what the certificate says if it is of use as a server's: readable, matching, valid. Raises SecurityError."""
    chain = read_chain(_read(files.certificate))
    facts = facts_of(Credentials.paired(chain, key_from_pem(_read(files.private_key))).certificate)
    if now > facts.not_after:
        raise SecurityError(Flaw.EXPIRED, f"{facts.not_after:%Y-%m-%d}")
    if now < facts.not_before:
        raise SecurityError(Flaw.NOT_YET_VALID, f"{facts.not_before:%Y-%m-%d}")
    return facts


def _read(path: Path) -> bytes:
    """Return a file's content, bounded. Raises SecurityError FILE_UNREADABLE, also for what is no ordinary file."""
    if path.is_file():
        with suppress(OSError), path.open("rb") as file:
            return file.read(MAX_PEM_BYTES)
    raise SecurityError(Flaw.FILE_UNREADABLE, path.name)


def _changed_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
