"""Run the checks: `python -m scripts.lib.check_integration [FOLDER]`."""

from pathlib import Path
import sys

from scripts.lib.check_integration import check

DEFAULT_FOLDER = Path("custom_components/plug_control")


def main(arguments: list[str]) -> int:
    """Print the problems of the integration in the given folder; return 1 where there is one, otherwise 0."""
    folder = Path(arguments[0]) if arguments else DEFAULT_FOLDER
    problems = check(folder)
    for problem in problems:
        print(problem)
    print(f"{folder.name}: {len(problems) or 'no'} problem{'s'[: len(problems) != 1]}")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
