"""Words of documents: the part `documents` of a language's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from .languages import Language, language_of, plural_form, words_in


@dataclass(frozen=True, slots=True)
class Words:
    """The words of documents in one language."""

    language: Language
    texts: Mapping[str, Any]

    def __getitem__(self, key: str) -> str:
        """Return a text."""
        return cast("str", self.texts[key])

    def counted(self, key: str, number: int, written: str | None = None) -> str:
        """Return the text for a number, which stands, as `written`, where the text says {number}."""
        forms: Mapping[str, str] = self.texts[key]
        text = forms.get(plural_form(self.language, number), forms["other"])
        return text.format(number=number if written is None else written)


def document_words(language: str) -> Words:
    """Return the words in a language ("de", "de-CH")."""
    return Words(language_of(language), words_in(language, "documents"))
