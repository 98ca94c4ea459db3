"""Field names: OCPP writes `idTag`, the `ocpp` package and everything here write `id_tag`."""

import re

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def camel_case(name: str) -> str:
    """Return `charging_profile_id` as `chargingProfileId`."""
    head, *tail = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in tail)


def snake_case(name: str) -> str:
    """Return `chargingProfileId` as `charging_profile_id`."""
    return _CAPITAL.sub("_", name).lower()
