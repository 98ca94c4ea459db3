"""The checks of manifest, texts, services, icons and quality scale: each finds what it is for, and nothing in a good one."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

from homeassistant import components
import pytest
import yaml

from scripts.lib.check_integration import check
from scripts.lib.check_integration.__main__ import main
from scripts.lib.check_integration.quality_scale import TIERS

type Content = dict[str, Any]
type Change = Callable[[Content], object]

MANIFEST: Content = {
    "domain": "plugs",
    "name": "Plugs",
    "codeowners": ["@someone"],
    "config_flow": True,
    "documentation": "https://example.org",
    "integration_type": "hub",
    "iot_class": "local_push",
    "issue_tracker": "https://example.org/issues",
    "quality_scale": "bronze",
    "requirements": ["ocpp==2.1.0", "websockets>=15.0.1,<18"],
    "version": "1.2.3",
}
ENGLISH: Content = {
    "config": {
        "step": {
            "user": {
                "data": {"port": "Port"},
                "data_description": {"port": "Where it listens."},
            }
        },
        "error": {"port_in_use": "In use."},
        "abort": {"gone": "It is gone."},
    },
    "entity": {
        "sensor": {
            "status": {"name": "Status", "state": {"available": "Available"}},
            "current_l1": {"name": "Current L1"},
        }
    },
    "services": {
        "reset": {
            "name": "Reset",
            "description": "Restarts it.",
            "fields": {"kind": {"name": "Kind", "description": "How."}},
        }
    },
    "selector": {"kind": {"options": {"soft": "Soft", "hard": "Hard"}}},
    "exceptions": {"offline": {"message": "{charge_point} is offline."}},
    "issues": {"port_gone": {"title": "No port", "description": "Port {port}."}},
}
SERVICES: Content = {
    "reset": {
        "fields": {
            "kind": {
                "selector": {"select": {"options": ["soft", "hard"], "translation_key": "kind"}}
            }
        }
    }
}
ICONS: Content = {
    "entity": {"sensor": {"status": {"default": "mdi:ev-station"}}},
    "services": {"reset": {"service": "mdi:restart"}},
}
SCALE: Content = {"rules": {rule: "done" for tier in TIERS.values() for rule in tier}}
MODULES = {
    "const": 'DOMAIN = "plugs"\nKEY = "offline"\nCHARGE_POINT = "charge_point"\n',
    "sensor": """
PHASES = [Description(key=f"current_l{phase}") for phase in (1, 2, 3)]
STATUS = SensorDescription(key="status", translation_key="status")
""",
    "config_flow": """
class Flow:
    def step(self, errors):
        errors["base"] = "port_in_use"
        return self.async_show_form(step_id="user", errors=errors)

    def discovered(self):
        return self.async_abort(reason="gone")
""",
    "__init__": """
def fail(name):
    raise HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=KEY,
        translation_placeholders={CHARGE_POINT: name},
    )

