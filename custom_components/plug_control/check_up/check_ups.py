"""All check-ups of a central system: start, stop, keep the results, and restore what one left behind."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Any

from ocpp.v16.enums import MessageTrigger

from custom_components.plug_control.central_system.central_system import CentralSystem
from custom_components.plug_control.central_system.wire import CommandError, OfflineError
from custom_components.plug_control.model.connector import (
    DRAWING,
    MINIMUM_CURRENT_A,
    ConnectorKey,
    ConnectorStatus,
    key_of,
    name_of,
)
from custom_components.plug_control.model.events import CheckUpChanged, CheckUpEnded
from custom_components.plug_control.model.quantity import Quantity

from .before import Before, look_at, restore
from .findings import Form, Outcome, Result, Verdict
from .running import CheckUp
from .steps import seconds_of
from .subject import CheckUpError, Subject
from .traits import apply_traits

_LOGGER = logging.getLogger(__name__)

MOST_PERCENT = 80.0
"""Above this state of charge cars take less, whatever the limit is."""
_RETRY = timedelta(minutes=1)
_MOST_TRIES = 10
"""How often to restore what a charger that is there refuses, or does not answer."""
_LEARN = timedelta(seconds=5)
_LEARN_TIMES = 6
_STOP_S = 20.0
_READY = frozenset(
    {
        ConnectorStatus.PREPARING,
        ConnectorStatus.CHARGING,
        ConnectorStatus.SUSPENDED_EV,
        ConnectorStatus.SUSPENDED_EVSE,
    }
)


class CheckUps:
    """The check-ups of one central system."""

    def __init__(
        self,
        central_system: CentralSystem,
        *,
        save: Callable[[], Awaitable[None]],
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
        hold: Callable[[ConnectorKey, bool], None] = lambda key, held: None,
    ) -> None:
        """`save` stores `memory()` at once, `wait` waits for seconds, `hold` holds smart charging of a connector or ends that."""
        self._central_system = central_system
        self._save = save
        self._wait = wait
        self._hold = hold
        self._running: dict[ConnectorKey, CheckUp] = {}
        self._tasks: dict[ConnectorKey, asyncio.Task[None]] = {}
        self._results: dict[ConnectorKey, Result] = {}
        self._befores: dict[ConnectorKey, Before] = {}
        self._restoring: dict[ConnectorKey, asyncio.Task[None]] = {}
        self._again_at: dict[ConnectorKey, datetime] = {}
        self._tries: Counter[ConnectorKey] = Counter()
        """How often restoring failed."""
        self._learned: Counter[ConnectorKey] = Counter()
        """How often meter values were asked for, to learn which transaction runs."""
        self._is_stopping = False

    # ---- what others ask

    def running(self, key: ConnectorKey) -> CheckUp | None:
        """Return the check-up that runs at a connector; None: none does."""
        return self._running.get(key)

    def result(self, key: ConnectorKey) -> Result | None:
        """Return what the running check-up of a connector has found so far, else the last one; None: there was none."""
        running = self._running.get(key)
        return self._results.get(key) if running is None else running.result

    def latest(self, charge_point_id: str) -> ConnectorKey | None:
        """Return the connector of a charge point whose check-up runs, or was the last one; None: there was none."""
        running = (key for key in self._running if key[0] == charge_point_id)
        done = (
            (result.started_at, key)
            for key, result in self._results.items()
            if key[0] == charge_point_id
        )
        return next(running, None) or max(done, default=(None, None))[1]

    def seconds(self, key: ConnectorKey, form: Form) -> float:
        """Return how long a check-up of this form will take at this charger."""
        return seconds_of(form, self._subject(key))

    def obstacle(
        self, key: ConnectorKey, *, percent: float | None = None, confirmed: bool = False
    ) -> str | None:
        """Return why no check-up can begin now: the key of a text; None: it can.

        `percent` is the car's state of charge by another source; `confirmed`: the user says that it is not above 80 %.
        """
        charge_point = self._central_system.charge_points.get(key[0])
        connector = None if charge_point is None else charge_point.connectors.get(key[1])
        if charge_point is None or connector is None:
            return "unknown_connector"
        told = connector.meter.value(Quantity.STATE_OF_CHARGE_PERCENT)
        known = percent if told is None or connector.transaction is None else told
        reasons = {
            "running": any(each[0] == key[0] for each in self._running),
            "restoring": key in self._befores,
            "offline": not self._central_system.is_ready(key[0]),
            "fault": connector.has_problem,
            "not_ready": connector.status not in _READY,
            "paused": connector.limit.wanted_a == 0,
            "no_current_left": any(
                limit_a is not None and limit_a < MINIMUM_CURRENT_A
                for limit_a in (connector.limit.wanted_a, connector.limit.ceiling_a)
            ),
            "too_full": known is not None and known > MOST_PERCENT,
            "not_confirmed": known is None and not confirmed,
        }
        return next((reason for reason, holds in reasons.items() if holds), None)

    # ---- start and stop

    async def start(
        self,
        key: ConnectorKey,
        form: Form,
        *,
        percent: float | None = None,
        confirmed: bool = False,
    ) -> CheckUp:
        """Begin a check-up; raises CheckUpError where it cannot begin. What stands is stored before anything is sent."""
        if (reason := self.obstacle(key, percent=percent, confirmed=confirmed)) is not None:
            raise CheckUpError(reason)
        check_up = CheckUp(self._subject(key), form, partial(self._changed, key))
        self._running[key] = check_up
        self._befores[key] = before = look_at(self._central_system, key)
        check_up.subject.id_tag = before.id_tag
        self._hold(key, True)
        # Begun at once: a task that is cancelled before it begins would not clean up
        task = asyncio.get_running_loop().create_task(
            self._run(key, check_up), name=f"check-up of {name_of(key)}", eager_start=True
        )
        if not task.done():
            self._tasks[key] = task
        return check_up

    async def wait_for(self, key: ConnectorKey) -> None:
        """Return when the check-up of a connector has ended and all is restored as far as possible now."""
        if (task := self._tasks.get(key)) is not None:
            await asyncio.wait({task})

    async def stop(self, key: ConnectorKey) -> bool:
        """Stop the check-up of a connector and restore what stood before; returns False where none runs."""
        task = self._tasks.get(key)
        if task is None:
            return False
        task.cancel()
        await asyncio.wait({task})
        return True

    async def stop_all(self) -> None:
        """Stop every check-up in bounded time; what is not restored by then is restored after the next start."""
        self._is_stopping = True
        tasks = {*self._tasks.values(), *self._restoring.values()}
        for task in tasks:
            task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=_STOP_S)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def _run(self, key: ConnectorKey, check_up: CheckUp) -> None:
        outcome = Outcome.FAILED
        try:
            outcome = await check_up.run(self._save)
        except asyncio.CancelledError:
            outcome = Outcome.INTERRUPTED if self._is_stopping else Outcome.STOPPED
        except Exception:  # The boundary to the steps: what stood before is restored in any case.
            _LOGGER.exception("Unexpected error in the check-up of %s#%d", *key)
            check_up.result = replace(check_up.result, trouble="unexpected")
        finally:
            await self._end(key, check_up, outcome)

    async def _end(self, key: ConnectorKey, check_up: CheckUp, outcome: Outcome) -> None:
        """Keep the result, set the traits, and restore what stood before."""
        ended = replace(check_up.result, outcome=outcome, ended_at=check_up.subject.now)
        self._results[key] = check_up.result = ended
        try:
            if key[0] in self._central_system.charge_points:
                self._central_system.limits.trials.drop(key)
                self._note_transaction(key)
                apply_traits(self._central_system, key, ended)
                await self._restore(key)
        finally:
            self._running.pop(key, None)
            self._tasks.pop(key, None)
            self._hold(key, False)
            await self._save()
            self._changed(key)
            counts = Counter(each.verdict.value for each in ended.findings)
            self._central_system.publish(
                CheckUpEnded(
                    charge_point_id=key[0],
                    connector_id=key[1],
                    outcome=outcome.value,
                    counts={verdict.value: counts[verdict.value] for verdict in Verdict},
                )
            )

    # ---- restoring

    async def _restore(self, key: ConnectorKey) -> None:
        """Restore what stood before; keep it for later where that fails now."""
        before = self._befores.get(key)
        if before is None or not self._central_system.is_ready(key[0]):
            return
        if await self._must_learn_transaction(key):
            self._again_at[key] = self._central_system.clock() + _LEARN
            return
        try:
            await restore(self._central_system, key, before)
        except Exception as error:  # The boundary between connectors: what stood before is kept.
            if isinstance(error, CommandError):
                _LOGGER.warning(
                    "%s#%d could not be restored yet after its check-up: %s", *key, error
                )
            else:
                _LOGGER.exception("Unexpected error while %s#%d was restored", *key)
            self._again_at[key] = self._central_system.clock() + _RETRY
            self._tries[key] += not isinstance(error, OfflineError)
            if self._tries[key] < _MOST_TRIES:
                return
            _LOGGER.warning("%s#%d refuses it again and again: left as it is", *key)
        self._befores.pop(key, None)
        self._tries.pop(key, None)
        self._again_at.pop(key, None)
        self._learned.pop(key, None)

    async def _must_learn_transaction(self, key: ConnectorKey) -> bool:
        """Whether to wait a little: a charge runs whose transaction is not known yet, so that its profile cannot be replaced.

        Asks for meter values, which name the transaction; gives up where they do not.
        """
        connector = self._central_system.charge_points[key[0]].connector(key[1])
        if connector.transaction is not None or connector.status not in DRAWING:
            return False
        self._learned[key] += 1
        if self._learned[key] > _LEARN_TIMES:
            return False
        with suppress(CommandError):
            await self._central_system.commands.trigger(key[0], MessageTrigger.meter_values, key[1])
        return True

    def look_round(self) -> None:
        """Restore in the background what check-ups left behind; call it every few seconds."""
        now = self._central_system.clock()
        for key in tuple(self._befores):
            if key in self._running or key in self._restoring:
                continue
            if key[0] not in self._central_system.charge_points:
                continue
            late = self._again_at.get(key)
            if (late is None or now >= late) and self._central_system.is_ready(key[0]):
                task = asyncio.create_task(self._restore_later(key))
                self._restoring[key] = task

    async def _restore_later(self, key: ConnectorKey) -> None:
        with suppress(asyncio.CancelledError):
            try:
                await self._restore(key)
                if key not in self._befores:
                    await self._save()
            finally:
                self._restoring.pop(key, None)

    def forget(self, charge_point_id: str) -> None:
        """Forget a charge point that was removed; its check-up ends at the next step."""
        self._results = {
            key: each for key, each in self._results.items() if key[0] != charge_point_id
        }
        self._befores = {
            key: each for key, each in self._befores.items() if key[0] != charge_point_id
        }

    # ---- state

    def memory(self) -> dict[str, dict[str, Any]]:
        """Return what to keep over a restart, as JSON values."""
        running = {key: each.result for key, each in self._running.items()}
        return {
            "results": {
                name_of(key): each.as_dict() for key, each in (self._results | running).items()
            },
            "befores": {name_of(key): each.as_dict() for key, each in self._befores.items()},
        }

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Take back what `memory` returned; leaves out what is damaged. A check-up that ran then counts as interrupted."""
        for name, row in dict(memory.get("results") or {}).items():
            with suppress(KeyError, TypeError, ValueError, AttributeError):
                result = Result.from_dict(row)
                if result.outcome is None:
                    result = replace(
                        result, outcome=Outcome.INTERRUPTED, ended_at=self._central_system.clock()
                    )
                self._results[key_of(name)] = result
        for name, row in dict(memory.get("befores") or {}).items():
            with suppress(KeyError, TypeError, ValueError, AttributeError):
                self._befores[key_of(name)] = Before.from_dict(row)

    # ---- inside

    def _subject(self, key: ConnectorKey) -> Subject:
        return Subject(
            central_system=self._central_system,
            key=key,
            wait=self._wait,
            note_purpose=partial(self._note_purpose, key),
            note=partial(self._note, key),
        )

    async def _note_purpose(self, key: ConnectorKey, purpose: str) -> None:
        before = self._befores[key]
        await self._note(key, purposes=tuple(dict.fromkeys((*before.purposes, purpose))))

    async def _note(self, key: ConnectorKey, **fields: Any) -> None:
        """Store fields of what stood before."""
        if (before := self._befores.get(key)) is None:
            raise CheckUpError("removed")
        self._befores[key] = replace(before, **fields)
        await self._save()

    def _note_transaction(self, key: ConnectorKey) -> None:
        """Note with which transaction a check-up ends: it is the one that may be stopped, also later."""
        running = self._central_system.charge_points[key[0]].connector(key[1]).transaction
        if running is not None and (before := self._befores.get(key)) is not None:
            self._befores[key] = replace(before, transaction_id=running.transaction_id)

    def _changed(self, key: ConnectorKey) -> None:
        self._central_system.publish(CheckUpChanged(charge_point_id=key[0], connector_id=key[1]))
