"""The cards' own tests, which are written in TypeScript: they run beside the others."""

from pathlib import Path
import subprocess

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"


@pytest.mark.long
@pytest.mark.timeout(600)
def test_the_cards_pass_their_tests() -> None:
    assert (FRONTEND / "node_modules").exists(), "run scripts/test once: it installs vitest"
    run = subprocess.run(
        ["npm", "run", "--silent", "test"],
        cwd=FRONTEND,
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
