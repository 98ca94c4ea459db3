"""One check-up while it runs: its steps one after another, and what they have found."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
import logging
import re

from custom_components.plug_control.central_system.wire import CommandError
from custom_components.plug_control.model.charge_point import ChargePoint

from .connection_steps import START_S
from .findings import Finding, Form, Outcome, Result
from .steps import Step, steps_of
from .subject import CheckUpError, Subject

_LOGGER = logging.getLogger(__name__)


_SHORTEST_NAME = 4


def without_names(text: str | None, charge_point: ChargePoint) -> str | None:
    """Return a text without the charge point's identity and numbers, which some put into the name of their model."""
    names = (
        charge_point.charge_point_id,
        charge_point.serial_number,
        charge_point.meter_serial_number,
        charge_point.iccid,
        charge_point.imsi,
    )
    for name in names:
        if text and name and len(name) >= _SHORTEST_NAME:
            text = re.sub(re.escape(name), "…", text, flags=re.IGNORECASE)
    return text


class CheckUp:
    """A check-up of one connector; `result` is what it has found so far."""

    def __init__(self, subject: Subject, form: Form, changed: Callable[[], None]) -> None:
        """Call `changed` after each finding and at each step."""
        about = subject.charge_point
        self.subject = subject
        self.steps = steps_of(form)
        self.position = 0
        """The index of the step that runs."""
        self.result = Result(
            form=form,
            started_at=subject.now,
            vendor=without_names(about.vendor, about),
            model=without_names(about.model, about),
            firmware_version=without_names(about.firmware_version, about),
            phases=subject.settings.phases,
        )
        self._changed = changed
        self._noted_id: int | None = None
        """The transaction that is stored as the one that goes on."""

    @property
    def step(self) -> Step:
        """The step that runs."""
        return self.steps[min(self.position, len(self.steps) - 1)]

    @property
    def percent(self) -> int:
        """How much of the expected time has passed."""
        expected = [each.seconds(self.subject) + 1.0 for each in self.steps]
        return round(100 * sum(expected[: self.position]) / sum(expected))

    @property
    def ends_at(self) -> datetime:
        """When it will end, as far as can be told."""
        left_s = sum(each.seconds(self.subject) for each in self.steps[self.position :])
        return self.subject.now + timedelta(seconds=left_s)

    async def run(self, prepare: Callable[[], Awaitable[None]]) -> Outcome:
        """Call `prepare`, then run all steps; return how that ended. What the last step tried may still stand."""
        try:
            await prepare()
            await self._start_charge()
            await self._note_charge()
            for position, step in enumerate(self.steps):
                self.position = position
                self._changed()
                await self._run_step(step)
        except CheckUpError as error:
            self.result = replace(self.result, trouble=error.trouble)
            return Outcome.FAILED
        self.position = len(self.steps)
        return Outcome.FINISHED

    async def _run_step(self, step: Step) -> None:
        subject = self.subject
        if step.needs_charge and subject.connector.transaction is None:
            await subject.until(lambda: subject.connector.transaction is not None, START_S)
            if subject.connector.transaction is None:
                raise CheckUpError("charge_ended")
        if step.may_end_charge:
            self._noted_id = None
            await subject.note(ended_at=subject.now)
        self._found(await step.run(subject))
        await self._note_charge()
        if step.undo is not None:
            try:
                await step.undo(subject)
            except CommandError as error:
                _LOGGER.warning("%s#%d: taking %s back failed: %s", *subject.key, step.name, error)
                raise CheckUpError("not_taken_back") from error

    async def _note_charge(self) -> None:
        """Store which charge runs: it goes on, or it began again, so that a later end of it is not the check-up's doing."""
        running = self.subject.connector.transaction
        if running is not None and running.transaction_id != self._noted_id:
            self._noted_id = running.transaction_id
            await self.subject.note(transaction_id=self._noted_id, ended_at=None)

    async def _start_charge(self) -> None:
        """Start a charge where the car only waits for one."""
        subject = self.subject
        if subject.connector.transaction is not None:
            return
        try:
            await subject.central_system.user_commands.start_charging(*subject.key)
        except CommandError as error:
            raise CheckUpError("not_started") from error
        begun = await subject.until(lambda: subject.connector.transaction is not None, START_S)
        if begun is None:
            raise CheckUpError("not_started")

    def _found(self, findings: tuple[Finding, ...]) -> None:
        self.result = replace(
            self.result,
            findings=(*self.result.findings, *findings),
            limit_way=self.subject.charge_point.limit_way,
        )
        self._changed()
