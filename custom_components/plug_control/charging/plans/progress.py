"""Count how much a car has charged towards its plan, over charges that smart charging stopped and restarted."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CarStay:
    """What a connector tells of the car at it."""

    session_id: int | None
    """The transaction that runs."""
    energy_wh: float = 0.0
    """What it has charged; without one, what the last one had in the end."""
    resumes: bool = False
    """We stopped its charge, since its charger cannot pause, and will begin it again."""
    plugged_in: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What has been charged since the car's session began, or since the last deadline."""

    session_id: int | None = None
    last_wh: float = 0.0
    """What its transaction was last seen to have charged."""
    base_wh: float = 0.0
    """What of that was charged before."""
    before_wh: float = 0.0
    """What earlier transactions of the same charge have added."""
    resumes: bool = False
    due: datetime | None = None
    """The deadline."""
    soc_percent: float | None = None
    """The state of charge that was told last."""
    soc_wh: float = 0.0
    """What had been charged when it was told for the first time."""

    @property
    def charged_wh(self) -> float:
        """Return what has been charged."""
        return self.before_wh + max(self.last_wh - self.base_wh, 0.0)

    @property
    def is_over(self) -> bool:
        """Return whether no charge runs or will go on."""
        return self.session_id is None and not self.resumes


def follow(progress: Progress, stay: CarStay) -> Progress:
    """Return the progress after a look at the connector."""
    if stay.session_id is not None:
        return _charging(progress, stay, stay.session_id)
    if progress.session_id is not None:
        last_wh = max(stay.energy_wh, progress.last_wh)
        ended = replace(progress, last_wh=last_wh)
        progress = replace(
            progress, session_id=None, last_wh=0.0, base_wh=0.0, before_wh=ended.charged_wh
        )
    progress = replace(progress, resumes=stay.resumes)
    if stay.plugged_in is False and progress.is_over:
        return Progress(due=progress.due)
    return progress


def _charging(progress: Progress, stay: CarStay, session_id: int) -> Progress:
    if progress.session_id == session_id:
        return replace(progress, last_wh=max(stay.energy_wh, progress.last_wh))
    if progress.session_id is None and progress.resumes:
        return replace(
            progress, session_id=session_id, last_wh=stay.energy_wh, base_wh=0.0, resumes=False
        )
    return Progress(session_id=session_id, last_wh=stay.energy_wh, due=progress.due)


def has_ended(before: Progress, after: Progress) -> bool:
    """Return whether a charge was over between two looks, whether or not another one has begun."""
    if before.is_over:
        return False
    return after.is_over or (
        before.session_id is not None and after.session_id not in {None, before.session_id}
    )


def see_state_of_charge(progress: Progress, percent: float | None) -> Progress:
    """Return the progress with a state of charge; many cars tell theirs every half hour, so what is charged meanwhile counts too."""
    if percent is None or percent == progress.soc_percent:
        return progress
    return replace(progress, soc_percent=percent, soc_wh=progress.charged_wh)


def from_now_on(progress: Progress, due: datetime | None) -> Progress:
    """Return the progress towards the next deadline, the last one being over."""
    charged_wh = progress.charged_wh
    return replace(
        progress,
        due=due,
        base_wh=progress.last_wh,
        before_wh=0.0,
        soc_wh=progress.soc_wh - charged_wh,
    )
