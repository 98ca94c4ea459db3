"""What a back end says of cards: asked while a charger waits, kept as long as the back end says."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from custom_components.plug_control.model.relaying import CardDecision, MissingAnswer
from custom_components.plug_control.model.tag import normalise_id_tag
from custom_components.plug_control.protocol.errors import CommandError
from custom_components.plug_control.protocol.values import format_timestamp, parse_timestamp, text
from custom_components.plug_control.protocol.vocabulary import ANSWER_STATUSES, spelled

MAX_CARDS = 5000
"""Cards of which a back end's word is kept; the one that was heard longest ago goes first."""
ACCEPTED = "Accepted"
_INVALID = "Invalid"
_EXPIRED = "Expired"
_STATUSES = frozenset({ACCEPTED, "Blocked", _EXPIRED, _INVALID, "ConcurrentTx"})

type Ask = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]
"""Sends a CALL to the back end; raises CommandError."""


def read_decision(id_tag_info: Any) -> CardDecision | None:
    """Return what an idTagInfo says; None for one without a status."""
    if not isinstance(id_tag_info, Mapping):
        return None
    told = text(id_tag_info.get("status"), 50)
    if told is None:
        return None
    status = spelled(ANSWER_STATUSES, told) or told
    return CardDecision(
        status=status if status in _STATUSES else _INVALID,
        parent_id_tag=text(id_tag_info.get("parentIdTag"), 20),
        expires_at=parse_timestamp(id_tag_info.get("expiryDate")),
    )


class Cards:
    """The cards of which one back end has said something."""

    def __init__(
        self, clock: Callable[[], datetime], changed: Callable[[], None], kept: Any = None
    ) -> None:
        self._clock = clock
        self._changed = changed
        self._decisions: dict[str, CardDecision] = {}
        self._assumed: dict[str, None] = {}
        """Cards that count as the back end's without its word: accepted in want of an answer, or started by it."""
        if isinstance(kept, Mapping):
            for id_tag, info in kept.items():
                if (decision := read_decision(info)) is not None:
                    self._decisions[str(id_tag)] = decision

    def memory(self) -> dict[str, Any]:
        """Return what is to be kept, as JSON."""
        return {id_tag: _to_json(decision) for id_tag, decision in self._decisions.items()}

    def learn(self, id_tag: str, id_tag_info: Any) -> CardDecision | None:
        """Keep what the back end says of a card; return it, None where it says nothing."""
        decision = read_decision(id_tag_info)
        if decision is None:
            return None
        if decision.status == "ConcurrentTx":
            return decision  # says something of now, nothing of the card
        key = normalise_id_tag(id_tag)
        before = self._decisions.pop(key, None)
        self._decisions[key] = decision
        while len(self._decisions) > MAX_CARDS:
            del self._decisions[next(iter(self._decisions))]
        if before != decision:
            self._changed()
        return decision

    def assume(self, id_tag: str) -> None:
        """Take a card for the back end's, until it says otherwise."""
        self._assumed[normalise_id_tag(id_tag)] = None
        while len(self._assumed) > MAX_CARDS:
            del self._assumed[next(iter(self._assumed))]

    @contextmanager
    def assumed(self, id_tag: str) -> Iterator[Callable[[], None]]:
        """Take a card for the back end's within, and from then on if the function that is yielded was called."""
        key = normalise_id_tag(id_tag)
        was_known = key in self._assumed
        stays = False

        def stay() -> None:
            nonlocal stays
            stays = True

        self.assume(id_tag)
        try:
            yield stay
        finally:
            if not stays and not was_known:
                self._assumed.pop(key, None)

    def clear(self) -> None:
        """Forget all cards (ClearCache)."""
        self._decisions.clear()
        self._changed()

    def is_accepted(self, id_tag: str) -> bool:
        """Whether the back end said last that the card is accepted, however long ago, or that is assumed."""
        key = normalise_id_tag(id_tag)
        decision = self._decisions.get(key)
        return key in self._assumed if decision is None else decision.status == ACCEPTED

    def last(self, id_tag: str) -> CardDecision | None:
        """Return what the back end last said of a card, Expired where that is over."""
        decision = self._decisions.get(normalise_id_tag(id_tag))
        if decision is None or decision.status != ACCEPTED or decision.expires_at is None:
            return decision
        if decision.expires_at > self._clock():
            return decision
        return CardDecision(status=_EXPIRED, parent_id_tag=decision.parent_id_tag)

    async def ask(
        self, id_tag: str, call: Ask | None, missing: MissingAnswer, timeout_s: float
    ) -> CardDecision:
        """Return the back end's decision, or the one for want of an answer; `call` is None while it is not connected."""
        if call is not None:
            try:
                async with asyncio.timeout(timeout_s):
                    answer = await call("Authorize", {"idTag": id_tag})
            except TimeoutError, CommandError:
                pass
            else:
                if (decision := self.learn(id_tag, answer.get("idTagInfo"))) is not None:
                    return decision
        return self._without_answer(id_tag, missing)

    def _without_answer(self, id_tag: str, missing: MissingAnswer) -> CardDecision:
        """Return what the back end last said where it said until when, otherwise what the user wants."""
        last = self.last(id_tag)
        if last is not None and (last.expires_at is not None or last.status != ACCEPTED):
            return last
        if missing is MissingAnswer.ACCEPT:
            self.assume(id_tag)
            return CardDecision(status=ACCEPTED)
        if missing is MissingAnswer.LAST_TIME and last is not None:
            return last
        return CardDecision(status=_INVALID)


def _to_json(decision: CardDecision) -> dict[str, str]:
    told = {"status": decision.status}
    if decision.parent_id_tag is not None:
        told["parentIdTag"] = decision.parent_id_tag
    if decision.expires_at is not None:
        told["expiryDate"] = format_timestamp(decision.expires_at)
    return told
