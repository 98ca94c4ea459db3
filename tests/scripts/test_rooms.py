"""The integration's rooms: none is so full that one does not find anything in it."""

import pytest

from scripts.lib.rooms import MOST_MODULES, main, read_rooms


def test_no_room_is_too_full() -> None:
    sizes, _ = read_rooms()
    assert {room: size for room, size in sizes.items() if size > MOST_MODULES} == {}


def test_arrows_are_between_rooms_that_are_there() -> None:
    sizes, arrows = read_rooms()
    assert {"charging.circuits", "model", "protocol"} <= sizes.keys()
    assert arrows["."] >= {"flows", "entry", "central_system"}
    assert "model" not in arrows
    assert {to for rooms in arrows.values() for to in rooms} <= sizes.keys()


def test_they_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    *rooms, last = capsys.readouterr().out.splitlines()
    sizes, arrows = read_rooms()
    assert len(rooms) == len(sizes)
    assert last.endswith(f"{sum(map(len, arrows.values()))} arrows")
