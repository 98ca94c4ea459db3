"""services.yaml and icons.json: everything has its texts and its icon."""

from collections.abc import Iterator
import re

from scripts.lib.check_integration.files import Integration, Json, flatten, walk

ICON = re.compile(r"mdi:[a-z0-9]+(?:-[a-z0-9]+)*")
ICON_SECTIONS = frozenset({"entity", "services", "triggers", "conditions"})


def check_services(integration: Integration) -> Iterator[str]:
    """Yield services and fields without name or description, and texts of services that do not exist."""
    texts: Json = integration.english.get("services", {})
    services = integration.services
    yield from (f"en.json: there is no service {each}" for each in texts if each not in services)
    for service, content in services.items():
        text = texts.get(service, {})
        yield from _check_named(f"services.{service}", text)
        fields = dict(_fields(content))
        yield from (
            f"en.json: services.{service} has no field {each}"
            for each in text.get("fields", {})
            if each not in fields
        )
        for field, definition in fields.items():
            yield from _check_named(
                f"services.{service}.fields.{field}", walk(text, f"fields.{field}")
            )
            yield from _check_selector(integration, f"{service}.{field}", definition)
        if service not in integration.icons.get("services", {}):
            yield f"icons.json: no icon for the service {service}"


def _check_named(path: str, text: Json) -> Iterator[str]:
    yield from (
        f"en.json: {path}.{key} is missing" for key in ("name", "description") if key not in text
    )


def _fields(service: Json | None) -> Iterator[tuple[str, Json]]:
    """Yield a service's fields, those in its sections too."""
    for name, field in ((service or {}).get("fields") or {}).items():
        if "fields" in (field or {}):
            yield from field["fields"].items()
        else:
            yield name, field or {}


def _check_selector(integration: Integration, where: str, field: Json) -> Iterator[str]:
    """Yield the options of a select selector that have no text."""
    if len(selector := field.get("selector") or {}) != 1:
        yield f"services.yaml: {where} needs exactly one selector"
    match selector:
        case {"select": {"translation_key": key, "options": options}}:
            texts = walk(integration.english, f"selector.{key}.options")
            for option in options:
                if option not in texts:
                    yield f"en.json: selector.{key}.options.{option} is missing ({where})"


def check_icons(integration: Integration) -> Iterator[str]:
    """Yield icons that are none, or that belong to nothing."""
    icons = integration.icons
    yield from (
        f"icons.json: unknown section {each}" for each in icons if each not in ICON_SECTIONS
    )
    for path, icon in flatten(icons):
        if not ICON.fullmatch(icon):
            yield f"icons.json: {path} is {icon!r}, not like mdi:name"
    for service in icons.get("services", {}):
        if service not in integration.services:
            yield f"icons.json: there is no service {service}"
    for platform, entities in icons.get("entity", {}).items():
        for key, icon in entities.items():
            yield from _check_entity_icon(integration, f"{platform}.{key}", icon)


def _check_entity_icon(integration: Integration, path: str, icon: Json) -> Iterator[str]:
    text = walk(integration.english, f"entity.{path}")
    if not text:
        yield f"icons.json: there is no entity.{path} in en.json"
    if "default" not in icon:
        yield f"icons.json: entity.{path} has no default"
    states = text.get("state", {})
    for state in icon.get("state", {}):
        if states and state not in states:
            yield f"icons.json: entity.{path} has no state {state}"
