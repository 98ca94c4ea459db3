"""Sign the certificate requests of charge points."""

import asyncio
import logging

from ocpp.v16 import call_result
from ocpp.v16.enums import GenericStatus

from custom_components.plug_control.central_system.commands.certificates import CertificateCommands
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.protocol.call_session import Answer
from custom_components.plug_control.protocol.frames import Call
from custom_components.plug_control.protocol.messages import SignCertificate, to_payload
from custom_components.plug_control.security.errors import SecurityError
from custom_components.plug_control.security.store import IssuedCertificate

_LOGGER = logging.getLogger(__name__)


class CertificateRequests:
    """Answers SignCertificate, and sends the certificate afterwards."""

    def __init__(self, context: Context, certificates: CertificateCommands) -> None:
        self._context = context
        self._certificates = certificates

    async def sign_certificate(self, station: Station, message: SignCertificate, _: Call) -> Answer:
        """Answer Accepted where the request is good, and send CertificateSigned after the answer."""
        try:
            issued = await self._issue(station, message.csr)
        except (SecurityError, OSError) as error:
            _LOGGER.warning("The signing request of %s is refused: %s", station.identity, error)
            self._certificates.failed(station, str(error))
            return Answer(_answer(GenericStatus.rejected))

        def send() -> None:
            if station.link is not None:
                station.link.background.spawn(
                    self._certificates.send_signed(station, issued.pem, issued.facts),
                    f"certificate of {station.identity}",
                )

        return Answer(_answer(GenericStatus.accepted), after=send)

    async def _issue(self, station: Station, csr: str) -> IssuedCertificate:
        """Return a certificate. Raises SecurityError, OSError."""
        store, now = self._context.certificates, self._context.clock()
        if store is None or not station.certificate_requests.has_any(now):
            raise OSError("there is no certificate authority" if store is None else "too many")
        station.certificate_requests.take(now)
        serial = station.charge_point.serial_number
        names = [serial] if serial and serial not in self._context.registry.stations else []
        return await asyncio.to_thread(store.sign, csr, identity=station.identity, names=names)


def _answer(status: GenericStatus) -> dict[str, object]:
    return to_payload(call_result.SignCertificate(status=status))
