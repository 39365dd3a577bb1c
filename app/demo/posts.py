"""Who sits at the windows of a demo centre: weeks of A and B, somebody on leave, a gap that is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal, Role
from app.demo.activity import Activity
from app.demo.crew import Crew
from app.domain.calendar import Calendar
from app.models import Shift, Swap, Task
from app.services import covers, leaves, rostering, swaps, training
from app.services.roster import Place, places

#: Days of rosters that were, and that are planned.
BEHIND, AHEAD = timedelta(days=28), timedelta(days=25)
DAY = timedelta(days=1)
#: Of ten people so many have a training on record this quarter.
TRAINED, OF = 6, 10
TOPICS = ("一件事事项与告知单", "容缺受理与告知承诺")
#: Shifts that somebody looks at before asking for a swap.
LOOKED_AT = 40


@dataclass(frozen=True)
class Centre:
    """What rosters are made for: the people, the days, the chance, until when it is played."""

    session: Session
    crew: Crew
    calendar: Calendar
    rng: Random
    now: datetime

    @property
    def head(self) -> Principal:
        """Whoever keeps the roster."""
        return self.crew.one(Role.CENTRE_HEAD, rng=self.rng)

    def day(self, ahead: int) -> date:
        """The working day so many after today; before it where there are fewer than none."""
        today = self.now.date()
        if ahead < 0:
            return self.calendar.back_workdays(today, -ahead)
        return self.calendar.add_workdays(today, ahead)


def fill(centre: Centre, activity: Activity) -> None:
    """Rosters with leave, a gap, a swap that waits for its answer, and trainings."""
    windows = [one for one in places(centre.session, by=centre.head) if len(one.able) > 1]
    if not windows:
        return
    largest = max(windows, key=lambda one: (len(one.able), one.code))
    people = sorted(largest.able)
    begin = centre.day(-1) - BEHIND
    _away(centre, people[0], (centre.day(-8), centre.day(-6)), kind="sick", asked=begin)
    _rosters(centre, windows, begin)
    able = sorted({person for one in windows for person in one.able} - {people[0]})
    _hands_over(centre, able, note=activity.text("handed_on", centre.rng))
    _gap(centre, windows)
    _asks(centre, people[1 % len(people)])
    _swap(centre, people)
    _train(centre, sorted({person for one in windows for person in one.able}))


def _rosters(centre: Centre, windows: list[Place], begin: date) -> None:
    """As the head made it on the day before it begins."""
    made_at = datetime.combine(begin - DAY, centre.now.time())
    codes = tuple(one.code for one in windows)
    last = centre.now.date() + AHEAD
    wanted = rostering.Wanted(begin, last, codes, weekly=True)
    seen = rostering.preview(centre.session, wanted, by=centre.head, now=made_at)
    if isinstance(seen, rostering.Made):
        rostering.keep(centre.session, wanted, mark=seen.mark, by=centre.head, now=made_at)


def _away(
    centre: Centre,
    person: str,
    days: tuple[date, date],
    *,
    kind: str,
    asked: date,
    stands_in: str = "",
    note: str = "",
) -> None:
    """A leave that the head has entered: from the morning of its first day through its last."""
    since, until = (datetime.combine(day, datetime.min.time()) for day in days)
    wanted = leaves.Wanted(person, since, until + DAY, kind, stands_in=stands_in, note=note)
    at = datetime.combine(asked, centre.now.time())
    leaves.ask(centre.session, wanted, by=centre.head, now=at)


def _hands_over(centre: Centre, people: list[str], *, note: str) -> None:
    """Whoever has most in hand is away from today on; a colleague takes it over."""
    mine = sa.select(Task.owner).where(Task.state == "open", Task.owner.in_(people))
    held = Counter(centre.session.scalars(mine))
    person = max(people, key=lambda one: (held[one], one))
    others = sorted(covers.able(centre.session, person))
    _away(centre, person, (centre.day(0), centre.day(1)), kind="annual", asked=centre.now - DAY,
          stands_in=others[0] if others else "", note=note)  # fmt: skip


def _gap(centre: Centre, windows: list[Place]) -> None:
    """Of a window that only two know, both are away on one day ahead."""
    two = [one for one in windows if len(one.able) == 2]  # noqa: PLR2004 - an A and a B
    day = centre.day(5)
    for person in two[-1].able if two else ():
        _away(centre, person, (day, day), kind="training", asked=centre.now.date() - DAY)


def _asks(centre: Centre, person: str) -> None:
    """A leave that waits for its answer."""
    since = datetime.combine(centre.day(8), datetime.min.time())
    wanted = leaves.Wanted(person, since, since + 2 * DAY, "personal")
    leaves.ask(centre.session, wanted, by=_clerk(centre, person), now=centre.now)


def _clerk(centre: Centre, person: str) -> Principal:
    return centre.crew.named(person)


def _swap(centre: Centre, people: list[str]) -> None:
    """Somebody asks a colleague who is free then to take a shift; the first that may."""
    coming = sa.select(Shift).where(Shift.day > centre.day(2)).order_by(Shift.since, Shift.window)
    shifts = [row for row in centre.session.scalars(coming.limit(LOOKED_AT)) if row.a in people]
    for mine, other in product(shifts, people):
        done = swaps.ask(
            centre.session, mine.id, other=other, in_return=None, by=_clerk(centre, str(mine.a)),
            now=centre.now - timedelta(hours=1),
        )  # fmt: skip
        if isinstance(done, Swap):
            return


def _train(centre: Centre, people: list[str]) -> None:
    """Most have a training on record; who has none is due."""
    for topic, share in zip(TOPICS, (TRAINED, TRAINED // 2), strict=True):
        trained = people[: len(people) * share // OF]
        training.record(
            centre.session, trained, topic=topic, done_on=centre.day(-2), by=centre.head,
            now=centre.now,
        )  # fmt: skip
