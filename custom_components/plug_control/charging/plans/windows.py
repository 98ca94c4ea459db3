"""The windows of a plan, made of what was chosen in each piece of time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from .cheapest import OfferChoice
from .pieces import Piece
from .plan import PlanWindow

_HOUR = timedelta(hours=1)


def windows_of(
    piece: Piece, choice: OfferChoice, currents: Sequence[int], *, late: bool
) -> Iterator[PlanWindow]:
    """Yield the windows of a choice; `late`: a partial choice takes the end of the time, so that charging goes on from there."""
    if not choice.level:
        return
    slot = piece.slot
    share = 1 - choice.share if late else choice.share
    middle = slot.start + share * (slot.end - slot.start)
    levels = (choice.level - 1, choice.level) if late else (choice.level, choice.level - 1)
    for level, start, end in zip(levels, (slot.start, middle), (middle, slot.end), strict=True):
        if level and start < end:
            part = replace(piece, slot=replace(slot, start=start, end=end))
            yield replace(whole_window(part, currents[level - 1]), solar=level < len(currents))


def whole_window(piece: Piece, current_a: int) -> PlanWindow:
    """Return a window for a whole piece of time."""
    slot = piece.slot
    return PlanWindow(
        start=slot.start,
        end=slot.end,
        current_a=current_a,
        price=slot.price,
        assumed=slot.assumed,
    )


def merged(windows: Sequence[PlanWindow]) -> tuple[PlanWindow, ...]:
    """Return the windows, joining successive ones that charge the same way."""
    joined: list[PlanWindow] = []
    for window in windows:
        last = joined[-1] if joined else None
        if last and last.end == window.start and _alike(last, window):
            joined[-1] = replace(
                last,
                end=window.end,
                price=_mean_price(last, window),
                assumed=last.assumed or window.assumed,
            )
        else:
            joined.append(window)
    return tuple(joined)


def _alike(one: PlanWindow, other: PlanWindow) -> bool:
    """Return whether two windows charge the same way."""
    return (one.current_a, one.solar) == (other.current_a, other.solar)


def _mean_price(one: PlanWindow, other: PlanWindow) -> float:
    """Return the mean price of two windows, weighted by their hours."""
    hours, more = (one.end - one.start) / _HOUR, (other.end - other.start) / _HOUR
    return (one.price * hours + other.price * more) / (hours + more)
