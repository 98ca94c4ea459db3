"""The scripts from the outside: what stops them is one line, and the files that they read fit together."""

import json
from pathlib import Path
import subprocess
import sys

import pytest

from scripts.lib.ha_config import ROOT


def _run(
    script: str, *arguments: str, cwd: Path = ROOT, **environment: str
) -> tuple[int, list[str]]:
    """Run one of the scripts; return its exit code and the lines of its error output."""
    run = subprocess.run(
        [f"scripts/{script}", *arguments],
        cwd=cwd,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/sbin:/usr/bin:/sbin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return run.returncode, run.stderr.splitlines()


@pytest.fixture
def fresh_clone(tmp_path: Path) -> Path:
    """The files that a setup reads, without what it makes."""
    files = subprocess.run(
        [
            "git",
            "ls-files",
            "scripts",
            "requirements_test.txt",
            "custom_components/*/manifest.json",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for file in files:
        copy = tmp_path / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / file).read_bytes())
        copy.chmod((ROOT / file).stat().st_mode)
    return tmp_path


def test_a_wrong_python_is_one_line(fresh_clone: Path) -> None:
    code, lines = _run("setup", cwd=fresh_clone, PLUG_CONTROL_PYTHON="/bin/true")
    assert code == 1
    assert len(lines) == 1
    assert lines[0].startswith(
        "scripts/setup: PLUG_CONTROL_PYTHON=/bin/true is not a complete Python"
    )


@pytest.mark.parametrize("script", ["lint", "test", "demo"])
def test_what_stops_the_setup_stops_every_script(fresh_clone: Path, script: str) -> None:
    code, lines = _run(script, cwd=fresh_clone, PLUG_CONTROL_PYTHON="/bin/true")
    assert (code, len(lines)) == (1, 1)


def test_an_unknown_argument_is_one_line(fresh_clone: Path) -> None:
    code, lines = _run("setup", "--everything", cwd=fresh_clone)
    assert (code, len(lines)) == (1, 1)
    assert "--everything" in lines[0]


def test_hacs_asks_for_the_home_assistant_that_is_needed() -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text())
    assert hacs.keys() == {"name", "homeassistant"}
    assert hacs["homeassistant"] >= "2026.10"


def test_the_environment_has_what_the_manifest_requires() -> None:
    manifest = json.loads((ROOT / "custom_components/plug_control/manifest.json").read_text())
    pinned = (ROOT / "requirements_test.txt").read_text().splitlines()
    assert set(manifest["requirements"]) <= set(pinned)
