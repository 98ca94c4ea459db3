"""The cases of the security extension."""

from homeassistant.const import CONF_PASSWORD
from homeassistant.util import dt as dt_util
from websockets.exceptions import InvalidStatus

from tests.helpers import CHARGE_POINT_ID, scripted, until

from .kit import Kit
from .plan import Coverage, case

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
    event = {"type": told, "timestamp": dt_util.utcnow().isoformat()}
    assert await kit.charger.call("SecurityEventNotification", event) == {}
    await until(lambda: kit.hass.states.get("event.garage_security_event"))
    await kit.settle()
    assert kit.attributes("event.garage_security_event")["event_type"] == event_type


@case("077", Coverage.PARTIAL)
async def own_certificate_invalid(kit: Kit) -> None:
    """The security event is answered, an event in Home Assistant and a repair; CertificateSigned is tested with TC_074."""
    await security_event(kit, "InvalidChargePointCertificate", "invalid_charge_point_certificate")


@case("078", Coverage.PARTIAL)
async def central_certificate_invalid(kit: Kit) -> None:
    """The security event is answered, an event in Home Assistant and a repair; InstallCertificate is tested with TC_075."""
    await security_event(
        kit, "InvalidCentralSystemCertificate", "invalid_central_system_certificate"
    )
