"""README and docs say what is: examples work, names are the real ones, links lead somewhere, nothing is left out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
import re
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed, async_mock_service
import yaml

from custom_components.plug_control.const import DOMAIN
from simulator.scripted import ScriptedChargePoint

from .chargers import C2EU, boot_c2eu, start, stop
from .helpers import charge_point_data, id_tag_data, set_up
from .texts import services, texts

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
PACKAGE = ROOT / "custom_components" / "plug_control"
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *ROOT.glob("simulator/*.md"),
]
SOURCES = [*PACKAGE.rglob("*.py"), *ROOT.glob("simulator/**/*.py")]

EXAMPLES: list[dict[str, Any]] = [
    yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
]
AUTOMATIONS = [example for example in EXAMPLES if "triggers" in example]
EXAMPLE = {"entity_id": "automation.example"}
ACTIONS = [example for example in EXAMPLES if "action" in example]


# ---- examples


async def set_up_wallbox(hass: HomeAssistant, automation: dict[str, Any]) -> ScriptedChargePoint:
    """Set up the charger that the examples speak of, and one of the automations; returns the charger."""
    entry = await set_up(hass, charge_point_data(C2EU, "Wallbox"), id_tag_data())
    charge_point = await boot_c2eu(hass, entry)
    assert await async_setup_component(
        hass, "automation", {"automation": [{"id": "example", "alias": "Example", **automation}]}
    )
    await hass.async_block_till_done()
    state = hass.states.get("automation.example")
    assert state is not None
    assert state.state == "on"
    return charge_point


def test_every_example_is_tried() -> None:
    assert (len(AUTOMATIONS), len(ACTIONS)) == (3, 1)
    assert len(EXAMPLES) == 4


async def test_the_example_tells_when_a_charge_is_done(hass: HomeAssistant) -> None:
    told = async_mock_service(hass, "notify", "notify")
    charge_point = await set_up_wallbox(hass, AUTOMATIONS[0])
    ended = dt_util.utcnow()
    began = ended - timedelta(minutes=30)
    transaction_id = await start(charge_point, meter_start=1000, timestamp=began.isoformat())
    await hass.async_block_till_done()
    assert told == []
    await stop(charge_point, transaction_id, meter_stop=6210, timestamp=ended.isoformat())
    await hass.async_block_till_done()
    assert [call.data["message"] for call in told] == ["5.2 kWh in 30 minutes"]
    await charge_point.close()


@pytest.mark.parametrize(("hour", "limit_a"), [(7, 6), (22, 16)])
async def test_the_example_limits_by_day_and_lets_go_by_night(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, hour: int, limit_a: int
) -> None:
    charge_point = await set_up_wallbox(hass, AUTOMATIONS[1])
    limits = async_mock_service(hass, "number", "set_value")
    monkeypatch.setattr(dt_util, "now", lambda time_zone=None: datetime(2026, 3, 14, hour))  # noqa: DTZ001 - local time
    await hass.services.async_call("automation", "trigger", EXAMPLE, blocking=True)
    monkeypatch.undo()
    await hass.services.async_call("automation", "turn_off", EXAMPLE, blocking=True)
    (limit,) = limits
    assert limit.data == {
        "entity_id": ["number.wallbox_maximum_current"],
        "value": limit_a,
    }
    assert hass.states.get(limit.data["entity_id"][0]) is not None
    await charge_point.close()


async def test_the_example_pauses_while_the_oven_runs_and_goes_on_as_before(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set("sensor.oven_power", "0")
    charge_point = await set_up_wallbox(hass, AUTOMATIONS[2])
    charge_point.auto_reply("RemoteStartTransaction", {"status": "Accepted"})
    limit = "number.wallbox_maximum_current"
    await hass.services.async_call(
        "number", "set_value", {"entity_id": limit, "value": 10}, blocking=True
    )
    await start(charge_point)
    await hass.async_block_till_done()
    for power_w, minutes, limit_a in (("2000", 0, 0), ("3", 4, 0), ("3", 6, 10)):
        hass.states.async_set("sensor.oven_power", power_w)
        await hass.async_block_till_done()
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=minutes))
        await hass.async_block_till_done()
        state = hass.states.get(limit)
        assert state is not None
        assert float(state.state) == limit_a
    assert charge_point.received("RemoteStartTransaction") == []
    await charge_point.close()


async def test_the_examples_action_returns_sessions(hass: HomeAssistant) -> None:
    (example,) = ACTIONS
    await set_up(hass, charge_point_data(C2EU, "Wallbox"), id_tag_data())
    domain, _, name = example["action"].partition(".")
    response = await hass.services.async_call(
        domain, name, example["data"], blocking=True, return_response=True
    )
    assert response is not None
    assert response["sessions"] == []


# ---- names


def test_readme_names_every_action() -> None:
    for name in services():
        assert f"`{DOMAIN}.{name}`" in README or f"`…{name}`" in README


def test_readme_names_every_entity_and_setting() -> None:
    text = " ".join(README.casefold().split())
    english = texts("en")
    entities = (
        description["name"]
        for descriptions in english["entity"].values()
        for description in descriptions.values()
    )
    flows = [english["options"], *english["config_subentries"].values()]
    settings = [
        re.sub(r"L[23]$", "L1", name)
        for flow in flows
        for step in flow["step"].values()
        for name in step.get("data", {}).values()
    ]
    wanted = [name for name in entities if "{" not in name] + settings
    assert [name for name in wanted if name.casefold() not in text] == []


def test_readme_calls_problems_by_their_titles() -> None:
    told = re.findall(r"^\| \*(.+?)\* \|", README, re.MULTILINE)
    titles = [issue["title"] for issue in texts("en")["issues"].values()]
    plain = {re.sub(r"{\w+}", "…", title) for title in titles}
    assert told
    assert [title for title in told if title not in plain] == []


# ---- what documents and code say of each other


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"(?<!!)\[[^\]]*\]\((?!https?:)([^)#]+)(?:#[\w-]+)?\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def modules() -> Iterator[Path]:
    """Yield the integration's modules."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "__init__.py":
            yield path


def test_the_architecture_names_every_module_and_none_that_is_not() -> None:
    sections = re.split(r"^### ", ARCHITECTURE, flags=re.MULTILINE)
    for package in ("", "protocol", "model", "central_system"):
        title = f"`{package}/`" if package else "The package's root"
        (section,) = (each for each in sections if each.startswith(title))
        named = set(re.findall(r"`(\w+\.py)`", section)) - {"__init__.py"}
        there = {path.name for path in modules() if path.parent == PACKAGE / package}
        assert named == there


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
