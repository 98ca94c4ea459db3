"""What connector 0 tells, the charge point itself, is shown on the charge point (R22)."""

from homeassistant.core import HomeAssistant

from tests.chargers import meter_values, report_status, sample
from tests.entity_states import state, value
from tests.helpers import charge_point_data, scripted, set_up, until

ERROR = "sensor.garage_station_error"
PROBLEM = "binary_sensor.garage_station_problem"


async def test_r22_a_fault_of_connector_0_is_the_charge_points(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data())
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await report_status(charge_point, "Available")
        await hass.async_block_till_done()
        assert hass.states.get(ERROR) is None
        await report_status(charge_point, "Available", 0)
        await until(lambda: hass.states.get(PROBLEM) is not None)
        assert (value(hass, ERROR), value(hass, PROBLEM)) == ("no_error", "off")
        await report_status(
            charge_point, "Faulted", 0, errorCode="GroundFailure", vendorErrorCode="E7"
        )
        await until(lambda: value(hass, PROBLEM) == "on")
        assert value(hass, ERROR) == "ground_failure"
        assert state(hass, ERROR).attributes["vendor_error_code"] == "E7"
        assert value(hass, "binary_sensor.garage_problem") == "off"
        await report_status(charge_point, "Faulted", 0, errorCode="NoError")
        await until(lambda: value(hass, ERROR) == "no_error")
        assert value(hass, PROBLEM) == "on"


async def test_r22_what_connector_0_measures_is_the_charge_points(hass: HomeAssistant) -> None:
    entry = await set_up(hass, charge_point_data())
    async with scripted(entry) as charge_point:
        await charge_point.boot()
        await report_status(charge_point, "Available")
        samples = (
            sample("22000", "Energy.Active.Import.Register", "Wh"),
            sample("3600", "Power.Active.Import", "W"),
        )
        await meter_values(charge_point, samples, connector_id=0)
        await until(lambda: hass.states.get("sensor.garage_station_energy") is not None)
        assert float(value(hass, "sensor.garage_station_energy")) == 22
        assert float(value(hass, "sensor.garage_station_power")) == 3600
        assert hass.states.get("sensor.garage_energy") is None
