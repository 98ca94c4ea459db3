"""Check that the texts in the code exist, with the same placeholders, and that the code uses every text."""

import ast
from collections.abc import Iterator

from homeassistant.const import Platform

from scripts.lib.check_integration.code import Code, Use, function_name
from scripts.lib.check_integration.files import Integration, Json, flatten, placeholders

PLATFORMS = frozenset(map(str, Platform))
SHARED_MODULE = "entity"
SHARED_ROOM = "entities."
"""Modules below it count for the platforms that import them."""


def check_uses(integration: Integration) -> Iterator[str]:
    """Yield missing and unused texts of exceptions, issues and entities, and wrong placeholders."""
    code = Code(integration.modules)
    english = integration.english
    yield from _check_section(code, "exceptions", english, _exceptions(code))
    yield from _check_section(code, "issues", english, _issues(code))
    for platform in sorted(PLATFORMS & (english.get("entity", {}).keys() | code.modules.keys())):
        yield from _check_platform(code, platform, english.get("entity", {}).get(platform, {}))


def _exceptions(code: Code) -> Iterator[Use]:
    for where, call in code.calls():
        if code.keyword(call, "translation_domain"):
            yield from _use(code, where, call)


def _issues(code: Code) -> Iterator[Use]:
    for where, call in code.calls():
        if function_name(call).endswith("create_issue"):
            yield from _use(code, where, call)


def _use(code: Code, where: str, call: ast.Call) -> Iterator[Use]:
    if key := code.text(code.keyword(call, "translation_key")):
        given = code.placeholders(call, "translation_placeholders")
        yield Use(where=where, key=key, placeholders=given)


def _check_section(code: Code, section: str, english: Json, uses: Iterator[Use]) -> Iterator[str]:
    texts: Json = english.get(section, {})
    for use in uses:
        if use.key not in texts:
            yield f"{use.where}: {section}.{use.key} does not stand in en.json"
        elif use.placeholders is not None:
            wanted = frozenset().union(*(placeholders(text) for _, text in flatten(texts[use.key])))
            if not wanted <= use.placeholders:
                missing = ", ".join(sorted(wanted - use.placeholders))
                yield f"{use.where}: {section}.{use.key} is given no {missing}"
            if unused := use.placeholders - wanted:
                yield f"{use.where}: {section}.{use.key} does not show {', '.join(sorted(unused))}"
    for key in texts:
        if not code.mentions(key):
            yield f"en.json: nothing names {section}.{key}"


def _check_platform(code: Code, platform: str, texts: Json) -> Iterator[str]:
    if platform not in code.modules:
        yield f"en.json: entity.{platform} has texts, but there is no {platform}.py"
        return
    modules = [
        each for each in code.modules if each == platform or each.startswith(f"{platform}_")
    ] + [each for each in code.imports(platform) if each.startswith(SHARED_ROOM)]
    for module in modules:
        for where, call in code.calls(module):
            key = code.text(code.keyword(call, "translation_key"))
            if key and function_name(call).endswith("Description") and key not in texts:
                yield f"{where}: entity.{platform}.{key} does not stand in en.json"
    if SHARED_MODULE in code.modules:
        modules.append(SHARED_MODULE)
    for key in texts:
        if not any(code.mentions(key, module) for module in modules):
            yield f"en.json: nothing names entity.{platform}.{key}"
