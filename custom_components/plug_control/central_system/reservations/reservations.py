"""Reserve connectors, and follow what becomes of the reservations (standard sections 5.13 and 5.2)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from ocpp.v16 import call

from custom_components.plug_control.central_system.commands.commands import Commands, naming
from custom_components.plug_control.central_system.stations.context import Context
from custom_components.plug_control.central_system.stations.station import Station
from custom_components.plug_control.model.events import ChargePointChanged, ConnectorChanged
from custom_components.plug_control.model.reservation import Reservation, ReservationState
from custom_components.plug_control.model.tag import MAX_ID_TAG, normalise_id_tag
from custom_components.plug_control.protocol.errors import (
    CallErrorReceived,
    CommandError,
    CommandRejectedError,
    NotPossible,
    NotPossibleError,
    may_be_done,
)
from custom_components.plug_control.protocol.messages import format_timestamp

MAX_KEPT = 50
"""How many reservations of one charge point are kept, those that ended included."""
_MAY_BE_USED = frozenset({ReservationState.ACTIVE, ReservationState.EXPIRED})
_EPOCH_S = 1_577_836_800
"""2020-01-01: ids count seconds from then, so that none comes back, even where all memory was lost."""


class Reservations:
    """The reservations of all charge points; each command raises CommandError."""

    def __init__(self, context: Context, commands: Commands) -> None:
        """Send through `commands`."""
        self._context = context
        self._commands = commands
        self._withdrawing: set[int] = set()

    # ---- commands

    async def reserve(
        self,
        charge_point_id: str,
        connector_id: int,
        id_tag: str,
        until: datetime,
        *,
        user_id: str | None = None,
    ) -> Reservation:
        """Reserve a connector (0: any) for a card; return the reservation.

        Raises NotPossibleError IN_THE_PAST or INVALID_ID_TAG, and CommandRejectedError with the charger's status
        (Occupied, Faulted, Unavailable, Rejected).
        """
        with naming(charge_point_id, "ReserveNow"):
            station = self._context.station(charge_point_id)
            now = self._context.clock()
            if until <= now:
                raise NotPossibleError(NotPossible.IN_THE_PAST)
            if not 0 < len(id_tag) <= MAX_ID_TAG:
                raise NotPossibleError(NotPossible.INVALID_ID_TAG)
        card = self._context.id_tags.find(id_tag)
        group = None if card is None else card.group
        reservation = Reservation(
            reservation_id=self._next_id(station, now),
            charge_point_id=charge_point_id,
            connector_id=connector_id,
            id_tag=id_tag,
            group=group if group and len(group) <= MAX_ID_TAG else None,
            reserved_at=now,
            until=until.replace(microsecond=0),
            user_id=user_id,
        )
        message = call.ReserveNow(
            connector_id=connector_id,
            expiry_date=format_timestamp(reservation.until),
            id_tag=id_tag,
            reservation_id=reservation.reservation_id,
            parent_id_tag=reservation.group,
        )
        try:
            await self._commands.request(charge_point_id, message, user_id=user_id)
        except CommandError as error:
            if may_be_done(error):
                self._keep(station, replace(reservation, confirmed=False))
            raise
        self._keep(station, reservation)
        return reservation

    async def cancel(
        self,
        charge_point_id: str,
        *,
        connector_id: int | None = None,
        reservation_id: int | None = None,
    ) -> Reservation | None:
        """Cancel a reservation by its id, or the active one of a connector; return it, None for one of another system.

        Raises NotPossibleError NO_RESERVATION, and CommandRejectedError where the charger does not know it (any more):
        then it counts as cancelled, too.
        """
        with naming(charge_point_id, "CancelReservation"):
            station = self._context.station(charge_point_id)
            found = self._find(station, connector_id, reservation_id)
            if found is not None:
                reservation_id = found.reservation_id
            if reservation_id is None:
                raise NotPossibleError(NotPossible.NO_RESERVATION)
        try:
            await self._commands.request(
                charge_point_id, call.CancelReservation(reservation_id=reservation_id)
            )
        except CommandRejectedError:
            self._end(station, found, ReservationState.CANCELLED)
            raise
        return self._end(station, found, ReservationState.CANCELLED)

    def all(self, charge_point_id: str) -> Iterable[Reservation]:
        """Return the reservations of a charge point that were confirmed, oldest first. Raises NotPossibleError."""
        return [
            each for each in self._context.station(charge_point_id).reservations if each.confirmed
        ]

    # ---- what becomes of them

    def started(
        self,
        station: Station,
        connector_id: int,
        id_tag: str,
        *,
        reservation_id: int | None,
        transaction_id: int,
        started_at: datetime,
    ) -> None:
        """Note a start that used a reservation: it names it, or its card is the one that the connector is reserved for."""
        for reservation in station.reservations:
            in_time = (
                reservation.reserved_at - timedelta(minutes=1) <= started_at <= reservation.until
            )
            if reservation.state not in _MAY_BE_USED or reservation.connector_id not in {
                0,
                connector_id,
            }:
                continue
            # Its number is proof enough: the charger's clock may be off, or its start reported late
            named = reservation.reservation_id == reservation_id
            if named or (
                reservation_id is None and in_time and self._is_for(station, reservation, id_tag)
            ):
                self._end(
                    station, reservation, ReservationState.USED, transaction_id=transaction_id
                )
                return

    def look_round(self, station: Station) -> None:
        """End reservations whose time is over, and withdraw those that got no answer; call it every few seconds."""
        if not station.reservations:
            return
        now = self._context.clock()
        self.show(station)
        for reservation in tuple(station.reservations):
            if reservation.state is not ReservationState.ACTIVE:
                continue
            if reservation.until <= now:
                self._end(station, reservation, ReservationState.EXPIRED)
            elif not reservation.confirmed:
                self._withdraw_soon(station, reservation)

    def show(self, station: Station) -> None:
        """Put the active reservations on their connectors; call it after they were recalled, and for new connectors."""
        held = {each.connector_id: each for each in station.reservations if each.is_active}
        for connector in station.charge_point.connectors.values():
            reservation = held.get(connector.connector_id)
            if connector.reservation != reservation:
                connector.reservation = reservation
                self._context.publish(
                    ConnectorChanged(
                        charge_point_id=station.identity, connector_id=connector.connector_id
                    )
                )

    # ---- inside

    def _next_id(self, station: Station, now: datetime) -> int:
        station.last_reservation_id = max(
            station.last_reservation_id + 1, int(now.timestamp()) - _EPOCH_S, 1
        )
        self._context.remember()
        return station.last_reservation_id

    @staticmethod
    def _find(
        station: Station, connector_id: int | None, reservation_id: int | None
    ) -> Reservation | None:
        """Return the latest active reservation with this id, or else of this connector; None without one."""
        for reservation in reversed(station.reservations):
            wanted, named = (
                (connector_id, reservation.connector_id)
                if reservation_id is None
                else (reservation_id, reservation.reservation_id)
            )
            if reservation.is_active and wanted in {None, named}:
                return reservation
        return None

    def _is_for(self, station: Station, reservation: Reservation, id_tag: str) -> bool:
        if normalise_id_tag(reservation.id_tag) == normalise_id_tag(id_tag):
            return True
        tags, card_serial = self._context.id_tags, station.quirks.id_tag_separator is not None
        card = tags.find(id_tag, card_serial=card_serial)
        if card is None:
            return False
        of_group = reservation.group is not None and card.group == reservation.group
        return of_group or card is tags.find(reservation.id_tag, card_serial=card_serial)

    def _withdraw_soon(self, station: Station, reservation: Reservation) -> None:
        link, number = station.link, reservation.reservation_id
        if link is not None and link.ready and number not in self._withdrawing:
            self._withdrawing.add(number)
            link.background.spawn(
                self._withdraw(station, reservation), f"reservation {number} of {station.identity}"
            )

    async def _withdraw(self, station: Station, reservation: Reservation) -> None:
        """Cancel a reservation that the charger may have; where it does not answer, it is asked again."""
        number = reservation.reservation_id
        try:
            await self._commands.request(
                station.identity, call.CancelReservation(reservation_id=number)
            )
        except CommandRejectedError, CallErrorReceived:
            pass  # it does not have it
        except CommandError:
            return
        finally:
            self._withdrawing.discard(number)
        self._end(station, reservation, ReservationState.CANCELLED)

    def _keep(self, station: Station, reservation: Reservation) -> None:
        ended = [each for each in station.reservations if each.state is not ReservationState.ACTIVE]
        count = max(0, len(station.reservations) + 1 - MAX_KEPT)
        surplus = {each.reservation_id for each in ended[:count]}
        kept = [each for each in station.reservations if each.reservation_id not in surplus]
        station.reservations = [*kept, reservation]
        self._changed(station)

    def _end(
        self,
        station: Station,
        reservation: Reservation | None,
        state: ReservationState,
        *,
        transaction_id: int | None = None,
    ) -> Reservation | None:
        """Note how a reservation ended, and return it; None where we did not make it.

        One that ended meanwhile stays as it is, but for one that expired: a start that is reported late used it.
        """
        if reservation is None:
            return None
        number = reservation.reservation_id
        for each in station.reservations:
            is_over = each.state not in {ReservationState.ACTIVE, reservation.state}
            if each.reservation_id == number and is_over:
                return each
        ended = replace(
            reservation,
            state=state,
            ended_at=self._context.clock(),
            transaction_id=transaction_id,
        )
        station.reservations = [
            ended if each.reservation_id == ended.reservation_id else each
            for each in station.reservations
        ]
        self._changed(station)
        return ended

    def _changed(self, station: Station) -> None:
        self.show(station)
        self._context.remember()
        self._context.publish(ChargePointChanged(charge_point_id=station.identity))
