"""The documents on disk: each a file, and beside it, written last, what is known of it. Every method blocks, and raises OSError."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
import json
import logging
from pathlib import Path
from typing import Any, Final

from homeassistant.util.file import WriteError, write_utf8_file_atomic

from custom_components.plug_control.model.stored import read_row, write_row

_LOGGER = logging.getLogger(__name__)

_ABOUT: Final = ".json"
MOST_DOCUMENTS: Final = 1000
MOST_BYTES: Final = 500 * 1024 * 1024
"""How much is kept for the house."""
MOST_DOCUMENTS_OF_USER: Final = 60
MOST_BYTES_OF_USER: Final = 50 * 1024 * 1024
"""How much is kept for one user, beside that: nobody drives out what the others keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """What is known of a document."""

    document_id: str
    """Unguessable; part of the download's address."""
    name: str
    """The name of the file for people."""
    layout: str
    format: str
    start: datetime
    end: datetime
    made_at: datetime
    size: int
    sessions: int
    subject: str | None = None
    owner: str | None = None
    """The user whose sessions it has, and no others; None: it is for administrators."""
    order: str | None = None
    """The monthly document (a subentry's id) that it was made for; None: somebody asked for it."""
    announced: bool = True
    """Whether its event was fired."""

    @property
    def dated(self) -> datetime:
        """From when on it is kept: when it was made; of one that a clock far behind dated, its period's end."""
        return self.end if self.made_at < self.start else self.made_at

    @property
    def file(self) -> str:
        """The name of its file on disk."""
        return f"{self.document_id}.{self.format}"


class DocumentStore:
    """The directory of one config entry."""

    def __init__(self, directory: Path) -> None:
        """Use `directory`, which need not exist."""
        self._directory = directory

    def load(self) -> list[KeptDocument]:
        """Return the whole documents, and remove what a killed process left of others."""
        if not self._directory.is_dir():
            return []
        whole = [document for document, _ in self._read()]
        known = {name for each in whole for name in (each.file, each.document_id + _ABOUT)}
        for path in self._directory.iterdir():
            if path.name not in known and not path.is_dir():
                path.unlink(missing_ok=True)
        return whole

    def keep(self, document: KeptDocument, content: bytes, session_ids: Iterable[int]) -> None:
        """Write a document whole, or nothing of it."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _write(self.path(document), content)
            self._describe(document, sorted(session_ids))
        except OSError:
            self.remove([document])
            raise

    def announced(self, document: KeptDocument) -> None:
        """Note that a document's event was fired."""
        changed = replace(document, announced=True)
        about = self._about(document)
        self._describe(changed, json.loads(about.read_text(encoding="utf-8"))["session_ids"])

    def path(self, document: KeptDocument) -> Path:
        """Return the path of a document's file."""
        return self._directory / document.file

    def remove(self, documents: Iterable[KeptDocument]) -> None:
        """Delete documents; what is known of them goes last, so that a failure leaves nothing unknown behind."""
        for document in documents:
            self.path(document).unlink(missing_ok=True)
            self._about(document).unlink(missing_ok=True)

    def with_sessions(self, session_ids: Collection[int]) -> list[KeptDocument]:
        """Return the documents that contain one of these sessions."""
        wanted = frozenset(session_ids)
        if not self._directory.is_dir():
            return []
        return [document for document, ids in self._read() if not wanted.isdisjoint(ids)]

    def _read(self) -> Iterator[tuple[KeptDocument, list[int]]]:
        for about in sorted(self._directory.glob(f"*{_ABOUT}")):
            try:
                row: Any = json.loads(about.read_text(encoding="utf-8"))
                document = read_row(KeptDocument, row["document"])
                session_ids = [*map(int, row["session_ids"])]
            except (KeyError, TypeError, ValueError) as error:
                _LOGGER.warning("%s is no description of a document: %s", about.name, error)
                continue
            if about.stem == document.document_id and self.path(document).is_file():
                yield document, session_ids

    def _about(self, document: KeptDocument) -> Path:
        return self._directory / f"{document.document_id}{_ABOUT}"

    def _describe(self, document: KeptDocument, session_ids: list[int]) -> None:
        row = {"document": write_row(document), "session_ids": session_ids}
        _write(self._about(document), json.dumps(row).encode())


def surplus(documents: Iterable[KeptDocument], made_before: datetime) -> list[KeptDocument]:
    """Return the documents to delete: too old, or beyond what is kept for their owner, the oldest first."""
    kept: dict[str | None, tuple[int, int]] = {}
    gone = []
    for document in sorted(documents, key=lambda each: each.dated, reverse=True):
        number, size = kept.get(document.owner, (0, 0))
        most, most_bytes = (
            (MOST_DOCUMENTS, MOST_BYTES)
            if document.owner is None or document.order is not None
            else (MOST_DOCUMENTS_OF_USER, MOST_BYTES_OF_USER)
        )
        is_surplus = number >= most or (number > 0 and size + document.size > most_bytes)
        if document.dated < made_before or is_surplus:
            gone.append(document)
        else:
            kept[document.owner] = (number + 1, size + document.size)
    return gone[::-1]


def _write(path: Path, content: bytes) -> None:
    try:
        write_utf8_file_atomic(str(path), content, private=True, mode="wb")
    except WriteError as error:
        raise OSError(str(error)) from error
