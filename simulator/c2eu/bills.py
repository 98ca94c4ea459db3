"""The C2EU's bills: every transaction until its start and stop are delivered (C2EU Q9, Q15, Q16, Q26)."""

from collections.abc import Callable
from typing import Final

from simulator.authorization import KnownTags
from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.configuration import Configuration
from simulator.fields import BadPayloadError, integer, mapping, text
from simulator.frames import Json, Payload
from simulator.link import nothing
from simulator.memory import Bill

from .facts import REPLAY_S
from .metering import meter_wh
from .talk import Delivery, Talk

REBOOT: Final = "Reboot"


class Bills:
    """Keeps bills in flash, reports them live, and replays unanswered messages.

    The replay loop runs 60 s after each connect and then every 60 s: at most one start and one stop per run, newest
    first. The start of the running charge is also resent outside of the loop, so that duplicates occur (C2EU Q9).
    """

    def __init__(
        self, hardware: ChargePoint, talk: Talk, configuration: Configuration, tags: KnownTags
    ) -> None:
        """Prepare; set `on_refused` and `on_stop_reported` before the first charge."""
        self.last_transaction_id: int | None = None
        self.on_refused: Callable[[], object] = nothing
        self.on_stop_reported: Callable[[], object] = nothing
        self._hardware = hardware
        self._memory = hardware.memory
        self._talk = talk
        self._configuration = configuration
        self._tags = tags
        self._timers = Timers(hardware.clock)
        self._replaying: list[Bill] = []

    def halt(self) -> None:
        """Stop resending."""
        self._timers.cancel_all()

    # ---- the life of a bill

    def recover(self) -> None:
        """After power-on, close open bills and drop those whose start was never answered (C2EU Q26, sequence d)."""
        for bill in list(self._memory.bills):
            if not bill.ended:
                outlet = self._hardware.connectors[bill.connector_id]
                bill.meter_stop = meter_wh(outlet.read())
                bill.stopped = bill.saved
                bill.reason = REBOOT
                self._hardware.record_session(bill)
            if not bill.start_answered:
                self._memory.bills.remove(bill)
        self._hardware.save()

    def open(self, connector_id: int, id_tag: str, *, remote: bool) -> Bill:
        """Open a bill with the present time and register, and send its StartTransaction."""
        outlet = self._hardware.connectors[connector_id]
        reservations = self._memory.reservations
        now = self._talk.timestamp()
        bill = Bill(
            connector_id=connector_id,
            id_tag=id_tag,
            meter_start=meter_wh(outlet.read()),
            started=now,
            saved=now,
            register_start_wh=outlet.register_wh,
            remote=remote,
            # C2EU: ReserveNow: any stored reservation is attached
            reservation_id=integer(reservations[0], "reservationId") if reservations else None,
        )
        self._memory.bills.append(bill)
        self._hardware.save()
        self._start_live(bill)
        return bill

    def keep(self, bill: Bill, samples: list[Payload]) -> None:
        """Save the state of a running charge, which the C2EU does at clock-aligned times only."""
        bill.saved = self._talk.timestamp()
        bill.transaction_data = list(samples)
        self._hardware.save()

    def close(self, bill: Bill, reason: str | None, samples: list[Payload]) -> None:
        """Close a bill with the present time and register, and send its StopTransaction if the start was answered."""
        self._timers.cancel("live start")
        bill.meter_stop = meter_wh(self._hardware.connectors[bill.connector_id].read())
        bill.stopped = self._talk.timestamp()
        bill.reason = reason
        bill.transaction_data = list(samples)
        self._hardware.save()
        self._hardware.record_session(bill)
        if bill.start_answered:
            self._send_stop(bill, replay=False)

    @property
    def stop_pending(self) -> bool:
        """Whether a StopTransaction is not delivered yet."""
        return any(bill.ended and not bill.lost for bill in self._memory.bills)

    # ---- replay

    def restart_replay(self) -> None:
        """Restart the loop, whose first run comes after 60 s."""
        self._replaying.clear()
        self._timers.every("replay", REPLAY_S, self._replay)

    def stop_replay(self) -> None:
        """Stop the loop while there is no connection."""
        self._timers.cancel("replay")

    def _replay(self) -> None:
        newest_first = [
            bill
            for bill in reversed(self._memory.bills)
            if not bill.lost and bill not in self._replaying
        ]
        start = next((bill for bill in newest_first if not bill.start_answered), None)
        stop = next((bill for bill in newest_first if bill.start_answered and bill.ended), None)
        if start is not None:
            self._replaying.append(start)
            self._send_start(start)
        if stop is not None:
            self._replaying.append(stop)
            self._send_stop(stop, replay=True)

    def _replayed(self, bill: Bill) -> None:
        if bill in self._replaying:
            self._replaying.remove(bill)

    # ---- StartTransaction

    def _start_live(self, bill: Bill) -> None:
        """Send the start of a running charge, and again every TransactionMessageRetryInterval until it is answered."""
        if not bill.start_answered and not bill.ended and not bill.lost:
            self._send_start(bill)
            retry_s = max(1, self._configuration.integer("TransactionMessageRetryInterval"))
            self._timers.set("live start", retry_s, lambda: self._start_live(bill))

    def _send_start(self, bill: Bill) -> None:
        payload: Payload = {
            "connectorId": bill.connector_id,
            "idTag": bill.id_tag,
            "meterStart": bill.meter_start,
            "timestamp": bill.started,
        }
        if bill.reservation_id is not None:
            payload["reservationId"] = bill.reservation_id

        def answered(answer: Payload | None) -> None:
            self._replayed(bill)
            if answer is not None:
                self._start_answered(bill, answer)

        self._lose_if_dropped(bill, self._talk.send("StartTransaction", payload, answered))

    def _start_answered(self, bill: Bill, answer: Payload) -> None:
        """Store the id; ignores an answer without idTagInfo (C2EU Q10), and the last answer wins (Q9, Q17)."""
        try:
            transaction_id = integer(answer, "transactionId")
            info = mapping(answer, "idTagInfo")
            status = text(info, "status")
        except BadPayloadError:
            return
        bill.transaction_id = transaction_id
        bill.start_answered = True
        self.last_transaction_id = transaction_id
        self._tags.learn(bill.id_tag, info)
        self._hardware.save()
        self._hardware.records.emit(
            "transaction", connector=bill.connector_id, transaction_id=transaction_id
        )
        if status != "Accepted" and not bill.ended:
            self.on_refused()

    # ---- StopTransaction

    def _send_stop(self, bill: Bill, *, replay: bool) -> None:
        assert bill.transaction_id is not None
        assert bill.meter_stop is not None
        payload: Payload = {
            "idTag": bill.id_tag,
            "meterStop": bill.meter_stop,
            "timestamp": bill.stopped,
            "transactionId": bill.transaction_id,
        }
        if bill.reason is not None:
            payload["reason"] = bill.reason
        if bill.transaction_data or not replay:  # C2EU: absent in replays without stored samples
            payload["transactionData"] = _as_json(bill.transaction_data)

        def answered(answer: Payload | None) -> None:
            self._replayed(bill)
            if answer is not None and isinstance(answer.get("idTagInfo"), dict):  # C2EU Q11
                self._stop_reported(bill)

        self._lose_if_dropped(bill, self._talk.send("StopTransaction", payload, answered))

    def _stop_reported(self, bill: Bill) -> None:
        if bill in self._memory.bills:
            self._memory.bills.remove(bill)
            self._hardware.save()
        self.on_stop_reported()

    # ---- inside

    def _lose_if_dropped(self, bill: Bill, delivery: Delivery) -> None:
        if delivery is Delivery.DROPPED:  # C2EU Q26: lost for good
            bill.lost = True
            self._hardware.save()
        if delivery is not Delivery.SENT:
            self._replayed(bill)


def _as_json(samples: list[Payload] | None) -> list[Json]:
    return list[Json](samples or [])
