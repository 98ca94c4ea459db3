"""Read the files of an integration."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import json
from pathlib import Path
import re
from typing import Any

import yaml

type Json = dict[str, Any]

PLACEHOLDER = re.compile(r"{(\w+)}")


class UnreadableError(Exception):
    """A file is missing, unreadable, or not valid for its type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration:
    """The contents of an integration's files; `modules` by dotted name below its package."""

    folder: Path
    manifest: Json
    translations: Mapping[str, Json]
    services: Json
    triggers: Json
    conditions: Json
    icons: Json
    quality_scale: Json
    modules: Mapping[str, ast.Module]

    @property
    def english(self) -> Json:
        """The English texts, with which the other languages are compared."""
        return self.translations["en"]


def load(folder: Path) -> Integration:
    """Return the integration in a folder. Raises UnreadableError."""
    return Integration(
        folder=folder,
        manifest=_read_json(folder / "manifest.json"),
        translations={"en": _read_json(folder / "translations" / "en.json")}
        | {
            path.stem: _read_json(path) for path in sorted((folder / "translations").glob("*.json"))
        },
        services=_read_yaml(folder / "services.yaml"),
        triggers=_read_descriptions(folder / "triggers.yaml"),
        conditions=_read_descriptions(folder / "conditions.yaml"),
        icons=_read_json(folder / "icons.json"),
        quality_scale=_read_yaml(folder / "quality_scale.yaml"),
        modules={_name(path, folder): _read_python(path) for path in sorted(folder.rglob("*.py"))},
    )


def flatten(texts: Json, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its dotted path."""
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces in a text."""
    return frozenset(PLACEHOLDER.findall(text))


def walk(texts: Json, path: str) -> Json:
    """Return the texts at a dotted path, an empty mapping where there are none."""
    for key in path.split("."):
        texts = texts.get(key, {})
    return texts


def _name(path: Path, folder: Path) -> str:
    """Return a module's dotted name below the integration's package."""
    return ".".join(path.relative_to(folder).with_suffix("").parts)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path.name}: cannot be read: {error}") from error


def _no_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    content = dict(pairs)
    if len(content) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"key {next(key for key in keys if keys.count(key) > 1)!r} is there twice")
    return content


def _mapping(path: Path, content: Any) -> Json:
    if not isinstance(content, dict):
        raise UnreadableError(f"{path.name}: not a mapping")
    return content


def _read_json(path: Path) -> Json:
    try:
        return _mapping(path, json.loads(_read(path), object_pairs_hook=_no_duplicates))
    except ValueError as error:
        raise UnreadableError(f"{path.name}: {error}") from error


def _read_yaml(path: Path) -> Json:
    try:
        return _mapping(path, yaml.load(_read(path), yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise UnreadableError(f"{path.name}: {error}") from error


def _read_descriptions(path: Path) -> Json:
    """Return the content of an optional file; leaves out keys with a leading dot, which hold YAML anchors only."""
    content = _read_yaml(path) if path.exists() else {}
    return {key: value for key, value in content.items() if not key.startswith(".")}


def _read_python(path: Path) -> ast.Module:
    try:
        return ast.parse(_read(path), filename=path.name)
    except SyntaxError as error:
        raise UnreadableError(f"{path.name}: {error}") from error
