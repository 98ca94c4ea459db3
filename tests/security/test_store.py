"""Our certificate authorities, the server's certificates, signing requests, client certificates."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
import ssl
import stat

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
import pytest

from custom_components.plug_control.security.authority import Credentials
from custom_components.plug_control.security.certificates import (
    HashData,
    common_name_of,
    hash_data,
    read_chain,
    read_der,
    read_pem,
)
from custom_components.plug_control.security.errors import Flaw, SecurityError
from custom_components.plug_control.security.keys import KeyKind, key_from_pem, write_private
from custom_components.plug_control.security.own_files import OwnFiles, check_own_files
from custom_components.plug_control.security.store import (
    SERVER_RENEWED_BEFORE,
    CertificateStore,
    names_of,
)
from tests.certificates import (
    NAMES,
    Clock,
    client_context,
    client_file,
    key,
    key_pem,
    made_files,
    request,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> CertificateStore:
    return CertificateStore(made_files(tmp_path / "certificates"), clock)


def flaw_of(work: Callable[[], object]) -> Flaw:
    with pytest.raises(SecurityError) as caught:
        work()
    assert str(caught.value)
    return caught.value.flaw


def certificate_of(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificates(path.read_bytes())[0]


def der_of(path: Path) -> bytes:
    return certificate_of(path).public_bytes(Encoding.DER)


# --- our authorities and the server ---------------------------------------------------------------


def test_the_first_use_makes_everything_and_only_the_owner_can_read_it(
    tmp_path: Path, clock: Clock
) -> None:
    directory = tmp_path / "new" / "certificates"
    CertificateStore(directory, clock).server_contexts(NAMES)
    files = sorted(directory.iterdir())
    assert [each.name for each in files] == [
        "authority_ecdsa.pem",
        "authority_rsa.pem",
        "server_ecdsa.pem",
        "server_rsa.pem",
    ]
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_the_authorities_outlast_a_restart_and_a_move_of_their_directory(
    store: CertificateStore, tmp_path: Path, clock: Clock
) -> None:
    before = store.roots()
    moved = store.directory.rename(tmp_path / "moved")
    assert CertificateStore(moved, clock).roots() == before
    assert {root.kind for root in before} == set(KeyKind)


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"-----BEGIN CERTIFICATE-----\nAA\n"])
def test_a_damaged_authority_is_never_replaced_since_chargers_trust_it(
    store: CertificateStore, content: bytes
) -> None:
    path = store.directory / "authority_ecdsa.pem"
    path.write_bytes(content)
    assert flaw_of(store.roots) is Flaw.NO_CERTIFICATE
    assert path.read_bytes() == content


def test_a_servers_certificate_is_for_the_names_that_chargers_dial_the_former_ones_too(
    store: CertificateStore,
) -> None:
    names = ("192.168.1.2", "fd00::2", "homeassistant.fritz.box", "häuschen.example", "x" * 70)
    store.server_contexts(names)
    for kind in KeyKind:
        certificate = certificate_of(store.directory / f"server_{kind}.pem")
        assert names_of(certificate) == {*names[:3], "xn--huschen-5wa.example", *NAMES}


def test_a_servers_certificate_stays_while_it_is_good(store: CertificateStore) -> None:
    before = store.server_facts()
    store.server_contexts(NAMES[:1])
    assert store.server_facts() == before


def test_a_servers_certificate_is_renewed_before_it_ends(
    store: CertificateStore, clock: Clock
) -> None:
    before = store.server_facts()
    clock.now = before[0].not_after - SERVER_RENEWED_BEFORE
    store.server_contexts(NAMES)
    assert all(each.not_after > before[0].not_after for each in store.server_facts())


def test_a_servers_certificate_is_renewed_for_another_name_or_where_it_is_damaged(
    store: CertificateStore,
) -> None:
    before = store.server_facts()
    (store.directory / "server_rsa.pem").write_bytes(b"nonsense")
    store.server_contexts(NAMES)
    after = store.server_facts()
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False]
    store.server_contexts(("192.168.1.2",))
    assert all(one != other for one, other in zip(store.server_facts(), after, strict=True))


def test_a_servers_certificate_of_another_authority_is_replaced(
    store: CertificateStore, tmp_path: Path
) -> None:
    foreign = made_files(tmp_path / "foreign", "foreign")
    for kind in KeyKind:
        (store.directory / f"server_{kind}.pem").write_bytes(
            (foreign / f"server_{kind}.pem").read_bytes()
        )
        store.server_contexts(NAMES)
        signer = certificate_of(store.directory / f"authority_{kind}.pem")
        certificate_of(store.directory / f"server_{kind}.pem").verify_directly_issued_by(signer)


def test_a_chargers_clock_at_1970_finds_authority_and_server_valid(store: CertificateStore) -> None:
    """R14: it learns the time only once it is connected."""
    for facts in [*store.server_facts(), *(root.facts for root in store.roots())]:
        assert facts.not_before.year == 1970


def test_the_context_has_no_version_below_1_2_and_the_suites_of_profile_2(
    store: CertificateStore,
) -> None:
    context = store.server_contexts(NAMES)[0]
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_NONE
    suites = {each["name"] for each in context.get_ciphers()}
    assert {
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "AES128-GCM-SHA256",
        "AES256-GCM-SHA384",
    } <= suites
    assert all("GCM" in each or "CHACHA20" in each for each in suites)


# --- signing requests -----------------------------------------------------------------------------


def handshake(
    server: ssl.SSLContext, client: ssl.SSLContext, session: ssl.SSLSession | None = None
) -> tuple[ssl.SSLObject, ssl.SSLObject]:
    """Do a TLS handshake in memory; return both sides."""
    to_server, from_server, to_client, from_client = (ssl.MemoryBIO() for _ in range(4))
    ours = server.wrap_bio(to_server, from_server, server_side=True)
    theirs = client.wrap_bio(to_client, from_client, server_hostname="localhost", session=session)
    for work in (theirs.do_handshake, ours.do_handshake) * 3 + (lambda: theirs.read(1),):
        with suppress(ssl.SSLWantReadError):
            work()
        to_server.write(from_client.read())
        to_client.write(from_server.read())
    return ours, theirs


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_resumed_session_never_hides_a_client_certificate(
    store: CertificateStore, tmp_path: Path, newest: ssl.TLSVersion
) -> None:
    """A session that began without certificate lacks it after its resumption, so that profile 3 would never be reached."""
    client = client_context(client_file(tmp_path), newest=newest)
    not_asking, asking = store.server_contexts(NAMES)
    first, theirs = handshake(not_asking, client)
    assert first.getpeercert(binary_form=True) is None
    session = theirs.session
    assert handshake(not_asking, client, session)[1].session_reused
    ours, theirs = handshake(asking, client, session)
    assert not theirs.session_reused
    assert ours.getpeercert(binary_form=True)


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_request_is_signed_by_the_authority_of_its_kind_and_names_the_identity(
    store: CertificateStore, clock: Clock, kind: KeyKind
) -> None:
    issued = store.sign(request("SN-1", kind), identity="CP-1", names=["SN-1"])
    certificate = read_chain(issued.pem.encode())[0]
    certificate.verify_directly_issued_by(certificate_of(store.directory / f"authority_{kind}.pem"))
    assert issued.facts.common_name == "SN-1"
    assert issued.facts == read_pem(issued.pem)
    assert clock.now + timedelta(days=700) < issued.facts.not_after
    der = certificate.public_bytes(Encoding.DER)
    assert store.check_client(der, "CP-1") == store.check_client(der, None) == issued.facts
    assert flaw_of(lambda: store.check_client(der, "SN-1")) is Flaw.ANOTHER_IDENTITY
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert not limits.ca


def test_a_request_under_another_name_is_refused(store: CertificateStore) -> None:
    signing = lambda: store.sign(request("CP-2"), identity="CP-1", names=["SN-1"])  # noqa: E731
    assert flaw_of(signing) is Flaw.REQUEST_NAME


def _csr(builder_key: object, algorithm: object = SHA256()) -> str:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CP-1")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    signed = builder.sign(builder_key, algorithm)  # type: ignore[arg-type]
    return signed.public_bytes(Encoding.PEM).decode()


def _forged() -> str:
    """Return a request whose signature is wrong."""
    good = x509.load_pem_x509_csr(request().encode()).public_bytes(Encoding.DER)
    forged = x509.load_der_x509_csr(good[:-1] + bytes([good[-1] ^ 1]))
    return forged.public_bytes(Encoding.PEM).decode()


@pytest.mark.parametrize(
    ("csr", "flaw"),
    [
        (lambda: "", Flaw.REQUEST_UNREADABLE),
        (lambda: "x" * 100_000, Flaw.REQUEST_UNREADABLE),
        (lambda: "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n", Flaw.REQUEST_UNREADABLE),
        (_forged, Flaw.REQUEST_SIGNATURE),
        (
            lambda: _csr(rsa.generate_private_key(public_exponent=65537, key_size=1024)),
            Flaw.KEY_KIND,
        ),
        (lambda: _csr(ec.generate_private_key(ec.SECP224R1())), Flaw.KEY_KIND),
        (lambda: _csr(ed25519.Ed25519PrivateKey.generate(), None), Flaw.KEY_KIND),
    ],
)
def test_a_bad_request_is_refused(
    store: CertificateStore, csr: Callable[[], str], flaw: Flaw
) -> None:
    assert flaw_of(lambda: store.sign(csr(), identity="CP-1")) is flaw


# --- client certificates --------------------------------------------------------------------------


def test_a_client_certificate_counts_within_its_time_only(
    store: CertificateStore, tmp_path: Path, clock: Clock
) -> None:
    der = der_of(client_file(tmp_path))
    facts = store.check_client(der, "CP-1")
    clock.now = facts.not_after + timedelta(seconds=1)
    assert flaw_of(lambda: store.check_client(der, "CP-1")) is Flaw.EXPIRED
    clock.now = facts.not_before - timedelta(seconds=1)
    assert flaw_of(lambda: store.check_client(der, "CP-1")) is Flaw.NOT_YET_VALID


def test_revoking_ends_what_was_issued_until_then_also_after_a_restart(
    store: CertificateStore, clock: Clock
) -> None:
    issued = store.sign(request(), identity="CP-1")
    der = read_chain(issued.pem.encode())[0].public_bytes(Encoding.DER)
    others = store.sign(request("CP-2"), identity="CP-2")
    store.revoke("CP-1")
    assert flaw_of(lambda: store.check_client(der, "CP-1")) is Flaw.REVOKED
    again = CertificateStore(store.directory, clock)
    again.load_revocations()
    assert flaw_of(lambda: again.check_client(der, "CP-1")) is Flaw.REVOKED
    clock.now += timedelta(seconds=2)
    later = again.sign(request(), identity="CP-1")
    for identity, each in (("CP-1", later), ("CP-2", others)):
        good = read_chain(each.pem.encode())[0].public_bytes(Encoding.DER)
        assert again.check_client(good, identity) == each.facts


def test_a_clock_that_was_set_back_revokes_no_new_certificate(
    store: CertificateStore, clock: Clock
) -> None:
    def signed() -> bytes:
        pem = store.sign(request(), identity="CP-1").pem
        return x509.load_pem_x509_certificate(pem.encode()).public_bytes(Encoding.DER)

    former = signed()
    clock.now += timedelta(days=3650)
    store.revoke("CP-1")
    clock.now -= timedelta(days=3649)
    new = signed()
    assert store.check_client(new, "CP-1") == read_der(new)
    assert flaw_of(lambda: store.check_client(former, "CP-1")) is Flaw.REVOKED
    store.revoke("CP-1")
    newest = signed()  # in the same second
    assert store.check_client(newest, "CP-1") == read_der(newest)


def test_without_an_authority_nothing_is_revoked(tmp_path: Path, clock: Clock) -> None:
    store = CertificateStore(tmp_path / "none", clock)
    store.revoke("CP-1")
    assert not store.directory.exists()


@pytest.mark.parametrize("content", ["nonsense", "[]", '{"CP-1": 5}', '{"CP-1": "soon"}'])
def test_damaged_revocations_let_nobody_in_by_certificate(
    store: CertificateStore, tmp_path: Path, content: str
) -> None:
    (store.directory / "revoked.json").write_text(content)
    der = der_of(client_file(tmp_path))
    assert flaw_of(lambda: store.check_client(der, "CP-1")) is Flaw.FILE_UNREADABLE
    assert flaw_of(store.load_revocations) is Flaw.FILE_UNREADABLE


def test_an_unreadable_or_nameless_certificate_is_no_charge_points(store: CertificateStore) -> None:
    assert flaw_of(lambda: store.check_client(b"nonsense", "CP-1")) is Flaw.NO_CERTIFICATE
    assert flaw_of(lambda: read_der(b"nonsense")) is Flaw.NO_CERTIFICATE
    server = der_of(store.directory / "server_ecdsa.pem")
    assert read_der(server).common_name == "127.0.0.1"
    assert flaw_of(lambda: store.check_client(server, "127.0.0.1")) is Flaw.ANOTHER_IDENTITY
    assert names_of(certificate_of(store.directory / "authority_rsa.pem")) == set()
    assert common_name_of(x509.Name([])) == ""


# --- OCPP's names of certificates -----------------------------------------------------------------


@pytest.mark.parametrize("kind", list(KeyKind))
def test_hash_data_is_what_ocsp_computes(store: CertificateStore, kind: KeyKind) -> None:
    """RFC 6960, 4.1.1: the whitepaper's CertificateHashDataType is taken from there."""
    issuer = certificate_of(store.directory / f"authority_{kind}.pem")
    certificate = certificate_of(store.directory / f"server_{kind}.pem")
    wanted = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA256()).build()
    assert hash_data(certificate, issuer) == HashData(
        algorithm="SHA256",
        issuer_name=wanted.issuer_name_hash.hex(),
        issuer_key=wanted.issuer_key_hash.hex(),
        serial_number=f"{wanted.serial_number:x}",
    )
    root = next(root for root in store.roots() if root.kind is kind)
    assert root.hash_data == hash_data(issuer, issuer)


