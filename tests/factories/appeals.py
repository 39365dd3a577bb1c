"""Appeals registered at their window: a clerk there, an entry that is complete, what is done with it then."""

from __future__ import annotations

import sqlalchemy as sa

from app.models import Case
from app.services import appeals, cases
from app.services.appeals import Entry
from tests.factories import desk

#: The clerk and the head of the appeal window, the officer who inquires, the head of the centre.
CLERK = desk.person("wenxiu", "window_clerk", "SQCK")
HEAD = desk.person("sqck0", "department_head", "SQCK")
INQUIRER = desk.person("dckp1", "officer", "DCKP")
CENTRE = desk.person("zhuren", "centre_head")
#: Class → what the person is told when it is registered.
AT_ONCE = {
    "coordinate": {"reason": "两个部门要一起定", "progress": "已联系两个部门"},
    "hard_to_do": {"guidance": "先到综合窗口一次交齐"},
}
CLASSES = ("do_at_once", "coordinate", "cannot_do", "refused_to_do", "hard_to_do")


def entry(code="cannot_do", **changes):
    plain = {
        "code": code,
        "name": "玄某某",
        "phone": "13804331234",
        "channel": "walk_in",
        "said": "跑了三趟没办成",
        "departments": ["SCJG"],
        "told": AT_ONCE.get(code, {}),
    }
    return Entry(**{**plain, **changes})


def register(session, code="cannot_do", *, by=CLERK, now=desk.NOW, source="", **changes):
    return appeals.register(session, entry(code, **changes), by=by, now=now, source=source)


def registered(session, code="cannot_do", **more):
    done = register(session, code, **more)
    assert isinstance(done, cases.Performed), done
    return done


def act(session, number, verb, *, by=CLERK, now=desk.NOW, task="main", **payload):
    command = {"verb": verb, "task": task, **payload}
    return cases.perform(session, number, command, by=by, now=now)


def answered(session, number, verb="grant", *, by=CLERK, now=desk.NOW, **texts):
    """Walk the steps and answer it."""
    file = cases.take(session, number, lock=False)
    part = file.state["tasks"]["main"]
    for _step in range(len(part["steps"]) - 1 - part["step"]):
        act(session, number, "finish_step", by=by, now=now)
    given = {
        "explanation": "按政策说明",
        "guidance": "这样办",
        "reason": "已说明",
        "progress": "办完",
        "way": "phone",
    }
    return act(session, number, verb, by=by, now=now, **{**given, **texts})


def case(session, number):
    return session.scalars(sa.select(Case).where(Case.number == number)).one()
