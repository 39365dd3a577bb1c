"""What one window of a demo centre could not solve: brought to the problem group, decided there, carried out."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.access import Principal, Role
from app.demo import appealing
from app.demo.activity import Activity
from app.demo.posts import Centre
from app.models import Case, GroupItem
from app.services import cases, online_appeals, problem_group

#: Members of the group; cases before it, of which the first is carried out, the second decided, the last waits.
MEMBERS, CASES = 4, 3
#: Working days ago that they were registered, by when what was decided is to be done.
AGO, DAYS = 3, 4


def fill(centre: Centre, activity: Activity) -> None:
    """The group as it sits, and what lies before it."""
    head, window = centre.head, _window(centre)
    service = appealing.handled(centre, window)
    able = [code for code in centre.crew.handling if code != window]
    if service is None or not able:
        return
    clerk = centre.crew.one(Role.WINDOW_CLERK, window, rng=centre.rng)
    heads = [centre.crew.one(Role.DEPARTMENT_HEAD, code, rng=centre.rng) for code in able[:MEMBERS]]
    for one in heads:
        problem_group.add(centre.session, one.username, by=head, now=_morning(centre, AGO + 1))
    for at in range(CASES):
        department, leads = able[at % len(heads)], heads[at % len(heads)]
        now = _morning(centre, AGO) + timedelta(minutes=23 * at)
        number = appealing.register(
            centre, activity, service, clerk=clerk, department=department, at=now, open_still=True
        )
        reason = {"reason": activity.text("hard", centre.rng)}
        brought = {"verb": "bring_to_group", "task": service.main, **reason}
        cases.perform(centre.session, number, brought, by=clerk, now=now + timedelta(minutes=9))
        if at < CASES - 1:
            _decide(centre, activity, number, leads=leads, done=at == 0)


def _window(centre: Centre) -> str:
    named = online_appeals.settings(centre.session).get("window")
    return str(named or centre.crew.windows[0])


def _morning(centre: Centre, ago: int) -> datetime:
    return datetime.combine(centre.day(-ago), datetime.min.time().replace(hour=9, minute=10))


def _decide(
    centre: Centre, activity: Activity, number: str, *, leads: Principal, done: bool
) -> None:
    """On record the next morning; the first of them is carried out on the day after."""
    session, head = centre.session, centre.head
    of = (
        sa.select(GroupItem.id)
        .join(Case, Case.id == GroupItem.case_id)
        .where(Case.number == number)
    )
    item = session.scalars(of).one()
    until = centre.calendar.close_of(centre.day(DAYS))
    problem_group.decide(
        session, item, said=activity.text("group_decided", centre.rng), carried_by=leads.username,
        until=until.isoformat(), by=head, now=_morning(centre, AGO - 1),
    )  # fmt: skip
    if done:
        said = activity.text("group_done", centre.rng)
        problem_group.carry_out(session, item, said=said, by=leads, now=_morning(centre, 1))
