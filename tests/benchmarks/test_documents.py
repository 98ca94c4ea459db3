"""The benchmark of documents: it gathers, writes all files, and tells how long each took."""

import pytest

from benchmarks.documents import main


async def test_all_files_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["documents", "--sessions", "30", "--runs", "1"])
    await main()
    told = capsys.readouterr().out
    assert all(f"  {each}" in told for each in ("gathered", "rows", "pdf", "xlsx", "csv"))
