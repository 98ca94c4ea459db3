"""Check that quality_scale.yaml has every rule of Home Assistant's quality scale: done, todo, or exempt with a reason."""

from collections.abc import Iterator

from scripts.lib.check_integration.files import Integration

TIERS: dict[str, tuple[str, ...]] = {
    "bronze": (
        *("action-setup", "appropriate-polling", "brands", "common-modules", "config-flow"),
        *(
            "config-flow-test-coverage",
            "dependency-transparency",
            "docs-actions",
            "docs-conditions",
        ),
        *(
            "docs-high-level-description",
            "docs-installation-instructions",
            "docs-removal-instructions",
        ),
        *(
            "docs-triggers",
            "entity-event-setup",
            "entity-unique-id",
            "has-entity-name",
            "runtime-data",
        ),
        *("test-before-configure", "test-before-setup", "unique-config-entry"),
    ),
    "silver": (
        *("action-exceptions", "config-entry-unloading", "docs-configuration-parameters"),
        *("docs-installation-parameters", "entity-unavailable", "integration-owner"),
        *("log-when-unavailable", "parallel-updates", "reauthentication-flow", "test-coverage"),
    ),
    "gold": (
        *("devices", "diagnostics", "discovery", "discovery-update-info", "docs-data-update"),
        *("docs-examples", "docs-known-limitations", "docs-supported-devices"),
        *("docs-supported-functions", "docs-troubleshooting", "docs-use-cases", "dynamic-devices"),
        *("entity-category", "entity-device-class", "entity-disabled-by-default"),
        *("entity-translations", "exception-translations", "icon-translations"),
        *("reconfiguration-flow", "repair-issues", "stale-devices"),
    ),
    "platinum": ("async-dependency", "inject-websession", "strict-typing"),
}
"""Home Assistant's 54 rules (2026.10) by tier."""

STATUSES = frozenset({"done", "exempt", "todo"})


def check_quality_scale(integration: Integration) -> Iterator[str]:
    """Yield rules that are missing, unknown, exempt without a reason, or todo at or below the claimed tier."""
    rules = integration.quality_scale.get("rules") or {}
    known = [rule for tier in TIERS.values() for rule in tier]
    yield from (f"quality_scale.yaml: no {rule}" for rule in known if rule not in rules)
    yield from (f"quality_scale.yaml: unknown rule {rule}" for rule in rules if rule not in known)
    for rule, value in rules.items():
        match value:
            case {"status": "exempt", "comment": str(comment)} if comment.strip():
                continue
            case {"status": status} | str(status) if status in STATUSES - {"exempt"}:
                continue
        yield f"quality_scale.yaml: {rule} is neither done nor todo nor exempt with a comment"
    for rule in _claimed(integration.manifest.get("quality_scale")):
        if _is_todo(rules.get(rule)):
            yield f"quality_scale.yaml: {rule} is to do, but manifest.json claims its tier"


def _claimed(tier: str | None) -> Iterator[str]:
    """Yield the rules of a tier and of the tiers below it."""
    for each, rules in TIERS.items() if tier in TIERS else ():
        yield from rules
        if each == tier:
            return


def _is_todo(value: object) -> bool:
    return value == "todo" or (isinstance(value, dict) and value.get("status") == "todo")
