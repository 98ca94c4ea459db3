"""What a configuration should be: only what the charger has, lets be written, and has otherwise."""

from typing import Any

import pytest

from custom_components.plug_control.central_system.quirks import Quirks, quirks_for
from custom_components.plug_control.central_system.reception.desired_configuration import (
    MEASURANDS,
    RULES,
    ConfigurationAims,
    changes,
    covers,
    measurable,
    wanted_measurands,
)
from custom_components.plug_control.central_system.stations.settings import (
    CardMemory,
    CentralSystemSettings,
    ChargePointSettings,
    OfflineCharging,
    WhoMayCharge,
)
from custom_components.plug_control.model.charge_point import ConfigurationKey

ENERGY, POWER, CURRENT = MEASURANDS[:3]
LIST = "MeterValuesSampledData"
C2EU = quirks_for("XC", "C2EU")


def keys(*readonly: str, **values: str | None) -> dict[str, ConfigurationKey]:
    return {
        key: ConfigurationKey(key, value, readonly=key in readonly) for key, value in values.items()
    }


def aims(quirks: Quirks | None = None, **settings: Any) -> ConfigurationAims:
    return ConfigurationAims(
        quirks=quirks or Quirks(),
        settings=ChargePointSettings(charge_point_id="CP", **settings),
        central=CentralSystemSettings(meter_interval_s=30),
    )


def test_every_rule_has_its_source() -> None:
    assert all(rule.source for rule in RULES)


@pytest.mark.parametrize(
    ("key", "present", "wanted"),
    [
        ("MeterValueSampleInterval", "60", "30"),
        ("MeterValueSampleInterval", "30", None),
        ("MeterValueSampleInterval", "30.0", "30"),
        ("ClockAlignedDataInterval", "0", "900"),
        ("ClockAlignedDataInterval", "", "900"),
        ("ClockAlignedDataInterval", "3600", "900"),
        ("ClockAlignedDataInterval", "300", None),
        ("ClockAlignedDataInterval", "9" * 5000, "900"),
        ("WebSocketPingInterval", "0", "60"),
        ("WebSocketPingInterval", "240", "60"),
        ("WebSocketPingInterval", "30", None),
        ("AllowOfflineTxForUnknownId", "true", "false"),
        ("AllowOfflineTxForUnknownId", "False", None),
        ("LocalPreAuthorize", "true", "false"),
        ("StopTransactionOnInvalidId", "false", "true"),
        ("HeartbeatInterval", "60", "300"),  # the boot's answer tells it too, but only at a boot
        ("HeartbeatInterval", "300", None),
        ("StopTxnSampledData", "Voltage", None),
    ],
)
def test_only_cards_may_charge(key: str, present: str, wanted: str | None) -> None:
    expected = [] if wanted is None else [(key, wanted)]
    assert list(changes(keys(**{key: present}), aims())) == expected


@pytest.mark.parametrize(
    ("key", "present", "wanted"),
    [
        ("AllowOfflineTxForUnknownId", "false", "true"),
        ("LocalPreAuthorize", "true", None),
        ("LocalPreAuthorize", "false", None),
        ("StopTransactionOnInvalidId", "false", None),
    ],
)
def test_anyone_may_charge(key: str, present: str, wanted: str | None) -> None:
    anyone = aims(who_may_charge=WhoMayCharge.ANYONE)
    expected = [] if wanted is None else [(key, wanted)]
    assert list(changes(keys(**{key: present}), anyone)) == expected


@pytest.mark.parametrize(
    ("settings", "written"),
    [
        ({}, {"LocalAuthorizeOffline": "true", "LocalAuthListEnabled": "true"}),
        ({"local_list": False}, {"LocalAuthorizeOffline": "true"}),
        ({"offline_charging": OfflineCharging.NOBODY}, {"LocalAuthListEnabled": "true"}),
        (
            {"offline_charging": OfflineCharging.ANYONE, "local_list": False},
            {"LocalAuthorizeOffline": "true", "AllowOfflineTxForUnknownId": "true"},
        ),
        (
            {
                "who_may_charge": WhoMayCharge.ANYONE,
                "offline_charging": OfflineCharging.REGISTERED,
                "local_list": False,
            },
            {"LocalAuthorizeOffline": "true"},
        ),
        (
            {"decides_alone": True, "offline_charging": OfflineCharging.NOBODY},
            {"LocalAuthListEnabled": "true", "LocalPreAuthorize": "true"},
        ),
        (
            {"card_memory": CardMemory.ON, "local_list": False},
            {"LocalAuthorizeOffline": "true", "AuthorizationCacheEnabled": "true"},
        ),
    ],
)
def test_what_a_charger_decides_without_us(
    settings: dict[str, Any], written: dict[str, str]
) -> None:
    """Unknown cards do not charge offline unless a user wants that (C2EU Q28)."""
    present = keys(
        LocalAuthorizeOffline="false",
        LocalAuthListEnabled="false",
        AllowOfflineTxForUnknownId="false",
        LocalPreAuthorize="false",
        AuthorizationCacheEnabled="false",
    )
    assert dict(changes(present, aims(**settings))) == written


