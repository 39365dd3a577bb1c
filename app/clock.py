"""The only place that asks the time: naive wall-clock time of the centre (Asia/Shanghai)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

#: One centre, one zone, no summer time: naive values are compared everywhere (house §8).
ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The centre's wall-clock time, to the second, without zone."""
    return datetime.now(ZONE).replace(tzinfo=None, microsecond=0)


def today() -> date:
    """The centre's calendar day."""
    return now().date()
