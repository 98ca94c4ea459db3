"""Count the integration's rooms (packages) and the arrows between them, in import-linter's graph.

`python -m scripts.lib.rooms` prints each room with its modules and the rooms that it imports from.
"""

from collections import defaultdict
import sys

import grimp

ROOT = "custom_components.plug_control"
MOST_MODULES = 30
"""How many modules a room may have: more would hide what it is about."""


def read_rooms() -> tuple[dict[str, int], dict[str, set[str]]]:
    """Return the number of modules of each room, and the rooms that it imports from; the root's name is "."."""
    graph = grimp.build_graph(ROOT.partition(".")[0], cache_dir=None)
    modules = {name for name in graph.modules if name == ROOT or name.startswith(f"{ROOT}.")}
    packages = {name for name in modules if graph.find_children(name)}
    sizes: dict[str, int] = defaultdict(int)
    arrows: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        room = _room(module, packages)
        sizes[room] += module not in packages
        for imported in graph.find_modules_directly_imported_by(module):
            if imported in modules and _room(imported, packages) != room:
                arrows[room].add(_room(imported, packages))
    return dict(sizes), dict(arrows)


def _room(module: str, packages: set[str]) -> str:
    package = module if module in packages else module.rpartition(".")[0]
    return package.removeprefix(ROOT).removeprefix(".") or "."


def main() -> None:
    """Print the rooms and the totals."""
    sizes, arrows = read_rooms()
    for room, size in sorted(sizes.items()):
        sys.stdout.write(f"{room} ({size}): {', '.join(sorted(arrows.get(room, ())))}\n")
    count = sum(map(len, arrows.values()))
    sys.stdout.write(f"{len(sizes)} rooms, {sum(sizes.values())} modules, {count} arrows\n")


if __name__ == "__main__":
    main()
