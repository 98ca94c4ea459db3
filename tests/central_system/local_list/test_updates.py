"""What a charger's list should contain, and how it gets there in updates that it can take (R31)."""

from datetime import UTC, datetime, timedelta
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.plug_control.central_system.local_list.updates import (
    MAX_VERSION,
    ListUpdate,
    next_update,
    revokes,
    version_after,
    wanted_entries,
)
from custom_components.plug_control.central_system.stations.settings import WhoMayCharge
from custom_components.plug_control.model.local_list import (
    HeldList,
    ListEntries,
    ListEntry,
    by_id_tag,
)
from custom_components.plug_control.model.tag import IdTag, TagStatus
from tests.central_system.conftest import NOW

CARDS, ANYONE = WhoMayCharge.CARDS, WhoMayCharge.ANYONE


def entries(*id_tags: str, group: str | None = None) -> ListEntries:
    return by_id_tag([ListEntry(id_tag=tag, group=group) for tag in id_tags])


def test_an_entry_has_what_the_charger_needs_to_decide_by_itself() -> None:
    tags = [
        IdTag(id_tag="04:A1:B2:C3", name="Anna", expires_at=NOW, group="family"),
        IdTag(id_tag="LOST", name="lost", blocked=True, group="g" * 21),
    ]
    wanted, left_out = wanted_entries(tags, CARDS, None)
    assert wanted == {
        "04a1b2c3": ListEntry(id_tag="04:A1:B2:C3", expires_at=NOW, group="family"),
        "lost": ListEntry(id_tag="LOST", status=TagStatus.BLOCKED),
    }
    assert left_out == 0


def test_where_anyone_may_charge_expired_cards_may_too() -> None:
    tags = [IdTag(id_tag="A", name="a", expires_at=NOW)]
    assert wanted_entries(tags, ANYONE, None)[0]["a"].expires_at is None


def test_the_only_id_tag_with_which_it_takes_remote_starts_stays_in_its_list() -> None:
    """lbbrhzn/ocpp 1671, 514: some chargers start only with a tag of their own list."""
    tags = [IdTag(id_tag="A", name="a")]
    assert [*wanted_entries(tags, CARDS, 1, "REMOTE")[0]] == ["remote"]
    assert [*wanted_entries(tags, CARDS, None, "REMOTE")[0]] == ["remote", "a"]
    assert [*wanted_entries(tags, CARDS, None, "a")[0]] == ["a"]


@pytest.mark.parametrize(
    ("room", "kept", "left_out"), [(None, 3, 1), (3, 3, 1), (2, 2, 2), (0, 0, 4)]
)
def test_cards_that_do_not_fit_are_counted_and_blocked_ones_go_first(
    room: int | None, kept: int, left_out: int
) -> None:
    tags = [
        IdTag(id_tag="x" * 21, name="R19: longer than a list's entry may be"),
        IdTag(id_tag="B", name="b", blocked=True),
        IdTag(id_tag="C", name="c"),
        IdTag(id_tag="D", name="d"),
    ]
    wanted, out = wanted_entries(tags, CARDS, room)
    assert [*wanted] == ["c", "d", "b"][:kept]
    assert out == left_out


def test_an_unknown_list_is_replaced() -> None:
    assert next_update(None, {}, chunk=2, deletes=True) == ListUpdate(is_full=True)


def test_nothing_is_sent_for_nothing() -> None:
    assert next_update(entries("A"), entries("A"), chunk=1, deletes=True) is None


def test_a_difference_deletes_first() -> None:
    update = next_update(entries("A", "B"), entries("B", "C"), chunk=2, deletes=True)
    assert update == ListUpdate(is_full=False, removed=("A",), put=(ListEntry(id_tag="C"),))
    deleted, added = update.authorization_list()
    assert (deleted.id_tag, deleted.id_tag_info) == ("A", None)
    assert added.id_tag_info is not None
    assert added.id_tag_info.status == "Accepted"


def test_c2eu_an_entry_that_deletes_is_never_sent_to_a_charger_that_chokes_on_it() -> None:
    update = next_update(entries("A", "B"), entries("B"), chunk=9, deletes=False)
    assert update == ListUpdate(is_full=True, put=(ListEntry(id_tag="B"),))
    changed = next_update(entries("B"), entries("B", group="g"), chunk=9, deletes=False)
    assert changed is not None
    assert not changed.is_full


TAGS = st.lists(st.sampled_from("ABCDEFGH"), unique=True)


@given(
    held=st.none() | TAGS,
    wanted=TAGS,
    group=st.none() | st.just("g"),
    chunk=st.integers(1, 4),
    deletes=st.booleans(),
)
def test_updates_lead_from_any_list_to_any_other_within_the_chunk(
    held: list[str] | None, wanted: list[str], group: str | None, chunk: int, deletes: bool
) -> None:
    now = None if held is None else entries(*held)
    aim = entries(*wanted, group=group)
    highest = max(len(held or ()), len(wanted))
    for _ in range(20):
        update = next_update(now, aim, chunk=chunk, deletes=deletes)
        if update is None:
            break
        assert len(update.put) + len(update.removed) <= chunk
        assert deletes or not update.removed
        now = update.applied_to(now)
        assert len(now) <= highest
    assert now == aim


@pytest.mark.parametrize(
    ("versions", "following"), [((0,), 1), ((-1, 0), 1), ((3, 7), 8), ((MAX_VERSION,), 1)]
)
def test_r31_a_version_is_never_0_or_less(versions: tuple[int, ...], following: int) -> None:
    assert version_after(*versions) == following


def test_a_card_whose_end_moves_to_an_earlier_time_is_revoked() -> None:
    soon, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)

    def until(expires_at: datetime | None) -> ListEntries:
        return by_id_tag([ListEntry(id_tag="A", expires_at=expires_at)])

    assert revokes(until(None), until(soon))
    assert revokes(until(late), until(soon))
    assert not revokes(until(soon), until(late))
    assert not revokes(until(soon), until(None))


def test_a_card_is_revoked_when_it_is_removed_or_blocked() -> None:
    blocked = by_id_tag([ListEntry(id_tag="A", status=TagStatus.BLOCKED)])
    assert revokes(entries("A"), {})
    assert revokes(entries("A"), blocked)
    assert not revokes(entries("A"), entries("A", "B", group="g"))
    assert not revokes(blocked, {})
    assert not revokes(None, {})


@pytest.mark.parametrize("content", [None, entries(), entries("A", "B", group="g")])
def test_what_a_charger_holds_survives_as_json(content: ListEntries | None) -> None:
    held = HeldList(version=7, entries=content, cache_is_stale=True)
    assert HeldList.from_dict(json.loads(json.dumps(held.as_dict()))) == held
    late = HeldList(entries=by_id_tag([ListEntry(id_tag="A", expires_at=NOW + timedelta(1))]))
    assert HeldList.from_dict(json.loads(json.dumps(late.as_dict()))) == late


@pytest.mark.parametrize(
    "row",
    [
        {"version": "1", "entries": None, "cache_is_stale": False},
        {"version": True, "entries": None, "cache_is_stale": False},
        {"version": 1, "entries": [{"id_tag": 1}], "cache_is_stale": False},
    ],
)
def test_a_damaged_row_is_no_list(row: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="instead of"):
        HeldList.from_dict(row)
