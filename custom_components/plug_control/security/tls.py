"""TLS settings: of the open port, TLS 1.2 or later with the suites of security profile 2, and of our own connections."""

from collections.abc import Iterable
from pathlib import Path
import ssl
from typing import Final

from .errors import Flaw, SecurityError
from .own_files import OwnFiles

SUITES: Final = (
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
)
"""The suites for TLS 1.2, as OpenSSL spells them (security whitepaper, A00.FR.318); the last two lack forward secrecy."""
_NO_CHECK_TIME: Final = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME: `CertificateStore.check_client` refuses by time, and knows the charge point."""


def server_context(files: Iterable[OwnFiles], *, roots: str, asks_clients: bool) -> ssl.SSLContext:
    """Return a context with a certificate from each of `files`. Raises SecurityError.

    If it asks clients for a certificate, they need not have one; it refuses those that none of `roots` signed.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    context.set_ciphers(":".join(SUITES))
    context.verify_flags |= _NO_CHECK_TIME
    context.load_verify_locations(cadata=roots)
    context.verify_mode = ssl.CERT_OPTIONAL if asks_clients else ssl.CERT_NONE
    for each in files:
        try:
            context.load_cert_chain(each.certificate, each.private_key, password=_no_password)
        except (OSError, ValueError) as error:
            raise SecurityError(Flaw.FILE_UNREADABLE, each.certificate.name) from error
    return context


def client_context(*, roots: Path | None, own: OwnFiles | None) -> ssl.SSLContext:
    """Return a context for a connection that we open: trusts `roots` alone, or the public authorities without them.

    Reads files. Raises SecurityError for those that cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=roots)
    except (OSError, ValueError) as error:
        raise SecurityError(Flaw.FILE_UNREADABLE, "" if roots is None else roots.name) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if own is not None:
        try:
            context.load_cert_chain(own.certificate, own.private_key, password=_no_password)
        except (OSError, ValueError) as error:
            raise SecurityError(Flaw.FILE_UNREADABLE, own.certificate.name) from error
    return context


def _no_password() -> str:
    """Stand in for the question on the terminal that OpenSSL would ask and wait for."""
    return ""
