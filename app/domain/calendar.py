"""Working days and office hours: sorted working days, cumulative working seconds, bisect.

Local naive time of the centre, in whole seconds; windows are half-open: 17:00:00 is after closing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from app.domain.office_hours import (
    Closure,
    Season,
    Windows,
    check,
    cut,
    days_of,
    open_seconds,
    second_of,
    windows_by_rule,
)

__all__ = ["Calendar", "Closure", "EmptyCalendar", "OutsideCalendar", "Season", "Windows"]

SATURDAY = 5

#: Statutory holidays with a fixed date, (month, day): what is known of a year before its notice
#: comes (国务院令第795号: New Year one day, Labour Day two, National Day three).
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class EmptyCalendar(ValueError):
    """The calendar has no working time at all, so no date can ever be computed from it."""


class OutsideCalendar(ValueError):
    """A date lies beyond the table: a defect of the caller, never an answer to a user."""


@dataclass(frozen=True)
class Calendar:
    """One revision of the centre's calendar, from `first` to `last`, both included.

    `days` holds the exceptions to Monday-to-Friday (True = works), `windows` the office hours of
    an ordinary working day, `special` those of single working days (none at all = shut, and then
    no working day), `confirmed` the years whose notice is in, `names` why a day is special,
    `fixed` the (month, day) pairs taken for holidays in years without notice. `seasons` are hours by
    weekday or from a day on; `closures` take out of every day what they cover, and a day of which
    nothing is left is no working day.
    Raises EmptyCalendar without any working time, ValueError where windows overlap or run back.
    """

    first: date
    last: date
    days: Mapping[date, bool]
    windows: Windows
    special: Mapping[date, Windows] = field(default_factory=dict)
    confirmed: frozenset[int] = frozenset()
    revision: int = 1
    names: Mapping[date, str] = field(default_factory=dict)
    fixed: tuple[tuple[int, int], ...] = ()
    seasons: tuple[Season, ...] = ()
    closures: tuple[Closure, ...] = ()
    _closed: frozenset[date] = field(init=False, repr=False, compare=False)
    _ordinals: list[int] = field(init=False, repr=False, compare=False)
    _seconds: list[int] = field(init=False, repr=False, compare=False)
    _hours: list[Windows] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the office hours and build the tables of working days and seconds."""
        for windows in (
            self.windows,
            *self.special.values(),
            *(one.windows for one in self.seasons),
        ):
            check(windows)
        closed = frozenset(day for closure in self.closures for day in days_of(closure))
        # The class is frozen for everybody else; its tables are made exactly once, here.
        object.__setattr__(self, "_closed", closed)
        ordinals, seconds, hours = [], [0], []
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            if windows := self.windows_on(date.fromordinal(ordinal)):
                ordinals.append(ordinal)
                seconds.append(seconds[-1] + open_seconds(windows))
                hours.append(windows)
        if not ordinals:
            msg = f"no working time between {self.first} and {self.last}"
            raise EmptyCalendar(msg)
        object.__setattr__(self, "_ordinals", ordinals)
        object.__setattr__(self, "_seconds", seconds)
        object.__setattr__(self, "_hours", hours)

    def is_fixed_holiday(self, day: date) -> bool:
        """Whether the day is taken for a holiday only because its year has no notice yet."""
        return (
            day not in self.days
            and day.year not in self.confirmed
            and (day.month, day.day) in self.fixed
        )

    def windows_on(self, day: date) -> Windows:
        """The office hours of the day; none on a rest day."""
        hours = self._planned(day)
        return cut(day, hours, closures=self.closures) if day in self._closed else hours

    def _planned(self, day: date) -> Windows:
        """The hours of a day as if nothing closed the centre."""
        ordinary = day.weekday() < SATURDAY and not self.is_fixed_holiday(day)
        if not self.days.get(day, ordinary):
            return ()
        # Special hours are those of a working day: they never open a rest day.
        return self.special[day] if day in self.special else self.ordinary_on(day)

    def ordinary_on(self, day: date) -> Windows:
        """The hours the rules give a working day, whatever this one day is."""
        if not self.seasons:
            return self.windows
        return windows_by_rule(day, self.windows, seasons=self.seasons)

    def closures_on(self, day: date) -> list[tuple[time, time, str]]:
        """What closures take out of the day's hours: (from, until, reason); nothing on a rest day."""
        return [
            (opens, closes, closure.reason)
            for closure in (self.closures if day in self._closed else ())
            for opens, closes in closure.within(day, self._planned(day))
        ]

    def works_on(self, day: date) -> bool:
        """Whether the day is a working day: make-up Saturdays are, public holidays are not."""
        return bool(self.windows_on(day))

    def provisional(self, start: date, end: date) -> bool:
        """Whether a year between the two days, both included, has no confirmed notice (R06)."""
        return any(year not in self.confirmed for year in range(start.year, end.year + 1))

    def workdays_to(self, day: date) -> int:
        """How many working days the table has up to and including the day."""
        return bisect_right(self._ordinals, self._ordinal(day))

    def workday(self, count: int) -> date:
        """The earliest day on which `workdays_to` reaches `count`, counted from 1."""
        if not 1 <= count <= len(self._ordinals):
            raise OutsideCalendar(count)
        return date.fromordinal(self._ordinals[count - 1])

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th working day after the day (R05); for 0 the day itself or the next one."""
        if count < 0:
            raise ValueError(count)
        if count == 0:
            return self.workday(bisect_left(self._ordinals, self._ordinal(day)) + 1)
        return self.workday(self.workdays_to(day) + count)

    def back_workdays(self, day: date, count: int) -> date:
        """The working day after which `count` working days are left up to and including the day."""
        return self.workday(self.workdays_to(day) - count)

    def count(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; 0 where `end` comes first."""
        return max(0, self.workdays_to(end) - self.workdays_to(start))

    def close_of(self, day: date) -> datetime:
        """Closing time of a working day; ValueError on a rest day."""
        windows = self.windows_on(day)
        if not windows:
            msg = f"{day} is no working day"
            raise ValueError(msg)
        return datetime.combine(day, windows[-1][1])

    def seconds_through(self, day: date) -> int:
        """Working seconds from the beginning of the table to the end of the day."""
        return self._seconds[self.workdays_to(day)]

    def seconds_to(self, moment: datetime) -> int:
        """Working seconds from the beginning of the table to the moment, the moment excluded."""
        ordinal = self._ordinal(moment.date())
        index = bisect_left(self._ordinals, ordinal)
        seconds = self._seconds[index]
        if index < len(self._ordinals) and self._ordinals[index] == ordinal:
            now = second_of(moment.time())
            for opens, closes in self._hours[index]:
                seconds += max(0, min(now, second_of(closes)) - second_of(opens))
        return seconds

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Working seconds in [start, end); 0 where `end` comes first."""
        return max(0, self.seconds_to(end) - self.seconds_to(start))

    def at_seconds(self, seconds: int) -> datetime:
        """The earliest moment whose `seconds_to` is `seconds`: 11:30, not 13:30 after lunch."""
        if not 0 <= seconds <= self._seconds[-1]:
            raise OutsideCalendar(seconds)
        # From the left: a second that two windows share belongs to the earlier one.
        index = max(0, bisect_left(self._seconds, seconds) - 1)
        day = date.fromordinal(self._ordinals[index])
        left = seconds - self._seconds[index]
        windows = self._hours[index]
        for opens, closes in windows[:-1]:
            length = second_of(closes) - second_of(opens)
            if left <= length:
                return datetime.combine(day, opens) + timedelta(seconds=left)
            left -= length
        return datetime.combine(day, windows[-1][0]) + timedelta(seconds=left)

    def _ordinal(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise OutsideCalendar(day)
        return day.toordinal()
