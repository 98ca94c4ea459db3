"""The certificates and the security profile of the charger that follows the standard."""

from simulator.frames import Json, Payload
from simulator.generic.security import MAX_ROOTS, hash_data
from tests.certificates import made_files

from .harness import Bench, bench, until

ACCEPTED: Payload = {"status": "Accepted"}
REJECTED: Payload = {"status": "Rejected"}
ROOT = "CentralSystemRootCertificate"
KEY = "0" * 40


def root(tmp_path_factory: object, kind: str = "ecdsa") -> str:
    """Return the certificate of an authority."""
    directory = made_files(tmp_path_factory.mktemp("made"))  # type: ignore[attr-defined]
    text = (directory / f"authority_{kind}.pem").read_text()
    return str(text.partition("-----BEGIN PRIVATE")[0])


async def install(b: Bench, pem: str, use: str = ROOT) -> Payload:
    return await b.cs.call("InstallCertificate", {"certificateType": use, "certificate": pem})


async def connected_again(b: Bench) -> None:
    """Skip the delay before a reconnect, after which it does not boot."""
    await b.waiting()
    await b.network.advance(5)
    await until(lambda: b.cp.connected)
    await b.settle()


async def test_roots_are_installed_listed_and_deleted(tmp_path_factory: object) -> None:
    ecdsa, rsa = root(tmp_path_factory), root(tmp_path_factory, "rsa")
    async with bench("generic") as b:
        listing: Payload = {"certificateType": ROOT}
        assert await b.cs.call("GetInstalledCertificateIds", listing) == {"status": "NotFound"}
        assert await install(b, "nonsense") == REJECTED
        for pem in (ecdsa, rsa, rsa):
            assert await install(b, pem) == ACCEPTED
        assert await install(b, ecdsa, "ManufacturerRootCertificate") == ACCEPTED
        names: list[Json] = [dict(hash_data(each)) for each in (ecdsa, rsa)]
        answer = await b.cs.call("GetInstalledCertificateIds", listing)
        assert answer == {"status": "Accepted", "certificateHashData": names}
        delete: Payload = {"certificateHashData": names[0]}
        assert await b.cs.call("DeleteCertificate", delete) == ACCEPTED
        assert await b.cs.call("DeleteCertificate", delete) == {"status": "NotFound"}
        b.cp.memory.roots = ["x"] * MAX_ROOTS
        assert await install(b, ecdsa) == {"status": "Failed"}


async def test_the_profile_rises_only_with_what_it_needs(tmp_path_factory: object) -> None:
    pem = root(tmp_path_factory)
    async with bench("generic") as b:

        async def rise(profile: str) -> Payload:
            change: Payload = {"key": "SecurityProfile", "value": profile}
            return await b.cs.call("ChangeConfiguration", change)

        for profile in ("1", "2", "3", "4", "-1", "x"):
            assert await rise(profile) == REJECTED
        assert await rise("0") == ACCEPTED
        await connected_again(b)
        await b.configure("AuthorizationKey", KEY)
        await connected_again(b)
        assert await rise("2") == REJECTED
        assert await install(b, pem) == ACCEPTED
        assert await rise("3") == REJECTED
        assert await rise("1") == ACCEPTED
        await connected_again(b)
        assert await rise("0") == REJECTED
        b.cp.memory.configuration["SecurityProfile"] = "2"
        delete: Payload = {"certificateHashData": dict(hash_data(pem))}
        assert await b.cs.call("DeleteCertificate", delete) == {"status": "Failed"}


async def test_a_certificate_that_it_did_not_request_or_that_is_none_is_rejected(
    tmp_path_factory: object,
) -> None:
    pem = root(tmp_path_factory)
    async with bench("generic") as b:
        signed: Payload = {"certificateChain": pem}
        assert await b.cs.call("CertificateSigned", signed) == REJECTED
        trigger: Payload = {"requestedMessage": "SignChargePointCertificate"}
        assert await b.cs.call("ExtendedTriggerMessage", trigger) == ACCEPTED
        await b.cs.wait_call("SignCertificate")
        b.assert_valid()
        assert await install(b, pem) == ACCEPTED
        for chain in (pem, "nonsense"):
            assert await b.cs.call("CertificateSigned", {"certificateChain": chain}) == REJECTED
        assert b.cp.memory.certificate == ""
