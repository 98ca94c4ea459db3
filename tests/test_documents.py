"""README and docs say what is: names are the real ones, links lead somewhere, nothing is left out."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
import tomllib

import pytest

from custom_components.plug_control.const import DOMAIN
from scripts.lib.languages import texts_of

from .documentation import DOCS, DOCUMENTS, ROOT, rows, sections
from .translated import described, flat, services, texts

README = (ROOT / "README.md").read_text()
PACKAGE = ROOT / "custom_components" / "plug_control"
FOLDERS = ("benchmarks", "custom_components", "scripts", "simulator", "tests")
SOURCES = [*PACKAGE.rglob("*.py"), *ROOT.glob("simulator/**/*.py")]
PYTHON = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
ARCHITECTURE = (DOCS / "architecture.md").read_text()

PLATFORMS = {
    "binary_sensor": "Binary sensors",
    "button": "Buttons",
    "event": "Events",
    "number": "Numbers",
    "select": "Selects",
    "sensor": "Sensors",
    "switch": "Switches",
    "time": "Times",
    "update": "Updates",
}
"""The headings of docs/entities.md."""


# ---- README


def test_readme_is_short_and_has_the_sections_that_the_community_store_wants() -> None:
    assert len(README.splitlines()) < 150
    headings = re.findall(r"^## (.+)$", README, re.MULTILINE)
    wanted = ["Installation", "Supported devices", "Configuration", "Removal"]
    assert [each for each in headings if each in wanted] == wanted


def test_readme_leads_to_every_page_for_users() -> None:
    pages = set(
        re.findall(r"- (?:[\w ]+: )?([\w/-]+\.md)$", (DOCS / ".nav.yml").read_text(), re.MULTILINE)
    )
    linked = set(re.findall(r"\(docs/([\w/-]+\.md)[#)]", README))
    assert linked <= pages
    assert pages - linked == {
        "chargers/keba.md",
        "contributing.md",
        "prices-and-forecasts.md",
    }


def test_the_projects_address_is_that_of_the_manifest() -> None:
    address = json.loads((PACKAGE / "manifest.json").read_text())["documentation"]
    for document in DOCUMENTS:
        for link in re.findall(r"https?://[^\s)>`\"]+", document.read_text()):
            if "plug-control" in link or "plug_control" in link.partition("?")[0]:
                ours = link.startswith((address, "https://my.home-assistant.io/"))
                assert ours, f"{document.name}: {link}"


# ---- names


def test_docs_have_every_entity_and_say_whether_it_is_disabled() -> None:
    english = texts("en")["entity"]
    told = {
        platform: {row[0]: row[1] for row in rows(sections("entities.md")[heading])}
        for platform, heading in PLATFORMS.items()
    }
    there: dict[str, dict[str, str]] = {platform: {} for platform in PLATFORMS}
    for platform, description in described():
        assert description.translation_key is not None
        name = english[platform][description.translation_key]["name"]
        at_first = "on" if description.entity_registry_enabled_default else "off"
        there[platform][name.replace("{phase}", "L1 – L3")] = at_first
    assert told == there


def test_docs_have_every_reason() -> None:
    states = texts("en")["entity"]["sensor"]["charging_reason"]["state"]
    told = [row[0] for row in rows(sections("modes-and-plans.md")["Why"])]
    assert sorted(told) == sorted(states.values())


def test_docs_have_every_mode_and_every_choice_of_repeat() -> None:
    selects = texts("en")["entity"]["select"]
    modes = [row[0] for row in rows(sections("modes-and-plans.md")["Modes"])]
    assert sorted(modes) == sorted(selects["charging_mode"]["state"].values())


def test_docs_have_every_action_with_its_fields() -> None:
    english = texts("en")["services"]
    told = sections("actions.md", level=3)
    assert set(told) == set(services())
    for name, service in services().items():
        section = told[name]
        assert f"action: {DOMAIN}.{name}\n" in section
        assert english[name]["description"] in section
        fields = {row[0].strip("`"): row for row in rows(section)}
        assert list(fields) == list(service["fields"])
        for field, (_, needed, meaning) in fields.items():
            assert (needed == "yes") == service["fields"][field].get("required", False)
            assert meaning == english[name]["fields"][field]["description"]


def test_docs_have_every_trigger_and_condition() -> None:
    english = texts("en")
    told = {tuple(row) for row in rows(sections("automations.md")["Triggers and conditions"])}
    assert told == {
        (each["name"], f"`{DOMAIN}.{key}`", each["description"])
        for key, each in (*english["triggers"].items(), *english["conditions"].items())
    }


def test_docs_have_every_setting_and_no_other() -> None:
    english = texts("en")
    flows = [english["config"], english["options"], *english["config_subentries"].values()]
    steps = [step for flow in flows for step in flow["step"].values()]
    steps += [
        step
        for issue in english["issues"].values()
        for step in issue.get("fix_flow", {}).get("step", {}).values()
    ]
    settings = {name for step in steps for name in step.get("data", {}).values()}
    page = (DOCS / "configuration.md").read_text()
    told = {name for row in rows(page) for name in row[0].split(", Current")}
    told = {f"Current{name}" if name.startswith(" on L") else name for name in told}
    assert told <= settings
    assert [name for name in settings if name not in told and f"**{name}**" not in page] == []


def test_docs_have_every_repair_by_its_title() -> None:
    told = {row[0].strip("*") for row in rows(sections("troubleshooting.md")["Repairs"])}
    titles = {issue["title"] for issue in texts("en")["issues"].values()}
    assert told == {re.sub(r"{\w+}", "…", title) for title in titles}


def test_docs_say_what_the_wait_says() -> None:
    told = [row[0] for row in rows(sections("troubleshooting.md")["The charger is refused"])]
    progress = texts("en")["config_subentries"]["charge_point"]["progress"]
    said = " ".join(text for key, text in progress.items() if key.startswith("refused_"))
    assert [each for row in told for each in row.split(", ") if each not in said] == []


THEIRS = {
    *("Add condition", "Add dashboard", "Add integration", "Add trigger", "Automations & scenes"),
    *("Configure", "Create automation", "Custom repositories", "Dashboards"),
    *("Devices & services", "Download", "Download diagnostics", "Edit", "Enable debug logging"),
    *("Import", "Individual devices", "Integration", "New dashboard from scratch"),
    *(
        "Raw configuration editor",
        "Reconfigure",
        "Repairs",
        "Save",
        "Submit",
        "System",
        "When",
        "And if",
        "⋮",
    ),
}
"""What Home Assistant and the community store call it."""
NAMES = {
    *("AuthorizationKey", "C2EU", "Carport", "Current L1 – L3", "OCPP 1.6 JSON"),
    *("Garage", "Garage 1", "Garage 2", "Garage Charge", "House", "Wallbox"),
}
"""Names of the examples, of the demo and of OCPP."""
FOR_DEVELOPERS = {
    *("architecture.md", "contributing.md", "ocpp-rules.md", "smart-charging.md"),
    "prices-and-forecasts.md",  # names the entities of others
}


@pytest.mark.parametrize(
    "document",
    [ROOT / "README.md", *(path for path in DOCS.glob("*.md") if path.name not in FOR_DEVELOPERS)],
    ids=lambda path: path.name,
)
def test_docs_call_things_as_the_user_interface_does(document: Path) -> None:
    """What is in italics and begins with a capital is a text of the user interface, or a path of such texts."""
    said = [text for _, text in flat(texts("en"))]
    said += [text for source in ("cards", "words") for text in texts_of(source)["en"].values()]
    known = {re.sub(r"{\w+}", "…", text).casefold().rstrip(".") for text in said}
    known |= {name.casefold() for name in THEIRS | NAMES}
    known |= {text.partition(mark)[0].strip() for text in known for mark in ".("}
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    named = re.findall(r"(?<![*\w])\*([A-Z⋮][^*\n]+?)\*(?!\*)", text)
    parts = {part.strip().rstrip(".:") for each in named for part in each.split(" → ")}
    assert {part for part in parts if part.casefold() not in known} == set()


# ---- what documents and code say of each other


def anchors(text: str) -> set[str]:
    """Return the anchors of a document's headings, as GitHub and the site's generator make them."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    text = document.read_text()
    links = re.findall(r"\[[^\]]*\]\((?!https?:)([^)#]*)(#[\w-]+)?\)", text)
    links += [(each, "") for each in re.findall(r"(?:src|srcset)=\"([^\"]+)\"", text)]
    for link, anchor in links:
        target = document.parent / link if link else document
        assert target.exists(), link
        assert not anchor or anchor[1:] in anchors(target.read_text()), f"{link}{anchor}"


