"""Log the decisions of the last hours with all their inputs, for replays."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from custom_components.plug_control.charging.plans.plan import Plan
from custom_components.plug_control.charging.round_types import (
    RoundDecision,
    RoundInputs,
    RoundState,
)

from .plan_tasks import PlanTask

_MEMORY = timedelta(hours=2)
_ROWS = 5000
_PLANS = 100


@dataclass(frozen=True, slots=True)
class LoggedRound:
    """A round with its inputs, state and decision."""

    inputs: RoundInputs
    before: RoundState
    decision: RoundDecision


@dataclass(frozen=True, slots=True)
class PlanMade:
    """A plan with the task that it was made from."""

    connector: str
    task: PlanTask
    plan: Plan


class DecisionLog:
    """The rounds of two hours, bounded by their rows; what they changed is kept for longer (`changes.py`)."""

    def __init__(self) -> None:
        self.steps: deque[LoggedRound] = deque()
        self.plans: deque[PlanMade] = deque(maxlen=_PLANS)
        self._rows = 0

    def add(self, inputs: RoundInputs, before: RoundState, decision: RoundDecision) -> None:
        """Add a round; ignore one without connectors."""
        if not inputs.connectors:
            return
        self.steps.append(LoggedRound(inputs, before, decision))
        self._rows += len(inputs.connectors)
        oldest = inputs.now - _MEMORY
        while self.steps[0].inputs.now < oldest or self._rows > max(_ROWS, len(inputs.connectors)):
            self._rows -= len(self.steps.popleft().inputs.connectors)

    def add_plan(self, connector: str, task: PlanTask, plan: Plan) -> None:
        """Add a plan."""
        self.plans.append(PlanMade(connector, task, plan))

    def export(self, alias: Callable[[str], str]) -> dict[str, Any]:
        """Return the log as JSON-able values without defaults, connectors by their alias.

        It may take long: call it in a thread; decisions can go on meanwhile.
        """
        steps, plans = tuple(self.steps), tuple(self.plans)
        return {
            "plans": [_plain(plan, alias) for plan in plans],
            "state": _plain(steps[0].before, alias) if steps else None,
            "steps": list(_steps(steps, alias)),
        }


def _steps(steps: Iterable[LoggedRound], alias: Callable[[str], str]) -> Iterable[dict[str, Any]]:
    """Yield each round's inputs and verdicts; circuits and settings only where they changed."""
    seen: dict[str, Any] = {}
    for step in steps:
        row = _plain(step.inputs, alias)
        for name in ("tree", "site", "circuits"):
            if row.get(name) == seen.get(name):
                row.pop(name, None)
            else:
                seen[name] = row.get(name)
        row["verdicts"] = {
            alias(name): _plain(verdict, alias) for name, verdict in step.decision.verdicts.items()
        }
        yield row


def _plain(value: Any, alias: Callable[[str], str]) -> Any:
    """Return dataclasses as mappings without default values, times as text."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.isoformat()
        case dict():
            return {alias(str(key)): _plain(each, alias) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each, alias) for each in value]
        case _ if is_dataclass(value):
            return {
                part.name: alias(found) if part.name == "connector" else _plain(found, alias)
                for part in fields(value)
                if part.init
                and ((found := getattr(value, part.name)) != part.default or _is_needed(part))
            }
    return value


def _is_needed(part: Any) -> bool:
    return part.default is MISSING and part.default_factory is MISSING
