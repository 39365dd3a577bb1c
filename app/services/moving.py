"""Which running cases a change of the calendar moves, to when, and moving them.

The dry run and the act ask the same function of the domain; the dry run reads rows, four statements
for some hundred cases, the act goes case by case through the one door.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.access import Principal
from app.domain.calendar import Calendar
from app.domain.case import Refusal
from app.services import calendars, cases
from app.services.moving_rows import Moved, candidates, compared

#: Cases looked at by one set of statements.
CHUNK = 500
#: Beyond so many cases the dry run says so and does not look on: a thousand take one to two seconds on
#: two cores, ten thousand some fourteen, and whoever asks waits for the page.
COUNTED = 2 * CHUNK


@dataclass(frozen=True)
class Look:
    """Some cases in order of their id; ``after`` is where to look on, None at the end."""

    found: list[Moved]
    after: int | None


@dataclass(frozen=True)
class Survey:
    """How many of the ``looked`` at cases a change moves; ``more``: there are others not looked at."""

    cases: int
    dates: int
    more: bool
    looked: int = 0


@dataclass
class Done:
    """What was moved: how many cases, which were left and could not be, where to go on."""

    cases: int = 0
    left: list[str] = field(default_factory=list)
    after: int | None = None


def look(
    session: Session, calendar: Calendar, *, since: date, after: int = 0, most: int = CHUNK
) -> Look:
    """The next cases with a running due from ``since`` on that this calendar works out differently."""
    ids = candidates(session, since=since, after=after, most=most)
    found = list(compared(session, ids, calendar=calendar)) if ids else []
    return Look(found, ids[-1] if len(ids) == most else None)


def survey(session: Session, calendar: Calendar, *, since: date | None) -> Survey:
    """How many cases a change of the calendar moves, as far as it is worth counting."""
    counted, dates, seen, after = 0, 0, 0, None if since is None else 0
    while after is not None and seen < COUNTED and since is not None:
        part = look(session, calendar, since=since, after=after)
        counted += len(part.found)
        dates += sum(bool(one.lines) for one in part.found)
        seen, after = seen + CHUNK, part.after
    return Survey(counted, dates, after is not None, seen)


def page(
    session: Session, calendar: Calendar, *, since: date | None, after: int = 0, size: int = 8
) -> Look:
    """So many cases that move, from a place on; read to fill the page, but no further than is counted."""
    found: list[Moved] = []
    seen, place = 0, None if since is None else after
    while place is not None and since is not None and len(found) <= size and seen < COUNTED:
        part = look(session, calendar, since=since, after=place)
        found += part.found
        seen, place = seen + CHUNK, part.after
    shown = found[:size]
    return Look(shown, shown[-1].case_id if len(found) > size else place)


def move(
    session: Session,
    *,
    since: date,
    reason: str,
    by: Principal,
    now: datetime,
    after: int = 0,
    most: int = CHUNK,
    closure: dict[str, str] | None = None,
) -> Done:
    """Have the next cases follow the calendar in force, each through the one door with its event.

    Idempotent: a case that was moved is not found again. What cannot be moved is named and left.
    """
    part = look(session, calendars.current(session), since=since, after=after, most=most)
    done = Done(after=part.after)
    for one in part.found:
        answer = cases.recalculate(
            session, one.number, reason=reason, now=now, by=by, closure=closure
        )
        if isinstance(answer, Refusal):
            done.left.append(one.number)
        else:
            done.cases += 1
    return done
