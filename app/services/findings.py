"""问责台账: findings on departments, what they do about it, and how many of each department and class (R73)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, may
from app.domain.case import Refusal
from app.domain.masking import mask_text
from app.domain.numbers import row_number
from app.models import AppealDepartment, Applicant, Case, Finding
from app.services import cases
from app.services.cases import Performed

PAGE = 50
STATES = ("open", "settled", "")


class NoSuchFinding(LookupError):
    """There is no such finding, or it is not theirs to see."""


@dataclass(frozen=True)
class Asked:
    """Which findings: of a department, settled or not, found from a day to another."""

    department: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    after: int = 0

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Asked:
        """What an address asks for; what it does not say rightly is not asked."""
        state, after = values.get("state", ""), values.get("after", "")
        return cls(
            values.get("department", ""),
            state if state in STATES else "",
            _day(values.get("since", "")),
            _day(values.get("until", "")),
            row_number(after),
        )

    def between(self, column: Any) -> list[Any]:
        """The clauses of its days on a column of moments."""
        found = []
        if self.since:
            found.append(column >= datetime.combine(self.since, time.min))
        if self.until:
            found.append(column <= datetime.combine(self.until, time.max))
        return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _seen(by: Principal) -> sa.Select[Any]:
    return (
        sa.select(Finding, Case.number, Case.name, Applicant.name.label("who"))
        .join(Case, Case.id == Finding.case_id)
        .join(Applicant, Applicant.case_id == Case.id)
        .where(POLICIES["finding"].rows(by))
    )


def listed(session: Session, asked: Asked, *, by: Principal) -> list[dict[str, Any]]:
    """Findings, the latest first, one more than a page where there are more.

    The department on which it was found reads what it must do, and neither case nor person.
    """
    query = _seen(by).where(*asked.between(Finding.at))
    if asked.department:
        query = query.where(Finding.department == asked.department)
    if asked.state:
        settled = Finding.settled_at.is_not(None)
        query = query.where(settled if asked.state == "settled" else ~settled)
    if asked.after:
        query = query.where(Finding.id < asked.after)
    rows = session.execute(query.order_by(Finding.id.desc()).limit(PAGE + 1))
    return [_shown(row, by) for row in rows]


def every(session: Session, asked: Asked, *, by: Principal) -> Iterator[dict[str, Any]]:
    """All that is asked for, the latest first, a page at a time."""
    while rows := listed(session, asked, by=by):
        yield from rows[:PAGE]
        if len(rows) <= PAGE:
            return
        asked = replace(asked, after=rows[PAGE - 1]["row"].id)


def _shown(row: Any, by: Principal) -> dict[str, Any]:
    found = row.Finding
    # The centre's readers see whose case it was; the department does not, whatever the measures say.
    theirs = may(by, "scope.centre")
    words = {name: mask_text(getattr(found, name) or "", [row.who]) for name in ("measures", "settled")}  # fmt: skip
    return {"row": found, "number": row.number if theirs else "", "name": row.name, **words}


def figures(session: Session, asked: Asked, *, by: Principal) -> list[Any]:
    """By department and class: appeals about it, findings on it, settled, past their day and not settled."""
    if not may(by, "scope.centre"):
        return []
    about = (
        sa.select(AppealDepartment.department, Case.name, sa.func.count().label("appeals"))
        .join(Case, Case.id == AppealDepartment.case_id)
        .where(*asked.between(Case.received_at))
        .group_by(AppealDepartment.department, Case.name)
    )
    upheld = (
        sa.select(
            Finding.department,
            Case.name,
            sa.func.count().label("findings"),
            sa.func.count(Finding.settled_at).label("settled"),
        )
        .join(Case, Case.id == Finding.case_id)
        .where(*asked.between(Finding.at))
        .group_by(Finding.department, Case.name)
    )
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for query in (about, upheld):
        for row in session.execute(query).mappings():
            cell = counted.setdefault((row["department"], row["name"]), dict.fromkeys(COUNTED, 0))
            cell |= {name: row[name] for name in COUNTED if name in row}
    return [(*key, counted[key]) for key in sorted(counted)]


#: What is counted of each department and class.
COUNTED = ("appeals", "findings", "settled")


def settle(
    session: Session, finding: int, *, said: str, by: Principal, now: datetime
) -> Performed | Refusal:
    """Say that the measures were taken. Raises NoSuchFinding."""
    row = session.execute(_seen(by).where(Finding.id == finding)).one_or_none()
    if row is None:
        raise NoSuchFinding(finding)
    file = cases.take(session, row.number)
    command = {"verb": "settle_finding", "nth": row.Finding.nth, "said": said.strip()}
    return cases.act_on(session, file, command, by=by, now=now)
