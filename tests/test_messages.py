"""The page that lists OCPP's messages has all of them, and each that it offers is handled or sent."""

from pathlib import Path
import re
from typing import get_args

from ocpp.v16.enums import Action
import pytest

from custom_components.plug_control.central_system import central_system
from custom_components.plug_control.protocol.incoming import Incoming
from custom_components.plug_control.services import QUERIES, TARGETED

from .documentation import rows, sections

SECTIONS = sections("messages.md")
INCOMING = {row[0]: row[1] for row in rows(SECTIONS["From the charger"])}
OUTGOING = {row[0]: row[1] for row in rows(SECTIONS["To the charger"])}
SOURCES = [path.read_text() for path in Path(central_system.__file__).parents[1].rglob("*.py")]


def test_every_message_is_listed_once_in_its_direction() -> None:
    assert [*INCOMING] == sorted(INCOMING)
    assert [*OUTGOING] == sorted(OUTGOING)
    assert INCOMING.keys() | OUTGOING.keys() == {action.value for action in Action}
    assert INCOMING.keys() & OUTGOING.keys() == {"DataTransfer"}


def test_every_message_of_a_charger_is_read() -> None:
    assert {kind.__name__ for kind in get_args(Incoming.__value__)} == INCOMING.keys()


@pytest.mark.parametrize(
    "action", [name for name, how in OUTGOING.items() if "not offered" not in how]
)
def test_every_message_that_is_offered_is_sent(action: str) -> None:
    assert any(re.search(rf"\bcall\.{action}\b|\b{action}\(", source) for source in SOURCES)


def test_the_actions_that_the_page_names_are_there() -> None:
    named = {name for how in OUTGOING.values() for name in re.findall(r"`(\w+)`", how)}
    assert named <= {*TARGETED, *QUERIES}
