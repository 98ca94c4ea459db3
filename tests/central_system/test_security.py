"""Security profiles and certificates over real TLS: raised step by step, enforced once reached, never a lock-out (R4, R5)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
import ssl
from typing import Any

import pytest
from websockets.exceptions import InvalidMessage, InvalidStatus

from custom_components.plug_control.central_system.commands.certificates import (
    RENEWED_BEFORE,
    WARNED_BEFORE,
)
from custom_components.plug_control.central_system.stations import foreign_certificates
from custom_components.plug_control.central_system.stations.refused_callers import RefusalCause
from custom_components.plug_control.central_system.stations.settings import CentralSystemSettings
from custom_components.plug_control.model.events import (
    PasswordChanged,
    Problem,
    ProblemFound,
    ProblemGone,
    SecurityProfileChanged,
)
from custom_components.plug_control.protocol.errors import (
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    OfflineError,
)
from custom_components.plug_control.security.store import CertificateStore
from simulator.scripted import ScriptedChargePoint
from simulator.simulated import SimulatedChargePoint
from tests.certificates import client_context, client_file, made_files, request, utc_now

from .conftest import Clock, Lab

ID = "GENERIC-0001"
PASSWORD = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    """A central system that speaks TLS."""
    clock = Clock(utc_now())
    store = CertificateStore(made_files(tmp_path / "certificates"), clock)
    async with Lab(clock=clock, certificates=store) as lab:
        yield lab


@asynccontextmanager
async def simulated(lab: Lab, **options: Any) -> AsyncIterator[SimulatedChargePoint]:
    """A charge point that follows the whitepaper, connected and started up."""
    async with SimulatedChargePoint(
        lab.url(""), profile="generic", reconnect_s=0.02, **options
    ) as charge_point:
        await lab.until(lambda: lab.model(ID).accepted)
        await lab.until_started_up(ID)
        yield charge_point


async def raised(lab: Lab, profile: int, password: str | None = None) -> None:
    """Raise the profile, and wait until the charge point has connected with it."""
    assert lab.certificates is not None
    await lab.central_system.certificates.raise_profile(
        ID, profile, password=password, roots=lab.certificates.roots()
    )
    await lab.until(lambda: lab.station(ID).settings.reached_profile == profile)
    await lab.until(lambda: lab.model(ID).connected)


def over_tls(lab: Lab, path: str = "CP-1", **options: Any) -> ScriptedChargePoint:
    """Return a charge point that dials wss://; it is not connected yet."""
    certificate = options.pop("certificate", None)
    context = client_context(certificate)
    context.check_hostname = False
    charge_point = lab.scripted(path, tls=context, **options)
    charge_point.url = charge_point.url.replace("ws:", "wss:", 1)
    return charge_point


async def refused(charge_point: ScriptedChargePoint) -> int:
    """Return the status of a handshake that must be refused."""
    with pytest.raises(InvalidStatus) as caught:
        await charge_point.connect()
    return caught.value.response.status_code


def cause(lab: Lab) -> RefusalCause | None:
    return next((each.cause for each in lab.central_system.refused_callers), None)


# ---- raised step by step


async def test_a_charge_point_is_raised_from_no_security_to_its_own_certificate(lab: Lab) -> None:
    """Whitepaper A05: password, authority, certificate, each in its place before the profile that needs it."""
    lab.add(ID)
    async with simulated(lab) as charge_point:
        assert lab.model(ID).security_profile == 0
        await raised(lab, 1, PASSWORD)
        assert lab.model(ID).security_profile == 1
        assert PasswordChanged(charge_point_id=ID, password=PASSWORD) in lab.events
        await raised(lab, 2)
        assert (lab.model(ID).security_profile, lab.model(ID).tls_version) == (2, "TLSv1.3")
        assert len(charge_point.memory.roots) == 2
        await raised(lab, 3)
        assert lab.model(ID).security_profile == 3
        until = lab.model(ID).certificate_until
        assert until is not None
        assert until > lab.clock.now + timedelta(days=700)
        assert (
            SecurityProfileChanged(charge_point_id=ID, security_profile=3, reached_profile=3)
            in lab.events
        )
    await lab.until(lambda: not lab.model(ID).connected)
    for less in (
        lab.scripted(ID),
        lab.scripted(ID, password=PASSWORD),
        over_tls(lab, ID, password=PASSWORD),
    ):
        assert await refused(less) in {401, 403}


