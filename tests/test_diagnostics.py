"""Diagnostics: everything that explains a charger's behaviour, nothing that identifies people, devices or places."""

import json
from typing import Any

from homeassistant.components.diagnostics import REDACTED
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.const import CONF_GROUP, DOMAIN
from custom_components.plug_control.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.plug_control.model.events import Problem, ProblemFound
from custom_components.plug_control.model.meter import Phase, Quantity
from custom_components.plug_control.redaction import Redactor
from simulator.scripted import ScriptedChargePoint

from .helpers import (
    CHARGE_POINT_ID,
    HOST,
    ID_TAG,
    car_data,
    charge_point_data,
    coordinator_of,
    devices_of,
    id_tag_data,
    scripted,
    set_up,
    status,
    tell_connectors,
    until,
)

SECRETS = {
    "identity": "WALLBOX-4711",
    "serial": "SN-0815-ABC",
    "box serial": "BOX-0816",
    "meter serial": "METER-99",
    "iccid": "8949012345678901234",
    "imsi": "262011234567890",
    "password": "correct horse battery",
    "tag": ID_TAG,
    "unknown tag": "04DEADBEEF0102",
    "card's name": "Annabel",
    "group": "family-miller",
    "charge point's name": "Millers' garage",
    "address": HOST,
    "info": "call 0171 2345678",
    "ftp": "ftp://miller:pw@nas.lan/logs",
    "psk": "opensesame",
    "key": "0123456789abcdef0123456789abcdef01234567",
}


async def tell_everything(entry: MockConfigEntry, charge_point: ScriptedChargePoint) -> None:
    """Have the charger say all that is secret, wherever OCPP has a place for it."""
    secrets = SECRETS
    charge_point.auto_reply(
        "GetConfiguration",
        {
            "configurationKey": [
                {"key": "AuthorizationKey", "readonly": False, "value": secrets["key"]},
                {"key": "WifiPSK", "readonly": False, "value": secrets["psk"]},
                {"key": "ApnPwd", "readonly": False, "value": secrets["psk"]},
                {"key": "X_ServerUrl", "readonly": False, "value": "nas.lan"},
                {"key": "BlinkRepeat", "readonly": False, "value": "3"},
            ]
        },
    )
    await charge_point.boot(
        "XC",
        "C2EU",
        chargePointSerialNumber=secrets["serial"],
        chargeBoxSerialNumber=secrets["box serial"],
        meterSerialNumber=secrets["meter serial"],
        firmwareVersion="1.1.1807.1-2.2.10.23",
        iccid=secrets["iccid"],
        imsi=secrets["imsi"],
    )
    await until(lambda: entry.runtime_data.central_system.startup_report_of(secrets["identity"]))
    await status(charge_point)
    await charge_point.call("Authorize", {"idTag": secrets["unknown tag"]})
    await charge_point.call(
        "StartTransaction",
        {
            "connectorId": 1,
            "idTag": secrets["tag"],
            "meterStart": 0,
            "timestamp": "2026-11-22T08:00:00Z",
        },
    )
    await charge_point.call(
        "StatusNotification",
        {
            "connectorId": 1,
            "errorCode": "OtherError",
            "status": "Faulted",
            "vendorErrorCode": "EC_DEVICE_POWER_LEAK",
            "info": secrets["info"],
        },
    )
    await charge_point.call(
        "DataTransfer", {"vendorId": "XC", "messageId": secrets["ftp"], "data": "anything"}
    )
    await charge_point.send_raw(f"no frame {secrets['serial']}")


async def diagnostics_of(hass: HomeAssistant) -> tuple[MockConfigEntry, dict[str, Any]]:
    """Have a charger with secrets say them all, and return the diagnostics."""
    secrets = SECRETS
    entry = await set_up(
        hass,
        charge_point_data(
            secrets["identity"], secrets["charge point's name"], password=secrets["password"]
        ),
        id_tag_data(name=secrets["card's name"], **{CONF_GROUP: secrets["group"]}),
    )
    async with scripted(entry, secrets["identity"], password=secrets["password"]) as charge_point:
        await tell_everything(entry, charge_point)
        await hass.async_block_till_done()
        diagnostics = await async_get_config_entry_diagnostics(hass, entry)
    return entry, diagnostics


