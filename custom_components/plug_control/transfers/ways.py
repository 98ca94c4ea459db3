"""By which protocol a charge point can transfer a file: what it reports, and what its model is known to need."""

from collections.abc import Mapping
from ipaddress import ip_address
import re
from typing import Final
from urllib.parse import quote, urlsplit

from custom_components.plug_control.central_system.quirks import Quirks
from custom_components.plug_control.central_system.stations.configuration import items_of
from custom_components.plug_control.model.charge_point import ConfigurationKey

from .ftp import STANDARD_PORT
from .http import PATH
from .operations import Direction, Operation

SUPPORTED_PROTOCOLS: Final = "SupportedFileTransferProtocols"
"""The configuration key of what a charge point can; the ocpp package does not list it."""
_HOST: Final = re.compile(r"[0-9A-Za-z.-]{1,253}|[0-9A-Fa-f:]{2,45}")
_KNOWN: Final = ("http", "ftp", "https")
"""The schemes that we serve, the best first."""
_USUAL: Final = ("http", "ftp")
"""What a charge point probably knows that reports nothing."""


def schemes(configuration: Mapping[str, ConfigurationKey], quirks: Quirks) -> tuple[str, ...]:
    """Return the URL schemes to try with a charge point, the best first, in the spelling that it needs.

    A charge point whose spelling matters has the scheme only if it lists it in that spelling (C2EU Q22).
    """
    reported = items_of(configuration, SUPPORTED_PROTOCOLS)
    if quirks.transfer_schemes:
        return tuple(each for each in quirks.transfer_schemes if not reported or each in reported)
    known = {each.casefold() for each in reported}
    return tuple(each for each in _KNOWN if each in (known or _USUAL))


def accepts_url(url: str, configuration: Mapping[str, ConfigurationKey], quirks: Quirks) -> bool:
    """Whether a charge point can load from a URL of the user's, by its scheme, as far as is known."""
    scheme = url.partition(":")[0]
    if quirks.transfer_schemes:
        return scheme in schemes(configuration, quirks)
    reported = {each.casefold() for each in items_of(configuration, SUPPORTED_PROTOCOLS)}
    return not reported or scheme.casefold() in reported


def http_url(base: str, operation: Operation) -> str:
    """Return the URL of an operation on a web server; an upload's is a directory, to which chargers add a name."""
    name = quote(operation.name) if operation.direction is Direction.DOWNLOAD else ""
    return f"{base.rstrip('/')}{PATH}/{operation.token}/{name}"


def ftp_url(host: str, port: int, operation: Operation) -> str:
    """Return the URL of an operation on the FTP server; an upload's is a directory."""
    place = bracketed(host) if port == STANDARD_PORT else f"{bracketed(host)}:{port}"
    name = quote(operation.name) if operation.direction is Direction.DOWNLOAD else ""
    return f"ftp://{operation.user}:{operation.token}@{place}/{name}"


def with_scheme(url: str, scheme: str) -> str:
    """Return a URL with its scheme in another spelling."""
    return f"{scheme}{url[url.index(':') :]}"


def bracketed(host: str) -> str:
    """Return a host as it stands in a URL: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def is_ipv4(host: str) -> bool:
    """Whether a host is an IPv4 address."""
    try:
        return ip_address(host).version == 4
    except ValueError:
        return False


def is_address(text: str) -> bool:
    """Whether a text is a host, or the base of an http or https URL, that chargers may be told."""
    if "://" in text:
        return is_url(text) and text.startswith(("http://", "https://"))
    return _HOST.fullmatch(text) is not None


def is_url(url: str) -> bool:
    """Whether a text is a URL from which a charger could load a file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    known = parts.scheme in {"http", "https", "ftp", "ftps", "sftp"}
    return known and bool(parts.hostname) and not any(map(str.isspace, url))


def file_name(url: str) -> str:
    """Return the last part of a URL's path: what a user calls the file."""
    return urlsplit(url).path.rstrip("/").rpartition("/")[2] or urlsplit(url).hostname or url
