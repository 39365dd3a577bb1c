"""Sentences of appeals and of rectifications: what the person was told, who explained, what the group decided, what was found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask_babel import gettext as _

from app.forms.act_words import calls, told_by
from app.telling import days
from app.telling.told import Told


def _department(told: Told, name: str = "department") -> str:
    code = told.event[name]
    return told.known.departments.get(code, code)


def _day(told: Told) -> str:
    return days.day(datetime.fromisoformat(told.event["until"]))


#: Event → its sentence.
SAID: dict[str, Callable[[Told], str]] = {
    "feedback": lambda told: _("told the person, %(way)s.", way=told_by()[told.event["way"]]),
    "department_asked": lambda told: _(
        "asked %(department)s to explain by %(day)s.", department=_department(told), day=_day(told)
    ),
    "department_answered": lambda _told: _("explained what the department was asked."),
    "called_back": lambda told: _(
        "called the person back: %(result)s.", result=calls()[told.event["result"]]
    ),
    "brought_to_group": lambda _told: _("brought it before the problem group."),
    "group_decided": lambda told: _(
        "put the group's decision on record: %(who)s carries it out by %(day)s.",
        who=told.person("carried_by"),
        day=_day(told),
    ),
    "group_carried_out": lambda _told: _("said that the group's decision is carried out."),
    "found": lambda told: _(
        "made a finding on %(department)s; measures are taken by %(day)s.",
        department=_department(told),
        day=_day(told),
    ),
    "finding_settled": lambda _told: _("said that the measures were taken."),
}
#: Kind of a case → the sentence of what came in, where nobody applied for anything.
RECEIVED: dict[str, Callable[[], str]] = {
    "appeal": lambda: _("received the appeal."),
    "rectification": lambda: _("a bad rating came in."),
}
#: Kind of a case → outcome → the sentence of a part that ended: it was answered, not licensed.
CLOSED: dict[str, dict[str, Callable[[Told], str]]] = {
    "appeal": {
        "accepted": lambda _told: _("registered it."),
        "granted": lambda told: _("answered “%(task)s”: it is done.", task=told.task),
        "refused": lambda told: _("answered “%(task)s”: it is not done.", task=told.task),
        "delivered": lambda _told: _("told the person the answer."),
    },
    "rectification": {
        "accepted": lambda _told: _("registered it."),
        "granted": lambda _told: _("replied to the rating: it is put right."),
        "partly": lambda _told: _("replied to the rating: it is put right in part."),
        "refused": lambda _told: _("replied to the rating: it is not put right."),
        "delivered": lambda _told: _("whoever rated reads the reply."),
    },
}
