"""Which answers mean success, and how long each may take: one row for each action (standard's section 6)."""

from collections.abc import Mapping
from typing import Any

from custom_components.plug_control.protocol.errors import CommandRejectedError
from custom_components.plug_control.protocol.values import clean

_ACCEPTED = frozenset({"Accepted"})

_SUCCESSES: Mapping[str, frozenset[str]] = {
    "ChangeAvailability": _ACCEPTED | {"Scheduled"},  # R32
    "ChangeConfiguration": _ACCEPTED | {"RebootRequired"},  # R30: the key was stored
    "ClearChargingProfile": _ACCEPTED | {"Unknown"},  # there was nothing to clear (R27)
    "GetInstalledCertificateIds": _ACCEPTED | {"NotFound"},  # there is none
    "GetLog": _ACCEPTED | {"AcceptedCanceled"},
    "SignedUpdateFirmware": _ACCEPTED | {"AcceptedCanceled"},
    "UnlockConnector": frozenset({"Unlocked"}),
}
"""Statuses that are a success where "Accepted" is not the only one; an answer without status is always one."""

DEFAULT_DEADLINE_S = 30.0
_DEADLINES_S: Mapping[str, float] = {
    "GetDiagnostics": 180.0,  # logs are packed first (C2EU section 4)
    "GetLog": 180.0,
    "SendLocalList": 60.0,
    "UnlockConnector": 45.0,  # a running charge is stopped first
}
_MAX_STATUS = 50


def check_status(action: str, answer: Any) -> None:
    """Raise CommandRejectedError, with a short printable status, where the answer's status is no success."""
    status = getattr(answer, "status", None)
    if status is not None and status not in _SUCCESSES.get(action, _ACCEPTED):
        raise CommandRejectedError(clean(str(status), _MAX_STATUS))


def deadline_s(action: str) -> float:
    """Return how many seconds the answer to `action` may take."""
    return _DEADLINES_S.get(action, DEFAULT_DEADLINE_S)
