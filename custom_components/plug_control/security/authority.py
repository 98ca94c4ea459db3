"""A certificate authority of one kind of keys: makes itself, signs servers and charge points."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from .certificates import MAX_PEM_BYTES, common_name_of, read_chain, to_pem
from .errors import Flaw, SecurityError
from .keys import KeyKind, PrivateKey, generate_key, key_from_pem, key_to_pem, kind_of

ORGANISATION: Final = "Plug Control"
_EARLY: Final = datetime(1970, 1, 2, tzinfo=UTC)
"""Servers and authorities are valid from here: a charger whose clock stands at 1970 must get in to learn the time (R14)."""
AUTHORITY_LIFE: Final = timedelta(days=365 * 20)
SERVER_LIFE: Final = timedelta(days=398)
CLIENT_LIFE: Final = timedelta(days=730)
_BACKDATED: Final = timedelta(days=1)
_MAX_NAME: Final = 64
"""The longest common name (RFC 5280, appendix A)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A private key with its certificate and those between it and its root."""

    key: PrivateKey
    chain: tuple[x509.Certificate, ...]

    @property
    def certificate(self) -> x509.Certificate:
        """The key's own certificate."""
        return self.chain[0]

    def to_pem(self) -> bytes:
        """Return the certificates and the key as one PEM text."""
        return to_pem(self.chain).encode() + key_to_pem(self.key)

    @classmethod
    def from_pem(cls, pem: bytes) -> Credentials:
        """Read a PEM text of certificates and a key. Raises SecurityError."""
        return cls.paired(read_chain(pem), key_from_pem(pem))

    @classmethod
    def paired(cls, chain: list[x509.Certificate], key: PrivateKey) -> Credentials:
        """Join a chain and a key. Raises SecurityError where the key is not the first certificate's."""
        if chain[0].public_key() != key.public_key():
            raise SecurityError(Flaw.KEY_OF_ANOTHER_CERTIFICATE)
        return cls(key=key, chain=tuple(chain))


def create_authority(kind: KeyKind, now: datetime) -> Credentials:
    """Return a new certificate authority."""
    key = generate_key(kind)
    name = _name(f"{ORGANISATION} CA {kind.value.upper()} {now:%Y-%m-%d}")
    builder = (
        _builder(name, name, _EARLY, now + AUTHORITY_LIFE)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Credentials(key=key, chain=(builder.sign(key, SHA256()),))


def issue_server(authority: Credentials, names: Collection[str], now: datetime) -> Credentials:
    """Return a key and a certificate for a server that is dialled by `names`: host names and IP addresses."""
    key = generate_key(kind_of(authority.key.public_key()))
    alternatives = [each for name in dict.fromkeys(names) if (each := _alternative(name))]
    builder = (
        _builder(
            _name(next(iter(names), ORGANISATION)),
            authority.certificate.subject,
            _EARLY,
            min(now + SERVER_LIFE, authority.certificate.not_valid_after_utc),
        )
        .public_key(key.public_key())
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
    )
    usage = ExtendedKeyUsageOID.SERVER_AUTH
    encrypts = isinstance(key, rsa.RSAPrivateKey)
    signed = _sign(builder, authority, key.public_key(), usage=usage, encrypts_keys=encrypts)
    return Credentials(key=key, chain=(signed,))


def read_request(csr: str) -> x509.CertificateSigningRequest:
    """Return a signing request whose signature and key are good. Raises SecurityError."""
    text = csr.encode()
    try:
        if len(text) > MAX_PEM_BYTES:
            raise ValueError("too long")  # noqa: TRY301 - one way out for all that is unreadable
        request = x509.load_pem_x509_csr(text)
        key, is_valid = request.public_key(), request.is_signature_valid
    except Exception as error:  # Damaged input makes cryptography raise errors of several kinds.
        raise SecurityError(Flaw.REQUEST_UNREADABLE) from error
    kind_of(key)
    if not is_valid:
        raise SecurityError(Flaw.REQUEST_SIGNATURE)
    return request


def issue_client(
    authority: Credentials,
    request: x509.CertificateSigningRequest,
    *,
    identity: str,
    names: Collection[str],
    now: datetime,
) -> x509.Certificate:
    """Sign the request of the charge point `identity`, whose common name must be that or one of `names`.

    The certificate names the identity whatever its common name is; nothing but the common name and the key is taken from
    the request. Raises SecurityError REQUEST_NAME for another name.
    """
    name = common_name_of(request.subject)
    if name != identity and name not in names:
        raise SecurityError(Flaw.REQUEST_NAME, name[:_MAX_NAME])
    builder = _builder(
        _name(name, identity),
        authority.certificate.subject,
        now - _BACKDATED,
        min(now + CLIENT_LIFE, authority.certificate.not_valid_after_utc),
    ).public_key(request.public_key())
    return _sign(builder, authority, request.public_key(), usage=ExtendedKeyUsageOID.CLIENT_AUTH)


def _builder(
    subject: x509.Name, issuer: x509.Name, not_before: datetime, not_after: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
    )


def _sign(
    builder: x509.CertificateBuilder,
    authority: Credentials,
    key: CertificatePublicKeyTypes,
    *,
    usage: x509.ObjectIdentifier,
    encrypts_keys: bool = False,
) -> x509.Certificate:
    """Add what all certificates of servers and clients have, and sign."""
    issuer = authority.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(encrypts_keys=encrypts_keys), critical=True)
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer.value),
            critical=False,
        )
        .sign(authority.key, SHA256())
    )


def _usage(*, signs_certificates: bool = False, encrypts_keys: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_encipherment=encrypts_keys,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def identity_of_client(certificate: x509.Certificate) -> str:
    """Return the identity of the charge point that a client certificate was issued to; "" where it names none."""
    for attribute in certificate.subject.get_attributes_for_oid(NameOID.USER_ID):
        return str(attribute.value)
    return ""


def issued_at(certificate: x509.Certificate) -> datetime:
    """Return when a client certificate was issued."""
    return certificate.not_valid_before_utc + _BACKDATED


def _name(common_name: str, identity: str = "") -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name[:_MAX_NAME]),
    ]
    if identity:
        attributes.append(x509.NameAttribute(NameOID.USER_ID, identity))
    return x509.Name(attributes)


def _alternative(name: str) -> x509.GeneralName | None:
    """Return an address or a host name as certificates write it; None for what is neither."""
    with suppress(ValueError):
        return x509.IPAddress(ip_address(name))
    with suppress(ValueError):
        return x509.DNSName(name.encode("idna").decode("ascii"))
    return None