async def test_nothing_secret_is_told(hass: HomeAssistant) -> None:
    entry, diagnostics = await diagnostics_of(hass)
    entry.runtime_data.central_system.publish(
        ProblemFound(charge_point_id=SECRETS["identity"], problem=Problem.CLOCK_OFF)
    )
    # Home Assistant adds the ids of issues to a download.
    told = json.dumps([diagnostics, [issue_id for _, issue_id in ir.async_get(hass).issues]])
    assert [name for name, secret in SECRETS.items() if secret.lower() in told.lower()] == []


async def test_what_explains_is_told(hass: HomeAssistant) -> None:
    _, diagnostics = await diagnostics_of(hass)

    assert diagnostics["central_system"]["listening"] is True
    assert diagnostics["central_system"]["counters"]["messages_received"] > 5
    (charge_point,) = diagnostics["charge_points"]
    state = charge_point["state"]
    assert (state["vendor"], state["model"]) == ("XC", "C2EU")
    assert state["firmware_version"] == "1.1.1807.1-2.2.10.23"
    assert state["configuration"]["BlinkRepeat"]["value"] == "3"
    assert state["connectors"]["1"]["status"] == "Faulted"
    assert state["connectors"]["1"]["vendor_error_code"] == "EC_DEVICE_POWER_LEAK"
    assert charge_point["settings"]["phases"] == 3
    assert set(charge_point["startup"]) == {"changed", "reboot_required", "failures"}
    (session,) = charge_point["sessions"]
    assert session["id_tag"] == REDACTED
    boot = next(each for each in charge_point["frames"] if "BootNotification" in each["frame"])
    assert boot["direction"] == "received"
    assert boot["at"].endswith("+00:00")
    assert boot["frame"][3]["chargePointModel"] == "C2EU"
    assert boot["frame"][3]["chargePointSerialNumber"] == REDACTED
    assert any(
        isinstance(each["frame"], str) and "characters" in each["frame"]
        for each in charge_point["frames"]
    )


async def test_the_frames_of_a_connection_that_was_lost_are_still_told(hass: HomeAssistant) -> None:
    entry, _ = await diagnostics_of(hass)
    await until(lambda: not coordinator_of(entry, SECRETS["identity"]).available)
    diagnostics = await async_get_config_entry_diagnostics(hass, entry)
    assert len(diagnostics["charge_points"][0]["frames"]) > 10


async def test_a_device_tells_of_its_charge_point_alone(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data(), charge_point_data("CP-2", "Carport", phases=1))
    async with scripted(entry) as charge_point:
        tell_connectors(charge_point, 2)
        await charge_point.boot()
        await status(charge_point)
        await hass.async_block_till_done()
        await until(lambda: coordinator_of(entry).main_connector is not None)
        await hass.async_block_till_done()
        registry = dr.async_get(hass)
        for identifier, phases in ((CHARGE_POINT_ID, 3), ("CP-2", 1)):
            device = devices_of(hass, entry)[identifier]
            diagnostics = await async_get_device_diagnostics(hass, entry, device)
            assert diagnostics["settings"]["phases"] == phases
        (connector,) = dr.async_child_entries_for_config_entry(registry, entry.entry_id)
        diagnostics = await async_get_device_diagnostics(hass, entry, connector)
        assert diagnostics["settings"]["phases"] == 3

        stale = registry.async_get_or_create(
            config_entry_id=entry.entry_id, identifiers={(DOMAIN, "stale")}
        )
        assert await async_get_device_diagnostics(hass, entry, stale) == {}


async def test_unknown_charge_points_are_told_without_their_names(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry, "STRANGER-1") as stranger:
        await stranger.boot("XC", "C2EU", chargePointSerialNumber="SN-0815")
        diagnostics = await async_get_config_entry_diagnostics(hass, entry)
        (unknown,) = diagnostics["unknown_charge_points"]
        assert unknown["model"] == "C2EU"
        assert unknown["serial_number"] == REDACTED
        assert "STRANGER" not in str(diagnostics)


