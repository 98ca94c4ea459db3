"""Check manifest.json against the requirements of Home Assistant and of the list of custom integrations."""

from collections.abc import Iterator
import re

from scripts.lib.check_integration.files import Integration, Json

REQUIRED = (
    "domain",
    "name",
    "codeowners",
    "documentation",
    "integration_type",
    "iot_class",
    "issue_tracker",
    "version",
)
OPTIONAL = (
    "after_dependencies",
    "config_flow",
    "dependencies",
    "import_executor",
    "loggers",
    "quality_scale",
    "requirements",
    "single_config_entry",
)
CHOICES = {
    "integration_type": {
        *("device", "entity", "hardware", "helper", "hub", "service", "system", "virtual"),
    },
    "iot_class": {
        *("assumed_state", "calculated", "cloud_polling", "cloud_push"),
        *("local_polling", "local_push"),
    },
    "quality_scale": {"bronze", "silver", "gold", "platinum"},
}
VERSION = re.compile(r"\d+\.\d+\.\d+(?:-?(?:a|b|rc|beta\.)\d+)?")
REQUIREMENT = re.compile(
    r"[\w.-]+(?:\[[\w,-]+\])?(?:(?:==|>=|<=|~=|!=|<|>)[\w.*]+)(?:,(?:==|>=|<=|!=|<|>)[\w.*]+)*"
)


def check_manifest(integration: Integration) -> Iterator[str]:
    """Yield the problems of the manifest."""
    manifest = integration.manifest
    yield from (f"manifest.json: no {key}" for key in REQUIRED if key not in manifest)
    known = {*REQUIRED, *OPTIONAL}
    yield from (f"manifest.json: unknown key {key}" for key in manifest if key not in known)
    if list(manifest) != sorted(manifest, key=_order):
        yield "manifest.json: the keys must be domain, name, then in the order of the alphabet"
    yield from _check_values(integration, manifest)


def _order(key: str) -> tuple[bool, bool, str]:
    return key != "domain", key != "name", key


def _check_values(integration: Integration, manifest: Json) -> Iterator[str]:
    if manifest.get("domain") != integration.folder.name:
        yield "manifest.json: the domain is not the folder's name"
    for key, choices in CHOICES.items():
        if key in manifest and manifest[key] not in choices:
            yield f"manifest.json: {key} is {manifest[key]!r}, not one of {', '.join(sorted(choices))}"
    for key in ("documentation", "issue_tracker"):
        if not str(manifest.get(key)).startswith("https://"):
            yield f"manifest.json: {key} is no https address"
    if not VERSION.fullmatch(str(manifest.get("version"))):
        yield f"manifest.json: version {manifest.get('version')!r} is not like 1.2.3"
    if bool(manifest.get("config_flow")) != ("config_flow" in integration.modules):
        yield "manifest.json: config_flow says otherwise than the file config_flow.py"
    for requirement in manifest.get("requirements", ()):
        if not REQUIREMENT.fullmatch(requirement):
            yield f"manifest.json: the requirement {requirement!r} names no version"
