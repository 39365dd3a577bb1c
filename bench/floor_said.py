"""Limits and days in the words of the window, as plainly as a floor says them."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from app.domain import light as lights
from app.domain.calendar import Calendar
from app.domain.due import END_OF_DAY, Due

WEEKDAYS = "一二三四五六日"


def at(text: str | None) -> datetime | None:
    """A moment as the database keeps it."""
    return _at(text) if text else None


@lru_cache(maxsize=4096)
def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def kind(due: datetime | None, warn: datetime | None, *, held: bool, now: datetime) -> str:
    """The light."""
    if held:
        return "pause"
    return "none" if due is None else lights.light(Due(due, warn or due, False), now) or "none"


def left(calendar: Calendar, due: datetime | None, *, held: bool, now: datetime) -> str:
    """余 3 工作日."""
    if held:
        return "挂起中"
    if due is None:
        return "未设定时限"
    unit = "working_day" if due.time() == END_OF_DAY else "working_minute"
    rest = lights.remaining(calendar, Due(due, due, False), now=now, unit=unit)
    if rest.days is None:
        hours = f"{rest.hours} 时 " if rest.hours or rest.late else ""
        return f"{'超期' if rest.late else '余'} {hours}{rest.minutes} 分"
    if rest.late:
        return f"超期 {rest.days or 1} 工作日"
    return f"余 {rest.days} 工作日" if rest.days else "今天到期"


def day(value: date, today: date) -> str:
    """9月24日; with its year where that is not this one."""
    return f"{value.year}年" * (value.year != today.year) + f"{value.month}月{value.day}日"


def moment(value: datetime, today: date) -> str:
    """9月24日 14:00."""
    del today
    return f"{value.month}月{value.day}日 {value:%H:%M}"


def due(value: datetime, now: datetime) -> str:
    """The due column."""
    hours = value.time() != END_OF_DAY
    if value.date() == now.date():
        return f"今天 {value:%H:%M}" if hours else day(value.date(), now.date())
    return f"{day(value.date(), now.date())} {value:%H:%M}" if hours else day(value.date(), now.date())  # fmt: skip


def weekday(value: date) -> str:
    """星期四."""
    return f"星期{WEEKDAYS[value.weekday()]}"
