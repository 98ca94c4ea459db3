"""Read certificates: chains as PEM, their names, their end, and the hashes by which OCPP names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
import hashlib
from itertools import pairwise
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from .errors import Flaw, SecurityError

MAX_PEM_BYTES: Final = 64 << 10
_MAX_SHOWN: Final = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class HashData:
    """OCPP's name of a certificate (CertificateHashDataType); all values in hexadecimal digits."""

    algorithm: str
    issuer_name: str
    issuer_key: str
    serial_number: str

    def is_same(self, other: HashData) -> bool:
        """Whether both name the same certificate; chargers write digits in both cases, and leading zeros or none."""
        return _normal(self) == _normal(other)


def _normal(data: HashData) -> tuple[str, ...]:
    return (
        data.algorithm.upper(),
        data.issuer_name.lower(),
        data.issuer_key.lower(),
        data.serial_number.lower().lstrip("0"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a certificate says."""

    subject: str
    common_name: str
    serial_number: str
    """In lower-case hexadecimal digits."""
    not_before: datetime
    not_after: datetime


def read_chain(pem: bytes) -> list[x509.Certificate]:
    """Return the certificates of a PEM text, the server's own first. Raises SecurityError."""
    try:
        chain = x509.load_pem_x509_certificates(pem[:MAX_PEM_BYTES])
    except Exception as error:  # Damaged input makes cryptography raise errors of several kinds.
        raise SecurityError(Flaw.NO_CERTIFICATE) from error
    for certificate, issuer in pairwise(chain):
        try:
            certificate.verify_directly_issued_by(issuer)
        except Exception as error:
            raise SecurityError(Flaw.CHAIN_BROKEN, _shown(certificate.subject)) from error
    return chain


def facts_of(certificate: x509.Certificate) -> CertificateFacts:
    """Return what a certificate says."""
    return CertificateFacts(
        subject=_shown(certificate.subject),
        common_name=common_name_of(certificate.subject),
        serial_number=serial_of(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )


def read_der(der: bytes) -> CertificateFacts:
    """Return what a certificate says. Raises SecurityError."""
    try:
        return facts_of(x509.load_der_x509_certificate(der))
    except Exception as error:  # Damaged input makes cryptography raise errors of several kinds.
        raise SecurityError(Flaw.NO_CERTIFICATE) from error


def read_pem(pem: str) -> CertificateFacts:
    """Return what the first certificate of a PEM text says. Raises SecurityError."""
    return facts_of(read_chain(pem.encode())[0])


def hash_data(certificate: x509.Certificate, issuer: x509.Certificate | None = None) -> HashData:
    """Return OCPP's name of a certificate, by SHA-256; without `issuer`, of one that signed itself."""
    signer = certificate if issuer is None else issuer
    return HashData(
        algorithm="SHA256",
        issuer_name=hashlib.sha256(certificate.issuer.public_bytes()).hexdigest(),
        issuer_key=hashlib.sha256(_key_bits(signer)).hexdigest(),
        serial_number=serial_of(certificate),
    )


def _key_bits(certificate: x509.Certificate) -> bytes:
    """Return the public key as the bits of its field, without the field's header (RFC 6960, 4.1.1)."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    raise SecurityError(Flaw.KEY_KIND)


def serial_of(certificate: x509.Certificate) -> str:
    """Return the serial number in lower-case hexadecimal digits."""
    return f"{certificate.serial_number:x}"


def common_name_of(name: x509.Name) -> str:
    """Return the first common name, "" where there is none."""
    for attribute in name.get_attributes_for_oid(NameOID.COMMON_NAME):
        if isinstance(attribute.value, str):
            return attribute.value
    return ""


def to_pem(chain: Sequence[x509.Certificate]) -> str:
    """Return certificates as PEM."""
    return "".join(each.public_bytes(Encoding.PEM).decode("ascii") for each in chain)


def _shown(name: x509.Name) -> str:
    """Return a name as short printable text."""
    text = name.rfc4514_string()
    return "".join(each if each.isprintable() else "?" for each in text)[:_MAX_SHOWN]
