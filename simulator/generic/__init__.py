"""A charger that follows the standard: two connectors, three phases, every optional feature profile."""

from .facts import GENERIC, STANDARD, Habits
from .software import GenericSoftware

__all__ = ["GENERIC", "STANDARD", "GenericSoftware", "Habits"]
