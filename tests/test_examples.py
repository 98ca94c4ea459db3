"""What README and docs show as YAML works: Home Assistant takes it, and it does what stands above it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
import re
from typing import Any

from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed, async_mock_service
import yaml

from custom_components.plug_control.const import CONF_SITE, CONF_USER, DOMAIN
from simulator.scripted import ScriptedChargePoint

from .chargers import C2EU, boot_c2eu, charge_with_c2eu, report_status, start, stop
from .documentation import DOCS, ROOT, Block, blocks
from .helpers import ANSWERS, charge_point_data, id_tag_data, set_up
from .house import GRID, MEASURED

YAML = blocks("yaml")
AUTOMATIONS = {each.heading: each for each in YAML if "triggers" in each.data}
SCRIPTS = [each for each in YAML if "sequence" in each.data]
ACTIONS = [each for each in YAML if "action" in each.data]
CARDS = [each for each in YAML if str(each.data.get("type")).startswith("custom:")]
EXAMPLE = {"entity_id": "automation.example"}
THEIRS = {"sensor.oven_power"}
"""Entities of other integrations that the examples name."""
ENTITY = re.compile(
    r"(?<!trigger\.)\b(?:binary_sensor|button|event|number|select|sensor|switch|time)\.[a-z0-9_]+\b(?!\()"
)
MOCKED = (("notify", "notify"), ("logbook", "log"))
"""Actions of other integrations that the examples call."""


def test_every_yaml_is_tried() -> None:
    assert len(YAML) == len(AUTOMATIONS) + len(SCRIPTS) + len(ACTIONS) + len(CARDS)
    assert len(AUTOMATIONS) >= 6
    assert len(ACTIONS) >= 18


ANNA = "anna's user id"
OTHERWISE_TESTED = {
    "delete_document",  # there is none
    "get_log",  # waits for a file
    "install_certificate",  # its example has no whole certificate
    *("let_go_session", "report_again", "resend_session"),  # there is no back end
}


def names(block: Block) -> set[str]:
    """Return the entities that an example names."""
    return set(ENTITY.findall(block.text)) - called(block.data)


def called(node: Any) -> set[str]:
    """Return the actions that an example calls."""
    found = {node["action"]} if isinstance(node, dict) and "action" in node else set()
    inner: Iterator[Any] = iter(())
    if isinstance(node, dict):
        inner = iter(node.values())
    elif isinstance(node, list):
        inner = iter(node)
    return found.union(*map(called, inner))


async def set_up_wallbox(
    hass: HomeAssistant, *, charging: bool = False, grid_w: str = "0"
) -> ScriptedChargePoint:
    """Set up the charger that the examples speak of, in a house whose grid power is measured; return the charger."""
    hass.states.async_set(GRID, grid_w, {"unit_of_measurement": "W"})
    for entity_id in THEIRS:
        hass.states.async_set(entity_id, "0")
    hass.states.async_set("person.anna", "home", {"user_id": ANNA})
    entry = await set_up(
        hass,
        charge_point_data(C2EU, "Wallbox"),
        id_tag_data(**{CONF_USER: ANNA}),
        options={CONF_SITE: MEASURED},
    )
    charger = await (charge_with_c2eu if charging else boot_c2eu)(hass, entry)
    for name in (
        "ChangeAvailability",
        "ClearCache",
        "DataTransfer",
        "CancelReservation",
        "DeleteCertificate",
        "InstallCertificate",
        "RemoteStartTransaction",
        "ReserveNow",
        "RemoteStopTransaction",
        "Reset",
        *ANSWERS,
    ):
        charger.auto_reply(name, {"status": "Accepted"})
    charger.auto_reply("UnlockConnector", {"status": "Unlocked"})
    charger.auto_reply("GetLocalListVersion", {"listVersion": 0})
    charger.auto_reply("GetInstalledCertificateIds", {"status": "NotFound"})
    charger.auto_reply("UpdateFirmware", {})
    charger.auto_reply(
        "GetCompositeSchedule",
        {
            "status": "Accepted",
            "connectorId": 1,
            "scheduleStart": "2026-03-14T06:20:00Z",
            "chargingSchedule": {
                "chargingRateUnit": "A",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}],
            },
        },
    )
    charger.auto_reply("SendLocalList", {"status": "Accepted"})
    charger.auto_reply("GetConfiguration", {"configurationKey": [], "unknownKey": []})
    return charger


async def set_up_automation(hass: HomeAssistant, heading: str) -> None:
    """Have Home Assistant run one of the automations."""
    config = {"id": "example", "alias": "Example", **AUTOMATIONS[heading].data}
    assert await async_setup_component(hass, AUTOMATION, {AUTOMATION: [config]})
    await hass.async_block_till_done()
    state = hass.states.get("automation.example")
    assert state is not None
    assert state.state == "on"  # a wrong one is unavailable


# ---- automations, scripts, cards


@pytest.mark.parametrize("heading", AUTOMATIONS)
async def test_home_assistant_takes_every_automation(hass: HomeAssistant, heading: str) -> None:
    for domain, service in MOCKED:
        async_mock_service(hass, domain, service)
    charger = await set_up_wallbox(hass)
    await set_up_automation(hass, heading)
    block = AUTOMATIONS[heading]
    assert names(block) <= set(hass.states.async_entity_ids())
    assert all(hass.services.has_service(*each.split(".")) for each in called(block.data))
    await hass.services.async_call("automation", "turn_off", EXAMPLE, blocking=True)
    await charger.close()


@pytest.mark.parametrize("block", SCRIPTS, ids=str)
async def test_every_script_runs(hass: HomeAssistant, block: Block) -> None:
    charger = await set_up_wallbox(hass)
    assert await async_setup_component(hass, "script", {"script": {"example": block.data}})
    assert names(block) <= set(hass.states.async_entity_ids())
    await hass.services.async_call("script", "example", blocking=True)
    wished = {"time.wallbox_ready_by": "06:30:00", "number.wallbox_target_energy": "20.0"}
    wished["switch.wallbox_plan"] = "on"
    assert {each: hass.states.get(each).state for each in names(block)} == wished  # type: ignore[union-attr]
    await charger.close()


@pytest.mark.parametrize("block", CARDS, ids=str)
def test_every_card_is_one_of_ours_with_options_that_it_has(block: Block) -> None:
    kind = block.data["type"].removeprefix("custom:")
    frontend = ROOT / "frontend" / "src"
    element = re.search(rf'"{kind}": (\w+)', (frontend / "index.ts").read_text())
    assert element is not None
    sources = [path.read_text() for path in frontend.rglob("*.ts")]
    (source,) = (each for each in sources if f"class {element[1]} " in each)
    (options,) = re.findall(r"interface \w+Config extends CardConfig {\n(.*?)}", source, re.DOTALL)
    known = set(re.findall(r"^  (\w+)\?:", options, re.MULTILINE))
    assert set(block.data) - {"type"} <= known


async def test_a_message_comes_when_a_charge_is_done(hass: HomeAssistant) -> None:
    told = async_mock_service(hass, "notify", "notify")
    charger = await set_up_wallbox(hass)
    await set_up_automation(hass, "Notify me when a session ends")
    ended = dt_util.utcnow()
    began = ended - timedelta(minutes=30)
    transaction_id = await start(charger, meter_start=1000, timestamp=began.isoformat())
    await hass.async_block_till_done()
    assert told == []
    await stop(charger, transaction_id, meter_stop=6210, timestamp=ended.isoformat())
    await hass.async_block_till_done()
    assert [call.data["message"] for call in told] == ["5.2 kWh in 30 minutes"]
    await charger.close()


@pytest.mark.parametrize(("hour", "limit_a"), [(7, 6), (22, 16)])
async def test_it_is_limited_by_day_and_not_by_night(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, hour: int, limit_a: int
) -> None:
    charger = await set_up_wallbox(hass)
    await set_up_automation(hass, "6 A by day, full power by night")
    limits = async_mock_service(hass, "number", "set_value")
    monkeypatch.setattr(dt_util, "now", lambda time_zone=None: datetime(2026, 3, 14, hour))  # noqa: DTZ001 - local time
    await hass.services.async_call("automation", "trigger", EXAMPLE, blocking=True)
    monkeypatch.undo()
    await hass.services.async_call("automation", "turn_off", EXAMPLE, blocking=True)
    (limit,) = limits
    assert limit.data == {"entity_id": ["number.wallbox_maximum_current"], "value": limit_a}
    await charger.close()


async def test_it_pauses_while_the_oven_runs_and_goes_on_as_before(hass: HomeAssistant) -> None:
    charger = await set_up_wallbox(hass)
    await set_up_automation(hass, "Pause while the oven runs")
    limit = "number.wallbox_maximum_current"
    await hass.services.async_call(
        "number", "set_value", {"entity_id": limit, "value": 10}, blocking=True
    )
    await start(charger)
    await hass.async_block_till_done()
    for power_w, minutes, limit_a in (("2000", 0, 0), ("3", 4, 0), ("3", 6, 10)):
        hass.states.async_set("sensor.oven_power", power_w)
        await hass.async_block_till_done()
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=minutes))
        await hass.async_block_till_done()
        state = hass.states.get(limit)
        assert state is not None
        assert float(state.state) == limit_a
    assert charger.received("RemoteStartTransaction") == []
    await charger.close()


@pytest.mark.parametrize(("cable", "mode"), [("Preparing", "solar"), ("Available", "fast")])
async def test_the_sun_is_followed_from_noon_on_where_a_car_is_plugged_in(
    hass: HomeAssistant, cable: str, mode: str
) -> None:
    charger = await set_up_wallbox(hass)
    await report_status(charger, cable)
    await hass.async_block_till_done()
    await set_up_automation(hass, "Follow the sun from noon on")
    trigger = {**EXAMPLE, "skip_condition": False}
    await hass.services.async_call("automation", "trigger", trigger, blocking=True)
    await hass.async_block_till_done()
    state = hass.states.get("select.wallbox_charging_mode")
    assert state is not None
    assert state.state == mode
    await hass.services.async_call("automation", "turn_off", EXAMPLE, blocking=True)
    await charger.close()


@pytest.mark.parametrize(
    ("grid_w", "cable", "messages"),
    [("-2000", "Available", 1), ("-900", "Available", 0), ("-2000", "Preparing", 0)],
)
async def test_the_car_is_asked_for_while_the_sun_shines_on_a_free_cable(
    hass: HomeAssistant, grid_w: str, cable: str, messages: int
) -> None:
    told = async_mock_service(hass, "notify", "notify")
    charger = await set_up_wallbox(hass, grid_w=grid_w)
    await report_status(charger, cable)
    await hass.async_block_till_done()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=11))  # a round decides
    await hass.async_block_till_done()
    await set_up_automation(hass, "Ask for the car while the sun shines")
    trigger = {**EXAMPLE, "skip_condition": False}
    await hass.services.async_call("automation", "trigger", trigger, blocking=True)
    await hass.async_block_till_done()
    assert len(told) == messages
    await hass.services.async_call("automation", "turn_off", EXAMPLE, blocking=True)
    await charger.close()


@pytest.mark.parametrize(
    ("reason", "messages"), [("PowerLoss", ["The wallbox stopped: car_full"]), ("Local", [])]
)
async def test_a_message_comes_when_charging_stops_by_itself(
    hass: HomeAssistant, reason: str, messages: list[str]
) -> None:
    told = async_mock_service(hass, "notify", "notify")
    charger = await set_up_wallbox(hass)
    await set_up_automation(hass, "Notify me when charging stops by itself")
    transaction_id = await start(charger)
    await stop(charger, transaction_id, meter_stop=6210, reason=reason)
    await hass.async_block_till_done()
    assert [call.data["message"] for call in told] == messages
    await charger.close()


async def test_a_message_says_why_the_car_does_not_charge(hass: HomeAssistant) -> None:
    told = async_mock_service(hass, "notify", "notify")
    charger = await set_up_wallbox(hass)
    await set_up_automation(hass, "Say why the car does not charge")
    await report_status(charger, "Faulted", errorCode="GroundFailure")
    await hass.async_block_till_done()
    assert told == []
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=6))
    await hass.async_block_till_done()
    assert [call.data["message"] for call in told] == [
        "The wallbox: The charge point reports a fault"
    ]
    await charger.close()


async def test_an_unknown_card_is_written_down_and_a_known_one_is_not(hass: HomeAssistant) -> None:
    logged = async_mock_service(hass, "logbook", "log")
    charger = await set_up_wallbox(hass)
    await set_up_automation(hass, "Log every unknown card")
    for id_tag, times in (("04A1B2C3D4E580", 0), ("04FFFFFFFFFFFF", 1)):
        await charger.call("Authorize", {"idTag": id_tag})
        await hass.async_block_till_done()
        assert len(logged) == times
    await charger.close()


# ---- actions


@pytest.mark.parametrize("charging", [True, False], ids=["charging", "waiting"])
async def test_every_action_is_carried_out(hass: HomeAssistant, charging: bool) -> None:
    """A start, where nothing charges yet; everything else during a charge."""
    charger = await set_up_wallbox(hass, charging=charging)
    await charger.boot(
        "Generic", "Wallbox", firmwareVersion="1.0"
    )  # a C2EU does not answer all of them
    await hass.async_block_till_done()
    blocks = [each for each in ACTIONS if ("remote_start" not in each.data["action"]) is charging]
    assert blocks
    for block in blocks:
        domain, name = block.data["action"].split(".")
        if name in OTHERWISE_TESTED:
            continue
        answers = hass.services.supports_response(domain, name)
        assert ("response_variable" in block.data) <= (answers is not SupportsResponse.NONE)
        response = await hass.services.async_call(
            domain,
            name,
            _as_here(hass, block.data["data"]),
            blocking=True,
            return_response=True,
        )
        assert response is not None, str(block)
    await charger.close()


def _as_here(hass: HomeAssistant, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an example, for the charger, the session and the time that there are here."""
    (entry,) = hass.config_entries.async_loaded_entries(DOMAIN)
    running = entry.runtime_data.central_system.ledger.open_transactions()
    here: dict[str, Any] = {
        "charge_point_id": C2EU,
        "session_id": running[0].session_id if running else 1,
        "until": (dt_util.utcnow() + timedelta(hours=1)).isoformat(),
    }
    return data | {name: value for name, value in here.items() if name in data}


# ---- the dashboard


async def test_the_dashboard_in_the_docs_names_entities_and_needs_no_device(
    hass: HomeAssistant,
) -> None:
    """A card without a device shows the first connector: whoever pastes the file sees a card, not an error."""
    entry = await set_up(hass, charge_point_data(C2EU, "C2EU"), id_tag_data())
    charger = await charge_with_c2eu(hass, entry)
    text = (DOCS / "dashboard.yaml").read_text()
    assert yaml.safe_load(text)["views"]
    assert "device_id" not in text
    there = {each.entity_id for each in er.async_get(hass).entities.values()}
    assert set(ENTITY.findall(text)) <= there
    await charger.close()
