"""The coverage floor: which modules fall short, and that the run then fails before pytest's closing line."""

from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from scripts.lib.coverage_floor import shortfalls
from scripts.lib.ha_config import ROOT

PACKAGE = "custom_components/plug_control"


def _report(percents: dict[str, float], *, branches: bool = True) -> dict[str, Any]:
    files = {path: {"summary": {"percent_covered": each}} for path, each in percents.items()}
    return {"meta": {"branch_coverage": branches}, "files": files}


@pytest.mark.parametrize(
    ("path", "percent", "is_enough"),
    [
        (f"{PACKAGE}/sensor.py", 95.1, True),
        (f"{PACKAGE}/sensor.py", 95.0, False),
        ("simulator/car.py", 94.9, False),
        (f"{PACKAGE}/central_system/ledger.py", 96.0, True),
        (f"{PACKAGE}/protocol/frames.py", 100.0, True),
        (f"{PACKAGE}/protocol/frames.py", 99.9, False),
        (f"{PACKAGE}/model/meter.py", 99.0, False),
        (f"{PACKAGE}/charging/plan.py", 99.0, False),
        (f"{PACKAGE}/protocol_extras.py", 96.0, True),
    ],
)
def test_a_module_has_its_floor(path: str, percent: float, is_enough: bool) -> None:
    found = list(shortfalls(_report({path: percent})))
    assert bool(found) is not is_enough
    assert all(path in line for line in found)


def test_a_report_of_lines_only_does_not_count() -> None:
    assert list(shortfalls(_report({"simulator/car.py": 100.0}, branches=False)))


def test_a_report_of_nothing_does_not_count() -> None:
    assert list(shortfalls(_report({})))


@pytest.mark.long
@pytest.mark.parametrize(
    ("test", "code"), [("assert f(1) == f(0) + 1", 0), ("assert f(1) == 1", 1)]
)
def test_a_run_below_the_floor_fails_and_still_ends_with_the_closing_line(
    tmp_path: Path, test: str, code: int
) -> None:
    (tmp_path / "module.py").write_text("def f(x):\n    if x:\n        return 1\n    return 0\n")
    (tmp_path / "test_it.py").write_text(f"from module import f\ndef test_it():\n    {test}\n")
    arguments = ["-p", "pytest_cov", "-p", "scripts.lib.coverage_floor", "-p", "no:cacheprovider"]
    coverage = ["--cov=module", "--cov-branch", "--cov-report=json:coverage.json"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments, *coverage, "--rootdir=.", "."],
        cwd=tmp_path,
        env={
            "PYTHONPATH": f"{ROOT}:{tmp_path}",
            "PATH": "",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # Home Assistant's takes seconds to import
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == code, run.stdout + run.stderr
    assert ("module.py:" in run.stdout) is bool(code)
    assert run.stdout.splitlines()[-1].startswith("1 passed")