def test_a_certificate_with_another_kind_of_key_has_no_hash_data() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    name = x509.Name([])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .sign(key, None)
    )
    assert flaw_of(lambda: hash_data(certificate)) is Flaw.KEY_KIND


def test_hash_data_is_compared_as_chargers_write_it() -> None:
    ours = HashData(algorithm="SHA256", issuer_name="ab", issuer_key="cd", serial_number="1f")
    assert ours.is_same(
        HashData(algorithm="sha256", issuer_name="AB", issuer_key="CD", serial_number="001F")
    )
    assert not ours.is_same(
        HashData(algorithm="SHA256", issuer_name="ab", issuer_key="cd", serial_number="2f")
    )


# --- the user's own files -------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> OwnFiles:
    """A certificate of the user's with its key, in two files."""
    foreign = made_files(tmp_path / "own", "foreign")
    both = Credentials.from_pem((foreign / "server_rsa.pem").read_bytes())
    certificate, private_key = tmp_path / "fullchain.pem", tmp_path / "privkey.pem"
    certificate.write_bytes(
        both.certificate.public_bytes(Encoding.PEM)
        + certificate_of(foreign / "authority_rsa.pem").public_bytes(Encoding.PEM)
    )
    private_key.write_bytes(key_pem(both.key))
    return OwnFiles(certificate=certificate, private_key=private_key)


