"""The registered cards in the charger's own list, over a real socket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
import json
from typing import Any

import pytest

from custom_components.plug_control.central_system.stations.settings import (
    ChargePointSettings,
    WhoMayCharge,
)
from custom_components.plug_control.model.local_list import ListReport, ListState
from custom_components.plug_control.model.tag import IdTag
from custom_components.plug_control.protocol.errors import CommandRejectedError, OfflineError
from simulator.car import Car
from simulator.frames import Json, Payload
from simulator.scripted import ScriptedChargePoint
from tests.central_system.conftest import PATIENCE_S, QUICK, Lab, MakeLab
from tests.central_system.simulated_home import ID, Home, at_home

AT_ONCE = replace(QUICK, list_delay_s=0.0)
PROFILES = "Core,LocalAuthListManagement"


@dataclass
class CardsInside:
    """The list of a charger that follows the standard; `refusals` are statuses that it answers first."""

    version: int = 0
    cards: dict[str, Json] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    updates: list[str] = field(default_factory=list)
    chunk: int = 50
    is_silent: bool = False

    def told_version(self, payload: Payload) -> Payload:
        return {"listVersion": self.version}

    def take(self, payload: Payload) -> Payload | None:
        assert "localAuthorisationList" not in payload
        entries: Any = payload["localAuthorizationList"]
        version: Any = payload["listVersion"]
        assert version > 0
        assert len(entries) <= self.chunk
        self.updates.append(f"{payload['updateType']} {version}")
        if self.is_silent:
            return None
        if self.refusals:
            return {"status": self.refusals.pop(0)}
        if payload["updateType"] == "Full":
            self.cards = {}
        elif version <= self.version:
            return {"status": "VersionMismatch"}
        self.version = version
        for entry in entries:
            if "idTagInfo" in entry:
                self.cards[entry["idTag"]] = entry["idTagInfo"]["status"]
            else:
                del self.cards[entry["idTag"]]
        return {"status": "Accepted"}


def configuration(**values: str) -> Payload:
    rows: list[Json] = [
        {"key": key, "value": value, "readonly": False} for key, value in values.items()
    ]
    return {"configurationKey": rows}


@dataclass
class Bench:
    """A central system whose charger CP-1 has a list."""

    lab: Lab
    inside: CardsInside
    keys: dict[str, str] = field(default_factory=dict)
    charge_point: ScriptedChargePoint | None = None

    async def boot(self, **keys: str) -> ScriptedChargePoint:
        self.keys = {
            "SupportedFeatureProfiles": PROFILES,
            "LocalAuthListMaxLength": "100",
            "SendLocalListMaxLength": str(self.inside.chunk),
        } | keys
        if self.charge_point is not None and self.charge_point.connected:
            await self.charge_point.close()
            await self.lab.until(lambda: not self.lab.model().connected)
        charge_point = self.charge_point = await self.lab.dial()
        charge_point.auto_reply("GetConfiguration", lambda _: configuration(**self.keys))
        charge_point.auto_reply("GetLocalListVersion", self.inside.told_version)
        charge_point.auto_reply("SendLocalList", self.inside.take)
        charge_point.auto_reply("ClearCache", {"status": "Accepted"})
        await charge_point.boot()
        await self.lab.until_started_up()
        return charge_point

    def cards(self, *tags: str | IdTag) -> None:
        self.lab.central_system.set_id_tags(
            IdTag(id_tag=tag, name=tag) if isinstance(tag, str) else tag for tag in tags
        )

    @property
    def report(self) -> ListReport:
        report = self.lab.model().local_list
        assert report is not None
        return report

    async def until(self, *id_tags: str) -> None:
        await self.lab.until(
            lambda: (
                self.inside.cards.keys() == set(id_tags)
                and self.report.state is ListState.UP_TO_DATE
            ),
            "the list",
        )


@pytest.fixture
async def bench(make_lab: MakeLab) -> Bench:
    lab = await make_lab(timing=AT_ONCE)
    lab.add()
    bench = Bench(lab, CardsInside())
    bench.cards("A", "B")
    return bench


async def test_after_boot_the_cards_are_in_the_charger(bench: Bench) -> None:
    await bench.boot()
    await bench.until("A", "B")
    assert bench.inside.updates == ["Full 1"]
    assert bench.report == ListReport(
        state=ListState.UP_TO_DATE, cards=2, changed_at=bench.lab.clock.now
    )


async def test_a_change_of_cards_sends_the_difference(bench: Bench) -> None:
    await bench.boot()
    bench.cards("B", IdTag(id_tag="C", name="c", blocked=True))
    await bench.until("B", "C")
    assert bench.inside.cards == {"B": "Accepted", "C": "Blocked"}
    assert bench.inside.updates == ["Full 1", "Differential 2"]


async def test_many_changes_at_once_become_one_update(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(QUICK, list_delay_s=0.05))
    lab.add()
    bench = Bench(lab, CardsInside())
    await bench.boot()
    for count in range(1, 11):
        bench.cards(*map(str, range(count)))
    assert bench.report.state is ListState.OUTDATED
    await bench.until(*map(str, range(10)))
    assert bench.inside.updates == ["Differential 1"]


async def test_a_long_list_goes_in_chunks_of_the_chargers_limit(bench: Bench) -> None:
    bench.inside.chunk = 3
    bench.cards(*map(str, range(8)))
    await bench.boot()
    await bench.until(*map(str, range(8)))
    assert bench.inside.updates == ["Full 1", "Differential 2", "Differential 3"]


async def test_a_charger_that_takes_fewer_entries_than_it_says_gets_them_in_shorter_messages(
    bench: Bench,
) -> None:
    def take(payload: Payload) -> Payload | None:
        entries: Any = payload["localAuthorizationList"]
        sizes.append(len(entries))
        return {"status": "Failed"} if len(entries) > 2 else bench.inside.take(payload)

    sizes: list[int] = []
    bench.cards(*map(str, range(8)))
    charge_point = await bench.boot(SendLocalListMaxLength="")
    charge_point.auto_reply("SendLocalList", take)
    await bench.until(*map(str, range(8)))
    bench.cards(*map(str, range(8, 20)))
    await bench.until(*map(str, range(8, 20)))
    assert max(sizes) == 20
    assert bench.report.state is ListState.UP_TO_DATE


async def test_a_charger_with_little_room_gets_what_fits_and_the_rest_is_told(bench: Bench) -> None:
    await bench.boot(LocalAuthListMaxLength="1")
    await bench.until("A")
    assert (bench.report.cards, bench.report.left_out) == (1, 1)


async def test_a_charger_that_still_has_the_list_is_only_asked(bench: Bench) -> None:
    await bench.boot()
    charge_point = await bench.boot()
    assert charge_point.received("GetLocalListVersion") == [{}]
    assert bench.inside.updates == ["Full 1"]
    assert bench.report.state is ListState.UP_TO_DATE


async def test_a_charger_that_lost_its_list_gets_the_whole_one_under_a_higher_version(
    bench: Bench,
) -> None:
    await bench.boot()
    bench.inside.version, bench.inside.cards = 0, {}
    await bench.boot()
    await bench.until("A", "B")
    assert bench.inside.updates == ["Full 1", "Full 2"]


@pytest.mark.parametrize("version", [2**31 - 1, 2**63, 10**300, 1e300, "99999999999999999999"])
async def test_a_version_beyond_all_bounds_is_survived(bench: Bench, version: Any) -> None:
    """No storage keeps an integer of more than 64 bits: it would cost the memory of all charge points."""
    bench.inside.told_version = lambda payload: {"listVersion": version}  # type: ignore[method-assign]
    await bench.boot()
    await bench.until("A", "B")
    assert bench.inside.updates == ["Full 1"]
    assert bench.lab.central_system.memory()["CP-1"]["local_list"]["version"] < 2**31


async def test_a_list_of_another_central_system_is_replaced(bench: Bench) -> None:
    bench.inside.version, bench.inside.cards = 41, {"THEIRS": "Accepted"}
    await bench.boot()
    await bench.until("A", "B")
    assert bench.inside.updates == ["Full 42"]


async def test_without_cards_an_empty_list_needs_no_message(bench: Bench) -> None:
    bench.cards()
    await bench.boot()
    assert bench.inside.updates == []
    assert bench.report.state is ListState.UP_TO_DATE


async def test_where_anyone_may_charge_and_there_are_no_cards_a_foreign_list_is_not_touched(
    bench: Bench,
) -> None:
    bench.lab.add(who_may_charge=WhoMayCharge.ANYONE)
    bench.cards()
    bench.inside.version, bench.inside.cards = 41, {"THEIRS": "Accepted"}
    await bench.boot()
    assert bench.inside.updates == []
    assert bench.report == ListReport(state=ListState.NOT_USED)
    bench.cards("A")
    await bench.until("A")
    assert bench.inside.updates == ["Full 42"]


async def test_the_card_for_remote_starts_is_kept_in_the_list(bench: Bench) -> None:
    bench.lab.add(remote_id_tag="REMOTE")
    await bench.boot()
    await bench.until("REMOTE", "A", "B")


async def test_r31_failed_is_followed_by_the_whole_list(bench: Bench) -> None:
    await bench.boot()
    bench.inside.refusals = ["Failed"]
    bench.cards("A", "B", "C")
    await bench.until("A", "B", "C")
    assert bench.inside.updates == ["Full 1", "Differential 2", "Full 3"]


async def test_r31_a_version_mismatch_is_followed_by_the_whole_list_under_a_higher_one(
    bench: Bench,
) -> None:
    await bench.boot()
    bench.inside.version = 90
    bench.cards("A")
    await bench.until("A")
    assert bench.inside.updates == ["Full 1", "Differential 2", "Full 91"]


async def test_a_whole_list_may_be_a_version_mismatch_too(bench: Bench) -> None:
    """C2EU section 4; where the charger's own version is no help, one follows that no counter has reached."""
    bench.inside.refusals = ["VersionMismatch"]
    await bench.boot()
    await bench.until("A", "B")
    first, second = bench.inside.updates
    assert first == "Full 1"
    assert int(second.removeprefix("Full ")) > bench.lab.clock.now.timestamp()


