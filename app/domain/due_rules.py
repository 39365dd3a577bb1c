"""The landing rules of a limit: working time, working days, natural days, at once (R01-R09, R60)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from app.domain.calendar import Calendar
from app.domain.elapsed import Position, position_of, used

END_OF_DAY = time(23, 59, 59)
DAY_SECONDS = 86_400


class Due(NamedTuple):
    """`at`: the last second in time; `warn`: yellow from here; `provisional`: see R06."""

    at: datetime
    warn: datetime
    provisional: bool


class Clock(NamedTuple):
    calendar: Calendar
    start: datetime
    pauses: list[tuple[datetime, datetime]]
    length: int
    warn: int
    roll: bool

    def land(self, position: Position, need: int) -> int:
        """Where on the scale `need` is used up, pauses left out."""
        target = position(self.start) + need
        for since, until in self.pauses:
            begun = position(since)
            if target <= begun:
                break
            target += position(until) - begun
        return target

    def half(self, position: Position, end: datetime) -> int:
        """Where on the scale half of what is used until `end` is used, rounded up."""
        return self.land(
            position, (used(position, self.start, end=end, holds=self.pauses) + 1) // 2
        )


def _due_in_working_time(clock: Clock) -> Due:
    calendar = clock.calendar
    at = calendar.at_seconds(clock.land(calendar.seconds_to, clock.length))
    # The later of both, so that nothing is born yellow.
    early = max(clock.length - clock.warn, (clock.length + 1) // 2)
    warn = calendar.at_seconds(clock.land(calendar.seconds_to, early))
    return Due(at, warn, calendar.provisional(clock.start.date(), at.date()))


def _due_in_working_days(clock: Clock) -> Due:
    calendar = clock.calendar
    position = position_of(calendar, "working_day")
    landed = clock.land(position, clock.length)
    day = calendar.workday(landed)
    at = datetime.combine(day, END_OF_DAY)
    # Warning before the first day cannot count: half of the limit is later than that anyway.
    days = landed - position(clock.start)
    warn = calendar.workday(landed - min(clock.warn, days - 1))
    half = clock.half(lambda moment: calendar.seconds_through(moment.date()), at)
    return Due(
        at,
        max(_midnight(warn), calendar.at_seconds(half)),
        calendar.provisional(clock.start.date(), day),
    )


def _due_in_natural_days(clock: Clock) -> Due:
    last = date.fromordinal(clock.land(position_of(clock.calendar, "natural_day"), clock.length))
    day = clock.calendar.add_workdays(last, 0) if clock.roll else last
    # Seconds of the clock on the wall from the first midnight there is: a day ends on its ordinal.
    half = clock.half(lambda moment: moment.toordinal() * DAY_SECONDS, _midnight(last))
    return Due(
        datetime.combine(day, END_OF_DAY),
        max(_midnight(day - timedelta(days=clock.warn)), datetime.min + timedelta(seconds=half)),
        clock.roll and clock.calendar.provisional(last, day),
    )


def _due_at_once(clock: Clock) -> Due:
    calendar = clock.calendar
    day = _next_open_day(calendar, clock.start)
    for since, until in clock.pauses:
        # Begun and ended on one day a hold moves nothing, as with limits in days.
        if since.date() <= day and since.date() < until.date():
            day = max(day, _next_open_day(calendar, until))
    at = datetime.combine(day, END_OF_DAY)
    half = calendar.at_seconds(clock.half(calendar.seconds_to, at))
    return Due(at, max(half, clock.start), calendar.provisional(clock.start.date(), day))


def _next_open_day(calendar: Calendar, moment: datetime) -> date:
    """The first day with working time left after the moment."""
    return calendar.at_seconds(calendar.seconds_to(moment) + 1).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


RULES: dict[str, Callable[[Clock], Due]] = {
    "immediate": _due_at_once,
    "working_minute": _due_in_working_time,
    "working_hour": _due_in_working_time,
    "working_day": _due_in_working_days,
    "natural_day": _due_in_natural_days,
}
