"""The appeals a person sees: the open ones by when they are due, the answered ones by when they closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import Principal, may
from app.domain.case.appeals import CHANNELS
from app.models import Appeal, AppealQuestion, CallBack, Case, GroupItem, ServiceVersion, Task
from app.services import case_access, versions

PAGE = 25
#: Rows read in one statement where all are taken out.
READ = 500
#: What came online waits beside them, and is no appeal yet (online_waiting).
ONLINE = "online"
STATES = ("open", "answered", ONLINE)
#: Written out and no parameter: it is what the index of appeals holds.
APPEAL = Case.kind == sa.literal_column("'appeal'")
#: State of the list → which cases, and which moment orders them.
LISTED: dict[str, tuple[Any, Any]] = {
    "open": (Case.closed_at.is_(None), Task.sort_at),
    "answered": (Case.closed_at.is_not(None), Case.closed_at),
}


@dataclass(frozen=True)
class Asked:
    """What the person asked to see; all of it stands in the address."""

    state: str = "open"
    code: str = ""
    channel: str = ""
    after: tuple[datetime, int] | None = None

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Asked:
        """What an address asks for; what it does not say rightly is not asked."""
        state, channel = values.get("state", ""), values.get("channel", "")
        return cls(
            state if state in STATES else "open",
            values.get("class", ""),
            channel if channel in CHANNELS else "",
            _place(values.get("after", "")),
        )


def _place(text: str) -> tuple[datetime, int] | None:
    at, _sign, last = text.partition("~")
    try:
        return (datetime.fromisoformat(at), int(last)) if last else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Page:
    """Rows of one page and the place where the next begins."""

    rows: list[Any]
    after: str


_ROW = (
    Case.id, Case.number, Case.name, Case.applicant, Case.closed_at, Case.outcome, Case.received_at,
    Appeal.channel, Appeal.about, Appeal.external_ref, Appeal.fed_back_at,
    Task.department, Task.owner, Task.due_at, Task.warn_at, Task.held, Task.state, Task.provisional,
)  # fmt: skip


def page(session: Session, asked: Asked, *, by: Principal, most: int = PAGE) -> Page:
    """One page of appeals, in the order of their state."""
    found = _places(asked, by).limit(most + 1).subquery()
    query = sa.select(*_ROW, found.c.place).select_from(found)
    query = query.join(Case, Case.id == found.c.case_id).join(Task, Task.id == found.c.task_id)
    query = query.join(Appeal, Appeal.case_id == Case.id)
    rows = list(session.execute(query.order_by(*_order(asked, found.c.place, Case.id))))
    shown = rows[:most]
    more = f"{shown[-1].place.isoformat()}~{shown[-1].id}" if len(rows) > most else ""
    return Page(shown, more)


def every(session: Session, asked: Asked, *, by: Principal) -> Iterator[list[Any]]:
    """All that is asked for in its order, a part at a time."""
    while True:
        found = page(session, asked, by=by, most=READ)
        yield found.rows
        if not found.after:
            return
        asked = replace(asked, after=_place(found.after))


def _places(asked: Asked, by: Principal) -> sa.Select[Any]:
    """Where each appeal stands, in their order, and nothing else of it: the open ones are sorted."""
    where, place = LISTED[asked.state]
    query = (
        sa.select(place.label("place"), Case.id.label("case_id"), Task.id.label("task_id"))
        .select_from(Appeal)
        .join(Case, Case.id == Appeal.case_id)
        .join(Task, sa.and_(Task.case_id == Case.id, Task.gates))
        .where(where, APPEAL, case_access.visible(by))
        .where(sa.true() if may(by, "statement.read") else sa.false())
    )
    if asked.code:
        query = query.where(Case.version_id.in_(_versions(asked.code)))
    if asked.channel:
        query = query.where(Appeal.channel == asked.channel)
    if asked.after:
        here = sa.tuple_(place, Case.id)
        query = query.where(here < asked.after if _is_backwards(asked) else here > asked.after)
    return query.order_by(*_order(asked, place, Case.id))


def _order(asked: Asked, *columns: Any) -> list[Any]:
    return [column.desc() if _is_backwards(asked) else column for column in columns]


def _is_backwards(asked: Asked) -> bool:
    return asked.state == "answered"


def _versions(code: str) -> sa.Select[Any]:
    """Those of one class."""
    return sa.select(ServiceVersion.id).where(
        ServiceVersion.kind == "appeal", ServiceVersion.code == code
    )


def standing(session: Session, ids: list[int]) -> dict[str, dict[int, Any]]:
    """Of these cases: which department still explains, whether one was called back, what is before the group."""
    asked = sa.select(AppealQuestion.case_id, AppealQuestion.department).where(
        AppealQuestion.case_id.in_(ids), AppealQuestion.answered_at.is_(None)
    )
    called = sa.select(CallBack.case_id, CallBack.result).where(CallBack.case_id.in_(ids))
    before = sa.select(GroupItem.case_id, GroupItem.decided_at).where(
        GroupItem.case_id.in_(ids), GroupItem.done_at.is_(None)
    )
    return {
        "asked": dict(session.execute(asked.order_by(AppealQuestion.id)).tuples().all()),
        "called": dict(session.execute(called.order_by(CallBack.id)).tuples().all()),
        "group": dict(session.execute(before.order_by(GroupItem.id)).tuples().all()),
    }


def classes(session: Session, *, now: datetime) -> dict[str, str]:
    """Classes in force: code → name."""
    return {one.code: one.name for one in versions.all_in_force(session, "appeal", at=now)}