@pytest.mark.parametrize("status", ["Failed", "VersionMismatch"])
async def test_a_list_that_is_refused_again_and_again_is_given_up_and_tried_again_later(
    bench: Bench, status: str
) -> None:
    bench.lab.central_system._context.timing = replace(AT_ONCE, list_retry_s=0.01, tick_s=0.01)
    bench.inside.refusals = [status] * 99
    await bench.boot()
    assert bench.report == ListReport(state=ListState.OUTDATED, refused=status)
    assert len(bench.inside.updates) <= 4
    bench.inside.refusals = []
    station = bench.lab.station("CP-1")

    def tried_again() -> bool:
        bench.lab.central_system.local_lists.look_round(station)
        return bench.report.state is ListState.UP_TO_DATE

    await bench.lab.until(tried_again)
    assert bench.report.refused is None


@pytest.mark.parametrize(
    ("answer", "said"), [({"status": "NotSupported"}, "NotSupported"), (None, "NotImplemented")]
)
async def test_a_charger_that_has_no_list_after_all_uses_none(
    bench: Bench, answer: Payload | None, said: str
) -> None:
    charge_point = await bench.lab.dial()
    keys = {"SupportedFeatureProfiles": PROFILES}
    charge_point.auto_reply("GetConfiguration", configuration(**keys))
    charge_point.auto_reply("GetLocalListVersion", {"listVersion": 0})
    if answer is not None:
        charge_point.auto_reply("SendLocalList", answer)
    await charge_point.boot()
    if answer is None:
        await (await charge_point.expect("SendLocalList")).refuse("NotImplemented")
    await bench.lab.until_started_up()
    assert bench.report == ListReport(state=ListState.NOT_USED, refused=said)


