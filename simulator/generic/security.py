"""Certificates and security profiles of a charger that follows the security whitepaper."""

from collections.abc import Callable
import hashlib
import ssl
from tempfile import NamedTemporaryFile

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from simulator.charge_point import ChargePoint
from simulator.configuration import Configuration
from simulator.fields import choice, mapping, text
from simulator.frames import Json, Payload
from simulator.rpc import Request

from .exchange import Exchange, Handler, ignore

PROFILE_KEY = "SecurityProfile"
MAX_ROOTS = 4
_TLS = 2
_CERTIFICATES = 3
_CENTRAL_SYSTEM = "CentralSystemRootCertificate"
_USES = (_CENTRAL_SYSTEM, "ManufacturerRootCertificate")


def client_context(roots: list[str], certificate: str, key: str) -> ssl.SSLContext:
    """Return the TLS settings of a charge point; `certificate` and `key` are empty where it has none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if roots:
        context.load_verify_locations(cadata="".join(roots))
    if certificate:
        with NamedTemporaryFile("w", suffix=".pem") as file:  # OpenSSL reads it from a file only
            file.write(certificate + key)
            file.flush()
            context.load_cert_chain(file.name)
    return context


class Security:
    """The table of handlers for certificates; what it keeps is in flash."""

    def __init__(
        self, hardware: ChargePoint, configuration: Configuration, exchange: Exchange
    ) -> None:
        """Act on the charge point's memory and connection."""
        self._memory = hardware.memory
        self._hardware = hardware
        self._configuration = configuration
        self._exchange = exchange
        self._new_key = ""
        self.handlers: dict[str, Handler] = {
            "CertificateSigned": self._certificate_signed,
            "DeleteCertificate": self._delete_certificate,
            "GetInstalledCertificateIds": self._get_installed_certificate_ids,
            "InstallCertificate": self._install_certificate,
        }

    def may_raise(self, value: str) -> bool:
        """Whether the security profile may become `value`: higher, and all that it needs is there (A05)."""
        present, wanted = self._configuration.integer(PROFILE_KEY), value
        if wanted not in {"0", "1", "2", "3"} or int(wanted) < present:
            return False
        has_password = bool(self._configuration.get("AuthorizationKey") or self._hardware.password)
        needs = {1: has_password, 2: has_password and bool(self._memory.roots)}
        needs[3] = bool(self._memory.roots and self._memory.certificate)
        return int(wanted) == 0 or needs[int(wanted)]

    # ---- its own certificate

    def request_certificate(self) -> None:
        """Make a key and send SignCertificate."""
        key = ec.generate_private_key(ec.SECP256R1())
        self._new_key = key.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        ).decode()
        name = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, self._hardware.model.serial),
                x509.NameAttribute(
                    NameOID.ORGANIZATION_NAME, self._configuration.get("CpoName") or "unknown"
                ),
            ]
        )
        request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, SHA256())
        csr = request.public_bytes(Encoding.PEM).decode()
        self._exchange.call("SignCertificate", {"csr": csr}, ignore)

    def _certificate_signed(self, request: Request) -> Payload:
        """Take a certificate of the last key that one of the roots signed."""
        chain = text(request.payload, "certificateChain")
        if not self._new_key or not self._is_good(chain):
            return {"status": "Rejected"}
        self._memory.certificate, self._memory.certificate_key = chain, self._new_key
        self._new_key = ""
        self._hardware.save()
        return {"status": "Accepted"}

    def _is_good(self, chain: str) -> bool:
        try:
            certificate = x509.load_pem_x509_certificates(chain.encode())[0]
        except ValueError:
            return False
        key = load_pem_private_key(self._new_key.encode(), None)
        is_mine = certificate.public_key() == key.public_key()
        return is_mine and any(_signed(certificate, root) for root in self._memory.roots)

    # ---- roots

    def _install_certificate(self, request: Request) -> Payload:
        use = choice(request.payload, "certificateType", *_USES)
        pem = text(request.payload, "certificate")
        try:
            x509.load_pem_x509_certificate(pem.encode())
        except ValueError:
            return {"status": "Rejected"}
        if use == _CENTRAL_SYSTEM and pem not in self._memory.roots:
            if len(self._memory.roots) >= MAX_ROOTS:
                return {"status": "Failed"}
            self._memory.roots.append(pem)
            self._hardware.save()
        return {"status": "Accepted"}

    def _get_installed_certificate_ids(self, request: Request) -> Payload:
        use = choice(request.payload, "certificateType", *_USES)
        if use != _CENTRAL_SYSTEM or not self._memory.roots:
            return {"status": "NotFound"}
        names: list[Json] = [dict(hash_data(root)) for root in self._memory.roots]
        return {"status": "Accepted", "certificateHashData": names}

    def _delete_certificate(self, request: Request) -> Payload:
        named = mapping(request.payload, "certificateHashData")
        for root in self._memory.roots:
            if hash_data(root) == named:
                if (
                    self._configuration.integer(PROFILE_KEY) >= _TLS
                    and len(self._memory.roots) == 1
                ):
                    return {"status": "Failed"}
                self._memory.roots.remove(root)
                self._hardware.save()
                return {"status": "Accepted"}
        return {"status": "NotFound"}


def tls_settings(
    hardware: ChargePoint, configuration: Configuration
) -> Callable[[], ssl.SSLContext | None]:
    """Return a function that returns the TLS settings of the present security profile; None without TLS."""

    def settings() -> ssl.SSLContext | None:
        profile = configuration.integer(PROFILE_KEY)
        if profile < _TLS and not hardware.url.startswith("wss:"):
            return None
        memory = hardware.memory
        shows = profile >= _CERTIFICATES
        return client_context(
            memory.roots,
            memory.certificate if shows else "",
            memory.certificate_key if shows else "",
        )

    return settings


def hash_data(pem: str) -> dict[str, str]:
    """Return the CertificateHashData of a root."""
    root = x509.load_pem_x509_certificate(pem.encode())
    key = root.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        bits = key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    else:
        bits = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return {
        "hashAlgorithm": "SHA256",
        "issuerNameHash": hashlib.sha256(root.issuer.public_bytes()).hexdigest(),
        "issuerKeyHash": hashlib.sha256(bits).hexdigest(),
        "serialNumber": f"{root.serial_number:x}",
    }


def _signed(certificate: x509.Certificate, root: str) -> bool:
    try:
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(root.encode()))
    except Exception:  # noqa: BLE001 - cryptography raises errors of several kinds
        return False
    return True
