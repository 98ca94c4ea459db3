"""Escape foreign text for places where Home Assistant's frontend renders Markdown."""

import re

_DASHBOARDS = "/config/lovelace/dashboards"

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """Return `text` escaped, so that Markdown shows it literally: no links, no HTML, no formatting."""
    return _PUNCTUATION.sub(r"\\\1", text)


def page_links(page: str) -> dict[str, str]:
    """Return placeholders for the tags of links: `page`, `dashboards` (the dashboards' settings), and `end`.

    The links reload Home Assistant's frontend: one that was open before this integration was set up lacks its cards.
    """
    starts = {"page": page, "dashboards": _DASHBOARDS}
    return {name: f'<a href="{path}" target="_self">' for name, path in starts.items()} | {
        "end": "</a>"
    }
