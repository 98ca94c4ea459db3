"""A pytest plugin that fails the run where a module's coverage (lines and branches) is under its floor.

    pytest -p scripts.lib.coverage_floor --cov --cov-report=json:FILE

It prints before pytest's summary line, which stays the last one.
"""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

import pytest

FLOOR_PERCENT = 95
FULLY_COVERED = ("protocol", "model", "charging")
"""Packages of the integration that need 100 %."""

INTEGRATION = "custom_components/plug_control"
_SHORTFALLS = pytest.StashKey[list[str]]()


def shortfalls(report: dict[str, Any]) -> Iterator[str]:
    """Yield a message for each module under its floor in coverage's JSON report, and for a report without branches."""
    if not report["meta"]["branch_coverage"]:
        yield "the report was made without branches"
    if not report["files"]:
        yield "no module was measured"
    for path, module in sorted(report["files"].items()):
        percent: float = module["summary"]["percent_covered"]
        if path.startswith(tuple(f"{INTEGRATION}/{package}/" for package in FULLY_COVERED)):
            if percent < 100:
                yield f"{path}: {percent:.1f} % covered, not 100 %"
        elif percent <= FLOOR_PERCENT:
            yield f"{path}: {percent:.1f} % covered, not more than {FLOOR_PERCENT} %"


def _report_path(config: pytest.Config) -> Path | None:
    """Return the path of pytest-cov's JSON report; None in worker processes and without one."""
    if hasattr(config, "workerinput"):
        return None
    reports: dict[str, str | None] = config.getoption("cov_report", default={})
    target = reports.get("json")
    return Path(target) if target else None


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that passed where a module is under its floor."""
    path = _report_path(session.config)
    if path is None or session.exitstatus != pytest.ExitCode.OK:
        return
    found = list(shortfalls(json.loads(path.read_text(encoding="utf-8"))))
    session.config.stash[_SHORTFALLS] = found
    if found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the modules under their floor."""
    found = terminalreporter.config.stash.get(_SHORTFALLS, None)
    if found is None:
        return
    terminalreporter.section("coverage floor")
    for line in found:
        terminalreporter.write_line(line, red=True)
    if not found:
        terminalreporter.write_line("every module is above its floor", green=True)