def test_the_users_own_certificate_is_used_alone(
    store: CertificateStore, own: OwnFiles, clock: Clock
) -> None:
    assert check_own_files(own, clock.now).common_name == "127.0.0.1"
    assert store.server_contexts(NAMES, own_files=own)


def test_what_is_wrong_with_the_users_files_is_said(
    store: CertificateStore, own: OwnFiles, clock: Clock, tmp_path: Path
) -> None:
    check = lambda: check_own_files(own, clock.now)  # noqa: E731
    good_chain, good_key = own.certificate.read_bytes(), own.private_key.read_bytes()
    own.private_key.write_bytes(key_pem(key(KeyKind.ECDSA)))
    assert flaw_of(check) is Flaw.KEY_OF_ANOTHER_CERTIFICATE
    encrypted = key(KeyKind.ECDSA).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
    )
    own.private_key.write_bytes(encrypted)
    assert flaw_of(check) is Flaw.KEY_ENCRYPTED
    own.private_key.write_bytes(good_chain)
    assert flaw_of(check) is Flaw.NO_PRIVATE_KEY
    own.private_key.write_bytes(
        ed25519.Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    assert flaw_of(check) is Flaw.KEY_KIND
    own.private_key.unlink()
    assert flaw_of(check) is Flaw.FILE_UNREADABLE
    own.private_key.write_bytes(good_key)
    own.certificate.write_bytes(good_key)
    assert flaw_of(check) is Flaw.NO_CERTIFICATE
    own.certificate.write_bytes(
        good_chain + certificate_of(client_file(tmp_path)).public_bytes(Encoding.PEM)
    )
    assert flaw_of(check) is Flaw.CHAIN_BROKEN
    own.certificate.write_bytes(good_chain)
    clock.now += timedelta(days=500)
    assert flaw_of(check) is Flaw.EXPIRED
    assert flaw_of(lambda: store.server_contexts(NAMES, own_files=own)) is Flaw.EXPIRED
    assert flaw_of(lambda: check_own_files(own, clock.now.replace(year=1960))) is Flaw.NOT_YET_VALID


def test_a_change_of_the_users_files_is_seen(own: OwnFiles) -> None:
    before = own.changed_at()
    own.private_key.unlink()
    assert own.changed_at() == (before[0], 0)


def test_files_that_vanish_between_check_and_use_are_said(
    store: CertificateStore, own: OwnFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.plug_control.security.store.check_own_files", lambda *_: None
    )
    own.private_key.write_bytes(
        key(KeyKind.ECDSA).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
        )
    )
    assert flaw_of(lambda: store.server_contexts(NAMES, own_files=own)) is Flaw.FILE_UNREADABLE


# --- files ----------------------------------------------------------------------------------------


def test_a_private_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key.pem"
    write_private(path, b"one")

    def full(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("custom_components.plug_control.security.keys.os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        write_private(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_key_from_pem_reads_what_was_written() -> None:
    assert key_from_pem(key_pem(key(KeyKind.RSA))).public_key() == key(KeyKind.RSA).public_key()