async def test_r31_version_minus_1_means_that_the_list_is_not_used(bench: Bench) -> None:
    bench.inside.version = -1
    await bench.boot()
    assert bench.inside.updates == []
    assert bench.report == ListReport(state=ListState.NOT_USED)


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ({"local_list": False}, {}),
        ({"leave_configuration_alone": True}, {}),
        ({"leave_configuration_alone": True}, {"LocalAuthListEnabled": "true"}),
    ],
)
async def test_a_list_that_nobody_wants_is_not_even_asked_for(
    bench: Bench, settings: dict[str, Any], keys: dict[str, str]
) -> None:
    bench.lab.add(**settings)
    charge_point = await bench.boot(**keys)
    bench.cards("A")
    await asyncio.sleep(0.05)
    assert charge_point.received("GetLocalListVersion") == []
    assert bench.inside.updates == []
    assert bench.report == ListReport(state=ListState.NOT_USED)


async def test_a_list_that_the_charger_keeps_switched_off_is_not_used(bench: Bench) -> None:
    charge_point = await bench.lab.dial()
    charge_point.auto_reply(
        "GetConfiguration",
        {
            "configurationKey": [
                {"key": "SupportedFeatureProfiles", "value": PROFILES, "readonly": True},
                {"key": "LocalAuthListEnabled", "value": "false", "readonly": True},
            ]
        },
    )
    await charge_point.boot()
    await bench.lab.until_started_up()
    assert bench.report == ListReport(state=ListState.NOT_USED)


