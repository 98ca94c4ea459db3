"""Transactions of a charger that follows the standard, reported in order without loss."""

from collections.abc import Callable

from simulator.authorization import KnownTags
from simulator.charge_point import ChargePoint
from simulator.configuration import Configuration
from simulator.connector import Connector
from simulator.fields import BadPayloadError, integer, mapping, text
from simulator.frames import Json, Payload
from simulator.memory import Bill, QueuedCall

from .exchange import Exchange
from .facts import Habits
from .metering import sampled_values
from .signing import signed_value

START = "StartTransaction"
STOP = "StopTransaction"
METER_VALUES = "MeterValues"
TRIGGER = "Trigger"


class Transactions:
    """Keeps every transaction as a bill in flash, and its messages in the exchange's queue."""

    def __init__(
        self,
        hardware: ChargePoint,
        exchange: Exchange,
        configuration: Configuration,
        habits: Habits,
        tags: KnownTags,
    ) -> None:
        """Prepare; set `on_refused` before the first transaction."""
        self.on_refused: Callable[[Bill], object] = lambda bill: None
        self._hardware = hardware
        self._memory = hardware.memory
        self._exchange = exchange
        self._configuration = configuration
        self._habits = habits
        self._tags = tags
        exchange.complete = self._complete
        exchange.on_delivered = self._delivered
        exchange.on_undelivered = self._undelivered

    # ---- the life of a transaction

    def recover(self) -> list[Bill]:
        """After power-on, end the open transactions with PowerLoss; return those that continue, where that is the habit."""
        resumed = []
        for bill in self._memory.bills:
            plugged = self._hardware.connectors[bill.connector_id].plugged
            if not bill.ended and plugged and self._habits.resumes_after_power_cut:
                resumed.append(bill)
            elif not bill.ended:
                self._end(bill, "PowerLoss", bill.saved)
        return resumed

    def open(
        self, connector: Connector, id_tag: str, *, remote: bool, reservation_id: int | None
    ) -> Bill:
        """Open a bill with the present time and register, and queue its StartTransaction."""
        now = self._exchange.timestamp()
        self._memory.last_bill += 1
        bill = Bill(
            number=self._memory.last_bill,
            connector_id=connector.number,
            id_tag=id_tag,
            meter_start=int(connector.register_wh),
            started=now,
            saved=now,
            register_start_wh=connector.register_wh,
            remote=remote,
            reservation_id=reservation_id,
        )
        bill.transaction_data = self._kept_sample(connector, bill, "Transaction.Begin")
        self._memory.bills.append(bill)
        payload: Payload = {
            "connectorId": bill.connector_id,
            "idTag": bill.id_tag,
            "meterStart": bill.meter_start,
            "timestamp": bill.started,
        }
        if reservation_id is not None:
            payload["reservationId"] = reservation_id
        self._exchange.queue(START, payload, bill.number)
        return bill

    def close(self, bill: Bill, reason: str) -> None:
        """Close a bill with the present time and register, and queue its StopTransaction."""
        self._end(bill, reason, self._exchange.timestamp())

    def sample(
        self, connector: Connector, bill: Bill | None, context: str, key: str, when: str
    ) -> None:
        """Send MeterValues of the measurands under `key`; queues those of a transaction until delivered."""
        element = self._element(connector, context, self._configuration.names(key), when)
        if element is None:
            return
        payload: Payload = {"connectorId": connector.number, "meterValue": [element]}
        if bill is None or context == TRIGGER:
            if bill is not None and bill.transaction_id is not None:
                payload["transactionId"] = bill.transaction_id
            self._exchange.call(METER_VALUES, payload, triggered=context == TRIGGER)
        else:
            bill.saved = self._exchange.timestamp()
            self._exchange.queue(METER_VALUES, payload, bill.number)

    def sample_total(self, when: str) -> None:
        """Send the sum of all registers as clock-aligned values of connector 0."""
        registers = [each.register_wh for each in self._hardware.connectors.values()]
        value: Payload = {
            "value": f"{sum(registers):.{self._habits.register_decimals}f}",
            "context": "Sample.Clock",
            "format": "Raw",
            "measurand": "Energy.Active.Import.Register",
            "location": "Outlet",
            "unit": "Wh",
        }
        element: Payload = {"timestamp": when, "sampledValue": [value]}
        self._exchange.call(METER_VALUES, {"connectorId": 0, "meterValue": [element]})

    def _end(self, bill: Bill, reason: str, when: str) -> None:
        connector = self._hardware.connectors[bill.connector_id]
        bill.meter_stop = int(connector.register_wh)
        bill.stopped = when
        bill.reason = reason
        data = [
            *(bill.transaction_data or []),
            *self._kept_sample(connector, bill, "Transaction.End"),
        ]
        payload: Payload = {
            "idTag": bill.id_tag,
            "meterStop": bill.meter_stop,
            "timestamp": when,
            "reason": reason,
        }
        if data:
            payload["transactionData"] = list[Json](data)
        self._hardware.record_session(bill)
        self._exchange.queue(STOP, payload, bill.number)

    def _kept_sample(self, connector: Connector, bill: Bill, context: str) -> list[Payload]:
        measurands = self._configuration.names("StopTxnSampledData")
        when = self._exchange.timestamp()
        values = self._values(connector, context, measurands)
        if self._configuration.flag("StopTxnSignReadings"):
            values.append(
                signed_value(
                    connector.register_wh,
                    context,
                    when,
                    meter=f"{self._hardware.model.serial}-{connector.number}",
                    id_tag=bill.id_tag,
                    number=bill.number,
                )
            )
        return [{"timestamp": when, "sampledValue": values}] if values else []

    def _element(
        self, connector: Connector, context: str, measurands: list[str], when: str
    ) -> Payload | None:
        values = self._values(connector, context, measurands)
        return {"timestamp": when, "sampledValue": values} if values else None

    def _values(self, connector: Connector, context: str, measurands: list[str]) -> list[Json]:
        return sampled_values(
            connector.read(), measurands, context, register_decimals=self._habits.register_decimals
        )

    # ---- delivery

    def _bill(self, item: QueuedCall) -> Bill:
        """Return the bill of a queued message, which exists until its last message is delivered."""
        return next(bill for bill in self._memory.bills if bill.number == item.bill)

    def _complete(self, item: QueuedCall) -> Payload | None:
        """Return the payload with the transaction id; None where the start was never delivered."""
        if item.action == START:
            return item.payload
        transaction_id = self._bill(item).transaction_id
        if transaction_id is None:
            self._forget_if_over(item)
            return None
        return {**item.payload, "transactionId": transaction_id}

    def _delivered(self, item: QueuedCall, answer: Payload) -> None:
        if item.action == START:
            self._started(self._bill(item), answer)
        elif item.action == STOP:
            info = answer.get("idTagInfo")
            if isinstance(info, dict):
                self._tags.learn(self._bill(item).id_tag, info)
            self._forget_if_over(item)

    def _undelivered(self, item: QueuedCall) -> None:
        self._hardware.records.emit("undelivered", action=item.action)
        self._forget_if_over(item)

    def _forget_if_over(self, item: QueuedCall) -> None:
        if item.action == STOP:
            self._memory.bills.remove(self._bill(item))
            self._hardware.save()

    def _started(self, bill: Bill, answer: Payload) -> None:
        try:
            bill.transaction_id = integer(answer, "transactionId")
            info = mapping(answer, "idTagInfo")
            status = text(info, "status")
        except BadPayloadError:
            return
        self._tags.learn(bill.id_tag, info)
        self._hardware.save()
        self._hardware.records.emit(
            "transaction", connector=bill.connector_id, transaction_id=bill.transaction_id
        )
        if status != "Accepted" and not bill.ended:
            self.on_refused(bill)
