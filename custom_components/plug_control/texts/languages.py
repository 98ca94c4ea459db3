"""Words by language, from `words/*.json`: those that Home Assistant's own translations cannot hold.

A language is a file; what it lacks is in English. The files are read when this module is imported, which Home Assistant
does in a thread.
"""

from collections.abc import Mapping
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NewType, cast

type Words = Mapping[str, str]
Language = NewType("Language", str)
"""The name of a language that has words, without its country: "de"."""

ENGLISH: Final = Language("en")
_FOLDER: Final = Path(__file__).parent / "words"


def _merged(english: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the English tree with the other language's texts where it has them, and its further plural forms."""
    return MappingProxyType(
        {
            **other,
            **{
                key: _merged(value, other.get(key, {}))
                if isinstance(value, Mapping)
                else other.get(key, value)
                for key, value in english.items()
            },
        }
    )


def _read() -> Mapping[Language, Mapping[str, Any]]:
    files = {
        Language(path.stem): json.loads(path.read_text(encoding="utf-8"))
        for path in _FOLDER.glob("*.json")
    }
    return {language: _merged(files[ENGLISH], texts) for language, texts in files.items()}


_WORDS: Final = _read()


def language_of(language: str) -> Language:
    """Return the language of a tag such as "de-CH", if it has words; English otherwise."""
    spoken = Language(language.partition("-")[0])
    return spoken if spoken in _WORDS else ENGLISH


def words_in(language: str, part: str) -> Words:
    """Return the words of a part ("dashboard", "check_up.things") in a language, or in English where it has none."""
    found = _WORDS[language_of(language)]
    for key in part.split("."):
        found = found[key]
    return cast("Words", found)


def plural_form(language: str, number: int) -> str:
    """Return the plural form of a whole number in a language, by Unicode's names (CLDR)."""
    match language.partition("-")[0]:
        case "fr":
            return "one" if number in {0, 1} else "other"
        case "cs" if number in {2, 3, 4}:
            return "few"
        case "pl" if number != 1:
            is_few = number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}
            return "few" if is_few else "many"
    return "one" if number == 1 else "other"
