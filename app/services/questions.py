"""请部门说明: what a department must answer about an appeal that it does not see (R73)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal
from app.domain.case import Refusal
from app.models import Appeal, AppealQuestion, Applicant, Case
from app.services import cases
from app.services.cases import Performed

#: Answered ones are shown so many.
SHOWN = 50


class NoSuchQuestion(LookupError):
    """There is no such question, or it is not this person's department's to answer."""


def _theirs(by: Principal) -> sa.Select[Any]:
    """The questions this person answers: the words, the class and the day; who complained only where allowed."""
    name = sa.case((Appeal.anonymous.is_(False), Applicant.name), else_=None)
    return (
        sa.select(AppealQuestion, Case.name, Case.barred, name.label("who"))
        .join(Case, Case.id == AppealQuestion.case_id)
        .join(Appeal, Appeal.case_id == Case.id)
        .join(Applicant, Applicant.case_id == Case.id)
        .where(POLICIES["question"].rows(by, "question.answer"))
    )


def listed(session: Session, *, by: Principal) -> list[Any]:
    """Those that wait, the nearest first; then the answered ones, the latest first. Not to whoever is complained of."""
    waits = AppealQuestion.answered_at.is_(None)
    first = _theirs(by).where(waits).order_by(AppealQuestion.until, AppealQuestion.id)
    later = _theirs(by).where(~waits).order_by(AppealQuestion.answered_at.desc()).limit(SHOWN)
    rows = [*session.execute(first), *session.execute(later)]
    return [row for row in rows if by.username not in row.barred]


def answer(
    session: Session, question: int, *, said: str, by: Principal, now: datetime
) -> Performed | Refusal:
    """Answer a question of one's own department, once. Raises NoSuchQuestion."""
    rows = session.execute(_theirs(by).where(AppealQuestion.id == question))
    row = rows.one_or_none()
    # Whoever is complained of is not told that there is one.
    if row is None or by.username in row.barred:
        raise NoSuchQuestion(question)
    number = session.scalars(
        sa.select(Case.number).where(Case.id == row.AppealQuestion.case_id)
    ).one()
    # By the number and not by what they see: answering gives no look at the case.
    file = cases.take(session, number)
    command = {"verb": "answer_department", "nth": row.AppealQuestion.nth, "said": said.strip()}
    return cases.act_on(session, file, command, by=by, now=now)
