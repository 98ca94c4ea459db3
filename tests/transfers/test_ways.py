"""Which protocol a charge point gets, and how its URLs look."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from custom_components.plug_control.central_system.quirks import Quirks, quirks_for
from custom_components.plug_control.model.charge_point import ConfigurationKey
from custom_components.plug_control.transfers import ways
from custom_components.plug_control.transfers.operations import Direction, Operation

C2EU = quirks_for("XC", "C2EU")
PLAIN = Quirks()


def reporting(protocols: str | None) -> dict[str, ConfigurationKey]:
    if protocols is None:
        return {}
    key = ways.SUPPORTED_PROTOCOLS
    return {key: ConfigurationKey(key, protocols, readonly=True)}


@pytest.mark.parametrize(
    ("protocols", "quirks", "schemes"),
    [
        (None, PLAIN, ("http", "ftp")),
        ("", PLAIN, ("http", "ftp")),
        ("FTP,HTTPS,HTTP", PLAIN, ("http", "ftp", "https")),
        ("FTP", PLAIN, ("ftp",)),
        ("https", PLAIN, ("https",)),
        ("FTPS, SFTP", PLAIN, ()),
        (None, C2EU, ("ftp", "HTTP")),
        # C2EU Q22: lower-case http would be taken for FTP
        ("ftp,ftps,http,https", C2EU, ("ftp",)),
        ("ftp,http,HTTP", C2EU, ("ftp", "HTTP")),
    ],
)
def test_the_schemes_to_try(protocols: str | None, quirks: Quirks, schemes: object) -> None:
    assert ways.schemes(reporting(protocols), quirks) == schemes


@pytest.mark.parametrize(
    ("url", "protocols", "quirks", "possible"),
    [
        ("https://x/fw.bin", None, PLAIN, True),
        ("https://x/fw.bin", "HTTP,FTP", PLAIN, False),
        ("HTTP://x/fw.bin", "http", PLAIN, True),
        ("http://x/fw.bin", "ftp,http", C2EU, False),
        ("HTTP://x/fw.bin", "ftp,http,HTTP", C2EU, True),
        ("ftp://u:p@x/fw.bin", "ftp,http", C2EU, True),
    ],
)
def test_urls_of_the_user(url: str, protocols: str | None, quirks: Quirks, possible: bool) -> None:
    assert ways.accepts_url(url, reporting(protocols), quirks) is possible


def operation(direction: Direction, name: str) -> Operation:
    return Operation(
        charge_point_id="CP-1",
        direction=direction,
        path=Path(),
        name=name,
        expires_at=datetime(2026, 1, 1, tzinfo=UTC),
        token="secret",
        user="me",
    )


def test_urls_end_with_the_file_or_as_a_directory() -> None:
    download = operation(Direction.DOWNLOAD, "fw 1.apk")
    upload = operation(Direction.UPLOAD, "")
    path = "/api/plug_control/transfer/secret/"
    assert ways.http_url("http://ha:8123/", download) == f"http://ha:8123{path}fw%201.apk"
    assert ways.http_url("http://ha:8123", upload) == f"http://ha:8123{path}"
    assert ways.ftp_url("fd00::1", 2121, download) == "ftp://me:secret@[fd00::1]:2121/fw%201.apk"
    assert ways.ftp_url("10.0.0.2", 21, upload) == "ftp://me:secret@10.0.0.2/"
    assert ways.with_scheme("http://ha:8123/x", "HTTP") == "HTTP://ha:8123/x"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://vendor.example/fw/box-2.1.bin?x=1", "box-2.1.bin"),
        ("https://vendor.example/", "vendor.example"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_a_url_has_a_file_name(url: str, name: str) -> None:
    assert ways.file_name(url) == name


def test_addresses() -> None:
    assert ways.is_ipv4("192.0.2.1")
    assert not ways.is_ipv4("fd00::1")
    assert not ways.is_ipv4("ha.local")