# ---- redaction


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("http://nas.lan:8080/a?b", REDACTED),
        ("mail anna@example.org now", f"mail {REDACTED} now"),
        ("at 192.168.1.10:9016", f"at {REDACTED}:9016"),
        ("fe80::1ff:fe23:4567:890a", REDACTED),
        ("00:1A:2B:3C:4D:5E", REDACTED),
        ("2026-11-22T10:00:00+00:00", "2026-11-22T10:00:00+00:00"),
        ("Energy.Active.Import.Register", "Energy.Active.Import.Register"),
        ("1.1.1807.1-2.2.10.23", "1.1.1807.1-2.2.10.23"),
    ],
)
def test_addresses_are_found_anywhere(text: str, redacted: str) -> None:
    assert Redactor([]).redact(text) == redacted


@pytest.mark.parametrize("begin", ["a", "1.", "a+", "auth", "a.", "@a"])
def test_a_long_text_takes_time_with_its_length_and_not_with_its_square(begin: str) -> None:
    """With the square, this would take minutes."""
    text = begin * (200_000 // len(begin))
    assert Redactor([]).redact(text) == text
    assert Redactor([]).redact({text: f"{text} http://nas"}) == {text: f"{text} {REDACTED}"}


def test_the_key_of_a_reading_is_told_as_text() -> None:
    readings = {(Quantity.VOLTAGE_V, Phase.L1): 229.8, (Quantity.POWER_IMPORT_W, None): 3640.0}
    assert Redactor([]).redact(readings) == {"voltage_v_L1": 229.8, "power_import_w": 3640.0}


def test_a_known_secret_is_found_inside_of_text_unless_it_is_short() -> None:
    redactor = Redactor(["CP-4711", "CP-4711-B", "1", None, ""])
    assert redactor.redact(["cp-4711", "x CP-4711-B y", "1", "12"]) == [
        REDACTED,
        f"x {REDACTED} y",
        REDACTED,
        "12",
    ]
    assert redactor.redact({"CP-4711": 1, "name": "", "other": None}) == {
        REDACTED: 1,
        "name": "",
        "other": None,
    }


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        ('[2,"1","Authorize",{"idTag":"04A1"}]', [2, "1", "Authorize", {"idTag": REDACTED}]),
        ('[2,"17","MeterValues",{"connectorId":1,"met', '[2,"17","MeterValues"… (43 characters)'),
        ('[3,"17",{"idTagInfo":{"parentIdTag":"0', '[3,"17",… (38 characters)'),
        ("anything SN-0815", "… (16 characters)"),
        ("[" * 50_000, "… (50000 characters)"),
    ],
)
def test_a_frame_that_is_cut_off_is_told_by_its_beginning(frame: str, told: Any) -> None:
    assert Redactor([]).frame(frame) == told


def test_signed_meter_values_are_removed_since_they_name_meter_and_card() -> None:
    redactor = Redactor([])
    named = {"value": "0a1b", "format": "SignedData", "context": "Transaction.Begin"}
    unnamed = {"value": 'OCMF|{"ID":"04A1"}|{}', "unit": "Wh"}
    assert [redactor.redact(each)["value"] for each in (named, unnamed)] == [REDACTED] * 2
    assert redactor.redact({"value": "7", "format": "Raw"})["value"] == "7"


async def test_cars_are_told_without_their_names_and_cards(hass: HomeAssistant) -> None:
    car = car_data("Grandma's Zoe", id_tags=["VID:92D50A693F80"], battery_capacity=52)
    entry = await set_up(hass, charge_point_data(), car)
    told = await async_get_config_entry_diagnostics(hass, entry)
    text = json.dumps(told)
    assert "Zoe" not in text
    assert "92D50A693F80" not in text
    assert [(each["battery_wh"], each["recognised_by"]) for each in told["cars"]] == [
        (52_000, None)
    ]
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await status(charge_point, "Preparing")
        await hass.async_block_till_done()
        told = await async_get_config_entry_diagnostics(hass, entry)
        assert [each["recognised_by"] for each in told["cars"]] == ["default"]
