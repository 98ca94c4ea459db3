"""Escape foreign text for places where Home Assistant's frontend renders Markdown."""

import re

_DASHBOARDS = "/config/lovelace/dashboards"

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown shows it as it is: no links, no HTML, no formatting."""
    return _PUNCTUATION.sub(r"\\\1", text)


def page_links(page: str) -> dict[str, str]:
    """Return what begins and ends the links to `page` and to the settings of dashboards, as placeholders.

    They load Home Assistant's page anew: one that was open before this integration was set up does not know its cards.
    """
    starts = {"page": page, "dashboards": _DASHBOARDS}
    return {name: f'<a href="{path}" target="_self">' for name, path in starts.items()} | {
        "end": "</a>"
    }
