"""The constants of a charger that follows the standard, and the habits in which makes differ."""

from dataclasses import dataclass
from typing import Final

from simulator.configuration import Key, read_only, writable
from simulator.software import Model

from .signing import PUBLIC_KEY

CALL_TIMEOUT_S: Final = 30.0
BOOT_RETRY_S: Final = 30.0
DEFAULT_HEARTBEAT_S: Final = 300
SUSPENDED_AFTER_S: Final = 5.0
RESET_DELAY_S: Final = 1.0
MINIMUM_KEY_LENGTH: Final = 16
RECONNECT_S: Final = (5.0, 10.0, 20.0, 40.0, 60.0)

GENERIC: Final = Model(
    vendor="Plug Control",
    model="Generic Two",
    firmware="1.0.0",
    serial="GENERIC-0001",
    connectors=2,
    phases=3,
    maximum_current_a=32.0,
    register_wh=250_000.0,
)

CONFIGURATION: Final[tuple[Key, ...]] = (
    *writable(
        AllowOfflineTxForUnknownId="false",
        AuthorizationCacheEnabled="true",
        AuthorizeRemoteTxRequests="false",
        ClockAlignedDataInterval="0",
        ConnectionTimeOut="60",
        ConnectorPhaseRotation="0.RST,1.RST,2.RST",
        HeartbeatInterval="300",
        LocalAuthorizeOffline="true",
        LocalAuthListEnabled="true",
        LocalPreAuthorize="false",
        MeterValuesAlignedData="Energy.Active.Import.Register",
        MeterValuesSampledData=(
            "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Current.Offered,"
            "Voltage,SoC"
        ),
        MeterValueSampleInterval="60",
        ResetRetries="1",
        StopTransactionOnEVSideDisconnect="true",
        StopTransactionOnInvalidId="true",
        StopTxnAlignedData="",
        StopTxnSampledData="Energy.Active.Import.Register",
        StopTxnSignReadings="true",
        TransactionMessageAttempts="3",
        TransactionMessageRetryInterval="60",
        UnlockConnectorOnEVSideDisconnect="true",
        WebSocketPingInterval="60",
        AuthorizationKey=None,
        CpoName="unknown",
        SecurityProfile="0",
    ),
    *read_only(
        CertificateStoreMaxLength="4",
        ChargeProfileMaxStackLevel="9",
        ChargingScheduleAllowedChargingRateUnit="Current,Power",
        ChargingScheduleMaxPeriods="24",
        ConnectorSwitch3to1PhaseSupported="true",
        GetConfigurationMaxKeys="50",
        LocalAuthListMaxLength="100",
        MaxChargingProfilesInstalled="20",
        MeterPublicKey=PUBLIC_KEY,
        NumberOfConnectors="2",
        ReserveConnectorZeroSupported="false",
        SendLocalListMaxLength="50",
        SupportedFeatureProfiles=(
            "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,"
            "RemoteTrigger"
        ),
        SupportedFileTransferProtocols="FTP,HTTP,HTTPS",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Behaviour that the standard leaves open, or in which makes differ."""

    configuration: tuple[Key, ...] = CONFIGURATION
    heartbeat_key: str = "HeartbeatInterval"
    needs_reboot: frozenset[str] = frozenset({"ConnectorPhaseRotation"})
    reconnect_s: tuple[float, ...] = RECONNECT_S
    boots_on_reconnect: bool = False
    uuid_message_ids: bool = False
    milliseconds: bool = False
    reports_connector_0: bool = True
    firmware_as_vendor_id: bool = False
    serial_behind_card: bool = False
    values_belong_to_transactions: bool = True
    sums_on_connector_0: bool = False
    resumes_after_power_cut: bool = False
    register_decimals: int = 0
    gives_up_after_s: float | None = None


STANDARD: Final = Habits()
