"""The C2EU's reservations, which central systems should not use (C2EU: ReserveNow)."""

from collections.abc import Callable
from functools import partial

from simulator.charge_point import ChargePoint
from simulator.clock import Timers
from simulator.fields import BadPayloadError, integer, mapping, text
from simulator.frames import Payload
from simulator.rpc import Request
from simulator.values import parse_java_timestamp

from .talk import Talk


class Reservations:
    """Stored reservations, and the ReserveNow that waits for the Authorize of its idTag.

    After a ReserveNow, every Authorize answer is taken for the reservation's: `hijack`.
    """

    def __init__(self, hardware: ChargePoint, talk: Talk) -> None:
        """Prepare; set `on_expiry`, which starts a charge for the idTag, before the first reservation."""
        self.on_expiry: Callable[[str], object] = lambda id_tag: None
        self._hardware = hardware
        self._stored = hardware.memory.reservations
        self._talk = talk
        self._timers = Timers(hardware.clock)
        self._asking: tuple[Request, Payload] | None = None
        self._expired: set[int] = set()

    def start(self) -> None:
        """After power-on, wait for the expiry of the stored reservations."""
        for reservation in self._stored:
            self._wait_for_expiry(reservation)

    def halt(self) -> None:
        """Stop waiting."""
        self._timers.cancel_all()

    def __bool__(self) -> bool:
        """Whether any reservation is stored."""
        return bool(self._stored)

    def reserve(self, request: Request, obstacle: str | None) -> Payload | None:
        """Answer ReserveNow: with `obstacle` at once, otherwise after the Authorize of its idTag."""
        wanted: Payload = {
            "connectorId": integer(request.payload, "connectorId"),
            "idTag": text(request.payload, "idTag"),
            "expiryDate": text(request.payload, "expiryDate"),
            "reservationId": integer(request.payload, "reservationId"),
        }
        if obstacle is not None:
            return {"status": obstacle}
        self._asking = (request, wanted)
        self._talk.send("Authorize", {"idTag": wanted["idTag"]}, self.hijack)
        return None

    def cancel(self, reservation_id: int) -> Payload:
        """Return the answer to CancelReservation."""
        found = self._remove(reservation_id)
        return {"status": "Accepted" if found else "Rejected"}

    def tick(self, *, waiting: bool) -> None:
        """Forget expired reservations once their session is no longer `waiting` for a plug or a car."""
        if not waiting:
            for reservation_id in list(self._expired):
                self._remove(reservation_id)

    def hijack(self, answer: Payload | None) -> bool:
        """Take an Authorize answer for the reservation's, and return whether that happened.

        A stored reservation keeps taking them, and answers its ReserveNow again each time.
        """
        if self._asking is None:
            return False
        request, wanted = self._asking
        if not _accepted(answer):
            self._asking = None
            request.reply({"status": "Rejected"})
            return True
        if wanted not in self._stored:
            self._remove(_id_of(wanted))
            self._asking = (request, wanted)
            self._stored.append(wanted)
            self._wait_for_expiry(wanted)
        request.reply({"status": "Accepted"})
        return True

    def _remove(self, reservation_id: int) -> bool:
        kept = [each for each in self._stored if _id_of(each) != reservation_id]
        found = len(kept) < len(self._stored)
        self._stored[:] = kept
        self._timers.cancel(str(reservation_id))
        self._expired.discard(reservation_id)
        if self._asking is not None and _id_of(self._asking[1]) == reservation_id:
            self._asking = None
        return found

    def _wait_for_expiry(self, reservation: Payload) -> None:
        expiry = parse_java_timestamp(reservation["expiryDate"])
        wait_s = (expiry - self._hardware.device_time()).total_seconds()
        self._timers.set(str(_id_of(reservation)), wait_s, partial(self._expire, reservation))

    def _expire(self, reservation: Payload) -> None:
        """Start a charge for the reserved idTag."""
        self._expired.add(_id_of(reservation))
        self.on_expiry(text(reservation, "idTag"))


def _id_of(reservation: Payload) -> int:
    return integer(reservation, "reservationId")


def _accepted(answer: Payload | None) -> bool:
    try:
        return text(mapping(answer or {}, "idTagInfo"), "status") == "Accepted"
    except BadPayloadError:
        return False
