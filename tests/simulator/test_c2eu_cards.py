"""Cards at the C2EU: what it decides by itself, and what it asks."""

import pytest

from simulator.frames import Payload

from .harness import CARD, Bench, bench, single_phase_car

BLOCKED: Payload = {"idTagInfo": {"status": "Blocked"}}


async def plugged(b: Bench) -> None:
    """Connect a car and let it be noticed."""
    b.cp.plug(car=single_phase_car())
    await b.advance(3)


async def test_c2eu_q12_known_cards_charge_without_authorize() -> None:
    async with bench() as b:
        await b.charge()
        b.cp.tap(CARD)
        await b.advance(5)
        b.cp.unplug()
        await b.advance(3)
        assert len(b.cs.payloads("Authorize")) == 1, "the stop tap is decided locally"
        await b.charge()
        assert len(b.cs.payloads("Authorize")) == 1, "the second start is too"


async def test_c2eu_q12_without_local_pre_authorize_every_tap_is_asked() -> None:
    async with bench() as b:
        await b.configure("LocalPreAuthorize", "false")
        await b.charge()
        b.cp.tap(CARD)
        await b.advance(5)
        assert len(b.cs.payloads("Authorize")) == 2
        assert b.cs.payloads("StopTransaction")[0]["reason"] == "Local"


@pytest.mark.parametrize("key", ["AuthorizationCacheEnabled", "LocalPreAuthorize"])
async def test_c2eu_q12_clear_cache_and_configuration_make_it_ask_again(key: str) -> None:
    async with bench() as b:
        await b.charge()
        await b.configure(key, "false")
        b.cp.tap(CARD)
        await b.advance(5)
        assert len(b.cs.payloads("Authorize")) == 2


async def test_c2eu_q12_clear_cache() -> None:
    async with bench() as b:
        await b.charge()
        assert await b.cs.call("ClearCache") == {"status": "Accepted"}
        b.cp.tap(CARD)
        await b.advance(1)
        assert len(b.cs.payloads("Authorize")) == 2


async def test_c2eu_local_list_goes_before_the_cache_and_can_be_switched_off() -> None:
    async with bench() as b:
        await b.cs.call(
            "SendLocalList",
            {
                "updateType": "Full",
                "listVersion": 1,
                "localAuthorisationList": [
                    {"idTag": CARD.lower(), "idTagInfo": {"status": "Blocked"}}
                ],
            },
        )
        await plugged(b)
        b.cp.tap(CARD)
        await b.advance(10)
        assert b.cs.payloads("Authorize") == []
        assert b.cp.records.of("refused")
        assert b.cp.status == "Preparing"
        await b.configure("LocalAuthListEnabled", "false")
        b.cp.tap(CARD)
        await b.advance(5)
        assert len(b.cs.payloads("Authorize")) == 1
        await b.configure("LocalAuthListEnabled", "true")
        b.cp.tap(CARD)
        await b.advance(5)
        assert b.cs.payloads("StopTransaction") == [], (
            "a card that is refused locally does not stop"
        )


async def test_c2eu_expired_entries_are_asked_about() -> None:
    async with bench() as b:
        b.cs.replies["StartTransaction"] = {
            "transactionId": 1,
            "idTagInfo": {"status": "Accepted", "expiryDate": "2026-03-14T06:00:00Z"},
        }
        await b.charge()
        b.cp.tap(CARD)
        await b.advance(1)
        assert len(b.cs.payloads("Authorize")) == 2


@pytest.mark.parametrize("status", ["Accepted", "ConcurrentTx"])
async def test_c2eu_q13_any_accepted_card_stops_a_running_charge(status: str) -> None:
    async with bench() as b:
        await b.charge()
        b.cs.replies["Authorize"] = {"idTagInfo": {"status": status}}
        b.cp.tap("ANOTHER")
        await b.advance(3)
        assert b.cs.payloads("StopTransaction") == []
        await b.advance(2)
        stops = b.cs.payloads("StopTransaction")
        assert len(stops) == (1 if status == "Accepted" else 0)
        if stops:
            assert stops[0]["idTag"] == CARD, "always the starting tag"
            assert stops[0]["reason"] == "Local"


@pytest.mark.parametrize("answer", [BLOCKED, {}, {"idTagInfo": {}}, None])
async def test_c2eu_q14_what_is_not_accepted_shows_as_a_10_s_timeout(
    answer: Payload | None,
) -> None:
    async with bench() as b:
        b.cs.replies["Authorize"] = answer
        await plugged(b)
        b.cp.tap(CARD)
        await b.settle()
        await b.network.advance(9)
        start: Payload = {"connectorId": 1, "idTag": "HA"}
        assert await b.cs.call("RemoteStartTransaction", start) == {"status": "Rejected"}
        b.cp.tap("SECOND")
        assert b.cp.records.of("ignored")
        await b.network.advance(1)
        assert await b.cs.call("RemoteStartTransaction", start) == {"status": "Accepted"}
        await b.advance(10)
        assert b.cs.payloads("StartTransaction")[0]["idTag"] == "HA"


async def test_c2eu_an_authorize_answer_after_10_s_is_too_late() -> None:
    async with bench() as b:
        b.cs.replies["Authorize"] = None
        await plugged(b)
        b.cp.tap(CARD)
        authorize = await b.cs.wait_call("Authorize")
        assert authorize == {"idTag": CARD}
        message_id = b.cs.calls[-1].message_id
        await b.network.advance(11)
        await b.cs.connection.send(f'[3,"{message_id}",{{"idTagInfo":{{"status":"Accepted"}}}}]')
        await b.settle()
        await b.advance(10)
        assert b.cs.payloads("StartTransaction") == []


async def test_c2eu_q28_offline_unknown_cards_may_charge_by_default() -> None:
    async with bench() as b:
        await b.go_offline()
        await plugged(b)
        b.cp.tap("UNKNOWN")
        await b.advance(5)
        assert b.cp.status == "Charging"


async def test_c2eu_q28_offline_unknown_cards_are_refused_where_that_is_configured() -> None:
    async with bench() as b:
        await b.configure("AllowOfflineTxForUnknownId", "false")
        await b.charge()
        await b.go_offline()
        b.cp.tap("UNKNOWN")
        await b.advance(5)
        assert b.cp.status == "Charging", "nor do they stop"
        b.cp.tap(CARD)
        await b.advance(5)
        assert b.cp.status == "Preparing", "a known one does"


async def test_c2eu_offline_list_and_cache_count_only_with_local_authorize_offline() -> None:
    async with bench() as b:
        await b.configure("AllowOfflineTxForUnknownId", "false")
        await b.configure("LocalAuthorizeOffline", "false")
        await b.charge()
        await b.go_offline()
        b.cp.tap(CARD)
        await b.advance(5)
        assert b.cp.status == "Charging"


async def test_c2eu_taps_do_nothing_while_faulted_unavailable_or_finishing() -> None:
    async with bench() as b:
        await plugged(b)
        b.cp.fault()
        b.cp.tap(CARD)
        b.cp.clear_fault()
        await b.cs.call("ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
        b.cp.tap(CARD)
        await b.cs.call("ChangeAvailability", {"connectorId": 0, "type": "Operative"})
        await b.cs.call("RemoteStartTransaction", {"connectorId": 1, "idTag": "HA"})
        b.cp.tap(CARD)
        await b.advance(10)
        b.cp.car().fill()
        await b.advance(2)
        assert b.cp.status == "Finishing"
        b.cp.tap(CARD)
        await b.advance(10)
        assert len(b.cp.records.of("ignored")) == 4
        assert b.cs.payloads("Authorize") == []
