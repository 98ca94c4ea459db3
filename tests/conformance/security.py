"""The cases of the security extension."""

import ssl

from homeassistant.const import CONF_PASSWORD
from homeassistant.util import dt as dt_util
from ocpp.v16.enums import CertificateUse
from websockets.exceptions import InvalidStatus

from custom_components.plug_control.server_certificates import async_roots
from simulator.frames import Payload
from tests.certificates import client_context, client_file, request
from tests.helpers import CHARGE_POINT_ID, scripted, until

from .kit import Kit
from .plan import case

OLD, NEW = "correct horse battery", "another horse battery"


async def let_in(kit: Kit, password: str | None) -> int:
    """Connect with a password; return the status of the handshake."""
    await kit.charger.close()
    await until(lambda: not kit.central_system.charge_points[CHARGE_POINT_ID].connected)
    async with scripted(kit.entry, password=password) as charger:
        await charger.boot("Kit", "Box", firmwareVersion="1.0")
    return 101


async def refused_handshake(kit: Kit, password: str | None) -> int:
    """Try to connect with a password that is refused; return the status of the handshake."""
    try:
        await scripted(kit.entry, password=password).connect()
    except InvalidStatus as error:
        return error.response.status_code
    return 101


async def set_password(kit: Kit, password: str | None) -> None:
    """Enter the password in Home Assistant, as a user does."""
    (subentry,) = kit.entry.get_subentries_of_type("charge_point")
    data = {key: value for key, value in subentry.data.items() if key != CONF_PASSWORD}
    if password is not None:
        data[CONF_PASSWORD] = password
    kit.hass.config_entries.async_update_subentry(kit.entry, subentry, data=data)
    await kit.settle()


async def back_to_normal(kit: Kit) -> None:
    """Let the charger in without a password again."""
    await set_password(kit, None)
    await kit.charger.connect()
    await kit.boot()


@case("073")
async def change_the_password(kit: Kit) -> None:
    """AuthorizationKey is changed: the new password counts from then on, the old one is refused with 401 (R4)."""
    await set_password(kit, OLD)
    kit.answers("ChangeConfiguration", status="Accepted")
    await kit.act("change_configuration", key="AuthorizationKey", value=NEW)
    assert kit.wire("ChangeConfiguration") == {"key": "AuthorizationKey", "value": NEW}
    assert await let_in(kit, NEW) == 101
    assert await refused_handshake(kit, OLD) == 401
    await back_to_normal(kit)


@case("085")
async def basic_authentication(kit: Kit) -> None:
    """The right password is let in; a wrong one and none are refused with 401 (R3)."""
    await set_password(kit, OLD)
    assert await let_in(kit, OLD) == 101
    assert await refused_handshake(kit, NEW) == 401
    assert await refused_handshake(kit, None) == 401
    await back_to_normal(kit)


async def security_event(kit: Kit, told: str, event_type: str) -> None:
    """Report a security event; assert that it is shown."""
    event: Payload = {"type": told, "timestamp": dt_util.utcnow().isoformat()}
    assert await kit.charger.call("SecurityEventNotification", event) == {}
    await until(lambda: kit.hass.states.get("event.garage_security_event"))
    await kit.settle()
    assert kit.attributes("event.garage_security_event")["event_type"] == event_type


async def renew(kit: Kit, answer: str) -> Payload:
    """Have the charger request a certificate; it answers what it gets. Return CertificateSigned."""
    kit.answers("ExtendedTriggerMessage", status="Accepted")
    kit.answers("CertificateSigned", status=answer)
    before = len(kit.charger.received("CertificateSigned"))
    await kit.act("trigger_message", requested_message="sign_charge_point_certificate")
    assert kit.wire("ExtendedTriggerMessage") == {"requestedMessage": "SignChargePointCertificate"}
    csr = request(CHARGE_POINT_ID)
    assert await kit.charger.call("SignCertificate", {"csr": csr}) == {"status": "Accepted"}
    await until(lambda: len(kit.charger.received("CertificateSigned")) > before)
    await kit.settle()
    return kit.wire("CertificateSigned")


@case("074")
async def renew_the_certificate(kit: Kit) -> None:
    """ExtendedTriggerMessage, SignCertificate, CertificateSigned: the certificate's end is recorded."""
    about = kit.central_system.charge_points[CHARGE_POINT_ID]
    signed = await renew(kit, "Accepted")
    assert str(signed["certificateChain"]).startswith("-----BEGIN CERTIFICATE-----")
    await until(lambda: about.certificate_until)
    assert about.certificate_until is not None
    assert about.certificate_until > dt_util.utcnow()


