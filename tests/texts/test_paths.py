"""A text that leads through menus names them as they are written there: Home Assistant's own, and those of this integration."""

from functools import cache
import json
from pathlib import Path
import re

import hass_frontend
import pytest

from scripts.lib.languages import FOLDERS, SOURCES, texts_of

TEXTS = {source: texts_of(source) for source in SOURCES}
LANGUAGES = sorted(TEXTS["translations"])
HOME_ASSISTANT = {
    "Settings": "panel.config",
    "Devices & services": "ui.panel.config.dashboard.devices.main",
    "System": "ui.panel.config.dashboard.system.main",
    "Repairs": "ui.panel.config.repairs.caption",
    "Dashboards": "ui.panel.config.lovelace.dashboards.caption",
    "Add dashboard": "ui.panel.config.lovelace.dashboards.picker.add_dashboard",
    "Configure": "ui.panel.config.integrations.config_entry.configure",
    "Reconfigure": "ui.panel.config.integrations.config_entry.reconfigure",
}
"""The names of Home Assistant's pages and buttons by their keys in its frontend."""
OURS = re.compile(r".*\.(?:initiate_flow|menu_options)\.\w+|options\.step\.central_system\.title")
BOLD = re.compile(r"\*\*([^*{}]+)\*\*")
PATH = re.compile(r"(?:under |in |[:(] )((?:[A-Z][\w&' ]+ > )+[A-Z][\w&']+(?: [\w&']+)*)")


@cache
def frontend(language: str) -> dict[str, str]:
    """Return the texts of Home Assistant's frontend in a language."""
    folder = Path(hass_frontend.__file__).parent / "static" / "translations"
    found: dict[str, str] = {}
    for path in (*folder.glob(f"{language}-*.json"), *folder.glob(f"config/{language}-*.json")):
        if re.fullmatch(rf"{language}-[0-9a-f]{{32}}", path.stem):
            found |= json.loads(path.read_text(encoding="utf-8"))
    return found


def names(language: str) -> dict[str, set[str]]:
    """Return how a language writes each name of a page, a menu or a button."""
    known = {english: {frontend(language)[key]} for english, key in HOME_ASSISTANT.items()}
    own = TEXTS["translations"].get(language, {})
    for path, english in TEXTS["translations"]["en"].items():
        if OURS.fullmatch(path) and path in own and english not in HOME_ASSISTANT:
            known.setdefault(english, set()).add(own[path])
    return known


def told(text: str) -> list[str]:
    """Return the names that a text gives to pages, menus and buttons."""
    ways = [*BOLD.findall(text), *PATH.findall(text)]
    return [name.strip() for way in ways for name in way.split(" > ")]


def test_home_assistant_still_has_these_names() -> None:
    assert {english: frontend("en")[key] for english, key in HOME_ASSISTANT.items()} == {
        english: english for english in HOME_ASSISTANT
    }


def test_ways_are_found() -> None:
    text = "Under **Settings > System**, or under Configure > All charge points."
    assert told(text) == ["Settings", "System", "Configure", "All charge points"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_way_through_menus_has_the_names_that_stand_there(language: str) -> None:
    known = names(language)
    wrong = []
    for source in FOLDERS:
        own = TEXTS[source].get(language, {})
        for path, english in TEXTS[source]["en"].items():
            for name in told(english):
                said = own.get(path)
                if said is not None and not any(each in said for each in known.get(name, [""])):
                    wrong.append(f"{source}: {path}: {name} is {known[name]}: {said}")
    assert wrong == []
