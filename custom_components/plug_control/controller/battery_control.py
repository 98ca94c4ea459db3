"""Decide what to send to the entity that holds a home battery, from its state and what was set before.

Pure. What the user does meanwhile counts: a value that we did not set is left alone.
"""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldControl:
    """What was set at a control, stored before it is sent."""

    held: str
    """The value that holds the battery."""
    restore: str
    """The value to set when it is released: that of before, or the normal one."""
    seen: bool = False
    """Whether the control showed the held value."""
    overruled: bool = False
    """Whether the user changed it since: it is left alone until no car needs the battery held."""
    releasing: bool = False
    """Whether it was told to release the battery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStep:
    """The control's next record (None: nothing of ours is set), and the value to send now."""

    record: HeldControl | None
    send: str | None = None


def control_step(
    record: HeldControl | None, state: str | None, hold: str, *, normal: str, wanted: bool
) -> ControlStep:
    """Return what to do at a control that shows `state` (None: unavailable); call it until `send` is None."""
    if state is None:
        return ControlStep(record=record)
    if not wanted:
        return _released(record, state)
    if record is None or record.held != hold:
        if record is not None:  # another value is to hold it now
            return _released(record, state)
        if state == hold:  # it is held already, and not by us
            return ControlStep(record=None)
        return ControlStep(record=HeldControl(held=hold, restore=state or normal), send=hold)
    return _held(record, state)


def _held(record: HeldControl, state: str) -> ControlStep:
    """Return what to do where the control was set, and still has to be."""
    if record.overruled:
        return ControlStep(record=record)
    if state == record.held and not record.releasing:
        return ControlStep(record=replace(record, seen=True))
    if record.seen and not record.releasing:
        return ControlStep(record=replace(record, overruled=True))
    return ControlStep(record=replace(record, releasing=False, seen=False), send=record.held)


def _released(record: HeldControl | None, state: str) -> ControlStep:
    """Return what to do where the control has not to be set."""
    if record is None or record.overruled:
        return ControlStep(record=None)
    if state == record.held:
        return ControlStep(record=replace(record, releasing=True), send=record.restore)
    if record.seen or record.releasing or state != record.restore:
        return ControlStep(record=None)  # it is released, or the user changed it
    # It never showed what was sent last: it may be on its way, or was lost in a crash.
    return ControlStep(record=replace(record, releasing=True), send=record.restore)
