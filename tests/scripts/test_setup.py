"""The scripts from the outside: what stops them is one line, and the files that they read fit together."""

import json
import os
from pathlib import Path
import shutil
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
        timeout=280,
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


@pytest.mark.parametrize("script", ["lint", "test", "demo", "screenshots"])
def test_what_stops_the_setup_stops_every_script(fresh_clone: Path, script: str) -> None:
    code, lines = _run(script, cwd=fresh_clone, PLUG_CONTROL_PYTHON="/bin/true")
    assert (code, len(lines)) == (1, 1)


def test_an_unknown_argument_is_one_line(fresh_clone: Path) -> None:
    code, lines = _run("setup", "--everything", cwd=fresh_clone)
    assert (code, len(lines)) == (1, 1)
    assert "--everything" in lines[0]


@pytest.fixture
def set_up_clone(fresh_clone: Path) -> Path:
    """A clone in which nothing is to be done but to look for a browser and, in its own folder, for Debian's PostgreSQL."""
    script = fresh_clone / "scripts/setup"
    script.write_text(
        script.read_text().replace("/usr/lib/postgresql/", f"{fresh_clone}/postgresql/")
    )
    function = """eval "$(sed -n '/^fingerprint()/,/^}/p' scripts/setup)"; fingerprint"""
    stamp = subprocess.run(
        ["bash", "-c", function],
        cwd=fresh_clone,
        env={
            "PATH": os.environ["PATH"],
            "MANIFEST": "custom_components/plug_control/manifest.json",
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    python = fresh_clone / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    _command(python)
    (fresh_clone / ".venv/.setup-stamp").write_text(stamp)
    return fresh_clone


def _command(path: Path, script: str = "") -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def _commands(folder: Path) -> Path:
    """Make a folder of commands: what the setup needs, no browser and nothing that installs one."""
    folder.mkdir()
    for name in ("bash", "basename", "cat", "dirname", "mkdir", "sha256sum", "tail", "grep", "cut"):
        command = shutil.which(name)
        assert command is not None
        (folder / name).symlink_to(command)
    return folder


def _get(clone: Path, commands: Path, *extras: str) -> tuple[int, str]:
    run = subprocess.run(
        ["scripts/setup", *extras],
        cwd=clone,
        env={"PATH": str(commands)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return run.returncode, run.stdout


EXTRAS = {"--browser": "no chromium-headless-shell", "--postgresql": "no postgresql"}


def test_extras_that_are_there_are_not_installed(set_up_clone: Path, tmp_path: Path) -> None:
    commands = _commands(tmp_path / "commands")
    _command(commands / "chromium")
    server = set_up_clone / "postgresql/15/bin/postgres"
    server.parent.mkdir(parents=True)
    _command(server)
    assert _get(set_up_clone, commands, *EXTRAS) == (0, "")


@pytest.mark.parametrize(("extra", "says"), EXTRAS.items())
def test_without_an_extra_the_setup_says_so_and_goes_on(
    set_up_clone: Path, tmp_path: Path, extra: str, says: str
) -> None:
    code, text = _get(set_up_clone, _commands(tmp_path / "commands"), extra)
    assert code == 0
    assert says in text


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs")
@pytest.mark.parametrize(("outcome", "fails"), [("exit 0", False), ("exit 1", True)])
@pytest.mark.parametrize(("extra", "says"), EXTRAS.items())
def test_a_missing_extra_is_installed_where_it_can_be(
    set_up_clone: Path, tmp_path: Path, outcome: str, fails: bool, extra: str, says: str
) -> None:
    commands = _commands(tmp_path / "commands")
    _command(commands / "apt-get", f'echo "$@" >>"{tmp_path}/asked"; {outcome}')
    code, text = _get(set_up_clone, commands, extra)
    assert code == 0
    assert (says in text) is fails
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[0].endswith("update")
    assert asked[-1].endswith("update" if fails else says.removeprefix("no "))


def test_hacs_asks_for_the_home_assistant_that_is_needed() -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text())
    assert hacs.keys() == {"name", "homeassistant"}
    assert hacs["homeassistant"] >= "2026.10"


def test_the_environment_has_what_the_manifest_requires() -> None:
    manifest = json.loads((ROOT / "custom_components/plug_control/manifest.json").read_text())
    pinned = (ROOT / "requirements_test.txt").read_text().splitlines()
    assert set(manifest["requirements"]) <= set(pinned)
