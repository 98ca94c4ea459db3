"""The table of quirks: every line has its source, and every model is recognised."""

from dataclasses import fields

import pytest

from custom_components.plug_control.central_system.quirks import (
    KNOWN_MODELS,
    KnownModel,
    LimitWay,
    Quirks,
    quirks_for,
    quirks_of,
)
from custom_components.plug_control.model.charge_point import ChargePoint


@pytest.mark.parametrize("row", KNOWN_MODELS, ids=lambda row: row.name)
def test_every_quirk_has_its_source_and_every_source_its_quirk(row: KnownModel) -> None:
    default = Quirks()
    different = {
        each.name
        for each in fields(Quirks)
        if getattr(row.quirks, each.name) != getattr(default, each.name)
    }
    assert different == set(row.sources)
    assert all(source.strip() for source in row.sources.values())


@pytest.mark.parametrize(
    ("vendor", "model", "firmware", "name"),
    [
        ("XC", "C2EU", None, "X-Charge C2EU"),
        ("XCharge", "C2EU-32", "whatever", "X-Charge C2EU"),
        ("X-Charge", "c2eu", None, "X-Charge C2EU"),
        # Both texts can be edited on the charger; its firmware version cannot.
        ("Home", "Garage left", "1.1.1807.1-2.2.10.23", "X-Charge C2EU"),
        ("", "", "1.1.1807.1-2.2.08.04.ocpp", "X-Charge C2EU"),
        ("Keba AG", "KC-P30-ESS400C2-E0R", None, "KEBA KeContact P30"),
        ("Wall Box Chargers", "PPR1-0-2-4", "6.11.16", "Wallbox Pulsar, Copper, Commander"),
        ("ABB", "CDT_TACW22::NET_WIFI", None, "ABB Terra AC"),
        ("Easee", "Home", None, "Easee"),
        ("Alfen BV", "NG910-60023", "6.5.0-4217", "Alfen"),
        ("Growatt", "THOR", None, "Growatt THOR"),
        ("Huawei", "ACChargePoint", None, "Huawei SCharger"),
        ("", "ACChargePoint", None, "Huawei SCharger"),  # evcc 32170: until its vendor is set
    ],
)
def test_recognised(vendor: str, model: str, firmware: str | None, name: str) -> None:
    [row] = [each for each in KNOWN_MODELS if each.name == name]
    assert quirks_for(vendor, model, firmware) is row.quirks


@pytest.mark.parametrize(
    ("vendor", "model", "firmware"),
    [
        (None, None, None),
        ("Acme", "Box", "1.0"),
        ("XC", "C9", None),
        ("Acme", "C2EU", None),
        ("ABBott", "x", None),
        ("Acme", "ACChargePoint", None),
        ("EVBox", "x", "P0118B0124C-2.2"),
        ("Phoenix_Contact", "M1", "1.5.2-release+3322.20240319.b619a042f"),
    ],
)
def test_well_behaved(vendor: str | None, model: str | None, firmware: str | None) -> None:
    assert quirks_for(vendor, model, firmware) == Quirks()


def test_quirks_of_a_charge_point() -> None:
    charge_point = ChargePoint(charge_point_id="CP", vendor="XC", model="C2EU")
    assert quirks_of(charge_point).limit_ways == (LimitWay.TX_DEFAULT_A,)


def test_c2eu_measurands_hold_no_others() -> None:
    """Section 3: no other measurands exist."""
    measurands = quirks_for("XC", "C2EU").measurands
    assert measurands is not None
    assert len(measurands) == 5
