"""What the supervisor of a demo centre does: orders with answers, findings settled, reviews, last month's bulletin, the board."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.access import Principal, Role
from app.demo import reviewing
from app.demo.acting import HOUR
from app.demo.activity import Activity
from app.demo.posts import Centre
from app.domain.bulletin import month_before
from app.domain.refusal import Refusal
from app.models import Finding, Job, Order, Task
from app.services import bulletins, findings, orders, supervising

#: Orders that are given; each of so many waits for its answer still.
ORDERS, WAITS = 9, 3
#: Every so many findings one is settled.
SETTLED = 2


def fill(centre: Centre, activity: Activity) -> None:
    """Everything that stands on the supervisor's pages beside what comes of cases."""
    by = centre.crew.one(Role.SUPERVISOR, rng=centre.rng)
    _order(centre, activity, by)
    _settle(centre, activity, by)
    reviewing.fill(centre, activity, by=by, ago=_ago)
    _bulletin(centre, by)
    _board(centre)


def _order(centre: Centre, activity: Activity, by: Principal) -> None:
    """The parts that press most are ordered to be gone on with; most orders are answered."""
    pressing = sa.select(Task.number, Task.department, Task.opened_at).where(
        Task.state == "open", Task.kind == "work", ~Task.held, Task.due_at.is_not(None)
    )
    rows = centre.session.execute(pressing.order_by(Task.due_at, Task.id).limit(ORDERS)).all()
    for at, (number, department, opened) in enumerate(rows):
        given = max(_ago(centre, hours=1 + 3 * at), opened)
        text = activity.text("order", centre.rng)
        row = orders.give(
            centre.session, number, text=text, days=1, calendar=centre.calendar, by=by, now=given
        )
        if isinstance(row, Refusal) or at % WAITS == WAITS - 1:
            continue
        _answer(centre, activity, row, department)


def _ago(centre: Centre, *, hours: float) -> datetime:
    """So many working hours ago."""
    seconds = centre.calendar.seconds_to(centre.now) - int(hours * HOUR)
    return centre.calendar.at_seconds(seconds)


def _answer(centre: Centre, activity: Activity, row: Order, department: str) -> None:
    person = centre.crew.one(Role.DEPARTMENT_HEAD, department, rng=centre.rng)
    text = activity.text("order_answer", centre.rng)
    soon = min(row.at + timedelta(minutes=55), centre.now)
    try:
        orders.answer(centre.session, row.id, text=text, by=person, now=soon)
    except orders.NoSuchOrder:  # whoever is kept from the part is kept from its order
        return


def _settle(centre: Centre, activity: Activity, by: Principal) -> None:
    """Of what was found, some was seen to."""
    numbers = centre.session.scalars(sa.select(Finding.id).order_by(Finding.id)).all()
    for number in numbers[::SETTLED]:
        said = activity.text("settled", centre.rng)
        findings.settle(centre.session, number, said=said, by=by, now=_ago(centre, hours=2))


def _bulletin(centre: Centre, by: Principal) -> None:
    """The bulletin of the month that is over stands published."""
    period = month_before(centre.now.date())
    drawn = bulletins.draw(centre.session, period, now=centre.now)
    title = f"{period.since.year}年{period.since.month}月通报"
    row = bulletins.keep(centre.session, period, drawn, title=title, by=by)
    bulletins.publish(centre.session, row, drawn, words="", by=by, now=centre.now)


def _board(centre: Centre) -> None:
    """Counted once, as the worker does every hour; so that it is there before the first hour."""
    now: datetime = centre.now
    found = supervising.counted(centre.session, now=now)
    centre.session.add(
        Job(
            token=f"supervision-{now:%Y-%m-%d-%H}", kind=supervising.KIND, state="done", title="",
            payload={}, result=found, attempts=1, by="system", at=now, finished_at=now,
        )
    )  # fmt: skip
    centre.session.flush()
