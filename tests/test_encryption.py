"""Encrypted connections in a real Home Assistant: its own certificates, the user's, the dialogs, the repairs."""

import asyncio
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
import ssl
import threading
from typing import Any, Never

from cryptography import x509
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
import voluptuous as vol
from websockets.exceptions import InvalidMessage, InvalidStatus

from custom_components.plug_control.const import (
    CONF_CERTIFICATE,
    CONF_PRIVATE_KEY,
    CONF_REACHED_PROFILE,
    CONF_SECOND_PORT,
    CONF_SECURITY_PROFILE,
    CONF_SERVER_NAMES,
    DOMAIN,
    SUBENTRY_CHARGE_POINT,
)
from custom_components.plug_control.entry.migration import VERSION
from custom_components.plug_control.entry_settings import charge_point_subentries
from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.security.passwords import is_hash
from custom_components.plug_control.security.store import CertificateStore, names_of
from custom_components.plug_control.server_certificates import LOOK_EVERY, async_certificate_store
from simulator.scripted import ScriptedChargePoint
from simulator.simulated import SimulatedChargePoint

from .certificates import client_context, made_files
from .helpers import (
    CHARGE_POINT_ID,
    HOST,
    charge_point_data,
    coordinator_of,
    over_tls,
    scripted,
    set_up,
    until,
)
from .subentries import reconfigure

ID = "GENERIC-0001"


@pytest.fixture
def certificates(tmp_path: Path) -> Path:
    """The authorities of this installation, made before."""
    return made_files(tmp_path / ".storage" / f"{DOMAIN}.certificates")


def issues(hass: HomeAssistant) -> set[str | None]:
    return {
        issue.translation_key
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    }


def stored(entry: MockConfigEntry, identity: str = CHARGE_POINT_ID) -> dict[str, Any]:
    return dict(dict(charge_point_subentries(entry))[identity].data)


# ---- the port


async def test_a_charger_that_dials_wss_gets_in_without_any_setting(
    hass: HomeAssistant, certificates: Path, entry: MockConfigEntry
) -> None:
    async with over_tls(entry, tls=client_context()) as charge_point:
        assert (await charge_point.boot())["status"] == "Accepted"
        assert coordinator_of(entry).charge_point.tls_version == "TLSv1.3"


async def test_nothing_is_made_before_a_charger_wants_tls(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint
) -> None:
    async_fire_time_changed(hass, dt_util.utcnow() + LOOK_EVERY)
    await hass.async_block_till_done()
    assert not async_certificate_store(hass).directory.exists()


async def test_the_certificate_is_for_the_names_that_the_user_has_entered_too(
    hass: HomeAssistant, certificates: Path
) -> None:
    entry = await set_up(hass, charge_point_data(), options={CONF_SERVER_NAMES: ["home.example"]})
    async with over_tls(entry, tls=client_context()):
        await until(lambda: coordinator_of(entry).available)
    store = async_certificate_store(hass)
    certificate = x509.load_pem_x509_certificate((store.directory / "server_rsa.pem").read_bytes())
    assert {"home.example", HOST} <= names_of(certificate)


async def test_a_second_port_takes_chargers_too(
    hass: HomeAssistant, certificates: Path, free_port: int
) -> None:
    entry = await set_up(hass, charge_point_data(), options={CONF_SECOND_PORT: free_port})
    charge_point = over_tls(entry, tls=client_context())
    charge_point.url = f"wss://{HOST}:{free_port}/{CHARGE_POINT_ID}"
    async with charge_point:
        assert coordinator_of(entry).available


async def test_damaged_files_of_ours_are_told_and_never_replaced(
    hass: HomeAssistant, certificates: Path, entry: MockConfigEntry
) -> None:
    path = certificates / "authority_rsa.pem"
    path.write_bytes(b"nonsense")
    with pytest.raises((ConnectionError, EOFError, InvalidMessage)):
        await over_tls(entry, tls=client_context()).connect()
    await hass.async_block_till_done()
    assert "certificate_fails_no_certificate" in issues(hass)
    assert path.read_bytes() == b"nonsense"
    async with scripted(entry):
        assert coordinator_of(entry).available


