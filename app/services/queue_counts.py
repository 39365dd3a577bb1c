"""What stands around the list of the queue: how much each tab has, how much of it is new, the views."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.access import POLICIES, Principal, anyone_like, told
from app.models import Task
from app.services import arrivals, looks, reference, saved_views
from app.services.queue import COUNTED, SCOPED, SCOPES
from app.services.reference import NAMED, Reference

_T: Any = Task.__table__


@dataclass(frozen=True)
class Around:
    """Open tasks and new ones by tab, the journal's last entry, names, the person's views of the queue."""

    counts: dict[str, int]
    new: dict[str, int]
    entry: int
    known: Reference
    views: list[saved_views.View]
    default: int | None


def around(session: Session, *, by: Principal, today: date) -> Around:
    """All of it in one statement; what is counted is counted up to COUNTED."""
    values = {"today": today, **told(by)}
    row = session.connection().execute(_statement(anyone_like(by)), values).one()
    return Around(
        dict(zip(SCOPES, row[:3], strict=True)),
        dict(zip(SCOPES, row[3:6], strict=True)),
        row.entry,
        reference.read(session, row),
        saved_views.read(row.views),
        row.default,
    )


@lru_cache(maxsize=64)
def _statement(by: Principal) -> sa.Select[Any]:
    rule = POLICIES["task"].rows(by)
    new = _T.c.id.in_(looks.fresh())
    return sa.select(
        *(_capped([SCOPED[scope](by), rule]) for scope in SCOPES),
        *(_capped([new, SCOPED[scope](by), rule]) for scope in SCOPES),
        arrivals.last_entry().label("entry"),
        *(column.label(name) for name, column in zip(NAMED, reference.COLUMNS, strict=True)),
        saved_views.written(POLICIES["saved_view"].rows(by)).label("views"),
        saved_views.default().label("default"),
    )


def _capped(where: Iterable[Any]) -> Any:
    few = sa.select(sa.literal(1)).select_from(_T).where(_T.c.state == "open", *where)
    return sa.select(sa.func.count()).select_from(few.limit(COUNTED).subquery()).scalar_subquery()
