"""Which hours of a window somebody covers: A or B is there; one alone is thin, none is a gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from app.domain.roster import Away, Shift, Span, is_away, meets

#: How many are there → how it stands; two or more are covered.
STATES = {0: "gap", 1: "thin"}
COVERED = "covered"


@dataclass(frozen=True)
class Stretch:
    """A window for a while, with whoever is there."""

    window: str
    since: datetime
    until: datetime
    there: tuple[str, ...]
    away: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """covered, thin or gap."""
        return STATES.get(len(self.there), COVERED)

    @property
    def both_away(self) -> bool:
        """Whether it has people and none of them is there (R85: that is an alarm)."""
        return not self.there and bool(self.away)

    @property
    def alone(self) -> bool:
        """Whether whoever is away has nobody beside them: it has one post only."""
        return len(self.away) == 1


def coverage(
    windows: Iterable[str], hours: Sequence[Span], *, shifts: Iterable[Shift], away: Away
) -> list[Stretch]:
    """How every window stands through the hours, in the order of window and time."""
    of: dict[tuple[str, date], list[Shift]] = defaultdict(list)
    for shift in shifts:
        of[shift.window, shift.since.date()].append(shift)
    found: list[Stretch] = []
    for window in windows:
        for span in hours:
            found += _within(window, span, of[window, span.since.date()], away)
    return found


def _within(window: str, hours: Span, shifts: list[Shift], away: Away) -> list[Stretch]:
    there = [shift for shift in shifts if meets(shift.span, hours)]
    edges = {hours.since, hours.until, *_edges(there, away)}
    cuts = sorted(edge for edge in edges if hours.since <= edge <= hours.until)
    found: list[Stretch] = []
    for since, until in pairwise(cuts):
        one = _stretch(window, Span(since, until), there, away)
        last = found[-1] if found else None
        if last and (last.there, last.away) == (one.there, one.away):
            found[-1] = replace(last, until=until)
        else:
            found.append(one)
    return found


def _edges(shifts: list[Shift], away: Away) -> Iterable[datetime]:
    """Where something may change within the hours."""
    for shift in shifts:
        yield from shift.span
        for person in shift.people:
            for span in away.get(person, ()):
                yield from span


def _stretch(window: str, span: Span, shifts: list[Shift], away: Away) -> Stretch:
    people = [
        person for shift in shifts if meets(shift.span, span) for person in shift.people
    ]  # fmt: skip
    gone = [person for person in people if is_away(person, span, away=away)]
    there = tuple(dict.fromkeys(person for person in people if person not in gone))
    return Stretch(window, span.since, span.until, there, tuple(dict.fromkeys(gone)))


def gaps(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The hours in which nobody is there."""
    return [one for one in stretches if one.state == STATES[0]]