async def test_a_charger_without_the_profile_is_never_asked(lab: Lab) -> None:
    charge_point = await lab.started_up()
    assert charge_point.received("GetLocalListVersion") == []
    assert lab.model().local_list is None


async def test_a_lost_answer_leaves_the_content_unknown(bench: Bench) -> None:
    """Whether the charger took the update or not: the whole list follows after the next boot."""
    await bench.boot()
    bench.inside.is_silent = True
    bench.cards("A", "B", "C")
    await bench.lab.until(lambda: len(bench.inside.updates) == 2)
    assert bench.charge_point is not None
    await bench.charge_point.abort()
    await bench.lab.until(lambda: not bench.lab.model().connected)
    bench.inside.is_silent = False
    await bench.boot()
    await bench.until("A", "B", "C")
    assert bench.inside.updates == ["Full 1", "Differential 2", "Full 3"]


async def test_what_a_charger_holds_is_known_after_a_restart(
    bench: Bench, make_lab: MakeLab
) -> None:
    await bench.boot()
    memory = json.loads(json.dumps(bench.lab.central_system.memory()))
    await bench.lab.__aexit__()
    again = await make_lab(timing=AT_ONCE, memory=memory)
    again.add()
    assert again.model().local_list == bench.report
    after = Bench(again, bench.inside)
    after.cards("A", "B", "C")
    await after.boot()
    await after.until("A", "B", "C")
    assert bench.inside.updates == ["Full 1", "Differential 2"]


async def test_without_a_boot_only_what_changed_meanwhile_is_sent(make_lab: MakeLab) -> None:
    lab = await make_lab(timing=replace(AT_ONCE, boot_wait_s=0.01))
    lab.add()
    bench = Bench(lab, CardsInside())
    bench.cards("A")
    first = await bench.boot()
    await first.close()
    await lab.until(lambda: not lab.model().connected)
    bench.cards("A", "B")
    assert bench.report.state is ListState.OUTDATED
    charge_point = await lab.dial()
    charge_point.auto_reply("SendLocalList", bench.inside.take)
    await bench.until("A", "B")
    assert charge_point.received("GetLocalListVersion") == []
    assert bench.inside.updates == ["Full 1", "Differential 2"]


class TestCache:
    """A cache that still accepts a card that was removed or blocked is cleared."""

    async def test_a_removed_card_leaves_the_cache(self, bench: Bench) -> None:
        charge_point = await bench.boot(AuthorizationCacheEnabled="true")
        bench.cards("A")
        await bench.until("A")
        await bench.lab.until(lambda: charge_point.received("ClearCache"))
        await bench.lab.until(lambda: not bench.lab.station("CP-1").held_list.cache_is_stale)

    async def test_a_card_that_ends_earlier_leaves_the_cache(self, bench: Bench) -> None:
        charge_point = await bench.boot(AuthorizationCacheEnabled="true")
        ended = bench.lab.clock.now - timedelta(days=1)
        bench.cards("B", IdTag(id_tag="A", name="A", expires_at=ended))
        await bench.lab.until(lambda: charge_point.received("ClearCache"))

    async def test_a_new_card_changes_nothing_there(self, bench: Bench) -> None:
        charge_point = await bench.boot(AuthorizationCacheEnabled="true")
        bench.cards("A", "B", "C")
        await bench.until("A", "B", "C")
        assert charge_point.received("ClearCache") == []

    async def test_a_charger_without_a_list_has_a_cache_too(self, make_lab: MakeLab) -> None:
        lab = await make_lab(timing=AT_ONCE)
        lab.add()
        bench = Bench(lab, CardsInside())
        bench.cards("A")
        charge_point = await bench.boot(
            AuthorizationCacheEnabled="true", SupportedFeatureProfiles="Core"
        )
        bench.cards(IdTag(id_tag="A", name="A", blocked=True))
        await lab.until(lambda: charge_point.received("ClearCache"))

    async def test_a_charger_that_was_away_clears_it_when_it_is_back(self, bench: Bench) -> None:
        charge_point = await bench.boot(AuthorizationCacheEnabled="true")
        await charge_point.close()
        await bench.lab.until(lambda: not bench.lab.model().connected)
        bench.cards("A")
        charge_point = await bench.boot(AuthorizationCacheEnabled="true")
        await bench.lab.until(lambda: charge_point.received("ClearCache"))

    async def test_without_an_answer_it_is_asked_again_at_the_next_occasion(
        self, bench: Bench
    ) -> None:
        charge_point = await bench.boot(AuthorizationCacheEnabled="true")
        charge_point.auto_reply("ClearCache", None)
        bench.cards("A")
        await bench.lab.until(lambda: charge_point.received("ClearCache"))
        await charge_point.close()
        await bench.lab.until(lambda: not bench.lab.model().connected)
        assert bench.lab.station("CP-1").held_list.cache_is_stale
        charge_point = await bench.boot(AuthorizationCacheEnabled="true")
        await bench.lab.until(lambda: charge_point.received("ClearCache"))

    async def test_that_it_must_be_cleared_is_stored(self, make_lab: MakeLab) -> None:
        """A charger without a list that is away while a card is removed, and Home Assistant is killed meanwhile."""
        lab = await make_lab(timing=AT_ONCE)
        lab.add()
        bench = Bench(lab, CardsInside())
        bench.cards("A")
        before = lab.remembered
        bench.cards()
        assert lab.remembered > before
        assert lab.central_system.memory()["CP-1"]["local_list"]["cache_is_stale"] is True

    async def test_a_refusal_is_final(self, bench: Bench) -> None:
        charge_point = await bench.boot(AuthorizationCacheEnabled="true")
        charge_point.auto_reply("ClearCache", {"status": "Rejected"})
        bench.cards("A")
        await bench.lab.until(lambda: charge_point.received("ClearCache"))
        await bench.lab.until(lambda: not bench.lab.station("CP-1").held_list.cache_is_stale)