async def test_all_at_once_is_the_same(lab: Lab) -> None:
    lab.add(ID)
    async with simulated(lab):
        await raised(lab, 3, PASSWORD)
        assert lab.model(ID).security_profile == 3


async def test_r5_until_it_connects_with_the_new_profile_the_old_way_lets_it_in(lab: Lab) -> None:
    lab.add("CP-1", security_profile=2, reached_profile=1, password="secret")
    async with lab.scripted(password="secret"):
        assert lab.station("CP-1").settings.reached_profile == 1
        assert lab.model().security_profile == 1
    async with over_tls(lab, password="secret"):
        await lab.until(lambda: lab.station("CP-1").settings.reached_profile == 2)
    assert await refused(lab.scripted(password="secret")) == 403
    assert cause(lab) is RefusalCause.PROFILE_TOO_LOW
    problem = ProblemFound(
        charge_point_id="CP-1", problem=Problem.PROFILE_TOO_LOW, detail="127.0.0.1"
    )
    assert problem in lab.events
    async with over_tls(lab, password="secret"):
        assert ProblemGone(charge_point_id="CP-1", problem=Problem.PROFILE_TOO_LOW) in lab.events


async def test_r5_the_confirmed_way_back_lets_it_in_with_less(lab: Lab) -> None:
    lab.add("CP-1", security_profile=3, reached_profile=3)
    assert await refused(lab.scripted()) == 403
    lab.central_system.certificates.lower_profile("CP-1", 0)
    async with lab.scripted():
        assert lab.model().security_profile == 0
    settings = lab.station("CP-1").settings
    assert (settings.security_profile, settings.reached_profile) == (0, 0)


async def test_the_first_password_need_not_be_given_before_it_is_used_and_a_wrong_one_is_refused(
    lab: Lab,
) -> None:
    lab.add("CP-1", security_profile=1, password="secret")
    assert await refused(lab.scripted(password="wrong")) == 401
    async with lab.scripted():
        assert lab.station("CP-1").settings.reached_profile == 0
    async with lab.scripted(password="secret"):
        assert lab.station("CP-1").settings.reached_profile == 1
    assert await refused(lab.scripted()) == 401


async def test_a_password_that_was_needed_is_still_needed_while_the_profile_is_raised(
    lab: Lab,
) -> None:
    lab.add(ID, password=PASSWORD)
    async with simulated(lab, password=PASSWORD):
        await raised(lab, 2)
    await lab.until(lambda: not lab.model(ID).connected)
    lab.central_system.certificates.lower_profile(ID, 1)
    assert await refused(lab.scripted(ID)) == 401


@pytest.mark.parametrize(
    ("action", "rejected"),
    [
        ("ChangeConfiguration", {"status": "Rejected"}),
        ("InstallCertificate", {"status": "Failed"}),
        ("ExtendedTriggerMessage", {"status": "NotImplemented"}),
    ],
)
async def test_a_step_that_is_refused_leaves_everything_as_it_was(
    lab: Lab, action: str, rejected: dict[str, Any]
) -> None:
    lab.add()
    charge_point = await lab.started_up()
    charge_point.auto_reply("InstallCertificate", {"status": "Accepted"})
    charge_point.auto_reply("ExtendedTriggerMessage", {"status": "Accepted"})
    charge_point.auto_reply(action, rejected)
    charge_point.auto_reply("CertificateSigned", {"status": "Accepted"})
    assert lab.certificates is not None

    async def sign() -> None:
        await lab.until(lambda: bool(charge_point.received("ExtendedTriggerMessage")))
        await charge_point.call("SignCertificate", {"csr": request()})

    signing = asyncio.create_task(sign())
    with pytest.raises(CommandRejectedError):
        await lab.central_system.certificates.raise_profile(
            "CP-1", 3, password=PASSWORD, roots=lab.certificates.roots()
        )
    signing.cancel()
    await charge_point.close()
    await lab.until(lambda: not lab.model().connected)
    settings = lab.station("CP-1").settings
    assert settings.reached_profile == 0
    async with lab.scripted():
        pass  # it is still let in as before


async def test_a_c2eu_is_never_asked(lab: Lab) -> None:
    """It has no TLS of use and answers nothing of this."""
    lab.add("CP-1")
    await lab.started_up(boot={"vendor": "XC", "model": "C2EU"})
    with pytest.raises(NotPossibleError) as caught:
        await lab.central_system.certificates.raise_profile("CP-1", 2, password=None, roots=[])
    assert caught.value.reason is NotPossible.NEVER_ANSWERED