def test_c2eu_q18_samples_in_stop_transaction_are_switched_off() -> None:
    present = keys(StopTxnSampledData="Voltage", StopTxnAlignedData="")
    assert list(changes(present, aims(C2EU))) == [("StopTxnSampledData", "")]


def test_read_only_keys_are_left_alone() -> None:
    present = keys(
        "MeterValueSampleInterval",
        "StopTxnSampledData",
        MeterValueSampleInterval="60",
        StopTxnSampledData="Voltage",
    )
    assert not list(changes(present, aims(C2EU)))


def test_keba_sends_clock_aligned_values_only() -> None:
    quirks = quirks_for("KEBA", "P30")
    assert list(changes(keys(ClockAlignedDataInterval="900"), aims(quirks))) == [
        ("ClockAlignedDataInterval", "30")
    ]


def test_configuration_that_was_not_told() -> None:
    assert list(changes({}, aims())) == [("MeterValueSampleInterval", "30")]


class TestMeasurands:
    """Lists of measurands."""

    def test_what_is_there_is_enough(self) -> None:
        full = ",".join(reversed(MEASURANDS))
        assert wanted_measurands(keys(MeterValuesSampledData=full), LIST, MEASURANDS) == ()

    def test_phases_count_as_their_measurand(self) -> None:
        assert covers(("Voltage.L1", "Voltage.L2"), "Voltage")
        assert not covers(("Current.Import.L1",), "Current")
        present = keys(MeterValuesSampledData=f"{ENERGY},{CURRENT}.L1")
        assert wanted_measurands(present, LIST, (ENERGY, CURRENT)) == ()
        assert wanted_measurands(present, LIST, (ENERGY, POWER, CURRENT)) == (
            ENERGY,
            POWER,
            CURRENT,
        )

    def test_what_else_is_measured_is_kept(self) -> None:
        present = keys(MeterValuesSampledData=f"Power.Factor,{ENERGY},Frequency")
        assert wanted_measurands(present, LIST, (ENERGY, POWER)) == (
            ENERGY,
            POWER,
            "Power.Factor",
            "Frequency",
        )

    @pytest.mark.parametrize(("most", "kept"), [("1", 1), ("2", 2), ("0", 7), ("x", 7)])
    def test_r30_length_of_the_list(self, most: str, kept: int) -> None:
        present = keys(MeterValuesSampledData="", MeterValuesSampledDataMaxLength=most)
        assert wanted_measurands(present, LIST, MEASURANDS) == MEASURANDS[:kept]

    def test_list_that_is_not_there_or_read_only(self) -> None:
        assert wanted_measurands(keys(Other="1"), LIST, MEASURANDS) == ()
        present = keys(LIST, MeterValuesSampledData=ENERGY)
        assert wanted_measurands(present, LIST, MEASURANDS) == ()

    def test_configuration_that_was_not_told_is_tried(self) -> None:
        assert wanted_measurands({}, LIST, MEASURANDS) == MEASURANDS

    def test_c2eu_has_five(self) -> None:
        assert measurable({}, C2EU) == (
            "Energy.Active.Import.Register",
            "Power.Active.Import",
            "Current.Import",
            "Voltage",
            "Temperature",
        )

    @pytest.mark.parametrize("key", ["evb_SupportedMeasurands", "SupportedMeasurands"])
    def test_chargers_that_tell_what_they_measure(self, key: str) -> None:
        assert measurable(keys(**{key: f"{POWER},{ENERGY}"}), Quirks()) == (ENERGY, POWER)

    def test_others_may_have_all(self) -> None:
        assert measurable({}, Quirks()) == MEASURANDS
