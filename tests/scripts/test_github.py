"""What GitHub runs and asks: pinned, with no more rights than needed, and about what is there."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
import subprocess
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(
    set((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) - {GITHUB / "ISSUE_TEMPLATE/config.yml"}
)
MANIFEST = json.loads((ROOT / "custom_components/plug_control/manifest.json").read_text())
PINNED = re.compile(r"uses: [\w-]+/[\w./-]+@[0-9a-f]{40} # \S+")
WRITES = {
    "release.yml": {"release": {"contents": "write"}},
    "docs.yml": {"publish": {"pages": "write", "id-token": "write"}},
}
"""The only jobs that may write, and what."""


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text())
    return content


def steps(workflow: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job.get("steps", ())


def by_name(path: Path) -> str:
    return path.name


def test_there_is_a_workflow_for_each_purpose() -> None:
    assert [path.name for path in WORKFLOWS] == [
        "ci.yml",
        "docs.yml",
        "release.yml",
        "validate.yml",
    ]


@pytest.mark.parametrize("path", WORKFLOWS, ids=by_name)
def test_actions_of_others_are_pinned_to_a_commit_and_say_which_version_it_is(path: Path) -> None:
    used = [line.strip().removeprefix("- ") for line in path.read_text().splitlines()]
    used = [line for line in used if line.startswith("uses: ") and "uses: ./" not in line]
    assert [line for line in used if not PINNED.fullmatch(line)] == []


def test_one_action_is_pinned_to_one_commit_everywhere() -> None:
    pins = {use for path in WORKFLOWS for use in re.findall(r"uses: (\S+@\S+)", path.read_text())}
    assert len(pins) == len({pin.partition("@")[0] for pin in pins})


@pytest.mark.parametrize("path", WORKFLOWS, ids=by_name)
def test_a_workflow_may_read_and_only_the_jobs_that_publish_may_write(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    jobs = {
        name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job
    }
    assert jobs == WRITES.get(path.name, {})


@pytest.mark.parametrize("path", WORKFLOWS, ids=by_name)
def test_a_checkout_leaves_no_token_behind_and_every_job_ends(path: Path) -> None:
    workflow = read(path)
    checkouts = [step for step in steps(workflow) if "actions/checkout" in step.get("uses", "")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert all("timeout-minutes" in job or "uses" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=by_name)
def test_no_workflow_puts_a_text_from_outside_into_a_command(path: Path) -> None:
    assert [step["run"] for step in steps(read(path)) if "${{" in step.get("run", "")] == []
    assert "pull_request_target" not in path.read_text()
    assert "secrets." not in path.read_text()


def test_ci_runs_what_every_change_must_pass() -> None:
    job = read(GITHUB / "workflows/ci.yml")["jobs"]["check"]
    commands = {
        " ".join((f"scripts/{each['script']}", *filter(None, [each.get("argument")])))
        for each in job["strategy"]["matrix"]["include"]
    }
    assert commands == set(re.findall(r'"(scripts/[^"]+)"', (ROOT / ".ci/run").read_text()))
    assert all((ROOT / command.split()[0]).stat().st_mode & 0o111 for command in commands)


def test_a_release_waits_for_everything_and_checks_its_tag_first() -> None:
    workflow = read(GITHUB / "workflows/release.yml")
    jobs = workflow["jobs"]
    assert set(jobs["release"]["needs"]) == {"ci", "validate"}
    assert jobs["ci"]["needs"] == jobs["validate"]["needs"] == "version"
    assert [step["run"] for step in steps(workflow) if "run" in step] == [
        'python -m scripts.lib.release check "$TAG"',
        'python -m scripts.lib.release publish "$TAG"',
    ]
    # Read as YAML 1.1 by our reader: the key `on` is quoted in the files.
    assert workflow["on"] == {"push": {"tags": ["v*"]}}


def test_the_owner_is_the_manifests() -> None:
    owners = (GITHUB / "CODEOWNERS").read_text().split()
    assert owners == ["*", *MANIFEST["codeowners"]]


def test_updates_are_looked_for_wherever_there_is_something_to_update() -> None:
    updates = {
        each["package-ecosystem"]: each for each in read(GITHUB / "dependabot.yml")["updates"]
    }
    assert set(updates) == {"pip", "npm", "github-actions"}
    files = subprocess.run(
        ["git", "ls-files", "*package-lock.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert set(updates["npm"]["directories"]) == {f"/{Path(file).parent}" for file in files}


@pytest.mark.parametrize("path", FORMS, ids=by_name)
def test_a_form_asks_for_each_thing_once(path: Path) -> None:
    ids = [field["id"] for field in read(path)["body"] if field["type"] != "markdown"]
    assert len(ids) == len(set(ids))


def test_who_tells_of_an_odd_charger_is_asked_for_its_diagnostics() -> None:
    fields = {each.get("id"): each for each in read(GITHUB / "ISSUE_TEMPLATE/charger.yml")["body"]}
    for name in ("charger", "firmware", "what", "diagnostics", "version"):
        assert fields[name]["validations"]["required"] is True
    assert "Download diagnostics" in fields["diagnostics"]["attributes"]["description"]


@pytest.mark.parametrize(
    "path",
    [*FORMS, GITHUB / "ISSUE_TEMPLATE/config.yml", GITHUB / "PULL_REQUEST_TEMPLATE.md"],
    ids=by_name,
)
def test_links_into_the_repository_lead_somewhere(path: Path) -> None:
    address = MANIFEST["documentation"] + "/blob/main/"
    linked = re.findall(re.escape(address) + r"([^\s)#]+)", path.read_text())
    assert [name for name in linked if not (ROOT / name).exists()] == []


def test_the_store_finds_name_and_oldest_home_assistant_and_no_archive() -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text())
    assert hacs == {"name": "Plug Control", "homeassistant": "2026.10.0"}
    readme = (ROOT / "README.md").read_text()
    assert hacs["homeassistant"].rpartition(".")[0] in readme