def modules() -> Iterator[Path]:
    """Yield the integration's modules."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "__init__.py":
            yield path


def test_the_architecture_names_every_module_and_none_that_is_not() -> None:
    sections = re.split(r"^### ", ARCHITECTURE, flags=re.MULTILINE)
    for package in sorted({path.parent for path in PACKAGE.rglob("__init__.py")}):
        name = package.relative_to(PACKAGE).as_posix()
        title = "The package's root\n" if name == "." else f"`{name}/`\n"
        (section,) = (each for each in sections if each.startswith(title))
        named = set(re.findall(r"`(\w+\.py)`", section)) - {"__init__.py"}
        assert named == {path.name for path in modules() if path.parent == package}, name


def test_the_trips_lead_through_modules_that_are_there() -> None:
    trips = ARCHITECTURE.partition("## Five trips")[2].partition("\n## ")[0]
    places = [PACKAGE, PACKAGE / "central_system", PACKAGE / "charging"]
    named = re.findall(r"`([\w/]+(?:\.py|/))`", trips)
    assert named
    assert [each for each in named if not any((place / each).exists() for place in places)] == []


def test_the_picture_shows_the_rows_that_the_contract_demands() -> None:
    picture = ARCHITECTURE.partition("```mermaid")[2].partition("```")[0]
    rows = re.findall(
        r"subgraph(.*?)end\n|^    ((?!root)\w+\[\"<b>)", picture, re.DOTALL | re.MULTILINE
    )
    shown = [set(re.findall(r"(\w+)\[\"", block or room)) for block, room in rows]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (
        each["layers"]
        for each in contracts
        if each["type"] == "layers" and each["name"].startswith("rooms")
    )
    assert shown == [set(re.findall(r"\w+", layer)) for layer in layers]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_of_python_that_a_document_names_is_there(document: Path) -> None:
    paths = [f"/{path.relative_to(ROOT).as_posix()}" for path in PYTHON]
    named = set(re.findall(r"`([\w/]+\.py)`", document.read_text()))
    assert [each for each in named if not any(path.endswith(f"/{each}") for path in paths)] == []


@pytest.mark.parametrize(
    ("cited", "document", "listed"),
    [
        (r"\bdecisions? (\d+)", "docs/architecture.md", r"^(\d+)\. \*\*"),
        (r"C2EU Q(\d+)", "docs/chargers/x-charge-c2eu.md", r"^- \*\*Q(\d+)\*\*"),
        (r"\bR(\d+)\b", "docs/ocpp-rules.md", r"^- \*\*R(\d+)\*\*"),
    ],
)
def test_every_number_that_the_code_cites_is_explained(
    cited: str, document: str, listed: str
) -> None:
    explained = set(re.findall(listed, (ROOT / document).read_text(), re.MULTILINE))
    used = {number for path in SOURCES for number in re.findall(cited, path.read_text())}
    assert used
    assert used <= explained
