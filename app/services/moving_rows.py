"""Which running dues another calendar works out differently, read from the rows: four statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.domain.calendar import Calendar
from app.domain.case import Facts
from app.domain.case.dues import dues_of
from app.domain.case.state import moment
from app.models import Answer, Case, Task
from app.services import blueprints

LIMITS = ("promise", "legal")


@dataclass(frozen=True)
class Line:
    """One limit that moves: of a part, or of the case as a whole (then without a part)."""

    part: str
    department: str | None
    limit: str
    before: datetime
    after: datetime
    provisional: bool


@dataclass(frozen=True)
class Moved:
    """One case whose running dues come out differently; no line where only a warning or mark does."""

    case_id: int
    number: str
    name: str
    lines: list[Line]


def candidates(session: Session, *, since: date, after: int, most: int) -> list[int]:
    """Cases with a clock that runs into the days that changed; what stands or stopped has no due."""
    first = datetime.combine(since, time.min)
    of_case = sa.select(Case.id.label("id")).where(
        Case.id > after, Case.due_at.is_not(None), _reaches(Case, first)
    )
    of_parts = sa.select(Task.case_id.label("id")).where(
        Task.case_id > after, Task.state == "open", ~Task.held, _reaches(Task, first)
    )
    both = sa.union(of_case, of_parts).subquery()
    return list(session.execute(sa.select(both.c.id).order_by(both.c.id).limit(most)).scalars())


def _reaches(table: type[Case | Task], first: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(table.promise_at >= first, table.legal_at >= first)


def compared(session: Session, ids: list[int], *, calendar: Calendar) -> Iterator[Moved]:
    """Those of some cases whose running dues this calendar works out differently."""
    found = {row.id: row for row in session.execute(sa.select(*_CASE).where(Case.id.in_(ids)))}
    parts: dict[int, list[Any]] = {case_id: [] for case_id in ids}
    running = sa.select(*_PART).where(
        Task.case_id.in_(ids), Task.state == "open", ~Task.held, Task.due_at.is_not(None)
    )
    for row in session.execute(running.order_by(Task.case_id, Task.id)):
        parts[row.case_id].append(row)
    plans = {row.id: blueprints.blueprint(session, row.blueprint) for row in found.values()}
    answers = _answers(session, [one for one in ids if _by_situation(plans[one])])
    for case_id in ids:
        moved = _of_case(
            found[case_id],
            parts[case_id],
            plan=plans[case_id],
            answers=answers,
            calendar=calendar,
        )
        if moved is not None:
            yield moved


_TIMES = (
    "promise_at",
    "promise_warn",
    "legal_at",
    "legal_warn",
    "due_at",
    "provisional",
    "uncertain",
)
_CASE = [
    getattr(Case, name)
    for name in ("id", "number", "name", "blueprint", "term", "debts", "clock", *_TIMES)
]
_PART = [getattr(Task, name) for name in ("case_id", "key", "name", "department", "clock", *_TIMES)]


def _of_case(
    case: Any,
    parts: list[Any],
    *,
    plan: dict[str, Any],
    answers: Mapping[int, dict[str, Any]],
    calendar: Calendar,
) -> Moved | None:
    # The case first: its own date is what everybody asks for.
    own = {"case": case} if case.due_at is not None else {}
    rows = own | {part.key: part for part in parts}
    state = {
        "clocks": {key: row.clock for key, row in rows.items()},
        "dues": {},
        "term": case.term,
        "debts": case.debts,
    }
    facts = Facts(answers=answers.get(case.id, {}))
    dues = dues_of(plan, state, clocks=list(rows), calendar=calendar, facts=facts)
    differing = {key: due for key, due in dues.items() if _differs(rows[key], due)}
    if not differing:
        return None
    lines = [line for key, due in differing.items() for line in _lines(rows[key], key, due)]
    return Moved(case.id, case.number, case.name, lines)


def _differs(row: Any, dues: Mapping[str, Any]) -> bool:
    """Whether a row's limits, their warnings or their mark would be others."""
    known = {name: due for name, due in dues.items() if due}
    times = any(
        _as_text(getattr(row, f"{name}_{which}")) != known.get(name, {}).get(which)
        for name in LIMITS
        for which in ("at", "warn")
    )
    return times or any(due["provisional"] for due in known.values()) != row.uncertain


def _lines(row: Any, key: str, dues: Mapping[str, Any]) -> Iterator[Line]:
    for name in LIMITS:
        due, before = dues.get(name), getattr(row, f"{name}_at")
        if due and before is not None and moment(due["at"]) != before:
            whole = key == "case"
            yield Line(
                part="" if whole else row.name,
                department=None if whole else row.department,
                limit=name,
                before=before,
                after=moment(due["at"]),
                provisional=due["provisional"],
            )


def _as_text(value: datetime | None) -> str | None:
    return value.isoformat(timespec="seconds") if value else None


def _by_situation(plan: Mapping[str, Any]) -> bool:
    """Whether a limit depends on the answers: they are read, and unsealed, only then."""
    limits: Iterable[Mapping[str, Any]] = [plan, *plan["tasks"]]
    return any(limit and limit.get("cases") for one in limits for limit in one["limits"].values())


def _answers(session: Session, ids: list[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    if ids:
        columns = Answer.case_id, Answer.field, Answer.value, Answer.sealed
        for row in session.execute(sa.select(*columns).where(Answer.case_id.in_(ids))):
            value = row.value if row.sealed is None else row.sealed
            found.setdefault(row.case_id, {})[row.field] = value
    return found
