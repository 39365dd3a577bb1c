"""The cells of the roster: who sits at a window on a day, and where nobody does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.domain.roster import Span, is_away
from app.domain.roster_coverage import Stretch
from app.services.roster import Place, Week
from app.services.roster_gaps import kind_of
from app.telling import posts

MONDAY, A_WEEK = 0, 7


class Line(NamedTuple):
    """One shift of a day: its hours where the day has several, A and B with whether they are away."""

    hours: str
    a: str
    b: str
    a_away: bool
    b_away: bool
    edited: bool


class Cell(NamedTuple):
    """A window on a day."""

    lines: list[Line]
    light: str
    text: str


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def cell(week: Week, place: Place, day: date, people: dict[str, str]) -> Cell:
    """How a window stands on a day, in words."""
    shifts = week.shifts.get((place.code, day), [])
    lines = [_line(shift, week, people, several=len(shifts) > 1) for shift in shifts]
    # A window without any shift is not planned yet: that is said once, above, and not in red all over.
    light, text = _light(week.stretches.get((place.code, day), []), people) if shifts else ("", "")
    return Cell(lines, light, text)


def _line(shift: Any, week: Week, people: dict[str, str], *, several: bool) -> Line:
    span = Span(shift.since, shift.until)
    gone = [bool(one) and is_away(one, span, away=week.away) for one in (shift.a, shift.b)]
    return Line(
        posts.hours(shift.since, shift.until) if several else "",
        people.get(shift.a, shift.a or ""), people.get(shift.b, shift.b or ""), *gone, shift.edited,
    )  # fmt: skip


def _light(stretches: Iterable[Stretch], people: dict[str, str]) -> tuple[str, str]:
    found = list(stretches)
    for state, light in (("gap", "red"), ("thin", "yellow")):
        first = next((one for one in found if one.state == state), None)
        if first:
            whole = all((one.state, one.there) == (state, first.there) for one in found)
            return light, (_all_day if whole else _text)(first, people)
    return "", ""


def _all_day(one: Stretch, people: dict[str, str]) -> str:
    if not one.there:
        return _("all day nobody")
    return _("all day only %(who)s", who=people.get(one.there[0], one.there[0]))


def _text(one: Stretch, people: dict[str, str]) -> str:
    hours = posts.hours(one.since, one.until)
    if not one.there:
        return _("%(hours)s nobody", hours=hours)
    return _("%(hours)s only %(who)s", hours=hours, who=people.get(one.there[0], one.there[0]))


def absent(week: Week, shown: list[date], people: dict[str, str]) -> list[str]:
    """Who is away on each day, of those who sit at these windows."""
    here = {username for place in week.places for username in place.able}
    return [
        _(", ").join(
            people.get(person, person)
            for person in sorted(here & week.away.keys())
            if is_away(person, _whole(day), away=week.away)
        )
        for day in shown
    ]


def _whole(day: date) -> Span:
    begin = datetime.combine(day, datetime.min.time())
    return Span(begin, begin + timedelta(days=1))


def gap_lines(
    gaps: Iterable[Stretch], names: dict[str, str]
) -> list[tuple[str, str, date, str, str]]:
    """(window, its name, day, when, what it is beyond a gap) of what nobody covers."""
    return [
        (one.window, names.get(one.window, one.window), one.since.date(),
         posts.when(one.since, one.until), str(posts.KINDS[kind_of(one)]) if one.both_away else "")
        for one in gaps
    ]  # fmt: skip
