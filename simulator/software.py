"""The data of a model, and the interface of the software that runs while there is power."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from .connector import Connector
from .link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The data of a model: its hardware, and what it reports in BootNotification."""

    vendor: str
    model: str
    firmware: str
    serial: str
    connectors: int
    phases: int
    maximum_current_a: float
    register_wh: float


class Software(ABC):
    """The volatile half of a charge point: created at each power-on, dropped at power-off."""

    link: Link

    @abstractmethod
    def start(self) -> None:
        """Start after power-on."""

    @abstractmethod
    def halt(self) -> None:
        """Stop every timer and forget every outstanding CALL."""

    @abstractmethod
    def tick(self) -> None:
        """Check the connectors; called at every step of the physics."""

    @abstractmethod
    def tap(self, connector: Connector, id_tag: str) -> None:
        """Handle a card at the reader."""

    @abstractmethod
    def transfer_data(self, vendor: str, message: str, data: str) -> None:
        """Send a DataTransfer, if the vendor has defined any."""

    @abstractmethod
    def security_event(self, kind: str) -> None:
        """Report a security event, if it knows the security extension."""

    @abstractmethod
    def status(self, connector: Connector) -> str:
        """Return the OCPP status of a connector."""

    @abstractmethod
    def transaction_id(self, connector: Connector) -> int | None:
        """Return the id of the running transaction, None without one or before it is known."""

    @property
    @abstractmethod
    def accepted(self) -> bool:
        """Whether the central system accepted this charge point and the connection is open."""

    @property
    @abstractmethod
    def pending(self) -> object:
        """A truthy value while frames wait to be sent or answers to arrive."""

    @abstractmethod
    def check_fault(self, code: str) -> None:
        """Raise ValueError unless this hardware can have the fault `code`."""
