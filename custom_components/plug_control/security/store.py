"""Keep our certificate authorities, the server's certificates and what was revoked, as files of one directory."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
import json
from pathlib import Path
import ssl
from threading import RLock
from typing import Final

from cryptography import x509

from .authority import (
    Credentials,
    create_authority,
    identity_of_client,
    issue_client,
    issue_server,
    issued_at,
    read_request,
)
from .certificates import CertificateFacts, HashData, facts_of, hash_data, read_chain, to_pem
from .errors import Flaw, SecurityError
from .keys import KeyKind, kind_of, write_private
from .own_files import OwnFiles, check_own_files
from .tls import server_context

SERVER_RENEWED_BEFORE: Final = timedelta(days=60)
MAX_NAMES: Final = 30
_REVOKED: Final = "revoked.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """One of our certificate authorities, as chargers get it."""

    kind: KeyKind
    pem: str
    facts: CertificateFacts
    hash_data: HashData


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCertificate:
    """A client certificate that was just issued."""

    pem: str
    facts: CertificateFacts


class CertificateStore:
    """The files of `directory`; every method may block for seconds, except `check_client`: call them in a thread.

    The files are made when they are first needed. A damaged one is never replaced, since chargers trust what it held.
    """

    def __init__(self, directory: Path, clock: Callable[[], datetime]) -> None:
        self.directory = directory
        self._clock = clock
        self._lock = RLock()
        self._authorities: Mapping[KeyKind, Credentials] | None = None
        self._revoked: dict[str, datetime] | None = None

    # ---- our certificate authorities

    def roots(self) -> list[Root]:
        """Return our certificate authorities; makes them at first use. Raises OSError, SecurityError."""
        return [
            Root(
                kind=kind,
                pem=to_pem([authority.certificate]),
                facts=facts_of(authority.certificate),
                hash_data=hash_data(authority.certificate),
            )
            for kind, authority in self._roots().items()
        ]

    def present_roots(self) -> dict[str, str]:
        """Return the certificates of our authorities by kind, as PEM, without making any; anyone may ask for them.

        The keys are not read: to check one of RSA takes long.
        """
        found = {}
        for kind in KeyKind:
            with suppress(OSError, SecurityError):
                chain = read_chain(self._authority_path(kind).read_bytes())
                found[kind.value] = to_pem(chain[:1])
        return found

    def _authority_path(self, kind: KeyKind) -> Path:
        return self.directory / f"authority_{kind}.pem"

    def _roots(self) -> Mapping[KeyKind, Credentials]:
        with self._lock:
            if self._authorities is None:
                self._authorities = {kind: self._authority(kind) for kind in KeyKind}
            return self._authorities

    def _authority(self, kind: KeyKind) -> Credentials:
        path = self._authority_path(kind)
        try:
            return _read(path)
        except FileNotFoundError:
            made = create_authority(kind, self._clock())
            write_private(path, made.to_pem())
            return made

    # ---- the server

    def server_contexts(
        self,
        names: Collection[str],
        *,
        own_files: OwnFiles | None = None,
    ) -> tuple[ssl.SSLContext, ssl.SSLContext]:
        """Return the contexts of a server that is dialled by `names`, with a certificate of each kind of keys.

        The second one asks clients for a certificate. With `own_files`, they have the user's certificate only. Raises
        OSError, SecurityError.
        """
        with self._lock:
            roots = self._roots()
            if own_files is None:
                files = [self._server_file(kind, names) for kind in KeyKind]
            else:
                check_own_files(own_files, self._clock())
                files = [own_files]
            trusted = to_pem([each.certificate for each in roots.values()])
            return (
                server_context(files, roots=trusted, asks_clients=False),
                server_context(files, roots=trusted, asks_clients=True),
            )

    def server_facts(self) -> list[CertificateFacts]:
        """Return what our own server's certificates say. Raises OSError, SecurityError."""
        return [facts_of(_read(self._server_path(kind)).certificate) for kind in KeyKind]

    def _server_path(self, kind: KeyKind) -> Path:
        return self.directory / f"server_{kind}.pem"

    def _server_file(self, kind: KeyKind, names: Collection[str]) -> OwnFiles:
        """Return the file of a server's certificate that covers `names` and does not end soon; issues it if there is none."""
        path = self._server_path(kind)
        authority = self._roots()[kind]
        former: set[str] = set()
        try:
            present = _read(path).certificate
            present.verify_directly_issued_by(authority.certificate)
            former = names_of(present)
            is_good = self._clock() < present.not_valid_after_utc - SERVER_RENEWED_BEFORE
            is_good = is_good and set(names) <= former
        except Exception:  # noqa: BLE001 - whatever is wrong with it: a server's certificate can be replaced
            is_good = False
        if not is_good:
            # Keep the former names: a charger may dial one that is not visible from here at the moment.
            known = [*dict.fromkeys([*names, *sorted(former)])][:MAX_NAMES]
            write_private(path, issue_server(authority, known, self._clock()).to_pem())
        return OwnFiles(certificate=path, private_key=path)

    # ---- charge points

    def sign(self, csr: str, *, identity: str, names: Collection[str] = ()) -> IssuedCertificate:
        """Sign the request of the charge point `identity`, which `names` name too. Raises OSError, SecurityError."""
        request = read_request(csr)
        authority = self._roots()[kind_of(request.public_key())]
        now = self._clock()
        signed = issue_client(authority, request, identity=identity, names=names, now=now)
        with self._lock:
            revoked_at = self._revocations().get(identity)
            if revoked_at is not None and issued_at(signed) <= revoked_at:
                # Our clock was set back since, or both happened in the same second: the new one counts, older ones do not.
                self._keep_revoked(identity, issued_at(signed) - timedelta(seconds=1))
        return IssuedCertificate(pem=to_pem([signed]), facts=facts_of(signed))

    def revoke(self, identity: str) -> None:
        """Revoke all certificates that a charge point got until now, if there can be any. Raises OSError, SecurityError."""
        if not any(self._authority_path(kind).exists() for kind in KeyKind):
            return
        with self._lock:
            self._keep_revoked(identity, self._clock())

    def _keep_revoked(self, identity: str, until: datetime) -> None:
        revoked = self._revocations() | {identity: until}
        rows = {name: at.isoformat() for name, at in sorted(revoked.items())}
        write_private(self.directory / _REVOKED, json.dumps(rows, indent=1).encode())
        self._revoked = revoked

    def load_revocations(self) -> None:
        """Read what was revoked, so that `check_client` does not block. Raises OSError, SecurityError."""
        with self._lock:
            self._revocations()

    def check_client(self, der: bytes, identity: str | None) -> CertificateFacts:
        """Return what a client certificate says that the handshake has verified. Raises SecurityError.

        It must be the charge point's, valid now, and not revoked; `identity` None checks no identity.
        """
        certificate = _read_der(der)
        owner = identity_of_client(certificate)
        if identity is not None and owner != identity:
            raise SecurityError(Flaw.ANOTHER_IDENTITY, owner)
        now = self._clock()
        if now > certificate.not_valid_after_utc:
            raise SecurityError(Flaw.EXPIRED, f"{certificate.not_valid_after_utc:%Y-%m-%d}")
        if now < certificate.not_valid_before_utc:
            raise SecurityError(Flaw.NOT_YET_VALID, f"{certificate.not_valid_before_utc:%Y-%m-%d}")
        revoked_at = self._revocations().get(owner)
        if revoked_at is not None and issued_at(certificate) <= revoked_at:
            raise SecurityError(Flaw.REVOKED, f"{revoked_at:%Y-%m-%d}")
        return facts_of(certificate)

    def _revocations(self) -> dict[str, datetime]:
        if self._revoked is None:
            try:
                rows = json.loads((self.directory / _REVOKED).read_bytes())
                self._revoked = {name: datetime.fromisoformat(at) for name, at in rows.items()}
            except FileNotFoundError:
                self._revoked = {}
            except (ValueError, TypeError, AttributeError) as error:
                raise SecurityError(Flaw.FILE_UNREADABLE, _REVOKED) from error
        return self._revoked


def names_of(certificate: x509.Certificate) -> set[str]:
    """Return the host names and addresses that a server's certificate is for."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    addresses = map(str, names.get_values_for_type(x509.IPAddress))
    return {*names.get_values_for_type(x509.DNSName), *addresses}


def _read(path: Path) -> Credentials:
    """Read a key with its certificates. Raises OSError, SecurityError with the file's name."""
    try:
        return Credentials.from_pem(path.read_bytes())
    except SecurityError as error:
        raise SecurityError(error.flaw, path.name) from error


def _read_der(der: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(der)
    except Exception as error:  # Damaged input makes cryptography raise errors of several kinds.
        raise SecurityError(Flaw.NO_CERTIFICATE) from error
