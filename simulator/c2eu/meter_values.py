"""When the C2EU samples, sends and keeps meter values."""

from datetime import UTC, datetime

from simulator.charge_point import ChargePoint
from simulator.configuration import Configuration
from simulator.connector import Connector
from simulator.frames import Json, Payload
from simulator.memory import Bill
from simulator.values import offset_timestamp

from .bills import Bills
from .facts import METER_WARM_UP_S
from .metering import Context, sampled_values
from .talk import Talk

STRAY_CHANCE = 0.1


class MeterValues:
    """MeterValues of one connector: periodic and clock-aligned while charging, triggered at any time.

    Values that cannot be sent are lost; transactionData of StopTransaction has all samples of the session.
    """

    def __init__(
        self,
        hardware: ChargePoint,
        connector: Connector,
        *,
        talk: Talk,
        configuration: Configuration,
        bills: Bills,
    ) -> None:
        """Prepare; nothing is sampled before `begin`."""
        self._hardware = hardware
        self._connector = connector
        self._talk = talk
        self._configuration = configuration
        self._bills = bills
        self._samples: list[Payload] = []
        self._periodic = True
        self._sampled_at = 0.0
        self._aligned_interval_s = 0
        self._aligned_slot = 0

    def begin(self) -> None:
        """Start a session: the first periodic sample comes one interval from now."""
        self._samples = []
        self._periodic = True
        self._sampled_at = self._hardware.clock.monotonic()
        self._aligned_interval_s = self._configuration.integer("ClockAlignedDataInterval")
        self._aligned_slot = self._slot()

    def end(self) -> list[Payload]:
        """End the session; return its samples for transactionData."""
        samples, self._samples = self._samples, []
        return samples

    def tick(self, bill: Bill | None, *, suspended: bool) -> None:
        """Take the samples that are due."""
        now = self._hardware.clock.monotonic()
        interval_s = self._configuration.integer("MeterValueSampleInterval")
        if interval_s <= 0:
            self._periodic = False  # C2EU: 0 stops until the next session
        if self._periodic and now >= self._sampled_at + interval_s:
            self._sampled_at = max(self._sampled_at + interval_s, now - interval_s)
            when = self._hardware.device_time()
            self._sample(bill, Context.PERIODIC, when, suspended=suspended)
        slot = self._slot()
        if slot > self._aligned_slot and bill is not None:
            when = datetime.fromtimestamp(slot * self._aligned_interval_s, UTC)
            self._sample(bill, Context.CLOCK, when, suspended=suspended)
            self._bills.keep(bill, self._samples)
        self._aligned_slot = slot

    def trigger(self, *, suspended: bool) -> None:
        """Send MeterValues for TriggerMessage: at any time, without a transactionId."""
        when = self._hardware.device_time()
        values = self._values("MeterValuesSampledData", Context.TRIGGER, suspended=suspended)
        self._send(self._elements(values, when, "MeterValuesSampledData"), None, triggered=True)

    def _slot(self) -> int:
        """Return the number of the present clock-aligned interval since 1970; 0 where they are off."""
        if self._aligned_interval_s <= 0:
            return 0
        return int(self._hardware.device_time().timestamp() // self._aligned_interval_s)

    def _sample(
        self, bill: Bill | None, context: Context, when: datetime, *, suspended: bool
    ) -> None:
        kind = "Aligned" if context is Context.CLOCK else "Sampled"
        sent_key, kept_key = f"MeterValues{kind}Data", f"StopTxn{kind}Data"
        if self._configuration.names(kept_key):  # C2EU Q18: an empty list disables that part
            values = self._values(kept_key, context, suspended=suspended)
            self._samples += self._elements(values, when, kept_key)
        values = self._values(sent_key, context, suspended=suspended)
        self._send(self._elements(values, when, sent_key), bill)

    def _values(self, key: str, context: Context, *, suspended: bool) -> list[Json]:
        warm_up_ends = self._hardware.powered_on_at + METER_WARM_UP_S
        return sampled_values(
            self._connector.read(),
            self._configuration,
            key,
            context,
            suspended=suspended,
            warming_up=self._hardware.clock.monotonic() < warm_up_ends,
            stray=suspended and self._hardware.random.random() < STRAY_CHANCE,
        )

    def _elements(self, values: list[Json], when: datetime, key: str) -> list[Payload]:
        """Return one meterValue element, none where the list of measurands is empty (C2EU Q20)."""
        if not self._configuration.names(key):
            return []
        timestamp = offset_timestamp(when, self._talk.offset_minutes)
        return [{"timestamp": timestamp, "sampledValue": values}]

    def _send(self, elements: list[Payload], bill: Bill | None, *, triggered: bool = False) -> None:
        payload: Payload = {"connectorId": self._connector.number}
        if bill is not None and bill.transaction_id is not None:
            payload["transactionId"] = bill.transaction_id
        payload["meterValue"] = list[Json](elements)
        self._talk.send("MeterValues", payload, triggered=triggered)
