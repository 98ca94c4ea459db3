"""Signed meter values: OCMF with every curve, keys in every form, and what cannot be checked."""

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
import pytest

from custom_components.plug_control.security.signed_values import (
    Verdict,
    check_signed,
    is_public_key,
)

PAYLOAD = '{"FV":"1.0","GI":"Meter","PG":"T12","RD":[{"TM":"2026-03-14T10:00:00,000+0000 S","TX":"B","RV":268.978,"RU":"kWh","ST":"G"}]}'
KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())


def ocmf(
    key: ec.EllipticCurvePrivateKey = KEY,
    payload: str = PAYLOAD,
    digest: hashes.HashAlgorithm | None = None,
    **described: str,
) -> str:
    signature = key.sign(payload.encode(), ec.ECDSA(digest or hashes.SHA256()))
    text = (
        base64.b64encode(signature).decode() if described.get("SE") == "base64" else signature.hex()
    )
    return f"OCMF|{payload}|{json.dumps({**described, 'SD': text})}"


def key_text(
    key: ec.EllipticCurvePrivateKey = KEY,
    encoding: Encoding = Encoding.DER,
    form: PublicFormat = PublicFormat.SubjectPublicKeyInfo,
) -> str:
    raw = key.public_key().public_bytes(encoding, form)
    return raw.decode() if encoding is Encoding.PEM else raw.hex()


@pytest.mark.parametrize(
    ("curve", "algorithm", "digest"),
    [
        (ec.SECP192R1(), "ECDSA-secp192r1-SHA256", None),
        (ec.SECP256K1(), "ECDSA-secp256k1-SHA256", None),
        (ec.SECP256R1(), "ECDSA-secp256r1-SHA256", None),
        (ec.SECP384R1(), "ECDSA-secp384r1-SHA256", None),
        (ec.SECP384R1(), "ECDSA-secp384r1-SHA384", hashes.SHA384()),
        (ec.BrainpoolP256R1(), "ECDSA-brainpool256r1-SHA256", None),
        (ec.BrainpoolP384R1(), "ECDSA-brainpoolP384r1-SHA256", None),
    ],
)
def test_ocmf_of_every_curve(
    curve: ec.EllipticCurve, algorithm: str, digest: hashes.HashAlgorithm | None
) -> None:
    key = ec.generate_private_key(curve)
    text = ocmf(key, digest=digest, SA=algorithm)
    found = check_signed(text, key_text(key))
    assert (found.format, found.verdict) == ("OCMF", Verdict.VERIFIED)
    changed = text.replace("268.978", "168.978")
    assert check_signed(changed, key_text(key)).verdict is Verdict.NOT_VERIFIED
    point = key_text(key, Encoding.X962, PublicFormat.CompressedPoint)
    assert check_signed(text, point).verdict is Verdict.VERIFIED


@pytest.mark.parametrize("curve", [ec.SECP192R1(), ec.SECP256R1(), ec.SECP521R1()])
def test_a_signature_may_be_the_plain_numbers(curve: ec.EllipticCurve) -> None:
    """OCMF has DER; some meters write r and s one behind the other."""
    key = ec.generate_private_key(curve)
    r, s = decode_dss_signature(key.sign(PAYLOAD.encode(), ec.ECDSA(hashes.SHA256())))
    size = (curve.key_size + 7) // 8
    described = {
        "SA": f"ECDSA-{curve.name}-SHA256",
        "SD": (r.to_bytes(size) + s.to_bytes(size)).hex(),
    }
    text = f"OCMF|{PAYLOAD}|{json.dumps(described)}"
    assert check_signed(text, key_text(key)).verdict is Verdict.VERIFIED
    changed = text.replace("268.978", "168.978")
    assert check_signed(changed, key_text(key)).verdict is Verdict.NOT_VERIFIED
    other = key_text(ec.generate_private_key(curve))
    assert check_signed(text, other).verdict is Verdict.NOT_VERIFIED


