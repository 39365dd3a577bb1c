"""What the catalogue administrator should know today: broken, about to end, or without a person.

Each line is a sentence with its values, and the entry to go to where there is one. Nothing is
changed; what the publish check, the staffing and the calendar know already is asked of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.refusal import msgid
from app.models import Case, Job
from app.services import catalogue, jobs, slices, surroundings
from app.services.catalogue_bindings import BY_TOP
from app.services.digest_versions import Day, Line, Looked, broken, ends, nobody

#: From this month on the next year's holidays are usually out, and dues run into it.
NEXT_YEAR_FROM = 11


def collect(session: Session, looked: Sequence[Looked], *, now: datetime) -> list[dict[str, Any]]:
    """Every line of the day, the gravest first."""
    day = Day(session, looked, now)
    lines = [line for collector in COLLECTORS for line in collector(day)]
    order = ("error", "warning", "note")
    return [line.kept() for line in sorted(lines, key=lambda line: order.index(line.level))]


def _calendar(day: Day) -> Iterator[Line]:
    """R06: a year whose holidays are not confirmed, and the cases that hang on it."""
    session, now = day.session, day.now
    confirmed = surroundings.around(session, now=now).confirmed or ()
    years = [now.year, *([now.year + 1] if now.month >= NEXT_YEAR_FROM else [])]
    missing = [str(year) for year in years if year not in confirmed]
    unsure = sa.select(sa.func.count()).select_from(Case)
    count = session.execute(unsure.where(Case.uncertain, Case.closed_at.is_(None))).scalar_one()
    for year in missing:
        say = msgid(
            "The calendar of %(year)s is not confirmed; %(count)s running cases have provisional due dates."
        )
        level = "error" if year == str(now.year) else "warning"
        yield Line(level, say, {"year": year, "count": count})


def _retired(day: Day) -> Iterator[Line]:
    """Entries that were retired and still stand in others that are not."""
    package = catalogue.export_package(day.session)
    gone = {top: _retired_keys(day.session, top) for top in BY_TOP}
    users: dict[tuple[str, str], list[str]] = {}
    for noun, path, key in slices.references(package):
        top, user = str(path[0]), str(path[1]) if len(path) > 1 else ""
        if key in gone.get(noun, ()) and user not in gone.get(top, ()):
            names = users.setdefault((noun, key), [])
            name = str((package[top].get(user) or {}).get("name") or user)
            names += [] if name in names else [name]
    for (noun, key), names in sorted(users.items()):
        name = str(package[noun][key].get("name") or key)
        say = msgid("“%(name)s” is retired but still used in %(count)s places, as in “%(place)s”.")
        yield Line("warning", say, {"name": name, "count": len(names), "place": names[0]})


def _retired_keys(session: Session, top: str) -> set[str]:
    """Keys of a noun that are offered no longer; none of a noun that is never retired."""
    binding = BY_TOP[top]
    if not hasattr(binding.model, "retired_at"):
        return set()
    query = sa.select(getattr(binding.model, binding.key)).filter_by(**binding.fixed)
    return set(session.execute(query.where(binding.model.retired_at.is_not(None))).scalars())


def _failed(day: Day) -> Iterator[Line]:
    """Work of the last day that could not be done: nobody stood beside it."""
    recently = Job.finished_at > day.now - timedelta(days=1)
    query = sa.select(Job).where(Job.state == "failed", recently).order_by(Job.id)
    for job in day.session.execute(query).scalars():
        on = job.finished_at.date().isoformat() if job.finished_at else ""
        if job.kind == "import":
            say = msgid("“%(title)s” could not be brought in on %(day)s.")
            yield Line("warning", say, {"title": job.title, "day": on})
        else:
            say = msgid("What runs by itself failed on %(day)s: %(kind)s.")
            yield Line("warning", say, {"kind": job.kind, "day": on})


def today(session: Session) -> Job | None:
    """The newest digest there is."""
    return jobs.last_done(session, "digest")


COLLECTORS: tuple[Callable[[Day], Iterator[Line]], ...] = (
    broken,
    nobody,
    _calendar,
    ends,
    _retired,
    _failed,
)