@case("077")
async def own_certificate_invalid(kit: Kit) -> None:
    """CertificateSigned is refused: the end that is recorded stays, the security event is shown."""
    about = kit.central_system.charge_points[CHARGE_POINT_ID]
    before = about.certificate_until
    await renew(kit, "Rejected")
    await security_event(kit, "InvalidChargePointCertificate", "invalid_charge_point_certificate")
    assert about.certificate_until == before


HASH: Payload = {
    "hashAlgorithm": "SHA256",
    "issuerNameHash": "AB" * 32,
    "issuerKeyHash": "CD" * 32,
    "serialNumber": "01",
}


async def install(kit: Kit, use: CertificateUse) -> None:
    """Install our certificate authority, and read back what is installed."""
    kit.answers("InstallCertificate", status="Accepted")
    kit.answers("GetInstalledCertificateIds", status="Accepted", certificateHashData=[HASH])
    (root, *_) = await async_roots(kit.hass)
    await kit.act("install_certificate", certificate_type=use, certificate=root.pem)
    sent = kit.wire("InstallCertificate")
    assert (sent["certificateType"], str(sent["certificate"]).strip()) == (use, root.pem.strip())
    answer = await kit.act("get_installed_certificate_ids", certificate_type=use)
    assert kit.wire("GetInstalledCertificateIds") == {"certificateType": use}
    (found,) = answer["certificate_hash_data"]
    assert found["serial_number"] == "01"


@case("075_1")
async def install_manufacturer_root(kit: Kit) -> None:
    """InstallCertificate and GetInstalledCertificateIds for a manufacturer's root."""
    await install(kit, CertificateUse.manufacturer_root_certificate)


@case("075_2")
async def install_central_system_root(kit: Kit) -> None:
    """InstallCertificate and GetInstalledCertificateIds for our own authority."""
    await install(kit, CertificateUse.central_system_root_certificate)


@case("076")
async def delete_certificate(kit: Kit) -> None:
    """GetInstalledCertificateIds, and DeleteCertificate with the names that it gave; NotFound and Failed are told."""
    kit.answers("GetInstalledCertificateIds", status="Accepted", certificateHashData=[HASH])
    use = CertificateUse.central_system_root_certificate
    (found,) = (await kit.act("get_installed_certificate_ids", certificate_type=use))[
        "certificate_hash_data"
    ]
    kit.answers("DeleteCertificate", status="Accepted")
    assert await kit.act("delete_certificate", **found) == {"status": "Accepted"}
    assert kit.wire("DeleteCertificate") == {"certificateHashData": HASH}
    for status in ("NotFound", "Failed"):
        kit.answers("DeleteCertificate", status=status)
        assert await kit.refused("delete_certificate", **found) == status


@case("078")
async def central_certificate_invalid(kit: Kit) -> None:
    """InstallCertificate is refused, which the user is told; the security event is shown."""
    kit.answers("InstallCertificate", status="Rejected")
    (root, *_) = await async_roots(kit.hass)
    use = CertificateUse.central_system_root_certificate
    told = await kit.refused("install_certificate", certificate_type=use, certificate=root.pem)
    assert told == "Rejected"
    await security_event(
        kit, "InvalidCentralSystemCertificate", "invalid_central_system_certificate"
    )


async def over_tls(kit: Kit, context: ssl.SSLContext, profile: int) -> None:
    """Connect over TLS and boot; assert the security profile that is seen."""
    await set_password(kit, OLD)
    await kit.charger.close()
    about = kit.central_system.charge_points[CHARGE_POINT_ID]
    await until(lambda: not about.connected)
    charger = scripted(kit.entry, password=OLD if profile == 2 else None, tls=context)
    charger.url = charger.url.replace("ws:", "wss:", 1)
    async with charger:
        answer = await charger.boot("Kit", "Box", firmwareVersion="1.0")
        assert answer["status"] == "Accepted"
        await until(lambda: about.connected)
        assert (about.security_profile, str(about.tls_version)[:5]) == (profile, "TLSv1")
    await until(lambda: not about.connected)
    await back_to_normal(kit)


@case("086")
async def tls_server_certificate(kit: Kit) -> None:
    """wss:// on the same port with our certificate, which the charger checks, and its password (profile 2)."""
    await over_tls(kit, client_context(), 2)


@case("087")
async def tls_client_certificate(kit: Kit) -> None:
    """wss:// with a client certificate that we issued for this identity (profile 3)."""
    certificate = await kit.hass.async_add_executor_job(client_file, kit.directory, CHARGE_POINT_ID)
    await over_tls(kit, client_context(certificate), 3)
