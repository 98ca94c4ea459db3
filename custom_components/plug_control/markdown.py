"""Foreign text in the places that Home Assistant's frontend renders as Markdown."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown shows it as it is: no links, no HTML, no formatting."""
    return _PUNCTUATION.sub(r"\\\1", text)
