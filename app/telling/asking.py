"""Sentences of what is asked for, answered and seen on the spot."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from app.telling import days
from app.telling.told import Told


def asked(told: Told) -> str:
    """Who asked for what; who confirms it stands with the answer."""
    say = {
        "void": lambda: _("asked to declare the case void."),
        "supplement": lambda: _(
            "asked to request these once more for “%(task)s”: %(papers)s.",
            task=told.task,
            papers=told.papers,
        ),
        "extend": lambda: _(
            "asked to extend the limit of “%(task)s” by %(days)s working days.",
            task=told.task,
            days=told.event["given"].get("days"),
        ),
    }
    return str(say[told.event["verb"]]())


def answered(told: Told) -> str:
    """Whose request was agreed to or not."""
    say = {
        "agreed": lambda who: _("agreed to the request of %(who)s.", who=who),
        "declined": lambda who: _("did not agree to the request of %(who)s.", who=who),
    }
    return str(say[told.event["answer"]](told.person("asked_by")))


def arranged(told: Told) -> str:
    """When the place is seen, and by whom."""
    people = _(", ").join(told.known.people.get(one, one) for one in told.event["people"])
    at = days.moment(datetime.fromisoformat(told.event["appointment"]))
    say = _("arranged the site survey of “%(task)s” for %(at)s; %(people)s come.", task=told.task, at=at, people=people)  # fmt: skip
    along = [told.part(key) for key in told.event["along"]]
    more = _("Asked along: %(parts)s.", parts=_(", ").join(along)) if along else ""
    return f"{say} {more}".strip()


def surveyed(told: Told) -> str:
    """What was found there."""
    say = {
        "met": lambda task: _("surveyed “%(task)s”: it is as it must be.", task=task),
        "not_met": lambda task: _("surveyed “%(task)s”: it is not as it must be.", task=task),
        "again": lambda task: _("surveyed “%(task)s”: it must be seen again.", task=task),
    }
    return str(say[told.event["outcome"]](told.task))


def in_writing(told: Told) -> str:
    """Papers asked for; once more is said as such (R23)."""
    if told.event.get("again"):
        return str(_("asked in writing once more for: %(papers)s.", papers=told.papers))
    return str(_("asked in writing for: %(papers)s.", papers=told.papers))
