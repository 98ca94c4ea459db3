"""Count how much a car has charged towards its plan, over charges that smart charging stopped and restarted."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CarStay:
    """A connector's report of the car at it."""

    session_id: int | None
    """The running transaction; None: none runs."""
    energy_wh: float = 0.0
    """Energy of the running transaction, else of the last one at its end."""
    resumes: bool = False
    """Whether smart charging stopped its charge, because the charger cannot pause, and will start it again."""
    plugged_in: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Energy charged since the car's session began, or since the last deadline."""

    session_id: int | None = None
    last_wh: float = 0.0
    """Last known energy of its transaction."""
    base_wh: float = 0.0
    """Part of `last_wh` from before the last deadline."""
    before_wh: float = 0.0
    """Energy of earlier transactions of the same charge."""
    resumes: bool = False
    due: datetime | None = None
    """The deadline."""
    soc_percent: float | None = None
    """The last reported state of charge."""
    soc_wh: float = 0.0
    """`charged_wh` when that state of charge was first reported."""

    @property
    def charged_wh(self) -> float:
        """Energy charged, in Wh."""
        return self.before_wh + max(self.last_wh - self.base_wh, 0.0)

    @property
    def is_over(self) -> bool:
        """Whether no charge runs or will resume."""
        return self.session_id is None and not self.resumes


def follow(progress: Progress, stay: CarStay) -> Progress:
    """Return the progress, updated by a connector's report."""
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
    """Return whether a charge ended between two reports, even if another one has begun."""
    if before.is_over:
        return False
    return after.is_over or (
        before.session_id is not None and after.session_id not in {None, before.session_id}
    )


def see_state_of_charge(progress: Progress, percent: float | None) -> Progress:
    """Return the progress with a state of charge, and what was charged then: cars may report it only every half hour."""
    if percent is None or percent == progress.soc_percent:
        return progress
    return replace(progress, soc_percent=percent, soc_wh=progress.charged_wh)


def from_now_on(progress: Progress, due: datetime | None) -> Progress:
    """Return the progress towards the next deadline, counted from now."""
    charged_wh = progress.charged_wh
    return replace(
        progress,
        due=due,
        base_wh=progress.last_wh,
        before_wh=0.0,
        soc_wh=progress.soc_wh - charged_wh,
    )
