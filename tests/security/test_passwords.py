"""Passwords as hashes (R3): in all forms in which chargers send them, and without blocking the event loop."""

import threading

import pytest

from custom_components.plug_control.security import passwords
from custom_components.plug_control.security.passwords import PasswordProofs, hash_password, is_hash

MADE = "00112233445566778899aabbccddeeff00112233"


@pytest.fixture
async def proofs() -> PasswordProofs:
    return PasswordProofs()


@pytest.mark.parametrize(
    ("password", "scheme"), [("secret", "scrypt"), ("x" * 40, "scrypt"), (MADE, "sha256")]
)
def test_what_people_think_of_gets_a_slow_hash_and_20_random_bytes_a_fast_one(
    password: str, scheme: str
) -> None:
    stored = hash_password(password)
    assert is_hash(stored)
    assert stored.startswith(f"{{{scheme}}}")
    assert password not in stored
    assert hash_password(password) != stored  # another salt


@pytest.mark.parametrize(
    ("password", "given", "matches"),
    [
        ("secret", b"secret", True),
        ("secret", b"Secret", False),
        ("secret", b"", False),
        ("secret", None, False),
        (MADE, MADE.encode(), True),
        (MADE, MADE.upper().encode(), True),
        (MADE.upper(), bytes.fromhex(MADE), True),
        (MADE, bytes(20), False),
        ("x" * 40, b"x" * 40, True),
        ("ü" * 20, ("ü" * 20).encode(), True),
    ],
)
@pytest.mark.parametrize("hashed", [True, False])
async def test_r3_every_form_of_the_right_password_matches(
    proofs: PasswordProofs, password: str, given: bytes | None, matches: bool, hashed: bool
) -> None:
    stored = hash_password(password) if hashed else password
    await proofs.prepare(stored, given)
    assert proofs.matches(stored, given) is matches
    assert proofs.matches(stored, given) is matches


async def test_a_hash_is_no_password(proofs: PasswordProofs) -> None:
    stored = hash_password("secret")
    assert not proofs.matches(stored, stored.encode())
    assert not is_hash("secret")


async def test_slow_hashes_are_computed_once_and_in_a_thread(
    proofs: PasswordProofs, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    real = passwords.check_password

    def noted(stored: str, given: bytes | None) -> bool:
        threads.append(threading.current_thread())
        return real(stored, given)

    monkeypatch.setattr(passwords, "check_password", noted)
    stored = hash_password("secret")
    for _ in range(3):
        await proofs.prepare(stored, b"secret")
        assert proofs.matches(stored, b"secret")
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


async def test_who_knows_the_clear_text_need_not_wait(proofs: PasswordProofs) -> None:
    stored = await proofs.hashed("secret")
    assert proofs.matches(stored, b"secret")


async def test_results_are_bounded(proofs: PasswordProofs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_MAX_PROOFS", 3)
    for number in range(10):
        assert not proofs.matches("secret", str(number).encode())
    assert len(proofs._results) == 3
