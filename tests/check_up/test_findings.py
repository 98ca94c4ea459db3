"""Results are kept as JSON, and the file to pass on says nothing about house and people."""

from datetime import UTC, datetime
import json

import pytest

from custom_components.plug_control.check_up.before import Before
from custom_components.plug_control.check_up.findings import Finding, Form, Outcome, Result, Verdict

from .virtual import ID, KEY, place

RESULT = Result(
    form=Form.QUICK,
    started_at=datetime(2026, 3, 14, 6, 1, tzinfo=UTC),
    ended_at=datetime(2026, 3, 14, 6, 8, tzinfo=UTC),
    outcome=Outcome.FINISHED,
    vendor="Acme",
    model="Box",
    firmware_version="1.0",
    limit_way="tx_profile_a",
    findings=(
        Finding(
            key="triggers",
            verdict=Verdict.WORKS,
            sentence="triggers",
            values={"can": ("Heartbeat",), "cannot": (), "seconds": 5.0, "said": "Rejected"},
        ),
    ),
)


def test_result_survives_json() -> None:
    assert Result.from_dict(json.loads(json.dumps(RESULT.as_dict()))) == RESULT
    assert RESULT.finding("clock") is None


@pytest.mark.parametrize("damage", [{"form": "x"}, {"started_at": None}, {"findings": [{}]}])
def test_damaged_result_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        Result.from_dict(RESULT.as_dict() | damage)


def test_before_survives_json() -> None:
    before = Before(charging=True, id_tag="A", released=True, purposes=("TxProfile",))
    assert Before.from_dict(json.loads(json.dumps(before.as_dict()))) == before


async def test_damaged_memory_costs_only_what_is_damaged() -> None:
    async with place("generic") as there:
        there.check_ups.recall(
            {
                "results": {f"{ID}#1": RESULT.as_dict(), f"{ID}#2": {}, "x": RESULT.as_dict()},
                "befores": {f"{ID}#1": {"charging": True}},
            }
        )
        assert there.check_ups.result(KEY) == RESULT
        assert there.check_ups.result((ID, 2)) is None
        assert not there.check_ups.memory()["befores"]
        there.check_ups.forget(ID)
        assert there.check_ups.result(KEY) is None


async def test_downloaded_file_is_anonymous() -> None:
    async with place("generic") as there:
        await there.charge()
        result = await there.check_up()
        text = json.dumps(result.anonymous("1.2.3"))
        for secret in (ID, "HOMEASSISTANT", "127.0.0.1", "04A1", str(there.charger.transaction_id)):
            assert f'"{secret}' not in text
        assert ID not in text
        data = result.anonymous("1.2.3")
        assert data["model"] == "Generic Two"
        assert data["month"] == "2026-03"
        assert "started_at" not in data
