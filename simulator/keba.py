"""The KEBA KeContact P30: a master with clients is one charge point with many connectors.

The facts come from public reports (lbbrhzn/ocpp 1815; OCPP.Core's notes on four P30) and from dumps of its
configuration: UUIDs as message ids, milliseconds in timestamps, the firmware as vendorId of StatusNotification,
fractions of a Wh in registers, clock-aligned values of every connector and their sum on connector 0, without a
transaction id; it appends the box's serial number to the card's idTag; it spells `HeartBeatInterval` like this;
transactions continue after a power cut; limits in A only; after seven days without a server it stops booting.
"""

from typing import Final

from .charge_point import ChargePoint
from .configuration import Key, read_only, writable
from .generic import GenericSoftware, Habits
from .software import Model

SEVEN_DAYS_S: Final = 7 * 86_400.0

KEBA: Final = Model(
    vendor="Keba AG",
    model="KC-P30-EC2401B2-M0R",
    firmware="1.18.0",
    serial="27017001",
    connectors=2,
    phases=3,
    maximum_current_a=32.0,
    register_wh=236.1,
)

CONFIGURATION: Final[tuple[Key, ...]] = (
    *writable(
        AllowOfflineTxForUnknownId="false",
        AuthorizationKey=None,
        ClockAlignedDataInterval="900",
        ConnectionTimeOut="60",
        ConnectorPhaseRotation="1.Rxx",
        HeartBeatInterval="600",
        LocalAuthorizeOffline="true",
        LocalPreAuthorize="true",
        MaxAvailableCurrent="100000",
        MeterValueSampleInterval="60",
        MeterValuesAlignedData="Energy.Active.Import.Register",
        MeterValuesSampledData="Energy.Active.Import.Register",
        NominalVoltage="230",
        ResumeSessionAfterPowerCut="true",
        StopTransactionOnInvalidId="true",
        StopTxnAlignedData="Energy.Active.Import.Register",
        StopTxnSampledData="Energy.Active.Import.Register",
        TransactionMessageAttempts="720",
        TransactionMessageRetryInterval="60",
        WebSocketPingInterval="0",
    ),
    *read_only(
        AuthorizeRemoteTxRequests="false",
        ChargeProfileMaxStackLevel="32",
        ChargingScheduleAllowedChargingRateUnit="Current",
        ChargingScheduleMaxPeriods="32",
        GetConfigurationMaxKeys="200",
        LocalAuthListEnabled="true",
        LocalAuthListMaxLength="1024",
        MaxChargingProfilesInstalled="64",
        NumberOfConnectors="2",
        ReserveConnectorZeroSupported="false",
        ResetRetries="0",
        SendLocalListMaxLength="1024",
        StopTransactionOnEVSideDisconnect="true",
        SupportedFeatureProfiles=(
            "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,"
            "RemoteTrigger"
        ),
        SupportedFileTransferProtocols="FTP,HTTP,HTTPS",
        UnlockConnectorOnEVSideDisconnect="true",
    ),
)

HABITS: Final = Habits(
    configuration=CONFIGURATION,
    heartbeat_key="HeartBeatInterval",
    needs_reboot=frozenset(),
    reconnect_s=(30.0,),
    boots_on_reconnect=True,
    uuid_message_ids=True,
    milliseconds=True,
    reports_connector_0=False,
    firmware_as_vendor_id=True,
    serial_behind_card=True,
    values_belong_to_transactions=False,
    sums_on_connector_0=True,
    resumes_after_power_cut=True,
    register_decimals=1,
    gives_up_after_s=SEVEN_DAYS_S,
)


def keba_software(hardware: ChargePoint) -> GenericSoftware:
    """Return the software of a P30."""
    return GenericSoftware(hardware, HABITS)
