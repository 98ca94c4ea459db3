"""Report charge points that refuse every limit, once, until they accept one."""

from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.model.events import Problem, ProblemFound, ProblemGone
from custom_components.plug_control.protocol.values import clean


class LimitProblems:
    """Publishes which charge points take no limit."""

    def __init__(self, context: Context) -> None:
        """Publish through `context`."""
        self._context = context
        self._refusing: set[str] = set()

    def found(self, charge_point_id: str, detail: str) -> None:
        """Publish that a charge point takes no limit, once."""
        if charge_point_id not in self._refusing:
            self._refusing.add(charge_point_id)
            self._context.publish(
                ProblemFound(
                    charge_point_id=charge_point_id,
                    problem=Problem.LIMIT_NOT_SUPPORTED,
                    detail=clean(detail),
                )
            )

    def gone(self, charge_point_id: str) -> None:
        """Publish that it takes one after all."""
        if charge_point_id in self._refusing:
            self._refusing.discard(charge_point_id)
            self._context.publish(
                ProblemGone(charge_point_id=charge_point_id, problem=Problem.LIMIT_NOT_SUPPORTED)
            )

    def forget(self, charge_point_id: str) -> None:
        """Forget a charge point that was removed."""
        self._refusing.discard(charge_point_id)
