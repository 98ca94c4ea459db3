"""Certificate authorities that are made once for all tests, and the certificates and requests of charge points."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
import shutil
import ssl
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from custom_components.plug_control.security.authority import Credentials, issue_client
from custom_components.plug_control.security.keys import KeyKind, PrivateKey
from custom_components.plug_control.security.store import CertificateStore

NAMES = ("127.0.0.1", "localhost")


def utc_now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


class Clock:
    """A clock that tests advance; it starts with the real time, which OpenSSL knows too."""

    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        """Return the present time."""
        return self.now


@cache
def _made(name: str) -> Path:
    """Return a directory with authorities and a server's certificates; made once for all tests."""
    directory = Path(tempfile.mkdtemp(prefix=f"plug_control_{name}_"))
    CertificateStore(directory, utc_now).server_contexts(NAMES)
    return directory


def made_files(directory: Path, name: str = "ours") -> Path:
    """Fill a directory with ready authorities and a server's certificates, and return it; another `name` is a foreign one."""
    shutil.copytree(_made(name), directory, dirs_exist_ok=True)
    return directory


@cache
def server_contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the TLS settings of a server with ready certificates, the second ones ask for the client's; made once for all tests."""
    return CertificateStore(_made("ours"), utc_now).server_contexts(NAMES)


def strict_context(directory: Path) -> ssl.SSLContext:
    """Return the TLS settings of a server that takes no client without a certificate of ours."""
    _, context = CertificateStore(made_files(directory), utc_now).server_contexts(NAMES)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def root_pem(kind: KeyKind = KeyKind.ECDSA) -> str:
    """Return the certificate of one of our authorities."""
    text = (_made("ours") / f"authority_{kind}.pem").read_text()
    return text.partition("-----BEGIN PRIVATE")[0]


@cache
def key(kind: KeyKind, name: str = "CP-1") -> PrivateKey:
    """Return the key of a charge point; made once for all tests."""
    if kind is KeyKind.RSA:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return ec.generate_private_key(ec.SECP256R1())


def request(name: str = "CP-1", kind: KeyKind = KeyKind.ECDSA) -> str:
    """Return the signing request of a charge point."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return builder.sign(key(kind, name), SHA256()).public_bytes(Encoding.PEM).decode()


def key_pem(private_key: PrivateKey) -> bytes:
    """Return a key as PEM."""
    return private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def client_file(
    directory: Path,
    name: str = "CP-1",
    *,
    authority: str = "ours",
    kind: KeyKind = KeyKind.ECDSA,
    age: timedelta = timedelta(0),
) -> Path:
    """Return a file with a client certificate that an authority issued `age` ago, and its key."""
    issuer = Credentials.from_pem((_made(authority) / f"authority_{kind}.pem").read_bytes())
    certificate = issue_client(
        issuer,
        x509.load_pem_x509_csr(request(name, kind).encode()),
        identity=name,
        names=(),
        now=utc_now() - age,
    )
    path = directory / f"client_{name}_{kind}_{authority}_{age.days}.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM) + key_pem(key(kind, name)))
    return path


def client_context(
    certificate: Path | None = None,
    *,
    authority: str = "ours",
    suites: str | None = None,
    newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
) -> ssl.SSLContext:
    """Return the TLS settings of a charge point that trusts an authority, with a client certificate if it has one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.maximum_version = newest
    for kind in KeyKind:
        context.load_verify_locations(_made(authority) / f"authority_{kind}.pem")
    if suites is not None:
        context.set_ciphers(suites)
    if certificate is not None:
        context.load_cert_chain(certificate)
    return context
