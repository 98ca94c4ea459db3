"""Predict the surplus until the next command acts, for chargers that take one only every few minutes."""

from dataclasses import dataclass
from datetime import datetime
import math
from statistics import NormalDist

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Mean and variance of the recent surplus, weighted by age; the present surplus where a command acts at once."""

    mean_w: float
    variance_w2: float
    at: datetime


def look(outlook: Outlook | None, surplus_w: float, period_s: float, now: datetime) -> Outlook:
    """Return the outlook with a surplus added; its memory is half a period."""
    if outlook is None or not period_s:
        return Outlook(mean_w=surplus_w, variance_w2=0.0, at=now)
    elapsed_s = max((now - outlook.at).total_seconds(), 0.0)
    keep = math.exp(-2 * elapsed_s / period_s)
    off_w = surplus_w - outlook.mean_w
    mean_w = outlook.mean_w + (1 - keep) * off_w
    variance_w2 = keep * (outlook.variance_w2 + (1 - keep) * off_w**2)
    return Outlook(mean_w=mean_w, variance_w2=variance_w2, at=now)


def prudent_w(outlook: Outlook, import_weight: float) -> float:
    """Return the power to set, in W: there, one more watt would import as much, weighted, as it would use of the surplus.

    With import weighing w times as much as surplus that is left unused, that is the surplus's quantile 1 / (1 + w).
    """
    if not outlook.variance_w2:
        return outlook.mean_w
    quantile = _NORMAL.inv_cdf(1 / (1 + import_weight))
    return outlook.mean_w + quantile * math.sqrt(outlook.variance_w2)