# ---- certificates of charge points


async def test_a_certificate_opens_its_own_door_only(lab: Lab, tmp_path: Path) -> None:
    lab.add("CP-1", security_profile=3)
    lab.add("CP-2")
    async with over_tls(lab, certificate=client_file(tmp_path)):
        assert lab.model().security_profile == 3
    assert await refused(over_tls(lab, certificate=client_file(tmp_path, "CP-2"))) == 403
    assert cause(lab) is RefusalCause.ANOTHERS_CERTIFICATE
    problem = ProblemFound(
        charge_point_id="CP-1", problem=Problem.CERTIFICATE_REFUSED, detail="127.0.0.1"
    )
    assert problem in lab.events


async def test_attack_an_older_certificate_of_the_same_identity_counts_no_more(
    lab: Lab, tmp_path: Path
) -> None:
    """Whoever came first under an identity without proof may have a certificate for it."""
    lab.add("CP-1", security_profile=3)
    older, newer = client_file(tmp_path, age=timedelta(days=1)), client_file(tmp_path)
    async with over_tls(lab, certificate=older):
        pass  # a charge point that has not used its new one yet
    await lab.until(lambda: not lab.model().connected)
    async with over_tls(lab, certificate=newer):
        assert lab.model().security_profile == 3
    await lab.until(lambda: not lab.model().connected)
    assert await refused(over_tls(lab, certificate=older)) == 403
    assert cause(lab) is RefusalCause.CERTIFICATE_REVOKED
    remembered = lab.central_system.memory()
    async with Lab(clock=lab.clock, certificates=lab.certificates, memory=remembered) as restarted:
        restarted.add("CP-1", security_profile=3, reached_profile=3)
        assert await refused(over_tls(restarted, certificate=older)) == 403
        restarted.model().certificate_since = lab.clock.now + timedelta(days=3650)
        async with over_tls(restarted, certificate=older):
            pass  # our clock was wrong then: nobody is locked out for years


async def test_an_expired_certificate_does_not_count_and_the_charge_point_is_named(
    lab: Lab, tmp_path: Path
) -> None:
    lab.add("CP-1", security_profile=3, reached_profile=3)
    expired = client_file(tmp_path, age=timedelta(days=3000))
    assert await refused(over_tls(lab, certificate=expired)) == 403
    assert cause(lab) is RefusalCause.CERTIFICATE_EXPIRED
    lab.central_system.certificates.lower_profile("CP-1", 0)
    async with over_tls(lab, certificate=expired):
        assert lab.model().security_profile == 0


async def test_a_stranger_with_a_good_certificate_waits_like_any_other(
    lab: Lab, tmp_path: Path
) -> None:
    lab.add("CP-2", security_profile=3)
    async with over_tls(lab, certificate=client_file(tmp_path)) as charge_point:
        assert (await charge_point.boot())["status"] == "Pending"
    assert await refused(over_tls(lab, "CP-3", certificate=client_file(tmp_path))) == 403


async def test_the_certificate_of_a_removed_charge_point_is_revoked(lab: Lab) -> None:
    lab.add(ID)
    lab.add("CP-2", security_profile=3)
    async with simulated(lab) as charge_point:
        await raised(lab, 3, PASSWORD)
        lab.clock.advance(5)
        await lab.central_system.remove_charge_point(ID)
        await lab.until(lambda: cause(lab) is RefusalCause.CERTIFICATE_REVOKED)
        lab.add(ID)
        await lab.until(
            lambda: charge_point.connected
        )  # by its password, since nothing is required now
        assert lab.model(ID).security_profile == 0


async def test_a_certificate_whose_answer_was_lost_is_revoked_too(lab: Lab, tmp_path: Path) -> None:
    lab.add("CP-1", security_profile=3)
    certificate = client_file(tmp_path)
    async with over_tls(lab, certificate=certificate):
        assert lab.model().certificate_until is None
    lab.clock.advance(5)
    await lab.central_system.remove_charge_point("CP-1")
    lab.add("CP-1", security_profile=3)
    async with over_tls(lab, certificate=certificate):
        assert lab.model().security_profile == 0


async def test_a_charge_points_certificate_is_renewed_before_it_ends(lab: Lab) -> None:
    lab.add(ID)
    async with simulated(lab) as charge_point:
        await raised(lab, 3, PASSWORD)
        link = lab.station(ID).link
        assert link is not None
        link.ready = True
        first, until = charge_point.memory.certificate, lab.model(ID).certificate_until
        assert until is not None
        lab.clock.now = until - RENEWED_BEFORE + timedelta(days=1)
        lab.central_system._housekeeping.look_round()
        await lab.until(lambda: charge_point.memory.certificate != first)
        await lab.until(lambda: lab.model(ID).certificate_until != until)


