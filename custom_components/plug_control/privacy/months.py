"""Calendar months in the past."""

from calendar import monthrange
from datetime import datetime


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day and time so many months before, or the month's last day where it has no such day."""
    number = moment.year * 12 + moment.month - 1 - months
    year, month = number // 12, number % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