def test_what_is_no_text_is_not_verified() -> None:
    text = ocmf().replace("Meter", "\ud800")
    assert check_signed(text, key_text()).verdict is Verdict.NOT_VERIFIED


@pytest.mark.parametrize(
    "text",
    [
        key_text(),
        key_text().upper(),
        key_text(encoding=Encoding.PEM),
        key_text(encoding=Encoding.PEM).replace("\n", "\\n"),
        key_text(encoding=Encoding.X962, form=PublicFormat.UncompressedPoint),
        base64.b64encode(bytes.fromhex(key_text())).decode(),
        f"oca:base16:asn1:{key_text()}",
        base64.b64encode(f"oca:base16:asn1:{key_text()}".encode()).decode(),
    ],
    ids=["hex", "upper", "pem", "one line", "point", "base64", "oca", "oca in base64"],
)
def test_a_key_may_come_in_any_form(text: str) -> None:
    assert is_public_key(text)
    assert check_signed(ocmf(), text).verdict is Verdict.VERIFIED
    assert check_signed(ocmf(OTHER), text).verdict is Verdict.NOT_VERIFIED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "key",
        "abcd",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        rsa.generate_private_key(65537, 1024)
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        .decode(),
        key_text().replace("04", "05"),
    ],
    ids=["nothing", "word", "short", "no pem", "rsa", "no point"],
)
def test_what_is_no_key_is_as_good_as_none(text: str) -> None:
    assert not is_public_key(text)
    assert check_signed(ocmf(), text).verdict is Verdict.NO_KEY


def test_without_a_key() -> None:
    assert check_signed(ocmf(), None).verdict is Verdict.NO_KEY


@pytest.mark.parametrize("encoded", [False, True])
def test_ocmf_inside_the_json_of_the_application_note(encoded: bool) -> None:
    """The key that the value itself carries proves nothing."""
    text = ocmf(SE="base64")
    inner = base64.b64encode(text.encode()).decode() if encoded else text
    wrapper = {"signedMeterData": inner, "encodingMethod": "OCMF", "publicKey": key_text(OTHER)}
    assert check_signed(json.dumps(wrapper), key_text()).verdict is Verdict.VERIFIED
    assert check_signed(json.dumps(wrapper), None).verdict is Verdict.NO_KEY


@pytest.mark.parametrize(
    "text",
    [
        "OCMF|",
        "OCMF|{}",
        f"OCMF|{PAYLOAD}|",
        f"OCMF|{PAYLOAD}|[]",
        f"OCMF|{PAYLOAD[:-5]}|{{}}",
        f'OCMF|{PAYLOAD}|{{"SD":""}}',
        f'OCMF|{PAYLOAD}|{{"SD":"zz"}}',
        f'OCMF|{PAYLOAD}|{{"SE":"base64","SD":"?"}}',
        "OCMF|" + "[" * 100_000 + "|{}",
    ],
    ids=range(9),
)
def test_damaged_ocmf(text: str) -> None:
    assert check_signed(text, key_text()).verdict is Verdict.DAMAGED


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (ocmf(SA="RSA-2048"), "OCMF"),
        (ocmf(SA="ECDSA-secp192k1-SHA256"), "OCMF"),
        ("AP;0;3;ALCV3ABB;BIHEIW;AAA;", "Alfen"),
        ("1B1B1B1B01010101", "SML (EDL40)"),
        ("<?xml version='1.0'?>", "XML"),
        ("0123456789", "other"),
        ('{"signedMeterData": "AP;0;3"}', "Alfen"),
        ("", "other"),
    ],
    ids=["rsa", "other curve", "alfen", "sml", "xml", "number", "wrapped", "nothing"],
)
def test_what_cannot_be_checked_is_named(text: str, name: str) -> None:
    found = check_signed(text, key_text())
    assert (found.format, found.verdict) == (name, Verdict.NOT_CHECKABLE)
