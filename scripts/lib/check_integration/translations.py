"""Check that translations/*.json have the same texts and placeholders in every language that must have them all."""

from collections.abc import Iterator
import re

from scripts.lib.check_integration.files import Integration, Json, flatten, placeholders, walk
from scripts.lib.languages import REQUIRED

SECTIONS = frozenset(
    {
        *("title", "config", "config_subentries", "options", "entity", "device", "services"),
        *("common", "exceptions", "issues", "system_health", "selector", "triggers", "conditions"),
        "device_automation",
    }
)
KEY = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)*")


def check_translations(integration: Integration) -> Iterator[str]:
    """Yield missing, additional and malformed texts of each language, and differences in placeholders."""
    english = dict(flatten(integration.english))
    for language, texts in integration.translations.items():
        file = f"{language}.json"
        flat = dict(flatten(texts))
        yield from (f"{file}: unknown section {each}" for each in texts if each not in SECTIONS)
        for path, text in flat.items():
            yield from _check_text(file, path, text)
        if language in REQUIRED:
            yield from _compare(file, flat, english)
            yield from _check_descriptions(file, texts)


def _compare(file: str, flat: dict[str, str], english: dict[str, str]) -> Iterator[str]:
    yield from (f"{file}: {path} is missing" for path in english if path not in flat)
    for path, text in flat.items():
        if path not in english:
            yield f"{file}: {path} does not stand in en.json"
        elif placeholders(text) != placeholders(english[path]):
            yield f"{file}: {path} has other placeholders than en.json"


def _check_text(file: str, path: str, text: str) -> Iterator[str]:
    if not text.strip() or text != text.strip():
        yield f"{file}: {path} is empty or has blanks around it"
    if "[%key:" in text:
        yield f"{file}: {path} is a reference, which custom integrations cannot use"
    if not all(KEY.fullmatch(part) for part in path.split(".")):
        yield f"{file}: {path} is not in lower case with underscores"


def _steps(texts: Json) -> Iterator[tuple[str, Json]]:
    for section in ("config", "options"):
        for step, content in walk(texts, f"{section}.step").items():
            yield f"{section}.step.{step}", content
    for subentry, flow in texts.get("config_subentries", {}).items():
        for step, content in flow.get("step", {}).items():
            yield f"config_subentries.{subentry}.step.{step}", content


def _check_descriptions(file: str, texts: Json) -> Iterator[str]:
    """Yield the fields of forms without a data_description (quality scale: config-flow)."""
    for path, step in _steps(texts):
        for where, form in [(path, step), *_sections(path, step)]:
            for field in form.get("data", {}).keys() - form.get("data_description", {}).keys():
                yield f"{file}: {where}.data.{field} has no data_description"


def _sections(path: str, step: Json) -> list[tuple[str, Json]]:
    return [(f"{path}.sections.{name}", each) for name, each in step.get("sections", {}).items()]
