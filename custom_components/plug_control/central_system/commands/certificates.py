"""Certificates at a charge point: install, list and delete them, have its own renewed, raise its security profile."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from ocpp.v16 import call
from ocpp.v16.enums import CertificateUse, ConfigurationKey as Key, MessageTrigger

from custom_components.plug_control.central_system.quirks import quirks_of
from custom_components.plug_control.central_system.stations import credentials, passwords
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.credentials import SecurityProfile
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import ChargePointChanged, Problem
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CommandError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from custom_components.plug_control.security.certificates import CertificateFacts, HashData
from custom_components.plug_control.security.store import Root

from .commands import Commands, naming

RENEWED_BEFORE: Final = timedelta(days=90)
"""When a charge point's certificate is renewed; it lives for two years."""
WARNED_BEFORE: Final = timedelta(days=30)
"""When a user learns that the renewal failed."""
RENEWAL_EVERY_S: Final = 24 * 3600.0
_REQUEST_S: Final = 60.0
"""How long a charge point may take to make a key and send its signing request."""
_BACK_S: Final = 120.0
"""How long a charge point may take to connect again, with its new password."""
_PROFILE_KEY: Final = "SecurityProfile"
_MAX_HASH: Final = 128


class CertificateCommands:
    """The commands of OCPP's security extension that concern certificates and profiles."""

    def __init__(self, context: Context, commands: Commands) -> None:
        self._context = context
        self._commands = commands

    # ---- certificates that it has

    async def installed(
        self,
        charge_point_id: str,
        use: CertificateUse = CertificateUse.central_system_root_certificate,
    ) -> list[HashData]:
        """Ask a charge point which root certificates it has; raises CommandError."""
        answer = await self._commands.request(
            charge_point_id, call.GetInstalledCertificateIds(certificate_type=use)
        )
        return [each for row in answer.certificate_hash_data or [] if (each := _hash_data(row))]

    async def install(
        self,
        charge_point_id: str,
        pem: str,
        use: CertificateUse = CertificateUse.central_system_root_certificate,
    ) -> None:
        """Install a root certificate; raises CommandError."""
        await self._commands.request(
            charge_point_id, call.InstallCertificate(certificate_type=use, certificate=pem)
        )

    async def delete(self, charge_point_id: str, certificate: HashData) -> None:
        """Delete a root certificate; raises CommandError."""
        named = {
            "hash_algorithm": certificate.algorithm,
            "issuer_name_hash": certificate.issuer_name,
            "issuer_key_hash": certificate.issuer_key,
            "serial_number": certificate.serial_number,
        }
        await self._commands.request(
            charge_point_id, call.DeleteCertificate(certificate_hash_data=named)
        )

    async def install_roots(self, charge_point_id: str, roots: Sequence[Root]) -> None:
        """Install our certificate authorities; one is enough, since chargers differ in the keys that they know.

        Raises the CommandError of the last one where none was accepted.
        """
        failure: CommandError | None = None
        accepted = False
        for root in roots:
            try:
                await self.install(charge_point_id, root.pem)
                accepted = True
            except (CommandRejectedError, CallErrorReceived) as error:
                failure = error
        if failure is not None and not accepted:
            raise failure

    # ---- its own certificate

    async def renew(self, charge_point_id: str) -> None:
        """Have a charge point make a key and request a certificate, and wait until it took that; raises CommandError."""
        station = self._context.station(charge_point_id)
        station.certificate_answer = taken = asyncio.get_running_loop().create_future()
        try:
            await self._commands.request(
                charge_point_id,
                call.ExtendedTriggerMessage(
                    requested_message=MessageTrigger.sign_charge_point_certificate
                ),
            )
            with naming(charge_point_id, "SignCertificate"):
                try:
                    async with asyncio.timeout(_REQUEST_S):
                        failure = await taken
                except TimeoutError:
                    raise CommandRejectedError("no signing request came") from None
                if failure is not None:
                    raise failure
        finally:
            if station.certificate_answer is taken:
                station.certificate_answer = None

    async def send_signed(self, station: Station, pem: str, facts: CertificateFacts) -> None:
        """Send a charge point the certificate that it requested, and note what it says."""
        failure: CommandError | None = None
        try:
            await self._commands.request(
                station.identity, call.CertificateSigned(certificate_chain=pem)
            )
        except CommandError as error:
            failure = error
            self.failed(station, error.said)
        else:
            station.charge_point.certificate_until = facts.not_after
            self._context.problem_gone(station, Problem.CERTIFICATE_ENDS)
            self._context.publish(ChargePointChanged(charge_point_id=station.identity))
            self._context.remember()
        if station.certificate_answer is not None and not station.certificate_answer.done():
            station.certificate_answer.set_result(failure)

    def failed(self, station: Station, why: str) -> None:
        """Raise a problem where the renewal of a certificate failed that ends soon."""
        until = station.charge_point.certificate_until
        if until is not None and until - self._context.clock() < WARNED_BEFORE:
            detail = f"{until:%Y-%m-%d} ({why})"
            self._context.problem_found(station, Problem.CERTIFICATE_ENDS, detail)

    def look_round(self, station: Station) -> None:
        """Renew a certificate that ends before long, once a day; raise a problem where it ends and cannot be renewed."""
        until = station.charge_point.certificate_until
        if until is None or until - self._context.clock() >= RENEWED_BEFORE:
            return
        if station.link is None or not station.is_ready:
            self.failed(station, "offline")
            return
        now = asyncio.get_running_loop().time()
        if now - station.renewed_at < RENEWAL_EVERY_S:
            return
        station.renewed_at = now
        station.link.background.spawn(self._renew(station), f"certificate of {station.identity}")

    async def _renew(self, station: Station) -> None:
        try:
            await self.renew(station.identity)
        except CommandError as error:
            self.failed(station, error.said)

    # ---- security profiles

    async def raise_profile(
        self, charge_point_id: str, profile: int, *, password: str | None, roots: Sequence[Root]
    ) -> None:
        """Raise the security profile step by step (whitepaper, A05): first what it needs, then the profile itself.

        `password` is a new one, for a charge point that has none. The present profile counts until the charge point has
        connected with the new one. Raises CommandError; what was installed until then stays.
        """
        with naming(charge_point_id, "ChangeConfiguration"):
            station = self._context.station(charge_point_id)
            if not knows_security(station.charge_point):
                raise NotPossibleError(NotPossible.NEVER_ANSWERED)
        if profile >= SecurityProfile.TLS and roots:
            await self.install_roots(charge_point_id, roots)
        if profile >= SecurityProfile.CERTIFICATES:
            await self.renew(charge_point_id)
        had_password = station.settings.password is not None
        if password is not None:
            await self._set_password(station, password)
        before = station.settings
        reached = max(before.reached_profile, int(had_password))
        credentials.set_profile(self._context, station, profile, reached)
        try:
            await self._set_profile(station, profile)
        except CommandRejectedError, CallErrorReceived, NotPossibleError:
            credentials.set_profile(
                self._context, station, before.security_profile, before.reached_profile
            )
            raise

    async def _set_profile(self, station: Station, profile: int) -> None:
        """Write the profile; once more where the charge point was just about to connect again, with a new password."""
        work = partial(
            self._commands.change_configuration, station.identity, _PROFILE_KEY, str(profile)
        )
        try:
            await work()
        except OfflineError:
            if not await self._commands.comes_back(station.identity, _BACK_S):
                raise
            if station.settings.reached_profile < profile:  # otherwise it took the profile
                await work()

    async def _set_password(self, station: Station, password: str) -> None:
        """Give a charge point without a password its first one, which it need not use before its profile is 1."""
        settings = station.settings
        if settings.security_profile == 0:
            credentials.set_profile(self._context, station, int(SecurityProfile.PASSWORD), 0)
        try:
            await self._commands.change_configuration(
                station.identity, Key.authorization_key, password
            )
        except CommandError:
            if station.settings.password is None:
                credentials.set_profile(
                    self._context, station, settings.security_profile, settings.reached_profile
                )
            raise
        passwords.first(self._context, station, password)

    def lower_profile(self, charge_point_id: str, profile: int) -> None:
        """Let a charge point in with a lower profile again, as the user has confirmed. Raises NotPossibleError."""
        station = self._context.station(charge_point_id)
        reached = min(profile, station.settings.reached_profile)
        credentials.set_profile(self._context, station, profile, reached)


def knows_security(charge_point: ChargePoint) -> bool:
    """Whether a charge point may know the security extension, and with it TLS."""
    return "InstallCertificate" not in quirks_of(charge_point).never_answered


def _hash_data(row: Any) -> HashData | None:
    """Return a certificate's name from a charge point, None for an unreadable or endless one."""
    if not isinstance(row, dict):
        return None
    names = ("hash_algorithm", "issuer_name_hash", "issuer_key_hash", "serial_number")
    values = [row.get(name) for name in names]
    texts = [each for each in values if isinstance(each, str) and len(each) <= _MAX_HASH]
    if len(texts) != len(names):
        return None
    return HashData(
        algorithm=texts[0], issuer_name=texts[1], issuer_key=texts[2], serial_number=texts[3]
    )
