"""The certificates of charge points as the port needs them: whether to ask for them, and which are revoked."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
import logging
from ssl import SSLContext

from custom_components.plug_control.model.events import Problem
from custom_components.plug_control.protocol.listener import RefusalReason, TlsSource
from custom_components.plug_control.security.errors import SecurityError

from .context import Context
from .credentials import SecurityProfile
from .station import Station

_LOGGER = logging.getLogger(__name__)


type TlsSettings = Callable[[bool], Awaitable[SSLContext | None]]
"""Returns the present TLS settings, those that ask for client certificates or those that do not; None without any."""


def asking(context: Context, source: TlsSettings) -> TlsSource:
    """Return the settings that ask for client certificates as soon as a charge point has one, or shall have one.

    Before that they do not: some chargers have none and break off. An address that has just shown a foreign one is not
    asked again, unless it is that of a charge point with a certificate. Both are contexts of their own: a session of TLS
    that began without a certificate goes on without it, and must not be resumed where one is asked for.
    """

    async def settings(address: str) -> SSLContext | None:
        asked = [*_with_certificate(context)]
        if address in context.foreign_certificates:
            asked = [each for each in asked if each.charge_point.remote_address == address]
        return await source(bool(asked))

    return settings


def _with_certificate(context: Context) -> Iterator[Station]:
    """Yield the charge points that have a certificate of ours, or shall have one."""
    for station in context.registry.stations.values():
        wanted = station.settings.security_profile >= SecurityProfile.CERTIFICATES
        if wanted or station.charge_point.certificate_until is not None:
            yield station


async def load_revocations(context: Context) -> None:
    """Read which certificates are revoked; where that fails, nobody gets in by certificate, and all others do."""
    if context.certificates is not None:
        try:
            await asyncio.to_thread(context.certificates.load_revocations)
        except OSError, SecurityError:
            _LOGGER.exception("The list of revoked certificates cannot be read")


async def revoke(context: Context, station: Station) -> None:
    """Revoke the certificates of a charge point that was removed; it may have one although it never said so."""
    if context.certificates is not None:
        try:
            await asyncio.to_thread(context.certificates.revoke, station.identity)
        except OSError, SecurityError:
            _LOGGER.exception("The certificates of %s are not revoked", station.identity)


_FAILURES: Mapping[RefusalReason, tuple[Problem, SecurityProfile]] = {
    RefusalReason.FOREIGN_CERTIFICATE: (
        Problem.CERTIFICATE_REFUSED,
        SecurityProfile.CERTIFICATES,
    ),
    RefusalReason.SERVER_NOT_TRUSTED: (Problem.NOT_ENCRYPTED, SecurityProfile.TLS),
    RefusalReason.TLS_FAILED: (Problem.NOT_ENCRYPTED, SecurityProfile.TLS),
    RefusalReason.TLS_TOO_OLD: (Problem.NOT_ENCRYPTED, SecurityProfile.TLS),
}
"""What a failed TLS handshake is for a charge point that is set to this profile or a higher one."""


def handshake_failed(context: Context, remote_address: str, reason: RefusalReason) -> None:
    """Raise a problem of the charge point whose TLS handshake failed, as far as its address tells which one it is.

    A failed handshake names nobody: only one charge point with such a profile may have been there last, and is offline.
    """
    if reason not in _FAILURES:
        return
    if reason is RefusalReason.FOREIGN_CERTIFICATE:
        context.foreign_certificates.note(remote_address)
    problem, profile = _FAILURES[reason]
    there = [
        station
        for station in context.registry.stations.values()
        if station.settings.security_profile >= profile
        and station.charge_point.remote_address == remote_address
        and station.link is None
    ]
    if len(there) == 1:
        context.problem_found(there[0], problem, remote_address)
