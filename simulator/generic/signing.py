"""Signed meter values in the Open Charge Metering Format; every simulated meter has the same key, which everybody may know."""

import json
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from simulator.frames import Payload

_KEY: Final = ec.derive_private_key(int.from_bytes(b"plug_control simulated meter"), ec.SECP256R1())
PUBLIC_KEY: Final = (
    _KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()
)
"""The meter's public key: DER, hexadecimal."""
_READING_TYPES: Final = {"Transaction.Begin": "B", "Transaction.End": "E"}


def signed_value(
    register_wh: float, context: str, when: str, *, meter: str, id_tag: str, number: int
) -> Payload:
    """Return a sampledValue with the meter's signed register; `number` counts the meter's readings."""
    payload = json.dumps(
        {
            "FV": "1.0",
            "GI": "plug_control simulator",
            "PG": f"T{number}",
            "MS": meter,
            "IS": True,
            "IT": "ISO14443",
            "ID": id_tag,
            "RD": [
                {
                    "TM": f"{when} S",
                    "TX": _READING_TYPES.get(context, "C"),
                    "RV": round(register_wh / 1000, 3),
                    "RI": "1-b:1.8.0",
                    "RU": "kWh",
                    "ST": "G",
                }
            ],
        },
        separators=(",", ":"),
    )
    signature = _KEY.sign(
        payload.encode(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    ).hex()
    described = json.dumps({"SA": "ECDSA-secp256r1-SHA256", "SD": signature})
    return {
        "value": f"OCMF|{payload}|{described}",
        "context": context,
        "format": "SignedData",
        "measurand": "Energy.Active.Import.Register",
        "location": "Outlet",
    }
