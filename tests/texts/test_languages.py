"""Every language says the same as English: the same texts, placeholders, plural forms and markup, in its own typography."""

from collections.abc import Iterator
import json
from pathlib import Path
import re

import pytest
import yaml

from custom_components.plug_control.texts.languages import language_of, words_in
from scripts.lib import languages
from scripts.lib.languages import FOLDERS, REQUIRED, SOURCES, faults, texts_of

TEXTS = {source: texts_of(source) for source in SOURCES}
THERE = sorted({language for by_language in TEXTS.values() for language in by_language})
OTHERS = [each for each in THERE if each != "en"]
SAME: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "same_in_english.json").read_text(encoding="utf-8")
)
"""The texts that a language writes as English does; "all" for every language."""
MOST_TIMES_LONGER = 1.8
LABEL_LENGTH = 32
"""A label may be that long in any language."""
LABELS = re.compile(
    r"entity\.\w+\.\w+\.name|.*\.menu_options\.\w+|services\.\w+\.name|.*\.initiate_flow\.\w+"
)
BUTTONS = {
    *("cancel", "close", "correct", "csv", "dismiss", "document", "document_make"),
    *("next", "open_settings", "previous", "register", "repairs", "save", "signed"),
    *("start_charging", "stop_charging"),
}
"""The cards' words on buttons."""


def of_language(language: str) -> Iterator[tuple[str, str, str]]:
    """Yield where a text stands, the text, and the English one."""
    for source, by_language in TEXTS.items():
        english = by_language["en"]
        for path, text in by_language.get(language, {}).items():
            other = english.get(path) or english.get(f"{path.rpartition('.')[0]}.other")
            if other is not None:
                yield f"{source}: {path}", text, other


def test_every_language_is_everywhere() -> None:
    assert set(REQUIRED) <= set(THERE)
    for source, by_language in TEXTS.items():
        assert sorted(by_language) == THERE, source


@pytest.mark.parametrize("language", sorted(REQUIRED))
def test_every_language_has_the_same_texts_placeholders_and_plural_forms(language: str) -> None:
    found = [
        f"{source}: {each}"
        for source, by_language in TEXTS.items()
        for each in languages.differences(
            language, by_language[language], by_language["en"], plural=source in languages.COUNTED
        )
    ]
    assert found == []


@pytest.mark.parametrize("language", THERE)
def test_texts_have_the_same_markup_and_the_typography_of_their_language(language: str) -> None:
    found = [
        f"{where}: {fault}: {text}"
        for where, text, english in of_language(language)
        for fault in faults(language, text, english)
    ]
    assert found == []


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str) -> None:
    same = {*SAME["all"], *SAME.get(language, ())}
    left = {
        text
        for _, text, english in of_language(language)
        if text == english and re.search(r"[A-Za-z]{3}", re.sub(r"{\w+}", "", text))
    }
    assert left - same == set()


@pytest.mark.parametrize("language", OTHERS)
def test_labels_are_short_enough(language: str) -> None:
    """Home Assistant cuts what does not fit."""
    long = [
        f"{where}: {text}"
        for where, text, english in of_language(language)
        if (LABELS.fullmatch(where.partition(": ")[2]) or where.partition(": ")[2] in BUTTONS)
        and len(text) > max(LABEL_LENGTH, MOST_TIMES_LONGER * len(english))
    ]
    assert long == []


def test_the_buttons_are_there() -> None:
    assert TEXTS["cards"]["en"].keys() >= BUTTONS


def test_every_language_of_the_cards_is_in_their_bundle() -> None:
    bundle = (languages._INTEGRATION / "static" / "plug-control.js").read_text(encoding="utf-8")
    for language, texts in TEXTS["cards"].items():
        assert texts["dashboard_description"] in bundle, language


def test_a_blueprint_offers_the_languages_that_it_has_words_in() -> None:
    blueprints = [*languages._BLUEPRINTS.rglob("*.yaml")]
    with_words = [path for path in blueprints if languages.blueprint_words(path)]
    assert with_words
    for path in with_words:
        inputs = yaml.load(path.read_text(), languages._Loader)["blueprint"]["input"]
        options = inputs["language"]["selector"]["select"]["options"]
        assert sorted(each["value"] for each in options) == THERE