class TestByTheUser:
    """The list is sent when a user wants it, whatever the settings are."""

    async def test_the_whole_list(self, bench: Bench) -> None:
        bench.lab.add(leave_configuration_alone=True)
        await bench.boot()
        held = await bench.lab.central_system.local_lists.send("CP-1", full=True)
        assert bench.inside.updates == ["Full 1"]
        assert held.version == bench.inside.version == 1

    @pytest.mark.parametrize("status", ["Failed", "VersionMismatch"])
    async def test_r31_an_empty_difference_that_is_refused_is_followed_by_the_whole_list(
        self, bench: Bench, status: str
    ) -> None:
        await bench.boot()
        bench.inside.refusals = [status]
        await bench.lab.central_system.local_lists.send("CP-1", full=False)
        assert [each.split()[0] for each in bench.inside.updates] == [
            "Full",
            "Differential",
            "Full",
        ]
        assert bench.report.state is ListState.UP_TO_DATE

    async def test_a_list_that_was_refused_does_not_count_as_up_to_date(self, bench: Bench) -> None:
        await bench.boot()
        bench.inside.refusals = ["Failed"]
        with pytest.raises(CommandRejectedError):
            await bench.lab.central_system.local_lists.send("CP-1", full=True)
        assert (bench.report.state, bench.report.refused) == (ListState.OUTDATED, "Failed")

    async def test_the_difference_even_if_there_is_none(self, bench: Bench) -> None:
        await bench.boot()
        await bench.lab.central_system.local_lists.send("CP-1", full=False)
        assert bench.inside.updates == ["Full 1", "Differential 2"]
        assert bench.inside.cards.keys() == {"A", "B"}

    async def test_a_charger_without_the_profile_is_asked_and_gets_no_sensor(
        self, bench: Bench
    ) -> None:
        await bench.boot(SupportedFeatureProfiles="Core")
        await bench.lab.central_system.local_lists.send("CP-1", full=True)
        assert bench.inside.updates == ["Full 1"]
        assert bench.lab.model().local_list is None

    async def test_a_refusal_is_told(self, bench: Bench) -> None:
        await bench.boot()
        bench.inside.refusals = ["Failed", "Failed"]
        with pytest.raises(CommandRejectedError, match="Failed") as error:
            await bench.lab.central_system.local_lists.send("CP-1", full=True)
        assert (error.value.charge_point_id, error.value.action) == ("CP-1", "SendLocalList")

    async def test_an_offline_charger_is_told(self, bench: Bench) -> None:
        with pytest.raises(OfflineError):
            await bench.lab.central_system.local_lists.send("CP-1", full=True)


# ---- a charger that follows the standard


