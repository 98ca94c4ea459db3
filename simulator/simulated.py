"""The library's interface: a simulated charge point by the name of its profile.

    async with SimulatedChargePoint("ws://127.0.0.1:9016/", profile="c2eu", clock=ManualClock()) as cp:
        await cp.wait_for(lambda cp: cp.accepted)
        cp.plug()
        cp.tap("04A1B2C3D4E580")

See `ChargePoint` for its actions and its state.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from .c2eu import C2EU, C2euSoftware
from .charge_point import ChargePoint
from .clock import Clock
from .generic import GENERIC, GenericSoftware
from .keba import KEBA, keba_software
from .software import Model, Software
from .transfers import Transfers


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A kind of charge point: its data and its software."""

    model: Model
    software: Callable[[ChargePoint], Software]


PROFILES: Final[Mapping[str, Profile]] = {
    "c2eu": Profile(model=C2EU, software=C2euSoftware),
    "generic": Profile(model=GENERIC, software=GenericSoftware),
    "keba": Profile(model=KEBA, software=keba_software),
}


class SimulatedChargePoint(ChargePoint):
    """A charge point that behaves like `profile`: `c2eu`, `generic` or `keba`."""

    def __init__(
        self,
        url: str,
        *,
        profile: str = "c2eu",
        charge_point_id: str | None = None,
        password: str | None = None,
        connectors: int | None = None,
        phases: int | None = None,
        clock: Clock | None = None,
        network_clock: Clock | None = None,
        reconnect_s: float | None = None,
        seed: int | None = None,
        state_file: Path | None = None,
        transfers: Transfers | None = None,
    ) -> None:
        """Prepare; `async with` switches it on.

        `url` is what a user types into the charger. The C2EU uses it verbatim, and appends its serial number to a final
        slash; the others append the charge point's identity. `charge_point_id` replaces the profile's serial number;
        `password` is for HTTP Basic, which the C2EU does not have. `clock` is the simulated time (default: real time),
        `network_clock` the time of deadlines and reconnects; `reconnect_s` replaces the profile's wait before a reconnect.
        `seed` makes random values repeatable; `state_file` keeps the flash over restarts; with `transfers` it moves
        files for real. Raises ValueError for an
        unknown profile, and StateFileError.
        """
        if profile not in PROFILES:
            raise ValueError(f"unknown profile {profile!r}, known are: {', '.join(PROFILES)}")
        chosen = PROFILES[profile]
        model = replace(
            chosen.model,
            serial=chosen.model.serial if charge_point_id is None else charge_point_id,
            connectors=connectors or chosen.model.connectors,
            phases=phases or chosen.model.phases,
        )
        self.profile = profile
        super().__init__(
            url,
            model=model,
            software=chosen.software,
            password=password,
            clock=clock,
            network_clock=network_clock,
            reconnect_s=reconnect_s,
            seed=seed,
            state_file=state_file,
            transfers=transfers,
        )