# ---- what lacks is in English


def test_python_speaks_a_language_and_its_countries_and_english_otherwise() -> None:
    assert words_in("de-CH", "dashboard")["title"] == words_in("de", "dashboard")["title"]
    assert words_in("de", "check_up.things")["clock"] == "Uhr"
    assert words_in("xx", "dashboard") == words_in("en", "dashboard")
    assert (language_of("de-CH"), language_of("xx-YY")) == ("de", "en")


def test_a_word_that_a_language_lacks_is_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from custom_components.plug_control.texts import languages as texts

    for language, content in {
        "en": {"part": {"one": "One", "two": {"deep": "Two"}}},
        "xx": {"part": {"one": "Eins"}},
    }.items():
        (tmp_path / f"{language}.json").write_text(json.dumps(content))
    monkeypatch.setattr(texts, "_FOLDER", tmp_path)
    monkeypatch.setattr(texts, "_WORDS", texts._read())
    assert texts.words_in("xx", "part")["one"] == "Eins"
    assert texts.words_in("xx", "part.two") == {"deep": "Two"}


# ---- the checks themselves

ADDRESSED = "addresses the reader otherwise than Home Assistant does"


@pytest.mark.parametrize(
    ("language", "text", "english", "fault"),
    [
        ("de", "Ein „Wort“.", "A word.", None),
        ("de", 'Ein "Wort".', "A word.", "other quotation marks than „“"),
        ("de", "Ein  Wort.", "A word.", "needless spaces"),
        ("de", "Ein Wort", "A word.", "ends unlike the English one"),
        ("de", "Ein **Wort**.", "A word.", "other markup than in English"),
        ("de", "Das the Wort.", "A word.", "an English word"),
        ("de", "Ein Wort...", "A word…", "three dots instead of …"),
        ("fr", "Un mot\N{NARROW NO-BREAK SPACE}!", "A word!", None),
        ("fr", "Un mot !", "A word!", "no narrow no-break space before ; : ! ? or inside « »"),
        ("fr", "Un mot!", "A word!", "no narrow no-break space before ; : ! ? or inside « »"),
        ("fr", "« Un mot »", "A word", "no narrow no-break space before ; : ! ? or inside « »"),
        ("fr", "L'adresse `ws://a:1/`.", "Address `ws://a:1/`.", None),
        ("pl", "„Słowo”.", "A word.", None),
        ("de", "Sie ist da. Gib sie frei.", "It is here. Release it.", None),
        ("de", "Geben Sie sie frei.", "Release it.", ADDRESSED),
        ("nl", "Wacht u even.", "Wait.", ADDRESSED),
        ("pl", "Niech Pan poczeka.", "Wait.", ADDRESSED),
        ("cs", "Jestli můžeš, počkej.", "Wait.", ADDRESSED),
        ("da", "De venter. De får svar.", "They wait. They get an answer.", None),
        ("da", "Så venter De.", "Wait.", ADDRESSED),
    ],
)
def test_a_fault_of_a_text_is_found(
    language: str, text: str, english: str, fault: str | None
) -> None:
    assert [*faults(language, text, english)] == [fault] * (fault is not None)


def test_missing_texts_placeholders_and_plural_forms_are_found() -> None:
    english = {"a": "{x}", "b": "B", "c.one": "one", "c.other": "{n}"}
    own = {"a": "{y}", "c.one": "jeden", "c.other": "{n}", "d": "D"}
    assert [*languages.differences("pl", own, english, plural=True)] == [
        "b is missing",
        "d does not exist in English",
        "a has other placeholders than in English",
        "c lacks the plural forms few, many",
    ]


def test_the_command_tells_what_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    assert languages.main(REQUIRED) == 0
    assert "no problems" in capsys.readouterr().out
    assert languages.main(["xx"]) == 1
    assert "xx: cards: charge_point is missing" in capsys.readouterr().out


def test_folders_are_there() -> None:
    assert all(folder.is_dir() for folder in FOLDERS.values())
