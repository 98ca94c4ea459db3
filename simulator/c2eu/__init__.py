"""The X-Charge C2EU: an Android wallbox with one connector and habits of its own.

Code and tests name the habits that `docs/chargers/x-charge-c2eu.md` numbers as `C2EU Q7`, and facts without a number
as `C2EU` and their topic, such as `C2EU: replay loop`. "Assumed" marks what is unknown of the real device and had to
be decided here.
"""

from .software import C2EU, C2euSoftware

__all__ = ["C2EU", "C2euSoftware"]
