"""A car is found, added, changed and planned in forms; each says what is wrong at its field."""

from collections.abc import Mapping
from typing import Any

from aiohttp.test_utils import make_mocked_request
from homeassistant.config_entries import SOURCE_USER, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.http import current_request
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.plug_control.cars.options import CarOptions, CarPlan, car_options
from custom_components.plug_control.charging.plans.settings import PlanShape
from custom_components.plug_control.charging.types import Mode
from custom_components.plug_control.const import SUBENTRY_CAR
from tests.helpers import ID_TAG, car_data, charge_point_data, id_tag_data, set_up
from tests.subentries import suggestions
from tests.translated import LANGUAGES, texts


class Form:
    """A car's flow that is open; `result` is what it shows."""

    result: Mapping[str, Any]

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self._hass = hass
        self._entry = entry

    async def add(self) -> None:
        self.result = await self._hass.config_entries.subentries.async_init(
            (self._entry.entry_id, SUBENTRY_CAR), context={"source": SOURCE_USER}
        )

    async def change(self, *choices: str) -> None:
        """Open the only car's menu, and choose in it and the menus behind it."""
        self.result = await self._entry.start_subentry_reconfigure_flow(
            self._hass, self.car.subentry_id
        )
        for choice in choices:
            assert self.result["type"] is FlowResultType.MENU
            assert choice in self.result["menu_options"]
            self.result = await self._hass.config_entries.subentries.async_configure(
                self.result["flow_id"], {"next_step_id": choice}
            )

    async def fill_in(self, step: str, **user_input: Any) -> None:
        """Fill in the form that is shown, which is `step`; what is not given stays as suggested, None empties it."""
        assert (self.result["type"], self.result["step_id"]) == (FlowResultType.FORM, step)
        filled_in = {**suggestions(self.result), **user_input}
        self.result = await self._hass.config_entries.subentries.async_configure(
            self.result["flow_id"],
            {key: value for key, value in filled_in.items() if value is not None},
        )
        await self._hass.async_block_till_done()

    @property
    def errors(self) -> dict[str, str]:
        errors: dict[str, str] = self.result["errors"]
        return errors

    @property
    def car(self) -> ConfigSubentry:
        (car,) = self._entry.get_subentries_of_type(SUBENTRY_CAR)
        return car

    @property
    def read(self) -> CarOptions:
        """The car as it is read back."""
        return car_options(self.car)


@pytest.fixture
def form(hass: HomeAssistant, entry: MockConfigEntry) -> Form:
    return Form(hass, entry)


@pytest.fixture
async def changing(hass: HomeAssistant) -> Form:
    """The form of a car that there is."""
    return Form(hass, await set_up(hass, charge_point_data(), id_tag_data(), car_data()))


def zoe(hass: HomeAssistant) -> dict[str, str]:
    """Add the device of a car's integration; return its entities by their keys."""
    other = MockConfigEntry(domain="renault")
    other.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("renault", "vin")}, name="Zoe"
    )
    registry = er.async_get(hass)
    kinds = {
        "battery_level": ("sensor", "battery", "%"),
        "battery_autonomy_range": ("sensor", "distance", "km"),
        "mileage": ("sensor", "distance", "km"),
        "plug_state": ("binary_sensor", "plug", None),
    }
    return {
        key: registry.async_get_or_create(
            domain,
            "renault",
            key,
            suggested_object_id=f"zoe_{key}",
            config_entry=other,
            device_id=device.id,
            original_device_class=device_class,
            unit_of_measurement=unit,
        ).entity_id
        for key, (domain, device_class, unit) in kinds.items()
    }


async def test_a_name_is_enough(form: Form) -> None:
    await form.add()
    assert (form.result["step_id"], suggestions(form.result)) == ("car", {})
    await form.fill_in("car", name=" Ioniq ")
    await form.fill_in("recognition")
    assert suggestions(form.result) == {"mode": "connector"}
    await form.fill_in("charging")
    assert form.result["type"] is FlowResultType.CREATE_ENTRY
    assert form.read == CarOptions(car_id=form.car.subentry_id, name="Ioniq")


