"""The texts of every language, wherever they are kept, and what is wrong with them.

    python -m scripts.lib.languages          what each language lacks
    python -m scripts.lib.languages fr nl    the same of these

English is the language with which the others are compared; what another one lacks is shown in English.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
import json
from pathlib import Path
import re
import sys
from typing import Any, Final

import yaml

type Texts = dict[str, str]

REQUIRED: Final = ("cs", "da", "de", "en", "es", "fr", "nl", "pl")
"""The languages that must be there, and have every text."""

_TOP: Final = Path(__file__).parents[2]
_INTEGRATION: Final = _TOP / "custom_components" / "plug_control"
FOLDERS: Final = {
    "translations": _INTEGRATION / "translations",
    "words": _INTEGRATION / "texts" / "words",
    "cards": _TOP / "frontend" / "src" / "words",
}
"""The folders with a JSON file for each language: Home Assistant's, those of Python, those of the cards."""
_BLUEPRINTS: Final = _TOP / "blueprints"
SOURCES: Final = (*FOLDERS, "blueprints")

COUNTED: Final = frozenset({"cards", "words"})
"""The sources whose texts have plural forms."""
PLURALS: Final = {
    **dict.fromkeys(("da", "de", "en", "es", "fr", "nl"), frozenset({"one", "other"})),
    "cs": frozenset({"one", "few", "other"}),
    "pl": frozenset({"one", "few", "many", "other"}),
}
"""The plural forms of whole numbers by language (CLDR); `other` is there always."""
_CATEGORIES: Final = frozenset({"zero", "one", "two", "few", "many", "other"})

_PLACEHOLDER: Final = re.compile(r"{(\w+)}")
_MARKUP: Final = re.compile(
    r"\*\*|```|`[^`]*`|^- |^\d+\. |\n\n|https?://(?:\S*\w/?)?|</?\w+[^>]*>|]\(", re.MULTILINE
)
_CODE: Final = re.compile(r"```.*?```|`[^`]*`|{\w+}|\b(?:https?|wss?)://\S*", re.DOTALL)
_ENGLISH_WORDS: Final = re.compile(
    r"\b(?:the|with|which|your|from|this|charge point)\b", re.IGNORECASE
)
QUOTES: Final = {
    **dict.fromkeys(("de", "cs"), "„“"),
    **dict.fromkeys(("es", "fr"), "«»"),
    **dict.fromkeys(("da", "nl"), "“”"),
    "pl": "„”",
}
_ALL_QUOTES: Final = frozenset('"„“”«»‹›')
_NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
_FRENCH: Final = re.compile(
    rf"(?<![{_NARROW}\s;:!?.…])[;:!?](?=[\s*]|$)|[ \N{{NO-BREAK SPACE}}][;:!?»](?=\W|$)|«(?!{_NARROW})|(?<!{_NARROW})»"
)
ADDRESS: Final = {
    "cs": re.compile(r"\b(?:tvůj|tvoj[ei]|tvého|tebe|tobě|jsi|můžeš|chceš)\b", re.IGNORECASE),
    "da": re.compile(r"[a-zæøå],? (?:De|Dem|Deres)\b"),
    "de": re.compile(r"[a-zäöüß],? Sie\b|\bIhnen\b"),
    "es": re.compile(r"\busted(?:es)?\b", re.IGNORECASE),
    "fr": re.compile(r"\b(?:tu|toi|ton|tes)\b", re.IGNORECASE),
    "nl": re.compile(r"\b(?:u(?! x)|uw)\b", re.IGNORECASE),
    "pl": re.compile(r"\b(?:Pan|Pana|Panu|Pani|Państw[aou])\b"),
}
"""How a language would address the reader otherwise than Home Assistant does: "du", "tú", "vous", "je", "ty", "vy"."""
_END: Final = ".!?…"
_ELLIPSIS: Final = re.compile(r"\.\.\.")
_SPACES: Final = re.compile(r"[^\S\n]{2,}|[^\S\n]\n|\n[^\S\n]|^\s|\s$")