async def test_a_full_disk_ends_no_encryption_for_longer_than_it_is_full(
    hass: HomeAssistant,
    certificates: Path,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    real = CertificateStore.server_contexts

    def full(*_: Any, **__: Any) -> Never:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CertificateStore, "server_contexts", full)
    with pytest.raises((ConnectionError, EOFError, InvalidMessage)):
        await over_tls(entry, tls=client_context()).connect()
    for looks in (1, 2):
        async_fire_time_changed(hass, dt_util.utcnow() + looks * LOOK_EVERY)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert "certificate_fails_file_unreadable" in issues(hass)
    assert caplog.text.count("There is no certificate for TLS") == 1
    monkeypatch.setattr(CertificateStore, "server_contexts", real)
    async_fire_time_changed(hass, dt_util.utcnow() + 3 * LOOK_EVERY)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not issues(hass)
    async with over_tls(entry, tls=client_context()):
        pass


async def test_certificates_that_take_longer_to_make_than_a_charger_waits_are_made_all_the_same(
    hass: HomeAssistant,
    certificates: Path,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, made, calls = CertificateStore.server_contexts, threading.Event(), []

    def slow(
        store: CertificateStore, *names: Any, **files: Any
    ) -> tuple[ssl.SSLContext, ssl.SSLContext]:
        calls.append(names)
        made.wait(20)
        return real(store, *names, **files)

    monkeypatch.setattr(CertificateStore, "server_contexts", slow)
    source = entry.runtime_data.certificates
    for _ in range(2):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await source.async_context(False)
    made.set()
    assert await source.async_context(False) is not None
    assert len(calls) == 1
    async with over_tls(entry, tls=client_context()):
        pass


# ---- the user's own certificate


async def options(hass: HomeAssistant, entry: MockConfigEntry, **fields: Any) -> Any:
    """Fill in the form of encrypted connections."""
    result: Any = await hass.config_entries.options.async_init(entry.entry_id)
    result = await hass.config_entries.options.async_configure(
        result["flow_id"], {"next_step_id": "encryption"}
    )
    result = await hass.config_entries.options.async_configure(result["flow_id"], fields)
    await hass.async_block_till_done()
    return result


async def test_the_users_own_certificate_is_used_and_read_again_when_it_changes(
    hass: HomeAssistant, certificates: Path, entry: MockConfigEntry, tmp_path: Path
) -> None:
    foreign = made_files(tmp_path / "own", "foreign")
    own = tmp_path / "fullchain.pem"
    own.write_bytes((foreign / "server_rsa.pem").read_bytes())
    async with scripted(entry) as before:
        result = await options(
            hass, entry, **{CONF_CERTIFICATE: str(own), CONF_PRIVATE_KEY: str(own)}
        )
        assert result["type"] is FlowResultType.CREATE_ENTRY
        assert before.connected  # no change disconnects anyone
    async with over_tls(entry, tls=client_context(authority="foreign")):
        pass
    missing = {CONF_CERTIFICATE: "/nowhere.pem", CONF_PRIVATE_KEY: "/nowhere.pem"}
    right = {CONF_CERTIFICATE: str(own), CONF_PRIVATE_KEY: str(own)}
    for files in (missing, right):  # another backup was restored, or the storage edited by hand
        hass.config_entries.async_update_entry(entry, options={**entry.options, **files})
        await hass.async_block_till_done()
    async with over_tls(entry, tls=client_context(authority="foreign")):
        pass  # what worked before works again
    own.write_bytes(b"nonsense")
    async_fire_time_changed(hass, dt_util.utcnow() + LOOK_EVERY)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert "certificate_fails_no_certificate" in issues(hass)
    async with over_tls(entry, tls=client_context(authority="foreign")):
        pass  # the former one is still good
    own.write_bytes((foreign / "server_ecdsa.pem").read_bytes())
    async_fire_time_changed(hass, dt_util.utcnow() + 2 * LOOK_EVERY)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not issues(hass)
    suites = "ECDHE-ECDSA-AES128-GCM-SHA256"
    async with over_tls(entry, tls=client_context(authority="foreign", suites=suites)):
        pass


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({CONF_CERTIFICATE: "/nowhere.pem"}, {"base": "both_files"}),
        (
            {CONF_CERTIFICATE: "/nowhere.pem", CONF_PRIVATE_KEY: "/nowhere.pem"},
            {"base": "certificate_file_unreadable"},
        ),
    ],
)
async def test_what_is_wrong_with_the_users_files_is_said_in_the_form(
    hass: HomeAssistant, entry: MockConfigEntry, fields: dict[str, str], error: dict[str, str]
) -> None:
    result = await options(hass, entry, **fields)
    assert result["errors"] == error
    assert CONF_CERTIFICATE not in entry.options


