"""The context that the parts of the central system share: settings, registry, ledger, clock, publishing of events."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
import logging

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.model.charge_point import ChargePoint
from custom_components.plug_control.model.events import Event, Problem, ProblemFound, ProblemGone
from custom_components.plug_control.model.relaying import Relay
from custom_components.plug_control.model.tag import IdTags
from custom_components.plug_control.protocol.errors import NotPossible, NotPossibleError
from custom_components.plug_control.security.passwords import PasswordProofs
from custom_components.plug_control.security.store import CertificateStore

from .background import BackgroundTasks
from .counters import Counters
from .foreign_certificates import ForeignCertificates
from .refused_callers import RefusedCallers
from .registry import Registry
from .settings import CentralSystemSettings
from .station import Station
from .timing import Timing

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Context:
    """Settings, charge points, ledger and callbacks of one central system."""

    settings: CentralSystemSettings
    timing: Timing
    clock: Callable[[], datetime]
    publish: Callable[[Event], None]
    """Publishes an event, synchronously and in order."""
    remember: Callable[[], None]
    """Reports that the state to keep over a restart changed."""
    ledger: Ledger
    relay: Relay | None = None
    """Who tells back ends; None where there are none."""
    certificates: CertificateStore | None = None
    """Our certificate authorities; None without TLS."""
    background: BackgroundTasks = field(default_factory=BackgroundTasks)
    """Tasks that outlive the connection that they began with."""
    proofs: PasswordProofs = field(default_factory=PasswordProofs)
    id_tags: IdTags = field(default_factory=IdTags)
    registry: Registry = field(default_factory=Registry)
    counters: Counters = field(default_factory=Counters)
    foreign_certificates: ForeignCertificates = field(default_factory=ForeignCertificates)
    refused_callers: RefusedCallers = field(init=False)

    def __post_init__(self) -> None:
        """Create the list of refused callers, which needs the clock and `publish`."""
        self.refused_callers = RefusedCallers(self.clock, self.publish)

    @property
    def charge_points(self) -> Mapping[str, ChargePoint]:
        """The models of the configured charge points by identity."""
        return self.registry.charge_points

    def station(self, charge_point_id: str) -> Station:
        """Return the station of a charge point. Raises NotPossibleError where it is not configured."""
        station = self.registry.stations.get(charge_point_id)
        if station is None:
            raise NotPossibleError(NotPossible.UNKNOWN_CHARGE_POINT, charge_point_id)
        return station

    def problem_found(self, station: Station, problem: Problem, detail: str = "") -> None:
        """Publish a problem of a charge point, once until it is gone."""
        if problem not in station.problems:
            station.problems.add(problem)
            self.publish(
                ProblemFound(charge_point_id=station.identity, problem=problem, detail=detail)
            )

    def implausible(self, station: Station, detail: str) -> None:
        """Report that a charge point sends more than is plausible; `detail` says of what."""
        if Problem.IMPLAUSIBLE not in station.problems:
            _LOGGER.warning("%s sends more than is plausible: %s", station.identity, detail)
        station.implausible_at = asyncio.get_running_loop().time()
        self.problem_found(station, Problem.IMPLAUSIBLE, detail)

    def problem_gone(self, station: Station, problem: Problem) -> None:
        """Publish that a problem is gone, where it was published before."""
        if problem in station.problems:
            station.problems.remove(problem)
            self.publish(ProblemGone(charge_point_id=station.identity, problem=problem))
