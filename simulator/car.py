"""A car with a battery at the end of the cable."""

from dataclasses import dataclass

MINIMUM_CURRENT_A = 6.0
TAPER_FROM = 0.8
TAPER_TO = 0.1
EFFICIENCY = 0.9


@dataclass(slots=True, kw_only=True)
class Car:
    """An electric car that draws from the current that it is offered.

    It draws up to `maximum_current_a` on `phases`, nothing below 6 A (IEC 61851). Above 80 % state of charge the current
    falls, to a tenth at 100 %. It begins `delay_s` after the first offer, and ends at `target_soc`. States of charge are
    0 … 1; a tenth of the energy is lost in charging.
    """

    capacity_wh: float = 60_000.0
    soc: float = 0.5
    target_soc: float = 1.0
    maximum_current_a: float = 16.0
    phases: int = 3
    delay_s: float = 3.0
    paused: bool = False
    vehicle_id: str | None = None
    """The address of its charging controller (12 hexadecimal digits), by which it can identify itself."""

    @property
    def full(self) -> bool:
        """Whether it has reached its target."""
        return self.remaining_wh <= 0.01

    @property
    def remaining_wh(self) -> float:
        """The energy that it still needs from the grid."""
        return max(0.0, (self.target_soc - self.soc) * self.capacity_wh / EFFICIENCY)

    @property
    def wants_to_charge(self) -> bool:
        """Whether it draws when it is offered enough."""
        return not self.paused and not self.full

    def current_a(self, offered_a: float) -> float:
        """Return the current per phase that it draws at an offer of `offered_a`."""
        if offered_a < MINIMUM_CURRENT_A or not self.wants_to_charge:
            return 0.0
        taper = 1.0
        if self.soc > TAPER_FROM:
            taper = 1.0 - (1.0 - TAPER_TO) * (self.soc - TAPER_FROM) / (1.0 - TAPER_FROM)
        return min(offered_a, self.maximum_current_a * taper)

    def absorb(self, energy_wh: float) -> None:
        """Charge with `energy_wh` from the grid."""
        self.soc = min(1.0, self.soc + energy_wh * EFFICIENCY / self.capacity_wh)

    def fill(self) -> None:
        """Make the present state of charge its target."""
        self.target_soc = self.soc
