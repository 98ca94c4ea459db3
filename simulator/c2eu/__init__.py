"""The X-Charge C2EU: an Android wallbox with one connector and habits of its own.

Where a habit is numbered in `docs/chargers/x-charge-c2eu.md`, code and tests call it `C2EU Q7`.
Facts that are known without a number say `C2EU` and their topic, such as `C2EU: replay loop`. What the study of the
real device left open and this simulation had to decide is marked "assumed".
"""

from .software import C2EU, C2euSoftware

__all__ = ["C2EU", "C2euSoftware"]
