"""Properties: the suite tries the same examples each time, and `scripts/explore` says how to replay what it found."""

from pathlib import Path
import re
import subprocess

from hypothesis import settings
import pytest

from scripts.lib.ha_config import ROOT

PROPERTY = """
from hypothesis import given, settings, strategies as st

@settings(max_examples=3)
@given(number=st.integers(0, 199))
def test_small(number):
    assert number != 177
"""
CONFTEST = "from tests.conftest import loopback_sockets, pytest_collection_modifyitems"


def _explore(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["scripts/explore", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def test_the_suite_is_deterministic_and_no_clock_judges_its_examples() -> None:
    default = settings()
    assert (default.derandomize, default.deadline) == (True, None)


@pytest.mark.long
def test_as_many_examples_are_tried_as_asked_for_and_what_breaks_is_told_with_its_seed(
    tmp_path: Path,
) -> None:
    (tmp_path / "test_small.py").write_text(PROPERTY)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    ran = _explore("--examples", "400", "--seed", "7", "--numprocesses=0", str(tmp_path))
    assert ran.returncode == 1
    assert "number=177" in ran.stdout
    assert re.search(r"replay it with: scripts/explore --examples 400 --seed 7 ", ran.stderr)


@pytest.mark.parametrize("arguments", [("--minutes", "soon"), ("--examples", "-1")])
def test_what_is_no_number_is_refused(arguments: tuple[str, str]) -> None:
    ran = _explore(*arguments)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "whole numbers" in ran.stderr


def test_the_properties_of_fuses_are_in_files_that_are_there() -> None:
    line = next(
        each for each in (ROOT / "scripts/explore").read_text().splitlines() if "FUSES=(" in each
    )
    listed = subprocess.run(
        ["bash", "-c", f'{line}; printf "%s\\n" "${{FUSES[@]}}"'],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert len(listed) == 4
    assert [each for each in listed if not (ROOT / each).exists()] == []
