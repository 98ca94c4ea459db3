"""Exceptions: one root, and what they say."""

import pytest

from custom_components.plug_control.protocol import errors
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CallTimeoutError,
    CommandError,
    CommandRejectedError,
    ErrorCode,
    FrameError,
    ListenerError,
    NotPossible,
    NotPossibleError,
    OfflineError,
    PayloadError,
    PlugControlError,
    QueueFullError,
    may_be_done,
)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OfflineError(), "not connected"),
        (CallTimeoutError(30.0), "no answer within 30 s"),
        (CallErrorReceived("NotSupported", ""), "NotSupported"),
        (CallErrorReceived("NotSupported", "no"), "NotSupported: no"),
        (QueueFullError(50), "50 commands are waiting already"),
        (CommandRejectedError("Occupied"), "Occupied"),
        (NotPossibleError(NotPossible.NO_TRANSACTION), "no_transaction"),
        (NotPossibleError(NotPossible.LIMIT_OUT_OF_RANGE, "3 A"), "3 A"),
    ],
)
def test_a_command_error_names_who_and_what_once_they_are_known(
    error: CommandError, said: str
) -> None:
    assert str(error) == said
    error.charge_point_id, error.action = "CP-1", "Reset"
    assert str(error) == f"CP-1 Reset: {said}"
    assert error.said == said


@pytest.mark.parametrize(
    ("error", "uncertain"),
    [
        (OfflineError(), False),
        (OfflineError(sent=True), True),
        (CallTimeoutError(30.0), True),
        (CommandRejectedError("Rejected"), False),
    ],
)
def test_an_error_tells_whether_the_charge_point_may_have_obeyed(
    error: CommandError, uncertain: bool
) -> None:
    assert may_be_done(error) is uncertain


def test_the_other_errors_say_what_is_wrong() -> None:
    assert str(ListenerError(None, 9016, "in use")) == (
        "cannot listen on all addresses, port 9016: in use"
    )
    assert str(FrameError("no JSON")) == "no JSON"
    assert str(PayloadError(ErrorCode.GENERIC_ERROR, "busy")) == "busy"


def test_every_error_has_the_one_root_and_stands_in_the_hierarchy() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    assert len(kinds) == 14
    for kind in kinds:
        assert issubclass(kind, PlugControlError)
        assert kind.__name__ in (errors.__doc__ or "")
