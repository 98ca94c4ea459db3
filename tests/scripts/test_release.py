"""A release: the tag, the files and the CHANGELOG say the same version, or nothing is released."""

from datetime import date
import os
from pathlib import Path
import shutil

import pytest

from scripts.lib import release
from scripts.lib.release import ReleaseError

TODAY = date(2026, 12, 1)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The files that tell a version, as they are, with a short CHANGELOG."""
    for name in (*release.FILES, "hacs.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(release.ROOT / name, tmp_path / name)
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A card.\n"
    )
    return tmp_path


def test_every_file_of_the_project_tells_the_same_version() -> None:
    assert len({each for told in release.versions().values() for each in told}) == 1


def test_the_projects_changelog_has_what_a_release_needs() -> None:
    assert next(iter(release.sections())) == release.UNRELEASED


def test_a_prepared_version_can_be_released(project: Path) -> None:
    release.prepare("0.2.0", TODAY, project)
    assert {each for told in release.versions(project).values() for each in told} == {"0.2.0"}
    assert list(release.problems("v0.2.0", project)) == []
    assert release.notes("0.2.0", project) == "### Added\n\n- A card."
    assert release.sections(project)[release.UNRELEASED] == (None, "")
    lock = (project / "frontend/package-lock.json").read_text()
    assert lock.count('"version": "0.2.0"') == 2 + (
        release.ROOT / "frontend/package-lock.json"
    ).read_text().count('"version": "0.2.0"')


def test_the_first_version_is_the_one_that_the_files_have(project: Path) -> None:
    present = release.versions(project)["pyproject.toml"][0]
    release.prepare(present, TODAY, project)
    assert list(release.problems(f"v{present}", project)) == []


@pytest.mark.parametrize("version", ["0.0.9", "0.1.0-rc.1", "1.0", "v1.0.0", "1.0.0b1", "1.0.0\n"])
def test_no_older_version_and_no_other_spelling_is_prepared(project: Path, version: str) -> None:
    before = release.versions(project)
    with pytest.raises(ReleaseError):
        release.prepare(version, TODAY, project)
    assert release.versions(project) == before


def test_a_version_is_prepared_once_and_only_with_notes(project: Path) -> None:
    release.prepare("0.2.0", TODAY, project)
    for version in ("0.2.0", "0.3.0"):
        with pytest.raises(ReleaseError):
            release.prepare(version, TODAY, project)


def test_versions_are_in_the_order_of_their_stages() -> None:
    ordered = ["0.2.0-alpha.1", "0.2.0-beta.2", "0.2.0-beta.10", "0.2.0-rc.1", "0.2.0", "0.10.0"]
    assert sorted(ordered, key=release.order) == ordered


@pytest.mark.parametrize("tag", ["0.2.0", "v0.2", "vnext", "v0.2.0;id", "v0.2.0-dev"])
def test_a_tag_that_is_no_version_is_not_released(project: Path, tag: str) -> None:
    release.prepare("0.2.0", TODAY, project)
    (problem,) = release.problems(tag, project)
    assert "is no tag of a release" in problem


@pytest.mark.parametrize("name", release.FILES)
def test_a_file_that_says_another_version_is_named(project: Path, name: str) -> None:
    release.prepare("0.2.0", TODAY, project)
    path = project / name
    path.write_text(path.read_text().replace("0.2.0", "0.1.9", 1))
    assert list(release.problems("v0.2.0", project)) == [f"{name} says 0.1.9, the tag 0.2.0"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("### Added\n\n- A card.", "", "says nothing about 0.2.0"),
        ("- 2026-12-01", "", "does not say on which day"),
        ("- 2026-12-01", "- tomorrow", "does not say on which day"),
        ("- 2026-12-01", "- 20261201", "does not say on which day"),
        ("## [0.2.0]", "## [0.3.0] - 2026-12-02\n\n- More.\n\n## [0.2.0]", "has 0.3.0 above 0.2.0"),
    ],
)
def test_a_changelog_that_lacks_something_keeps_it_back(
    project: Path, old: str, new: str, problem: str
) -> None:
    release.prepare("0.2.0", TODAY, project)
    path = project / "CHANGELOG.md"
    path.write_text(path.read_text().replace(old, new, 1))
    (found,) = release.problems("v0.2.0", project)
    assert problem in found


def test_the_store_is_not_promised_an_archive(project: Path) -> None:
    release.prepare("0.2.0", TODAY, project)
    (project / "hacs.json").write_text('{"name": "Plug Control", "zip_release": true}')
    assert list(release.problems("v0.2.0", project)) == [
        "hacs.json asks for an archive, which releases do not have"
    ]


@pytest.mark.parametrize(
    ("version", "kind"), [("0.2.0", "--latest"), ("0.2.0-beta.1", "--prerelease")]
)
def test_what_is_published_is_the_tag_with_its_notes(
    project: Path, monkeypatch: pytest.MonkeyPatch, version: str, kind: str
) -> None:
    gh = project / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(f'#!/bin/sh\necho "$@" >{project}/arguments\ncat >{project}/notes\n')
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{gh.parent}:{os.environ['PATH']}")
    release.prepare(version, TODAY, project)
    assert release.main(["publish", f"v{version}"], project) == 0
    assert (project / "arguments").read_text() == (
        f"release create v{version} --verify-tag --title {version} {kind} --notes-file -\n"
    )
    assert (project / "notes").read_text() == "### Added\n\n- A card."


def test_a_release_that_github_refuses_is_said_in_words(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gh = project / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text("#!/bin/sh\nexit 4\n")
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{gh.parent}:{os.environ['PATH']}")
    release.prepare("0.2.0", TODAY, project)
    assert release.main(["publish", "v0.2.0"], project) == 1
    assert "gh could not make the release (exit 4)" in capsys.readouterr().err


def test_what_does_not_fit_is_not_published(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(project))
    assert release.main(["publish", "v9.9.9"], project) == 1
    assert "says 0.1.0, the tag 9.9.9" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["check"], ["release", "v1.0.0"]])
def test_other_commands_show_what_there_is(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert release.main(arguments) == 1
    assert "python -m scripts.lib.release check TAG" in capsys.readouterr().err


def test_the_commands_say_what_happened(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(["prepare", "0.2.0"], project) == 0
    assert "git tag v0.2.0" in capsys.readouterr().out
    assert release.main(["check", "v0.2.0"], project) == 0
    assert capsys.readouterr().out == "v0.2.0 can be released\n"
    assert release.main(["check", "v0.2.1"], project) == 1
