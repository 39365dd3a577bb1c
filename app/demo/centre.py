"""Months of a demo centre in one run: who comes when, and everything that comes of it until now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Role
from app.demo import appealing, following, hard_cases, overseeing, posts
from app.demo.activity import Activity, Reported
from app.demo.books import Books
from app.demo.crew import CENTRE, NobodyThere, crew
from app.demo.hall import Hall
from app.demo.life import Command, Life
from app.demo.taking_in import Service, take_in
from app.domain.calendar import Calendar
from app.models import ServiceVersion
from app.services import blueprints, calendars, usual_times

#: Parts that take longer than they may, of a hundred cases; nobody gets round to these at all.
LATE, FORGOTTEN = 4, 1
#: Of a hundred cases so many lack a paper that may come later, or any; so many are turned away.
DEFERRED, INCOMPLETE, REJECTED, LET_LATER = 6, 14, 2, 85
DAYS_OF_A_MONTH = 30
#: In the last of so many shares of the months came what is told of as open.
LATELY = 25
#: Nobody comes for what answers a rating.
ANSWERS = "rectification"


@dataclass(frozen=True)
class Told:
    """What a run came to: cases, acts on them, and what people were refused."""

    cases: int
    open: int
    acts: int
    refused: list[str]


@dataclass(frozen=True)
class Coming:
    """Somebody who comes: for what, when, and whether the report tells of them."""

    at: datetime
    service: Service
    reported: Reported | None
    number: int


def live(session: Session, activity: Activity, *, cases: int, seed: int, now: datetime) -> Told:
    """Let a centre work until ``now``; the reported cases are among the ``cases``, or all of them.

    The same seed, catalogue and ``now`` give the same. Raises NobodyThere, LookupError.
    """
    calendar, rng = calendars.current(session), Random(seed)  # noqa: S311 - a play, no secret
    books = Books(session, calendar=calendar, rng=rng)
    hall = Hall(
        activity, crew=crew(session), calendar=calendar, book=books, follows=following.FOLLOWS
    )
    services = _services(session, hall)
    hall.answering = next((one for one in services if one.kind == ANSWERS), None)
    services = [one for one in services if one.kind != ANSWERS]
    for one in coming(services, activity, cases=cases, rng=rng, now=now, calendar=calendar):
        own = Random(f"{seed}/{one.number}")  # noqa: S311 - as above
        hall.plan(one.at, _life(one, own), partial(_arrive, coming=one))  # type: ignore[arg-type]
    hall.run(now)
    books.chain()
    ended = [life for life in books.lives if not _is_open(life)]
    books.finish(ended, now=now)
    usual_times.refresh(session, now=now)
    still = [life for life in books.lives if _is_open(life)]
    books.finish(still, now=now)
    books.close()
    beside = posts.Centre(session, hall.crew, calendar, rng, now)
    posts.fill(beside, activity)
    appealing.fill(beside, activity)
    hard_cases.fill(beside, activity)
    overseeing.fill(beside, activity)
    return Told(len(books.lives), len(still), books.acts, hall.refused)


def _is_open(life: Life) -> bool:
    return any(task["state"] == "open" for task in (life.state or {})["tasks"].values())


def _services(session: Session, hall: Hall) -> list[Service]:
    """Everything in force that this centre has people for."""
    query = sa.select(
        ServiceVersion.id, ServiceVersion.kind, ServiceVersion.code, ServiceVersion.sha256
    )
    rows = session.execute(
        query.where(ServiceVersion.valid_until.is_(None), ServiceVersion.state == "published")
        .order_by(ServiceVersion.kind, ServiceVersion.code)
    )  # fmt: skip
    found = [
        Service(row.id, row.kind, row.code, blueprints.blueprint(session, row.sha256))
        for row in rows
    ]
    return [service for service in found if _is_staffed(service, hall)]


def _is_staffed(service: Service, hall: Hall) -> bool:
    try:
        for task in service.blueprint["tasks"]:
            if task["department"] not in ("window", None):
                for role in (Role.OFFICER, Role.DEPARTMENT_HEAD):
                    hall.crew.one(role, task["department"], rng=Random(0))  # noqa: S311 - a look
    except NobodyThere:
        return False
    return True


def coming(
    services: list[Service],
    activity: Activity,
    *,
    cases: int,
    rng: Random,
    now: datetime,
    calendar: Calendar,
) -> Iterator[Coming]:
    """Who comes over the months, within office hours: the reported first, then as many as are wanted."""
    begin = now - timedelta(days=activity.months * DAYS_OF_A_MONTH)
    first, last = calendar.seconds_to(begin), calendar.seconds_to(now)
    known = {(service.kind, service.code): service for service in services}
    weights = [activity.weights.get(service.kind, 1) for service in services]
    reported = [one for one in activity.always() if (one.kind, one.code) in known]
    for number in range(max(cases, len(reported))):
        told = reported[number] if number < len(reported) else None
        service = known[told.kind, told.code] if told else rng.choices(services, weights)[0]
        # What is told of has ended by now, but for what is told of as open.
        until = last - (last - first) // 4 if told and not told.open else last
        until = last if told is None else until
        # And what is told of as open came lately: nobody leaves an answer owing for months.
        since = last - (last - first) // LATELY if told and told.open else first
        at = calendar.at_seconds(rng.randrange(since, until))
        yield Coming(at, service, told, number)


def _life(one: Coming, rng: Random) -> Life:
    """A life that has not begun: what is taken in is decided when they stand at the counter."""
    chance = rng.randrange(100)
    pace = rng.uniform(1.05, 1.6) if chance < LATE else rng.uniform(0.12, 0.7)
    life = Life(one.service, None, rng, pace)  # type: ignore[arg-type]  # set on arrival
    life.stays_open = bool(one.reported and one.reported.open)
    return life


def _arrive(hall: Hall, life: Life, at: datetime, *, coming: Coming) -> None:
    """Somebody stands at the counter: received, and at once accepted, asked for papers, or turned away."""
    rng, windows = life.rng, hall.crew.windows
    by = hall.crew.one(Role.WINDOW_CLERK, rng.choice(windows), rng=rng)
    life.first = by.username
    chance = rng.randrange(100) if coming.reported is None else 100
    leave = "deferrable" if chance < DEFERRED else "any" if chance < DEFERRED + INCOMPLETE else ""
    for _try in range(12):
        life.taken = take_in(
            coming.service, hall.activity, rng=rng, now=at, calendar=hall.calendar,
            window=by.department or CENTRE, leave=leave, usual=coming.reported is not None,
            handling=hall.crew.handling,
        )  # fmt: skip
        if life.can_begin(at, hall.calendar):
            break
    else:
        return
    if coming.reported and coming.reported.took:
        life.span = _span(coming.reported, life, hall.calendar)
    hall.do(life, life.taken.intake.command(), *_then(hall, life, at), by=by, at=at)


def _then(hall: Hall, life: Life, at: datetime) -> list[Command]:
    """What the clerk does in the same act."""
    intake = next(task for task in life.plan["tasks"] if task["kind"] == "intake")
    if intake.get("mode") == "at_once":
        return []
    missing, chance = life.taken.missing, life.rng.randrange(100)
    conditions = [*range(len(life.plan["accept_conditions"]))]
    if missing and missing == life.taken.deferrable and chance < LET_LATER:
        deadline = hall.calendar.close_of(hall.calendar.add_workdays(at.date(), 2)).isoformat()
        return [
            {"verb": "accept_deferred", "task": "intake", "deadline": deadline,
             "commitment": True, "confirmed": conditions}
        ]  # fmt: skip
    if missing:
        return [
            {"verb": "supplement", "task": "intake", "fault": "incomplete", "documents": missing}
        ]
    if chance < REJECTED and life.span is None:
        why = {name: hall.activity.text(name, life.rng) for name in ("reason", "remedy")}
        return [{"verb": "reject_acceptance", "task": "intake", "ground": "excluded", **why}]
    return [] if chance < REJECTED + FORGOTTEN and life.span is None else [following.accept(life)]


def _span(reported: Reported, life: Life, calendar: Calendar) -> int:
    """Working seconds of one part, so that the whole takes what the report says."""
    took = reported.took or {}
    share = life.rng.uniform(took["least"], took["most"]) * 0.9
    day = calendar.elapsed(_midnight(calendar), _midnight(calendar) + timedelta(days=1))
    seconds = share * {"working_day": day, "working_minute": 60}[took["unit"]]
    return int(seconds / _depth(life))


def _midnight(calendar: Calendar) -> datetime:
    day: date = calendar.add_workdays(calendar.first, 5)
    return datetime.combine(day, datetime.min.time())


def _depth(life: Life) -> int:
    """How many parts follow one another on the longest way."""
    work = {task["key"]: task for task in life.plan["tasks"] if task["kind"] == "work"}

    def of(key: str) -> int:
        needs = [need["task"] for need in work[key]["opens"] if need["task"] in work]
        return 1 + max((of(need) for need in needs), default=0)

    return max(map(of, work))
