"""The store of documents: whole or not at all, bounded, and clean after a process was killed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from homeassistant.util.file import WriteError
import pytest

from custom_components.plug_control.documents import store as stores
from custom_components.plug_control.documents.store import DocumentStore, KeptDocument, surplus

AT = datetime(2026, 1, 1, tzinfo=UTC)
ALWAYS = AT - timedelta(days=9999)


def kept(number: int = 1, **changes: object) -> KeptDocument:
    document = KeptDocument(
        document_id=f"id{number}",
        name=f"Sessions {number}.csv",
        layout="sessions",
        format="csv",
        start=AT,
        end=AT,
        made_at=AT + timedelta(minutes=number),
        size=10,
        sessions=1,
    )
    return replace(document, **changes)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "documents")


def test_documents_are_found_again(store: DocumentStore) -> None:
    assert store.load() == []
    assert store.with_sessions({1}) == []
    documents = [kept(1, owner="u", subject="Zoë"), kept(2, order="o", announced=False)]
    for document in documents:
        store.keep(document, b"content", [3, 1])
    assert store.load() == documents
    assert store.path(documents[0]).read_bytes() == b"content"
    assert store.path(documents[0]).stat().st_mode & 0o077 == 0
    store.announced(documents[1])
    assert store.load()[1].announced


def test_documents_are_found_by_their_sessions(store: DocumentStore) -> None:
    store.keep(kept(1), b"", [1, 2])
    store.keep(kept(2), b"", [3])
    assert [each.document_id for each in store.with_sessions({2, 9})] == ["id1"]


def test_what_a_killed_process_left_is_removed(store: DocumentStore, tmp_path: Path) -> None:
    store.keep(kept(1), b"", [1])
    store.keep(kept(2), b"", [1])
    directory = tmp_path / "documents"
    store.path(kept(2)).unlink()
    (directory / "id3.pdf").write_bytes(b"no description")
    (directory / "id4.json").write_text("torn")
    (directory / "id5.json").write_text('{"document": {}, "session_ids": []}')
    (directory / "tmpabc").write_bytes(b"half")
    assert [each.document_id for each in store.load()] == ["id1"]
    assert sorted(path.name for path in directory.iterdir()) == ["id1.csv", "id1.json"]


def test_a_document_is_kept_whole_or_not_at_all(store: DocumentStore, tmp_path: Path) -> None:
    def refuse(path: str, *_: object, **__: object) -> None:
        if path.endswith(".json"):
            raise WriteError("No space left on device")
        Path(path).write_bytes(b"")

    with (
        patch.object(stores, "write_utf8_file_atomic", side_effect=refuse),
        pytest.raises(OSError, match="No space left"),
    ):
        store.keep(kept(1), b"content", [1])
    assert [*(tmp_path / "documents").iterdir()] == []


def test_removing_twice_is_no_error(store: DocumentStore) -> None:
    store.keep(kept(1), b"", [1])
    store.remove([kept(1)])
    store.remove([kept(1)])
    assert store.load() == []


def test_old_documents_are_surplus() -> None:
    assert surplus([kept(1), kept(2)], AT + timedelta(minutes=2)) == [kept(1)]


def test_a_document_of_a_clock_far_behind_counts_from_the_end_of_its_period() -> None:
    behind = kept(1, made_at=datetime(1970, 1, 1, tzinfo=UTC), end=AT + timedelta(days=31))
    assert surplus([behind, kept(2)], AT + timedelta(days=30)) == [kept(2)]
    assert surplus([behind], AT + timedelta(days=32)) == [behind]


def test_users_are_bounded_each_and_drive_out_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "MOST_DOCUMENTS_OF_USER", 2)
    house = [kept(number) for number in range(3)]
    users = [kept(number, owner="anna") for number in range(10, 14)]
    ben = [kept(20, owner="ben")]
    assert surplus([*house, *users, *ben], ALWAYS) == users[:2]


def test_the_size_is_bounded_but_the_newest_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "MOST_BYTES", 25)
    documents = [kept(1), kept(2), kept(3, size=100)]
    assert surplus(documents, ALWAYS) == documents[:2]
    assert surplus([kept(1), kept(2), kept(3)], ALWAYS) == [kept(1)]
