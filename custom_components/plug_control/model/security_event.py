"""Security events of chargers: the standard's list (security whitepaper, section 4), and what a user should look into."""

from enum import StrEnum, auto
import re
from typing import Final


class SecurityEventType(StrEnum):
    """The security events that the standard names, in snake case, and OTHER for those of a vendor."""

    FIRMWARE_UPDATED = auto()
    FAILED_TO_AUTHENTICATE_AT_CENTRAL_SYSTEM = auto()
    CENTRAL_SYSTEM_FAILED_TO_AUTHENTICATE = auto()
    SETTING_SYSTEM_TIME = auto()
    STARTUP_OF_THE_DEVICE = auto()
    RESET_OR_REBOOT = auto()
    SECURITY_LOG_WAS_CLEARED = auto()
    RECONFIGURATION_OF_SECURITY_PARAMETERS = auto()
    MEMORY_EXHAUSTION = auto()
    INVALID_MESSAGES = auto()
    ATTEMPTED_REPLAY_ATTACKS = auto()
    TAMPER_DETECTION_ACTIVATED = auto()
    INVALID_FIRMWARE_SIGNATURE = auto()
    INVALID_FIRMWARE_SIGNING_CERTIFICATE = auto()
    INVALID_CENTRAL_SYSTEM_CERTIFICATE = auto()
    INVALID_CHARGE_POINT_CERTIFICATE = auto()
    INVALID_TLS_VERSION = auto()
    INVALID_TLS_CIPHER_SUITE = auto()
    OTHER = auto()

    @classmethod
    def read(cls, told: str) -> SecurityEventType:
        """Return the event that a charger means, whatever its case and separators; OTHER for an unknown one."""
        return _BY_LETTERS.get(_letters(told), cls.OTHER)


class Concern(StrEnum):
    """What a user should look into after a security event."""

    TAMPER = auto()
    LOGIN = auto()
    FIRMWARE = auto()
    MEMORY = auto()
    MESSAGES = auto()
    LOG_CLEARED = auto()
    CERTIFICATE = auto()
    TLS = auto()


CONCERNS: Final = {
    SecurityEventType.TAMPER_DETECTION_ACTIVATED: Concern.TAMPER,
    SecurityEventType.FAILED_TO_AUTHENTICATE_AT_CENTRAL_SYSTEM: Concern.LOGIN,
    SecurityEventType.INVALID_FIRMWARE_SIGNATURE: Concern.FIRMWARE,
    SecurityEventType.INVALID_FIRMWARE_SIGNING_CERTIFICATE: Concern.FIRMWARE,
    SecurityEventType.MEMORY_EXHAUSTION: Concern.MEMORY,
    SecurityEventType.INVALID_MESSAGES: Concern.MESSAGES,
    SecurityEventType.ATTEMPTED_REPLAY_ATTACKS: Concern.MESSAGES,
    SecurityEventType.SECURITY_LOG_WAS_CLEARED: Concern.LOG_CLEARED,
    SecurityEventType.CENTRAL_SYSTEM_FAILED_TO_AUTHENTICATE: Concern.CERTIFICATE,
    SecurityEventType.INVALID_CENTRAL_SYSTEM_CERTIFICATE: Concern.CERTIFICATE,
    SecurityEventType.INVALID_CHARGE_POINT_CERTIFICATE: Concern.CERTIFICATE,
    SecurityEventType.INVALID_TLS_VERSION: Concern.TLS,
    SecurityEventType.INVALID_TLS_CIPHER_SUITE: Concern.TLS,
}
"""The concern that an event raises; the others happen in everyday use."""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


_BY_LETTERS = {_letters(each.value): each for each in SecurityEventType}
