"""Words of the dashboard and of the statistics that it shows, in English and German."""

from collections.abc import Mapping

type Words = Mapping[str, str]

_WORDS: Mapping[str, Words] = {
    "en": {
        "title": "Charging",
        "overview": "Overview",
        "energy_now": "Energy now",
        "solar": "Sun",
        "grid": "Grid",
        "grid_in": "Drawn from the grid",
        "grid_out": "Fed into the grid",
        "grid_import": "From the grid",
        "grid_export": "To the grid",
        "battery": "Battery",
        "battery_in": "Battery charges",
        "battery_out": "Battery discharges",
        "battery_charge": "Battery charge",
        "house": "House and cars",
        "price": "Price",
        "charge_point": "Charge point",
        "charge_points": "Charge points",
        "attention": "Needs attention",
        "sessions": "Sessions",
        "events": "Events",
        "history": "History",
        "diagnostics": "Diagnostics",
        "energy": "Energy",
        "by_charge_point": "By charge point",
        "by_person": "By person",
        "energy_by_day": "Energy by day",
        "energy_by_month": "Energy by month",
        "no_energy": "No energy has been recorded yet. It appears within an hour of the first charge.",
        "no_card": "Without a card",
        "other_cards": "Other cards",
    },
    "de": {
        "title": "Laden",
        "overview": "Übersicht",
        "energy_now": "Energie jetzt",
        "solar": "Sonne",
        "grid": "Netz",
        "grid_in": "Netzbezug",
        "grid_out": "Einspeisung",
        "grid_import": "Netzbezug",
        "grid_export": "Einspeisung",
        "battery": "Hausspeicher",
        "battery_in": "Hausspeicher lädt",
        "battery_out": "Hausspeicher entlädt",
        "battery_charge": "Ladestand",
        "house": "Haus und Autos",
        "price": "Strompreis",
        "charge_point": "Ladestation",
        "charge_points": "Ladestationen",
        "attention": "Braucht Aufmerksamkeit",
        "sessions": "Ladevorgänge",
        "events": "Ereignisse",
        "history": "Verlauf",
        "diagnostics": "Diagnose",
        "energy": "Energie",
        "by_charge_point": "Nach Ladestation",
        "by_person": "Nach Person",
        "energy_by_day": "Energie pro Tag",
        "energy_by_month": "Energie pro Monat",
        "no_energy": "Noch ist keine Energie aufgezeichnet. Sie erscheint spätestens eine Stunde nach dem ersten Laden.",
        "no_card": "Ohne Karte",
        "other_cards": "Andere Karten",
    },
}


def words_of(language: str) -> Words:
    """Return the words in a language ("de", "de-CH"); in English if there are none in that language."""
    return _WORDS.get(language.partition("-")[0], _WORDS["en"])