async def test_a_renewal_that_fails_becomes_a_problem_in_time(lab: Lab) -> None:
    lab.add("CP-1")
    charge_point = await lab.started_up()
    charge_point.auto_reply("ExtendedTriggerMessage", {"status": "Rejected"})
    until = lab.clock.now + timedelta(days=60)
    lab.model().certificate_until = until
    look = lab.central_system._housekeeping.look_round
    look()
    await lab.until(lambda: bool(charge_point.received("ExtendedTriggerMessage")))
    look()
    assert len(charge_point.received("ExtendedTriggerMessage")) == 1  # once a day
    assert not [each for each in lab.events if isinstance(each, ProblemFound)]
    lab.clock.now = until - WARNED_BEFORE + timedelta(days=1)
    lab.station("CP-1").renewed_at = float("-inf")
    look()
    await lab.until(lambda: Problem.CERTIFICATE_ENDS in lab.station("CP-1").problems)
    await charge_point.close()
    await lab.until(lambda: not lab.model().connected)
    lab.station("CP-1").problems.clear()
    look()
    assert Problem.CERTIFICATE_ENDS in lab.station("CP-1").problems


async def test_signing_requests_are_answered_first_and_bad_ones_rejected(lab: Lab) -> None:
    lab.add()
    charge_point = await lab.started_up(boot={"chargePointSerialNumber": "SN-1"})
    charge_point.auto_reply("CertificateSigned", {"status": "Accepted"})
    assert await charge_point.call("SignCertificate", {"csr": request("SN-1")}) == {
        "status": "Accepted"
    }
    await lab.until(lambda: lab.model().certificate_until is not None)
    (sent,) = charge_point.received("CertificateSigned")
    assert str(sent["certificateChain"]).startswith("-----BEGIN CERTIFICATE-----")
    for csr in (request("CP-2"), "nonsense"):
        answer = await charge_point.call("SignCertificate", {"csr": csr})
        assert answer == {"status": "Rejected"}


async def test_attack_a_serial_number_that_is_anothers_identity_gets_no_certificate(
    lab: Lab,
) -> None:
    lab.add("CP-1")
    lab.add("VICTIM")
    charge_point = await lab.started_up(boot={"chargePointSerialNumber": "VICTIM"})
    answer = await charge_point.call("SignCertificate", {"csr": request("VICTIM")})
    assert answer == {"status": "Rejected"}


async def test_attack_endless_signing_requests_are_bounded(lab: Lab) -> None:
    lab.add()
    charge_point = await lab.started_up()
    charge_point.auto_reply("CertificateSigned", {"status": "Rejected"})
    answers = [await charge_point.call("SignCertificate", {"csr": request()}) for _ in range(7)]
    assert [each["status"] for each in answers] == ["Accepted"] * 5 + ["Rejected"] * 2
    lab.clock.advance(3600)
    again = await charge_point.call("SignCertificate", {"csr": request()})
    assert again == {"status": "Accepted"}
    assert lab.model().certificate_until is None


async def test_a_charge_point_that_refuses_its_certificate_is_told_to_the_user(lab: Lab) -> None:
    lab.add()
    charge_point = await lab.started_up()
    charge_point.auto_reply("ExtendedTriggerMessage", {"status": "Accepted"})
    charge_point.auto_reply("CertificateSigned", {"status": "Rejected"})

    async def sign() -> None:
        await lab.until(lambda: bool(charge_point.received("ExtendedTriggerMessage")))
        await charge_point.call("SignCertificate", {"csr": request()})

    signing = lab.central_system._background.spawn(sign(), "sign")
    with pytest.raises(CommandRejectedError, match="Rejected"):
        await lab.central_system.certificates.renew("CP-1")
    await signing


async def test_a_charge_point_that_sends_no_request_is_given_up(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.plug_control.central_system.commands.certificates._REQUEST_S", 0.05
    )
    lab.add()
    charge_point = await lab.started_up()
    charge_point.auto_reply("ExtendedTriggerMessage", {"status": "Accepted"})
    with pytest.raises(CommandRejectedError, match="no signing request"):
        await lab.central_system.certificates.renew("CP-1")


# ---- roots


