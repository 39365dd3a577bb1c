"""Repeat causes counted anew from the events alone: appeals, the cases they are about, the decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.bulletin import Period, Span
from app.domain.case import fold
from app.domain.causes import Appealed, Cause, Decided, tally
from app.models import Case, JournalEntry
from app.services import blueprints


class Registered(NamedTuple):
    """An appeal as its events have it: its class, whom and which case it is about, when it came."""

    code: str
    departments: list[str]
    about: str | None
    at: datetime


def registered(rows: Mapping[str, Any], whole: Iterable[Span], *, code: str) -> list[Registered]:
    """The appeal of a case's fold; none where it is no appeal, or void."""
    departments = sorted(rows["appeal_departments"]) or [""]
    return [
        Registered(code, departments, one["about"], span.begun)
        for span in whole
        for one in rows["appeals"].values()
    ]


def lines(
    session: Session, found: list[Registered], period: Period, *, upto: int
) -> dict[str, dict[str, int]]:
    """What ``cause_counts.lines`` says of a period, as far as entry ``upto`` of the records."""
    subjects = dict(_subjects(session, {one.about for one in found if one.about}, upto))
    appealed = (
        Appealed(Cause(one.code, department, subjects.get(one.about or "", "")), one.at)
        for one in found
        for department in one.departments
    )
    return tally(appealed, period, decided=_decided(session, upto))


def _subjects(session: Session, numbers: set[str], upto: int) -> Iterator[tuple[str, str]]:
    """Number → what the case is of, for those that are ours."""
    table = JournalEntry.__table__
    query = sa.select(Case.number, table.c.data).join(table, table.c.case_id == Case.id)
    query = query.where(Case.number.in_(sorted(numbers)), table.c.id <= upto)
    rows = session.execute(query.order_by(table.c.case_id, table.c.case_seq))
    for number, events in groupby(rows, key=lambda row: row.number):
        state = fold([json.loads(row.data) for row in events])
        plan = blueprints.blueprint(session, state["blueprint"])
        yield number, f"{plan['kind']}/{plan['code']}"


def _decided(session: Session, upto: int) -> dict[Cause, Decided]:
    table = JournalEntry.__table__
    query = sa.select(table.c.ref, table.c.at, table.c.data)
    query = query.where(table.c.noun == "cause", table.c.id <= upto).order_by(table.c.id)
    found = {}
    for ref, at, data in session.execute(query):
        said = json.loads(data)
        cause = Cause(said["code"], said["department"], said["subject"])
        found[cause] = Decided(int(ref), at)
    return found
