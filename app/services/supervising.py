"""What the supervisor's board shows: what goes wrong now, and what the worker counted in the last hour.

What is wrong now is read as the page is opened, from the queue's own indexes. Weeks, departments and
themes are counted once an hour, for they are walks over everything; the page says of which hour they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal
from app.domain.bulletin import Period, added, month_before
from app.domain.case import PHASES
from app.domain.case.rows import LAST
from app.domain.causes import waiting
from app.domain.elapsed import elapsed_seconds
from app.domain.spent import Part, spent, weeks
from app.models import Case, Job, ServiceVersion, Task
from app.services import bulletin_counts, calendars, cause_counts, causes, figures, jobs, versions

#: Kind of the job that counts; weeks shown; days looked back for where the time goes; parts looked at.
KIND, WEEKS, BACK, MOST = "supervision", 8, 90, 20_000
#: Parts that press most, as many as are shown.
PRESSING = 8
DAY = timedelta(days=1)


def _soon(now: datetime, soon: datetime) -> Any:
    return sa.and_(Task.sort_at >= now, Task.sort_at <= soon)


#: Tile of the board → which open parts it counts, now and up to when a part counts as due soon.
TILES: dict[str, Callable[[datetime, datetime], Any]] = {
    "late": lambda now, _soon: Task.sort_at < now,
    "soon": _soon,
    "unclaimed": lambda now, soon: sa.and_(_soon(now, soon), Task.owner.is_(None)),
    "held": lambda _now, _soon: sa.and_(Task.sort_at == LAST, Task.held),
}
RUNNING = tuple(phase for phase in PHASES if phase != "closed")


class Wall(NamedTuple):
    """What goes wrong now: counts of open parts, of running cases, and the parts that press most."""

    late: int
    soon: int
    unclaimed: int
    held: int
    running: int
    pressing: list[Any]


def wall(session: Session, *, by: Principal, now: datetime, soon: datetime) -> Wall:
    """In three statements; ``soon`` is the moment up to which a part counts as due soon."""
    running = Task.state == "open"
    counts = [
        sa.func.sum(sa.case((TILES[name](now, soon), 1), else_=0))
        for name in ("late", "soon", "unclaimed")
    ]
    pressing = sa.select(*counts).where(running, Task.sort_at <= soon)
    late, due, unclaimed = (int(one or 0) for one in session.execute(pressing).one())
    whole = sa.select(
        sa.select(sa.func.count()).where(running, TILES["held"](now, soon)).scalar_subquery(),
        sa.select(sa.func.count()).where(Case.phase.in_(RUNNING)).scalar_subquery(),
    )  # fmt: skip
    held, cases = session.execute(whole).one()
    return Wall(late, due, unclaimed, held, cases, _pressing(session, by, now))


def _pressing(session: Session, by: Principal, now: datetime) -> list[Any]:
    """The parts with the least room: by when they were to be begun, the earliest first."""
    row = (
        Task.number, Task.name, Task.department, Task.owner, Task.due_at, Task.warn_at, Task.rank_at,
        Task.held,
    )  # fmt: skip
    query = sa.select(*row).where(Task.state == "open", Task.rank_at <= now + 7 * DAY)
    query = query.where(POLICIES["task"].rows(by)).order_by(Task.rank_at, Task.id)
    return list(session.execute(query.limit(PRESSING)))


def last(session: Session) -> Job | None:
    """What the worker counted last; None before the first time."""
    return jobs.last_done(session, KIND)


def counted(session: Session, *, now: datetime) -> dict[str, Any]:
    """What is counted once an hour, as it is kept."""
    today = now.date()
    month = Period(today.replace(day=1), today)
    entries = bulletin_counts.entries(session, month)
    earlier = bulletin_counts.entries(session, month_before(today))
    appeals = [line for entry, line in entries.items() if entry.startswith("appeal/")]
    return {
        "month": added(entries.values()),
        "before": added(earlier.values()),
        "appeals": added(appeals),
        "causes": waiting(cause_counts.lines(session, causes.usual(today)).values()),
        "weeks": _weeks(session, today),
        "spent": [line._asdict() for line in spent(_parts(session, now))],
        "departments": bulletin_counts.departments(session, month),
        "themes": _themes(session, now),
        "accepted_since": figures.since(calendars.current(session), now=now).isoformat(),
    }


def _weeks(session: Session, today: date) -> dict[str, list[Any]]:
    """Received and closed by week, the last one under way."""
    monday = today - timedelta(days=today.weekday())
    begins = datetime.combine(monday - timedelta(weeks=WEEKS - 1), time.min)
    found: dict[str, list[Any]] = {}
    for name, column in (("received", Case.received_at), ("closed", Case.closed_at)):
        day = sa.func.date(column)
        query = sa.select(day, sa.func.count()).where(column >= begins).group_by(day)
        days = {
            date.fromisoformat(str(one)).toordinal(): count for one, count in session.execute(query)
        }
        found[name] = weeks(days, until=today.toordinal(), count=WEEKS)
    found["mondays"] = [
        (monday - timedelta(weeks=back)).isoformat() for back in range(WEEKS - 1, -1, -1)
    ]
    return found


def _parts(session: Session, now: datetime) -> Iterable[Part]:
    """Parts closed of late: what they were handled, and what they waited since the case was accepted."""
    calendar = calendars.current(session)
    query = sa.select(Task.case_id, Task.department, Task.opened_at, Task.closed_at, Task.clock)
    # From the beginning of a day: the register that the figure leads to asks for days.
    since = datetime.combine(max(now.date() - BACK * DAY, calendar.first), time.min)
    query = query.where(Task.kind == "work", Task.opened_at >= since, Task.closed_at.is_not(None))
    # The latest first and their cases afterwards: asked at once, SQLite walks all cases for their parts.
    part = query.order_by(Task.opened_at.desc()).limit(MOST).subquery().c
    row = (part.department, part.opened_at, part.closed_at, part.clock, Case.accepted_at)
    query = sa.select(*row).join(Case, Case.id == part.case_id)
    for department, opened, closed, clock, accepted in session.execute(query):
        holds = [_interval(pause) for pause in (clock or {}).get("holds", ())]
        whole = elapsed_seconds(calendar, accepted or opened, end=closed)
        handled = elapsed_seconds(calendar, opened, end=closed, holds=holds)
        yield Part(department, handled, max(whole - handled, 0))


def _interval(pause: list[str | None]) -> tuple[datetime, datetime | None]:
    since, until = pause
    return datetime.fromisoformat(str(since)), datetime.fromisoformat(until) if until else None


def _themes(session: Session, now: datetime) -> list[dict[str, Any]]:
    """Each theme as it is published: before and now, and what its cases really took."""
    codes = sa.select(ServiceVersion.code).where(ServiceVersion.kind == "joint").distinct()
    found = []
    for code in session.execute(codes.order_by(ServiceVersion.code)).scalars():
        version = versions.current(session, "joint", code, at=now)
        of_it = figures.of_theme(session, code, now=now) if version else None
        if version is None or of_it is None:
            continue
        measures = {one.name: [one.before, one.now] for one in of_it.measures}
        taken = of_it.taken
        found.append(
            {
                "code": code, "name": version.name, "measures": measures, "promise": of_it.promise,
                "done": taken.done, "median": taken.median, "longest": taken.longest,
            }
        )  # fmt: skip
    return sorted(found, key=lambda theme: -theme["done"])
