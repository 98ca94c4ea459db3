"""Words about a charge point's log."""

from .languages import words_in
from .markdown import escape_markdown


def log_message(language: str, name: str, file: str | None, failure: str | None) -> tuple[str, str]:
    """Return title and message about a log that arrived as `file`, or did not for `failure`; Markdown."""
    words = words_in(language, "logs")
    text = words["here"] if file is not None else words[failure or "no_news"]
    return words["title"].format(name=name), text.format(
        name=escape_markdown(name), file=escape_markdown(file or "")
    )