async def test_autocharge_a_registered_car_charges_at_a_generic_charger_without_us() -> None:
    async with at_home("generic") as home:
        home.central_system._context.timing = AT_ONCE
        await told_cards(home, "VID:92D50A693F80")
        assert home.charger.memory.local_list.keys() == {"vid:92d50a693f80"}
        home.charger.cut_network()
        await eventually(home, lambda: not home.charger.connected)
        home.charger.plug(1, Car(vehicle_id="92D50A693F80"))
        home.charger.plug(2, Car(vehicle_id="000000000000"))
        await eventually(home, lambda: home.charger.connectors[1].current_a > 0)
        assert home.charger.connectors[2].current_a == 0
        home.charger.restore_network()
        await eventually(home, lambda: home.connector().transaction)
        transaction = home.connector().transaction
        assert transaction is not None
        assert (transaction.id_tag, transaction.refused) == ("VID:92D50A693F80", None)


# ---- a C2EU, which has its own ideas of lists


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    async with at_home("c2eu", phases=1) as home:
        yield home


async def eventually(home: Home, condition: Callable[[], object]) -> None:
    """Advance the clock until `condition` holds, with time for what the sockets carry; raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await home.clock.advance(1)
            await asyncio.sleep(0.005)


def c2eu_updates(home: Home) -> list[tuple[Json, Json, int]]:
    sent = []
    for each in home.charger.received("SendLocalList"):
        cards: Any = each["localAuthorisationList"]
        assert each["localAuthorizationList"] == cards
        assert all("idTagInfo" in card for card in cards)
        sent.append((each["updateType"], each["listVersion"], len(cards)))
    return sent


async def told_cards(home: Home, *tags: str) -> None:
    home.central_system.set_id_tags(IdTag(id_tag=tag, name=tag) for tag in tags)
    await eventually(
        home,
        lambda: (
            (report := home.charge_point.local_list) is not None
            and report.state is ListState.UP_TO_DATE
            and report.cards == len(tags)
        ),
    )


async def test_c2eu_q25_its_list_is_never_wiped(home: Home, monkeypatch: Any) -> None:
    home.central_system._context.timing = AT_ONCE
    await told_cards(home, "A", "B")
    await told_cards(home, "B", "C")
    assert home.charger.memory.local_list.keys() == {"b", "c"}
    kinds = [kind for kind, _, count in c2eu_updates(home) if count]
    assert kinds == ["Differential", "Full"]  # after an empty one at the boot


async def test_c2eu_its_minus_1_says_nothing_while_we_keep_local_pre_authorize_off(
    home: Home,
) -> None:
    """It uses its list offline all the same; whether it still has it, an update without entries shows."""
    home.central_system._context.timing = AT_ONCE
    await told_cards(home, "A")
    sent = len(c2eu_updates(home))
    home.charger.cut_network()
    await eventually(home, lambda: not home.charger.connected)
    home.charger.restore_network()
    await eventually(home, lambda: len(c2eu_updates(home)) > sent)
    assert home.charger.received("GetLocalListVersion") == []
    version = home.charger.memory.local_list_version
    assert c2eu_updates(home)[sent:] == [("Differential", version, 0)]
    assert home.charger.memory.local_list.keys() == {"a"}
    assert home.charge_point.local_list is not None
    assert home.charge_point.local_list.state is ListState.UP_TO_DATE


async def test_c2eu_that_lost_its_list_gets_it_again(home: Home) -> None:
    home.central_system._context.timing = AT_ONCE
    await told_cards(home, "A")
    memory = home.charger.memory
    memory.local_list.clear()
    memory.local_list_version = 0
    home.charger.cut_network()
    await eventually(home, lambda: not home.charger.connected)
    home.charger.restore_network()
    await eventually(home, lambda: memory.local_list.keys() == {"a"})


async def test_c2eu_whose_version_is_ahead_of_ours(home: Home) -> None:
    """It refuses a whole list, too, whose version does not exceed its own, and does not tell that."""
    home.central_system._context.timing = AT_ONCE
    home.charger.memory.local_list_version = 5000
    await told_cards(home, "A")
    assert home.charger.memory.local_list.keys() == {"a"}


async def test_c2eu_that_decides_alone_tells_its_version(home: Home) -> None:
    home.central_system._context.timing = AT_ONCE
    home.central_system.add_charge_point(
        ChargePointSettings(charge_point_id=ID, phases=1, decides_alone=True)
    )
    await told_cards(home, "A")
    await eventually(home, lambda: home.charger.received("GetLocalListVersion"))
    assert home.charge_point.local_list is not None
