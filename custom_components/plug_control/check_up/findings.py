"""What a check-up finds, as plain data that is stored, shown and downloaded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from custom_components.plug_control.model.stored import read_number
from custom_components.plug_control.model.timestamps import read_time, write_time

FORMAT = 1
"""Version of the file that users download."""

type Value = str | float | tuple[str, ...]


class Form(StrEnum):
    """How much a check-up tries."""

    QUICK = "quick"
    WHOLE = "whole"


class Verdict(StrEnum):
    """What a finding means for the user."""

    WORKS = "works"
    WORKS_SLOWLY = "works_slowly"
    DOES_NOT_WORK = "does_not_work"
    NOT_TRIED = "not_tried"


class Outcome(StrEnum):
    """How a check-up ended."""

    FINISHED = "finished"
    STOPPED = "stopped"
    """By the user."""
    INTERRUPTED = "interrupted"
    """By a restart of Home Assistant."""
    FAILED = "failed"
    """The charger, the car or another limit did not let it go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was tried: `key` names it, `sentence` the text about it, `values` are the text's numbers."""

    key: str
    verdict: Verdict
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "key": self.key,
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "values": {
                name: list(value) if isinstance(value, tuple) else value
                for name, value in self.values.items()
            },
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Finding:
        """Return what `as_dict` wrote; raises KeyError, TypeError or ValueError for other data."""
        return cls(
            key=str(row["key"]),
            verdict=Verdict(row["verdict"]),
            sentence=str(row["sentence"]),
            values={str(name): _value(value) for name, value in row["values"].items()},
        )


def _value(stored: object) -> Value:
    if isinstance(stored, str):
        return stored
    if isinstance(stored, list):
        return tuple(map(str, stored))
    return read_number(stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A check-up: what was tried so far, and how it ended (`outcome` None: it runs)."""

    form: Form
    started_at: datetime
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    trouble: str | None = None
    """Why it failed: a key of a text."""
    vendor: str | None = None
    model: str | None = None
    firmware_version: str | None = None
    phases: int = 3
    limit_way: str | None = None
    findings: tuple[Finding, ...] = ()

    def finding(self, key: str) -> Finding | None:
        """Return what was found about `key`; None where it was not looked at."""
        return next((each for each in self.findings if each.key == key), None)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "form": self.form.value,
            "started_at": write_time(self.started_at),
            "ended_at": write_time(self.ended_at),
            "outcome": None if self.outcome is None else self.outcome.value,
            "trouble": self.trouble,
            **self._about(),
            "findings": [each.as_dict() for each in self.findings],
        }

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Result:
        """Return what `as_dict` wrote; raises KeyError, TypeError or ValueError for other data."""
        outcome = row["outcome"]
        started_at = read_time(row["started_at"])
        if started_at is None:
            raise ValueError("a check-up without a start")
        return cls(
            form=Form(row["form"]),
            started_at=started_at,
            ended_at=read_time(row["ended_at"]),
            outcome=None if outcome is None else Outcome(outcome),
            trouble=row["trouble"],
            vendor=row["vendor"],
            model=row["model"],
            firmware_version=row["firmware_version"],
            phases=int(read_number(row["phases"])),
            limit_way=row["limit_way"],
            findings=tuple(map(Finding.from_dict, row["findings"])),
        )

    def anonymous(self, version: str) -> dict[str, Any]:
        """Return the file to pass on: the model and what it does, but nothing of this charger, its place and its people."""
        seconds = None if self.ended_at is None else self.ended_at - self.started_at
        return {
            "format": FORMAT,
            "plug_control": version,
            "form": self.form.value,
            "outcome": None if self.outcome is None else self.outcome.value,
            "trouble": self.trouble,
            "month": f"{self.started_at:%Y-%m}",
            "duration_s": None if seconds is None else round(seconds.total_seconds()),
            **self._about(),
            "findings": [each.as_dict() for each in self.findings],
        }

    def _about(self) -> dict[str, Any]:
        return {
            "vendor": self.vendor,
            "model": self.model,
            "firmware_version": self.firmware_version,
            "phases": self.phases,
            "limit_way": self.limit_way,
        }
