"""Files on disk: names, bounds, private modes, and what is removed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Never

import pytest

from custom_components.plug_control.transfers import files as files_module
from custom_components.plug_control.transfers.files import Files, KeptLog, safe_name, surplus_logs

NOW = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)


def log(number: int, charge_point_id: str = "CP-1", size: int = 1) -> KeptLog:
    return KeptLog(
        log_id=f"{charge_point_id}-{number}",
        charge_point_id=charge_point_id,
        name="box.log",
        kind="diagnostics",
        size=size,
        received_at=NOW + timedelta(hours=number),
    )


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("firmware_1.2.bin", "firmware_1.2.bin"),
        ("../../etc/passwd", "passwd"),
        ("C:\\firmware\\C2 EU.apk", "C2_EU.apk"),
        ("fw.tar.gz", "fw.tar.gz"),
        (".hidden", "hidden"),
        ("..", "default"),
        ("", "default"),
        ("/", "default"),
        ("naïve\n<script>.bin", "na_ve_script_.bin"),
        ("x" * 200 + ".apk", "x" * 77 + ".apk"),
        ("x" * 200, "x" * 80),
        ("x." + "y" * 200, "x." + "y" * 80),
    ],
)
def test_names_are_plain_and_keep_their_ending(name: str, safe: str) -> None:
    assert safe_name(name, "default") == safe


def test_the_oldest_logs_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    logs = [log(number) for number in range(files_module.MAX_LOGS + 2)]
    assert surplus_logs([*logs[::-1], log(0, "CP-2")]) == logs[:2]
    monkeypatch.setattr(files_module, "MAX_LOG_BYTES", 10)
    assert surplus_logs([log(1, size=6), log(2, "CP-2", size=4), log(3, size=5)]) == [
        log(1, size=6)
    ]
    assert surplus_logs([log(1, size=99)]) == []  # the newest is kept, whatever its size


def test_a_copy_that_fails_leaves_the_former_firmware(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = Files(tmp_path / "files")
    source = tmp_path / "source.bin"
    source.write_bytes(b"former")
    files.keep_firmware("CP-1", "fw.bin", source)

    def full(_: Path, target: Path) -> Never:
        target.write_bytes(b"ha")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    for name in ("fw.bin", "other.bin"):
        with pytest.raises(OSError, match="No space"):
            files.keep_firmware("CP-1", name, source)
    firmware = files.firmware("CP-1", "fw.bin")
    assert firmware.read_bytes() == b"former"
    assert [*firmware.parent.parent.iterdir()] == [firmware.parent]
    (firmware.parent.parent / "firmware.new").mkdir()  # the process was killed while it copied
    files.tidy(["CP-1"], ())
    assert [*firmware.parent.parent.iterdir()] == [firmware.parent]


def test_a_log_of_which_nothing_was_stored_is_removed_and_others_stay(tmp_path: Path) -> None:
    """The process was killed after the file had come."""
    files = Files(tmp_path / "files")
    kept: Any = log(1)
    orphan: Any = log(2)
    for number, each in enumerate((kept, orphan)):
        files.prepare_upload("CP-1")
        upload = files.upload("CP-1", str(number))
        upload.write_bytes(b"log")
        files.take_upload(upload, each)
    files.tidy(["CP-1"], {files.log(kept)})
    assert files.missing([kept, orphan]) == [orphan]


def test_files_are_private_and_gone_with_their_charge_point(tmp_path: Path) -> None:
    directory = tmp_path / "deep" / "files"
    files = Files(directory)
    files.tidy(["CP-1"], ())
    source = tmp_path / "source.bin"
    source.write_bytes(b"firmware")
    assert files.keep_firmware("CP-1", "old.bin", source) == 8
    assert files.keep_firmware("CP-1", "new.bin", source) == 8
    assert not files.firmware("CP-1", "old.bin").exists()
    files.prepare_upload("CP-1")
    upload, stale = files.upload("CP-1", "a"), files.upload("CP-1", "b")
    for path in (upload, stale):
        path.write_bytes(b"log")
    kept: Any = log(1)
    assert files.take_upload(upload, kept) == 3
    files.keep_firmware("CP/2", "fw.bin", source)
    for path in (files.log(kept), files.firmware("CP-1", "new.bin")):
        assert path.stat().st_mode & 0o077 == 0
    assert directory.stat().st_mode & 0o077 == 0
    assert files.missing([kept, log(2)]) == [log(2)]

    files.tidy(["CP-1"], {upload})
    assert not stale.exists()
    assert not files.firmware("CP/2", "fw.bin").exists()
    files.drop_logs([kept, kept])
    assert not files.log(kept).exists()
    files.drop("CP-1")
    files.drop("CP-1")
    assert list(directory.iterdir()) == []
