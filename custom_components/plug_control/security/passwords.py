"""Keep passwords as hashes: the clear text is needed only until the charge point has used it."""

import asyncio
from collections import OrderedDict
import hashlib
import hmac
import re
import secrets
from typing import Final

_RANDOM: Final = "sha256"
"""For 20 random bytes: nobody can guess these, however fast the hash is, so that a reconnect costs nothing."""
_CHOSEN: Final = "scrypt"
"""For passwords that people think of: each guess at a stolen file costs 8 MB and some 20 ms."""
_HASH: Final = re.compile(r"\{(sha256|scrypt)\}([0-9a-f]{32})\$([0-9a-f]{64})")
_COST: Final = {"n": 1 << 13, "r": 8, "p": 1}
_RAW_BYTES: Final = 20
_MAX_PROOFS: Final = 256


def is_hash(stored: str) -> bool:
    """Whether a stored password is a hash."""
    return _HASH.fullmatch(stored) is not None


def hash_password(password: str) -> str:
    """Return the hash of a password; blocks for some 20 ms, unless it is 40 hexadecimal digits."""
    secret = _normal(password.encode())
    scheme = _RANDOM if secret != password.encode() else _CHOSEN
    salt = secrets.token_bytes(16)
    return f"{{{scheme}}}{salt.hex()}${_digest(scheme, secret, salt).hex()}"


def check_password(stored: str, given: bytes | None) -> bool:
    """Return whether a password is right, in constant time (R3); blocks for some 20 ms where a slow hash is stored.

    40 hexadecimal digits also match the 20 bytes that they encode: both sides may have either form, in either case.
    """
    if given is None:
        return False
    parts = _HASH.fullmatch(stored)
    secret = _normal(given)
    if parts is None:
        return hmac.compare_digest(_normal(stored.encode()), secret)
    scheme, salt, digest = parts.groups()
    return hmac.compare_digest(_digest(scheme, secret, bytes.fromhex(salt)), bytes.fromhex(digest))


def _digest(scheme: str, secret: bytes, salt: bytes) -> bytes:
    if scheme == _RANDOM:
        return hmac.digest(salt, secret, "sha256")
    return hashlib.scrypt(secret, salt=salt, dklen=32, **_COST)


def _normal(password: bytes) -> bytes:
    """Return the raw bytes of 40 hexadecimal digits, another password as it is (R3)."""
    if len(password) != 2 * _RAW_BYTES:
        return password
    try:
        return bytes.fromhex(password.decode("ascii"))
    except ValueError:
        return password


class PasswordProofs:
    """Compares passwords with stored ones, and remembers the results, so that a slow hash is computed once."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._results: OrderedDict[bytes, bool] = OrderedDict()
        self._turn = asyncio.Lock()

    def matches(self, stored: str, given: bytes | None) -> bool:
        """Return whether a password is the stored one; call `prepare` before, so that this does not block."""
        if given is None:
            return False
        about = self._about(stored, given)
        if (known := self._results.get(about)) is None:
            self._keep(about, known := check_password(stored, given))
        return known

    def takes_long(self, stored: str, given: bytes | None) -> bool:
        """Whether a comparison needs a slow hash that has not been computed yet."""
        is_slow = given is not None and stored.startswith(f"{{{_CHOSEN}}}")
        return is_slow and self._about(stored, given or b"") not in self._results

    async def prepare(self, stored: str, given: bytes | None) -> None:
        """Compare where that takes long, in a thread: one comparison at a time, whoever guesses."""
        if given is None or not self.takes_long(stored, given):
            return
        about = self._about(stored, given)
        async with self._turn:
            if about not in self._results:
                self._keep(about, await asyncio.to_thread(check_password, stored, given))

    async def hashed(self, password: str) -> str:
        """Return the hash of a password that is known to be right, computed in a thread."""
        stored = await asyncio.to_thread(hash_password, password)
        self._keep(self._about(stored, password.encode()), True)
        return stored

    def _about(self, stored: str, given: bytes) -> bytes:
        """Return a name of the comparison that does not tell the password."""
        text = len(stored).to_bytes(4) + stored.encode() + _normal(given)
        return hmac.digest(self._key, text, "sha256")

    def _keep(self, about: bytes, result: bool) -> None:
        self._results[about] = result
        if len(self._results) > _MAX_PROOFS:
            self._results.popitem(last=False)