async def test_installed_roots_are_listed_and_deleted(lab: Lab) -> None:
    assert lab.certificates is not None
    roots = lab.certificates.roots()
    lab.add(ID)
    certificates = lab.central_system.certificates
    async with simulated(lab):
        assert await certificates.installed(ID) == []
        await certificates.install_roots(ID, roots)
        assert await certificates.installed(ID) == [root.hash_data for root in roots]
        await certificates.delete(ID, roots[0].hash_data)
        assert await certificates.installed(ID) == [roots[1].hash_data]


async def test_unreadable_names_of_certificates_are_left_out(lab: Lab) -> None:
    lab.add()
    charge_point = await lab.started_up()
    good = {
        "hashAlgorithm": "SHA256",
        "issuerNameHash": "AB",
        "issuerKeyHash": "CD",
        "serialNumber": "0F",
    }
    rows = [good, {**good, "serialNumber": "1" * 1000}, {"hashAlgorithm": "SHA256"}, "x"]
    charge_point.auto_reply(
        "GetInstalledCertificateIds",
        {"status": "Accepted", "certificateHashData": rows},  # type: ignore[dict-item]
    )
    (named,) = await lab.central_system.certificates.installed("CP-1")
    assert named.serial_number == "0F"


async def test_one_accepted_root_is_enough(lab: Lab) -> None:
    assert lab.certificates is not None
    lab.add()
    charge_point = await lab.started_up()
    answers = iter(["Accepted", "Failed"])
    charge_point.auto_reply("InstallCertificate", lambda _: {"status": next(answers)})
    await lab.central_system.certificates.install_roots("CP-1", lab.certificates.roots())


# ---- without or with broken files


async def test_without_certificates_there_is_no_tls_and_nothing_is_signed() -> None:
    settings = CentralSystemSettings(host="127.0.0.1", port=0)
    async with Lab(settings=settings) as lab:
        lab.add()
        charge_point = await lab.started_up()
        answer = await charge_point.call("SignCertificate", {"csr": request()})
        assert answer == {"status": "Rejected"}
        await lab.central_system.remove_charge_point("CP-1")


