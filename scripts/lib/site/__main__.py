"""Build the documentation, strictly, and serve it: `python -m scripts.lib.site [--check] [--port N] [--output FOLDER]`."""

import argparse
from collections.abc import Sequence
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys
from typing import Final, NoReturn

from scripts.lib.site.check import check_site

ROOT: Final = Path(__file__).parents[3]
HERE: Final = Path(__file__).parent
CONFIG: Final = ROOT / "zensical.toml"
SITE: Final = ROOT / ".cache" / "site"
MODULES: Final = HERE / "node_modules"
ASSETS: Final = {
    "icon.png": ROOT / "custom_components" / "plug_control" / "brand" / "icon.png",
    "iframe-worker.js": MODULES / "iframe-worker" / "shim" / "index.js",
    "mermaid.js": MODULES / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js",
}
"""Asset's name → the file to copy; the theme would fetch the scripts from another host."""
COLOURS: Final = re.compile(r"\x1b\[[\d;]*m")
HOST: Final = "127.0.0.1"
PORT: Final = 8000


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command's options."""
    options = argparse.ArgumentParser(
        prog="scripts/docs", description="Build the documentation, strictly, and serve it."
    )
    options.add_argument("--port", type=int, default=PORT, help=f"serve on this port ({PORT})")
    options.add_argument("--check", action="store_true", help="only build; fail at a dead link")
    options.add_argument(
        "--output", type=Path, metavar="FOLDER", help="only build, and put the site there"
    )
    return options


def build() -> list[str]:
    """Build the site into `SITE`; return its problems, one line each."""
    for name, source in ASSETS.items():
        shutil.copyfile(source, HERE / "theme" / "assets" / name)
    shutil.rmtree(SITE, ignore_errors=True)
    built = subprocess.run(
        [*zensical("build"), "--strict"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        # Zensical's output ends with its own traceback
        said, _, _ = (built.stdout + built.stderr).partition("Traceback (most recent call last)")
        return [COLOURS.sub("", said).strip()]
    return [*check_site(SITE)]


def zensical(command: str) -> list[str]:
    """Return the beginning of a Zensical command."""
    return [sys.executable, "-m", "zensical", command, "--config-file", str(CONFIG)]


def serve(port: int) -> NoReturn:
    """Replace this process by the server, which rebuilds what changes."""
    print(f"scripts/docs: http://{HOST}:{port}/index.html, until Ctrl-C", flush=True)
    os.chdir(ROOT)
    command = [*zensical("serve"), "--dev-addr", f"{HOST}:{port}"]
    os.execv(sys.executable, command)  # noqa: S606 - there is nothing of a stranger's in it


def main(arguments: Sequence[str]) -> int:
    """Build and check; then serve, or return the exit code with --check, --output or a problem."""
    options = parser().parse_args(arguments)
    problems = build()
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    pages = sum(1 for _ in SITE.rglob("*.html")) - 1
    print(f"scripts/docs: {pages} pages, no dead link")
    if options.output is not None and options.output.resolve() != SITE:
        shutil.copytree(SITE, options.output, dirs_exist_ok=True)
    if options.check or options.output is not None:
        return 0
    serve(options.port)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
