"""AB posts: who sits at which window, when, and what may not be (R85, R86)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.domain.calendar import Calendar
from app.domain.refusal import Refusal

#: The two seats of a post, in the order in which they are filled.
SEATS = ("a", "b")
MONTHS_OF_A_QUARTER = 3


class Span(NamedTuple):
    """A stretch of time, half-open as office hours are."""

    since: datetime
    until: datetime


#: Person → when they are away.
Away = Mapping[str, Sequence[Span]]


@dataclass(frozen=True)
class Shift:
    """A window from a moment to another, with its A and its B; an empty seat is one nobody was found for."""

    window: str
    since: datetime
    until: datetime
    a: str | None = None
    b: str | None = None
    edited: bool = False

    @property
    def people(self) -> tuple[str, ...]:
        """Whoever sits there."""
        return tuple(person for person in (self.a, self.b) if person)

    @property
    def span(self) -> Span:
        """When."""
        return Span(self.since, self.until)


def meets(one: Span, other: Span) -> bool:
    """Whether two stretches share a moment."""
    return one.since < other.until and other.since < one.until


def is_away(person: str, span: Span, *, away: Away) -> bool:
    """Whether a person is away for any of it."""
    return any(meets(span, one) for one in away.get(person, ()))


def put(shift: Shift, *, seat: str, person: str | None) -> Shift:
    """The shift with another person in a seat, as set by hand."""
    return replace(shift, a=person, edited=True) if seat == "a" else replace(shift, b=person, edited=True)  # fmt: skip


def check(
    shift: Shift, others: Iterable[Shift], *, able: Mapping[str, str], away: Away
) -> Refusal | None:
    """Why a shift may not be set by hand; None where it may. ``able`` are the names of who may sit there.

    R85: exactly an A and a B, different people. R86: nobody at two windows in one shift.
    """
    if not (shift.a and shift.b):
        return Refusal("R85", "A shift has an A and a B: choose both.", {})
    if shift.a == shift.b:
        return Refusal("R85", "A and B are two different people.", {})
    for person in shift.people:
        if person not in able:
            return Refusal("roster", "%(who)s is not among those who sit at this window.", {"who": person})  # fmt: skip
        if is_away(person, shift.span, away=away):
            return Refusal("roster", "%(who)s is away then.", {"who": able[person]})
    return _twice(shift, others, able)


def _twice(shift: Shift, others: Iterable[Shift], able: Mapping[str, str]) -> Refusal | None:
    for other in others:
        both = set(shift.people) & set(other.people)
        if both and meets(shift.span, other.span) and not is_same(shift, other):
            return Refusal(
                "R86", "%(who)s sits at another window at that time: %(window)s.",
                {"who": able[min(both)], "window": other.window},
            )  # fmt: skip
    return None


def is_same(one: Shift, other: Shift) -> bool:
    """Whether two are the same post at the same time, whoever sits there."""
    return (one.window, one.since) == (other.window, other.since)


def hours_of(calendar: Calendar, *, first: date, last: date) -> list[Span]:
    """Every stretch of office hours from one day to another, both included."""
    return [
        Span(datetime.combine(day, opens), datetime.combine(day, closes))
        for day in days(first, last)
        for opens, closes in calendar.windows_on(day)
    ]


def slots_of(calendar: Calendar, *, first: date, last: date, halves: bool) -> list[Span]:
    """The shifts of every working day: each stretch of its hours, or the day as one."""
    hours = hours_of(calendar, first=first, last=last)
    if halves:
        return hours
    whole: dict[date, Span] = {}
    for span in hours:
        begun = whole.get(span.since.date(), span)
        whole[span.since.date()] = Span(begun.since, span.until)
    return list(whole.values())


def days(first: date, last: date) -> list[date]:
    """Every day from one to another, both included."""
    return [first + timedelta(days=at) for at in range((last - first).days + 1)]


def quarter_of(day: date) -> str:
    """The quarter a day lies in: 2026Q3."""
    return f"{day.year}Q{(day.month - 1) // MONTHS_OF_A_QUARTER + 1}"
