"""Identity in the path, user and password in the header."""

import base64
from urllib.parse import quote

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.plug_control.protocol.authentication import (
    IdentityError,
    credentials_of,
    identity_of,
    is_identity,
)
from custom_components.plug_control.security.passwords import check_password

AL1000_PASSWORD = bytes(range(8)) + b"\xff" * 12


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("/CP-1", "CP-1"),
        ("/CP-1/", "CP-1"),
        ("/ocpp/1.6/CP-1", "CP-1"),
        ("//CP-1//", "CP-1"),
        ("/steve/websocket/CentralSystemService/CP-1", "CP-1"),
        ("/CP%201", "CP 1"),
        ("/Z%C3%BCrich", "Zürich"),
        ("/20%3A7A%3AC1%3A99", "20:7A:C1:99"),
        ("/CP+1", "CP+1"),
        ("/CP-1?token=x", "CP-1"),
        ("/100%25", "100%"),
        ("/../CP-1", "CP-1"),
        ("/", None),
        ("//", None),
        ("", None),
        ("/?x=y", None),
    ],
)
def test_r2_identity_is_the_percent_decoded_last_segment(path: str, identity: str | None) -> None:
    assert identity_of(path) == identity


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/CP%0A1",
        "/CP%0D%0ASet-Cookie:x",
        "/%2e%2e",
        "/..",
        "/.",
        "/%2e%2e%2fetc%2fpasswd",
        "/CP%2F1",
        "/CP%5C1",
        "/CP%231",
        "/%FF",
        "/%C3",
        "/%E2%80%AE",
        "/" + "x" * 65,
        "/" + "%41" * 2000,
    ],
)
def test_attack_an_identity_that_is_no_plain_name_is_none(path: str) -> None:
    with pytest.raises(IdentityError):
        identity_of(path)


@settings(max_examples=100)
@given(st.text(min_size=1, max_size=64))
def test_every_plain_name_survives_the_way_through_a_path(identity: str) -> None:
    if is_identity(identity):
        assert identity_of(f"/prefix/{quote(identity, safe='')}/") == identity
        assert identity.isprintable()


def basic(credentials: bytes, scheme: str = "Basic") -> str:
    return f"{scheme} {base64.b64encode(credentials).decode()}"


def test_r3_the_test_vector() -> None:
    header = "Basic QUwxMDAwOgABAgMEBQYH////////////////"
    assert credentials_of(header, "AL1000") == ("AL1000", AL1000_PASSWORD)
    assert check_password(AL1000_PASSWORD.hex(), AL1000_PASSWORD)


@pytest.mark.parametrize(
    ("header", "identity", "credentials"),
    [
        (basic(b"CP-1:secret"), "CP-1", ("CP-1", b"secret")),
        (basic(b"CP-1:se:cr:et"), "CP-1", ("CP-1", b"se:cr:et")),
        (basic(b"20:7A:secret"), "20:7A", ("20:7A", b"secret")),
        (basic(b"20:7A:secret"), None, ("20", b"7A:secret")),
        (basic(b"other:secret"), "CP-1", ("other", b"secret")),
        (basic(b"\xff:secret"), None, ("\ufffd", b"secret")),
        (basic(b"CP-1:", "bAsIc"), "CP-1", ("CP-1", b"")),
        (basic(b"no colon"), "CP-1", None),
        ("Basic not base64!", "CP-1", None),
        (basic(b"CP-1:secret").replace("Q", "Q*", 1), "CP-1", None),
        ("Basic \xe4", "CP-1", None),
        ("Basic", "CP-1", None),
        ("Bearer abc", "CP-1", None),
        ("", "CP-1", None),
        (None, "CP-1", None),
    ],
)
def test_r3_credentials(
    header: str | None, identity: str | None, credentials: tuple[str, bytes] | None
) -> None:
    assert credentials_of(header, identity) == credentials


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("secret", b"secret"),
        ("Zürich", "Zürich".encode()),
        (AL1000_PASSWORD.hex(), AL1000_PASSWORD),
        (AL1000_PASSWORD.hex(), AL1000_PASSWORD.hex().encode()),
        (AL1000_PASSWORD.hex().upper(), AL1000_PASSWORD.hex().encode()),
        ("twenty characters ok", b"twenty characters ok"),
        ("twenty characters ok", b"twenty characters ok".hex().encode()),
        ("x" * 40, b"x" * 40),
    ],
)
def test_r3_a_password_is_20_raw_bytes_or_their_hex_text_or_an_ordinary_text(
    expected: str, given: bytes
) -> None:
    assert check_password(expected, given)


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("secret", b"Secret"),
        ("secret", b"secret "),
        ("secret", b""),
        ("secret", None),
        ("", None),
        (AL1000_PASSWORD.hex(), AL1000_PASSWORD[:-1]),
        (AL1000_PASSWORD.hex(), AL1000_PASSWORD.hex().encode()[:-1]),
        ("\u00e9" * 20, b"\xff" * 20),
    ],
)
def test_r3_any_other_password_is_wrong(expected: str, given: bytes | None) -> None:
    assert not check_password(expected, given)
