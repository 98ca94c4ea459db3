"""Make a release: the same version in every file and the tag, and its notes from the CHANGELOG.

python -m scripts.lib.release prepare VERSION   write the version into the files, and close the CHANGELOG's Unreleased section
python -m scripts.lib.release check TAG         print what prevents the release of the tag
python -m scripts.lib.release publish TAG       check, then make the release on GitHub with its command gh

The community store installs the files of the tag, so there is no archive to build.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
import json
from pathlib import Path
import re
import subprocess
import sys
import tomllib

ROOT = Path(__file__).parents[2]
CHANGELOG = "CHANGELOG.md"
UNRELEASED = "Unreleased"
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-(alpha|beta|rc)\.(\d+))?")
_SECTION = re.compile(
    r"^## \[([^\]]+)\](?: - (\S+))?[ \t]*\n(.*?)(?=^## \[|\Z)", re.MULTILINE | re.DOTALL
)
_JSON_VERSION = re.compile(r'("version":\s*")[^"]*(")')
_TOML_VERSION = re.compile(r'^(version = ")[^"]*(")', re.MULTILINE)


class ReleaseError(Exception):
    """A version cannot be released; the message says why."""


def _json_version(text: str) -> list[str]:
    return [json.loads(text)["version"]]


def _lock_versions(text: str) -> list[str]:
    lock = json.loads(text)
    return [lock["version"], lock["packages"][""]["version"]]


def _toml_version(text: str) -> list[str]:
    return [tomllib.loads(text)["project"]["version"]]


# File → how to read its versions, the pattern to replace them, and how many there are.
FILES: Mapping[str, tuple[Callable[[str], list[str]], re.Pattern[str], int]] = {
    "custom_components/plug_control/manifest.json": (_json_version, _JSON_VERSION, 1),
    "frontend/package.json": (_json_version, _JSON_VERSION, 1),
    "frontend/package-lock.json": (_lock_versions, _JSON_VERSION, 2),
    "pyproject.toml": (_toml_version, _TOML_VERSION, 1),
}


def versions(root: Path = ROOT) -> dict[str, list[str]]:
    """Return the versions in each file."""
    return {name: read((root / name).read_text()) for name, (read, _, _) in FILES.items()}


def sections(root: Path = ROOT) -> dict[str, tuple[str | None, str]]:
    """Return the CHANGELOG's sections, newest first: version → date and text."""
    found = _SECTION.findall((root / CHANGELOG).read_text())
    return {version: (day or None, text.strip()) for version, day, text in found}


def order(version: str) -> tuple[int | str, ...]:
    """Return the sort key of a version. Raises ReleaseError for a text that is no version."""
    match = VERSION.fullmatch(version)
    if match is None:
        raise ReleaseError(f"{version} is no version: use 1.2.3, 1.2.3-beta.1 or 1.2.3-rc.1")
    major, minor, patch, stage, number = match.groups()
    return int(major), int(minor), int(patch), stage or "stable", int(number or 0)


def problems(tag: str, root: Path = ROOT) -> Iterator[str]:
    """Yield what prevents the release of a tag."""
    version = tag.removeprefix("v")
    if tag != f"v{version}" or VERSION.fullmatch(version) is None:
        yield f"{tag} is no tag of a release: use v1.2.3, v1.2.3-beta.1 or v1.2.3-rc.1"
        return
    for name, told in versions(root).items():
        yield from (f"{name} says {each}, the tag {version}" for each in told if each != version)
    changes = sections(root)
    day, text = changes.get(version, (None, ""))
    newest = next((each for each in changes if each != UNRELEASED), None)
    if not text:
        yield f"{CHANGELOG} says nothing about {version}"
    elif newest != version:
        yield f"{CHANGELOG} has {newest} above {version}"
    if text and not _is_day(day):
        yield f"{CHANGELOG} does not say on which day {version} was released"
    if "zip_release" in json.loads((root / "hacs.json").read_text()):
        yield "hacs.json asks for an archive, which releases do not have"


def _is_day(text: str | None) -> bool:
    try:
        return text is not None and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def notes(version: str, root: Path = ROOT) -> str:
    """Return the CHANGELOG's text of a version."""
    return sections(root)[version][1]


def prepare(version: str, today: date, root: Path = ROOT) -> None:
    """Write a version into every file, and turn the CHANGELOG's Unreleased section into its own. Raises ReleaseError."""
    present = versions(root)["custom_components/plug_control/manifest.json"][0]
    changes = sections(root)
    if order(version) < order(present) or version in changes:
        raise ReleaseError(f"{version} is no newer version than {present}")
    if not changes.get(UNRELEASED, (None, ""))[1]:
        raise ReleaseError(f"{CHANGELOG} says nothing under {UNRELEASED}")
    for name, (_, pattern, times) in FILES.items():
        path = root / name
        path.write_text(pattern.sub(rf"\g<1>{version}\g<2>", path.read_text(), count=times))
    path = root / CHANGELOG
    heading = f"## [{UNRELEASED}]\n"
    dated = f"{heading}\n## [{version}] - {today.isoformat()}\n"
    path.write_text(path.read_text().replace(heading, dated, 1))


def check(tag: str, root: Path = ROOT) -> None:
    """Raise ReleaseError with everything that prevents the release of a tag."""
    if found := list(problems(tag, root)):
        raise ReleaseError("\n".join(found))


def publish(tag: str, root: Path = ROOT) -> None:
    """Make the release of a tag that is on GitHub. Raises ReleaseError, also where gh fails."""
    check(tag, root)
    version = tag.removeprefix("v")
    kind = "--latest" if order(version)[3] == "stable" else "--prerelease"
    command = ["gh", "release", "create", tag, "--verify-tag", "--title", version, kind]
    done = subprocess.run(
        [*command, "--notes-file", "-"], input=notes(version, root), text=True, check=False
    )
    if done.returncode:
        raise ReleaseError(f"gh could not make the release (exit {done.returncode}); see above")


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Run one of the commands; return the exit code."""
    try:
        match arguments:
            case ["prepare", version]:
                prepare(version, datetime.now(UTC).date(), root)
                print(
                    f"now: git commit -am 'Release {version}', git tag v{version}, git push --tags"
                )
            case ["check", tag]:
                check(tag, root)
                print(f"{tag} can be released")
            case ["publish", tag]:
                publish(tag, root)
            case _:
                print(__doc__, file=sys.stderr)
                return 1
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
