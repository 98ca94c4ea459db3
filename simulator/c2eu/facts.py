"""The C2EU's constants: its configuration keys, intervals and faults."""

from typing import Final

from simulator.configuration import Key, read_only, writable

INITIAL_HEARTBEAT_S: Final = 60
CALL_TIMEOUT_S: Final = 15.0
RECONNECT_S: Final = 5.0
BOOT_RETRY_S: Final = 30.0
HEARTBEAT_FAILURES: Final = 3
CLOCK_TOLERANCE_S: Final = 5.0
LIBRARY_PING_S: Final = 60.0
PONG_TIMEOUT_S: Final = 90.0
WATCHDOG_CHECK_S: Final = 5.0
REPLAY_S: Final = 60.0

PLUG_POLL_S: Final = 2.0
EV_START_S: Final = 62.0
PAUSE_NOTICED_S: Final = 1.0
RELAY_S: Final = 2.0
STOP_TAP_S: Final = 4.0
FAILED_STOP_S: Final = 15.0
CARD_ANSWER_S: Final = 10.0
METER_WARM_UP_S: Final = 10.0
UNREADABLE_METER_WH: Final = -1000
REGISTER_STEP_WH: Final = 10
NOMINAL_VOLTAGE_V: Final = 220

MEASURANDS: Final = (
    "Temperature,Current.Import,Voltage,Power.Active.Import,Energy.Active.Import.Register"
)

CONFIGURATION: Final[tuple[Key, ...]] = (
    *writable(
        HeartbeatInterval=str(INITIAL_HEARTBEAT_S),
        ConnectionTimeOut="90",
        MeterValueSampleInterval="60",
        ClockAlignedDataInterval="900",
        MeterValuesSampledData=MEASURANDS,
        MeterValuesAlignedData=MEASURANDS,
        StopTxnSampledData=MEASURANDS,
        StopTxnAlignedData=MEASURANDS,
        WebSocketPingInterval="60",
        TransactionMessageRetryInterval="60",
        LocalPreAuthorize="true",
        LocalAuthorizeOffline="true",
        AllowOfflineTxForUnknownId="true",
        AuthorizationCacheEnabled="true",
        LocalAuthListEnabled="true",
        StopTransactionOnInvalidId="true",
        MaxEnergyOnInvalidId="0",
        SupportedFileTransferProtocols="ftp,ftps,http,https",
        BlinkRepeat=None,
        LightIntensity=None,
        MinimumStatusDuration=None,
    ),
    *read_only(
        MeterValuesSampledDataMaxLength="50",
        MeterValuesAlignedDataMaxLength="50",
        StopTxnSampledDataMaxLength="50",
        StopTxnAlignedDataMaxLength="50",
        TransactionMessageAttempts="0",
        AuthorizeRemoteTxRequests="false",
        StopTransactionOnEVSideDisconnect="true",
        UnlockConnectorOnEVSideDisconnect="true",
        ReserveConnectorZeroSupported="true",
        SupportedFeatureProfiles=(
            "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,"
            "RemoteTrigger"
        ),
        ChargeProfileMaxStackLevel="100",
        MaxChargingProfilesInstalled="100",
        ChargingScheduleMaxPeriods="30",
        ChargingScheduleAllowedChargingRateUnit="Current,Power",
        LocalAuthListMaxLength="10000",
        SendLocalListMaxLength="10000",
        NumberOfConnectors="1",
        GetConfigurationMaxKeys="100",
        ResetRetries="0",
        ConnectorPhaseRotation="NotApplicable,RST",
        ConnectorPhaseRotationMaxLength="8",
        ConnectorSwitch3to1PhaseSupported=None,
        SupportedFeatureProfilesMaxLength=None,
    ),
)

# The operator's name of a fault → errorCode, vendorErrorCode (C2EU: device errors)
FAULTS: Final[dict[str, tuple[str, str | None]]] = {
    "GroundFailure": ("GroundFailure", None),
    "OverVoltage": ("OverVoltage", None),
    "UnderVoltage": ("UnderVoltage", None),
    "OverCurrentFailure": ("OverCurrentFailure", None),
    "HighTemperature": ("HighTemperature", None),
    "EVCommunicationError": ("EVCommunicationError", None),
    "OtherError": ("OtherError", "EC_DEVICE_EMERGENCY_STOP"),
    "EC_DEVICE_NOT_INIT": ("OtherError", "EC_DEVICE_NOT_INIT"),
    "EC_DEVICE_LOST_PHASE": ("OtherError", "EC_DEVICE_LOST_PHASE"),
    "EC_DEVICE_EMERGENCY_STOP": ("OtherError", "EC_DEVICE_EMERGENCY_STOP"),
    "EC_DEVICE_POWER_LEAK": ("OtherError", "EC_DEVICE_POWER_LEAK"),
    "EC_DEVICE_VOLT_ERROR": ("OtherError", "EC_DEVICE_VOLT_ERROR"),
}
