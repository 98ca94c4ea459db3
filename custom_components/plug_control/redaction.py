"""Remove from diagnostics what identifies people, devices and places."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, time
from enum import Enum
import json
import re
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED

from .central_system.wire import SECRET_NAME

_SECRET_FIELDS: Final = frozenset(
    {
        "chargeboxserialnumber",
        "chargepointid",
        "chargepointserialnumber",
        "car",
        "carname",
        "certificate",
        "certificatechain",
        "csr",
        "data",
        "errorinfo",
        "filename",
        "group",
        "host",
        "iccid",
        "idtag",
        "imsi",
        "info",
        "meterpublickey",
        "meterserialnumber",
        "name",
        "note",
        "parentidtag",
        "password",
        "person",
        "remoteaddress",
        "serialnumber",
        "signature",
        "signingcertificate",
        "techinfo",
    }
)
"""Fields, OCPP's and our own, in lower case and without underscores, whose value is redacted."""

_VERSION_FIELDS: Final = frozenset({"firmwareversion", "version"})
"""Fields whose value may look like an IP address and is none."""

_SECRET_KEY: Final = re.compile(
    f"{SECRET_NAME.pattern}|apn|ssid|wifi|wlan|user|url|uri|host|server|address|proxy|mail|phone",
    re.IGNORECASE,
)
"""Matches configuration keys whose value is a secret or an address."""

_ADDRESS: Final = re.compile(
    r"""
    [a-z][a-z0-9+.-]{0,30}://[^\s"']+         # URL
    | [\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+      # e-mail address
    | (?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])  # IPv4
    | (?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![\w:])  # IPv6
    | (?<!\w)(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?!\w)  # MAC
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SHORTEST_FRAGMENT: Final = 5
"""A known secret shorter than this is replaced only if it is the whole text: "1" occurs everywhere."""


class Redactor:
    """Redacts data in which any of `secrets` (identities, idTags, passwords, …) may occur anywhere."""

    def __init__(self, secrets: Iterable[str | None]) -> None:
        """Compile the secrets, without empty ones."""
        known = {secret.casefold() for secret in secrets if secret}
        self._whole = known
        long = sorted((each for each in known if len(each) >= _SHORTEST_FRAGMENT), key=len)
        self._fragments = (
            re.compile("|".join(map(re.escape, reversed(long))), re.IGNORECASE) if long else None
        )

    def redact(self, value: Any, field: str = "") -> Any:
        """Return `value` as JSON data without secrets; `field` is its name, in lower case and without underscores."""
        match value:
            case Enum():
                return value.value
            case str():
                return self._text(value, field)
            case datetime() | time():
                return value.isoformat()
            case Mapping():
                return self._mapping(value)
            case list() | tuple() | set() | frozenset():
                return [self.redact(each, field) for each in value]
            case _ if is_dataclass(value):
                return self._mapping(
                    {part.name: getattr(value, part.name) for part in fields(value)}
                )
        return value

    def frame(self, text: str) -> Any:
        """Return an OCPP-J frame, redacted; of one that is no valid JSON only the head and the length."""
        try:
            return self.redact(json.loads(text))
        except ValueError, RecursionError:
            head = _FRAME_HEAD.match(text)
            return f"{head.group() if head else ''}… ({len(text)} characters)"

    def _mapping(self, mapping: Mapping[Any, Any]) -> dict[str, Any]:
        redacted = {}
        secret_setting = _has_secret_value(mapping)
        for key, value in mapping.items():
            name = _name(key)
            plain = name.replace("_", "").lower()
            if (plain in _SECRET_FIELDS or (plain == "value" and secret_setting)) and value:
                redacted[self._text(name, "")] = REDACTED
            else:
                redacted[self._text(name, "")] = self.redact(value, plain)
        return redacted

    def _text(self, text: str, field: str) -> str:
        if text.casefold() in self._whole:
            return REDACTED
        if self._fragments is not None:
            text = self._fragments.sub(REDACTED, text)
        return text if field in _VERSION_FIELDS else _ADDRESS.sub(REDACTED, text)


_FRAME_HEAD: Final = re.compile(r'\[\s*[234]\s*,\s*"[\w.:-]{0,36}"\s*,\s*(?:"\w{1,50}")?')


def _has_secret_value(mapping: Mapping[Any, Any]) -> bool:
    """Return whether the `value` of `mapping` is a secret: that of a configuration key, or a signed meter value."""
    key, value = mapping.get("key"), mapping.get("value")
    is_setting = isinstance(key, str) and _SECRET_KEY.search(key) is not None
    is_signed = str(mapping.get("format", "")).casefold() == "signeddata"
    return is_setting or is_signed or (isinstance(value, str) and value.startswith("OCMF|"))


def _name(key: Any) -> str:
    """Return a mapping's key as text; keys of readings are pairs."""
    if isinstance(key, tuple):
        return "_".join(str(part) for part in key if part is not None)
    return str(key)
