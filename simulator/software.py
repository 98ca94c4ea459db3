"""What every model has: its data, and software that runs while there is power."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from .connector import Connector
from .link import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The data of a profile: what its hardware is and what it says of itself."""

    vendor: str
    model: str
    firmware: str
    serial: str
    connectors: int
    phases: int
    maximum_current_a: float
    register_wh: float


class Software(ABC):
    """The volatile half of a charge point: made anew whenever power comes back, gone without a word when it goes."""

    link: Link

    @abstractmethod
    def start(self) -> None:
        """Begin, as after power-on."""

    @abstractmethod
    def halt(self) -> None:
        """Stop every timer and forget every answer that is waited for."""

    @abstractmethod
    def tick(self) -> None:
        """Look at the connectors; called at every step of the physics."""

    @abstractmethod
    def tap(self, connector: Connector, id_tag: str) -> None:
        """A card was held to the reader."""

    @abstractmethod
    def status(self, connector: Connector) -> str:
        """OCPP's status of a connector."""

    @abstractmethod
    def transaction_id(self, connector: Connector) -> int | None:
        """The id of the running transaction, if it is known."""

    @property
    @abstractmethod
    def accepted(self) -> bool:
        """Whether the central system accepted this charge point and the socket is open."""

    @property
    @abstractmethod
    def pending(self) -> object:
        """Something truthy while frames are to be written or answers to come."""

    @abstractmethod
    def check_fault(self, code: str) -> None:
        """Raise ValueError unless this hardware can have the fault `code`."""