@cache
def texts_of(source: str) -> dict[str, Texts]:
    """Return the texts of a source by language, each by its dotted path; as they were when first asked for."""
    if source == "blueprints":
        return _blueprints()
    return {
        path.stem: dict(_flat(json.loads(path.read_text(encoding="utf-8"))))
        for path in sorted(FOLDERS[source].glob("*.json"))
    }


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def _blueprints() -> dict[str, Texts]:
    """Return the texts of the blueprints' tables of words; a blueprint without one writes to nobody."""
    found: dict[str, Texts] = {}
    for path in sorted(_BLUEPRINTS.rglob("*.yaml")):
        for language, words in blueprint_words(path).items():
            found.setdefault(language, {}).update(_flat(words, f"{path.stem}."))
    return found


class _Loader(yaml.CSafeLoader):
    """Reads blueprints; their inputs are of no interest."""


_Loader.add_constructor("!input", lambda _loader, node: str(node.value))


def blueprint_words(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return a blueprint's words by language; empty where it has none."""
    content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe loader
    words: Mapping[str, Mapping[str, str]] = content.get("variables", {}).get("words", {})
    return words


def differences(language: str, own: Texts, english: Texts, *, plural: bool) -> Iterator[str]:
    """Yield the texts that a language lacks or has too many, and those with other placeholders."""
    wanted, there = (_without_forms(each) if plural else each for each in (english, own))
    yield from (f"{path} is missing" for path in wanted if path not in there)
    yield from (f"{path} does not exist in English" for path in there if path not in wanted)
    for path in wanted.keys() & there.keys():
        if placeholders(there[path]) != placeholders(wanted[path]):
            yield f"{path} has other placeholders than in English"
    if plural:
        yield from _wrong_forms(language, own)


def placeholders(text: str) -> list[str]:
    """Return the names in braces in a text, sorted; a name can be there twice."""
    return sorted(_PLACEHOLDER.findall(text))


def _without_forms(texts: Texts) -> Texts:
    """Return texts with one of the plural forms of each, `other`."""
    return {path: text for path, text in texts.items() if _form(texts, path) in {None, "other"}}


def _form(texts: Texts, path: str) -> str | None:
    """Return the plural category that a text is for; None if it is for every number."""
    base, _, last = path.rpartition(".")
    return last if last in _CATEGORIES and f"{base}.other" in texts else None


def _wrong_forms(language: str, texts: Texts) -> Iterator[str]:
    forms: dict[str, set[str]] = {}
    for path in texts:
        if form := _form(texts, path):
            forms.setdefault(path.rpartition(".")[0], set()).add(form)
    for path, there in forms.items():
        if lacking := PLURALS[language] - there:
            yield f"{path} lacks the plural forms {', '.join(sorted(lacking))}"


def faults(language: str, text: str, english: str) -> Iterator[str]:
    """Yield what is wrong with a translated text: markup, typography, leftover English."""
    if sorted(_MARKUP.findall(text)) != sorted(_MARKUP.findall(english)):
        yield "other markup than in English"
    prose = _CODE.sub("X", text)
    if _SPACES.search(prose):
        yield "needless spaces"
    if _ELLIPSIS.search(prose):
        yield "three dots instead of …"
    if len(english) > 3 and (text[-1] in _END) != (english[-1] in _END):
        yield "ends unlike the English one"
    if language == "en":
        return
    if _ENGLISH_WORDS.search(prose):
        yield "an English word"
    if language in ADDRESS and ADDRESS[language].search(prose):
        yield "addresses the reader otherwise than Home Assistant does"
    marks = "".join(each for each in prose if each in _ALL_QUOTES)
    if marks.replace(QUOTES[language], ""):
        yield f"other quotation marks than {QUOTES[language]}"
    if language == "fr" and _FRENCH.search(prose):
        yield "no narrow no-break space before ; : ! ? or inside « »"


def problems(language: str) -> Iterator[str]:
    """Yield all that a language lacks or has wrong, with its source."""
    for source in SOURCES:
        by_language = texts_of(source)
        english, own = by_language["en"], by_language.get(language, {})
        for each in differences(language, own, english, plural=source in COUNTED):
            yield f"{source}: {each}"
        for path, text in own.items():
            for fault in faults(language, text, english.get(path, text)):
                yield f"{source}: {path}: {fault}"


def main(arguments: Iterable[str]) -> int:
    """Print the problems of languages; return 1 if there are any."""
    chosen = [*arguments] or sorted({each for source in SOURCES for each in texts_of(source)})
    found = [f"{language}: {each}" for language in chosen for each in problems(language)]
    print("\n".join(found) or f"{', '.join(chosen)}: no problems")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
