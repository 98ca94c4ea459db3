"""What the demo's Home Assistant loads besides its defaults."""

DOMAINS = (
    "api",
    "automation",
    "config",
    "energy",
    "frontend",
    "history",
    "logbook",
    "logger",
    "lovelace",
    "recorder",
    "script",
)
"""The integrations that the demo's configuration.yaml names."""

ONBOARDING_DOMAINS = ("google_translate", "met", "radio_browser", "shopping_list")
"""The entries that Home Assistant's onboarding adds by itself."""

INTERNET_DOMAINS = ("google_translate", "met", "radio_browser")
"""Those of them that are of no use without the internet."""
