"""The public certification plan for central systems: its cases, and what of each is tested here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from .kit import Kit

type Run = Callable[[Kit], Awaitable[None]]


class Coverage(StrEnum):
    """How much of a case is tested."""

    PASS = "pass"
    PARTIAL = "partial"
    NOT_OFFERED = "not offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case of the plan; `run` carries it out, None where it is not offered."""

    number: str
    title: str
    coverage: Coverage
    what: str
    """What is asserted, or why nothing is."""
    run: Run | None


PLAN: dict[str, str] = {
    "001": "Cold boot of a charge point",
    "003": "Regular session: plug in first",
    "004_1": "Regular session: identification first",
    "004_2": "Regular session: identification first, no car in time",
    "005_1": "Car unplugged during the session",
    "007": "Regular session with a cached card",
    "010": "Remote start, cable plugged in first",
    "011_1": "Remote start, cable plugged in after it",
    "011_2": "Remote start, no car in time",
    "012": "Remote stop",
    "013": "Hard reset",
    "014": "Soft reset",
    "017_1": "Unlock without a session",
    "017_2": "Unlock of a fixed cable",
    "018_1": "Unlock during a session",
    "019_1": "Retrieve the whole configuration",
    "019_2": "Retrieve one configuration key",
    "021": "Change the configuration",
    "023_1": "A card that is not valid",
    "023_2": "A card that has expired",
    "023_3": "A card that is blocked",
    "024": "Lock failure at the start",
    "026": "Remote start refused",
    "028": "Remote stop refused",
    "030": "Unlock failure",
    "031": "Unlock of an unknown connector",
    "032_1": "Power failure during a session, which ends",
    "037_1": "Session that began offline, valid card",
    "037_3": "Session that began offline, card not valid",
    "039": "Session that began and ended offline",
    "040_1": "Configuration key not supported",
    "040_2": "Configuration value refused",
    "042_1": "Version of the local list: not supported",
    "042_2": "Version of the local list: empty",
    "043_1": "Send the local list: not supported",
    "043_3": "Send the local list: failed",
    "043_4": "Send the local list: full",
    "043_5": "Send the local list: differential",
    "044_1": "Firmware update",
    "044_2": "Firmware update: download failed",
    "044_3": "Firmware update: installation failed",
    "045_1": "Get diagnostics",
    "045_2": "Get diagnostics: upload failed",
    "046": "Reservation of a connector, used",
    "047": "Reservation that expires",
    "048_1": "Reservation refused: faulted",
    "048_2": "Reservation refused: occupied",
    "048_3": "Reservation refused: unavailable",
    "048_4": "Reservation refused: rejected",
    "049": "Reservation of the charge point",
    "051": "Cancel a reservation",
    "052": "Cancel a reservation: refused",
    "053": "Reservation used with the parent idTag",
    "054": "Trigger messages",
    "055": "Trigger a message: refused",
    "056": "Smart charging: TxDefaultProfile",
    "057": "Smart charging: TxProfile",
    "059": "Remote start with a charging profile",
    "061": "Clear the authorization cache",
    "064": "Data transfer to the central system",
    "066": "Get the composite schedule",
    "067": "Clear a charging profile",
    "073": "Change the password of the charge point",
    "074": "Renew the charge point's certificate",
    "075_1": "Install a certificate: manufacturer",
    "075_2": "Install a certificate: central system",
    "076": "Delete a certificate",
    "077": "Security event: charge point's certificate not valid",
    "078": "Security event: central system's certificate not valid",
    "079": "Get the security log",
    "080": "Signed firmware update",
    "081": "Signed firmware update: signature not valid",
    "085": "Basic authentication",
    "086": "TLS with a server certificate",
    "087": "TLS with a client certificate",
}
"""Number → title of every case (TC_nnn_CSMS)."""

CASES: dict[str, Case] = {}


def case(number: str, coverage: Coverage = Coverage.PASS) -> Callable[[Run], Run]:
    """Register a function as the test of a case; its docstring says what is asserted."""

    def register(run: Run) -> Run:
        assert number not in CASES, number
        CASES[number] = Case(
            number=number,
            title=PLAN[number],
            coverage=coverage,
            what=" ".join((run.__doc__ or "").split()),
            run=run,
        )
        return run

    return register


def every_case() -> list[Case]:
    """Return all cases of the plan in order, those that are not offered included."""
    return [
        CASES.get(number)
        or Case(
            number=number,
            title=title,
            coverage=Coverage.NOT_OFFERED,
            what="Not tested here yet.",
            run=None,
        )
        for number, title in PLAN.items()
    ]
