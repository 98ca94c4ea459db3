"""Check signed meter values with a meter's public key.

OCMF (Open Charge Metering Format) is checked, by itself or inside the JSON of the Open Charge Alliance's application note on
signed meter values in OCPP 1.6. Other formats are named, so that their own transparency programs can check them.
"""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum, auto
import json
import re
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

MAX_KEY: Final = 4096
"""The longest public key that is read, in characters."""
OCMF: Final = "OCMF"
_CURVES: Final[dict[str, ec.EllipticCurve]] = {
    "secp192r1": ec.SECP192R1(),
    "secp256k1": ec.SECP256K1(),
    "secp256r1": ec.SECP256R1(),
    "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(),
    "brainpool256r1": ec.BrainpoolP256R1(),
    "brainpool384r1": ec.BrainpoolP384R1(),
    "brainpool512r1": ec.BrainpoolP512R1(),
}
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "SHA256": hashes.SHA256(),
    "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
}
_DEFAULT_ALGORITHM = "ECDSA-secp256r1-SHA256"
_CURVES_BY_LENGTH: Final = {
    2 * size + 1: curve
    for size, curve in ((24, ec.SECP192R1()), (32, ec.SECP256R1()), (48, ec.SECP384R1()))
}
"""Length of an uncompressed point in bytes → its curve, where nothing else says which."""
_OTHER_FORMATS: Final = {
    "AP;": "Alfen",
    "1b1b1b1b": "SML (EDL40)",
    "<": "XML",
}
"""How values of other formats begin, in lower case → the format's name."""


class Verdict(StrEnum):
    """What is known of a signed value."""

    VERIFIED = auto()
    NOT_VERIFIED = auto()
    """The signature is not that of the text and the key."""
    NO_KEY = auto()
    """The meter's public key is not known, or cannot be read."""
    DAMAGED = auto()
    """The text is not whole."""
    NOT_CHECKABLE = auto()
    """It has a format or an algorithm that is not known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheck:
    """The format of a signed value ("OCMF", "Alfen", …, "other") and what is known of it."""

    format: str
    verdict: Verdict


def check_signed(data: str, public_key: str | None) -> SignedCheck:
    """Return what is known of a signed value by the public key of its meter; never raises.

    The key may be PEM, or hexadecimal or base64 of a DER structure or of a point. A key that the value itself carries proves
    nothing, and is not used.
    """
    text = _unwrapped(data)
    if not text.startswith(f"{OCMF}|"):
        beginnings = ((start.casefold(), name) for start, name in _OTHER_FORMATS.items())
        folded = text[:16].casefold()
        name = next((name for start, name in beginnings if folded.startswith(start)), "other")
        return SignedCheck(format=name, verdict=Verdict.NOT_CHECKABLE)
    return SignedCheck(format=OCMF, verdict=_check_ocmf(text, public_key))


def is_public_key(text: str) -> bool:
    """Whether a text is a public key of an elliptic curve that can be read."""
    return _read_key(text, None) is not None


# ---- OCMF


def _check_ocmf(text: str, public_key: str | None) -> Verdict:
    payload, _, signature_text = text.removeprefix(f"{OCMF}|").rpartition("|")
    described = _object(signature_text)
    if not isinstance(_object(payload), dict) or not isinstance(described, dict):
        return Verdict.DAMAGED
    algorithm = re.fullmatch(
        r"ECDSA-(\w+)-(SHA\d+)", str(described.get("SA", _DEFAULT_ALGORITHM)), re.IGNORECASE
    )
    curve = algorithm and _CURVES.get(algorithm[1].casefold().replace("brainpoolp", "brainpool"))
    digest = algorithm and _HASHES.get(algorithm[2].upper())
    if not curve or not digest:
        return Verdict.NOT_CHECKABLE
    signature = _decoded(str(described.get("SD", "")), str(described.get("SE", "hex")))
    if not signature:
        return Verdict.DAMAGED
    key = None if public_key is None else _read_key(public_key, curve)
    if key is None:
        return Verdict.NO_KEY
    signed = payload.encode(errors="surrogatepass")
    is_verified = any(_fits(key, each, signed, digest) for each in _signature_forms(signature, key))
    return Verdict.VERIFIED if is_verified else Verdict.NOT_VERIFIED


def _signature_forms(signature: bytes, key: ec.EllipticCurvePublicKey) -> list[bytes]:
    """Return what a signature may be in DER: the structure itself, or that of the plain numbers r and s that some meters send."""
    size = (key.key_size + 7) // 8
    if len(signature) != 2 * size:
        return [signature]
    r, s = (int.from_bytes(part) for part in (signature[:size], signature[size:]))
    return [signature, encode_dss_signature(r, s)]


def _fits(
    key: ec.EllipticCurvePublicKey, signature: bytes, signed: bytes, digest: hashes.HashAlgorithm
) -> bool:
    try:
        key.verify(signature, signed, ec.ECDSA(digest))
    except InvalidSignature:
        return False
    return True


def _decoded(text: str, encoding: str) -> bytes | None:
    """Return the bytes of a hexadecimal or base64 text; None where it is neither."""
    return _from_base64(text) if encoding.casefold() == "base64" else _from_hex(text)


def _unwrapped(data: str) -> str:
    """Return the meter's text of a value, which may come as it is, in base64, or inside the JSON of the application note."""
    text = data.strip()
    if isinstance(wrapper := _object(text), dict):
        text = str(wrapper.get("signedMeterData", text)).strip()
    if not text.startswith(f"{OCMF}|") and (inner := _from_base64(text)) is not None:
        decoded = inner.decode(errors="replace")
        if decoded.startswith(f"{OCMF}|"):
            return decoded
    return text


def _object(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError, RecursionError:
        return None


# ---- public keys


def _read_key(text: str, curve: ec.EllipticCurve | None) -> ec.EllipticCurvePublicKey | None:
    """Return a public key in any of the forms in which chargers and labels give it; None where it is none.

    `curve` is that of a bare point; without one its length decides.
    """
    text = text.strip()[:MAX_KEY]
    if "BEGIN PUBLIC KEY" in text:
        return _loaded(lambda: load_pem_public_key(text.replace("\\n", "\n").encode()))
    for raw in _raw_forms(text):
        if found := _loaded(lambda raw=raw: load_der_public_key(raw)) or _point(raw, curve):
            return found
    return None


def _raw_forms(text: str) -> list[bytes]:
    """Return the bytes that a text may mean: hexadecimal, base64, or base64 of `oca:base16:asn1:…`."""
    forms = [_from_hex(text.rpartition(":")[2] if text.startswith("oca:") else text)]
    if (decoded := _from_base64(text)) is not None:
        forms.append(decoded)
        if decoded.startswith(b"oca:"):
            forms.append(_from_hex(decoded.decode(errors="replace").rpartition(":")[2]))
    return [each for each in forms if each]


def _point(raw: bytes, curve: ec.EllipticCurve | None) -> ec.EllipticCurvePublicKey | None:
    curve = curve or _CURVES_BY_LENGTH.get(len(raw))
    if curve is None:
        return None
    return _loaded(lambda: ec.EllipticCurvePublicKey.from_encoded_point(curve, raw))


def _loaded(load: Any) -> ec.EllipticCurvePublicKey | None:
    try:
        key = load()
    except ValueError, TypeError, UnsupportedAlgorithm:
        return None
    return key if isinstance(key, ec.EllipticCurvePublicKey) else None


def _from_hex(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text.replace(":", " "))
    except ValueError:
        return None


def _from_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError, binascii.Error:
        return None
