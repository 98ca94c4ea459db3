"""The configuration that a back end sees: how we talk with it, and nothing of the charger's own."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from custom_components.plug_control.protocol.values import integer, text

from .profiles import MAX_PERIODS, MAX_PROFILES, MAX_STACK_LEVEL

METER_INTERVAL: Final = "MeterValueSampleInterval"
HEARTBEAT_INTERVAL: Final = "HeartbeatInterval"
_MAX_KEYS = 50
_WRITABLE: Final = {HEARTBEAT_INTERVAL: (0, 86400), METER_INTERVAL: (0, 86400)}
"""The keys that a back end may set, since they concern its own connection only, with their bounds in s."""


class VirtualConfiguration:
    """The configuration of one charge point for one back end; keys are compared without case."""

    def __init__(
        self, connectors: Callable[[], int], kept: Any = None, *, may_limit: Callable[[], bool]
    ) -> None:
        """`connectors` counts them; `may_limit` says whether the back end may set charging profiles."""
        self._connectors = connectors
        self._may_limit = may_limit
        self._set: dict[str, int] = {}
        if isinstance(kept, Mapping):
            for key, value in kept.items():
                self.change(key, value)

    def memory(self) -> dict[str, int]:
        """Return what the back end has set, as JSON."""
        return dict(self._set)

    @property
    def meter_interval_s(self) -> int | None:
        """The least time between meter values that it wants; None: it has not said."""
        return self._set.get(METER_INTERVAL)

    @property
    def heartbeat_s(self) -> int | None:
        """The interval of heartbeats that it has set; None: the one of its boot answer."""
        return self._set.get(HEARTBEAT_INTERVAL)

    def change(self, key: Any, value: Any) -> str:
        """Answer a ChangeConfiguration: Accepted, Rejected or NotSupported."""
        told = text(key, 50)
        name = None if told is None else _NAMES.get(told.casefold())
        if name is None:
            return "NotSupported"
        if name not in _WRITABLE:
            return "Rejected"
        wanted = integer(value)
        lowest, highest = _WRITABLE[name]
        if wanted is None or not lowest <= wanted <= highest:
            return "Rejected"
        self._set[name] = wanted
        return "Accepted"

    def read(self, keys: Any) -> dict[str, Any]:
        """Answer a GetConfiguration."""
        values = self._values()
        if not isinstance(keys, list) or not keys:
            return {"configurationKey": [_entry(key, values[key]) for key in values]}
        known: dict[str, str] = {}
        unknown: list[str] = []
        for key in keys[:_MAX_KEYS]:
            told = text(key, 50)
            if told is None:
                continue
            name = _NAMES.get(told.casefold())
            if name is None or name not in values:
                unknown.append(told)
            else:
                known[name] = values[name]
        answer: dict[str, Any] = {"configurationKey": [_entry(*item) for item in known.items()]}
        return answer | {"unknownKey": unknown} if unknown else answer

    def _values(self) -> dict[str, str]:
        values = _FIXED | {"NumberOfConnectors": str(max(self._connectors(), 1))}
        if self._may_limit():
            values |= _SMART_CHARGING
        return values | {key: str(self._set.get(key, _DEFAULTS[key])) for key in _WRITABLE}


_FIXED: Final = {
    "AuthorizeRemoteTxRequests": "false",
    "ClockAlignedDataInterval": "0",
    "ConnectionTimeOut": "60",
    "GetConfigurationMaxKeys": str(_MAX_KEYS),
    "LocalAuthorizeOffline": "true",
    "LocalPreAuthorize": "false",
    "MeterValuesSampledData": "Energy.Active.Import.Register",
    "NumberOfConnectors": "1",
    "StopTransactionOnEVSideDisconnect": "true",
    "StopTransactionOnInvalidId": "false",
    "SupportedFeatureProfiles": "Core,RemoteTrigger",
    "TransactionMessageAttempts": "5",
    "TransactionMessageRetryInterval": "60",
}
_SMART_CHARGING: Final = {
    "ChargeProfileMaxStackLevel": str(MAX_STACK_LEVEL),
    "ChargingScheduleAllowedChargingRateUnit": "Current,Power",  # R28
    "ChargingScheduleMaxPeriods": str(MAX_PERIODS),
    "MaxChargingProfilesInstalled": str(MAX_PROFILES),
    "SupportedFeatureProfiles": "Core,RemoteTrigger,SmartCharging",
}
"""What a back end sees that may set charging profiles."""
_DEFAULTS: Final = {HEARTBEAT_INTERVAL: 300, METER_INTERVAL: 60}
_NAMES: Final = {name.casefold(): name for name in (*_FIXED, *_SMART_CHARGING, *_WRITABLE)}


def _entry(key: str, value: str) -> dict[str, Any]:
    return {"key": key, "readonly": key not in _WRITABLE, "value": value}
