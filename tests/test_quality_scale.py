"""The quality scale: every rule that Home Assistant knows is spoken of, honestly enough for the tier that is claimed."""

from importlib import resources
import json
from pathlib import Path
import re
from typing import Any

from homeassistant.util.yaml import load_yaml_dict
import pytest

INTEGRATION = Path("custom_components/plug_control")

TIERS = {
    "bronze": {
        "action-setup",
        "appropriate-polling",
        "brands",
        "common-modules",
        "config-flow",
        "config-flow-test-coverage",
        "dependency-transparency",
        "docs-actions",
        "docs-conditions",
        "docs-high-level-description",
        "docs-installation-instructions",
        "docs-removal-instructions",
        "docs-triggers",
        "entity-event-setup",
        "entity-unique-id",
        "has-entity-name",
        "runtime-data",
        "test-before-configure",
        "test-before-setup",
        "unique-config-entry",
    },
    "silver": {
        "action-exceptions",
        "config-entry-unloading",
        "docs-configuration-parameters",
        "docs-installation-parameters",
        "entity-unavailable",
        "integration-owner",
        "log-when-unavailable",
        "parallel-updates",
        "reauthentication-flow",
        "test-coverage",
    },
    "gold": {
        "devices",
        "diagnostics",
        "discovery",
        "discovery-update-info",
        "docs-data-update",
        "docs-examples",
        "docs-known-limitations",
        "docs-supported-devices",
        "docs-supported-functions",
        "docs-troubleshooting",
        "docs-use-cases",
        "dynamic-devices",
        "entity-category",
        "entity-device-class",
        "entity-disabled-by-default",
        "entity-translations",
        "exception-translations",
        "icon-translations",
        "reconfiguration-flow",
        "repair-issues",
        "stale-devices",
    },
    "platinum": {"async-dependency", "inject-websession", "strict-typing"},
}


@pytest.fixture(scope="module")
def rules() -> dict[str, Any]:
    """The rules as they are filled in."""
    scale = load_yaml_dict(str(INTEGRATION / "quality_scale.yaml"))
    rules: dict[str, Any] = scale["rules"]
    return rules


def status_of(rule: Any) -> str:
    """`done` and its like stand alone or, with a comment, as `status`."""
    return rule if isinstance(rule, str) else str(rule["status"])


def test_every_known_rule_is_there_and_no_other(rules: dict[str, Any]) -> None:
    known = set().union(*TIERS.values())
    assert len(known) == 54
    assert set(rules) == known


def test_every_status_is_valid_and_says_what_it_rests_on(rules: dict[str, Any]) -> None:
    for name, rule in rules.items():
        assert status_of(rule) in {"done", "exempt", "todo"}, name
        assert len(rule["comment"]) > 20, name


@pytest.mark.parametrize("package", ["ocpp", "websockets"])
def test_strict_typing_is_excused_only_while_a_package_is_not_typed(
    rules: dict[str, Any], package: str
) -> None:
    """PEP 561: a package that is typed has py.typed."""
    manifest = json.loads((INTEGRATION / "manifest.json").read_text(encoding="utf-8"))
    assert any(re.match(rf"{package}\b", each) for each in manifest["requirements"])
    is_typed = resources.files(package).joinpath("py.typed").is_file()
    assert is_typed == (
        f"The {package} package has annotations, but no py.typed"
        not in rules["strict-typing"]["comment"]
    )
    assert status_of(rules["strict-typing"]) == "exempt"


def test_the_tier_in_the_manifest_is_reached_and_no_lower_than_it_could_be(
    rules: dict[str, Any],
) -> None:
    manifest = json.loads((INTEGRATION / "manifest.json").read_text(encoding="utf-8"))
    reached = []
    for tier, names in TIERS.items():
        if any(status_of(rules[name]) == "todo" for name in names):
            break
        reached.append(tier)
    assert manifest["quality_scale"] == reached[-1]
