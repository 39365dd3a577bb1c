"""When the counter is open on a working day: hours by rule, and what closures take out of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

Windows = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class Season:
    """Office hours of a weekday (1 is Monday), or from a day on, or both; `None` leaves it open.

    The latest `since` wins; of one day the weekday's own hours win over those of every working day.
    """

    since: date | None
    weekday: int | None
    windows: Windows


@dataclass(frozen=True)
class Closure:
    """The whole centre shut in [since, until), and why."""

    since: datetime
    until: datetime
    reason: str

    def __post_init__(self) -> None:
        """Raises ValueError where it ends before it begins."""
        if self.until <= self.since:
            msg = f"a closure ends before it begins: {self.since} - {self.until}"
            raise ValueError(msg)

    def within(self, day: date, windows: Windows) -> list[tuple[time, time]]:
        """The parts of a day's hours that it takes."""
        # Midnight after the day stands for its last moment: windows never reach it.
        end = min(self.until, datetime.combine(day, time.max))
        since = max(self.since, datetime.combine(day, time.min))
        if since.date() != day or end < since:
            return []
        first, last = since.time(), end.time()
        parts = [(max(opens, first), min(closes, last)) for opens, closes in windows]
        return [(opens, closes) for opens, closes in parts if opens < closes]


def windows_by_rule(day: date, ordinary: Windows, *, seasons: Iterable[Season]) -> Windows:
    """The hours that rules give a working day."""
    known = [one for one in seasons if one.since is None or one.since <= day]
    found, best = ordinary, (date.min, 0)
    for one in known:
        rank = (one.since or date.min, int(one.weekday is not None))
        if one.weekday in (None, day.isoweekday()) and rank >= best:
            found, best = one.windows, rank
    return found


def cut(day: date, windows: Windows, *, closures: Iterable[Closure]) -> Windows:
    """What is left of a day's hours outside the closures."""
    left = list(windows)
    for closure in closures:
        for since, until in closure.within(day, tuple(left)):
            left = [
                part
                for opens, closes in left
                for part in ((opens, min(closes, since)), (max(opens, until), closes))
                if part[0] < part[1]
            ]
    return tuple(left)


def second_of(moment: time) -> int:
    """Seconds since midnight."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def open_seconds(windows: Windows) -> int:
    """How long the windows are together."""
    return sum(second_of(closes) - second_of(opens) for opens, closes in windows)


def check(windows: Windows) -> None:
    """Raises ValueError where office hours overlap or run backwards."""
    overlap = any(late[0] < early[1] for early, late in pairwise(windows))
    if overlap or any(closes <= opens for opens, closes in windows):
        msg = f"office hours overlap or run backwards: {windows}"
        raise ValueError(msg)


def days_of(closure: Closure) -> list[date]:
    """Every day the closure touches."""
    count = (closure.until.date() - closure.since.date()).days + 1
    return [closure.since.date() + timedelta(days=offset) for offset in range(count)]
