"""Closed cases as what-if reads them: the newest of an entry, their courses and their answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.calendar import Calendar
from app.domain.whatif import History, history_of
from app.models import Answer, Case, JournalEntry, ServiceVersion

#: How many cases are looked at, the newest first: enough for a year's figures, read in a second.
MOST = 200
#: Stands for a personal value: a condition only asks whether there is one.
THERE = "there"


class Period(NamedTuple):
    """Days on which cases were closed, both counting; None: open at that end."""

    since: date | None = None
    until: date | None = None


EVER = Period()


def closed(session: Session, kind: str, code: str, *, period: Period = EVER) -> list[Any]:
    """The newest closed cases of every version of the entry."""
    query = (
        sa.select(Case.id, Case.number, Case.blueprint, Case.accepted_at, Case.closed_at)
        .join(ServiceVersion, ServiceVersion.id == Case.version_id)
        .where(
            ServiceVersion.kind == kind, ServiceVersion.code == code, Case.closed_at.is_not(None)
        )
        .order_by(Case.closed_at.desc(), Case.id.desc())
        .limit(MOST)
    )
    if period.since:
        query = query.where(Case.closed_at >= datetime.combine(period.since, time.min))
    if period.until:
        query = query.where(Case.closed_at <= datetime.combine(period.until, time.max))
    return list(session.execute(query))


def histories(
    session: Session, cases: Iterable[Any], calendar: Calendar
) -> Iterator[tuple[Any, History]]:
    """Each case with a single course, and its history; two statements for all of them."""
    rows = {case.id: case for case in cases}
    answers = _answers(session, list(rows))
    for case_id, events in _logs(session, list(rows)).items():
        history = history_of(events, answers.get(case_id, {}), calendar=calendar)
        if history:
            yield rows[case_id], history


def _logs(session: Session, ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    query = sa.select(JournalEntry.case_id, JournalEntry.data).where(JournalEntry.case_id.in_(ids))
    logs: dict[int, list[dict[str, Any]]] = {}
    for case_id, text in session.execute(
        query.order_by(JournalEntry.case_id, JournalEntry.case_seq)
    ):
        logs.setdefault(case_id, []).append(json.loads(text))
    return logs


def _answers(session: Session, ids: list[int]) -> dict[int, dict[str, Any]]:
    """Answers by case; a personal value stays sealed, a condition only asks whether it is there."""
    sealed = Answer.sealed.is_not(None)
    query = sa.select(Answer.case_id, Answer.field, Answer.value, sealed.label("sealed"))
    found: dict[int, dict[str, Any]] = {}
    for row in session.execute(query.where(Answer.case_id.in_(ids))):
        found.setdefault(row.case_id, {})[row.field] = THERE if row.sealed else row.value
    return found
