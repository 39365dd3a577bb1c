"""The board of a channel: its running cases with their parts, in one statement whatever their number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, anyone_like, told
from app.domain import board
from app.domain.case.phase import PHASES
from app.domain.waves import needs_in
from app.models import Case, Hold, ServiceVersion, Task, Theme
from app.services import blueprints

#: Cases a board shows at most, the most urgent; it is to be taken in at a glance.
MOST = 100
RUNNING = [phase for phase in PHASES if phase != "closed"]
LAST = datetime(9999, 12, 31)

_OF_CASE = (
    Case.id, Case.number, Case.applicant, Case.phase, Case.blueprint, Case.window, Case.due_at,
    Case.warn_at, Case.light_due,
)  # fmt: skip
_OF_PART = (
    Task.key, Task.kind, Task.name, Task.department, Task.state, Task.outcome, Task.held,
    Task.gates, Task.step, Task.due_at, Task.warn_at,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One case of a board: its row, its parts by key, for whom it waits, what its parts wait for."""

    case: Any
    parts: Mapping[str, Any]
    standing: board.Standing
    needs: Mapping[str, list[str]]
    specs: list[dict[str, Any]]


@dataclass(frozen=True)
class Channel:
    """A theme with a board: how many of its cases run, how many of them are late."""

    code: str
    name: str
    running: int
    late: int


def lines(session: Session, code: str, *, by: Principal) -> tuple[list[Line], bool]:
    """The running cases of a channel that this person may see, the most urgent first; whether there are more."""
    rows = (
        session.connection().execute(_rows_for(anyone_like(by)), {"code": code, **told(by)}).all()
    )
    found: dict[int, tuple[Any, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.id, (row, {}))[1][row.key] = _Part(row)
    made = [_line(session, case, parts) for case, parts in found.values()]
    return made[:MOST], len(made) > MOST


class _Part:
    """A part out of a row that says its case too."""

    __slots__ = (
        "department", "due_at", "gates", "held", "hold", "key", "kind", "name", "outcome", "state", "step", "warn_at",
    )  # fmt: skip

    def __init__(self, row: Any) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(row, NAMED.get(name, name)))


#: Both have a limit; a part's stands under names of its own.
NAMED = {"due_at": "part_due", "warn_at": "part_warn"}


@lru_cache(maxsize=64)
def _rows_for(by: Principal) -> sa.Select[Any]:
    """Everybody's with the same rights, built once; who asks is told when it runs."""
    versions = sa.select(ServiceVersion.id).where(
        ServiceVersion.kind == "joint", ServiceVersion.code == sa.bindparam("code")
    )
    cases = (
        sa.select(*_OF_CASE)
        .where(Case.phase.in_(RUNNING), Case.version_id.in_(versions), POLICIES["case"].rows(by))
        .order_by(sa.func.coalesce(Case.light_due, LAST), Case.id)
        .limit(MOST + 1)
        .subquery()
    )
    hold = (
        sa.select(Hold.kind)
        .where(Hold.case_id == Task.case_id, Hold.task == Task.key, Hold.until.is_(None))
        .where(Hold.effect != "run")
        .order_by(Hold.id)
        .limit(1)
        .scalar_subquery()
    )
    labels = {"due_at": "part_due", "warn_at": "part_warn"}
    parts = [column.label(labels.get(column.key, column.key)) for column in _OF_PART]
    return (
        sa.select(*cases.c, *parts, hold.label("hold"))
        .join(Task, Task.case_id == cases.c.id)
        .where(sa.or_(Task.gates, Task.kind.in_(("intake", "hand_over"))))
        .order_by(sa.func.coalesce(cases.c.light_due, LAST), cases.c.id, Task.id)
    )


def _line(session: Session, case: Any, parts: Mapping[str, Any]) -> Line:
    # By hash and kept for the life of the process: after the first look no statement.
    blueprint = blueprints.blueprint(session, case.blueprint)
    specs = [task for task in blueprint["tasks"] if task["gates"]]
    needs = {spec["key"]: needs_in(spec, parts) for spec in specs if spec["key"] in parts}
    stands = board.standing(parts, needs)
    return Line(case, parts, stands, needs, specs)


def channels(session: Session, *, by: Principal, now: datetime) -> list[Channel]:
    """The boards there are, by name: every green channel, with what this person may see of it."""
    late = sa.case((Case.light_due < now, 1), else_=0)
    running = (
        sa.select(ServiceVersion.code, sa.func.count().label("running"), sa.func.sum(late).label("late"))
        .join(Case, Case.version_id == ServiceVersion.id)
        .where(ServiceVersion.kind == "joint", Case.phase.in_(RUNNING), POLICIES["case"].rows(by))
        .group_by(ServiceVersion.code)
        .subquery()
    )  # fmt: skip
    query = (
        sa.select(Theme.key, Theme.name, running.c.running, running.c.late)
        .outerjoin(running, running.c.code == Theme.key)
        .where(Theme.green_channel, sa.or_(Theme.retired_at.is_(None), running.c.running > 0))
        .order_by(Theme.name)
    )
    return [
        Channel(row[0], row[1], row[2] or 0, int(row[3] or 0)) for row in session.execute(query)
    ]