async def test_a_damaged_list_of_revocations_keeps_certificates_out_and_lets_others_in(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    directory = made_files(tmp_path / "certificates")
    (directory / "revoked.json").write_text("nonsense")
    clock = Clock(utc_now())
    async with Lab(clock=clock, certificates=CertificateStore(directory, clock)) as lab:
        lab.add("CP-1", security_profile=3)
        assert "revoked certificates cannot be read" in caplog.text
        async with lab.scripted():
            pass
        async with over_tls(lab, certificate=client_file(tmp_path)):
            assert lab.model().security_profile == 0
        lab.model().certificate_until = clock.now
        await lab.central_system.remove_charge_point("CP-1")
        assert "are not revoked" in caplog.text


async def test_what_is_known_of_a_certificate_outlasts_a_restart(lab: Lab) -> None:
    lab.add()
    lab.model().certificate_until = lab.clock.now
    async with Lab(memory=lab.central_system.memory()) as again:
        again.add()
        assert again.model().certificate_until == lab.clock.now


# ---- connections that break while the profile is raised


async def test_a_charge_point_that_connects_anew_before_it_answers_has_taken_the_profile(
    lab: Lab,
) -> None:
    lab.add("CP-1")
    charge_point = await lab.started_up()
    charge_point.auto_reply("ChangeConfiguration", None)
    raising = asyncio.create_task(
        lab.central_system.certificates.raise_profile("CP-1", 1, password=None, roots=[])
    )
    await lab.until(lambda: bool(charge_point.received("ChangeConfiguration")))
    await charge_point.close()
    await lab.until(lambda: not lab.model().connected)
    async with lab.scripted() as again:
        again.auto_reply("ChangeConfiguration", {"status": "Accepted"})
        await raising
        assert {"key": "SecurityProfile", "value": "1"} in again.received("ChangeConfiguration")


async def test_a_charge_point_that_stays_away_is_still_let_in_as_before(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.plug_control.central_system.commands.certificates._BACK_S", 0.05
    )
    lab.add("CP-1")
    charge_point = await lab.started_up()
    charge_point.auto_reply("ChangeConfiguration", None)
    raising = asyncio.create_task(
        lab.central_system.certificates.raise_profile("CP-1", 1, password=None, roots=[])
    )
    await lab.until(lambda: bool(charge_point.received("ChangeConfiguration")))
    await charge_point.close()
    with pytest.raises(OfflineError):
        await raising
    async with lab.scripted():
        assert lab.model().connected


@pytest.mark.parametrize("wanted", [0, 1])
async def test_r4_a_first_password_that_is_refused_changes_nothing(lab: Lab, wanted: int) -> None:
    lab.add("CP-1", security_profile=wanted)
    charge_point = await lab.started_up()
    charge_point.auto_reply("ChangeConfiguration", {"status": "Rejected"})
    with pytest.raises(CommandRejectedError):
        await lab.central_system.certificates.raise_profile("CP-1", 1, password=PASSWORD, roots=[])
    settings = lab.station("CP-1").settings
    assert (settings.password, settings.security_profile) == (None, wanted)
    assert not [each for each in lab.events if isinstance(each, PasswordChanged)]


# ---- foreign certificates


@pytest.mark.parametrize("others", [0, 1])
async def test_a_foreign_certificate_is_told_of_the_only_charge_point_that_it_can_be(
    lab: Lab, tmp_path: Path, others: int
) -> None:
    for identity in ["CP-1", "CP-2"][: 1 + others]:
        lab.add(identity, security_profile=3)
        async with over_tls(lab, identity, certificate=client_file(tmp_path, identity)):
            pass
        await lab.until(lambda: not lab.model(identity).connected)  # noqa: B023
    foreign = over_tls(lab, certificate=client_file(tmp_path, authority="foreign"))
    with pytest.raises((ConnectionError, EOFError, InvalidMessage, ssl.SSLError)):
        await foreign.connect()
    await lab.until(lambda: cause(lab) is RefusalCause.FOREIGN_CERTIFICATE)
    told = Problem.CERTIFICATE_REFUSED in lab.station("CP-1").problems
    assert told is (others == 0)
    async with over_tls(lab, certificate=client_file(tmp_path)):
        assert not lab.station("CP-1").problems


async def test_a_foreign_certificate_keeps_nobody_out_whose_password_is_enough(
    lab: Lab, tmp_path: Path
) -> None:
    """Some chargers show their manufacturer's certificate wherever one is asked for; OpenSSL breaks off then."""
    lab.add("CP-1", security_profile=2, password="secret")
    lab.add("CP-2", security_profile=3)
    factory: dict[str, Any] = {
        "certificate": client_file(tmp_path, authority="foreign"),
        "password": "secret",
    }
    with pytest.raises((ConnectionError, EOFError, InvalidMessage, ssl.SSLError)):
        await over_tls(lab, **factory).connect()
    await lab.until(lambda: cause(lab) is RefusalCause.FOREIGN_CERTIFICATE)
    async with over_tls(lab, **factory):
        assert lab.model("CP-1").connected


async def test_an_address_with_a_foreign_certificate_is_asked_where_a_charge_point_has_one_of_ours(
    lab: Lab, tmp_path: Path
) -> None:
    lab.add("CP-1", security_profile=3)
    ours = client_file(tmp_path, "CP-1")
    async with over_tls(lab, certificate=ours):
        pass
    foreign = client_file(tmp_path, authority="foreign")
    for _ in range(2):
        with pytest.raises((ConnectionError, EOFError, InvalidMessage, ssl.SSLError)):
            await over_tls(lab, certificate=foreign).connect()
    async with over_tls(lab, certificate=ours):
        assert lab.model("CP-1").connected


async def test_addresses_with_foreign_certificates_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(foreign_certificates, "MAX_ADDRESSES", 2)
    addresses = foreign_certificates.ForeignCertificates()
    for address in ("a", "b", "a", "c"):
        addresses.note(address)
    assert [each in addresses for each in "abc"] == [True, False, True]
    monkeypatch.setattr(foreign_certificates, "FORGET_S", 0.0)
    assert "c" not in addresses


async def test_a_charge_point_that_does_not_get_through_the_handshake_is_told(lab: Lab) -> None:
    """It has taken the profile, and then does not trust us: it is away, and the page says why."""
    lab.add("CP-1", security_profile=2, password="secret")
    async with lab.scripted(password="secret"):
        pass
    await lab.until(lambda: lab.station("CP-1").link is None)
    _, writer = await asyncio.open_connection("127.0.0.1", lab.central_system.port)
    writer.write(b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00")
    await lab.until(lambda: Problem.NOT_ENCRYPTED in lab.station("CP-1").problems)
    writer.close()
    async with over_tls(lab, password="secret"):
        assert not lab.station("CP-1").problems
