"""What can be wrong with certificates, keys and requests."""

from enum import StrEnum, auto


class Flaw(StrEnum):
    """Why a certificate, a key or a signing request is of no use; the user interface has a text for each."""

    FILE_UNREADABLE = auto()
    NO_CERTIFICATE = auto()
    NO_PRIVATE_KEY = auto()
    KEY_ENCRYPTED = auto()
    KEY_OF_ANOTHER_CERTIFICATE = auto()
    KEY_KIND = auto()
    """Neither RSA of 2048 bits or more nor ECDSA on P-256, P-384 or P-521."""
    CHAIN_BROKEN = auto()
    """A certificate of the chain was not signed by the next one."""
    EXPIRED = auto()
    NOT_YET_VALID = auto()
    REQUEST_UNREADABLE = auto()
    REQUEST_SIGNATURE = auto()
    REQUEST_NAME = auto()
    """A signing request whose common name is not the charge point that sent it."""
    FOREIGN = auto()
    """A client certificate that our certificate authority did not sign."""
    ANOTHER_IDENTITY = auto()
    """A client certificate of another charge point."""
    REVOKED = auto()


class SecurityError(Exception):
    """A certificate, a key or a signing request is of no use, for `flaw`; `detail` is printable."""

    def __init__(self, flaw: Flaw, detail: str = "") -> None:
        super().__init__(f"{flaw.value}: {detail}" if detail else flaw.value)
        self.flaw = flaw
        self.detail = detail