async def test_a_second_port_that_is_taken_is_said_in_the_form(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    taken = entry.runtime_data.central_system.port
    result = await options(hass, entry, **{CONF_SECOND_PORT: taken})
    assert result["errors"] == {CONF_SECOND_PORT: "port_in_use"}
    assert entry.data[CONF_HOST] == HOST


# ---- the authority's certificate


async def test_everyone_may_download_the_authoritys_certificate_and_nothing_else(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, certificates: Path
) -> None:
    assert await async_setup_component(hass, "http", {})
    await set_up(hass)
    client = await hass_client_no_auth()
    for kind in ("ecdsa", "rsa"):
        answer = await client.get(f"/api/{DOMAIN}/authority/{kind}.pem")
        assert answer.status == HTTPStatus.OK
        text = await answer.text()
        assert text.startswith("-----BEGIN CERTIFICATE-----")
        assert "PRIVATE" not in text
    for wrong in ("dsa", "server_rsa", "authority_rsa"):
        answer = await client.get(f"/api/{DOMAIN}/authority/{wrong}.pem")
        assert answer.status == HTTPStatus.NOT_FOUND


async def test_a_stranger_cannot_have_an_authority_made(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "http", {})
    await set_up(hass)
    client = await hass_client_no_auth()
    answer = await client.get(f"/api/{DOMAIN}/authority/rsa.pem")
    assert answer.status == HTTPStatus.NOT_FOUND
    assert not async_certificate_store(hass).directory.exists()


# ---- the dialog of a charge point


async def show(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Open the step."""
    return await reconfigure(hass, entry, SUBENTRY_CHARGE_POINT, "security")


async def submit(hass: HomeAssistant, result: Any, **fields: Any) -> Any:
    """Submit the form, and wait until the work that it began is done."""
    result = await hass.config_entries.subentries.async_configure(result["flow_id"], fields)
    while result["type"] is FlowResultType.SHOW_PROGRESS:
        await hass.async_block_till_done()
        result = await hass.config_entries.subentries.async_configure(result["flow_id"])
    while result["type"] is FlowResultType.SHOW_PROGRESS_DONE:
        result = await hass.config_entries.subentries.async_configure(result["flow_id"])
    return result


async def test_the_dialog_raises_a_charge_point_to_its_own_certificate(
    hass: HomeAssistant, certificates: Path
) -> None:
    entry = await set_up(hass, charge_point_data(ID))
    url = f"ws://{HOST}:{entry.runtime_data.central_system.port}/"
    async with SimulatedChargePoint(url, profile="generic", reconnect_s=0.02):
        await until(lambda: coordinator_of(entry, ID).charge_point.accepted)
        await hass.async_block_till_done()
        result = await show(hass, entry)
        assert result["description_placeholders"]["connected_with"] == "0"
        result = await submit(hass, result, security_profile="3", send_profile=True)
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "profile_raised")
        await until(lambda: stored(entry, ID).get(CONF_REACHED_PROFILE) == 3)
        await until(lambda: coordinator_of(entry, ID).available)
        result = await show(hass, entry)
        told = result["description_placeholders"]
        assert (told["connected_with"], told["wanted"], told["counts"]) == ("3", "3", "3")
        assert told["roots"].count("✓") == 2
        assert told["certificate_until"] > dt_util.utcnow().date().isoformat()
    with pytest.raises(InvalidStatus):
        await scripted(entry, ID).connect()


async def test_a_refusal_is_shown_and_nothing_changes(
    hass: HomeAssistant,
    certificates: Path,
    entry: MockConfigEntry,
    charge_point: ScriptedChargePoint,
) -> None:
    charge_point.auto_reply("GetInstalledCertificateIds", {"status": "NotFound"})
    charge_point.auto_reply("InstallCertificate", {"status": "Rejected"})
    result = await submit(hass, await show(hass, entry), security_profile="2", send_profile=True)
    assert result["errors"] == {"base": "not_raised"}
    assert "Rejected" in result["description_placeholders"]["error"]
    assert stored(entry).get(CONF_SECURITY_PROFILE, 0) == 0


async def test_a_profile_that_is_set_by_hand_counts_once_it_is_used_and_can_be_taken_back(
    hass: HomeAssistant, certificates: Path
) -> None:
    entry = await set_up(hass, charge_point_data(password="secret"))
    result = await submit(hass, await show(hass, entry), security_profile="2", send_profile=False)
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    with pytest.raises(InvalidStatus):  # R5: a password that was needed stays needed
        await scripted(entry).connect()
    async with scripted(entry, password="secret"):
        assert stored(entry)[CONF_REACHED_PROFILE] == 1
    async with over_tls(entry, password="secret", tls=client_context()):
        await until(lambda: stored(entry)[CONF_REACHED_PROFILE] == 2)
    with pytest.raises(InvalidStatus):
        await scripted(entry, password="secret").connect()
    await hass.async_block_till_done()
    assert Problem.PROFILE_TOO_LOW in issues(hass)
    result = await submit(hass, await show(hass, entry), security_profile="0", send_profile=True)
    assert result["step_id"] == "lower"
    result = await submit(hass, result)
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    async with scripted(entry, password="secret"):
        await until(lambda: Problem.PROFILE_TOO_LOW not in issues(hass))


async def test_a_charge_point_without_usable_tls_is_told_so(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    async with scripted(entry) as charge_point:
        await charge_point.boot(vendor="XC", model="C2EU")
        await until(lambda: coordinator_of(entry).available)
        await hass.async_block_till_done()
        result = await show(hass, entry)
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "no_security")
        assert not charge_point.received("GetInstalledCertificateIds")


async def test_the_dialog_says_what_is_wrong_with_the_files(
    hass: HomeAssistant, certificates: Path, entry: MockConfigEntry
) -> None:
    (certificates / "authority_rsa.pem").write_bytes(b"nonsense")
    result = await show(hass, entry)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "no_certificates")
    await hass.config_entries.async_unload(entry.entry_id)
    result = await show(hass, entry)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")


async def test_the_servers_certificate_is_renewed_by_itself(
    hass: HomeAssistant, certificates: Path, entry: MockConfigEntry, freezer: Any
) -> None:
    async with over_tls(entry, tls=client_context()):
        pass
    store = async_certificate_store(hass)
    before = store.server_facts()
    freezer.move_to(before[0].not_after - timedelta(days=30))
    async_fire_time_changed(hass, dt_util.utcnow())
    await hass.async_block_till_done(wait_background_tasks=True)
    assert all(
        new.not_after > old.not_after for new, old in zip(store.server_facts(), before, strict=True)
    )


# ---- actions


@pytest.mark.parametrize("pem", ["nonsense", "x" * 6000])
async def test_what_is_no_certificate_is_not_sent(
    hass: HomeAssistant, entry: MockConfigEntry, charge_point: ScriptedChargePoint, pem: str
) -> None:
    with pytest.raises(vol.Invalid):
        await hass.services.async_call(
            DOMAIN,
            "install_certificate",
            {"charge_point_id": CHARGE_POINT_ID, "certificate": pem},
            blocking=True,
        )
    assert not charge_point.received("InstallCertificate")


# ---- passwords


async def test_passwords_in_clear_text_become_hashes_that_still_let_in(hass: HomeAssistant) -> None:
    made = "00112233445566778899aabbccddeeff00112233"
    passwords = {"CP-1": "secret", "CP-2": made, "CP-3": None}
    entry = await set_up(
        hass,
        *(
            charge_point_data(identity, identity, **({"password": each} if each else {}))
            for identity, each in passwords.items()
        ),
    )
    assert entry.version == VERSION
    kept = {
        each.data["charge_point_id"]: each.data.get("password")
        for each in entry.subentries.values()
    }
    for identity, password in passwords.items():
        assert (kept[identity] is None) is (password is None)
        if password:
            assert is_hash(str(kept[identity]))
        async with scripted(entry, identity, password=password):
            assert coordinator_of(entry, identity).available
        if password:
            with pytest.raises(InvalidStatus):
                await scripted(entry, identity, password="wrong").connect()
    assert entry.runtime_data.central_system.charge_points.keys() == passwords.keys()
