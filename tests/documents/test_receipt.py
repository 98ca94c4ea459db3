"""What a receipt says and looks like: what is unknown is left out, and no name breaks it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
import pytest

from custom_components.plug_control.documents.receipt import Receipt, Wording, receipt_of
from custom_components.plug_control.documents.receipt_picture import (
    DARK,
    HEIGHT,
    LIGHT,
    WIDTH,
    Theme,
    draw_receipt,
)
from custom_components.plug_control.model.money.worth import SessionDetails, SessionWorth
from custom_components.plug_control.model.session import Session, StopReason

STARTED = datetime(2026, 3, 14, 9, 5, tzinfo=UTC)
SESSION = Session(
    session_id=7,
    transaction_id=7,
    charge_point_id="CP-1",
    connector_id=1,
    id_tag="04A1",
    started_at=STARTED,
    stopped_at=STARTED + timedelta(hours=3, minutes=10),
    meter_start_wh=0,
    meter_stop_wh=18_200,
    energy_wh=18_200,
    energy_estimated=False,
    time_estimated=False,
    stop_reason=StopReason.LOCAL,
)
WORTH = SessionWorth(
    grid_wh=2_366.0,
    solar_wh=15_834.0,
    battery_wh=0.0,
    cost=1.92,
    currency="EUR",
    saved=3.4,
    is_final=True,
)
BERLIN = ZoneInfo("Europe/Berlin")


def receipt(session: Session = SESSION, *, sun: bool = True, **worth: Any) -> Receipt:
    details = SessionDetails(car_name="ID.4", worth=replace(WORTH, **worth))
    return receipt_of(session, details, connector="Garage", person="Anna", measures_sun=sun)


def sentence(receipt: Receipt, language: str = "en") -> str:
    return Wording(receipt, language).sentence().replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "18.2 kWh in 3 h 10, 87% sun, €1.92, €3.40 saved"),
        ("de-CH", "18,2 kWh in 3 h 10, 87 % Sonne, 1,92 €, 3,40 € gespart"),
        ("xx", "18.2 kWh in 3 h 10, 87% sun, €1.92, €3.40 saved"),
    ],
)
def test_a_sentence_says_all_in_the_language(language: str, told: str) -> None:
    assert sentence(receipt(), language) == told


@pytest.mark.parametrize(
    ("worth", "told"),
    [
        ({"cost": None, "saved": None}, "18.2 kWh in 3 h 10, 87% sun"),
        ({"solar_wh": None}, "18.2 kWh in 3 h 10, €1.92, €3.40 saved"),
        ({"grid_wh": 18_200.0, "solar_wh": 0.0, "saved": 0.0}, "18.2 kWh in 3 h 10, 0% sun, €1.92"),
        ({"saved": -0.5}, "18.2 kWh in 3 h 10, 87% sun, €1.92, €0.50 more than charging at once"),
        ({"estimated": True}, "18.2 kWh in 3 h 10, 87% sun, €1.92, €3.40 saved, partly estimated"),
        ({"currency": "JPY", "cost": 310.4}, "18.2 kWh in 3 h 10, 87% sun, ¥310, ¥3 saved"),
        ({"grid_wh": 0.0, "solar_wh": 5_000.0}, "18.2 kWh in 3 h 10, €1.92, €3.40 saved"),
        (
            {"grid_wh": 5_000.0, "solar_wh": 5_000.0},
            "18.2 kWh in 3 h 10, 50% sun, €1.92, €3.40 saved",
        ),
        ({"solar_wh": 99_999.0}, "18.2 kWh in 3 h 10, 100% sun, €1.92, €3.40 saved"),
    ],
)
def test_what_is_unknown_is_left_out(worth: dict[str, Any], told: str) -> None:
    assert sentence(receipt(**worth)) == told


def test_a_house_without_a_grid_meter_has_no_share_of_the_sun() -> None:
    assert "sun" not in sentence(receipt(solar_wh=0.0, sun=False))


def test_a_session_without_details_has_energy_and_time() -> None:
    session = replace(SESSION, energy_wh=450, started_at=STARTED + timedelta(hours=2, minutes=28))
    made = receipt_of(session, None, connector="Garage", person=None, measures_sun=True)
    assert sentence(made) == "0.45 kWh in 42 min"
    assert sentence(replace(made, duration_s=None)) == "0.45 kWh"
    assert sentence(replace(made, energy_kwh=Decimal(0))) == "0.00 kWh in 42 min"


def test_times_are_those_of_the_house_and_say_a_day_once() -> None:
    made = receipt()
    assert Wording(made, "de").times(BERLIN) == "14.03.2026 10:05 – 13:15"
    late = replace(made, started_at=STARTED - timedelta(hours=12))
    assert Wording(late, "de").times(BERLIN) == "13.03.2026 22:05 – 14.03.2026 13:15"
    assert Wording(replace(made, started_at=None), "de").times(BERLIN) == "14.03.2026 13:15"
    assert Wording(replace(late, stopped_at=None), "de").times(BERLIN) == "13.03.2026 22:05"
    assert Wording(replace(made, started_at=None, stopped_at=None), "de").times(BERLIN) is None


# ---- the picture


def drawn(receipt: Receipt, theme: Theme = LIGHT) -> Image.Image:
    picture = Image.open(BytesIO(draw_receipt(receipt, "de", BERLIN, theme)))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    return picture.convert("RGB")


def colours(picture: Image.Image) -> set[object]:
    found = picture.getcolors(WIDTH * HEIGHT)
    assert found is not None
    return {colour for count, colour in found if count > 100}


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_picture_shows_the_sources_on_its_own_ground(theme: Theme) -> None:
    picture = drawn(receipt(battery_wh=1_000.0, solar_wh=12_000.0), theme)
    shown = colours(picture)
    assert {theme.ground, theme.text, theme.sun, theme.battery, theme.grid} <= shown
    assert theme.unknown in shown  # 2834 Wh
    assert theme.good in shown
    assert picture.getpixel((0, 0)) == theme.ground


def test_a_picture_of_little_shows_no_bar_and_no_money() -> None:
    made = receipt_of(SESSION, None, connector="Garage", person=None, measures_sun=True)
    shown = colours(drawn(made))
    assert not {LIGHT.sun, LIGHT.grid, LIGHT.unknown, LIGHT.good, LIGHT.bad} & shown
    assert LIGHT.bad in colours(drawn(receipt(saved=-3.4)))


@pytest.mark.parametrize(
    "name",
    ["", "Γκαράζ Гараж 漢字", "x" * 5_000, "\x00\n<b>\N{RIGHT-TO-LEFT OVERRIDE}", "W" * 60],
)
def test_no_name_leaves_the_picture(name: str) -> None:
    picture = drawn(replace(receipt(), connector=name, person=name, car=name))
    for x in (10, WIDTH - 10):
        column = picture.crop((x, 0, x + 1, HEIGHT))
        assert column.getcolors() == [(HEIGHT, LIGHT.ground)]


def test_half_a_character_in_a_name_is_replaced_visibly() -> None:
    """Events and pictures hold whole characters only."""
    details = SessionDetails(car_name="ID\ud800", worth=WORTH)
    made = receipt_of(
        SESSION, details, connector="\udc00Garage", person="Anna\ud800", measures_sun=True
    )
    assert (made.connector, made.person, made.car) == ("�Garage", "Anna�", "ID�")
    drawn(made)
