"""Write into a session's details which car it was."""

from collections.abc import Iterable
from dataclasses import replace

from custom_components.plug_control.central_system.ledger.ledger import Ledger
from custom_components.plug_control.model.money.worth import NO_DETAILS

from .memory import Told
from .options import CarOptions
from .recognition import Stay, has_tag


def tell_ledger(ledger: Ledger, stay: Stay, car: CarOptions | None, told: Told) -> Told:
    """Write the car of a stay into the details of its sessions where they do not say it yet; return what they say now.

    It is the same car in all of them. What somebody corrected since stays.
    """
    now = Told(car_id=car.car_id if car is not None else None, session_ids=stay.session_ids)
    if now == told:
        return told
    for session_id in stay.session_ids:
        is_new = session_id not in told.session_ids
        if is_new or now.car_id != told.car_id:
            _write(ledger, session_id, car, {None} if is_new else {told.car_id})
    return now


def tell_by_tag(
    ledger: Ledger, session_id: int, id_tag: str | None, cars: Iterable[CarOptions]
) -> None:
    """Write the only car with the tag of a session into its details, if these do not say one."""
    fitting = [car for car in cars if id_tag and has_tag(car, id_tag)]
    if len(fitting) == 1:
        _write(ledger, session_id, fitting[0], {None})


def _write(
    ledger: Ledger, session_id: int, car: CarOptions | None, replaced: set[str | None]
) -> None:
    details = ledger.details(session_id) or NO_DETAILS
    car_id, name = (car.car_id, car.name) if car is not None else (None, None)
    if details.car_id in replaced and details.car_id != car_id and not details.anonymised:
        ledger.keep_details(session_id, replace(details, car_id=car_id, car_name=name))
