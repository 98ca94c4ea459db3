"""Words of the dashboard and of the statistics that it shows."""

from .languages import Words, language_of, words_in

__all__ = ["Words", "words_of"]


def words_of(language: str) -> Words:
    """Return the words in a language ("de", "de-CH"), with its name as `language`."""
    return {**words_in(language, "dashboard"), "language": language_of(language)}