async def test_everything_is_read_back(form: Form) -> None:
    await form.add()
    await form.fill_in(
        "car",
        name="Ioniq",
        battery_capacity=58,
        soc_entity="sensor.soc",
        range_entity="sensor.range",
        plugged_entity="binary_sensor.plug",
        icon="mdi:car",
    )
    await form.fill_in("recognition", id_tags=[ID_TAG, " VID:92D50A693F80 "], connectors=["CP-1#1"])
    await form.fill_in(
        "charging",
        mode="solar",
        minimum_soc=20,
        target_soc=80,
        phases="1",
        minimum_current=8,
        maximum_current=10,
    )
    assert form.read == CarOptions(
        car_id=form.car.subentry_id,
        name="Ioniq",
        icon="mdi:car",
        battery_wh=58_000,
        soc_entity="sensor.soc",
        range_entity="sensor.range",
        plugged_entity="binary_sensor.plug",
        phases=1,
        minimum_a=8,
        maximum_a=10,
        minimum_soc_percent=20,
        target_soc_percent=80,
        mode=Mode.SOLAR,
        id_tags=(ID_TAG, "VID:92D50A693F80"),
        connectors=frozenset({("CP-1", 1)}),
    )


async def test_cars_of_integrations_are_offered_with_their_sensors(
    hass: HomeAssistant, form: Form
) -> None:
    found = zoe(hass)
    await form.add()
    assert form.result["step_id"] == "user"
    options = form.result["data_schema"].schema["found"].config["options"]
    assert [option["label"] for option in options] == ["Zoe", "other"]
    await form.fill_in("user", found=options[0]["value"])
    assert suggestions(form.result) == {
        "name": "Zoe",
        "soc_entity": found["battery_level"],
        "range_entity": found["battery_autonomy_range"],
        "plugged_entity": found["plug_state"],
    }
    await form.fill_in("car")
    await form.fill_in("recognition")
    await form.fill_in("charging")
    await form.add()
    assert form.result["step_id"] == "car"  # it is not offered twice


async def test_a_car_that_no_integration_has(hass: HomeAssistant, form: Form) -> None:
    zoe(hass)
    await form.add()
    await form.fill_in("user", found="other")
    assert (form.result["step_id"], suggestions(form.result)) == ("car", {})


@pytest.mark.parametrize(
    ("name", "error"),
    [(" ", "name_missing"), ("ioniq", "name_taken"), ("Auto", "name_taken")],
)
async def test_a_name_is_the_cars_own(changing: Form, name: str, error: str) -> None:
    await changing.add()
    await changing.fill_in("car", name=name)
    assert changing.errors == {"name": error}


async def test_a_card_has_a_number(form: Form) -> None:
    await form.add()
    await form.fill_in("car", name="Ioniq")
    await form.fill_in("recognition", id_tags=[" "])
    assert form.errors == {"id_tags": "invalid_id_tag"}
    await form.fill_in("recognition", id_tags=["x" * 65])
    assert form.errors == {"id_tags": "invalid_id_tag"}


async def test_the_highest_current_is_not_below_the_lowest(changing: Form) -> None:
    await changing.change("charging")
    await changing.fill_in("charging", minimum_current=10, maximum_current=8)
    assert changing.errors == {"maximum_current": "less_than_minimum"}


async def test_each_part_is_changed_by_itself(changing: Form) -> None:
    await changing.change("charging")
    await changing.fill_in("charging", mode="solar", phases="3", minimum_soc=30)
    assert changing.result["reason"] == "reconfigure_successful"
    await changing.change("charging")
    assert suggestions(changing.result) == {"mode": "solar", "phases": "3", "minimum_soc": 30}
    await changing.fill_in("charging", mode="connector", phases=None, minimum_soc=0)
    await changing.change("car")
    await changing.fill_in("car", battery_capacity=60)
    await changing.change("recognition")
    await changing.fill_in("recognition", connectors=[])
    assert changing.read == CarOptions(
        car_id=changing.car.subentry_id, name="Ioniq", battery_wh=60_000
    )


