"""One act on one of many chosen parts. Each is a transaction of its caller's, with a result of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app import journal
from app.access import POLICIES, Principal
from app.domain.case import Refusal
from app.models import Paper, Task
from app.services import case_numbers, cases, colleagues, reminders
from app.services.intake import WHOLE_CASE

NOTHING_TO_PRINT = Refusal("print", "No paper of it waits to be printed.", {})

#: What came of it: a refusal, or what the act gave (papers to print), nothing otherwise.
Result = Refusal | list[Any]


def act(
    session: Session, verb: str, number: str, *, by: Principal, now: datetime, owner: str = ""
) -> Result:
    """Do one act on the part with this number. Raises NoSuchCase."""
    return ACTS[verb](session, number, {"by": by, "now": now, "owner": owner})


def _perform(session: Session, number: str, how: Mapping[str, Any], **command: Any) -> Result:
    case, task = case_numbers.locate(session, number, by=how["by"])
    done = cases.perform(session, case, {"task": task, **command}, by=how["by"], now=how["now"])
    return done if isinstance(done, Refusal) else []


def _claim(session: Session, number: str, how: Mapping[str, Any]) -> Result:
    return _perform(session, number, how, verb="claim")


def _release(session: Session, number: str, how: Mapping[str, Any]) -> Result:
    return _perform(session, number, how, verb="release")


def _assign(session: Session, number: str, how: Mapping[str, Any]) -> Result:
    return _perform(session, number, how, verb="assign", owner=how["owner"])


def _remind(session: Session, number: str, how: Mapping[str, Any]) -> Result:
    asked = reminders.remind(session, number, by=how["by"], now=how["now"])
    return asked if isinstance(asked, Refusal) else []


def _print(session: Session, number: str, how: Mapping[str, Any]) -> Result:
    """The papers of a part, or of its case, that nobody has printed yet: counted and journaled."""
    by = how["by"]
    case_numbers.locate(session, number, by=by)
    # What serves the whole case prints what the window gives out, at whichever of its parts.
    window = aliased(Task)
    at_window = sa.exists().where(
        window.case_id == Paper.case_id, window.key == Paper.task, window.kind.in_(WHOLE_CASE)
    )
    of_case = sa.and_(Task.kind.in_(WHOLE_CASE), sa.or_(Paper.task.is_(None), at_window))
    of_part = sa.or_(Paper.task == Task.key, of_case)
    query = (
        sa.select(Paper)
        .join(Task, sa.and_(Task.case_id == Paper.case_id, of_part))
        .where(Task.number == number, Paper.printed == 0, Paper.void_at.is_(None))
        .where(POLICIES["paper"].rows(by, "paper.print"))
        .order_by(Paper.id)
    )
    papers = list(session.scalars(query))
    for paper in papers:
        paper.printed += 1
        journal.access(session, "paper", paper.number, "printed", count=paper.printed)
    return papers or NOTHING_TO_PRINT


ACTS: dict[str, Callable[[Session, str, Mapping[str, Any]], Result]] = {
    "claim": _claim,
    "release": _release,
    "assign": _assign,
    "remind": _remind,
    "print": _print,
}


def owners(session: Session, numbers: list[str], *, by: Principal) -> dict[str, str]:
    """To whom the chosen parts may be given: the people of the departments that handle them."""
    rule = POLICIES["task"].rows(by, "task.assign")
    chosen = sa.select(Task.department).where(Task.number.in_(numbers), rule).distinct()
    found: dict[str, str] = {}
    for department in session.scalars(chosen.order_by(Task.department)):
        found |= colleagues.of(session, department)
    return found
