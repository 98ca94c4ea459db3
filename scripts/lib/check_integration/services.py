"""Check that everything in services.yaml, triggers.yaml, conditions.yaml and icons.json has texts and icons."""

from collections.abc import Iterator
import re

from scripts.lib.check_integration.files import Integration, Json, flatten, walk

ICON = re.compile(r"mdi:[a-z0-9]+(?:-[a-z0-9]+)*")
ICON_SECTIONS = frozenset({"entity", "services", "triggers", "conditions"})


def check_services(integration: Integration) -> Iterator[str]:
    """Yield services, triggers, conditions and fields without texts or icons, and texts and icons of unknown ones."""
    yield from _check_kind(integration, "services", integration.services, ("name", "description"))
    yield from _check_kind(integration, "triggers", integration.triggers, ("name",))
    yield from _check_kind(integration, "conditions", integration.conditions, ("name",))


def _check_kind(
    integration: Integration, kind: str, there: Json, field_texts: tuple[str, ...]
) -> Iterator[str]:
    texts: Json = integration.english.get(kind, {})
    icons = integration.icons.get(kind, {})
    one = kind.removesuffix("s")
    yield from (f"en.json: there is no {one} {each}" for each in texts if each not in there)
    yield from (f"icons.json: there is no {one} {each}" for each in icons if each not in there)
    for name, content in there.items():
        text = texts.get(name, {})
        yield from _check_named(f"{kind}.{name}", text, ("name", "description"))
        fields = dict(_fields(content))
        yield from (
            f"en.json: {kind}.{name} has no field {each}"
            for each in text.get("fields", {})
            if each not in fields
        )
        for field, definition in fields.items():
            path = f"{kind}.{name}.fields.{field}"
            yield from _check_named(path, walk(text, f"fields.{field}"), field_texts)
            yield from _check_selector(integration, f"{kind}.yaml", f"{name}.{field}", definition)
        if name not in icons:
            yield f"icons.json: no icon for the {one} {name}"


def _check_named(path: str, text: Json, keys: tuple[str, ...]) -> Iterator[str]:
    yield from (f"en.json: {path}.{key} is missing" for key in keys if key not in text)


def _fields(service: Json | None) -> Iterator[tuple[str, Json]]:
    """Yield a service's fields, those in sections included."""
    for name, field in ((service or {}).get("fields") or {}).items():
        if "fields" in (field or {}):
            yield from field["fields"].items()
        else:
            yield name, field or {}


def _check_selector(integration: Integration, file: str, where: str, field: Json) -> Iterator[str]:
    """Yield a wrong number of selectors, and the options of a select selector without a text."""
    if len(selector := field.get("selector") or {}) != 1:
        yield f"{file}: {where} needs exactly one selector"
    match selector:
        case {"select": {"translation_key": key, "options": options}}:
            texts = walk(integration.english, f"selector.{key}.options")
            for option in options:
                if option not in texts:
                    yield f"en.json: selector.{key}.options.{option} is missing ({where})"


def check_icons(integration: Integration) -> Iterator[str]:
    """Yield invalid icons, and icons of unknown sections, entities and states."""
    icons = integration.icons
    yield from (
        f"icons.json: unknown section {each}" for each in icons if each not in ICON_SECTIONS
    )
    for path, icon in flatten(icons):
        if not ICON.fullmatch(icon):
            yield f"icons.json: {path} is {icon!r}, not like mdi:name"
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