async def test_plans_are_added_changed_and_removed(changing: Form) -> None:
    await changing.change("plans")  # the first is asked for at once
    assert suggestions(changing.result) == {
        "weekdays": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "ready_by": "07:00:00",
    }
    await changing.fill_in("plan", plan_soc=80)
    await changing.change("plans", "add_plan")
    await changing.fill_in("plan", weekdays=["saturday"], ready_by="09:30:00", plan_range=300)
    await changing.change("plans", "add_plan")
    await changing.fill_in("plan", weekdays=["sunday"])
    await changing.change("plans")
    assert changing.result["description_placeholders"] == {
        "plans": "- Mon–Fri 07:00, 80 %\n- Sat 09:30, 300 km\n- Sun 07:00"
    }
    await changing.change("plans", "change_plan")
    await changing.fill_in("change_plan", plan="1")
    assert suggestions(changing.result)["plan_range"] == 300
    await changing.fill_in("plan", plan_range=None, plan_energy=12.5)
    weekdays, saturday, sunday = changing.read.plans
    assert weekdays.soc_percent == 80
    assert saturday.energy_wh == 12_500
    assert (sunday.weekdays, sunday.energy_wh) == (frozenset({6}), None)
    assert isinstance(saturday, CarPlan)
    await changing.change("plans", "remove_plans")
    await changing.fill_in("remove_plans", plans=["0", "2"])
    assert changing.read.plans == (saturday,)
    await changing.change("plans", "change_plan")  # of one there is no choice
    await changing.fill_in("plan", ready_by="10:00:00")
    await changing.change("plans", "remove_plans")
    await changing.fill_in("remove_plans", plans=["0"])
    assert "plans" not in changing.car.data


async def test_a_plan_has_the_shape_that_is_chosen_or_the_connectors(changing: Form) -> None:
    await changing.change("plans")
    await changing.fill_in("plan", plan_soc=80, plan_shape="late")
    assert [plan.shape for plan in changing.read.plans] == [PlanShape.LATE]
    await changing.change("plans", "change_plan")
    assert suggestions(changing.result)["plan_shape"] == "late"
    await changing.fill_in("plan", plan_shape=None)
    assert [plan.shape for plan in changing.read.plans] == [None]


async def test_plans_are_described_in_the_readers_language(changing: Form) -> None:
    await changing.change("plans")
    await changing.fill_in("plan", plan_energy=12.5)
    request = make_mocked_request("POST", "/", headers={"Accept-Language": "de-DE,de;q=0.9"})
    token = current_request.set(request)
    try:
        await changing.change("plans")
    finally:
        current_request.reset(token)
    assert changing.result["description_placeholders"] == {"plans": "- Mo–Fr 07:00, 12,5 kWh"}


async def test_a_plan_has_a_day_and_one_amount(changing: Form) -> None:
    await changing.change("plans")
    await changing.fill_in("plan", weekdays=[], plan_soc=80, plan_energy=10)
    assert changing.errors == {"weekdays": "no_days", "plan_energy": "one_amount"}


async def test_connectors_are_offered_also_while_nothing_is_loaded(
    hass: HomeAssistant, changing: Form
) -> None:
    (loaded,) = hass.config_entries.async_entries("plug_control")
    await hass.config_entries.async_unload(loaded.entry_id)
    await changing.change("recognition")
    options = changing.result["data_schema"].schema["connectors"].config["options"]
    assert options == [{"value": "CP-1#1", "label": "Garage"}]


def test_every_menu_has_its_texts() -> None:
    for language in LANGUAGES:
        steps = texts(language)["config_subentries"]["car"]["step"]
        assert set(steps["reconfigure"]["menu_options"]) == {
            "car",
            "recognition",
            "charging",
            "plans",
        }
        assert set(steps["plans"]["menu_options"]) == {"add_plan", "change_plan", "remove_plans"}
