"""What a handshake proves of a charge point: its password, its certificate, and by that its security profile (R3, R5)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from custom_components.plug_control.model.events import SecurityProfileChanged
from custom_components.plug_control.protocol.listener import HandshakeRequest
from custom_components.plug_control.security.errors import Flaw, SecurityError

from . import passwords
from .context import Context
from .refused_callers import RefusalCause
from .settings import ChargePointSettings
from .station import Station


class SecurityProfile(IntEnum):
    """The security profiles of OCPP (security whitepaper, A00)."""

    NONE = 0
    PASSWORD = 1
    """A password."""
    TLS = 2
    """TLS with our certificate, and a password."""
    CERTIFICATES = 3
    """TLS with certificates of both sides."""


_CAUSES: Final[Mapping[Flaw, RefusalCause]] = MappingProxyType(
    {
        Flaw.ANOTHER_IDENTITY: RefusalCause.ANOTHERS_CERTIFICATE,
        Flaw.EXPIRED: RefusalCause.CERTIFICATE_EXPIRED,
        Flaw.NOT_YET_VALID: RefusalCause.CERTIFICATE_EXPIRED,
        Flaw.REVOKED: RefusalCause.CERTIFICATE_REVOKED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The security profile that a handshake proves, and why it is refused (None: it is not)."""

    profile: SecurityProfile
    cause: RefusalCause | None = None


def required_profile(settings: ChargePointSettings) -> int:
    """Return the profile below which a charge point is refused: the wanted one, once it has connected with it (R5).

    Without a password there is no profile below CERTIFICATES: the user has removed it.
    """
    reached = min(settings.security_profile, settings.reached_profile)
    is_possible = settings.password is not None or reached == SecurityProfile.CERTIFICATES
    return reached if is_possible else SecurityProfile.NONE


def enforced_profile(settings: ChargePointSettings) -> int:
    """Return the profile to keep as reached when a higher one is wanted: a password that is needed stays needed (R5)."""
    is_needed = settings.password is not None and not _is_unused(settings)
    return max(settings.reached_profile, int(SecurityProfile.PASSWORD) if is_needed else 0)


def judge(context: Context, station: Station, knock: HandshakeRequest) -> Judgement:
    """Return what a handshake under the identity of `station` proves."""
    settings = station.settings
    flaw = certificate_cause(context, station.identity, knock)
    if _has_certificate(knock) and flaw is None:
        return Judgement(profile=SecurityProfile.CERTIFICATES)
    proven = SecurityProfile.NONE
    if any(context.proofs.matches(each, knock.password) for each in _passwords(station)):
        proven = SecurityProfile.PASSWORD if knock.tls is None else SecurityProfile.TLS
    elif settings.password is not None and not _may_omit_password(settings, knock):
        return Judgement(profile=proven, cause=flaw or RefusalCause.WRONG_PASSWORD)
    if proven < required_profile(settings):
        return Judgement(profile=proven, cause=flaw or RefusalCause.PROFILE_TOO_LOW)
    return Judgement(profile=proven)


def note_password(context: Context, station: Station, knock: HandshakeRequest) -> None:
    """Note that a charge point uses a new password that it may have taken: only this one is valid now (R4)."""
    offered = station.offered_password
    if offered is not None and context.proofs.matches(offered, knock.password):
        passwords.taken(context, station, offered)


def takes_long(context: Context, station: Station, knock: HandshakeRequest) -> bool:
    """Whether a handshake's password needs a slow hash, which `prepare` computes."""
    return any(context.proofs.takes_long(each, knock.password) for each in _passwords(station))


async def prepare(context: Context, station: Station, knock: HandshakeRequest) -> None:
    """Compute the slow hash of a password off the event loop; call it before `judge` where that is possible."""
    for each in _passwords(station):
        await context.proofs.prepare(each, knock.password)


def certificate_cause(
    context: Context, identity: str, knock: HandshakeRequest
) -> RefusalCause | None:
    """Return why the client certificate of a handshake is not the one of `identity`; None without a certificate."""
    certificate = None if knock.tls is None else knock.tls.certificate
    if certificate is None:
        return None
    if context.certificates is None:
        return RefusalCause.FOREIGN_CERTIFICATE
    try:
        facts = context.certificates.check_client(certificate, identity)
    except SecurityError as error:
        return _CAUSES.get(error.flaw, RefusalCause.FOREIGN_CERTIFICATE)
    station = context.registry.stations.get(identity)
    since = None if station is None else station.charge_point.certificate_since
    # One that seems to be of the future was issued while our clock was wrong.
    is_replaced = since is not None and facts.not_before < since <= context.clock()
    return RefusalCause.CERTIFICATE_REVOKED if is_replaced else None


def _note_certificate(context: Context, station: Station, certificate: bytes) -> None:
    """Note which certificate a charge point uses: older ones do not count any more.

    Somebody else may have got one for this identity, before anything proved who has it.
    """
    assert context.certificates is not None  # it has proven the certificate
    issued_at = context.certificates.check_client(certificate, station.identity).not_before
    if station.charge_point.certificate_since != issued_at:
        station.charge_point.certificate_since = issued_at
        context.remember()


def connected(context: Context, station: Station, knock: HandshakeRequest) -> None:
    """Note with which profile a charge point is connected; a higher one that is wanted counts from now on."""
    profile = judge(context, station, knock).profile
    charge_point = station.charge_point
    charge_point.security_profile = profile
    charge_point.tls_version = None if knock.tls is None else knock.tls.version
    if profile is SecurityProfile.CERTIFICATES and knock.tls is not None:
        _note_certificate(context, station, knock.tls.certificate or b"")
    settings = station.settings
    reached = min(profile, settings.security_profile)
    if reached > settings.reached_profile:
        set_profile(context, station, settings.security_profile, reached)
    passwords.forget_clear_text(context, station, knock.password)


def set_profile(context: Context, station: Station, wanted: int, reached: int) -> None:
    """Set the wanted profile and the one that counts already."""
    station.settings = replace(station.settings, security_profile=wanted, reached_profile=reached)
    context.publish(
        SecurityProfileChanged(
            charge_point_id=station.identity, security_profile=wanted, reached_profile=reached
        )
    )


def _has_certificate(knock: HandshakeRequest) -> bool:
    return knock.tls is not None and knock.tls.certificate is not None


def _passwords(station: Station) -> list[str]:
    """Return the passwords that let a charge point in: the present one, and a new one that it may have taken (R4)."""
    both = (station.settings.password, station.offered_password)
    return [each for each in both if each is not None]


def _may_omit_password(settings: ChargePointSettings, knock: HandshakeRequest) -> bool:
    """Whether a charge point that gives no password need not give one yet: its first profile has not been reached."""
    return knock.password is None and _is_unused(settings)


def _is_unused(settings: ChargePointSettings) -> bool:
    """Whether a first profile is wanted and has not been reached yet."""
    return settings.security_profile > settings.reached_profile == 0
