"""A wanted limit becomes what this very charger obeys: found out once, remembered, applied again (decision 12)."""

from enum import StrEnum

from .commands import CommandHost, Commands


class LimitWay(StrEnum):
    """How a charger takes a limit; the value is remembered in `ChargePoint.limit_way`."""

    TX_PROFILES_A = "tx_default_and_tx_profile_a"
    TX_PROFILES_W = "tx_default_and_tx_profile_w"
    TX_DEFAULT_A = "tx_default_profile_a"
    TX_DEFAULT_W = "tx_default_profile_w"
    TX_PROFILE_A = "tx_profile_a"
    TX_PROFILE_W = "tx_profile_w"
    CHARGE_POINT_MAX_A = "charge_point_max_profile_a"
    CHARGE_POINT_MAX_W = "charge_point_max_profile_w"


class Limits:
    """The standing limits of all connectors, in amperes per phase."""

    def __init__(self, host: CommandHost, commands: Commands) -> None:
        """Send through `commands`."""
        raise NotImplementedError

    async def set_limit(self, charge_point_id: str, connector_id: int, limit_a: float) -> None:
        """Limit a connector: 0 pauses, 6 and up is clamped to the charge point's maximum; kept over reconnects.

        Raises NotPossibleError LIMIT_OUT_OF_RANGE (1–5 A, R29) and LIMIT_NOT_SUPPORTED (with a Problem event), and
        CommandError subclasses. Offline: OfflineError, and the limit is applied at the next connection. Rapid calls
        are merged: the last wanted value wins and its outcome is everybody's.
        """
        raise NotImplementedError

    async def lift_pause(self, charge_point_id: str, connector_id: int) -> bool:
        """Put the limit back that stood before a pause (limit 0); False where there is none."""
        raise NotImplementedError

    async def reapply(self, charge_point_id: str) -> None:
        """Apply the standing limits of all connectors again; raises the first failure after trying all."""
        raise NotImplementedError

    def latency_s(self, charge_point_id: str) -> float:
        """How long this charger may take to obey a limit that it accepted."""
        raise NotImplementedError

    def transaction_started(self, charge_point_id: str, connector_id: int) -> None:
        """Note that a transaction began just now (R17), so that the limit is given to it too; returns at once."""
        raise NotImplementedError

    def transaction_ended(self, charge_point_id: str, connector_id: int) -> None:
        """Note that a transaction ended, so that the next one gets the standing limit; returns at once."""
        raise NotImplementedError

    def forget(self, charge_point_id: str) -> None:
        """Drop what is known of a charge point that was removed."""
        raise NotImplementedError

    async def stop(self) -> None:
        """End what is under way; call it when the central system stops."""
        raise NotImplementedError
