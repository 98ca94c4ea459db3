"""Print what Home Assistant would install at its first start, so that scripts/setup can install it before.

python -m scripts.lib.ha_requirements [--constraints | --versions]
"""

from collections.abc import Iterable
from importlib.metadata import version
import json
from pathlib import Path
import sys
from typing import Any

from homeassistant import bootstrap, components

from scripts.lib.ha_config import DOMAINS

INTEGRATION = Path("custom_components/plug_control/manifest.json")
COMPONENTS = Path(components.__path__[0])
# What bootstrap loads without configuration, and check_config's own requirement.
IMPLIED_DOMAINS = ("assist_pipeline", "http", "onboarding")
IMPLIED_REQUIREMENTS = frozenset({"colorlog"})
SHOWN_PACKAGES = ("homeassistant", "home-assistant-frontend", "ocpp", "websockets")


def _read(manifest: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(manifest.read_text()) if manifest.exists() else {}
    return content


def requirements(domains: Iterable[str]) -> set[str]:
    """Return the requirements of integrations and of all their dependencies and after_dependencies."""
    todo, seen = set(domains), set[str]()
    found = set(IMPLIED_REQUIREMENTS) | set(_read(INTEGRATION).get("requirements", ()))
    while todo:
        domain = todo.pop()
        seen.add(domain)
        manifest = _read(COMPONENTS / domain / "manifest.json")
        found.update(manifest.get("requirements", ()))
        todo.update(manifest.get("dependencies", ()), manifest.get("after_dependencies", ()))
        todo -= seen
    return found


def first_start_domains() -> set[str]:
    """Return the integrations that the demo's Home Assistant sets up at its first start."""
    return {
        *bootstrap.CORE_INTEGRATIONS,
        *bootstrap.DEFAULT_INTEGRATIONS,
        *IMPLIED_DOMAINS,
        *DOMAINS,
    }


def main(arguments: list[str]) -> None:
    """Print the requirements, or the path of Home Assistant's constraints, or the main versions."""
    match arguments:
        case ["--constraints"]:
            print(COMPONENTS.parent / "package_constraints.txt")
        case ["--versions"]:
            print(", ".join(f"{package} {version(package)}" for package in SHOWN_PACKAGES))
        case _:
            print("\n".join(sorted(requirements(first_start_domains()))))


if __name__ == "__main__":
    main(sys.argv[1:])