def warn(port):
    ir.async_create_issue(
        hass, DOMAIN, "id", translation_key="port_gone",
        translation_placeholders={"port": str(port)},
    )
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An integration that nothing is wrong with."""
    folder = tmp_path / "plugs"
    (folder / "translations").mkdir(parents=True)
    for name, content in {
        "manifest": MANIFEST,
        "icons": ICONS,
        "translations/en": ENGLISH,
        "translations/de": ENGLISH,
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    for name, content in {"services": SERVICES, "quality_scale": SCALE}.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(content))
    for name, source in MODULES.items():
        (folder / f"{name}.py").write_text(source)
    return folder


def _change_json(folder: Path, file: str, change: Change) -> None:
    path = folder / file
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


def _change_texts(folder: Path, change: Change) -> None:
    for language in ("en", "de"):
        _change_json(folder, f"translations/{language}.json", change)


def _change_yaml(folder: Path, file: str, change: Change) -> None:
    path = folder / file
    content = yaml.safe_load(path.read_text())
    change(content)
    path.write_text(yaml.safe_dump(content))


def test_a_good_integration_has_no_problem(folder: Path) -> None:
    assert check(folder) == []


def test_the_command_tells_the_problems_and_its_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder)]) == 0
    assert "plugs: no problems" in capsys.readouterr().out
    (folder / "services.yaml").unlink()
    assert main([str(folder)]) == 1
    assert "plugs: 1 problem\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("manifest.json", "{"),
        ("manifest.json", "[]"),
        ("icons.json", '{"entity": {}, "entity": {}}'),
        ("services.yaml", "a: [b"),
        ("quality_scale.yaml", "- rule"),
        ("sensor.py", "def"),
        ("translations/de.json", b"\xff"),
    ],
)
def test_a_file_that_is_none_of_its_kind_is_named(
    folder: Path, file: str, content: str | bytes
) -> None:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / file).write_bytes(data)
    assert [each.split(":")[0] for each in check(folder)] == [Path(file).name]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda m: m.pop("version"), "manifest.json: no version"),
        (lambda m: m.update(version="one"), "manifest.json: version 'one' is not like 1.2.3"),
        (lambda m: m.update(zeroconf=[]), "manifest.json: unknown key zeroconf"),
        (lambda m: m.update(domain="other"), "manifest.json: the domain is not the folder's name"),
        (lambda m: m.update(iot_class="fast"), "manifest.json: iot_class is 'fast', not one of"),
        (lambda m: m.update(documentation="http://x"), "manifest.json: documentation is no https"),
        (lambda m: m.update(requirements=["ocpp"]), "manifest.json: the requirement 'ocpp' names"),
        (lambda m: m.update(config_flow=False), "manifest.json: config_flow says otherwise"),
        (lambda m: m.update(name=m.pop("name")), "manifest.json: the keys must be domain, name"),
    ],
)
def test_what_is_wrong_with_the_manifest(folder: Path, change: Change, problem: str) -> None:
    _change_json(folder, "manifest.json", change)
    assert any(each.startswith(problem) for each in check(folder))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda t: t["exceptions"].clear(), "de.json: exceptions.offline.message is missing"),
        (lambda t: t.update(title="X"), "de.json: title does not stand in en.json"),
        (
            lambda t: t["exceptions"]["offline"].update(message="Offline."),
            "de.json: exceptions.offline.message has other placeholders than en.json",
        ),
        (
            lambda t: t["config"]["error"].update(port_in_use=" "),
            "de.json: config.error.port_in_use is empty or has blanks around it",
        ),
        (
            lambda t: t["config"]["error"].update(port_in_use="[%key:common::x%]"),
            "de.json: config.error.port_in_use is a reference, which custom integrations cannot use",
        ),
    ],
)
def test_where_a_language_differs(folder: Path, change: Change, problem: str) -> None:
    _change_json(folder, "translations/de.json", change)
    assert check(folder) == [problem]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda t: t.update(extras={"a": "b"}), "en.json: unknown section extras"),
        (
            lambda t: t["entity"]["sensor"]["status"]["state"].update({"In Use": "x"}),
            "en.json: entity.sensor.status.state.In Use is not in lower case with underscores",
        ),
        (
            lambda t: t["config"]["step"]["user"].pop("data_description"),
            "en.json: config.step.user.data.port has no data_description",
        ),
        (
            lambda t: t.update(
                config_subentries={
                    "card": {"step": {"user": {"sections": {"more": {"data": {"x": "X"}}}}}}
                }
            ),
            "en.json: config_subentries.card.step.user.sections.more.data.x has no data_description",
        ),
        (
            lambda t: t["exceptions"].clear(),
            "__init__.py:3: exceptions.offline does not stand in en.json",
        ),
        (
            lambda t: t["exceptions"]["offline"].update(message="{status}"),
            "__init__.py:3: exceptions.offline is given no status",
        ),
        (
            lambda t: t["exceptions"]["offline"].update(message="Offline."),
            "__init__.py:3: exceptions.offline does not show charge_point",
        ),
        (
            lambda t: t["exceptions"].update(unused={"message": "?"}),
            "en.json: nothing names exceptions.unused",
        ),
        (
            lambda t: t["issues"].clear(),
            "__init__.py:10: issues.port_gone does not stand in en.json",
        ),
        (
            lambda t: t["issues"].update(unused={"title": "?"}),
            "en.json: nothing names issues.unused",
        ),
        (
            lambda t: t["entity"]["sensor"].pop("status"),
            "sensor.py:3: entity.sensor.status does not stand in en.json",
        ),
        (
            lambda t: t["entity"]["sensor"].update(voltage_l1={"name": "?"}),
            "en.json: nothing names entity.sensor.voltage_l1",
        ),
        (
            lambda t: t["entity"].update(switch={"on": {"name": "?"}}),
            "en.json: entity.switch has texts, but there is no switch.py",
        ),
        (
            lambda t: t["config"]["step"].clear(),
            "config_flow.py:5: the step user does not stand in en.json",
        ),
        (
            lambda t: t["config"]["error"].clear(),
            "config_flow.py:4: the error port_in_use does not stand in en.json",
        ),
        (
            lambda t: t["config"]["abort"].clear(),
            "config_flow.py:8: the abort reason gone does not stand in en.json",
        ),
        (
            lambda t: t["config"]["abort"].update(lost="?"),
            "en.json: nothing names the error or abort reason lost",
        ),
        (lambda t: t["services"].clear(), "en.json: services.reset.name is missing"),
        (
            lambda t: t["services"]["reset"]["fields"]["kind"].pop("description"),
            "en.json: services.reset.fields.kind.description is missing",
        ),
        (
            lambda t: t["services"]["reset"]["fields"].update(speed={"name": "?"}),
            "en.json: services.reset has no field speed",
        ),
        (
            lambda t: t["services"].update(halt={"name": "?", "description": "?"}),
            "en.json: there is no service halt",
        ),
        (
            lambda t: t["selector"]["kind"]["options"].pop("hard"),
            "en.json: selector.kind.options.hard is missing (reset.kind)",
        ),
    ],
)
def test_what_is_wrong_with_the_texts(folder: Path, change: Change, problem: str) -> None:
    _change_texts(folder, change)
    assert problem in check(folder)


def test_a_platform_may_describe_entities_in_modules_of_its_name(folder: Path) -> None:
    described = 'from .sensor import Description\n\nD = Description(translation_key="voltage_l1")\n'
    (folder / "sensor_meter.py").write_text(described)
    missing = "sensor_meter.py:3: entity.sensor.voltage_l1 does not stand in en.json"
    assert check(folder) == [missing]
    _change_texts(folder, lambda t: t["entity"]["sensor"].update(voltage_l1={"name": "?"}))
    assert missing not in check(folder)
    assert "en.json: nothing names entity.sensor.voltage_l1" not in check(folder)


def test_what_a_platform_imports_of_the_entities_room_describes_its_entities_too(
    folder: Path,
) -> None:
    (folder / "entities").mkdir()
    for name in ("__init__", "meter", "other"):
        described = f'D = Description(translation_key="{name}")\n'
        (folder / "entities" / f"{name}.py").write_text(described)
    sensor = (folder / "sensor.py").read_text()
    (folder / "sensor.py").write_text(f"{sensor}\nfrom .entities.meter import D\n")
    missing = "entities/meter.py:1: entity.sensor.meter does not stand in en.json"
    assert check(folder) == [missing]
    _change_texts(folder, lambda t: t["entity"]["sensor"].update(meter={"name": "?"}))
    assert check(folder) == []


def test_texts_are_looked_for_in_every_room(folder: Path) -> None:
    (folder / "flows").mkdir()
    (folder / "flows" / "card.py").write_text('async_abort(reason="lost")\n')
    missing = "flows/card.py:1: the abort reason lost does not stand in en.json"
    assert check(folder) == [missing]
    _change_texts(folder, lambda t: t["config"]["abort"].update(lost="Lost."))
    assert check(folder) == []


def test_a_reason_that_home_assistant_gives_needs_no_mention(folder: Path) -> None:
    _change_texts(folder, lambda t: t["config"]["abort"].update(already_configured="?"))
    assert check(folder) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda i: i.update(sounds={}), "icons.json: unknown section sounds"),
        (
            lambda i: i["services"]["reset"].update(service="restart"),
            "icons.json: services.reset.service is 'restart', not like mdi:name",
        ),
        (lambda i: i["services"].clear(), "icons.json: no icon for the service reset"),
        (
            lambda i: i["services"].update(halt={"service": "mdi:stop"}),
            "icons.json: there is no service halt",
        ),
        (
            lambda i: i["entity"]["sensor"].update(power={"default": "mdi:flash"}),
            "icons.json: there is no entity.sensor.power in en.json",
        ),
        (
            lambda i: i["entity"]["sensor"]["status"].update(state={"faulted": "mdi:alert"}),
            "icons.json: entity.sensor.status has no state faulted",
        ),
        (
            lambda i: i["entity"]["sensor"].update(
                status={"state": {"available": "mdi:ev-station"}}
            ),
            "icons.json: entity.sensor.status has no default",
        ),
    ],
)
def test_what_is_wrong_with_the_icons(folder: Path, change: Change, problem: str) -> None:
    _change_json(folder, "icons.json", change)
    assert problem in check(folder)


def test_a_field_in_a_section_is_a_field(folder: Path) -> None:
    kind = SERVICES["reset"]["fields"]["kind"]
    _change_yaml(
        folder,
        "services.yaml",
        lambda s: s["reset"].update(fields={"more": {"fields": {"kind": kind}}}),
    )
    assert check(folder) == []


def test_a_field_needs_a_selector(folder: Path) -> None:
    _change_yaml(folder, "services.yaml", lambda s: s["reset"]["fields"].update(kind=None))
    assert check(folder) == ["services.yaml: reset.kind needs exactly one selector"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("todo", "quality_scale.yaml: brands is to do, but manifest.json claims its tier"),
        (
            {"status": "todo", "comment": "soon"},
            "quality_scale.yaml: brands is to do, but manifest.json claims its tier",
        ),
        ("exempt", "quality_scale.yaml: brands is neither done nor todo nor exempt with a comment"),
        (
            {"status": "exempt", "comment": " "},
            "quality_scale.yaml: brands is neither done nor todo nor exempt with a comment",
        ),
        (True, "quality_scale.yaml: brands is neither done nor todo nor exempt with a comment"),
    ],
)
def test_a_rule_of_the_quality_scale_that_is_not_met(
    folder: Path, value: object, problem: str
) -> None:
    _change_yaml(folder, "quality_scale.yaml", lambda q: q["rules"].update(brands=value))
    assert check(folder) == [problem]


def test_rules_above_the_claimed_tier_may_be_open(folder: Path) -> None:
    exempt = {"status": "exempt", "comment": "There is none."}
    _change_yaml(
        folder,
        "quality_scale.yaml",
        lambda q: q["rules"].update({"diagnostics": "todo", "brands": exempt}),
    )
    assert check(folder) == []


def test_the_quality_scale_has_every_rule_and_no_other(folder: Path) -> None:
    def change(scale: Content) -> None:
        del scale["rules"]["brands"]
        scale["rules"]["beauty"] = "done"

    _change_yaml(folder, "quality_scale.yaml", change)
    assert check(folder) == [
        "quality_scale.yaml: no brands",
        "quality_scale.yaml: unknown rule beauty",
    ]


def test_the_known_rules_are_those_of_home_assistant() -> None:
    folders = Path(components.__path__[0])
    used = {
        rule
        for name in ("peblar", "unifi_access", "esphome")
        for rule in yaml.safe_load((folders / name / "quality_scale.yaml").read_text())["rules"]
    }
    assert used == {rule for tier in TIERS.values() for rule in tier}
