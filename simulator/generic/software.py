"""The software of a charger that follows the standard, made of its parts."""

from datetime import UTC, datetime
from typing import override

from ocpp.v16.enums import ChargePointErrorCode

from simulator.authorization import KnownTags
from simulator.car import Car
from simulator.charge_point import ChargePoint
from simulator.configuration import Configuration
from simulator.connector import Connector
from simulator.frames import Payload
from simulator.memory import Bill
from simulator.rpc import Request
from simulator.software import Software
from simulator.values import utc_timestamp

from .cards import Cards
from .commands import CoreCommands, Parts
from .exchange import Exchange
from .facts import STANDARD, Habits
from .features import FeatureCommands
from .outlet import WHOLE, Outlet
from .security import Security, tls_settings
from .smart_charging import SmartCharging
from .transactions import Transactions


class GenericSoftware(Software):
    """One run of the software, with the habits of its make."""

    def __init__(self, hardware: ChargePoint, habits: Habits = STANDARD) -> None:
        """Create and connect the parts; nothing happens before `start`."""
        self._hardware = hardware
        self._habits = habits
        configuration = Configuration(habits.configuration, hardware.memory.configuration)
        configuration.set("NumberOfConnectors", str(len(hardware.connectors)))
        self._configuration = configuration
        self._exchange = exchange = Exchange(hardware, configuration, habits)
        self.link = exchange.link
        tags = KnownTags(hardware.memory, configuration)
        self._transactions = Transactions(hardware, exchange, configuration, habits, tags)
        self._outlets = {
            number: Outlet(hardware, connector, configuration, habits, self._transactions)
            for number, connector in hardware.connectors.items()
        }
        outlets = tuple(self._outlets.values())
        self._smart_charging = SmartCharging(hardware, configuration, outlets)
        self._cards = Cards(hardware, exchange, configuration, habits, tags)
        security = Security(hardware, configuration, exchange)
        exchange.tls = tls_settings(hardware, configuration)
        parts = Parts(
            hardware=hardware,
            configuration=configuration,
            habits=habits,
            exchange=exchange,
            tags=tags,
            cards=self._cards,
            outlets=self._outlets,
            smart_charging=self._smart_charging,
            security=security,
            report_status=self._send_status,
        )
        self._core = CoreCommands(parts)
        self._features = FeatureCommands(parts)
        self._handlers = {
            **self._core.handlers,
            **self._features.handlers,
            **security.handlers,
        }
        self._cars: dict[int, Car | None] = {}
        self._told: dict[int, tuple[str, str]] = {}
        self._seen: dict[int, tuple[str, str]] = {}
        self._aligned_slot: int | None = None
        self._connect_parts()

    def _connect_parts(self) -> None:
        self._exchange.handler = self._handle
        self._exchange.on_accepted = self._tell_everything
        self._exchange.on_reconnected = self._watch_status
        self._transactions.on_refused = self._refused
        for outlet in self._outlets.values():
            outlet.on_started = self._started
            outlet.on_stopped = self._stopped

    # ---- Software

    @override
    def start(self) -> None:
        for bill in self._transactions.recover():
            self._outlets[bill.connector_id].resume(bill)
        self._exchange.start()

    @override
    def halt(self) -> None:
        self._exchange.halt()
        self._core.halt()
        self._features.halt()
        for outlet in self._outlets.values():
            outlet.halt()

    @override
    def tick(self) -> None:
        for outlet in self._outlets.values():
            self._identify(outlet)
            outlet.tick(self._smart_charging.allowed(outlet))
        self._sample_on_the_clock()
        self._watch_status()

    def _identify(self, outlet: Outlet) -> None:
        """Present a car that was just plugged in by its Autocharge id, if it has one."""
        car = outlet.connector.car
        before, self._cars[outlet.number] = self._cars.get(outlet.number), car
        if car is not None and car is not before and car.vehicle_id:
            self._cards.tap(outlet, f"VID:{car.vehicle_id}")

    @override
    def tap(self, connector: Connector, id_tag: str) -> None:
        self._cards.tap(self._outlets[connector.number], id_tag)

    @override
    def transfer_data(self, vendor: str, message: str, data: str) -> None:
        payload: Payload = {"vendorId": vendor, "messageId": message, "data": data}
        self._exchange.call("DataTransfer", payload)

    @override
    def security_event(self, kind: str) -> None:
        payload: Payload = {"type": kind, "timestamp": self._exchange.timestamp()}
        self._exchange.call("SecurityEventNotification", payload)

    @override
    def status(self, connector: Connector) -> str:
        return self._outlets[connector.number].status

    @override
    def transaction_id(self, connector: Connector) -> int | None:
        bill = self._outlets[connector.number].bill
        return None if bill is None else bill.transaction_id

    @property
    @override
    def accepted(self) -> bool:
        return self._exchange.online

    @property
    @override
    def pending(self) -> object:
        return self._exchange.pending

    @override
    def check_fault(self, code: str) -> None:
        ChargePointErrorCode(code)

    # ---- status

    def _status_pair(self, number: int) -> tuple[str, str]:
        if number == WHOLE:
            unavailable = WHOLE in self._hardware.memory.inoperative
            return "NoError", "Unavailable" if unavailable else "Available"
        outlet = self._outlets[number]
        return outlet.connector.fault or "NoError", outlet.status

    def _watch_status(self) -> None:
        """Record and send changed statuses; sends those that changed while offline afterwards."""
        first = WHOLE if self._habits.reports_connector_0 else 1
        for number in range(first, len(self._outlets) + 1):
            pair = self._status_pair(number)
            if pair != self._seen.get(number):
                self._seen[number] = pair
                self._hardware.records.emit(
                    "status", connector=number, status=pair[1], error=pair[0]
                )
            if pair != self._told.get(number) and self._exchange.online:
                self._send_status(number)

    def _tell_everything(self) -> None:
        self._told.clear()
        self._watch_status()

    def _send_status(self, number: int) -> None:
        error, status = self._told[number] = self._status_pair(number)
        payload: Payload = {
            "connectorId": number,
            "status": status,
            "errorCode": error,
            "timestamp": self._exchange.timestamp(),
        }
        if self._habits.firmware_as_vendor_id:
            payload["vendorId"] = self._hardware.model.firmware

        def answered(answer: Payload | None) -> None:
            if answer is None and not self._exchange.online:
                self._told.pop(number, None)

        self._exchange.call("StatusNotification", payload, answered, triggered=True)

    # ---- sampling

    def _sample_on_the_clock(self) -> None:
        """Sample every outlet at wall-clock multiples of ClockAlignedDataInterval."""
        interval_s = self._configuration.integer("ClockAlignedDataInterval")
        if interval_s <= 0:
            self._aligned_slot = None
            return
        slot = int(self._hardware.device_time().timestamp() // interval_s)
        before, self._aligned_slot = self._aligned_slot, slot
        if before is None or slot <= before:
            return
        when = datetime.fromtimestamp(slot * interval_s, UTC)
        for outlet in self._outlets.values():
            outlet.sample_on_the_clock(when)
        if self._habits.sums_on_connector_0:
            timestamp = utc_timestamp(when, milliseconds=self._habits.milliseconds)
            self._transactions.sample_total(timestamp)

    # ---- callbacks between the parts

    def _handle(self, request: Request) -> Payload | None:
        handler = self._handlers.get(request.action)
        if handler is None:
            request.refuse("NotImplemented", request.action)
            return None
        return handler(request)

    def _started(self, outlet: Outlet) -> None:
        authorization, outlet.authorization = outlet.authorization, None
        if authorization is not None and authorization.profile is not None:
            self._smart_charging.start_with(outlet, authorization.profile)

    def _stopped(self, bill: Bill) -> None:
        self._smart_charging.end_transaction(bill.connector_id)

    def _refused(self, bill: Bill) -> None:
        """Stop a transaction whose StartTransaction answer refuses its idTag (R19)."""
        outlet = self._outlets[bill.connector_id]
        if outlet.bill is bill and self._configuration.flag("StopTransactionOnInvalidId"):
            outlet.stop("DeAuthorized")
